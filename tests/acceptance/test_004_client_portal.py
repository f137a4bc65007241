"""An agency's client portal: signing up with a code, and what a client finds there."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.utils import timezone

from tests.acceptance.acts import PASSWORD, begin, invite, names, sign_in, sign_up, type_code
from tests.acceptance.visitor import Visitor

MAYA = "maya.okonjo@example.com"
Somebody = Callable[[], Visitor]


def test_004_01_a_client_sees_the_whole_engagement_history(ann: Visitor, maya: str, visitor: Visitor) -> None:
    ann.open(maya).press("Save or send", {"What to add": "Call", "Text": "Asked about fees"})
    invite(ann, maya)
    sign_up(visitor, "Maya Okonjo", MAYA)
    visitor.open("/portal/").follow("History")
    assert visitor.sees(
        "Everything that happened",
        "You made your account",
        "Ann Reyes invited you to open an account",
        "Ann Reyes called you",
    )


def test_004_05_allow_duplicate_contact_stands_in_the_business_profile(ann: Visitor) -> None:
    ann.open("/desk/").follow("Settings").follow("Business profile")
    assert ann.sees("General Allow duplicate contact")
    allow_duplicates(ann)


def test_004_06_with_duplicates_the_same_email_registers_again(ann: Visitor, somebody: Somebody) -> None:
    allow_duplicates(ann)
    for number in ("C-10001", "C-10002"):
        assert sign_up(somebody(), "Maya Okonjo", MAYA).sees(f"Your client number is {number}.")
    assert sign_in(somebody(), MAYA, PASSWORD, at="portal").sees("Which account?", "C-10001", "C-10002")


def test_004_07_without_duplicates_the_same_email_does_not_register_again(ann: Visitor, somebody: Somebody) -> None:
    sign_up(somebody(), "Maya Okonjo", MAYA)
    begin(somebody(), "Maya Okonjo", MAYA)
    assert somebody().open_newest_mail(MAYA).sees("You already have an account", "no code was sent")
    assert names(ann.open("/desk/clients/")) == ["Maya Okonjo"]


def test_004_08_registration_asks_for_full_name_email_and_password(visitor: Visitor) -> None:
    visitor.open("/portal/sign-up/")
    assert list(visitor.fields("Send me a code")) == ["Full name", "E-mail", "Password"]
    assert visitor.press("Send me a code").sees("Type your name", "Type your e-mail address", "Choose a password")


def test_004_09_a_confirmation_code_is_mailed_to_that_address(visitor: Visitor, somebody: Somebody) -> None:
    assert begin(visitor, "Maya Okonjo", MAYA).sees(f"We sent six digits to {MAYA}")
    assert somebody().open_newest_mail(MAYA).sees("is your code for Fennmoor")


def test_004_10_the_code_ends_after_fifteen_minutes(visitor: Visitor, somebody: Somebody) -> None:
    asked_at = timezone.now()
    begin(visitor, "Maya Okonjo", MAYA)
    with time_machine.travel(asked_at + timedelta(minutes=15, seconds=30)):
        assert type_code(visitor, MAYA).sees("no longer good")
        type_code(visitor.press("Send a new code"), MAYA)
        assert visitor.sees("Your client number is C-10001.")


def test_004_11_the_page_tells_to_look_into_spam_and_junk(visitor: Visitor) -> None:
    assert begin(visitor, "Maya Okonjo", MAYA).sees("Look in the spam or junk folder.")


def test_004_12_the_code_verifies_and_then_the_chosen_password_opens_the_portal(
    visitor: Visitor, somebody: Somebody
) -> None:
    begin(visitor, "Maya Okonjo", MAYA)
    assert sign_in(somebody(), MAYA, PASSWORD, at="portal").address.startswith("/portal/sign-in/")
    type_code(visitor, MAYA)
    assert sign_in(somebody(), MAYA, PASSWORD, at="portal").sees("Your client number is C-10001.")


def test_004_13_the_page_says_not_to_give_the_login_to_anybody(visitor: Visitor) -> None:
    assert begin(visitor, "Maya Okonjo", MAYA).sees("Keep your password and this code to yourself.")


def allow_duplicates(admin: Visitor) -> None:
    admin.open("/desk/settings/business/").press("Save business profile", {"Allow duplicate contact": True})
