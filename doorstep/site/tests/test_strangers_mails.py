"""Mails that strangers ask for, codes, links and sign-ups, do not keep an address's owner from hers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.devices import COOKIE
from doorstep.accounts.models import Attempt, KnownDevice, Member
from doorstep.clients.inviting import invite
from doorstep.clients.models import Client, ClientType, Invitation
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.site.tests.visitors import (
    ANN,
    DESK,
    HOME,
    MAYA,
    NEW,
    NOBODY,
    SIGN_UP,
    ask,
    begin,
    browser,
    enter,
    link_in_mail,
    newest_mail,
    owner,
    stranger,
    text,
    wrong_passwords,
)

__all__ = ["owner"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_fennmoor")]
OLDER = "Several e-mails went to this address"


def test_a_stranger_who_asks_for_codes_ends_nobody_elses() -> None:
    hers = browser()
    ask(hers)
    digits = newest_mail().secrets["code"]
    for _ in range(9):
        ask(stranger())
    assert hers.post(f"{DESK}code/digits/", {"code": digits})["Location"] == "/desk/"


def test_one_stranger_alone_leaves_mails_for_her() -> None:
    alone = stranger()
    for _ in range(9):
        ask(alone)
    assert list(Message.objects.order_by("created_at").values_list("kind", flat=True)) == ["sign_in_code"] * 3 + [
        "go_on"
    ]
    hers = browser()
    assert ask(hers)["Location"] == f"{DESK}code/digits/"
    assert hers.post(f"{DESK}code/digits/", {"code": newest_mail().secrets["code"]})["Location"] == "/desk/"


def test_a_device_that_signed_in_before_gets_its_code_whatever_strangers_asked_for(owner: Browser) -> None:
    for _ in range(9):
        ask(stranger())
    for _ in range(5):
        assert ask(owner)["Location"] == f"{DESK}code/digits/"
    assert owner.post(f"{DESK}code/digits/", {"code": newest_mail().secrets["code"]})["Location"] == "/desk/"


def test_but_it_is_not_mailed_without_end(owner: Browser) -> None:
    for _ in range(5):
        ask(owner)
    assert "Try again in 60 minutes" in text(ask(owner))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask(owner).status_code == 302


def test_the_last_mail_of_an_hour_has_a_link_that_gets_past_strangers() -> None:
    wrong_passwords(10)
    for _ in range(9):
        ask(stranger())
    hers = browser()
    assert OLDER in text(ask(hers))
    assert newest_mail().kind == "go_on"
    assert Message.objects.filter(email_key=ANN).count() == 6
    opened = hers.get(link_in_mail())
    assert opened["Location"] == DESK
    assert "this device is known now" in text(hers.get(opened["Location"]))
    assert ask(hers)["Location"] == f"{DESK}code/digits/"
    enter(stranger(), password="a wrong password")
    assert "Try again in" in text(enter(stranger()))
    assert enter(hers)["Location"] == "/desk/"


def test_each_hour_has_one_such_link() -> None:
    for hour in range(2):
        with time_machine.travel(timezone.now() + hour * timedelta(minutes=61)):
            for _ in range(9):
                ask(stranger())
        assert Message.objects.filter(email_key=ANN, kind="go_on").count() == hour + 1


def test_that_link_is_for_its_reader_alone_for_a_day_and_until_she_signed_in() -> None:
    for _ in range(9):
        ask(stranger())
    link = link_in_mail()
    hers = browser()
    hers.get(link)
    assert enter(hers)["Location"] == "/desk/"
    late = stranger()
    assert late.get(link).status_code == 410
    assert COOKIE.name not in late.cookies


def test_opening_that_link_writes_nothing() -> None:
    for _ in range(9):
        ask(stranger())
    before = KnownDevice.objects.values().get()
    browser().get(link_in_mail())
    assert KnownDevice.objects.values().get() == before
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert "too old" in text(browser().get(link_in_mail()))


@pytest.mark.parametrize("email", [ANN, NOBODY])
def test_known_and_unknown_addresses_are_mailed_as_often_and_read_the_same(email: str) -> None:
    told = [ask(stranger(), email) for _ in range(9)]
    assert [answer.status_code for answer in told] == [302] * 5 + [422] * 4
    assert all(OLDER in text(answer) for answer in told[5:])
    kinds = Message.objects.filter(email_key=email).order_by("created_at").values_list("kind", flat=True)
    assert list(kinds) == [{ANN: "sign_in_code", NOBODY: "no_account"}[email]] * 5 + ["go_on"]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert ask(stranger(), email).status_code == 302


def test_a_strangers_request_for_a_link_does_not_end_hers() -> None:
    hers = browser()
    hers.post(f"{DESK}password/", {"email": ANN})
    link = link_in_mail()
    for _ in range(9):
        stranger().post(f"{DESK}password/", {"email": ANN})
    wrong_passwords(10)
    hers.get(link)
    assert hers.post(f"{DESK}new-password/", {"password": NEW})["Location"] == "/desk/"


def test_one_used_link_ends_all_others_of_the_account() -> None:
    links = []
    for _ in range(2):
        browser().post(f"{DESK}password/", {"email": ANN})
        links.append(link_in_mail())
    first, second = browser(), browser()
    first.get(links[0])
    first.post(f"{DESK}new-password/", {"password": NEW})
    second.get(links[1])
    assert second.get(f"{DESK}new-password/").status_code == 410


def test_who_holds_an_invitation_signs_up_whatever_strangers_did(maya: Lead, trader: ClientType, ann: Member) -> None:
    Lead.objects.filter(pk=maya.pk).update(email=MAYA, email_key=MAYA)
    invite(maya.fresh(), trader, by=ann)
    link = link_in_mail(MAYA)
    for _ in range(9):
        begin(stranger())
    hers = browser()
    Attempt.objects.bulk_create(Attempt(kind="mail", email_key=f"n{n}@example.com", ip=HOME) for n in range(40))
    hers.get(link)
    assert begin(hers)["Location"] == "/portal/code/"
    assert hers.post("/portal/code/another/")["Location"] == "/portal/code/"
    assert hers.post("/portal/code/", {"code": newest_mail(MAYA).secrets["code"]})["Location"] == "/portal/"
    assert Client.objects.get().user.email == MAYA
    assert Invitation.objects.get().accepted_at


def test_an_invitation_is_no_way_to_mail_without_end(maya: Lead, trader: ClientType, ann: Member) -> None:
    invite(maya, trader, by=ann)
    holder = browser()
    holder.get(link_in_mail(maya.email))
    told = [begin(holder, f"person{number}@example.com").status_code for number in range(6)]
    assert told == [302] * 5 + [422]


def test_strangers_who_sign_up_with_her_address_keep_her_from_nothing() -> None:
    for _ in range(9):
        begin(stranger())
    hers = browser()
    assert OLDER in text(begin(hers))
    opened = hers.get(link_in_mail(MAYA))
    assert opened["Location"] == SIGN_UP
    assert "this device is known now" in text(hers.get(SIGN_UP))
    assert begin(hers)["Location"] == "/portal/code/"
    for _ in range(3):
        begin(stranger())
    assert hers.post("/portal/code/", {"code": newest_mail(MAYA).secrets["code"]})["Location"] == "/portal/"
    assert Client.objects.get().user.email == MAYA


def test_one_stranger_who_signs_up_with_her_address_is_not_even_noticed() -> None:
    alone = stranger()
    for _ in range(9):
        begin(alone)
    hers = browser()
    begin(hers)
    assert hers.post("/portal/code/", {"code": newest_mail(MAYA).secrets["code"]})["Location"] == "/portal/"
