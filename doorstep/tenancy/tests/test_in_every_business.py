"""What the clock does in one business after the other."""

import pytest
from django.db import DatabaseError
from django.utils import translation

from doorstep.tenancy import forgetting, scope
from doorstep.tenancy.models import Business, BusinessProfile

pytestmark = pytest.mark.django_db


def test_the_clock_speaks_the_language_of_each_business(fennmoor: Business, larkfield: Business) -> None:
    with scope(fennmoor):
        BusinessProfile.objects.update(language="de")
    spoken = {}
    forgetting.in_every_business(lambda business: spoken.update({business: translation.get_language()}))
    assert spoken == {fennmoor: "de", larkfield: "en"}


def test_a_business_that_fails_keeps_the_others_from_nothing(fennmoor: Business, larkfield: Business) -> None:
    visited = []

    def deed(business: Business) -> None:
        visited.append(business)
        raise DatabaseError(business.name)

    with pytest.raises(DatabaseError):
        forgetting.in_every_business(deed)
    assert set(visited) == {fennmoor, larkfield}
