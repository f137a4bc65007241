"""What a business configures about its leads: lead types with custom fields, and the pipeline's statuses."""

from django.db import models

from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantModel


class LeadType(TenantModel):
    """The product category: Solar, Buyer, Trader lead."""

    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_lead_type_per_name")]

    def __str__(self) -> str:
        return self.name


class Status(TenantModel):
    """A column of the team's own sales pipeline."""

    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_status_per_name")]

    def __str__(self) -> str:
        return self.name


class FieldKind(models.TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    CHOICE = "choice", "Choice"
    YES_NO = "yes_no", "Yes or no"


class Field(TenantModel):
    """A custom field. Belongs to one lead type, or to every lead when it has none. Values stand in `Lead.fields[key]` as text."""

    lead_type = SameBusinessKey(LeadType, models.CASCADE, null=True, blank=True, related_name="own_fields")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=FieldKind.choices, default=FieldKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "label"]
        constraints = [models.UniqueConstraint(fields=["business", "key"], name="one_field_per_key")]

    def __str__(self) -> str:
        return self.label
