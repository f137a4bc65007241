"""The portal's door: a signed-in client."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from doorstep.accounts.doors import to_sign_in

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
SIGN_IN = "/portal/sign-in/"


def portal(view: View[P]) -> View[P]:
    @wraps(view)
    def through(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.client is None:
            return to_sign_in(request, SIGN_IN)
        return view(request, *args, **kwargs)

    through.door = "portal"  # type: ignore[attr-defined]
    return through
