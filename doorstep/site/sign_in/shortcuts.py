"""People who come in with one click: the cast of the demo, whose password is no secret. A server has none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from doorstep.site.sign_in.faces import Face
from doorstep.tenancy.requests import BusinessRequest


@dataclass(frozen=True)
class Shortcut:
    """The page puts them into the sign-in form itself: nothing opens but what the password opens."""

    name: str
    position: str
    email: str
    password: str


Shortcuts = Callable[[BusinessRequest, Face], Iterable[Shortcut]]
_registered: list[Shortcuts] = []


def offer(shortcuts: Shortcuts) -> Shortcuts:
    """Registers them at start-up."""
    _registered.append(shortcuts)
    return shortcuts


def offered(request: BusinessRequest, face: Face) -> list[Shortcut]:
    return [shortcut for shortcuts in _registered for shortcut in shortcuts(request, face)]
