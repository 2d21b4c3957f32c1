"""A workbook of LibreOffice (.ods) as a table: the cells of one sheet, dates by what their styles show.

Law of this module: as for a workbook of Excel; here a date is written as one, and its style says how much of it is
shown.

Source: OASIS OpenDocument 1.3, part 3: 9.1 (tables), 16.29 (data styles), 19.369 (office:date-value).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import attrs

from timeline.text.incoming import formats, packed
from timeline.text.incoming.formats import Shown
from timeline.text.incoming.packed import Element, Parts, attribute, tag
from timeline.text.incoming.values import MOST_ROWS, Asked, Cells, Table, Wrong

_PARTS: Final = {
    "year": "year",
    "month": "month",
    "day": "day",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
}
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:[.,](\d+))?)?")
_TIME: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_SAVE: Final = "open the workbook in its program and save it, so that the value is in it"
_MOST_COLUMNS: Final = 16_384


def table(data: bytes, name: str, asked: Asked) -> Table:
    """Read one sheet of a workbook.

    Raises:
        FormatError: It is damaged, or it cannot be told which sheet is meant.
    """
    parts = Parts(data, name)
    try:
        return _table(parts, name, asked)
    except packed.DAMAGE as error:  # a number that is none, where the format has one
        raise parts.broken(str(error)) from error


def _table(parts: Parts, name: str, asked: Asked) -> Table:
    if "content.xml" not in parts.names:
        raise parts.broken("it has no content in it")
    styles: dict[str, Shown] = {}
    for part in ("styles.xml", "content.xml"):
        root = parts.root(part)
        if root is not None:
            styles |= _styles(root)
    if root is None:
        raise parts.broken("it has no content in it")
    tables = {attribute(each, "name") or "": each for each in root.iter() if tag(each) == "table"}
    filled = [sheet for sheet, each in tables.items() if any(tag(e) == "p" for e in each.iter())]
    chosen = packed.chosen_sheet(list(tables), filled or list(tables)[:1], asked, name)
    return _Sheet(tables[chosen], styles).table(name, chosen)


def _styles(root: Element) -> dict[str, Shown]:
    """Give what each style of cells shows, by its name."""
    shown: dict[str, Shown] = {}
    for element in root.iter():
        if tag(element) in ("date-style", "time-style"):
            parts = frozenset(_PARTS[tag(child)] for child in element if tag(child) in _PARTS)
            is_length = attribute(element, "truncate-on-overflow") == "false"
            why = formats.LENGTH if is_length else _other_calendar(element)
            shown[attribute(element, "name") or ""] = Shown(parts, why)
    found: dict[str, Shown] = {}
    parents: dict[str, str] = {}
    for element in root.iter():
        if tag(element) != "style" or attribute(element, "family") != "table-cell":
            continue
        name, of_data = attribute(element, "name") or "", attribute(element, "data-style-name")
        if of_data is not None:
            found[name] = shown.get(of_data, Shown())
        elif (parent := attribute(element, "parent-style-name")) is not None:
            parents[name] = parent
    return found | {name: found[parent] for name, parent in parents.items() if parent in found}


def _other_calendar(element: Element) -> str | None:
    calendars = {attribute(child, "calendar") for child in element} - {None, "gregorian"}
    return f"it shows a date of the calendar {min(map(str, calendars))}" if calendars else None


class _Sheet:
    """One sheet being read."""

    def __init__(self, element: Element, styles: dict[str, Shown]) -> None:
        self.element = element
        self.styles = styles
        self.columns: list[tuple[int, str | None]] = []
        self.comments = 0
        self.href: str | None = None

    def table(self, name: str, sheet: str) -> Table:
        """Read the rows; one that is repeated stands as often."""
        rows: list[Cells] = []
        number = 1
        for element in self._walk(self.element):
            if tag(element) == "table-column":
                count = min(_repeated(element, "number-columns-repeated"), _MOST_COLUMNS)
                self.columns.append((count, attribute(element, "default-cell-style-name")))
                continue
            times = _repeated(element, "number-rows-repeated")
            row = self._row(element, number)
            if not row.is_blank:
                rows += [attrs.evolve(row, line=number + n) for n in range(min(times, MOST_ROWS))]
            number += times
            if len(rows) > MOST_ROWS:
                break
        notes = []
        if self.comments:
            notes.append("comments on cells are passed over")
        return packed.table_of(name, sheet, rows, notes)

    def _walk(self, element: Element) -> Iterator[Element]:
        """Give columns and rows in their order, also those that stand in groups and under headers."""
        for child in element:
            if tag(child) in ("table-column", "table-row"):
                yield child
            elif tag(child).startswith(("table-columns", "table-column-group", "table-header", "table-row")):
                yield from self._walk(child)

    def _row(self, element: Element, number: int) -> Cells:
        found: dict[int, str | Wrong] = {}
        links: dict[int, str] = {}
        default = attribute(element, "default-cell-style-name")
        place = 0
        for cell in element:
            if tag(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeated(cell, "number-columns-repeated")
            style = attribute(cell, "style-name") or default or self._style_of(place)
            value = self._value(cell, self.styles.get(style or "", Shown()))
            if self.href is not None:
                links[place] = self.href
            if value != "":
                found |= dict.fromkeys(range(place, min(place + times, _MOST_COLUMNS)), value)
            place += times
            if place >= _MOST_COLUMNS:
                break
        return attrs.evolve(packed.row_of(number, found), links=links)

    def _style_of(self, place: int) -> str | None:
        for count, style in self.columns:
            if place < count:
                return style
            place -= count
        return None

    def _value(self, cell: Element, shows: Shown) -> str | Wrong:
        """Give a cell as the text that it shows, dates as EDTF."""
        kind = attribute(cell, "value-type")
        text = self._text(cell)
        if kind is None:
            return Wrong("it holds a formula and no value", _SAVE) if attribute(cell, "formula") and not text else text
        if kind == "error" or (attribute(cell, "formula") and text.startswith(("Err:", "#"))):
            return Wrong(f"it shows the error {text}", "mend the formula, or empty the cell")
        match kind:
            case "date":
                return _of_date(attribute(cell, "date-value") or "", shows)
            case "time":
                return _of_time(attribute(cell, "time-value") or "", shows)
            case "boolean":
                return attribute(cell, "boolean-value") or "false"
            case "float" | "percentage" | "currency":
                try:
                    return formats.of_number(float(attribute(cell, "value") or ""))
                except (ValueError, OverflowError):
                    return Wrong("its number is none", _SAVE)
        return text

    def _text(self, cell: Element) -> str:
        """Join the paragraphs of a cell; what hangs on it is counted."""
        lines = []
        self.href = None
        for child in cell:
            if tag(child) == "p":
                lines.append("".join(self._pieces(child)))
            elif tag(child) == "annotation":
                self.comments += 1
        return "\n".join(lines)

    def _pieces(self, element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            match tag(child):
                case "s":
                    yield " " * min(int(attribute(child, "c") or 1), 1000)
                case "tab":
                    yield "\t"
                case "line-break":
                    yield "\n"
                case "annotation":
                    self.comments += 1
                case "a":
                    words, href = "".join(self._pieces(child)), attribute(child, "href") or ""
                    if self.href is None and words.strip().rstrip("/") != href.rstrip("/"):
                        self.href = href
                    yield words
                case _:
                    yield from self._pieces(child)
            yield child.tail or ""


def _of_date(value: str, shows: Shown) -> str | Wrong:
    """Give as EDTF what is shown of a date; without a style all of it is."""
    if shows.why_not is not None:
        return Wrong(shows.why_not, "give the cell the format YYYY-MM-DD")
    found = _DATE.fullmatch(value)
    if found is None:
        return Wrong(f"its date {value} is not of the years 1 to 9999, or has a time zone", "type it as text")
    fraction = (found[3] or "")[:6].ljust(6, "0")
    try:
        when = dt.datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00:00'}.{fraction}")
    except ValueError:
        return Wrong(f"its date {value} does not exist", "type it again")
    timed = ("hour",) if found[2] and found[2] != "00:00:00" else ()
    return formats.of_moment(when, shows if shows.parts else Shown(frozenset({*formats.DATE_PARTS, *timed})))


def _of_time(value: str, shows: Shown) -> str | Wrong:
    """Give a time of day; a length of time is none."""
    found = _TIME.fullmatch(value)
    if shows.why_not is not None or found is None or int(found[1]) > 23:
        return Wrong(formats.LENGTH, formats.LENGTH_FIX)
    return f"{int(found[1]):02d}:{int(found[2]):02d}:{int(found[3]):02d}"


def _repeated(element: Element, name: str) -> int:
    found = attribute(element, name) or "1"
    return max(int(found), 1) if found.isdecimal() else 1
