"""Submission: a form that made something, so that the same one sent twice makes it once."""

from datetime import timedelta
from hashlib import sha256

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

KEPT = timedelta(days=1)


class SubmissionQuerySet(TenantQuerySet["Submission"]):
    def claim(self, sent: str) -> "tuple[Submission, bool]":
        """The row, and whether it is the first. Of two at once the second waits until the first is through."""
        return self.get_or_create(digest=sha256(sent.encode()).digest())

    def forgettable(self) -> "SubmissionQuerySet":
        return self.filter(at__lte=timezone.now() - KEPT)


class Submission(TenantModel):
    """Written in the transaction of what it made: there is never one without the other."""

    digest = models.BinaryField(max_length=32, help_text="Of the form's token and of all that was typed.")
    leads_to = models.CharField(max_length=300, blank=True, help_text="Where the first one led.")
    at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(SubmissionQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "digest"], name="one_submission_per_form")]
        indexes = [models.Index(fields=["business", "at"], name="submissions_by_age")]

    def __str__(self) -> str:
        return f"to {self.leads_to}"
