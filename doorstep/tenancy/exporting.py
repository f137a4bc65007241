"""A list as a file that opens in a spreadsheet program: asked for by a person, written by a worker in chunks.

A package declares a list of its own with `@exported`; asking for its file is the same for all of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar
from uuid import UUID

from django.core.files import File
from django.db.models import QuerySet, TextChoices
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.kit.tables import Cell, write_csv, write_xlsx
from doorstep.tenancy.askers import Asker, asker
from doorstep.tenancy.models import TenantModel, Work
from doorstep.tenancy.scoping import scope
from doorstep.tenancy.steps import stopped
from doorstep.tenancy.work import WorkKind, declare

Row = TypeVar("Row", bound=TenantModel)
CHUNK = 1_000
EXPORTERS: dict[str, "Exporter[TenantModel]"] = {}


class Format(TextChoices):
    CSV = "csv", gettext_lazy("CSV, for any program")
    XLSX = "xlsx", gettext_lazy("XLSX, for Excel")


@dataclass(frozen=True)
class Export(Generic[Row]):
    """One list of one asker: `rows` are those that she sees now; `lines` makes a chunk of them lines under `header`.

    `within_reach` are all that she sees, where a row may leave her reach one by one; the file is refused once one has.
    """

    header: list[str]
    rows: QuerySet[Row]
    lines: Callable[[list[Row]], Iterable[list[Cell]]]
    within_reach: QuerySet[Row] | None = None


@dataclass(frozen=True)
class Exporter(Generic[Row]):
    """A list that can become a file: `slug` begins the file's name, `name` is what people call the list."""

    slug: str
    name: str | Promise
    export_for: Callable[[Work], Export[Row]]

    def ask(self, file_format: Format, *, by: Asker, back: str, again: str = "", **arguments: object) -> Work:
        """The file is for whoever asked, and for nobody else. `arguments` say which rows, `back` is the list's page,
        `again` the page on which the file is asked for."""
        of_all = {"list": self.slug, "back": back, "again": again, "format": file_format.value}
        return EXPORTING.ask(_("Export: %s") % self.name, by=by, arguments={**arguments, **of_all})


def exported(slug: str, name: str | Promise) -> Callable[[Callable[[Work], Export[Row]]], Exporter[Row]]:
    """Declares a list by the function that finds its rows for the work that was asked for."""

    def declare(export_for: Callable[[Work], Export[Row]]) -> Exporter[Row]:
        exporter = Exporter(slug, name, export_for)
        EXPORTERS[slug] = exporter  # type: ignore[assignment]  # read as of any row
        return exporter

    return declare


def write_file(business_id: UUID, work_id: UUID) -> None:
    """Chunk by chunk, so that its progress is seen. A killed worker's file is begun again: nothing else has changed."""
    with scope(business_id):
        work = Work.objects.get(pk=work_id)
        if work.is_over or stopped(work, so=_("So no file was made.")):
            return
        export = export_of(work)
        Work.objects.filter(pk=work.pk).update(done=0)
        work.begin(total=export.rows.count())
    written = Written(work, export)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{work.arguments['list']}.{work.arguments['format']}"
        write = write_xlsx if work.arguments["format"] == Format.XLSX else write_csv
        write(file, export.header, written.lines(business_id))
        with scope(business_id):
            _finish(work.fresh(), file, written.ids)


def export_of(work: Work) -> Export[TenantModel]:
    return EXPORTERS[work.arguments["list"]].export_for(work)


EXPORTING = declare(WorkKind("export", run=write_file, within_reach=lambda work: export_of(work).within_reach))


def local_cell(cell: Cell) -> Cell:
    """Moments in the reader's time zone, to the second."""
    return timezone.localtime(cell).replace(microsecond=0) if isinstance(cell, datetime) else cell


class Written:
    """What has come into a file so far. `ids` are kept where rows may leave the asker's reach one by one."""

    def __init__(self, work: Work, export: Export[TenantModel]) -> None:
        self.work, self.export, self.rows = work, export, export.rows
        self.rights, self.ids = work.rights, list[UUID]()

    def lines(self, business_id: UUID) -> Iterator[list[Cell]]:
        """Newest first: identifiers are made in the order of time. Ends early when the work is stopped."""
        after, is_over = None, False
        while not is_over:
            with scope(business_id):
                if stopped(self.work, so=_("So no file was made.")):
                    return
                some = self._some(after)
                lines = list(self.export.lines(some))
                self.work.advance(len(some))
            yield from lines
            if self.export.within_reach is not None:
                self.ids += [row.pk for row in some]
            is_over = len(some) < CHUNK
            after = some[-1].pk if some else None

    def _some(self, after: UUID | None) -> list[TenantModel]:
        """By where the asker stands in the team now: what is below her moves with her."""
        found = asker(self.work.asked_by)
        if found and found.rights != self.rights:
            self.rights, self.rows = found.rights, export_of(self.work).rows
        rows = self.rows.order_by("-pk")
        return list((rows.filter(pk__lt=after) if after else rows)[:CHUNK])


def _finish(work: Work, file: Path, ids: list[UUID]) -> None:
    if work.is_over:  # it was stopped: half a list looks like a whole one
        return
    name = f"{file.stem}-{timezone.localdate():%Y-%m-%d}{file.suffix}"
    work.names_rows(ids)
    with file.open("rb") as opened:
        work.file.save(f"{work.pk}/{name}", File(opened), save=False)
    work.save(update_fields=["file"])
    count = number_format(work.done, force_grouping=True)
    work.finish(ngettext("%s row is in the file.", "%s rows are in the file.", work.done) % count)
