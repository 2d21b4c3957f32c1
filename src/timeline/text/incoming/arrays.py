"""Tables that a document of JSON holds as lists of values, and not as objects: their rows as objects.

Law of this module: a table is only taken for one where its names and its values fit each other, and where a document
holds no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from timeline.records import say

Keys: TypeAlias = "tuple[str, ...]"
Found: TypeAlias = tuple[Keys, list[dict[str, Any]]]
"""The keys that lead to a table, and its rows."""

_LEAST: Final = 2
"""So many columns, or rows, a table has at the least whose shape alone shows that it is one."""
_NAMES: Final = frozenset({"columns", "column_names", "fields", "header", "headers", "headings", "names"})
"""What programs call the list of names beside a table."""


def table(document: Any) -> Found | None:
    """Give the only table of a document that is held in lists; None where there is none, or several.

    >>> table([["day", "title"], ["2025", "x"]])
    ((), [{'day': '2025', 'title': 'x'}])
    >>> table({"data": {"columns": ["day"], "rows": [["2025"]]}})
    (('data',), [{'day': '2025'}])
    >>> table({"recent": {"day": ["2025", "2026"], "title": ["x", "y"]}})
    (('recent',), [{'day': '2025', 'title': 'x'}, {'day': '2026', 'title': 'y'}])
    """
    found = list(_tables(document, ()))
    return found[0] if len(found) == 1 else None


def _tables(value: Any, path: Keys) -> Iterator[Found]:
    rows = _headed(value) if isinstance(value, list) else None
    if isinstance(value, Mapping):
        rows = _beside_names(value) or _columns(value) or _numbered(value)
    if rows is not None:
        yield path, rows
    elif isinstance(value, Mapping) and _named_lists(value) is None:
        for key, item in value.items():
            yield from _tables(item, (*path, key))


def _headed(value: Sequence[Any]) -> list[dict[str, Any]] | None:
    """Read lists of which the first holds the names: ``[["timestamp", "original"], ["2025…", "https://…"]]``."""
    if len(value) < _LEAST or not all(isinstance(row, list) for row in value):
        return None
    return _rows(value[0], value[1:]) if len(value[0]) >= _LEAST else None


def _beside_names(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Read lists of values with a list of names beside them: ``{"columns": ["id"], "rows": [[1], [2]]}``."""
    lists = {key: item for key, item in value.items() if isinstance(item, list) and item}
    tables = [item for item in lists.values() if all(isinstance(row, list) for row in item)]
    if len(tables) != 1:
        return None
    read = {key: rows for key, names in lists.items() if (rows := _rows(names, tables[0])) is not None}
    if len(read) > 1:  # names of rows may be as many
        read = {key: rows for key, rows in read.items() if key in _NAMES}
    return next(iter(read.values())) if len(read) == 1 else None


def misfit(document: Mapping[str, Any]) -> tuple[str, str] | None:
    """Say where a document has lists of values with one list of names beside them, and why these do not fit."""
    waiting = [("", document)]
    while waiting:
        path, value = waiting.pop()
        if (found := _named_lists(value)) is not None:
            named, key = found
            if (why := _why_not(named, value[named], value[key])) is not None:
                return f"{path}{key}", why
        else:
            waiting += [(f"{path}{key}.", item) for key, item in value.items() if isinstance(item, Mapping)]
    return None


def _why_not(named: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str | None:
    if twice := next((name for name in names if names.count(name) > 1), None):
        return f"{named} names {twice} more than once"
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            sizes = say.counted(len(row), "value"), say.counted(len(names), "name")
            return f"list {number} has {sizes[0]}, and {named} has {sizes[1]}"
    return None


def _named_lists(value: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give the keys of the only list of names of an object, and of the only list of lists beside it."""
    lists = {key: item for key, item in value.items() if isinstance(item, list) and item}
    names = [key for key, item in lists.items() if len(item) >= _LEAST and all(isinstance(one, str) for one in item)]
    rows = [key for key, item in lists.items() if all(isinstance(row, list) for row in item)]
    return (names[0], rows[0]) if len(names) == len(rows) == 1 else None


def _rows(names: Sequence[Any], lists: Sequence[Sequence[Any]]) -> list[dict[str, Any]] | None:
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        return None
    if any(len(row) != len(names) for row in lists):
        return None
    return [dict(zip(names, row, strict=True)) for row in lists]


def _columns(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Read columns of one length: ``{"form": ["a", "b"], "date": ["2025", "2026"]}``."""
    columns = list(value.values())
    if len(columns) < _LEAST or not all(isinstance(column, list) for column in columns):
        return None
    lengths = {len(column) for column in columns}
    if len(lengths) != 1 or min(lengths) < _LEAST:
        return None
    if any(isinstance(item, dict | list) for column in columns for item in column):
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def _numbered(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Read columns whose values are numbered from 0, as data frames are written."""
    columns = list(value.values())
    if len(columns) < _LEAST or not all(isinstance(column, dict) and column for column in columns):
        return None
    numbers = [str(number) for number in range(len(columns[0]))]
    if any(list(column) != numbers for column in columns):
        return None
    return [{name: column[number] for name, column in value.items()} for number in numbers]
