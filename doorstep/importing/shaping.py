"""A row becomes a person: cells go where the mapping says, and through `person.tidy` like anything typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from doorstep.importing import targets as to
from doorstep.importing.custom import fit
from doorstep.importing.dates import read_moment
from doorstep.importing.presets import ImportPreset
from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, clean_text, email_key, phone_key
from doorstep.kit.tables import header_key
from doorstep.leads.models import Field
from doorstep.leads.models.options import field_key
from doorstep.leads.person import Details, tidy
from doorstep.timeline.kinds import check_length

_BETWEEN_TAGS = re.compile(r"[,;\n]")
_BETWEEN_ADDRESSES = re.compile(r"[;,\s]+")


@dataclass(slots=True)
class Incoming:
    """A person as the file tells it: only what is filled stands in `details`, so that a blank cell erases nothing."""

    line: int
    cells: Sequence[str]
    details: Details = field(default_factory=dict)
    note: str = ""
    tags: Sequence[str] = ()
    named: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def name(self) -> str:
        return str(self.details.get("name") or self.details.get("email") or self.details.get("phone") or "")[:200]


class Shape:
    """The mapping of one import, worked out once so that each row is quick."""

    def __init__(
        self,
        headers: Sequence[str],
        mapping: Sequence[str],
        preset: ImportPreset,
        *,
        country: str,
        zone: tzinfo,
        day_order: Mapping[str, str],
        fields: Mapping[str, Field],
    ) -> None:
        self.headers, self.preset = headers, preset
        self.country, self.zone = country, zone
        self.fields = fields
        self.order = {int(column): order for column, order in day_order.items()}
        columns: dict[str, list[int]] = {}
        for column, target in enumerate(mapping):
            if target == to.NEW_FIELD:
                target = to.FIELD + field_key(headers[column])
            if target:
                columns.setdefault(target, []).append(column)
        self.columns = columns
        self.labels = self._labels()
        self.plain = [
            (target, found[0]) for target, found in columns.items() if len(found) == 1 and self._is_plain(target)
        ]
        self.other = {target: found for target, found in columns.items() if target not in dict(self.plain)}

    def person(self, line: int, cells: Sequence[str]) -> Incoming:
        row = Incoming(line, cells)
        try:
            values: dict[str, object] = {
                target: cell for target, column in self.plain if (cell := cells[column]) and not cell.isspace()
            }
            if self.other:
                self._others(row, values)
            row.details = tidy(values, country=self.country)
        except NotAllowed as refusal:
            row.fault = self._sentence(refusal, values)
            row.details = {"name": _called(values)}
        return row

    def _is_plain(self, target: str) -> bool:
        special = {to.MIDDLE_NAME, to.NAME, to.NOTE, to.TAGS, *to.ONE_OF_A_LIST, *to.DATES}
        if target in (to.EMAIL, to.PHONE):
            return not self.preset.several
        return target not in special and not target.startswith(to.FIELD)

    def _others(self, row: Incoming, values: dict[str, object]) -> None:
        filled = {
            target: found for target, columns in self.other.items() if (found := self._filled(row.cells, columns))
        }
        self._names(values, filled)
        for target in (to.EMAIL, to.PHONE):
            if target in filled:
                self._several(row, values, target, filled.pop(target))
        for target in [name for name in filled if name in to.BY_KEY and name not in (to.NOTE, to.TAGS)]:
            self._one(row, values, target, filled.pop(target))
        row.tags = self._tags(filled.pop(to.TAGS, []))
        notes = [cell for _column, cell in filled.pop(to.NOTE, [])]
        row.note = check_length(clean_text("\n".join(filter(None, [*notes, row.note]))))
        if filled:
            values["fields"] = {
                name.removeprefix(to.FIELD): self._custom(name, cells) for name, cells in filled.items()
            }

    def _filled(self, cells: Sequence[str], columns: Sequence[int]) -> list[tuple[int, str]]:
        return [(column, cell) for column in columns if (cell := cells[column].strip())]

    def _names(self, values: dict[str, object], filled: dict[str, list[tuple[int, str]]]) -> None:
        """A full name counts when its parts are missing; a middle name goes with the first."""
        middle = filled.pop(to.MIDDLE_NAME, [])
        if middle and to.FIRST_NAME in values:
            values[to.FIRST_NAME] = f"{values[to.FIRST_NAME]} {middle[0][1]}"
        whole = filled.pop(to.NAME, [])
        if whole and to.FIRST_NAME not in values and to.LAST_NAME not in values:
            values[to.NAME] = whole[0][1]

    def _several(self, row: Incoming, values: dict[str, object], target: str, found: list[tuple[int, str]]) -> None:
        """The main one, or the first that can be read, is kept as the detail; the others are kept in the note."""
        found = sorted(found, key=lambda cell: not self._is_main(row.cells, cell[0]))
        each = [(column, part) for column, cell in found for part in self._parts(target, cell)]
        keys = [self._key(target, part) for _column, part in each]
        main = next((at for at, key in enumerate(keys) if key), 0)
        values[target] = each[main][1]
        rest = {
            key or part: f"{self.headers[column]}: {part}"
            for (column, part), key in zip(each, keys, strict=True)
            if key != keys[main]
        }
        row.note = "\n".join(filter(None, [row.note, *rest.values()]))

    def _parts(self, target: str, cell: str) -> list[str]:
        if self.preset.several and self.preset.several in cell:
            return [part for piece in cell.split(self.preset.several) if (part := piece.strip())]
        if target == to.EMAIL and cell.count("@") > 1:
            parts = _BETWEEN_ADDRESSES.split(cell)
            return parts if all("@" in part for part in parts) else [cell]
        return [cell]

    def _key(self, target: str, text: str) -> str | None:
        return email_key(text) if target == to.EMAIL else phone_key(text, self.country)

    def _one(self, row: Incoming, values: dict[str, object], target: str, found: list[tuple[int, str]]) -> None:
        column, cell = found[0]
        if target in to.ONE_OF_A_LIST:
            row.named[target] = clean_line(cell, 80)
        elif target in to.DATES:
            values.update(self._date(target, column, cell))
        else:
            values[target] = (
                to.BY_KEY[target].joins.join(text for _column, text in found) if to.BY_KEY[target].joins else cell
            )

    def _date(self, target: str, column: int, cell: str) -> dict[str, object]:
        if cell.startswith("--"):  # an address book's birthday without its year
            return {}
        moment = read_moment(cell, self.order.get(column, "day"))
        if moment is None:
            raise NotAllowed(
                _("“%(cell)s” in %(column)s is not a date. Write it as 2026-12-31.")
                % {"cell": cell[:60], "column": self.headers[column]}
            )
        return {target: moment.date() if target == to.BIRTHDAY else self._in_zone(moment)}

    def _in_zone(self, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _tags(self, found: list[tuple[int, str]]) -> Sequence[str]:
        several = self.preset.several
        parts = [
            part for _column, cell in found for part in (cell.split(several) if several else _BETWEEN_TAGS.split(cell))
        ]
        names = [clean_line(self.preset.own_tag(part), 60) for part in parts]
        return list({name.casefold(): name for name in names if name}.values())

    def _custom(self, name: str, found: list[tuple[int, str]]) -> str:
        column, cell = found[0]
        known = self.fields.get(name.removeprefix(to.FIELD))
        return fit(cell, known, self.order.get(column, "day")) if known else cell

    def _is_main(self, cells: Sequence[str], column: int) -> bool:
        label = self.labels.get(column)
        return label is not None and bool(self.preset.main_mark) and cells[label].startswith(self.preset.main_mark)

    def _labels(self) -> dict[int, int]:
        """Which column names what stands in another: `E-mail 1 - Label` for `E-mail 1 - Value`."""
        if not self.preset.value_end:
            return {}
        keys = [header_key(header) for header in self.headers]
        beginnings = {
            column: key.removesuffix(self.preset.value_end)
            for column, key in enumerate(keys)
            if key.endswith(self.preset.value_end)
        }
        return {
            column: keys.index(beginning + end)
            for column, beginning in beginnings.items()
            for end in self.preset.label_ends
            if beginning + end in keys
        }

    def _sentence(self, refusal: NotAllowed, values: Mapping[str, object]) -> str:
        if refusal.field == to.EMAIL:
            return _("“%(typed)s” is not a whole e-mail address. %(fault)s") % {
                "typed": str(values[to.EMAIL])[:80],
                "fault": refusal.sentence,
            }
        return refusal.sentence


def _called(values: Mapping[str, object]) -> str:
    """What to call a person whose details could not be read."""
    whole = " ".join(str(values[part]) for part in (to.FIRST_NAME, to.LAST_NAME) if part in values)
    return clean_line(whole or str(values.get(to.NAME) or values.get(to.EMAIL) or values.get(to.PHONE) or ""), 200)
