"""Of two members who convert one lead one does. (Fifty with one link: `doorstep/clients/tests/test_at_once.py`.)"""

import pytest

from doorstep.accounts.models import Member
from doorstep.clients.models import Binding, Client, ClientType
from doorstep.clients.registration import create_directly
from doorstep.clients.tests.telling import at_once
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_members_who_convert_one_lead_one_does_and_the_other_is_told_by_whom(fennmoor: Business) -> None:
    with scope(fennmoor):
        lead = capture(member("Ann").team, by=member("Ann"), name="Maya Okonjo", email="maya@example.com").pk

    def convert(name: str) -> Client:
        trader = ClientType.objects.get(name="Trader")
        return create_directly(
            Lead.objects.get(pk=lead), trader, by=member(name), name="Maya Okonjo", email="maya@example.com"
        )

    made, refusals = at_once(fennmoor, [lambda: convert("Ann"), lambda: convert("Sam")])
    assert len(made) == 1
    assert len(refusals) == 1
    assert "C-10001" in refusals[0]
    with scope(fennmoor):
        assert (Client.objects.count(), Binding.objects.count(), Message.objects.count()) == (1, 1, 1)


def member(first_name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name__startswith=f"{first_name} ")
