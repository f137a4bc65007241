"""What leads bring to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.accounts.requests import DeskRequest
from doorstep.desk.registries import (
    LeadPage,
    PaletteAction,
    PaletteMatch,
    PaletteSearch,
    Tab,
    lead_tabs,
    new_entries,
    palette_actions,
    palette_matches,
    rail,
)
from doorstep.desk.shell import capped_count, lead_count
from doorstep.leads.models import Lead
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url

MATCHES_AT_MOST = 7


@rail.at(20)
def leads(request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Leads"), url("desk:leads"), "users", count=capped_count(lead_count(request)))


@new_entries.at(10)
def new_lead(_request: HttpRequest) -> Iterator[RailLink]:
    yield RailLink(_("Lead"), url("desk:new-lead"), "users")


@palette_actions.at(10)
def actions(request: DeskRequest) -> Iterator[PaletteAction]:
    """A buyer's leads are invited to nothing."""
    address = url("desk:leads")
    yield PaletteAction(_("New lead"), url("desk:new-lead"), "plus", _("Action"))
    yield PaletteAction(_("My leads"), f"{address}?assigned=me", "user-round", _("List"))
    yield PaletteAction(_("Unassigned leads"), f"{address}?assigned=nobody", "user-round-x", _("List"))
    if request.member.team.is_house:
        yield PaletteAction(_("Leads to invite again"), f"{address}?stage=invitation_expired", "clock", _("List"))
    yield PaletteAction(_("Export all leads"), url("desk:bulk", action="export") + "?all=on", "download", _("Action"))


@palette_matches.at(10)
def matching_leads(search: PaletteSearch) -> Iterator[PaletteMatch]:
    found = Lead.objects.search(search.text, member=search.request.member).order_by("-received_at")[:MATCHES_AT_MOST]
    for lead in found:
        address = reverse("desk:lead", kwargs={"pk": lead.pk})
        yield PaletteMatch(str(lead.pk), lead.name, address, lead.email or lead.phone)


@lead_tabs.at(10)
def tabs(page: LeadPage) -> Iterator[Tab]:
    """Each room's own tabs stand after these."""
    yield Tab("overview", _("Overview"), reverse("desk:lead", kwargs={"pk": page.lead.pk}))
    yield Tab("sales", _("Sales info"), reverse("desk:lead-sales", kwargs={"pk": page.lead.pk}))
