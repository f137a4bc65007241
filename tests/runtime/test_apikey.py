"""`doorstep apikey` prints a key that works, and nothing else on its standard output."""

from pathlib import Path

import pytest

from tests.runtime.processes import run

pytestmark = pytest.mark.xdist_group("home")


def test_a_key_is_printed_once_and_alone_and_an_unknown_scope_is_named(home: Path) -> None:
    admin = ("--admin", "ann@fennmoor.example", "--admin-name", "Ann Reyes")
    run("business", "Fennmoor", "--host", "keys.localhost", "--pack", "brokerage", *admin, home=home)
    done = run("apikey", "keys.localhost", "--scope", "leads:read", "--scope", "leads:write", home=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("dsk_")
    assert len(done.stdout.split()) == 1
    wrong = run("apikey", "keys.localhost", "--scope", "everything", home=home)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "leads:read, leads:write" in wrong.stderr
