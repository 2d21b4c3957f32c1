"""The lines of a log that its index knows, in order, without holding them all.

Law of this module: nothing of a line is read here; where it lies is.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from timeline.store.index_records import Records

_OF_LINES: Final = (
    "SELECT n, id, recorded, kind, flags, chain, place, name, line, offset, length FROM record "
    "JOIN segment ON segment = no WHERE (recorded, id) > (?, ?) AND n <= ? ORDER BY recorded, id LIMIT ?"
)


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

    @property
    def key(self) -> tuple[int, bytes]:
        """Its place in the order of the log."""
        return self.recorded, self.id


FIRST: Final = (-(2**63), b"")
"""Before every line."""


def lines(records: Records, after: tuple[int, bytes], most: int) -> list[Place]:
    """Give the next lines of a log after one, in the order (recorded, id)."""
    rows = records.connection.execute(_OF_LINES, (*after, records.last, most)).fetchall()
    return [Place(*row) for row in rows]
