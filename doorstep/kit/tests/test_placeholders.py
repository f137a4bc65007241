"""Placeholders look names up in a list, and do nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.placeholders import fill, find_placeholders, unknown

ALLOWED = frozenset({"lead.first_name", "business.name"})
VALUES = {"lead.first_name": "Maya", "business.name": "Fennmoor", "lead.secret": "hidden"}


def test_allowed_names_become_their_values():
    assert fill("Dear {{ lead.first_name }}, {{business.name}}", VALUES, allowed=ALLOWED) == "Dear Maya, Fennmoor"
    assert fill("Dear {{ lead.first_name }}!", {}, allowed=ALLOWED) == "Dear !"


@pytest.mark.parametrize(
    "text",
    [
        "{{ lead.secret }}",
        "{{ lead.first_name.__class__ }}",
        "{{ lead.first_name|upper }}",
        "{{ lead.first_name() }}",
        "{% include 'x' %}",
        "{lead.first_name}",
        "{{{{ }}}}",
    ],
)
def test_all_else_stays_as_typed(text):
    assert fill(text, VALUES, allowed=ALLOWED) == text


def test_a_value_that_looks_like_a_placeholder_stays_text():
    assert (
        fill("{{ lead.first_name }}", {"lead.first_name": "{{ business.name }}"}, allowed=ALLOWED)
        == "{{ business.name }}"
    )


def test_unknown_names_are_told_with_the_nearest_one():
    assert unknown("{{ lead.first_name }}", ALLOWED) == []
    assert unknown("{{ lead.frist_name }}", ALLOWED) == [
        "{{ lead.frist_name }} is not known. Did you mean {{ lead.first_name }}?"
    ]
    assert unknown("{{ zzz }}", ALLOWED) == ["{{ zzz }} is not known. Take it out or choose one from the list."]
    assert unknown("Dear {{ lead.first_name }", ALLOWED) == [
        "A placeholder is not closed. Write two braces on both sides: {{ business.name }}."
    ]


@given(st.text(alphabet="{} ab.\n", max_size=40))
def test_what_is_not_reported_is_filled(text):
    if not unknown(text, {"a", "a.b"}):
        assert "{{" not in fill(text, {}, allowed={"a", "a.b"})


def test_names_are_found():
    assert find_placeholders("{{ a }} {{b.c}} {{ a }}") == {"a", "b.c"}
