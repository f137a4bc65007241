"""Times as the database writes them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import get_adapters_template

from doorstep.tenancy.times import IsoTime

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22 07:45:33.123456+00", datetime(2026, 11, 22, 7, 45, 33, 123456, UTC)),
        ("2026-11-22 07:45:33.1+00", datetime(2026, 11, 22, 7, 45, 33, 100_000, UTC)),
        ("2026-11-22 07:45:33+00", datetime(2026, 11, 22, 7, 45, 33, 0, UTC)),
        ("2026-11-22 13:15:33+05:30", datetime(2026, 11, 22, 7, 45, 33, 0, UTC)),
        ("0001-01-01 00:00:00+00", datetime(1, 1, 1, 0, 0, 0, 0, UTC)),
    ],
)
def test_a_time_is_read_as_the_database_means_it(written: str, meant: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [written])
        (found,) = cursor.fetchone()
    assert found == meant
    assert found.utcoffset() == timedelta(0)


def test_django_still_takes_its_loaders_from_where_ours_was_put() -> None:
    assert connection.get_connection_params()["context"] is get_adapters_template(True, UTC)
    with connection.cursor() as cursor:
        assert cursor.adapters.get_loader(cursor.connection.adapters.types["timestamptz"].oid, 0) is IsoTime
