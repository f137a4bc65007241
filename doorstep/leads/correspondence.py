"""A member writes to a lead by e-mail."""

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, clean_text
from doorstep.leads.emails import PERSONAL
from doorstep.leads.kinds import MAILED
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.mail.wording import LONGEST_SUBJECT
from doorstep.timeline.kinds import check_length


def write_mail(lead: Lead, subject: str, text: str, *, by: Member) -> Message:
    """Answers go to the member's own address. Raises NotAllowed with the field that is missing or too long."""
    subject, text = clean_line(subject, LONGEST_SUBJECT), check_length(clean_text(text))
    if not lead.email_key:
        raise NotAllowed(_("%s has no e-mail address. Add one first.") % lead, field="email")
    if not subject:
        raise NotAllowed(_("An e-mail needs a subject."), field="subject")
    if not text:
        raise NotAllowed(_("The e-mail is empty. Write something first."), field="text")
    message = PERSONAL.send(
        to=lead.email,
        name=lead.name,
        values={"subject": subject, "text": text, "sender": by.actor_name},
        about=lead,
        by=by,
        reply_to=by.user.email,
    )
    now = timezone.now()
    Lead.objects.filter(pk=lead.pk).update(last_email_at=now, last_contact_at=now, updated_at=now)
    MAILED.record(lead, by=by, body=text, title=subject, message=message.pk)
    return message
