"""The tests' own PostgreSQL: a second embedded server that forgets nothing but does not wait for the disk."""

import atexit
import os
from functools import cache

from doorstep.runtime.local_postgres import LocalPostgres
from tests.migrated import TEST_HOME

WITHOUT_WAITING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SMALL = {"shared_buffers": "128MB"}  # emptying a table looks through all of them, and each test empties many


@cache
def test_cluster() -> str:
    """The DATABASE_URL of a server that is shared by all test processes and stops with the last of them.

    Its role is the application's: neither superuser nor past row-level security. It may only make databases as well.
    TEST_DATABASE_URL names another server with such a role: `make test-debian` runs on the distribution's.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    server = LocalPostgres(TEST_HOME / "postgres", settings=WITHOUT_WAITING | SMALL, may_create_databases=True)
    server.acquire()
    atexit.register(server.release)
    return server.url()
