"""The rows of an answer in another order, and only the first of them.

Law of this module: it changes no row, and leaves out none but those past a limit. Dates go by bounds, never by text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from timeline.dates.suggest import did_you_mean
from timeline.errors import ViewError
from timeline.records.ordered import by_value

_BOUND: Final = re.compile(r"(-?\d+)-(\d\d)-(\d\d)(T.*)?", re.DOTALL)
_SIDES: Final = {"earliest": -1, "latest": 1, "first": -1, "last": 1}
"""On which side of all days a bound lies that is open, by the last word of its field."""

_AFTER_ALL_TIMES: Final = "U"
"""The time of a day that is a latest bound: all of it counts, and the times of instants begin with a T."""


def arranged(
    rows: Sequence[Any],
    *,
    sort: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
    form: Callable[[], Iterable[str]] = tuple,
) -> Sequence[Any]:
    """Give rows by a field, backwards, or only the first, from 1 on.

    Rows that are equal in the field keep the order that they had; those that have nothing there stand last, also
    backwards. Numbers go by size and before texts, texts without regard to case, lists and objects by what differs
    first in them, dates by their earliest and then by their latest moment: an open beginning is before every day, an
    open end after it, an unknown one is nothing, also where the field is that of a bound. Where these rows lack the
    field, ``form`` gives those that rows can have; a view of the user's own has any, so that without rows none is
    refused.

    Raises:
        ViewError: No row has such a field.
    """
    if sort is not None:
        fields = dict.fromkeys(name for row in rows if isinstance(row, Mapping) for name in row)
        if sort not in fields:
            fields |= dict.fromkeys(form())
        if fields and sort not in fields:
            fix = did_you_mean(sort, fields) or f"the fields are {', '.join(fields)}"
            raise ViewError(f'no row has a field "{sort}"', where="--sort", fix=fix)
        told = [(row, _key(row, sort)) for row in rows]
        having = [(row, key) for row, key in told if key is not None]
        having.sort(key=lambda pair: pair[1], reverse=reverse)
        rows = [*(row for row, _ in having), *(row for row, key in told if key is None)]
    elif reverse:
        rows = list(reversed(rows))
    return rows if limit is None else rows[:limit]


def _key(row: Mapping[str, Any], field: str) -> tuple[Any, ...] | None:
    """Give what a row is ordered by; None where it has nothing there."""
    earliest, latest = row.get(f"{field}_earliest"), row.get(f"{field}_latest")
    if isinstance(earliest, str) and isinstance(latest, str):
        return None if row.get(field) is None else (_bound(earliest, -1), _bound(latest, 1))
    value = row.get(field)
    side = _SIDES.get(field.rpartition("_")[2])
    if side is not None and value in ("open", "unknown"):
        return (2, (side,), value) if value == "open" else None
    if isinstance(value, str) and _BOUND.fullmatch(value):
        return (2, _bound(value, side or -1), value)
    return _of(value)


def _bound(text: str, side: int) -> tuple[Any, ...]:
    """Give the place of a bound; one that is open, or unknown, lies beyond all others on its side."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return (side if text == "open" else 2,)
    time = found[4].removesuffix("Z") if found[4] else "" if side < 0 else _AFTER_ALL_TIMES
    return (0, int(found[1]), int(found[2]), int(found[3]), time)


def _of(value: Any) -> tuple[Any, ...] | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return (0, value)
    if isinstance(value, int | float):
        return (1, value)
    if isinstance(value, Mapping) and "op" in value and isinstance(value.get("value"), int | float):  # a quantity
        return (4, by_value(value))
    if isinstance(value, str):
        return (3, value.casefold(), value)
    if isinstance(value, list | tuple):
        return (5, *((-1,) if (key := _of(one)) is None else key for one in value))
    if isinstance(value, Mapping):
        return (6, *((-1,) if (key := _of(one)) is None else key for one in value.values()))
    return (7, json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
