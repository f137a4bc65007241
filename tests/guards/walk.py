"""What the isolation walk walks: every URL, filled with ids of rows that the walker must not know."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, StringConverter, UUIDConverter

from doorstep.tenancy import scope
from doorstep.tenancy.models import Business, TenantModel

UNKNOWN = UUID("0192ffff-ffff-7fff-bfff-ffffffffffff")
TENANTS = [model for model in apps.get_models() if issubclass(model, TenantModel)]


@dataclass(frozen=True)
class Place:
    """One URL pattern: `/desk/leads/{pk}/` with the names of its parameters."""

    template: str
    uuids: tuple[str, ...]
    door: str

    def at(self, row: UUID) -> str:
        return self.template.format(**dict.fromkeys(self.uuids, str(row)))


def places() -> list[Place]:
    return list(_places(get_resolver("doorstep.config.urls"), "/"))


def _places(resolver: URLResolver, before: str) -> Iterator[Place]:
    for entry in resolver.url_patterns:
        template, uuids = _filled(entry)
        if isinstance(entry, URLResolver):
            assert not uuids, "an include with parameters: teach the walk to go there"
            yield from _places(entry, before + template)
        else:
            yield Place(before + template, uuids, getattr(entry.callback, "door", ""))


def _filled(entry: URLPattern | URLResolver) -> tuple[str, tuple[str, ...]]:
    """The route with plain parameters filled by a sample and uuids left open; an unknown kind of parameter fails."""
    route, uuids = str(entry.pattern), []
    for name, converter in entry.pattern.converters.items():
        if isinstance(converter, UUIDConverter):
            uuids.append(name)
            route = _put(route, name, "{" + name + "}")
        elif isinstance(converter, IntConverter):
            route = _put(route, name, "7")
        elif isinstance(converter, StringConverter | SlugConverter):
            route = _put(route, name, "nothing")
        else:
            raise AssertionError(f"{route}: the walk does not know what to put for {name}")
    return route, tuple(uuids)


def _put(route: str, name: str, value: str) -> str:
    start = next(at for at in range(len(route)) if route[at] == "<" and route[at:].split(">")[0].endswith(name))
    return route[:start] + value + route[route.index(">", start) + 1 :]


def a_row_of_each(business: Business) -> dict[str, UUID]:
    """One id of every tenant table of the business that has rows."""
    with scope(business):
        found = {model._meta.label: model.objects.order_by("pk").first() for model in TENANTS}
    return {label: row.pk for label, row in found.items() if row is not None}


def fingerprint(business: Business) -> str:
    """Changes when any row of the business does."""
    digest = hashlib.sha256()
    with scope(business), connection.cursor() as cursor:
        for model in TENANTS:
            table = model._meta.db_table
            cursor.execute(f'SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t.id), $$$$)) FROM "{table}" t')
            digest.update(f"{table} {cursor.fetchone()[0]}".encode())
    return digest.hexdigest()
