"""Do the walls between businesses stand, as `tenancy/walls.py` raised them? Read from the catalogue, so that a table
or a policy that nobody thought of is found too."""

import psycopg

from doorstep.runtime.checks import Finding, fix, ok
from doorstep.runtime.roles import SEARCH_ROLE
from doorstep.tenancy.walls import AS_POSTGRESQL_WRITES_IT, POLICY

Connection = psycopg.Connection[tuple[object, ...]]
SHOWN = 5
OF_TENANTS = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = %s
) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'business_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
# Each further policy of a table lets more rows through. The search of leads reads as a role that nobody signs in as.
OTHERS = """
SELECT format('%%I', policyname), format('%%I', tablename) FROM pg_policies WHERE schemaname = 'public'
AND NOT (policyname = %s AND cmd = 'ALL' AND roles = '{public}' AND qual = %s AND with_check = qual)
AND NOT (policyname = 'search_reads' AND tablename = 'leads_lead' AND cmd = 'SELECT' AND roles = ARRAY[%s]::name[])
ORDER BY 2, 1
"""


def walls(connection: Connection) -> Finding:
    tables = connection.execute(OF_TENANTS, [POLICY]).fetchall()
    if not tables:
        return fix("walls", "There are no tables of businesses yet. Run: doorstep migrate")
    bare = [str(name) for name, is_walled in tables if not is_walled]
    others = connection.execute(OTHERS, [POLICY, AS_POSTGRESQL_WRITES_IT, SEARCH_ROLE]).fetchall()
    faults = []
    if others:
        lines = _listed([f"DROP POLICY {policy} ON {table};" for policy, table in others], " ")
        faults.append(f"Policies that are not ours open tables: {lines}")
    if bare:
        faults.append(f"No forced row-level security on {_listed(bare)}.")
    if faults:
        return fix("walls", f"{' '.join(faults)} Run: doorstep migrate")
    return ok("walls", "Every table of the businesses is under forced row-level security, by one policy.")


def _listed(names: list[str], between: str = ", ") -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return between.join(names[:SHOWN]) + more
