"""A few hundred leads in every stage, written in bulk: for lists, counts and searches."""

from datetime import datetime, timedelta

from doorstep.accounts.models import Member, Team
from doorstep.demo.names import FIRST, LAST
from doorstep.kit.normalise import name_key
from doorstep.leads.models import Lead, LeadType, Status

SOURCES = ("Web form", "Search ad", "Referral", "")


def crowd(count: int, *, now: datetime) -> list[Lead]:
    team = Team.objects.house()
    seats = [None, *Member.objects.enabled().filter(team=team).order_by("path")]
    types, statuses = [None, *LeadType.objects.all()], [None, *Status.objects.all()]
    leads = [_lead(at, team, now) for at in range(count)]
    for at, lead in enumerate(leads):
        lead.lead_type, lead.status = types[at % len(types)], statuses[at // 3 % len(statuses)]
        seat = seats[at // 2 % len(seats)]
        if seat is not None:
            lead.assignee, lead.assignee_path = seat, seat.path
    Lead.objects.bulk_create(leads)
    return list(Lead.objects.all())


def _lead(at: int, team: Team, now: datetime) -> Lead:
    name = f"{FIRST[at % len(FIRST)]} {LAST[at // 5 % len(LAST)]}"
    received = now - timedelta(hours=at // 3)  # some came in the same moment
    lead = Lead(
        team=team, name=name, name_key=name_key(name), email=f"p{at}@example.com", email_key=f"p{at}@example.com"
    )
    lead.source, lead.received_at = SOURCES[at % len(SOURCES)], received
    lead.last_contact_at = None if at % 4 == 0 else now - timedelta(days=at % 9)
    stage = at % 6
    if stage > 0:
        lead.invited_at = received
        lead.invitation_expires_at = now + timedelta(days=1 if stage == 1 else -1)
    lead.registered_at = received if stage > 2 else None
    lead.applied_at = received if stage > 3 else None
    lead.opened_at = received if stage > 4 else None
    return lead
