"""KnownDevice: a browser in which an address signed in before. It opens nothing: it is a ticket to try.

Strangers' wrong passwords and mails are counted without it, so that nobody but its holder can use up its tries.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.kit.tokens import digest, new_token
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KNOWN = timedelta(days=365)
MAILED = timedelta(days=1)


class KnownDeviceQuerySet(TenantQuerySet["KnownDevice"]):
    def forgettable(self) -> "KnownDeviceQuerySet":
        return self.filter(expires_at__lt=timezone.now())

    def bearing(self, tokens: Iterable[str]) -> "KnownDeviceQuerySet":
        """Those with one of these tokens, while they are good."""
        return self.filter(token_digest__in=[digest(token) for token in tokens], expires_at__gt=timezone.now())

    def issue(self, *, email_key: str, lasts: timedelta) -> str:
        """The token of a new one, for a browser's cookie or for a link in a mail to the address."""
        token = new_token()
        self.create(email_key=email_key, token_digest=digest(token), expires_at=timezone.now() + lasts)
        return token


class KnownDevice(TenantModel):
    """By address, not by account: tries are counted before anybody knows which account is meant."""

    email_key = models.CharField(max_length=254)
    token_digest = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = TenantManager.from_queryset(KnownDeviceQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "token_digest"], name="one_known_device_per_token")]
        indexes = [models.Index(fields=["business", "email_key"], name="known_devices_of_an_address")]

    def __str__(self) -> str:
        return f"for {self.email_key} since {self.created_at:%Y-%m-%d}"
