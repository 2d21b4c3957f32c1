"""Rows as tables of Arrow, by the columns of a shape.

Law of this module: a type never depends on what the rows hold. pyarrow is optional, and imported only when asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.asof.relation import DAY, Row
from timeline.engines.schema import BEARS, EVENT_NUMBERS, Shape, event_numbers


def table(shape: Shape, rows: Sequence[Row]) -> Any:
    """Make the ``pyarrow.Table`` of some rows as they are in memory: moments are whole numbers of microseconds."""
    import pyarrow as pa

    arrays = []
    is_moment, kinds = shape.is_moment, shape.kinds
    columns: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else [()] * len(shape.schema)
    for name, cells in zip(shape.schema, columns, strict=True):
        if is_moment[name]:
            split = [(None, None) if cell is None else divmod(cell, DAY) for cell in cells]
            arrays += [pa.array([pair[side] for pair in split], pa.int64()) for side in (0, 1)]
        elif kinds[name] == "integer":
            arrays.append(pa.array([None if cell is None else int(cell) for cell in cells], pa.int64()))
        else:
            arrays.append(pa.array(cells, pa.string()))
    return pa.table(arrays, names=list(shape.stored))


def with_event_numbers(rows: Any) -> Any:
    """Give a ``pyarrow.Table`` with the numbers of its events beside them."""
    import pyarrow as pa

    numbers = [event_numbers(event) for event in rows["event"].to_pylist()]
    for at, name in enumerate(EVENT_NUMBERS):
        rows = rows.append_column(name, pa.array([one[at] for one in numbers], pa.int64()))
    return rows


def parted(shape: Shape, rows: Iterable[Row], parts: int) -> Mapping[int, list[Row]]:
    """Part rows by the hash of the column that their shape names; all are one part where it names none."""
    found: dict[int, list[Row]] = {}
    if shape.by is None or parts == 1:
        found[0] = list(rows)
        return found
    at = shape.schema.index(shape.by)
    known: dict[Any, int] = {}
    for row in rows:
        key = row[at]
        part = known.get(key)
        if part is None:
            part = known[key] = part_of(key, parts, is_number=shape is BEARS)
        found.setdefault(part, []).append(row)
    return found


def part_of(key: Any, parts: int, *, is_number: bool = False) -> int:
    """Say in which part the rows of a key are: by its hash, or, of a number that is a hash, by that number."""
    if is_number:
        return int(key) % parts
    return int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:8], "big") % parts
