"""Text files as records: which encoding, which delimiter, and where a quotation mark was left open."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from doorstep.kit.tables.unreadable import UnreadableFile

Record = tuple[int, list[str]]  # the line it starts on, from 1, and its cells

_DELIMITERS = (",", ";", "\t", "|")
_LEGACY = ["cp1252", "cp1251"]
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CHUNK, _SAMPLE = 1024**2, 64 * 1024
_LONGEST_LINE = 1_000_000
_SAMPLED_LINES = 200
_PARTS_A_TABLE = _MOSTLY = 0.5  # of the lines
_DECLARED = re.compile(r"\ufeff?sep=([^\w\s\"]|\t)\s*", re.IGNORECASE)


class Dialect(NamedTuple):
    delimiter: str
    spaced: bool  # a space stands between the delimiter and the quotation mark


def encoding_of(path: Path) -> str:
    """By its mark, else strict UTF-8, else the likeliest of the encodings that Windows left behind."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return name
    return _unmarked_utf_16(head) or ("utf-8" if _is_utf_8(path) else _guessed(path))


def beginning_of(path: Path, encoding: str) -> str:
    """The first 64,000 characters."""
    with _opened(path, encoding) as text:
        return text.read(_SAMPLE)


def dialect_of(beginning: str, delimiter: str = "") -> Dialect:
    lines = beginning.replace("\0", "").splitlines(keepends=True)[:_SAMPLED_LINES]
    declared = _DECLARED.fullmatch(lines[0]) if lines else None
    delimiter = delimiter or (declared[1] if declared else _counted(lines))
    return Dialect(delimiter, f'{delimiter} "' in beginning)


def records(path: Path, encoding: str, dialect: Dialect) -> Iterator[Record]:
    """Raises UnreadableFile, naming the line, where a quotation mark or a line never ends."""
    lines = _Lines(path, encoding)
    reader = csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.spaced)
    starts_at, quotes, left_open_at = 1, 0, 0
    try:
        for cells in reader:
            yield starts_at, cells
            is_odd, is_several_lines = (lines.quotes - quotes) % 2, reader.line_num > starts_at
            left_open_at = starts_at if is_odd and is_several_lines else 0
            starts_at, quotes = reader.line_num + 1, lines.quotes
    except csv.Error:
        raise UnreadableFile(_open_quote(starts_at)) from None
    if left_open_at:  # the last record swallowed the rest of the file
        raise UnreadableFile(_open_quote(left_open_at))


class _Lines(Iterator[str]):
    """The file's lines without NULs, and how many quotation marks went by."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._lines = self._read(path, encoding)
        self.quotes = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.quotes += line.count('"')
        return line

    def _read(self, path: Path, encoding: str) -> Iterator[str]:
        with _opened(path, encoding) as text:
            while line := text.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise UnreadableFile(
                        _("A line is longer than a million characters. This is not a table of contacts.")
                    )
                yield line.replace("\0", "")


def _opened(path: Path, encoding: str) -> IO[str]:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding  # with the mark or without
    return path.open(encoding=codec, errors="replace", newline="")


def _unmarked_utf_16(head: bytes) -> str:
    """In text that is mostly Latin every other byte is NUL."""
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > pairs * 0.4:
        return "utf-16-le"
    return "utf-16-be" if pairs and head[0::2].count(0) > pairs * 0.4 else ""


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    return True


def _guessed(path: Path) -> str:
    """From the lines that are not plain ASCII, wherever they stand; one broken letter does not spoil them all."""
    odd: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (line := file.readline(_SAMPLE)):
            if not line.isascii():
                odd.append(line)
                size += len(line)
    if sum(map(_can_be_utf_8, odd)) >= len(odd) * _MOSTLY:
        return "utf-8"
    best = from_bytes(b"".join(odd), cp_isolation=_LEGACY).best()
    return best.encoding if best else _LEGACY[0]


def _can_be_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _counted(lines: list[str]) -> str:
    """The delimiter that parts most lines, and parts them most evenly. (Sniffers fail on a single column.)"""
    best = max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))
    is_one_column = _evenness(lines, best)[0] < _PARTS_A_TABLE
    return "\t" if is_one_column else best  # a tab is what the cells of a single column hold least


def _evenness(lines: list[str], delimiter: str) -> tuple[float, float, int]:
    """The share of lines that it parts at all, the share parted into the commonest width, and that width."""
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
    except csv.Error:
        return 0.0, 0.0, 0
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0.0, 0.0, 0
    width, count = parted.most_common(1)[0]
    return parted.total() / len(widths), count / len(widths), width


def _open_quote(line: int) -> str:
    return (
        _("The quotation mark on line %d is never closed. Close it or take it out, and choose the file again.") % line
    )
