"""Attempt: one failed sign-in, or one mail that somebody asked for. All machines count together, in the database."""

from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KEPT = timedelta(days=1)


class AttemptKind(models.TextChoices):
    SIGN_IN = "sign_in", "Failed to sign in"
    CONFIRM = "confirm", "Typed a wrong password while signed in"
    MAIL = "mail", "Asked for a code or a link by e-mail"
    GO_ON = "go_on", "Was mailed a link for this device"


class AttemptQuerySet(TenantQuerySet["Attempt"]):
    def at_address(self, email_key: str, *, ticket: UUID | None) -> "AttemptQuerySet":
        """Strangers share the address; the holder of a ticket is counted by it, whatever she types."""
        return self.filter(ticket=ticket) if ticket else self.filter(email_key=email_key, ticket=None)

    def within(self, time: timedelta) -> "AttemptQuerySet":
        return self.filter(at__gt=timezone.now() - time)

    def forgettable(self) -> "AttemptQuerySet":
        return self.filter(at__lt=timezone.now() - KEPT)


class Attempt(TenantModel):
    """Written for every address that is typed, whether it has an account or not: refusals tell nothing."""

    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    email_key = models.CharField(max_length=254)
    ip = models.GenericIPAddressField(null=True)
    ticket = models.UUIDField(null=True, help_text="The known device or invitation it was made with; null: a stranger.")
    at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(AttemptQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["business", "kind", "email_key", "at"], name="attempts_on_an_address"),
            models.Index(fields=["business", "kind", "ip", "at"], name="attempts_from_a_place"),
            models.Index(
                fields=["business", "ticket", "kind", "at"],
                condition=models.Q(ticket__isnull=False),
                name="attempts_with_a_ticket",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} as {self.email_key}"
