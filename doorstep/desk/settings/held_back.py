"""The addresses that get no mail, and why. One from which an e-mail came back can be written to again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.clients.pages import text_asked_for
from doorstep.desk.exports.pages import Selection
from doorstep.desk.settings.shell import render_page
from doorstep.kit.paging import Keyset, Segment
from doorstep.mail.lifting import lift
from doorstep.mail.models import Suppression
from doorstep.ui.answers import refusals_as_toasts
from doorstep.ui.toasts import toast

NEWEST_FIRST = Keyset([Segment("all", ("-id",))])


def selected_addresses(request: DeskRequest) -> Selection:
    """For the file of the list: those that the search finds."""
    text = text_asked_for(request)
    if not text:
        return Selection(_("All addresses that get no mail now."), reverse("desk:held-back"), {"q": ""})
    back = reverse("desk:held-back", query={"q": text})
    return Selection(_("The addresses found by “%s”.") % text, back, {"q": text})


@desk(house=True)
@require_safe
def held_back(request: DeskRequest) -> HttpResponse:
    asked = text_asked_for(request)
    found = Suppression.objects.standing().to(asked)
    page = NEWEST_FIRST.page_or_first(found, cursor=request.GET.get("cursor", ""))
    return render_page(request, "held_back", page=page, asked=asked)


@require_POST
@desk(house=True)
def lifting(request: DeskRequest, pk: UUID) -> HttpResponse:
    held = Suppression.objects.get_or_404(pk)
    with refusals_as_toasts(request):
        lift(held, by=request.member)
        toast(request, _("The next mail to %s is sent.") % held.email_key)
    return redirect("desk:held-back")
