"""A lead comes in: typed at the desk, posted to the API. (Files come in by `importing`, which writes in bulk.)"""

from django.utils.translation import gettext as _

from doorstep.accounts.models import Member, Team
from doorstep.kit.errors import NotAllowed
from doorstep.leads.kinds import CAPTURED
from doorstep.leads.models import Lead
from doorstep.leads.person import can_be_reached, tidy
from doorstep.tenancy.bulk_load import insert_row
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.kinds import Actor


def capture(team: Team, *, by: Actor | None, assignee: Member | None = None, **values: object) -> Lead:
    """Writes the lead and the first line of its timeline. `values` are the names in `person.TEXTS` and `AS_THEY_ARE`.

    Raises NotAllowed when a detail cannot be read, or when neither an e-mail nor a phone is given.
    """
    details = tidy({"name": "", **values}, country=BusinessProfile.current().country)
    if not can_be_reached(details):
        raise NotAllowed(_("No e-mail and no phone. One of them is needed."), field="email")
    lead = Lead(team=team, **details)
    if assignee is not None:
        lead.assignee, lead.assignee_path = assignee, assignee.path
    insert_row(lead)
    CAPTURED.record(lead, by=by, source=lead.source or _("unknown"), assignee_id=lead.assignee_id or "")
    return lead
