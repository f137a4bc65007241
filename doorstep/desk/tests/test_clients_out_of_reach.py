"""The binding page for a member who does not see the leads of a client."""

import re

import pytest
from django.test import Client as Browser

from doorstep.clients.models import Binding
from doorstep.clients.registration import bind, register, unbind
from doorstep.desk.tests.test_conversion import at_desk, member
from doorstep.leads.capture import capture
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db
NUMBER, ADDRESS = "C-10002", "noor@example.com"


@pytest.fixture
def lead(fennmoor: Business) -> Lead:
    """Kofi's; and Noor is a client of Sam's."""
    with scope(fennmoor):
        sam, kofi = member("Sam"), member("Kofi")
        register(name="Ola Berg", email="ola@example.com", password_hash="")
        noor = register(name="Noor Haddad", email=ADDRESS, password_hash="")
        theirs = capture(sam.team, by=sam, assignee=sam, name="Noor", email="n@example.com")
        bind(theirs, noor, by=sam)
        return capture(kofi.team, by=kofi, assignee=kofi, name="Maya Okonjo", email="maya@example.com")


def found(browser: Browser, lead: Lead, asked: str) -> str:
    page = browser.get(f"/desk/leads/{lead.pk}/binding/", {"client": asked}).content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page).replace(asked, "…")


@pytest.mark.parametrize(("theirs", "nobodys"), [(NUMBER, "C-99999"), (ADDRESS, "nobody@example.com")])
def test_is_as_unknown_as_one_who_is_not_there(theirs: str, nobodys: str, lead: Lead, fennmoor: Business) -> None:
    kofi = at_desk(fennmoor, "Kofi")
    assert "Noor Haddad" in found(at_desk(fennmoor, "Sam"), lead, theirs)
    assert found(kofi, lead, theirs) == found(kofi, lead, nobodys)


def test_the_way_on_is_the_registration_email(lead: Lead, fennmoor: Business) -> None:
    shown = found(at_desk(fennmoor, "Kofi"), lead, NUMBER)
    assert "We found no client of yours with this number or address" in shown
    assert "Send registration e-mail" in shown
    assert "#conversion" not in shown  # which this page has not, so that htmx would send nothing


def test_is_bound_by_no_number_that_was_guessed(lead: Lead, fennmoor: Business) -> None:
    kofi = at_desk(fennmoor, "Kofi")
    said = kofi.post(f"/desk/leads/{lead.pk}/binding/", {"number": NUMBER}, follow=True).content.decode()
    assert "We found no client of yours with this number." in said
    with scope(fennmoor):
        assert not Binding.objects.filter(lead=lead).exists()


def test_is_opened_by_nobody_who_sees_none_of_the_leads(lead: Lead, fennmoor: Business) -> None:
    with scope(fennmoor):
        address = f"/desk/clients/{Binding.objects.get().client_id}/"
    assert at_desk(fennmoor, "Sam").get(address).status_code == 200
    assert at_desk(fennmoor, "Kofi").get(address).status_code == 404


def test_a_lead_of_hers_tells_nothing_of_those_out_of_reach_that_were_bound_to_its_client_before(
    lead: Lead, fennmoor: Business
) -> None:
    with scope(fennmoor):
        bound = Binding.objects.select_related("lead", "client__user").get()
        unbind(bound, by=member("Ann"), because="Two people of one name")
        bind(lead, bound.client, by=member("Ann"))
    address = f"/desk/leads/{lead.pk}/"
    for path in (address, f"{address}timeline/"):
        assert "Two people of one name" in at_desk(fennmoor, "Sam").get(path).content.decode()
        assert "Two people of one name" not in at_desk(fennmoor, "Kofi").get(path).content.decode()
