"""What the API says of itself is true: odd requests by the hundred after its own OpenAPI document, with every check."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import schemathesis
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from pydantic import ValidationError
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import ignored_auth

from doorstep.accounts.models import ApiKey, Team
from doorstep.accounts.scopes import SCOPES
from doorstep.api.description import describe
from doorstep.api.front import api
from doorstep.api.leads.shapes import NewLead
from doorstep.api.once import HEADER
from doorstep.api.versions import IF_MATCH
from doorstep.demo.cast import FENNMOOR
from doorstep.demo.houses import build
from doorstep.leads.capture import capture
from doorstep.tenancy import scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]
EXAMPLES = 10
SENSIBLE = {
    "name": "Maya Okonjo",
    "email": "walk@example.com",
    "phone": "",
    "lead_type": None,
    "status": None,
    "fields": {},
}
CONFIG = SchemathesisConfig.from_dict(
    {"generation": {"deterministic": True, "max-examples": EXAMPLES, "allow-x00": False}}
)
TRIED: Counter[str] = Counter()
schema = schemathesis.pytest.from_fixture("described")
bounded = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def described() -> schemathesis.BaseSchema:
    """As the address /api/v1/openapi.json gives it."""
    found = schemathesis.openapi.from_dict(json.loads(json.dumps(describe(api), cls=DjangoJSONEncoder)), config=CONFIG)
    found.app = get_wsgi_application()
    return found


@dataclass
class Stage:
    """Whose key it is and which lead there is."""

    headers: dict[str, str]
    lead: str


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Stage]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client does: all is one transaction
    with django_db_blocker.unblock(), transaction.atomic():
        yield _set()
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _set() -> Stage:
    business = build(FENNMOOR)
    with scope(business):
        house = Team.objects.house()
        _key, secret = ApiKey.objects.issue(name="All", scopes=list(SCOPES), team=house, by=None, per_minute=10**6)
        lead = capture(house, by=None, name="Maya Okonjo", email="maya.okonjo@example.com")
    return Stage({"Authorization": f"Bearer {secret}", "Host": business.host}, str(lead.pk))


@schema.parametrize()
@bounded
def test_every_operation_keeps_what_the_document_says(case: schemathesis.Case, stage: Stage) -> None:
    if _is_id(case.path_parameters.get("lead_id")):
        case.path_parameters["lead_id"] = stage.lead
    make_sensible(case)
    TRIED[case.operation.label] += 1
    enough = [ignored_auth] if TRIED[case.operation.label] > 3 * EXAMPLES else []  # each asks twice more, without a key
    case.call_and_validate(headers=stage.headers, excluded_checks=enough)


def test_what_was_made_can_be_read_changed_and_written_about(stage: Stage, described: schemathesis.BaseSchema) -> None:
    class Story(described.as_state_machine()):  # type: ignore[misc]
        def before_call(self, case: schemathesis.Case) -> None:
            make_sensible(case)

        def get_call_kwargs(self, _case: schemathesis.Case) -> dict[str, object]:
            return {"headers": stage.headers}

        def validate_response(self, response: Response, case: schemathesis.Case, **sent: object) -> None:
            case.validate_response(response, headers=stage.headers, transport_kwargs=sent, recorder=self.recorder)

    Story.run(settings=settings(bounded, max_examples=5, stateful_step_count=6))


def make_sensible(case: schemathesis.Case) -> None:
    """What no document can say: which cursors, versions and names there are. What is wrong on purpose stays wrong."""
    if len(str(case.query.get("cursor", ""))) <= 500:
        case.query.pop("cursor", None)
    if str(case.headers.get(HEADER, "")).isalnum():
        case.headers[HEADER] = uuid4().hex
    if IF_MATCH in case.headers:
        case.headers[IF_MATCH] = "*"
    if isinstance(case.body, dict) and _is_lead(case.body):
        case.body |= SENSIBLE


def _is_id(value: object) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def _is_lead(body: dict[str, object]) -> bool:
    try:
        return bool(NewLead.model_validate(body))
    except ValidationError:
        return False
