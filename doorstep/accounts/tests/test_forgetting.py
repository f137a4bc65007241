"""Once a day the database forgets what is over; what still counts stays."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from doorstep.accounts.models import AccountChoice, Attempt, Code, KnownDevice, PasswordLink, Session, User
from doorstep.accounts.models.code import CodePurpose
from doorstep.accounts.models.known_device import KNOWN
from doorstep.accounts.models.password_link import FIRST
from doorstep.accounts.throttle import SIGN_IN, Visitor
from doorstep.config.clock import forget_what_is_over
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

KINDS = (AccountChoice, Attempt, Code, KnownDevice, PasswordLink, Session)


@pytest.mark.parametrize(
    ("days", "left"),
    [(0, [1] * 6), (2, [0, 0, 0, 1, 1, 1]), (5, [0, 0, 0, 1, 0, 1]), (200, [0, 0, 0, 1, 0, 0]), (366, [0] * 6)],
)
def test_what_is_over_goes_in_every_business(
    fennmoor: Business, larkfield: Business, days: int, left: list[int]
) -> None:
    for business in (fennmoor, larkfield):
        with scope(business):
            user = User.objects.order_by("created_at").first()
            AccountChoice.objects.offer([user], face="desk", remember=False)
            SIGN_IN.count(Visitor(user.email, "192.0.2.1"))
            Code.objects.issue(purpose=CodePurpose.SIGN_IN, email_key=user.email_key)
            PasswordLink.objects.issue(email_key=user.email_key, user=user, lasts=FIRST)
            KnownDevice.objects.issue(email_key=user.email_key, lasts=KNOWN)
            Session.objects.open(user, remember=True)
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        forget_what_is_over(timestamp=int(time.time()))
    for business in (fennmoor, larkfield):
        with scope(business):
            assert [kind.objects.count() for kind in KINDS] == left
