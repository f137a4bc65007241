"""The new-lead e-mail, once no further lead came for half a minute: five hundred assigned at once are one e-mail."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.leads.emails import NEW_LEAD, NEW_LEADS
from doorstep.leads.models import Arrival, Lead
from doorstep.leads.models.arrival import ArrivalQuerySet
from doorstep.tenancy.models import BusinessProfile

WAITS_AT_MOST = timedelta(minutes=10)
NAMED_AT_MOST = 10


def tell(arrival_id: UUID) -> None:
    """Tells of this arrival and all others of its team, unless a later one is going to."""
    told_by = Arrival.objects.select_related("lead").filter(pk=arrival_id).first()
    if told_by is None:
        return
    team_id = told_by.lead.team_id
    of_team = Arrival.objects.filter(lead__team_id=team_id).order_by("pk")
    if _more_may_come(of_team, arrival_id):
        return
    waiting = list(of_team.select_for_update(of=("self",)))
    Arrival.objects.filter(pk__in=[arrival.pk for arrival in waiting]).delete()
    wanting = Member.objects.enabled().filter(team_id=team_id, new_lead_notification=True)
    for member in wanting.select_related("user", "team"):
        _tell(member, waiting)


def _more_may_come(of_team: ArrivalQuerySet, arrival_id: UUID) -> bool:
    """Each of them has a job that asks this: of ten thousand at once, all but the last may read no more than two."""
    oldest = of_team.values_list("at", flat=True).first()
    has_time = oldest is not None and oldest > timezone.now() - WAITS_AT_MOST
    return has_time and of_team.filter(pk__gt=arrival_id).exists()


def _tell(member: Member, arrivals: Iterable[Arrival]) -> None:
    """Of the leads that she was given and still has, and of those in the pool that she may still take."""
    news = [arrival for arrival in arrivals if arrival.caused_by != member.pk]
    given = [arrival.lead_id for arrival in news if arrival.member_id == member.pk]
    pool = [arrival.lead_id for arrival in news if arrival.member_id is None]
    hers = Q(pk__in=given, assignee_id=member.pk) | Q(pk__in=pool, assignee_path="")
    found = Lead.objects.visible_to(member).filter(hers).order_by("-received_at", "-pk")
    leads = list(found.only("name", "source")) if news else []
    if leads:
        _send(member, leads)


def _send(member: Member, leads: Sequence[Lead]) -> None:
    count = len(leads)
    headline = ngettext("New lead: %(name)s", "%(count)d new leads", count) % {"name": leads[0].name, "count": count}
    lines = [", ".join(filter(None, (lead.name, lead.source))) for lead in leads[:NAMED_AT_MOST]]
    where = f"/desk/leads/{leads[0].pk}/" if count == 1 else "/desk/leads/"
    NEW_LEAD.send(
        to=member.user.email,
        name=member.user.name,
        values={"headline": headline, "leads": "\n".join([*lines, *(["…"] if count > NAMED_AT_MOST else [])])},
        action_url=BusinessProfile.objects.select_related("business").get().business.address(where),
        about=member,
        list_key=NEW_LEADS,
    )
