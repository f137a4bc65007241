"""An API key is the team's: it outlives the access of the member who made it, and whoever ends that access reads so."""

from html import unescape

import pytest
from django.test import Client as Browser

from doorstep.accounts.models import ApiKey, Member
from doorstep.desk.tests.desk_browser import browser_of
from doorstep.leads.models import Lead

KEYS, USERS = "/desk/settings/keys/", "/desk/settings/users/"


@pytest.fixture
def desk(ann: Member) -> Browser:
    return browser_of(ann)


@pytest.fixture
def website(rosalind: Member) -> str:
    """The secret of a key that another admin has made."""
    ApiKey.objects.issue(name="Old", scopes=["leads:read"], team=rosalind.team, by=rosalind)[0].revoke(by=rosalind)
    return ApiKey.objects.issue(name="Website", scopes=["leads:read"], team=rosalind.team, by=rosalind)[1]


@pytest.fixture
def rosalind(at_fennmoor: object) -> Member:
    return Member.objects.select_related("user", "team").get(user__name__startswith="Rosalind")


def status_for(secret: str) -> int:
    program = Browser(headers={"host": "brokerage.localhost", "authorization": f"Bearer {secret}"})
    return program.get("/api/v1/leads").status_code


def said(desk: Browser, path: str, **typed: str) -> str:
    answer = desk.post(path, typed, follow=True) if typed else desk.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("under", "typed"),
    [("", {"view_downline": "on"}), ("switches/", {"switch": "is_enabled", "on": "false"})],
    ids=["by the form", "by the switch"],
)
def test_who_disables_a_member_is_told_which_keys_still_work(
    desk: Browser, rosalind: Member, website: str, maya: Lead, under: str, typed: dict[str, str]
) -> None:
    there = f"{USERS}{rosalind.pk}/"
    assert "these API keys go on working" in said(desk, there)
    told = said(desk, f"{there}{under}", **typed)
    assert "Rosalind Achterberg-Villanueva has made API keys that still work" in told
    assert "“Website”" in told
    assert "“Old”" not in told
    assert status_for(website) == 200
    assert "Disabled" in said(desk, KEYS)

    key = ApiKey.objects.alive().get(name="Website")
    said(desk, f"{KEYS}{key.pk}/revocation/", confirm="yes")
    assert status_for(website) == 401


def test_nothing_is_said_where_there_is_no_key_or_nobody_is_disabled(
    desk: Browser, kofi: Member, rosalind: Member, website: str
) -> None:
    assert "API keys that still work" not in said(desk, f"{USERS}{kofi.pk}/switches/", switch="is_enabled", on="false")
    assert "API keys that still work" not in said(
        desk, f"{USERS}{rosalind.pk}/switches/", switch="is_admin", on="false"
    )
    assert "go on working" not in said(desk, f"{USERS}{kofi.pk}/")
