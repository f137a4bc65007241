"""Kinds of work: a package declares its own, and asking, running and undoing are the same for all of them."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy.askers import Asker
from doorstep.tenancy.downloads import why_withheld
from doorstep.tenancy.models import Work
from doorstep.tenancy.scoping import scope
from doorstep.tenancy.work import WORK_KINDS, WorkKind, can_be_undone, declare, run_work, undo

pytestmark = pytest.mark.django_db


def pause(business_id: UUID, work_id: UUID) -> None:
    with scope(business_id):
        work = Work.objects.get(pk=work_id)
        work.advance(2, changed=2)
        work.fresh().finish("2 are paused.")


def resume(work: Work, by: Asker) -> Work:
    return Work.objects.ask(kind="tests.resume", title=f"Undoing “{work}”", by=by, arguments={"of": str(work.pk)})


@pytest.fixture
def pausing() -> Iterator[WorkKind]:
    yield declare(WorkKind("tests.pause", run=pause, undo=resume))
    del WORK_KINDS["tests.pause"]


@pytest.fixture
def paused(pausing: WorkKind, ann: Member) -> Work:
    work = pausing.ask("Pausing", by=ann, arguments={})
    run_work.run(str(work.business_id), work_id=str(work.pk))
    return work.fresh()


def test_a_worker_runs_work_as_its_kind_says(paused: Work) -> None:
    assert (paused.state, paused.done, paused.note) == ("finished", 2, "2 are paused.")


def test_work_is_undone_once_as_its_kind_says(paused: Work, ann: Member) -> None:
    assert can_be_undone(paused)
    assert undo(paused, by=ann).arguments == {"of": str(paused.pk)}
    with pytest.raises(NotAllowed, match="already undone"):
        undo(paused, by=ann)


def test_work_that_changed_nothing_cannot_be_undone(pausing: WorkKind, ann: Member) -> None:
    work = pausing.ask("Pausing", by=ann, arguments={})
    work.finish("Nothing was open.")
    assert not can_be_undone(work)


def test_work_of_a_kind_that_is_no_more_is_shown_and_not_undone(paused: Work) -> None:
    paused.kind = "tests.of_an_older_version"
    assert (can_be_undone(paused), why_withheld(paused)) == (False, "")
