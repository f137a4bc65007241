"""Columns that a sales desk has no business keeping. They are left out unless somebody asks for them."""

import re

from doorstep.kit.tables import header_key

_SENSITIVE = re.compile(
    r"(^|_)(ssn|social_security|social_insurance|passport|medical|health_condition|diagnos[ei]s|taxpayer|tax_?id|tax_number"
    r"|itin|tin|green_card|driv(er|ers|ing)_licen[cs]e|licen[cs]e_(number|no|state)|dl_number|(government|national)_id"
    r"|national_insurance|identity_card|id_card|credit_card|card_number|cvv|iban|bank_account|account_number"
    r"|routing_number|steuer_id|steuernummer|sozialversicherungsnummer|reisepass)(_|$)"
)


def is_sensitive(header: str) -> bool:
    return _SENSITIVE.search(re.sub(r"\d+$", "", header_key(header)).strip("_")) is not None
