"""What the mapping page shows of a file before anything is checked."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.importing import targets as to
from doorstep.importing.directory import directory_for
from doorstep.importing.models import Import
from doorstep.importing.running import probe_of, shape_of

_HIDDEN = {"first_name", "last_name", "fields"}


@dataclass(frozen=True)
class ColumnView:
    """`state` is one of matched, unknown, days, sensitive, left_out."""

    at: int
    header: str
    samples: Sequence[str]
    filled: int
    target: str
    state: str
    unknown: Sequence[str]
    day_order: str


def columns(import_run: Import) -> list[ColumnView]:
    directory = directory_for(import_run.team, [], {})
    known: dict[str, Container[str]] = {
        to.LEAD_TYPE: directory.types,
        to.STATUS: directory.statuses,
        to.ASSIGNEE: directory.members,
    }
    return [
        _column(import_run, at, seen, known.get(target, {}))
        for at, (seen, target) in enumerate(zip(import_run.survey, import_run.mapping, strict=True))
    ]


def first_row(import_run: Import) -> tuple[list[tuple[str, str]], str]:
    """Names and values of the first row as a person, or the sentence that says why it is none."""
    probe = probe_of(import_run)
    if not probe.preview:
        return [], _("The file has headers and no rows.")
    person = shape_of(import_run, probe).person(1, probe.preview[0])
    if person.fault:
        return [], person.fault
    details = sorted(person.details.items(), key=lambda pair: pair[0] != "name")
    pairs = [(_label(name), _shown(name, value)) for name, value in details if not name.endswith("_key")]
    custom = dict(person.details.get("fields") or {})  # type: ignore[call-overload]
    pairs += [(key.replace("-", " ").capitalize(), str(value)) for key, value in custom.items()]
    pairs += [(str(to.BY_KEY[target].label), word) for target, word in person.named.items()]
    pairs += [(_("Tags"), ", ".join(person.tags))] if person.tags else []
    pairs += [(_("Note"), person.note)] if person.note else []
    return [(label, value) for label, value in pairs if label and value], ""


def _column(import_run: Import, at: int, seen: Mapping[str, object], known: Container[str]) -> ColumnView:
    target = import_run.mapping[at]
    words = [str(word) for word in seen["words"] if str(word).casefold() not in known]  # type: ignore[attr-defined]
    unknown = words if target in to.ONE_OF_A_LIST else []
    return ColumnView(
        at=at,
        header=str(seen["header"]),
        samples=seen["samples"],  # type: ignore[arg-type]
        filled=int(str(seen["filled"])),
        target=target,
        state=_state(target, unknown, seen),
        unknown=unknown,
        day_order=str(import_run.day_order.get(str(at), "")),
    )


def _state(target: str, unknown: Sequence[str], seen: Mapping[str, object]) -> str:
    if not target:
        return "sensitive" if seen["is_sensitive"] else "left_out"
    if unknown:
        return "unknown"
    is_date = target in to.DATES and not seen["day_is_sure"]
    return "days" if is_date else "matched"


def _label(name: str) -> str:
    if name in _HIDDEN:
        return ""
    return _("Name") if name == "name" else str(to.BY_KEY[name].label)


def _shown(name: str, value: object) -> str:
    if name == "received_at":
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")  # type: ignore[arg-type]
    return str(value)
