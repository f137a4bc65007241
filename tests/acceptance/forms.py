"""Filling in a form by the labels of its fields, as the one who reads them does."""

from collections.abc import Collection
from pathlib import Path

from tests.acceptance.pages import Element, Page

# Text for what is typed or chosen, a file, True or False for a box, several labels for several boxes of one legend.
Answer = str | bool | Path | Collection[str]
BOXES = {"checkbox", "radio"}
UNSEEN = {"hidden", "submit"}


def sent(page: Page, form: Element, answers: dict[str, Answer]) -> dict[str, list[object]]:
    """By name, what a browser sends of the form after the answers were given."""
    body, given = dict[str, list[object]](), set[str]()
    for control in page.controls(form):
        asked = _asked(page, control, answers)
        given.add(asked)
        value = (
            _ticked(page, control, answers, asked) if kind(control) in BOXES else _typed(control, answers.get(asked))
        )
        if value is not None:
            body.setdefault(control.attrs["name"], []).append(value)
    assert given >= set(answers), f"no field {set(answers) - given} among {sorted(_labels(page, form))}"
    return body


def shown(page: Page, form: Element) -> dict[str, str]:
    """What stands in the fields that one types into or chooses in, by label."""
    seen = (each for each in page.controls(form) if kind(each) not in UNSEEN | BOXES)
    return {page.label(each): value(each) for each in seen}


def kind(control: Element) -> str:
    return control.attrs.get("type", "text") if control.tag == "input" else control.tag


def value(control: Element) -> str:
    """As it stands."""
    if control.tag == "textarea":
        return "".join(part for part in control.inside if isinstance(part, str)).removeprefix("\n")
    if control.tag == "select":
        options = control.every("option")
        chosen = sorted(options, key=lambda option: "selected" not in option.attrs)
        return chosen[0].attrs.get("value", chosen[0].words) if chosen else ""
    return control.attrs.get("value", "on" if kind(control) in BOXES else "")


def _labels(page: Page, form: Element) -> set[str]:
    return {page.legend(each) or page.label(each) for each in page.controls(form)}


def _asked(page: Page, control: Element, answers: dict[str, Answer]) -> str:
    """Which of the answers is this control's, or nothing. A box may say more than its name."""
    label, legend = page.label(control), page.legend(control)
    if kind(control) in BOXES:
        found = (answer for answer in answers if answer == legend or f"{label} ".startswith(f"{answer} "))
        return next(found, "")
    return label if label in answers and kind(control) not in UNSEEN else ""


def _ticked(page: Page, control: Element, answers: dict[str, Answer], asked: str) -> str | None:
    answer = answers.get(asked)
    if answer is None:
        is_ticked = "checked" in control.attrs
    elif isinstance(answer, bool):
        is_ticked = answer
    else:
        is_ticked = page.label(control) in ([answer] if isinstance(answer, str) else answer)
    return value(control) if is_ticked else None


def _typed(control: Element, answer: Answer | None) -> object:
    if isinstance(answer, Path):
        return answer.open("rb")
    if kind(control) == "file":
        return None
    if answer is None:
        return value(control)
    if control.tag == "select":
        offered = {option.words: option.attrs.get("value", option.words) for option in control.every("option")}
        assert answer in offered, f"no “{answer}” among {list(offered)}"
        return offered[answer]
    return answer
