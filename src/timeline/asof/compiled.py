"""Events, sources and links compiled to the relation, each from the records that bear on it alone.

Law of this module: what a record does not bear on is not compiled again. Each thing is asked at its turning points, by
the rules that answer every question, at each stamp of a record that bears on it and at each as-of moment at which
something that bears on it is told or changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from timeline.asof import bearing, plain, versions
from timeline.asof.bearing import Look
from timeline.asof.ledger import Ledger, Tellings
from timeline.asof.relation import ALIAS, EVENT, FACT, LINK, REPORT, SOURCE, Row
from timeline.asof.sources import Public
from timeline.dates.values import Clock
from timeline.records.model import Event, Record, Report, Source


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
        self._publics: dict[str, Sequence[plain.Public]] = {}

    def event(self, event_id: str) -> Compiled:
        """Give the rows of an event; none where there is no such record, or it is redacted."""
        record = self._look.record(event_id)
        if record is None or not isinstance(record.content, Event):
            return Compiled()
        found = self._plain(record, record.content)
        if found is not None:
            return Compiled(facts=tuple(found.facts), events=tuple(found.events), reports=tuple(found.reports))
        return self.event_at_turning_points(record)

    def is_plain(self, record: Record) -> bool:
        """Say whether an event takes the short way: whether nothing changes it, nor what its reports rest on."""
        return isinstance(record.content, Event) and self._plain(record, record.content) is not None

    def _plain(self, record: Record, content: Event) -> plain.Told | None:
        reports = self._untouched(record, content)
        return None if reports is None else plain.event(record, content, reports)

    def event_at_turning_points(self, record: Record) -> Compiled:
        """Give the rows of an event the long way, which :meth:`event` takes where something changes it."""
        told: list[tuple[int, versions.Told]] = []
        twins: list[tuple[int, list[Row]]] = []
        for since, tellings in self._over_recorded(bearing.of_event(record, self._look), since=record):
            told.append((since, versions.told(tellings.of_event(record.id))))
            first = tellings.aliases.get(record.id)
            twins.append((since, [] if first is None else [(record.id, first)]))
        return Compiled(
            facts=_rows(FACT, ((since, one.facts) for since, one in told)),
            silent=_rows(FACT, ((since, one.silent) for since, one in told)),
            events=_rows(EVENT, ((since, one.events) for since, one in told)),
            reports=_rows(REPORT, ((since, one.reports) for since, one in told)),
            aliases=_rows(ALIAS, twins),
        )

    def _untouched(self, record: Record, content: Event) -> list[plain.Sourced] | None:
        """Give the reports on an event that no record changes, or says again; None where one may do so."""
        look, body = self._look, record.body or {}
        if not self._is_alone(body) or len(look.at(f"content:{bearing.content_hash(body)}")) > 1:
            return None
        reports = [
            plain.Sourced(report, record, f"{record.id}#{number}", self._public(report.source))
            for number, report in enumerate(content.reports, 1)
        ]
        added = [other for other in look.at(f"about:{record.id}") if other.kind != "link"]
        contents = set()
        for other in added:
            report = other.content
            if not isinstance(report, Report) or report.event != record.id:
                return None
            if look.at(f"about:{other.id}") or not self._is_alone(other.body or {}):
                return None
            reports.append(plain.Sourced(report, other, other.id, self._public(report.source)))
            contents.add(bearing.content_hash(other.body or {}))
        return reports if len(contents) == len(added) else None

    def _is_alone(self, body: Mapping[str, Any]) -> bool:
        """Whether no other record has the key of this one."""
        return not body.get("key") or len(self._look.at(f"key:{body['key']}")) == 1

    def _public(self, name: str | None) -> Sequence[plain.Public]:
        """Give what bears on the reports by a source, the first recorded first."""
        if name is None:
            return ()
        found = self._publics.get(name)
        if found is None:
            self.sources([name])
            found = self._publics[name]
        return found

    def sources(self, names: Iterable[str]) -> dict[str, tuple[Row, ...]]:
        """Give the rows of some sources, by name; none where a name is not defined."""
        found: dict[str, tuple[Row, ...]] = {}
        for name in names:
            if name not in self._sources:
                records = self._look.at(f"source:{name}")
                if not records:
                    self._sources[name], self._publics[name] = (), ()
                elif len(records) == 1 and (content := self._plain_source(records[0])):
                    public, row = plain.source(records[0], content)
                    self._sources[name], self._publics[name] = (row,), (public,)
                else:
                    self._sources_at_turning_points(name)
            found[name] = self._sources[name]
        return found

    def _plain_source(self, record: Record) -> Source | None:
        """Give a source that rests on no other, and that nothing changes."""
        content = record.content
        is_alone = not self._look.at(f"about:{record.id}") and self._is_alone(record.body or {})
        if not is_alone or not isinstance(content, Source) or content.via or content.archive is not None:
            return None
        return content

    def _sources_at_turning_points(self, name: str) -> None:
        """Compile a source, with all that rest on it or that it rests on, the long way."""
        records, closed = bearing.of_sources([name], self._look)
        rows: list[tuple[int, dict[str, tuple[Row, ...]]]] = []
        publics: dict[str, list[plain.Public]] = {one: [] for one in dict.fromkeys((name, *closed))}
        for since, tellings in self._over_recorded(records):
            told = tellings.of_sources()
            rows.append((since, versions.told_sources(told)))
            is_same = all(sources is told[0][1] for _, sources in told)
            for one, some in publics.items():
                public = told[0][1].public(one)
                made = _public(since, public, is_plain=is_same and public.is_plain) if public else None
                if made is not None and (not some or some[-1][1:] != made[1:]):
                    some.append(made)
        for one, some in publics.items():
            self._sources[one] = _rows(SOURCE, [(since, told.get(one, ())) for since, told in rows])
            self._publics[one] = some

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


def _public(since: int, public: Public, *, is_plain: bool) -> plain.Public:
    return plain.Public(
        since=since,
        typed=None if public.typed is None else (versions.moment(public.typed.lo), versions.moment(public.typed.hi)),
        by=tuple(sorted(versions.moment(by) for by in public.by)),
        lo=versions.moment(public.lo),
        published=versions.plain(public.published),
        is_plain=is_plain,
    )


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
