from datetime import timedelta
from statistics import median
from time import process_time

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import Code, Member, User
from doorstep.accounts.passwords import accounts_matching
from doorstep.accounts.throttle import Visitor
from doorstep.clients.inviting import invite, revoke
from doorstep.clients.models import Client, ClientType
from doorstep.clients.signing_up import asked, begin, finish, send_another
from doorstep.clients.tests.telling import code_in, mail_to
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.tenancy.models import BusinessProfile

pytestmark = pytest.mark.django_db
PASSWORD = "a short sentence"


def start(email: str = "maya.okonjo@example.com", ip: str = "203.0.113.7", **more: object) -> str:
    return begin(name="Maya Okonjo", password=PASSWORD, by=Visitor(email, ip), **more)


def type_in(token: str, digits: str) -> Client:
    code, _asked = asked(token)
    return finish(code, digits, token=token)


def another(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06}"


def test_the_right_code_makes_the_account_with_the_chosen_password(at_fennmoor: object) -> None:
    token = start()
    client = type_in(token, code_in(mail_to("maya.okonjo@example.com")[0]))
    assert client.user.name == "Maya Okonjo"
    assert accounts_matching([client.user], PASSWORD) == [client.user]


def test_before_the_code_is_typed_there_is_no_account(at_fennmoor: object) -> None:
    start()
    assert not User.objects.called("maya.okonjo@example.com").exists()


def test_the_code_may_be_typed_with_spaces(at_fennmoor: object) -> None:
    token = start()
    digits = code_in(mail_to("maya.okonjo@example.com")[0])
    assert type_in(token, f" {digits[:3]} {digits[3:]} ").number


def test_a_code_works_for_fifteen_minutes(at_fennmoor: object) -> None:
    token = start()
    digits = code_in(mail_to("maya.okonjo@example.com")[0])
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=15)),
        pytest.raises(NotAllowed, match="no longer good") as refusal,
    ):
        type_in(token, digits)
    assert refusal.value.field == "code"


def test_a_code_takes_five_tries(at_fennmoor: object) -> None:
    token = start()
    digits = code_in(mail_to("maya.okonjo@example.com")[0])
    said = []
    for _try in range(5):
        with pytest.raises(NotAllowed) as refusal:
            type_in(token, another(digits))
        said.append(refusal.value.sentence)
    assert said[3].endswith("You can try once more.")
    assert "no longer good" in said[4]
    with pytest.raises(NotAllowed, match="no longer good"):
        type_in(token, digits)


def test_a_new_code_kills_the_old_one(at_fennmoor: object) -> None:
    old = start()
    new = send_another(asked(old)[0], by=Visitor("maya.okonjo@example.com", "203.0.113.7"))
    first, second = (code_in(message) for message in mail_to("maya.okonjo@example.com"))
    with pytest.raises(NotAllowed, match="no longer good"):
        type_in(old, first)
    assert type_in(new, second).user.email == "maya.okonjo@example.com"


def test_a_used_code_makes_no_second_account(at_fennmoor: object) -> None:
    token = start()
    digits = code_in(mail_to("maya.okonjo@example.com")[0])
    type_in(token, digits)
    assert asked(token) is None


def test_the_password_is_kept_as_a_hash_and_forgotten_with_the_code(at_fennmoor: object) -> None:
    token = start()
    assert PASSWORD not in str(Code.objects.get().details)
    type_in(token, code_in(mail_to("maya.okonjo@example.com")[0]))
    assert Code.objects.get().details == {}


@pytest.mark.parametrize("password", ["short", "password123", "maya@example.com"])
def test_a_weak_password_is_refused_beside_its_field(password: str, at_fennmoor: object) -> None:
    with pytest.raises(NotAllowed) as refusal:
        begin(name="Maya", password=password, by=Visitor("maya@example.com"))
    assert refusal.value.field == "password"


def test_a_known_address_gets_a_mail_that_says_so_instead_of_a_code(noor: Client) -> None:
    token = start("Noor@example.com")
    (message,) = mail_to("noor@example.com")
    assert message.subject == "You already have an account with Fennmoor"
    assert "/portal/sign-in/" in message.full_text
    assert asked(token) is not None  # the page looks as ever
    for guess in ("000000", "123456"):
        with pytest.raises(NotAllowed):
            type_in(token, guess)


def test_the_address_of_a_member_is_a_known_address(ann: Member) -> None:
    start(ann.user.email)
    assert "already have an account" in mail_to(ann.user.email)[0].subject


def test_with_duplicates_allowed_each_registration_is_its_own_account(noor: Client) -> None:
    BusinessProfile.objects.update(allow_duplicate_contact=True)
    second = type_in(start("noor@example.com"), code_in(mail_to("noor@example.com")[0]))
    assert second.user_id != noor.user_id
    assert second.number == noor.number + 1


def test_known_and_unknown_addresses_take_the_same_time(noor: Client, settings: object) -> None:
    """Counted as the processor's time, so that whatever else the machine does is left out."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(7):
        for kind, address in (("known", "noor@example.com"), ("unknown", f"somebody{turn}@example.com")):
            Code.objects.all().delete()
            with time_machine.travel(timezone.now() + timedelta(hours=2 * turn + 2), tick=True):
                began = process_time()
                start(address, ip=f"203.0.113.{turn}")
                times[kind].append(process_time() - began)
    assert median(times["known"]) == pytest.approx(median(times["unknown"]), rel=0.1)


def test_an_address_is_written_to_a_few_times_an_hour_and_then_told_to_open_the_last(at_fennmoor: object) -> None:
    for place in range(5):
        start(ip=f"203.0.113.{place}")
    for _again in range(2):
        with pytest.raises(NotAllowed, match="Press the button in the newest one"):
            start(ip="203.0.113.99")
    assert len(mail_to("maya.okonjo@example.com")) == 6


def test_a_place_that_tries_many_addresses_is_asked_to_wait(at_fennmoor: object) -> None:
    for number in range(40):
        start(f"person{number}@example.com")
    with pytest.raises(NotAllowed, match="Try again in 60 minutes"):
        start("one.more@example.com")


def test_the_invitation_is_kept_until_the_code_is_typed(maya: Lead, ib: ClientType, sam: Member) -> None:
    token = start(invitation=invite(maya, ib, by=sam))
    client = type_in(token, code_in(mail_to(maya.email)[-1]))
    assert client.client_type == ib
    assert maya.fresh().is_registered


def test_a_link_revoked_while_the_code_was_typed_is_told(maya: Lead, ib: ClientType, sam: Member) -> None:
    invitation = invite(maya, ib, by=sam)
    token = start(invitation=invitation)
    revoke(invitation, by=sam)
    with pytest.raises(NotAllowed, match="does not work any more") as refusal:
        type_in(token, code_in(mail_to(maya.email)[-1]))
    assert refusal.value.field == ""
