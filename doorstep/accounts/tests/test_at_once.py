"""Coming in while the way in is being closed, on real connections."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from django.db import connection

from doorstep.accounts import authentication
from doorstep.accounts.kinds import MEMBER_DISABLED, MEMBER_ENABLED
from doorstep.accounts.models import AccountChoice, Member, Session, User
from doorstep.accounts.passwords import change
from doorstep.accounts.throttle import Visitor
from doorstep.clients.tests.telling import at_once
from doorstep.demo.cast import PASSWORD
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)
ANN = "ann@fennmoor.example"
NEW = "my own long sentence"


def in_a_thread(pool: ThreadPoolExecutor, business: Business, kind: Callable[[], object]) -> "Future[object]":
    def there() -> object:
        with closing(connection), scope(business):
            return kind()

    return pool.submit(there)


def ann() -> User:
    return User.objects.called(ANN).get()


def come_in() -> Session:
    (user,) = authentication.by_password(User.objects.called(ANN), password=PASSWORD, by=Visitor(ANN, "192.0.2.1"))
    return Session.objects.open(user, remember=False)[0]


def test_the_old_password_opens_nothing_once_a_new_one_is_being_saved(fennmoor: Business) -> None:
    with ThreadPoolExecutor(1) as pool:
        with scope(fennmoor):
            ann().set_password(NEW)
            coming = in_a_thread(pool, fennmoor, come_in)
            with pytest.raises(TimeoutError):
                coming.result(timeout=0.5)
        with pytest.raises(NotAllowed):
            coming.result(timeout=10)


def come_in_by_choice() -> Session:
    token = AccountChoice.objects.offer([ann()], face="desk", remember=False)
    choice = AccountChoice.objects.of(token, face="desk")
    user = choice.take(str(ann().pk)) if choice else None
    assert user is not None
    return Session.objects.open(user, remember=False)[0]


@pytest.mark.parametrize("come_in", [come_in, come_in_by_choice])
def test_a_new_password_ends_the_session_that_the_old_one_is_just_opening(
    fennmoor: Business, come_in: Callable[[], Session]
) -> None:
    is_changing = Event()

    def set_another() -> None:
        user = ann()
        is_changing.set()
        user.set_password(NEW)

    with ThreadPoolExecutor(1) as pool:
        with scope(fennmoor):
            session = come_in()
            changing = in_a_thread(pool, fennmoor, set_another)
            assert is_changing.wait(10)
            with pytest.raises(TimeoutError):
                changing.result(timeout=0.5)
        changing.result(timeout=10)
    with scope(fennmoor):
        assert session.fresh().ended_at is not None


def test_of_ten_who_choose_an_account_at_once_one_comes_in(fennmoor: Business) -> None:
    with scope(fennmoor):
        user = ann()
        token = AccountChoice.objects.offer([user], face="desk", remember=False)

        choices = [AccountChoice.objects.of(token, face="desk") for _browser in range(10)]
    taken, _refusals = at_once(fennmoor, [lambda choice=choice: choice.take(str(user.pk)) for choice in choices])
    assert [one for one in taken if one] == [user]


def test_of_ten_first_passwords_at_once_one_is_chosen(fennmoor: Business) -> None:
    """Who came in by a code and has none yet is asked for no old one."""
    with scope(fennmoor):
        User.objects.filter(email=ANN).update(password="")
        tabs = [ann() for _tab in range(10)]
    chosen, refusals = at_once(
        fennmoor,
        [lambda at=at, tab=tab: change(tab, f"{NEW} {at}", current="", ip="192.0.2.1") for at, tab in enumerate(tabs)],
    )
    assert (len(chosen), len(refusals)) == (1, 9)


def test_a_switch_that_ten_turn_at_once_is_turned_once(fennmoor: Business) -> None:
    def sam() -> Member:
        return Member.objects.select_related("user", "team").get(user__name="Sam Whitlock")

    def told() -> list[str]:
        lines = Activity.objects.about([sam().pk]).filter(kind__in=[MEMBER_DISABLED.key, MEMBER_ENABLED.key])
        return list(lines.values_list("kind", flat=True))

    at_once(fennmoor, [lambda: sam().disable(by=None)] * 10)
    with scope(fennmoor):
        assert (sam().is_enabled, told()) == (False, [MEMBER_DISABLED.key])
    at_once(fennmoor, [lambda: sam().enable(by=None)] * 10)
    with scope(fennmoor):
        assert (sam().is_enabled, told()) == (True, [MEMBER_ENABLED.key, MEMBER_DISABLED.key])
