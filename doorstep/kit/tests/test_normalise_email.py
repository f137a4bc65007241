"""One address, one key; no address, one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.normalise import email_fault, email_key


@pytest.mark.parametrize(
    "typed",
    [
        "Maya.Okonjo@Example.com",
        "  maya.okonjo@example.com\t",
        "mailto:maya.okonjo@example.com?subject=Hello",
        "Maya Okonjo <maya.okonjo@example.com>",
        '"Okonjo, Maya" <maya.okonjo@EXAMPLE.com>;',
        "<maya.okonjo@example.com>",
        "maya.okonjo@example.com.",
        "\ufeffmaya.okonjo@exam\u200bple.com\u00a0",
    ],
)
def test_every_spelling_of_an_address_has_one_key(typed):
    assert email_key(typed) == "maya.okonjo@example.com"


@pytest.mark.parametrize(
    "typed",
    ["lena@münchen.example", "Lena@MÜNCHEN.example", "lena@mu\u0308nchen.example", "lena@xn--mnchen-3ya.example"],
)
def test_a_domain_is_the_same_in_its_own_script_and_in_dns(typed):
    assert email_key(typed) == "lena@xn--mnchen-3ya.example"


def test_a_mailbox_may_be_named_in_any_script():
    assert email_key("用户@例え.jp") == "用户@xn--r8jz45g.jp"
    assert email_key("JOSÉ@example.com") == email_key("jose\u0301@example.com") == "josé@example.com"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "The e-mail address is empty. An address looks like name@example.com."),
        ("maya.example.com", "There is no @ in it. An address looks like name@example.com."),
        ("@example.com", "There is nothing before the @. An address looks like name@example.com."),
        ("maya@", "The address stops after the @. Add what follows, such as example.com."),
        ("maya@example", "The address stops after “example”. Add the ending, such as .com."),
        ("maya@example.", "The address stops after “example”. Add the ending, such as .com."),
        ("maya@x.com, ann@x.com", "There is more than one @ in it. Type one address, such as name@example.com."),
        ("maya okonjo@example.com", "There is a space in it. Take it out; an address looks like name@example.com."),
        ("maya@example..com", "There are two dots in a row. Take one out."),
        (
            "maya(@example.com",
            "“maya(”, before the @, can't be the name of a mailbox. Use letters, digits, dots and hyphens.",
        ),
        ("maya@exa_mple.com", "“exa_mple.com”, after the @, can't be the name of a domain. It looks like example.com."),
        ("maya@192.0.2.7", "“192.0.2.7”, after the @, can't be the name of a domain. It looks like example.com."),
        (f"{'m' * 65}@example.com", "The address is too long. At most 254 characters can be delivered to."),
    ],
)
def test_a_broken_address_says_what_to_type(typed, sentence):
    assert email_key(typed) is None
    assert email_fault(typed) == sentence


@pytest.mark.parametrize(
    "typed",
    ["maya@example.com\nBcc: ann@example.com", "maya@example.com\x00", "ma\rya@example.com", "a\u2028b@example.com"],
)
def test_an_address_never_carries_a_second_mail_header(typed):
    key = email_key(typed)
    assert key is None or not any(character in key for character in "\r\n\x00\u2028")


def test_a_whole_address_has_no_fault():
    assert email_fault("maya+news@mail.example.co.uk") == ""


@given(st.text(max_size=40) | st.emails() | st.from_regex(r"[\w.+' <-]{1,12}@[\w.-]{1,12}\.[a-z]{2,4}", fullmatch=True))
def test_the_key_of_a_key_is_itself_and_a_fault_is_told_exactly_when_there_is_no_key(typed):
    key = email_key(typed)
    assert (key is None) == bool(email_fault(typed))
    assert key is None or email_key(key) == key
