"""A tag is one, however it is typed and however many people type it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.leads.models import Tag
from doorstep.tenancy import scope

MANY = 6


def test_case_and_spaces_make_no_other_tag(at_fennmoor: object) -> None:
    assert Tag.objects.named("Call back").pk == Tag.objects.named("  call   BACK ").pk


@pytest.mark.django_db(transaction=True)
def test_the_same_new_tag_typed_by_many_at_once_is_made_once() -> None:
    business = build(FENNMOOR)
    together = Barrier(MANY)

    def type_it(_number: int) -> UUID:
        try:
            with scope(business):
                together.wait(10)
                return Tag.objects.named("Autumn fair").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as people:
        assert len(set(people.map(type_it, range(MANY)))) == 1
