"""What a business configures about its leads: lead types with custom fields, and the pipeline's statuses."""

from collections.abc import Iterable
from zlib import crc32

from django.db import models
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import BusinessProfile, TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.kinds import Actor
from doorstep.timeline.options import LONGEST, OPTION_ADDED, OPTION_REMOVED, OPTION_RENAMED, Option


class LeadType(Option):
    """The product category: Solar, Buyer, Trader lead."""

    class Meta(Option.Meta):
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_lead_type_per_name")]


class Status(Option):
    """A column of the team's own sales pipeline."""

    class Meta(Option.Meta):
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_status_per_name")]


class FieldKind(models.TextChoices):
    TEXT = "text", gettext_lazy("Text")
    NUMBER = "number", gettext_lazy("Number")
    DATE = "date", gettext_lazy("Date")
    CHOICE = "choice", gettext_lazy("Choice")
    YES_NO = "yes_no", gettext_lazy("Yes or no")


def field_key(label: str) -> str:
    """What addresses and files call a field of this label. A label in letters that these cannot hold gets a number."""
    spelled = slugify(label).replace("-", "_")[:60]
    return spelled or f"field_{crc32(label.casefold().encode()):08x}"


def _named(label: str) -> str:
    clean = clean_line(label, LONGEST)
    if not any(character.isalnum() for character in clean):
        raise NotAllowed(_("Type a name with letters or digits."), field="label")
    return clean


class FieldQuerySet(TenantQuerySet["Field"]):
    def add(
        self, label: str, *, by: Actor | None, kind: str, lead_type: LeadType | None = None, choices: Iterable[str] = ()
    ) -> "Field":
        """Its key comes from the label and stays, however the field is called later."""
        label = _named(label)
        BusinessProfile.held()
        key = field_key(label)
        if self.filter(key=key).exists():
            raise NotAllowed(_("There is already a field “%s”. Use it, or choose another name.") % label, field="label")
        last = self.aggregate(last=Max("position"))["last"] or 0
        field = Field(key=key, label=label, kind=kind, lead_type=lead_type, position=last + 1)
        field.choices = field.offered(choices)
        field.save(force_insert=True)
        OPTION_ADDED.record(field, by=by, option=field)
        return field


class Field(TenantModel):
    """A custom field, of one lead type or of every lead. Values stand in `Lead.fields[key]` as text."""

    lead_type = SameBusinessKey(LeadType, models.CASCADE, null=True, blank=True, related_name="own_fields")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=FieldKind.choices, default=FieldKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = TenantManager.from_queryset(FieldQuerySet)()

    class Meta:
        ordering = ["position", "label"]
        constraints = [models.UniqueConstraint(fields=["business", "key"], name="one_field_per_key")]

    def __str__(self) -> str:
        return self.label

    def offered(self, choices: Iterable[str]) -> list[str]:
        """The choices, tidied. Raises NotAllowed when there is nothing to choose from."""
        listed = list(dict.fromkeys(filter(None, (clean_line(choice, LONGEST) for choice in choices))))
        if self.kind == FieldKind.CHOICE and len(listed) < 2:
            raise NotAllowed(_("Give at least two choices, one a line."), field="choices")
        return listed if self.kind == FieldKind.CHOICE else []

    def change(self, *, by: Actor | None, label: str, choices: Iterable[str] = ()) -> None:
        self.hold()
        was, self.label, self.choices = self.label, _named(label), self.offered(choices)
        self.save(update_fields=["label", "choices"])
        OPTION_RENAMED.record(self, by=by, was=was, option=self)

    def remove(self, *, by: Actor | None) -> None:
        """What was typed stays with the leads, and shows again when a field of the same name is added."""
        if type(self).objects.filter(pk=self.pk).delete()[0]:
            OPTION_REMOVED.record(self, by=by, option=self)
