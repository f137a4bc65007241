"""Coming in while the way in is being closed, on real connections."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from django.db import connection

from doorstep.accounts import entrance
from doorstep.accounts.models import AccountChoice, Session, User
from doorstep.accounts.throttle import Visitor
from doorstep.demo.cast import PASSWORD
from doorstep.kit.errors import NotAllowed
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

pytestmark = pytest.mark.django_db(transaction=True)
ANN = "ann@fennmoor.example"
NEW = "my own long sentence"


def in_a_thread(pool: ThreadPoolExecutor, business: Business, act: Callable[[], object]) -> "Future[object]":
    def there() -> object:
        with closing(connection), scope(business):
            return act()

    return pool.submit(there)


def ann() -> User:
    return User.objects.called(ANN).get()


def come_in() -> Session:
    (user,) = entrance.by_password(User.objects.called(ANN), password=PASSWORD, by=Visitor(ANN, "192.0.2.1"))
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


def test_a_new_password_ends_the_session_that_the_old_one_is_just_opening(fennmoor: Business) -> None:
    is_changing = Event()

    def change() -> None:
        user = ann()
        is_changing.set()
        user.set_password(NEW)

    with ThreadPoolExecutor(1) as pool:
        with scope(fennmoor):
            session = come_in()
            changing = in_a_thread(pool, fennmoor, change)
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

    def take() -> User | None:
        choice = AccountChoice.objects.of(token, face="desk")
        return choice.take(str(user.pk)) if choice else None

    with ThreadPoolExecutor(10) as pool:
        taken = [in_a_thread(pool, fennmoor, take) for _ in range(10)]
    assert [one.result() for one in taken if one.result()] == [user]
