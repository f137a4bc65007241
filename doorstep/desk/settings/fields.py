"""Custom fields: what a business wants to know of its leads besides what every lead has."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.desk.settings.shell import render_form
from doorstep.leads.models import Field, LeadType
from doorstep.leads.models.options import FieldKind
from doorstep.timeline.models import Activity
from doorstep.timeline.options import OPTION_RENAMED
from doorstep.ui.answers import refusals_on
from doorstep.ui.optimistic import Change, Optimistic
from doorstep.ui.toasts import toast


class FieldForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, error_messages={"required": gettext_lazy("Type a name.")}
    )
    lead_type: "forms.ModelChoiceField[LeadType]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Of"), required=False, empty_label=gettext_lazy("Every lead")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=FieldKind.choices, help_text=gettext_lazy("It stays as it is later on.")
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line. Only for a field of the kind “Choice”."),
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["lead_type"].queryset = LeadType.objects.offered()  # type: ignore[attr-defined]

    def clean_choices(self) -> list[str]:
        return str(self.cleaned_data["choices"]).splitlines()


class ChangedFieldForm(Optimistic, FieldForm):
    def __init__(self, field: Field, posted: object = None) -> None:
        self.field = field
        super().__init__(posted, initial={"label": field.label, "choices": "\n".join(field.choices)})
        del self.fields["lead_type"], self.fields["kind"]
        if field.kind != FieldKind.CHOICE:
            del self.fields["choices"]

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        return Activity.objects.about([self.field.pk]).newest(OPTION_RENAMED.key)


@desk(house=True)
def new_field(request: DeskRequest) -> HttpResponse:
    form = FieldForm(request.POST or None, initial={"lead_type": request.GET.get("type", "")})
    if form.is_valid():
        with refusals_on(form):
            added = Field.objects.add(by=request.member, **form.cleaned_data)
            toast(request, _("The field “%s” is added.") % added)
            return redirect("desk:lead-types")
    return render_form(request, "field", form, field=None)


@desk(house=True)
def field(request: DeskRequest, pk: UUID) -> HttpResponse:
    changed = Field.objects.held(request.method == "POST").get_or_404(pk)
    form = ChangedFieldForm(changed, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            changed.change(by=request.member, **form.cleaned_data)
            toast(request, _("The field “%s” is saved.") % changed)
            return redirect("desk:lead-types")
    return render_form(request, "field", form, field=changed)


@require_POST
@desk(house=True)
def removal(request: DeskRequest, pk: UUID) -> HttpResponse:
    removed = Field.objects.get_or_404(pk)
    removed.remove(by=request.member)
    toast(request, _("The field “%s” is gone. What was typed stays with the leads.") % removed)
    return redirect("desk:lead-types")
