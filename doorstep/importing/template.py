"""Our own template to fill in, and rows that did not come in handed back with the reason."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from doorstep.importing.models import Import, ImportedRow
from doorstep.importing.presets.generic import TEMPLATE
from doorstep.kit.tables import write_csv, write_xlsx


def template(kind: str) -> bytes:
    """Headers alone: an example row would become somebody's lead."""
    return as_file(kind, list(TEMPLATE), [])


def refused(import_run: Import, kind: str) -> bytes:
    """The rows that did not come in, as they were, with the row's number and the reason at the end."""
    headers = [*import_run.reading["headers"], _("Row"), _("Reason")]
    return as_file(kind, headers, list(_refused(import_run)))


def as_file(kind: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{kind}"
        (write_xlsx if kind == "xlsx" else write_csv)(path, headers, rows)
        return path.read_bytes()


def _refused(import_run: Import) -> Iterator[list[str]]:
    rows = ImportedRow.objects.refused().filter(import_run=import_run).order_by("line")
    for row in rows.iterator():
        yield [*row.cells, str(row.line), row.reason]
