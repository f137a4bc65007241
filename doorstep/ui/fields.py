"""What a part needs to know of a Django form field, and the widgets whose value a browser can read."""

from dataclasses import dataclass
from typing import Literal

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup

Kind = Literal["control", "check", "radios", "checks", "hidden"]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """Day and time in one field, in the reader's zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Drawn:
    """A form field, ready for the part: its control as HTML with every id wired, and what stands around it."""

    kind: Kind
    id: str
    name: str
    label: str
    help: str
    errors: tuple[str, ...]
    is_required: bool
    control: Markup
    options: tuple[Option, ...] = ()


def drawn(field: BoundField, **attrs: str | bool) -> Drawn:
    """`attrs` go onto the control; underscores become hyphens: `drawn(form["email"], hx_post="…")`."""
    kind = _kind(field.field.widget)
    name_of_id = field.id_for_label or field.auto_id or field.html_name
    errors = tuple(str(error) for error in field.errors)
    return Drawn(
        kind=kind,
        id=name_of_id,
        name=field.html_name,
        label=str(field.label),
        help=str(field.help_text or ""),
        errors=errors,
        is_required=field.field.required,
        control=_control(field, kind, name_of_id, errors, attrs),
        options=tuple(_options(field)) if kind in ("radios", "checks") else (),
    )


def _kind(widget: forms.Widget) -> Kind:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "check" if isinstance(widget, forms.CheckboxInput) else "control"


def _control(
    field: BoundField, kind: Kind, name_of_id: str, errors: tuple[str, ...], attrs: dict[str, str | bool]
) -> Markup:
    if kind in ("radios", "checks"):
        return Markup("")
    wiring = {name.replace("_", "-"): value for name, value in attrs.items()}
    if kind != "hidden":
        wiring.setdefault("class", "check" if kind == "check" else "input")
        wiring |= _described(field, name_of_id, errors)
        if errors and field.name == _first_wrong(field.form):
            wiring.setdefault("autofocus", "")
    return Markup(field.as_widget(attrs={**wiring}))  # nosec B704 # noqa: S704  Django has escaped it


def _first_wrong(form: forms.BaseForm) -> str:
    """Where the person goes on: a form that comes back with mistakes has its focus there."""
    return next((name for name in form.fields if name in form.errors), "")


def _described(field: BoundField, name_of_id: str, errors: tuple[str, ...]) -> dict[str, str]:
    """Names both help and error, so that a screen reader says the error first and the help after."""
    parts = ([f"{name_of_id}-error"] if errors else []) + ([f"{name_of_id}-help"] if field.help_text else [])
    wiring = {"aria-describedby": " ".join(parts)} if parts else {}
    return wiring | ({"aria-invalid": "true"} if errors else {})


def _options(field: BoundField) -> list[Option]:
    value = field.value()
    chosen = {str(item) for item in (value if isinstance(value, list | tuple | set) else [value])}
    choices = getattr(field.field.widget, "choices", ())
    return [Option(str(key), str(label), str(key) in chosen) for key, label in choices]
