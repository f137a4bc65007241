"""Names compare without accents; text holds nothing that a page or a database chokes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.normalise import clean_text, name_key, split_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José  O’Neil", "jose o'neil"),
        ("STRASSER", "Straßer"),
        ("Søren Kjær", "soren kjaer"),
        ("Łukasz", "lukasz"),
        ("Ａｎｎ", "ann"),
        ("İpek", "ipek"),
        ("Jean\u2010Luc", "jean-luc"),
        ("Ze\u0301", "Zé"),
    ],
)
def test_two_spellings_of_a_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_vowel_signs_are_not_accents():
    assert name_key("कि") != name_key("का")
    assert name_key("が") != name_key("か")


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Maya Okonjo", ("Maya", "Okonjo")),
        ("Okonjo, Maya", ("Maya", "Okonjo")),
        ("  Maya   Ann  Okonjo ", ("Maya Ann", "Okonjo")),
        ("Lena van der Berg", ("Lena", "van der Berg")),
        ("Sam Reed Jr.", ("Sam", "Reed Jr.")),
        ("Sam Reed, Jr.", ("Sam", "Reed, Jr.")),
        ("Al Reed", ("Al", "Reed")),
        ("Maya", ("Maya", "")),
        ("", ("", "")),
    ],
)
def test_a_full_name_is_split_where_the_family_name_starts(full, parts):
    assert split_name(full) == parts


@given(st.text(max_size=60))
def test_splitting_a_name_loses_no_letter(full):
    first, last = split_name(full)
    assert sorted("".join((first + last).split()).replace(",", "")) == sorted("".join(full.split()).replace(",", ""))


@given(st.text(max_size=60))
def test_the_key_of_a_name_key_is_itself(name):
    assert name_key(name_key(name)) == name_key(name)


def test_text_keeps_letters_and_lines_and_loses_controls():
    assert clean_text(" a\x00b\x1b[31m\r\nc\td\u202e\x85e ", 100) == "ab[31m\nc\td\ne"
    assert clean_text("שלום\u200f नमस्\u200dते 👩\u200d👧", 100) == "שלום\u200f नमस्\u200dते 👩\u200d👧"
    assert clean_text("abcdef", 3) == "abc"


@given(st.text(alphabet=st.characters(), max_size=60), st.integers(0, 50))
def test_cleaned_text_is_clean_short_and_fit_for_utf_8(text, limit):
    cleaned = clean_text(text, limit)
    assert clean_text(cleaned, limit) == cleaned
    assert len(cleaned) <= limit
    assert "\x00" not in cleaned.encode().decode()
