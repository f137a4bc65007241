"""Real homes and real processes. A home of development mode has no demo world, which keeps these tests quick."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.runtime.local_postgres import LocalPostgres
from tests import migrated
from tests.ports import free_port
from tests.runtime.homes import LOGO, change
from tests.runtime.processes import eventually, processes_of, run

ANN = ("--admin", "ann@fennmoor.example", "--admin-name", "Ann Reyes")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Migrated, without a business. Modules that use it are of the xdist group "home", so that one is made."""
    home = migrated.home(tmp_path_factory.mktemp("home"))
    yield home
    assert eventually(lambda: not processes_of(home))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> LocalPostgres:
    """Made, and not running."""
    with LocalPostgres(tmp_path_factory.mktemp("server") / "postgres", settings={"fsync": "off"}) as made:
        return made


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a business, whose logo is a file, and with a file that no row names."""
    home = migrated.home(tmp_path_factory.mktemp("filled"))
    made = run("business", "Fennmoor", "--pack", "brokerage", *ANN, home=home)
    assert made.returncode == 0, made.stderr
    change(home, f"UPDATE tenancy_businessprofile SET logo = '{LOGO}'")
    (home / "files" / "logos").mkdir(parents=True)
    (home / "files" / LOGO).write_bytes(b"<svg>a moor</svg>")
    (home / "files" / "nobodys.csv").write_bytes(b"name\nMaya Okonjo\n")
    return home


@pytest.fixture(scope="session")
def backup(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "doorstep.tar"
    done = run("backup", str(file), home=filled)
    assert done.returncode == 0, done.stderr
    return file
