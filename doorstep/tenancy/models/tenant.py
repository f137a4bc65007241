"""What everything that belongs to a business is made of."""

from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404

from doorstep.kit.ids import uuid7
from doorstep.tenancy.models.business import Business
from doorstep.tenancy.scoping import current_business_id

Row = TypeVar("Row", bound=models.Model, covariant=True)


class TenantQuerySet(models.QuerySet[Row]):
    def held(self, is_held: bool = True) -> Self:
        """Rows that nobody else changes until the transaction ends; with False they are only read."""
        return self.select_for_update(of=("self",)) if is_held else self

    def get_or_404(self, pk: UUID | str) -> Row:
        found = self.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


class TenantManager(models.Manager[Row]):
    """The first wall: outside `scope()` it raises, inside it filters silently."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(business_id=current_business_id())

    def _insert(self, *rows: object, **how: object) -> object:
        """What Django calls to write a new row, which bears its business: there is nothing to filter."""
        return super().get_queryset()._insert(*rows, **how)  # type: ignore[attr-defined]  # Django's own, not public


class TenantModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business = models.ForeignKey(
        Business, models.CASCADE, default=current_business_id, editable=False, related_name="+", db_index=False
    )

    objects: ClassVar[TenantManager[Self]] = TenantManager.from_queryset(TenantQuerySet)()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def fresh(self) -> Self:
        """The row as it is in the database now."""
        return type(self).objects.get(pk=self.pk)

    def hold(self) -> None:
        """Locks the row until the transaction ends and reads it anew: who comes second sees what the first wrote."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update().filter(pk=self.pk))
