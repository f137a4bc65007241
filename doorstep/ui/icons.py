"""Lucide icons as inline SVG, drawn once per name and kept."""

from functools import cache

from lucide.jinja import lucide
from markupsafe import Markup


@cache
def icon(name: str, size: str = "", *, flip: bool = False) -> Markup:
    """Decoration only: hidden from assistive technology, so a word must stand beside it.

    `size` is "small" or "large"; `flip` mirrors an arrow where text runs from right to left.
    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    drawing = str(lucide(name, size=None))
    inside = " ".join(drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")].split()).replace("> <", "><")
    sized = f' data-size="{size}"' if size else ""
    flipped = " flip-rtl" if flip else ""
    return Markup(f'<svg class="icon{flipped}"{sized} viewBox="0 0 24 24" aria-hidden="true">{inside}</svg>')  # nosec B704 # noqa: S704
