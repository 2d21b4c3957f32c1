"""The nodes under which the index finds records, as numbers, and the numbers of the records that are under them.

Law of this module: a node is known by a hash of its text; two texts with one hash only mean that too much is read.
"""

from __future__ import annotations

import bisect
import itertools
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_number_in: Final = struct.Struct(">q").unpack_from
_half_in: Final = struct.Struct(">I").unpack_from
_SAYS: Final = "content:"
_MEETING: Final = (_SAYS, "key:")


def node_number(node: str) -> int:
    """Give the number of a node, as tables that engines read have it."""
    found: int = _number_in(blake2b(node.encode("utf-8", "surrogatepass"), digest_size=8).digest())[0]
    return found


def number_of(node: str) -> int:
    """Give the number by which the index knows a node: odd where records meet that say the same, or share a key."""
    if node.startswith(_SAYS):
        return number_of_content(bytes.fromhex(node.removeprefix(_SAYS)))
    return node_number(node) | 1 if node.startswith(_MEETING) else node_number(node) & ~1


def number_of_content(digest: bytes) -> int:
    """Give the number of the node at which records meet that say the same, by the hash of that."""
    found: int = _number_in(digest)[0]
    return found | 1


NUMBER: Final = "I"


def packed(numbers: Iterable[int]) -> bytes | None:
    """Pack the numbers of records as :func:`listed` reads them; None for none."""
    found = array(NUMBER, numbers)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes() or None


def listed(n: int, more: bytes | None) -> Sequence[int]:
    """Give the numbers of the records that one row of ``bears`` has under its node."""
    if not more:
        return (n,)
    found = array(NUMBER, more)
    if sys.byteorder == "big":
        found.byteswap()
    return [n, *found]


def under(connection: sqlite3.Connection, node: int) -> Iterator[int]:
    """Give the numbers of the records under a node."""
    for n, more in connection.execute("SELECT n, more FROM bears WHERE node = ?", (node,)):
        yield from listed(n, more)
    yield from meeting(connection, node)


# --- those that meet, as an index that is built anew holds them -------------------------------------------------------

_HALF: Final = 0xFFFF_FFFF
_PAGE: Final = 240
"""So many stand in one row: two rows fill a page of the file."""


def met(digest: bytes, n: int) -> int:
    """Give what is held of a record at a node where it may meet others: half of its hash, and the number."""
    half: int = _half_in(digest)[0]
    return half << 32 | n


def met_at(node: int, n: int) -> int:
    """Give the same, by the number of the node."""
    return (node >> 32 & _HALF) << 32 | n


def pages(held: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Part what is held, ascending, into rows, each by the first half node in it; one half node is in one row."""
    start = 0
    while start < len(held):
        end = start + _PAGE
        while end < len(held) and held[end] >> 32 == held[end - 1] >> 32:
            end += 1
        some = array("Q", held[start:end])
        if sys.byteorder == "big":
            some.byteswap()
        yield held[start] >> 32, some.tobytes()
        start = end


def twins_in(held: Sequence[int]) -> set[int]:
    """Give the numbers of those that meet another; ``held`` is ascending."""
    pairs = ((one, other) for one, other in itertools.pairwise(held) if one >> 32 == other >> 32)
    return {one & _HALF for pair in pairs for one in pair}


def meeting(connection: sqlite3.Connection, node: int) -> Iterator[int]:
    """Give the numbers of the records that meet at a node, as far as the index was built with them."""
    if not node & 1:
        return
    half = node >> 32 & _HALF
    sql = "SELECT held FROM meets WHERE first <= ? ORDER BY first DESC LIMIT 1"
    for (held,) in connection.execute(sql, (half,)):
        found = array("Q", held)
        if sys.byteorder == "big":
            found.byteswap()
        for place in range(bisect.bisect_left(found, half << 32), len(found)):
            if found[place] >> 32 != half:
                break
            yield found[place] & _HALF
