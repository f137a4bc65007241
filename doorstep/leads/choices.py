"""What a lead of a team can be given: types, statuses, members, tags, sources. One query, so rows need no joins."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db import connection

from doorstep.accounts.models import Member


@dataclass(frozen=True, eq=False)
class Choices:
    """Names by id, in the order they are offered. The retired and the disabled are there to be named, not chosen.

    While nothing changes every page is given the same one, so that what is made of it can be kept.
    """

    lead_types: dict[UUID, str] = field(default_factory=dict)
    statuses: dict[UUID, str] = field(default_factory=dict)
    tags: dict[UUID, str] = field(default_factory=dict)
    colleagues: dict[UUID, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    paths: dict[UUID, str] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, member: Member) -> "Choices":
        with connection.cursor() as cursor:
            cursor.execute("SELECT lead_choices(%s)", [member.team_id])
            (told,) = cursor.fetchone()
            return _read(told)

    def offered(self, names: dict[UUID, str]) -> list[tuple[UUID, str]]:
        return [(pk, name) for pk, name in names.items() if pk not in self.gone]


@lru_cache(maxsize=256)
def _read(told: str) -> Choices:
    found = Choices()
    for kind, pk, name, path, is_gone in json.loads(told):
        if kind == "sources":
            found.sources.append(name)
            continue
        getattr(found, kind)[UUID(pk)] = name
        if path:
            found.paths[UUID(pk)] = path
        if is_gone:
            found.gone.add(UUID(pk))
    return found
