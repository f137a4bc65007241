"""The second step: where each column goes, and how the file is read."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.importing import lifecycle as course
from doorstep.importing import preview, receiving
from doorstep.importing.dates import DayOrder
from doorstep.importing.directory import BLANK, CREATE
from doorstep.importing.models import NOTHING_WRITTEN, Import, MatchBy, Mode, State
from doorstep.importing.presets import PRESETS
from doorstep.importing.survey import LOOKED_AT
from doorstep.importing.targets import LEAD_TYPE, STATUS, all_targets
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tables import DELIMITERS, ENCODINGS
from doorstep.ui.answers import refusals_as_toasts


class ColumnsForm(forms.Form):
    """A field for each column of the file: `to_0` where it goes, `days_0` how its dates are written."""

    mode = forms.ChoiceField(choices=Mode.choices)
    match = forms.MultipleChoiceField(choices=MatchBy.choices, required=False)
    unknown = forms.ChoiceField(choices=[(BLANK, ""), (CREATE, "")], required=False)

    def __init__(self, typed: object, import_run: Import, *, may_add: bool) -> None:
        super().__init__(typed)  # type: ignore[arg-type]
        targets = [(target.key, str(target.label)) for target in all_targets(may_add_fields=may_add)]
        self.width = len(import_run.mapping)
        for at in range(self.width):
            self.fields[f"to_{at}"] = forms.ChoiceField(choices=targets, required=False)
            self.fields[f"days_{at}"] = forms.ChoiceField(choices=DayOrder.choices, required=False)

    def chosen(self) -> dict[str, object]:
        said = self.cleaned_data
        return {
            "mapping": [said[f"to_{at}"] for at in range(self.width)],
            "mode": said["mode"],
            "match": said["match"],
            "unknown": dict.fromkeys((LEAD_TYPE, STATUS), said["unknown"] or BLANK),
            "day_order": {str(at): said[f"days_{at}"] for at in range(self.width) if said[f"days_{at}"]},
        }


class ReadingForm(forms.Form):
    preset = forms.CharField(label=_("Program it comes from"), required=False)
    encoding = forms.ChoiceField(label=_("Letters"), choices=ENCODINGS.items(), required=False)
    delimiter = forms.ChoiceField(label=_("Columns are parted by"), choices=DELIMITERS.items(), required=False)
    sheet = forms.CharField(label=_("Sheet"), required=False)
    header_line = forms.IntegerField(label=_("Row of the headers"), min_value=0, max_value=100, required=False)


def open_import(request: DeskRequest, pk: UUID) -> Import:
    """One that has written nothing yet; any other is shown as it is."""
    return Import.objects.visible_to(request.member).get_or_404(pk)


@require_http_methods(["GET", "POST"])
@desk
def columns(request: DeskRequest, pk: UUID) -> HttpResponse:
    import_run = open_import(request, pk)
    if import_run.state not in NOTHING_WRITTEN:
        return redirect("desk:import", pk=pk)
    form = ColumnsForm(request.POST or None, import_run, may_add=request.member.sets_up_the_business)
    if form.is_valid():
        course.choose(import_run, by=request.member, **form.chosen())  # type: ignore[arg-type]
        if "check" in request.POST:
            return _check(request, import_run)
    part = "part" if request.headers.get("HX-Request") else "page"
    return render(request, f"desk/imports/columns_{part}.html", _context(request, import_run))


@require_POST
@desk
def reading(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Reads the file again, the way that was chosen."""
    import_run = open_import(request, pk)
    form = ReadingForm(request.POST)
    if form.is_valid():
        choices = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
        with refusals_as_toasts(request):
            receiving.read_again(import_run, by=request.member, **choices)
    return redirect("desk:import-columns", pk=pk)


def _check(request: DeskRequest, import_run: Import) -> HttpResponse:
    try:
        course.check(import_run, by=request.member)
    except NotAllowed as refusal:
        return render(
            request,
            "desk/imports/columns_page.html",
            {**_context(request, import_run), "refusal": refusal.sentence},
            status=422,
        )
    return redirect("desk:import-check", pk=import_run.pk)


def _context(request: DeskRequest, import_run: Import) -> dict[str, object]:
    first_row, fault = preview.first_row(import_run)
    found = preview.columns(import_run)
    return {
        "import_run": import_run,
        "preset": PRESETS[import_run.preset],
        "presets": [(key, preset.name) for key, preset in PRESETS.items()],
        "reading": import_run.reading,
        "encodings": ENCODINGS,
        "delimiters": DELIMITERS,
        "sheets": [(name, name) for name in import_run.reading["sheets"]],
        "columns": found,
        "used": sum(bool(column.target) for column in found),
        "targets": [
            (target.key, target.label) for target in all_targets(may_add_fields=request.member.sets_up_the_business)
        ],
        "modes": Mode.choices,
        "matches": MatchBy.choices,
        "day_orders": DayOrder.choices,
        "creates": import_run.unknown.get(LEAD_TYPE) == CREATE,
        "looked_at": LOOKED_AT,
        "first_row": first_row,
        "fault": fault,
        "refusal": import_run.note,
        "is_checked": import_run.state == State.CHECKED,
    }
