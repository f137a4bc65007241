"""Client: a person with a portal account and a client number."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from doorstep.accounts.models import Member, User
from doorstep.kit.normalise import email_key
from doorstep.leads.models import Lead
from doorstep.tenancy import SameBusinessKey
from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet
from doorstep.timeline.options import Option


class ClientType(Option):
    """Trader, IB, Home buyer, Member. An affiliate type (as IB is) may bring others.

    The first of those offered is who signs up without an invitation.
    """

    is_affiliate = models.BooleanField(default=False)

    class Meta(Option.Meta):
        constraints = [models.UniqueConstraint(fields=["business", "name"], name="one_client_type_per_name")]


class ClientQuerySet(TenantQuerySet["Client"]):
    def numbered(self, text: str) -> "ClientQuerySet":
        """`C-10001`, `c10001` or `10001`."""
        digits = text.strip().upper().removeprefix("C").removeprefix("-")
        return (
            self.filter(number=int(digits))
            if digits.isascii() and digits.isdigit() and len(digits) < 10
            else self.none()
        )

    def of_address(self, key: str) -> "ClientQuerySet":
        """Every account of that address, oldest first."""
        return self.filter(user__email_key=key).select_related("user", "client_type").order_by("number")

    def matching(self, text: str) -> "ClientQuerySet":
        """By number, e-mail, or a part of the name; all of them for no text."""
        if not text:
            return self.all()
        numbers = self.numbered(text).values("pk")
        by_name = models.Q(user__name__icontains=text) | models.Q(user__email_key=email_key(text) or "")
        return self.filter(by_name | models.Q(pk__in=numbers))

    def visible_to(self, member: Member) -> "ClientQuerySet":
        """Clients belong to the house: an admin sees all, the others those of the leads that they see.

        A client to whom no lead is bound waits for everybody in the house, as a lead in the pool does.
        """
        if not member.team.is_house:
            return self.none()
        if member.is_admin:
            return self.all()
        bound = Lead.objects.filter(bindings__undone_at=None, bindings__client=models.OuterRef("pk"))
        return self.filter(models.Exists(bound.visible_to(member)) | ~models.Exists(bound))


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
        return str(self.user.name)

    def timeline_subjects(self) -> list[UUID]:
        """Herself and the leads bound to her: histories are joined when they are read, so a binding moves nothing."""
        return [self.pk, *self.bindings.filter(undone_at=None).values_list("lead_id", flat=True)]
