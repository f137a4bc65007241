"""What was imported, when and by whom, and what came of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member
from doorstep.importing.models import Import
from doorstep.kit.tables import Cell
from doorstep.tenancy.exporting import Export, exported, local_cell
from doorstep.tenancy.models import Work


@exported("imports", gettext_lazy("Earlier imports"))
def imports_export(work: Work) -> Export[Import]:
    header = [
        *(_("File"), _("Imported by"), _("Uploaded"), _("State"), _("Rows"), _("Created"), _("Updated")),
        *(_("Unchanged"), _("Duplicates"), _("Failed"), _("Finished"), _("Undone")),
    ]
    found = Import.objects.visible_to(Member.objects.who_asked_for(work))
    return Export(header, found.select_related("uploaded_by__user"), _lines)


def _lines(imports: list[Import]) -> Iterator[list[Cell]]:
    for run in imports:
        yield [
            *(run.filename, run.uploaded_by.actor_name, local_cell(run.created_at), run.get_state_display(), run.total),
            *(run.created, run.updated, run.unchanged, run.duplicates, run.failed),
            *map(local_cell, (run.finished_at, run.undone_at)),
        ]
