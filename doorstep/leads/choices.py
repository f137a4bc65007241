"""What a lead of a team can be given: types, statuses, members, tags, sources. One query, so rows need no joins."""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from django.db import connection

from doorstep.accounts.models import Member

# The sources are found by jumping from one to the next in the index: their number counts, not that of the leads.
QUERY = """
WITH RECURSIVE sources(name) AS (
    (SELECT source FROM leads_lead WHERE team_id = %(team)s AND deleted_at IS NULL ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (
        SELECT source FROM leads_lead
        WHERE team_id = %(team)s AND deleted_at IS NULL AND source > sources.name ORDER BY source LIMIT 1
    )
    FROM sources WHERE sources.name IS NOT NULL
)
SELECT 'lead_types', id, name, position, '', is_retired FROM leads_leadtype
UNION ALL SELECT 'statuses', id, name, position, '', is_retired FROM leads_status
UNION ALL SELECT 'tags', id, name, 0, '', false FROM leads_tag
UNION ALL SELECT 'colleagues', member.id, person.name, 0, member.path, person.disabled_at IS NOT NULL
    FROM accounts_member member JOIN accounts_user person ON person.id = member.user_id WHERE member.team_id = %(team)s
UNION ALL (SELECT 'sources', NULL, name, 0, '', false FROM sources WHERE name <> '' LIMIT 200)
ORDER BY 4, 3
"""


@dataclass
class Choices:
    """Names by id, in the order they are offered. The retired and the disabled are there to be named, not chosen."""

    lead_types: dict[UUID, str] = field(default_factory=dict)
    statuses: dict[UUID, str] = field(default_factory=dict)
    tags: dict[UUID, str] = field(default_factory=dict)
    colleagues: dict[UUID, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    paths: dict[UUID, str] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, member: Member) -> Self:
        found = cls()
        with connection.cursor() as cursor:
            cursor.execute(QUERY, {"team": member.team_id})
            for kind, pk, name, _position, path, is_gone in cursor.fetchall():
                found._add(kind, pk, name, path, is_gone=is_gone)
        return found

    def offered(self, names: dict[UUID, str]) -> list[tuple[UUID, str]]:
        return [(pk, name) for pk, name in names.items() if pk not in self.gone]

    def _add(self, kind: str, pk: UUID, name: str, path: str, *, is_gone: bool) -> None:
        if kind == "sources":
            self.sources.append(name)
            return
        {"lead_types": self.lead_types, "statuses": self.statuses, "tags": self.tags, "colleagues": self.colleagues}[
            kind
        ][pk] = name
        if path:
            self.paths[pk] = path
        if is_gone:
            self.gone.add(pk)
