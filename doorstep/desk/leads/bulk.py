"""What is done with many leads at once: first a dialog that says what will happen, then a work to watch."""

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.models import Member
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.leads.bulk_forms import ACTS
from doorstep.desk.shell import capped_count
from doorstep.leads.chosen import Chosen
from doorstep.leads.lists.counting import capped_counts
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.ui.toasts import toast

SELECTED_AT_MOST = 1_000


@require_http_methods(["GET", "POST"])
@desk
def bulk(request: DeskRequest, action: str) -> HttpResponse:
    if action not in ACTS or not ACTS[action].is_offered_to(request.member):
        raise Http404
    form = ACTS[action](request.member, request.POST or None)
    selection = Selection(request)
    if not selection.chosen:
        toast(request, _("No lead was selected. Tick one, then choose again what to do."))
        return redirect(selection.back)
    if form.is_valid():
        work = form.do(selection.chosen, by=request.member)
        return redirect("desk:one-work", pk=work.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desk/leads/bulk_dialog.html", {"form": form, "selection": selection}, status=status)


class Selection:
    """The ticked leads, or all that the list's filters let through."""

    def __init__(self, request: DeskRequest) -> None:
        asked = request.POST or request.GET
        self.match = asked.get("match", "")
        self.filters = LeadFilters.read(dict(QueryDict(self.match).lists()))
        self.member = request.member
        self.lead_ids = _within_reach(_ids(asked.getlist("lead")), self.member)
        self.is_all = "all" in asked and asked["all"] == "on"

    @property
    def chosen(self) -> Chosen | None:
        if self.is_all:
            return Chosen(query=self.filters.query())
        return Chosen(lead_ids=tuple(self.lead_ids)) if self.lead_ids else None

    @property
    def back(self) -> str:
        return reverse("desk:leads") + (f"?{self.match}" if self.match else "")

    @property
    def all_of_them(self) -> str:
        """What choosing all would mean."""
        count = capped_counts({"these": self.filters.apply(Lead.objects.all(), self.member)})["these"]
        if self.filters:
            words = ngettext("The %s lead that this list holds", "All %s leads that this list holds", count)
        else:
            words = ngettext("The %s lead you can see", "All %s leads you can see", count)
        return words % capped_count(count)


def _ids(values: list[str]) -> list[UUID]:
    """What is no identifier was not ticked by anybody."""
    found = []
    for value in dict.fromkeys(values[:SELECTED_AT_MOST]):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _within_reach(ids: list[UUID], member: Member) -> list[str]:
    """Nor was a lead that the member does not see: a work keeps no foreign id, and its count is true."""
    seen = set(Lead.objects.visible_to(member).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [str(pk) for pk in ids if pk in seen]
