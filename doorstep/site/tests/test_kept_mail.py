"""`/dev/mail` shows what was sent, in the demo and in development, to whoever stands before the machine."""

import pytest
from django.test import Client as Browser
from pytest_django.fixtures import Settings

from doorstep.clients.emails import CONFIRMATION_CODE, REGISTRATION
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

BOX = "/dev/mail/"
LINK = "http://brokerage.localhost/join/4Kd9tq2/"


@pytest.fixture
def visitor() -> Browser:
    return Browser(headers={"host": "brokerage.localhost"})


@pytest.fixture
def invitation(fennmoor: Business) -> Message:
    with scope(fennmoor):
        CONFIRMATION_CODE.send(to="tomasz@example.com", values=CONFIRMATION_CODE.placeholders)
        return REGISTRATION.send(
            to="maya.okonjo@example.com", name="<i>Maya</i>", values=REGISTRATION.placeholders, action_url=LINK
        )


def test_the_newest_stands_first_and_a_recipient_is_found(invitation: Message, visitor: Browser) -> None:
    page = visitor.get(BOX).content.decode()
    assert page.index("&lt;i&gt;Maya&lt;/i&gt;") < page.index("tomasz@example.com")
    found = visitor.get(BOX, {"q": "TOMASZ"}).content.decode()
    assert "tomasz@example.com" in found
    assert "Maya" not in found
    for nobody in ("nobody", "no\0body"):
        assert "Nobody of that name got mail" in visitor.get(BOX, {"q": nobody}).content.decode()


def test_an_open_mail_offers_its_link(invitation: Message, visitor: Browser) -> None:
    page = visitor.get(f"{BOX}{invitation.pk}/").content.decode()
    assert f'href="{LINK}"' in page
    assert f'src="{BOX}{invitation.pk}/html/"' in page
    assert LINK in visitor.get(f"{BOX}{invitation.pk}/?part=text").content.decode()
    assert invitation.message_id.strip("<>") in visitor.get(f"{BOX}{invitation.pk}/?part=headers").content.decode()


def test_the_mail_itself_may_be_framed_by_us_and_run_nothing(invitation: Message, visitor: Browser) -> None:
    answer = visitor.get(f"{BOX}{invitation.pk}/html/")
    assert LINK in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "allow-scripts" not in policy


def test_in_production_there_is_no_such_page(invitation: Message, visitor: Browser, settings: Settings) -> None:
    settings.IS_PRODUCTION = True
    for path in (BOX, f"{BOX}{invitation.pk}/", f"{BOX}{invitation.pk}/html/"):
        assert visitor.get(path).status_code == 404


def test_the_mail_of_another_business_is_not_found(invitation: Message, larkfield: Business) -> None:
    neighbour = Browser(headers={"host": "exchange.localhost"})
    assert "Maya" not in neighbour.get(BOX).content.decode()
    assert neighbour.get(f"{BOX}{invitation.pk}/").status_code == 404
