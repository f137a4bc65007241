"""Headers are recognised in either spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.tables import header_key


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("E-mail 1 - Value", "email_1_value"),
        ("email_1_value", "email_1_value"),
        ("E-mail Address", "email_address"),
        ("EmailAddress", "email_address"),
        ("E-Mail", "email"),
        ("eMail", "email"),
        ("Email", "email"),
        ("FirstName", "first_name"),
        ("first_name", "first_name"),
        ("  First   NAME ", "first_name"),
        ("LeadID", "lead_id"),
        ("Assistant's Phone", "assistants_phone"),
        ("Mailing State/Province", "mailing_state_province"),
        ("TTY/TDD Phone", "tty_tdd_phone"),
        ("Организация 1", "организация_1"),
        ("", ""),
    ],
)
def test_both_spellings_have_one_key(header, key):
    assert header_key(header) == key


@given(st.text(max_size=30))
def test_the_key_of_a_key_is_itself(header):
    assert header_key(header_key(header)) == header_key(header)
