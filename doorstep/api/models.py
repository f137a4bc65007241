"""What the API remembers: answers under an Idempotency-Key, and how much of its allowance a key has used."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import ApiKey
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KEPT = timedelta(hours=24)


class AnswerQuerySet(TenantQuerySet["Answer"]):
    def forgettable(self) -> "AnswerQuerySet":
        return self.filter(at__lte=timezone.now() - KEPT)


class Answer(TenantModel):
    """Written in the transaction of the change it answers: there is never one without the other."""

    key = SameBusinessKey(ApiKey, models.CASCADE, related_name="+", db_index=False)
    idempotency_key = models.CharField(max_length=255, db_collation="C")
    request_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    content = models.TextField()
    location = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(AnswerQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "key", "idempotency_key"], name="one_answer_per_idempotency_key"
            )
        ]
        indexes = [models.Index(fields=["business", "at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.status} for {self.idempotency_key}"


class AllowanceQuerySet(TenantQuerySet["Allowance"]):
    def forgettable(self) -> "AllowanceQuerySet":
        """Of another day. The next request writes the key's row anew."""
        return self.filter(minute__lt=(timezone.now() - KEPT).timestamp() // 60)


class Allowance(TenantModel):
    """How many requests of this minute were handed out to the processes that serve the key. See `allowance.py`."""

    key = SameBusinessKey(ApiKey, models.CASCADE, related_name="+", db_index=False)
    minute = models.BigIntegerField(help_text="Minutes since 1970, by the database's clock.")
    taken = models.PositiveIntegerField()

    objects = TenantManager.from_queryset(AllowanceQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "key"], name="one_allowance_per_key")]

    def __str__(self) -> str:
        return f"{self.taken} in {self.minute}"
