"""The business's own colour, as the one stylesheet after ours."""

from django.http import HttpRequest, HttpResponse

from doorstep.accounts.doors import public
from doorstep.ui.accent import accent_rule


@public
def stylesheet(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(accent_rule(request.profile.accent), content_type="text/css")
    answer["Cache-Control"] = "private, max-age=300"
    return answer
