"""One row of a sheet while it is read: its cells by the fields that their columns mean, and what is wrong with them.

Law of this module: a cell says one thing or is refused, and every fault is named with its line and column.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import attrs

from timeline.dates import edtf, parts
from timeline.dates.advice import says_nothing
from timeline.dates.local import is_midnight
from timeline.dates.precision import cut, word_of
from timeline.errors import DateError, TimelineError
from timeline.records import say, strict_json
from timeline.records.strict_json import quoted
from timeline.records.words import MODE_OF
from timeline.text.incoming import words
from timeline.text.incoming.column import Column, Headings
from timeline.text.incoming.fixing import is_proposed
from timeline.text.incoming.heading_advice import as_column, as_columns, as_option
from timeline.text.incoming.pages import Pages, is_address
from timeline.text.incoming.values import Asked, Cells, Fault, Table, listed
from timeline.text.render import bare

V = TypeVar("V")

_YES_NO: Final = {"": False, "yes": True, "true": True, "no": False, "false": False}
_PLAIN: Final = frozenset({"title", "said", "text", "quote"})
"""Fields that hold a text, whatever stands in it."""
_FEW: Final = 3
"""So many keys of objects advice leaves out by name."""
_OF_PAGES: Final = frozenset({"url", "source", "publisher", "links"})
"""Fields in which an address says most."""
_ZONED: Final = re.compile(r":\d\d(?:[.,]\d+)?\s*(?:Z|[+-]\d\d(?::?\d\d)?)\s*$", re.IGNORECASE)
_ZONE: Final = "for all of the sheet: --time-zone Europe/Berlin (in Python time_zone=)"
_AHEAD: Final = 1_000
"""Within so many characters a list shows that it has objects in it."""
DATED: Final = frozenset({*words.PARTS, *words.SPAN, *words.BOUNDS})
"""The fields that are put together to when something happened."""


class Reading:
    """A table being read under its headings: the faults and notes so far, and the sources that its rows bring."""

    def __init__(self, table: Table, found: Headings, asked: Asked) -> None:
        self.table = attrs.evolve(table, rows=())  # what the drafts keep of it: the names of its places, and no text
        self.headings = found
        self.asked = asked
        self.by_name: dict[str, list[Column]] = {}
        for column in found.columns:
            if not has_facts(column):
                self.by_name.setdefault(column.name, []).append(column)
        of_facts = [column for column in found.columns if has_facts(column) or column.name == "facts"]
        modes = [column.mode or MODE_OF.get(column.name, "actual") for column in of_facts]
        self.of_facts = [
            (column, mode)
            for mode in MODE_OF.values()
            for column, its in zip(of_facts, modes, strict=True)
            if its == mode
        ]
        self.dated = DATED & self.by_name.keys()
        self.linked = {c.place for name in ("source", "url", "links") for c in self.by_name.get(name, ())}
        self.unread_links = 0
        self.dates_at_fault = 0
        self.is_fixable = False
        of_reports = (*words.OF_REPORTS, *words.OF_PAGES, "reports")
        self.of_reports = [column.place for name in of_reports for column in self.by_name.get(name, ())]
        self.reported: dict[tuple[str, ...], tuple[list[dict[str, Any]], dict[str, Column]]] = {}
        self.pages = Pages(asked.sources)
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.zeros = 0
        self.of_years: dict[str, dict[str, None]] = {}
        self.of_months: set[str] = set()
        self.nothing: dict[str, int] = {}
        self.joint: dict[str, int] = {}
        self.joint_tags: dict[str, None] = {}
        self.empty_values: dict[str, None] = {}
        self._clocked: dict[int, bool] = {}
        self.placed: Counter[str] = Counter()
        self.cut: Counter[str] = Counter()
        self.nulls: Counter[str] = Counter()
        self._called: dict[tuple[tuple[str, int], ...], Called] = {}

    def clocked(self, column: Column) -> bool:
        """Whether a time of a column, which says no zone, is another than 0 o'clock: then none of them are days."""
        found = self._clocked.get(column.place)
        if found is None:
            cells = (row.cells[column.place] for row in self.headings.rows if column.place < len(row.cells))
            found = self._clocked[column.place] = self.asked.has_clocks(cells)
        return found

    def called(self, places: Mapping[str, Column], line: int) -> Called:
        """Say what the fields of a row are called: one value for all rows that fill the same columns of a text."""
        key = tuple([(name, column.place) for name, column in places.items()])
        found = self._called.get(key)
        if found is None:
            found = self._called[key] = Called(self.table, dict(places), line)  # the row goes on to fill its own
        # in a workbook each cell has a name of its own
        return found if self.table.sheet is None else Called(self.table, found.columns, line)


class Called(Mapping[str, str]):
    """What the fields of a row are called in its file; each is worked out when it is asked for, as few are."""

    __slots__ = ("columns", "line", "table")

    def __init__(self, table: Table, columns: Mapping[str, Column], line: int) -> None:
        self.table, self.columns, self.line = table, columns, line

    def __getitem__(self, name: str) -> str:
        column = self.columns[name]
        return self.table.called(self.line, column.place, column.heading)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


class Row:
    """One row being read: its cells by the names of their columns."""

    def __init__(self, sheet: Reading, row: Cells) -> None:
        self.sheet = sheet
        self.cells = row
        self.places: dict[str, Column] = {}
        width = sheet.headings.width
        is_short = sheet.table.is_ragged and len(row.cells) < width and not sheet.asked.short_rows
        if is_short or any(cell.strip() for cell in row.cells[width:]):
            what = f"the row has {say.counted(len(row.cells), 'cell')}, and the first row {width}"
            fix = "a cell that holds a separator, a quote or a line end stands in quotes; a row that ends early was cut"
            fix += ", or its last cells are empty: --short-rows (in Python short_rows=True)" if is_short else ""
            self.fault(what, None, fix)
        self.by_name = sheet.by_name

    def where(self, column: Column | None) -> str:
        """Say where the row is, or the cell of a column in it."""
        if column is None:
            return self.sheet.table.where(self.cells.line)
        return self.sheet.table.where(self.cells.line, column.place, column.heading)

    def fault(self, what: str, column: Column | None, fix: str | None) -> None:
        """Take note of what is wrong with the row, or with a cell of it."""
        self.sheet.faults.append(Fault(self.cells.line, self.where(column), what, fix))

    def cell(self, column: Column | None) -> str:
        """Give the text of a cell, without the apostrophe that keeps a spreadsheet from running it."""
        if column is None or column.place >= len(self.cells.cells):
            return ""
        if self.cells.wrong and (wrong := self.cells.wrong.get(column.place)) is not None:
            self.fault(wrong.what, column, wrong.fix)
            return ""
        return bare(self.cells.cells[column.place])

    def read(self, column: Column | None, how: Callable[[str], V], text: str) -> V | None:
        """Read a text that may be refused; then it is a fault of the cell."""
        try:
            return how(text)
        except TimelineError as error:
            self.fault(error.what, column, error.fix)
        return None

    def column(self, name: str) -> Column | None:
        """Give the first column of a field."""
        found = self.by_name.get(name)
        return found[0] if found else None

    def link(self, column: Column) -> str | None:
        """Give the address of the web behind the words of a cell; None where there is none."""
        address = self.cells.links.get(column.place)
        return address if address is not None and is_address(address) else None

    def is_wrong(self, name: str) -> bool:
        """Whether the cell of a field cannot be taken: that is its fault, and not that it is empty."""
        column = self.column(name)
        return column is not None and column.place in self.cells.wrong

    def text(self, name: str) -> str | None:
        """Give the text of a field; None where its cell is blank."""
        columns = self.by_name.get(name)
        if columns is None:  # most sheets have few of the columns there are
            return None
        column = columns[0]
        text = self.cell(column)
        if not text.strip() or (self._is_opened(name, text) and self.holds_objects(column, "a text")):
            return None
        self.places[name] = column
        return text

    def _is_opened(self, name: str, text: str) -> bool:
        """Whether a cell of a field of plain text may hold objects, as values of JSON do."""
        return name in _PLAIN and self.sheet.table.has_keys and text[0] in "[{" and '{"' in text[:_AHEAD]

    def called(self) -> Called:
        """Say what the fields of the row are called in the file, for faults that the log finds later."""
        return self.sheet.called(self.places, self.cells.line)

    def texts(self, name: str) -> list[str]:
        """Give the texts of all columns of a field that several columns may fill."""
        found = []
        for column in self.by_name.get(name, ()):
            text = self.cell(column)
            if text.strip() and not (self._is_opened(name, text) and self.holds_objects(column, "a text")):
                self.places[name] = column
                found.append(text)
        return found

    def date(self, name: str) -> str | None:
        """Give the date of a field, as it is stored."""
        text = self.text(name)
        return None if text is None else self.read(self.column(name), self.date_of(name), text)

    def date_of(self, name: str) -> Callable[[str], str]:
        """Give what reads a date of a column, and notes where it may mean other years than EDTF says."""

        def read(text: str) -> str:
            order = self.sheet.asked.order
            ordered = parts.in_order(text, order) if order is not None else None
            self._check_midnight(name, text)
            try:
                date = self.sheet.asked.date(ordered or text)
            except DateError as error:
                error.fix = _with_order(error.fix, text) if order is None else error.fix
                error.fix = with_zone(error.fix, text) if self.sheet.asked.time_zone is None else error.fix
                if ordered is not None and self.sheet.asked.time_zone is None:
                    error.what = f"{quoted(text)} has midnight as its time, and no zone"
                self.sheet.dates_at_fault += 1
                self.sheet.is_fixable = self.sheet.is_fixable or is_proposed(text, self.sheet.asked)
                raise
            if parts.next_years(text) is None:
                self.sheet.of_months.add(name)
            else:
                self.sheet.of_years.setdefault(name, {})[text] = None
            if years := edtf.years_instead(text):
                said = edtf.words(date.meaning)
                where = self.where(self.column(name))
                self.sheet.notes.append(f"{where}: {text} is read as {said}; write {years} for the years")
            self._count_placed(ordered or text, date)
            return str(date)

        return read

    def _count_placed(self, text: str, date: str) -> None:
        """Count a time that the zone which was told was put on."""
        if self.sheet.asked.time_zone is not None and "T" in date and not _ZONED.search(text):
            self.sheet.placed[str(self.sheet.asked.time_zone)] += 1

    def _check_midnight(self, name: str, text: str) -> None:
        """Refuse to put a zone on a column whose times are all 0 o'clock: programs write days so.

        Raises:
            DateError: It is such a time, in such a column.
        """
        asked, column = self.sheet.asked, self.column(name)
        day = asked.day_of_midnight(text)
        if day is None or column is None or self.sheet.clocked(column):
            return
        self.sheet.dates_at_fault += 1
        self.sheet.is_fixable = True
        what = f"{quoted(text)} is at 0 o'clock, as are all times of its column, and programs write days so"
        raise DateError(what, fix=f"write {day} if the day is meant, {asked.date(day + 'T00:00:00')} if midnight is")

    def at_zone(self, date: str) -> str:
        """Put the zone that was told on a date that was put together of several cells."""
        if self.sheet.asked.time_zone is None:
            return str(date)
        try:
            made = str(self.sheet.asked.date(date))
        except DateError as error:  # the day has a cell of its own
            error.where, error.fix = "time", (error.fix or "").replace(f"{date.partition('T')[0]}T", "") or None
            raise
        if made != date:
            self._count_placed(date, made)
        return made

    def to_precision(self, date: str | None, by: str = "precision") -> str | None:
        """Cut a date to what the row says of its precision in a field, where it does."""
        text, column = self.text(by), self.column(by)
        if text is None or column is None:
            return date
        word = self.read(column, self._precision, text)
        if word is None or date is None:
            return date
        found = self.read(column, lambda _: self._cut(date, word), text)
        if found is not None and found != date:
            self.sheet.cut[word] += 1
        return found

    def _precision(self, text: str) -> str:
        try:
            return word_of(text, self.sheet.asked.precision)
        except DateError as error:
            meant = {" ".join(text.split()): "month"}
            option = shlex.quote(f"{' '.join(text.split())}=month")
            said = f"say what it means for all of the sheet: --precision {option}, in Python precision={meant}"
            error.fix = f"{error.fix}; or {said}"
            raise

    def _cut(self, date: str, word: str) -> str:
        try:
            return str(cut(date, word))
        except DateError as error:
            if "T" in date and not _ZONED.search(date) and self.sheet.asked.time_zone is None:
                error.fix = f"{error.fix}; {_ZONE}"
            raise

    def json(self, name: str) -> Any:
        """Give the JSON of a field."""
        text = self.text(name)
        return None if text is None else self.read(self.column(name), strict_json.parse, text)

    def pieces(self, text: str) -> list[str]:
        """Part a cell of words or names."""
        return pieces(text, self.sheet.asked.list_separator)

    def listed(self, name: str) -> list[str] | None:
        """Give the pieces of a field that holds several."""
        text = self.text(name)
        return None if text is None else [piece for piece in self.pieces(text) if piece] or None

    def says_nothing(self, text: str) -> bool:
        """Whether people write a text where no source is known; a short name that there is stays one."""
        if not says_nothing(text) or text.lower() in self.sheet.pages:
            return False
        self.sheet.nothing[text.strip()] = self.sheet.nothing.get(text.strip(), 0) + 1
        return True

    def objects(self, column: Column, text: str) -> list[dict[str, Any]]:
        """Read a cell as a list of objects of JSON."""
        found = self.read(column, strict_json.parse, text)
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        if found is not None:
            fix = f"empty the cell, or leave the column out: {as_column(column.heading, '')}"
            self.fault("it is not a list of objects", column, fix)
        return []

    def listed_texts(self, column: Column, text: str) -> list[str]:
        """Read a cell as a list of texts of JSON; what is empty is none."""
        found = self.read(column, strict_json.parse, text)
        if not isinstance(found, list):
            return []
        some = [item for item in found if item not in (None, "")]
        if all(isinstance(item, str) for item in some):
            return some
        if any(isinstance(item, dict) for item in some):
            self.holds_objects(column, column.name)
        else:
            fix = f"empty the cell, or leave the column out: {as_column(column.heading, '')}"
            self.fault("it is not a list of texts", column, fix)
        return []

    def holds_objects(self, column: Column | None, what: str) -> bool:
        """Whether a cell holds objects of JSON where a text is asked for: that is its fault."""
        text = self.cell(column)
        if column is None or text.lstrip()[:1] not in ("[", "{"):
            return False
        try:
            found = strict_json.parse(text)
        except TimelineError:
            return False
        items = found if isinstance(found, list) else [found]
        fix = f"leave the column out: {as_column(column.heading, '')}"
        if self.sheet.table.has_keys and isinstance(found, list) and (one := self._one_key(column, items)):
            fix = f"{one}. Else {fix}"
        self.fault(f"it holds objects of JSON, and not {what}", column, fix)
        return True

    def _one_key(self, column: Column, items: Sequence[Any]) -> str | None:
        """Say how to take one key of the objects that stand in a column of objects, and leave the others out."""
        from timeline.text.incoming import jsonlog  # noqa: PLC0415 - only a fault asks

        heading, asked = column.heading, self.sheet.asked
        texts = jsonlog.keys_in(items, heading)
        plain = {key: text for key, text in texts.items() if text.lstrip()[:1] not in ("[", "{")}
        if not plain:
            return None
        best = max(plain, key=lambda key: (column.name in _OF_PAGES and is_address(plain[key]), len(plain[key])))
        others = [key for key in texts if key != best]
        is_alone = len(others) > _FEW and not asked.ignore_other_columns
        left_out = [] if is_alone or asked.ignore_other_columns else others
        one = as_columns({best: column.name, **dict.fromkeys(left_out, "")}, alone=is_alone)
        instead = f", instead of {as_option(heading, column.name)}" if heading in asked.columns else ""
        names = [key.removeprefix(f"{heading}.") for key in texts]
        return f"take one key of the objects{instead}: {one}; they have {listed(names)}"

    def origin(self) -> dict[str, Any] | None:
        """Give the origin of the row's source, and whether it gains by the claim."""
        text, gains = self.text("origin"), (self.text("interested") or "").strip().lower()
        if gains not in _YES_NO:
            self.fault(f"{quoted(gains)} is neither yes nor no", self.column("interested"), "write yes, or no")
        interested = _YES_NO.get(gains, False)
        if text is None or self.says_nothing(text):
            if interested:
                what = "it says whether an origin gains by the claim, and none is named"
                self.fault(what, self.column("interested"), "name the origin, or empty the cell")
            return None
        if text.startswith("{"):
            found = self.read(self.column("origin"), strict_json.parse, text)
            return found if isinstance(found, dict) else None
        return {"name": text, "interested": True} if interested else {"name": text}


def _with_order(fix: str | None, text: str) -> str | None:
    """Say with the advice on a date of digits which options read all such dates of a sheet."""
    orders: dict[str, parts.Order] = {"--day-first": "day", "--month-first": "month"}
    read = {option: date for option, order in orders.items() if (date := parts.in_order(text, order)) is not None}
    if not read:
        return fix
    days = {option: date.partition(" ")[0] for option, date in read.items()}  # with midnight behind it, none is read
    proposes = "--fix FILE.csv (in Python log.fix) proposes"
    said = ", ".join(
        f"{option} reads {date}" if date == days[option] else f"{option} {proposes} {days[option]}"
        for option, date in read.items()
    )
    named = " or ".join(f'"{orders[option]}"' for option in read)
    return f"{fix or 'write EDTF'}; for all dates of the sheet, {said} (in Python order={named})"


def with_zone(fix: str | None, text: str) -> str | None:
    """Say with the advice on a time without a zone which option says it for all times of a sheet."""
    return fix if is_midnight(text) is not False else f"{fix or 'write EDTF'}; {_ZONE}"


def has_facts(column: Column) -> bool:
    """Whether the cells of a column hold facts."""
    return column.mode is not None or column.name in MODE_OF


def pieces(text: str, separator: str = ";") -> list[str]:
    """Part a cell at semicolons and line ends, or at another separator, which may stand in quotes and in addresses.

    >>> pieces("a; b"), pieces('"Smith, John", https://a.org/x,y', ",")
    (['a', 'b'], ['Smith, John', 'https://a.org/x,y'])
    """
    if separator == ";":
        return [piece.strip(" ") for piece in re.split("[;\n]", text)]
    found, place, sign = [], 0, re.escape(separator)
    quoted_piece = re.compile(rf'[ ]*"((?:[^"]|"")*+)"[ ]*(?={sign}|\n|\Z)')
    plain = re.compile(rf"(?:(?:https?|ftp)://[^\s<>\])]*[^\s<>\]){sign}]|(?!{sign})[^\n])*+")
    while True:
        if (match := quoted_piece.match(text, place)) is not None:
            found.append(match[1].replace('""', '"'))
        elif (match := plain.match(text, place)) is not None:
            found.append(match[0].strip(" "))
        place = place if match is None else match.end()
        if place >= len(text):
            return found
        place += len(separator) if text.startswith(separator, place) else 1
