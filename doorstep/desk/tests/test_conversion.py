from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import Member, Session, Team
from doorstep.accounts.sessions import DESK
from doorstep.clients.inviting import invite
from doorstep.clients.models import Binding, Client, ClientType, Invitation
from doorstep.clients.registration import bind, register
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.mail.models import Message
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
MAYA = "maya.okonjo@example.com"


def member(name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name__startswith=f"{name} ")


def at_desk(business: Business, name: str, host: str = "brokerage.localhost") -> Browser:
    browser = Browser(headers={"host": host})
    with scope(business):
        _session, token = Session.objects.open(member(name).user, remember=False)
    browser.cookies[DESK.name] = token
    return browser


@pytest.fixture
def ann(fennmoor: Business) -> Browser:
    return at_desk(fennmoor, "Ann")


@pytest.fixture
def kofi(fennmoor: Business) -> Browser:
    return at_desk(fennmoor, "Kofi")


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    with scope(fennmoor):
        return capture(Team.objects.house(), by=member("Ann"), name="Maya Okonjo", email=MAYA, phone="+1 202 555 0143")


@pytest.fixture
def noor(fennmoor: Business) -> Client:
    with scope(fennmoor):
        return register(name="Noor Haddad", email="noor@example.com", password_hash="")


def type_named(business: Business, name: str) -> str:
    with scope(business):
        return str(ClientType.objects.get(name=name).pk)


def page(browser: Browser, lead: Lead) -> str:
    return browser.get(f"/desk/leads/{lead.pk}/").content.decode()


def send(browser: Browser, lead: Lead, business: Business, name: str = "IB") -> str:
    answer = browser.post(
        f"/desk/leads/{lead.pk}/invitation/", {"client_type": type_named(business, name)}, follow=True
    )
    return answer.content.decode()


def test_the_panel_says_unregistered_and_offers_three_exits(ann: Browser, lead: Lead) -> None:
    shown = page(ann, lead)
    assert "Unregistered" in shown
    assert all(way in shown for way in ("Send registration e-mail", "Create portal account", "Bind to existing client"))
    assert shown.count('name="accordion"') == 3


def test_each_exit_says_what_will_happen(ann: Browser, lead: Lead) -> None:
    shown = page(ann, lead)
    assert f"A fresh link goes to {MAYA}" in shown
    assert "An e-mail then asks to choose a password" in shown
    assert "Both histories are kept. An admin can undo this." in shown


def test_sending_the_registration_email_chooses_the_client_type(ann: Browser, lead: Lead, fennmoor: Business) -> None:
    shown = send(ann, lead, fennmoor)
    assert f"The registration e-mail is on its way to {MAYA}." in shown
    assert "sent the registration e-mail as" in shown
    assert "Just now" in shown
    assert "Link works until" in shown
    with scope(fennmoor):
        assert Invitation.objects.select_related("client_type").get().client_type.name == "IB"


def test_after_sending_the_panel_says_that_the_old_link_keeps_working(
    ann: Browser, lead: Lead, fennmoor: Business
) -> None:
    assert "keeps working" not in page(ann, lead)
    assert "keeps working" in send(ann, lead, fennmoor)


def test_an_expired_link_is_said_to_be_over(ann: Browser, lead: Lead, fennmoor: Business) -> None:
    send(ann, lead, fennmoor)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        shown = page(at_desk(fennmoor, "Ann"), lead)
        assert "Link worked until" in shown
        assert "Invitation expired" in shown


def test_sending_without_a_client_type_is_refused(ann: Browser, lead: Lead, fennmoor: Business) -> None:
    answer = ann.post(f"/desk/leads/{lead.pk}/invitation/", follow=True)
    assert "Choose a client type first" in answer.content.decode()
    with scope(fennmoor):
        assert Message.objects.count() == 0


def test_a_lead_without_an_email_is_told_before_anything_is_sent(ann: Browser, fennmoor: Business) -> None:
    with scope(fennmoor):
        silent = capture(Team.objects.house(), by=member("Ann"), name="Pat Doe", phone="+1 202 555 0101")
    assert "Pat Doe has no e-mail address. Add one first." in page(ann, silent)


def test_the_account_form_is_filled_from_the_lead(ann: Browser, lead: Lead) -> None:
    form = ann.get(f"/desk/leads/{lead.pk}/client/").content.decode()
    assert all(f'value="{known}"' in form for known in ("Maya Okonjo", MAYA, "+1 202 555 0143"))


def test_creating_the_account_registers_the_lead(ann: Browser, lead: Lead, fennmoor: Business) -> None:
    typed = {"client_type": type_named(fennmoor, "IB"), "name": "Maya O. Okonjo", "email": MAYA, "phone": ""}
    shown = ann.post(f"/desk/leads/{lead.pk}/client/", typed, follow=True).content.decode()
    assert "Maya Okonjo is client C-10001 now." in shown
    with scope(fennmoor):
        client = Client.objects.select_related("user", "client_type").get()
        assert (client.user.name, client.client_type.name) == ("Maya O. Okonjo", "IB")
        assert lead.fresh().stage == Stage.REGISTERED


@pytest.mark.parametrize(
    ("field", "typed", "said"), [("email", "maya", "valid email"), ("name", "", "Type the person")]
)
def test_a_mistake_in_the_account_form_stands_beside_its_field(
    field: str, typed: str, said: str, ann: Browser, lead: Lead, fennmoor: Business
) -> None:
    good = {"client_type": type_named(fennmoor, "IB"), "name": "Maya", "email": MAYA}
    answer = ann.post(f"/desk/leads/{lead.pk}/client/", {**good, field: typed})
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()


def test_an_address_that_has_an_account_is_refused_in_the_account_form(
    ann: Browser, lead: Lead, noor: Client, fennmoor: Business
) -> None:
    typed = {"client_type": type_named(fennmoor, "IB"), "name": "Maya", "email": "noor@example.com"}
    answer = ann.post(f"/desk/leads/{lead.pk}/client/", typed)
    assert answer.status_code == 422
    assert "already belongs to client C-10001. Bind this lead to that client instead." in answer.content.decode()


@pytest.mark.parametrize("asked", ["C-10001", "10001", "noor@example.com"])
def test_finding_a_client_shows_which_one_and_what_will_happen(
    asked: str, ann: Browser, lead: Lead, noor: Client
) -> None:
    shown = ann.get(f"/desk/leads/{lead.pk}/binding/", {"client": asked}).content.decode()
    assert "Noor Haddad" in shown
    assert "becomes Registered as client C-10001" in shown
    assert "An admin can undo this, with a reason" in shown


def test_nobody_found_says_so(ann: Browser, lead: Lead) -> None:
    assert "No client found" in ann.get(f"/desk/leads/{lead.pk}/binding/", {"client": "C-99"}).content.decode()


def test_looking_for_a_client_binds_nothing(ann: Browser, lead: Lead, noor: Client, fennmoor: Business) -> None:
    ann.get(f"/desk/leads/{lead.pk}/binding/", {"client": "C-10001"})
    with scope(fennmoor):
        assert Binding.objects.count() == 0


def test_confirming_binds(ann: Browser, lead: Lead, noor: Client) -> None:
    shown = ann.post(f"/desk/leads/{lead.pk}/binding/", {"number": "C-10001"}, follow=True).content.decode()
    assert "Maya Okonjo is bound to Noor Haddad, C-10001." in shown
    assert "Bound at the desk, Ann Reyes" in shown


def test_once_registered_there_are_no_quick_actions_but_who_she_is_now(
    ann: Browser, lead: Lead, noor: Client, fennmoor: Business
) -> None:
    with scope(fennmoor):
        bind(lead, noor, by=member("Sam"))
    shown = page(ann, lead)
    assert 'name="accordion"' not in shown
    assert "Send registration e-mail" not in shown
    assert "C-10001" in shown
    assert "Bound at the desk, Sam Whitlock" in shown
    assert f"/desk/clients/{noor.pk}/" in shown


@pytest.mark.parametrize("road", ["invitation", "client", "binding"])
def test_every_exit_is_refused_once_registered(
    road: str, ann: Browser, lead: Lead, noor: Client, fennmoor: Business
) -> None:
    with scope(fennmoor):
        bind(lead, noor, by=member("Sam"))
    typed = {"client_type": type_named(fennmoor, "IB"), "name": "Maya", "email": MAYA, "number": "C-10001"}
    shown = ann.post(f"/desk/leads/{lead.pk}/{road}/", typed, follow=True).content.decode()
    assert "Maya registered at" in shown
    assert "The client number is C-10001" in shown
    with scope(fennmoor):
        assert Binding.objects.count() == 1


def test_an_admin_undoes_a_binding_with_a_reason(ann: Browser, lead: Lead, noor: Client, fennmoor: Business) -> None:
    with scope(fennmoor):
        bind(lead, noor, by=member("Sam"))
    assert ann.post(f"/desk/leads/{lead.pk}/unbinding/", {"because": ""}).status_code == 422
    shown = ann.post(f"/desk/leads/{lead.pk}/unbinding/", {"because": "Another Maya"}, follow=True).content.decode()
    assert "Another Maya" in shown
    assert "Unregistered" in shown


def test_who_is_no_admin_cannot_undo_a_binding(kofi: Browser, lead: Lead, noor: Client, fennmoor: Business) -> None:
    with scope(fennmoor):
        bind(lead, noor, by=member("Sam"))
    assert "Undo the binding" not in page(kofi, lead)
    assert kofi.post(f"/desk/leads/{lead.pk}/unbinding/", {"because": "mine"}).status_code == 403
    with scope(fennmoor):
        assert Binding.objects.alive().count() == 1


def test_an_external_account_is_spoken_of_nowhere_until_one_can_be_linked(
    ann: Browser, lead: Lead, noor: Client, fennmoor: Business
) -> None:
    with scope(fennmoor):
        bind(lead, noor, by=member("Sam"))
        fresh = lead.fresh()
        fresh.apply_for_account(by=None)
        fresh.open_account(by=None)
    assert "external account" not in page(ann, lead)
    assert "external account" not in ann.get("/desk/settings/mail/").content.decode()


@pytest.mark.parametrize("road", ["invitation", "client", "binding", "unbinding"])
def test_a_lead_one_does_not_see_is_not_found_and_nothing_is_written(road: str, fennmoor: Business) -> None:
    with scope(fennmoor):
        sam = member("Sam")
        hidden = capture(sam.team, by=sam, name="Tomasz Bielak", email="tomasz@example.com", assignee=sam)
        typed = {
            "client_type": str(ClientType.objects.get(name="IB").pk),
            "name": "T",
            "email": "t@example.com",
            "because": "x",
        }
    answer = at_desk(fennmoor, "Kofi").post(f"/desk/leads/{hidden.pk}/{road}/", typed)
    assert answer.status_code == (403 if road == "unbinding" else 404)
    with scope(fennmoor):
        assert (Message.objects.count(), Client.objects.count()) == (0, 0)


def test_a_client_type_of_another_business_is_refused(
    ann: Browser, lead: Lead, fennmoor: Business, larkfield: Business
) -> None:
    foreign = type_named(larkfield, "Homeowner")
    answer = ann.post(f"/desk/leads/{lead.pk}/invitation/", {"client_type": foreign}, follow=True)
    assert "Choose a client type first" in answer.content.decode()


def test_a_buyers_leads_have_no_conversion(larkfield: Business) -> None:
    with scope(larkfield):
        bea = member("Bea")
        theirs = capture(bea.team, by=bea, name="Lena Sun", email="lena@example.com")
    browser = at_desk(larkfield, "Bea", "exchange.localhost")
    assert "Conversion" not in page(browser, theirs)
    refused = browser.get(f"/desk/leads/{theirs.pk}/client/", follow=True)
    assert "Only leads of the house" in refused.content.decode()


def test_a_link_used_meanwhile_is_told_when_sending(ann: Browser, lead: Lead, fennmoor: Business) -> None:
    with scope(fennmoor):
        sam = member("Sam")
        sent = invite(lead, ClientType.objects.get(name="Trader"), by=sam)
        register(name="Maya", email=MAYA, password_hash="", invitation=sent)
    shown = send(ann, lead, fennmoor)
    assert "So the e-mail was not sent." in shown
