"""What a bulk action did to one lead: the proof that it was done once, and what undoing needs."""

from django.db import models

from doorstep.leads.models.lead import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantModel, Work


class BulkChange(TenantModel):
    work = SameBusinessKey(Work, models.CASCADE, related_name="lead_changes", db_index=False)
    lead = SameBusinessKey(Lead, models.CASCADE, related_name="bulk_changes")
    was = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "work", "lead"], name="one_change_per_lead_in_a_bulk_action"),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} by {self.work_id}"
