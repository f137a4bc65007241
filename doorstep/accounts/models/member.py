"""Member: a user's seat in a team, and who stands below whom."""

from django.db import models
from django.utils import timezone

from doorstep.accounts.models.team import Team
from doorstep.accounts.models.user import User
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.kinds import Actor

STEP = 12  # characters of one person's own step in a path
AFTER_EVERY_STEP = "~"  # sorts after every hexadecimal digit


class MemberQuerySet(TenantQuerySet["Member"]):
    def enabled(self) -> "MemberQuerySet":
        return self.filter(user__disabled_at=None)

    def visible_to(self, member: "Member") -> "MemberQuerySet":
        return self.filter(team_id=member.team_id)

    def below(self, member: "Member") -> "MemberQuerySet":
        """The member and everybody below, by a range of paths: row-level security lets an index serve it."""
        return self.filter(team_id=member.team_id, path__gte=member.path, path__lt=member.path + AFTER_EVERY_STEP)


class Member(TenantModel):
    user = SameBusinessKey(User, models.PROTECT, related_name="members")
    team = SameBusinessKey(Team, models.PROTECT, related_name="members")
    manager = SameBusinessKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    path = models.CharField(max_length=STEP * 32, db_collation="C", help_text="Every manager's step from the top, then the member's own.")
    is_admin = models.BooleanField(default=False)
    view_downline = models.BooleanField(default=False)
    new_lead_notification = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(MemberQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="one_seat_per_user")]
        indexes = [models.Index(fields=["business", "team", "path"], name="members_by_path")]

    def __str__(self) -> str:
        return self.user.name

    @property
    def actor_name(self) -> str:
        return self.user.name

    @property
    def step(self) -> str:
        return self.pk.hex[-STEP:]

    @property
    def is_enabled(self) -> bool:
        return not self.user.is_disabled

    @property
    def sees_everything(self) -> bool:
        """An admin sees the whole team's leads, the unassigned among them."""
        return self.is_admin

    def stand_below(self, manager: "Member | None", *, by: Actor | None) -> None:
        """Moves the member, and everybody below, under another manager."""
        if manager is not None and manager.path.startswith(self.path) and self.path:
            raise NotAllowed(f"{manager} stands below {self}, so {self} cannot stand below {manager}.", field="manager")
        was, self.manager = self.path, manager
        self.path = (manager.path if manager else "") + self.step
        self.save(update_fields=["manager", "path"])
        for report in Member.objects.filter(path__startswith=was).exclude(pk=self.pk) if was else ():
            Member.objects.filter(pk=report.pk).update(path=self.path + report.path[len(was) :])
