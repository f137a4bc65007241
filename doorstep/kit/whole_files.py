"""Files on a disk that may be full."""

from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A disk that fills up while a file is written keeps nothing of it: neither its space nor half a list of people."""

    def _save(self, name: str, content: "File[bytes] | IO[bytes]") -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # Django's own hook for storages
        except OSError:
            self.delete(name)
            raise
