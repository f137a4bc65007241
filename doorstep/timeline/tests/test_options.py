"""The order in which a business offers its choices."""

from doorstep.leads.models import Field, Status
from doorstep.leads.models.options import FieldKind
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity
from doorstep.timeline.options import OPTION_RENAMED


def names() -> list[str]:
    return [status.name for status in Status.objects.all()]


def test_an_option_moves_one_place_and_not_beyond_the_ends(at_fennmoor: Business) -> None:
    first, second, *others, last = names()
    Status.objects.get(name=first).move(up=True)
    Status.objects.get(name=last).move(up=False)
    assert names() == [first, second, *others, last]
    Status.objects.get(name=first).move(up=False)
    assert names() == [second, first, *others, last]


def test_each_change_of_a_field_tells_what_really_was(at_fennmoor: Business) -> None:
    made = Field.objects.add("Level", by=None, kind=FieldKind.TEXT)
    as_seen = [Field.objects.get(pk=made.pk) for _page in range(2)]
    for field, label in zip(as_seen, ("Grade", "Rank"), strict=True):
        field.change(by=None, label=label)
    told = Activity.objects.about([made.pk]).filter(kind=OPTION_RENAMED.key)
    assert [line.facts["was"] for line in told] == ["Grade", "Level"]
