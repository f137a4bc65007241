"""The API as a whole: reading bodies, telling limits, describing itself."""

from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.parser import Parser
from pydantic_core import from_json

from doorstep.accounts.doors import public
from doorstep.api.description import describe
from doorstep.api.leads.endpoints import router
from doorstep.api.problems import Problem, answer, speak_problems
from doorstep.kit.bodies import EVERYWHERE, takes_body

LARGEST = EVERYWHERE  # 256 kB
View = Callable[..., HttpResponse]


class StrictJson(Parser):
    """Refuses what JSON is not (NaN, lone surrogates, bottomless nesting) and what PostgreSQL cannot keep (NUL)."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        if request.content_type != "application/json":
            sentence = _("Send JSON, and say so: “Content-Type: application/json”.")
            raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
        read = from_json(request.body, allow_inf_nan=False)
        if any("\0" in text for text in _texts(read)):
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, _("The body has a NUL character. Leave it out."))
        return cast("dict[str, object]", read)


def _texts(read: object) -> Iterator[str]:
    """Every name and value. `from_json` has already refused what is nested too deep."""
    if isinstance(read, str):
        yield read
    elif isinstance(read, list):
        yield from (text for item in read for text in _texts(item))
    elif isinstance(read, dict):
        yield from (text for name, item in read.items() for text in (name, *_texts(item)))


api = NinjaAPI(
    title="Doorstep API",
    version="1",
    description=(
        "Leads of one team, by key. Errors are application/problem+json. A lead bears an ETag; a change that names it "
        "in If-Match overwrites nothing that you have not seen."
    ),
    docs_url=None,
    openapi_url=None,
    parser=StrictJson(),
)
speak_problems(api)
api.add_router("", router)


def for_machines(pattern: URLPattern) -> URLPattern:
    """Ninja's view, between what every answer has in common: a bearable body, the rate's headers, no bare 405."""
    view: View = pattern.callback

    @takes_body(most=LARGEST)
    @wraps(view)
    def through(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        given = view(request, *args, **kwargs)
        if given.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allow = {"Allow": given.headers["Allow"]}
            given = answer(HTTPStatus.METHOD_NOT_ALLOWED, _("This address takes %s.") % allow["Allow"], headers=allow)
        verdict = getattr(request, "verdict", None)
        for name, value in (verdict.headers if verdict else {}).items():
            given[name] = value
        return given

    through.door = "api"  # type: ignore[attr-defined]
    return URLPattern(pattern.pattern, through, pattern.default_args, pattern.name)


@public
def schema(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(describe(api))


@public
def docs(request: HttpRequest) -> HttpResponse:
    described = describe(api)
    return render(request, "site/api.html", {"api": described, "shapes": described["components"]["schemas"]})
