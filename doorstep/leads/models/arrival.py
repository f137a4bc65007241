"""Arrival: a lead that came to a member, or into the pool, and of which nobody was told yet."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.leads.models.lead import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KEPT = timedelta(days=7)


class ArrivalQuerySet(TenantQuerySet["Arrival"]):
    def forgettable(self) -> "ArrivalQuerySet":
        """Whose job failed for good: it is no news any more."""
        return self.filter(at__lt=timezone.now() - KEPT)


class Arrival(TenantModel):
    """Gone as soon as it was told. `caused_by` is the member, key or client who did it: she knows already."""

    lead = SameBusinessKey(Lead, models.CASCADE, related_name="+")
    member = SameBusinessKey(Member, models.CASCADE, null=True, related_name="+", help_text="Empty for the pool.")
    caused_by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(ArrivalQuerySet)()

    def __str__(self) -> str:
        return f"{self.lead_id} came to {self.member_id or 'the pool'}"
