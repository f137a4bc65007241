import pytest
from django.test import Client as Browser

from doorstep.accounts.models import Member, Team
from doorstep.clients.inviting import invite
from doorstep.clients.models import ClientType, Invitation
from doorstep.clients.registration import register
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
def people(fennmoor: Business) -> dict[str, Lead]:
    """One not invited, one invited, one registered."""
    with scope(fennmoor):
        admin: Member = member("Ann")
        made = {
            name: capture(Team.objects.house(), by=admin, name=f"{name} Test", email=f"{name.lower()}@example.com")
            for name in ("Nina", "Ivan", "Rosa")
        }
        invite(made["Ivan"], ClientType.objects.get(name="Trader"), by=admin)
        register(name="Rosa Test", email="rosa@example.com", password_hash="")
    return made


def names(browser: Browser, address: str) -> set[str]:
    page = browser.get(address).content.decode()
    return {name for name in ("Nina", "Ivan", "Rosa") if f"{name} Test" in page}


def test_the_invite_list_shows_only_who_has_not_registered(ann: Browser, people: dict[str, Lead]) -> None:
    assert names(ann, "/desk/invitations/") == {"Nina", "Ivan"}


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        ("not_invited", {"Nina"}),
        ("invitation_sent", {"Ivan"}),
        ("invitation_expired", set()),
        ("registered", {"Nina", "Ivan"}),  # no filter of this list
    ],
)
def test_it_filters_by_the_three_stages_and_by_no_other(
    stage: str, shown: set[str], ann: Browser, people: dict[str, Lead]
) -> None:
    assert names(ann, f"/desk/invitations/?stage={stage}") == shown


def test_it_searches(ann: Browser, people: dict[str, Lead]) -> None:
    assert names(ann, "/desk/invitations/?q=nina") == {"Nina"}


def test_those_chosen_are_sent_to_with_the_dialog_of_the_lead_list(
    ann: Browser, people: dict[str, Lead], fennmoor: Business
) -> None:
    assert "/desk/leads/bulk/invite/" in ann.get("/desk/invitations/").content.decode()
    with scope(fennmoor):
        ib = str(ClientType.objects.get(name="IB").pk)
    answer = ann.post(
        "/desk/leads/bulk/invite/",
        {"lead": [str(people["Nina"].pk)], "client_type": ib, "confirm": "yes", "all": "off"},
    )
    assert answer.headers["Location"].startswith("/desk/work/")


def test_the_history_says_what_became_of_each(ann: Browser, people: dict[str, Lead]) -> None:
    page = ann.get("/desk/invitations/sent/").content.decode()
    assert "Ivan Test" in page
    assert "Ann Reyes" in page
    assert names(ann, "/desk/invitations/sent/?status=accepted") == set()
    assert names(ann, "/desk/invitations/sent/?status=sent") == {"Ivan"}


def test_a_link_can_be_revoked_from_the_history(ann: Browser, people: dict[str, Lead], fennmoor: Business) -> None:
    with scope(fennmoor):
        sent = Invitation.objects.get()
    page = ann.post(f"/desk/invitations/{sent.pk}/revocation/", follow=True).content.decode()
    assert "The link to ivan@example.com works no more." in page
    assert "Revoked" in page
    assert "nothing to revoke" in ann.post(f"/desk/invitations/{sent.pk}/revocation/", follow=True).content.decode()


def test_the_history_holds_only_leads_one_sees(fennmoor: Business) -> None:
    with scope(fennmoor):
        sam = member("Sam")
        hidden = capture(sam.team, by=sam, name="Ivan Test", email="ivan@example.com", assignee=sam)
        sent = invite(hidden, ClientType.objects.get(name="Trader"), by=sam)
    kofi = at_desk(fennmoor, "Kofi")
    assert names(kofi, "/desk/invitations/sent/") == set()
    assert kofi.post(f"/desk/invitations/{sent.pk}/revocation/").status_code == 404


@pytest.mark.parametrize("address", ["/desk/invitations/", "/desk/invitations/sent/", "/desk/clients/"])
def test_a_list_takes_few_queries_however_many_rows(
    address: str, ann: Browser, fennmoor: Business, django_assert_max_num_queries: object
) -> None:
    with scope(fennmoor):
        admin = member("Ann")
        for at in range(25):
            lead = capture(Team.objects.house(), by=admin, name=f"P {at}", email=f"p{at}@example.com")
            invite(lead, ClientType.objects.get(name="Trader"), by=admin)
        register(name="P 1", email="p1@example.com", password_hash="")
    with django_assert_max_num_queries(16):
        assert ann.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/desk/invitations/?cursor=nonsense", "/desk/invitations/sent/?cursor=x&status=never"]
)
def test_an_address_that_somebody_shortened_still_shows_the_list(
    address: str, ann: Browser, people: dict[str, Lead]
) -> None:
    assert ann.get(address).status_code == 200
