"""The rows of an answer as HTML, for notebooks.

Law of this module: every text is escaped; nothing in it runs, loads or links.
"""

from __future__ import annotations

import html as markup
import json
from collections.abc import Mapping, Sequence
from typing import Any

from timeline.records import say
from timeline.text.terminal import safe

MOST = 500
"""So many rows of an answer are shown; a browser with all of a long one stands still."""
_CELL = "text-align:left;vertical-align:top;padding:.25em .75em"
_ANSWERS = {"possibly": "(possibly) ", "yes": ""}


def html(name: str, query: Mapping[str, Any], rows: Sequence[Any], notes: Sequence[str] = ()) -> str:
    """Make a table of an answer, with the clocks that it used above it, and what it left out.

    A view of cells becomes a grid, entities down and properties across; anything else has a column for each field.
    """
    told = [dict(row) for row in rows if isinstance(row, Mapping)]
    records = told[:MOST]
    notes = [*notes, *([f"the first {MOST} of {len(told):,} rows; rows() has all"] if len(told) > MOST else [])]
    columns, body = _grid(records) if name == "state" else _plain(records)
    head = "".join(f"<th scope='col' style='{_CELL}'>{_text(column)}</th>" for column in columns)
    lines = "".join(f"<tr>{''.join(map(_data, line))}</tr>" for line in body)
    return (
        f"<table><caption style='text-align:left'>{'<br>'.join([_clocks(query), *map(_text, notes)])}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _data(cell: str) -> str:
    return f"<td style='{_CELL}'>{cell}</td>"


def _grid(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    properties = list(dict.fromkeys(row["property"] for row in rows))
    cells = {(row["entity"], row["property"]): _cell(row) for row in rows}
    entities = list(dict.fromkeys(row["entity"] for row in rows))
    return ["", *properties], [
        [f"<b>{_text(entity)}</b>", *(cells.get((entity, name), "") for name in properties)] for entity in entities
    ]


def _cell(row: Mapping[str, Any]) -> str:
    lines = [
        f"{_ANSWERS[value['answer']]}{_text(say.shown(value['value']))} <small>{_text(value['standing'])}</small>"
        for value in row["values"]
    ] or [f"<i>{_text(row['answer'])}</i>"]
    lines += [f"<small>{_text(item['mode'])}: {_text(say.shown(item['value']))}</small>" for item in row["beside"]]
    return "<br>".join(lines)


def _plain(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return columns, [[_text(_words(row.get(name))) for name in columns] for row in rows]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _clocks(query: Mapping[str, Any]) -> str:
    parts = [
        f"{label} {query[name]['read']}"
        for name, label in (("as_of", "as of"), ("on", "on"), ("recorded_by", "recorded by"))
        if query.get(name)
    ]
    return _text("; ".join(parts))


def _text(text: str) -> str:
    return markup.escape(safe(text), quote=True)
