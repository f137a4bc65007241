"""How many leads there are, without ever counting a million: “10,000+” is answer enough."""

from collections.abc import Mapping

from django.db import connection

from doorstep.leads.models.reach import LeadQuerySet

AT_MOST = 10_000


def capped_counts(lists: Mapping[str, LeadQuerySet]) -> dict[str, int]:
    """All in one query, the lists that Django knows to be empty among them. AT_MOST + 1 says that there are more."""
    firsts = [leads.order_by().values("pk")[: AT_MOST + 1].query for leads in lists.values()]
    few = [first.get_compiler(connection=connection, elide_empty=False).as_sql() for first in firsts]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS few)" for sql, _values in few)  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, values in few for value in values])  # nosec B608 - Django wrote it
        return dict(zip(lists, cursor.fetchone(), strict=True))
