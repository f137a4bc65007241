"""A member reads what a person was sent, without the link that is hers alone."""

import pytest
from django.test import Client as Browser

from doorstep.accounts.models import Member
from doorstep.clients.emails import REGISTRATION
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType
from doorstep.demo.cast import PASSWORD
from doorstep.leads.models import Lead
from doorstep.mail.models import Message

LINK = "http://brokerage.localhost/join/4Kd9tq2/"


def member(name: str) -> Browser:
    browser = Browser(headers={"host": "brokerage.localhost"})
    browser.post("/desk/sign-in/", {"email": f"{name}@fennmoor.example", "password": PASSWORD})
    return browser


@pytest.fixture
def invitation(tomasz: Lead) -> Message:
    return REGISTRATION.send(
        to="tomasz@example.com", name="Tomasz Bielak", values=REGISTRATION.placeholders, action_url=LINK, about=tomasz
    )


def test_the_mail_is_shown_and_its_link_is_not(invitation: Message) -> None:
    sam = member("sam")
    page = sam.get(f"/desk/mail/{invitation.pk}/").content.decode()
    assert "Open your account with Fennmoor" in page
    html = sam.get(f"/desk/mail/{invitation.pk}/html/").content.decode()
    assert "Open my account" in html
    assert "4Kd9tq2" not in page + html


def test_it_is_not_found_by_who_may_not_see_the_person(invitation: Message) -> None:
    ines = member("ines")
    for path in (f"/desk/mail/{invitation.pk}/", f"/desk/mail/{invitation.pk}/html/"):
        assert ines.get(path).status_code == 404


def test_a_mail_about_nobody_is_nobodys(invitation: Message) -> None:
    Message.objects.filter(pk=invitation.pk).update(about_id=None)
    assert member("ann").get(f"/desk/mail/{invitation.pk}/").status_code == 404


def test_the_timeline_of_the_lead_leads_to_it(tomasz: Lead, sam: Member, trader: ClientType) -> None:
    invitation = invite(tomasz, trader, by=sam)
    page = member("sam").get(f"/desk/leads/{tomasz.pk}/").content.decode()
    assert f'href="/desk/mail/{invitation.message_id}/"' in page
