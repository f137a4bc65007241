"""No door tells whether an address has an account: same words, same steps, same mails. The time itself is in `bench/`.

What leaves a door by mail leads to the configured host, and what is secret about it is nowhere else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doorstep.accounts.models import Code, Member
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType
from doorstep.clients.registration import register
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy.models import Business, BusinessProfile

pytestmark = pytest.mark.django_db
HOST = "brokerage.localhost"
KNOWN, UNKNOWN = "known.person@example.com", "unknown.one@example.com"
OWN_PASSWORD, NEW_PASSWORD = "three plain words", "four plain words more"
FORGED = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Host": "evil.example"}


@dataclass(frozen=True)
class Door:
    path: str
    typed: dict[str, str]
    before: str = ""  # another door that one comes through first

    def try_with(
        self, email: str, host: str = HOST, place: str = "127.0.0.1", **headers: str
    ) -> tuple[HttpResponse, Browser]:
        browser = Browser(headers={"host": host, **headers}, REMOTE_ADDR=place)
        if self.before:
            DOORS[self.before].knock(browser, email)
        return self.knock(browser, email), browser

    def knock(self, browser: Browser, email: str) -> HttpResponse:
        return browser.post(self.path, {**self.typed, "email": email})


DOORS = {
    "sign in": Door("/portal/sign-in/", {"password": "not the password"}),
    "sign in at the desk": Door("/desk/sign-in/", {"password": "not the password"}),
    "code": Door("/portal/sign-in/code/", {}),
    "code again": Door("/portal/sign-in/code/", {}, before="code"),
    "forgotten password": Door("/portal/sign-in/password/", {}),
    "sign up": Door("/portal/sign-up/", {"name": "Somebody", "password": NEW_PASSWORD}),
    "sign up, code again": Door("/portal/code/another/", {}, before="sign up"),
}
MAILING = [name for name, door in DOORS.items() if "password" not in door.typed or name == "sign up"]
GUESSED = [("/portal/sign-in/code/digits/", "code"), ("/portal/code/", "sign up")]


@pytest.fixture(autouse=True)
def known(at_fennmoor: Business) -> None:
    cache.clear()
    password_hash = MD5PasswordHasher().encode(OWN_PASSWORD, "salt")
    register(name="Known Person", email=KNOWN, password_hash=password_hash)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every run of the password hash, which is what takes the time."""
    runs: list[str] = []
    original = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        runs.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return runs


@pytest.mark.parametrize("name", DOORS)
def test_known_and_unknown_addresses_get_the_same_answer_after_the_same_work(name: str, hashes: list[str]) -> None:
    DOORS[name].try_with("somebody.else@example.com")  # templates and catalogues are loaded now
    told = []
    for email in (KNOWN, UNKNOWN):
        hashes.clear()
        mails = Message.objects.count()
        with CaptureQueriesContext(connection) as queries:
            answer, browser = DOORS[name].try_with(email)
            asked = len(queries)
        after = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        told.append((seen(answer), seen(after), asked, len(hashes), Message.objects.count() - mails))
    assert told[0] == told[1]


@pytest.mark.parametrize("name", DOORS)
def test_also_while_strangers_use_up_what_an_address_may_be_tried(name: str, hashes: list[str]) -> None:
    """Eight come one after another, from places of their own: the last ones are refused, whatever the door."""
    DOORS[name].try_with("somebody.else@example.com")
    told: list[list[tuple[object, ...]]] = []
    with time_machine.travel(timezone.now(), tick=False):
        for email, network in ((KNOWN, "192.0.2"), (UNKNOWN, "198.51.100")):
            told.append([])
            for number in range(8):
                hashes.clear()
                mails = Message.objects.count()
                with CaptureQueriesContext(connection) as queries:
                    answer, _browser = DOORS[name].try_with(email, place=f"{network}.{number}")
                told[-1].append((seen(answer), len(queries), len(hashes), Message.objects.count() - mails))
    assert told[0] == told[1]
    first, last = told[0][0], told[0][-1]
    assert first[0] != last[0]
    assert last[-1] == 0  # no mail


@pytest.mark.parametrize(("page", "door"), GUESSED)
def test_after_five_guesses_the_right_code_is_wrong_too(page: str, door: str) -> None:
    _answer, browser = DOORS[door].try_with(UNKNOWN if door == "sign up" else KNOWN)
    digits = newest_mail().secrets["code"]
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert browser.post(page, {"code": wrong}).status_code == 422
    assert browser.post(page, {"code": digits}).status_code == 422
    assert Code.objects.get().tries_left == 0


@pytest.mark.parametrize("name", MAILING)
@pytest.mark.parametrize("is_only_one", [False, True], ids=["its own host", "any host"])
def test_links_lead_to_the_configured_host_whatever_the_request_says(name: str, is_only_one: bool) -> None:
    """A single business answers on any host: not even the name it was called by gets into a mail."""
    if is_only_one:
        Business.objects.update(host="")
    for email in (KNOWN, UNKNOWN):
        DOORS[name].try_with(email, host="evil.example" if is_only_one else HOST, **FORGED)
    configured = BusinessProfile.objects.select_related("business").get().business.address("/")
    for mail in Message.objects.all():
        text = mail.full_text + mail.full_html
        assert "evil.example" not in text
        links = re.findall(r"https?://[^\s\"<)]+", text)
        assert all(link.startswith(configured) for link in links), links


def test_a_links_token_is_in_no_answer_and_in_no_address_that_a_page_could_pass_on(
    maya: Lead, trader: ClientType, ann: Member
) -> None:
    invite(maya, trader, by=ann)
    DOORS["forgotten password"].try_with(KNOWN)
    for mail in Message.objects.filter(secrets__has_key="action_url"):
        link = mail.secrets["action_url"]
        token = link.rstrip("/").rsplit("/", 1)[-1]
        answers = list(opened(link))
        assert answers[0]["Referrer-Policy"] in ("no-referrer", "same-origin")
        for answer in answers:
            assert token not in answer.get("Location", "")
            assert token.encode() not in answer.content
        assert answers[-1].status_code == 200


def opened(link: str) -> Iterator[HttpResponse]:
    """The answers on the way that a browser goes by itself."""
    browser, path = Browser(headers={"host": HOST}), link.partition(HOST)[2]
    while path:
        answer = browser.get(path)
        yield answer
        path = answer.get("Location", "")


def newest_mail() -> Message:
    return Message.objects.order_by("created_at").last()


def seen(answer: HttpResponse) -> tuple[object, ...]:
    """All of the answer but what is drawn anew each time: the form's token, the time left, the typed address."""
    body = re.sub(r'\b[A-Za-z0-9]{64}\b|until="[^"]+"|<progress [^>]+>|\b\d\d:\d\d\b', "", answer.content.decode())
    body = re.sub(f"{KNOWN}|{UNKNOWN}", "…", body.replace("<wbr>", ""))
    return answer.status_code, answer.get("Location", ""), sorted(answer.cookies), body
