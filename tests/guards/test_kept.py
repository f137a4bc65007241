"""Nothing stays for ever that nobody decided on: every table is in the list of docs/operations.md, with its time or the
reason why it stays, and what is said there to go is what the clock forgets."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from doorstep.config.clock import FORGOTTEN

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"
STAYS = "stays"


def kept() -> dict[str, str]:
    """By table: how long."""
    section = DOCUMENT.read_text().partition("## What is kept, and how long")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (`.+?`) \| (.+?) \|", section, re.MULTILINE)
    return {table: time for tables, time in lines for table in re.findall(r"`(\w+)`", tables)}


@pytest.mark.django_db
def test_every_table_is_in_the_list_once() -> None:
    section = DOCUMENT.read_text().partition("## What is kept, and how long")[2].partition("\n## ")[0]
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?`) \|", section, re.MULTILINE)))
    assert sorted(named) == sorted(connection.introspection.table_names())


def test_what_is_said_to_go_is_forgotten_by_the_clock() -> None:
    by_clock = {model._meta.db_table for model in FORGOTTEN}
    with_another = {"leads_bulkchange"}
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("doorstep.")}
    goes = {table for table, time in kept().items() if not time.startswith(STAYS)}
    assert goes & ours == by_clock | with_another
