"""An encrypted file is an age file: another program opens it, and nothing of it opens after a change."""

import io
import itertools
from collections.abc import Iterator

import pyrage
import pytest

from doorstep.runtime import age

SECRET = "the heron stands in the moor"
SIZES = [0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 3 * age.CHUNK]


def encrypted(content: bytes) -> bytes:
    return b"".join(age.encrypt([content], SECRET))


def decrypted(file: bytes, passphrase: str = SECRET) -> bytes:
    return b"".join(age.decrypt(io.BytesIO(file), passphrase))


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return encrypted(bytes(2 * age.CHUNK + 5))


@pytest.mark.parametrize("size", SIZES)
def test_another_program_reads_what_we_write(size: int) -> None:
    assert pyrage.passphrase.decrypt(encrypted(b"x" * size), SECRET) == b"x" * size


@pytest.mark.parametrize("size", SIZES)
def test_content_comes_back_as_it_was(size: int) -> None:
    assert decrypted(encrypted(b"x" * size)) == b"x" * size


def test_a_wrong_passphrase_opens_nothing(sealed: bytes) -> None:
    with pytest.raises(age.WrongPassphraseError):
        decrypted(sealed, "the heron stands in the fen")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.999999])
def test_a_changed_byte_is_noticed(sealed: bytes, share: float) -> None:
    at = int(len(sealed) * share)
    with pytest.raises(age.DamagedError):
        decrypted(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])


def test_a_missing_end_is_noticed_where_a_chunk_ends_too(sealed: bytes) -> None:
    header = len(sealed) - (2 * age.CHUNK + 5) - 3 * age.TAG
    for size in (header + age.CHUNK + age.TAG, len(sealed) - 1, header, header - 20):
        with pytest.raises(age.DamagedError):
            decrypted(sealed[:size])


def test_a_changed_header_is_noticed(sealed: bytes) -> None:
    with pytest.raises(age.DamagedError):
        decrypted(sealed.replace(b"\n--- ", b"\n--- A", 1))
    with pytest.raises(age.DamagedError):
        decrypted(sealed.replace(b" 17\n", b" 31\n", 1))


def test_a_long_content_is_never_held_whole() -> None:
    taken = itertools.count()

    def endless() -> Iterator[bytes]:
        for _ in taken:
            yield bytes(age.CHUNK)

    written = age.encrypt(endless(), SECRET)
    assert sum(len(next(written)) for _ in range(50)) > 48 * age.CHUNK
    assert next(taken) < 55
