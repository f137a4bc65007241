"""Requirements 001-08 to 001-15: six stages of a person, derived from facts and the clock, never picked by hand."""

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    NOT_INVITED = "not_invited", _("Not invited")
    INVITATION_SENT = "invitation_sent", _("Invitation sent")
    INVITATION_EXPIRED = "invitation_expired", _("Invitation expired")
    REGISTERED = "registered", _("Registered")
    PROSPECT = "prospect", _("Prospect")
    ACCOUNT_OPENED = "account_opened", _("Account opened")


UNREGISTERED = (Stage.NOT_INVITED, Stage.INVITATION_SENT, Stage.INVITATION_EXPIRED)
REGISTERED = (Stage.REGISTERED, Stage.PROSPECT, Stage.ACCOUNT_OPENED)

# Where a lead can be that was invited, that registered, whose account was opened on a day.
STAGES_AFTER = {
    "invited": tuple(stage for stage in Stage if stage != Stage.NOT_INVITED),
    "registered": REGISTERED,
    "opened": (Stage.ACCOUNT_OPENED,),
}

# How far a lead has come, as the generated column `reached` keeps it. The clock then tells sent from expired.
NOT_INVITED, INVITED, IS_REGISTERED, APPLIED, OPENED = range(5)
_BY_PROGRESS = {
    NOT_INVITED: Stage.NOT_INVITED,
    IS_REGISTERED: Stage.REGISTERED,
    APPLIED: Stage.PROSPECT,
    OPENED: Stage.ACCOUNT_OPENED,
}


def stage_of(progress: int, invitation_expires_at: datetime | None, now: datetime) -> Stage:
    if progress != INVITED:
        return _BY_PROGRESS[progress]
    works = invitation_expires_at is not None and invitation_expires_at > now
    return Stage.INVITATION_SENT if works else Stage.INVITATION_EXPIRED


def in_stage(stage: Stage, now: datetime) -> Q:
    """The same rule as a condition that an index on (reached, invitation_expires_at) serves."""
    if stage == Stage.INVITATION_SENT:
        return Q(progress=INVITED, invitation_expires_at__gt=now)
    if stage == Stage.INVITATION_EXPIRED:
        return Q(progress=INVITED, invitation_expires_at__lte=now)
    return Q(progress=next(reach for reach, name in _BY_PROGRESS.items() if name == stage))
