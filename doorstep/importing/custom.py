"""Custom fields hold text; what kind of text, their kind says."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from doorstep.importing.dates import read_moment
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line
from doorstep.leads.models import Field
from doorstep.leads.models.options import FieldKind
from doorstep.leads.person import LONGEST_OF_OWN

_YES = {"yes", "y", "true", "1", "x", "ja", "si", "sí", "oui"}
_NO = {"no", "n", "false", "0", "nein", "non"}


def fit(text: str, field: Field, day_order: str) -> str:
    """The value as the field keeps it. Raises NotAllowed with a sentence that names the field and what it takes."""
    typed = clean_line(text, LONGEST_OF_OWN)
    fitted = _fitted(typed, field, day_order)
    if fitted is None:
        raise NotAllowed(
            _wanted(field) % {"typed": typed[:60], "field": field.label, "choices": ", ".join(map(str, field.choices))}
        )
    return fitted


def _fitted(typed: str, field: Field, day_order: str) -> str | None:
    if field.kind == FieldKind.NUMBER:
        return _number(typed)
    if field.kind == FieldKind.DATE:
        moment = read_moment(typed, day_order)
        return moment.date().isoformat() if moment else None
    if field.kind == FieldKind.CHOICE:
        return next((str(choice) for choice in field.choices if str(choice).casefold() == typed.casefold()), None)
    if field.kind == FieldKind.YES_NO:
        word = typed.casefold()
        return "yes" if word in _YES else "no" if word in _NO else None
    return typed


def _number(typed: str) -> str | None:
    plain = typed.replace(" ", "").replace("\u00a0", "").replace(",", "")
    try:
        return plain if Decimal(plain).is_finite() else None
    except InvalidOperation:
        return None


def _wanted(field: Field) -> str:
    if field.kind == FieldKind.NUMBER:
        return _("“%(typed)s” in %(field)s is not a number.")
    if field.kind == FieldKind.DATE:
        return _("“%(typed)s” in %(field)s is not a date. Write it as 2026-12-31.")
    if field.kind == FieldKind.YES_NO:
        return _("“%(typed)s” in %(field)s is neither yes nor no.")
    return _("“%(typed)s” is no choice of %(field)s. It can be %(choices)s.")
