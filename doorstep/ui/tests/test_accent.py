"""A business's colour becomes one rule, and nothing else can be said through it."""

import pytest

from doorstep.ui.accent import accent_rule, hex_colour, text_on


@pytest.mark.parametrize(("given", "colour"), [("#15574b", "#15574b"), ("#ABC", "#aabbcc"), ("#FFFFFF", "#ffffff")])
def test_a_colour_is_read_in_either_length(given: str, colour: str) -> None:
    assert hex_colour(given) == colour


@pytest.mark.parametrize("given", ["", "red", "#12345", "#15574b;}", "#15574b\n", "url(x)", "#ggg", "#１２３"])
def test_anything_else_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="six digits"):
        hex_colour(given)


def test_without_a_colour_there_is_no_rule() -> None:
    assert accent_rule("") == ""
    assert accent_rule("#15574b") == ":root { --accent: #15574b }\n"


@pytest.mark.parametrize(
    ("ground", "text"), [("#15574b", "#ffffff"), ("#000", "#ffffff"), ("#f2b705", "#16181d"), ("#ffffff", "#16181d")]
)
def test_the_text_on_a_colour_is_the_one_that_reads(ground: str, text: str) -> None:
    assert text_on(ground) == text
