"""The request behind the portal's door."""

from doorstep.accounts.models import User
from doorstep.clients.models import Client
from doorstep.tenancy.requests import BusinessRequest


class PortalRequest(BusinessRequest):
    """Set by `ClientOfUser`; the door lets nobody in without a client."""

    client: Client
    user: User  # type: ignore[assignment]  # ours, not Django's
