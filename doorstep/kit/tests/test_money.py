"""Money adds up to the cent, in one currency at a time."""

import pytest

from doorstep.kit.money import Money


def test_sums_of_one_currency_add_and_subtract():
    assert Money(1050, "USD") + Money(950, "USD") == Money(2000, "USD")
    assert Money(500, "USD") - Money(950, "USD") == -Money(450, "USD")
    assert (Money(500, "USD") - Money(950, "USD")).is_negative


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="USD and EUR do not add up"):
        Money(1, "USD") + Money(1, "EUR")


@pytest.mark.parametrize(
    ("money", "locale", "shown"),
    [
        (Money(123456, "USD"), "en_US", "$1,234.56"),
        (Money(-500, "USD"), "en_US", "-$5.00"),
        (Money(123456, "EUR"), "de_DE", "1.234,56\u00a0€"),
        (Money(1234, "JPY"), "en_US", "¥1,234"),
        (Money(1234, "KWD"), "en_US", "KWD1.234"),
    ],
)
def test_money_is_shown_as_its_reader_writes_it(money, locale, shown):
    assert money.format(locale) == shown
