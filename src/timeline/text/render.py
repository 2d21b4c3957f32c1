"""Rows as text: a folded table, plain tabs, JSON, JSON lines, CSV, Markdown.

Law of this module: the same rows give the same text, whatever the machine; nothing is cut; and no text of a log can
break a row, move a cursor or turn the reading order (see `terminal`). Machines read json, jsonl and csv, whose columns
are the keys of the rows; people read table, plain and md, whose columns a command chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from timeline.text.terminal import columns, fold, longest, safe, safe_json

Form = Literal["table", "plain", "json", "jsonl", "csv", "md"]
FORMS: Final[tuple[Form, ...]] = ("table", "plain", "json", "jsonl", "csv", "md")
ENDINGS: Final[Mapping[str, Form]] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".tsv": "plain",
    ".txt": "plain",
}

_GAP: Final = "  "
_LEAST_COLUMN: Final = 8
_PROSE: Final = 22
"""Columns that sentences keep before dates and names give way."""
_INKS: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


@attrs.frozen
class Column:
    """A column for people.

    ``inks`` colours words that stand alone in a line of a cell. In the table alone, ``digits`` shortens ids to so many
    characters, and ``once`` leaves a cell blank where it, and all such cells before it, repeat the row above.
    """

    heading: str
    inks: Mapping[str, str] = attrs.field(factory=dict)
    digits: int | None = None
    once: bool = False


@attrs.frozen(kw_only=True)
class Sheet:
    """What a command shows to people: columns, and the cells of each row; a newline starts a line within a cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@attrs.frozen(kw_only=True)
class Rows:
    """An answer in every form: its schema's name, the query as it was read, the rows, and the sheet for people."""

    schema: str
    query: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    sheet: Sheet
    keys: tuple[str, ...] = ()
    """The columns of csv, for an answer without rows."""


def render(answer: Rows, form: Form, *, width: int = 100, color: bool = False) -> str:
    """Write an answer in a form.

    Args:
        answer: What to write.
        form: One of FORMS.
        width: Columns of the terminal, for the table.
        color: Whether the table may use colour.

    Returns:
        The text, ending in a newline; empty where a form shows nothing for no rows.
    """
    match form:
        case "json":
            return safe_json(_json_object(answer))
        case "jsonl":
            return safe_json("".join(_dumps(row) + "\n" for row in answer.rows))
        case "csv":
            return _csv(answer)
        case "md":
            return _markdown(answer.sheet)
        case "plain":
            return "".join("\t".join(map(_one_line, row)) + "\n" for row in answer.sheet.rows)
        case "table":
            return _table(answer.sheet, width=width, color=color)


def _dumps(value: object) -> str:
    import json  # noqa: PLC0415 - people's forms never ask

    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def _json_object(answer: Rows) -> str:
    """One object, with each row on a line of its own, so that two answers can be compared line by line."""
    head = f'{{"schema": {_dumps(answer.schema)}, "query": {_dumps(answer.query)}, "rows": ['
    if not answer.rows:
        return head + "]}\n"
    return head + "\n" + ",\n".join(_dumps(row) for row in answer.rows) + "\n]}\n"


def _one_line(text: str) -> str:
    """Put the lines of a cell on one: those that a command made, as ``; ``, those of the log as escapes."""
    return "; ".join(safe(line) for line in text.split("\n"))


def _csv(answer: Rows) -> str:
    keys = list(dict.fromkeys(key for row in answer.rows for key in row)) or list(answer.keys)
    lines = [keys, *([_csv_cell(row.get(key)) for key in keys] for row in answer.rows)]
    return "".join(",".join(map(csv_cell, line)) + "\n" for line in lines)


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
    return safe_json(_dumps(value))


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


def _markdown(sheet: Sheet) -> str:
    lines = [_markdown_row([column.heading for column in sheet.columns])]
    lines.append("|" + " --- |" * len(sheet.columns))
    lines.extend(_markdown_row(row) for row in sheet.rows)
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join("<br>".join(map(_markdown_text, cell.split("\n"))) for cell in cells) + " |"


def _markdown_text(text: str) -> str:
    shown = safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{char}" if char in "\\`*_[]|~#$" else char for char in shown)


# --- the table -----------------------------------------------------------------------------------------------------


def _table(sheet: Sheet, *, width: int, color: bool) -> str:
    if not sheet.rows:
        return ""
    cells = [
        [
            [safe(line)[: column.digits] for line in cell.split("\n")]
            for column, cell in zip(sheet.columns, row, strict=True)
        ]
        for row in _unrepeated(sheet)
    ]
    headings = [safe(column.heading) for column in sheet.columns]
    wanted = [
        max(columns(heading), *(columns(line) for row in cells for line in row[place]))
        for place, heading in enumerate(headings)
    ]
    least = [
        max(longest(heading), *(longest(line) for row in cells for line in row[place]))
        for place, heading in enumerate(headings)
    ]
    widths = _fit(wanted, least, width - len(_GAP) * (len(wanted) - 1))
    lines = [_line(headings, widths, ["bold"] * len(headings), color=color)]
    for row in cells:
        folded = [[part for line in cell for part in fold(line, size)] for cell, size in zip(row, widths, strict=True)]
        for number in range(max(map(len, folded))):
            parts = [cell[number] if number < len(cell) else "" for cell in folded]
            inks = [column.inks.get(part.strip(), "") for column, part in zip(sheet.columns, parts, strict=True)]
            lines.append(_line(parts, widths, inks, color=color))
    return "\n".join(lines) + "\n"


def _unrepeated(sheet: Sheet) -> Iterable[Sequence[str]]:
    above: Sequence[str] = ()
    for row in sheet.rows:
        shown = list(row)
        for place, column in enumerate(sheet.columns):
            if not above or not column.once or row[place] != above[place]:
                break
            shown[place] = ""
        yield shown
        above = row


def _line(parts: Sequence[str], widths: Sequence[int], inks: Sequence[str], *, color: bool) -> str:
    shown = []
    for place, (part, size, ink) in enumerate(zip(parts, widths, inks, strict=True)):
        blanks = "" if place == len(parts) - 1 else " " * (size - columns(part))
        shown.append((paint(part, ink) if color else part) + blanks)
    return _GAP.join(shown).rstrip()


def paint(text: str, ink: str) -> str:
    """Give a text, already safe, a colour; an unknown or empty ink leaves it as it is."""
    return f"\x1b[{_INKS[ink]}m{text}\x1b[0m" if text and ink in _INKS else text


def _fit(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Share the room among columns: prose gives way first, then all, and none below its longest word while it can."""
    words = [min(pair) for pair in zip(least, wanted, strict=True)]
    prose = [max(word, _PROSE) if want > 2 * _PROSE else want for word, want in zip(words, wanted, strict=True)]
    widths: Sequence[int] = wanted
    for floors in (prose, words, [min(_LEAST_COLUMN, want) for want in wanted]):
        widths = _shrunk(widths, floors, room)
    return list(widths)


def _shrunk(wanted: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Lower the widest of the columns that stand above their floors, together, until all fit or none can give way."""
    widths = list(wanted)
    while (over := sum(widths) - room) > 0:
        able = [place for place, width in enumerate(widths) if width > floors[place]]
        if not able:
            break
        widest = max(widths[place] for place in able)
        chosen = [place for place in able if widths[place] == widest]
        next_widest = max((widths[place] for place in able if widths[place] < widest), default=0)
        target = max(widest - -(-over // len(chosen)), next_widest, *(floors[place] for place in chosen))
        for place in chosen:
            widths[place] = target
    return widths
