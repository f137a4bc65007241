"""Coming in by e-mail: a code, a link for a new password. Without an account the mail differs, nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.members import add_member
from doorstep.accounts.models import Code, Member, PasswordLink, Session, Team
from doorstep.demo.cast import PASSWORD
from doorstep.mail.models import Message
from doorstep.site.tests.test_sign_in import ANN, a_client, enter, signed_in, visitor
from doorstep.tenancy.models import BusinessProfile

__all__ = ["visitor"]
CODE = "/desk/sign-in/code/"
DIGITS = "/desk/sign-in/code/digits/"
LINK = "/desk/sign-in/password/"
NEW = "my own long sentence"


def last_mail() -> Message:
    return Message.objects.order_by("created_at").last()


def ask(visitor: Browser, email: str = ANN) -> str:
    """The digits that were mailed."""
    assert visitor.post(CODE, {"email": email})["Location"] == DIGITS
    return last_mail().secrets.get("code", "")


def path_in_mail() -> str:
    return re.sub(r"^https?://[^/]+", "", last_mail().secrets["action_url"])


def test_a_code_from_the_mail_signs_in(visitor: Browser) -> None:
    digits = ask(visitor)
    assert ANN.split("@")[1] in visitor.get(DIGITS).content.decode()
    assert visitor.post(DIGITS, {"code": f"{digits[:3]} {digits[3:]}"})["Location"] == "/desk/"
    assert signed_in(visitor)


def test_the_code_goes_where_the_person_wanted_and_stays_if_asked(visitor: Browser) -> None:
    visitor.post(f"{CODE}?next=/desk/leads/", {"email": ANN, "remember": "on"})
    assert visitor.post(DIGITS, {"code": last_mail().secrets["code"]})["Location"] == "/desk/leads/"
    assert visitor.cookies["doorstep-desk"]["max-age"]


def test_the_button_of_the_sign_in_page_needs_no_password(visitor: Browser) -> None:
    assert visitor.post(CODE, {"email": ANN, "password": "", "remember": "on"})["Location"] == DIGITS


def test_a_code_works_once_and_in_its_own_browser_only(visitor: Browser) -> None:
    digits = ask(visitor)
    stranger = Browser(HTTP_HOST="brokerage.localhost")
    assert stranger.post(DIGITS, {"code": digits})["Location"] == CODE
    visitor.post(DIGITS, {"code": digits})
    again = visitor.post(DIGITS, {"code": digits})
    assert "no longer good" in again.content.decode()


def test_a_code_ends_after_fifteen_minutes(visitor: Browser) -> None:
    digits = ask(visitor)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "no longer good" in visitor.post(DIGITS, {"code": digits}).content.decode()


def test_five_wrong_tries_end_a_code(visitor: Browser) -> None:
    digits = ask(visitor)
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    pages = [visitor.post(DIGITS, {"code": wrong}).content.decode() for _ in range(5)]
    assert "4 more times" in pages[0]
    assert "once more" in pages[3]
    assert "no longer good" in pages[4]
    assert visitor.post(DIGITS, {"code": digits}).status_code == 422
    assert not Session.objects.exists()


def test_a_new_code_ends_the_old_one(visitor: Browser) -> None:
    old = ask(visitor)
    cookie = visitor.cookies["doorstep-desk-code"].value
    ask(visitor)
    visitor.cookies["doorstep-desk-code"] = cookie
    assert visitor.post(DIGITS, {"code": old}).status_code == 422


def test_the_database_keeps_no_code_in_the_clear(visitor: Browser) -> None:
    digits = ask(visitor)
    code = Code.objects.get()
    assert digits not in str(code.details)
    assert digits.encode() not in bytes(code.code_digest)
    assert digits not in last_mail().text


@pytest.mark.parametrize(
    ("address", "kind"),
    [(ANN, "sign_in_code"), ("nobody@example.com", "no_account"), ("pavel@fennmoor.example", "no_account")],
)
def test_every_address_is_asked_for_its_code_in_the_same_words(visitor: Browser, address: str, kind: str) -> None:
    ask(visitor, address)
    assert last_mail().kind == kind
    page = visitor.get(DIGITS).content.decode()
    assert "We sent six digits to" in page
    assert visitor.post(DIGITS, {"code": "000000"}).status_code == 422
    assert not Session.objects.exists()


def test_several_accounts_are_chosen_from_after_the_code(visitor: Browser) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    for name in ("Home", "Work"):
        a_client("maya@example.com", name, f"the password at {name}")
    visitor.post("/portal/sign-in/code/", {"email": "maya@example.com"})
    page = visitor.post("/portal/sign-in/code/digits/", {"code": last_mail().secrets["code"]}).content.decode()
    assert "Which account?" in page
    assert "Home, C-10001" in page


def test_a_forgotten_password_is_replaced_by_a_link(visitor: Browser) -> None:
    assert visitor.post(LINK, {"email": ANN})["Location"] == f"{LINK}sent/"
    opened = visitor.get(path_in_mail())
    assert opened["Location"] == "/desk/sign-in/new-password/"
    assert visitor.post(opened["Location"], {"password": NEW})["Location"] == "/desk/"
    assert signed_in(visitor)
    visitor.post("/desk/sign-out/")
    assert enter(visitor).status_code == 422
    assert enter(visitor, password=NEW).status_code == 302


def test_a_used_link_opens_nothing(visitor: Browser) -> None:
    visitor.post(LINK, {"email": ANN})
    path = path_in_mail()
    visitor.get(path)
    visitor.post("/desk/sign-in/new-password/", {"password": NEW})
    visitor.get(path)
    page = visitor.get("/desk/sign-in/new-password/")
    assert page.status_code == 410
    assert "no longer good" in page.content.decode()


def test_a_weak_password_is_refused_and_the_link_stays_good(visitor: Browser) -> None:
    visitor.post(LINK, {"email": ANN})
    visitor.get(path_in_mail())
    assert "at least 10" in visitor.post("/desk/sign-in/new-password/", {"password": "short"}).content.decode()
    assert PasswordLink.objects.works().count() == 1


def test_an_unknown_address_is_told_by_mail_only(visitor: Browser) -> None:
    assert visitor.post(LINK, {"email": "nobody@example.com"})["Location"] == f"{LINK}sent/"
    assert last_mail().kind == "no_account"
    assert "action_url" not in last_mail().secrets


def test_one_link_serves_all_accounts_of_an_address_but_changes_the_chosen_one(visitor: Browser) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    home, work = (a_client("maya@example.com", name, f"the password at {name}") for name in ("Home", "Work"))
    visitor.post("/portal/sign-in/password/", {"email": "maya@example.com"})
    visitor.get(path_in_mail())
    page = "/portal/sign-in/new-password/"
    assert visitor.post(page, {"password": NEW}).status_code == 422
    visitor.post(page, {"password": NEW, "account": str(work.user_id)})
    assert Session.objects.get(ended_at=None).user == work.user
    assert home.user.password == home.user.fresh().password


def test_a_new_member_comes_in_by_the_link_in_her_mail(visitor: Browser, house: Team, ann: Member) -> None:
    mina = add_member(house, name="Mina Korhola", email="mina@fennmoor.example", by=ann)
    visitor.get(path_in_mail())
    visitor.post("/desk/sign-in/new-password/", {"password": NEW})
    assert Session.objects.get().user == mina.user


def test_links_are_built_from_the_configured_host(at_fennmoor: object) -> None:
    forger = Browser(HTTP_HOST="brokerage.localhost", HTTP_X_FORWARDED_HOST="evil.example")
    forger.post(LINK, {"email": ANN})
    assert last_mail().secrets["action_url"].startswith("http://brokerage.localhost/")


def test_a_link_of_one_business_opens_nothing_in_another(visitor: Browser, larkfield: object) -> None:
    visitor.post(LINK, {"email": ANN})
    neighbour = Browser(HTTP_HOST="exchange.localhost")
    neighbour.get(path_in_mail())
    assert neighbour.get("/desk/sign-in/new-password/").status_code == 410


def test_asking_for_a_link_leaves_the_password_as_it_is(visitor: Browser) -> None:
    visitor.post(LINK, {"email": ANN})
    assert enter(visitor, password=PASSWORD).status_code == 302


def test_a_code_that_somebody_waits_for_overtakes_other_mail(visitor: Browser, house: Team, ann: Member) -> None:
    add_member(house, name="New Person", email="new@fennmoor.example", by=ann)
    ask(visitor)
    queue = "SELECT args ->> 'message_id' FROM procrastinate_jobs ORDER BY priority DESC, id LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(queue)
        assert cursor.fetchone()[0] == str(last_mail().pk)
