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
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.packed import MOST_COLUMNS, SAVE, Element, Parts, attribute, tag
from timeline.text.incoming.values import Asked, Cells, Table, Wrong, letters

_PARTS: Final = {
    "year": "year",
    "month": "month",
    "day": "day",
    "quarter": "quarter",
    "week-of-year": "week",
    "hours": "hour",
    "minutes": "minute",
    "seconds": "second",
}
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:[.,](\d+))?)?")
_TIME: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


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


_STYLES: Final = frozenset({"date-style", "time-style", "style"})
_SHEETS: Final = frozenset({"table", "table-column", "table-row"})


def _table(parts: Parts, name: str, asked: Asked) -> Table:
    if "content.xml" not in parts.names:
        raise parts.broken("it has no content in it")
    styles = _Styles()
    for element in parts.each("styles.xml", _STYLES) if "styles.xml" in parts.names else ():
        styles.add(element)
    sheets: dict[str, _Sheet] = {}
    filled: list[str] = []
    open_: list[str] = []
    for event, element in parts.events("content.xml", _STYLES | _SHEETS):
        kind = tag(element)
        if kind == "table":
            called = attribute(element, "name") or ""
            if event == "start":
                open_.append(called)
                is_read = asked.sheet == called or (asked.sheet is None and not filled)
                sheets.setdefault(called, _Sheet(styles, is_read=is_read))
            else:
                open_.pop()
                filled += [called] if sheets[called].is_filled and called not in filled else []
        elif event == "end" and kind in _STYLES:
            styles.add(element)
        elif event == "end" and len(open_) == 1:  # a table in a cell is none of its own
            sheets[open_[0]].add(kind, element)
    chosen = packed.chosen_sheet(list(sheets), filled or list(sheets)[:1], asked, name)
    return sheets[chosen].table(name, chosen)


class _Styles:
    """What each style of cells shows, by its name; where a style says nothing of that, its parent does."""

    def __init__(self) -> None:
        self._dates: dict[str, Shown] = {}
        self._cells: dict[str, tuple[str | None, str | None]] = {}
        self._shown: dict[str, Shown] = {}

    def add(self, element: Element) -> None:
        """Take in a style of dates, or of cells."""
        name = attribute(element, "name") or ""
        if tag(element) != "style":
            parts = frozenset(_PARTS[tag(child)] for child in element if tag(child) in _PARTS)
            is_length = attribute(element, "truncate-on-overflow") == "false"
            self._dates[name] = Shown(parts, formats.LENGTH if is_length else _other_calendar(element))
        elif attribute(element, "family") == "table-cell":
            self._cells[name] = attribute(element, "data-style-name"), attribute(element, "parent-style-name")

    def shown(self, name: str) -> Shown:
        """Give what a style of cells shows; asked for when all styles are known."""
        if name not in self._shown:
            self._shown[name] = self._found(name)
        return self._shown[name]

    def _found(self, name: str | None) -> Shown:
        seen: set[str] = set()
        while name is not None and name not in seen:
            seen.add(name)
            of_data, parent = self._cells.get(name, (None, None))
            if of_data is not None:
                return self._dates.get(of_data, Shown())
            name = parent
        return Shown()


def _other_calendar(element: Element) -> str | None:
    calendars = {attribute(child, "calendar") for child in element} - {None, "gregorian"}
    return f"it shows a date of the calendar {min(map(str, calendars))}" if calendars else None


class _Sheet:
    """One sheet being read; of one that is not asked for it is only known whether something stands in it."""

    def __init__(self, styles: _Styles, *, is_read: bool) -> None:
        self.styles = styles
        self.is_read = is_read
        self.is_filled = False
        self.rows = KeptRows()
        self.last = 0
        self.columns: list[tuple[int, str | None]] = []
        self.comments = 0
        self.merged: list[str] = []
        self.href: str | None = None

    def add(self, kind: str, element: Element) -> None:
        """Take in the columns and rows in their order, also those in groups; a row that is repeated stands as often."""
        if kind == "table-column":
            count = min(_repeated(element, "number-columns-repeated"), MOST_COLUMNS)
            self.columns.append((count, attribute(element, "default-cell-style-name")))
            return
        self.is_filled = self.is_filled or any(tag(each) == "p" for each in element.iter())
        number, times = self.last + 1, _repeated(element, "number-rows-repeated")
        self.last += times
        if not self.is_read or len(self.rows) > packed.MOST_ROWS:
            return
        row = self._row(element, number)
        for n in () if row.is_blank else range(min(times, packed.MOST_ROWS)):
            self.rows.append(attrs.evolve(row, line=number + n) if n else row)

    def table(self, name: str, sheet: str) -> Table:
        """Give all that was taken in."""
        notes = [packed.merged(self.merged)] if self.merged else []
        notes += ["comments on cells are passed over"] if self.comments else []
        return packed.table_of(name, sheet, self.rows, notes)

    def _row(self, element: Element, number: int) -> Cells:
        found: dict[int, str | Wrong] = {}
        links: dict[int, str] = {}
        default = attribute(element, "default-cell-style-name")
        place = 0
        for cell in element:
            if tag(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeated(cell, "number-columns-repeated")
            if tag(cell) == "covered-table-cell":  # what it holds is not shown
                place += times
                continue
            self._merge(number, place, cell)
            style = attribute(cell, "style-name") or default or self._style_of(place)
            value = self._value(cell, self.styles.shown(style or ""))
            if (href := self.href or formats.linked(attribute(cell, "formula"))) is not None and href != value:
                links[place] = href
            if value != "":
                found |= dict.fromkeys(range(place, min(place + times, MOST_COLUMNS)), value)
            place += times
            if place >= MOST_COLUMNS:
                break
        return attrs.evolve(packed.row_of(number, found), links=links)

    def _merge(self, number: int, place: int, cell: Element) -> None:
        """Take note of a cell that stands over others."""
        down, across = (_repeated(cell, f"number-{each}-spanned") for each in ("rows", "columns"))
        if down > 1 or across > 1:
            last = f"{letters(place + across - 1)}{number + down - 1}"
            self.merged.append(f"{letters(place)}{number}:{last}")

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
            return Wrong("it holds a formula and no value", SAVE) if attribute(cell, "formula") and not text else text
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
                    return Wrong("its number is none", SAVE)
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
