"""Team: the house, or a buyer. A lead belongs to exactly one."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from doorstep.tenancy.models import TenantManager, TenantModel, TenantQuerySet


class TeamQuerySet(TenantQuerySet["Team"]):
    def house(self) -> "Team":
        return self.get(is_house=True)


class Team(TenantModel):
    name = models.CharField(max_length=120)
    is_house = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TenantManager.from_queryset(TeamQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business"], condition=Q(is_house=True), name="one_house_per_business"),
        ]

    def __str__(self) -> str:
        return self.name
