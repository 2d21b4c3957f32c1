"""The nodes under which the index finds records, as numbers, and the numbers of the records that are under them.

Law of this module: a node is known by a hash of its text; two texts with one hash only mean that too much is read.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

_number_in: Final = struct.Struct(">q").unpack


def node_number(node: str) -> int:
    """Give the number by which the index knows a node."""
    found: int = _number_in(blake2b(node.encode("utf-8", "surrogatepass"), digest_size=8).digest())[0]
    return found


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
