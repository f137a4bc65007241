"""Passwords: one run of the hash whatever the address; links that work once."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.utils import timezone

from doorstep.accounts.models import Member, PasswordLink, Session, User
from doorstep.accounts.models.password_link import ASKED_FOR, FIRST
from doorstep.accounts.passwords import (
    accounts_matching,
    ask_for_link,
    change,
    choose,
    password_fault,
    send_set_password_link,
)
from doorstep.accounts.sessions import member_of
from doorstep.accounts.throttle import Visitor
from doorstep.demo.cast import PASSWORD
from doorstep.kit.errors import NotAllowed
from doorstep.kit.tokens import digest
from doorstep.mail.models import Message
from doorstep.tenancy.models import BusinessProfile

NEW = "a long new sentence"


class Counting(MD5PasswordHasher):
    algorithm = "md5"
    runs = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.runs += 1
        return super().encode(password, salt)


@pytest.fixture
def runs(settings: object) -> type[Counting]:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]  # type: ignore[attr-defined]
    Counting.runs = 0
    return Counting


@pytest.fixture
def twice(at_fennmoor: object) -> list[User]:
    """Two accounts of one address, as “Allow duplicate contact” permits."""
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    accounts = [User.objects.register(email="maya@example.com", name=f"Maya {n}") for n in ("Home", "Work")]
    for account, password in zip(accounts, ("the first password", "the second password"), strict=True):
        account.set_password(password)
    return accounts


def link_in_mail() -> str:
    """The token of the link that went out last."""
    return Message.objects.order_by("-created_at").exclude(secrets={}).first().secrets["action_url"].split("/")[-2]


@pytest.mark.parametrize("address", ["nobody@example.com", "ann@fennmoor.example", "maya@example.com"])
def test_a_wrong_password_costs_one_hash_for_every_address(
    runs: type[Counting], twice: list[User], ann: Member, address: str
) -> None:
    ann.user.set_password(PASSWORD)
    runs.runs = 0
    assert accounts_matching(User.objects.called(address), "a wrong password") == []
    assert runs.runs == 1


def test_a_disabled_password_costs_one_hash_too(runs: type[Counting], ann: Member) -> None:
    User.objects.filter(pk=ann.user_id).update(password="")
    runs.runs = 0
    assert accounts_matching([ann.user.fresh()], "anything at all") == []
    assert runs.runs == 1


def test_the_password_decides_between_accounts_of_one_address(twice: list[User]) -> None:
    home, work = twice
    assert accounts_matching([home, work], "the first password") == [home]
    assert accounts_matching([home, work], "the second password") == [work]
    work.set_password("the first password")
    assert accounts_matching([home, work], "the first password") == [home, work]


def test_a_hash_of_other_costs_still_fits(settings: object, ann: Member) -> None:
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    assert accounts_matching([ann.user], PASSWORD) == [ann.user]


def test_a_temporary_password_ends_with_its_hours(ann: Member) -> None:
    ann.user.password_expires_at = timezone.now() + timedelta(hours=72)
    assert accounts_matching([ann.user], PASSWORD) == [ann.user]
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert accounts_matching([ann.user], PASSWORD) == []


def test_a_new_password_is_long_and_not_a_common_one(at_fennmoor: object) -> None:
    maya = User(name="Maya Okonjo", email="maya@example.com")
    assert "at least 10 characters" in password_fault("short", maya)
    assert "too common" in password_fault("password123", maya)
    assert "at most 256" in password_fault("x" * 257, maya)
    assert password_fault(NEW, maya) == ""


@pytest.mark.parametrize(
    "typed", ["Maya Okonjo", "mayaokonjo", "maya okonjo1", "maya.okonjo@example.com", "maya.okonjo"]
)
def test_ones_own_name_or_address_is_no_password(at_fennmoor: object, typed: str) -> None:
    fault = password_fault(typed, User(name="Maya Okonjo", email="maya.okonjo@example.com"))
    assert "too much like your name or e-mail address" in fault


def test_a_sentence_is_not_refused_for_the_letters_of_a_name(at_fennmoor: object) -> None:
    assert password_fault("a short sentence", User(name="Rosa Test", email="rosa@example.com")) == ""


def test_a_link_does_not_set_ones_own_address_and_is_still_good_after(ann: Member) -> None:
    ask_for_link(User.objects.called(ann.user.email), face="desk", by=Visitor(ann.user.email, "192.0.2.1"))
    link = PasswordLink.objects.of(link_in_mail())
    with pytest.raises(NotAllowed, match="too much like"):
        choose(link, ann.user, ann.user.email)
    with pytest.raises(NotAllowed, match="too much like"):
        change(ann.user, ann.user.email, current=PASSWORD, ip="192.0.2.1")
    choose(link, ann.user, NEW)


def test_a_link_is_used_once_and_ends_every_session(ann: Member) -> None:
    _session, token = Session.objects.open(ann.user, remember=True)
    ask_for_link(User.objects.called(ann.user.email), face="desk", by=Visitor(ann.user.email, "192.0.2.1"))
    link = PasswordLink.objects.of(link_in_mail())
    choose(link, ann.user, NEW)
    assert member_of(digest(token)) is None
    assert accounts_matching([ann.user.fresh()], NEW)
    assert Message.objects.filter(kind="password_changed").count() == 1
    with pytest.raises(NotAllowed, match="was used or is too old"):
        choose(link, ann.user, "another long sentence")


@pytest.mark.parametrize(("lasts", "kind"), [(ASKED_FOR, "asked"), (FIRST, "first")])
def test_a_link_ends_in_time(ann: Member, lasts: timedelta, kind: str) -> None:
    if kind == "asked":
        ask_for_link(User.objects.called(ann.user.email), face="desk", by=Visitor(ann.user.email))
    else:
        send_set_password_link(ann.user, by=None)
    token = link_in_mail()
    with time_machine.travel(timezone.now() + lasts - timedelta(seconds=5)):
        assert PasswordLink.objects.of(token)
    with time_machine.travel(timezone.now() + lasts + timedelta(seconds=5)):
        assert PasswordLink.objects.of(token) is None


def test_a_new_link_leaves_the_old_one_until_one_of_them_is_used(ann: Member, sam: Member) -> None:
    send_set_password_link(sam.user, by=None)
    other = link_in_mail()
    links = []
    for _ in range(2):
        send_set_password_link(ann.user, by=None)
        links.append(link_in_mail())
    ask_for_link(User.objects.called(ann.user.email), face="desk", by=Visitor(ann.user.email))
    links.append(link_in_mail())
    assert all(PasswordLink.objects.of(link) for link in links)
    choose(PasswordLink.objects.of(links[1]), ann.user, NEW)
    assert not any(PasswordLink.objects.of(link) for link in links)
    assert PasswordLink.objects.of(other)


def test_a_link_opens_no_other_account(ann: Member, sam: Member) -> None:
    send_set_password_link(ann.user, by=None)
    with pytest.raises(NotAllowed):
        choose(PasswordLink.objects.of(link_in_mail()), sam.user, NEW)


def test_a_link_opens_no_account_that_was_disabled_meanwhile(ann: Member, sam: Member) -> None:
    send_set_password_link(sam.user, by=ann)
    sam.disable(by=ann)
    with pytest.raises(NotAllowed):
        choose(PasswordLink.objects.of(link_in_mail()), sam.user.fresh(), NEW)


def test_links_are_stored_as_digests(ann: Member) -> None:
    send_set_password_link(ann.user, by=None)
    assert bytes(PasswordLink.objects.get().token_digest) == digest(link_in_mail())


def test_an_address_is_sent_five_mails_an_hour_three_of_them_for_one_place(at_fennmoor: object) -> None:
    def ask(address: str, ip: str) -> None:
        ask_for_link(User.objects.called(address), face="desk", by=Visitor(address, ip))

    for address in ("ann@fennmoor.example", "nobody@example.com"):
        for _ in range(3):
            ask(address, "192.0.2.1")
        with pytest.raises(NotAllowed, match="Press the button in the newest one"):
            ask(address, "192.0.2.1")
        for _ in range(2):
            ask(address, "192.0.2.2")
        with pytest.raises(NotAllowed, match="Press the button in the newest one"):
            ask(address, "192.0.2.3")
        assert Message.objects.filter(email_key=address).count() == 6
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        ask("ann@fennmoor.example", "192.0.2.1")


def test_a_place_is_sent_forty_mails_an_hour_and_an_ipv6_house_is_one_place(at_fennmoor: object) -> None:
    for n in range(40):
        ask_for_link(User.objects.none(), face="desk", by=Visitor(f"n{n}@example.com", f"2001:db8:0:1::{n:x}"))
    with pytest.raises(NotAllowed, match="Try again in 60 minutes"):
        ask_for_link(User.objects.none(), face="desk", by=Visitor("last@example.com", "2001:db8:0:1:ffff::1"))
    ask_for_link(User.objects.none(), face="desk", by=Visitor("last@example.com", "2001:db8:0:2::1"))
