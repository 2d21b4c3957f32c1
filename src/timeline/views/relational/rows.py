"""Where rows come from, at the clocks of one question; and the columns of each relation, by name.

Law of this module: whoever gives rows gives those that count at the clocks, surely or possibly, and no others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from timeline.asof.relation import EVENT, FACT, LATEST, LINK, NO, POSSIBLY, REPORT, SOURCE, YES
from timeline.records.fields import without_logins

Row: TypeAlias = tuple[Any, ...]


class Line(NamedTuple):
    """A line of the log as it lies there: its stamp, who wrote it, its place, and its body."""

    recorded: str
    by: str
    file: str | None
    line: int | None
    body: Mapping[str, Any]


class Rows(Protocol):
    """The rows of a log at two clocks: as of ``as_of``, as recorded by ``recorded_by``."""

    as_of: int
    recorded_by: int

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on some properties that count, of all entities or some, told under just these names.

        Returns:
            In the order of their events, (recorded, id), and of their places there.
        """

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give the facts on some properties of some entities that do not count while their events are told.

        Returns:
            As :meth:`facts` does.
        """

    def facts_of(self, ids: Collection[str]) -> Iterable[tuple[Row, bool]]:
        """Give all facts of some events as told, each with whether it may count: by event and place."""

    def telling(self, entities: Collection[str]) -> Collection[str]:
        """Name the events that are told with a fact under one of some names, whether it counts or not."""

    def events(self, ids: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some events, or of all, that are known, surely or possibly, or told as retracted."""

    def lines(self, ids: Collection[str]) -> Mapping[str, Line]:
        """Give the lines of some records, by id."""

    def reports(self, ids: Collection[str]) -> Iterable[Row]:
        """Give the reports on some events, by event and place; also those that became public later."""

    def sources(self, names: Collection[str]) -> Iterable[Row]:
        """Give the rows of some sources."""

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""


# --- columns ---------------------------------------------------------------------------------------------------------

F: Final[Mapping[str, int]] = {name: place for place, name in enumerate(FACT)}
E: Final[Mapping[str, int]] = {name: place for place, name in enumerate(EVENT)}
R: Final[Mapping[str, int]] = {name: place for place, name in enumerate(REPORT)}
S: Final[Mapping[str, int]] = {name: place for place, name in enumerate(SOURCE)}
L: Final[Mapping[str, int]] = {name: place for place, name in enumerate(LINK)}


def counting(schema: Sequence[str]) -> Any:
    """Give the function that says of a row of a schema whether it counts as of a moment: 0, 1 or 2."""
    lo, hi, to_lo, to_hi = (
        schema.index(name) for name in ("known_from_lo", "known_from_hi", "known_to_lo", "known_to_hi")
    )

    def answer(row: Row, as_of: int) -> int:
        if row[hi] <= as_of < row[to_lo]:
            return YES
        return POSSIBLY if row[lo] <= as_of < row[to_hi] else NO

    return answer


fact_answer = counting(FACT)
event_answer = counting(EVENT)
link_answer = counting(LINK)


def printed(text: str) -> Any:
    """Give a value from its JSON text as answers print it: no address in it has a login."""
    return without_logins(json.loads(text))


def known_by(lo: int, hi: int, as_of: int) -> int:
    """Say whether what became public between two moments was known as of a third."""
    if hi <= as_of:
        return YES
    return NO if lo > as_of else POSSIBLY


class InMemory:
    """The rows of a relation in memory, at two clocks.

    Args:
        relation: Has ``facts``, ``events``, ``reports``, ``sources`` and ``links``, each a sequence of rows.
        as_of: The last microsecond of the as-of day; ``LATEST`` limits nothing.
        recorded_by: The same of the day by which it was recorded.
        records: The records of the log by id, each with its ``recorded``, ``by``, ``file``, ``line`` and ``body``; only
            what prints the words of events asks for them.
    """

    def __init__(
        self,
        relation: Any,
        as_of: int = LATEST,
        recorded_by: int = LATEST,
        *,
        records: Mapping[str, Any] | None = None,
    ) -> None:
        self._relation = relation
        self._records = records or {}
        self.as_of = as_of
        self.recorded_by = recorded_by
        self._of: dict[str, dict[str, list[Row]]] = {}

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on some properties that count, of all entities or some, told under just these names."""
        return self._facts(self._relation.facts, properties, entities)

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give the facts on some properties of some entities that do not count while their events are told."""
        return self._facts(self._relation.silent, properties, entities)

    def _facts(
        self, facts: Iterable[Row], properties: Collection[str], entities: Collection[str] | None
    ) -> Sequence[Row]:
        name, entity = F["property"], F["entity"]
        found = [
            row
            for row in self._at(facts, F)
            if row[name] in properties
            and (entities is None or row[entity] in entities)
            and fact_answer(row, self.as_of) != NO
        ]
        order, event, place = F["order_recorded"], F["order_id"], F["place"]
        found.sort(key=lambda row: (row[order], row[event], row[place]))
        return found

    def facts_of(self, ids: Collection[str]) -> Iterable[tuple[Row, bool]]:
        """Give all facts of some events as told, each with whether it may count: by event and place."""
        counting = self._by("fact", self._relation.facts, F)
        silent = self._by("silent", self._relation.silent, F)
        place = F["place"]
        for name in ids:
            found = [(row, True) for row in counting.get(name, ()) if fact_answer(row, self.as_of) != NO]
            found += [(row, False) for row in silent.get(name, ()) if fact_answer(row, self.as_of) != NO]
            yield from sorted(found, key=lambda pair: pair[0][place])

    def telling(self, entities: Collection[str]) -> Collection[str]:
        """Name the events that are told with a fact under one of some names, whether it counts or not."""
        entity, event = F["entity"], F["event"]
        return dict.fromkeys(
            row[event]
            for facts in (self._relation.facts, self._relation.silent)
            for row in self._at(facts, F)
            if row[entity] in entities and fact_answer(row, self.as_of) != NO
        )

    def events(self, ids: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some events, or of all, that are known, surely or possibly, or told as retracted."""
        rows = self._by("event", self._relation.events, E)
        return (
            row
            for name in (rows if ids is None else ids)
            for row in rows.get(name, ())
            if event_answer(row, self.as_of) != NO
        )

    def lines(self, ids: Collection[str]) -> Mapping[str, Line]:
        """Give the lines of some records, by id."""
        found = {}
        for name in ids:
            record = self._records[name]
            found[name] = Line(record.recorded, record.by, record.file, record.line, record.body or {})
        return found

    def reports(self, ids: Collection[str]) -> Iterable[Row]:
        """Give the reports on some events, by event and place; also those that became public later."""
        rows = self._by("report", self._relation.reports, R)
        return (row for name in ids for row in rows.get(name, ()))

    def sources(self, names: Collection[str]) -> Iterable[Row]:
        """Give the rows of some sources."""
        rows = self._by("source", self._relation.sources, S)
        return (row for name in names for row in rows.get(name, ()))

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""
        order, link, rel, from_, to = (L[name] for name in ("order_recorded", "link", "rel", "from", "to"))
        found = [
            row
            for row in self._at(self._relation.links, L)
            if (rels is None or row[rel] in rels)
            and (ends is None or row[from_] in ends or row[to] in ends)
            and link_answer(row, self.as_of) != NO
        ]
        return sorted(found, key=lambda row: (row[order], row[link]))

    def _at(self, rows: Iterable[Row], columns: Mapping[str, int]) -> Iterable[Row]:
        """Give the rows that exist in the log as recorded by then, and stand as of then where they say so."""
        since, until = columns["recorded_from"], columns["recorded_to"]
        recorded_by, as_of = self.recorded_by, self.as_of
        found = (row for row in rows if row[since] <= recorded_by < row[until])
        if "as_of_from" not in columns:
            return found
        start, end = columns["as_of_from"], columns["as_of_to"]
        return (row for row in found if row[start] <= as_of < row[end])

    def _by(self, sort: str, rows: Iterable[Row], columns: Mapping[str, int]) -> dict[str, list[Row]]:
        """Put rows together by the event or source that they are of, by their places there."""
        if sort not in self._of:
            found: dict[str, list[Row]] = {}
            of = columns.get("event", 0)
            for row in self._at(rows, columns):
                found.setdefault(row[of], []).append(row)
            if "place" in columns:
                place = columns["place"]
                for some in found.values():
                    some.sort(key=lambda row: row[place])
            self._of[sort] = found
        return self._of[sort]
