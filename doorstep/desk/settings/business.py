"""The business profile: its name, its look, its place and how it writes."""

from operator import itemgetter
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.business import BUSINESS_CHANGED, LARGEST_LOGO, change_business, remove_logo, set_logo
from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.settings.shell import render_form
from doorstep.kit.bodies import takes_files
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity
from doorstep.ui.accent import hex_colour
from doorstep.ui.answers import refusals_on
from doorstep.ui.optimistic import Change, Optimistic
from doorstep.ui.toasts import toast

ENGLISH = Locale("en")
COUNTRIES = sorted(
    ((code, name) for code, name in ENGLISH.territories.items() if len(code) == 2 and code.isalpha()),
    key=itemgetter(1),
)
CURRENCIES = [(code, f"{code}, {ENGLISH.currencies.get(code, code)}") for code in sorted(list_currencies())]


class BusinessForm(Optimistic, forms.ModelForm):  # type: ignore[type-arg]
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, error_messages={"required": gettext_lazy("Type a name.")}
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=[
            (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"
        ],
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=COUNTRIES,
        help_text=gettext_lazy("How phone numbers without + are read."),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("The desk, the portal and mails are in this language."),
    )
    invitation_days = forms.IntegerField(label=gettext_lazy("A registration link works for"), min_value=1, max_value=90)
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        allow_empty_file=True,  # refused in our words, as every file that is no picture
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy("PNG, JPEG or WebP, square, at most 1 MB."),
    )

    field_order = ("name", "accent", "logo", "allow_duplicate_contact", "invitation_days", "language")

    class Meta:
        model = BusinessProfile
        fields = (
            *("allow_duplicate_contact", "accent", "language", "time_zone", "country", "currency"),
            *("sender_name", "sender_email", "reply_to", "postal_address", "invitation_days"),
        )
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}
        labels = {
            "allow_duplicate_contact": gettext_lazy("Allow duplicate contact"),
            "accent": gettext_lazy("Accent colour"),
            "postal_address": gettext_lazy("Postal address"),
            "sender_name": gettext_lazy("Sender's name"),
            "sender_email": gettext_lazy("Sender's address"),
            "reply_to": gettext_lazy("Answers go to"),
        }
        help_texts = {
            "allow_duplicate_contact": gettext_lazy(
                "The same e-mail may register again. Each registration is then an account of its own."
            ),
            "accent": gettext_lazy("Buttons, links and marks, at the desk, in the portal and in mails."),
            "postal_address": gettext_lazy("Stands at the foot of every mail, as the law of many countries asks."),
        }

    def last_change(self, name: str) -> Change | None:
        among = rf"(^|, ){name.replace('_', ' ')}(,|$)"
        return Activity.objects.about([self.instance.pk]).newest(BUSINESS_CHANGED.key, fields__regex=among)

    def clean_accent(self) -> str:
        try:
            return hex_colour(self.cleaned_data["accent"])
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault


@takes_files(most=LARGEST_LOGO)
@desk(house=True)
def business(request: DeskRequest) -> HttpResponse:
    profile = BusinessProfile.held() if request.method == "POST" else BusinessProfile.current()
    form = BusinessForm(
        request.POST or None, request.FILES or None, instance=profile, initial={"name": profile.business.name}
    )
    if form.is_valid():
        logo: UploadedFile[bytes] | None = form.cleaned_data.pop("logo")
        with refusals_on(form):
            with transaction.atomic():
                change_business(by=request.member, **form.cleaned_data)
                if logo:
                    set_logo(logo.read(LARGEST_LOGO + 1), by=request.member)
            toast(request, _("The business profile is saved."))
            return redirect("desk:business")
    return render_form(request, "business", form)


@require_POST
@desk(house=True)
def no_logo(request: DeskRequest) -> HttpResponse:
    remove_logo(by=request.member)
    toast(request, _("The logo is gone. The first letter of your name stands in its place."))
    return redirect("desk:business")
