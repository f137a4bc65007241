"""Two workers, one message: one of them sends it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from doorstep.mail.kinds import MailKind
from doorstep.mail.models import Message
from doorstep.mail.tests.posting import deliver, post
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from tests.smtp import Letterbox


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_delivers(fennmoor: Business, welcome: MailKind, letterbox: Letterbox) -> None:
    workers = 6
    start = Barrier(workers)
    letterbox.silence = 0.2
    with scope(fennmoor):
        message = post(welcome)

    def work() -> int:
        start.wait()
        try:
            return deliver(message)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        pauses = [future.result() for future in [pool.submit(work) for _worker in range(workers)]]
    assert len(letterbox.letters) == 1
    assert pauses.count(0) >= 1
    with scope(fennmoor):
        assert Message.objects.get(pk=message.pk).tries == 1
