"""What stands around every page: the business, the person, the places to go. Read by the layouts.

A face registers its places once, at start-up, so that this floor knows no business words:

    @rail_of("/desk/")
    def rail(request: HttpRequest) -> list[RailGroup]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

MENUS = ("account", "new")
FORM_FIELD = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


@dataclass(frozen=True)
class RailLink:
    """`count` may be words, such as 10,000+. `posts` makes it a button that posts to the url: signing out."""

    name: str
    url: str
    icon: str
    count: int | str | None = None
    posts: bool = False
    current: bool = False


@dataclass(frozen=True)
class RailGroup:
    """`kind` "foot" stands at the bottom of the rail, "account" and "new" in menus: the person's, and *+ New*."""

    links: tuple[RailLink, ...]
    name: str = ""
    kind: str = ""

    @property
    def is_menu(self) -> bool:
        return self.kind in MENUS


Rail = Callable[[HttpRequest], Iterable[RailGroup]]
RAILS: dict[str, Rail] = {}


def rail_of(prefix: str) -> Callable[[Rail], Rail]:
    def register(rail: Rail) -> Rail:
        RAILS[prefix] = rail
        return rail

    return register


def shell(request: HttpRequest) -> dict[str, object]:
    """A context processor. The rail is asked for only when a layout draws it: an error page needs no database."""
    business = getattr(request, "business", None)
    user = getattr(request, "user", None)
    token = SimpleLazyObject(lambda: get_token(request))  # masked anew for every page, and once is enough for one
    return {
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(lambda: format_html(FORM_FIELD, token)),
        "business": business,
        "profile": getattr(request, "profile", None),
        "user_name": getattr(user, "name", ""),
        "theme": _theme(request),
        "brand_css_url": "/brand.css" if business else "",
        "logo_url": _logo_url(request),
        "rail": SimpleLazyObject(lambda: _rail(request)),
    }


def _logo_url(request: HttpRequest) -> str:
    """The name changes with the picture, so that browsers may keep it."""
    logo = getattr(getattr(request, "profile", None), "logo", None)
    return f"/brand/logo/{logo.name.rsplit('/', 1)[-1]}" if logo else ""


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""


def _rail(request: HttpRequest) -> tuple[RailGroup, ...]:
    for prefix, rail in RAILS.items():
        if request.path.startswith(prefix):
            return with_current(rail(request), request.path)
    return ()


def with_current(groups: Iterable[RailGroup], path: str) -> tuple[RailGroup, ...]:
    """Marks the link that is the longest beginning of the path: one of the places, and one of the account menu."""
    groups = list(groups)
    places = _current(path, (group for group in groups if not group.is_menu))
    account = _current(path, (group for group in groups if group.kind == "account"))
    current = {"account": account, "new": ""}
    return tuple(_marked(group, current.get(group.kind, places)) for group in groups)


def _current(path: str, groups: Iterable[RailGroup]) -> str:
    """A face's first page is the beginning of every path, and current only by itself."""
    urls = (link.url for group in groups for link in group.links)
    fitting = (url for url in urls if path == url or (url not in RAILS and path.startswith(url)))
    return max(fitting, key=len, default="")


def _marked(group: RailGroup, current: str) -> RailGroup:
    return replace(group, links=tuple(replace(link, current=link.url == current) for link in group.links))
