"""Wrong passwords: strangers at an address wait, longer each time; a device that signed in before does not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.devices import COOKIE
from doorstep.accounts.models import Attempt, KnownDevice
from doorstep.accounts.throttle import SIGN_IN, Visitor
from doorstep.demo.cast import PASSWORD
from doorstep.kit.errors import NotAllowed
from doorstep.site.tests.test_sign_in import a_client
from doorstep.site.tests.visitors import (
    ANN,
    DESK,
    HOME,
    MAYA,
    NEW,
    NOBODY,
    PORTAL,
    ask,
    browser,
    enter,
    link_in_mail,
    newest_mail,
    owner,
    stranger,
    text,
    wrong_passwords,
)
from doorstep.tenancy.models import Business

__all__ = ["owner"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_fennmoor")]


def test_a_device_that_signed_in_before_comes_in_whatever_strangers_tried(owner: Browser) -> None:
    wrong_passwords(12)
    enter(stranger(), password="a wrong password")
    assert "Try again in 15 minutes" in text(enter(stranger()))
    assert enter(owner)["Location"] == "/desk/"


def test_it_is_known_for_its_own_address_only(owner: Browser) -> None:
    wrong_passwords(10, "sam@fennmoor.example")
    enter(stranger(), "sam@fennmoor.example", "a wrong password")
    assert "Try again in" in text(enter(owner, "sam@fennmoor.example"))


def test_strangers_of_its_own_network_do_not_shut_it_out_either(owner: Browser) -> None:
    Attempt.objects.bulk_create(Attempt(kind="sign_in", email_key=f"n{n}@example.com", ip=HOME) for n in range(60))
    assert "Try again in 15 minutes" in text(enter(browser(HOME)))
    assert enter(owner)["Location"] == "/desk/"


def test_nor_does_it_shut_out_strangers_of_its_network(owner: Browser) -> None:
    known = KnownDevice.objects.get().pk
    tries = (Attempt(kind="sign_in", email_key=ANN, ip=HOME, ticket=known) for _ in range(60))
    Attempt.objects.bulk_create(tries)
    assert enter(browser(HOME))["Location"] == "/desk/"


def test_its_own_failures_are_bounded_too_and_are_no_strangers(owner: Browser) -> None:
    for _ in range(5):
        enter(owner, password="a wrong password")
    assert "Try again in 30 seconds" in text(enter(owner))
    assert enter(stranger())["Location"] == "/desk/"
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert enter(owner)["Location"] == "/desk/"


def test_its_cookie_opens_nothing_and_lasts_a_year(owner: Browser) -> None:
    cookie = owner.cookies[COOKIE.name]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    assert owner.get("/desk/leads/")["Location"].startswith(DESK)
    assert bytes(KnownDevice.objects.get().token_digest) != cookie.value.encode()
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        wrong_passwords(10)
        enter(stranger(), password="a wrong password")
        assert "Try again in" in text(enter(owner))


def test_a_planted_or_copied_cookie_is_worth_nothing_after_the_next_sign_in(owner: Browser) -> None:
    planted = owner.cookies[COOKIE.name].value
    enter(owner)
    wrong_passwords(10)
    enter(stranger(), password="a wrong password")
    thief = stranger()
    thief.cookies[COOKIE.name] = planted
    assert "Try again in" in text(enter(thief))
    assert KnownDevice.objects.count() == 1


def test_one_browser_is_known_for_each_address_that_signed_in_there(owner: Browser) -> None:
    a_client(MAYA, "Maya", PASSWORD)
    enter(owner, MAYA, at=PORTAL)
    for email, at in ((ANN, DESK), (MAYA, PORTAL)):
        wrong_passwords(10, email)
        enter(stranger(), email, "a wrong password", at)
        assert enter(owner, email, at=at).status_code == 302


def test_a_browser_is_known_for_the_six_newest_addresses_and_keeps_no_dead_token(owner: Browser) -> None:
    hers = owner.cookies[COOKIE.name].value
    others = [KnownDevice.objects.issue(email_key=f"n{n}@example.com", lasts=timedelta(days=1)) for n in range(6)]
    owner.cookies[COOKIE.name] = ".".join([hers, "planted", *others])
    enter(owner)
    assert owner.cookies[COOKIE.name].value.split(".")[1:] == others[:4]
    owner.cookies[COOKIE.name] = ".".join(others)
    enter(owner)
    assert owner.cookies[COOKIE.name].value.split(".")[1:] == others[:5]


def test_a_known_device_of_one_business_is_a_stranger_in_another(owner: Browser, larkfield: Business) -> None:
    neighbour = Browser(HTTP_HOST="exchange.localhost", REMOTE_ADDR=HOME)
    neighbour.cookies[COOKIE.name] = owner.cookies[COOKIE.name].value
    for _ in range(5):
        enter(neighbour, "nora@larkfield.example", "a wrong password")
    assert KnownDevice.objects.count() == 1
    assert enter(owner)["Location"] == "/desk/"


def test_a_new_password_forgets_the_devices_of_whoever_knew_the_old_one(owner: Browser) -> None:
    owner.post(f"{DESK}password/", {"email": ANN})
    at_work = browser("192.0.2.99")
    at_work.get(link_in_mail())
    at_work.post(f"{DESK}new-password/", {"password": NEW})
    wrong_passwords(10)
    enter(stranger(), password="a wrong password")
    assert "Try again in" in text(enter(owner, password=NEW))
    at_work.post("/desk/sign-out/")
    assert enter(at_work, password=NEW)["Location"] == "/desk/"


@pytest.mark.parametrize("email", [ANN, NOBODY])
def test_the_wait_grows_with_each_wrong_password_and_is_told(email: str) -> None:
    waits = ["30 seconds", "1 minute", "2 minutes", "4 minutes", "8 minutes", "15 minutes", "15 minutes"]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            assert "do not fit together" in text(enter(stranger(), email, "a wrong password"))
        for wait in waits:
            assert "do not fit together" in text(enter(stranger(), email, "a wrong password"))
            assert f"Try again in {wait}. Or let us send you a code" in text(enter(stranger(), email))
            clock.shift(timedelta(minutes=16))
        assert (enter(stranger(), email).status_code == 302) == (email == ANN)


def test_a_refused_try_makes_nobody_wait_longer() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(20):
            enter(stranger(), password="a wrong password")
        clock.shift(timedelta(seconds=30))
        assert enter(browser())["Location"] == "/desk/"


def test_whom_strangers_make_wait_comes_in_by_a_code_and_is_known_from_then_on() -> None:
    wrong_passwords(10)
    enter(stranger(), password="a wrong password")
    new_phone = browser()
    ask(new_phone)
    assert new_phone.post(f"{DESK}code/digits/", {"code": newest_mail().secrets["code"]})["Location"] == "/desk/"
    new_phone.post("/desk/sign-out/")
    assert enter(new_phone)["Location"] == "/desk/"


def test_strangers_do_not_keep_somebody_signed_in_from_changing_her_password() -> None:
    hers = browser()
    enter(hers)
    wrong_passwords(12)
    typed = {"current": PASSWORD, "password": NEW}
    assert hers.post("/desk/settings/security/", typed)["Location"] == "/desk/settings/security/"


def test_who_found_an_open_session_guesses_its_password_as_slowly() -> None:
    found = browser()
    enter(found)
    for _ in range(5):
        found.post("/desk/settings/security/", {"current": "a wrong password", "password": NEW})
    page = text(found.post("/desk/settings/security/", {"current": PASSWORD, "password": NEW}))
    assert "Try again in 30 seconds." in page
    assert "send you a code" not in page


def test_a_day_has_room_for_a_hundred_guesses_however_many_share_them() -> None:
    """The number in docs/security.md: strangers who try again the very moment they may."""
    begun, times = timezone.now(), []
    with time_machine.travel(begun, tick=False) as clock:
        while timezone.now() < begun + timedelta(hours=30):
            guess = Visitor(ANN, f"203.0.113.{len(times) + 1}")
            try:
                SIGN_IN.refuse_when_too_early(guess)
            except NotAllowed:
                clock.shift(timedelta(seconds=30) if len(times) < 10 else timedelta(minutes=5))
            else:
                SIGN_IN.count(guess)
                times.append(timezone.now())
    in_a_day = [sum(start <= at < start + timedelta(days=1) for at in times) for start in times]
    assert max(in_a_day) == 104
