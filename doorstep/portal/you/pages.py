"""What a client sees and changes about herself."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from doorstep.accounts.sessions import PORTAL, ip_of, stay_signed_in
from doorstep.clients.doors import portal
from doorstep.clients.profile import change_details, change_password
from doorstep.clients.requests import PortalRequest
from doorstep.portal.you.forms import DetailsForm, PasswordForm
from doorstep.ui.answers import refusals_on, render_form
from doorstep.ui.toasts import toast


@portal
def details(request: PortalRequest) -> HttpResponse:
    client = request.client
    if request.method == "POST":
        client.user.hold()
    form = DetailsForm(client, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            change_details(client, **form.cleaned_data, by=client)
            toast(request, _("Your details are saved."))
            return redirect("portal:you")
    return render_form(request, "portal/you/details.html", form, client=client)


@portal
def password(request: PortalRequest) -> HttpResponse:
    """Every other browser is signed out; this one stays."""
    client = request.client
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        current, new = form.cleaned_data["current"], form.cleaned_data["password"]
        with refusals_on(form):
            change_password(client, current=current, new=new, ip=ip_of(request), by=client)
            toast(request, _("Your password is changed. Every other device was signed out."))
            answer = redirect("portal:you")
            stay_signed_in(request, answer, client.user, at=PORTAL)
            return answer
    return render_form(request, "portal/you/password.html", form, client=client)
