"""Phone numbers: E.164 as the key, the international spelling for the eye.

A number counts when its length is possible for its country. Whether the range is in use today is not asked: ranges
open faster than installations are updated, and dropping a real number costs more than keeping a dead one.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, ValidationResult


class Phone(NamedTuple):
    e164: str
    extension: str


class _Plan(NamedTuple):
    """As much of a country's numbering plan as tells that a number needs no rewriting."""

    country_code: str
    lengths: frozenset[int]
    rewritten: re.Pattern[str] | None
    abroad: re.Pattern[str] | None


_PLAIN = re.compile(r"\+?[0-9 ().\-\u00a0\t]+", re.ASCII)
_NOT_DIGITS = re.compile(r"[^0-9]+", re.ASCII)
_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]+)e\+?([0-9]{1,2})", re.IGNORECASE | re.ASCII)
_WHOLE_AS_DECIMAL = re.compile(r"([0-9]{7,15})\.0+", re.ASCII)
_LABEL_BEHIND = re.compile(r"\s*\(?[^\W\d_]{2,}\.?\)?$")
_LONGEST_INPUT = 120


def parse_phone(text: str, region: str) -> Phone | None:
    """The number and its extension; `region` (ISO 3166, such as `US`) is where numbers without a + are dialled.

    None for a number without its area code, of impossible length, or shortened by a spreadsheet.
    """
    typed = text.strip()
    if _PLAIN.fullmatch(typed) and (quick := _in_no_need_of_rewriting(typed, region)):
        return Phone(quick, "")
    repaired = _repair(typed)
    if repaired is None or len(repaired) > _LONGEST_INPUT:
        return None
    return (
        _parse(repaired, region)
        or _parse(_LABEL_BEHIND.sub("", repaired), region)
        or _dialled_with_00(repaired, region)
    )


def phone_key(text: str, region: str) -> str | None:
    """E.164, such as +12025550143, without the extension; None when `text` is no whole number."""
    phone = parse_phone(text, region)
    return phone.e164 if phone else None


def phone_fault(text: str, region: str) -> str:
    """What is wrong and what to type instead; empty for a whole number."""
    if parse_phone(text, region):
        return ""
    typed = text.strip()
    if not typed:
        return _("The phone number is empty. Type it with its area code, such as +1 202 555 0143.")
    if _SCIENTIFIC.fullmatch(typed):
        return (
            _("A spreadsheet has cut digits off “%s”. Format that column as text, fill in the number and save again.")
            % typed
        )
    return _("“%s” is not a whole phone number. Type it with its area code, such as +1 202 555 0143.") % typed[:60]


@lru_cache(maxsize=4096)
def phone_display(e164: str) -> str:
    """+1 202 555 0143 for +12025550143; what is no number comes back as it is."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).replace("-", " ")


def _repair(typed: str) -> str | None:
    """Undoes what spreadsheets do to long numbers, when no digit was lost on the way."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if whole := _WHOLE_AS_DECIMAL.fullmatch(text):
        return whole[1]
    scientific = _SCIENTIFIC.fullmatch(text)
    if not scientific:
        return text
    first, rest, exponent = scientific[1], scientific[2], int(scientific[3])
    return first + rest if len(rest) == exponent else None


def _parse(text: str, region: str) -> Phone | None:
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return None if _is_filler(national) else Phone(e164, number.extension or "")


def _dialled_with_00(text: str, region: str) -> Phone | None:
    """Most of the world dials 00 before a country code, and writes it in files that are read elsewhere."""
    return _parse(f"+{text[2:]}", region) if text.startswith("00") else None


def _is_filler(national: str) -> bool:
    """0000000000 and 9999999999 stand for "none" in many a file; as keys they would make one person of hundreds."""
    return len(set(national)) == 1


def _in_no_need_of_rewriting(typed: str, region: str) -> str | None:
    """The quick road, twenty times faster: E.164 when the plan strips and adds nothing, else None."""
    digits = _NOT_DIGITS.sub("", typed)
    plan = _plan_of_prefix(digits[:3]) if typed.startswith("+") else _plan_of_region(region)
    if plan is None:
        return None
    national = digits.removeprefix(plan.country_code) if typed.startswith("+") else _national(digits, plan)
    if len(national) not in plan.lengths or _is_filler(national) or (plan.rewritten and plan.rewritten.match(national)):
        return None
    return f"+{plan.country_code}{national}"


def _national(digits: str, plan: _Plan) -> str:
    """Without the country code that was typed without its +; empty when the library has to decide."""
    if digits.startswith("00") or (plan.abroad and plan.abroad.match(digits)):
        return ""
    if not digits.startswith(plan.country_code):
        return digits
    return digits.removeprefix(plan.country_code) if len(digits) > max(plan.lengths) else ""


@cache
def _plan_of_prefix(three_digits: str) -> _Plan | None:
    for length in (1, 2, 3):
        code = three_digits[:length]
        if code.isdigit() and int(code) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and code[0] != "0":
            region = phonenumbers.region_code_for_country_code(int(code))
            return _plan(PhoneMetadata.metadata_for_region_or_calling_code(int(code), region))
    return None


@cache
def _plan_of_region(region: str) -> _Plan | None:
    return _plan(PhoneMetadata.metadata_for_region(region.upper(), None))


def _plan(metadata: PhoneMetadata | None) -> _Plan | None:
    if metadata is None or metadata.general_desc is None:
        return None
    return _Plan(
        country_code=str(metadata.country_code),
        lengths=frozenset(metadata.general_desc.possible_length),
        rewritten=_pattern(metadata.national_prefix_for_parsing),
        abroad=_pattern(metadata.international_prefix),
    )


def _pattern(source: str | None) -> re.Pattern[str] | None:
    return re.compile(source) if source else None
