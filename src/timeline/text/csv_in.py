"""A spreadsheet, saved as CSV or TSV, as records: one row is one event, or one source.

Law of this module: a column is what its heading says, a cell says one thing or is refused, and every fault is named
with its line and column. Nothing is guessed: no date, no column, no name. What only the log can tell is passed over,
and said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, get_args

import attrs

from timeline.dates import edtf
from timeline.dates.stamps import utc_stamp
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import UncertainDate
from timeline.errors import FormatError, RecordError, TimelineError
from timeline.records import say, strict_json
from timeline.records.admission import Draft
from timeline.records.model import RECORD_ID
from timeline.records.strict_json import quoted
from timeline.records.typed import parse_fact, parse_stance, parse_value
from timeline.records.words import MODE_OF, Mode, Stance
from timeline.text import csv_cells, csv_columns
from timeline.text.csv_cells import Cells
from timeline.text.csv_columns import OF_REPORTS, Column, Fault, Headings
from timeline.text.render import bare

V = TypeVar("V")

MOST_ROWS: Final = 1_000_000
_DERIVED: Final = frozenset({"since", "since_earliest", "since_latest", "answer"})
_YES_NO: Final = {"": False, "yes": True, "true": True, "no": False, "false": False}


@attrs.frozen(kw_only=True)
class Sheet:
    """What a sheet holds: drafts in the order of its rows, the faults of the others, and what was passed over.

    ``notes`` name cells, by line and column, that are read otherwise than their writer may have meant.

    ``partial`` is what could be read of the rows at fault: it is never written, but may show more that is wrong.
    """

    drafts: tuple[Draft, ...] = ()
    partial: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(
    text: str,
    *,
    name: str,
    separator: str = ",",
    renamed: Mapping[str, str] | None = None,
    keep_recorded: bool = False,
    today: dt.date,
) -> Sheet:
    """Read a sheet.

    Args:
        text: The sheet, with a first row of headings.
        name: What it is called, for errors.
        separator: What parts its cells, where its headings do not show it.
        renamed: What headings mean, by heading; nothing, where a column is to be passed over.
        keep_recorded: Whether the column ``recorded`` holds stamps to keep.
        today: The day on which it is read; it is only ever part of advice.

    Raises:
        FormatError: It is no such text, or its headings are not those of a sheet.
    """
    try:
        text = csv_cells.lines(text)
        told, length = csv_cells.told_separator(text)
        body, first = text[length:], 2 if length else 1
        chosen = told or csv_columns.separator(body, separator, renamed or {})
        rows = [row for row in csv_cells.rows(body, chosen, first_line=first) if not row.is_blank]
    except FormatError as error:
        raise FormatError(error.what, where=f"{name}:{error.where}", fix=error.fix, unwritten=True) from error
    if not rows:
        raise FormatError(
            "it is empty", where=name, fix="its first row holds the names of the columns, such as title", unwritten=True
        )
    if len(rows) > MOST_ROWS:
        raise FormatError(
            f"it holds more than {MOST_ROWS:,} rows", where=name, fix="split it into parts", unwritten=True
        )
    found = csv_columns.headings(name, rows[0], rows[1:], renamed or {}, keep_recorded=keep_recorded)
    if found.faults:  # what stands under a heading that is not known cannot be judged
        return Sheet(faults=found.faults)
    return _Reader(name, rows, found, keep_recorded=keep_recorded, today=today).sheet()


class _Reader:
    def __init__(
        self, name: str, rows: Sequence[Cells], found: Headings, *, keep_recorded: bool, today: dt.date
    ) -> None:
        self.name = name
        self.width, self.rows = len(rows[0].cells), rows[1:]
        self.headings = found
        self.by_name = {column.name: column for column in found.columns if not _has_facts(column)}
        self.of_facts = [column for column in found.columns if _has_facts(column) or column.name == "facts"]
        self.keep_recorded = keep_recorded
        self.day = today
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def sheet(self) -> Sheet:
        """Read row after row."""
        drafts: list[Draft] = []
        partial: list[Draft] = []
        for row in self.rows:
            before = len(self.faults)
            reading = _Row(self, row)
            if len(self.faults) > before:
                continue
            draft = reading.source() if self.headings.of_sources else reading.event()
            if len(self.faults) == before:
                drafts.append(draft)
            elif draft.body.get("name" if self.headings.of_sources else "title"):
                partial.append(draft)
        return Sheet(
            drafts=tuple(drafts),
            partial=tuple(partial),
            faults=tuple(self.faults),
            passed_over=self.headings.passed_over,
            notes=tuple(self.notes),
        )


class _Row:
    """One row being read: its cells by the names of their columns."""

    def __init__(self, reader: _Reader, row: Cells) -> None:
        self.reader = reader
        self.row = row
        self.places: dict[str, str] = {}
        width = reader.width
        if len(row.cells) < width or any(cell.strip() for cell in row.cells[width:]):
            what = f"the row has {say.counted(len(row.cells), 'cell')}, and the first row {width}"
            fix = "a cell that holds a separator, a quote or a line end stands in quotes; a row that ends early was cut"
            self._fault(what, None, fix)
        self.by_name = reader.by_name

    # --- cells -------------------------------------------------------------------------------------------------------

    def _fault(self, what: str, column: Column | None, fix: str | None) -> None:
        where = f"{self.reader.name}:{self.row.line}"
        where = f"{where}, {column.where}" if column else where
        self.reader.faults.append(Fault(self.row.line, where, what, fix))

    def _cell(self, column: Column | None) -> str:
        """Give the text of a cell, without the apostrophe that keeps a spreadsheet from running it."""
        if column is None or column.place >= len(self.row.cells):
            return ""
        return bare(self.row.cells[column.place])

    def _read(self, column: Column | None, how: Callable[[str], V], text: str) -> V | None:
        try:
            return how(text)
        except TimelineError as error:
            self._fault(error.what, column, error.fix)
        return None

    def _text(self, name: str) -> str | None:
        column = self.by_name.get(name)
        text = self._cell(column)
        if not text.strip() or column is None:
            return None
        self.places[name] = column.where
        return text

    def _date(self, name: str) -> str | None:
        text = self._text(name)
        return None if text is None else self._read(self.by_name[name], self._date_of(name), text)

    def _date_of(self, name: str) -> Callable[[str], str]:
        """Give what reads a date of a column, and notes where it may mean other years than EDTF says."""

        def read(text: str) -> str:
            date = self._as_date(text)
            if years := edtf.years_instead(text):
                where = f"{self.reader.name}:{self.row.line}, {self.by_name[name].where}"
                said = edtf.words(date)
                self.reader.notes.append(f"{where}: {text} is read as {said}; write {years} for the years")
            return date.text

        return read

    def _as_date(self, text: str) -> UncertainDate:
        if text == "today":
            raise RecordError('"today" is another day whenever the sheet is read', fix="write the day itself")
        return edtf.parse_input(text, today=self.reader.day)

    def _json(self, name: str) -> Any:
        text = self._text(name)
        return None if text is None else self._read(self.by_name[name], strict_json.parse, text)

    def _list(self, name: str) -> list[str] | None:
        text = self._text(name)
        return None if text is None else [piece for piece in _pieces(text) if piece] or None

    def _tags(self) -> list[str] | None:
        text = self._text("tags")
        if text is None or not text.startswith("["):
            return self._list("tags")
        found = self._json("tags")
        return found if isinstance(found, list) else None

    def _links(self) -> list[dict[str, Any]]:
        text = self._text("links")
        if text is None:
            return []
        found = self._objects(self.by_name["links"], text)
        return [{name: value for name, value in link.items() if value is not None} for link in found]

    def _shared(self) -> dict[str, Any]:
        return {"because": self._text("because"), "key": self._text("key")}

    def _draft(self, kind: str, body: Mapping[str, Any]) -> Draft:
        given = {name: value for name, value in body.items() if value is not None}
        where = f"{self.reader.name}:{self.row.line}"
        recorded = given_id = None
        if self.reader.keep_recorded:
            stamp, given_id = self._text("recorded"), self._text("id")
            recorded = None if stamp is None else self._read(self.by_name["recorded"], utc_stamp, stamp)
            if given_id is not None and not RECORD_ID.fullmatch(given_id):
                self._fault(f"{quoted(given_id)} is no id", self.by_name["id"], "empty the cell")
        return Draft(kind=kind, body=given, recorded=recorded, id=given_id, where=where, places=self.places)

    # --- sources -----------------------------------------------------------------------------------------------------

    def source(self) -> Draft:
        """Read the row as a source."""
        body: dict[str, Any] = {name: self._text(name) for name in ("name", "publisher", "title", "url")}
        body |= {"published": self._date("published"), "via": self._list("via"), "origin": self._origin()}
        body |= {"retrieved": self._date("retrieved"), "archive": self._json("archive"), **self._shared()}
        if body["name"] is None:
            self._fault("the source has no name", self.by_name["name"], "give it a short name, such as scmp")
        if (self._text("retracted") or "no") != "no":
            self._fault("the source was taken back", self.by_name["retracted"], "leave the row out")
        return self._draft("source", body)

    def _origin(self) -> dict[str, Any] | None:
        text, gains = self._text("origin"), (self._text("interested") or "").strip().lower()
        if gains not in _YES_NO:
            self._fault(f"{quoted(gains)} is neither yes nor no", self.by_name["interested"], "write yes, or no")
        interested = _YES_NO.get(gains, False)
        if text is None:
            if interested:
                what = "it says whether an origin gains by the claim, and none is named"
                self._fault(what, self.by_name["interested"], "name the origin, or empty the cell")
            return None
        if text.startswith("{"):
            found = self._read(self.by_name["origin"], strict_json.parse, text)
            return found if isinstance(found, dict) else None
        return {"name": text, "interested": True} if interested else {"name": text}

    # --- events ------------------------------------------------------------------------------------------------------

    def event(self) -> Draft:
        """Read the row as an event."""
        body: dict[str, Any] = {name: self._text(name) for name in ("title", "type", "said", "text")}
        if body["title"] is None:
            self._fault("the event has no title", self.by_name["title"], "say in a few words what happened")
        if body["type"] == "event":
            del body["type"]  # what an event is without a type
        body |= {"occurred": self._date("occurred"), "facts": list(self._facts()) or None}
        body |= {"reports": self._reports() or None, "tags": self._tags(), "data": self._json("data")}
        body |= {"links": self._links() or None}
        return self._draft("event", body | self._shared())

    def _facts(self) -> Iterator[dict[str, Any]]:
        number = 0
        for mode in MODE_OF.values():
            for column in self.reader.of_facts:
                for fact in self._facts_in(column, mode):
                    self.places[f"facts[{number}]"] = column.where
                    number += 1
                    yield fact

    def _facts_in(self, column: Column, mode: Mode) -> Iterator[dict[str, Any]]:
        """Give the facts of a mode that a cell holds."""
        text = self._cell(column)
        if not text.strip():
            return
        if column.mode == mode:
            value = self._read(column, lambda cell: (parse_value(cell, of=cell),), text)
            if value is not None:
                fact = {"entity": column.entity, "property": column.name, "value": value[0]}
                yield fact if mode == "actual" else {**fact, "mode": mode}
        elif column.mode is None and (
            MODE_OF.get(column.name) == mode or (column.name == "facts" and mode == "actual")
        ):
            if column.name == "facts" and text.startswith("["):
                yield from map(_plain, self._objects(column, text))
                return
            for piece in fact_pieces(text):
                found = self._read(column, lambda cell: parse_fact(cell, mode), piece)
                if found is not None:
                    yield found

    def _objects(self, column: Column, text: str) -> list[dict[str, Any]]:
        found = self._read(column, strict_json.parse, text)
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        if found is not None:
            self._fault("it is no list of objects", column, "empty the cell, or use the other columns")
        return []

    def _reports(self) -> list[dict[str, Any]]:
        whole = self._text("reports")
        if whole is not None and not whole.strip().isdecimal():  # a number is how many there are: an answer of `list`
            return self._whole_reports(self.by_name["reports"], whole)
        names = [piece for piece in _pieces(self._text("source") or "") if piece]
        column = self.by_name.get("source")
        found = [self._read(column, parse_stance, name) or ("", "reports") for name in names]
        count = max(len(found), 1)
        stances, dates = self._each("stance", count), self._each("reported", count)
        for wrong in sorted(set(stances) - {"", *get_args(Stance)}):
            fix = did_you_mean(wrong, get_args(Stance)) or f"write one of {', '.join(get_args(Stance))}"
            self._fault(f"{quoted(wrong)} is no stance", self.by_name["stance"], fix)
        chain = {"quote": self._text("quote"), "via": self._list("via"), "origin": self._origin()}
        chain = {name: value for name, value in chain.items() if value is not None}
        if chain and len(found) > 1:
            name = next(iter(chain))
            fix = "keep one source in the row; add the others with `timeline report`, or as JSON in a column reports"
            self._fault(f"of which of the {len(found)} sources is this?", self.by_name[name], fix)
            return []
        reports: list[dict[str, Any]] = []
        for number in range(count):
            source, stance = found[number] if found else ("", "reports")
            report: dict[str, Any] = {"source": source} if source else {}
            if stances[number] and stance != "reports" and stances[number] != stance:
                self._fault(f"{quoted(names[number])} has a stance already", self.by_name["stance"], "say it once")
            stance = stances[number] if stances[number] in get_args(Stance) else stance
            report |= {"stance": stance} if stance != "reports" else {}
            column = self.by_name.get("reported")
            date = self._read(column, self._date_of("reported"), dates[number]) if dates[number] else None
            report |= {"reported": date} if date else {}
            report |= chain
            if report:
                for name in ("source", "stance", "reported", "quote", "via", "origin"):
                    if name in self.places:
                        self.places[f"reports[{len(reports)}].{name}"] = self.places[name]
                reports.append(report)
        return reports

    def _whole_reports(self, column: Column, text: str) -> list[dict[str, Any]]:
        for name in OF_REPORTS:
            if self._text(name) is not None:
                what = "the reports are told in the column reports already"
                self._fault(what, self.by_name[name], "keep one of the two cells")
        return self._objects(column, text)

    def _each(self, name: str, count: int) -> list[str]:
        """Give the pieces of a cell that holds one for each source, or one for all."""
        text = self._text(name)
        if text is None:
            return [""] * count
        pieces = _pieces(text)
        if len(pieces) == 1:
            return pieces * count
        if len(pieces) != count:
            what = f"it holds {say.counted(len(pieces), 'piece')}, and the row has {say.counted(count, 'source')}"
            self._fault(what, self.by_name[name], "give one for all, or one for each, parted by ;")
            return [""] * count
        return pieces


def _has_facts(column: Column) -> bool:
    return column.mode is not None or column.name in MODE_OF


def _plain(fact: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a fact what `list` works out, and what says nothing."""
    found = {name: value for name, value in fact.items() if name not in _DERIVED}
    return {
        name: value
        for name, value in found.items()
        if (name, value) != ("mode", "actual") and (name, value) != ("during", None)
    }


def _pieces(text: str) -> list[str]:
    """Part a cell at semicolons and line ends."""
    return [piece.strip(" ") for piece in re.split("[;\n]", text)]


def fact_pieces(text: str) -> list[str]:
    """Part a cell of facts at semicolons and line ends, but not inside a value in double quotes."""
    pieces, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "=" and (found := re.compile(r'[ \n]*"(?:[^"\\]|\\.)*"').match(text, place + 1)):
            place = found.end()
            continue
        if text[place] in ";\n":
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [piece.strip(" ") for piece in [*pieces, text[start:]] if piece.strip()]
