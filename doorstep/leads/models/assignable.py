"""A lead is worked by one member of its team, or waits in the pool."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team
from doorstep.accounts.models.member import STEP
from doorstep.kit.errors import NotAllowed
from doorstep.leads import kinds
from doorstep.leads.models.changing import Changing
from doorstep.tenancy import SameBusinessKey
from doorstep.timeline.kinds import Actor


class Assignable(Changing):
    team = SameBusinessKey(Team, models.PROTECT, related_name="leads", db_index=False)
    assignee = SameBusinessKey(
        Member, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="assignee"
    )
    assignee_path = models.CharField(
        max_length=STEP * 32, blank=True, db_collation="C", help_text="The assignee's path, '' for nobody."
    )

    class Meta:
        abstract = True

    def assign_to(self, member: Member | None, *, by: Actor | None, because: str = "") -> None:
        """Hands the lead to a member of its team, or back to the pool. `because` is the why, kept on the timeline.

        Compare and set: of any number who take one lead at once, one gets it. Raises Conflict for the others.
        """
        self._refuse_assignee(member)
        if self.assignee_id == (member.pk if member else None):
            return
        as_seen = type(self).objects.filter(pk=self.pk, assignee_id=self.assignee_id)
        now = {"assignee": member, "assignee_path": member.path if member else "", "updated_at": timezone.now()}
        if not as_seen.update(**now):
            raise self.overtaken(kinds.ASSIGNED, kinds.UNASSIGNED)
        for name, value in now.items():
            setattr(self, name, value)
        if member is None:
            kinds.UNASSIGNED.record(self, by=by, because=because)
        else:
            called = member.actor_name
            kinds.ASSIGNED.record(self, by=by, assignee=called, assignee_id=member.pk, because=because)

    def _refuse_assignee(self, member: Member | None) -> None:
        if member is not None and member.team_id != self.team_id:
            raise NotAllowed(_("%(member)s is not in this team.") % {"member": member}, field="assignee")
        if member is not None and not member.is_enabled:
            raise NotAllowed(
                _("%(member)s is disabled. Choose somebody who is here.") % {"member": member}, field="assignee"
            )
