"""Real homes and real processes. A home of development mode has no demo world, which keeps these tests quick."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from doorstep.runtime.local_postgres import LocalPostgres
from tests import migrated
from tests.ports import free_port
from tests.runtime.processes import eventually, processes_of


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
