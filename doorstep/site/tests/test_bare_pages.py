"""What was sent wrongly is answered by a page that says what happened and leads on."""

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from doorstep.config.bodies import REFUSED
from doorstep.kit.bodies import NoRoom
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
SIGN_IN = "/portal/sign-in/"
WAY_ON = '<a class="button" href="/" data-kind="primary">Go to the start</a>'


@pytest.fixture
def visitor(fennmoor: Business) -> Browser:
    return Browser(headers={"host": fennmoor.host})


def page(answer: HttpResponse, status: int) -> str:
    assert answer.status_code == status
    html = answer.content.decode()
    assert "<title>" in html
    assert WAY_ON in html
    return html


@pytest.mark.parametrize(
    "body",
    ["email=" + "a" * (5 * 2**20 + 1), "&".join(f"field{number}=" for number in range(2_001))],
    ids=["too long", "too many fields"],  # pytest puts a test's name into the environment of every process it starts
)
def test_a_form_that_is_too_large_is_told_so_and_not_called_damaged(visitor: Browser, body: str) -> None:
    assert "That was too much at once" in page(visitor.post(SIGN_IN, body, content_type=FORM), 413)


@pytest.mark.parametrize(("path", "kind"), [(SIGN_IN, "text/html"), ("/api/v1/leads", "application/problem+json")])
def test_what_comes_while_too_much_is_being_sent_is_asked_for_again_later(
    path: str, kind: str, visitor: Browser
) -> None:
    answer = visitor.post(path, **{REFUSED: NoRoom()})  # type: ignore[arg-type]  # as the reader of the body does
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"].startswith(kind)
    assert "Nothing can be saved just now" in answer.content.decode()


def test_a_form_that_nobody_can_read_is_called_damaged(visitor: Browser) -> None:
    answer = visitor.post(SIGN_IN, b"x", content_type="multipart/form-data; boundary=")
    assert "We could not read that" in page(answer, 400)


def test_a_form_without_its_token_is_told_to_be_loaded_anew(fennmoor: Business) -> None:
    strict = Browser(headers={"host": fennmoor.host}, enforce_csrf_checks=True)
    assert "<h1>This form waited too long</h1>" in page(
        strict.post("/portal/sign-up/", {"email": "a@example.com"}), 403
    )


@pytest.mark.parametrize("path", ["/nowhere/", "/portal/nowhere/", "/desk/nowhere/", "/api"])
def test_an_address_without_a_page_leads_on(visitor: Browser, path: str) -> None:
    assert "This page is not here" in page(visitor.get(path), 404)


def test_a_host_that_is_no_name_gets_a_page_without_a_business() -> None:
    assert "We could not read that" in page(Browser(headers={"host": "bad host"}).get("/"), 400)


def test_machines_read_a_problem_and_no_page(visitor: Browser) -> None:
    assert visitor.get("/api/v1/nowhere").headers["Content-Type"] == "application/problem+json"
