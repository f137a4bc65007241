"""How large a request's body may be: said where the view is, so that it is known before a byte of it is read."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import BadRequest, SuspiciousOperation

MEGABYTE = 2**20
EVERYWHERE = MEGABYTE // 4  # no address takes less, so that most bodies are let through without asking which it is
LARGEST_FORM = 2 * MEGABYTE  # a hundred fields as long as the longest note
View = TypeVar("View", bound=Callable[..., object])


class TooLarge(BadRequest):
    """`most` is what people are told: where files are taken, that of a file."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The body has more than {most} bytes.")
        self.most = most


class TooSlow(BadRequest):
    """It stopped coming."""


class NoRoom(SuspiciousOperation):
    """So much is being sent at once that there is no place for it now."""

    def __init__(self) -> None:
        super().__init__("Bodies take up too much of the disk.")


def takes_body(*, most: int) -> Callable[[View], View]:
    """For a view that takes more, or less, than a form. `most` is in bytes."""
    if most < EVERYWHERE:
        raise ValueError(f"Every address takes {EVERYWHERE} bytes.")

    def declare(view: View) -> View:
        view.most = most  # type: ignore[attr-defined]
        return view

    return declare


def takes_files(*, most: int) -> Callable[[View], View]:
    """Leaves room for the fields beside them; so a file a little too large is refused in the form's own words."""

    def declare(view: View) -> View:
        view.largest_file = most  # type: ignore[attr-defined]
        return takes_body(most=most + LARGEST_FORM)(view)

    return declare


def most_of(view: object) -> int:
    return int(getattr(view, "most", LARGEST_FORM))


def told_of(view: object) -> int:
    return int(getattr(view, "largest_file", 0)) or most_of(view)
