"""`doorstep import`: the same import as at the desk, in this process instead of a worker."""

import argparse
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.files import File

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running, undoing
from doorstep.importing.directory import CREATE
from doorstep.importing.models import Import, ImportedRow, ImportedRowQuerySet, RowOutcome, State
from doorstep.importing.presets import PRESETS
from doorstep.importing.targets import LEAD_TYPE, STATUS
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tables import UnreadableFile
from doorstep.runtime.obstacle import Obstacle
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business


@dataclass(frozen=True)
class ImportReport:
    """What the command prints: one or the other."""

    facts: dict[str, object]
    sentence: str


def bring_in(options: argparse.Namespace) -> ImportReport:
    began = time.monotonic()
    business = _business(options.business)
    with scope(business):
        import_run = _received(options, _member(options.member))
    go = running.check_rows if options.dry_run else running.write_rows
    go(business.pk, import_run.pk)
    with scope(business):
        import_run = import_run.fresh()
        if import_run.note:  # why it did not come to its end
            raise Obstacle(import_run.note)
        told = _told(import_run, seconds=time.monotonic() - began, is_dry=options.dry_run)
        if options.dry_run:
            course.discard(import_run, by=import_run.uploaded_by)
    return told


def undo(options: argparse.Namespace) -> ImportReport:
    business = _business(options.business) if options.business else _business_of(options.undo)
    with scope(business):
        import_run = Import.objects.filter(pk=options.undo).first()
        if import_run is None:
            raise Obstacle(f"There is no import {options.undo}. `doorstep import … --json` names its id.")
        course.begin_undo(import_run, by=_member(options.member))
    undoing.undo_rows(business.pk, options.undo)
    with scope(business):
        undone = import_run.fresh()
        if undone.state != State.UNDONE:
            raise Obstacle(undone.note)
        kept = [{"line": row.line, "reason": row.kept_because} for row in _rows(undone).kept()]
        taken_back = undone.taken_back - undone.kept
    facts = {"id": str(undone.pk), "undone": taken_back, "kept": len(kept), "kept_rows": kept}
    return ImportReport(
        facts, f"{undone.filename} is undone: {taken_back} leads. {len(kept)} were edited since and left alone."
    )


def _received(options: argparse.Namespace, member: Member) -> Import:
    """Everything is chosen, and the state is that in which the rows are gone through."""
    if options.preset not in (receiving.AUTO, *PRESETS):
        raise Obstacle(f"No program is called {options.preset}. It can be {', '.join(PRESETS)}, or auto.")
    import_run = _read(options, member)
    try:
        unknown = dict.fromkeys((LEAD_TYPE, STATUS), CREATE) if options.create_missing else {}
        course.choose(
            import_run,
            by=member,
            mapping=import_run.mapping,
            mode=options.mode,
            match=options.match,
            unknown=unknown,
            day_order=import_run.day_order,
        )
        _warn_of_days(import_run)
        if options.dry_run:
            course.begin_check(import_run, by=member)
        else:
            course.begin(import_run, by=member)
    except NotAllowed:
        import_run.drop_file()
        raise
    return import_run


def _read(options: argparse.Namespace, member: Member) -> Import:
    try:
        with options.file.open("rb") as content:
            return receiving.receive(File(content), options.file.name, by=member, preset=options.preset)
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file “{options.file}”. Check its name and folder.") from None
    except OSError as fault:
        raise UnreadableFile(f"“{options.file}” cannot be read: {fault.strerror}.") from None


def _warn_of_days(import_run: Import) -> None:
    for at, column in enumerate(import_run.survey):
        if import_run.mapping[at] and not column["day_is_sure"]:
            first = "the day" if column["day_order"] == "day" else "the month"
            print(f"doorstep: dates in {column['header']} are read with {first} first.", file=sys.stderr)


def _told(import_run: Import, *, seconds: float, is_dry: bool) -> ImportReport:
    counts = {name: getattr(import_run, name) for name in ("created", "updated", "unchanged", "duplicates", "failed")}
    facts: dict[str, object] = {
        "id": None if is_dry else str(import_run.pk),
        "rows": import_run.done,
        **counts,
        "seconds": round(seconds, 2),
        "failures": _reasons(_rows(import_run).filter(outcome=RowOutcome.FAILED)),
        "duplicate_rows": _reasons(_rows(import_run).filter(outcome=RowOutcome.DUPLICATE)),
    }
    would = "would be " if is_dry else ""
    words = ", ".join(
        f"{count} {would}{name}" if name in ("created", "updated") else f"{count} {name}"
        for name, count in counts.items()
    )
    refused = "".join(f"\n  row {row.line}: {row.reason}" for row in _rows(import_run).refused()[:20])
    return ImportReport(
        facts,
        f"{import_run.filename}: {words}, in {seconds:.1f} s.{refused}" + ("" if is_dry else f"\nid {import_run.pk}"),
    )


def _rows(import_run: Import) -> ImportedRowQuerySet:
    return ImportedRow.objects.filter(import_run=import_run).order_by("line")


def _reasons(rows: Iterable[ImportedRow]) -> list[dict[str, object]]:
    return [{"line": row.line, "reason": row.reason} for row in rows]


def _business(host: str | None) -> Business:
    found = Business.objects.at(host or "")
    if found is None:
        hosts = ", ".join(Business.objects.exclude(host="").order_by("host").values_list("host", flat=True)[:10])
        raise Obstacle(
            f"No business is at {host or 'no host'}. Name one with --business: {hosts or 'there is none yet'}."
        )
    return found


def _business_of(import_id: UUID) -> Business:
    for business in Business.objects.all():
        with scope(business):
            if Import.objects.filter(pk=import_id).exists():
                return business
    raise Obstacle(f"There is no import {import_id}. `doorstep import … --json` names its id.")


def _member(email: str | None) -> Member:
    enabled = Member.objects.enabled().select_related("user", "team").order_by("created_at")
    member = (
        enabled.filter(user__email__iexact=email).first()
        if email
        else enabled.filter(team__is_house=True, is_admin=True).first()
    )
    if member is None:
        raise Obstacle(f"Nobody here has the e-mail {email}." if email else "This business has no admin yet.")
    return member
