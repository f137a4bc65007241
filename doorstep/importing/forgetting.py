"""Files that were brought in, and rows handed back as files, are gone after a day. Of an import its counts stay."""

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.importing.models import Import, ImportedRow, ImportedRowQuerySet, State
from doorstep.importing.running import forget_results
from doorstep.tenancy import scope
from doorstep.tenancy.forgetting import blank, each
from doorstep.tenancy.models import Business


def forget_old_files(business: Business) -> None:
    each(business, Import.objects.with_old_files, forget_file)
    blank(business, _cells_of_old_refused, cells=[])
    with scope(business):
        Import.objects.with_old_refused().update(refused_deleted_at=timezone.now())


def forget_file(import_run: Import) -> None:
    """Without it, an import that was not over is; what has arrived stays."""
    if import_run.started_at is None:
        forget_results(import_run)
    if import_run.state != State.FAILED:
        told = _("The file was deleted after 24 hours. Upload it again.")
        import_run.advance(State.FAILED, note=told, finished_at=timezone.now())
    import_run.drop_file()


def _cells_of_old_refused() -> ImportedRowQuerySet:
    return ImportedRow.objects.refused().filter(import_run__in=Import.objects.with_old_refused()).exclude(cells=[])
