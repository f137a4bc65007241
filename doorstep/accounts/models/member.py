"""Member: a user's seat in a team, and who stands below whom."""

from uuid import UUID

from django.db import models
from django.db.models import Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.kinds import (
    ADMIN_GIVEN,
    ADMIN_TAKEN,
    DOWNLINE_HIDDEN,
    DOWNLINE_SHOWN,
    MEMBER_DISABLED,
    MEMBER_ENABLED,
    MEMBER_MOVED,
)
from doorstep.accounts.models.team import Team
from doorstep.accounts.models.user import User
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.askers import Rights
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet, Work
from doorstep.timeline.kinds import Actor

STEP = 12  # characters of one person's own step in a path
LEVELS = 32
AFTER_EVERY_STEP = "~"  # sorts after every hexadecimal digit


class MemberQuerySet(TenantQuerySet["Member"]):
    def enabled(self) -> "MemberQuerySet":
        return self.filter(user__disabled_at=None)

    def who_asked_for(self, work: Work) -> "Member":
        return self.select_related("user", "team").get(pk=str(work.asked_by))

    def asker(self, pk: UUID) -> "Member | None":
        return self.select_related("user", "team").filter(pk=pk).first()

    def visible_to(self, member: "Member") -> "MemberQuerySet":
        return self.filter(team_id=member.team_id)

    def below(self, member: "Member") -> "MemberQuerySet":
        """The member and everybody below, by a range of paths: row-level security lets an index serve it."""
        return self.filter(team_id=member.team_id, path__gte=member.path, path__lt=member.path + AFTER_EVERY_STEP)


class Member(TenantModel):
    user = SameBusinessKey(User, models.PROTECT, related_name="members")
    team = SameBusinessKey(Team, models.PROTECT, related_name="members")
    manager = SameBusinessKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    path = models.CharField(
        max_length=STEP * LEVELS,
        db_collation="C",
        help_text="Every manager's step from the top, then the member's own.",
    )
    is_admin = models.BooleanField(default=False)
    view_downline = models.BooleanField(default=False)
    new_lead_notification = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(MemberQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "user"], name="one_seat_per_user")]
        indexes = [models.Index(fields=["business", "team", "path"], name="members_by_path")]

    def __str__(self) -> str:
        return self.actor_name

    @property
    def actor_name(self) -> str:
        return str(self.user.name)

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

    @property
    def rights(self) -> Rights:
        own = {"is_admin": self.is_admin, "view_downline": self.view_downline}
        return {"team": str(self.team_id), "path": self.path, **own}

    def lost(self, had: Rights, *, told_herself: bool = False) -> str:
        """Of what decides what a member may see and do. Whoever becomes an admin loses nothing by it."""
        if not self.is_enabled:
            you, she = _("You may not work here any more."), _("%(member)s may not work here any more.")
        elif had.get("team") != str(self.team_id):
            you, she = _("You work for %(team)s now."), _("%(member)s works for %(team)s now.")
        elif had.get("is_admin") and not self.is_admin:
            you, she = _("You are not an admin any more."), _("%(member)s is not an admin any more.")
        elif had.get("view_downline") and not self.view_downline and not self.is_admin:
            you = _("You do not see the leads of the downline any more.")
            she = _("%(member)s does not see the leads of the downline any more.")
        else:
            return ""
        return (you if told_herself else she) % {"member": self, "team": self.team}

    @property
    def sets_up_the_business(self) -> bool:
        """What holds for everybody (types, statuses, fields, words) is the house's to say, not a buyer's."""
        return bool(self.is_admin and self.team.is_house)

    def make_admin(self, *, by: Actor | None) -> None:
        if self._turn(is_admin=True):
            ADMIN_GIVEN.record(self, by=by, member=self)

    def unmake_admin(self, *, by: Actor | None) -> None:
        self._leave_another_admin(by)
        if self._turn(is_admin=False):
            ADMIN_TAKEN.record(self, by=by, member=self)

    def show_downline(self, *, by: Actor | None) -> None:
        if self._turn(view_downline=True):
            DOWNLINE_SHOWN.record(self, by=by, member=self)

    def hide_downline(self, *, by: Actor | None) -> None:
        if self._turn(view_downline=False):
            DOWNLINE_HIDDEN.record(self, by=by, member=self)

    def disable(self, *, by: Actor | None) -> None:
        """Ends every session at once; the leads stay where they are."""
        self._leave_another_admin(by)
        if self.user.disable():
            MEMBER_DISABLED.record(self, by=by, member=self)

    def enable(self, *, by: Actor | None) -> None:
        if self.user.enable():
            MEMBER_ENABLED.record(self, by=by, member=self)

    def move_under(self, manager: "Member | None", *, by: Actor | None) -> None:
        """Moves the member, and everybody below, under another manager; None is the top of the team."""
        self._lock_team()
        self.refresh_from_db(fields=["path", "manager"])
        if self.manager_id == (manager.pk if manager else None):
            return
        above = manager.fresh().path if manager else ""
        self._refuse_place(manager, above)
        was, self.manager, self.path = self.path, manager, above + self.step
        self.save(update_fields=["manager", "path"])
        below = Member.objects.filter(team_id=self.team_id, path__gt=was, path__lt=was + AFTER_EVERY_STEP)
        below.exclude(pk=self.pk).update(path=Concat(Value(self.path), Substr("path", len(was) + 1)))
        MEMBER_MOVED.record(self, by=by, member=self, manager=manager or _("nobody"), was=was, now=self.path)

    def _refuse_place(self, manager: "Member | None", above: str) -> None:
        words = {"member": self, "manager": manager}
        if manager is not None and manager.team_id != self.team_id:
            raise NotAllowed(_("%(manager)s is not in this team.") % words, field="manager")
        if above.startswith(self.path):
            sentence = _("%(manager)s stands below %(member)s. Move %(manager)s first, or choose somebody else.")
            raise NotAllowed(sentence % words, field="manager")
        deepest = Member.objects.below(self).annotate(depth=Length("path")).aggregate(most=Max("depth"))["most"]
        if len(above) + STEP + deepest - len(self.path) > STEP * LEVELS:
            raise NotAllowed(_("A team is at most %s levels deep.") % LEVELS, field="manager")

    def _leave_another_admin(self, by: Actor | None) -> None:
        """Locks the team, so that two admins who take away each other's access at once do not both succeed."""
        self._lock_team()
        self.refresh_from_db(fields=["is_admin"])
        if not self.is_admin:
            return
        if by is not None and by.pk == self.pk:
            raise NotAllowed(_("Nobody takes away their own access. Ask another admin of %s.") % self.team)
        if not Member.objects.enabled().filter(team_id=self.team_id, is_admin=True).exclude(pk=self.pk).exists():
            sentence = _("%(member)s is the only admin of %(team)s. Make somebody else an admin first.")
            raise NotAllowed(sentence % {"member": self, "team": self.team})

    def _lock_team(self) -> None:
        self.team.hold()

    def _turn(self, **switch: bool) -> bool:
        """Whether the switch was the other way before."""
        ((name, now),) = switch.items()
        setattr(self, name, now)
        return bool(Member.objects.filter(pk=self.pk, **{name: not now}).update(**switch))
