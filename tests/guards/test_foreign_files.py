"""A file that names what is not hers brings nothing of it to light: its rows fare as if nobody had such a thing.

Ids stand in every column that takes words, and each detail by which a person or a colleague is found stands alone.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.accounts.models import Member
from doorstep.importing import running
from doorstep.importing import targets as to
from doorstep.importing.models import ImportedRow, MatchBy, RowOutcome
from doorstep.leads.editing import edit
from doorstep.leads.models import Lead
from doorstep.tenancy import scope
from tests.guards.forms import ID
from tests.guards.found import shown
from tests.guards.test_foreign_fields import ATTEMPTS, Attempt, one_of_each
from tests.guards.two_businesses import UNKNOWN, Person, TwoBusinesses
from tests.guards.walk import desk_of, rows_written, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("two_businesses", "one_moment")]
HERE = {"name": "Zella Quornhere", "email": "lead@quornhere.example", "phone": "+12025550142", "external_id": "HS-77"}
NOBODY = {"name": "Zella Quornnone", "email": "lead@quornnone.example", "phone": "+12025550177", "external_id": "HS-99"}
WORDS = (*NOBODY, to.ASSIGNEE, to.LEAD_TYPE, to.STATUS, to.TAGS, to.NOTE, "company", "source", "search_criteria")
Row = dict[str, str]


def rows_with_ids(ids: Iterable[str]) -> Iterator[Row]:
    for number, one in enumerate(ids):
        yield {**dict.fromkeys(WORDS, one), "email": f"row{number}@walk.example", "phone": ""}


def rows_with_details(details: Row, colleague: Sequence[str]) -> Iterator[Row]:
    """Each by one detail alone."""
    for number, (target, word) in enumerate(details.items()):
        address = {} if target == "phone" else {"email": f"detail{number}@walk.example"}
        yield {"name": f"Walk {number}", **address, target: word}
    for number, word in enumerate(colleague):
        yield {"name": f"Colleague {number}", "email": f"colleague{number}@walk.example", to.ASSIGNEE: word}


@dataclass(frozen=True)
class Fate:
    """What became of a file: its pages and its rows, without the words that were put in, and what was written."""

    pages: list[str]
    rows: list[tuple[str, str]]
    written: dict[str, int]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_a_row_that_names_what_is_not_hers_fares_like_one_that_names_nothing(
    two_businesses: TwoBusinesses, attempt: Attempt
) -> None:
    person, other = two_businesses[attempt.who], two_businesses[attempt.tries]
    with scope(other.business):
        lead = Lead.objects.filter(pk=other.owned[Lead])
        edit(lead.get(), by=other.member, **HERE)
        before, stranger = lead.values().get(), Member.objects.select_related("user").get(pk=other.member.pk).user
    theirs = one_of_each(other)
    ids = [theirs[sort] for sort in attempt.foreign if theirs[sort] != str(UNKNOWN)]
    colleague = [stranger.email, stranger.name] if Member in attempt.foreign else []
    foreign = [*rows_with_ids(ids), *rows_with_details(HERE, colleague)]
    unknown = [
        *rows_with_ids(str(UUID(int=UNKNOWN.int - number)) for number in range(len(ids))),
        *rows_with_details(NOBODY, ["nobody@fennmoor.example", "Nemo Nobody"][: len(colleague)]),
    ]
    with taken_back():
        with_foreign = brought(person, foreign)
        with scope(other.business):
            assert lead.values().get() == before
    with taken_back():
        assert with_foreign == brought(person, unknown)
    assert len(with_foreign.rows) == len(foreign)


def test_a_row_that_names_what_is_hers_finds_it(two_businesses: TwoBusinesses) -> None:
    """Else the test above would prove nothing."""
    ann = two_businesses["Ann"]
    with scope(ann.business):
        edit(Lead.objects.get(pk=ann.owned[Lead]), by=ann.member, **HERE)
    status = brought(ann, list(rows_with_details(HERE, [ann.member.user.email])))
    twice = RowOutcome.DUPLICATE  # the same lead as the row that was updated
    assert [outcome for outcome, _reason in status.rows] == [
        RowOutcome.CREATED, RowOutcome.UPDATED, twice, twice, RowOutcome.CREATED
    ]  # fmt: skip
    assert "unknown" not in status.rows[-1][1]


def brought(person: Person, rows: list[Row]) -> Fate:
    """The whole way through the pages, with the worker's part in between."""
    browser, before = desk_of(person), rows_written()
    content = StringIO()
    table = csv.DictWriter(content, WORDS, restval="")
    table.writeheader()
    table.writerows(rows)
    answer = browser.post("/desk/imports/", {"file": SimpleUploadedFile("people.csv", content.getvalue().encode())})
    page, columns = answer["Location"].removesuffix("columns/"), shown(browser.get(answer["Location"]))
    chosen = {f"to_{at}": target for at, target in enumerate(WORDS)}
    browser.post(
        answer["Location"], {**chosen, "mode": "both", "match": MatchBy.values, "unknown": "blank", "check": ""}
    )
    pk = UUID(page.rstrip("/").rsplit("/", 1)[-1])
    running.check_rows(person.business.pk, pk)
    checked = shown(browser.get(f"{page}check/", {"show": "all"}))
    browser.post(f"{page}run/")
    running.write_rows(person.business.pk, pk)
    pages = [columns, checked, shown(browser.get(page, {"show": "all"}))]
    with scope(person.business):
        results = ImportedRow.objects.filter(import_run=pk).order_by("line").values_list("outcome", "reason")
        results = [(outcome, bare(reason, rows)) for outcome, reason in results]
    counts = {table: count - before.get(table, 0) for table, count in rows_written().items()}
    return Fate([bare(page, rows) for page in pages], results, counts)


def bare(text: str, rows: list[Row]) -> str:
    words = {word for row in rows for word in row.values() if len(word) > 4}
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "{word}")
    return ID.sub("{id}", text)
