"""Tags, and which lead bears which: plain keys, so that an index serves the filter under row-level security."""

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.leads.models.lead import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class TagQuerySet(TenantQuerySet["Tag"]):
    def named(self, name: str) -> "Tag":
        """The tag of that name, made when it is new; case does not make another tag."""
        clean = clean_line(name, 60)
        if not clean:
            raise NotAllowed(_("Type a name."), field="tag")
        found = self.filter(name__iexact=clean).first()
        if found is None:
            self.bulk_create([self.model(name=clean)], ignore_conflicts=True)  # two at the same moment make one
            found = self.get(name__iexact=clean)
        return found


class Tag(TenantModel):
    name = models.CharField(max_length=60)

    objects = TenantManager.from_queryset(TagQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("business", models.functions.Lower("name"), name="one_tag_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadTag(TenantModel):
    lead = SameBusinessKey(Lead, models.CASCADE, related_name="lead_tags")
    tag = SameBusinessKey(Tag, models.CASCADE, related_name="lead_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "lead", "tag"], name="one_tag_once_per_lead")]
        indexes = [models.Index(fields=["business", "tag", "lead"], name="leads_of_a_tag")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.lead_id}"
