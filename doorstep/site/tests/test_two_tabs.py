"""Two tabs at the sign-in page: the form token of one is old once the other was used."""

import re
from urllib.parse import quote

import pytest
from django.test import Client as Browser

from doorstep.demo.cast import PASSWORD
from doorstep.site.tests.visitors import ANN, DESK, HOST, text
from doorstep.tenancy.models import Business

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
EXPIRED = "This form waited too long"


@pytest.fixture
def visitor(at_fennmoor: Business) -> Browser:
    return Browser(HTTP_HOST=HOST, enforce_csrf_checks=True)


def opened(visitor: Browser, address: str = DESK) -> dict[str, str]:
    """A tab with the sign-in form, filled in."""
    token = TOKEN.search(text(visitor.get(address)))
    assert token
    return {"email": ANN, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}


@pytest.mark.parametrize("page", [DESK, f"{DESK}code/"])
def test_who_signed_in_in_one_tab_is_led_on_by_the_other(visitor: Browser, page: str) -> None:
    tab, other = opened(visitor), opened(visitor)
    assert visitor.post(DESK, tab)["Location"] == "/desk/"
    assert visitor.post(page, other)["Location"] == "/desk/"
    assert visitor.post(f"{page}?next={quote('/desk/leads/')}", other)["Location"] == "/desk/leads/"


def test_who_is_not_in_gets_the_form_again_that_leads_where_she_wanted_to_go(visitor: Browser) -> None:
    stale = opened(visitor) | {"csrfmiddlewaretoken": "x" * 64}
    for page in (DESK, f"{DESK}code/"):
        answer = visitor.post(f"{page}?next=/desk/leads/", stale)
        assert answer.status_code == 403
        assert EXPIRED in text(answer)
        assert f'action="{DESK}?next=/desk/leads/"' in text(
            answer
        ) or f'action="{DESK}?next=%2Fdesk%2Fleads%2F"' in text(answer)
        token = TOKEN.search(text(answer))
        assert token
    again = visitor.post(f"{DESK}?next=/desk/leads/", stale | {"csrfmiddlewaretoken": token[1]})
    assert again["Location"] == "/desk/leads/"


def test_an_old_form_elsewhere_still_says_that_nothing_was_changed(visitor: Browser) -> None:
    visitor.post(DESK, opened(visitor))
    answer = visitor.post("/desk/sign-out/", {"csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert "Nothing was changed." in text(answer)
