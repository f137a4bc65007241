from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.doors import LINK
from doorstep.clients.inviting import invite, revoke
from doorstep.clients.models import Binding, ClientType, Invitation
from doorstep.clients.models.binding import BindingMethod
from doorstep.clients.models.invitation import InvitationStatus
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.mail.models import Message
from doorstep.portal.tests.telling import PASSWORD, browser, code_in, link_in, newest_mail, sign_up, without_tokens
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
MAYA = "maya.okonjo@example.com"


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    with scope(fennmoor):
        ann = Member.objects.select_related("user", "team").get(user__name="Ann Reyes")
        sam = Member.objects.select_related("user", "team").get(user__name="Sam Whitlock")
        lead = capture(ann.team, by=ann, name="Maya Okonjo", email=MAYA)
        invite(lead, ClientType.objects.get(name="IB"), by=sam)
    return lead


@pytest.fixture
def link(lead: Lead, fennmoor: Business) -> str:
    return link_in(newest_mail(fennmoor, MAYA))


def invitation_in(business: Business) -> Invitation:
    with scope(business):
        return Invitation.objects.select_related("lead").latest("sent_at")


def open_it(link: str) -> tuple[Browser, str, int]:
    visitor = browser()
    page = visitor.get(link, follow=True)
    return visitor, page.content.decode(), page.status_code


def test_the_link_opens_sign_up_with_name_and_email_filled_in(link: str) -> None:
    _visitor, page, status = open_it(link)
    assert status == 200
    assert 'value="Maya Okonjo"' in page
    assert f'value="{MAYA}"' in page
    assert "You were invited by Sam Whitlock as IB" in page


def test_the_token_leaves_the_address_at_once_and_goes_nowhere_else(link: str) -> None:
    visitor = browser()
    answer = visitor.get(link)
    token = link.split("/")[2]
    assert answer.headers["Location"] == "/join/"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.cookies["doorstep-invitation"]["httponly"]
    assert token not in visitor.get("/portal/sign-up/").content.decode()


def test_who_signs_up_by_the_link_is_registered_as_the_invited_type(link: str, lead: Lead, fennmoor: Business) -> None:
    visitor, _page, _status = open_it(link)
    visitor.post("/portal/sign-up/", {"name": "Maya Okonjo", "email": MAYA, "password": PASSWORD})
    visitor.post("/portal/code/", {"code": code_in(newest_mail(fennmoor, MAYA))})
    home = visitor.get("/portal/").content.decode()
    assert "You made your account" in home
    assert "Sam Whitlock" in home
    with scope(fennmoor):
        binding = Binding.objects.select_related("client__client_type").get()
        assert (binding.how, binding.client.client_type.name) == (BindingMethod.BY_LINK, "IB")
        assert lead.fresh().stage == Stage.REGISTERED


def test_looking_at_a_link_writes_nothing_and_a_person_who_looks_is_noted(link: str, fennmoor: Business) -> None:
    visitor, page, _status = open_it(link)
    assert invitation_in(fennmoor).status == InvitationStatus.SENT
    assert 'hx-post="/join/opening/"' in page
    assert visitor.post("/join/opening/").status_code == 204
    assert invitation_in(fennmoor).status == InvitationStatus.OPENED


def test_an_expired_link_offers_a_new_one_that_goes_to_the_leads_address(link: str, fennmoor: Business) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        visitor, page, status = open_it(link)
        assert status == 410
        assert "Send me a new link" in page
        answer = visitor.post("/join/new-link/", follow=True)
        assert "Look in your mail" in answer.content.decode()
        fresh = link_in(newest_mail(fennmoor, MAYA))
        assert fresh != link
        assert open_it(fresh)[2] == 200


def test_whoever_asks_for_a_new_link_gets_the_same_answer(link: str, fennmoor: Business) -> None:
    asked_for_nothing = browser().post("/join/new-link/", follow=True)
    visitor, _page, _status = open_it(link)
    still_works = visitor.post("/join/new-link/", follow=True)
    assert without_tokens(asked_for_nothing) == without_tokens(still_works)
    with scope(fennmoor):
        assert Message.objects.count() == 1


def test_a_revoked_link_says_so_calmly(link: str, fennmoor: Business) -> None:
    with scope(fennmoor):
        invitation = Invitation.objects.select_related("lead").get()
        revoke(invitation, by=Member.objects.select_related("user").get(pk=invitation.sent_by_id))
    _visitor, page, status = open_it(link)
    assert status == 410
    assert "This link was withdrawn" in page


def test_a_used_link_leads_to_signing_in(link: str, fennmoor: Business) -> None:
    visitor, _page, _status = open_it(link)
    visitor.post("/portal/sign-up/", {"name": "Maya", "email": MAYA, "password": PASSWORD})
    visitor.post("/portal/code/", {"code": code_in(newest_mail(fennmoor, MAYA))})
    _other, page, status = open_it(link)
    assert status == 410
    assert "You have your account" in page
    assert "/portal/sign-in/" in page


def test_an_unknown_link_is_not_found_and_offers_the_next_step() -> None:
    assert open_it("/join/this-is-no-token/")[2] == 404


def test_an_unknown_link_of_a_business_offers_the_next_step(fennmoor: Business) -> None:
    _visitor, page, status = open_it("/join/this-is-no-token/")
    assert status == 404
    assert "We do not know this link" in page


def test_a_link_of_another_business_is_unknown_here(link: str, larkfield: Business) -> None:
    stranger = browser()
    answer = stranger.get(link, headers={"host": "exchange.localhost"}, follow=True)
    assert answer.status_code == 404


def test_the_link_of_a_deleted_lead_is_withdrawn(link: str, lead: Lead, fennmoor: Business) -> None:
    with scope(fennmoor):
        lead.delete_softly(by=Member.objects.select_related("user").get(user__name="Ann Reyes"))
    assert open_it(link)[2] == 410


def test_a_link_used_while_the_code_was_typed_is_told(link: str, lead: Lead, fennmoor: Business) -> None:
    first, _page, _status = open_it(link)
    second, _page, _status = open_it(link)
    first.post("/portal/sign-up/", {"name": "Maya", "email": MAYA, "password": PASSWORD})
    first_code = code_in(newest_mail(fennmoor, MAYA))
    second.post("/portal/sign-up/", {"name": "Eve", "email": "eve@example.com", "password": PASSWORD})
    second_code = code_in(newest_mail(fennmoor, "eve@example.com"))
    assert first.post("/portal/code/", {"code": first_code}).status_code == 302
    refused = second.post("/portal/code/", {"code": second_code})
    assert refused.status_code == 409
    assert "Maya registered at" in refused.content.decode()
    with scope(fennmoor):
        assert Binding.objects.count() == 1


def test_who_has_an_account_signs_in_and_says_that_the_invitation_is_hers(
    link: str, lead: Lead, fennmoor: Business
) -> None:
    visitor = browser()
    sign_up(visitor, fennmoor, "maya@elsewhere.example", name="Maya O.")
    page = visitor.get(link, follow=True).content.decode()
    assert "Is this invitation yours?" in page
    assert "The invitation is for Maya Okonjo" in page
    home = visitor.post("/portal/invitation/", follow=True).content.decode()
    assert "You answered our invitation" in home
    assert not visitor.cookies[LINK.name].value
    with scope(fennmoor):
        assert Binding.objects.get(lead=lead).how == BindingMethod.BY_LINK
    assert visitor.get("/portal/sign-up/").headers["Location"] == "/portal/"


def test_without_the_link_there_is_no_invitation_to_add(lead: Lead, fennmoor: Business) -> None:
    visitor = browser()
    sign_up(visitor, fennmoor, "maya@elsewhere.example", name="Maya O.")
    assert visitor.post("/portal/invitation/").headers["Location"] == "/portal/"
    with scope(fennmoor):
        assert not Binding.objects.exists()


def test_the_way_to_sign_in_leads_back_to_the_invitation(link: str) -> None:
    _visitor, page, _status = open_it(link)
    assert 'href="/portal/sign-in/?next=/portal/sign-up/"' in page
