"""What is handed over to another tool: an answer as plain rows, and the file that a form makes of them.

Law of this module: it holds what was answered; which rows there are is decided in `views`, and how a form writes them
in the module of that form. Rows are as scripts get them: JSON values, a date in threes, every key in every row.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

import attrs

from timeline.dates.zones import clocks_there
from timeline.named import NamedTuple
from timeline.records import say
from timeline.text.zoned import in_place

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = tuple[Row, ...]

SHORT: Final = 8
"""So many characters of an id are shown to people."""


@attrs.frozen(kw_only=True)
class Extract:
    """The answer to a question, as rows of relations; the keys of each are those of :mod:`relations`.

    Every event, source, origin and entity that a row names has a row of its own. Of a source that an answer names and
    of which nothing was known by the clocks, the row says the name alone.

    Attributes:
        title: The title of the log.
        name: The name that the file is to have, without its endings.
        query: The clocks as asked and as read, and the filters, as the JSON of an answer has them.
        clocks: The clocks in words.
        events: In the order in which they happened, as far as that is known.
        facts: In the order of their events; ``fact_no`` counts them within the record that holds them, from 1.
        reports: In the order of their events; those that were public by then.
        sources: By name.
        captures: The copies of those sources that had been taken by then.
        origins: By name; united ones are one.
        event_origins: Which event rests on which origin.
        entities: By name.
        links: Those whose ends are both here.
        views: The views that were asked, in the order of their declaration.
        cells: The cells of these views: a row for each value, and for each fact that stands beside them; a cell without
            either has one row.
        fact_version: The versions of facts, for engines that answer at other clocks; only where a form has them. None
            where they are written beside, with all that engines ask.
        notes: What a reader should be told of the answer.
    """

    title: str
    name: str = "timeline"
    query: Row
    clocks: str
    events: Rows = ()
    facts: Rows = ()
    reports: Rows = ()
    sources: Rows = ()
    captures: Rows = ()
    origins: Rows = ()
    event_origins: Rows = ()
    entities: Rows = ()
    links: Rows = ()
    views: Rows = ()
    cells: Rows = ()
    fact_version: Rows | None = ()
    notes: tuple[str, ...] = ()

    @functools.cached_property
    def _facts_of(self) -> dict[str, list[Row]]:
        return _grouped(self.facts)

    @functools.cached_property
    def _reports_of(self) -> dict[str, list[Row]]:
        return _grouped(self.reports)

    @functools.cached_property
    def _sources_by_name(self) -> dict[str, Row]:
        return {row["name"]: row for row in self.sources}

    def facts_of(self, event: Row) -> Sequence[Row]:
        """Give the facts of an event."""
        return self._facts_of.get(event["id"], ())

    def reports_of(self, event: Row) -> Sequence[Row]:
        """Give the reports on an event."""
        return self._reports_of.get(event["id"], ())

    def source(self, name: str) -> Row:
        """Give the row of a source."""
        return self._sources_by_name[name]

    def in_place(self, place: dt.tzinfo) -> Extract:
        """Give it with all times as the clocks of a place show them, for people; days stay as they are."""
        relations = ("events", "facts", "reports", "sources", "captures", "entities", "cells")
        shown: dict[str, Any] = {name: tuple(in_place(name, getattr(self, name), place)) for name in relations}
        return attrs.evolve(self, clocks=clocks_there(self.clocks, place), **shown)

    def counted(self) -> str:
        """Say how much it is: the events, and what else is of use."""
        return say.counted(len(self.events), "event")


class Beside(NamedTuple):
    """How many sources and links an answer has beside its events."""

    sources: int
    links: int


class Parts(Protocol):
    """An answer in parts: events with their facts and reports, in the order in which they happened.

    A part also holds the sources that its events and reports name, and what stands over the whole.
    """

    @property
    def about(self) -> Extract:
        """What stands over the whole: its title, clocks, notes and views."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all its events, in their order."""

    def __iter__(self) -> Iterator[Extract]:
        """Give the parts, once."""

    def beside(self) -> Beside:
        """Say how much else belongs to the parts that were given."""


@attrs.frozen
class OnePart:
    """An answer that is one part."""

    about: Extract

    @property
    def ids(self) -> Sequence[str]:
        """The ids of its events."""
        return [row["id"] for row in self.about.events]

    def __iter__(self) -> Iterator[Extract]:
        """Give the part."""
        yield self.about

    def beside(self) -> Beside:
        """Count its sources and links."""
        return Beside(len(self.about.sources), len(self.about.links))


def counted(parts: Parts) -> str:
    """Say how many events an answer has."""
    return say.counted(len(parts.ids), "event")


def listed(about: Row, name: str, items: Iterable[Row]) -> tuple[bytes, int]:
    r"""Write an object of JSON whose last member is a list, an item at a time; and say how many items it has.

    >>> listed({"a": 1}, "b", [{"c": 2}])
    (b'{\n "a": 1,\n "b": [\n  {\n   "c": 2\n  }\n ]\n}\n', 1)
    """
    data = bytearray(_indented({**about, name: []}).removesuffix("]\n}").encode())
    count = 0
    for count, item in enumerate(items, 1):
        mark = "," if count > 1 else ""
        text = _indented(item).replace("\n", "\n  ")  # a text of JSON holds no break of a line
        data += f"{mark}\n  {text}".encode()
    data += b"\n ]\n}\n" if count else b"]\n}\n"
    return bytes(data), count


def _indented(value: Row) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _grouped(rows: Rows) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["event"], []).append(row)
    return found


class Losses:
    """What a form could not carry, counted while it is written: each thing in words, and how often."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None, str], int] = {}

    def count(self, noun: str, what: str, *, several: str | None = None, times: int = 1) -> None:
        """Count a noun once more, by what became of it: ``left out: it has no date``.

        ``several`` is its plural, where it is not the noun with an s.
        """
        if times:
            key = (noun, several, what)
            self._found[key] = self._found.get(key, 0) + times

    def taken_as_utc(self, times: int = 1) -> None:
        """Count times without a zone, which the form has no way to tell from times in UTC."""
        self.count("time", "without a zone told as in UTC", times=times)

    def words(self) -> tuple[str, ...]:
        """Say it all, a sentence each, in the order of first meeting.

        >>> lost = Losses(); lost.count("event", "left out: no date"); lost.words()
        ('1 event left out: no date',)
        """
        return tuple(
            f"{say.counted(times, noun, several)} {what}" for (noun, several, what), times in self._found.items()
        )


@attrs.frozen(kw_only=True)
class Written:
    """What a form wrote: the bytes of a file, or of a folder the bytes of each file by its path inside.

    ``counted`` says in words how much it holds, ``lost`` what it could not carry, ``notes`` what else to tell.
    """

    data: bytes | Mapping[str, bytes]
    counted: str
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
