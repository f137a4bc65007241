"""Who these stories need besides the cast."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from doorstep.clients.models import Client, ClientType
    from doorstep.tenancy.models import Business


@pytest.fixture
def ib(at_fennmoor: "Business") -> "ClientType":
    from doorstep.clients.models import ClientType

    return ClientType.objects.get(name="IB")


@pytest.fixture
def noor(at_fennmoor: "Business") -> "Client":
    """A client who came without an invitation and whom no lead was about."""
    from doorstep.clients.registration import register

    return register(name="Noor Haddad", email="noor@example.com", password_hash="")
