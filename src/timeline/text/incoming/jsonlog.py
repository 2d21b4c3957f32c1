"""Objects of any kind as JSON, one a line or in a list: a table whose headings are their keys.

Law of this module: a key inside an object is called ``outer.inner``, and what each means is said with --column, as for
every sheet; a number stays as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.errors import FormatError
from timeline.records.strict_json import quoted
from timeline.text.incoming import arrays, told, words
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.told import Lines
from timeline.text.incoming.values import Asked, Cells, Table, listed


def table(content: Pieces, name: str, asked: Asked) -> Table:
    """Read objects as the rows of a table.

    Raises:
        FormatError: It is not JSON, or holds something else than objects.
    """
    document = told.document(content, name)
    if asked.sheet is not None:
        document = _under(document, asked.sheet)
    listed_, beside = (document, []) if isinstance(document, Lines) else _listed(document, name, asked.columns)
    opened = {heading: meant for heading, meant in asked.columns.items() if meant}
    places: dict[str, int] = {}
    joint = "; " if asked.list_separator == ";" else "\n"
    rows = KeptRows([Cells(0, ())], asked.texts())
    for line, value in _objects(listed_, name):
        cells: dict[int, str] = {}
        for key, text in _flat(value, "", opened, joint):
            cells[places.setdefault(key, len(places))] = text
        rows.append(Cells(line, tuple(cells.get(place, "") for place in range(max(cells, default=-1) + 1))))
    rows.put(0, Cells(0, tuple(places)))
    notes = (f"passed over, as it stands beside the list that is read: {listed(beside)}",) if beside else ()
    return Table(name=name, rows=rows, is_ragged=False, has_keys=True, notes=notes)


def tables(content: Pieces, name: str, columns: Mapping[str, str]) -> list[str]:
    """Name the lists of objects in a document that is read as one object, as ``--sheet`` takes them."""
    document = told.document(content, name)
    if isinstance(document, Lines):
        return []
    lists = _tables(document)
    read, _ = _listed(document, name, columns)
    return [] if any(one is read for one in lists.values()) else list(lists)


def _objects(document: Any, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    items = document.items() if isinstance(document, Lines) else enumerate(document, 1)
    for number, value in items:
        if not isinstance(value, Mapping):
            what = f'it is {_KINDS.get(type(value), "a text")}, and a row is an object: {{"title": "...", ...}}'
            fix = None
            if isinstance(value, list):
                fix = 'or a list as long as one list of names: {"columns": ["date", ...], "rows": [["2025", ...], ...]}'
            raise FormatError(what, where=f"{name}:{number}", fix=fix, unwritten=True)
        yield number, value


def _listed(document: Any, name: str, columns: Mapping[str, str]) -> tuple[list[Any], list[str]]:
    """Give the objects of a list, also of the only one in a document; or those that it has by name.

    With them, the keys that stand beside such a list, and are not read. An object that has a title, also by what its
    columns were said to mean, is a row itself.

    Raises:
        FormatError: The document has lists of values with names beside them that do not fit.
    """
    lists = _tables(document)
    fields = {words.field(columns.get(key, key)) for key in document} if isinstance(document, dict) else set()
    of_lists = None if lists else arrays.table(document)
    if of_lists is not None and (not of_lists[0] or "title" not in fields):
        path, rows = of_lists
        return rows, list(_aside(document, path)) if path else []
    if (
        isinstance(document, dict)
        and not lists
        and fields.isdisjoint(("title", "name"))
        and (said := arrays.misfit(document)) is not None
    ):
        where, what = said
        fix = "give each list a value for each name, null where there is none, and no name twice"
        raise FormatError(what, where=f"{name}, {where}", fix=fix, unwritten=True)
    if isinstance(document, list):
        return document, []
    if not isinstance(document, dict):
        return [document], []
    direct = [key for key in lists if key in document]
    if len(lists) == 1 and (direct or "title" not in fields):
        (key,) = lists
        return lists[key], list(_beside(document, lists[key]))
    if len(direct) == 1:
        return lists[direct[0]], list(_beside(document, lists[direct[0]]))
    if direct:
        return [document], []
    inside = [named for value in document.values() if (named := _named(value)) is not None]
    return inside[0] if len(inside) == 1 else [document] if inside else _named(document) or [document], []


def _tables(document: Any, path: str = "") -> dict[str, list[Any]]:
    """Give the lists of objects of a document, also of those in it, each by the keys that lead to it."""
    found: dict[str, list[Any]] = {}
    for key, value in document.items() if isinstance(document, dict) else ():
        if isinstance(value, list) and (value or not path) and _all_objects(value):
            found[f"{path}{key}"] = value
        elif isinstance(value, dict) and _named(document) is None:
            found |= _tables(value, f"{path}{key}.")
    return found


def _beside(document: Mapping[str, Any], chosen: list[Any], path: str = "") -> Iterator[str]:
    """Name what stands in a document beside one of its lists."""
    for key, value in document.items():
        if isinstance(value, dict) and any(found is chosen for found in _tables(value).values()):
            yield from _beside(value, chosen, f"{path}{key}.")
        elif value is not chosen:
            yield f"{path}{key}"


def _aside(document: Mapping[str, Any], path: Sequence[str], before: str = "") -> Iterator[str]:
    """Name what stands beside the table to which some keys lead."""
    for key, value in document.items():
        if key == path[0] and len(path) > 1:
            yield from _aside(value, path[1:], f"{before}{key}.")
        elif key != path[0]:
            yield f"{before}{key}"


def _under(document: Any, key: str) -> Any:
    """Give what stands under a key, or under the keys on a path with dots, as a workbook gives a sheet."""
    if isinstance(document, Lines):
        document = None  # they are one table
    found = document.get(key) if isinstance(document, dict) else None
    if found is None:
        found = _tables(document).get(key)
    if isinstance(found, dict | list):
        return found
    direct = [one for one, value in document.items() if isinstance(value, dict)] if isinstance(document, dict) else []
    fix = f"those are {listed(names)}" if (names := [*_tables(document), *direct]) else "leave it out"
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


def _flat(value: Mapping[str, Any], prefix: str, opened: Mapping[str, str], joint: str) -> Iterator[tuple[str, str]]:
    """Give the cells of an object; the objects of a list in it are opened where a key in them is asked for."""
    for key, item in value.items():
        name = f"{prefix}{key}"
        if isinstance(item, Mapping) and item:
            yield from _flat(item, f"{name}.", opened, joint)
        elif isinstance(item, list) and any(one.startswith(f"{name}.") for one in opened):
            yield from _gathered(item, name, opened, joint)
        elif isinstance(item, list) and all(isinstance(each, str) for each in item):
            is_parted = words.field(opened.get(name, name)) == "tags"  # none of which is parted again
            yield (
                name,
                json.dumps([each.strip() for each in item], ensure_ascii=False) if is_parted else joint.join(item),
            )
        elif item is not None:
            yield name, item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def keys_in(items: Sequence[Any], name: str) -> dict[str, str]:
    """Give what the objects of a list have as columns where one of their keys is asked for, with their first texts."""
    found: dict[str, str] = {}
    for item in items:
        if isinstance(item, Mapping):
            for key, text in _flat(item, f"{name}.", {}, "; "):
                found.setdefault(key, text)
    return found


def _gathered(items: Sequence[Any], name: str, opened: Mapping[str, str], joint: str) -> Iterator[tuple[str, str]]:
    """Give the values that the objects of a list have under each key, a line each."""
    found: dict[str, list[str]] = {}
    for item in items:
        of_item = (
            _flat(item, f"{name}.", opened, joint) if isinstance(item, Mapping) else _flat({name: item}, "", {}, joint)
        )
        for key, text in of_item:
            found.setdefault(key, []).append(text)
    for key, texts in found.items():
        is_one_line = words.field(opened.get(key, "")) in ("title", "said")
        yield key, " ".join(" ".join(texts).split()) if is_one_line else "\n".join(texts)


_KINDS: Final[Mapping[type, str]] = {list: "a list", bool: "true or false", int: "a number", float: "a number"}
