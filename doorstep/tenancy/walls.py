"""Row-level security and same-business keys on every tenant table, from this one place, after every migrate."""

from collections.abc import Iterator

from django.apps import AppConfig
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from doorstep.tenancy.keys import SameBusinessKey
from doorstep.tenancy.models import TenantModel
from doorstep.tenancy.scoping import SETTING

POLICY = "only_its_own_business"
OWN = f"business_id = nullif(current_setting('{SETTING}', true), '')::uuid"

AS_POSTGRESQL_WRITES_IT = f"(business_id = (NULLIF(current_setting('{SETTING}'::text, true), ''::text))::uuid)"


def tenant_models(app: AppConfig) -> Iterator[type[TenantModel]]:
    for model in app.get_models(include_auto_created=True):
        if issubclass(model, TenantModel) and model._meta.managed:
            yield model


def raise_walls(sender: AppConfig, **_: object) -> None:
    """Idempotent: reads what stands in the catalogue and adds what is missing."""
    with transaction.atomic(), connection.cursor() as cursor:
        for model in tenant_models(sender):
            if model._meta.db_table in connection.introspection.table_names(cursor):
                _secure_rows(cursor, model._meta.db_table)
                for field in _own_keys(model):
                    if _is_there(cursor, field):
                        _tie_to_business(cursor, field)


def _secure_rows(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        "SELECT relrowsecurity AND relforcerowsecurity,"
        " EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = %s)"
        " FROM pg_class c WHERE oid = %s::regclass",
        [POLICY, table],
    )
    is_secured, has_policy = cursor.fetchone()
    if not is_secured:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
    if not has_policy:
        cursor.execute(f'CREATE POLICY {POLICY} ON "{table}" USING ({OWN}) WITH CHECK ({OWN})')


def _own_keys(model: type[models.Model]) -> Iterator[SameBusinessKey]:
    for field in model._meta.local_fields:
        if isinstance(field, SameBusinessKey):
            yield field


def _is_there(cursor: CursorWrapper, field: SameBusinessKey) -> bool:
    """Not in a database that was migrated to an older state on purpose."""
    place = [field.model._meta.db_table, field.column]
    cursor.execute(
        "SELECT FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s AND NOT attisdropped", place
    )
    return cursor.fetchone() is not None


def _tie_to_business(cursor: CursorWrapper, field: SameBusinessKey) -> None:
    table = field.model._meta.db_table
    target = field.related_model._meta.db_table  # type: ignore[union-attr]
    _constrain(cursor, target, "one_business_per_row", "UNIQUE (business_id, id)")
    _constrain(
        cursor,
        table,
        f"{field.name}_of_same_business",
        f'FOREIGN KEY (business_id, "{field.column}") REFERENCES "{target}" (business_id, id)'
        " DEFERRABLE INITIALLY DEFERRED",
    )


def _constrain(cursor: CursorWrapper, table: str, promise: str, rule: str) -> None:
    name = f"{table}_{promise}"[:63]  # a name is unique per schema for the index behind it
    cursor.execute("SELECT FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", [table, name])
    if cursor.fetchone() is None:
        cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {rule}')
