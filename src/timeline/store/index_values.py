"""How often the log tells each value, as the index holds it.

Law of this module: it counts what :func:`timeline.records.valued.told_in` gives, and what
:func:`timeline.records.valued.ranked` makes of that can be had from it. Where a record lost its text, what was counted
of it is not known any more, and nothing is kept.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec import UNSET

from timeline.records.model import Quantity, Record, value_key
from timeline.records.valued import Key, told_in

if TYPE_CHECKING:
    import sqlite3

    from timeline.records.usual import Fact

SCHEMA: Final = """
CREATE TABLE value (
    property TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL, first BLOB NOT NULL,
    PRIMARY KEY (property, value)
) WITHOUT ROWID;
"""
"""Each value that is told, with the property of which it is told; how often; and the place of the first telling, which
sorts as the log does. A value without a property says that nothing is known."""

_PUT: Final = (
    "INSERT INTO value VALUES (?, ?, ?, ?) ON CONFLICT (property, value) "
    "DO UPDATE SET count = count + excluded.count, first = min(first, excluded.first)"
)
_ZERO: Final = 1 << 63
_FARTHEST: Final = 1 << 53  # no whole number of a line is larger
_place: Final = struct.Struct(">Q8sI").pack
_encode: Final = msgspec.json.Encoder().encode


class Values:
    """Counts the values of records on their way into the index."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, object], list[Any]] = {}

    def add(self, facts: Sequence[Fact], recorded: int, id_: bytes) -> None:
        """Count what an event of the usual form tells."""
        told = self._told
        for place, fact in enumerate(facts):
            value = fact.value
            known = told.get(at := (fact.property, value if type(value) is str else _key(value)))
            if known is None:
                told[at] = [1, recorded, id_, place]
            else:
                known[0] += 1
                if recorded <= known[1]:
                    known[1:] = min(known[1:], [recorded, id_, place])

    def add_record(self, record: Record, recorded: int, id_: bytes) -> None:
        """Count what any record tells."""
        for place, one in enumerate(told_in(record)):
            kind, *rest = one.key
            known = self._told.setdefault(
                (one.property, rest[0] if kind == "text" else one.key), [0, recorded, id_, place]
            )
            known[0] += one.times
            known[1:] = min(known[1:], [recorded, id_, place])

    def properties(self) -> set[str]:
        """Give the properties of which something was told since the last time, an end too."""
        return {name for name, _ in self._told}

    def write(self, connection: sqlite3.Connection) -> None:
        """Write what was counted since the last time."""
        rows = [
            (name, _text(value), count, _place(recorded + _ZERO, id_, place))
            for (name, value), (count, recorded, id_, place) in self._told.items()
            if value is not None
        ]
        connection.executemany(_PUT, sorted(rows))
        self._told.clear()


def most_told(connection: sqlite3.Connection, properties: Collection[str], most: int) -> list[Key]:
    """Give the values told most often of some properties, as :func:`ranked` does."""
    marks = ", ".join("?" * len(properties))
    sql = (
        f"SELECT value FROM value WHERE property IN ({marks}) "  # noqa: S608 - marks alone
        "GROUP BY value ORDER BY sum(count) DESC, min(first) LIMIT ?"
    )
    return [tuple(json.loads(text)) for (text,) in connection.execute(sql, (*properties, most))]


def _key(value: object) -> object:
    """Give the identity of a value that is no text; None for none."""
    if value is None or value is UNSET:
        return None
    if type(value) in (bool, int, float):
        return value_key(value)  # type: ignore[arg-type]
    unit = value.unit  # type: ignore[attr-defined]
    return value_key(Quantity(op=value.op, value=value.value, unit=None if unit is UNSET else unit))  # type: ignore[attr-defined]


def _text(value: object) -> str:
    """Spell the identity of a value; 1 and 1.0 are one number."""
    parts = ("text", value) if isinstance(value, str) else map(_number, value)  # type: ignore[call-overload]
    return _encode(tuple(parts)).decode()


def _number(part: object) -> object:
    is_whole = isinstance(part, float) and part.is_integer() and abs(part) <= _FARTHEST
    return int(part) if is_whole else part  # type: ignore[call-overload]
