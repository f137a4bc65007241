"""Signing in at the desk: the page says and does the same for every address that does not come in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import Attempt, Member, Session, User
from doorstep.accounts.sessions import DESK as SESSION
from doorstep.clients.models import Client, ClientType
from doorstep.demo.cast import PASSWORD
from doorstep.mail.models import Message
from doorstep.tenancy.models import Business, BusinessProfile

ANN = "ann@fennmoor.example"
DESK = "/desk/sign-in/"
BOTH = "one password for both"
WRONG = "E-mail and password do not fit together"


class Counting(MD5PasswordHasher):
    algorithm = "md5"
    runs = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.runs += 1
        return super().encode(password, salt)


@pytest.fixture
def visitor(at_fennmoor: Business) -> Browser:
    return Browser(HTTP_HOST="brokerage.localhost")


def enter(visitor: Browser, email: str = ANN, password: str = PASSWORD, at: str = DESK, **more: str) -> HttpResponse:
    return visitor.post(at, {"email": email, "password": password, **more})


def body(answer: HttpResponse) -> str:
    """Without what differs between any two answers: the token of the form, the address as typed."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", answer.content.decode())
    return re.sub(r'type="email" name="email" value="[^"]*"', "", text)


def signed_in(visitor: Browser) -> bool:
    return visitor.get(DESK).status_code == 302


def digits_in_mail() -> str:
    return Message.objects.order_by("created_at").last().secrets["code"]


def a_client(email: str, name: str, password: str) -> Client:
    user = User.objects.register(email=email, name=name)
    user.set_password(password)
    number = 10_001 + Client.objects.count()
    return Client.objects.create(user=user, number=number, client_type=ClientType.objects.get(name="Trader"))


def test_the_right_password_opens_the_desk(visitor: Browser) -> None:
    assert enter(visitor)["Location"] == "/desk/"
    assert signed_in(visitor)
    cookie = visitor.cookies[SESSION.name]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_keep_me_signed_in_lasts_sixty_days(visitor: Browser) -> None:
    enter(visitor, remember="on")
    assert visitor.cookies[SESSION.name]["max-age"] == 60 * 24 * 3600


def test_without_it_the_session_ends_by_itself(visitor: Browser) -> None:
    enter(visitor)
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert not signed_in(visitor)


def test_a_wrong_password_an_unknown_address_a_disabled_user_and_a_client_read_the_same(
    visitor: Browser, settings: object
) -> None:
    a_client("cleo@example.com", "Cleo Client", PASSWORD)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]  # type: ignore[attr-defined]
    seen = set()
    for email, password in (
        (ANN, "a wrong password"),
        ("nobody@example.com", PASSWORD),
        ("pavel@fennmoor.example", PASSWORD),
        ("cleo@example.com", PASSWORD),
    ):
        Counting.runs = 0
        answer = enter(visitor, email, password)
        assert WRONG in answer.content.decode()
        assert Counting.runs == 1
        seen.add((answer.status_code, body(answer)))
    assert len(seen) == 1
    assert not Session.objects.exists()


def test_what_was_typed_stays_but_the_password(visitor: Browser) -> None:
    page = enter(visitor, ANN, "a wrong password").content.decode()
    assert f'value="{ANN}"' in page
    assert "a wrong password" not in page


def test_an_address_that_cannot_be_one_is_named(visitor: Browser) -> None:
    page = enter(visitor, "ann@fennmoor").content.decode()
    assert "fennmoor" in page
    assert WRONG not in page
    assert "Type your password" in enter(visitor, ANN, "").content.decode()


def test_tries_are_counted_per_place_over_all_addresses(visitor: Browser) -> None:
    Attempt.objects.bulk_create(
        Attempt(kind="sign_in", email_key=f"n{n}@example.com", ip="127.0.0.1") for n in range(60)
    )
    assert "Try again in 15 minutes" in enter(visitor).content.decode()
    assert visitor.post(DESK, {"email": ANN, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_an_ipv4_address_is_its_own_place_also_where_a_socket_for_both_kinds_writes_it_as_ipv6(
    visitor: Browser,
) -> None:
    Attempt.objects.bulk_create(
        Attempt(kind="sign_in", email_key=f"n{n}@example.com", ip="192.0.2.7") for n in range(60)
    )
    typed = {"email": ANN, "password": PASSWORD}
    crowded = visitor.post(DESK, typed, REMOTE_ADDR="::ffff:192.0.2.7")
    assert "Try again in 15 minutes" in crowded.content.decode()
    assert visitor.post(DESK, {**typed, "password": "x"}, REMOTE_ADDR="::ffff:192.0.2.8").status_code == 422
    assert list(Attempt.objects.filter(email_key=ANN).values_list("ip", flat=True)) == ["192.0.2.8"]
    assert visitor.post(DESK, typed, REMOTE_ADDR="::ffff:192.0.2.8").status_code == 302
    assert Session.objects.get().ip == "192.0.2.8"


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/desk/leads/?stage=registered", "/desk/leads/?stage=registered"),
        ("//evil.example/desk/", "/desk/"),
        ("https://evil.example/desk/", "/desk/"),
        ("/\\evil.example", "/desk/"),
        ("/desk/\r\nSet-Cookie: a=b", "/desk/%0D%0ASet-Cookie:%20a=b"),
        ("/portal/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("/desk/sign-out/", "/desk/"),
        ("/desk/sign-out/?again=yes", "/desk/"),
        ("/desk/settings/mail/registration/reset/", "/desk/"),
        ("/desk/settings/mail/registration/", "/desk/settings/mail/registration/"),
        ("/desk/nowhere/", "/desk/nowhere/"),
    ],
)
def test_one_comes_back_to_where_one_wanted_to_go_but_never_to_another_host(
    visitor: Browser, wanted: str, goes_to: str
) -> None:
    answer = visitor.post(DESK, {"email": ANN, "password": PASSWORD}, query_params={"next": wanted})
    assert answer["Location"] == goes_to


def test_signing_in_again_ends_the_session_before(visitor: Browser) -> None:
    enter(visitor)
    planted = visitor.cookies[SESSION.name].value
    enter(visitor)
    assert visitor.cookies[SESSION.name].value != planted
    assert Session.objects.filter(ended_at=None).count() == 1


def test_signing_out_ends_the_session_in_the_database(visitor: Browser) -> None:
    enter(visitor)
    token = visitor.cookies[SESSION.name].value
    assert visitor.get("/desk/sign-out/").status_code == 405
    visitor.post("/desk/sign-out/")
    visitor.cookies[SESSION.name] = token
    assert not signed_in(visitor)


def test_a_disabled_user_with_a_live_session_is_a_stranger_at_once(visitor: Browser, ann: Member, sam: Member) -> None:
    enter(visitor, sam.user.email)
    assert signed_in(visitor)
    sam.disable(by=ann)
    assert not signed_in(visitor)


def test_a_session_of_one_business_is_a_stranger_in_another(visitor: Browser, larkfield: Business) -> None:
    enter(visitor)
    neighbour = Browser(HTTP_HOST="exchange.localhost")
    neighbour.cookies[SESSION.name] = visitor.cookies[SESSION.name].value
    assert signed_in(visitor)
    assert not signed_in(neighbour)


def test_an_address_of_another_business_is_unknown_here(larkfield: Business, visitor: Browser) -> None:
    neighbour = Browser(HTTP_HOST="exchange.localhost")
    assert WRONG in enter(neighbour).content.decode()


def test_a_member_is_nobody_in_the_portal(visitor: Browser) -> None:
    assert WRONG in enter(visitor, at="/portal/sign-in/").content.decode()
    enter(visitor)
    assert visitor.get("/portal/sign-in/").status_code == 200


def test_of_several_accounts_of_one_address_the_password_decides(visitor: Browser) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    _home, work = (a_client("maya@example.com", name, f"the password at {name}") for name in ("Home", "Work"))
    assert enter(visitor, "maya@example.com", "the password at Work", at="/portal/sign-in/").status_code == 302
    assert Session.objects.get(ended_at=None).user == work.user


@pytest.fixture
def home_and_work(at_fennmoor: Business) -> list[Client]:
    """Two accounts of one address, with one password."""
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    return [a_client("maya@example.com", name, BOTH) for name in ("Home", "Work")]


def choose(visitor: Browser, client: Client, face: str = "portal") -> str:
    answer = visitor.post(f"/{face}/sign-in/account/", {"account": client.user_id})
    return answer["Location"].removeprefix(f"/{face}")


def test_when_it_fits_several_the_person_chooses(visitor: Browser, home_and_work: list[Client]) -> None:
    other = a_client("zoe@example.com", "Zoe", "another password")
    page = enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/").content.decode()
    assert "Home, C-10001" in page
    assert "Work, C-10002" in page
    assert choose(visitor, other) == "/sign-in/"
    assert visitor.post("/portal/sign-in/account/", {"account": "x"})["Location"] == "/portal/sign-in/"
    assert not Session.objects.exists()
    assert choose(visitor, home_and_work[1]) == "/"
    assert Session.objects.get().user == home_and_work[1].user


def test_the_choice_is_open_in_the_browser_that_may_choose_alone(visitor: Browser, home_and_work: list[Client]) -> None:
    enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/")
    assert choose(Browser(HTTP_HOST="brokerage.localhost"), home_and_work[0]) == "/sign-in/"
    visitor.cookies["doorstep-desk-choice"] = visitor.cookies["doorstep-portal-choice"].value
    assert choose(visitor, home_and_work[0], face="desk") == "/sign-in/"
    assert not Session.objects.exists()


def test_one_chooses_once(visitor: Browser, home_and_work: list[Client]) -> None:
    enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/")
    token = visitor.cookies["doorstep-portal-choice"].value
    assert choose(visitor, home_and_work[0]) == "/"
    visitor.cookies["doorstep-portal-choice"] = token
    assert choose(visitor, home_and_work[1]) == "/sign-in/"
    assert Session.objects.count() == 1


def test_the_choice_of_an_account_ends_with_its_password(visitor: Browser, home_and_work: list[Client]) -> None:
    enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/")
    home_and_work[0].user.set_password("another one for home")
    assert choose(visitor, home_and_work[0]) == "/sign-in/"
    assert choose(visitor, home_and_work[1]) == "/"


def test_an_account_disabled_meanwhile_cannot_be_chosen(visitor: Browser, home_and_work: list[Client]) -> None:
    enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/")
    home_and_work[0].user.disable()
    assert choose(visitor, home_and_work[0]) == "/sign-in/"


def test_the_choice_is_open_for_five_minutes(visitor: Browser, home_and_work: list[Client]) -> None:
    enter(visitor, "maya@example.com", BOTH, at="/portal/sign-in/")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert choose(visitor, home_and_work[0]) == "/sign-in/"
        assert not Session.objects.exists()


def test_a_temporary_password_opens_only_the_page_that_replaces_it(visitor: Browser, ann: Member) -> None:
    User.objects.filter(pk=ann.user_id).update(password_expires_at=timezone.now() + timedelta(hours=72))
    assert enter(visitor)["Location"] == "/desk/sign-in/new-password/"
    assert not signed_in(visitor)
    assert "Choose a password" in visitor.get("/desk/sign-in/new-password/").content.decode()
    again = visitor.post("/desk/sign-in/new-password/", {"password": PASSWORD})
    assert (again.status_code, "This is the password already." in again.content.decode()) == (422, True)
    visitor.post("/desk/sign-in/new-password/", {"password": "my own long sentence"})
    assert signed_in(visitor)
    assert not ann.user.fresh().must_change_password


def test_without_its_form_token_nothing_is_accepted(at_fennmoor: Business) -> None:
    careful = Browser(HTTP_HOST="brokerage.localhost", enforce_csrf_checks=True)
    assert enter(careful).status_code == 403
