"""A form or a part that is sent when the session has ended: it is said, and one comes back to where one was."""

import pytest
from django.test import Client

from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("from_where", "status", "way"),
    [
        ({"hx-request": "true", "hx-current-url": "http://brokerage.localhost/desk/leads/?q=maya"}, 401, "HX-Redirect"),
        ({"referer": "http://brokerage.localhost/desk/leads/?q=maya"}, 302, "Location"),
    ],
)
def test_who_was_signed_out_meanwhile_hears_it_and_comes_back_to_where_she_was(
    fennmoor: Business, from_where: dict[str, str], status: int, way: str
) -> None:
    visitor = Client(headers={"host": "brokerage.localhost", **from_where})
    answer = visitor.post("/desk/leads/bulk/tag/", {"tag": "VIP"})
    to = "/desk/sign-in/?next=%2Fdesk%2Fleads%2F%3Fq%3Dmaya&unsaved=yes"
    assert (answer.status_code, answer.headers[way]) == (status, to)
    assert "You were signed out meanwhile, so nothing was saved." in visitor.get(to).content.decode()


def test_no_page_of_another_host_is_where_she_was(fennmoor: Business) -> None:
    visitor = Client(headers={"host": "brokerage.localhost", "referer": "http://evil.example/desk/"})
    assert visitor.post("/desk/leads/bulk/tag/").headers["Location"] == "/desk/sign-in/?unsaved=yes"
