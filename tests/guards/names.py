"""The names of all that the product reads out of a query or a form, whether a page shows it or not."""

import re
from functools import cache
from pathlib import Path

from django import forms

PACKAGE = Path(__file__).parents[2] / "doorstep"
READ = re.compile(
    r"(?:GET|POST|FILES|asked)(?:\.get|\.getlist)?[(\[]\"(\w+)\"|\"(\w+)\" in (?:request\.\w+|asked)"
    r"|_line\(request, \"(\w+)\"|values\(\"(\w+)\"\)"
)


@cache
def names_read() -> tuple[str, ...]:
    """New ones join by themselves: they are found in the source, and in what forms declare."""
    source = "".join(path.read_text() for path in PACKAGE.rglob("*.py") if "tests" not in path.parts)
    said = {name for found in READ.findall(source) for name in found if name}
    declared = {name for form in _forms(forms.Form) for name in form.base_fields}
    return tuple(sorted(said | declared | {"q", "cursor"}))


def _forms(above: type[forms.Form]) -> list[type[forms.Form]]:
    return [one for form in above.__subclasses__() for one in (form, *_forms(form))]
