"""The API's leads: the same verbs as the desk, by key, for one team."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.utils import timezone

from doorstep.accounts.models import ApiKey, Member, Team
from doorstep.leads.capture import capture
from doorstep.leads.models import Field, Lead
from doorstep.tenancy import scope
from doorstep.tenancy.models import Business
from doorstep.timeline.kinds import sentence
from doorstep.timeline.models import Activity

LEADS = "/api/v1/leads"
MAYA = {"name": "Maya Okonjo", "email": "maya.okonjo@example.com", "phone": "+1 202 555 0143", "source": "Web form"}
Ask = Callable[..., HttpResponse]


def asking(secret: str, host: str = "brokerage.localhost") -> Ask:
    """A program with this key: `ask("post", path, {...})`."""
    browser = Browser(HTTP_HOST=host, raise_request_exception=False)

    def ask(method: str, path: str = LEADS, body: object = None, **headers: str) -> HttpResponse:
        sent = (
            {}
            if body is None
            else {"data": body if isinstance(body, bytes) else json.dumps(body), "content_type": "application/json"}
        )
        bearer = {"Authorization": f"Bearer {secret}"} if secret else {}
        return getattr(browser, method)(path, headers={**bearer, **headers}, **sent)

    return ask


@pytest.fixture
def key(house: Team, ann: Member) -> ApiKey:
    made, secret = ApiKey.objects.issue(name="Website", scopes=["leads:read", "leads:write"], team=house, by=ann)
    made.secret = secret  # type: ignore[attr-defined]
    return made


@pytest.fixture
def ask(key: ApiKey) -> Ask:
    return asking(key.secret)  # type: ignore[attr-defined]


def told(lead: Lead) -> list[str]:
    return [sentence(line) for line in Activity.objects.about([lead.pk])]


def test_a_posted_lead_is_captured_as_if_typed_in(ask: Ask, house: Team) -> None:
    answer = ask(
        "post",
        body={
            **MAYA,
            "lead_type": "trader",
            "status": "New",
            "tags": ["VIP", "vip", "Webinar"],
            "capture": {"utm": "x"},
        },
    )
    assert answer.status_code == 201
    lead = Lead.objects.get()
    shown = answer.json()
    assert answer["Location"] == f"{LEADS}/{lead.pk}"
    assert (lead.team, lead.email_key, lead.phone_key, lead.capture) == (
        house,
        "maya.okonjo@example.com",
        "+12025550143",
        {"utm": "x"},
    )
    assert (shown["first_name"], shown["stage"], shown["lead_type"]) == ("Maya", "not_invited", "Trader")
    assert shown["tags"] == ["VIP", "Webinar"]
    assert "Website (API) added this lead, source Web form" in told(lead)


def test_a_lead_is_read_as_it_was_answered(ask: Ask) -> None:
    made = ask("post", body={**MAYA, "tags": ["VIP"]})
    assert ask("get", made["Location"]).json() == made.json()


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        ({"name": "Maya"}, "/email", "No e-mail and no phone"),
        ({"email": "maya@"}, "/email", "stops after the @"),
        ({"email": "maya@example.com", "phone": "12"}, "/phone", "whole phone number"),
        ({**MAYA, "nmae": "x"}, "/nmae", "There is no field “nmae”"),
        ({**MAYA, "stage": "registered"}, "/stage", "There is no field"),
        ({**MAYA, "team": "x"}, "/team", "There is no field"),
        ({**MAYA, "name": 5}, "/name", "must be text"),
        ({**MAYA, "name": "x" * 201}, "/name", "longer than 200"),
        ({**MAYA, "birthday": "21.4."}, "/birthday", "a date such as"),
        ({**MAYA, "lead_type": "Solar"}, "/lead_type", "Trader, IB, Managed account"),
        ({**MAYA, "status": "Sold"}, "/status", "There is no “Sold”"),
        ({**MAYA, "fields": {"shoe": "42"}}, "/fields", "no custom field “shoe”"),
        ({**MAYA, "fields": {"shoe": {"deep": 1}}}, "/fields/shoe", "must be text"),
        ({**MAYA, "tags": "VIP"}, "/tags", "must be a list"),
        ({**MAYA, "tags": ["x"] * 51}, "/tags", "more than 50"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place_and_nothing_is_written(
    ask: Ask, body: dict[str, object], field: str, word: str
) -> None:
    answer = ask("post", body=body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["pointer"] == field
    assert word in error["detail"]
    assert not Lead.objects.exists()
    assert not Activity.objects.filter(kind__startswith="lead.").exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 422),
        (b'{"name": NaN}', 400),
        (b'{"name": "\\ud800"}', 400),
        (b"[" * 5_000, 400),
        (b'{"name": "a\\u0000b", "email": "a@example.com"}', 422),
        (b"[]", 422),
        (b'"lead"', 422),
        (b"null", 422),
        (b"\xff\xfe", 400),
    ],
)
def test_hostile_json_is_refused_with_a_problem(ask: Ask, body: bytes, status: int) -> None:
    answer = ask("post", body=body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert not Lead.objects.exists()


def test_a_body_is_at_most_256_kb_and_is_json(ask: Ask, key: ApiKey) -> None:
    assert ask("post", body={**MAYA, "search_criteria": "x" * 300_000}).status_code == 413
    form = Browser(HTTP_HOST="brokerage.localhost").post(LEADS, MAYA, headers={"Authorization": f"Bearer {key.secret}"})  # type: ignore[attr-defined]
    assert form.status_code == 415
    assert not Lead.objects.exists()


def test_hostile_words_stay_text(ask: Ask) -> None:
    words = {
        "name": "<script>alert(1)</script>",
        "company": "'; DROP TABLE leads_lead; --",
        "source": "=1+1",
        "email": "a@example.com",
    }
    assert ask("post", body=words).status_code == 201
    shown = ask("get", LEADS).json()["leads"][0]
    assert {name: shown[name] for name in words} == words


def test_the_list_goes_from_page_to_page_and_misses_none(ask: Ask, house: Team, ann: Member) -> None:
    for n in range(7):
        capture(
            house,
            by=ann,
            name=f"Lead {n}",
            email=f"n{n}@example.com",
            received_at=timezone.now() - timedelta(minutes=n // 2),
        )
    seen, cursor = [], ""
    while cursor is not None:
        page = ask("get", f"{LEADS}?limit=3&cursor={cursor}").json()
        seen += [lead["id"] for lead in page["leads"]]
        cursor = page["next_cursor"]
    assert seen == [str(lead.pk) for lead in Lead.objects.order_by("-received_at", "-id")]


def test_the_list_is_narrowed_however_an_address_is_typed(ask: Ask, maya: Lead, tomasz: Lead) -> None:
    def found(query: str) -> list[str]:
        return [lead["name"] for lead in ask("get", f"{LEADS}?{query}").json()["leads"]]

    assert found("email=MAYA.Okonjo@Example.com") == ["Maya Okonjo"]
    assert found("phone=202-555-0143") == ["Maya Okonjo"]
    assert found("source=Search ad") == ["Tomasz Bielak"]
    assert found("stage=registered") == []
    assert len(found("stage=not_invited")) == 2


@pytest.mark.parametrize(
    "query", ["cursor=nonsense", "cursor=W10", "limit=0", "limit=201", "limit=x", "stage=dead", "sort=name"]
)
def test_a_list_asked_for_wrongly_says_so(ask: Ask, query: str) -> None:
    answer = ask("get", f"{LEADS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"?{query.split('=')[0]}"


def test_the_list_costs_the_same_queries_for_one_lead_and_for_many(
    ask: Ask, house: Team, ann: Member, sam: Member, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for n in range(20):
        capture(house, by=ann, assignee=sam, name=f"Lead {n}", email=f"n{n}@example.com")
    ask("get")
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        assert len(ask("get").json()["leads"]) == 20


def test_a_change_writes_only_what_was_sent_and_tells_it(ask: Ask, maya: Lead) -> None:
    Field.objects.create(key="budget", label="Budget")
    Field.objects.create(key="pets", label="Pets")
    Lead.objects.filter(pk=maya.pk).update(fields={"pets": "two cats"})
    body = {"city": "Lisbon", "status": "Contacted", "fields": {"budget": "300k"}, "tags": ["VIP"]}
    shown = ask("patch", f"{LEADS}/{maya.pk}", body).json()
    assert (shown["city"], shown["status"], shown["name"], shown["tags"]) == (
        "Lisbon",
        "Contacted",
        "Maya Okonjo",
        ["VIP"],
    )
    assert shown["fields"] == {"budget": "300k", "pets": "two cats"}
    assert any("changed city from nothing to Lisbon" in line for line in told(maya))
    cleared = ask("patch", f"{LEADS}/{maya.pk}", {"fields": {"pets": ""}, "tags": [], "status": None}).json()
    assert (cleared["fields"], cleared["tags"], cleared["status"]) == ({"budget": "300k"}, [], None)


def test_a_change_cannot_leave_a_lead_without_address(ask: Ask, tomasz: Lead) -> None:
    answer = ask("patch", f"{LEADS}/{tomasz.pk}", {"city": "Porto", "email": ""})
    assert answer.status_code == 422
    assert tomasz.fresh().city == ""


def test_notes_are_written_and_read_newest_first(ask: Ask, maya: Lead) -> None:
    for text in ("First call went well.", "Asks for a Portuguese speaker."):
        assert ask("post", f"{LEADS}/{maya.pk}/notes", {"text": text}).status_code == 201
    first = ask("get", f"{LEADS}/{maya.pk}/notes?limit=1").json()
    assert [(note["text"], note["by"]) for note in first["notes"]] == [
        ("Asks for a Portuguese speaker.", "Website (API)")
    ]
    rest = ask("get", f"{LEADS}/{maya.pk}/notes?cursor={first['next_cursor']}").json()
    assert [note["text"] for note in rest["notes"]] == ["First call went well."]
    assert ask("post", f"{LEADS}/{maya.pk}/notes", {"text": "  "}).status_code == 422


def test_a_deleted_lead_is_not_there(ask: Ask, maya: Lead, ann: Member) -> None:
    maya.delete_softly(by=ann)
    assert ask("get", f"{LEADS}/{maya.pk}").status_code == 404
    assert ask("get").json()["leads"] == []


def test_leads_of_another_team_and_of_another_business_are_as_unknown_as_none(ask: Ask, larkfield: Business) -> None:
    buyer = Team.objects.create(name="Brightwater Solar")
    of_buyer = capture(buyer, by=None, name="Lena", email="lena@example.com")
    with scope(larkfield):
        foreign = capture(Team.objects.house(), by=None, name="Omar", email="omar@example.com")
    answers = set()
    for pk in (of_buyer.pk, foreign.pk, "01890000-0000-7000-8000-000000000000"):
        for method, path, body in (
            ("get", f"{LEADS}/{pk}", None),
            ("patch", f"{LEADS}/{pk}", {"name": "Mine"}),
            ("get", f"{LEADS}/{pk}/notes", None),
            ("post", f"{LEADS}/{pk}/notes", {"text": "Mine"}),
        ):
            answer = ask(method, path, body)
            answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert of_buyer.fresh().name == "Lena"
    assert ask("get").json()["leads"] == []


@pytest.mark.parametrize("birthday", [0, 662688000, "0", "662688000", "1990-04-21T00:00:00", "21.04.1990", True])
def test_a_birthday_is_a_day_and_not_a_number_of_seconds(ask: Ask, maya: Lead, birthday: object) -> None:
    assert ask("patch", f"{LEADS}/{maya.pk}", {"birthday": birthday}).status_code == 422
    assert maya.fresh().birthday is None


@pytest.mark.parametrize("name", ["cursor", "email", "phone", "source"])
def test_a_nul_character_in_a_parameter_is_refused(ask: Ask, name: str) -> None:
    answer = ask("get", f"{LEADS}?{name}=Web%00form")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"?{name}"
