"""Objects of any kind as JSON, one a line or in a list: a table whose headings are their keys.

Law of this module: a key inside an object is called ``outer.inner``, and what each means is said with --column, as for
every sheet; a number stays as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from timeline.errors import FormatError
from timeline.records.strict_json import quoted
from timeline.text.incoming import told
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import MOST_ROWS, Asked, Cells, Table, listed


def table(data: bytes, name: str, asked: Asked) -> Table:
    """Read objects as the rows of a table.

    Raises:
        FormatError: It is not JSON, or holds something else than objects.
    """
    document = told.document(told.decoded(data, name), name)
    if asked.sheet is not None:
        document = _under(document, asked.sheet)
    rows = list(_objects(document, name))
    if len(rows) > MOST_ROWS:
        raise FormatError(f"it holds more than {MOST_ROWS:,} objects", where=name, fix="split it", unwritten=True)
    places: dict[str, int] = {}
    found = []
    for line, value in rows:
        cells: dict[int, str] = {}
        for key, text in _flat(value, ""):
            cells[places.setdefault(key, len(places))] = text
        found.append(Cells(line, tuple(cells.get(place, "") for place in range(max(cells, default=-1) + 1))))
    return Table(name=name, rows=(Cells(0, tuple(places)), *found), is_ragged=False, has_keys=True)


def _objects(document: Any, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    items = document.items() if isinstance(document, Lines) else enumerate(_listed(document), 1)
    for number, value in items:
        if not isinstance(value, Mapping):
            raise FormatError("it is no object", where=f"{name}:{number}", unwritten=True)
        yield number, value


def _listed(document: Any) -> list[Any]:
    """Give the objects of a list, also of the only one under a key; or those that a document has by name."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return [document]
    lists = [value for value in document.values() if isinstance(value, list) and _all_objects(value)]
    if len(lists) == 1:
        return lists[0]
    if lists:
        return [document]
    inside = [named for value in document.values() if (named := _named(value)) is not None]
    return inside[0] if len(inside) == 1 else [document] if inside else _named(document) or [document]


def _under(document: Any, key: str) -> Any:
    """Give what stands under a key, as a workbook gives a sheet."""
    if isinstance(document, dict) and isinstance(document.get(key), dict | list):
        return document[key]
    tables = (
        [one for one, value in document.items() if isinstance(value, dict | list)] if isinstance(document, dict) else []
    )
    fix = f"those are {listed(tables)}" if tables else "leave it out"
    raise FormatError(f"there is no table under the key {quoted(key)}", where="--sheet", fix=fix, unwritten=True)


def _all_objects(items: Iterable[Any]) -> bool:
    return all(isinstance(item, dict) for item in items)


def _named(value: Any) -> list[dict[str, Any]] | None:
    """Give the objects of ``{"v4": {"start": ...}, "v5": {"start": ...}}``, each with its name as its ``key``.

    Several objects under names are rows where all of them have a key in common; parts of one thing have none.
    """
    if not isinstance(value, dict) or len(value) < 2 or not _all_objects(value.values()):
        return None
    if not set.intersection(*(set(item) for item in value.values())) or any("key" in item for item in value.values()):
        return None
    return [{"key": name, **item} for name, item in value.items()]


def _flat(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        name = f"{prefix}{key}"
        if isinstance(item, Mapping) and item:
            yield from _flat(item, f"{name}.")
        elif isinstance(item, list) and all(isinstance(each, str) for each in item):
            yield name, "; ".join(item)
        elif item is not None:
            yield name, item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
