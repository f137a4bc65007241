"""A business's own colour, as the one rule it adds to our stylesheets."""

import re

HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def hex_colour(text: str) -> str:
    """`#ABC` and `#AABBCC` as `#aabbcc`. Raises ValueError for everything else, so that no CSS can be smuggled in."""
    if not HEX_COLOUR.fullmatch(text):
        raise ValueError("A colour is # and six digits or letters from a to f, such as #15574b.")
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def accent_rule(text: str) -> str:
    """The stylesheet of that colour; empty when there is none, so that our own accent stays."""
    return f":root {{ --accent: {hex_colour(text)} }}\n" if text else ""


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour. For mail, where CSS cannot choose."""
    channels = [int(hex_colour(colour)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return "#ffffff" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.183 else "#16181d"
