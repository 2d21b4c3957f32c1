"""Answers as CSV for data work: one row a fact, or one row a value of a view.

Law of this module: a machine reads it, so a cell is the value alone; what a spreadsheet would run is marked as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.records import say
from timeline.text.outgoing import relations
from timeline.text.outgoing.extract import Losses, Parts, Row, Rows, Written
from timeline.text.outgoing.relations import BY_NAME, Relation, spread
from timeline.text.outgoing.sheet import visible
from timeline.text.render import csv_cell
from timeline.text.terminal import safe_json

_OF_EVENTS: Final = (
    "type", "title", "occurred", "occurred_earliest", "occurred_latest",
    "reported", "reported_earliest", "reported_latest", "recorded", "known", "standing", "sources", "tags",
)  # fmt: skip


def write_parts(parts: Parts) -> Written:
    """Write a row for each fact, with the event that tells it; where views are asked, a row for each of their values.

    A cell without a value has a row too.
    """
    if parts.about.views:
        return _cells_alone(parts.about.cells)
    lost, left_out, relation = Losses(), Losses(), BY_NAME["facts"]
    data, count = bytearray(_lines([[*_heads(relation), *_OF_EVENTS]], lost)), 0
    for extract in parts:
        events = {row["id"]: row for row in extract.events}
        untold = len(events.keys() - {row["event"] for row in extract.facts})
        left_out.count("event without a fact", "left out", several="events without a fact", times=untold)
        data += _lines(_rows(relation, extract.facts, _OF_EVENTS, events), lost)
        count += len(extract.facts)
    return Written(data=bytes(data), counted=say.counted(count, "fact"), lost=(*left_out.words(), *lost.words()))


def _cells_alone(cells: Rows) -> Written:
    lost, relation = Losses(), BY_NAME["cells"]
    data = _lines([_heads(relation), *_rows(relation, cells, (), {})], lost)
    return Written(data=data, counted=say.counted(len(cells), "row"), lost=lost.words())


def _heads(relation: Relation) -> list[str]:
    return [name for field in relation.fields for name in relations.names(field)]


def _rows(relation: Relation, rows: Rows, also: Sequence[str], of: Mapping[str, Row]) -> Iterator[list[str]]:
    """Give the rows of a relation, each with some columns of the row that its ``event`` names."""
    for row in rows:
        cells = [cell for field in relation.fields for cell in _cells(field.kind, row, field.name)]
        yield [*cells, *(text_of(of[row["event"]][name]) for name in also)]


def _lines(rows: Iterable[Sequence[str]], lost: Losses) -> bytes:
    return "".join(",".join(map(csv_cell, visible(row, lost))) + "\n" for row in rows).encode()


def _cells(kind: relations.Kind, row: Row, name: str) -> Iterable[str]:
    if kind != "value":
        return (text_of(row[name]),)
    if row["mode"] is None:
        return ("",) * len(relations.VALUE_COLUMNS)
    return map(text_of, spread(row[name]))


def text_of(value: Any) -> str:
    """Give a value as a cell: texts in a list joined by ``; ``, what is nested as JSON, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) and ";" not in item for item in value):
        return "; ".join(value)
    import json  # noqa: PLC0415 - few cells are nested

    return safe_json(json.dumps(value, ensure_ascii=False))
