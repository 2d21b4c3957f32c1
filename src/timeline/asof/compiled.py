"""Events, sources and links compiled to the relation, each from the records that bear on it alone.

Law of this module: what a record does not bear on is not compiled again. Each thing is asked at its turning points, by
the rules that answer every question, at each stamp of a record that bears on it and at each as-of moment at which
something that bears on it is told or changed.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from timeline.asof import plain, versions
from timeline.asof.chained import Chains
from timeline.asof.ledger import Ledger
from timeline.asof.published import UNHEARD_OF, Public, Published, of_source, span_of
from timeline.asof.relation import ALIAS, EARLIEST, EVENT, FACT, FOREVER, LATEST, LINK, REPORT, Row
from timeline.asof.sourced import Component
from timeline.asof.tellings import Tellings
from timeline.dates.values import Clock
from timeline.dates.written import WrittenDate
from timeline.records import bearing
from timeline.records.bearing import Look
from timeline.records.contents import content_of
from timeline.records.mentions import mentions
from timeline.records.model import Event, Record, Report, Source, with_dates
from timeline.records.twins import Ancestry


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
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
    """Compiles things of a log, as ``look`` finds what bears on a place; once it finds more, another is needed."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._sources: dict[str, tuple[Row, ...]] = {}
        self._publics: dict[str, Published] = {}
        itself: Compiler = weakref.proxy(self)  # no ring: who compiles many parts of a log keeps none of them

        def public(name: str) -> Published:
            return itself._public(name)

        self._chains = Chains(public)

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
        if reports is None:
            return None
        if not any(_rests_on_others(report, source) for report, _, _, source in reports):
            return plain.Plain(record, content, reports, (), plain.each_alone(content)).told()
        sources = self._chains.sources(
            name for report, *_ in reports for name in (report.source, *report.via) if name is not None
        )
        dating = self._chains.dating(record, content, sources)
        return plain.Plain(record, content, reports, sources.values(), dating).told()

    def event_at_turning_points(self, record: Record) -> Compiled:
        """Give the rows of an event the long way, which :meth:`event` takes where something changes it."""
        told: list[tuple[int, versions.Told]] = []
        twins: list[tuple[int, list[Row]]] = []
        records = bearing.of_event(record, self._look)
        for since, tellings in self._over_recorded(records, since=record, stamps=self._stamps(records)):
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

    def _stamps(self, records: Sequence[Record]) -> set[int]:
        """Give the stamps at which something new bears on an event: of all but of sources that change nothing."""
        own = [one for one in records if one.kind not in ("source", "capture")]
        cited = {name for one in own for what, _, name in mentions(one.body or {}) if what == "source"}
        published = self._chains.sources(cited)
        if any(getattr(one.content, "source", None) for one in own if one.kind in ("correction", "retraction")):
            return {int(one.recorded_at) for one in records}
        stamps = {int(one.recorded_at) for one in own}
        first, last = _stretch(own, [published[name] for name in cited])
        for name, source in published.items():
            stamps.update(source.stamps(first, last) if name in cited else (one.since for one in source.versions))
        return stamps

    def _untouched(self, record: Record, content: Event) -> list[plain.Sourced] | None:
        """Give the reports on an event that no record changes, or says again; None where one may do so."""
        look = self._look
        if look.alike(record):
            return None
        reports = [
            (report, record, f"{record.id}#{number}", self._public(report.source))
            for number, report in enumerate(content.reports, 1)
        ]
        added = [other for other in look.at(f"about:{record.id}") if other.kind != "link"]
        contents: set[bytes] = set()
        for other in added:
            report = other.content
            if not isinstance(report, Report) or report.event != record.id:
                return None
            if look.at(f"about:{other.id}") or look.alike(other):
                return None
            reports.append((report, other, other.id, self._public(report.source)))
            contents.add(content_of(other.kind, other.body or {}))
        return reports if len(contents) == len(added) else None

    def _public(self, name: str | None) -> Published:
        """Give what bears on the reports by a source."""
        if name is None:
            return UNHEARD_OF
        found = self._publics.get(name)
        if found is None:
            self.sources([name])
            found = self._publics[name]
        return found

    def only_public(self, name: str) -> Public | None:
        """Give what bears on the reports by a source, where that is the same at all clocks; else None."""
        found = self._public(name)
        return None if found.has_shown else found.only

    def sources(self, names: Iterable[str]) -> dict[str, tuple[Row, ...]]:
        """Give the rows of some sources, by name; none where a name is not defined."""
        found: dict[str, tuple[Row, ...]] = {}
        for name in names:
            if name not in self._sources:
                records = self._look.at(f"source:{name}")
                if not records:
                    self._sources[name], self._publics[name] = (), UNHEARD_OF
                elif len(records) == 1 and (content := self._plain_source(records[0])):
                    public, row = of_source(records[0], content)
                    self._sources[name], self._publics[name] = (row,), Published([public])
                else:
                    self._compile_together(name)
            found[name] = self._sources[name]
        return found

    def _compile_together(self, name: str) -> None:
        """Compile a source, with all that rest on it or that it rests on."""
        records, closed = bearing.of_sources([name], self._look)
        is_unchanged = all(one.kind in ("source", "capture") and not self._look.alike(one) for one in records)
        component = Component(records, self._look.knew, is_unchanged=is_unchanged)
        for one in dict.fromkeys((name, *closed)):
            self._sources[one] = component.rows(one)
            self._publics[one] = component.published.get(one, UNHEARD_OF)

    def _plain_source(self, record: Record) -> Source | None:
        """Give a source that rests on no other, and that nothing changes."""
        content = record.content
        if self._look.at(f"about:{record.id}") or self._look.alike(record):
            return None
        if not isinstance(content, Source) or content.via or content.archive is not None:
            return None
        return content

    def link(self, record: Record) -> tuple[Row, ...]:
        """Give the rows of a link; none where it is redacted."""
        if record.content is None:
            return ()
        records = bearing.of_link(record, self._look)
        return _rows(
            LINK,
            [
                (since, versions.told_links(tellings.of_link(record.id)))
                for since, tellings in self._over_recorded(records, since=record)
            ],
        )

    def _over_recorded(
        self, records: Sequence[Record], *, since: Record, stamps: Iterable[int] | None = None
    ) -> Iterator[tuple[int, Tellings]]:
        """Give what is told at some stamps, by default those of all records, from that of one of them on."""
        ledger = Ledger(records, knew=self._look.knew)
        if stamps is None:
            stamps = {int(record.recorded_at) for record in records}
        for stamp in sorted(stamps):
            if since.recorded_at <= stamp < FOREVER:
                yield stamp, ledger.tellings(Clock(text="", read="", lo=stamp, hi=stamp))


def _stretch(records: Iterable[Record], sources: Iterable[Published]) -> tuple[int, int]:
    """Give the stretch of all dates that reports may have: by what some records say or set, or by their sources."""
    spans = [span_of(date) for one in records for date in _reported_dates(one.body or {})]
    spans += [version.typed or (EARLIEST, LATEST) for source in sources for version in source.versions]
    return min((lo for lo, _ in spans), default=EARLIEST), max((hi for _, hi in spans), default=LATEST) + 1


def _reported_dates(value: Any, field: str = "") -> Iterator[WrittenDate]:
    """Find the dates in a body that say when something was reported, wherever they stand."""
    if field == "reported" and isinstance(date := with_dates(value, field), WrittenDate):
        yield date
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _reported_dates(item, name)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _reported_dates(item)


def _rests_on_others(report: Report, source: Published) -> bool:
    """Whether a report, or its source in any version, rests on another source."""
    return bool(report.via) or (source.only is None and any(one.relays for one in source.versions))


def _rows(schema: tuple[str, ...], found: Iterable[tuple[int, Sequence[Row]]]) -> tuple[Row, ...]:
    at = schema.index("recorded_from")
    return tuple(versions.over_recorded(found, at))


# --- a whole log, in memory ------------------------------------------------------------------------------------------


_TELLING: Final = {"event": "title", "link": "from"}
"""A field by which those that may say the same are found fast."""


class Records:
    """The records of a log, found by the places on which they bear."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.all = tuple(sorted(records, key=lambda record: record.order))
        self._by_id = {record.id: record for record in self.all}
        self._ancestry = Ancestry(self.all)
        self._at: dict[str, list[Record]] = {}
        self._by_key: dict[str, list[Record]] = {}
        self._near: dict[tuple[str, str], list[Record]] = {}
        for record in self.all:
            for place in bearing.places(record):
                self._at.setdefault(place, []).append(record)
            if (body := record.body) is not None and record.content is not None:
                if body.get("key"):
                    self._by_key.setdefault(body["key"], []).append(record)
                if record.kind in _TELLING:
                    self._near.setdefault((record.kind, body[_TELLING[record.kind]]), []).append(record)
        self._by_content = _by_content(self._near.values())

    def alike(self, record: Record) -> Sequence[Record]:
        """Give the others that have the key of a record, or, where it is an event or a link, say exactly the same."""
        body = record.body or {}
        found = self._by_key.get(body["key"], ()) if body.get("key") else ()
        field = _TELLING.get(record.kind) if record.body is not None else None  # what was redacted says nothing
        if field is not None and len(self._near.get((record.kind, body[field]), ())) > 1:
            found = (*found, *self._by_content.get(content_of(record.kind, body), ()))
        return [other for other in found if other.id != record.id] if found else ()

    def at(self, place: str) -> Sequence[Record]:
        """Give the records that bear on a place, by (recorded, id)."""
        return self._at.get(place, ())

    def record(self, record_id: str) -> Record | None:
        """Give a record by its id."""
        return self._by_id.get(record_id)

    def knew(self, later: str, earlier: str) -> bool:
        """Say whether a record is among the ancestors of another, by their ids."""
        return self._ancestry.knew(later, earlier)


def _by_content(candidates: Iterable[Sequence[Record]]) -> dict[bytes, list[Record]]:
    """Put records together that say the same; ``candidates`` are groups of those that may."""
    found: dict[bytes, list[Record]] = {}
    for group in candidates:
        for record in group if len(group) > 1 else ():
            found.setdefault(content_of(record.kind, record.body or {}), []).append(record)
    return found


class Relation(msgspec.Struct, frozen=True, kw_only=True):
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
        links=tuple(row for record in look.all if record.kind == "link" for row in compiler.link(record)),
    )


def _source_names(record: Record) -> Iterator[str]:
    if record.kind == "source" and record.content is not None and record.body is not None:
        yield record.body["name"]


def _all(told: Iterable[Compiled], rows: Callable[[Compiled], tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(row for one in told for row in rows(one))
