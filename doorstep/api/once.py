"""Changes that can be sent twice and happen once: the Idempotency-Key (draft-ietf-httpapi-idempotency-key-header)."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from doorstep.api.keys import KeyRequest
from doorstep.api.models import Answer
from doorstep.api.problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 255
P = ParamSpec("P")
Operation = Callable[Concatenate[KeyRequest, P], HttpResponse]


def idempotent(operation: Operation[P]) -> Operation[P]:
    """For an operation that writes: all or nothing, and with an Idempotency-Key at most once in 24 hours.

    Only an answer that says yes is kept: a refusal changed nothing, so the same key may be used for the mended body.
    """

    @wraps(operation)
    def through(request: KeyRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        name = request.headers.get(HEADER, "").strip()
        if not name:
            with transaction.atomic():
                return operation(request, *args, **kwargs)
        _refuse_odd(name)
        _claim(request, name)
        earlier = Answer.objects.filter(key=request.auth, idempotency_key=name)
        earlier.forgettable().delete()
        kept = earlier.first()
        if kept is not None:
            return _replay(kept, _digest(request))
        with transaction.atomic():
            given = operation(request, *args, **kwargs)
            _keep(request, name, given)
        return given

    return through


def _claim(request: KeyRequest, name: str) -> None:
    """Held until this transaction ends, whatever ends it: a killed process leaves nothing locked."""
    place = hashlib.sha256(f"{request.auth.pk} {name}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(place[:8], "big", signed=True)])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        sentence = _("A request with this Idempotency-Key is running. Ask again in a moment for its answer.")
        raise Problem(HTTPStatus.CONFLICT, sentence, headers={"Retry-After": "1"})


def _replay(kept: Answer, digest: bytes) -> HttpResponse:
    if bytes(kept.request_digest) != digest:
        sentence = _("This Idempotency-Key was used for another request. Use a new one for every change.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, sentence)
    given = HttpResponse(kept.content, status=kept.status, content_type="application/json")
    given["Idempotent-Replayed"] = "true"
    if kept.location:
        given["Location"] = kept.location
    return given


def _keep(request: KeyRequest, name: str, given: HttpResponse) -> None:
    Answer(
        key=request.auth,
        idempotency_key=name,
        request_digest=_digest(request),
        status=given.status_code,
        content=given.content.decode(),
        location=given.headers.get("Location", ""),
    ).save(force_insert=True)


def _digest(request: KeyRequest) -> bytes:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).digest()


def _refuse_odd(name: str) -> None:
    if len(name) > LONGEST or not name.isascii() or not name.isprintable():
        sentence = _("An Idempotency-Key is up to %s letters, digits and signs.") % LONGEST
        raise Problem(HTTPStatus.BAD_REQUEST, sentence)
