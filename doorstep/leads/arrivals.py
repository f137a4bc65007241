"""Who gets a lead from somebody else hears of it by e-mail, and so do all who may take one from the pool.

Imports write in bulk and start no reactions: they trigger no mail.
"""

from datetime import timedelta

from doorstep.accounts.models import Member
from doorstep.leads.emails import NEW_LEADS
from doorstep.leads.jobs import tell_of_arrivals
from doorstep.leads.kinds import ASSIGNED, CAPTURED
from doorstep.leads.models import Arrival
from doorstep.mail.models import Reason, Suppression
from doorstep.mail.outcomes import CAME_BACK, LEFT
from doorstep.tenancy.bulk_load import insert_row
from doorstep.timeline.models import Activity

MORE_MAY_COME = timedelta(seconds=30)


@CAPTURED.then
@ASSIGNED.then
def note_arrival(line: Activity) -> None:
    """What somebody takes herself is no news to her."""
    member_id = line.facts["assignee_id"] or None
    if member_id is None or member_id != str(line.actor_id):
        arrival = Arrival(lead_id=line.subject_id, member_id=member_id, caused_by=line.actor_id)
        insert_row(arrival)
        tell_of_arrivals.later(arrival_id=arrival.pk, in_seconds=int(MORE_MAY_COME.total_seconds()))


def be_told_of_new_leads(member: Member, wants: bool) -> None:
    """The switch in the profile. On again also for who once left by the link in the e-mail."""
    member.new_lead_notification = wants
    member.save(update_fields=["new_lead_notification"])
    if wants:
        because = "Switched on again in the profile."
        Suppression.objects.lift(member.user.email_key, Reason.UNSUBSCRIBE, list_key=NEW_LEADS, because=because)


@LEFT.then
def switch_off(line: Activity) -> None:
    """One click in the e-mail and the switch are the same thing."""
    _switch(line, wants=False)


@CAME_BACK.then
def switch_on(line: Activity) -> None:
    _switch(line, wants=True)


def _switch(line: Activity, *, wants: bool) -> None:
    Member.objects.filter(pk=line.subject_id).update(new_lead_notification=wants)
