"""Coming in by key: the Authorization header and nothing else, so that no browser can be tricked into asking."""

from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from doorstep.accounts.models import ApiKey
from doorstep.api.allowance import RateLimitResult, spend_one
from doorstep.api.problems import Problem


class KeyRequest(HttpRequest):
    """As an operation sees it."""

    auth: ApiKey
    verdict: RateLimitResult


class Key(HttpBearer):
    """A living key with this scope, within its rate limit."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        key = ApiKey.of(token)
        if key is None:
            return None
        verdict = request.verdict = spend_one(key)  # type: ignore[attr-defined]
        if not verdict.is_allowed:
            sentence = _("More than %(limit)s requests in a minute. Try again in %(seconds)s seconds.")
            words = {"limit": verdict.limit, "seconds": verdict.seconds}
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, sentence % words)
        if not key.may(self.scope):
            raise Problem(HTTPStatus.FORBIDDEN, _("This key lacks the scope %s. Make one that has it.") % self.scope)
        return key
