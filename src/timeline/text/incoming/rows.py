"""The rows of a sheet as records: one row is one event, with the sources that it brings, or one source.

Law of this module: a column is what its heading says, a cell says one thing or is refused, and every fault is named
with its line and column. Nothing is guessed: no date, no column, no name. What only the log can tell is passed over,
and said.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates import edtf, parts
from timeline.dates.advice import says_nothing
from timeline.dates.stamps import utc_stamp
from timeline.records import say
from timeline.records.drafts import Draft
from timeline.records.model import EVENT_TYPE, RECORD_ID
from timeline.records.spooled import Spooled
from timeline.records.strict_json import quoted
from timeline.records.typed import fact_pieces, parse_fact, parse_value
from timeline.records.words import Mode, type_meant
from timeline.text import jsonlines
from timeline.text.incoming import headings, words
from timeline.text.incoming.column import Column
from timeline.text.incoming.heading_advice import as_column
from timeline.text.incoming.pages import is_address
from timeline.text.incoming.reported import URI, Reported, addresses
from timeline.text.incoming.row import DATED, Reading, Row
from timeline.text.incoming.values import Asked, Brought, Cells, Table, listed
from timeline.text.incoming.when import When
from timeline.text.render import bare

_DERIVED: Final = frozenset({"since", "since_earliest", "since_latest", "answer"})
_JOINT: Final = re.compile(r", |\|")
"""What stands between the words of a cell in sheets that part them by another sign than ours."""
_TICK: Final = 2_000
_KEPT: Final = 1_000
"""What is said of so many sources is kept."""


def read(table: Table, asked: Asked) -> Brought:
    """Read a table whose headings stand in one of its first rows.

    Raises:
        FormatError: It is empty.
    """
    if table.has_keys and len(table.rows) == 1:  # a list of no objects
        return Brought()
    found = headings.headings(table, asked)
    if found.faults:  # what stands under a heading that is not known cannot be judged
        return Brought(faults=found.faults, advice=found.advice)
    return Sheet(table, found, asked).read()


_ON_DATES = (
    "--fix FILE.csv writes the sheet back with the dates that were probably meant, to look at (in Python log.fix)"
)

_DAYS = "--fix FILE.csv writes them (in Python log.fix)"
_CLOCK: Final = re.compile(r"T(?!00:00:00(?:\.0+)?(?![.\d]))")
"""A time of day that is not 0 o'clock."""


class Sheet(Reading):
    """A table being read row after row."""

    def read(self) -> Brought:
        """Read row after row."""
        drafts = Spooled(texts=self.asked.texts())
        partial: list[Draft] = []
        timed: Counter[bool] = Counter()
        of_sources = self.headings.of_sources
        leads = "name" if of_sources else "title"
        self._read = {column.place for column in self.headings.columns}
        for number, as_written in enumerate(self.headings.rows):
            if number % _TICK == 0:
                self.asked.progress(number, len(self.headings.rows))
            before = len(self.faults)
            row = self._emptied(as_written)
            if row is not as_written and row.is_blank:
                continue
            self.unread_links += sum(
                place not in self.linked or not is_address(address) for place, address in row.links.items()
            )
            reading = Record(Row(self, row))
            if len(self.faults) > before:
                continue
            draft = reading.source() if of_sources else reading.event()
            if "T" in (text := str(draft.body.get("occurred", ""))):
                timed[_CLOCK.search(text) is None] += 1
            if len(self.faults) == before:
                drafts.append(jsonlines.proved(draft) if draft.kind == "event" else draft)
            elif draft.body.get(leads):
                partial.append(draft)
        if self.unread_links:
            links = say.counted(self.unread_links, "link")
            self.notes.append(f"passed over: {links} behind the words of cells; write the addresses into a column")
        drafts.put_before(self.pages.drafts())
        self._tell_what_is_not_known()
        self._tell_of_midnights(timed)
        self._tell_of_nulls()
        self._tell_of_zones()
        self._tell_of_precisions()
        return Brought(
            drafts=drafts,
            partial=tuple(partial),
            faults=tuple(self.faults),
            passed_over=self.headings.passed_over,
            notes=(*self.table.notes, *self.headings.notes, *self.pages.notes, *self.notes),
            fields=self._fields(),
            advice=_ON_DATES if self.dates_at_fault > 1 and self.is_fixable else None,
        )

    def _tell_what_is_not_known(self) -> None:
        """Say which cells were read as telling nothing, and which values may."""
        if self.zeros:
            self.notes.append(f"a day of 0 is read as not known ({say.counted(self.zeros, 'date')})")
        for name, pairs in self.of_years.items():
            if name not in self.of_months and len(pairs) > 1:  # each is a month whose number is that of the next year
                text = next(iter(pairs))
                said, years = edtf.words(self.asked.date(text).meaning), parts.next_years(text)
                heading = quoted(self.by_name[name][0].heading)
                self.notes.append(f"{heading}: {text} is read as {said}; write {years} if the years are meant")
        for none, count in self.nothing.items():
            self.notes.append(f"{quoted(none)} names no source, and is read as none ({say.counted(count, 'cell')})")
        if self.joint:
            outlet, more = next(iter(self.joint)), len(self.joint) - 1
            others = f" (and so {more} more)" if more else ""
            self.notes.append(f"{quoted(outlet)} is read as one outlet{others}; {self._parted(outlet)}")
        if self.joint_tags:
            tag, more = next(iter(self.joint_tags)), len(self.joint_tags) - 1
            others = f" (and so {more} more)" if more else ""
            self.notes.append(f"{quoted(tag)} is read as one tag{others}; {self._parted(tag)}")
        if self.empty_values:
            texts = listed([quoted(text) for text in self.empty_values])
            self.notes.append(
                f"{texts}: values of facts as they stand; where nothing is known, --null (in Python null=) says so"
            )

    @staticmethod
    def _parted(text: str) -> str:
        """Say by what several words of a cell are parted, and what to do where it is a comma."""
        more = ", or with --list-separator , by commas (in Python list_separator=',')" if ", " in text else ""
        return f"several are parted by ;{more}"

    def _emptied(self, row: Cells) -> Cells:
        """Give a row without the cells that say nothing, as was told, and count those that are read."""
        found = self.asked.emptied(row)
        if found is not row:
            self.nulls.update(
                bare(row.cells[n]).strip() for n in self._read if n < len(row.cells) and row.cells[n] != found.cells[n]
            )
        return found

    def _tell_of_nulls(self) -> None:
        """Say how many cells were read as saying nothing."""
        if self.asked.null:
            said = [f"{quoted(text)} ({say.counted(self.nulls[text], 'cell')})" for text in sorted(self.asked.null)]
            self.notes.append(f"read as nothing: {listed(said)}")

    def _tell_of_zones(self) -> None:
        """Say how many times were read as those of the zone that was told."""
        if self.asked.time_zone is not None:
            count = say.counted(sum(self.placed.values()), "time")
            self.notes.append(f"{count} without a zone: read as of {self.asked.time_zone}")

    def _tell_of_precisions(self) -> None:
        """Say how many dates were cut, and to what."""
        if self.cut:
            said = ", ".join(f"{count} to {word}" for word, count in self.cut.most_common())
            self.notes.append(f"dates cut to the precision that is told: {said}")

    def _tell_of_midnights(self, timed: Counter[bool]) -> None:
        """Say that the times of a sheet are all 0 o'clock: programs write so where only days were meant."""
        column = next((one for name in ("occurred", "start") for one in self.by_name.get(name, ())), None)
        if column is not None and timed[True] and not timed[False]:
            said = f"{quoted(column.heading)} shows 00:00:00 as the time of {say.counted(timed[True], 'date')}"
            how = "give the column the format yyyy-mm-dd" if self.table.sheet is not None else _DAYS
            self.notes.append(f"{said}; where days are meant, {how}")

    def _fields(self) -> frozenset[str]:
        """Name the fields of a record that the columns hold."""
        names = (
            set(self.by_name) - DATED - {*words.OF_REPORTS, *words.OF_PAGES, *words.PRECISIONS, "id", "recorded", ""}
        )
        if self.headings.of_sources:
            return frozenset(set(self.by_name) & words.SOURCE - {"interested"})
        names |= {"occurred"} if self.dated else set()
        names |= {"reports"} if {*words.OF_REPORTS, *words.OF_PAGES} & self.by_name.keys() else set()
        return frozenset(names | ({"facts"} if self.of_facts else set()))


class Record:
    """What a row says, as a draft of an event or of a source."""

    def __init__(self, row: Row) -> None:
        self.row = row

    def _tags(self) -> list[str] | None:
        found: dict[str, None] = {}
        for column in self.row.by_name.get("tags", ()):
            text = self.row.cell(column)
            if not text.strip():
                continue
            self.row.places["tags"] = column
            found |= dict.fromkeys(self.row.listed_texts(column, text) if text.startswith("[") else self._words(text))
        return list(found) or None

    def _words(self, text: str) -> list[str]:
        """Part a cell of words; what other programs part by another sign is one, and is noted."""
        found = self.row.pieces(text)
        if self.row.sheet.asked.list_separator != ";":  # that was looked at
            return found
        joint = self.row.sheet.joint_tags
        for piece in found:
            if len(joint) < _KEPT and _JOINT.search(piece):
                joint[piece] = None
        return found

    def _links(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for column in self.row.by_name.get("links", ()):
            text = self.row.cell(column)
            if not text.strip():
                continue
            self.row.places["links"] = column
            if (link := self.row.link(column)) is not None:
                found.append({"url": link, "title": " ".join(text.split())})
                continue
            if text.lstrip().startswith("["):
                links = self.row.objects(column, text)
                found += [{name: value for name, value in link.items() if value is not None} for link in links]
                continue
            found += [{"url": piece} for piece in self._urls(column, text)]
        return found

    def _urls(self, column: Column, text: str) -> list[str]:
        """Give the addresses of a cell of links; words between them are its fault."""
        found = addresses(text)
        wrong = next((piece for piece in found if not URI.match(piece)), None)
        if wrong is None:
            return found
        fix = f"write the addresses alone; if the column holds words: {as_column(column.heading, 'text')}"
        self.row.fault(f"{quoted(wrong)} is not an address", column, fix)
        return []

    def _shared(self) -> dict[str, Any]:
        return {"because": self.row.text("because"), "key": self.row.text("key")}

    def _draft(self, kind: str, body: Mapping[str, Any]) -> Draft:
        given = {name: value for name, value in body.items() if value is not None}
        recorded = given_id = None
        if self.row.sheet.asked.keep_recorded:
            stamp, given_id = self.row.text("recorded"), self.row.text("id")
            recorded = None if stamp is None else self.row.read(self.row.column("recorded"), utc_stamp, stamp)
            if given_id is not None and not RECORD_ID.fullmatch(given_id):
                self.row.fault(f"{quoted(given_id)} is no id", self.row.column("id"), "empty the cell")
        where = self.row.sheet.table.where(self.row.cells.line)
        return Draft(kind=kind, body=given, recorded=recorded, id=given_id, where=where, places=self.row.called())

    def source(self) -> Draft:
        """Read the row as a source."""
        body: dict[str, Any] = {name: self.row.text(name) for name in ("name", "publisher", "title", "url")}
        body |= {"published": self.row.date("published"), "via": self.row.listed("via"), "origin": self.row.origin()}
        body |= {"retrieved": self.row.date("retrieved"), "archive": self.row.json("archive"), **self._shared()}
        if body["name"] is None:
            self.row.fault("the source has no name", self.row.column("name"), "give it a short name, such as scmp")
        if (self.row.text("retracted") or "no") != "no":
            self.row.fault("the source was taken back", self.row.column("retracted"), "leave the row out")
        return self._draft("source", body)

    def event(self) -> Draft:
        """Read the row as an event."""
        before = len(self.row.sheet.faults)
        body: dict[str, Any] = {name: self.row.text(name) for name in ("title", "type", "said")}
        is_wrong = self.row.is_wrong("title") or len(self.row.sheet.faults) > before
        body["text"] = "\n\n".join(self.row.texts("text")) or None
        if body["title"] is None and not is_wrong:
            body["title"] = self._title()
        self._check_type(body)
        body |= {"occurred": When(self.row).occurred(), "facts": list(self._facts()) or None}
        body |= {
            "reports": (self._reports() or None) if self.row.sheet.of_reports else None,
            "tags": self._tags(),
            "data": self.row.json("data"),
        }
        body |= {"links": self._links() or None}
        return self._draft("event", body | self._shared())

    def _reports(self) -> list[dict[str, Any]]:
        """Give the reports of the row; what many rows of a publication say of it alike is read once."""
        sheet, row = self.row.sheet, self.row.cells
        told = row.cells
        width = len(told)
        key = tuple([told[place] if place < width else "" for place in sheet.of_reports])
        is_plain = not row.wrong and not row.links
        if is_plain and (known := sheet.reported.get(key)) is not None:
            self.row.places |= known[1]
            return [dict(report) for report in known[0]]
        before, told_before = dict(self.row.places), (len(sheet.faults), len(sheet.notes))
        reports = Reported(self.row).reports()
        if is_plain and (len(sheet.faults), len(sheet.notes)) == told_before:
            if len(sheet.reported) >= _KEPT:
                sheet.reported.clear()
            places = {name: column for name, column in self.row.places.items() if before.get(name) is not column}
            sheet.reported[key] = [dict(report) for report in reports], places
        return reports

    def _check_type(self, body: dict[str, Any]) -> None:
        """Refuse a type in words, and say how it is written; the type *event* is what an event is without one."""
        text = body["type"]
        if text == "event":
            del body["type"]
        elif text is not None and not EVENT_TYPE.fullmatch(text):
            column = self.row.column("type")
            heading = column.heading if column is not None else "type"
            word = type_meant(text) or "training.failed"
            option = shlex.quote(f"{heading}=tags")
            fix = f"write {word}, or take the words as tags: --column {option} (in Python columns=)"
            self.row.fault(f"the type {quoted(text)} is not small letters, dotted", column, fix)

    def _title(self) -> str | None:
        """Give the title of a row in a sheet that has no column for it, or say that it is missing."""
        at = self.row.sheet.headings.titled_by
        if at is not None and at < len(self.row.cells.cells) and (text := bare(self.row.cells.cells[at]).strip()):
            return text
        column = self.row.column("title")
        self.row.fault("the event has no title", column, "say in a few words what happened")
        return None

    def _facts(self) -> Iterator[dict[str, Any]]:
        number = 0
        for column, mode in self.row.sheet.of_facts:
            for fact in self._facts_in(column, mode):
                self.row.places[f"facts[{number}]"] = column
                number += 1
                yield fact

    def _facts_in(self, column: Column, mode: Mode) -> Iterator[dict[str, Any]]:
        """Give the facts that a cell holds, which are of the mode of its column."""
        text = self.row.cell(column)
        if not text.strip():
            return
        if column.mode is not None:
            value = self.row.read(column, lambda cell: (parse_value(cell, of=cell),), text)
            entity = self._entity(column)
            if says_nothing(text):
                self.row.sheet.empty_values[text.strip()] = None
            if value is not None and entity:
                fact = {"entity": entity, "property": column.name, "value": value[0]}
                yield fact if mode == "actual" else {**fact, "mode": mode}
        elif column.name == "facts" and text.startswith("["):
            yield from map(_plain, self.row.objects(column, text))
        else:
            for piece in fact_pieces(text):
                found = self.row.read(column, lambda cell: parse_fact(cell, mode), piece)
                if found is not None:
                    yield found

    def _entity(self, column: Column) -> str | None:
        """Give the entity of a fact: that of its column, or the one that the row names."""
        at = column.entity_at
        if at is None:
            return column.entity
        text = bare(self.row.cells.cells[at]).strip() if at < len(self.row.cells.cells) else ""
        if not text:
            self.row.fault("the row names no entity, and this is said of it", column, "name it, or empty the cell")
        return text


def _plain(fact: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a fact what `list` works out, and what says nothing."""
    found = {name: value for name, value in fact.items() if name not in _DERIVED}
    return {
        name: value
        for name, value in found.items()
        if (name, value) != ("mode", "actual") and (name, value) != ("during", None)
    }
