"""Client: a person with a portal account and a client number."""

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import User
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class ClientType(TenantModel):
    """Trader, IB, Home buyer, Member. An affiliate type (as IB is) may bring others."""

    name = models.CharField(max_length=80)
    is_affiliate = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_client_type_per_name")]

    def __str__(self) -> str:
        return self.name


class ClientQuerySet(TenantQuerySet["Client"]):
    def numbered(self, text: str) -> "ClientQuerySet":
        """`C-10001`, `c10001` or `10001`."""
        digits = text.strip().upper().removeprefix("C").removeprefix("-")
        return self.filter(number=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 10 else self.none()


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
