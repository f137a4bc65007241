"""Suppression: an address we do not write to, and why. Rows are never changed but to be lifted."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class Reason(models.TextChoices):
    BOUNCE = "bounce", gettext_lazy("An e-mail came back")
    COMPLAINT = "complaint", gettext_lazy("Reported as unwanted")
    UNSUBSCRIBE = "unsubscribe", gettext_lazy("Unsubscribed")


class SuppressionQuerySet(TenantQuerySet["Suppression"]):
    def standing(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at=None)

    def to(self, part_of_address: str) -> "SuppressionQuerySet":
        return self.filter(email_key__contains=part_of_address.lower()) if part_of_address else self.all()

    def against(self, email_key: str, list_key: str) -> "SuppressionQuerySet":
        """What forbids this mail. A person's own business (no list) is stopped only by an address that bounced."""
        forbids = Q(reason=Reason.BOUNCE)
        if list_key:
            forbids |= Q(reason=Reason.COMPLAINT) | Q(reason=Reason.UNSUBSCRIBE, list_key=list_key)
        return self.standing().filter(forbids, email_key=email_key)

    def suppress(self, email_key: str, reason: Reason, *, list_key: str = "", evidence: str) -> bool:
        """False when it stands already."""
        address = {"email_key": email_key, "list_key": list_key, "reason": reason, "lifted_at": None}
        _row, is_new = self.get_or_create(**address, defaults={"evidence": evidence})  # of two at once, one writes it
        return is_new

    def lift(self, email_key: str, reason: Reason, *, list_key: str = "", because: str) -> bool:
        """False when nothing stood."""
        standing = self.standing().filter(email_key=email_key, list_key=list_key, reason=reason)
        return bool(standing.update(lifted_at=timezone.now(), lifted_because=because))


class Suppression(TenantModel):
    email_key = models.CharField(max_length=254)
    list_key = models.CharField(max_length=60, blank=True, help_text="The list that was left; empty for all mail.")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    at = models.DateTimeField(default=timezone.now)
    evidence = models.TextField(blank=True, help_text="The server's answer, or the click's time and place.")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=200, blank=True)

    objects = TenantManager.from_queryset(SuppressionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "email_key", "list_key", "reason"],
                condition=Q(lifted_at=None),
                name="one_standing_suppression_per_address_list_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(reason=Reason.UNSUBSCRIBE) & ~Q(list_key="")
                | ~Q(reason=Reason.UNSUBSCRIBE) & Q(list_key=""),
                name="only_an_unsubscribe_names_a_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email_key}: {self.reason}"

    @property
    def is_ours_to_lift(self) -> bool:
        """Who asked for no more mail, or called it unwanted, comes back by their own hand only."""
        return self.reason == Reason.BOUNCE
