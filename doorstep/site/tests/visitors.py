"""Owners and strangers: each a browser with cookies of its own, at a place of its own."""

import re
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import Attempt
from doorstep.demo.cast import PASSWORD
from doorstep.mail.models import Message

HOST = "brokerage.localhost"
HOME = "192.0.2.7"
ANN, MAYA, NOBODY = "ann@fennmoor.example", "maya@example.com", "nobody@example.com"
DESK, PORTAL, SIGN_UP = "/desk/sign-in/", "/portal/sign-in/", "/portal/sign-up/"
NEW = "my own long sentence"
places = count(1)


def browser(place: str = HOME) -> Browser:
    return Browser(HTTP_HOST=HOST, REMOTE_ADDR=place)


def stranger() -> Browser:
    """Another one, somewhere else."""
    at = next(places)
    return browser(f"203.0.{at // 250}.{at % 250 + 1}")


def enter(visitor: Browser, email: str = ANN, password: str = PASSWORD, at: str = DESK) -> HttpResponse:
    return visitor.post(at, {"email": email, "password": password})


def ask(visitor: Browser, email: str = ANN, at: str = DESK) -> HttpResponse:
    return visitor.post(f"{at}code/", {"email": email})


def begin(visitor: Browser, email: str = MAYA) -> HttpResponse:
    return visitor.post(SIGN_UP, {"name": "Maya Okonjo", "email": email, "password": NEW})


def wrong_passwords(times: int, email: str = ANN) -> None:
    """Past all waits, for strangers have time."""
    for before in range(times, 0, -1):
        with time_machine.travel(timezone.now() - before * timedelta(minutes=16)):
            assert enter(stranger(), email, "a wrong password").status_code == 422
    assert Attempt.objects.filter(email_key=email, kind="sign_in").count() == times


def newest_mail(email: str = ANN) -> Message:
    return Message.objects.filter(email_key=email).latest("created_at")


def link_in_mail(email: str = ANN) -> str:
    return re.sub(r"^https?://[^/]+", "", newest_mail(email).secrets["action_url"])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.fixture
def owner() -> Browser:
    """Ann's own browser, in which she signed in before."""
    known = browser()
    enter(known)
    known.post("/desk/sign-out/")
    return known
