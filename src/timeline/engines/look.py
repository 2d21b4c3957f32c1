"""The records of a log that its index knows, found by the places on which they bear, without holding them all.

Law of this module: it finds what :class:`timeline.asof.compiled.Records` finds in memory. What bears on a place is kept
in a file of its own, which is lost without harm.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from timeline.asof import gathered
from timeline.records import bearing
from timeline.records.contents import content_of
from timeline.records.model import Record
from timeline.store.index_fill import node_number
from timeline.store.index_records import Records

_OF_LINES: Final = (
    "SELECT n, id, recorded, kind, flags, chain, place, name, line, offset, length FROM record "
    "JOIN segment ON segment = no WHERE (recorded, id) > (?, ?) AND n <= ? ORDER BY recorded, id LIMIT ?"
)
_TELLING: Final = {"event": "title", "link": "from"}


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


class OnDisk:
    """Finds the records that bear on a place.

    Args:
        records: The records as the index finds them.
        path: Where the places are kept; ``:memory:`` for a small log.
    """

    def __init__(self, records: Records, path: str = ":memory:") -> None:
        self._records = records
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE at (node INTEGER, n INTEGER, PRIMARY KEY (node, n)) WITHOUT ROWID")
        self._db.executemany("INSERT OR IGNORE INTO at VALUES (?, ?)", self._places())

    def _places(self) -> Iterator[tuple[int, int]]:
        """Give where each record bears, but for who cites what: nobody compiles from a source to that."""
        after = FIRST
        while some := lines(self._records, after, _AT_ONCE):
            after = some[-1].key
            others = [one.n for one in some if one.kind != "event"]
            for n, record in zip(others, self._records.load(others), strict=True):
                yield from ((node_number(p), n) for p in gathered.places(record) if not p.startswith("cites:"))
            self.forget()

    def forget(self) -> None:
        """Let go of what was read."""
        self._records.forget()

    def close(self) -> None:
        """Let go of the places."""
        self._db.close()

    def at(self, place: str) -> Sequence[Record]:
        """Give the records that bear on a place, by (recorded, id)."""
        rows = self._db.execute("SELECT n FROM at WHERE node = ?", (node_number(place),)).fetchall()
        found = self._records.load(n for (n,) in rows) if rows else []
        return sorted((one for one in found if place in gathered.places(one)), key=lambda one: one.order)

    def alike(self, record: Record) -> Sequence[Record]:
        """Give the others that have the key of a record, or, where it is an event or a link, say exactly the same."""
        body = record.body or {}
        nodes = [f"key:{body['key']}"] if body.get("key") else []
        told = None
        if record.kind in _TELLING and record.content is not None:
            told = content_of(record.kind, body)
            nodes.append(f"content:{bearing.content_name(record.kind, body)}")
        found = self._records.find(nodes) if nodes else ()
        others = [other for other in found if other.id != record.id and other.content is not None]
        return _by_key_first(others, body.get("key"), told, record.kind)

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id; None also where it is a name, as an end of a link may be."""
        if len(record_id) != _OF_AN_ID or set(record_id) - _DIGITS:
            return None
        return next(iter(self._records.find([f"record:{record_id}"])), None)

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether a record is among the ancestors of another, by their ids."""
        return self._records.knew(later, earlier)


_AT_ONCE: Final = 20_000
_OF_AN_ID: Final = 64
_DIGITS: Final = frozenset("0123456789abcdef")


def _by_key_first(others: Iterable[Record], key: Any, told: bytes | None, kind: str) -> list[Record]:
    """Sort out those that really have the key, and those that really say the same."""
    found: list[Record] = []
    alike: list[Record] = []
    for other in sorted(others, key=lambda one: one.order):
        body = other.body or {}
        if key and body.get("key") == key:
            found.append(other)
        if told is not None and other.kind == kind and content_of(kind, body) == told:
            alike.append(other)
    return [*found, *alike]
