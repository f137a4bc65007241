"""Invitation: a personal link in a mail. Re-sending makes a fresh one and kills none that still works."""

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import Member
from doorstep.clients.models.client import ClientType
from doorstep.leads.models import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class Purpose(models.TextChoices):
    OPEN_ACCOUNT = "open_account", "Open an account"
    LINK_EXTERNAL = "link_external", "Link an external account"


class InvitationQuerySet(TenantQuerySet["Invitation"]):
    def works(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(TenantModel):
    lead = SameBusinessKey(Lead, models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=14, choices=Purpose.choices, default=Purpose.OPEN_ACCOUNT)
    client_type = SameBusinessKey(ClientType, models.PROTECT, null=True, related_name="+")
    email_key = models.CharField(max_length=254)
    token_digest = models.BinaryField(max_length=32)
    message_id = models.UUIDField(null=True, help_text="The Message it went out with.")
    sent_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = SameBusinessKey(Member, models.PROTECT, null=True, related_name="+")

    objects = TenantManager.from_queryset(InvitationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "token_digest"], name="one_invitation_per_token"),
            models.CheckConstraint(
                condition=models.Q(purpose=Purpose.LINK_EXTERNAL) | models.Q(client_type__isnull=False),
                name="an_account_invitation_says_its_client_type",
            ),
        ]
        indexes = [models.Index(fields=["business", "lead", "-sent_at"], name="invitations_of_a_lead")]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.email_key}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired
