"""What a member settles for herself: who she is, and her password."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.accounts import passwords, sessions
from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.settings.shell import render_form, render_page
from doorstep.leads.arrivals import be_told_of_new_leads
from doorstep.ui.answers import refusals_on
from doorstep.ui.optimistic import Optimistic
from doorstep.ui.toasts import toast

ZONES = [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


class ProfileForm(Optimistic, forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your name, first and last.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        choices=[("", gettext_lazy("The business's")), *ZONES],
        help_text=gettext_lazy("Every time you see is in this zone."),
    )
    new_lead_notification = forms.BooleanField(
        label=gettext_lazy("Send me an e-mail when I get a new lead"), required=False
    )


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=gettext_lazy("Current password"),
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": gettext_lazy("Type your password.")},
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput,
        help_text=gettext_lazy("At least 10 characters. A short sentence is good."),
        error_messages={"required": gettext_lazy("Choose a password.")},
    )


@desk
def home(request: DeskRequest) -> HttpResponse:
    """All the places: on a phone, where the list beside the page has no room, this is how one gets to them."""
    return render_page(request, "index")


@desk
def profile(request: DeskRequest) -> HttpResponse:
    user, member = request.user, request.member
    if request.method == "POST":
        member.hold()  # before the user, as who changes both at Users does
        user.hold()
    now = {"name": user.name, "phone": user.phone, "time_zone": user.time_zone}
    form = ProfileForm(request.POST or None, initial={**now, "new_lead_notification": member.new_lead_notification})
    if form.is_valid():
        wants_mail = form.cleaned_data.pop("new_lead_notification")
        with refusals_on(form):
            user.change(**form.cleaned_data)
            be_told_of_new_leads(member, wants_mail)
            toast(request, _("Your profile is saved."))
            return redirect("desk:profile")
    return render_form(request, "profile", form)


@desk
def security(request: DeskRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        with refusals_on(form):
            passwords.change(request.user, typed["password"], current=typed["current"], ip=sessions.ip_of(request))
            answer = redirect("desk:security")
            sessions.stay_signed_in(request, answer, request.user, at=sessions.DESK)
            toast(request, _("Your password is changed. Every other device is signed out."))
            return answer
    return render_form(request, "security", form)
