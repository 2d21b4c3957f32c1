"""Rows as text: a folded table, plain tabs, JSON, JSON lines, CSV, Markdown.

Law of this module: the same rows give the same text, whatever the machine; what a table leaves out it names; and no
text of a log can break a row, move a cursor or turn the reading order (see `terminal`). Machines read json, jsonl and
csv, whose columns are the keys of the rows; people read table, plain and md, whose columns a command chooses.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from timeline.named import NamedTuple
from timeline.records.fields import masked
from timeline.text.forms import ENDINGS, FORMS, Form
from timeline.text.sheet import Column, Sheet
from timeline.text.terminal import safe, safe_json

__all__ = ["ENDINGS", "FORMS", "Column", "Form", "Rows", "Sheet", "bare", "csv_cell", "inert", "render"]


class Rows(NamedTuple):
    """An answer in every form: its schema's name, the query as it was read, the rows, and the sheet for people."""

    schema: str
    query: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    sheet: Sheet | Callable[[Sequence[Mapping[str, Any]]], Sheet]
    """The sheet, or what makes that of some rows: then rows may be made one by one, and their texts as well."""
    keys: tuple[str, ...] = ()
    """The columns of csv, for an answer without rows."""

    def laid_out(self, rows: Sequence[Mapping[str, Any]]) -> Sheet:
        """Give the sheet of some of the rows; one that is there is that of all."""
        return self.sheet(rows) if callable(self.sheet) else self.sheet


def render(answer: Rows, form: Form, *, width: int = 100, color: bool = False, wide: bool = False) -> str:
    """Write an answer in a form, as :func:`parts` does."""
    return "".join(parts(answer, form, width=width, color=color, wide=wide))


def parts(answer: Rows, form: Form, *, width: int = 100, color: bool = False, wide: bool = False) -> Iterator[str]:
    """Write an answer in a form, part by part, ending in a newline; only a table needs all rows at once."""
    match form:
        case "json":
            yield from _json_object(answer)
        case "jsonl":
            for some in _some(answer):
                yield safe_json(masked("".join(_dumps(row) + "\n" for row in some)))
        case "csv":
            yield from _csv(answer)
        case "md":
            yield from _markdown(answer)
        case "plain":
            for sheet in _sheets(answer):
                yield "".join("\t".join(map(_one_line, row)) + "\n" for row in sheet.rows)
        case "table":
            from timeline.text.grid import table  # noqa: PLC0415 - a pipe gets no table

            yield table(answer.laid_out(answer.rows), width=width, color=color, wide=wide)


_AT_ONCE: Final = 400
"""So many rows are in memory at once, where they are made one by one."""


def _some(answer: Rows) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Give the rows a few at a time."""
    rest = iter(answer.rows)
    while some := list(itertools.islice(rest, _AT_ONCE)):
        yield some


def _sheets(answer: Rows) -> Iterator[Sheet]:
    """Give the sheet with every column; of rows that are made one by one, the sheets of a few at a time."""
    if not callable(answer.sheet) or isinstance(answer.rows, list | tuple) or not answer.rows:
        yield answer.laid_out(answer.rows).in_full()
        return
    for some in _some(answer):
        yield answer.laid_out(some).in_full()


def _dumps(value: object) -> str:
    return _encoder()(value)


@functools.cache
def _encoder() -> Callable[[object], str]:
    import json  # noqa: PLC0415 - people's forms never ask

    return json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(", ", ": "), allow_nan=False).encode


def _json_object(answer: Rows) -> Iterator[str]:
    """One object, with each row on a line of its own, so that two answers can be compared line by line."""
    yield safe_json(masked(f'{{"schema": {_dumps(answer.schema)}, "query": {_dumps(answer.query)}, "rows": ['))
    between = "\n"
    for some in _some(answer):
        yield between + safe_json(masked(",\n".join(map(_dumps, some))))
        between = ",\n"
    yield "\n]}\n" if answer.rows else "]}\n"


def _one_line(text: str) -> str:
    """Put the lines of a cell on one: those that a command made, as ``; ``, those of the log as escapes."""
    return "; ".join(map(safe, text.split("\n"))) if "\n" in text else safe(text)


def _csv(answer: Rows) -> Iterator[str]:
    all_at_hand = isinstance(answer.rows, list | tuple)  # what is made one by one has the same keys throughout
    keys = list(dict.fromkeys(key for row in (answer.rows if all_at_hand else answer.rows[:1]) for key in row))
    keys = keys or list(answer.keys)
    yield ",".join(map(csv_cell, keys)) + "\n"
    for some in _some(answer):
        lines = ([_csv_cell(row.get(key)) for key in keys] for row in some)
        yield "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)


_QUOTED: Final = frozenset('",;\n\r')
"""Signs that make a cell stand in quotes. Spreadsheets of half the world take a semicolon for a comma."""
_FORMULA: Final = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_BEFORE_FORMULAS: Final = ("\t", "\r")
_NO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff"
_MARK: Final = "'"
_OF_DATES: Final = frozenset("0123456789XYESTZ.:~?%/-")


def csv_cell(cell: str) -> str:
    """Put a cell in quotes where it needs them."""
    return cell if _QUOTED.isdisjoint(cell) else '"' + cell.replace('"', '""') + '"'


def _csv_cell(value: object) -> str:
    """A cell for a spreadsheet: lists of words joined by ``; ``, what is nested as JSON, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return inert("\n".join(safe(line) for line in value.split("\n")))
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return inert("; ".join(safe(item) for item in value))
    return safe_json(masked(_dumps(value)))


def inert(cell: str) -> str:
    """Keep a spreadsheet from running a cell: what would be a formula is marked as text; -0044-03 is a date.

    Some programs pass over blanks before a formula, so these count for nothing here.

    What looks like a marked cell is marked once more, so that :func:`bare` gives every text back.
    """
    if cell[:1] == "-" and cell[1:2].isdecimal() and _OF_DATES.issuperset(cell):
        return cell
    return _MARK + cell if _runs(cell.lstrip(_MARK)) else cell


def bare(cell: str) -> str:
    """Take the mark away that keeps a spreadsheet from running a cell.

    >>> bare("'=1+1"), bare("''=1+1"), bare("'tis")
    ('=1+1', "'=1+1", "'tis")
    """
    return cell[1:] if cell[:1] == _MARK and _runs(cell.lstrip(_MARK)) else cell


def _runs(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    first = cell.lstrip().lstrip(_NO_WIDTH).lstrip()[:1]
    return cell[:1] in _BEFORE_FORMULAS or (first != "" and first in _FORMULA)


def _markdown(answer: Rows) -> Iterator[str]:
    head = True
    for sheet in _sheets(answer):
        if head:
            yield _markdown_row([column.heading for column in sheet.columns]) + "\n"
            yield "|" + " --- |" * len(sheet.columns) + "\n"
            head = False
        yield "".join(_markdown_row(row) + "\n" for row in sheet.rows)


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join("<br>".join(map(markdown_text, cell.split("\n"))) for cell in cells) + " |"


def markdown_text(text: str) -> str:
    """Write a text, on one line, so that Markdown takes none of its signs for markup."""
    shown = safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{char}" if char in "\\`*_[]|~#$" else char for char in shown)
