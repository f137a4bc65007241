"""When a member moves in the team, the leads of everybody below move along: what one sees is a range of paths."""

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from doorstep.accounts.kinds import MEMBER_MOVED
from doorstep.accounts.models.member import AFTER_EVERY_STEP
from doorstep.leads.models import Lead
from doorstep.timeline.models import Activity


@MEMBER_MOVED.then
def move_leads_along(moved: Activity) -> None:
    was, now = moved.facts["was"], moved.facts["now"]
    below = Lead.objects.filter(assignee_path__gte=was, assignee_path__lt=was + AFTER_EVERY_STEP)
    below.update(assignee_path=Concat(Value(now), Substr(F("assignee_path"), len(was) + 1)))
