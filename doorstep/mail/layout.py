"""The sheet a mail is written on: the business's name, colour and postal address around the words; text and HTML."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import css_inline
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from doorstep.mail.wording import Filled, one_line
from doorstep.tenancy.models import BusinessProfile
from doorstep.ui.accent import hex_colour, text_on

OUR_ACCENT = "#15574b"
_INLINER = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Context:
    """What a letter bears besides its words. `leave_url` is empty for a person's own business."""

    profile: BusinessProfile
    action: str = ""
    action_url: str = ""
    reason: str = ""
    leave_url: str = ""


def lay_out(filled: Filled, context: Context) -> Letter:
    page = render_to_string("mail/message.html", {"mail": filled, "context": context, **_brand(context.profile)})
    return Letter(subject=filled.subject, text=_text(filled, context), html=_INLINER.inline(page))


def sender(profile: BusinessProfile) -> tuple[str, str]:
    """Name and address. Without an address of its own a business writes from its host."""
    name = one_line(profile.sender_name or profile.business.name)
    return name, profile.sender_email or f"no-reply@{host(profile)}"


def host(profile: BusinessProfile) -> str:
    return urlsplit(profile.business.address()).hostname or "localhost"


def full_address(profile: BusinessProfile) -> str:
    """The business's name and where it is, as the law asks of every mail; the name once."""
    name, address = profile.business.name, one_line(profile.postal_address)
    return address if address.startswith(name) else ", ".join(filter(None, (name, address)))


def _brand(profile: BusinessProfile) -> dict[str, str]:
    """As `layouts/mail.html` names it."""
    accent = hex_colour(profile.accent or OUR_ACCENT)
    return {
        "business_name": profile.business.name,
        "monogram": profile.business.name[:1].upper(),
        "accent": accent,
        "on_accent": text_on(accent),
        "address": full_address(profile),
    }


def _text(filled: Filled, context: Context) -> str:
    button = f"{context.action}:\n{context.action_url}" if context.action_url else ""
    leave = _("Do not write to me again: %s") % context.leave_url if context.leave_url else ""
    foot = "\n".join(filter(None, (context.reason, leave, full_address(context.profile))))
    return "\n\n".join(filter(None, (filled.heading, filled.text, button, filled.note_text, f"-- \n{foot}"))) + "\n"
