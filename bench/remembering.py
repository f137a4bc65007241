"""The memory of web and worker, after all that the run asked of them and an import by the worker."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File

from bench.filling import open_house
from bench.promise import Line, at_most
from bench.servers import family, megabytes
from doorstep.accounts.models import Member
from doorstep.importing import lifecycle as course
from doorstep.importing import receiving
from doorstep.importing.models import Import, State
from doorstep.tenancy import scope

PATIENCE = 300.0


def lines(home: Path, *, web: int, worker: int) -> Iterator[Line]:
    _let_the_worker_import(home / "leads.csv")
    yield at_most(
        "Memory after the run, the largest web process", max(megabytes(pid) for pid in family(web)), 150, "MB"
    )
    yield at_most("Memory after the run, the worker", max(megabytes(pid) for pid in family(worker)), 150, "MB")


def _let_the_worker_import(table: Path) -> None:
    with scope(open_house("worker").business):
        member = Member.objects.select_related("user", "team").get(is_admin=True)
        with table.open("rb") as content:
            import_run = receiving.receive(File(content), table.name, by=member)
        course.choose(import_run, by=member, mapping=import_run.mapping)
        course.start(import_run, by=member)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(1)
        with scope(import_run.business_id):
            if Import.objects.get(pk=import_run.pk).state == State.FINISHED:
                return
    raise TimeoutError("The worker did not end the import.")
