"""Which version of a thing a program has seen (RFC 9110): ETag on what is given, If-Match on what is changed.

A tag is a digest of the answer's body. So it is right for whatever stands in it: columns, tags, custom fields, and the
stage, which the clock may move.
"""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from ninja import Schema

from doorstep.api.problems import Problem

IF_MATCH = "If-Match"


def etag_of(shown: Schema) -> str:
    """Strong: the same tag, the same bytes."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def refuse_unseen(request: HttpRequest, current: str) -> None:
    """For a change that says which version it was made from. A weak tag matches nothing, as the RFC has it."""
    wanted = parse_etags(request.headers[IF_MATCH])
    if wanted != ["*"] and current not in wanted:
        sentence = _(
            "This was changed since you read it. Read it again, and send your change with the ETag of the new answer."
        )
        raise Problem(HTTPStatus.PRECONDITION_FAILED, sentence, headers={"ETag": current})
