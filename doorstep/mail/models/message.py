"""Message: one e-mail to one person. A row first, sent by a job, with its outcome recorded."""

import re
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet

LEASE = timedelta(minutes=1)  # after that a claim's worker is taken for dead
SECRET = re.compile("\ue000(\\w+)\ue001")


def veil(name: str) -> str:
    """What stands in the stored text for a secret. Private-use characters, which no value may contain."""
    return f"\ue000{name}\ue001"


def reveal_secrets(text: str, secrets: Mapping[str, str]) -> str:
    return SECRET.sub(lambda found: secrets.get(found[1], ""), text)


def hide_secrets(text: str, word: str) -> str:
    return SECRET.sub(lambda _found: word, text)


class MessageQuerySet(TenantQuerySet["Message"]):
    def about(self, subject_id: UUID) -> "MessageQuerySet":
        """Newest first, so that `.first()` is the last e-mail sent to a person."""
        return self.filter(about_id=subject_id).order_by("-created_at")

    def unsettled(self) -> "MessageQuerySet":
        return self.filter(sent_at=None, failed_at=None, withheld_at=None, bounced_at=None)

    def claim(self, pk: UUID) -> "Message | None":
        """Of any number of workers one gets the message; a dead worker's claim is taken over."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lte=now - LEASE)
        won = self.unsettled().filter(free, pk=pk).update(claimed_at=now, tries=F("tries") + 1)
        return self.get(pk=pk) if won else None


class Message(TenantModel):
    """`text` and `html` hold a veil in place of each secret (a personal link, a code); `secrets` says what is behind it.

    Secrets are forgotten once the message is settled, so that neither the desk nor a dump can open a person's link.
    """

    kind = models.CharField(max_length=60)
    to_email = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    email_key = models.CharField(max_length=254, help_text="The address, normalised.")
    from_email = models.CharField(max_length=254)
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    secrets = models.JSONField(default=dict)
    message_id = models.CharField(max_length=254, help_text="The Message-ID header: the same in every try.")
    list_key = models.CharField(max_length=60, blank=True, help_text="The list one can leave; empty for a person's own business.")
    about_id = models.UUIDField(null=True, help_text="The lead or client it is about.")
    asked_by = models.UUIDField(null=True, help_text="The member who sent it; null when the system did.")
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    withheld_at = models.DateTimeField(null=True, help_text="Not sent: the address bounced or left the list.")
    bounced_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = TenantManager.from_queryset(MessageQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "message_id"], name="one_message_per_message_id"),
            models.CheckConstraint(
                condition=~Q(sent_at__isnull=False, withheld_at__isnull=False), name="a_withheld_message_is_not_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["business", "about_id", "-created_at"], name="messages_about_a_subject"),
            models.Index(fields=["business", "-created_at"], name="newest_messages_first"),
            models.Index(fields=["business", "email_key", "-created_at"], name="messages_to_an_address"),
        ]

    def __str__(self) -> str:
        return f"“{self.subject}” to {self.to_email}"
