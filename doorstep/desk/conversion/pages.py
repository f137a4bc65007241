"""The ways out of a lead: send the registration e-mail, create the account, bind to a client. And undoing a bind."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.inviting import invite
from doorstep.clients.models import Binding, Client
from doorstep.clients.refusals import why_not_converted
from doorstep.clients.registration import bind, create_directly, find_client, unbind
from doorstep.desk.conversion.forms import AccountForm, InvitationForm, UnbindingForm
from doorstep.desk.conversion.panel import ConversionPanel
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.ui.answers import refusals_as_toasts, refusals_on, render_form
from doorstep.ui.toasts import toast


@desk
@require_POST
def invitation(request: DeskRequest, pk: UUID) -> HttpResponse:
    lead = _visible(request, pk)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _refused(request, lead, _("Choose a client type first."))
    try:
        sent = invite(lead, form.chosen_type, by=request.member)
    except NotAllowed as refusal:
        return _refused(request, lead, f"{refusal.sentence} {_('So the e-mail was not sent.')}")
    toast(request, _("The registration e-mail is on its way to %s.") % sent.email_key)
    return redirect("desk:lead", pk=lead.pk)


@desk
@require_http_methods(["GET", "POST"])
def client(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The account form, filled from the lead."""
    lead = _visible(request, pk)
    if reason := why_not_converted(lead):
        return _refused(request, lead, reason)
    form = AccountForm(request.POST or None, initial=AccountForm.filled_from(lead))
    if form.is_valid():
        with refusals_on(form):
            made = create_directly(lead, form.chosen_type, by=request.member, **form.person)
            toast(request, _("%(lead)s is client %(number)s now.") % {"lead": lead, "number": made.client_number})
            return redirect("desk:lead", pk=lead.pk)
    return render_form(request, "desk/conversion/client.html", form, lead=lead)


@desk
@require_http_methods(["GET", "POST"])
def binding(request: DeskRequest, pk: UUID) -> HttpResponse:
    """GET finds the client and says what will happen; POST does it."""
    lead = _visible(request, pk)
    if reason := why_not_converted(lead):
        return _refused(request, lead, reason)
    if request.method == "POST":
        return _bind(request, lead)
    asked = request.GET.get("client", "").strip()
    found = find_client(asked, by=request.member) if asked else []
    context = {"lead": lead, "asked": asked, "found": found, "conversion": ConversionPanel(lead, request.member)}
    return render(request, "desk/conversion/binding.html", context)


@desk(admin=True)
@require_http_methods(["GET", "POST"])
def unbinding(request: DeskRequest, pk: UUID) -> HttpResponse:
    lead = _visible(request, pk)
    bound = Binding.objects.alive().filter(lead=lead).select_related("client__user", "lead").first()
    if bound is None:
        return _refused(request, lead, _("%s is bound to no client.") % lead)
    form = UnbindingForm(request.POST or None)
    if form.is_valid():
        names = {"lead": lead, "number": bound.client.client_number}
        with refusals_as_toasts(request, level=messages.WARNING):
            unbind(bound, by=request.member, because=form.cleaned_data["because"])
            toast(request, _("%(lead)s and client %(number)s are two again.") % names)
        return redirect("desk:lead", pk=lead.pk)
    return render_form(request, "desk/conversion/unbinding.html", form, lead=lead, binding=bound)


def _bind(request: DeskRequest, lead: Lead) -> HttpResponse:
    within_reach = Client.objects.visible_to(request.member)
    chosen = within_reach.numbered(request.POST.get("number", "")).select_related("user").first()
    if chosen is None:
        return _refused(request, lead, _("We found no client of yours with this number. Find the client again."))
    with refusals_as_toasts(request, level=messages.WARNING):
        bind(lead, chosen, by=request.member)
        toast(request, _("%(lead)s is bound to %(client)s.") % {"lead": lead, "client": chosen})
    return redirect("desk:lead", pk=lead.pk)


def _visible(request: DeskRequest, pk: UUID) -> Lead:
    found: Lead = Lead.objects.visible_to(request.member).select_related("team").get_or_404(pk)
    return found


def _refused(request: DeskRequest, lead: Lead, sentence: str) -> HttpResponse:
    """Back to the lead, which shows how things stand now."""
    toast(request, sentence, level=messages.WARNING)
    return redirect("desk:lead", pk=lead.pk)
