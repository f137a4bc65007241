"""The demo world is the same for everybody, shows every stage, and keeps every rule of the product."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from doorstep.accounts.models import Member, User
from doorstep.clients.models import Binding, Client
from doorstep.demo import world
from doorstep.demo.cast import FENNMOOR, HOUSES, PASSWORD
from doorstep.demo.people import DAYS, draw
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity

NOW = datetime(2026, 11, 19, 12, 30, tzinfo=UTC)
MANY = 120


@pytest.fixture
def four_worlds(db: None) -> None:
    world.build(leads=MANY)


def test_the_same_moment_draws_the_same_people() -> None:
    assert list(draw(FENNMOOR, MANY, now=NOW)) == list(draw(FENNMOOR, MANY, now=NOW))


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.name)
def test_nobody_comes_from_the_future_or_from_long_ago(house: object) -> None:
    for person in draw(house, MANY, now=NOW):  # type: ignore[arg-type]
        facts = [person.received_at, person.invited_at, person.registered_at, person.applied_at, person.opened_at]
        lived = [at for at in facts if at]
        assert lived == sorted(lived)
        assert lived[-1] <= NOW
        assert person.received_at > NOW - timedelta(days=DAYS + 16)


def test_every_business_has_its_leads_at_every_stage(four_worlds: None) -> None:
    for business in Business.objects.all():
        with scope(business):
            assert {lead.stage for lead in Lead.objects.all()} == set(Stage)
            assert Lead.objects.count() == MANY


def test_addresses_and_numbers_are_nobody_elses(four_worlds: None) -> None:
    for business in Business.objects.all():
        with scope(business):
            assert Lead.objects.values("email_key").distinct().count() == MANY
            assert Lead.objects.values("phone_key").distinct().count() == MANY
            assert all(lead.phone_key[5:].startswith("55501") for lead in Lead.objects.all())


def test_who_registered_is_a_client_who_can_sign_in(four_worlds: None) -> None:
    with scope(Business.objects.get(name="Fennmoor")):
        came = Lead.objects.filter(registered_at__isnull=False)
        assert came.count() == Client.objects.count() == Binding.objects.alive().count() > 0
        assert check_password(PASSWORD, Client.objects.select_related("user").first().user.password)


def test_every_lead_has_a_story_and_none_is_told_ahead_of_time(four_worlds: None) -> None:
    with scope(Business.objects.get(name="Fennmoor")):
        told = set(Activity.objects.values_list("subject_id", flat=True))
        assert set(Lead.objects.values_list("pk", flat=True)) <= told
        assert not Activity.objects.filter(at__gt=timezone.now() + timedelta(minutes=5)).exists()


def test_the_logins_that_are_shown_do_work(four_worlds: None) -> None:
    for name, _host, email, position in world.logins():
        with scope(Business.objects.get(name=name)):
            user = User.objects.called(email).get()
            assert check_password(PASSWORD, user.password)
            assert Member.objects.get(user=user).is_admin == position.endswith("admin")
