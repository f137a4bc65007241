"""The business's own look: its colour, as the one stylesheet after ours, and its logo; and the icon of us all."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from doorstep.accounts.doors import public
from doorstep.tenancy.requests import BusinessRequest
from doorstep.ui.accent import accent_rule


@public
def stylesheet(request: BusinessRequest) -> HttpResponse:
    answer = HttpResponse(accent_rule(request.profile.accent), content_type="text/css")
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@public
def logo(request: BusinessRequest, name: str) -> FileResponse:
    """Only the one that hangs now, and only as the picture that it was when it came in."""
    hung = request.profile.logo
    if not hung or PurePath(str(hung.name)).name != name:
        raise Http404
    try:
        picture = hung.open("rb")
    except FileNotFoundError as missing:  # a restored home without it, a cleared bucket
        raise Http404 from missing
    answer = FileResponse(picture, content_type=f"image/{PurePath(name).suffix.removeprefix('.')}")
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@public
@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Pages name it; this is where browsers look that show none of ours, such as a file in a tab of its own."""
    answer = redirect(static("ui/icon.svg"))
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
