"""A disk that is full while files are written, as the kernel tells it. (`test_full_volume.py` fills real ones.)"""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.deeds import taken_in
from tests.faults.house import House
from tests.faults.visitor import Visitor
from tests.runtime.processes import eventually

pytestmark = pytest.mark.xdist_group("faults")

ROOM = 200_000  # bytes a file may have
IN_MEMORY, BY_A_TEMPORARY_FILE = 500_000, 4_000_000


@pytest.mark.parametrize("size", [IN_MEMORY, BY_A_TEMPORARY_FILE])
def test_an_upload_that_finds_no_room_is_said_calmly_and_nothing_of_it_stays(
    house: House, ann: Visitor, size: int
) -> None:
    before = files(house), house.one("SELECT count(*) FROM importing_import")
    content = b"First name,E-mail\n" + b"Maya,maya@example.com\n" * (size // 22)
    with no_room(house, "web"):
        answer = ann.upload("/desk/imports/", "large.csv", content)
        assert (answer.status, answer.heading) == (503, "Nothing can be saved just now")
        assert ann.get("/desk/imports/").is_yes
    assert (files(house), house.one("SELECT count(*) FROM importing_import")) == before
    assert ann.upload("/desk/imports/", "large.csv", content).is_yes


def test_a_file_that_the_worker_has_no_room_for_is_made_when_there_is(house: House, ann: Visitor) -> None:
    taken_in(house, ann, "exported", 2_000)
    with no_room(house, "worker"):
        asked = {"all": "on", "confirm": "yes", "file_format": "csv"}
        answer = ann.post("/desk/leads/bulk/export/", form="/desk/leads/new/", **asked)
        work = answer.leads_to.split("/")[3]
        tried = "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%run_work' AND attempts > 0"
        assert eventually(lambda: house.one(tried) == 1)
    assert eventually(lambda: house.one("SELECT state FROM tenancy_work WHERE id = %s", work) == "finished", within=60)
    assert ann.get(f"/desk/work/{work}/file/").text.count("exported-") >= 2_000


@contextmanager
def no_room(house: House, name: str) -> Iterator[None]:
    """The kernel refuses to let a file of these processes grow any further (EFBIG, as for a quota)."""
    for process in family(house.processes[name].pid):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (ROOM, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for process in family(house.processes[name].pid):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def family(leader: int) -> list[int]:
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _group_of(pid) == leader]


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def files(house: House) -> set[Path]:
    return {path for path in (house.home / "files").rglob("*") if path.is_file()}
