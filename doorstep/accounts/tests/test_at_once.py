"""Admins who change one team, one person or one setting at the same moment, on real connections."""

from collections.abc import Callable

import pytest

from doorstep.accounts.models import Member, User
from doorstep.accounts.passwords import change
from doorstep.clients.tests.telling import at_once
from doorstep.demo.cast import PASSWORD
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Field, Status
from doorstep.mail.kinds import MAIL_KINDS
from doorstep.mail.models import Reason, Suppression
from doorstep.mail.wording import Wording
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 10


def called(name: str) -> Member:
    return Member.objects.select_related("user", "team").get(user__name=name)


def lines(kind: str) -> int:
    return Activity.objects.filter(kind=kind).count()


@pytest.mark.parametrize(("verb", "kind"), [(Member.disable, "member.disabled"), (Member.enable, "member.enabled")])
def test_a_member_switched_by_many_at_once_is_switched_once(
    fennmoor: Business, verb: Callable[..., None], kind: str
) -> None:
    with scope(fennmoor):
        if verb is Member.enable:
            called("Sam Whitlock").disable(by=called("Ann Reyes"))
    _done, refusals = at_once(fennmoor, [lambda: verb(called("Sam Whitlock"), by=called("Ann Reyes"))] * MANY)
    with scope(fennmoor):
        assert (lines(kind), refusals) == (1, [])
        assert called("Sam Whitlock").is_enabled == (verb is Member.enable)


def test_who_became_the_only_admin_a_moment_ago_is_not_disabled_by_a_page_from_before(fennmoor: Business) -> None:
    with scope(fennmoor):
        ann, sam, sam_before = called("Ann Reyes"), called("Sam Whitlock"), called("Sam Whitlock")
        sam.make_admin(by=ann)
        called("Rosalind Achterberg-Villanueva").unmake_admin(by=sam)
        ann.unmake_admin(by=sam)
        with pytest.raises(NotAllowed, match="the only admin"):
            sam_before.disable(by=ann)


@pytest.mark.parametrize(("add", "model"), [
    (lambda: Status.objects.add("Called back", by=called("Ann Reyes")), Status),
    (lambda: Field.objects.add("Budget", by=called("Ann Reyes"), kind="text"), Field),
])  # fmt: skip
def test_an_option_typed_by_many_at_once_is_added_once_and_the_others_are_told(
    fennmoor: Business, add: Callable[[], object], model: type[Status | Field]
) -> None:
    with scope(fennmoor):
        before = model.objects.count()
    made, refusals = at_once(fennmoor, [add] * MANY)
    assert (len(made), len(refusals)) == (1, MANY - 1)
    assert all("There is already" in sentence for sentence in refusals)
    with scope(fennmoor):
        assert model.objects.count() == before + 1


def test_a_name_that_two_options_are_given_at_once_goes_to_one(fennmoor: Business) -> None:
    with scope(fennmoor):
        some = [status.pk for status in Status.objects.all()[:3]]
    rename = [lambda pk=pk: Status.objects.get(pk=pk).rename("Called twice", by=called("Ann Reyes")) for pk in some]
    made, refusals = at_once(fennmoor, rename)
    assert (len(made), len(refusals)) == (1, 2)


def test_a_password_is_changed_once_by_the_one_it_was(fennmoor: Business, settings: object) -> None:
    def choose(number: int) -> None:
        user = User.objects.get(email_key="sam@fennmoor.example")
        change(user, f"a long new sentence {number}", current=PASSWORD, ip="192.0.2.1")

    made, refusals = at_once(fennmoor, [lambda number=number: choose(number) for number in range(4)])
    assert len(made) == 1
    assert all("not your password of today" in sentence for sentence in refusals)


def test_first_words_of_a_mail_saved_by_many_at_once_are_one_row(fennmoor: Business) -> None:
    kind = MAIL_KINDS["password_changed"]
    words = Wording("Hello", "# Hello\n\nYour password is new.")
    _made, refusals = at_once(fennmoor, [lambda: kind.reword(words, by=called("Ann Reyes"))] * MANY)
    assert refusals == []


def test_an_address_that_leaves_a_list_twice_at_once_leaves_it_once(fennmoor: Business) -> None:
    def leave() -> bool:
        return Suppression.objects.suppress(
            "maya@example.com", Reason.UNSUBSCRIBE, list_key="invitations", evidence="x"
        )

    left, _refusals = at_once(fennmoor, [leave] * MANY)
    assert left.count(True) == 1
