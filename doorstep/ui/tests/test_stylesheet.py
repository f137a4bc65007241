"""The stylesheet of a server: one file, in which every rule stands in its layer."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

import doorstep.ui
from doorstep.ui.stylesheet import IMPORT, LAYERS

CSS = Path(doorstep.ui.__file__).parent / "static" / "ui" / "css"
FILES = {found["name"]: found["layer"] for found in IMPORT.finditer((CSS / "layers.css").read_text())}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of static files as a server has it."""
    folder = tmp_path_factory.mktemp("static")
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": "doorstep.ui.stylesheet.OneStylesheet"}}
    with override_settings(STATIC_ROOT=str(folder), STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.js"])
    return folder


@pytest.fixture(scope="module")
def whole(served: Path) -> str:
    named = json.loads((served / "staticfiles.json").read_text())["paths"][LAYERS]
    return (served / named).read_text()


def test_it_imports_nothing_and_every_file_stands_in_its_layer(whole: str) -> None:
    assert "@import" not in whole
    for name, layer in FILES.items():
        rules = re.sub(r'url\("[^"]+"\)', "", (CSS / name).read_text())
        assert f"@layer {layer} {{\n{rules}}}" in re.sub(r'url\("[^"]+"\)', "", whole), name


def test_what_it_names_is_there(served: Path, whole: str) -> None:
    named = re.findall(r'url\("([^"]+)"\)', whole)
    assert len(named) == 3
    assert all((served / LAYERS).parent.joinpath(address).resolve().is_file() for address in named)


def test_every_file_is_imported_and_names_others_only_from_beside_the_one() -> None:
    """An address is read from where its stylesheet lies; those in `parts` would miss when joined."""
    there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"layers.css"}
    assert there == set(FILES)
    assert [name for name in there if "/" in name and "url(" in (CSS / name).read_text()] == []
