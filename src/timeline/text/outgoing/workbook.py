"""A workbook (.xlsx): the events in the columns that ``import`` reads, every relation, and a sheet for each view.

Law of this module: a cell is a date only where the date is a day, a month or a year from 1900 on, and its number format
is its precision; anything else is text, and no text is a formula. What a sheet cannot hold is cut, and counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from timeline.text.outgoing import relations, sheet
from timeline.text.outgoing.extract import Extract, Losses, Row, Written
from timeline.text.outgoing.longform import text_of
from timeline.text.outgoing.moments import Point, plain
from timeline.text.outgoing.pivot import grid
from timeline.text.outgoing.relations import RELATIONS, Field, spread
from timeline.text.terminal import safe

_FORMATS: Final = ("yyyy", "mmm yyyy", "yyyy-mm-dd")
_MOST: Final = 32_767
"""So many characters fit into a cell."""
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIXED: Final = (1980, 1, 1, 0, 0, 0)


def write(extract: Extract) -> Written:
    """Write the workbook.

    Raises:
        ImportError: openpyxl is not installed.
    """
    import openpyxl  # noqa: PLC0415 - optional

    lost = Losses()
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.title = "timeline", safe(extract.title)
    rows = ([cells.get(name) for name in sheet.COLUMNS] for cells in (sheet.cells(extract, e) for e in extract.events))
    _sheet(book, "timeline", sheet.COLUMNS, rows, lost, dates={"occurred", "reported"})
    for view in extract.views:
        lines = ([entity, *cells] for entity, cells in grid(extract, view))
        _sheet(book, f"view {view['name']}", ("entity", *view["properties"]), lines, lost)
    for relation in RELATIONS:
        if relation.is_for_engines:
            continue
        heads = [name for field in relation.fields for name in relations.names(field)]
        held = [
            [cell for field in relation.fields for cell in _cells(field, row)]
            for row in getattr(extract, relation.name)
        ]
        _sheet(book, relation.name, heads, held, lost, dates={f.name for f in relation.fields if f.kind == "date"})
    file = io.BytesIO()
    book.save(file)
    return Written(
        data=_settled(file.getvalue()),
        counted=f"{extract.counted()} in {len(book.sheetnames)} sheets",
        lost=lost.words(),
    )


def _settled(book: bytes) -> bytes:
    """Write a workbook again without the time at which it was made: the same answer gives the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            part = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", part) if name == "docProps/core.xml" else part
            new.writestr(zipfile.ZipInfo(name, _FIXED), part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _cells(field: Field, row: Row) -> Iterable[Any]:
    if field.kind == "value":
        return spread(row[field.name]) if row["mode"] is not None else (None,) * len(relations.VALUE_COLUMNS)
    value = row[field.name]
    return (value if field.kind in ("integer", "flag") else text_of(value) or None,)


def _sheet(
    book: Any,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    lost: Losses,
    *,
    dates: Iterable[str] = (),
) -> None:
    """Add a sheet with a row of headings that stays in sight."""
    made = book.create_sheet(_name(name, book.sheetnames))
    made.freeze_panes = "A2"
    are_dates = [head in set(dates) for head in heads]
    for place, head in enumerate(heads, 1):
        _text(made.cell(1, place), head, lost)
    for line, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = made.cell(line, place)
            if isinstance(value, bool | int | float):
                cell.value = value
            elif are_dates[place - 1] and (point := _point(value)) is not None:
                cell.value = point.first_day()
                cell.number_format = _FORMATS[(point.month is not None) + (point.day is not None)]
            else:
                _text(cell, value, lost)


def _text(cell: Any, text: str, lost: Losses) -> None:
    """Put a text into a cell as text, whatever it begins with."""
    shown = "\n".join(map(safe, text.split("\n")))
    if shown != text:
        lost.count("cell", "written with escapes for characters that do not print")
    if len(shown) > _MOST:
        lost.count("cell", f"cut to the {_MOST:,} characters that a cell holds")
    cell.value = shown[:_MOST]
    cell.data_type = "s"


def _point(text: str) -> Point | None:
    """Read a date that a sheet can have as a date, without any loss: a day, a month or a year from 1901 on."""
    found = plain(text, "unknown", "unknown")
    point = found.first if found is not None and found.loss is None and found.last is None else None
    return point if point is not None and point.clock is None and 1900 < point.year <= 9999 else None


def _name(wanted: str, taken: Sequence[str]) -> str:
    """Give a sheet a name that spreadsheets take, and that no other has, whatever its capitals."""
    plain_name = _NO_NAME.sub("-", safe(wanted)).strip("'")[:_LONGEST_NAME] or "sheet"
    used = {name.casefold() for name in taken}
    name, number = plain_name, 1
    while name.casefold() in used:
        number += 1
        tail = f" {number}"
        name = plain_name[: _LONGEST_NAME - len(tail)] + tail
    return name
