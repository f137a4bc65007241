"""The OpenAPI document: what Ninja knows of the operations, and what they have in common besides."""

from http import HTTPStatus
from typing import cast

from ninja import NinjaAPI, Schema
from pydantic import Field

from doorstep.api.once import HEADER, LONGEST
from doorstep.api.versions import IF_MATCH

ROOT = "/api/v1/"
Described = dict[str, dict[str, dict[str, object]]]
Operation = dict[str, dict[str, object]]
OF_A_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
OF_A_KEY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
HEADERS = {
    "RateLimit-Policy": "How many requests the key may send in a minute.",
    "RateLimit": "How many of them are left, and for how many seconds.",
    "Retry-After": "In how many seconds to come back.",
    "WWW-Authenticate": "How to send a key.",
    "Location": "Where the new one can be read.",
    "ETag": "The version of the lead, for If-Match.",
}
SOMETIMES = ("ETag",)  # an answer that is given again under its Idempotency-Key names no version
LIMITS = ("RateLimit-Policy", "RateLimit")
ALWAYS = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate",),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", *LIMITS),
    HTTPStatus.PRECONDITION_FAILED: ("ETag",),
}


class Fault(Schema):
    pointer: str = Field(description="A JSON pointer into the body, or “?name” for a parameter.")
    detail: str


class Refusal(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = Field(description="A sentence for people: what is wrong and what to do.")
    errors: list[Fault] = Field(default_factory=list)


def describe(api: NinjaAPI) -> Described:
    described = cast("Described", api.get_openapi_schema(path_prefix=ROOT))
    paths = described["paths"]
    for path, operations in paths.items():
        one_of_many = any(other.startswith(f"{path}/{{") for other in paths)
        for operation in operations.values():
            _complete(cast(Operation, operation), has_id="{" in path, has_address=one_of_many)
        if "patch" in operations:
            _add_if_match(cast(Operation, operations["patch"]))
    described["components"]["headers"] = {
        name: {"description": text, "required": name not in SOMETIMES, "schema": {"type": "string"}}
        for name, text in HEADERS.items()
    }
    shapes = Refusal.model_json_schema(ref_template="#/components/schemas/{model}")
    described["components"]["schemas"] |= {**shapes.pop("$defs"), "Refusal": shapes}
    return described


def _complete(operation: Operation, *, has_id: bool, has_address: bool) -> None:
    """Which refusals there are follows from what the operation takes."""
    refusals = {*OF_A_KEY, HTTPStatus.UNPROCESSABLE_ENTITY}
    refusals |= {HTTPStatus.NOT_FOUND} if has_id else set()
    for status, answer in operation["responses"].items():
        place = ["Location"] if has_address and int(status) == HTTPStatus.CREATED else []
        version = ["ETag"] if "/LeadShown" in str(answer) else []
        cast("dict[str, object]", answer)["headers"] = _headers(*place, *version, *LIMITS)
    if "requestBody" in operation:
        refusals |= {*OF_A_BODY, HTTPStatus.CONFLICT}
        cast("list[object]", operation["parameters"]).append(_idempotency_key())
    operation["responses"] |= {str(status.value): _refusal(status) for status in sorted(refusals)}


def _add_if_match(operation: Operation) -> None:
    cast("list[object]", operation["parameters"]).append(
        {
            "in": "header",
            "name": IF_MATCH,
            "required": False,
            "schema": {"type": "string"},
            "description": "ETags that you have seen: the change is refused (412) when it is none of them any more.",
        }
    )
    failed = HTTPStatus.PRECONDITION_FAILED
    operation["responses"][str(failed.value)] = _refusal(failed)


def _refusal(status: HTTPStatus) -> dict[str, object]:
    shape = {"$ref": "#/components/schemas/Refusal"}
    return {
        "description": status.phrase,
        "content": {"application/problem+json": {"schema": shape}},
        "headers": _headers(*ALWAYS.get(status, ())),
    }


def _headers(*names: str) -> dict[str, object]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _idempotency_key() -> dict[str, object]:
    return {
        "in": "header",
        "name": HEADER,
        "required": False,
        "schema": {"type": "string", "maxLength": LONGEST, "pattern": "^[ -~]*$"},
        "description": "A change bearing one happens once, however often it is sent within 24 hours.",
    }
