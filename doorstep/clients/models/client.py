"""Client: a person with a portal account and a client number."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import Member, User
from doorstep.leads.models import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class ClientTypeQuerySet(TenantQuerySet["ClientType"]):
    def offered(self) -> "ClientTypeQuerySet":
        """In the business's order; the first is who signs up without an invitation."""
        return self.filter(is_retired=False).order_by("position", "name")


class ClientType(TenantModel):
    """Trader, IB, Home buyer, Member. An affiliate type (as IB is) may bring others."""

    name = models.CharField(max_length=80)
    is_affiliate = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    objects = TenantManager.from_queryset(ClientTypeQuerySet)()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_client_type_per_name")]

    def __str__(self) -> str:
        return self.name


class ClientQuerySet(TenantQuerySet["Client"]):
    def numbered(self, text: str) -> "ClientQuerySet":
        """`C-10001`, `c10001` or `10001`."""
        digits = text.strip().upper().removeprefix("C").removeprefix("-")
        return (
            self.filter(number=int(digits))
            if digits.isascii() and digits.isdigit() and len(digits) < 10
            else self.none()
        )

    def of_address(self, email_key: str) -> "ClientQuerySet":
        """Every account of that address, oldest first."""
        return self.filter(user__email_key=email_key).select_related("user", "client_type").order_by("number")

    def visible_to(self, member: Member) -> "ClientQuerySet":
        """Clients belong to the house: an admin sees all, the others those of the leads that they see."""
        if not member.team.is_house:
            return self.none()
        if member.is_admin:
            return self.all()
        theirs = Lead.objects.visible_to(member).filter(
            bindings__undone_at=None, bindings__client=models.OuterRef("pk")
        )
        return self.filter(models.Exists(theirs))


class Client(TenantModel):
    user = SameBusinessKey(User, models.PROTECT, related_name="clients")
    number = models.PositiveIntegerField()
    client_type = SameBusinessKey(ClientType, models.PROTECT, related_name="clients")
    registered_at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(ClientQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "number"], name="one_client_per_number"),
            models.UniqueConstraint(fields=["business", "user"], name="one_client_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.client_number}"

    @property
    def client_number(self) -> str:
        return f"C-{self.number}"

    @property
    def actor_name(self) -> str:
        return self.user.name

    def timeline_subjects(self) -> list[UUID]:
        """Herself and the leads bound to her: histories are joined when they are read, so a binding moves nothing."""
        return [self.pk, *self.bindings.filter(undone_at=None).values_list("lead_id", flat=True)]
