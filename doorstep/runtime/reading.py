"""A backup opened for reading, encrypted or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from doorstep.runtime import age
from doorstep.runtime.archive import PIECE, Reading
from doorstep.runtime.obstacle import Obstacle


@contextmanager
def opened(file: Path, passphrase: Callable[[], str]) -> Iterator[Reading]:
    """Asks for the passphrase only where one is needed."""
    with file.open("rb") as source:
        try:
            with Reading(_plain(source, passphrase), file) as backup:
                yield backup
        except age.WrongPassphraseError as error:
            raise Obstacle(f"The passphrase does not open {file}. Nothing was restored.") from error
        except age.DamagedError as error:
            raise Obstacle(f"{file} is damaged: what was encrypted is not whole. Nothing was restored.") from error


def _plain(source: BufferedReader, passphrase: Callable[[], str]) -> BinaryIO:
    if not age.is_encrypted(source.peek()):
        return source
    return cast(BinaryIO, BufferedReader(age.Readable(age.decrypt(source, passphrase())), PIECE))
