"""Requirement 004-01: a client's whole engagement history, her own lines and those of every lead bound to her."""

from uuid import UUID

from django.db.models import QuerySet

from doorstep.accounts.models import Member
from doorstep.clients.kinds import RELEASED
from doorstep.clients.models import Client
from doorstep.leads.models import Lead
from doorstep.timeline.models import Activity


def shown_to(client: Client) -> QuerySet[Activity]:
    """What the client reads in the portal, newest first."""
    return Activity.objects.about(client.timeline_subjects()).shown_to_client()


def visible_to(member: Member, client: Client) -> QuerySet[Activity]:
    """What a member reads at the desk: of the leads that she sees, the unbound among them, and of no other."""
    lines = Activity.objects.about([client.pk, *(lead.pk for lead in leads_of(client, member))])
    return lines if member.sees_everything else lines.exclude(pk__in=_about_leads_unseen(client, member))


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


def _about_leads_unseen(client: Client, member: Member) -> list[UUID]:
    """The lines that name a lead whose binding was undone and that the member does not see."""
    released = dict(
        Activity.objects.filter(subject_id=client.pk, kind=RELEASED.key).values_list("pk", "facts__lead_id")
    )
    seen = Lead.objects.within_reach_of(member).filter(pk__in=[pk for pk in released.values() if pk])
    named = {str(pk) for pk in seen.values_list("pk", flat=True)} if released else set()
    return [line for line, lead_id in released.items() if lead_id not in named]


def _bound(client: Client) -> list[UUID]:
    return list(client.bindings.filter(undone_at=None).values_list("lead_id", flat=True))
