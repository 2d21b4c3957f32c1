"""Objects of any kind as JSON, one a line or in a list: a table whose headings are their keys.

Law of this module: a key inside an object is called ``outer.inner``, and what each means is said with --column, as for
every sheet; a number stays as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.errors import FormatError
from timeline.text.incoming import told
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import MOST_ROWS, Asked, Cells, Table


def table(data: bytes, name: str, asked: Asked) -> Table:
    """Read objects as the rows of a table.

    Raises:
        FormatError: It is not JSON, or holds something else than objects.
    """
    del asked
    document = told.document(told.decoded(data, name), name)
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
    """Give the objects of a list, also of one that stands alone under a key."""
    if isinstance(document, list):
        return document
    lists = [value for value in document.values() if isinstance(value, list)] if isinstance(document, dict) else []
    return lists[0] if len(lists) == 1 and all(isinstance(item, dict) for item in lists[0]) else [document]


def _flat(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        name = f"{prefix}{key}"
        if isinstance(item, Mapping) and item:
            yield from _flat(item, f"{name}.")
        elif isinstance(item, list) and all(isinstance(each, str) for each in item):
            yield name, "; ".join(item)
        elif item is not None:
            yield name, item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
