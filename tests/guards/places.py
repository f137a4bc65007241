"""Every address of the product, and what stands in it: ids of rows, tokens, words. New addresses join by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from doorstep.accounts.models import ApiKey, Member
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.desk.leads.bulk_forms import ACTS
from doorstep.importing.models import Import
from doorstep.leads.models import Field, Lead, LeadType, Status, Tag
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.models import Message, Suppression
from doorstep.tenancy.models import TenantModel, Work

Row = type[TenantModel]
# Which row an id in an address names: by the parameter, else by how the address begins.
ROW_OF_PARAMETER: dict[str, Row] = {"tag": Tag}
ROW_BEHIND: dict[str, Row] = {
    "/api/v1/leads/": Lead,
    "/desk/clients/": Client,
    "/desk/imports/": Import,
    "/desk/invitations/": Invitation,
    "/desk/leads/": Lead,
    "/desk/mail/": Message,
    "/desk/settings/client-types/": ClientType,
    "/desk/settings/fields/": Field,
    "/desk/settings/held-back/": Suppression,
    "/desk/settings/keys/": ApiKey,
    "/desk/settings/lead-types/": LeadType,
    "/desk/settings/statuses/": Status,
    "/desk/settings/users/": Member,
    "/desk/work/": Work,
    "/dev/mail/": Message,
}
# Words that are the same for everybody. Each is gone through.
WORDS: dict[str, tuple[str, ...]] = {
    "action": tuple(ACTS),
    "detail": ("assignee", "lead_type", "status", "name"),
    "how": ("name", "place", "retirement", "return"),
    "key": (next(iter(MAIL_KINDS)),),
    "kind": ("csv",),
    "provider": ("postmark",),
}
# Secrets and names of files: whoever owns them knows them.
TOKENS = {
    "site:join": "join",
    "site:desk-password-link": "password",
    "site:portal-password-link": "password",
    "site:desk-sign-in-device": "device",
    "site:portal-sign-in-device": "device",
    "site:portal-sign-up-device": "device",
    "site:unsubscribe": "unsubscribe",
    "site:subscribe": "unsubscribe",
    "site:logo": "logo",
    "site:bounces": "secret",
    "site:mail_events": "secret",
}

NOWHERE = {"api:None"}  # there to say, as the API says it, that an address is none


@dataclass(frozen=True)
class Place:
    """One URL pattern. `rows` and `words` say what stands for each parameter, `token` which secret, if any."""

    name: str
    template: str
    door: str
    rows: tuple[tuple[str, Row], ...] = ()
    words: tuple[str, ...] = ()
    token: str = ""

    @property
    def is_owned(self) -> bool:
        return bool(self.rows) or self.token not in ("", "secret")  # one secret serves the whole installation

    def addresses(self, owned: Mapping[Row | str, object]) -> Iterator[str]:
        """Filled with these ids and tokens, once for each word that can stand in it."""
        ids = {name: owned[row] for name, row in self.rows} | ({"token": owned[self.token]} if self.token else {})
        for words in product(*(WORDS[name] for name in self.words)):
            yield self.template.format(**ids, **dict(zip(self.words, words, strict=True)))


def places() -> list[Place]:
    found = found_in(get_resolver("doorstep.config.urls"), "/", ())
    return [place for place in found if place.name not in NOWHERE]


def found_in(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[Place]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from found_in(entry, route, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield _place(entry, route, ":".join((*spaces, str(entry.name))))


def _place(entry: URLPattern, route: str, name: str) -> Place:
    rows: list[tuple[str, Row]] = []
    words: list[str] = []
    token = ""
    for parameter, converter in entry.pattern.converters.items():
        in_braces = parameter
        if isinstance(converter, UUIDConverter):
            rows.append((parameter, _row(route, parameter)))
        elif name in TOKENS and parameter not in WORDS:
            token, in_braces = TOKENS[name], "token"
        else:
            assert parameter in WORDS, f"{route}: teach the walk what stands for <{parameter}>, in WORDS or TOKENS"
            words.append(parameter)
        route = _put(route, parameter, "{" + in_braces + "}")
    return Place(name, route, getattr(entry.callback, "door", ""), tuple(rows), tuple(words), token)


def _row(route: str, parameter: str) -> Row:
    fitting = [start for start in ROW_BEHIND if route.startswith(start)]
    assert fitting or parameter in ROW_OF_PARAMETER, (
        f"{route}: teach the walk, in ROW_BEHIND, whose id <{parameter}> is"
    )
    return ROW_OF_PARAMETER.get(parameter) or ROW_BEHIND[max(fitting, key=len)]


def _put(route: str, name: str, value: str) -> str:
    """`<uuid:pk>` becomes `{pk}`."""
    end = route.index(f"{name}>") + len(name) + 1
    return route[: route.rindex("<", 0, end)] + value + route[end:]
