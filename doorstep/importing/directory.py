"""The words of the file and the rows they stand for: lead types, statuses, members, tags."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team
from doorstep.importing import targets as to
from doorstep.importing.shaping import Incoming
from doorstep.leads.models import LeadTag, LeadType, Status, Tag
from doorstep.timeline.models import Activity

CREATE, BLANK = "create", "blank"


@dataclass
class Directory:
    """Made for each chunk, in its transaction: what a dry run adds is gone again with it."""

    types: dict[str, UUID]
    statuses: dict[str, UUID]
    members: dict[str, Member]
    tags: dict[str, UUID]
    names: dict[UUID, str]
    unknown: Mapping[str, str]
    borne: set[tuple[UUID, UUID]] = field(default_factory=set)
    noted: set[tuple[UUID, str]] = field(default_factory=set)

    def read(self, named: Mapping[str, str]) -> tuple[dict[str, object], str]:
        """Columns of the lead, and a remark about words that are unknown here and left blank."""
        values: dict[str, object] = {}
        unknown: list[str] = []
        for target, word in named.items():
            chosen = self._columns(target, word)
            values |= chosen
            if not chosen:
                unknown.append(
                    _("%(column)s “%(word)s” is unknown and was left out.")
                    % {"column": to.BY_KEY[target].label, "word": word}
                )
        return values, " ".join(unknown)

    def tags_of(self, names: Sequence[str]) -> list[UUID]:
        return [self.tags[name.casefold()] for name in names]

    def recall(self, matched: Iterable[UUID], rows: Sequence[Incoming]) -> None:
        """Which of the wanted tags and notes the matched leads bear already, so that a second import adds nothing."""
        leads = list(matched)
        tags = {self.tags[name.casefold()] for row in rows for name in row.tags}
        notes = {row.note for row in rows if row.note}
        if leads and tags:
            self.borne = set(
                LeadTag.objects.filter(lead_id__in=leads, tag_id__in=tags).values_list("lead_id", "tag_id")
            )
        if leads and notes:
            self.noted = set(
                Activity.objects.filter(subject_id__in=leads, body__in=notes).values_list("subject_id", "body")
            )

    def _columns(self, target: str, word: str) -> dict[str, object]:
        """Empty for a word that is unknown and is to be left out."""
        if target == to.ASSIGNEE:
            member = self.members.get(word.casefold())
            return {"assignee_id": member.pk, "assignee_path": member.path} if member else {}
        known = self.types if target == to.LEAD_TYPE else self.statuses
        if word.casefold() not in known and self.unknown.get(target) == CREATE:
            added = _added(LeadType if target == to.LEAD_TYPE else Status, word)
            known[word.casefold()], self.names[added.pk] = added.pk, added.name
        found = known.get(word.casefold())
        return {f"{target}_id": found} if found else {}


def directory_for(team: Team, rows: Sequence[Incoming], unknown: Mapping[str, str]) -> Directory:
    types, statuses = list(LeadType.objects.all()), list(Status.objects.all())
    members = list(Member.objects.filter(team=team).select_related("user"))
    tags = _tags({name.casefold(): name for row in rows for name in row.tags}, team)
    return Directory(
        types={kind.name.casefold(): kind.pk for kind in types},
        statuses={status.name.casefold(): status.pk for status in statuses},
        members={
            word.casefold(): each for each in members if each.is_enabled for word in (each.user.name, each.user.email)
        },
        tags={tag.name.casefold(): tag.pk for tag in tags},
        names={row.pk: str(row) for row in (*types, *statuses, *members, *tags)},
        unknown=unknown,
    )


def _added(model: type[LeadType] | type[Status], name: str) -> LeadType | Status:
    last = model.objects.aggregate(last=Max("position"))["last"] or 0
    return model.objects.get_or_create(name=name, defaults={"position": last + 1})[0]


def _tags(wanted: Mapping[str, str], team: Team) -> list[Tag]:
    """The team's tags of these names, new ones made."""
    if not wanted:
        return []
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(team=team)}
    return [known.get(folded) or Tag.objects.named(name, team_id=team.pk) for folded, name in wanted.items()]
