"""Files under a passphrase, in the age format (age-encryption.org/v1): `age --decrypt FILE` opens them as well.

A header that only the passphrase opens holds the file's key; the content follows in chunks, each sealed by itself, so
that neither writing nor reading needs more memory than one of them. Decision 16 says why the format is written here.
"""

import base64
import hashlib
import hmac
import io
import os
from collections.abc import Iterable, Iterator
from itertools import count
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION = b"age-encryption.org/v1"
CHUNK, TAG = 64 * 1024, 16
WORK = 17  # 2**17 rounds of 1 kB: a third of a second and 128 MB for each guess
HARDEST_WORK = 20  # a gigabyte: more would be an attack on whoever opens it
LONGEST_LINE = 200


class WrongPassphraseError(Exception):
    pass


class DamagedError(Exception):
    pass


def is_encrypted(beginning: bytes) -> bool:
    return beginning.startswith(VERSION)


def encrypt(content: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = _wrapping(passphrase, salt, WORK).encrypt(bytes(12), key, None)
    header = b"%s\n-> scrypt %s %d\n%s\n---" % (VERSION, _encoded(salt), WORK, _encoded(wrapped))
    yield header + b" %s\n" % _encoded(_seal_of(header, key)) + nonce
    seal = ChaCha20Poly1305(_derived(key, b"payload", nonce))
    for number, chunk, is_last in _numbered(_cut(content)):
        yield seal.encrypt(_nonce(number, is_last=is_last), chunk, None)


def decrypt(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """Raises WrongPassphraseError, or DamagedError as soon as a changed or missing part is met."""
    key = _file_key(file, passphrase)
    opening = ChaCha20Poly1305(_derived(key, b"payload", file.read(16)))
    try:
        for number, chunk, is_last in _numbered(iter(lambda: file.read(CHUNK + TAG), b"")):
            yield opening.decrypt(_nonce(number, is_last=is_last), chunk, None)
    except InvalidTag as error:
        raise DamagedError from error


class Readable(io.RawIOBase):
    """Chunks, for those who read a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self.rest:
            chunk = next(self.chunks, None)
            if chunk is None:
                return 0
            self.rest = chunk
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def _file_key(file: BinaryIO, passphrase: str) -> bytes:
    version, stanza, body, seal = (file.readline(LONGEST_LINE).removesuffix(b"\n") for _ in range(4))
    match stanza.split(b" "):
        case [b"->", b"scrypt", salt, work] if work.isdigit() and int(work) <= HARDEST_WORK:
            wrapping = _wrapping(passphrase, _decoded(salt), int(work))
        case _:
            raise DamagedError
    try:
        key = wrapping.decrypt(bytes(12), _decoded(body), None)
    except InvalidTag as error:
        raise WrongPassphraseError from error
    header = b"\n".join((version, stanza, body, b"---"))
    if not hmac.compare_digest(seal, b"--- " + _encoded(_seal_of(header, key))):
        raise DamagedError
    return key


def _wrapping(passphrase: str, salt: bytes, work: int) -> ChaCha20Poly1305:
    derivation = Scrypt(salt=VERSION + b"/scrypt" + salt, length=32, n=2**work, r=8, p=1)
    return ChaCha20Poly1305(derivation.derive(passphrase.encode()))


def _seal_of(header: bytes, key: bytes) -> bytes:
    return hmac.digest(_derived(key, b"header", b""), header, hashlib.sha256)


def _derived(key: bytes, purpose: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _cut(content: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks of full size and a last one, which is only empty when there is nothing at all."""
    held = bytearray()
    for piece in content:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK])
            del held[:CHUNK]
    yield bytes(held)


def _numbered(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each with its number and whether it is the last, for which one looks ahead."""
    chunk = next(chunks, b"")
    for number in count():
        following = next(chunks, None)
        yield number, chunk, following is None
        if following is None:
            return
        chunk = following


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _encoded(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise DamagedError from error
