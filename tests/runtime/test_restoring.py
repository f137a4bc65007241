"""A restore that was killed at any moment leaves the former home or the new one, and nothing else."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from doorstep.runtime import home as homes
from doorstep.runtime import restoring
from doorstep.runtime.obstacle import Obstacle
from tests.runtime.homes import LOGO, change, contents, seen
from tests.runtime.processes import command, environment, eventually, processes_of, run

pytestmark = pytest.mark.xdist_group("home")

NAMES = "SELECT name FROM tenancy_business"
MOMENTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97]


def whole(folder: Path, age: str) -> None:
    for name in ("postgres", "files"):
        (folder / name).mkdir(parents=True)
        (folder / name / "of").write_text(age)
    (folder / "secret.key").write_text(age)


def age_of(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in ("postgres/of", "files/of", "secret.key")}


@pytest.mark.parametrize("moves", range(2 * len(restoring.PARTS) + 1))
def test_once_the_new_home_is_ready_any_number_of_moves_ends_with_it(tmp_path: Path, moves: int) -> None:
    whole(tmp_path, "former")
    folder = tmp_path / restoring.FOLDER
    whole(folder / restoring.NEW, "new")
    (folder / restoring.FORMER).mkdir()
    (folder / restoring.READY).touch()
    steps = [step for name in restoring.PARTS for step in ((".", restoring.FORMER, name), (restoring.NEW, "..", name))]
    for source, target, name in steps[:moves]:
        start = tmp_path if source == "." else folder / source
        (start / name).rename(folder / target / name)
    restoring.settle(tmp_path)
    assert age_of(tmp_path) == {"new"}
    assert {path.name for path in tmp_path.iterdir()} == set(restoring.PARTS)


def test_before_it_is_ready_it_is_forgotten(tmp_path: Path) -> None:
    whole(tmp_path, "former")
    whole(tmp_path / restoring.FOLDER / restoring.NEW, "new")
    with homes.lived_in(tmp_path):
        assert age_of(tmp_path) == {"former"}
        assert not (tmp_path / restoring.FOLDER).exists()


def test_nobody_moves_in_while_a_restore_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "OTHERS_SETTLE_WITHIN", 0.1)
    with homes.to_oneself(tmp_path), pytest.raises(Obstacle, match="is being restored"), homes.lived_in(tmp_path):
        pass
    both = homes.lived_in(tmp_path), homes.lived_in(tmp_path)
    with both[0], both[1], pytest.raises(Obstacle, match="is running on"), homes.to_oneself(tmp_path):
        pass


@pytest.fixture(scope="module")
def lived_in(backup: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A home, and how many seconds a restore into it takes."""
    home = tmp_path_factory.mktemp("killed") / "home"
    began = time.monotonic()
    assert run("restore", str(backup), home=home).returncode == 0
    return home, time.monotonic() - began


@pytest.mark.parametrize("share", [pytest.param(each, marks=[pytest.mark.long] * (each != 0.5)) for each in MOMENTS])
def test_a_killed_restore_keeps_the_former_home(backup: Path, lived_in: tuple[Path, float], share: float) -> None:
    home, seconds = lived_in
    change(home, "UPDATE tenancy_business SET name = 'Former'")
    (home / "files" / "former.txt").write_text("former")
    is_done = killed(["restore", str(backup), "--force"], home=home, after=seconds * share)
    assert run("migrate", home=home).returncode == 0
    assert not (home / restoring.FOLDER).exists()
    is_new = seen(home, NAMES) == [("Fennmoor",)]
    assert is_new or (seen(home, NAMES) == [("Former",)] and not is_done)
    assert (home / "files" / "former.txt").exists() != is_new
    assert (home / "files" / LOGO).exists()


@pytest.mark.parametrize("share", [pytest.param(each, marks=[pytest.mark.long] * (each != 0.5)) for each in MOMENTS])
def test_a_killed_backup_leaves_nothing_for_long(filled: Path, backup: Path, tmp_path: Path, share: float) -> None:
    shutil.copy(backup, tmp_path / "b.tar")
    before = contents(filled)
    began = time.monotonic()
    assert run("backup", str(tmp_path / "timed.tar"), home=filled).returncode == 0
    is_done = killed(["backup", str(tmp_path / "b.tar")], home=filled, after=(time.monotonic() - began) * share)
    assert is_done or (tmp_path / "b.tar").read_bytes() == backup.read_bytes()
    assert run("backup", str(tmp_path / "next.tar"), home=filled).returncode == 0
    assert contents(tmp_path) == {"b.tar", "next.tar", "timed.tar"}
    assert {path for path in contents(filled) - before if not path.startswith("postgres/")} <= {"home.lock"}


def killed(words: list[str], *, home: Path, after: float) -> bool:
    """Whether it had ended before it was killed."""
    process = subprocess.Popen(command(*words), env=environment(home), stdout=subprocess.DEVNULL)
    time.sleep(after)
    is_done = process.poll() == 0
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert eventually(lambda: not processes_of(home))
    return is_done
