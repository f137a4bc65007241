"""What becomes of each row, decided before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from doorstep.importing import wording
from doorstep.importing.directory import Directory
from doorstep.importing.matching import Found, SeenRows, find
from doorstep.importing.models import REFUSED, MatchBy, Mode, RowOutcome
from doorstep.importing.shaping import Incoming
from doorstep.kit.ids import uuid7
from doorstep.leads.models import Lead
from doorstep.leads.models.reach import LeadQuerySet
from doorstep.leads.person import Details, can_be_reached, tidy

KEPT_AS_SPELLED = {"email": "email_key", "phone": "phone_key"}
PARTS_OF_A_NAME = {"name", "first_name", "last_name"}


@dataclass(slots=True)
class Classification:
    """`values` are written as they are; `before` holds what an update replaces."""

    row: Incoming
    outcome: RowOutcome
    reason: str = ""
    lead: Lead | None = None
    values: Details = field(default_factory=dict)
    before: Details = field(default_factory=dict)
    tags: list[UUID] = field(default_factory=list)
    note: str = ""
    touched: Sequence[str] = ()
    lead_id: UUID = field(default_factory=uuid7)

    @property
    def is_refused(self) -> bool:
        return self.outcome in REFUSED

    @property
    def name(self) -> str:
        return str(self.values.get("name") or (self.lead.name if self.lead else "") or self.row.name)


class RowClassifier:
    def __init__(self, *, mode: str, known: SeenRows, among: LeadQuerySet, country: str) -> None:
        self.mode, self.known, self.among, self.country = mode, known, among, country

    def judge(self, rows: Sequence[Incoming], directory: Directory) -> list[Classification]:
        readable = [row for row in rows if not row.fault]
        signs = {row.line: self.known.signs(row.details) for row in readable}
        found = find(readable, signs, self.among)
        leads = self._leads(found.values())
        directory.recall(leads, readable)
        return [self._one(row, signs.get(row.line, {}), found.get(row.line), leads, directory) for row in rows]

    def _leads(self, found: Iterable[Found]) -> dict[UUID, Lead]:
        """Locked until the chunk is written, so that what is kept as `before` is what was replaced."""
        wanted = {each.leads[0][0] for each in found if not each.is_ambiguous}
        locked = (
            self.among.filter(pk__in=wanted).defer("searched", "capture").order_by("pk").select_for_update(of=("self",))
        )
        return {lead.pk: lead for lead in locked} if wanted else {}

    def _one(
        self,
        row: Incoming,
        signs: dict[MatchBy, str],
        found: Found | None,
        leads: Mapping[UUID, Lead],
        directory: Directory,
    ) -> Classification:
        if row.fault:
            return Classification(row, RowOutcome.FAILED, row.fault)
        if twin := self.known.line_of(signs):
            return Classification(row, RowOutcome.DUPLICATE, _same_as(*twin))
        if found and found.is_ambiguous:
            return Classification(row, RowOutcome.FAILED, found.why_ambiguous())
        lead = leads.get(found.leads[0][0]) if found else None
        judgement = self._update(row, lead, directory) if lead else self._create(row, directory)
        if not judgement.is_refused:
            self.known.remember(signs, row.line)
            if lead:
                self.known.remember(self.known.signs(vars(lead)), row.line)
        return judgement

    def _create(self, row: Incoming, directory: Directory) -> Classification:
        if self.mode == Mode.UPDATE:
            return Classification(row, RowOutcome.FAILED, _("Nobody here matches, and you chose to update only."))
        if not can_be_reached(row.details):
            return Classification(row, RowOutcome.FAILED, _("No e-mail and no phone. One of them is needed."))
        chosen, remark = directory.read(row.named)
        values = {**row.details, **chosen}
        if "name" not in values:
            values |= tidy(
                {"name": "", "email": values.get("email"), "phone": values.get("phone")}, country=self.country
            )
        return Classification(
            row, RowOutcome.CREATED, remark, values=values, tags=directory.tags_of(row.tags), note=row.note
        )

    def _update(self, row: Incoming, lead: Lead, directory: Directory) -> Classification:
        if self.mode == Mode.CREATE:
            return Classification(
                row, RowOutcome.DUPLICATE, _("%(lead)s is here already, and you chose to create only.") % {"lead": lead}
            )
        chosen, remark = directory.read(row.named)
        wanted = {**self._details(row, lead), **chosen}
        changed = {name: value for name, value in wanted.items() if getattr(lead, name) != value}
        tags = [tag for tag in directory.tags_of(row.tags) if (lead.pk, tag) not in directory.borne]
        note = row.note if (lead.pk, row.note) not in directory.noted else ""
        if not changed and not tags and not note:
            return Classification(row, RowOutcome.UNCHANGED, remark, lead=lead, lead_id=lead.pk)
        before = {name: getattr(lead, name) for name in changed}
        said = wording.changes(before, changed, directory.names, tags=tags, note=note)
        return Classification(
            row, RowOutcome.UPDATED, f"{said} {remark}".strip(), lead=lead, lead_id=lead.pk, values=changed,
            before=before, tags=tags, note=note, touched=wording.touched(before, tags, note),
        )  # fmt: skip

    def _details(self, row: Incoming, lead: Lead) -> Details:
        """Without what is the same but for its spelling; half a name joins the half that is known."""
        details = {name: value for name, value in row.details.items() if not _is_respelled(name, row.details, lead)}
        given = PARTS_OF_A_NAME & details.keys() - {"name"}
        if len(given) == 1:
            part = given.pop()
            details |= tidy({part: details[part]}, country=self.country, current=lead)
        if "fields" in details:
            details["fields"] = {**lead.fields, **dict(details["fields"])}  # type: ignore[call-overload]
        return details


def _is_respelled(name: str, details: Details, lead: Lead) -> bool:
    key = KEPT_AS_SPELLED.get(name)
    return key is not None and details[key] == getattr(lead, key)


def _same_as(by: MatchBy, line: int) -> str:
    sentences = {
        MatchBy.EMAIL: _("Same e-mail as row %(line)d. Keep one of them."),
        MatchBy.PHONE: _("Same phone as row %(line)d. Keep one of them."),
        MatchBy.NAME: _("Same name as row %(line)d. Keep one of them."),
        MatchBy.EXTERNAL_ID: _("Same external ID as row %(line)d. Keep one of them."),
    }
    return sentences[by] % {"line": line}
