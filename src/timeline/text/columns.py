"""Rows as columns, each of one type: what a data frame or a database needs of an answer.

Law of this module: every key that any row has is a column, and no value is lost or guessed at. Where the values of a
column are of one kind it has that type; where they are not, it is text. The type of a list never depends on what its
mappings hold: they are JSON text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, Literal, TypeAlias

import attrs

from timeline.records.model import unstructure

Kind: TypeAlias = Literal["boolean", "integer", "number", "day", "text"]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALF: Final = re.compile("[\ud800-\udfff]")
_INTEGERS: Final = range(-(2**63), 2**63)
_EXACT: Final = 2**53
"""Up to here every integer is a double; mixed with fractions, a larger one is kept as text."""


@attrs.frozen(kw_only=True)
class Column:
    """A column: a value for each row, None where a row has none.

    ``kind`` is that of the values, or, where ``is_list``, of what the lists hold. Days are :class:`datetime.date`.
    """

    name: str
    kind: Kind
    values: tuple[Any, ...]
    is_list: bool = False


def columns(rows: Sequence[Mapping[Any, Any]]) -> tuple[Column, ...]:
    """Give the columns of rows, in the order in which their keys are first seen.

    A column of days (ISO, in the years 1 to 9999) is followed by one of the texts, named ``NAME_text``, or
    ``NAME_text_2`` and so on where rows have that key. Doubtful dates, instants, ``open`` and ``unknown`` are not days:
    one of them makes the whole column text, as do days outside these years, which many readers of Arrow cannot show.

    >>> [(column.name, column.kind) for column in columns([{"n": 1}, {"n": 2, "day": "2025-08-14"}])]
    [('n', 'integer'), ('day', 'day'), ('day_text', 'text')]
    >>> columns([{"value": 5}, {"value": "Nvidia"}])[0].values
    ('5', 'Nvidia')
    """
    found = [{name: _plain(value) for name, value in row.items()} for row in rows]
    keys = list(dict.fromkeys(key for row in found for key in row))
    taken = {key for key in keys if isinstance(key, str)}
    made: list[Column] = []
    for key in keys:
        sound = _sound(str(key))
        name = sound if sound == key else _free(sound, taken)
        column = _column(name, [row.get(key) for row in found])
        made.append(column)
        if column.kind == "day":
            beside = _free(f"{name}_text", taken)
            made.append(Column(name=beside, kind="text", values=tuple(row.get(key) for row in found)))
    return tuple(made)


def _free(name: str, taken: set[str]) -> str:
    """Find a name that no column has, and take it."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found)
    return found


def _column(name: str, values: Sequence[Any]) -> Column:
    told = [value for value in values if value is not None]
    if told and all(isinstance(value, list) for value in told):
        kind = _kind([item for value in told for item in value if item is not None])
        lists = (None if value is None else tuple(_as(kind, item) for item in value) for value in values)
        return Column(name=name, kind=kind, values=tuple(lists), is_list=True)
    if told and all(isinstance(value, str) for value in told) and all(map(_day, told)):
        return Column(name=name, kind="day", values=tuple(None if value is None else _day(value) for value in values))
    kind = _kind(told)
    return Column(name=name, kind=kind, values=tuple(_as(kind, value) for value in values))


def _kind(values: Sequence[Any]) -> Kind:
    """Tell of which kind all values are; text where they are of several, or where there are none."""
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int} and all(value in _INTEGERS for value in values):
        return "integer"
    if float in kinds and kinds <= {int, float}:
        exact = all(isinstance(value, float) or abs(value) <= _EXACT for value in values)
        return "number" if exact else "text"
    return "text"


def _as(kind: Kind, value: Any) -> Any:
    """Give a value as one of its column's kind."""
    if value is None or kind in ("boolean", "integer"):
        return value
    if kind == "number":
        return float(value)
    return _sound(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _day(text: str) -> dt.date | None:
    """Read a day as every calendar has it; None for any other text."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _plain(value: Any) -> Any:
    """Give a value as JSON has it; what a view of the user's own gives may hold anything."""
    if value is None or isinstance(value, bool):
        return value
    for of in (str, int, float):
        if isinstance(value, of):
            return of(value) if type(value) is not of else value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(item) for item in value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if attrs.has(type(value)):
        return _plain(unstructure(value))
    return str(value)


def _sound(text: str) -> str:
    """Put U+FFFD for half a surrogate pair, which no UTF-8 can hold."""
    return _HALF.sub("\ufffd", text)
