"""Leads as a file that opens in a spreadsheet program, and can be imported again."""

from collections.abc import Iterator
from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts.models import Member
from doorstep.kit.tables import Cell, write_csv
from doorstep.leads.choices import Choices
from doorstep.leads.chosen import chosen_leads
from doorstep.leads.models import Field, Lead, LeadTag
from doorstep.tenancy.exporting import Export, exported, local_cell
from doorstep.tenancy.models import Work

COLUMNS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "company": gettext_lazy("Company"),
    "job_title": gettext_lazy("Job title"),
    "street": gettext_lazy("Street"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "postal_code": gettext_lazy("Postal code"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "website": gettext_lazy("Website"),
    "birthday": gettext_lazy("Birthday"),
    "source": gettext_lazy("Source"),
    "brought_from": gettext_lazy("Brought from"),
    "referral_source": gettext_lazy("Referral source"),
    "property_interest": gettext_lazy("Property"),
    "search_criteria": gettext_lazy("Search criteria"),
    "received_at": gettext_lazy("Received"),
    "last_contact_at": gettext_lazy("Last contact"),
    "registered_at": gettext_lazy("Registered"),
}


@exported("leads", gettext_lazy("Leads"))
def leads_export(work: Work) -> Export[Lead]:
    by = Member.objects.who_asked_for(work)
    ledger = LeadColumns(by)
    reach = None if by.sees_everything else Lead.objects.visible_to(by)
    return Export(ledger.header, chosen_leads(work, by), ledger.lines, reach)


@exported("deleted-leads", gettext_lazy("Deleted leads"))
def deleted_leads_export(work: Work) -> Export[Lead]:
    by = Member.objects.who_asked_for(work)
    ledger = LeadColumns(by)

    def lines(leads: list[Lead]) -> Iterator[list[Cell]]:
        for lead, line in zip(leads, ledger.lines(leads), strict=True):
            yield [*line, local_cell(lead.deleted_at)]

    return Export([*ledger.header, _("Deleted")], Lead.objects.deleted_within_reach_of(by), lines)


def one_as_csv(lead: Lead, *, by: Member, target: IO[bytes]) -> None:
    ledger = LeadColumns(by)
    write_csv(target, ledger.header, ledger.lines([lead]))


class LeadColumns:
    """The columns of a business: the details, the chosen words, and its own fields."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.choices = Choices.of(member)
        self.own = dict(Field.objects.values_list("key", "label"))

    @property
    def header(self) -> list[str]:
        chosen = [_("Stage"), _("Lead type"), _("Status"), _("Assigned to"), _("Tags")]
        return [*(str(name) for name in COLUMNS.values()), *chosen, *self.own.values()]

    def lines(self, leads: list[Lead]) -> Iterator[list[Cell]]:
        tags = self._tags(leads)
        for lead in leads:
            yield [
                *(local_cell(getattr(lead, name)) for name in COLUMNS),
                str(lead.stage.label),
                _named(self.choices.lead_types, lead.lead_type_id),
                _named(self.choices.statuses, lead.status_id),
                _named(self.choices.colleagues, lead.assignee_id),
                ", ".join(tags.get(lead.pk, [])),
                *(str(lead.fields.get(key, "")) for key in self.own),
            ]

    def _tags(self, leads: list[Lead]) -> dict[UUID, list[str]]:
        tags: dict[UUID, list[str]] = {}
        for lead_id, tag_id in LeadTag.objects.filter(lead__in=leads).values_list("lead_id", "tag_id"):
            tags.setdefault(lead_id, []).append(self.choices.tags[tag_id])
        return tags


def _named(names: dict[UUID, str], pk: UUID | None) -> str:
    return names.get(pk, "") if pk else ""
