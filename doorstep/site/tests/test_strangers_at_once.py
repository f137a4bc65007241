"""Strangers who come all at the same moment are counted like those who come one after another."""

from collections import Counter

import pytest

from doorstep.accounts.authentication import by_password, send_code
from doorstep.accounts.models import Attempt, Code, KnownDevice
from doorstep.accounts.throttle import Visitor
from doorstep.clients.tests.telling import at_once
from doorstep.kit.errors import NotAllowed
from doorstep.mail.models import Message
from doorstep.site.sign_in.faces import DESK
from doorstep.site.tests.visitors import ANN, NOBODY
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def told(verb: object, *, email: str, number: int) -> str:
    """What she reads; the request is kept, as a page keeps it."""
    try:
        verb(Visitor(email, f"203.0.113.{number}"))
    except NotAllowed as refusal:
        return refusal.sentence
    return "done"


@pytest.mark.parametrize("email", [ANN, NOBODY])
def test_of_twenty_who_guess_at_once_five_are_heard(fennmoor: Business, email: str) -> None:
    def guess(who: Visitor) -> None:
        by_password(DESK.accounts(who.email), password="a wrong password", by=who)

    tries = [lambda number=number: told(guess, email=email, number=number) for number in range(AT_ONCE)]
    heard, _refusals = at_once(fennmoor, tries)
    assert sum("do not fit together" in sentence for sentence in heard) == 5
    assert sum("Try again in 30 seconds" in sentence for sentence in heard) == AT_ONCE - 5
    with scope(fennmoor):
        assert Attempt.objects.count() == 5


def test_of_twenty_who_ask_at_once_five_codes_and_one_link_are_mailed(fennmoor: Business) -> None:
    def ask(who: Visitor) -> None:
        send_code(DESK.accounts(who.email), page=DESK.doorstep, wishes={}, by=who)

    tries = [lambda number=number: told(ask, email=ANN, number=number) for number in range(AT_ONCE)]
    heard, _refusals = at_once(fennmoor, tries)
    assert heard.count("done") == 5
    with scope(fennmoor):
        kinds = Counter(Message.objects.filter(email_key=ANN).values_list("kind", flat=True))
        assert kinds == {"sign_in_code": 5, "go_on": 1}
        assert (Code.objects.count(), KnownDevice.objects.count()) == (5, 1)
