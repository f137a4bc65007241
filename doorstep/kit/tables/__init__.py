"""Tables of text: read from CSV, XLSX and ODS files that anyone may have made, written as CSV, XLSX and vCard."""

from doorstep.kit.tables.headers import header_key
from doorstep.kit.tables.reading import DELIMITERS, ENCODINGS, Probe, numbered_rows, probe, rows
from doorstep.kit.tables.unreadable import UnreadableFile
from doorstep.kit.tables.vcard import Card, write_vcard
from doorstep.kit.tables.writing import Cell, write_csv, write_xlsx

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "Card",
    "Cell",
    "Probe",
    "UnreadableFile",
    "header_key",
    "numbered_rows",
    "probe",
    "rows",
    "write_csv",
    "write_vcard",
    "write_xlsx",
]
