"""What a business settles for itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self, cast
from zoneinfo import ZoneInfo

from django.db import models

from doorstep.tenancy.models.tenant import TenantModel
from doorstep.tenancy.scoping import current_business_id


class Pack(models.TextChoices):
    BROKERAGE = "brokerage", "Brokerage"
    EXCHANGE = "exchange", "Lead exchange"
    HOMES = "homes", "Real estate"
    ACADEMY = "academy", "Membership"


class BusinessProfile(TenantModel):
    """A business's settings. One row a business."""

    pack = models.CharField(max_length=20, choices=Pack.choices, default=Pack.BROKERAGE)
    allow_duplicate_contact = models.BooleanField(default=False)
    accent = models.CharField(max_length=7, default="#15574b", help_text="The accent colour as #rrggbb.")
    logo = models.FileField(upload_to="logos/", blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="An IANA name.")
    country = models.CharField(max_length=2, default="US", help_text="ISO 3166: how phone numbers without +… are read.")
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217.")
    language = models.CharField(max_length=12, default="en")
    postal_address = models.CharField(max_length=300, blank=True, help_text="Stands at the foot of every mail.")
    sender_name = models.CharField(max_length=120, blank=True)
    sender_email = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    invitation_days = models.PositiveSmallIntegerField(default=7)
    last_client_number = models.PositiveIntegerField(default=10_000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business"], name="one_profile_per_business")]

    def __str__(self) -> str:
        return f"Profile of {self.business_id}"

    @classmethod
    def held(cls) -> Self:
        """Locked until the transaction ends: whoever changes something of the whole business takes turns by it."""
        return cls.objects.select_for_update(of=("self",)).select_related("business").get()

    @classmethod
    def current(cls) -> Self:
        """As it was when the request began; without a request, as it is."""
        known = _of_this_request.get()
        if known is not None and known.business_id == current_business_id():
            return cast(Self, known)
        return cls.objects.get()

    @contextmanager
    def known(self) -> Iterator[None]:
        """While a request is answered, so that it asks for the profile once."""
        token = _of_this_request.set(self)
        try:
            yield
        finally:
            _of_this_request.reset(token)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


_of_this_request: ContextVar[BusinessProfile | None] = ContextVar("profile", default=None)
