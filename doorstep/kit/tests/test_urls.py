"""A URL with a password in it is read whole, or refused without a letter of the password."""

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.urls import UnreadableUrl, split

SHAPE = "postgresql://user:password@host:port/name"


def read(url: str) -> tuple[str, str, int | None, str]:
    parts = split("DATABASE_URL", url, schemes=("postgresql",), shape=SHAPE)
    return unquote(parts.password or ""), parts.hostname or "", parts.port, parts.path


@given(password=st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_password_that_is_encoded_is_read(password: str) -> None:
    url = f"postgresql://doorstep:{quote(password, safe='')}@db.example:5433/doorstep"
    assert read(url) == (password, "db.example", 5433, "/doorstep")


@pytest.mark.parametrize("letter", ["#", "/", "?", "@", "%", " ", "\n", "[", "]", "/:", "#@", "%zz"])
@pytest.mark.parametrize("port", ["", ":5432"])
def test_a_letter_that_is_not_encoded_is_refused_and_nothing_of_it_told(letter: str, port: str) -> None:
    with pytest.raises(UnreadableUrl) as refused:
        read(f"postgresql://doorstep:hush{letter}quiet@db.example{port}/doorstep")
    assert "DATABASE_URL cannot be read" in str(refused.value)
    assert "hush" not in str(refused.value)
    assert "quiet" not in str(refused.value)


def test_another_scheme_is_refused_by_name_of_the_variable_only() -> None:
    with pytest.raises(UnreadableUrl, match="must start with postgresql://") as refused:
        read("mysql://doorstep:hush@db.example/doorstep")
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("letter", "/?#")
def test_a_password_that_begins_like_a_port_is_no_port(letter: str) -> None:
    with pytest.raises(UnreadableUrl, match="cannot be read"):
        read(f"postgresql://doorstep:54{letter}32@db.example/doorstep")
