"""Import: a hundred thousand rows against a bare COPY and INSERT … SELECT of the same rows into the same table."""

import csv
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import xlsxwriter

from bench.filling import SOURCES, House, open_house
from bench.ground import PROJECT, Connection
from bench.promise import Line, at_most, times_at_most
from doorstep.demo.names import AREAS, CITIES, FIRST, LAST

ROWS = 100_000
ROUNDS = 3
HEADERS = (
    *("First name", "Last name", "E-mail", "Phone", "Company", "City", "Region or state", "Postal code", "Country"),
    *("Source", "Received on", "External ID"),
)
# Every column that is written; the id and the house are new, because the rows are in the table already.
COLUMNS = """
name, name_key, first_name, last_name, email, email_key, phone, phone_key, company, job_title, street, city, region,
postal_code, country, language, website, source, origin, brought_from, referral_source, property_interest,
search_criteria, external_id, fields, capture, received_at, updated_at, assignee_path
"""
SAME = "SELECT md5(string_agg(lead::text, '' ORDER BY id)) FROM leads_lead AS lead WHERE business_id = %s"


@dataclass(frozen=True)
class Run:
    """One `doorstep import`: what it says, and the most memory that it or a child of it ever held."""

    created: int
    unchanged: int
    rows: int
    seconds: float
    megabytes: float


def lines(home: Path, database: Connection) -> Iterator[Line]:
    sheet, table = home / "leads.xlsx", home / "leads.csv"
    _write(table, sheet)
    houses = [open_house(f"importing{at}") for at in range(ROUNDS)]
    ours, bare = [], []
    for house in houses:
        ours.append(run_import(home, table, house))
        bare.append(_bare(database, houses[0], open_house(f"bare{len(bare)}")))
    seconds = median(run.seconds for run in ours)
    of = "bare COPY + INSERT"
    yield times_at_most(f"Import of {ROWS:,} rows of CSV", seconds, median(bare), 8, unit="s", of=of)
    yield at_most("Import, most memory", max(run.megabytes for run in ours), 300, "MB")
    yield _again(home, database, table, houses[0])
    from_sheet = run_import(home, sheet, open_house("sheet"))
    yield times_at_most("The same rows as XLSX", from_sheet.seconds, seconds, 2, unit="s", of="CSV")
    yield at_most("Import of XLSX, most memory", from_sheet.megabytes, 300, "MB")


def run_import(home: Path, file: Path, house: House) -> Run:
    command = [sys.executable, "-m", "doorstep.runtime", "import", "--json", "--home", str(home)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with (home / "import.json").open("w+") as output:
        started = subprocess.Popen(
            [*command, "--business", house.host, str(file)], env=environment, cwd=PROJECT, stdout=output
        )
        _pid, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = json.load(output)
    if told["rows"] != ROWS or told["failed"]:
        raise RuntimeError(f"{told['failed']} rows of {told['rows']} failed: {told['failures'][:3]}")
    return Run(told["created"], told["unchanged"], told["rows"], told["seconds"], used.ru_maxrss / 1024)


def _again(home: Path, database: Connection, file: Path, house: House) -> Line:
    before = database.execute(SAME, [house.business]).fetchone()
    again = run_import(home, file, house)
    is_same = before == database.execute(SAME, [house.business]).fetchone() and again.unchanged == ROWS
    return Line(
        "The same file again changes nothing",
        f"{again.unchanged:,} of {ROWS:,} unchanged, in {again.seconds:.1f} s",
        "every row the same",
        "",
        is_same,
    )


def _bare(database: Connection, rows_of: House, into: House) -> float:
    """Seconds for the rows of one house, poured and inserted for another."""
    with database.cursor() as cursor:
        question = f"COPY (SELECT {COLUMNS} FROM leads_lead WHERE business_id = '{rows_of.business}') TO STDOUT"
        with cursor.copy(question.encode()) as out:
            poured = [bytes(piece) for piece in out]
        begun = time.perf_counter()
        with database.transaction():
            cursor.execute(
                f"CREATE TEMPORARY TABLE bare ON COMMIT DROP AS SELECT {COLUMNS} FROM leads_lead LIMIT 0".encode()
            )
            with cursor.copy(b"COPY bare FROM STDIN") as copy:
                for piece in poured:
                    copy.write(piece)
            insert = f"INSERT INTO leads_lead (id, business_id, team_id, {COLUMNS})"
            cursor.execute(
                f"{insert} SELECT uuidv7(), %s, %s, {COLUMNS} FROM bare".encode(), [into.business, into.team]
            )
        return time.perf_counter() - begun


def _write(table: Path, sheet: Path) -> None:
    rows = list(_people())
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([HEADERS, *rows])
    with xlsxwriter.Workbook(sheet, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for at, row in enumerate([HEADERS, *rows]):
            page.write_row(at, 0, row)


def _people() -> Iterator[tuple[str, ...]]:
    chance = random.Random(3)
    for at in range(ROWS):
        first, last, (city, region, code) = chance.choice(FIRST), chance.choice(LAST), chance.choice(CITIES)
        phone = f"({chance.choice(AREAS)}) {chance.randrange(200, 900)}-{chance.randrange(10_000):04}"
        received = f"2026-{chance.randrange(1, 11):02}-{chance.randrange(1, 28):02}"
        email = f"{first}.{last}{at}@Post.example"
        yield (
            *(first, last, email, phone, f"{last} Ltd", city, region, code, "United States"),
            *(chance.choice(SOURCES), received, f"R-{at}"),
        )
