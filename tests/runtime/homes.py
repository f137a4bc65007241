"""What is in the database of a home that nothing runs in."""

from pathlib import Path

import psycopg

from doorstep.runtime.local_postgres import SUPERUSER, LocalPostgres

LOGO = "logos/fennmoor ö.svg"
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"


def change(home: Path, statement: str) -> None:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(role=SUPERUSER)) as connection:
        connection.execute(statement.encode())


def seen(home: Path, query: str) -> list[tuple[object, ...]]:
    with LocalPostgres(home / "postgres") as postgres, psycopg.connect(postgres.url(role=SUPERUSER)) as connection:
        return connection.execute(query.encode()).fetchall()


def counts(home: Path) -> list[tuple[object, ...]]:
    names = [str(name) for (name,) in seen(home, TABLES)]
    return seen(home, " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))


def contents(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
