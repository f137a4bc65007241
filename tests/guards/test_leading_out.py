"""Nothing that one is sent leads out of the house: where a name says where to go on, only our own paths count.

Which names do so is found out by asking every address with every name that the product reads.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse

from doorstep.accounts.models import AccountChoice, Session
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from tests.guards.names import names_read
from tests.guards.places import places
from tests.guards.test_isolation import client_of
from tests.guards.two_businesses import UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import browser_of, desk_of, essence, taken_back, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
OUT = (
    "//canary.example/desk/", "https://canary.example/desk/", "/\\canary.example", "\\\\canary.example/",
    "///canary.example", "/\t/canary.example", "/desk/../..//canary.example", "/desk//canary.example/%2e%2e",
    " //canary.example", "https:canary.example", "javascript:alert(1)", "data:text/html,x",
    "//brokerage.localhost@canary.example/", "/desk/\r\nLocation: https://canary.example/",
)  # fmt: skip
STEERING = {("/desk/sign-in/", "next"), ("/portal/sign-in/", "next")}
LEADING = ("Location", "href", "src", "action", "formaction", "hx-get", "hx-post", "data-url")
LEADS_ON = re.compile(rf'\b(?:{"|".join(LEADING)})="/\w*/\?way=(\w+)"')


class Targets(HTMLParser):
    """Where a page's links and forms lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in LEADING]


def targets(answer: HttpResponse) -> list[str]:
    is_page = answer["Content-Type"].startswith("text/html")
    return [answer.get("Location", ""), *(Targets(told(answer).decode()).found if is_page else ())]


def leads_out(target: str, host: str) -> bool:
    """As a browser reads it: without tabs and line ends, and a backslash is a slash."""
    read = urlsplit(re.sub(r"[\t\r\n]", "", target.strip()).replace("\\", "/"))
    is_elsewhere = bool(read.netloc) and read.netloc.partition(":")[0] != host
    return is_elsewhere or read.scheme not in ("", "http", "https", "mailto", "tel")


def test_only_what_is_known_to_steer_does(two_businesses: TwoBusinesses) -> None:
    """A new name that says where to go on comes into STEERING, and is tried below."""
    ann, names = two_businesses["Ann"], names_read()
    browsers = {"desk": desk_of(ann), "portal": client_of(ann)}
    asked = [(place.door, next(place.addresses(ann.owned))) for place in places() if place.door != "api"]
    asked += [("desk", "/desk/sign-in/"), ("portal", "/portal/sign-in/")]
    found = set()
    for door, address in asked:
        browser = browsers.get(door.partition(" ")[0]) or browser_of(ann.business)
        answer = browser.get(address, {name: f"/{address.split('/')[1]}/?way={name}" for name in names})
        found |= {(address, name) for name in LEADS_ON.findall(f'Location="{answer.get("Location", "")}"')}
        found |= {(address, name) for name in LEADS_ON.findall(told(answer).decode(errors="replace"))}
    assert found == STEERING


@pytest.mark.parametrize("face", ["desk", "portal"])
@pytest.mark.parametrize("wanted", OUT)
def test_who_signs_in_stays_in_the_house(two_businesses: TwoBusinesses, face: str, wanted: str) -> None:
    for answer in signings_in(two_businesses["Ann"], face, wanted):
        assert answer.status_code in (200, 302)
        assert not [one for one in targets(answer) if leads_out(one, two_businesses["Ann"].business.host)]
        assert answer.status_code == 200 or answer["Location"].startswith(f"/{face}/")


def test_the_path_of_somebody_elses_lead_is_answered_like_that_of_none(two_businesses: TwoBusinesses) -> None:
    ids = (two_businesses["Nora"].owned[Lead], UNKNOWN)
    answers = []
    for pk in ids:
        with taken_back():
            answers.append(list(signings_in(two_businesses["Ann"], "desk", f"/desk/leads/{pk}/")))
    for there, nowhere in zip(*answers, strict=True):
        assert essence(there, (*ids, *secrets(there))) == essence(nowhere, (*ids, *secrets(nowhere)))
    assert desk_of(two_businesses["Ann"]).get(answers[0][0]["Location"]).status_code == 404


def secrets(answer: HttpResponse) -> list[str]:
    """Made anew each time."""
    return [one.value for one in answer.cookies.values() if one.value]


def signings_in(person: Person, face: str, wanted: str) -> Iterator[HttpResponse]:
    """Every page on the way in: for who is in already, by code, and when one address has several accounts."""
    query = {"next": wanted}
    browser = {"desk": desk_of, "portal": client_of}[face](person)
    yield browser.get(f"/{face}/sign-in/", query)
    visitor, start = browser_of(person.business), f"/{face}/sign-in"
    yield visitor.get(f"{start}/", query)
    with scope(person.business):
        user = Session.objects.order_by("-created_at").select_related("user").first().user
    yield visitor.post(f"{start}/code/", {"email": user.email}, query_params=query)
    yield visitor.get(f"{start}/code/digits/")
    with scope(person.business):
        digits = Message.objects.filter(to_email=user.email).latest("created_at").secrets["code"]
    yield visitor.post(f"{start}/code/digits/", {"code": digits})
    with scope(person.business):
        token = AccountChoice.objects.offer([user], face=face, remember=False)
    visitor.cookies[f"doorstep-{face}-choice"] = token
    yield visitor.post(f"{start}/account/", {"account": str(user.pk)}, query_params=query)
