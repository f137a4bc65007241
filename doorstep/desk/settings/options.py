"""Lead types, statuses and client types: the same page three times. Custom fields stand with the lead types."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.clients.models import ClientType
from doorstep.desk.settings.shell import render_page
from doorstep.leads.models import Field, LeadType, Status
from doorstep.tenancy.models import BusinessProfile
from doorstep.timeline.models import Activity
from doorstep.timeline.options import OPTION_RENAMED, Option
from doorstep.ui.answers import refusals_as_toasts, refusals_on, status_of
from doorstep.ui.optimistic import Change, Optimistic
from doorstep.ui.toasts import toast


@dataclass(frozen=True)
class Sort:
    """One sort of option, as its page says it."""

    model: type[Option]
    page: str
    title: str | Promise
    text: str | Promise
    add: str | Promise


SORTS = {
    "lead-types": Sort(
        LeadType,
        "lead-types",
        gettext_lazy("Lead types"),
        gettext_lazy("What a lead is interested in. A type can have fields of its own."),
        gettext_lazy("Add a lead type"),
    ),
    "statuses": Sort(
        Status,
        "statuses",
        gettext_lazy("Statuses"),
        gettext_lazy("The columns of your pipeline, in their order. Stages come by themselves and are not among them."),
        gettext_lazy("Add a status"),
    ),
    "client-types": Sort(
        ClientType,
        "client-types",
        gettext_lazy("Client types"),
        gettext_lazy("What somebody becomes by registering. The first is for those who sign up without an invitation."),
        gettext_lazy("Add a client type"),
    ),
}


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, error_messages={"required": gettext_lazy("Type a name.")}
    )


class RenameForm(Optimistic, NameForm):
    """Its field has an id of its own: a page has many."""

    def __init__(self, row: Option, posted: object = None) -> None:
        super().__init__(posted, initial={"name": row.name}, auto_id=f"name-{row.pk}")  # type: ignore[arg-type]
        self.row = row

    def last_change(self, name: str) -> Change | None:  # noqa: ARG002
        return Activity.objects.about([self.row.pk]).newest(OPTION_RENAMED.key)


@desk(house=True)
def options(request: DeskRequest, sort: str) -> HttpResponse:
    """The list; posting to it adds one."""
    of, form = SORTS[sort], NameForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            added = of.model.objects.add(form.cleaned_data["name"], by=request.member)  # type: ignore[attr-defined]
            toast(request, _("“%s” is added.") % added)
            return redirect(f"desk:{of.page}")
    return _list(request, of, form)


@require_POST
@desk(house=True)
def change(request: DeskRequest, sort: str, pk: UUID, how: str) -> HttpResponse:
    """`how` is the sub-resource: name, place, retirement or return."""
    of = SORTS[sort]
    BusinessProfile.held()  # by which the verbs of options take turns; a row held first would close a circle
    row: Option = of.model.objects.get_or_404(pk)  # type: ignore[attr-defined]
    if how == "name":
        return _rename(request, of, row)
    with refusals_as_toasts(request):
        _turn(row, how, request)
    return redirect(f"desk:{of.page}")


def _rename(request: DeskRequest, of: Sort, row: Option) -> HttpResponse:
    form = RenameForm(row, request.POST)
    if form.is_valid():
        with refusals_on(form):
            row.rename(form.cleaned_data["name"], by=request.member)
            return redirect(f"desk:{of.page}")
    return _list(request, of, NameForm(), form)


def _list(request: DeskRequest, of: Sort, form: NameForm, renaming: RenameForm | None = None) -> HttpResponse:
    """Each with the form that renames it; one of them may come back with what was typed."""
    forms = [RenameForm(row) for row in of.model.objects.all()]
    rows = [renaming if renaming and renaming.row.pk == one.row.pk else one for one in forms]
    context = {"sort": of, "form": form, "rows": rows, "fields": _fields_by_type(of)}
    return render_page(request, "options", status_of(renaming or form), **context)


def _turn(row: Option, how: str, request: DeskRequest) -> None:
    if how == "place":
        row.move(up=request.POST.get("to") == "up")
    elif how == "retirement":
        row.retire(by=request.member)
    elif how == "return":
        row.bring_back(by=request.member)
    else:
        raise Http404


def _fields_by_type(of: Sort) -> list[tuple[str, UUID | None, list[Field]]]:
    """Title, type and fields: first those of every lead. Only the page of the lead types shows them."""
    if of.model is not LeadType:
        return []
    fields = list(Field.objects.all())
    types = LeadType.objects.filter(is_retired=False)
    groups: list[tuple[str, UUID | None]] = [(_("Every lead"), None), *((kind.name, kind.pk) for kind in types)]
    return [(title, pk, [field for field in fields if field.lead_type_id == pk]) for title, pk in groups]
