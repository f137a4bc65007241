"""The role of the search, and the extensions: made where this role may, else a sentence says what an administrator runs.

Why search needs a role of its own: `doorstep/leads/sql/search.sql`.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.utils import ProgrammingError

ROLE = "doorstep_search"
EXTENSIONS = ("pg_trgm", "btree_gin")


class OnlyAnAdministratorMay(Exception):
    """Not a fault of the migration: the sentence says what to run."""


def prepare(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the role and the extensions where this role may, else says what an administrator must run."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        me, database = (schema_editor.quote_name(name) for name in cursor.fetchone())
        # From PostgreSQL 16 on a grant says whether its role is inherited; before, the role itself says it.
        terms = " WITH INHERIT FALSE, SET TRUE" if schema_editor.connection.pg_version >= 160000 else ""
        wanted = [
            (f"CREATE ROLE {ROLE} NOLOGIN", "SELECT FROM pg_roles WHERE rolname = %s", [ROLE]),
            (f"GRANT {ROLE} TO {me}{terms}", "SELECT WHERE pg_has_role(current_user, %s, 'MEMBER')", [ROLE]),
            (f"GRANT CREATE, USAGE ON SCHEMA public TO {ROLE}", "SELECT WHERE has_schema_privilege(%s, 'public', 'CREATE')", [ROLE]),
            *((f"CREATE EXTENSION {name}", "SELECT FROM pg_extension WHERE extname = %s", [name]) for name in EXTENSIONS),
        ]
        for at, (line, question, values) in enumerate(wanted):
            cursor.execute(question, values)
            if cursor.fetchone() is None:
                _run(schema_editor, line, rest=[line for line, _question, _values in wanted[at:]], database=database)


def _run(schema_editor: BaseDatabaseSchemaEditor, line: str, *, rest: list[str], database: str) -> None:
    try:
        schema_editor.execute(line)
    except ProgrammingError as refusal:
        lines = "".join(f"\n    {line};" for line in rest)
        raise OnlyAnAdministratorMay(
            f"The database role may not do this itself. Let an administrator run, connected to {database}:{lines}\n"
            "then start again. Lines that are already true may fail and can be left out."
        ) from refusal


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_first")]

    operations = [migrations.RunPython(prepare, migrations.RunPython.noop)]
