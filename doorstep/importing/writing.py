"""Writes what was judged: leads, tags, a line on each timeline, the result of each row. Starts no reactions."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import cast

from django.db.models import GeneratedField, JSONField
from django.utils import timezone

from doorstep.importing.classifying import Classification
from doorstep.importing.kinds import IMPORTED, UPDATED_BY_IMPORT
from doorstep.importing.models import Import, ImportedRow, RowOutcome
from doorstep.kit.ids import uuid7
from doorstep.leads.models import Lead, LeadTag
from doorstep.tenancy import bulk_load
from doorstep.timeline.models import Activity

ROW_COLUMNS = (
    "id",
    "line",
    "name",
    "outcome",
    "reason",
    "lead_id",
    "before",
    "after",
    "cells",
    "written_at",
    "kept_because",
)
LINE_COLUMNS = ("id", "kind", "subject_id", "at", "actor_id", "actor_name", "facts", "body", "is_shared")
COLUMNS = {field.attname: field for field in Lead._meta.concrete_fields if not isinstance(field, GeneratedField)}
JSON = {name for name, field in COLUMNS.items() if isinstance(field, JSONField)}


class Writer:
    """`may_keep` says of each column whether its cells may be handed back with the reason; sensitive ones may not."""

    def __init__(self, import_run: Import, may_keep: Sequence[bool]) -> None:
        self.import_run, self.may_keep = import_run, may_keep
        self.by = import_run.uploaded_by

    def write(self, judgements: Sequence[Classification]) -> datetime:
        """Returns the moment that every written lead now bears as `updated_at`."""
        now = timezone.now()
        created = [each for each in judgements if each.outcome == RowOutcome.CREATED]
        updated = [each for each in judgements if each.outcome == RowOutcome.UPDATED]
        self._create(created, now)
        self._update(updated, now)
        if tagged := [each for each in created + updated if each.tags]:
            bulk_load.insert(
                LeadTag,
                ("id", "lead_id", "tag_id"),
                ((uuid7(), each.lead_id, tag) for each in tagged for tag in each.tags),
            )
        if created or updated:
            bulk_load.insert(Activity, LINE_COLUMNS, self._lines(created, updated))
        return now

    def record(self, judgements: Sequence[Classification], written_at: datetime | None) -> None:
        """What became of each row; without `written_at` what would have, the leads of new ones left out."""
        rows = (self._result(each, written_at) for each in judgements)
        bulk_load.insert(ImportedRow, ROW_COLUMNS, rows, import_run_id=self.import_run.pk)

    def _create(self, created: Sequence[Classification], now: datetime) -> None:
        if not created:
            return
        names = sorted({name for each in created for name in each.values})
        usual = {name: field.get_default() for name, field in COLUMNS.items()}
        usual |= {"team_id": self.import_run.team_id, "received_at": now, "updated_at": now}
        rows = (
            (each.lead_id, *(_stored(name, each.values.get(name, usual[name])) for name in names)) for each in created
        )
        same = {name: _stored(name, usual[name]) for name in usual.keys() - {"id", "business_id", *names}}
        bulk_load.insert(Lead, ["id", *names], rows, **same)

    def _update(self, updated: Sequence[Classification], now: datetime) -> None:
        """Columns that change in one row are written in all of them, as they were: the rows are locked."""
        if not updated:
            return
        names = sorted({name for each in updated for name in each.values})
        rows = (
            (each.lead_id, *(_stored(name, each.values.get(name, getattr(each.lead, name))) for name in names), now)
            for each in updated
        )
        bulk_load.update(Lead, ["id", *names, "updated_at"], rows)

    def _lines(
        self, created: Sequence[Classification], updated: Iterable[Classification]
    ) -> Iterator[Sequence[object]]:
        file, import_id = self.import_run.filename, self.import_run.pk
        if created:
            # One line is like the other but for whom it is about: making each by its kind would take twice as long.
            usual = IMPORTED.line(created[0].lead_id, by=self.by, file=file, import_id=import_id)
            for each in created:
                usual.subject_id, usual.body = each.lead_id, each.note
                yield line_values(usual)
        for each in updated:
            fields = ", ".join(each.touched)
            line = UPDATED_BY_IMPORT.line(
                each.lead_id, by=self.by, body=each.note, fields=fields, file=file, import_id=import_id
            )
            yield line_values(line)

    def _result(self, each: Classification, written_at: datetime | None) -> Sequence[object]:
        is_update = each.outcome == RowOutcome.UPDATED
        before = {**each.before, "updated_at": each.lead.updated_at} if is_update and each.lead else {}
        after = {**each.values, "tags": each.tags} if is_update else {}
        is_there = each.lead is not None or (each.outcome == RowOutcome.CREATED and written_at is not None)
        stamp = written_at if each.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED) else None
        cells = self._kept(each) if each.is_refused else []
        return (
            uuid7(), each.row.line, each.name, each.outcome.value, each.reason, each.lead_id if is_there else None,
            _json(before), _json(after), _json(cells), stamp, "",
        )  # fmt: skip

    def _kept(self, each: Classification) -> list[str]:
        return [cell if may else "" for cell, may in zip(each.row.cells, self.may_keep, strict=True)]


def line_values(line: Activity) -> Sequence[object]:
    """A line of the timeline, made by its kind, in the order of `LINE_COLUMNS`."""
    values = {**vars(line), "id": uuid7(), "facts": _json(line.facts)}
    return [values[name] for name in LINE_COLUMNS]


def _stored(name: str, value: object) -> bulk_load.Single:
    return _json(value) if name in JSON else cast(bulk_load.Single, value)


def _json(value: object) -> str:
    """Identifiers and times as PostgreSQL reads them, to the microsecond. Its JSON holds no NUL; a refused cell may."""
    return json.dumps(value, default=str, ensure_ascii=False).replace("\\u0000", "")


def restore(taken: Sequence[tuple[ImportedRow, Lead]]) -> None:
    """Puts back, exactly, what the updates of these rows replaced."""
    if not taken:
        return
    names = sorted({name for row, _lead in taken for name in row.before})
    was = (
        (lead.pk, *(_stored(name, row.before.get(name, getattr(lead, name))) for name in names)) for row, lead in taken
    )
    bulk_load.update(Lead, ["id", *names], was)
    for row, lead in taken:
        if row.after["tags"]:
            LeadTag.objects.filter(lead=lead, tag_id__in=row.after["tags"]).delete()
