"""The six stages of requirements 001-08 to 001-15, by facts and the clock."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.lists.filters import LeadFilters
from doorstep.leads.models import Lead
from doorstep.leads.stages import UNREGISTERED, Stage
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)


def invited(lead: Lead, until: datetime) -> Lead:
    Lead.objects.filter(pk=lead.pk).update(invited_at=NOON, invitation_expires_at=until)
    return lead.fresh()


def registered(lead: Lead) -> Lead:
    Lead.objects.filter(pk=lead.pk).update(registered_at=NOON)
    return lead.fresh()


def test_an_invitation_expires_the_second_its_time_is_over(maya: Lead, ann: Member) -> None:
    lead = invited(maya, NOON + timedelta(days=7))
    with time_machine.travel(NOON + timedelta(days=7, seconds=-1), tick=False):
        assert lead.stage == Stage.INVITATION_SENT
        assert list(Lead.objects.in_stage(Stage.INVITATION_SENT)) == [lead]
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        assert lead.stage == Stage.INVITATION_EXPIRED
        assert list(Lead.objects.in_stage(Stage.INVITATION_SENT)) == []
        assert list(LeadFilters(stage=(Stage.INVITATION_EXPIRED,)).apply(Lead.objects.all(), ann)) == [lead]


def test_a_registered_lead_does_not_go_back_when_its_invitation_expires(maya: Lead) -> None:
    lead = registered(invited(maya, NOON))
    with time_machine.travel(NOON + timedelta(days=30)):
        assert lead.stage == Stage.REGISTERED


def test_the_invite_list_holds_the_first_three_stages_only(maya: Lead, tomasz: Lead) -> None:
    registered(tomasz)
    assert list(Lead.objects.in_stage(*UNREGISTERED)) == [maya]
    invited(maya, timezone.now() - timedelta(days=1))
    assert list(Lead.objects.in_stage(*UNREGISTERED)) == [maya]


def test_registered_then_prospect_then_account_opened(maya: Lead, ann: Member) -> None:
    lead = registered(maya)
    lead.apply_for_account(by=ann)
    assert lead.stage == Stage.PROSPECT
    lead.open_account(by=ann)
    assert lead.stage == Stage.ACCOUNT_OPENED


def test_a_declined_application_goes_back_with_its_reason(maya: Lead, ann: Member) -> None:
    lead = registered(maya)
    lead.apply_for_account(by=ann)
    lead.decline(reason="The passport has expired.", by=ann)
    assert lead.stage == Stage.REGISTERED
    assert sentence(Activity.objects.about([lead.pk])[0]).endswith("closed the application: The passport has expired.")


def test_a_decline_needs_a_reason(maya: Lead, ann: Member) -> None:
    lead = registered(maya)
    lead.apply_for_account(by=ann)
    with pytest.raises(NotAllowed, match="Say why"):
        lead.decline(reason=" ", by=ann)


def test_no_step_can_be_left_out_or_taken_twice(maya: Lead, ann: Member) -> None:
    with pytest.raises(NotAllowed, match="Maya Okonjo is Not invited now"):
        maya.apply_for_account(by=ann)
    lead = registered(maya)
    with pytest.raises(NotAllowed, match="is Registered now"):
        lead.open_account(by=ann)
    same = lead.fresh()
    lead.apply_for_account(by=ann)
    with pytest.raises(NotAllowed, match="is Prospect now"):
        same.apply_for_account(by=ann)


def test_the_database_keeps_the_order_of_the_steps(maya: Lead) -> None:
    with pytest.raises(IntegrityError, match="only_applicants_open_an_account"), transaction.atomic():
        Lead.objects.filter(pk=maya.pk).update(registered_at=NOON, opened_at=NOON)


def test_an_opened_account_cannot_be_declined(maya: Lead, ann: Member) -> None:
    lead = registered(maya)
    lead.apply_for_account(by=ann)
    lead.open_account(by=ann)
    with pytest.raises(NotAllowed, match="Account opened now"):
        lead.decline(reason="Too late", by=ann)
    assert lead.fresh().stage == Stage.ACCOUNT_OPENED
