"""Events, sources and links compiled to the relation, each from the records that bear on it alone.

Law of this module: what a record does not bear on is not compiled again. Each thing is asked at its turning points, by
the rules that answer every question, at each stamp of a record that bears on it and at each as-of moment at which
something that bears on it is told or changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from timeline.asof import bearing, versions
from timeline.asof.bearing import Look
from timeline.asof.ledger import Ledger, Tellings
from timeline.asof.relation import ALIAS, EVENT, FACT, FOREVER, LINK, REPORT, SOURCE, Row
from timeline.dates.values import Clock
from timeline.records.model import Record

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Compiled:
    """The rows of one event; ``silent`` has the schema of facts, for those that do not count while it is told.

    Their four bounds say as of when they are told. ``aliases`` say when it is another event's twin: then it has no
    rows.
    """

    facts: tuple[Row, ...] = ()
    silent: tuple[Row, ...] = ()
    events: tuple[Row, ...] = ()
    reports: tuple[Row, ...] = ()
    aliases: tuple[Row, ...] = ()


class Compiler:
    """Compiles things of a log, as ``look`` finds its records.

    Args:
        look: Finds the records that bear on a place. A new compiler is needed once it finds more.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._sources: dict[str, tuple[Row, ...]] = {}

    def event(self, event_id: str) -> Compiled:
        """Give the rows of an event; none where there is no such record, or it is redacted."""
        record = self._look.record(event_id)
        if record is None or record.kind != "event" or record.content is None:
            return Compiled()
        told: list[tuple[int, versions.Told]] = []
        twins: list[tuple[int, list[Row]]] = []
        for since, tellings in self._over_recorded(bearing.of_event(record, self._look), since=record):
            told.append((since, versions.told(tellings.of_event(event_id))))
            first = tellings.aliases.get(event_id)
            twins.append((since, [] if first is None else [(event_id, first)]))
        return Compiled(
            facts=_rows(FACT, ((since, one.facts) for since, one in told)),
            silent=_rows(FACT, ((since, one.silent) for since, one in told)),
            events=_rows(EVENT, ((since, one.events) for since, one in told)),
            reports=_rows(REPORT, ((since, one.reports) for since, one in told)),
            aliases=_rows(ALIAS, twins),
        )

    def sources(self, names: Iterable[str]) -> dict[str, tuple[Row, ...]]:
        """Give the rows of some sources, by name, and of all that rest on them or that they rest on."""
        found: dict[str, tuple[Row, ...]] = {}
        for name in names:
            if name not in self._sources:
                records, closed = bearing.of_sources([name], self._look)
                told = [
                    (since, versions.told_sources(tellings.of_sources()))
                    for since, tellings in self._over_recorded(records)
                ]
                for one in dict.fromkeys((name, *closed)):
                    self._sources[one] = _rows(SOURCE, [(since, rows.get(one, ())) for since, rows in told])
            found[name] = self._sources[name]
        return found

    def link(self, link_id: str) -> tuple[Row, ...]:
        """Give the rows of a link; none where there is no such record, or it is redacted."""
        record = self._look.record(link_id)
        if record is None or record.kind != "link" or record.content is None:
            return ()
        records = bearing.of_link(record, self._look)
        return _rows(
            LINK,
            [
                (since, versions.told_links(tellings.of_link(link_id)))
                for since, tellings in self._over_recorded(records, since=record)
            ],
        )

    def _over_recorded(self, records: Sequence[Record], since: Record | None = None) -> Iterator[tuple[int, Tellings]]:
        """Give what is told at each stamp of some records, from that of one of them on."""
        ledger = Ledger(records, knew=self._look.knew)
        for stamp in sorted({int(record.recorded_at) for record in records}):
            if since is None or stamp >= since.recorded_at:
                yield stamp, ledger.tellings(Clock(text="", read="", lo=stamp, hi=stamp))


def _rows(schema: tuple[str, ...], found: Iterable[tuple[int, Sequence[Row]]]) -> tuple[Row, ...]:
    at = schema.index("recorded_from")
    return tuple(versions.over_recorded(found, at))


# --- a whole log, in memory ------------------------------------------------------------------------------------------


class Records:
    """The records of a log, found by the places on which they bear."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.all = tuple(sorted(records, key=lambda record: record.order))
        self._by_id = {record.id: record for record in self.all}
        self._at: dict[str, list[Record]] = {}
        for record in self.all:
            for place in bearing.places(record):
                self._at.setdefault(place, []).append(record)

    def at(self, place: str) -> Sequence[Record]:
        """Give the records that bear on a place, by (recorded, id)."""
        return self._at.get(place, ())

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id."""
        return self._by_id.get(record_id)

    def knew(self, later: Record, earlier: Record) -> bool:
        """Say whether a record is among the ancestors of another."""
        waiting, met = list(later.parents), set(later.parents)
        while waiting:
            name = waiting.pop()
            if name == earlier.id:
                return True
            record = self._by_id.get(name)
            for parent in record.parents if record is not None else ():
                if parent not in met:
                    met.add(parent)
                    waiting.append(parent)
        return False


@attrs.frozen(kw_only=True)
class Relation:
    """All rows of a log: those of facts, events and reports in the order of the events, (recorded, id)."""

    facts: tuple[Row, ...]
    silent: tuple[Row, ...]
    events: tuple[Row, ...]
    reports: tuple[Row, ...]
    aliases: tuple[Row, ...]
    sources: tuple[Row, ...]
    links: tuple[Row, ...]


def compile_log(records: Iterable[Record]) -> Relation:
    """Compile the records of a log."""
    look = Records(records)
    compiler = Compiler(look)
    told = [compiler.event(record.id) for record in look.all if record.kind == "event"]
    names = {name for record in look.all for name in _source_names(record)}
    of_sources = compiler.sources(sorted(names))
    return Relation(
        facts=_all(told, lambda one: one.facts),
        silent=_all(told, lambda one: one.silent),
        events=_all(told, lambda one: one.events),
        reports=_all(told, lambda one: one.reports),
        aliases=_all(told, lambda one: one.aliases),
        sources=tuple(row for name in sorted(of_sources) for row in of_sources[name]),
        links=tuple(row for record in look.all if record.kind == "link" for row in compiler.link(record.id)),
    )


def _source_names(record: Record) -> Iterator[str]:
    if record.kind == "source" and record.content is not None and record.body is not None:
        yield record.body["name"]


def _all(told: Iterable[Compiled], rows: Callable[[Compiled], tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(row for one in told for row in rows(one))
