"""Who gets a new lead from somebody else is told by e-mail, once, as long as she wants it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from doorstep.accounts.models import ApiKey, Member, Team
from doorstep.accounts.scopes import SCOPES
from doorstep.clients.tests.telling import at_once
from doorstep.importing.tests.importer import Importer
from doorstep.leads.arrivals import be_told_of_new_leads
from doorstep.leads.bulk import assign_many
from doorstep.leads.capture import capture
from doorstep.leads.chosen import Chosen
from doorstep.leads.models import Arrival, Lead
from doorstep.leads.telling import tell
from doorstep.leads.tests.crowd import crowd
from doorstep.mail.lists import leave_url
from doorstep.mail.models import Message
from doorstep.mail.tests.posting import deliver
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.tenancy.work import run_work
from tests.smtp import Letterbox

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def tell_all() -> None:
    """As the worker does: each arrival has a job of its own."""
    for pk in list(Arrival.objects.order_by("pk").values_list("pk", flat=True)):
        tell(pk)


def told() -> dict[str, str]:
    """The subject by the first name of who got it, of everything that was sent since."""
    tell_all()
    sent = {message.to_name.split()[0]: message.subject for message in Message.objects.filter(kind="new_lead")}
    assert len(sent) == Message.objects.filter(kind="new_lead").count()
    return sent


def test_who_is_given_a_lead_by_somebody_else_is_told(tomasz: Lead, kofi: Member, sam: Member) -> None:
    Arrival.objects.all().delete()
    tomasz.assign_to(kofi, by=sam)
    assert told() == {"Kofi": "New lead: Tomasz Bielak"}
    message = Message.objects.get(kind="new_lead")
    assert "Search ad" in message.text
    assert f"/desk/leads/{tomasz.pk}/" in message.full_text


def test_the_mail_of_one_lead_names_it_once_and_says_who_assigned_it(tomasz: Lead, kofi: Member, sam: Member) -> None:
    Arrival.objects.all().delete()
    tomasz.assign_to(kofi, by=sam)
    tell_all()
    message = Message.objects.get(kind="new_lead")
    assert message.text.count("Tomasz Bielak") == 1
    assert "Sam Whitlock assigned this lead to you." in message.text


def test_the_mail_of_a_lead_in_the_pool_names_nobody_who_assigned_it(maya: Lead) -> None:
    tell_all()
    assert not Message.objects.filter(kind="new_lead", text__contains="assigned").exists()


def test_in_german_one_lead_is_told_by_its_name(at_fennmoor: Business, tomasz: Lead, kofi: Member, sam: Member) -> None:
    Arrival.objects.all().delete()
    tomasz.assign_to(kofi, by=sam)
    with translation.override("de"):
        assert told() == {"Kofi": "Neuer Lead: Tomasz Bielak"}


def test_who_takes_a_lead_herself_is_not_told(maya: Lead, kofi: Member) -> None:
    Arrival.objects.all().delete()
    maya.assign_to(kofi, by=kofi)
    capture(kofi.team, by=kofi, assignee=kofi, name="Ola", email="ola@example.com")
    assert told() == {}


def test_what_comes_into_the_pool_is_told_to_all_who_may_take_it_but_not_to_who_brought_it(
    maya: Lead, house: Team
) -> None:
    bea = Team.objects.create(name="Buyer")
    assert bea != house
    assert told().keys() == {"Sam", "Kofi", "Ines", "Rosalind"}  # Ann typed it, Pavel is disabled


def test_what_a_program_sends_is_told_to_everybody(house: Team, ann: Member) -> None:
    key, _secret = ApiKey.objects.issue(name="Site", scopes=list(SCOPES), team=house, by=ann)
    capture(house, by=key, name="Ola Berg", email="ola@example.com")
    assert told().keys() == {"Ann", "Sam", "Kofi", "Ines", "Rosalind"}


def test_who_has_switched_it_off_by_the_time_it_is_sent_is_not_told(maya: Lead, kofi: Member, ines: Member) -> None:
    be_told_of_new_leads(kofi, False)
    ines.user.disable()
    assert told().keys() == {"Sam", "Rosalind"}


def test_a_lead_that_somebody_took_meanwhile_is_no_news_to_the_others(maya: Lead, kofi: Member, sam: Member) -> None:
    maya.assign_to(kofi, by=kofi)
    assert told() == {}
    maya.assign_to(sam, by=kofi)
    maya.delete_softly(by=kofi)
    assert told() == {}


def test_who_has_given_it_away_meanwhile_is_not_told(tomasz: Lead, kofi: Member, ines: Member, sam: Member) -> None:
    Arrival.objects.all().delete()
    tomasz.assign_to(kofi, by=sam)
    tomasz.assign_to(ines, by=sam)
    assert told().keys() == {"Ines"}


@pytest.mark.django_db(transaction=True)
def test_of_five_workers_one_tells(fennmoor: Business) -> None:
    with scope(fennmoor):
        ann = Member.objects.select_related("user", "team").get(user__name="Ann Reyes")
        capture(ann.team, by=ann, name="Maya Okonjo", email="maya.okonjo@example.com")
        pk: UUID = Arrival.objects.get().pk
    at_once(fennmoor, [lambda: tell(pk)] * 5)
    with scope(fennmoor):
        assert Message.objects.filter(kind="new_lead", email_key="kofi@fennmoor.example").count() == 1


def test_five_hundred_leads_assigned_at_once_are_one_mail(house: Team, kofi: Member, ann: Member) -> None:
    crowd(500, now=timezone.now())
    Lead.objects.update(assignee=None, assignee_path="", deleted_at=None)
    work = assign_many(Chosen(query={}), kofi, by=ann)
    run_work.run(str(house.business_id), work_id=str(work.pk))
    assert told() == {"Kofi": "500 new leads"}
    message = Message.objects.get(kind="new_lead")
    assert message.text.count("\n") < 40
    assert message.full_text.count("/desk/leads/") == 1


def test_it_is_told_by_the_last_that_came_and_at_the_latest_after_ten_minutes(house: Team, ann: Member) -> None:
    first, _second = (capture(house, by=ann, name=f"N {at}", email=f"n{at}@example.com") for at in range(2))
    arrival = Arrival.objects.get(lead=first)
    tell(arrival.pk)
    assert Arrival.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        tell(arrival.pk)
    assert Arrival.objects.count() == 0
    assert {message.subject for message in Message.objects.filter(kind="new_lead")} == {"2 new leads"}


def test_the_jobs_of_all_but_the_last_look_at_two_arrivals_and_hold_none(house: Team, ann: Member) -> None:
    for at in range(5):
        capture(house, by=ann, name=f"N {at}", email=f"n{at}@example.com")
    with CaptureQueriesContext(connection) as asked:
        tell(Arrival.objects.order_by("pk")[0].pk)
    rows = [query["sql"] for query in asked if "leads_arrival" in query["sql"]]
    assert all("LIMIT 1" in sql and "FOR UPDATE" not in sql for sql in rows)
    assert Arrival.objects.count() == 5


def test_another_team_hears_nothing_of_it(maya: Lead, larkfield: Business) -> None:
    buyer = Team.objects.create(name="Buyer")
    capture(buyer, by=None, name="Lena Sun", email="lena@example.com")
    assert set(told().values()) == {"New lead: Maya Okonjo"}


def test_a_second_worker_tells_nothing_twice(maya: Lead) -> None:
    pk: UUID = Arrival.objects.get().pk
    tell(pk)
    count = Message.objects.count()
    tell(pk)
    assert Message.objects.count() == count


def test_an_import_tells_nobody(at_fennmoor: Business, ann: Member, tmp_path: Path) -> None:
    Importer(at_fennmoor, ann, tmp_path)("Name,E-mail", ["Ola Berg", "ola@example.com"])
    assert told() == {}


def test_one_click_in_the_mail_and_the_switch_in_the_profile_are_one_thing(
    maya: Lead, kofi: Member, letterbox: Letterbox, at_fennmoor: Business
) -> None:
    tell_all()
    message = Message.objects.get(to_email=kofi.user.email)
    path = leave_url(message).removeprefix("http://brokerage.localhost")
    assert Browser(headers={"host": at_fennmoor.host}).post(path, ONE_CLICK).status_code == 200
    assert not kofi.fresh().new_lead_notification
    deliver(message)
    assert letterbox.letters == []
    be_told_of_new_leads(kofi, True)
    assert not message.left_its_list
    message.leave_list("Again.")
    message.join_list_again("Asked for on the unsubscribe page.")
    assert kofi.fresh().new_lead_notification
