"""A single row, written without composing its statement anew."""

import pytest
from django.db import ProgrammingError, transaction

from doorstep.accounts.models import Member
from doorstep.kit.ids import uuid7
from doorstep.leads.models import Lead
from doorstep.leads.stages import Stage
from doorstep.tenancy.bulk_load import insert_row

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Zoë “Z” O’Neill", "name_key": "zoe z o'neill", "email": "zoe@letters.example", "fields": {"a": "1"}}


def test_it_holds_what_django_would_have_written(ann: Member) -> None:
    saved, inserted = Lead(team=ann.team, **DETAILS), Lead(team=ann.team, **DETAILS)
    inserted.received_at, inserted.updated_at = saved.received_at, saved.updated_at
    saved.save(force_insert=True)
    insert_row(inserted)
    columns = [field.attname for field in Lead._meta.concrete_fields if field.attname != "id"]
    assert [getattr(inserted.fresh(), name) for name in columns] == [getattr(saved.fresh(), name) for name in columns]


def test_what_the_database_derives_is_known_at_once_and_saving_again_changes_the_row(ann: Member) -> None:
    lead = Lead(team=ann.team, **DETAILS)
    insert_row(lead)
    assert lead.stage == Stage.NOT_INVITED
    assert "zoe z o'neill" in lead.searched
    lead.name = "Zoë O’Neill"
    lead.write("name")
    assert Lead.objects.filter(pk=lead.pk).values_list("name", flat=True).get() == "Zoë O’Neill"


def test_it_is_refused_by_the_walls_like_any_other(ann: Member) -> None:
    lead = Lead(team=ann.team, **DETAILS)
    lead.business_id = uuid7()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        insert_row(lead)
