"""Where rows come from, at the clocks of one question; and the columns of each relation, by name.

Law of this module: whoever gives rows gives those that count at the clocks, surely or possibly, and no others.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

from timeline.asof.relation import EARLIEST, EVENT, FACT, LATEST, LINK, NO, POSSIBLY, REPORT, SOURCE, YES
from timeline.named import NamedTuple
from timeline.records.fields import masked, without_logins

Row: TypeAlias = tuple[Any, ...]


class Line(NamedTuple):
    """A line of the log as it lies there: its stamp, who wrote it, its place, and its body."""

    recorded: str
    by: str
    file: str | None
    line: int | None
    body: Mapping[str, Any]


class Known(Protocol):
    """What is known of the standings of events that no link speaks of, by as-of clocks; the names alone."""

    def standing(self, event: str, as_of: int) -> str | None:
        """Give the name of the standing of an event; None where it is not known."""

    def learn(self, event: str, name: str, sources: Iterable[str]) -> None:
        """Take the standing of an event that was just read, and which follows from its reports and those sources."""


class Rows(Protocol):
    """The rows of a log at two clocks: as of ``as_of``, as recorded by ``recorded_by``."""

    as_of: int
    recorded_by: int

    @property
    def standings(self) -> Known | None:
        """What is known of the standings of events; None where nothing is kept."""

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on properties that count, of all entities or some, told under just these names.

        They come in the order of their events, (recorded, id), and of their places there.
        """

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give, likewise, the facts on properties of some entities that do not count while their events are told."""

    def by_start(self, entity: str, name: str, hi: int | None = None) -> tuple[Iterable[Row], Sequence[Row]] | None:
        """Give the facts on a cell at all clocks, where that is at hand and no link speaks of them or of the entity.

        Those that begin after a moment ``hi`` may be left out; but one is given where there is any.

        Returns:
            Those of mode *actual*, the latest end of a start first, which may be read as they are asked for, any number
            of times; and those of other modes; else None.
        """

    def facts_of(self, ids: Collection[str]) -> Iterable[tuple[Row, bool]]:
        """Give all facts of some events as told, each with whether it may count: by event and place."""

    def by_entity(
        self, properties: Collection[str] | None, entities: Collection[str] | None = None
    ) -> Iterable[tuple[str, Sequence[Row]]]:
        """Give the facts on some properties, or all, that may count by some clocks, by their entities.

        Returns:
            One entity after the other, each with all of its facts, in no order; of all entities or some.
        """

    def by_entity_up_to(self, properties: Collection[str], most: int) -> Iterable[tuple[str, Sequence[Row] | None]]:
        """Give these as :meth:`by_entity` does; None for an entity of more facts than ``most``, or a few more."""

    def versions(self, ids: Collection[str] | None = None) -> Iterable[tuple[str, Sequence[Row], Sequence[Row]]]:
        """Give the rows of some events, or of all, one by one, and those of the reports on each, at all clocks."""

    def telling(self, entities: Collection[str]) -> Collection[str]:
        """Name the events that are told with a fact under one of some names, whether it counts or not."""

    def events(self, ids: Collection[str] | None = None, *, bare: bool = False) -> Iterable[Row]:
        """Give the rows of some events, or of all, that are known, surely or possibly, or told as retracted.

        Of ``bare`` ones nothing else is at hand: their facts and reports are not asked about next.
        """

    def lines(self, ids: Collection[str]) -> Mapping[str, Line]:
        """Give the lines of some records, by id."""

    def reports(self, ids: Collection[str]) -> Iterable[Row]:
        """Give the reports on some events, by event and place; also those that became public later."""

    def sources(self, names: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some sources, or of all."""

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""

    def at(self, as_of: int, recorded_by: int | None = None) -> Rows:
        """Give the rows at another as-of clock, and perhaps at another recorded-by one."""

    def tells_of(self, entities: Collection[str]) -> bool:
        """Say whether an event that is known, or told as retracted, has a fact under one of some names."""

    def entities_of(self, ids: Collection[str]) -> Mapping[str, Collection[str]]:
        """Name the entities of the facts that some events have in any version, by the event."""

    def entities(self) -> Collection[str]:
        """Name the entities of all facts, at whatever clocks they count."""

    def written(self, sort: str) -> Collection[str] | None:
        """Name what was ever written of a sort, ``tag`` or ``type``, and maybe more; None where only the lines tell."""

    def unreported(self, after: int) -> Sequence[str] | None:
        """Name the events, recorded after a day, that nobody reports and nothing changes; None where one may be."""

    def redacted(self) -> int:
        """Count the records whose text was removed, as the log held them by then."""

    def forget(self) -> None:
        """Let go of what was read of single events: they will not be asked about again."""


CLAMPS: Final = frozenset({EARLIEST + 1, LATEST - 1})
"""What rows hold in place of a moment that is further away (:func:`timeline.asof.versions.moment`)."""


def taken(copies: Iterable[Sequence[Any]], as_of: int) -> Iterator[tuple[Sequence[Any], int]]:
    """Give the copies of a source, as its row tells them, that had been taken by the as-of day, and how surely each."""
    for copy in copies:
        *_, lo, hi, live = copy
        answer = min(live, known_by(lo, hi, as_of))
        if answer != NO:
            yield copy, answer


class TooFar(Exception):
    """A date lies further away than rows tell apart."""


# --- columns ---------------------------------------------------------------------------------------------------------

F: Final[Mapping[str, int]] = {name: place for place, name in enumerate(FACT)}
E: Final[Mapping[str, int]] = {name: place for place, name in enumerate(EVENT)}
R: Final[Mapping[str, int]] = {name: place for place, name in enumerate(REPORT)}
S: Final[Mapping[str, int]] = {name: place for place, name in enumerate(SOURCE)}
L: Final[Mapping[str, int]] = {name: place for place, name in enumerate(LINK)}

_FACT_SINCE, _FACT_UNTIL = F["recorded_from"], F["recorded_to"]
_EVENT_SINCE, _EVENT_UNTIL = E["recorded_from"], E["recorded_to"]
_REPORT_SINCE, _REPORT_UNTIL = R["recorded_from"], R["recorded_to"]
_REPORT_FROM, _REPORT_TO = R["as_of_from"], R["as_of_to"]
_by_place: Final = operator.itemgetter(R["place"])


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
    if text[0] == '"' and "\\" not in text:
        return masked(text[1:-1])
    return without_logins(json.loads(text))


def known_by(lo: int, hi: int, as_of: int) -> int:
    """Say whether what became public between two moments was known as of a third."""
    if hi <= as_of:
        return YES
    return NO if lo > as_of else POSSIBLY


def fact_at(row: Row, as_of: int, recorded_by: int) -> int:
    """Say whether a fact counts by two clocks."""
    return fact_answer(row, as_of) if row[_FACT_SINCE] <= recorded_by < row[_FACT_UNTIL] else NO


def event_at(row: Row, as_of: int, recorded_by: int) -> int:
    """Say whether an event is told by two clocks."""
    return event_answer(row, as_of) if row[_EVENT_SINCE] <= recorded_by < row[_EVENT_UNTIL] else NO


def reports_at(rows: Iterable[Row], as_of: int, recorded_by: int) -> list[Row]:
    """Give those of some reports that stand by two clocks, by their place."""
    found = [
        row
        for row in rows
        if row[_REPORT_FROM] <= as_of < row[_REPORT_TO] and row[_REPORT_SINCE] <= recorded_by < row[_REPORT_UNTIL]
    ]
    return sorted(found, key=_by_place) if len(found) > 1 else found


def by_start(rows: Iterable[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Put the facts on a cell in order: those of mode *actual*, the latest end of a start first; the others apart."""
    mode, start_hi = F["mode"], F["start_hi"]
    actual: list[Row] = []
    others: list[Row] = []
    for row in rows:
        (actual if row[mode] == "actual" else others).append(row)
    actual.sort(key=lambda row: row[start_hi], reverse=True)
    return actual, others


class Shelved:
    """The rows of a relation in memory at all clocks, each found by what it is of; made once, for any clocks."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation
        self._found: dict[str, dict[Any, list[Row]]] = {}

    def all(self, sort: str) -> Sequence[Row]:
        """Give all rows of a sort."""
        rows: Sequence[Row] = getattr(self._relation, sort)
        return rows

    def by(self, sort: str, *columns: int) -> Mapping[Any, Sequence[Row]]:
        """Give the rows of a sort by one of their columns, or by two."""
        name = f"{sort} {columns}"
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = {}
            for row in self.all(sort):
                key = row[columns[0]] if len(columns) == 1 else tuple(row[column] for column in columns)
                found.setdefault(key, []).append(row)
        return found

    def links_at(self, ends: Iterable[str]) -> Mapping[Row, None]:
        """Give the links at some ends, each once."""
        from_, to = self.by("links", L["from"]), self.by("links", L["to"])
        return dict.fromkeys(row for end in ends for some in (from_, to) for row in some.get(end, ()))


class InMemory:
    """The rows of a relation in memory, at two clocks.

    ``LATEST`` limits nothing. The records of the log by id are asked for only by what prints the words of events, or
    counts records.
    """

    def __init__(
        self,
        relation: Any,
        as_of: int = LATEST,
        recorded_by: int = LATEST,
        *,
        records: Mapping[str, Any] | None = None,
    ) -> None:
        self._rows = relation if isinstance(relation, Shelved) else Shelved(relation)
        self._records = records or {}
        self._targets: set[str] | None = None
        self.as_of = as_of
        self.recorded_by = recorded_by

    @property
    def standings(self) -> None:
        """What is known of the standings of events: nothing is kept, as all is at hand."""

    def at(self, as_of: int, recorded_by: int | None = None) -> InMemory:
        """Give the rows at another as-of clock, and perhaps at another recorded-by one."""
        by = self.recorded_by if recorded_by is None else recorded_by
        return InMemory(self._rows, as_of, by, records=self._records)

    # --- facts -------------------------------------------------------------------------------------------------------

    def facts(self, properties: Collection[str], entities: Collection[str] | None = None) -> Sequence[Row]:
        """Give the facts on some properties that count, of all entities or some, told under just these names."""
        return self._facts("facts", properties, entities)

    def silent(self, properties: Collection[str], entities: Collection[str]) -> Sequence[Row]:
        """Give the facts on some properties of some entities that do not count while their events are told."""
        return self._facts("silent", properties, entities)

    def _facts(self, sort: str, properties: Collection[str], entities: Collection[str] | None) -> Sequence[Row]:
        if entities is None:
            by_name = self._rows.by(sort, F["property"])
            found = [row for name in properties for row in by_name.get(name, ())]
        else:
            by_cell = self._rows.by(sort, F["entity"], F["property"])
            found = [row for entity in entities for name in properties for row in by_cell.get((entity, name), ())]
        order, event, place = F["order_recorded"], F["order_id"], F["place"]
        return sorted(self._counting(found), key=lambda row: (row[order], row[event], row[place]))

    def _counting(self, rows: Iterable[Row]) -> Iterable[Row]:
        return (row for row in self._at(rows, F) if fact_answer(row, self.as_of) != NO)

    def by_start(self, entity: str, name: str, hi: int | None = None) -> tuple[Sequence[Row], Sequence[Row]] | None:
        """Give the facts on a cell at all clocks, the latest start first; None where a link speaks of them."""
        del hi  # all is at hand
        by_cell = self._rows.by("facts", F["entity"], F["property"]).get((entity, name), ())
        if self._rows.links_at((entity, *(row[F["event"]] for row in by_cell))):
            return None
        return by_start(by_cell)

    def facts_of(self, ids: Collection[str]) -> Iterable[tuple[Row, bool]]:
        """Give all facts of some events as told, each with whether it may count: by event and place."""
        counting, silent = (self._rows.by(sort, F["event"]) for sort in ("facts", "silent"))
        place = F["place"]
        for name in ids:
            found = [(row, True) for row in self._counting(counting.get(name, ()))]
            found += [(row, False) for row in self._counting(silent.get(name, ()))]
            yield from sorted(found, key=lambda pair: pair[0][place])

    def by_entity(
        self, properties: Collection[str] | None, entities: Collection[str] | None = None
    ) -> Iterable[tuple[str, Sequence[Row]]]:
        """Give the facts on some properties, or all, that may count by some clocks, by their entities."""
        by_entity, name = self._rows.by("facts", F["entity"]), F["property"]
        for entity in by_entity if entities is None else entities:
            found = [row for row in by_entity.get(entity, ()) if properties is None or row[name] in properties]
            if found:
                yield entity, found

    def by_entity_up_to(self, properties: Collection[str], most: int) -> Iterable[tuple[str, Sequence[Row] | None]]:
        """Give the facts on some properties by their entities; None stands for those of an entity of many."""
        return ((entity, None if len(found) > most else found) for entity, found in self.by_entity(properties))

    def versions(self, ids: Collection[str] | None = None) -> Iterable[tuple[str, Sequence[Row], Sequence[Row]]]:
        """Give the rows of some events, or of all, and those of the reports on each, at all clocks."""
        rows, reports = self._rows.by("events", E["event"]), self._rows.by("reports", R["event"])
        for name in rows if ids is None else ids:
            yield name, rows.get(name, ()), reports.get(name, ())

    def telling(self, entities: Collection[str]) -> Collection[str]:
        """Name the events that are told with a fact under one of some names, whether it counts or not."""
        return dict.fromkeys(row[F["event"]] for row in self._told_under(entities))

    def tells_of(self, entities: Collection[str]) -> bool:
        """Say whether an event that is known, or told as retracted, has a fact under one of some names."""
        return next(iter(self._told_under(entities)), None) is not None

    def _told_under(self, entities: Collection[str]) -> Iterable[Row]:
        by_entity = [self._rows.by(sort, F["entity"]) for sort in ("facts", "silent")]
        return self._counting(row for some in by_entity for entity in entities for row in some.get(entity, ()))

    def entities_of(self, ids: Collection[str]) -> Mapping[str, Collection[str]]:
        """Name the entities of the facts that some events have in any version, by the event."""
        by_event = [self._rows.by(sort, F["event"]) for sort in ("facts", "silent")]
        return {name: {row[F["entity"]] for some in by_event for row in some.get(name, ())} for name in ids}

    def entities(self) -> Collection[str]:
        """Name the entities of all facts, at whatever clocks they count."""
        return {name for sort in ("facts", "silent") for name in self._rows.by(sort, F["entity"])}

    def written(self, sort: str) -> None:
        """Give nothing: the lines tell."""

    # --- events and reports ------------------------------------------------------------------------------------------

    def events(self, ids: Collection[str] | None = None, *, bare: bool = False) -> Iterable[Row]:
        """Give the rows of some events, or of all, that are known, surely or possibly, or told as retracted."""
        del bare  # all is at hand
        rows = self._rows.by("events", E["event"])
        return (
            row
            for name in (rows if ids is None else ids)
            for row in self._at(rows.get(name, ()), E)
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
        rows, place = self._rows.by("reports", R["event"]), R["place"]
        return (row for name in ids for row in sorted(self._at(rows.get(name, ()), R), key=lambda row: row[place]))

    def sources(self, names: Collection[str] | None = None) -> Iterable[Row]:
        """Give the rows of some sources, or of all."""
        rows = self._rows.by("sources", 0)
        return (row for name in (rows if names is None else names) for row in self._at(rows.get(name, ()), S))

    def links(self, *, rels: Collection[str] | None = None, ends: Collection[str] | None = None) -> Sequence[Row]:
        """Give the links that apply, surely or possibly, by (recorded, id): of some relations, at some ends, or all."""
        order, link, rel = (L[name] for name in ("order_recorded", "link", "rel"))
        found = [
            row
            for row in self._at(self._rows.all("links") if ends is None else self._rows.links_at(ends), L)
            if (rels is None or row[rel] in rels) and link_answer(row, self.as_of) != NO
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

    # --- what is told beside answers ---------------------------------------------------------------------------------

    def redacted(self) -> int:
        """Count the records whose text was removed, as the log held them by then."""
        return sum(one.is_redacted and one.recorded_at <= self.recorded_by for one in self._records.values())

    def forget(self) -> None:
        """Let go of nothing: all of it is in memory."""

    def _changed(self) -> set[str]:
        """Name the records of which there is a correction or a retraction."""
        if self._targets is None:
            from timeline.records.mentions import references_in  # noqa: PLC0415 - few ask

            changes = [one for one in self._records.values() if one.kind in ("correction", "retraction")]
            named = (name for one in changes for _, name in references_in(one.kind, one.body or {}))
            self._targets = {name.partition("#")[0] for name in named}
        return self._targets

    def unreported(self, after: int) -> Sequence[str] | None:
        """Name the events, recorded after a day, that nobody reports and nothing changes; None where one may be."""
        reports, found = self._rows.by("reports", R["event"]), []
        for name, rows in self._rows.by("events", E["event"]).items():
            there = list(self._at(rows, E))
            if not any(row[E["tells_itself"]] for row in there) or there[0][E["order_recorded"]] <= after:
                continue
            if len(there) != 1 or there[0][E["told"]] is not None or there[0][E["retracted"]] != NO:
                return None
            if name in self._changed():
                return None
            if there[0][E["known_from_lo"]] > after and not list(self._at(reports.get(name, ()), R)):
                found.append(name)
        return found
