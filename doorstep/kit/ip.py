"""Whose request it is, by the address it came from."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.conf import settings


def ip_in(environ: Mapping[str, object]) -> str:
    """Of the request that has it. Behind a proxy (BASE_URL has https) the one that the proxy saw."""
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")) if settings.SECURE_PROXY_SSL_HEADER else ""
    return _readable(forwarded.rsplit(",", 1)[-1]) or _readable(str(environ.get("REMOTE_ADDR", "")))


def _readable(address: str) -> str:
    """A socket for both kinds writes 192.0.2.7 as ::ffff:192.0.2.7: taken as IPv6, all of IPv4 would be one network."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)
