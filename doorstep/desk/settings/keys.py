"""API keys: made here, shown once, revoked here."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.models import ApiKey
from doorstep.accounts.requests import DeskRequest
from doorstep.accounts.scopes import scope_choices
from doorstep.desk.once import once
from doorstep.desk.settings.shell import render_page
from doorstep.ui.answers import refusals_on
from doorstep.ui.toasts import toast


class KeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=120,
        help_text=gettext_lazy("Timelines call it so: “Website (API) added this lead”."),
        error_messages={"required": gettext_lazy("Type a name.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )


MADE_ONCE = gettext_lazy(
    "The key was made already, and its secret stood in the first answer only. If you do not have it, revoke the key "
    "and make another."
)


@desk(admin=True)
@once(said=MADE_ONCE)
def keys(request: DeskRequest) -> HttpResponse:
    """The secret of a new key stands in the answer to the form that made it, and nowhere else."""
    form, secret = KeyForm(request.POST or None), ""
    if form.is_valid():
        with refusals_on(form):
            _key, secret = ApiKey.objects.issue(team=request.member.team, by=request.member, **form.cleaned_data)
            form = KeyForm()
    rows = ApiKey.objects.filter(team_id=request.member.team_id).select_related("made_by__user").order_by("-created_at")
    return render_page(request, "keys", 422 if form.errors else 200, form=form, secret=secret, keys=rows)


@require_POST
@desk(admin=True)
def revocation(request: DeskRequest, pk: UUID) -> HttpResponse:
    key = ApiKey.objects.filter(team_id=request.member.team_id).get_or_404(pk)
    key.revoke(by=request.member)
    toast(request, _("“%s” opens nothing any more.") % key)
    return redirect("desk:keys")
