"""The addresses that get no mail are listed with the reason; an admin of the house lifts what came back."""

from html import unescape

import pytest

from doorstep.accounts.models import Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead
from doorstep.mail.models import Reason, Suppression

pytestmark = pytest.mark.django_db
LIST = "/desk/settings/held-back/"


@pytest.fixture
def bounced(maya: Lead) -> Suppression:
    Suppression.objects.suppress(maya.email_key, Reason.BOUNCE, evidence="550 5.1.1 No such user")
    return Suppression.objects.get(reason=Reason.BOUNCE)


@pytest.fixture
def unsubscribed(bounced: Suppression) -> Suppression:
    Suppression.objects.suppress("noor@example.com", Reason.UNSUBSCRIBE, list_key="invitations", evidence="")
    return Suppression.objects.get(reason=Reason.UNSUBSCRIBE)


def shown(member: Member, path: str = LIST) -> str:
    return unescape(browser_of(member).get(path).content.decode())


def test_every_held_back_address_is_listed_with_why_and_found_by_a_part_of_it(
    ann: Member, bounced: Suppression, unsubscribed: Suppression
) -> None:
    page = shown(ann)
    assert bounced.email_key in page
    assert "An e-mail came back" in page
    assert "550 5.1.1 No such user" in page
    assert "Unsubscribed" in page
    assert bounced.email_key not in shown(ann, f"{LIST}?q=NOOR")
    assert "Every address takes mail" not in shown(ann, f"{LIST}?q=zzz")


def test_an_admin_lifts_what_came_back(ann: Member, bounced: Suppression) -> None:
    answer = browser_of(ann).post(f"{LIST}{bounced.pk}/lifting/", follow=True)
    page = unescape(answer.content.decode())
    assert f"The next mail to {bounced.email_key} is sent." in page
    assert "Every address takes mail" in page


def test_who_unsubscribed_has_no_button_and_a_forged_one_is_refused(ann: Member, unsubscribed: Suppression) -> None:
    lifting = f"{LIST}{unsubscribed.pk}/lifting/"
    assert lifting not in shown(ann)
    page = browser_of(ann).post(lifting, follow=True).content.decode()
    assert "only its reader can take it back" in page
    assert unsubscribed.fresh().lifted_at is None


def test_only_an_admin_lifts(kofi: Member, bounced: Suppression) -> None:
    assert browser_of(kofi).post(f"{LIST}{bounced.pk}/lifting/").status_code == 403
    assert bounced.fresh().lifted_at is None


def test_the_leads_page_leads_an_admin_there(ann: Member, kofi: Member, maya: Lead, bounced: Suppression) -> None:
    maya.assign_to(kofi, by=ann)
    there = f"{LIST}?q={maya.email_key.replace('@', '%40')}"
    assert there in shown(ann, f"/desk/leads/{maya.pk}/")
    assert LIST not in shown(kofi, f"/desk/leads/{maya.pk}/")
