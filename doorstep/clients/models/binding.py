"""Binding: this lead is that client. A lead is bound to one client at a time, a client to any number of leads."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.models import Member
from doorstep.clients.models.client import Client
from doorstep.leads.models import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class BindingMethod(models.TextChoices):
    BY_LINK = "by_link", _("By the link in the e-mail")
    MATCHED = "matched", _("By the same e-mail address")
    DIRECT = "direct", _("Account created at the desk")
    BOUND = "bound", _("Bound at the desk")


class BindingQuerySet(TenantQuerySet["Binding"]):
    def alive(self) -> "BindingQuerySet":
        return self.filter(undone_at=None)


class Binding(TenantModel):
    lead = SameBusinessKey(Lead, models.PROTECT, related_name="bindings")
    client = SameBusinessKey(Client, models.PROTECT, related_name="bindings")
    how = models.CharField(max_length=10, choices=BindingMethod.choices)
    bound_at = models.DateTimeField(default=timezone.now)
    bound_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")
    undone_because = models.CharField(max_length=300, blank=True)

    objects = TenantManager.from_queryset(BindingQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business", "lead"], condition=Q(undone_at=None), name="one_client_per_lead"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_because=""), name="an_undone_binding_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["business", "client"], name="bindings_of_a_client")]

    def __str__(self) -> str:
        return f"{self.lead_id} is {self.client_id}"
