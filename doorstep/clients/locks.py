"""What takes turns. Always in this order: the register first, then leads; so nobody waits in a circle."""

from doorstep.leads.models import Lead
from doorstep.tenancy.models import BusinessProfile


def hold_the_register() -> None:
    """Registrations of a business take turns, so that numbers have no gap and one address no two accounts."""
    BusinessProfile.objects.select_for_update().get()


def hold(lead: Lead) -> None:
    """Locks the lead and reads it anew: two clicks, or a click and a registration, take turns."""
    lead.refresh_from_db(from_queryset=Lead.objects.select_for_update().filter(pk=lead.pk))
