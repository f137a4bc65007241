"""The held-back addresses as a file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.tables import Cell
from doorstep.mail.models import Suppression
from doorstep.tenancy.exporting import Export, exported, local_cell
from doorstep.tenancy.models import Work


@exported("held-back", gettext_lazy("Held-back addresses"))
def held_back_export(work: Work) -> Export[Suppression]:
    return Export([_("E-mail"), _("Why"), _("Since")], Suppression.objects.standing().to(work.arguments["q"]), _lines)


def _lines(held: list[Suppression]) -> Iterator[list[Cell]]:
    for one in held:
        yield [one.email_key, str(one.get_reason_display()), local_cell(one.at)]
