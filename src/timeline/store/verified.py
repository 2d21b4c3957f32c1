"""What a check proved of each file, so that the next one need only prove what is new.

Law of this module: it lies in ``.index/`` beside what was seen, and is taken for what it says only by whoever asks for
what is new. A file counts as the one that was proved while its name, size, number and both of its times are the same;
whatever is not whole, or of another version, counts as nothing.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import os
from hashlib import sha256
from typing import Final

import msgspec

from timeline._version import __version__
from timeline.store import disk, seen
from timeline.store.disk import Disk
from timeline.store.marks import Mark
from timeline.verify.outline import Outline

FILE: Final = f"{seen.FOLDER}/verified"

_FORM: Final = f"timeline/verified/{__version__}".encode()


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
        data = disk.contents(os.path.join(folder, FILE))
        first, _, text = data.partition(b"\n")
        if first == _head(text):
            return msgspec.msgpack.decode(text, type=Verified)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    return Verified()


def remember(folder: str, verified: Verified, calls: Disk) -> str | None:
    """Write down what was proved, where that is new; say why where it is not possible."""
    text = msgspec.msgpack.encode(verified)
    head = _head(text)
    path = os.path.join(folder, FILE)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            if file.readline(256) == head + b"\n":
                return None
    except OSError:
        pass
    return seen.put(folder, FILE, b"%b\n%b" % (head, text), calls, is_durable=False)


def _head(text: bytes) -> bytes:
    return b"%b %b" % (_FORM, sha256(text).hexdigest().encode())
