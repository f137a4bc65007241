"""MailTemplate: the business's own wording of a kind of mail."""

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantModel


class MailTemplate(TenantModel):
    """Without a row the kind's own words are used; resetting deletes the row."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=10_000, help_text="Markdown with placeholders.")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business", "kind"], name="one_wording_per_kind")]

    def __str__(self) -> str:
        return self.subject
