"""The three walls of tenancy, read from the database's own catalogue: a new table cannot forget them."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction

from doorstep.accounts.models import Member, Team
from doorstep.leads.models import Lead
from doorstep.tenancy import NoBusiness, SameBusinessKey, current_business_id, scope
from doorstep.tenancy.models import Business, TenantModel
from doorstep.tenancy.role import SEARCH_ROLE, refuse_privileged_role

pytestmark = pytest.mark.django_db
OURS = [model for model in apps.get_models() if model.__module__.startswith("doorstep.")]
TENANTS = [model for model in OURS if issubclass(model, TenantModel)]


def catalogue(query: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def test_every_table_with_a_business_is_under_forced_row_level_security() -> None:
    open_tables = catalogue(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'business_id'"
        " WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert open_tables == []


def test_the_policy_of_every_tenant_table_is_the_one_policy_in_both_directions() -> None:
    policies = {
        row[0]: row[1:]
        for row in catalogue(
            "SELECT tablename, cmd, qual, with_check FROM pg_policies WHERE policyname = 'only_its_own_business'"
        )
    }
    for model in TENANTS:
        command, reads, writes = policies[model._meta.db_table]
        assert command == "ALL"
        assert reads == writes
        assert "app.business" in str(reads)


def test_no_other_policy_opens_a_table_but_the_search_of_leads() -> None:
    others = catalogue("SELECT tablename, roles::text FROM pg_policies WHERE policyname <> 'only_its_own_business'")
    assert others in ([], [("leads_lead", "{" + SEARCH_ROLE + "}")])


def test_every_model_of_ours_belongs_to_a_business() -> None:
    assert [model.__name__ for model in OURS if model not in TENANTS] == ["Business"]


def test_keys_between_tenant_tables_carry_the_business() -> None:
    plain = [
        f"{model.__name__}.{field.name}"
        for model in TENANTS
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, SameBusinessKey)
        and issubclass(field.related_model, TenantModel)
    ]
    assert plain == []


def test_every_same_business_key_is_a_constraint_of_two_columns_in_the_database() -> None:
    tied = set(
        catalogue(
            "SELECT conrelid::regclass::text, array_to_string(array("
            "SELECT attname FROM unnest(conkey) WITH ORDINALITY k(n, i)"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = n ORDER BY i), ',')"
            " FROM pg_constraint WHERE contype = 'f'"
        )
    )
    for model in TENANTS:
        for field in model._meta.local_fields:
            if isinstance(field, SameBusinessKey):
                assert (model._meta.db_table, f"business_id,{field.column}") in tied


def test_outside_a_scope_a_tenant_query_raises(fennmoor: Business) -> None:
    with pytest.raises(NoBusiness):
        Lead.objects.count()


def test_the_database_shows_nothing_without_a_business_even_to_bare_sql(fennmoor: Business) -> None:
    assert catalogue("SELECT count(*) FROM accounts_member") == [(0,)]


def test_bare_sql_in_a_scope_sees_its_own_business_only(fennmoor: Business, larkfield: Business) -> None:
    with scope(fennmoor):
        assert catalogue("SELECT DISTINCT business_id FROM accounts_member") == [(fennmoor.pk,)]


def test_a_nested_scope_puts_the_outer_one_back(fennmoor: Business, larkfield: Business) -> None:
    with scope(fennmoor):
        with scope(larkfield):
            assert Team.objects.house().name == "Larkfield Leads"
        assert current_business_id() == fennmoor.pk
        assert Team.objects.house().name == "Fennmoor"
        assert catalogue("SELECT DISTINCT business_id FROM accounts_member") == [(fennmoor.pk,)]


def test_a_scope_that_fails_inside_puts_the_outer_one_back(fennmoor: Business, larkfield: Business) -> None:
    with scope(fennmoor):
        with pytest.raises(ZeroDivisionError), scope(larkfield):
            raise ZeroDivisionError
        assert catalogue("SELECT DISTINCT business_id FROM accounts_member") == [(fennmoor.pk,)]


def test_a_row_cannot_point_into_another_business(fennmoor: Business, larkfield: Business) -> None:
    with scope(larkfield):
        foreign = Team.objects.house()
    with scope(fennmoor):
        member = Member.objects.first()
        Member.objects.filter(pk=member.pk).update(team_id=foreign.pk)
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_a_row_cannot_be_written_for_another_business(fennmoor: Business, larkfield: Business) -> None:
    with scope(fennmoor), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Team(name="Spy", business=larkfield).save(force_insert=True)


def test_the_application_starts_with_a_plain_role() -> None:
    refuse_privileged_role()


def test_the_application_refuses_a_role_that_inherits_the_search_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {SEARCH_ROLE}")
        try:
            with pytest.raises(ImproperlyConfigured, match="inherits"):
                refuse_privileged_role()
        finally:
            cursor.execute("RESET ROLE")
