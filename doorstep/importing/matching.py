"""Who a row is: a lead that is here already, a row that stood further up in the file, or somebody new.

Details are asked the most telling first (external ID, e-mail, phone, name). A weaker one counts only where no stronger
one speaks: two people of one household share a phone, and their addresses tell them apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from django.utils.translation import gettext as _

from doorstep.importing.models import MatchBy
from doorstep.importing.shaping import Incoming
from doorstep.leads.models.reach import LeadQuerySet

COLUMNS = {
    MatchBy.EXTERNAL_ID: "external_id",
    MatchBy.EMAIL: "email_key",
    MatchBy.PHONE: "phone_key",
    MatchBy.NAME: "name_key",
}
BY_STRENGTH = tuple(COLUMNS)

Signs = dict[MatchBy, str]  # what a person is known by, in the order of strength


class SeenRows:
    """What has gone by in this file, and on which line."""

    def __init__(self, match: Sequence[MatchBy]) -> None:
        self.match = [by for by in BY_STRENGTH if by in match]
        self._lines: dict[tuple[MatchBy, tuple[MatchBy, ...]], dict[str, int]] = defaultdict(dict)

    def signs(self, details: Mapping[str, object]) -> Signs:
        """Two leads called Maya are not yet one: a name counts when it has both parts."""
        found = {by: str(details.get(COLUMNS[by]) or "") for by in self.match}
        if MatchBy.NAME in found and not (details.get("first_name") and details.get("last_name")):
            found[MatchBy.NAME] = ""
        return {by: value for by, value in found.items() if value}

    def remember(self, signs: Signs, line: int) -> None:
        for by, value in signs.items():
            self._lines[by, stronger(by, signs)].setdefault(value, line)

    def line_of(self, signs: Signs) -> tuple[MatchBy, int] | None:
        """The line that was the same person, and by what one can tell."""
        for by, value in signs.items():
            mine = stronger(by, signs)
            for (other, theirs), lines in self._lines.items():
                # Where both have a stronger sign it differs, or that sign would have found them.
                if other == by and not set(mine) & set(theirs) and value in lines:
                    return by, lines[value]
        return None


@dataclass(slots=True)
class Found:
    """The leads that a row could be; more than one is nobody's to guess."""

    by: MatchBy
    leads: list[tuple[UUID, str]] = field(default_factory=list)

    @property
    def is_ambiguous(self) -> bool:
        return len(self.leads) > 1

    def why_ambiguous(self) -> str:
        names = ", ".join(name for _pk, name in self.leads[:3])
        values = {"count": len(self.leads), "names": names}
        sentences = {
            MatchBy.EMAIL: _(
                "%(count)d leads have this e-mail: %(names)s. Delete one too many, or say which by an external ID."
            ),
            MatchBy.PHONE: _("%(count)d leads have this phone: %(names)s. Add the e-mail to say which."),
            MatchBy.NAME: _("%(count)d leads have this name: %(names)s. Add the e-mail to say which."),
            MatchBy.EXTERNAL_ID: _("%(count)d leads have this external ID: %(names)s. Delete one too many."),
        }
        return sentences[self.by] % values


def find(rows: Sequence[Incoming], signs: Mapping[int, Signs], among: LeadQuerySet) -> dict[int, Found]:
    """By line, the leads each row could be; rows that are nobody's are missing. A query or two for each sign."""
    found: dict[int, Found] = {}
    for by in BY_STRENGTH:
        waiting: dict[tuple[MatchBy, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            mine = signs[row.line]
            if by in mine and row.line not in found:
                waiting[stronger(by, mine)][mine[by]].append(row.line)
        for absent, lines_of in waiting.items():
            for value, pk, name in _leads(among, by, absent, list(lines_of)):
                for line in lines_of[value]:
                    found.setdefault(line, Found(by)).leads.append((pk, name))
    return found


def _leads(
    among: LeadQuerySet, by: MatchBy, absent: Sequence[MatchBy], values: list[str]
) -> Iterator[tuple[str, UUID, str]]:
    column = COLUMNS[by]
    having = among.filter(**{f"{column}__in": values}, **{COLUMNS[other]: "" for other in absent})
    if by == MatchBy.NAME:
        having = having.exclude(first_name="").exclude(last_name="")
    return having.order_by("pk").values_list(column, "pk", "name").iterator()


def stronger(by: MatchBy, signs: Signs) -> tuple[MatchBy, ...]:
    return _before(by, tuple(signs))


@cache
def _before(by: MatchBy, signs: tuple[MatchBy, ...]) -> tuple[MatchBy, ...]:
    return tuple(other for other in signs if BY_STRENGTH.index(other) < BY_STRENGTH.index(by))
