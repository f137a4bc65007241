"""The new-lead e-mail, once no further lead came for half a minute: five hundred assigned at once are one e-mail."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.accounts.models import Member
from doorstep.leads.emails import NEW_LEAD, NEW_LEADS
from doorstep.leads.kinds import ASSIGNED, CAPTURED
from doorstep.leads.models import Arrival, Lead
from doorstep.leads.models.arrival import ArrivalQuerySet
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity
from doorstep.ui.words import number

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
    news = {arrival.lead_id: arrival for arrival in arrivals if arrival.caused_by != member.pk}
    given = [lead_id for lead_id, arrival in news.items() if arrival.member_id == member.pk]
    pool = [lead_id for lead_id, arrival in news.items() if arrival.member_id is None]
    hers = Q(pk__in=given, assignee_id=member.pk) | Q(pk__in=pool, assignee_path="")
    found = Lead.objects.visible_to(member).filter(hers).order_by("-received_at", "-pk")
    leads = list(found.only("name", "source")) if news else []
    if len(leads) == 1:
        _send_one(member, leads[0], news[leads[0].pk])
    elif leads:
        _send_many(member, leads)


def _send_one(member: Member, lead: Lead, arrival: Arrival) -> None:
    """The headline names the lead; below it stands what it does not say."""
    lines = [lead.source, _who_assigned(arrival)]
    _send(member, _("New lead: %(name)s") % {"name": lead.name}, lines, f"/desk/leads/{lead.pk}/")


def _send_many(member: Member, leads: Sequence[Lead]) -> None:
    count = len(leads)
    headline = ngettext("%(count)s new lead", "%(count)s new leads", count) % {"count": number(count)}
    lines = [", ".join(filter(None, (lead.name, lead.source))) for lead in leads[:NAMED_AT_MOST]]
    _send(member, headline, [*lines, "…" if count > NAMED_AT_MOST else ""], "/desk/leads/")


def _who_assigned(arrival: Arrival) -> str:
    """'' for the pool, and where nobody in particular did it."""
    if arrival.member_id is None:
        return ""
    lines = Activity.objects.about([arrival.lead_id]).filter(actor_id=arrival.caused_by)
    line = lines.newest(ASSIGNED.key, CAPTURED.key)
    return _("%(who)s assigned this lead to you.") % {"who": line.actor_name} if line and line.actor_name else ""


def _send(member: Member, headline: str, lines: Iterable[str], where: str) -> None:
    NEW_LEAD.send(
        to=member.user.email,
        name=member.user.name,
        values={"headline": headline, "leads": "\n".join(filter(None, lines))},
        action_url=BusinessProfile.objects.select_related("business").get().business.address(where),
        about=member,
        list_key=NEW_LEADS,
    )
