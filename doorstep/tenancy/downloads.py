"""The file of a work is given to whoever asked for it while they may still see all that is in it, for a day."""

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from doorstep.tenancy.askers import lost_since
from doorstep.tenancy.models import Work
from doorstep.tenancy.work import within_reach

ROWS = "SELECT unnest(row_ids) FROM tenancy_work WHERE id = %s"


def why_withheld(work: Work) -> str:
    """What to say in place of a file that was made; '' when it may be downloaded."""
    if work.file_is_gone:
        return _("The file was deleted after 24 hours.")
    if not work.file:
        return ""
    lost = lost_since(work.asked_by, work.rights, told_herself=True)
    if not lost and _left_reach(work):
        lost = _("Some of what is in it is not yours to see any more.")
    return f"{_('This file is not given out any more.')} {lost}" if lost else ""


def _left_reach(work: Work) -> bool:
    reach = within_reach(work)
    if reach is None:
        return False
    named: int = Work.objects.values_list("row_ids__len", flat=True).get(pk=work.pk)
    return reach.filter(pk__in=RawSQL(ROWS, [work.pk])).count() < named  # noqa: S611  # nosec B611
