"""The cookie of a known device: set at each sign-in, kept after signing out, and good for nothing but to try again.

It holds a token for each address that signed in here, the newest first.
"""

from django.http import HttpRequest, HttpResponseBase

from doorstep.accounts.cookies import Cookie
from doorstep.accounts.models import KnownDevice
from doorstep.accounts.models.known_device import KNOWN
from doorstep.accounts.throttle import Visitor
from doorstep.kit.tokens import digest

COOKIE = Cookie("doorstep-device")
ADDRESSES = 6  # of one browser; who has more begins anew with the oldest


def visitor(request: HttpRequest, email: str, *, ip: str) -> Visitor:
    """Who types this address here, known if it signed in here before."""
    stranger = Visitor(email, ip)
    tokens = _tokens(request)
    known = KnownDevice.objects.bearing(tokens).filter(email_key=stranger.email_key).first() if tokens else None
    return stranger.holding(known.pk) if known else stranger


def remember(request: HttpRequest, response: HttpResponseBase, *, email_key: str) -> None:
    """After a sign-in. A new token each time: one that was planted or copied is worth nothing, and the count begins
    anew."""
    tokens = _tokens(request)
    if tokens:
        KnownDevice.objects.bearing(tokens).filter(email_key=email_key).delete()
    _keep(response, KnownDevice.objects.issue(email_key=email_key, lasts=KNOWN), _alive(tokens))


def bring(request: HttpRequest, response: HttpResponseBase, token: str) -> bool:
    """Whoever opens a mailed link has shown that she reads the address: this browser is known from now on.

    False when the link is no longer good. Writes nothing, for mail scanners open links too.
    """
    if not KnownDevice.objects.bearing([token]).exists():
        return False
    _keep(response, token, [kept for kept in _tokens(request) if kept != token])
    return True


def _tokens(request: HttpRequest) -> list[str]:
    return [token for token in COOKIE.of(request).split(".")[:ADDRESSES] if token]


def _alive(tokens: list[str]) -> list[str]:
    if not tokens:
        return []
    alive = {bytes(found) for found in KnownDevice.objects.bearing(tokens).values_list("token_digest", flat=True)}
    return [token for token in tokens if digest(token) in alive]


def _keep(response: HttpResponseBase, token: str, others: list[str]) -> None:
    COOKIE.keep(response, ".".join([token, *others][:ADDRESSES]), lasts=KNOWN)
