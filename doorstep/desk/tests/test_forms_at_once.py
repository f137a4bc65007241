"""What several people save at the same moment, on real connections."""

from collections.abc import Callable

import pytest

from doorstep.accounts.models import Member
from doorstep.clients.tests.telling import at_once
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.capture import capture
from doorstep.leads.models import Field, LeadType, Status
from doorstep.leads.models.options import FieldKind
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.models import MailTemplate, Reason, Suppression
from doorstep.mail.wording import Wording
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity
from doorstep.timeline.options import OPTION_REMOVED
from tests.guards.forms import sendings

pytestmark = pytest.mark.django_db(transaction=True)
SETTINGS = "/desk/settings/"
MANY = 10


def ann() -> Member:
    return Member.objects.select_related("user", "team").get(user__name="Ann Reyes")


def a_field(label: str = "Shoe size") -> Field:
    return Field.objects.add(label, by=ann(), kind=FieldKind.TEXT)


def lead_value() -> tuple[str, str, str]:
    lead = capture(ann().team, by=ann(), name="Maya Okonjo", email="maya.okonjo@example.com")
    address = f"/desk/leads/{lead.pk}/values/city/"
    return address, address, "value"


def option_name() -> tuple[str, str, str]:
    row = Status.objects.first()
    return f"{SETTINGS}statuses/", f"{SETTINGS}statuses/{row.pk}/name/", "name"


def field_label() -> tuple[str, str, str]:
    address = f"{SETTINGS}fields/{a_field().pk}/"
    return address, address, "label"


def user() -> tuple[str, str, str]:
    address = f"{SETTINGS}users/{Member.objects.get(user__name='Kofi Mensah').pk}/"
    return address, address, "manager"


def managers() -> list[str]:
    return [str(Member.objects.get(user__name=name).pk) for name in ("Ann Reyes", "Ines Duarte")]


FORMS: dict[str, Callable[[], tuple[str, str, str]]] = {
    "a lead's city": lead_value,
    "an option's name": option_name,
    "a field's label": field_label,
    "the business's post": lambda: (f"{SETTINGS}business/", f"{SETTINGS}business/", "postal_address"),
    "words of a mail": lambda: (f"{SETTINGS}mail/password_changed/", f"{SETTINGS}mail/password_changed/", "body"),
    "a member's manager": user,
    "one's own profile": lambda: (f"{SETTINGS}profile/", f"{SETTINGS}profile/", "phone"),
}


@pytest.mark.parametrize("form", FORMS)
def test_of_ten_who_save_one_detail_at_once_one_saves_and_the_others_are_asked(fennmoor: Business, form: str) -> None:
    with scope(fennmoor):
        page, address, detail = FORMS[form]()
        windows = [browser_of(ann()) for _window in range(MANY)]
    shown = windows[0].get(page).content.decode()
    typed = next(dict(one.pairs) for one in sendings(shown, page) if one.address == address)
    assert "seen" in typed
    with scope(fennmoor):
        words = managers() if detail == "manager" else [f"+1 202 555 01{number:02}" for number in range(MANY)]

    def save(number: int) -> tuple[int, str]:
        value = words[number % len(words)]
        return int(windows[number].post(address, {**typed, detail: value}).status_code), value

    answers, _refusals = at_once(fennmoor, [lambda number=number: save(number) for number in range(MANY)])
    assert {status for status, _value in answers} == {302, 409}
    assert len({value for status, value in answers if status == 302}) == 1


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
        answer = desk[number].post(f"{SETTINGS}statuses/{rows[number]}/place/", {"to": up})
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
