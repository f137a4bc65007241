"""Lead: a person that one team is working.

What it can do stands in a file each: `assignable`, `advancing` (the stages), `deletable`; who sees it in `reach`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_text
from doorstep.leads import kinds
from doorstep.leads.models.advancing import STEPS_IN_ORDER
from doorstep.leads.models.assignable import Assignable
from doorstep.leads.models.deletable import Deletable
from doorstep.leads.models.options import LeadType, Status
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.leads.stages import INVITED
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager
from doorstep.timeline.kinds import Actor
from doorstep.timeline.models import Activity

ACCENTED = "àáâãäåāăąçćčďèéêëēęěìíîïıłñńňòóôõöøřśšșťțùúûüůýÿźżž"
PLAIN = "aaaaaaaaacccdeeeeeeeiiiiilnnnoooooorsssttuuuuuyyzzz"


class Origin(models.TextChoices):
    """Requirement 003-11, sales info: is the lead new, or was it brought from another program?"""

    NEW = "new", gettext_lazy("New")
    BROUGHT = "brought", gettext_lazy("Brought from another program")


def _folded(name: str) -> Func:
    """As `needle` folds what is looked for; by functions that a generated column may use."""
    return Func(Lower(F(name)), Value(ACCENTED), Value(PLAIN), function="translate", output_field=models.TextField())


SPACE = Value(" ")  # before every word too, so that “ ma” finds where one begins
FOUND_BY = (F("name_key"), F("email_key"), F("phone_key"), *map(_folded, ("company", "city", "postal_code", "source")))
SEARCHED = Concat(*(part for word in FOUND_BY for part in (SPACE, word)), output_field=models.TextField())


def _listed(fields: list[str], name: str, **further: object) -> models.Index:
    return models.Index(fields=["business", "team", *fields], condition=Q(deleted_at=None, **further), name=name)


class Lead(Assignable, Deletable):
    """`email_key`, `phone_key`, `name_key` are the normalised twins that are compared, sorted and searched."""

    lead_type = SameBusinessKey(LeadType, models.PROTECT, null=True, blank=True, db_index=False, related_name="leads")
    status = SameBusinessKey(Status, models.PROTECT, null=True, blank=True, db_index=False, related_name="leads")

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_collation="C")
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True, db_collation="C")
    phone = models.CharField(max_length=60, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, db_collation="C", help_text="E.164.")
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
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_email_at = models.DateTimeField(null=True, blank=True)
    tag_ids = ArrayField(
        models.UUIDField(),
        default=list,
        db_default=[],
        editable=False,
        help_text="Its tags once more; the database alone writes them.",
    )
    searched = models.GeneratedField(expression=SEARCHED, output_field=models.TextField(), db_persist=True)

    objects = TenantManager.from_queryset(LeadQuerySet)()

    class Meta:
        constraints = [
            *STEPS_IN_ORDER,
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(registered_at=None), name="a_registered_lead_is_never_deleted"
            ),
            models.CheckConstraint(
                condition=Q(assignee=None, assignee_path="") | (Q(assignee__isnull=False) & ~Q(assignee_path="")),
                name="an_assigned_lead_has_a_path",
            ),
        ]
        indexes = [
            # One for each sort and each filter of the list: what row-level security lets the planner use. Without the
            # deleted, so that counting reads the index alone.
            _listed(["-received_at", "-id"], "leads_by_received"),
            _listed(["name_key", "id"], "leads_by_name"),
            _listed(["progress", "-received_at", "-id"], "leads_by_stage"),
            _listed(["invitation_expires_at", "id"], "leads_by_expiry", progress=INVITED),
            _listed(["assignee_path", "-received_at", "-id"], "leads_by_assignee"),
            _listed(["lead_type", "-received_at", "-id"], "leads_by_type"),
            _listed(["status", "-received_at", "-id"], "leads_by_status"),
            _listed(["source", "received_at", "id"], "leads_by_source"),
            # Those never contacted stand by receipt, and a planner must be asked for both columns.
            _listed(["-last_contact_at", "-received_at", "-id"], "leads_by_contact"),
            # For the dashboard's days.
            _listed(["invited_at", "id"], "leads_by_invitation", invited_at__isnull=False),
            _listed(["registered_at", "id"], "leads_by_registration", registered_at__isnull=False),
            _listed(["opened_at", "id"], "leads_by_opening", opened_at__isnull=False),
            models.Index(
                fields=["business", "team", "-deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="leads_by_deletion",
            ),
            models.Index(fields=["business", "email_key"], name="leads_of_an_email"),
            models.Index(fields=["business", "phone_key"], name="leads_of_a_phone"),
            models.Index(fields=["business", "external_id"], condition=~Q(external_id=""), name="leads_of_a_number"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def greeting_name(self) -> str:
        return self.first_name or self.name

    def write_note(self, text: str, *, by: Actor) -> Activity:
        said = clean_text(text)
        if not said:
            raise NotAllowed(_("The note is empty. Write something first."), field="text")
        return kinds.NOTED.record(self, by=by, body=said)

    def log_call(self, outcome: str, *, by: Actor, text: str = "") -> Activity:
        """`outcome` in words: “answered, 6 minutes”, “no answer”."""
        self.last_contact_at = timezone.now()
        self.write("last_contact_at")
        return kinds.CALLED.record(self, by=by, outcome=outcome, body=clean_text(text))
