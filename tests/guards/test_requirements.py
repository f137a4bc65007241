"""docs/requirements.md and tests/acceptance say the same: each ticked sentence has one test, and no other has any."""

from itertools import groupby

from tests.acceptance.requirements import DOCUMENT, names_of_tests, number_in, requirements


def test_the_sentences_are_numbered_from_one_in_each_part_and_all_are_read() -> None:
    numbers = [requirement.number for requirement in requirements()]
    counted = [
        f"{part}-{at:02}"
        for part, of_it in groupby(numbers, lambda number: number[:3])
        for at, _ in enumerate(of_it, 1)
    ]
    assert numbers == counted
    assert len(numbers) == DOCUMENT.read_text().count("\n- ") > 0


def test_every_finished_sentence_has_one_test_and_no_other_has_any() -> None:
    finished = [requirement.number for requirement in requirements() if requirement.is_finished]
    assert sorted(map(number_in, names_of_tests())) == sorted(finished)


def test_what_is_open_says_why_and_what_is_finished_does_not() -> None:
    assert [each.number for each in requirements() if each.is_finished == bool(each.open_because)] == []
