"""E-mail addresses: one key for every spelling of an address, and a sentence for what is none."""

import re
import unicodedata

import idna
from django.utils.translation import gettext as _

# What nearly every address looks like; the rest takes the slow road below.
_COMMON = re.compile(r"[a-z0-9_+'-]+(?:\.[a-z0-9_+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_IN_BRACKETS = re.compile(r"<([^<>]*)>[\s,;]*$")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SPECIAL = frozenset(' ()<>[]:;@\\,"')
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_LOCAL, _LONGEST = 64, 254  # octets, RFC 5321 section 4.5.3.1


def email_key(text: str) -> str | None:
    """The address itself, lower-case, its domain in ASCII (RFC 5890); None when `text` holds no whole address.

    Takes `mailto:` links and `Maya Okonjo <maya@example.com>`. Quoted local parts and bare IP addresses are refused:
    in lists of people they are always mistakes.
    """
    address = _bare(text)
    if _COMMON.fullmatch(address) and "xn--" not in address:
        return address if _is_short_enough(address) else None
    local, at, domain = address.rpartition("@")
    if not at or not _is_local_part(local):
        return None
    ascii_domain = _ascii_domain(domain)
    if ascii_domain is None or not _is_short_enough(f"{local}@{ascii_domain}"):
        return None
    return f"{local}@{ascii_domain}"


def email_fault(text: str) -> str:
    """What is wrong and what to type instead, as one or two sentences; empty for a whole address."""
    if email_key(text) is not None:
        return ""
    address = _bare(text)
    local, at, domain = address.rpartition("@")
    if not address:
        return _("The e-mail address is empty. An address looks like name@example.com.")
    if not at:
        return _("There is no @ in it. An address looks like name@example.com.")
    return _fault_around(local, domain) or _fault_within(local, domain)


def _fault_around(local: str, domain: str) -> str:
    """Something is missing, or there is too much."""
    if not local:
        return _("There is nothing before the @. An address looks like name@example.com.")
    if not domain:
        return _("The address stops after the @. Add what follows, such as example.com.")
    if "@" in local:
        return _("There is more than one @ in it. Type one address, such as name@example.com.")
    if any(character.isspace() for character in local + domain):
        return _("There is a space in it. Take it out; an address looks like name@example.com.")
    if "." not in domain.rstrip("."):
        return _("The address stops after “%s”. Add the ending, such as .com.") % domain.rstrip(".")[:60]
    return ""


def _fault_within(local: str, domain: str) -> str:
    if ".." in f"{local}@{domain}":
        return _("There are two dots in a row. Take one out.")
    if not _is_local_part(local):
        return (
            _("“%s”, before the @, can't be the name of a mailbox. Use letters, digits, dots and hyphens.") % local[:60]
        )
    if _ascii_domain(domain) is None:
        return _("“%s”, after the @, can't be the name of a domain. It looks like example.com.") % domain[:60]
    return _("The address is too long. At most 254 characters can be delivered to.")


def _bare(text: str) -> str:
    """Without display name, brackets, link prefix, and the punctuation a list leaves behind."""
    address = text.strip().lower()
    if _COMMON.fullmatch(address):
        return address
    address = unicodedata.normalize("NFC", _INVISIBLE.sub("", address)).strip()
    if inside := _IN_BRACKETS.search(address):
        address = inside[1].strip()
    if address.startswith("mailto:"):
        address = address[len("mailto:") :].partition("?")[0]
    return address.strip(" \t\r\n\u00a0,;.'\"<>")


def _is_local_part(local: str) -> bool:
    if not local or ".." in local or local[0] == "." or local[-1] == ".":
        return False
    return local.isprintable() and not _SPECIAL.intersection(local)


def _is_short_enough(address: str) -> bool:
    octets = address.encode()
    return len(octets) <= _LONGEST and octets.rindex(b"@") <= _LONGEST_LOCAL


def _ascii_domain(domain: str) -> str | None:
    """The domain as DNS knows it, or None when it could not be one."""
    try:
        labels = idna.encode(domain, uts46=True).decode().lower().split(".")
    except UnicodeError:
        return None
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        return None
    return ".".join(labels)
