"""What people type about a person, made fit to store: trimmed, with the twins that are compared and searched.

The one way in for a lead's details, whoever brings them: the desk's form, the API, a file.
"""

from collections.abc import Callable, Mapping
from typing import cast

from django.utils.translation import gettext as _

from doorstep.kit.errors import NotAllowed
from doorstep.kit.normalise import clean_line, clean_text, email_fault, email_key, name_key, phone_key, split_name
from doorstep.leads.models import Lead

LONGEST = 20_000
LONGEST_OF_OWN = 2_000
TEXTS = {
    field.name: field.max_length or LONGEST
    for field in Lead._meta.fields
    if field.name
    in {
        *("name", "first_name", "last_name", "email", "phone", "company", "job_title", "street", "city", "region"),
        *("postal_code", "country", "language", "website", "source", "brought_from", "referral_source"),
        *("property_interest", "search_criteria", "external_id", "origin"),
    }
}
PARTS_OF_THE_NAME = {"first_name", "last_name"}
AS_THEY_ARE = ("birthday", "lead_type", "status", "fields", "capture", "received_at")
Details = dict[str, object]
Own = dict[str, str]


def tidy(values: Mapping[str, object], *, country: str, current: Lead | None = None) -> Details:
    """The given details, cleaned, with `*_key` columns added; unknown names are a programming error.

    Raises NotAllowed with the field's name and a sentence that says what to type instead.
    """
    details: Details = {name: _tidy_text(name, str(values[name] or "")) for name in TEXTS if name in values}
    details |= {name: values[name] for name in AS_THEY_ARE if name in values}
    for name, clean in (("fields", clean_line), ("capture", clean_text)):
        if name in values:
            details[name] = _tidy_own(cast(Own, values[name]), clean)
    strangers = set(values) - set(details)
    if strangers:
        raise TypeError(f"A lead has no {', '.join(sorted(strangers))}.")
    _tidy_email(details)
    _tidy_phone(details, country)
    _tidy_name(details, current)
    return details


def can_be_reached(details: Mapping[str, object]) -> bool:
    return bool(details.get("email_key") or details.get("phone_key"))


def _tidy_text(name: str, typed: str) -> str:
    """Only the longest take several lines."""
    return (clean_text if TEXTS[name] == LONGEST else clean_line)(typed, TEXTS[name])


def _tidy_own(values: Own, clean: Callable[[str, int], str]) -> Own:
    return {clean_line(key): clean(text, LONGEST_OF_OWN) for key, text in values.items()}


def _tidy_email(details: Details) -> None:
    if "email" in details:
        typed = str(details["email"])
        key = email_key(typed) if typed else ""
        if key is None:
            raise NotAllowed(email_fault(typed), field="email")
        details["email_key"] = key


def _tidy_phone(details: Details, country: str) -> None:
    if "phone" in details:
        typed = str(details["phone"])
        key = phone_key(typed, country) if typed else ""
        if key is None:
            raise NotAllowed(
                _("“%s” is not a whole phone number. Type it with its area code, such as +1 202 555 0143.")
                % typed[:60],
                field="phone",
            )
        details["phone_key"] = key


def _tidy_name(details: Details, current: Lead | None) -> None:
    """The name stays whole where a part of it has no room in its own column."""
    if "name" in details and not PARTS_OF_THE_NAME & details.keys():
        first, last = split_name(str(details["name"]))
        details["first_name"], details["last_name"] = first[: TEXTS["first_name"]], last[: TEXTS["last_name"]]
    elif PARTS_OF_THE_NAME & details.keys():
        first = str(details.get("first_name", current.first_name if current else ""))
        last = str(details.get("last_name", current.last_name if current else ""))
    else:
        return
    whole = f"{first} {last}".strip() or details.get("name", "") or _fallback(details, current)
    details["name"] = str(whole)[: TEXTS["name"]]
    details["name_key"] = name_key(str(details["name"]))[: TEXTS["name"]]


def _fallback(details: Details, current: Lead | None) -> object:
    """A nameless person is called by the address, then by the number."""
    known = {"email": current.email, "phone": current.phone} if current else {}
    seen = {**known, **details}
    return seen.get("email") or seen.get("phone") or _("(no name)")
