"""A workbook of Excel (.xlsx, .xlsm) as a table: the cells of one sheet, dates by what their formats show.

Law of this module: nothing of it is run: a formula is its last value, or none. The numbers of dates are read here and
not by a library, as those give a day for a number that is none (60), and a time for 1904-01-01.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (sheet), 18.4 (shared strings), 18.8 (styles).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from timeline.text.incoming import formats, packed
from timeline.text.incoming.formats import Shown
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.packed import MOST_COLUMNS, SAVE, Element, Parts, attribute, tag
from timeline.text.incoming.values import Asked, Cells, Table, Wrong, listed

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d+)")
_RANGE: Final = re.compile(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)?(?:T?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?Z?")


def table(data: bytes, name: str, asked: Asked) -> Table:
    """Read one sheet of a workbook.

    Raises:
        FormatError: It is damaged, or it cannot be told which sheet is meant.
    """
    parts = Parts(data, name)
    try:
        book = _Book(parts)
        chosen = packed.chosen_sheet(list(book.sheets), book.visible, asked, name)
        return _Sheet(book, chosen, asked).table(name)
    except packed.DAMAGE as error:  # a number that is none, where the format has one
        raise parts.broken(str(error)) from error


class _Book:
    """What all sheets share: where they lie, the texts, and what each style shows."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        main = self._main()
        root = parts.root(main)
        if root is None:
            raise parts.broken("it has no workbook in it")
        relations = self.relations(main)
        self.sheets: dict[str, str] = {}
        self.visible: list[str] = []
        self.from_1904 = False
        for element in root.iter():
            if tag(element) == "workbookPr":
                self.from_1904 = attribute(element, "date1904") in ("1", "true")
            elif tag(element) == "sheet":
                self._sheet(element, relations)
        self.texts = self._texts(main, relations)
        self.shows = self._styles(relations)

    def _main(self) -> str:
        """Find the workbook by the relations of the package, else where all programs put it."""
        root = self.parts.root("_rels/.rels")
        for element in () if root is None else root:
            if (attribute(element, "Type") or "").endswith("/officeDocument"):
                return (attribute(element, "Target") or "").lstrip("/")
        return "xl/workbook.xml"

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Give the parts that a part names: the last word of the kind, and where it lies, by id."""
        folder, file = posixpath.split(part)
        root = self.parts.root(f"{folder}/_rels/{file}.rels")
        found = {}
        for element in () if root is None else root:
            target = attribute(element, "Target") or ""
            if attribute(element, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            found[attribute(element, "Id") or ""] = (kind, target)
        return found

    def _sheet(self, element: Element, relations: dict[str, tuple[str, str]]) -> None:
        id_ = next((value for key, value in element.items() if key.endswith("}id")), "")
        kind, target = relations.get(id_, ("", ""))
        name = attribute(element, "name") or ""
        if kind == "worksheet":
            self.sheets[name] = target
            if attribute(element, "state") in (None, "visible"):
                self.visible.append(name)

    def _texts(self, main: str, relations: dict[str, tuple[str, str]]) -> list[str]:
        del main
        part = next((target for kind, target in relations.values() if kind == "sharedStrings"), None)
        if part is None or part not in self.parts.names:
            return []
        return [_text(element) for element in self.parts.each(part, frozenset({"si"}))]

    def _styles(self, relations: dict[str, tuple[str, str]]) -> list[Shown]:
        part = next((target for kind, target in relations.values() if kind == "styles"), None)
        root = None if part is None else self.parts.root(part)
        if root is None:
            return []
        codes = dict(formats.BUILT_IN)
        for element in root.iter():
            if tag(element) == "numFmt":
                codes[int(attribute(element, "numFmtId") or 0)] = attribute(element, "formatCode") or ""
        styles = next((element for element in root if tag(element) == "cellXfs"), None)
        return [
            _shown(int(attribute(style, "numFmtId") or 0), codes)
            for style in (() if styles is None else styles)
            if tag(style) == "xf"
        ]


def _shown(number: int, codes: dict[int, str]) -> Shown:
    if number not in codes and number in formats.OF_LANGUAGES:
        return Shown(why_not="its format shows other parts of a date in each language of the program")
    return formats.shown(codes.get(number, ""))


class _Sheet:
    """One sheet being read: its rows, and what was met that a table cannot say."""

    def __init__(self, book: _Book, chosen: str, asked: Asked) -> None:
        self.book = book
        self.sheet = chosen
        self.asked = asked
        self.links: dict[tuple[int, int], str] = {}

    def table(self, name: str) -> Table:
        """Read the rows, and then what hangs on the cells."""
        part = self.book.sheets[self.sheet]
        relations = self.book.relations(part)
        rows = KeptRows()
        merged: list[str] = []
        last = 0
        for element in self.book.parts.each(part, frozenset({"row", "hyperlink", "mergeCell"})):
            if tag(element) == "mergeCell":
                merged.append(attribute(element, "ref") or "")
                continue
            if tag(element) == "hyperlink":
                self._link(element, relations)
                continue
            last = int(attribute(element, "r") or last + 1)
            if not (row := self._row(element, last)).is_blank:
                rows.append(row)
            if len(rows) > packed.MOST_ROWS:
                break
        rows = KeptRows(map(self._linked, rows)) if self.links else rows
        notes = []
        if merged:
            notes.append(packed.merged(merged))
            rows = KeptRows(_uncovered(rows, merged))
        if totals := self._totals(relations):
            here = {row.line for row in rows if _adds_up(row, totals)}
            if here:
                notes.append(f"the row of totals of a table is passed over: {listed(list(map(str, sorted(here))))}")
                rows = KeptRows(row for row in rows if row.line not in here)
        if any(kind in ("comments", "threadedComment") for kind, _ in relations.values()):
            notes.append("comments on cells are passed over")
        return packed.table_of(name, self.sheet, rows, notes)

    def _totals(self, relations: dict[str, tuple[str, str]]) -> list[tuple[range, range]]:
        """Give the rows in which tables of the sheet add up what stands above, with the columns of the table."""
        found: list[tuple[range, range]] = []
        for kind, part in relations.values():
            root = self.book.parts.root(part) if kind == "table" else None
            area = None if root is None else _RANGE.fullmatch(attribute(root, "ref") or "")
            if root is not None and area is not None:
                first, last, count = int(area[2]), int(area[4]), int(attribute(root, "totalsRowCount") or 0)
                if 0 < count <= last - first:
                    columns = range(_place(area[1]), _place(area[3]) + 1)
                    found.append((range(last - count + 1, last + 1), columns))
        return found

    def _link(self, element: Element, relations: dict[str, tuple[str, str]]) -> None:
        id_ = next((value for key, value in element.items() if key.endswith("}id")), None)
        found = _PLACE.fullmatch(attribute(element, "ref") or "")
        if id_ in relations and found:
            self.links[int(found[2]), _place(found[1])] = relations[id_][1]

    def _linked(self, row: Cells) -> Cells:
        """Give a row with the links behind its words; an address that the cell says anyway is none."""
        found = {}
        for place, text in enumerate(row.cells):
            address = self.links.get((row.line, place))
            if address is not None and text.strip().rstrip("/") != address.rstrip("/"):
                found[place] = address
        return attrs.evolve(row, links=found) if found else row

    def _row(self, element: Element, number: int) -> Cells:
        found: dict[int, str | Wrong] = {}
        place = -1
        for cell in element:
            if tag(cell) != "c":
                continue
            ref = _PLACE.fullmatch(attribute(cell, "r") or "")
            place = _place(ref[1]) if ref else place + 1
            if place >= MOST_COLUMNS:
                break
            value = self._value(cell)
            if value != "":
                found[place] = value
            formula = next((child.text for child in cell if tag(child) == "f"), None)
            if (address := formats.linked(formula)) is not None:
                self.links[number, place] = address
        return packed.row_of(number, found)

    def _value(self, cell: Element) -> str | Wrong:
        """Give a cell as the text that it shows, dates as EDTF; or say why nothing of it can be taken."""
        kind = attribute(cell, "t") or "n"
        parts = {tag(child): child for child in cell}
        value = parts["v"].text if "v" in parts else None
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        if value is None:
            return Wrong("it holds a formula and no value", SAVE) if "f" in parts else ""
        match kind:
            case "s":
                return (
                    self.book.texts[int(value)] if int(value) < len(self.book.texts) else Wrong("its text is missing")
                )
            case "str":
                return _unescaped(value)
            case "b":
                return "true" if value == "1" else "false"
            case "e":
                return Wrong(f"it shows the error {value}", "mend the formula, or empty the cell")
        style = int(attribute(cell, "s") or 0)
        shows = self.book.shows[style] if style < len(self.book.shows) else Shown()
        if kind == "d":
            return _of_iso(value, shows)
        try:
            number = float(value)
        except ValueError:
            return Wrong(f"its number {value} is none", SAVE)
        if not shows.is_date:
            return formats.of_number(number)
        return formats.of_serial(number, shows, from_1904=self.book.from_1904)


def _adds_up(row: Cells, totals: Sequence[tuple[range, range]]) -> bool:
    """Whether a row is one of totals, and nothing of it stands beside the table."""
    return any(
        row.line in rows
        and all(place in columns for place in (*(place for place, cell in enumerate(row.cells) if cell), *row.wrong))
        for rows, columns in totals
    )


def _uncovered(rows: Iterable[Cells], merged: Iterable[str]) -> Iterator[Cells]:
    """Empty the cells over which another one stands: what they hold is not shown."""
    found = filter(None, map(_RANGE.fullmatch, merged))
    to_come = sorted(((int(each[2]), int(each[4]), _place(each[1]), _place(each[3])) for each in found), reverse=True)
    over: list[tuple[int, int, int, int]] = []
    for row in rows:
        while to_come and to_come[-1][0] <= row.line:
            over.append(to_come.pop())
        over = [each for each in over if each[1] >= row.line]
        covered = {
            place
            for top, _, left, right in over
            for place in range(left, min(right + 1, len(row.cells)))
            if (top, left) != (row.line, place)
        }
        if not covered:
            yield row
            continue
        cells = tuple("" if place in covered else cell for place, cell in enumerate(row.cells))
        wrong = {place: cell for place, cell in row.wrong.items() if place not in covered}
        links = {place: link for place, link in row.links.items() if place not in covered}
        if not (bare := Cells(row.line, cells, wrong, links)).is_blank:
            yield bare


def _of_iso(value: str, shows: Shown) -> str | Wrong:
    """Read a date that a workbook keeps as text of ISO 8601."""
    import datetime as dt  # noqa: PLC0415 - few workbooks do

    found = _ISO.fullmatch(value)
    if found is None or not (found[1] or found[2]):
        return Wrong(f"its date {value} is not one that is read", SAVE)
    try:
        when = dt.datetime.fromisoformat(f"{found[1] or '1904-01-01'}T{found[2] or '00:00'}")
    except ValueError:
        return Wrong(f"its date {value} does not exist", SAVE)
    parts = {"hour"} if not found[1] else {*formats.DATE_PARTS, *(("hour",) if found[2] else ())}
    return formats.of_moment(when, shows if shows.parts else Shown(frozenset(parts)))


def _place(name: str) -> int:
    """Give the place of a column, from 0, by its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(element: Element) -> str:
    """Join the runs of a text; how it is pronounced is no part of it."""
    pieces = []
    for child in element:
        if tag(child) == "t":
            pieces.append(child.text or "")
        elif tag(child) == "r":
            pieces += [part.text or "" for part in child if tag(part) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Give back the characters that XML cannot hold, and line ends as line feeds."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")
