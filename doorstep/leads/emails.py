"""The one mail of this floor: what a member writes to a lead."""

from django.utils.translation import gettext_lazy as _

from doorstep.mail.kinds import MailKind

PERSONAL = MailKind(
    "personal",
    _("Personal e-mail"),
    subject="{{ subject }}",
    body="{{ text }}",
    reason=_("{{ sender }} of {{ business }} wrote this to you. Answer it, and {{ sender }} will read it."),
    placeholders={
        "subject": "Our call on Tuesday",
        "text": "Good morning Maya,\n\nthank you for your time. Shall we speak again on Tuesday?",
        "sender": "Sam Whitlock",
    },
)
