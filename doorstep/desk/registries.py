"""What the desk can hold. A room registers what it has in `register.py` of its own folder, and edits no other room's.

@rail.at(30)
def tasks(request: HttpRequest) -> Iterator[RailLink]: ...

The numbers order what stands in one place; who may not go there yields nothing. The rail, *+ New* and tabs are drawn
on many pages: what is registered for them asks the database nothing that the page has not asked.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from django.http import HttpRequest

from doorstep.accounts.requests import DeskRequest
from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.ui.context import RailLink

Asked = TypeVar("Asked")
Item = TypeVar("Item")
Finder = Callable[[Asked], Iterable[Item]]


class Registry(Generic[Asked, Item]):
    """Functions that find what there is in one place of the desk, in their order."""

    def __init__(self) -> None:
        self._finders: list[tuple[int, Finder[Asked, Item]]] = []

    def at(self, order: int) -> Callable[[Finder[Asked, Item]], Finder[Asked, Item]]:
        def register(finder: Finder[Asked, Item]) -> Finder[Asked, Item]:
            self._finders.append((order, finder))
            self._finders.sort(key=lambda registered: registered[0])
            return finder

        return register

    def remove(self, finder: Finder[Asked, Item]) -> None:
        self._finders = [registered for registered in self._finders if registered[1] is not finder]

    def items(self, asked: Asked) -> Iterator[Item]:
        return (item for _order, finder in self._finders for item in finder(asked))


@dataclass(frozen=True)
class PaletteAction:
    """`note` says what it is: an action, a list."""

    name: str
    url: str
    icon: str
    note: str


class PaletteSearch(NamedTuple):
    """`text` is never empty."""

    request: DeskRequest
    text: str


@dataclass(frozen=True)
class PaletteMatch:
    """An object that was found, such as a lead. Without `icon` it is a person, drawn as an avatar."""

    id: str
    name: str
    url: str
    note: str
    icon: str = ""


@dataclass(frozen=True)
class SettingsPage:
    """`group` is one of `you`, `team` and `machine`; `view` the name of the page's URL."""

    group: str
    name: str
    view: str
    icon: str


@dataclass(frozen=True)
class Tab:
    """Its page is drawn by `render_tab` of the lead or of the client, under the same key. `badge` is a count."""

    key: str
    label: str
    url: str
    badge: int | None = None

    def item(self, current: str) -> tuple[object, ...]:
        """For the part `tabs`."""
        drawn = (self.label, self.url, self.key == current)
        return drawn if self.badge is None else (*drawn, self.badge)


@dataclass(frozen=True)
class Panel:
    """A part of the last column. `template` is included with what the page has, and finds `context` in `panel`."""

    key: str
    template: str
    context: dict[str, object]


class LeadPage(NamedTuple):
    request: DeskRequest
    lead: Lead


class ClientPage(NamedTuple):
    request: DeskRequest
    client: Client


rail = Registry[HttpRequest, RailLink]()
new_entries = Registry[HttpRequest, RailLink]()
palette_actions = Registry[DeskRequest, PaletteAction]()
palette_matches = Registry[PaletteSearch, PaletteMatch]()
settings_pages = Registry[DeskRequest, SettingsPage]()
lead_tabs = Registry[LeadPage, Tab]()
lead_panels = Registry[LeadPage, Panel]()
client_tabs = Registry[ClientPage, Tab]()
client_panels = Registry[ClientPage, Panel]()
