"""Imports from end to end, in the test's own process and transaction."""

from pathlib import Path

from django.core.files import File

from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving, running, undoing
from doorstep.importing.models import Import, ImportedRow
from doorstep.tenancy.models import Business
from tests.people import table_file


class Importer:
    """`importer(headers, rows)` takes a file all the way in; its steps are there one by one as well."""

    def __init__(self, business: Business, member: Member, folder: Path) -> None:
        self.business, self.member, self.folder = business, member, folder

    def __call__(self, headers: str, *rows: list[str], **choices: object) -> Import:
        return self.file(self.table(headers, *rows), **choices)

    def table(self, headers: str, *rows: list[str], name: str = "people.csv") -> Path:
        return table_file(self.folder / name, headers.split(","), rows)

    def upload(self, path: Path, **choices: object) -> Import:
        with path.open("rb") as content:
            received = receiving.receive(File(content), path.name, by=self.member)
        if choices:
            chosen = {"mapping": received.mapping, "day_order": received.day_order, **choices}
            course.choose(received, by=self.member, **chosen)
        return received

    def file(self, path: Path, **choices: object) -> Import:
        return self.write(self.upload(path, **choices))

    def write(self, import_run: Import) -> Import:
        course.begin(import_run, by=self.member)
        running.write_rows(self.business.pk, import_run.pk)
        return import_run.fresh()

    def check(self, import_run: Import) -> Import:
        course.begin_check(import_run, by=self.member)
        running.check_rows(self.business.pk, import_run.pk)
        return import_run.fresh()

    def undo(self, import_run: Import) -> Import:
        course.begin_undo(import_run.fresh(), by=self.member)
        undoing.undo_rows(self.business.pk, import_run.pk)
        return import_run.fresh()

    def results(self, import_run: Import) -> dict[int, tuple[str, str]]:
        """By line: what became of the row, and why."""
        rows = ImportedRow.objects.filter(import_run=import_run).order_by("line")
        return {row.line: (row.outcome, row.reason) for row in rows}
