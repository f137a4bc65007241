"""Filling in a form by the labels of its fields, as the one who reads them does."""

from collections.abc import Collection
from pathlib import Path

from tests.acceptance.pages import Element, Page

# Text for what is typed or chosen, a file, True or False for a box, several labels for several boxes of one legend.
Answer = str | bool | Path | Collection[str]
BOXES = {"checkbox", "radio"}
UNSEEN = {"hidden", "submit"}


def missing(page: Page, form: Element, answers: dict[str, Answer]) -> set[str]:
    """The answers that nothing in the form asks for."""
    return set(answers) - {_asked(page, control, answers) for control in page.controls(form)}


def sent(page: Page, form: Element, answers: dict[str, Answer]) -> dict[str, list[object]]:
    """By name, what a browser sends of the form after the answers were given."""
    body = dict[str, list[object]]()
    for control in page.controls(form):
        asked = _asked(page, control, answers)
        value = (
            _ticked(page, control, answers, asked) if kind(control) in BOXES else _typed(control, answers.get(asked))
        )
        if value is not None:
            body.setdefault(control.attrs["name"], []).append(value)
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


def _asked(page: Page, control: Element, answers: dict[str, Answer]) -> str:
    """Which of the answers is this control's, or nothing. Boxes and files may say more than their name."""
    if kind(control) in UNSEEN:
        return ""
    label, legend = page.label(control), page.legend(control)
    says_more = kind(control) in BOXES | {"file"}
    is_its = (lambda asked: asked == legend or f"{label} ".startswith(f"{asked} ")) if says_more else label.__eq__
    return next(filter(is_its, answers), "")


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
