"""How far a person has come: the facts, the stage that follows from them, and the steps between."""

from datetime import datetime

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.leads import kinds
from doorstep.leads.models.changing import Changing
from doorstep.leads.stages import APPLIED, INVITED, IS_REGISTERED, NOT_INVITED, OPENED, REGISTERED, Stage, stage_of
from doorstep.timeline.kinds import Actor

PROGRESS = Case(
    When(opened_at__isnull=False, then=Value(OPENED)),
    When(applied_at__isnull=False, then=Value(APPLIED)),
    When(registered_at__isnull=False, then=Value(IS_REGISTERED)),
    When(invited_at__isnull=False, then=Value(INVITED)),
    default=Value(NOT_INVITED),
    output_field=models.SmallIntegerField(),
)
STEPS_IN_ORDER = [
    models.CheckConstraint(
        condition=Q(applied_at=None) | Q(registered_at__isnull=False), name="only_the_registered_apply"
    ),
    models.CheckConstraint(
        condition=Q(opened_at=None) | Q(applied_at__isnull=False), name="only_applicants_open_an_account"
    ),
    models.CheckConstraint(
        condition=Q(invited_at=None, invitation_expires_at=None)
        | Q(invited_at__isnull=False, invitation_expires_at__isnull=False),
        name="every_invitation_ends",
    ),
]


class Advancing(Changing):
    invited_at = models.DateTimeField(null=True)
    invitation_expires_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    progress = models.GeneratedField(expression=PROGRESS, output_field=models.SmallIntegerField(), db_persist=True)

    class Meta:
        abstract = True

    @property
    def stage(self) -> Stage:
        return stage_of(self.progress, self.invitation_expires_at, timezone.now())

    @property
    def is_registered(self) -> bool:
        return self.stage in REGISTERED

    def apply_for_account(self, *, by: Actor | None) -> None:
        """Registered → Prospect: an application is being processed."""
        self._move({"opened_at": None, "applied_at": None}, "registered_at", applied_at=timezone.now())
        kinds.APPLIED.record(self, by=by)

    def decline(self, *, reason: str, by: Actor | None) -> None:
        """Prospect → Registered, with the reason on the timeline."""
        if not reason.strip():
            raise NotAllowed(_("Say why the application ends. The client reads it."), field="reason")
        self._move({"opened_at": None}, "applied_at", applied_at=None)
        kinds.DECLINED.record(self, by=by, reason=reason.strip())

    def open_account(self, *, by: Actor | None) -> None:
        """Prospect → Account opened."""
        self._move({"opened_at": None}, "applied_at", opened_at=timezone.now())
        kinds.ACCOUNT_OPENED.record(self, by=by)

    def _move(self, still: dict[str, None], needs: str, **facts: datetime | None) -> None:
        """Compare and set: two clicks cannot both win."""
        waiting = type(self).objects.filter(pk=self.pk, **still).exclude(**{needs: None})
        if not waiting.update(updated_at=timezone.now(), **facts):
            now = {"lead": self, "stage": self.fresh().stage.label}
            raise NotAllowed(_("%(lead)s is %(stage)s now, so this is not the next step.") % now)
        self.refresh_from_db()
