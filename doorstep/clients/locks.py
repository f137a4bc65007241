"""What takes turns. Always in this order: the register first, then leads; so nobody waits in a circle."""

from doorstep.leads.models import Lead
from doorstep.tenancy.models import BusinessProfile


def hold_the_register() -> None:
    """Registrations of a business take turns, so that numbers have no gap and one address no two accounts."""
    BusinessProfile.held()


def hold(lead: Lead) -> None:
    """Locks the lead and reads it anew: two clicks, or a click and a registration, take turns."""
    lead.hold()
