"""A row that says when it was last changed."""

from django.db import models
from django.utils import timezone

from doorstep.tenancy.models import TenantModel


class Changing(TenantModel):
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def write(self, *names: str) -> None:
        """Narrowly: these columns and the time."""
        self.updated_at = timezone.now()
        self.save(update_fields=[*names, "updated_at"])
