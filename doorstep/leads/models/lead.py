"""Lead: a person that one team is working."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team
from doorstep.accounts.models.member import AFTER_EVERY_STEP, STEP
from doorstep.kit.errors import NotAllowed
from doorstep.leads import kinds
from doorstep.leads.models.options import LeadType, Status
from doorstep.leads.stages import APPLIED, INVITED, IS_REGISTERED, NOWHERE, OPENED, REGISTERED, Stage, in_stage, stage_of
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.kinds import Actor
from doorstep.timeline.models import Activity


class Origin(models.TextChoices):
    """Seed 003, Sales info: is the lead new, or was it brought from another program?"""

    NEW = "new", "New"
    BROUGHT = "brought", "Brought from another program"


class LeadQuerySet(TenantQuerySet["Lead"]):
    def visible_to(self, member: Member) -> "LeadQuerySet":
        """The only way in: the team's own leads; all for an admin, else the member's own, with view_downline those below.

        The unassigned pool is everybody's in the team.
        """
        own_team = self.filter(team_id=member.team_id, deleted_at=None)
        if member.is_admin:
            return own_team
        if member.view_downline:
            below = Q(assignee_path__gte=member.path, assignee_path__lt=member.path + AFTER_EVERY_STEP)
            return own_team.filter(below | Q(assignee_path=""))
        return own_team.filter(assignee_path__in=(member.path, ""))

    def deleted(self) -> "LeadQuerySet":
        return self.exclude(deleted_at=None)

    def in_stage(self, *stages: Stage) -> "LeadQuerySet":
        now = timezone.now()
        condition = Q()
        for stage in stages:
            condition |= in_stage(stage, now)
        return self.filter(condition)

    def may_be_invited(self) -> "LeadQuerySet":
        """The invite list: only the first three stages (seed 001)."""
        return self.filter(reached__lte=INVITED)

    def unassigned(self) -> "LeadQuerySet":
        return self.filter(assignee=None)

    def received_between(self, start: datetime, end: datetime) -> "LeadQuerySet":
        return self.filter(received_at__gte=start, received_at__lt=end)

    def tagged(self, tag_ids: Iterable[UUID]) -> "LeadQuerySet":
        return self.filter(lead_tags__tag_id__in=list(tag_ids)).distinct()

    def same_person(self, *, email_key: str = "", phone_key: str = "") -> "LeadQuerySet":
        """Leads that bear this e-mail or this phone."""
        same = Q()
        if email_key:
            same |= Q(email_key=email_key)
        if phone_key:
            same |= Q(phone_key=phone_key)
        return self.filter(same, deleted_at=None) if same else self.none()


REACHED = Case(
    When(opened_at__isnull=False, then=Value(OPENED)),
    When(applied_at__isnull=False, then=Value(APPLIED)),
    When(registered_at__isnull=False, then=Value(IS_REGISTERED)),
    When(invited_at__isnull=False, then=Value(INVITED)),
    default=Value(NOWHERE),
    output_field=models.SmallIntegerField(),
)
SEARCHED = Concat(
    F("name_key"), Value(" "), F("email_key"), Value(" "), F("phone_key"), Value(" "),
    Lower(F("company")), Value(" "), Lower(F("city")), Value(" "), F("postal_code"), Value(" "), Lower(F("source")),
    output_field=models.TextField(),
)  # fmt: skip


class Lead(TenantModel):
    """`email_key`, `phone_key`, `name_key` are the normalised twins that are compared, sorted and searched."""

    team = SameBusinessKey(Team, models.PROTECT, related_name="leads")
    assignee = SameBusinessKey(Member, models.PROTECT, null=True, blank=True, related_name="leads")
    assignee_path = models.CharField(max_length=STEP * 32, blank=True, db_collation="C", help_text="The assignee's path, '' for nobody.")
    lead_type = SameBusinessKey(LeadType, models.PROTECT, null=True, blank=True, related_name="leads")
    status = SameBusinessKey(Status, models.PROTECT, null=True, blank=True, related_name="leads")

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_collation="C")
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, help_text="E.164.")
    company = models.CharField(max_length=200, blank=True)
    job_title = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=300, blank=True)
    birthday = models.DateField(null=True, blank=True)

    source = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.NEW)
    brought_from = models.CharField(max_length=120, blank=True, help_text="The program it was brought from.")
    referral_source = models.CharField(max_length=200, blank=True)
    property_interest = models.CharField(max_length=300, blank=True)
    search_criteria = models.TextField(blank=True)
    external_id = models.CharField(max_length=120, blank=True, help_text="Its number in the program it came from.")
    fields = models.JSONField(default=dict, blank=True, help_text="Custom fields: key to text.")
    capture = models.JSONField(default=dict, blank=True, help_text="Page, campaign, referrer, consent: as they came.")

    received_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_email_at = models.DateTimeField(null=True, blank=True)

    invited_at = models.DateTimeField(null=True)
    invitation_expires_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    reached = models.GeneratedField(expression=REACHED, output_field=models.SmallIntegerField(), db_persist=True)
    searched = models.GeneratedField(expression=SEARCHED, output_field=models.TextField(), db_persist=True)

    objects = TenantManager.from_queryset(LeadQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(registered_at=None), name="a_registered_lead_is_never_deleted"
            ),
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
            models.CheckConstraint(
                condition=Q(assignee=None, assignee_path="") | (Q(assignee__isnull=False) & ~Q(assignee_path="")),
                name="an_assigned_lead_has_a_path",
            ),
        ]
        indexes = [
            models.Index(fields=["business", "team", "-received_at", "-id"], name="leads_by_received"),
            models.Index(fields=["business", "team", "name_key", "id"], name="leads_by_name"),
            models.Index(fields=["business", "team", "reached", "-invitation_expires_at", "-received_at", "-id"], name="leads_by_stage"),
            models.Index(fields=["business", "team", "assignee_path", "-received_at", "-id"], name="leads_by_assignee"),
            models.Index(fields=["business", "team", "lead_type", "-received_at", "-id"], name="leads_by_type"),
            models.Index(fields=["business", "team", "status", "-received_at", "-id"], name="leads_by_status"),
            models.Index(fields=["business", "team", "source", "-received_at", "-id"], name="leads_by_source"),
            models.Index(fields=["business", "team", "-last_contact_at", "-id"], name="leads_by_contact"),
            models.Index(fields=["business", "email_key"], name="leads_of_an_email"),
            models.Index(fields=["business", "phone_key"], name="leads_of_a_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stage(self) -> Stage:
        return stage_of(self.reached, self.invitation_expires_at, timezone.now())

    @property
    def is_registered(self) -> bool:
        return self.stage in REGISTERED

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def greeting_name(self) -> str:
        return self.first_name or self.name

    def assign_to(self, member: Member | None, *, by: Actor | None, because: str = "") -> None:
        """Hands the lead to a member of its team, or back to the pool. `because` is the why, kept on the timeline."""
        if member is not None and member.team_id != self.team_id:
            raise NotAllowed(_("%(member)s is not in this team.") % {"member": member}, field="assignee")
        if member is not None and not member.is_enabled:
            raise NotAllowed(_("%(member)s is disabled. Choose somebody who is here.") % {"member": member}, field="assignee")
        if self.assignee_id == (member.pk if member else None):
            return
        self.assignee, self.assignee_path = member, member.path if member else ""
        self._write("assignee", "assignee_path")
        if member is None:
            kinds.UNASSIGNED.record(self, by=by, because=because)
        else:
            kinds.ASSIGNED.record(self, by=by, assignee=member.actor_name, because=because)

    def write_note(self, text: str, *, by: Actor) -> Activity:
        if not text.strip():
            raise NotAllowed(_("The note is empty. Write something first."), field="text")
        return kinds.NOTED.record(self, by=by, body=text.strip())

    def log_call(self, outcome: str, *, by: Actor, text: str = "") -> Activity:
        """`outcome` in words: “answered, 6 minutes”, “no answer”."""
        self.last_contact_at = timezone.now()
        self._write("last_contact_at")
        return kinds.CALLED.record(self, by=by, outcome=outcome, body=text.strip())

    def delete_softly(self, *, by: Actor) -> None:
        """A registered lead stays (seed 001): it is the history of a client."""
        gone = Lead.objects.filter(pk=self.pk, registered_at=None, deleted_at=None).update(deleted_at=timezone.now())
        if not gone:
            raise NotAllowed(self.why_not_deleted() or _("%(lead)s was already deleted.") % {"lead": self})
        kinds.DELETED.record(self, by=by)

    def why_not_deleted(self) -> str:
        """The sentence that refuses a deletion, '' when it is allowed."""
        if self.fresh().registered_at is None:
            return ""
        return _("%(lead)s is registered as a client and cannot be deleted. Only leads who have not registered can be.") % {"lead": self}

    def restore(self, *, by: Actor) -> None:
        if Lead.objects.filter(pk=self.pk).exclude(deleted_at=None).update(deleted_at=None):
            kinds.RESTORED.record(self, by=by)

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
        waiting = Lead.objects.filter(pk=self.pk, **still).exclude(**{needs: None})
        if not waiting.update(updated_at=timezone.now(), **facts):
            raise NotAllowed(_("%(lead)s is %(stage)s now, so this is not the next step.") % {"lead": self, "stage": self.fresh().stage.label})
        self.refresh_from_db()

    def _write(self, *names: str) -> None:
        self.updated_at = timezone.now()
        self.save(update_fields=[*names, "updated_at"])
