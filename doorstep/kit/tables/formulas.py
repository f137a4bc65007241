"""Cells that a spreadsheet program would run instead of show, and the way back."""

import re

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Numbers and telephone numbers that begin with a sign. `+1-202-555-0143` is not among them: it would be worked out.
_HARMLESS = re.compile(r"[+-][0-9]+([.,][0-9]+)*|\+[0-9]{1,3}[ .(]+[0-9][0-9 ().-]*|-", re.ASCII)
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')


def neutralise(cell: str) -> str:
    """With an apostrophe in front where the cell would be run; `restore` gives exactly `cell` again."""
    return f"'{cell}" if cell and _would_run(cell.lstrip("'")) else cell


def restore(cell: str) -> str:
    """Takes off what `neutralise` put on, and the wrapping of `="00123"`, by which programs save leading zeros."""
    if cell[:1] == "'" and _would_run(cell.lstrip("'")):
        return cell[1:]
    wrapped = _KEPT_AS_TEXT.fullmatch(cell) if cell[:1] == "=" else None
    return wrapped[1] if wrapped else cell


def _would_run(text: str) -> bool:
    return text.startswith(_STARTS_A_FORMULA) and not _HARMLESS.fullmatch(text)
