"""What clients bring to the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.clients.engagement import leads_of
from doorstep.clients.models import Binding
from doorstep.desk.registries import ClientPage, Panel, Tab, client_panels, client_tabs, rail
from doorstep.desk.shell import member_of
from doorstep.ui.context import RailLink
from doorstep.ui.jinja import url


@rail.at(30)
def clients(request: HttpRequest) -> Iterator[RailLink]:
    """They belong to the house: a buyer works leads only."""
    if member_of(request).team.is_house:
        yield RailLink(_("Clients"), url("desk:clients"), "user-round-check")


@client_tabs.at(10)
def overview(page: ClientPage) -> Iterator[Tab]:
    yield Tab("overview", _("Overview"), reverse("desk:client", kwargs={"pk": page.client.pk}))


@client_panels.at(10)
def leads(page: ClientPage) -> Iterator[Panel]:
    """Those that the member can see, each with how it was bound."""
    found = list(leads_of(page.client, page.request.member))
    bindings = Binding.objects.alive().filter(client=page.client, lead__in=found).select_related("bound_by__user")
    by_lead = {binding.lead_id: binding for binding in bindings}
    yield Panel("leads", "desk/clients/leads.html", {"leads": [(lead, by_lead[lead.pk]) for lead in found]})
