"""The first step, and the imports of before."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from doorstep.accounts.doors import desk
from doorstep.accounts.requests import DeskRequest
from doorstep.importing.models import Import
from doorstep.importing.presets import OTHER, OWN, PRESETS
from doorstep.importing.receiving import LARGEST, receive
from doorstep.importing.template import template
from doorstep.kit.bodies import takes_files
from doorstep.ui.answers import refusals_on, render_form

EARLIER = 50
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadForm(forms.Form):
    # Of an empty file `receive` says what to do about it.
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, error_messages={"required": _("Choose a file first.")}
    )


@require_http_methods(["GET", "POST"])
@takes_files(most=LARGEST)
@desk
def imports(request: DeskRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        with refusals_on(form, field="file"):
            received = receive(upload, upload.name, by=request.member)
            return redirect("desk:import-columns", pk=received.pk)
    return render_form(request, "desk/imports/upload.html", form, **_context(request))


@require_GET
@desk
def template_file(request: DeskRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    if kind not in KINDS:
        raise Http404
    return attachment(template(kind), f"doorstep-leads.{kind}", kind)


def attachment(content: bytes, filename: str, kind: str) -> HttpResponse:
    disposition = content_disposition_header(True, filename) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)


def _context(request: DeskRequest) -> dict[str, object]:
    mine = Import.objects.visible_to(request.member).select_related("uploaded_by__user").order_by("-created_at")
    programs = [str(preset.name) for preset in PRESETS.values() if preset not in (OWN, OTHER)]
    return {"earlier": mine[:EARLIER], "programs": programs}
