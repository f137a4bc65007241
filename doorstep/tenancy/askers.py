"""Who asks for work, and what they may. Rights are looked up before each step and when a file is opened, not only when
the work was asked for.

Who has which rights a higher floor knows; it says here how to find out (`accounts/apps.py`).
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

Rights = dict[str, str | bool]


class Asker(Protocol):
    @property
    def pk(self) -> UUID: ...

    @property
    def rights(self) -> Rights:
        """As JSON can hold them: they are kept with the work that is asked for."""

    def lost(self, had: Rights, *, told_herself: bool = False) -> str:
        """A sentence that names what was taken away since; '' when nothing was. `told_herself`: the asker reads it."""


Find = Callable[[UUID], Asker | None]
_ways: list[Find] = []


def found_by(find: Find) -> None:
    """How an asker is found as they are now. One way at a time."""
    _ways[:] = [find]


def asker(pk: UUID | None) -> Asker | None:
    return _ways[0](pk) if pk is not None else None


def lost_since(pk: UUID | None, had: Rights, *, told_herself: bool = False) -> str:
    """What the asker may not do any more, in a sentence; '' when all is as it was, or more."""
    found = asker(pk)
    return found.lost(had, told_herself=told_herself) if found else _("Whoever asked for this has no access any more.")
