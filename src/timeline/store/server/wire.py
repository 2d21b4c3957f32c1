"""A line of the log as a row of the server, and back, byte for byte.

Law of this module: it proves nothing. What goes out was proved when it was read; what comes in is proved before it is
written.
"""

from __future__ import annotations

import itertools
import struct
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from timeline.records.cut import BODY_AT, HEAD_AT, SALT_AT, SALT_END, Cut, cut, cut_at

Row: TypeAlias = tuple[bytes, bytes, bytes | None, bytes | None, bytes | None]
"""The columns id (32 bytes), head, salt, body and body_sha256 (both as they are spelled) of `timeline.record`."""

COLUMNS: Final = "id, head, salt, body, body_sha256"

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_AT_ONCE: Final = 256
_NULL: Final = b"\xff\xff\xff\xff"
_front: Final = struct.Struct("!hi32si").pack
_ID_AT: Final = struct.calcsize("!hi")
_SALT: Final = struct.pack("!i", SALT_END - SALT_AT)
_DIGEST: Final = struct.pack("!i", 64)
_size: Final = struct.Struct("!i").pack


def spelled(line: bytes) -> bytes:
    """Spell a proved line as a row of `COPY ... (FORMAT binary)`; rows sort as their ids do."""
    at = cut_at(line)
    if at > 0:  # as nearly all are; each byte is copied once
        front, head = _front(5, 32, unhexlify(line[7:71]), at - HEAD_AT), line[HEAD_AT:at]
        salt, size = line[at + SALT_AT : at + SALT_END], _size(len(line) - at - BODY_AT - 1)
        return b"%b%b%b%b%b%b%b" % (front, head, _SALT, salt, size, line[at + BODY_AT : -1], _NULL)
    record_id, head, salt_or_none, body, digest = cut(line)
    front = _front(5, 32, unhexlify(record_id), len(head))
    if body is None or salt_or_none is None:
        return b"%b%b%b%b%b%b" % (front, head, _NULL, _NULL, _DIGEST, digest or b"")
    return b"%b%b%b%b%b%b%b" % (front, head, _SALT, salt_or_none, _size(len(body)), body, _NULL)


def blocks(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Put rows together as `COPY ... (FORMAT binary)` reads them, in blocks."""
    yield _HEADER
    waiting = iter(rows)
    while block := b"".join(itertools.islice(waiting, _AT_ONCE)):
        yield block
    yield _TRAILER


def id_in(row: bytes) -> str:
    """Give the id of a row that is spelled."""
    return row[_ID_AT : _ID_AT + 32].hex()


def cut_of(row: Row) -> Cut:
    """Read a row of the server."""
    record_id, head, salt, body, digest = row
    return Cut(record_id.hex().encode(), head, salt, body, digest)
