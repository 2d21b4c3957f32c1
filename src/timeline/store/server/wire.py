"""A line of the log as a row of the server, and back, byte for byte.

Law of this module: it proves nothing. What goes out was proved when it was read; what comes in is proved before it is
written.
"""

from __future__ import annotations

import struct
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from timeline.records.line import Cut

Row: TypeAlias = tuple[bytes, bytes, bytes | None, bytes | None, bytes | None]
"""The columns id (32 bytes), head, salt, body and body_sha256 (both as they are spelled) of `timeline.record`."""

COLUMNS: Final = "id, head, salt, body, body_sha256"

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER: Final = b"\xff\xff"
_BLOCK: Final = 1 << 18
_NULL: Final = b"\xff\xff\xff\xff"
_front: Final = struct.Struct("!hi32si").pack
_SALT: Final = struct.pack("!i", 32)
_DIGEST: Final = struct.pack("!i", 64)
_size: Final = struct.Struct("!i").pack


def packed(cuts: Iterable[Cut]) -> Iterator[tuple[bytes, str]]:
    """Spell lines as `COPY ... (FORMAT binary)` reads them, in blocks, each with the id of one of its lines."""
    parts = [_HEADER]
    add = parts.append
    size, last = 0, b""
    for cut in cuts:
        last, head, salt, body, digest = cut
        front = _front(5, 32, unhexlify(last), len(head))
        if body is None or salt is None:
            row = b"%b%b%b%b%b%b" % (front, head, _NULL, _NULL, _DIGEST, digest or b"")
        else:
            row = b"%b%b%b%b%b%b%b" % (front, head, _SALT, salt, _size(len(body)), body, _NULL)
        add(row)
        size += len(row)
        if size >= _BLOCK:
            yield b"".join(parts), last.decode()
            parts.clear()
            size = 0
    add(_TRAILER)
    yield b"".join(parts), last.decode()


def cut_of(row: Row) -> Cut:
    """Read a row of the server."""
    record_id, head, salt, body, digest = row
    return Cut(record_id.hex().encode(), head, salt, body, digest)
