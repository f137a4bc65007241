"""Who may ask: keys, their scopes and their pace."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import ApiKey, Member, Session, Team
from doorstep.accounts.sessions import DESK
from doorstep.api import allowance
from doorstep.api.tests.test_leads import LEADS, MAYA, Ask, ask, asking, key
from doorstep.kit.errors import NotAllowed
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business

__all__ = ["ask", "key"]


def issue(team: Team, *scopes: str, per_minute: int = 600) -> tuple[ApiKey, str]:
    return ApiKey.objects.issue(name="Website", scopes=scopes, team=team, by=None, per_minute=per_minute)


@pytest.mark.parametrize("secret", ["", "dsk_wrong", "x" * 5_000])
def test_without_a_key_that_works_one_is_told_how_to_get_in(at_fennmoor: Business, secret: str) -> None:
    answer = asking(secret)("post", body=MAYA)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"
    assert not Lead.objects.exists()


def test_a_revoked_and_an_expired_key_open_nothing(house: Team, ann: Member) -> None:
    key, secret = issue(house, "leads:read")
    assert asking(secret)("get").status_code == 200
    key.revoke(by=ann)
    assert asking(secret)("get").status_code == 401
    _key, short = ApiKey.objects.issue(
        name="Short", scopes=["leads:read"], team=house, by=ann, expires_at=timezone.now() + timedelta(hours=1)
    )
    assert asking(short)("get").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert asking(short)("get").status_code == 401


def test_a_key_of_one_business_opens_nothing_in_another(ask: Ask, key: ApiKey, larkfield: Business) -> None:
    assert asking(key.secret, host="exchange.localhost")("get").status_code == 401  # type: ignore[attr-defined]
    with scope(larkfield):
        assert not Lead.objects.exists()


def test_a_key_does_what_its_scopes_say(house: Team, maya: Lead) -> None:
    _key, reads = issue(house, "leads:read")
    _key, writes = issue(house, "leads:write")
    assert asking(reads)("get").status_code == 200
    assert asking(writes)("get").status_code == 403
    for method, path, body in (
        ("post", LEADS, MAYA),
        ("patch", f"{LEADS}/{maya.pk}", {"city": "X"}),
        ("post", f"{LEADS}/{maya.pk}/notes", {"text": "X"}),
    ):
        refusal = asking(reads)(method, path, body)
        assert refusal.status_code == 403
        assert "leads:write" in refusal.json()["detail"]
    assert Lead.objects.get() == maya


def test_a_key_needs_a_scope_that_there_is(house: Team) -> None:
    for scopes in ((), ("leads:all",), ("leads:read", "x")):
        with pytest.raises(NotAllowed, match="leads:read, leads:write"):
            issue(house, *scopes)


def test_the_secret_is_stored_as_a_digest(key: ApiKey) -> None:
    stored = " ".join(str(value) for value in ApiKey.objects.filter(pk=key.pk).values_list().get())
    assert key.secret not in stored  # type: ignore[attr-defined]


def test_a_members_cookie_opens_nothing(ann: Member) -> None:
    _session, token = Session.objects.open(ann.user, remember=True)
    browser = Browser(HTTP_HOST="brokerage.localhost")
    browser.cookies[DESK.name] = token
    assert browser.get(LEADS).status_code == 401
    assert browser.post(LEADS, json.dumps(MAYA), content_type="application/json").status_code == 401


def test_no_answer_sets_a_cookie(ask: Ask) -> None:
    assert not ask("post", body=MAYA).cookies


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/api/v1/nothing", 404), ("post", "/api/v1/", 404), ("get", f"{LEADS}/5", 404), ("delete", LEADS, 405)],
)
def test_every_refusal_is_a_problem(ask: Ask, method: str, path: str, status: int) -> None:
    answer = ask(method, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_every_answer_says_what_is_left(house: Team) -> None:
    _key, secret = issue(house, "leads:read", per_minute=100)
    ask = asking(secret)
    first, second = ask("get"), ask("post", body=MAYA)
    assert first["RateLimit-Policy"] == '"key";q=100;w=60'
    assert first["RateLimit"].startswith('"key";r=99;t=')
    assert second["RateLimit"].startswith('"key";r=98;t=')


def test_beyond_its_limit_a_key_is_told_when_to_come_back(house: Team) -> None:
    _key, secret = issue(house, "leads:read", "leads:write", per_minute=3)
    ask = asking(secret)
    seen = [ask("get").status_code for _ in range(3)]
    refusal = ask("post", body=MAYA)
    assert [*seen, refusal.status_code] == [200, 200, 200, 429]
    assert 1 <= int(refusal["Retry-After"]) <= 60
    assert not Lead.objects.exists()


def test_the_limit_holds_over_all_processes(house: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process has its own counter; what they hand out together comes from one row."""
    _key, secret = issue(house, "leads:read", per_minute=120)
    ask, processes = asking(secret), [{} for _ in range(5)]  # type: ignore[var-annotated]
    allowed = 0
    for turn in range(200):
        monkeypatch.setattr(allowance, "_bundles", processes[turn % 5])
        allowed += ask("get").status_code == 200
    assert 110 <= allowed <= 120


def test_in_the_next_minute_it_begins_anew(house: Team) -> None:
    key, secret = issue(house, "leads:read", per_minute=1)
    ask = asking(secret)
    assert [ask("get").status_code, ask("get").status_code] == [200, 429]
    allowance.Allowance.objects.update(minute=0)
    allowance._bundles.clear()
    assert ask("get").status_code == 200
    assert key.per_minute == 1


def test_the_api_describes_itself(fennmoor: Business) -> None:
    browser = Browser(HTTP_HOST="brokerage.localhost")
    described = browser.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {LEADS, f"{LEADS}/{{lead_id}}", f"{LEADS}/{{lead_id}}/notes"}
    page = browser.get("/api/v1/docs")
    assert "Create a lead" in page.content.decode()
    assert '<a class="brand" href="/">' in page.content.decode()
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert "<style" not in page.content.decode()
