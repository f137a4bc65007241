"""Text from people and files, made comparable: a *key* is equal for two spellings of the same thing."""

from doorstep.kit.normalise.email import email_fault, email_key
from doorstep.kit.normalise.name import name_key, split_name
from doorstep.kit.normalise.phone import Phone, parse_phone, phone_display, phone_fault, phone_key
from doorstep.kit.normalise.text import clean_line, clean_text

__all__ = [
    "Phone",
    "clean_line",
    "clean_text",
    "email_fault",
    "email_key",
    "name_key",
    "parse_phone",
    "phone_display",
    "phone_fault",
    "phone_key",
    "split_name",
]
