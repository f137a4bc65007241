"""Attempt: one failed sign-in, or one mail that somebody asked for. All machines count together, in the database."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KEPT = timedelta(days=1)


class Act(models.TextChoices):
    SIGN_IN = "sign_in", "Failed to sign in"
    MAIL = "mail", "Asked for a code or a link by e-mail"


class AttemptQuerySet(TenantQuerySet["Attempt"]):
    def within(self, time: timedelta) -> "AttemptQuerySet":
        return self.filter(at__gt=timezone.now() - time)

    def forgettable(self) -> "AttemptQuerySet":
        return self.filter(at__lt=timezone.now() - KEPT)


class Attempt(TenantModel):
    """Written for every address that is typed, whether it has an account or not: refusals tell nothing."""

    act = models.CharField(max_length=10, choices=Act.choices)
    email_key = models.CharField(max_length=254)
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(AttemptQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["business", "act", "email_key", "at"], name="attempts_on_an_address"),
            models.Index(fields=["business", "act", "ip", "at"], name="attempts_from_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.act} as {self.email_key}"
