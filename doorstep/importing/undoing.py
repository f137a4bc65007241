"""Takes an import back: new leads go, updated ones are as they were. Who was worked with since stays, and is named."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.importing.halting import halted
from doorstep.importing.kinds import IMPORT_UNDONE, IMPORTED, UPDATED_BY_IMPORT
from doorstep.importing.models import Import, ImportedRow, RowOutcome, State
from doorstep.importing.running import CHUNK
from doorstep.importing.writing import LINE_COLUMNS, line_values, restore
from doorstep.leads.models import Lead
from doorstep.leads.stages import NOT_INVITED
from doorstep.tenancy import bulk_load, scope
from doorstep.timeline.models import Activity

OF_IMPORTS = [kind.key for kind in (IMPORTED, UPDATED_BY_IMPORT, IMPORT_UNDONE)]


def undo_rows(business_id: UUID, import_id: UUID) -> None:
    """In chunks, each a transaction; a row that was taken back, or left alone, is not looked at again."""
    while undo_some(business_id, import_id):
        pass


def undo_some(business_id: UUID, import_id: UUID) -> bool:
    with scope(business_id):
        import_run = Import.objects.select_for_update(of=("self",)).select_related("undone_by__user").get(pk=import_id)
        if import_run.state != State.UNDOING or halted(import_run):
            return False
        rows = list(
            ImportedRow.objects.written()
            .filter(import_run=import_run, kept_because="")
            .exclude(written_at=None)
            .order_by("-line")[:CHUNK]
        )
        if rows:
            _take_back(import_run, rows)
            return True
        import_run.advance(State.UNDONE, undone_at=timezone.now())
        import_run.drop_file()
        return False


def _take_back(import_run: Import, rows: Iterable[ImportedRow]) -> None:
    taken = _with_leads(rows)
    reasons = _reasons_to_stay(taken)
    going = [(row, lead) for row, lead in taken if row.pk not in reasons]
    new = [lead.pk for row, lead in going if row.outcome == RowOutcome.CREATED]
    Lead.objects.filter(pk__in=new, deleted_at=None).update(deleted_at=timezone.now(), updated_at=timezone.now())
    restore([(row, lead) for row, lead in going if row.outcome == RowOutcome.UPDATED])
    _tell(import_run, [lead.pk for _row, lead in going])
    ImportedRow.objects.filter(pk__in=[row.pk for row, _lead in going]).update(written_at=None)
    for row_id, reason in reasons.items():
        ImportedRow.objects.filter(pk=row_id).update(kept_because=reason)
    counted = {"kept": F("kept") + len(reasons), "taken_back": F("taken_back") + len(taken)}
    Import.objects.filter(pk=import_run.pk).update(**counted, moved_at=timezone.now())


def _with_leads(rows: Iterable[ImportedRow]) -> list[tuple[ImportedRow, Lead]]:
    """Each row beside its lead, locked."""
    row_of = {row.lead_id: row for row in rows if row.lead_id}
    return [(row_of[lead.pk], lead) for lead in Lead.objects.filter(pk__in=row_of).order_by("pk").select_for_update()]


def _reasons_to_stay(taken: Sequence[tuple[ImportedRow, Lead]]) -> dict[UUID, str]:
    """By row. A new lead stays once anybody has worked with it, an updated one once it was edited."""
    others = Activity.objects.filter(subject_id__in=[lead.pk for _row, lead in taken]).exclude(kind__in=OF_IMPORTS)
    worked_with = set(others.values_list("subject_id", flat=True))
    reasons: dict[UUID, str] = {}
    for row, lead in taken:
        is_new = row.outcome == RowOutcome.CREATED
        if is_new and lead.is_deleted:
            continue
        if is_new and lead.progress != NOT_INVITED:
            reasons[row.pk] = _("%(stage)s by now") % {"stage": lead.stage.label}
        elif lead.updated_at != row.written_at:
            reasons[row.pk] = _("Edited since the import")
        elif is_new and lead.pk in worked_with:
            reasons[row.pk] = _("Worked with since the import")
    return reasons


def _tell(import_run: Import, lead_ids: Sequence[UUID]) -> None:
    """The import's notes go; that there was an import, and that it was undone, stays on record."""
    file, import_id = import_run.filename, import_run.pk
    told = Activity.objects.filter(subject_id__in=lead_ids, facts__contains={"import_id": str(import_id)})
    told.exclude(body="").update(body="")
    lines = (IMPORT_UNDONE.line(pk, by=import_run.undone_by, file=file, import_id=import_id) for pk in lead_ids)
    bulk_load.insert(Activity, LINE_COLUMNS, map(line_values, lines))
