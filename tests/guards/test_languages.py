"""Every string of the code is in every catalogue, whole, and what is shipped compiled is what was translated."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tests.messages import catalogue, compiled, languages, po_of, strings_of_the_code

# %(name)s and %d of gettext, {{ name }} of mails, {name} of timelines, and the tags of marked-up sentences.
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{ .+? \}\}|\{\w+\}|<[^>]+>")


@pytest.fixture(scope="module")
def code() -> Catalog:
    return strings_of_the_code()


def test_every_language_on_offer_has_a_catalogue():
    assert {"en", *languages()} == {code for code, _name in settings.LANGUAGES}


@pytest.mark.parametrize("language", languages())
def test_every_string_of_the_code_is_translated(code: Catalog, language: str):
    translated = {(message.context, message.id) for message in catalogue(language) if is_whole(message)}
    missing = [message.id for message in code if message.id and (message.context, message.id) not in translated]
    assert not missing, f"Run `make messages` and translate these in {po_of(language)}"


@pytest.mark.parametrize("language", languages())
def test_a_translation_keeps_every_placeholder(language: str):
    assert [message.id for message in catalogue(language) if message.id and not keeps_placeholders(message)] == []


@pytest.mark.parametrize("language", languages())
def test_the_compiled_catalogue_is_the_translated_one(language: str):
    shipped = po_of(language).with_suffix(".mo").read_bytes()
    assert shipped == compiled(catalogue(language)), "Run `make messages`"


def is_whole(message: Message) -> bool:
    return not message.fuzzy and all(forms(message.string))


def keeps_placeholders(message: Message) -> bool:
    """A form for one, two or none may say the number in words; the form for many says what English says."""
    wanted = placeholders(forms(message.id)[-1])
    *few, many = [placeholders(form) for form in forms(message.string)]
    unnamed = [name for name in wanted if name in ("%s", "%d")]
    return many == wanted and all(
        set(form) <= set(wanted) and [name for name in form if name in ("%s", "%d")] == unnamed for form in few
    )


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)
