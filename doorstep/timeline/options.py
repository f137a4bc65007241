"""Option: one of the things a business lets its people choose from. Never deleted, because rows name it: retired."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.kit.tables import Cell
from doorstep.tenancy.exporting import Export
from doorstep.tenancy.models import BusinessProfile, TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.kinds import Actor, Kind

OPTION_ADDED = Kind("option.added", gettext_lazy("{actor} added “{option}”"), icon="plus")
OPTION_RENAMED = Kind("option.renamed", gettext_lazy("{actor} renamed “{was}” to “{option}”"), icon="pencil")
OPTION_RETIRED = Kind("option.retired", gettext_lazy("{actor} retired “{option}”"), icon="archive")
OPTION_RETURNED = Kind("option.returned", gettext_lazy("{actor} brought “{option}” back"), icon="archive-restore")
OPTION_REMOVED = Kind("option.removed", gettext_lazy("{actor} removed “{option}”"), icon="trash-2")
LONGEST = 80
Row = TypeVar("Row", bound="Option", covariant=True)


class OptionQuerySet(TenantQuerySet[Row]):
    def offered(self) -> "OptionQuerySet[Row]":
        """In the business's order."""
        return self.filter(is_retired=False).order_by("position", "name")

    def choices(self) -> list[tuple[str, str]]:
        """Those offered, for a form."""
        return [(str(pk), name) for pk, name in self.offered().values_list("pk", "name")]

    def add(self, name: str, *, by: Actor | None) -> Row:
        """At the end. Raises NotAllowed when one of them has the name."""
        BusinessProfile.held()
        last = self.aggregate(last=Max("position"))["last"]
        row = self.model(name=self.free(name), position=0 if last is None else last + 1)
        row.save(force_insert=True)
        OPTION_ADDED.record(row, by=by, option=row)
        return row

    def free(self, name: str) -> str:
        """The name, tidied, when nobody bears it."""
        clean = clean_line(name, LONGEST)
        if not clean:
            raise NotAllowed(_("Type a name."), field="name")
        if self.filter(name__iexact=clean).exists():
            raise NotAllowed(
                _("There is already one called “%s”. A retired one can be brought back.") % clean, field="name"
            )
        return clean


class Option(TenantModel):
    name = models.CharField(max_length=LONGEST)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    objects = TenantManager.from_queryset(OptionQuerySet)()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def rename(self, name: str, *, by: Actor | None) -> None:
        BusinessProfile.held()
        self.hold()
        if clean_line(name) == self.name:
            return
        others = type(self).objects.exclude(pk=self.pk)
        was, self.name = self.name, others.free(name)
        self.save(update_fields=["name"])
        OPTION_RENAMED.record(self, by=by, was=was, option=self)

    def retire(self, *, by: Actor | None) -> None:
        """From now on it cannot be chosen; what has it keeps it. One at least stays."""
        BusinessProfile.held()
        offered = type(self).objects.offered()
        if {row.pk for row in offered} <= {self.pk}:
            raise NotAllowed(_("“%s” is the only one left. Add another first.") % self)
        if offered.filter(pk=self.pk).update(is_retired=True):
            OPTION_RETIRED.record(self, by=by, option=self)

    def bring_back(self, *, by: Actor | None) -> None:
        if type(self).objects.filter(pk=self.pk, is_retired=True).update(is_retired=False):
            OPTION_RETURNED.record(self, by=by, option=self)

    def move(self, *, up: bool) -> None:
        """One place up or down among all, the retired too. The order is a matter of taste and leaves no record."""
        BusinessProfile.held()
        rows = list(type(self).objects.all())
        at = next(place for place, row in enumerate(rows) if row.pk == self.pk)
        to = at - 1 if up else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            for place, row in enumerate(rows):
                type(self).objects.filter(pk=row.pk).update(position=place)


def export_of_options(rows: OptionQuerySet[Row]) -> Export[Row]:
    """All of them; `Place` is where each stands when somebody chooses."""
    return Export([_("Place"), _("Name"), _("Retired")], rows, _lines)


def _lines(options: list[Row]) -> Iterator[list[Cell]]:
    for option in options:
        yield [option.position + 1, option.name, _("Yes") if option.is_retired else _("No")]
