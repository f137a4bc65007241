"""Search: one function that runs as a role of its own, because row-level security keeps the trigram index from everybody else.

The role may read the few columns that are searched, in every business; the function takes the business from the
setting that `scope()` made. The application's role may become it (to give it the function) but does not inherit it.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.utils import ProgrammingError

ROLE = "doorstep_search"
COLUMNS = "id, business_id, team_id, assignee_path, deleted_at, received_at, name_key, email_key, phone_key, searched"
EXTENSIONS = ("pg_trgm", "btree_gin")

FUNCTION = """
CREATE FUNCTION lead_search(needle text, at_most int, of_team uuid, from_path text, to_path text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 200 SET search_path = public, pg_catalog AS $$
DECLARE
  here uuid := nullif(current_setting('app.business', true), '')::uuid;
  beyond text := needle || chr(1114109);
  mine text := ' FROM leads_lead WHERE business_id = $1 AND team_id = $2 AND deleted_at IS NULL'
    ' AND (assignee_path = '''' OR (assignee_path >= $3 AND assignee_path < $4))';
  word text;
BEGIN
  IF here IS NULL OR needle = '' THEN RETURN; END IF;
  IF length(needle) < 3 THEN
    -- one or two letters have no trigram: the beginning of a name, an address or a number, by plain indexes
    RETURN QUERY EXECUTE
      '(SELECT id' || mine || ' AND name_key >= $5 AND name_key < $6 ORDER BY name_key LIMIT $7) UNION'
      '(SELECT id' || mine || ' AND email_key >= $5 AND email_key < $6 ORDER BY email_key LIMIT $7) UNION'
      '(SELECT id' || mine || ' AND phone_key >= ''+'' || $5 AND phone_key < ''+'' || $6 ORDER BY phone_key LIMIT $7) LIMIT $7'
      USING here, of_team, from_path, to_path, needle, beyond, at_most;
    RETURN;
  END IF;
  FOREACH word IN ARRAY string_to_array(needle, ' ') LOOP
    word := replace(replace(replace(word, E'\\\\', E'\\\\\\\\'), '%', E'\\\\%'), '_', E'\\\\_');
    mine := mine || format(' AND searched LIKE %L', CASE WHEN length(word) < 3 THEN '% ' ELSE '%' END || word || '%');
  END LOOP;
  RETURN QUERY EXECUTE 'SELECT id' || mine || ' LIMIT $5'
    USING here, of_team, from_path, to_path, at_most;
END $$
"""


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

    operations = [
        migrations.RunPython(prepare, migrations.RunPython.noop),
        migrations.RunSQL(
            [
                # The business comes first, so that a search costs by the business's own leads and not by its neighbours'.
                "CREATE INDEX leads_searched ON leads_lead USING gin (business_id, searched gin_trgm_ops)",
                f"GRANT SELECT ({COLUMNS}) ON leads_lead TO {ROLE}",
                f"CREATE POLICY search_reads ON leads_lead FOR SELECT TO {ROLE} USING (true)",
                f"SET LOCAL ROLE {ROLE}",
                FUNCTION,
                "REVOKE ALL ON FUNCTION lead_search FROM PUBLIC",
                "DO $$ BEGIN EXECUTE format('GRANT EXECUTE ON FUNCTION lead_search TO %I', session_user); END $$",
                "RESET ROLE",
            ],
            [
                f"SET LOCAL ROLE {ROLE}",
                "DROP FUNCTION lead_search",
                "RESET ROLE",
                "DROP POLICY search_reads ON leads_lead",
                f"REVOKE SELECT ({COLUMNS}) ON leads_lead FROM {ROLE}",
                "DROP INDEX leads_searched",
            ],
        ),
    ]
