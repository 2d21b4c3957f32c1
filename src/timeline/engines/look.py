"""The lines of a log that its index knows, in order, without holding them all.

Law of this module: nothing of a line is read here; where it lies is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from timeline.named import NamedTuple
from timeline.store.index_records import Records

_PLACES: Final = (
    "SELECT n, id, recorded, kind, flags, chain, place, name, line, offset, length FROM record "
    "JOIN segment ON segment = no WHERE"
)
_OF_LINES: Final = f"{_PLACES} (recorded, id) > (?, ?) AND +n <= ? ORDER BY recorded, id LIMIT ?"
"""`+n` keeps SQLite from going through all numbers: it knows nothing of how many there are."""

_AT_ONCE: Final = 1_000


class Place(NamedTuple):
    """Where a line of the log is: its number in the index, and what that knows of it; ``id`` is bytes."""

    n: int
    id: bytes
    recorded: int
    kind: str
    flags: int
    chain: int
    place: int
    file: str
    line: int
    offset: int
    length: int


Key: TypeAlias = tuple[int, bytes]
"""The place of a line in the order of the log."""

FIRST: Final[Key] = (-(2**63), b"")
"""Before every line."""


def last(records: Records, after: Key, most: int) -> Key:
    """Give the last of the next lines of a log after one."""
    query = (
        "SELECT recorded, id FROM record WHERE (recorded, id) > (?, ?) AND +n <= ? ORDER BY recorded, id "
        "LIMIT 1 OFFSET ?"
    )
    found = records.connection.execute(query, (*after, records.last, most - 1)).fetchone()
    return (int(found[0]), bytes(found[1])) if found else after


def lines(records: Records, after: Key, most: int) -> list[Place]:
    """Give the next lines of a log after one, in the order (recorded, id)."""
    rows = records.connection.execute(_OF_LINES, (*after, records.last, most)).fetchall()
    return [Place(*row) for row in rows]


def of(records: Records, ids: Sequence[str]) -> list[Place]:
    """Give the lines of some records."""
    found: list[Place] = []
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        query = f"{_PLACES} id IN ({', '.join('?' * len(some))}) AND n <= ?"
        found += (Place(*row) for row in records.connection.execute(query, (*map(bytes.fromhex, some), records.last)))
    return sorted(found, key=lambda one: (one.recorded, one.id))
