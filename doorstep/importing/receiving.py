"""A file is taken in: read, recognised, looked over. Nothing of it is a lead yet."""

from dataclasses import asdict

from django.core.files import File
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member
from doorstep.importing.models import Import, State
from doorstep.importing.presets import PRESETS, recognise, suggest
from doorstep.importing.sensitive import is_sensitive
from doorstep.importing.survey import survey
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tables import Probe, UnreadableFile, probe, rows
from doorstep.tenancy.models import BusinessProfile

LARGEST = 50 * 2**20
AUTO = "auto"


def receive(content: "File[bytes]", filename: str, *, by: Member, preset: str = AUTO) -> Import:
    """Raises UnreadableFile, and keeps nothing, when the file is no table."""
    if content.size > LARGEST:
        raise UnreadableFile(_("The file is larger than 50 MB. Split it, or save it as CSV."))
    import_run = Import(team=by.team, uploaded_by=by, filename=filename[-200:])
    import_run.file.save(f"{import_run.pk}.table", content, save=False)
    try:
        _look(import_run, chosen=preset)
    except NotAllowed:
        import_run.file.delete(save=False)
        raise
    import_run.save(force_insert=True)
    return import_run


def read_again(import_run: Import, *, by: Member, preset: str = AUTO, **choices: str | int | None) -> None:  # noqa: ARG001
    """As a person who knows better says: `encoding`, `delimiter`, `sheet`, `header_line`, `preset`."""
    if import_run.state != State.UPLOADED:
        import_run.advance(State.UPLOADED)
    _look(import_run, chosen=preset, **choices)
    import_run.save(update_fields=["reading", "survey", "total", "preset", "mapping", "day_order", "unknown"])


def _look(import_run: Import, *, chosen: str, **choices: str | int | None) -> None:
    country = BusinessProfile.objects.get().country
    with import_run.on_disk() as path:
        found = probe(path, import_run.filename, **choices)  # type: ignore[arg-type]
        columns = survey(found.headers, rows(path, found), country=country)
    preset = PRESETS.get(chosen) or recognise(found.headers)
    import_run.reading, import_run.total = {**asdict(found), "preview": _shown(found)}, found.row_count
    import_run.survey = [asdict(column) for column in columns]
    import_run.preset, import_run.mapping = preset.key, suggest(preset, found.headers)
    import_run.unknown = {}
    import_run.day_order = {str(at): column.day_order for at, column in enumerate(columns) if column.day_order}


def _shown(found: Probe) -> list[list[str]]:
    """The first rows without what is sensitive: this is kept in the database while the columns are matched."""
    hidden = [is_sensitive(header) for header in found.headers]
    return [["" if hides else cell for cell, hides in zip(row, hidden, strict=True)] for row in found.preview]
