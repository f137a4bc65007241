"""On a server, the one stylesheet holds all the others: a phone on a slow line asks once instead of fifty times."""

import re
from collections.abc import Callable, Iterator, Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

LAYERS = "ui/css/layers.css"
IMPORT = re.compile(r'^@import "(?P<name>[^"]+)" layer\((?P<layer>\w+)\);$', re.MULTILINE)


class OneStylesheet(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise tells no types
    """Named by content and compressed, as whitenoise does; `layers.css` with what it imports in its place."""

    def post_process(
        self, paths: Mapping[str, tuple[Storage, str]], dry_run: bool = False, **options: object
    ) -> Iterator[tuple[str, str, bool]]:
        if dry_run:
            return
        whole = joined(lambda name: _text(*paths[f"ui/css/{name}"]))
        self.delete(LAYERS)
        self.save(LAYERS, ContentFile(whole))
        yield from super().post_process({**paths, LAYERS: (self, LAYERS)}, dry_run, **options)


def joined(read: Callable[[str], str]) -> str:
    """`read` gives the text of a file beside layers.css. A `@layer x {…}` weighs what an import into it does."""
    return IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['name'])}}}", read("layers.css"))


def _text(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        return bytes(file.read()).decode()
