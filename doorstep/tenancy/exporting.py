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
from doorstep.tenancy.jobs import job_in_steps
from doorstep.tenancy.models import TenantModel, Work
from doorstep.tenancy.scoping import scope

Row = TypeVar("Row", bound=TenantModel)
CHUNK = 1_000
EXPORT = "export"
EXPORTERS: dict[str, "Exporter[TenantModel]"] = {}


class Format(TextChoices):
    CSV = "csv", gettext_lazy("CSV, for any program")
    XLSX = "xlsx", gettext_lazy("XLSX, for Excel")


@dataclass(frozen=True)
class Export(Generic[Row]):
    """One list of one asker: `rows` are those that she sees now; `lines` makes a chunk of them lines under `header`."""

    header: list[str]
    rows: QuerySet[Row]
    lines: Callable[[list[Row]], Iterable[list[Cell]]]


@dataclass(frozen=True)
class Exporter(Generic[Row]):
    """A list that can become a file: `slug` begins the file's name, `name` is what people call the list."""

    slug: str
    name: str | Promise
    export_for: Callable[[Work], Export[Row]]

    def ask(self, file_format: Format, *, asker_id: UUID, back: str, **arguments: object) -> Work:
        """The file is for whoever asked, and for nobody else. `arguments` say which rows, `back` is the list's page."""
        work = Work.objects.create(
            kind=EXPORT,
            title=_("Export: %s") % self.name,
            asked_by=asker_id,
            arguments={**arguments, "list": self.slug, "back": back, "format": file_format.value},
        )
        write_file.later(work_id=work.pk)
        return work


def exported(slug: str, name: str | Promise) -> Callable[[Callable[[Work], Export[Row]]], Exporter[Row]]:
    """Declares a list by the function that finds its rows for the work that was asked for."""

    def declare(export_for: Callable[[Work], Export[Row]]) -> Exporter[Row]:
        exporter = Exporter(slug, name, export_for)
        EXPORTERS[slug] = exporter  # type: ignore[assignment]  # read as of any row
        return exporter

    return declare


@job_in_steps
def write_file(business_id: UUID, work_id: str) -> None:
    """Chunk by chunk, so that its progress is seen. A killed worker's file is begun again: nothing else has changed."""
    with scope(business_id):
        work = Work.objects.get(pk=work_id)
        if work.is_over:
            return
        exporter = EXPORTERS[work.arguments["list"]]
        export = exporter.export_for(work)
        Work.objects.filter(pk=work.pk).update(done=0)
        work.begin(total=export.rows.count())
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{exporter.slug}.{work.arguments['format']}"
        write = write_xlsx if work.arguments["format"] == Format.XLSX else write_csv
        write(file, export.header, _lines(business_id, work, export))
        with scope(business_id):
            _finish(work.fresh(), file)


def shown(cell: Cell) -> Cell:
    """Moments in the reader's time zone, to the second."""
    return timezone.localtime(cell).replace(microsecond=0) if isinstance(cell, datetime) else cell


def _lines(business_id: UUID, work: Work, export: Export[Row]) -> Iterator[list[Cell]]:
    """Newest first: identifiers are made in the order of time."""
    rows, after = export.rows.order_by("-pk"), None
    while True:
        with scope(business_id):
            some = list((rows.filter(pk__lt=after) if after else rows)[:CHUNK])
            lines = list(export.lines(some))
            work.advance(len(some))
        yield from lines
        if len(some) < CHUNK:
            return
        after = some[-1].pk


def _finish(work: Work, file: Path) -> None:
    name = f"{file.stem}-{timezone.localdate():%Y-%m-%d}{file.suffix}"
    with file.open("rb") as opened:
        work.file.save(f"{work.pk}/{name}", File(opened), save=False)
    work.save(update_fields=["file"])
    count = number_format(work.done, force_grouping=True)
    work.finish(ngettext("%s row is in the file.", "%s rows are in the file.", work.done) % count)
