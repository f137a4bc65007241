"""Functions, triggers and other objects that no model describes: `<package>/sql/*.sql`, after every migrate.

Each file may be run again at any time: it says CREATE OR REPLACE, or asks first whether a thing is there.
"""

from pathlib import Path

from django.apps import AppConfig
from django.db import connection, transaction


def install_functions(sender: AppConfig, **_: object) -> None:
    """In the order of their names, after the package's tables and their walls."""
    with transaction.atomic(), connection.cursor() as cursor:
        for file in sorted((Path(sender.path) / "sql").glob("*.sql")):
            cursor.execute(file.read_text())
