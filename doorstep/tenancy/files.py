"""Of stored files none stays that no row names."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from doorstep.tenancy.models import Business, TenantModel
from doorstep.tenancy.scoping import scope

BEING_WRITTEN = timedelta(days=1)  # younger ones may belong to a transaction that has not ended


def drop_unnamed_files() -> None:
    """What a killed process had written before its row was committed, or took the row of and not the file."""
    named = set(_names_in_use())
    oldest = timezone.now() - BEING_WRITTEN
    for name in list(_stored("")):
        if name not in named and default_storage.get_modified_time(name) < oldest:
            default_storage.delete(name)


def _names_in_use() -> Iterator[str]:
    for business in Business.objects.all():
        with scope(business):
            for model, field in _file_fields():
                yield from model.objects.exclude(**{field.name: ""}).values_list(field.name, flat=True)


def _file_fields() -> Iterator[tuple[type[TenantModel], FileField]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel):
            yield from ((model, field) for field in model._meta.get_fields() if isinstance(field, FileField))


def _stored(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from _stored(f"{folder}{name}/")
