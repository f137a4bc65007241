"""Deleting hides and can be undone; the registered stay (requirement 001-12)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db


def test_a_deleted_lead_is_in_no_list_and_comes_back_with_its_story(maya: Lead, ann: Member) -> None:
    maya.write_note("Wants to move a small account", by=ann)
    maya.delete_softly(by=ann)
    assert not Lead.objects.visible_to(ann).exists()
    assert maya.fresh().restore(by=ann)
    assert list(Lead.objects.visible_to(ann)) == [maya]
    assert [sentence(line) for line in Activity.objects.about([maya.pk])] == [
        "Ann Reyes restored this lead",
        "Ann Reyes deleted this lead",
        "Ann Reyes wrote a note",
        "Ann Reyes added this lead, source Web form",
    ]


def test_a_registered_lead_cannot_be_deleted(maya: Lead, ann: Member) -> None:
    Lead.objects.filter(pk=maya.pk).update(registered_at=timezone.now())
    with pytest.raises(NotAllowed, match="Maya Okonjo is registered as a client and cannot be deleted"):
        maya.delete_softly(by=ann)
    assert not maya.fresh().is_deleted


def test_who_registers_between_page_and_click_stays_too(maya: Lead, ann: Member) -> None:
    on_the_page = maya.fresh()
    Lead.objects.filter(pk=maya.pk).update(registered_at=timezone.now())
    with pytest.raises(NotAllowed, match="registered"):
        on_the_page.delete_softly(by=ann)


def test_a_lead_is_deleted_once(maya: Lead, ann: Member) -> None:
    maya.delete_softly(by=ann)
    with pytest.raises(NotAllowed, match="already deleted"):
        maya.delete_softly(by=ann)


def test_restoring_what_was_not_deleted_does_nothing(maya: Lead, ann: Member) -> None:
    assert not maya.restore(by=ann)


def test_the_database_keeps_the_rule(maya: Lead) -> None:
    with pytest.raises(IntegrityError, match="a_registered_lead_is_never_deleted"), transaction.atomic():
        Lead.objects.filter(pk=maya.pk).update(registered_at=timezone.now(), deleted_at=timezone.now())
