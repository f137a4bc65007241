"""Every way in and out, in a browser that keeps and drops cookies as real ones do, over what it kept from before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.utils import timezone
from pytest_django.fixtures import Settings

from doorstep.accounts.members import add_member
from doorstep.accounts.models import Member, Session, User
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType
from doorstep.clients.registration import register
from doorstep.demo.cast import PASSWORD
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.site.tests.test_sign_in import ANN
from doorstep.tenancy.models import Business, BusinessProfile
from tests.jar import JarBrowser

pytestmark = pytest.mark.django_db
CLEO = "cleo@example.com"
NEW = "my own long sentence"
DESK, PORTAL = "/desk/", "/portal/"
Way = Callable[[JarBrowser], HttpResponse]


@pytest.fixture(params=["http", "https"])
def visitor(request: pytest.FixtureRequest, at_fennmoor: Business, settings: Settings) -> JarBrowser:
    is_secure = request.param == "https"
    if is_secure:
        settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
        settings.COOKIE_PREFIX, settings.CSRF_COOKIE_NAME = "__Host-", "__Host-csrftoken"
    register(name="Cleo Client", email=CLEO, password_hash=make_password(PASSWORD))
    visitor = JarBrowser("brokerage.localhost", is_secure=is_secure)
    visitor.get("/desk/sign-in/")
    return visitor


def is_in(visitor: JarBrowser, home: str) -> bool:
    return visitor.get(home).status_code == 200


def mailed(kind: str) -> str:
    return Message.objects.order_by("created_at").last().secrets[kind]


def open_mailed_link(visitor: JarBrowser) -> HttpResponse:
    return visitor.get(re.sub(r"^https?://[^/]+", "", mailed("action_url")), follow=True)


def by_password(visitor: JarBrowser, home: str = DESK, email: str = ANN, password: str = PASSWORD) -> HttpResponse:
    return visitor.post(f"{home}sign-in/", {"email": email, "password": password})


def by_code(visitor: JarBrowser, home: str = DESK, email: str = ANN) -> HttpResponse:
    visitor.post(f"{home}sign-in/code/", {"email": email})
    return visitor.post(f"{home}sign-in/code/digits/", {"code": mailed("code")})


def by_reset_link(visitor: JarBrowser, home: str = DESK, email: str = ANN) -> HttpResponse:
    visitor.post(f"{home}sign-in/password/", {"email": email})
    assert open_mailed_link(visitor).status_code == 200
    return visitor.post(f"{home}sign-in/new-password/", {"password": NEW})


def by_first_password(visitor: JarBrowser) -> HttpResponse:
    ann = Member.objects.select_related("user", "team").get(user__email=ANN)
    add_member(ann.team, name="Mina Korhola", email="mina@fennmoor.example", by=ann)
    assert open_mailed_link(visitor).status_code == 200
    return visitor.post("/desk/sign-in/new-password/", {"password": NEW})


def by_temporary_password(visitor: JarBrowser) -> HttpResponse:
    User.objects.filter(email=ANN).update(password_expires_at=timezone.now() + timedelta(hours=72))
    assert by_password(visitor)["Location"] == "/desk/sign-in/new-password/"
    return visitor.post("/desk/sign-in/new-password/", {"password": NEW})


def by_signing_up(visitor: JarBrowser, email: str = "zoe@example.com") -> HttpResponse:
    visitor.post("/portal/sign-up/", {"name": "Zoe", "email": email, "password": PASSWORD})
    return visitor.post("/portal/code/", {"code": mailed("code")})


def by_choice(visitor: JarBrowser) -> HttpResponse:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    for name in ("Home", "Work"):
        register(
            name=name,
            email="maya@example.com",
            password_hash=User.objects.hashed(PASSWORD, email_key="maya@example.com"),
        )
    page = by_password(visitor, PORTAL, "maya@example.com").content.decode()
    return visitor.post("/portal/sign-in/account/", {"account": first_account(page)})


def first_account(page: str) -> str:
    return re.search('name="account" value="([^"]+)"', page)[1]


def of_cleo(way: Callable[..., HttpResponse]) -> Way:
    return lambda visitor: way(visitor, PORTAL, CLEO)


WAYS: dict[str, tuple[str, Way]] = {
    "password": (DESK, by_password),
    "password, portal": (PORTAL, of_cleo(by_password)),
    "code": (DESK, by_code),
    "code, portal": (PORTAL, of_cleo(by_code)),
    "reset link": (DESK, by_reset_link),
    "reset link, portal": (PORTAL, of_cleo(by_reset_link)),
    "first password": (DESK, by_first_password),
    "temporary password": (DESK, by_temporary_password),
    "sign-up": (PORTAL, by_signing_up),
    "one of several accounts": (PORTAL, by_choice),
}


@pytest.mark.parametrize("name", WAYS)
def test_every_way_in_leads_in_whatever_the_browser_kept_from_before(visitor: JarBrowser, name: str) -> None:
    home, way = WAYS[name]
    assert not is_in(visitor, home)
    for email in (ANN, CLEO):
        by_password(visitor, DESK if email == ANN else PORTAL, email)
    if name == "sign-up":  # who is in needs no other account: her session has ended, and the cookie is left
        Session.objects.filter(user__email=CLEO).update(ended_at=timezone.now())
    before = Session.objects.count()
    assert way(visitor)["Location"] == home
    assert is_in(visitor, home)
    assert Session.objects.count() == before + 1
    assert Session.objects.filter(ended_at=None).count() == 2, "the one before, at this face, has ended"


@pytest.mark.parametrize("name", WAYS)
def test_a_way_that_led_in_leaves_no_cookie_of_its_own(visitor: JarBrowser, name: str) -> None:
    WAYS[name][1](visitor)
    assert not [name for name in visitor.kept if name.endswith(("choice", "link", "sign-up"))]


@pytest.mark.parametrize("name", WAYS)
def test_coming_in_draws_the_form_token_anew(visitor: JarBrowser, name: str) -> None:
    planted = visitor.form_token
    WAYS[name][1](visitor)
    assert visitor.form_token != planted


@pytest.mark.parametrize("name", WAYS)
def test_coming_in_at_one_face_ends_nothing_at_the_other(visitor: JarBrowser, name: str) -> None:
    home, way = WAYS[name]
    other, email = (PORTAL, CLEO) if home == DESK else (DESK, ANN)
    by_password(visitor, other, email)
    token = visitor.form_token
    way(visitor)
    assert is_in(visitor, DESK)
    assert is_in(visitor, PORTAL)
    assert visitor.form_token == token, "an open page of the other face could not be sent any more"


def test_an_invitation_is_followed_in_the_browser_of_the_member_who_sent_it(
    visitor: JarBrowser, maya: Lead, trader: ClientType, ann: Member
) -> None:
    by_password(visitor)
    invite(maya, trader, by=ann)
    page = open_mailed_link(visitor).content.decode()
    assert "You were invited by Ann Reyes as Trader" in page
    assert by_signing_up(visitor, "maya.okonjo@example.com")["Location"] == PORTAL
    assert "Zoe" in visitor.get(PORTAL).content.decode()
    assert is_in(visitor, DESK)


@pytest.mark.parametrize(
    ("home", "email", "page"),
    [(DESK, ANN, "/desk/settings/security/"), (PORTAL, CLEO, "/portal/you/password/")],
)
@pytest.mark.parametrize("remember", ["on", ""])
def test_a_new_password_keeps_this_browser_in_for_as_long_as_it_was_to_stay(
    visitor: JarBrowser, home: str, email: str, page: str, remember: str
) -> None:
    visitor.post(f"{home}sign-in/", {"email": email, "password": PASSWORD, "remember": remember})
    assert visitor.post(page, {"current": PASSWORD, "password": NEW}).status_code == 302
    assert is_in(visitor, home)
    visitor.close_all_windows()
    assert is_in(visitor, home) == (remember == "on")


@pytest.mark.parametrize(("home", "email"), [(DESK, ANN), (PORTAL, CLEO)])
def test_signing_out_leaves_no_cookie_of_that_face_and_the_other_signed_in(
    visitor: JarBrowser, home: str, email: str
) -> None:
    other = PORTAL if home == DESK else DESK
    by_password(visitor, DESK, ANN)
    by_password(visitor, PORTAL, CLEO)
    kept = {name for name in visitor.kept if name.endswith(("doorstep-desk", "doorstep-portal"))}
    assert len(kept) == 2
    answer = visitor.post(f"{home}sign-out/")
    assert answer["Clear-Site-Data"] == '"storage"', "drafts go with it"
    assert not is_in(visitor, home)
    assert is_in(visitor, other)
    assert {name for name in visitor.kept if name in kept} == {name for name in kept if name.endswith(other[1:-1])}


def test_keep_me_signed_in_outlasts_the_browser_and_nothing_else_does(visitor: JarBrowser) -> None:
    visitor.post("/desk/sign-in/", {"email": ANN, "password": PASSWORD, "remember": "on"})
    by_password(visitor, PORTAL, CLEO)
    visitor.close_all_windows()
    assert is_in(visitor, DESK)
    assert not is_in(visitor, PORTAL)


def test_the_bare_address_leads_home(visitor: JarBrowser) -> None:
    assert visitor.get("/")["Location"] == PORTAL
    by_password(visitor, PORTAL, CLEO)
    assert visitor.get("/")["Location"] == PORTAL
    by_password(visitor)
    assert visitor.get("/")["Location"] == DESK


@pytest.mark.parametrize("home", [DESK, PORTAL])
def test_a_page_that_is_not_there_leads_back_to_the_face_one_is_at(visitor: JarBrowser, home: str) -> None:
    by_password(visitor)
    by_password(visitor, PORTAL, CLEO)
    page = visitor.get(f"{home}nowhere/").content.decode()
    assert f'href="{home}" data-kind="primary">Go to the start' in page
    assert 'href="/" data-kind="primary">Go to the start' in visitor.get("/nowhere/").content.decode()


@pytest.mark.parametrize(
    "path", ["/portal/sign-in/", "/portal/sign-in/code/", "/portal/sign-in/code/digits/", "/portal/sign-up/"]
)
def test_a_client_who_is_in_comes_home_from_the_pages_of_who_is_not(visitor: JarBrowser, path: str) -> None:
    by_code(visitor, PORTAL, CLEO)
    assert visitor.get(path)["Location"] == PORTAL
    visitor.post("/portal/sign-out/")
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/desk/sign-in/", "/desk/sign-in/code/", "/desk/sign-in/code/digits/"])
def test_a_member_who_is_in_comes_home_too(visitor: JarBrowser, path: str) -> None:
    by_code(visitor)
    assert visitor.get(path)["Location"] == DESK


def test_a_client_who_is_in_is_asked_whether_an_invitation_is_hers(
    visitor: JarBrowser, maya: Lead, trader: ClientType, ann: Member
) -> None:
    by_password(visitor, PORTAL, CLEO)
    invite(maya, trader, by=ann)
    assert "Is this invitation yours?" in open_mailed_link(visitor).content.decode()
