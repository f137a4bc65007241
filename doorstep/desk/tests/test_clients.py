import pytest
from django.test import Client as Browser

from doorstep.accounts.models import Team
from doorstep.clients.models import Client
from doorstep.clients.registration import bind, register
from doorstep.desk.tests.test_conversion import at_desk, member
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(fennmoor: Business) -> Browser:
    return at_desk(fennmoor, "Ann")


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    with scope(fennmoor):
        sam = member("Sam")
        lead = capture(Team.objects.house(), by=sam, name="Maya Okonjo", email="maya@example.com", assignee=sam)
        lead.write_note("Prefers mornings", by=sam)
    return lead


@pytest.fixture
def client(fennmoor: Business, lead: Lead) -> Client:
    with scope(fennmoor):
        return register(name="Maya Okonjo", email="maya@example.com", password_hash="")


@pytest.mark.parametrize("asked", ["", "maya", "OKONJO", "C-10001", "10001", "maya@example.com"])
def test_clients_are_found_by_name_number_and_email(asked: str, ann: Browser, client: Client) -> None:
    assert "C-10001" in ann.get("/desk/clients/", {"q": asked}).content.decode()


def test_what_fits_nobody_says_so(ann: Browser, client: Client) -> None:
    assert "No client found" in ann.get("/desk/clients/", {"q": "zzz"}).content.decode()


def test_the_page_shows_number_type_leads_and_the_joined_history(
    ann: Browser, client: Client, lead: Lead, fennmoor: Business
) -> None:
    with scope(fennmoor):
        second = capture(Team.objects.house(), by=member("Ann"), name="M. Okonjo", phone="+1 202 555 0143")
        bind(second, client, by=member("Ann"))
    page = ann.get(f"/desk/clients/{client.pk}/").content.decode()
    assert all(
        shown in page for shown in ("C-10001", "Trader", "Prefers mornings", "M. Okonjo", "By the same e-mail address")
    )
    assert "bound this lead to client" in page


def test_a_member_sees_the_clients_of_her_leads_only(client: Client, fennmoor: Business) -> None:
    kofi = at_desk(fennmoor, "Kofi")
    assert "C-10001" not in kofi.get("/desk/clients/").content.decode()
    assert kofi.get(f"/desk/clients/{client.pk}/").status_code == 404
    assert at_desk(fennmoor, "Sam").get(f"/desk/clients/{client.pk}/").status_code == 200


def test_a_client_with_a_lead_one_does_not_see_hides_that_leads_history(client: Client, fennmoor: Business) -> None:
    with scope(fennmoor):
        kofi = member("Kofi")
        theirs = capture(Team.objects.house(), by=kofi, name="Maya of Kofi", phone="+1 202 555 0144", assignee=kofi)
        bind(theirs, client, by=kofi)
    page = at_desk(fennmoor, "Kofi").get(f"/desk/clients/{client.pk}/").content.decode()
    assert "Maya of Kofi" in page
    assert "Prefers mornings" not in page


def test_a_buyer_sees_no_clients(larkfield: Business) -> None:
    with scope(larkfield):
        client = register(name="Homer", email="homer@example.com", password_hash="")
    bea = at_desk(larkfield, "Bea", "exchange.localhost")
    assert "C-10001" not in bea.get("/desk/clients/").content.decode()
    assert bea.get(f"/desk/clients/{client.pk}/").status_code == 404
