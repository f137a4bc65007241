"""Kinds of work. A package declares its own: how one runs, what takes it back, and what its file may name. Asking for
it, running it in a worker and its page at the desk are the same for all of them. `apps.py` imports the declarations.

    PAUSING = declare(WorkKind("orders.pause", run=in_steps(pausing.step), undo=_ask_to_resume))
    PAUSING.ask(_("Pausing orders"), by=member, arguments={"order_ids": ids})
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.askers import Asker
from doorstep.tenancy.jobs import job_in_steps
from doorstep.tenancy.models import TenantModel, Work
from doorstep.tenancy.scoping import scope

Run = Callable[[UUID, UUID], None]
"""Does the work of that business and identifier, in transactions of its own. Safe to run twice: see `in_steps`."""
Undo = Callable[[Work, Asker], Work]
Reach = Callable[[Work], QuerySet[TenantModel] | None]
WORK_KINDS: dict[str, "WorkKind"] = {}


@dataclass(frozen=True)
class WorkKind:
    """`undo` asks for another work, which takes back what this one counts as `changed`; without it nothing can.

    `within_reach` is all that its asker sees now of what its file names, None where rights alone decide.
    """

    key: str
    run: Run
    undo: Undo | None = None
    within_reach: Reach = lambda _work: None

    def ask(self, title: str, *, by: Asker, total: int = 0, arguments: Mapping[str, object]) -> Work:
        """`arguments` hold ids only: a row may have changed by the time it is read."""
        work = Work.objects.ask(kind=self.key, title=title, by=by, total=total, arguments=arguments)
        run_work.later(work_id=work.pk)
        return work


def declare(kind: WorkKind) -> WorkKind:
    WORK_KINDS[kind.key] = kind
    return kind


@job_in_steps
def run_work(business_id: UUID, work_id: str) -> None:
    with scope(business_id):
        key = Work.objects.values_list("kind", flat=True).get(pk=work_id)
    WORK_KINDS[key].run(business_id, UUID(work_id))


def undo(work: Work, *, by: Asker) -> Work:
    """Another work, which takes back what `work` did where nobody has changed it since."""
    work.hold()
    undo_of_kind = _way_back(work)
    if undo_of_kind is None:
        raise NotAllowed(_("“%s” is not over yet, was already undone, or is more than 90 days old.") % work)
    work.outcome["undone"] = 1
    work.save(update_fields=["outcome"])
    return undo_of_kind(work, by)


def can_be_undone(work: Work) -> bool:
    return _way_back(work) is not None


def within_reach(work: Work) -> QuerySet[TenantModel] | None:
    kind = WORK_KINDS.get(work.kind)
    return kind.within_reach(work) if kind else None


def _way_back(work: Work) -> Undo | None:
    kind = WORK_KINDS.get(work.kind)  # none where a later version has done away with it
    has_changed_something = bool(work.outcome.get("changed")) and "undone" not in work.outcome
    return kind.undo if kind and work.is_recent and has_changed_something else None
