"""The order in which a business offers its choices."""

from doorstep.leads.models import Status
from doorstep.tenancy.models import Business


def names() -> list[str]:
    return [status.name for status in Status.objects.all()]


def test_an_option_moves_one_place_and_not_beyond_the_ends(at_fennmoor: Business) -> None:
    first, second, *others, last = names()
    Status.objects.get(name=first).move(up=True)
    Status.objects.get(name=last).move(up=False)
    assert names() == [first, second, *others, last]
    Status.objects.get(name=first).move(up=False)
    assert names() == [second, first, *others, last]
