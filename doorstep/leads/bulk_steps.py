"""The steps of a bulk action. A step and the count of what is done are one transaction, so that a killed worker goes on
where it stopped. Only leads that the member sees when it runs are touched."""

from collections import Counter
from uuid import UUID

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.bulk_actions import BULK_ACTIONS, OF_UNDOING, summary
from doorstep.leads.chosen import chosen_leads
from doorstep.leads.models import BulkChange, Lead
from doorstep.tenancy.models import Work

AT_ONCE = 100


def step(work: Work) -> bool:
    by = Member.objects.who_asked_for(work)
    leads = chosen_leads(work, by).order_by("pk")
    if work.started_at is None:
        work.begin(total=len(set(work.arguments.get("lead_ids", ()))) or leads.count())
    if after := work.arguments.get("after"):
        leads = leads.filter(pk__gt=after)
    some = list(leads[:AT_ONCE])
    if not some:
        work.refresh_from_db()
        work.finish(summary(work, BULK_ACTIONS[work.kind].words))
        return True
    outcome = Counter(_done(lead, work, by) for lead in some)
    _advance(work, after=some[-1].pk, outcome=outcome)
    return False


def _done(lead: Lead, work: Work, by: Member) -> str:
    try:
        was = BULK_ACTIONS[work.kind].do(lead, work, by)
    except NotAllowed:
        return "refused"
    if was is None:
        return "unchanged"
    BulkChange.objects.create(work=work, lead=lead, was=was)
    return "changed"


def undo_step(work: Work) -> bool:
    """Whoever did it may take it back, also where the leads have left her reach by it."""
    by = Member.objects.who_asked_for(work)
    of = Work.objects.get(pk=work.arguments["of"])
    changes = BulkChange.objects.filter(work=of, lead__team_id=by.team_id).order_by("pk").select_related("lead")
    if work.started_at is None:
        work.begin(total=changes.count())
    some = list(
        changes.filter(pk__gt=work.arguments["after"])[:AT_ONCE] if "after" in work.arguments else changes[:AT_ONCE]
    )
    if not some:
        work.refresh_from_db()
        work.finish(summary(work, OF_UNDOING))
        return True
    outcome = Counter("changed" if BULK_ACTIONS[of.kind].undo(change, of, by) else "unchanged" for change in some)
    _advance(work, after=some[-1].pk, outcome=outcome)
    return False


def _advance(work: Work, *, after: UUID, outcome: Counter[str]) -> None:
    work.arguments["after"] = str(after)
    work.save(update_fields=["arguments"])
    work.advance(outcome.total(), **outcome)
