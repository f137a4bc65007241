"""Every cookie goes through `Cookie`, which says each name once, and says what https allows it to say."""

import os
import re
import subprocess
import sys
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client as Browser
from pytest_django.fixtures import Settings

from doorstep.accounts.cookies import Cookie
from doorstep.tenancy.models import Business
from doorstep.ui.toasts import CookieOfThisHost

ROOT = Path(__file__).parents[2] / "doorstep"
SETS_A_COOKIE = re.compile(r"\.(set_cookie|set_signed_cookie|delete_cookie)\(|\.cookies\[|SimpleCookie\(")
ONE = Cookie("doorstep-one")


def morsel(answer: HttpResponse) -> "Morsel[str]":
    (said,) = answer.cookies.values()
    return said


def test_nothing_else_sets_or_deletes_one() -> None:
    sources = (path for path in ROOT.rglob("*.py") if "tests" not in path.parts)
    setting = [str(path.relative_to(ROOT)) for path in sources if SETS_A_COOKIE.search(path.read_text())]
    assert setting == ["accounts/cookies.py"]


def test_one_that_is_dropped_and_then_kept_is_kept() -> None:
    answer = HttpResponse()
    ONE.drop(answer)
    ONE.keep(answer, "token")
    assert (morsel(answer).value, morsel(answer)["max-age"], morsel(answer)["expires"]) == ("token", "", "")


def test_one_that_is_kept_and_then_dropped_is_dropped() -> None:
    answer = HttpResponse()
    ONE.keep(answer, "token")
    ONE.drop(answer)
    assert (morsel(answer).value, morsel(answer)["max-age"]) == ("", 0)


def test_no_script_reads_one() -> None:
    answer = HttpResponse()
    ONE.keep(answer, "token")
    assert morsel(answer)["httponly"] is True


@pytest.mark.parametrize("is_dropped", [False, True])
def test_under_https_no_neighbour_of_the_domain_can_plant_one(is_dropped: bool, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE, settings.COOKIE_PREFIX = True, "__Host-"
    answer = HttpResponse()
    ONE.drop(answer) if is_dropped else ONE.keep(answer, "token")
    said = morsel(answer)
    assert said.key == "__Host-doorstep-one"
    assert (said["secure"], said["path"], said["domain"], said["samesite"]) == (True, "/", "", "Lax")


def test_the_cookie_of_toasts_is_named_like_ours(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE, settings.COOKIE_PREFIX = True, "__Host-"
    answer, storage = HttpResponse(), CookieOfThisHost(HttpRequest())
    storage.add(messages.SUCCESS, "Saved.")
    storage.update(answer)
    assert (morsel(answer).key, morsel(answer)["secure"]) == ("__Host-messages", True)


@pytest.mark.parametrize(("scheme", "prefix"), [("http", ""), ("https", "__Host-")])
def test_the_prefix_follows_from_the_address_that_people_type(scheme: str, prefix: str) -> None:
    asks = "from doorstep.config import settings as s; print(repr(s.COOKIE_PREFIX), s.CSRF_COOKIE_NAME)"
    surroundings = os.environ | {"BASE_URL": f"{scheme}://crm.example.com"}
    said = subprocess.run([sys.executable, "-c", asks], env=surroundings, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == f"{prefix!r} {prefix}csrftoken"


@pytest.mark.django_db
def test_the_form_token_is_named_like_ours(fennmoor: Business, settings: Settings) -> None:
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE = "__Host-csrftoken", True
    answer = Browser(headers={"host": fennmoor.host}).get("/desk/sign-in/", secure=True)
    said = answer.cookies["__Host-csrftoken"]
    assert (said["secure"], said["path"], said["domain"], said["httponly"]) == (True, "/", "", True)
    assert said["samesite"] == "Lax"
