"""Activity: one line of somebody's timeline, append-only.

An activity has one subject. Histories are joined when they are read (a client's timeline is its own lines and those
of the leads bound to it), so binding and unbinding move nothing.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class ActivityQuerySet(TenantQuerySet["Activity"]):
    def about(self, subjects: Iterable[UUID]) -> "ActivityQuerySet":
        """The lines of these subjects, newest first."""
        return self.filter(subject_id__in=list(subjects)).order_by("-at", "-id")

    def newest(self, *kinds: str, **facts: str) -> "Activity | None":
        """The last line of these kinds that says so: who it was, and when."""
        return self.filter(kind__in=kinds, **{f"facts__{name}": fact for name, fact in facts.items()}).first()

    def shown_to_client(self) -> "ActivityQuerySet":
        return self.filter(is_shared=True)


class Activity(TenantModel):
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField(help_text="The lead or client this line is about.")
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.UUIDField(null=True, help_text="The member, client or API key; null when the system acted.")
    actor_name = models.CharField(max_length=200, blank=True, help_text="As the actor was called then.")
    facts = models.JSONField(default=dict, help_text="The values in the sentence; text only.")
    body = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False, help_text="The client sees it in the portal.")

    objects = TenantManager.from_queryset(ActivityQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["business", "subject_id", "-at", "-id"], name="timeline_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
