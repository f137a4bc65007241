"""The stage of every test: a real PostgreSQL under row-level security, and the demo's cast."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import migrated
from tests.cluster import test_cluster

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.config.settings")
os.environ["DOORSTEP_MODE"] = "demo"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ["BASE_URL"] = "http://localhost"
os.environ["DOORSTEP_HOME"] = tempfile.mkdtemp(prefix="doorstep-tests-")
(Path(os.environ["DOORSTEP_HOME"]) / "static").mkdir()
os.environ["DATABASE_URL"] = test_cluster()
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in the thread of the tests
for name in ("EMAIL_URL", "STORAGE_URL"):
    os.environ.pop(name, None)

from django.conf import settings as _settings  # noqa: E402 - the environment must stand first
from django.db import connection  # noqa: E402

_ = _settings.INSTALLED_APPS  # loads them, so that pytest-django sets Django up before tests are collected

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from doorstep.accounts.models import Member, Team
    from doorstep.clients.models import ClientType
    from doorstep.leads.models import Lead
    from doorstep.tenancy.models import Business
    from tests.smtp import Letterbox


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each process gets a copy of one migrated database."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database(os.environ["DATABASE_URL"])


@pytest.fixture(autouse=True)
def _fast(settings: "Settings") -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # else every test client looks through all static files first


@pytest.fixture
def letterbox(settings: "Settings") -> Iterator["Letterbox"]:
    """A real SMTP server, and Django told to use it."""
    from tests.smtp import smtp_server

    with smtp_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield box


@pytest.fixture
def fennmoor(db: None) -> "Business":
    """The brokerage, without an open scope: for tests that go through pages."""
    from doorstep.demo.cast import FENNMOOR
    from doorstep.demo.houses import build

    return build(FENNMOOR)


@pytest.fixture
def larkfield(db: None) -> "Business":
    """The neighbour: a lead exchange with a buyer."""
    from doorstep.demo.cast import LARKFIELD
    from doorstep.demo.houses import build

    return build(LARKFIELD)


@pytest.fixture
def at_fennmoor(fennmoor: "Business") -> Iterator["Business"]:
    """The whole test runs in Fennmoor's scope: for tests of verbs."""
    from doorstep.tenancy import scope

    with scope(fennmoor):
        yield fennmoor


def _member(first_name: str) -> "Member":
    from doorstep.accounts.models import Member

    return Member.objects.select_related("user", "team").get(user__name__startswith=f"{first_name} ")


@pytest.fixture
def house(at_fennmoor: "Business") -> "Team":
    from doorstep.accounts.models import Team

    return Team.objects.house()


@pytest.fixture
def ann(at_fennmoor: "Business") -> "Member":
    """Admin, on top."""
    return _member("Ann")


@pytest.fixture
def sam(at_fennmoor: "Business") -> "Member":
    """Below Ann, sees his downline."""
    return _member("Sam")


@pytest.fixture
def kofi(at_fennmoor: "Business") -> "Member":
    """Below Sam, sees his own."""
    return _member("Kofi")


@pytest.fixture
def ines(at_fennmoor: "Business") -> "Member":
    """Below Sam, beside Kofi."""
    return _member("Ines")


@pytest.fixture
def trader(at_fennmoor: "Business") -> "ClientType":
    from doorstep.clients.models import ClientType

    return ClientType.objects.get(name="Trader")


@pytest.fixture
def maya(house: "Team", ann: "Member") -> "Lead":
    """A lead with e-mail and phone, not invited, nobody's."""
    from doorstep.leads.capture import capture

    return capture(
        house, by=ann, name="Maya Okonjo", email="maya.okonjo@example.com", phone="+1 202 555 0143", source="Web form"
    )


@pytest.fixture
def tomasz(house: "Team", ann: "Member", sam: "Member") -> "Lead":
    """A lead of Sam's."""
    from doorstep.leads.capture import capture

    return capture(house, by=ann, assignee=sam, name="Tomasz Bielak", email="tomasz@example.com", source="Search ad")
