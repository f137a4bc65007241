"""The bare page: the thinnest Django view that does the SELECT or the INSERT once and renders the same rows.

Same server, same driver and pool, same template engine; no sign-in, no tenancy, no timeline, no jobs, no middleware.
"""

import json
import os
import uuid
from pathlib import Path

import django
from django.conf import settings

from doorstep.config.environment import database

settings.configure(
    SECRET_KEY=uuid.uuid4().hex,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.bare",
    MIDDLEWARE=[],
    USE_TZ=True,
    STATIC_ROOT=os.environ["DOORSTEP_HOME"],
    DATABASES={"default": database(os.environ["DATABASE_URL"])},
    TEMPLATES=[{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [Path(__file__).parent / "templates"]}],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from doorstep.kit.ids import uuid7  # noqa: E402
from doorstep.runtime import web  # noqa: E402
from doorstep.runtime.address import Address  # noqa: E402
from doorstep.runtime.family import follow_parent  # noqa: E402

FIFTY = """
SELECT lead.id, lead.name, lead.progress, lead.source, lead.last_contact_at, lead.received_at,
    kind.name AS lead_type, status.name AS status, person.name AS assignee
FROM leads_lead lead
LEFT JOIN leads_leadtype kind ON kind.id = lead.lead_type_id
LEFT JOIN leads_status status ON status.id = lead.status_id
LEFT JOIN accounts_member member ON member.id = lead.assignee_id
LEFT JOIN accounts_user person ON person.id = member.user_id
WHERE lead.business_id = %s AND lead.team_id = %s AND lead.deleted_at IS NULL
ORDER BY lead.received_at DESC, lead.id DESC LIMIT 50
"""
EMPTY = (
    *("job_title", "street", "city", "region", "postal_code", "country", "language", "website", "brought_from"),
    *("referral_source", "property_interest", "search_criteria", "external_id", "assignee_path", "company"),
)
GIVEN = ("name", "first_name", "last_name", "email", "phone", "source")
ALL = (
    *GIVEN,
    "name_key",
    "email_key",
    "phone_key",
    "id",
    "business_id",
    "team_id",
    "received_at",
    "updated_at",
    *EMPTY,
)
INSERT = f"""
INSERT INTO leads_lead (origin, fields, capture, {", ".join(ALL)})
VALUES ('new', '{{}}', '{{}}', {", ".join(f"%({name})s" for name in ALL)})
"""


def fifty_leads(request: HttpRequest, business: uuid.UUID, team: uuid.UUID) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(FIFTY, [business, team])
        return _measured(render(request, "bare.html", {"leads": _named(cursor)}))


def new_lead(request: HttpRequest, business: uuid.UUID, team: uuid.UUID) -> HttpResponse:
    told = json.loads(request.body)
    now = timezone.now()
    keys = {"name_key": told["name"].lower(), "email_key": told["email"].lower(), "phone_key": told["phone"]}
    lead = {**dict.fromkeys(EMPTY, ""), **told, **keys, "id": uuid7(), "received_at": now, "updated_at": now}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {**lead, "business_id": business, "team_id": team})
    return _measured(JsonResponse(lead, status=201))


def _measured(response: HttpResponse) -> HttpResponse:
    """What a middleware would add: the load generator reads no chunks."""
    response["Content-Length"] = len(response.content)
    return response


def _named(cursor: CursorWrapper) -> list[dict[str, object]]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


urlpatterns = [
    path("fifty/<uuid:business>/<uuid:team>/", fifty_leads),
    path("new/<uuid:business>/<uuid:team>/", new_lead),
]
application = get_wsgi_application()


def serve(port: int) -> None:
    follow_parent()
    web.serve(Address("127.0.0.1", port), workers=2, application="bench.bare")
