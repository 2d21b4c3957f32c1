"""The rows of a sheet as records: one row is one event, with the sources that it brings, or one source.

Law of this module: a column is what its heading says, a cell says one thing or is refused, and every fault is named
with its line and column. Nothing is guessed: no date, no column, no name. What only the log can tell is passed over,
and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, get_args

from timeline.dates import edtf, parts
from timeline.dates.stamps import utc_stamp
from timeline.dates.suggest import did_you_mean
from timeline.dates.written import read_input
from timeline.errors import FormatError, RecordError, TimelineError
from timeline.records import say, strict_json
from timeline.records.admission import Draft
from timeline.records.model import EVENT_TYPE, RECORD_ID, SOURCE_NAME
from timeline.records.strict_json import quoted
from timeline.records.typed import fact_pieces, parse_fact, parse_stance, parse_value
from timeline.records.words import MODE_OF, Mode, Stance
from timeline.text.incoming import headings, words
from timeline.text.incoming.headings import Column, Headings
from timeline.text.incoming.pages import Page, Pages, is_address
from timeline.text.incoming.values import MOST_ROWS, Asked, Brought, Cells, Fault, Table
from timeline.text.render import bare

V = TypeVar("V")

_DERIVED: Final = frozenset({"since", "since_earliest", "since_latest", "answer"})
_YES_NO: Final = {"": False, "yes": True, "true": True, "no": False, "false": False}
_PARTS: Final = frozenset({*words.PARTS, *words.SPAN})
_BETWEEN: Final = re.compile(r"\s+|[,;](?=(?:https?|ftp)://)")
_TICK: Final = 2_000


def read(table: Table, asked: Asked) -> Brought:
    """Read a table whose headings stand in one of its first rows.

    Raises:
        FormatError: It is empty, or has too many rows.
    """
    if not table.rows:
        fix = "its first row holds the names of the columns, such as title"
        raise FormatError("it is empty", where=table.name, fix=fix, unwritten=True)
    if len(table.rows) > MOST_ROWS:
        what = f"it holds more than {MOST_ROWS:,} rows"
        raise FormatError(what, where=table.name, fix="split it into parts", unwritten=True)
    found = headings.headings(table, asked)
    if found.faults:  # what stands under a heading that is not known cannot be judged
        return Brought(faults=found.faults)
    return Sheet(table, found, asked).read()


class Sheet:
    """A table being read under its headings: the faults and notes so far, and the sources that its rows bring."""

    def __init__(self, table: Table, found: Headings, asked: Asked) -> None:
        self.table = table
        self.headings = found
        self.asked = asked
        self.by_name: dict[str, list[Column]] = {}
        for column in found.columns:
            if not _has_facts(column):
                self.by_name.setdefault(column.name, []).append(column)
        self.of_facts = [column for column in found.columns if _has_facts(column) or column.name == "facts"]
        self.dated = _PARTS & self.by_name.keys()
        self.linked = {c.place for name in ("source", "url") for c in self.by_name.get(name, ())}
        self.unread_links = 0
        self.has_reports = not {*words.OF_REPORTS, *words.OF_PAGES, "reports"}.isdisjoint(self.by_name)
        self.called: dict[int, str] = {}
        self.pages = Pages(asked.sources)
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def read(self) -> Brought:
        """Read row after row."""
        drafts: list[Draft] = []
        partial: list[Draft] = []
        leads = "name" if self.headings.of_sources else "title"
        for number, row in enumerate(self.headings.rows):
            if number % _TICK == 0:
                self.asked.progress(number, len(self.headings.rows))
            before = len(self.faults)
            self.unread_links += len(row.links.keys() - self.linked)
            reading = Row(self, row)
            if len(self.faults) > before:
                continue
            draft = reading.source() if self.headings.of_sources else reading.event()
            if len(self.faults) == before:
                drafts.append(draft)
            elif draft.body.get(leads):
                partial.append(draft)
        if self.unread_links:
            links = say.counted(self.unread_links, "link")
            self.notes.append(f"passed over: {links} behind the words of cells; write the addresses into a column")
        return Brought(
            drafts=(*self.pages.drafts(), *drafts),
            partial=tuple(partial),
            faults=tuple(self.faults),
            passed_over=self.headings.passed_over,
            notes=(*self.table.notes, *self.headings.notes, *self.pages.notes, *self.notes),
            fields=self._fields(),
        )

    def _fields(self) -> frozenset[str]:
        """Name the fields of a record that the columns hold."""
        names = set(self.by_name) - _PARTS - {*words.OF_REPORTS, *words.OF_PAGES, "id", "recorded", ""}
        if self.headings.of_sources:
            return frozenset(set(self.by_name) & words.SOURCE - {"interested"})
        names |= {"occurred"} if self.dated else set()
        names |= {"reports"} if {*words.OF_REPORTS, *words.OF_PAGES} & self.by_name.keys() else set()
        return frozenset(names | ({"facts"} if self.of_facts else set()))


class Row:
    """One row being read: its cells by the names of their columns."""

    def __init__(self, sheet: Sheet, row: Cells) -> None:
        self.sheet = sheet
        self.row = row
        self.places: dict[str, str] = {}
        width = sheet.headings.width
        is_short = sheet.table.is_ragged and len(row.cells) < width
        if is_short or any(cell.strip() for cell in row.cells[width:]):
            what = f"the row has {say.counted(len(row.cells), 'cell')}, and the first row {width}"
            fix = "a cell that holds a separator, a quote or a line end stands in quotes; a row that ends early was cut"
            self._fault(what, None, fix)
        self.by_name = sheet.by_name

    # --- cells -------------------------------------------------------------------------------------------------------

    def _where(self, column: Column | None) -> str:
        if column is None:
            return self.sheet.table.where(self.row.line)
        return self.sheet.table.where(self.row.line, column.place, column.heading)

    def _fault(self, what: str, column: Column | None, fix: str | None) -> None:
        self.sheet.faults.append(Fault(self.row.line, self._where(column), what, fix))

    def _cell(self, column: Column | None) -> str:
        """Give the text of a cell, without the apostrophe that keeps a spreadsheet from running it."""
        if column is None or column.place >= len(self.row.cells):
            return ""
        if (wrong := self.row.wrong.get(column.place)) is not None:
            self._fault(wrong.what, column, wrong.fix)
            return ""
        return bare(self.row.cells[column.place])

    def _read(self, column: Column | None, how: Callable[[str], V], text: str) -> V | None:
        try:
            return how(text)
        except TimelineError as error:
            self._fault(error.what, column, error.fix)
        return None

    def _column(self, name: str) -> Column | None:
        found = self.by_name.get(name)
        return found[0] if found else None

    def _text(self, name: str) -> str | None:
        if name not in self.by_name:  # most sheets have few of the columns there are
            return None
        column = self._column(name)
        text = self._cell(column)
        if not text.strip() or column is None:
            return None
        self.places[name] = self._called(column)
        return text

    def _called(self, column: Column) -> str:
        """Say what a column is called in the file, for faults that the log finds later."""
        called = self.sheet.called
        if self.sheet.table.sheet is not None:  # a cell of a workbook has a name of its own
            return self._where(column).partition(", ")[2]
        if column.place not in called:
            called[column.place] = self._where(column).partition(", ")[2]
        return called[column.place]

    def _texts(self, name: str) -> list[str]:
        """Give the texts of all columns of a field that several columns may fill."""
        found = []
        for column in self.by_name.get(name, ()):
            text = self._cell(column)
            if text.strip():
                self.places[name] = self._called(column)
                found.append(text)
        return found

    # --- dates -------------------------------------------------------------------------------------------------------

    def _date(self, name: str) -> str | None:
        text = self._text(name)
        return None if text is None else self._read(self._column(name), self.date_of(name), text)

    def date_of(self, name: str) -> Callable[[str], str]:
        """Give what reads a date of a column, and notes where it may mean other years than EDTF says."""

        def read(text: str) -> str:
            if text in ("today", "yesterday"):
                raise RecordError(f'"{text}" is another day whenever the sheet is read', fix="write the day itself")
            order = self.sheet.asked.order
            date = read_input(
                (parts.in_order(text, order) if order is not None else None) or text, today=self.sheet.asked.day
            )
            if years := edtf.years_instead(text):
                said = edtf.words(date.meaning)
                where = self._where(self._column(name))
                self.sheet.notes.append(f"{where}: {text} is read as {said}; write {years} for the years")
            return str(date)

        return read

    def _occurred(self) -> str | None:
        """Give when it happened: of one cell, or put together of those of a start, an end and their parts."""
        if not self.sheet.dated:
            return self._date("occurred")
        start, end = self._side("start", ""), self._side("end", "end_")
        if not start and not end:
            return None
        place = next(name for name in ("start", "occurred", "year", "end", "end_year", "day") if name in self.by_name)
        column = self._column(place)
        self.places["occurred"] = self._called(column) if column else ""
        return self._read(column, lambda text: str(parts.between(text, end)), start)

    def _side(self, whole: str, prefix: str) -> str:
        """Give a start, or an end, as EDTF; empty where none is told."""
        name = "occurred" if whole == "start" and "occurred" in self.by_name else whole
        text = self._date(name) or ""
        year, month, day, time = (self._text(f"{prefix}{part}") or "" for part in ("year", "month", "day", "time"))
        given = [part for part, cell in (("year", year), ("month", month), ("day", day)) if cell]
        if text and given and self._goes_with(text, (year, month, day)):
            return text
        if text and given:
            what = f"there is a date beside it already, {quoted(text)}"
            self._fault(what, self._column(f"{prefix}{given[0]}"), "keep one of the two")
            return text
        if text and time:
            return self._read(self._column(f"{prefix}time"), lambda cell: str(parts.at_time(text, cell)), time) or ""
        if not (given or time):
            return text
        column = self._column(f"{prefix}{[*given, 'time'][0]}")
        return self._read(column, lambda _: str(parts.of_parts(year, month, day, time)), "") or ""

    @staticmethod
    def _goes_with(text: str, given: Sequence[str]) -> bool:
        """Whether parts of a date only say again what the whole date beside them says."""
        try:
            said = str(parts.of_parts(*given))
        except TimelineError:
            return False
        return text == said or text.startswith((f"{said}-", f"{said}T"))

    # --- other fields ------------------------------------------------------------------------------------------------

    def _json(self, name: str) -> Any:
        text = self._text(name)
        return None if text is None else self._read(self._column(name), strict_json.parse, text)

    def _list(self, name: str) -> list[str] | None:
        text = self._text(name)
        return None if text is None else [piece for piece in _pieces(text) if piece] or None

    def _tags(self) -> list[str] | None:
        found: dict[str, None] = {}
        for column in self.by_name.get("tags", ()):
            text = self._cell(column)
            if not text.strip():
                continue
            self.places["tags"] = self._called(column)
            listed = self._read(column, strict_json.parse, text) if text.startswith("[") else _pieces(text)
            if isinstance(listed, list):
                found |= dict.fromkeys(item for item in listed if item)
        return list(found) or None

    def _links(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for column in self.by_name.get("links", ()):
            text = self._cell(column)
            if not text.strip():
                continue
            self.places["links"] = self._called(column)
            if text.lstrip().startswith("["):
                links = self._objects(column, text)
                found += [{name: value for name, value in link.items() if value is not None} for link in links]
                continue
            found += [{"url": piece} for piece in addresses(text)]
        return found

    def _shared(self) -> dict[str, Any]:
        return {"because": self._text("because"), "key": self._text("key")}

    def _draft(self, kind: str, body: Mapping[str, Any]) -> Draft:
        given = {name: value for name, value in body.items() if value is not None}
        recorded = given_id = None
        if self.sheet.asked.keep_recorded:
            stamp, given_id = self._text("recorded"), self._text("id")
            recorded = None if stamp is None else self._read(self._column("recorded"), utc_stamp, stamp)
            if given_id is not None and not RECORD_ID.fullmatch(given_id):
                self._fault(f"{quoted(given_id)} is no id", self._column("id"), "empty the cell")
        where = self.sheet.table.where(self.row.line)
        return Draft(kind=kind, body=given, recorded=recorded, id=given_id, where=where, places=self.places)

    # --- sources -----------------------------------------------------------------------------------------------------

    def source(self) -> Draft:
        """Read the row as a source."""
        body: dict[str, Any] = {name: self._text(name) for name in ("name", "publisher", "title", "url")}
        body |= {"published": self._date("published"), "via": self._list("via"), "origin": self._origin()}
        body |= {"retrieved": self._date("retrieved"), "archive": self._json("archive"), **self._shared()}
        if body["name"] is None:
            self._fault("the source has no name", self._column("name"), "give it a short name, such as scmp")
        if (self._text("retracted") or "no") != "no":
            self._fault("the source was taken back", self._column("retracted"), "leave the row out")
        return self._draft("source", body)

    def _origin(self) -> dict[str, Any] | None:
        text, gains = self._text("origin"), (self._text("interested") or "").strip().lower()
        if gains not in _YES_NO:
            self._fault(f"{quoted(gains)} is neither yes nor no", self._column("interested"), "write yes, or no")
        interested = _YES_NO.get(gains, False)
        if text is None:
            if interested:
                what = "it says whether an origin gains by the claim, and none is named"
                self._fault(what, self._column("interested"), "name the origin, or empty the cell")
            return None
        if text.startswith("{"):
            found = self._read(self._column("origin"), strict_json.parse, text)
            return found if isinstance(found, dict) else None
        return {"name": text, "interested": True} if interested else {"name": text}

    # --- events ------------------------------------------------------------------------------------------------------

    def event(self) -> Draft:
        """Read the row as an event."""
        body: dict[str, Any] = {name: self._text(name) for name in ("title", "type", "said")}
        body["text"] = "\n\n".join(self._texts("text")) or None
        if body["title"] is None:
            body["title"] = self._title()
        self._check_type(body)
        body |= {"occurred": self._occurred(), "facts": list(self._facts()) or None}
        body |= {
            "reports": (self._reports() or None) if self.sheet.has_reports else None,
            "tags": self._tags(),
            "data": self._json("data"),
        }
        body |= {"links": self._links() or None}
        return self._draft("event", body | self._shared())

    def _check_type(self, body: dict[str, Any]) -> None:
        """Refuse a type in words, and say how it is written; the type *event* is what an event is without one."""
        text = body["type"]
        if text == "event":
            del body["type"]
        elif text is not None and not EVENT_TYPE.fullmatch(text):
            column = self._column("type")
            heading = column.heading if column is not None else "type"
            word = re.sub("[^a-z0-9.]+", "-", text.lower()).strip("-.") or "training.failed"
            fix = f"write {word}, or take the words as tags: --column '{heading}=tags' (in Python columns=)"
            self._fault(f"the type {quoted(text)} is not small letters, dotted", column, fix)

    def _title(self) -> str | None:
        """Give the title of a row in a sheet that has no column for it, or say that it is missing."""
        at = self.sheet.headings.titled_by
        if at is not None and at < len(self.row.cells) and (text := bare(self.row.cells[at]).strip()):
            return text
        column = self._column("title")
        self._fault("the event has no title", column, "say in a few words what happened")
        return None

    def _facts(self) -> Iterator[dict[str, Any]]:
        number = 0
        for mode in MODE_OF.values():
            for column in self.sheet.of_facts:
                for fact in self._facts_in(column, mode):
                    self.places[f"facts[{number}]"] = self._called(column)
                    number += 1
                    yield fact

    def _facts_in(self, column: Column, mode: Mode) -> Iterator[dict[str, Any]]:
        """Give the facts of a mode that a cell holds."""
        if column.mode is not None and column.mode != mode:
            return
        text = self._cell(column)
        if not text.strip():
            return
        if column.mode == mode:
            value = self._read(column, lambda cell: (parse_value(cell, of=cell),), text)
            entity = self._entity(column)
            if value is not None and entity:
                fact = {"entity": entity, "property": column.name, "value": value[0]}
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

    def _entity(self, column: Column) -> str | None:
        """Give the entity of a fact: that of its column, or the one that the row names."""
        at = column.entity_at
        if at is None:
            return column.entity
        text = bare(self.row.cells[at]).strip() if at < len(self.row.cells) else ""
        if not text:
            self._fault("the row names no entity, and this is said of it", column, "name it, or empty the cell")
        return text

    def _objects(self, column: Column, text: str) -> list[dict[str, Any]]:
        found = self._read(column, strict_json.parse, text)
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        if found is not None:
            self._fault("it is no list of objects", column, "empty the cell, or use the other columns")
        return []

    # --- reports, and the sources that the row brings ----------------------------------------------------------------

    def _reports(self) -> list[dict[str, Any]]:
        whole, column = self._text("reports"), self._column("reports")
        if whole is not None and column is not None and not whole.strip().isdecimal():
            return self._whole_reports(column, whole)  # a number is how many there are: an answer of `list`
        found = self._sources()
        count = max(len(found), 1)
        stances, dates = self._each("stance", count), self._each("reported", count)
        for wrong in sorted(set(stances) - {"", *get_args(Stance)}):
            fix = did_you_mean(wrong, get_args(Stance)) or f"write one of {', '.join(get_args(Stance))}"
            self._fault(f"{quoted(wrong)} is no stance", self._column("stance"), fix)
        chain = {"quote": self._text("quote"), "via": self._via(), "origin": self._origin()}
        chain = {name: value for name, value in chain.items() if value is not None}
        if chain and len(found) > 1:
            name = next(iter(chain))
            fix = "keep one source in the row; add the others with `timeline report`, or as JSON in a column reports"
            self._fault(f"of which of the {len(found)} sources is this?", self._column(name), fix)
            return []
        reports: list[dict[str, Any]] = []
        for number in range(count):
            page, stance = found[number] if found else (None, "reports")
            report = self._report(page, chain)
            if stances[number] and stance != "reports" and stances[number] != stance:
                self._fault(f"{quoted(report['source'])} has a stance already", self._column("stance"), "say it once")
            stance = stances[number] if stances[number] in get_args(Stance) else stance
            report |= {"stance": stance} if stance != "reports" else {}
            column = self._column("reported")
            date = self._read(column, self.date_of("reported"), dates[number]) if dates[number] else None
            report |= {"reported": date} if date else {}
            if report:
                order = ("source", "stance", "reported", "quote", "via", "origin")
                for name in order:
                    if name in self.places:
                        self.places[f"reports[{len(reports)}].{name}"] = self.places[name]
                reports.append({name: report[name] for name in order if name in report})
        return reports

    def _report(self, page: Page | None, chain: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a report of a source, which is defined where the row brings it; then what it rests on is said there."""
        if page is None:
            return dict(chain)
        if not page.body:
            return {"source": page.name, **chain}
        page = Page(**{name: getattr(page, name) for name in ("name", *_OF_PAGE)}, **_of_chain(chain))
        places = {field: self.places[name] for field, name in _OF_PAGE.items() if name in self.places}
        places |= {"name": self.places.get("source") or self.places.get("publisher") or self.places.get("url") or ""}
        where = self.sheet.table.where(self.row.line)
        column = next(filter(None, map(self._column, ("source", "url", "publisher"))), None)
        found = self._read(column, lambda _: self.sheet.pages.add(page, where, places), "")
        if found is None:
            return {}
        name, is_said = found
        return {"source": name, **{k: v for k, v in chain.items() if k == "quote" or not is_said}}

    def _sources(self) -> list[tuple[Page, str]]:
        """Give what the row says of each of its sources, and the stance that stands behind a name."""
        source, url = self._text("source"), self._address()
        named = [piece for piece in addressed(source or "") if piece]
        urls = addresses(url or "")
        publishers = [piece for piece in _pieces(self._text("publisher") or "") if piece]
        count = max(len(named), len(urls), min(len(publishers), 1))
        if len(publishers) > 1 and not named and not urls:
            count = len(publishers)
        if urls and len(urls) != count:
            self._several(urls, "url", count)
            return []
        given = {
            "publisher": self._one_each(publishers, "publisher", count),
            "published": [self._day("published", text) for text in self._each("published", count)],
            "source_title": self._each("source_title", count),
            "retrieved": [self._day("retrieved", text) for text in self._each("retrieved", count)],
        }
        if not count and any(any(values) for values in given.values()):
            name = next(name for name, values in given.items() if any(values))
            self._fault("it is said of a source, and the row has none", self._column(name), "name it, or its address")
        found = []
        for number in range(count):
            told = {name: values[number] or None for name, values in given.items()}
            page, stance = self._named(named[number], told) if named else (Page(), "reports")
            page = Page(
                name=page.name,
                publisher=told["publisher"] or page.publisher,
                title=told["source_title"],
                url=urls[number] if urls else page.url,
                published=told["published"],
                retrieved=told["retrieved"],
            )
            found.append((page, stance))
        return found

    def _address(self) -> str | None:
        """Give the address of a row: what stands in its column, or lies behind the words there or of the source."""
        text, column, source = self._text("url"), self._column("url"), self._column("source")
        if column is not None and (link := self.row.links.get(column.place)) is not None:
            return link
        if text is None and source is not None and (link := self.row.links.get(source.place)) is not None:
            self.places["url"] = self._called(source)
            return link
        return text

    def _named(self, text: str, told: Mapping[str, str | None]) -> tuple[Page, str]:
        """Read what stands in a column of sources: a short name, an address, or the name of an outlet."""
        if is_address(text):
            return Page(url=text), "reports"
        column = self._column("source")
        name, colon, _ = text.partition(":")
        if SOURCE_NAME.fullmatch(name):
            found = self._read(column, parse_stance, text) or (name, "reports")
            return Page(name=found[0]), found[1]
        if (meant := self.sheet.pages.misspelled(name)) is not None:
            self._fault(f"unknown source {quoted(name)}", column, meant)
        if colon and not told["publisher"]:
            stance = text.rpartition(":")[2].strip()
            if stance in get_args(Stance):
                return Page(publisher=text.rpartition(":")[0].strip()), stance
        return Page(publisher=text), "reports"

    def _via(self) -> list[str] | None:
        """Give the names of the sources that the row's source rests on; addresses and outlets are sources, too."""
        text, column = self._text("via"), self._column("via")
        if text is None or column is None:
            return None
        found = []
        for piece in filter(None, addressed(text)):
            if not is_address(piece) and SOURCE_NAME.fullmatch(piece):
                found.append(piece)
                continue
            named = self._read(column, self._relayed, piece)
            found += [named] if named is not None else []
        return found or None

    def _relayed(self, text: str) -> str:
        """Give the name of the source that an address, or the name of an outlet, stands for."""
        page = Page(url=text) if is_address(text) else Page(publisher=text)
        return self.sheet.pages.add(page, self.sheet.table.where(self.row.line), {"name": self.places["via"]})[0]

    def _day(self, name: str, text: str) -> str:
        return self._read(self._column(name), self.date_of(name), text) or "" if text else ""

    def _whole_reports(self, column: Column, text: str) -> list[dict[str, Any]]:
        for name in (*words.OF_REPORTS, *words.OF_PAGES):
            if self._text(name) is not None:
                what = "the reports are told in the column reports already"
                self._fault(what, self._column(name), "keep one of the two cells")
        return self._objects(column, text)

    def _each(self, name: str, count: int) -> list[str]:
        """Give the pieces of a cell that holds one for each source, or one for all."""
        text = self._text(name)
        if text is None:
            return [""] * count
        return self._one_each(_pieces(text), name, count)

    def _one_each(self, pieces: list[str], name: str, count: int) -> list[str]:
        if len(pieces) <= 1:
            return (pieces or [""]) * max(count, 1)
        if len(pieces) != count:
            self._several(pieces, name, count)
            return [""] * count
        return pieces

    def _several(self, pieces: Sequence[str], name: str, count: int) -> None:
        what = f"it holds {say.counted(len(pieces), 'piece')}, and the row has {say.counted(count, 'source')}"
        self._fault(what, self._column(name), "give one for all, or one for each, parted by ;")


_OF_PAGE: Final = {
    "publisher": "publisher",
    "title": "source_title",
    "url": "url",
    "published": "published",
    "retrieved": "retrieved",
}


def _of_chain(chain: Mapping[str, Any]) -> dict[str, Any]:
    return {"via": tuple(chain.get("via", ())), "origin": chain.get("origin")}


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


def addressed(text: str) -> list[str]:
    """Part a cell of sources; where all of it is addresses, also at commas and blanks.

    >>> addressed("press; relay:doubts"), addressed("https://a.org/x, https://b.org/y?a=1;b=2")
    (['press', 'relay:doubts'], ['https://a.org/x', 'https://b.org/y?a=1;b=2'])
    """
    found = addresses(text)
    return found if found and all(map(is_address, found)) else _pieces(text)


def addresses(text: str) -> list[str]:
    """Part a cell of addresses at blanks and line ends, and at the commas and semicolons before them."""
    return [piece.rstrip(",;") for piece in _BETWEEN.split(text) if piece.rstrip(",;")]
