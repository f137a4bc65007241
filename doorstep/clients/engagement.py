"""A client's whole engagement history, read as one: her own lines and those of every lead bound to her (seed 004)."""

from uuid import UUID

from django.db.models import QuerySet

from doorstep.accounts.models import Member
from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.timeline.models import Activity


def shown_to(client: Client) -> QuerySet[Activity]:
    """What the client reads in the portal, newest first."""
    return Activity.objects.about(client.timeline_subjects()).shown_to_client()


def visible_to(member: Member, client: Client) -> QuerySet[Activity]:
    """What a member reads at the desk: only the leads that she sees."""
    return Activity.objects.about([client.pk, *(lead.pk for lead in leads_of(client, member))])


def leads_of(client: Client, member: Member) -> QuerySet[Lead]:
    return Lead.objects.visible_to(member).filter(pk__in=_bound(client)).order_by("received_at")


def furthest_lead(client: Client) -> Lead | None:
    """The lead that has come furthest says where the client stands."""
    return Lead.objects.filter(pk__in=_bound(client)).order_by("-reached", "-received_at").first()


def who_cares(client: Client) -> Member | None:
    """The member to write to: whoever works the newest lead that is assigned."""
    lead = Lead.objects.filter(pk__in=_bound(client), assignee__user__disabled_at=None).exclude(assignee=None)
    newest = lead.select_related("assignee__user").order_by("-received_at").first()
    return newest.assignee if newest else None


def _bound(client: Client) -> list[UUID]:
    return list(client.bindings.filter(undone_at=None).values_list("lead_id", flat=True))
