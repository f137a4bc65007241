from doorstep.mail.models.message import Message
from doorstep.mail.models.suppression import Reason, Suppression
from doorstep.mail.models.template import MailTemplate

__all__ = ["MailTemplate", "Message", "Reason", "Suppression"]
