"""Work goes on in steps, each a transaction that holds the work: two workers with one job take turns.

Before each, whoever asked is looked up anew. A step under way when rights are taken away may land; the next does not.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from doorstep.tenancy.askers import lost_since
from doorstep.tenancy.models import Work
from doorstep.tenancy.scoping import scope

Step = Callable[[Work], bool]
"""Does the next piece of a work; True when the work is over."""


def in_steps(step: Step) -> Callable[[UUID, UUID], None]:
    """How a kind of work runs that goes on in steps."""

    def run(business_id: UUID, work_id: UUID) -> None:
        is_over = False
        while not is_over:
            with scope(business_id):
                is_over = take_step(work_id, step)

    return run


def take_step(work_id: UUID, step: Step) -> bool:
    work = Work.objects.select_for_update().get(pk=work_id)
    return work.is_over or stopped(work, so=_("So this was stopped; what was done before stays.")) or step(work)


def stopped(work: Work, *, so: str) -> bool:
    """Stops it, with a sentence that ends in what follows, when its asker has lost a right she asked for it with."""
    lost = lost_since(work.asked_by, work.rights)
    if lost:
        work.stop(f"{lost} {so}")
    return bool(lost)
