"""Secrets cannot be guessed, and are good for one purpose and a time."""

from datetime import timedelta

import time_machine

from doorstep.kit.tokens import code_digest, digest, new_code, new_token, same, signed, unsigned


def test_a_token_is_long_and_never_the_same():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) >= 43 for token in tokens)  # 256 bits in base 64


def test_a_code_has_six_digits_even_when_it_begins_with_zeros():
    codes = [new_code() for _ in range(5000)]
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert any(code.startswith("0") for code in codes)


def test_digests_tell_secrets_apart():
    assert same(digest("one"), digest("one"))
    assert not same(digest("one"), digest("other"))
    assert code_digest(" 012345 ", "salt") == code_digest("012345", "salt") != code_digest("012345", "other salt")


def test_a_signed_value_is_good_for_its_purpose_and_its_time_only():
    with time_machine.travel("2031-05-04 12:00Z", tick=False) as clock:
        link = signed("trader", purpose="invitation")
        assert unsigned(link, purpose="invitation", max_age=timedelta(hours=1)) == "trader"
        assert unsigned(link, purpose="reset", max_age=timedelta(hours=1)) is None
        assert unsigned(link[:-1], purpose="invitation", max_age=timedelta(hours=1)) is None
        assert unsigned("", purpose="invitation", max_age=timedelta(hours=1)) is None
        clock.shift(timedelta(hours=1, seconds=1))
        assert unsigned(link, purpose="invitation", max_age=timedelta(hours=1)) is None
