"""Every refusal as application/problem+json (RFC 9457): what is wrong, where, and what to do."""

import json
import logging
import secrets
from collections.abc import Sequence
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from doorstep.kit.bodies import NoRoom, TooLarge, TooSlow
from doorstep.kit.errors import NotAllowed
from doorstep.kit.paging import BadCursor
from doorstep.tenancy.outage import Outage, outage_of

RETRY_AFTER = "10"  # seconds
log = logging.getLogger(__name__)


class Problem(Exception):
    """`field` is a JSON pointer into the body, or `?name` for a parameter."""

    def __init__(
        self, status: HTTPStatus, sentence: str, *, field: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.field = field
        self.headers = headers or {}


def answer(
    status: HTTPStatus, detail: str, errors: Sequence[dict[str, str]] = (), headers: dict[str, str] | None = None
) -> HttpResponse:
    told: dict[str, object] = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    if errors:
        told["errors"] = list(errors)
    return HttpResponse(
        json.dumps(told, ensure_ascii=False), status=status, content_type="application/problem+json", headers=headers
    )


def speak_problems(api: NinjaAPI) -> None:
    """From now on every exception of an operation is answered as a problem."""
    for exception, answered in (
        (Problem, _problem),
        (NotAllowed, _not_allowed),
        (Http404, _not_found),
        (BadCursor, _bad_cursor),
        (ValidationError, _unreadable),
        (HttpError, _of_ninja),
        (Exception, fault),
    ):
        api.add_exception_handler(exception, answered)  # type: ignore[arg-type]


def nothing_here(request: HttpRequest) -> HttpResponse:
    return _not_found(request, Http404())


nothing_here.door = "api"  # type: ignore[attr-defined]


def fault(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """The last line: the number in the answer is the one in the log. A 5xx takes back everything that was written."""
    if outage := outage_of(exception):
        return answer(HTTPStatus.SERVICE_UNAVAILABLE, _about(outage), headers={"Retry-After": RETRY_AFTER})
    number = secrets.token_hex(3).upper()
    log.error("The API answered with the number %s to %s %s", number, request.method, request.path, exc_info=exception)
    return answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something broke on our side and nothing was changed. Tell us the number %s.") % number,
    )


def bad_request(exception: Exception | None) -> HttpResponse:
    """What was refused before an operation was asked."""
    if isinstance(exception, TooLarge):
        detail = _("The body is larger than %s kB.") % (exception.most // 1024)
        return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    if isinstance(exception, TooSlow):
        detail = _("The body did not come to its end. Nothing was changed. Send it again.")
        return answer(HTTPStatus.REQUEST_TIMEOUT, detail)
    if isinstance(exception, NoRoom):
        return answer(HTTPStatus.SERVICE_UNAVAILABLE, _about(Outage.FULL), headers={"Retry-After": RETRY_AFTER})
    return answer(HTTPStatus.BAD_REQUEST, _("The request cannot be read. Nothing was changed."))


def _problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    errors = [{"pointer": problem.field, "detail": problem.sentence}] if problem.field else []
    return answer(problem.status, problem.sentence, errors, problem.headers)


def _not_allowed(_request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """What names a field was typed wrong; the rest is a rule of the business against the state things are in."""
    if not refusal.field:
        return answer(HTTPStatus.CONFLICT, refusal.sentence)
    errors = [{"pointer": f"/{refusal.field}", "detail": refusal.sentence}]
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, refusal.sentence, errors)


def _not_found(_request: HttpRequest, _exception: Http404) -> HttpResponse:
    return answer(HTTPStatus.NOT_FOUND, _("There is nothing here, or nothing that this key may see."))


def _bad_cursor(_request: HttpRequest, _exception: BadCursor) -> HttpResponse:
    detail = _("This cursor does not belong to this list. Begin again without one.")
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, detail, [{"pointer": "?cursor", "detail": detail}])


def _unreadable(_request: HttpRequest, exception: ValidationError) -> HttpResponse:
    errors = [{"pointer": _pointer(fault["loc"]), "detail": _sentence(fault)} for fault in exception.errors]
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(error["detail"] for error in errors[:3]), errors)


def _of_ninja(request: HttpRequest, exception: HttpError) -> HttpResponse:
    """Ninja's own: no key, or a body that the parser refused; then the parser's reason is the cause."""
    if isinstance(exception.__cause__, Problem):
        return _problem(request, exception.__cause__)
    if exception.status_code == HTTPStatus.UNAUTHORIZED:
        detail = _(
            "Send a key that works: “Authorization: Bearer dsk_…”. Keys are made in the settings, under API keys."
        )
        return answer(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": 'Bearer realm="Doorstep"'})
    return answer(HTTPStatus(exception.status_code), _("The body is not JSON. Send one JSON object."))


def _about(outage: Outage) -> str:
    if outage.is_readable:
        return _("Nothing can be saved just now, and nothing was. Reading works. Send this again in a few minutes.")
    return _("The database cannot be reached just now. Send this again in a moment, under the same Idempotency-Key.")


def _pointer(place: Sequence[object]) -> str:
    """("body", "body", "tags", 0) is /tags/0, ("query", "limit") is ?limit."""
    source, *steps = place
    if source == "body":
        return "".join(f"/{step}" for step in steps[1:])
    return f"?{steps[-1]}"


def _sentence(fault: dict[str, object]) -> str:
    name, context = str(list(fault["loc"])[-1]), fault.get("ctx") or {}  # type: ignore[call-overload]
    sentences = {
        "extra_forbidden": _("There is no field “%(name)s” here."),
        "missing": _("“%(name)s” is missing."),
        "string_type": _("“%(name)s” must be text in quotes."),
        "string_too_long": _("“%(name)s” is longer than %(max_length)s characters."),
        "string_too_short": _("“%(name)s” is empty."),
        "too_long": _("“%(name)s” has more than %(max_length)s entries."),
        "date_from_datetime_parsing": _("“%(name)s” must be a date such as 1990-04-21."),
        "date_type": _("“%(name)s” must be a date such as 1990-04-21."),
        "model_attributes_type": _("The body must be one JSON object."),
        "model_type": _("The body must be one JSON object."),
        "list_type": _("“%(name)s” must be a list."),
        "dict_type": _("“%(name)s” must be an object."),
    }
    wanted = sentences.get(str(fault["type"]), _("“%(name)s”: %(message)s."))
    return wanted % {"name": name, "message": fault["msg"], **context}  # type: ignore[dict-item]
