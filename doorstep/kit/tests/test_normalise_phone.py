"""One number, one key, wherever it was typed."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.normalise import Phone, parse_phone, phone_display, phone_fault, phone_key


@pytest.mark.parametrize(
    "typed",
    [
        "+12025550143",
        "(202) 555-0143",
        "202.555.0143",
        "1-202-555-0143",
        "12025550143",
        "tel:+1-202-555-0143",
        "０２０２-555-0143".removeprefix("０"),
        "202 555 0143 (home)",
        "202 555 0143 Mobile",
        "1.2025550143E+10",
        "1,2025550143E+10",
        "2.025550143e9",
        "12025550143.0",
        "2025550143.00",
    ],
)
def test_every_spelling_of_a_number_has_one_key(typed):
    assert phone_key(typed, "US") == "+12025550143"


@pytest.mark.parametrize(
    ("typed", "region", "key"),
    [
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("+44 (0)20 7946 0958", "US", "+442079460958"),
        ("011 44 20 7946 0958", "US", "+442079460958"),
        ("0044 20 7946 0958", "US", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+39 06 698 12345", "US", "+390669812345"),
        ("+41310000001", "US", "+41310000001"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("+41310000001", "", "+41310000001"),
    ],
)
def test_numbers_of_other_countries_survive(typed, region, key):
    assert phone_key(typed, region) == key


@pytest.mark.parametrize("typed", ["202-555-0143 x12", "(202) 555-0143 ext. 12", "+1 202 555 0143;ext=12"])
def test_an_extension_is_kept_apart(typed):
    assert parse_phone(typed, "US") == Phone("+12025550143", "12")


@pytest.mark.parametrize(
    "typed",
    ["", "555-0143", "20255501", "none", "0000000000", "1.20256E+10", "1.202555014E+10", "2" * 400, "\x00", "+"],
)
def test_what_is_no_whole_number_is_refused(typed):
    assert phone_key(typed, "US") is None
    assert phone_fault(typed, "US")


def test_a_number_without_country_is_refused_where_no_country_is_known():
    assert phone_key("202 555 0143", "") is None


def test_a_number_shortened_by_a_spreadsheet_says_how_to_mend_the_file():
    assert phone_fault("1.20256E+10", "US") == (
        "A spreadsheet has cut digits off “1.20256E+10”. Format that column as text, fill in the number and save again."
    )


def test_a_number_is_shown_as_people_write_it():
    assert phone_display("+12025550143") == "+1 202 555 0143"
    assert phone_display("+442079460958") == "+44 20 7946 0958"
    assert phone_display("not a number") == "not a number"


@given(
    st.sampled_from(["US", "GB", "DE", "IT", "FR", "AR", "MX", "BR", "RU", "AU", "NG", "IN", "SM", "SG", ""]),
    st.one_of(
        st.from_regex(r"\+[0-9]{1,3} ?[0-9]{4,12}", fullmatch=True),
        st.from_regex(r"(0|00|1|011|8|9)?[0-9]{6,12}", fullmatch=True),
        st.from_regex(r"\(?[0-9]{3}\)? [0-9]{3}-[0-9]{4}", fullmatch=True),
    ),
)
def test_the_quick_road_and_the_library_agree(region, typed):
    try:
        number = phonenumbers.parse(typed, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number and phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
        expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        is_filler = len(set(phonenumbers.national_significant_number(number))) == 1
        assert phone_key(typed, region) == (None if is_filler else expected)
    elif not typed.startswith("00"):
        assert phone_key(typed, region) is None


@given(st.text(max_size=30), st.sampled_from(["US", "GB", "DE", ""]))
def test_the_key_of_a_key_is_itself(typed, region):
    key = phone_key(typed, region)
    assert key is None or phone_key(key, region) == key
