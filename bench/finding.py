"""In the database: searches, any two filters with any sort, and that an index serves every one of them."""

import random
from collections.abc import Iterator
from heapq import nlargest
from itertools import combinations, cycle, islice
from statistics import median

from bench.asking import list_page
from bench.filling import House
from bench.ground import Connection
from bench.listing import filters, sorts
from bench.promise import Line, at_most

SEARCHES = 80
SORTS_A_PAIR = 5  # of 18: with every two filters anew, so that each sort is tried with most of them
ASKED_AGAIN, ROUNDS = 30, 7
SAMPLE = """
SELECT name_key, email_key, phone_key FROM leads_lead
WHERE business_id = %s AND deleted_at IS NULL ORDER BY received_at LIMIT %s OFFSET 1000
"""
SCANS = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'leads_lead'"


def lines(house: House, database: Connection) -> Iterator[Line]:
    rows = [[str(cell) for cell in row] for row in database.execute(SAMPLE, [house.business, 1000]).fetchall()]
    long = [list_page(house, {"q": text}).milliseconds for text in _pieces(rows)]
    yield at_most("Search by 3 letters or more, median, in the database", median(long), 60, "ms")
    short = [list_page(house, {"q": text}).milliseconds for text in _beginnings(rows)]
    yield at_most("Search by 1 or 2 letters, median, in the database", median(short), 20, "ms")
    yield _together(house)
    yield _by_index(house, database)


def _pieces(rows: list[list[str]]) -> Iterator[str]:
    """Of a name, an address or a number, from anywhere in it; now and then two words."""
    chance = random.Random(5)
    for at in range(SEARCHES):
        row = chance.choice(rows)
        text = row[at % 3]
        if at % 8 == 0:
            yield row[0]
            continue
        length = chance.randint(3, 8)
        start = chance.randrange(max(1, len(text) - length))
        yield text[start : start + length].replace("+", "").strip() or row[0]


def _beginnings(rows: list[list[str]]) -> Iterator[str]:
    chance = random.Random(7)
    for at in range(SEARCHES):
        yield chance.choice(rows)[0][: 1 + at % 2]


def _together(house: House) -> Line:
    """The slowest of every two, each with some of the sorts in turn. What was slow is asked again by turns: the slowest
    of hundreds, each asked once, is as a rule the one at which the machine was elsewhere."""
    by_turns = cycle(sorts().items())
    queries = {
        f"{one}, {two}, {sort}": {**first, **second, **by}
        for (one, first), (two, second) in combinations(filters(house).items(), 2)
        for sort, by in islice(by_turns, SORTS_A_PAIR)
    }
    taken = {name: list_page(house, query).milliseconds for name, query in queries.items()}
    slow = nlargest(ASKED_AGAIN, taken, key=taken.__getitem__)
    rounds = [{name: list_page(house, queries[name]).milliseconds for name in slow} for _ in range(ROUNDS)]
    medians = {name: median(each[name] for each in rounds) for name in slow}
    slowest = max(medians, key=medians.__getitem__)
    return at_most("Any two filters with any sort, in the database", medians[slowest], 100, "ms", at=slowest)


def _by_index(house: House, database: Connection) -> Line:
    """Planned: no step of a plan reads the whole table. Done: nor has the database counted one."""
    before = database.execute(SCANS).fetchone()
    some = [{}, {"q": "okonjo"}, {"q": "o"}, *sorts().values(), *filters(house).values()]
    some += [{**one, **two} for one, two in combinations(filters(house).values(), 2)]
    found = [scan for query in some for scan in list_page(house, query, explained=True).scans]
    is_unscanned = not found and before == database.execute(SCANS).fetchone()
    told = f"{len(found)} scans in the plans of {len(some)} lists"
    return Line(
        "Every list and search is served by an index, under row-level security", told, "no scan", "", is_unscanned
    )
