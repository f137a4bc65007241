"""A change sent twice under one Idempotency-Key happens once."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from doorstep.accounts.models import ApiKey, Team
from doorstep.api.models import Answer
from doorstep.api.tests.test_leads import LEADS, MAYA, Ask, ask, asking, key
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

__all__ = ["ask", "key"]
ONCE = {"Idempotency-Key": "form 4711"}


def test_the_second_answer_is_the_first_one_again(ask: Ask) -> None:
    first, second = ask("post", body=MAYA, **ONCE), ask("post", body=MAYA, **ONCE)
    assert (second.status_code, second.content, second["Location"]) == (201, first.content, first["Location"])
    assert second["Idempotent-Replayed"] == "true"
    assert Lead.objects.count() == 1


def test_without_a_key_each_request_is_a_lead(ask: Ask) -> None:
    ask("post", body=MAYA)
    ask("post", body=MAYA)
    assert Lead.objects.count() == 2


def test_another_body_or_address_under_the_same_key_is_refused(ask: Ask, maya: Lead) -> None:
    ask("post", body=MAYA, **ONCE)
    for method, path, body in (("post", LEADS, {**MAYA, "name": "Other"}), ("patch", f"{LEADS}/{maya.pk}", MAYA)):
        refusal = ask(method, path, body, **ONCE)
        assert refusal.status_code == 422
        assert "used for another request" in refusal.json()["detail"]


def test_a_refused_request_leaves_its_key_free_for_the_mended_one(ask: Ask) -> None:
    assert ask("post", body={"name": "Maya"}, **ONCE).status_code == 422
    assert ask("post", body=MAYA, **ONCE).status_code == 201


def test_after_a_day_the_key_is_new(ask: Ask) -> None:
    ask("post", body=MAYA, **ONCE)
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert "Idempotent-Replayed" in ask("post", body=MAYA, **ONCE)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "Idempotent-Replayed" not in ask("post", body=MAYA, **ONCE)
    assert Lead.objects.count() == 2
    assert Answer.objects.count() == 1


def test_each_key_has_its_own_names(ask: Ask, house: Team) -> None:
    _key, secret = ApiKey.objects.issue(name="Other", scopes=["leads:write"], team=house, by=None)
    ask("post", body=MAYA, **ONCE)
    assert "Idempotent-Replayed" not in asking(secret)("post", body=MAYA, **ONCE)


@pytest.mark.parametrize("name", ["x" * 256, "naïve"])
def test_an_odd_key_is_refused(ask: Ask, name: str) -> None:
    assert ask("post", body=MAYA, **{"Idempotency-Key": name}).status_code == 400


def test_notes_and_changes_happen_once_too(ask: Ask, maya: Lead) -> None:
    for _ in range(2):
        ask("post", f"{LEADS}/{maya.pk}/notes", {"text": "Called."}, **ONCE)
    assert len(ask("get", f"{LEADS}/{maya.pk}/notes").json()["notes"]) == 1


@pytest.fixture
def shared(transactional_db: None) -> tuple[Business, str]:
    """A business that other connections see, and a key of its house."""
    business = build(FENNMOOR)
    with scope(business):
        _key, secret = ApiKey.objects.issue(name="Website", scopes=["leads:write"], team=Team.objects.house(), by=None)
    return business, secret


def test_of_many_at_once_one_is_carried_out(shared: tuple[Business, str]) -> None:
    business, secret = shared
    ready, seen = threading.Barrier(8), Counter[int]()

    def send() -> None:
        ask = asking(secret)
        ready.wait()
        seen[ask("post", body=MAYA, **ONCE).status_code] += 1
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) <= {201, 409}
    assert seen[201] >= 1
    with scope(business):
        assert Lead.objects.count() == 1


def test_while_the_first_is_running_the_second_is_told_to_wait(shared: tuple[Business, str]) -> None:
    business, secret = shared
    is_written, may_end, answers = threading.Event(), threading.Event(), []

    def slow() -> None:
        with scope(business):
            answers.append(asking(secret)("post", body=MAYA, **ONCE))
            is_written.set()
            may_end.wait(10)
        connection.close()

    first = threading.Thread(target=slow)
    first.start()
    is_written.wait(10)
    second = asking(secret)("post", body=MAYA, **ONCE)
    may_end.set()
    first.join()
    assert (answers[0].status_code, second.status_code, second["Retry-After"]) == (201, 409, "1")
    assert asking(secret)("post", body=MAYA, **ONCE)["Idempotent-Replayed"] == "true"
