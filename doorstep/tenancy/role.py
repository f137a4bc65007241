"""The second wall only stands if the application's role cannot walk around it."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

SEARCH_ROLE = "doorstep_search"


def privileges() -> list[str]:
    """What the current role may that it should not; empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls,"
            " coalesce((SELECT pg_has_role(current_user, oid, 'USAGE') FROM pg_roles WHERE rolname = %s), false)"
            " FROM pg_roles WHERE rolname = current_user",
            [SEARCH_ROLE],
        )
        names = ("is a superuser", "bypasses row-level security", f"inherits {SEARCH_ROLE}")
        return [name for name, holds in zip(names, cursor.fetchone(), strict=True) if holds]


def refuse_privileged_role() -> None:
    faults = privileges()
    if faults:
        raise ImproperlyConfigured(
            f"The database role in DATABASE_URL {' and '.join(faults)}, so one business could see another's rows."
            " Use a plain role that owns the database; `doorstep doctor` shows the lines to run."
        )
