"""The strings of the code and their catalogues: `make messages` writes them, the guard of languages compares them."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "doorstep" / "locale"
LAZY = {
    "gettext_lazy": None,
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def strings_of_the_code() -> Catalog:
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping, "babel.cfg")
    found = Catalog(project="Doorstep", charset="utf-8")
    keywords = DEFAULT_KEYWORDS | LAZY
    for _path, _line, message, _comments, context in extract_from_dir(ROOT / "doorstep", methods, options, keywords):
        found.add(message, context=context)
    return found


def languages() -> list[str]:
    return sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def po_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    with po_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(messages: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, messages)
    return file.getvalue()


def gather() -> None:
    """New strings arrive untranslated, those that left the code leave the catalogues."""
    found = strings_of_the_code()
    for language in languages():
        messages = catalogue(language)
        messages.update(found, no_fuzzy_matching=True, update_creation_date=False)
        messages.obsolete.clear()
        with po_of(language).open("wb") as file:
            write_po(file, messages, sort_output=True, width=120, ignore_obsolete=True)
        po_of(language).with_suffix(".mo").write_bytes(compiled(messages))
        missing = sum(1 for message in messages if message.id and not message.string)
        print(f"{language}: {len(messages)} strings, {missing} without a translation")


if __name__ == "__main__":
    gather()
