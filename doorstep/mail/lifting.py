"""Writing again to an address from which an e-mail came back: its mailbox was made anew, its server mended."""

from uuid import UUID

from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.mail.models import Message, Reason, Suppression
from doorstep.mail.outcomes import LIFTED
from doorstep.tenancy import current_business_id
from doorstep.timeline.kinds import Actor


def lift(held: Suppression, *, by: Actor) -> None:
    """Mail goes there again from the next one on; what was held back stays unsent, and one more bounce holds it again.

    Told to everybody whose mail came back from there, to the business when it was nobody's. Twice is as good as once.
    Raises NotAllowed for an address whose reader asked for silence.
    """
    if not held.is_ours_to_lift:
        raise NotAllowed(_("%s asked for this, so only its reader can take it back.") % held.email_key)
    if Suppression.objects.lift(held.email_key, Reason.BOUNCE, because=f"Lifted by {by.actor_name}."[:200]):
        for subject in _whose_mail_came_back(held.email_key) or [current_business_id()]:
            LIFTED.record(subject, by=by, email=held.email_key)


def _whose_mail_came_back(email_key: str) -> list[UUID]:
    returned = Message.objects.filter(email_key=email_key, bounced_at__isnull=False)
    return [subject for subject in returned.values_list("about_id", flat=True).distinct() if subject]
