"""The business, which is the tenant."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone

from doorstep.kit.ids import uuid7


class BusinessQuerySet(models.QuerySet["Business"]):
    def at(self, host: str) -> "Business | None":
        """The business of that host name (without port); a single business answers on any host."""
        return next(iter(self.raw("SELECT * FROM business_at(%s)", [host.lower()])), None)


class Business(models.Model):
    """The tenant. Not a tenant table itself: it is how one is found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    host = models.CharField(max_length=253, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~models.Q(host=""), name="one_business_per_host"),
        ]

    def __str__(self) -> str:
        return self.name

    def address(self, path: str = "/") -> str:
        """An absolute link, from the configured host only: what a request claims as its host is never used."""
        base = urlsplit(settings.BASE_URL)
        port = f":{base.port}" if base.port else ""
        netloc = f"{self.host}{port}" if self.host else base.netloc
        return f"{base.scheme}://{netloc}{path}"
