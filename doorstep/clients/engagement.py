"""Requirement 004-01: a client's whole engagement history, her own lines and those of every lead bound to her."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from doorstep.accounts.models import Member
from doorstep.clients.kinds import RELEASED
from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.timeline.models import Activity


def activities_for(client: Client) -> QuerySet[Activity]:
    """What the client reads in the portal, newest first."""
    return Activity.objects.about(client.timeline_subjects()).shown_to_client()


def visible_to(member: Member, client: Client) -> QuerySet[Activity]:
    """What a member reads at the desk: of the leads that she sees, the unbound among them, and of no other."""
    lines = Activity.objects.about([client.pk, *(lead.pk for lead in leads_of(client, member))])
    return without_leads_unseen(lines, member)


def without_leads_unseen(lines: QuerySet[Activity], member: Member) -> QuerySet[Activity]:
    """A client's own lines name the leads that were bound to her once: not those that the member does not see."""
    if member.sees_everything:
        return lines
    named = Cast(KeyTextTransform("lead_id", OuterRef("facts")), UUIDField())
    seen = Lead.objects.within_reach_of(member).filter(pk=named)
    return lines.exclude(Q(kind=RELEASED.key) & ~Exists(seen))


def leads_of(client: Client, member: Member) -> QuerySet[Lead]:
    return Lead.objects.visible_to(member).filter(pk__in=_bound(client)).order_by("received_at")


def furthest_lead(client: Client) -> Lead | None:
    """The lead that has come furthest says where the client stands."""
    return Lead.objects.filter(pk__in=_bound(client)).order_by("-progress", "-received_at").first()


def contact_member(client: Client) -> Member | None:
    """The member to write to: whoever works the newest lead that is assigned."""
    lead = Lead.objects.filter(pk__in=_bound(client), assignee__user__disabled_at=None).exclude(assignee=None)
    newest = lead.select_related("assignee__user").order_by("-received_at").first()
    return newest.assignee if newest else None


def _bound(client: Client) -> list[UUID]:
    return list(client.bindings.filter(undone_at=None).values_list("lead_id", flat=True))
