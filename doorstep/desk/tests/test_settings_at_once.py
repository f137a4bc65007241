"""Settings that several people change at the same moment, on real connections."""

from collections.abc import Callable

import pytest

from doorstep.accounts.models import Member
from doorstep.clients.tests.telling import at_once
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Field, LeadType, Status
from doorstep.leads.models.options import FieldKind
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.models import MailTemplate, Reason, Suppression
from doorstep.mail.wording import Wording
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity
from doorstep.timeline.options import OPTION_REMOVED

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 10


def ann() -> Member:
    return Member.objects.select_related("user", "team").get(user__name="Ann Reyes")


def a_field(label: str = "Shoe size") -> Field:
    return Field.objects.add(label, by=ann(), kind=FieldKind.TEXT)


@pytest.mark.parametrize(
    "add", [lambda: LeadType.objects.add("Webinar", by=ann()), lambda: a_field()], ids=["option", "field"]
)
def test_a_name_that_ten_add_at_once_is_added_once_and_the_others_read_why(
    fennmoor: Business, add: Callable[[], object]
) -> None:
    added, refusals = at_once(fennmoor, [add] * MANY)
    assert (len(added), len(refusals)) == (1, MANY - 1)
    assert all("There is already" in sentence for sentence in refusals)


def test_ten_options_that_get_one_name_at_once_do_not_all_get_it(fennmoor: Business) -> None:
    with scope(fennmoor):
        pks = [Status.objects.add(f"Status {number}", by=ann()).pk for number in range(MANY)]
    named, refusals = at_once(
        fennmoor, [lambda pk=pk: Status.objects.get(pk=pk).rename("Asleep", by=ann()) for pk in pks]
    )
    assert (len(named), len(refusals)) == (1, MANY - 1)


def test_options_are_moved_at_once_without_waiting_for_each_other_in_a_circle(fennmoor: Business) -> None:
    with scope(fennmoor):
        rows = [Status.objects.add(f"Status {number}", by=ann()).pk for number in range(MANY)]
        desk = [browser_of(ann()) for _row in rows]

    def move(number: int) -> int:
        up = "up" if number % 2 else "down"
        answer = desk[number].post(f"/desk/settings/statuses/{rows[number]}/place/", {"to": up})
        return int(answer.status_code)

    for _again in range(3):
        moved, _refusals = at_once(fennmoor, [lambda number=number: move(number) for number in range(MANY)])
        assert moved == [302] * MANY


def test_a_field_that_ten_remove_at_once_is_removed_once(fennmoor: Business) -> None:
    with scope(fennmoor):
        pk = a_field().pk
        seen = [Field.objects.get(pk=pk) for _page in range(MANY)]
    at_once(fennmoor, [lambda field=field: field.remove(by=ann()) for field in seen])
    with scope(fennmoor):
        assert Activity.objects.about([pk]).filter(kind=OPTION_REMOVED.key).count() == 1


def test_words_of_a_mail_that_ten_write_first_at_once_are_one_wording(fennmoor: Business) -> None:
    kind = MAIL_KINDS["no_account"]
    words = [Wording(f"Subject {number}", kind.our_wording().body) for number in range(MANY)]
    written, refusals = at_once(fennmoor, [lambda said=said: kind.reword(said, by=ann()) for said in words])
    assert (len(written), refusals) == (MANY, [])
    with scope(fennmoor):
        assert MailTemplate.objects.get(kind="no_account").subject in {said.subject for said in words}


def test_a_list_that_ten_clicks_leave_at_once_is_left_once(fennmoor: Business) -> None:
    def leave() -> bool:
        return Suppression.objects.suppress("maya@example.com", Reason.UNSUBSCRIBE, list_key="any", evidence="A click")

    left, refusals = at_once(fennmoor, [leave] * MANY)
    assert (left.count(True), refusals) == (1, [])
