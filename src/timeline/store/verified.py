"""What a check proved of each file, so that the next one need only prove what is new.

Law of this module: it lies in ``.index/`` beside what was seen, and is taken for what it says only by whoever asks for
what is new. A file counts as the one that was proved while its name, size, number and both of its times are the same;
whatever is not whole, or of another version, counts as nothing.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

import msgspec

from timeline._version import __version__
from timeline.store import disk, seen
from timeline.store.disk import Disk
from timeline.store.marks import Mark
from timeline.verify.outline import Outline

FILE: Final = f"{seen.FOLDER}/verified"

_FORM: Final = f"timeline/verified/3/{__version__}".encode()
_LENGTH: Final = 8
"""So many bytes say how long a piece is."""
_PORTION: Final = 1 << 18


class File(msgspec.Struct, frozen=True):
    """A file that was proved, and what it holds."""

    mark: Mark
    outline: Outline


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """Files by name, and the hashes of checkpoints whose root was right."""

    files: dict[str, File] = msgspec.field(default_factory=dict)
    roots: tuple[str, ...] = ()


def read(folder: str) -> Verified:
    """Read what was proved; nothing where that is not whole."""
    try:
        return _read(disk.portions(os.path.join(folder, FILE), _PORTION))
    except (OSError, ValueError, StopIteration, msgspec.MsgspecError, RecursionError):
        return Verified()


def _read(portions: Iterator[bytes]) -> Verified:
    """Read what was proved, piece by piece.

    Raises:
        ValueError: It is not whole.
        StopIteration: Nothing is there.
    """
    first, _, rest = next(portions).partition(b"\n")
    pieces, digest = _cut(rest, portions), sha256()
    digest.update(roots := next(pieces))
    files: dict[str, File] = {}
    for piece in pieces:
        digest.update(piece)
        name, file = msgspec.msgpack.decode(memoryview(piece)[_LENGTH:], type=tuple[str, File])
        files[name] = file
    if first != _head(digest.hexdigest()):
        raise ValueError
    return Verified(files=files, roots=msgspec.msgpack.decode(memoryview(roots)[_LENGTH:], type=tuple[str, ...]))


def _cut(rest: bytes, portions: Iterator[bytes]) -> Iterator[bytes]:
    """Cut pieces, each with its length before it, out of what is read portion by portion.

    Raises:
        ValueError: The last one is not whole.
    """
    while rest or (rest := next(portions, b"")):
        end = _LENGTH
        while len(rest) < _LENGTH or len(rest) < (end := _LENGTH + int.from_bytes(rest[:_LENGTH], "big")):
            if not (more := next(portions, b"")):
                raise ValueError
            rest += more
        yield rest[:end]
        rest = rest[end:]


def remember(folder: str, verified: Verified, calls: Disk) -> str | None:
    """Write down what was proved, where that is new; say why where it is not possible."""
    digest = sha256()
    for piece in _pieces(verified):
        digest.update(piece)
    head = _head(digest.hexdigest())
    path = os.path.join(folder, FILE)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            if file.readline(256) == head + b"\n":
                return None
    except OSError:
        pass
    return seen.put(folder, FILE, itertools.chain([head + b"\n"], _pieces(verified)), calls, is_durable=False)


def _pieces(verified: Verified) -> Iterator[bytes]:
    """Spell what was proved: the roots, then each file by its name, each with how many bytes it has before it.

    Spelled twice, once for its hash, it is never in memory as a whole.
    """
    for one in (verified.roots, *verified.files.items()):
        piece = msgspec.msgpack.encode(one)
        yield len(piece).to_bytes(_LENGTH, "big") + piece


def _head(digest: str) -> bytes:
    return b"%b %b" % (_FORM, digest.encode())
