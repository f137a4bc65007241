"""What may be typed behind an option: argparse tells whoever typed something else what is asked for."""

import argparse
import re
from collections.abc import Callable

from doorstep.kit import urls
from doorstep.kit.urls import POSTGRESQL, SHAPE_OF_DATABASE

LONGEST_NAME = 120
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")


def number(*, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a number from 1 to {most}")
        return int(text)

    return read


def name(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        raise argparse.ArgumentTypeError(f"type a name of 1 to {LONGEST_NAME} letters")
    return text.strip()


def database_url(text: str) -> str:
    try:
        urls.split("URL", text, schemes=POSTGRESQL, shape=SHAPE_OF_DATABASE)
    except urls.UnreadableUrl as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None
    return text


def host(text: str) -> str:
    """As RFC 1123 has it, without a port; '' for none."""
    if text and not _HOST.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError(
            f"{text[:60]!r} is no host name; one looks like desk.example.org, without a port"
        )
    return text.lower()
