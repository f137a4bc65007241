"""What a client sees and changes about herself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doorstep.accounts.sessions import PORTAL, ip_of, stay_signed_in
from doorstep.clients.doors import portal
from doorstep.clients.profile import change_details, change_password
from doorstep.clients.requests import PortalRequest
from doorstep.kit.errors import NotAllowed
from doorstep.portal.you.forms import DetailsForm, PasswordForm
from doorstep.ui.optimistic import status_of
from doorstep.ui.toasts import toast


@portal
def details(request: PortalRequest) -> HttpResponse:
    client = request.client
    if request.method == "POST":
        client.user.hold()
    form = DetailsForm(client, request.POST or None)
    if form.is_valid():
        try:
            change_details(client, **form.cleaned_data, by=client)
        except NotAllowed as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            toast(request, _("Your details are saved."))
            return redirect("portal:you")
    return render(request, "portal/you/details.html", {"form": form, "client": client}, status=status_of(form))


@portal
def password(request: PortalRequest) -> HttpResponse:
    """Every other browser is signed out; this one stays."""
    client = request.client
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        current, new = form.cleaned_data["current"], form.cleaned_data["password"]
        try:
            change_password(client, current=current, new=new, ip=ip_of(request), by=client)
        except NotAllowed as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            toast(request, _("Your password is changed. Every other device was signed out."))
            answer = redirect("portal:you")
            stay_signed_in(request, answer, client.user, at=PORTAL)
            return answer
    return render(
        request, "portal/you/password.html", {"form": form, "client": client}, status=422 if form.errors else 200
    )
