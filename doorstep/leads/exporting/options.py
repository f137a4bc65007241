"""What leads can be chosen from: lead types, statuses, custom fields."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.tables import Cell
from doorstep.leads.models import Field, LeadType, Status
from doorstep.tenancy.exporting import Export, exported
from doorstep.tenancy.models import Work
from doorstep.timeline.options import export_of_options


@exported("lead-types", gettext_lazy("Lead types"))
def lead_types_export(_work: Work) -> Export[LeadType]:
    return export_of_options(LeadType.objects.all())


@exported("statuses", gettext_lazy("Statuses"))
def statuses_export(_work: Work) -> Export[Status]:
    return export_of_options(Status.objects.all())


@exported("custom-fields", gettext_lazy("Custom fields"))
def fields_export(_work: Work) -> Export[Field]:
    header = [_("Place"), _("Name"), _("Key"), _("Kind"), _("Choices"), _("Lead type")]
    return Export(header, Field.objects.select_related("lead_type"), _field_lines)


def _field_lines(fields: list[Field]) -> Iterator[list[Cell]]:
    for field in fields:
        lead_type = field.lead_type.name if field.lead_type else _("Every lead")
        kind, choices = field.get_kind_display(), ", ".join(field.choices)
        yield [field.position, field.label, field.key, kind, choices, lead_type]
