"""Invitation: a personal link in a mail. Re-sending makes a fresh one and kills none that still works."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.accounts.models import Member
from doorstep.clients.models.client import ClientType
from doorstep.kit.tokens import digest
from doorstep.leads.models import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet, Work

WHILE_THE_CODE_IS_TYPED = timedelta(minutes=15)


class InvitationPurpose(models.TextChoices):
    """Kept apart: each has its own dates and history."""

    OPEN_ACCOUNT = "open_account", _("Open an account")
    LINK_EXTERNAL = "link_external", _("Link an external account")


class InvitationStatus(models.TextChoices):
    """What became of an invitation; what the clock decides is never stored."""

    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class InvitationQuerySet(TenantQuerySet["Invitation"]):
    def bearing(self, token: str) -> "Invitation | None":
        """The invitation whose link holds this token, with all that its page tells."""
        return (
            self.filter(token_digest=digest(token)).select_related("lead__team", "client_type", "sent_by__user").first()
        )

    def visible_to(self, member: Member) -> "InvitationQuerySet":
        """Who may see the lead may see what was sent to it."""
        return self.filter(lead__in=Lead.objects.visible_to(member))

    def for_account(self) -> "InvitationQuerySet":
        return self.filter(purpose=InvitationPurpose.OPEN_ACCOUNT)

    def works(self) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def with_status(self, status: InvitationStatus) -> "InvitationQuerySet":
        """The condition that `Invitation.status` computes, so that lists and rows agree to the second."""
        open_ended = self.filter(accepted_at=None, revoked_at=None)
        if status == InvitationStatus.ACCEPTED:
            return self.exclude(accepted_at=None)
        if status == InvitationStatus.REVOKED:
            return self.filter(accepted_at=None).exclude(revoked_at=None)
        if status == InvitationStatus.EXPIRED:
            return open_ended.filter(expires_at__lte=timezone.now())
        return open_ended.filter(expires_at__gt=timezone.now(), opened_at__isnull=status == InvitationStatus.SENT)

    def sent_since(self, lead: Lead, since: datetime) -> "InvitationQuerySet":
        return self.filter(lead=lead, sent_at__gt=since).order_by("-sent_at")

    def note_opening(self, pk: UUID) -> None:
        """The first opening counts."""
        self.filter(pk=pk, opened_at=None).update(opened_at=timezone.now())


class Invitation(TenantModel):
    """The token in the link is 256 random bits; only its digest is stored. What it is good for stands in this row."""

    lead = SameBusinessKey(Lead, models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=14, choices=InvitationPurpose.choices, default=InvitationPurpose.OPEN_ACCOUNT)
    client_type = SameBusinessKey(ClientType, models.PROTECT, null=True, related_name="+")
    email_key = models.CharField(max_length=254)
    token_digest = models.BinaryField(max_length=32)
    message_id = models.UUIDField(null=True, help_text="The Message it went out with.")
    work = SameBusinessKey(
        Work,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The bulk send it was part of, as long as it is kept.",
    )
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
            models.UniqueConstraint(
                fields=["business", "work", "lead"],
                condition=models.Q(work__isnull=False),
                name="one_invitation_per_lead_in_a_bulk_send",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose=InvitationPurpose.LINK_EXTERNAL) | models.Q(client_type__isnull=False),
                name="an_account_invitation_says_its_client_type",
            ),
        ]
        indexes = [
            models.Index(fields=["business", "lead", "-sent_at"], name="invitations_of_a_lead"),
            models.Index(fields=["business", "-sent_at", "-id"], name="newest_invitations_first"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.email_key}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.is_expired

    @property
    def is_open_for_sign_up(self) -> bool:
        is_free = not self.lead.is_registered and not self.lead.is_deleted
        return self.works and is_free and self.purpose == InvitationPurpose.OPEN_ACCOUNT

    @property
    def may_still_be_redeemed(self) -> bool:
        """Who began in time may finish: the code is typed after the link was opened."""
        in_time = self.expires_at + WHILE_THE_CODE_IS_TYPED > timezone.now()
        return self.accepted_at is None and self.revoked_at is None and in_time

    @property
    def status(self) -> InvitationStatus:
        if self.accepted_at:
            return InvitationStatus.ACCEPTED
        if self.revoked_at:
            return InvitationStatus.REVOKED
        if self.is_expired:
            return InvitationStatus.EXPIRED
        return InvitationStatus.OPENED if self.opened_at else InvitationStatus.SENT
