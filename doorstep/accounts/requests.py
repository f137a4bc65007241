"""The request behind the desk's door."""

from doorstep.accounts.models import Member, User
from doorstep.tenancy.requests import BusinessRequest


class DeskRequest(BusinessRequest):
    """Set by `SignedIn`; the door lets nobody in without a member."""

    member: Member
    user: User  # type: ignore[assignment]  # ours, not Django's
