"""Times, numbers, money and names read as people say them, in the reader's zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from doorstep.ui import words

NOW = datetime(2026, 11, 19, 12, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False), timezone.override("UTC"):
        yield


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (timedelta(), "Just now"),
        (timedelta(seconds=59), "Just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=2), "2 h ago"),
        (timedelta(hours=13), "Yesterday"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=7), "7 days ago"),
        (timedelta(days=8), "11 Nov"),
        (timedelta(days=365), "19 Nov 2025"),
        (timedelta(seconds=-30), "Just now"),
        (timedelta(minutes=-30), "in 30 min"),
        (timedelta(hours=-3), "in 3 h"),
        (timedelta(days=-1), "Tomorrow"),
        (timedelta(days=-3), "in 3 days"),
    ],
)
def test_a_time_is_relative_up_to_a_week(before: timedelta, says: str) -> None:
    assert words.ago(NOW - before) == says


def test_yesterday_is_the_readers_yesterday() -> None:
    an_hour_before_midnight_in_utc = NOW.replace(hour=23) - timedelta(days=1)
    assert words.ago(an_hour_before_midnight_in_utc) == "Yesterday"
    with timezone.override("Pacific/Auckland"):
        assert words.ago(an_hour_before_midnight_in_utc) == "Yesterday"
        assert words.exact(an_hour_before_midnight_in_utc) == "19 Nov 2026, 12:20"
    with timezone.override("Asia/Tokyo"):
        assert words.ago(an_hour_before_midnight_in_utc) == "13 h ago"


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (NOW, "Today 12:20"),
        (NOW - timedelta(days=1), "Yesterday 12:20"),
        (NOW - timedelta(days=2), "Tue 17 Nov"),
        (NOW - timedelta(days=400), "15 Oct 2025"),
        (None, ""),
    ],
)
def test_a_column_of_times_says_day_or_hour(when: datetime | None, says: str) -> None:
    assert words.stamp(when) == says


def test_a_date_has_no_clock_and_no_zone() -> None:
    with timezone.override("Pacific/Honolulu"):
        assert words.exact(date(2026, 11, 19)) == "19 Nov 2026"


@pytest.mark.parametrize(
    ("minor", "currency", "says"),
    [
        (128450, "USD", "$1,284.50"),
        (0, "EUR", "€0.00"),
        (-4500, "USD", "-$45.00"),
        (1284, "JPY", "¥1,284"),
        (1284, "KWD", "KWD1.284"),
    ],
)
def test_money_is_minor_units_of_its_currency(minor: int, currency: str, says: str) -> None:
    assert words.money(minor, currency) == says


def test_nothing_known_is_nothing_said() -> None:
    assert words.money(None, "USD") == words.ago(None) == words.day(None) == words.number(None) == ""


def test_a_number_that_is_words_already_stays() -> None:
    assert words.number("10,000+") == "10,000+"


def test_numbers_and_days_follow_the_readers_language() -> None:
    with translation.override("de"):
        assert words.number(1284) == "1.284"
        assert words.money(128450, "EUR") == "1.284,50\xa0€"
        assert words.day(date(2026, 10, 19)) == "19 Okt. 2026"


def test_a_language_that_babel_does_not_know_reads_as_english() -> None:
    with translation.override("xx-unknown"):
        assert words.number(1284) == "1,284"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maya Okonjo", "MO"),
        ("Maya van der Okonjo", "MO"),
        ("maya", "M"),
        ("  ", ""),
        ("\u202eMaya", "M"),
        ("ß o", "SSO"),
        ("陈 伟", "陈伟"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_a_name_keeps_its_tone() -> None:
    assert words.tone("Maya Okonjo") == words.tone("Maya Okonjo")
    assert {words.tone(f"Person {number}") for number in range(100)} == set(words.TONES)


def test_an_address_breaks_after_its_at_and_stays_text() -> None:
    assert words.wbr_email("maya@example.com") == "maya@<wbr>example.com"
    assert words.wbr_email("<b>@x") == "&lt;b&gt;@<wbr>x"


@pytest.mark.parametrize(
    ("octets", "says"), [(1, "1 byte"), (999, "999 bytes"), (1_200_000, "1.2 MB"), (50_000, "50 kB")]
)
def test_a_file_has_a_size_that_people_know(octets: int, says: str) -> None:
    assert words.file_size(octets) == says
