"""What was known as of a date: the events of a log, each with its answer, as corrected then.

Law of this module: a snapshot is a value made from a set of records and three clocks, and from nothing else. What is
only possibly known stays so; nothing here decides it. When each report became public is worked out in `windows`, which
changes apply in `changes`; here they meet.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import attrs

from timeline import edtf
from timeline.changes import Applied, Changes, FieldVersions
from timeline.dates import (
    DAY,
    NEVER_AFTER,
    NEVER_BEFORE,
    Answer,
    Clock,
    Moment,
    Span,
    UncertainDate,
    both,
    either,
    format_day,
    format_moment,
    negate,
)
from timeline.errors import DateError, RecordError
from timeline.known import (
    Clocks,
    KnownEvent,
    KnownFact,
    KnownLink,
    KnownReport,
    KnownSource,
    Snapshot,
    of_all,
    value_key,
)
from timeline.model import Correction, Event, Fact, Link, Record, Report, Retraction, Source, structure
from timeline.publications import Sources, date_texts, surest, without_nothing
from timeline.windows import Dropped, Publication, Window, day_of, typed_window, windows

__all__ = [
    "Clocks",
    "KnownEvent",
    "KnownFact",
    "KnownLink",
    "KnownReport",
    "KnownSource",
    "Ledger",
    "Snapshot",
    "relayed_reports",
    "upstream_of",
    "value_key",
]

_DATES: Final = frozenset({"published", "retrieved", "reported", "occurred", "during"})
_HAPPENED: Final = frozenset({"actual", "failed"})

# --- from records to snapshots ---------------------------------------------------------------------------------------


_UNLIMITED: Final = Clocks(on=Clock(text="", read="", lo=0, hi=0))


class Ledger:
    """A set of records, ready for many questions.

    Args:
        records: The records of a log, in any order.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(sorted(records, key=lambda record: record.order))
        self._prepared: dict[Moment, _Prepared] = {}

    def at(self, clocks: Clocks, *, only: frozenset[str] | None = None) -> Snapshot:
        """Answer what was known, as of a date, by what the log held on a date.

        Args:
            clocks: The three clocks.
            only: Leave all other events out, as :meth:`about` names those that bear on a cell.
        """
        return _Question(self._shared(clocks.recorded_by), clocks, only).snapshot()

    def about(self, entity: str, property_: str, *, recorded_by: Clock | None = None) -> frozenset[str]:
        """Name the events that bear on a cell at any clock: those with a fact on it, and those linked to them."""
        return self._shared(recorded_by).about(entity, property_)

    def _shared(self, recorded_by: Clock | None) -> _Prepared:
        limit = NEVER_AFTER if recorded_by is None else recorded_by.hi
        prepared = self._prepared.get(limit)
        if prepared is None:
            held = tuple(record for record in self.records if record.recorded_at <= limit)
            prepared = self._prepared[limit] = _Prepared(held)
        return prepared

    def dropped(self) -> tuple[Dropped, ...]:
        """Name the bounds of reports and sources that contradict what was typed for them."""
        return _Question(self._shared(None), _UNLIMITED).dropped()

    def knowable(self, record: Record, clocks: Clocks) -> Answer:
        """Say whether a correction, retraction or link was known by the clocks; ours count at every as-of date."""
        return self._shared(clocks.recorded_by).knowable(record, clocks.as_of)

    def ignored(self) -> tuple[tuple[Record, str], ...]:
        """Name the changes that cannot apply, each with the reason."""
        return tuple(self._shared(None).changes.ignored)

    def turning_points(
        self, recorded_by: Clock | None = None, *, only: frozenset[str] | None = None
    ) -> tuple[Moment, ...]:
        """Give all as-of moments at which an answer can change, ascending: the bounds of every date that was typed.

        Args:
            recorded_by: By what the log held.
            only: The events that matter; all where it is None.
        """
        return self._shared(recorded_by).turning_points(only)


class _Prepared:
    """What every as-of date shares: the records that exist, and when each change became public."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.changes, self.ours = _by_ours(records)
        self.source_records: dict[str, list[Record]] = {}
        for record in self.changes.of_kind("source"):
            if isinstance(record.content, Source):
                self.source_records.setdefault(record.content.name, []).append(record)
        self.reports_on: dict[str, list[Record]] = {}
        for record in self.changes.of_kind("report"):
            self.reports_on.setdefault(self.changes.target(record), []).append(record)
        self._our_sources = Sources(self.source_records, self.ours)
        self._change_windows: dict[str, Window] = {}
        self._is_ours: dict[str, bool] = {}

    def is_ours(self, record: Record) -> bool:
        """Whether a change mends our own mistake: as we corrected it, it names neither ``reported`` nor ``source``."""
        if record.id not in self._is_ours:
            fields = self.ours.fields(record.id, record.body or {})
            texts = [
                *date_texts(fields, "reported", getattr(record.content, "reported", None)),
                *date_texts(fields, "source", getattr(record.content, "source", None)),
            ]
            self._is_ours[record.id] = not any(texts)
        return self._is_ours[record.id]

    def change_window(self, record: Record) -> Window:
        """Say when a change that the world made to its account became public.

        Only our own corrections bear on this: what the world changed cannot date itself.
        """
        window = self._change_windows.get(record.id)
        if window is None:
            fields = self.ours.fields(record.id, record.body or {})
            texts = date_texts(fields, "reported", getattr(record.content, "reported", None))
            (source, *_) = date_texts(fields, "source", getattr(record.content, "source", None))
            publication = self._our_sources.publication(
                record.id, record=record, typed=typed_window(texts), source=source
            )
            found, _ = windows([publication])
            window = self._change_windows[record.id] = found[record.id]
        return window

    def about(self, entity: str, property_: str) -> frozenset[str]:
        """Name the events that bear on a cell at any as-of date."""
        found = {record.id for record in self.changes.of_kind("event") if self._tells(record, entity, property_)}
        links = [
            (self.changes.canonical(record.content.from_), self.changes.canonical(record.content.to))
            for record in self.changes.of_kind("link")
            if isinstance(record.content, Link)
        ]
        while True:
            near = {end for link in links if found & set(link) for end in link} - found
            if not near:
                return frozenset(found)
            found |= near

    def _tells(self, record: Record, entity: str, property_: str) -> bool:
        """Whether an event has a fact on a cell in any version of it."""
        bodies = [record.body or {}]
        for change in self.changes.corrections.get(record.id, ()):
            bodies += [change.content.set] if isinstance(change.content, Correction) else []
            bodies += [
                later.content.set.get("set") or {}
                for later in self.changes.corrections.get(change.id, ())
                if isinstance(later.content, Correction)
            ]
        return any(
            fact.get("entity") == entity and fact.get("property") == property_
            for body in bodies
            for fact in body.get("facts") or ()
        )

    def turning_points(self, only: frozenset[str] | None) -> tuple[Moment, ...]:
        """Give the bounds of every date that bears on when something became public."""
        texts: set[str] = set()
        days: set[Moment] = set()
        for record in self.changes.by_id.values():
            event = self.changes.target(record) if record.kind == "report" else record.id
            if record.kind in ("event", "report") and only is not None and event not in only:
                continue
            days.add(record.recorded_at)
            texts.update(_dates_in(record.body))
        spans = [date.span for text in texts if (date := _parsed(text)) is not None]
        points = {moment for span in spans for moment in (span.lo, span.hi)}
        points |= {edge for day in days for edge in (day_of(day).lo, day_of(day).hi)}
        return tuple(sorted(points - {NEVER_BEFORE, NEVER_AFTER}))

    def knowable(self, record: Record, as_of: Clock | None) -> Answer:
        """Say whether a correction, retraction or link is known on a day; ours count at every one."""
        return Answer.YES if self.is_ours(record) else self.change_window(record).known_by(as_of)

    def change_order(self, record: Record) -> tuple[bool, Moment, tuple[str, str]]:
        """Sort changes: ours first, then the world's by the earliest moment at which they can be known."""
        is_ours = self.is_ours(record)
        return (not is_ours, 0 if is_ours else self.change_window(record).lo, record.order)


_SOURCE: Final = "source "  # begins the name of a source that stands for itself among an event's reports
_TELLING: Final = ("stance", "source", "via", "origin")
_Reading: TypeAlias = "tuple[tuple[Fact, ...], str | None]"
"""One way in which an event may read: its facts, and its date."""


@attrs.frozen
class _Draft:
    """A report on an event before its window is known: the ways it may read, the surest first, and its dates."""

    address: str
    record: Record
    variants: tuple[Report, ...]
    live: Answer
    dates: tuple[str | None, ...]


class _Relayed:
    """What a relay of a source rests on within one event: that source's own reports there, else the source.

    Reports that *report* the event are preferred: a doubt carries no claim.
    """

    def __init__(self, sources: Sources, places: Sequence[tuple[str, _Draft, Report]]) -> None:
        self._sources = sources
        self._named: dict[str, None] = {}
        self._surely: dict[str, list[tuple[str, bool]]] = {}
        self._possibly: dict[str, list[tuple[str, bool]]] = {}
        for name, draft, report in places:
            if report.source and draft.live is not Answer.NO:
                is_sure = draft.live is Answer.YES and len(draft.variants) == 1
                entry = (name, report.stance == "reports")
                self._possibly.setdefault(report.source, []).append(entry)
                if is_sure:
                    self._surely.setdefault(report.source, []).append(entry)

    def surely(self, source: str) -> list[str]:
        """Name the surely live reports of a source that a relay of it shows to have been public."""
        return _preferred(self._surely.get(source, ()))

    def group(self, source: str, relay: str) -> tuple[str, ...]:
        """Name what a relay of a source is not earlier than the earliest of; nothing where that cannot be said."""
        if source in self._surely:
            carries = any(affirms for _, affirms in self._surely[source])
            names = [name for name, affirms in self._possibly[source] if affirms or not carries]
            return tuple(name for name in names if name != relay)
        if not self._stands(source):
            return ()
        self._named.setdefault(source)
        own = (name for name, _ in self._possibly.get(source, ()) if name != relay)
        return (*own, f"{_SOURCE}{source}")

    def _stands(self, source: str) -> bool:
        known = self._sources.known.get(source)
        return known is None or known.retracted is Answer.NO

    def publications(self) -> tuple[Publication, ...]:
        """Give the sources that stand for themselves, and what these rest on in turn."""
        made: dict[str, Publication] = {}
        while missing := [source for source in self._named if source not in made]:
            for source in missing:
                known = self._sources.known.get(source)
                via = known.source.via if known else ()
                window = self._sources.windows.get(source)
                made[source] = Publication(
                    name=f"{_SOURCE}{source}",
                    typed=None,
                    not_before=(window.lo,) if window else (),
                    rests_on=tuple(self.group(upstream, f"{_SOURCE}{source}") for upstream in via),
                )
        return tuple(made.values())


def _preferred(entries: Iterable[tuple[str, bool]]) -> list[str]:
    found = list(entries)
    carries = any(affirms for _, affirms in found)
    return [name for name, affirms in found if affirms or not carries]


class _Question:
    """One question: the shared records, and the changes that apply on its as-of day."""

    def __init__(self, prepared: _Prepared, clocks: Clocks, only: frozenset[str] | None = None) -> None:
        self._prepared = prepared
        self._records = [r for r in prepared.changes.of_kind("event") if only is None or r.id in only]
        self._clocks = clocks
        self._applied = Applied(
            prepared.changes, lambda record: prepared.knowable(record, clocks.as_of), prepared.change_order
        )
        self._sources = Sources(prepared.source_records, self._applied)
        self._dropped: list[Dropped] = list(self._sources.dropped)

    def snapshot(self) -> Snapshot:
        told = [self._event(record) for record in self._records]
        links = self._links({event.id: event for event in told})
        rows = _same_events([event for event in told if event.known is not Answer.NO], links)
        links = tuple(
            attrs.evolve(link, from_=rows.get(link.from_, link.from_), to=rows.get(link.to, link.to)) for link in links
        )
        merged = _merge(told, rows)
        merged = _superseded(merged, links)
        rows.update({twin: rows.get(first, first) for twin, first in self._prepared.changes.aliases.items()})
        return Snapshot(
            clocks=self._clocks,
            events=tuple(event for event in merged if event.known is not Answer.NO),
            retracted=tuple(event for event in merged if event.retracted is Answer.YES),
            sources=self._sources.known,
            links=links,
            redacted=tuple(record for record in self._prepared.records if record.is_redacted),
            rows=rows,
        )

    def dropped(self) -> tuple[Dropped, ...]:
        for record in self._records:
            self._event(record)
        return tuple(dict.fromkeys(self._dropped))

    # --- one event -------------------------------------------------------------------------------------------------

    def _event(self, record: Record) -> KnownEvent:
        body = record.body or {}
        fields = self._applied.fields(record.id, body)
        event = surest(record, fields, Event)
        as_of = self._clocks.as_of
        readings = _readings(record, event, fields)
        reports = self._reports(record, event, readings)
        recorded = day_of(record.recorded_at)
        tells_itself = not self._own_line(record).reports
        affirming = [(report, report.takes("reports")) for report in reports]
        affirming = [(report, takes) for report, takes in affirming if takes is not Answer.NO]
        facts_known = either(*(both(report.known, takes) for report, takes in affirming))
        known = facts_known
        retracted = self._applied.retracted(record.id)
        if tells_itself:
            known = facts_known = either(facts_known, recorded.known_by(as_of))
        else:
            none_affirms = negate(either(*(both(report.live, takes) for report, takes in affirming)))
            known = either(known, both(none_affirms, either(*(report.known for report in reports))))
            retracted = either(retracted, negate(either(*(report.live for report in reports))))
        first, window = self._first_report(affirming, recorded if tells_itself else None)
        ever_known = either(
            *(report.window.known_by(as_of) for report in reports),
            recorded.known_by(as_of) if tells_itself else Answer.NO,
        )
        return KnownEvent(
            id=record.id,
            record=record,
            event=event,
            versions={name: versions for name, versions in fields.items() if len(versions) > 1},
            known=both(known, negate(retracted)),
            retracted=both(retracted, ever_known) if retracted is Answer.YES else retracted,
            superseded=Answer.NO,
            window=window or recorded,
            reported=_typed_date(first, self._sources.known) if first else None,
            facts=_facts(record, readings, both(facts_known, negate(retracted)), (window or recorded).hi),
            reports=reports,
            members=(record.id,),
            tells_itself=tells_itself,
        )

    def _own_line(self, record: Record) -> Event:
        """Give the event as its own line says it, our own corrections applied."""
        return surest(record, self._prepared.ours.fields(record.id, record.body or {}), Event)

    def _first_report(
        self, affirming: Sequence[tuple[KnownReport, Answer]], recorded: Window | None
    ) -> tuple[KnownReport | None, Window | None]:
        """Find when an event was first reported, by reports that are not surely still to come on the as-of day.

        The least moment is that of any report that may be live; the greatest only of one that surely is, where one is.
        """
        as_of = self._clocks.as_of
        live = [
            (report, both(report.live, takes))
            for report, takes in affirming
            if report.live is not Answer.NO and report.window.known_by(as_of) is not Answer.NO
        ]
        first = min(
            (report for report, _ in live),
            key=lambda report: (report.window.lo, report.window.hi, report.record.order),
            default=None,
        )
        lows = [report.window.lo for report, _ in live] + ([recorded.lo] if recorded else [])
        highs = [report.window.hi for report, sure in live if sure is Answer.YES] + ([recorded.hi] if recorded else [])
        if not highs:
            highs = [max(report.window.hi for report, _ in live)] if live else []
        return first, Window(min(lows), min(highs)) if lows and highs else None

    # --- the reports on one event --------------------------------------------------------------------------------

    def _reports(self, record: Record, event: Event, readings: Sequence[_Reading]) -> tuple[KnownReport, ...]:
        drafts = [
            self._draft(f"{record.id}#{number}", record, body, answer, after)
            for number, body, answer, after in self._own_reports(record, event)
        ]
        drafts += [
            self._draft(added.id, added, added.body or {}, Answer.YES, None)
            for added in self._prepared.reports_on.get(record.id, ())
        ]
        if not drafts:
            return ()
        places = [
            (f"{n}.{v}", draft, variant) for n, draft in enumerate(drafts) for v, variant in enumerate(draft.variants)
        ]
        relayed = _Relayed(self._sources, places)
        not_before = _earliest_day(readings)
        publications = [self._publication(*place, relayed, not_before) for place in places]
        found, dropped = windows((*publications, *relayed.publications()))
        self._dropped.extend(
            Dropped(drafts[int(item.name.partition(".")[0])].address, _named(item.reason, drafts))
            for item in dropped
            if not item.name.startswith(_SOURCE)
        )
        return tuple(self._known_report(n, draft, found) for n, draft in enumerate(drafts))

    def _known_report(self, number: int, draft: _Draft, found: Mapping[str, Window]) -> KnownReport:
        own = [found[f"{number}.{v}"] for v in range(len(draft.variants))]
        window = Window(min(w.lo for w in own), max(w.hi for w in own)) if len(own) > 1 else own[0]
        return KnownReport(
            address=draft.address,
            report=draft.variants[0],
            variants=draft.variants,
            window=window,
            live=draft.live,
            known=both(draft.live, window.known_by(self._clocks.as_of)),
            record=draft.record,
        )

    def _own_reports(
        self, record: Record, event: Event
    ) -> Iterable[tuple[int, Mapping[str, Any], Answer, tuple[Any, ...] | None]]:
        """Give the reports inside an event: number, body, whether it stands in all versions, and since which change."""
        versions = (
            self._applied.versions(record.id, record.body or {}).get("reports")
            if event.reports or (record.id in self._prepared.changes.corrections)
            else None
        )
        if versions is None:
            for number, body in enumerate((record.body or {}).get("reports") or (), 1):
                yield number, body, Answer.YES, None
            return
        lists = [version.value or [] for version in versions]
        seen: set[tuple[int, str]] = set()
        for version, bodies in zip(versions, lists, strict=True):
            for number, body in enumerate(bodies, 1):
                if (number, repr(body)) not in seen:
                    seen.add((number, repr(body)))
                    sure = all(len(other) >= number and other[number - 1] == body for other in lists)
                    yield number, body, Answer.YES if sure else Answer.POSSIBLY, version.since

    def _draft(
        self, address: str, record: Record, body: Mapping[str, Any], answer: Answer, after: tuple[Any, ...] | None
    ) -> _Draft:
        """Give a report with the ways in which it may read; the versions of its date are kept together."""
        fields = self._applied.fields(address, body, after=after)
        live = both(answer, negate(self._applied.retracted(address)))
        if not fields:
            report = _plain_report(record, address, body)
            return _Draft(address, record, (report,), both(live, self._source_stands(report)), (report.reported,))
        dates = date_texts(fields, "reported", body.get("reported"))
        first = {name: versions[0][0] for name, versions in fields.items()}
        telling = {name: versions for name, versions in fields.items() if name in _TELLING}
        variants: dict[Report, None] = {}
        for values in itertools.product(*([value for value, _ in versions] for versions in telling.values())):
            given = {**body, **first, **dict(zip(telling, values, strict=True)), "event": record.id}
            variants.setdefault(attrs.evolve(_report(given), event=None))
        stands = of_all(self._source_stands(report) for report in variants)
        return _Draft(address, record, tuple(variants), both(live, stands), tuple(dates))

    def _source_stands(self, report: Report) -> Answer:
        """Say whether the source of a report is not taken back, which would take the report with it."""
        source = self._sources.known.get(report.source) if report.source else None
        return negate(source.retracted) if source else Answer.YES

    def _publication(
        self, name: str, draft: _Draft, report: Report, relayed: _Relayed, not_before: tuple[Moment, ...]
    ) -> Publication:
        via = upstream_of(report, self._sources.known.get(report.source or ""))
        return self._sources.publication(
            name,
            record=draft.record,
            typed=typed_window(draft.dates),
            source=report.source,
            not_before=not_before,
            rests_on=tuple(relayed.group(upstream, name) for upstream in via),
            relays=tuple(place for upstream in via for place in relayed.surely(upstream) if place != name),
            is_live=draft.live is Answer.YES and len(draft.variants) == 1,
        )

    # --- between events --------------------------------------------------------------------------------------------

    def _links(self, events: Mapping[str, KnownEvent]) -> tuple[KnownLink, ...]:
        result = []
        for record in self._prepared.changes.of_kind("link"):
            if not isinstance(record.content, Link):
                continue
            answer = self._applied.applies(record)
            if answer is Answer.NO:
                continue
            link = surest(record, self._applied.fields(record.id, record.body or {}), Link)
            ends = (link.from_, link.to)
            if link.rel != "same-origin":
                ends = (self._prepared.changes.canonical(ends[0]), self._prepared.changes.canonical(ends[1]))
                if any(end not in events for end in ends):
                    continue
            result.append(KnownLink(link=link, record=record, from_=ends[0], to=ends[1], answer=answer))
        return tuple(result)


# --- small rules -----------------------------------------------------------------------------------------------------


def upstream_of(report: Report, source: KnownSource | None) -> tuple[str, ...]:
    """Name the sources that a report rests on: its own ``via``; with neither that nor an ``origin``, its source's."""
    if report.via or report.origin is not None or source is None:
        return report.via
    return source.source.via


def _superseded(events: Sequence[KnownEvent], links: Sequence[KnownLink]) -> list[KnownEvent]:
    """Take the facts of an older event out while it and the event that supersedes it are known."""
    known = {event.id: event.known for event in events}
    by_older: dict[str, list[Answer]] = {}
    for link in links:
        if link.link.rel == "supersedes" and link.from_ != link.to and link.from_ in known:
            by_older.setdefault(link.to, []).append(both(link.answer, known[link.from_]))
    result = []
    for event in events:
        superseded = either(*by_older.get(event.id, ()))
        if superseded is not Answer.NO:
            facts = tuple(attrs.evolve(fact, answer=both(fact.answer, negate(superseded))) for fact in event.facts)
            event = attrs.evolve(event, superseded=superseded, facts=facts)  # noqa: PLW2901 - the event as it now stands
        result.append(event)
    return result


def relayed_reports(reports: Iterable[tuple[Report, str]]) -> dict[str, list[str]]:
    """Give what a relay of each source rests on: its own reports that *report* the event, else its others.

    Args:
        reports: Live reports on one event, each with the name to give.
    """
    affirming: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for report, name in reports:
        if report.source:
            (affirming if report.stance == "reports" else others).setdefault(report.source, []).append(name)
    return others | affirming


def _plain_report(record: Record, address: str, body: Mapping[str, Any]) -> Report:
    """Give a report that nothing corrects, as it was read where that is at hand."""
    _, _, number = address.partition("#")
    content = record.content
    if isinstance(content, Report):
        return attrs.evolve(content, event=None)
    if number and isinstance(content, Event) and int(number) <= len(content.reports):
        report = content.reports[int(number) - 1]
        if record.body is not None and record.body["reports"][int(number) - 1] is body:
            return report
    return attrs.evolve(_report({**body, "event": record.id}), event=None)


def _by_ours(records: Sequence[Record]) -> tuple[Changes, Applied]:
    """Find the changes of a log, and which of ours apply; a target that we corrected is followed."""

    def knowable(record: Record) -> Answer:
        content = record.content
        is_ours = isinstance(content, Correction | Retraction | Link) and content.is_ours
        return Answer.YES if is_ours else Answer.NO

    changes = Changes(records)
    ours = Applied(changes, knowable, lambda record: record.order)
    targets: dict[str, str] = {}
    for record in changes.by_id.values():
        if record.kind in ("correction", "retraction", "report"):
            field = "event" if record.kind == "report" else "target"
            versions = ours.fields(record.id, record.body or {}).get(field)
            if versions and isinstance(versions[0][0], str):
                targets[record.id] = versions[0][0]
    if targets:
        changes = Changes(records, targets)
        ours = Applied(changes, knowable, lambda record: record.order)
    return changes, ours


def _readings(record: Record, event: Event, fields: Mapping[str, FieldVersions]) -> tuple[_Reading, ...]:
    """Give the ways in which the facts and the date of an event may read together, the surest first."""
    if "facts" not in fields and "occurred" not in fields:
        return ((event.facts, event.occurred),)
    lists = [event.facts]
    if "facts" in fields:
        lists = [surest(record, {"facts": ((facts, Answer.YES),)}, Event).facts for facts, _ in fields["facts"]]
    return tuple(itertools.product(lists, date_texts(fields, "occurred", event.occurred)))


def _facts(record: Record, readings: Sequence[_Reading], known: Answer, began_by: Moment) -> tuple[KnownFact, ...]:
    """Give the facts of an event; one that stands in every reading keeps the event's answer."""
    found: dict[tuple[Any, ...], tuple[Fact, str | None, int]] = {}
    standing_in: dict[tuple[Any, ...], set[int]] = {}
    for reading, (facts, occurred) in enumerate(readings):
        for number, fact in enumerate(facts, 1):
            date = fact.during if fact.during is not None else occurred
            name = (fact.entity, fact.property, value_key(fact.value), fact.mode, date)
            found.setdefault(name, (fact, date, number))
            standing_in.setdefault(name, set()).add(reading)
    result = []
    for name, (fact, date, number) in found.items():
        sure = len(standing_in[name]) == len(readings)
        start, end, since_earliest, since_latest = _extent(date, fact.mode, began_by)
        result.append(
            KnownFact(
                fact=fact,
                date=date,
                start=start,
                end=end,
                since_earliest=since_earliest,
                since_latest=since_latest,
                answer=known if sure else both(known, Answer.POSSIBLY),
                event=record.id,
                member=record.id,
                number=number,
            )
        )
    return tuple(result)


def _earliest_day(readings: Sequence[_Reading]) -> tuple[Moment, ...]:
    """Give the start of the earliest day on which an event can have happened, planned and possible facts aside."""
    dates: list[str | None] = []
    for facts, occurred in readings:
        dates += [fact.during or occurred for fact in facts if fact.mode in _HAPPENED]
        undated = {fact.mode for fact in facts if fact.during is None}
        if not undated or undated & _HAPPENED:
            dates.append(occurred)
    if not dates or None in dates:
        return ()
    earliest = min(edtf.parse(date).span.lo for date in dates if date is not None)
    return (earliest if isinstance(earliest, float) else day_of(earliest).lo,)


def _parsed(text: str) -> UncertainDate | None:
    """Read a date; None for what only looks like one, in a field that this version does not know."""
    try:
        return edtf.parse(text)
    except DateError:
        return None


def _dates_in(value: Any) -> Iterable[str]:
    """Find the dates in a body, wherever they stand; of what happened, the first day can bound a report."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name in _DATES and isinstance(item, str):
                yield item
            elif name != "data":
                yield from _dates_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _dates_in(item)


def _named(reason: str, drafts: Sequence[_Draft]) -> str:
    """Put names for the places that stand for reports in a reason."""
    for number, draft in enumerate(drafts):
        for variant, report in enumerate(draft.variants):
            name = report.source or draft.address[:12]
            reason = reason.replace(f"{number}.{variant} rests on it,", f"the report by {name} rests on it,")
            reason = reason.replace(f"it rests on {number}.{variant},", f"it rests on the report by {name},")
    return reason.replace(f"it rests on {_SOURCE}", "it rests on ")


def _report(body: Mapping[str, Any]) -> Report:
    value = structure("report", without_nothing(body))
    if not isinstance(value, Report):
        raise RecordError("this is no report")
    return value


def _typed_date(report: KnownReport, sources: Mapping[str, KnownSource]) -> str | None:
    if report.report.reported is not None:
        return report.report.reported
    source = sources.get(report.report.source or "")
    return source.source.published if source else None


def _extent(date: str | None, mode: str, began_by: Moment) -> tuple[Span, Span | None, str, str]:
    """Say when a state so dated begins and ends, and print the bounds of its start.

    An actual or failed fact whose start is missing or unknown began no later than the event's earliest report.
    """
    parsed = edtf.parse(date) if date is not None else None
    if parsed is not None and parsed.start_is_known:
        start = parsed.start
        if parsed.kind in ("interval", "all-of"):
            return start, parsed.end, _printed(start.lo, start.lo_end), _printed(start.hi, start.hi_start)
        return start, parsed.end, parsed.earliest, parsed.latest
    if parsed is not None and parsed.start.hi == NEVER_BEFORE:
        return parsed.start, parsed.end, "open", "open"
    latest = parsed.start.hi if parsed is not None else NEVER_AFTER
    if mode in _HAPPENED:
        latest = min(latest, began_by)
    if latest == NEVER_AFTER:
        return Span.anything(), parsed.end if parsed else None, "unknown", "unknown"
    whole_day = latest % DAY == DAY - 1
    start = Span(NEVER_BEFORE, NEVER_BEFORE, latest - DAY + 1 if whole_day else latest, latest)
    return start, parsed.end if parsed else None, "unknown", _printed(latest, start.hi_start)


def _printed(edge: Moment, other: Moment) -> str:
    """Print one bound: an instant where its unit is a point, else a day; ``open`` where there is none."""
    if isinstance(edge, float):
        return "open"
    return format_moment(edge) if edge == other else format_day(int(edge // DAY))


def _same_events(events: Sequence[KnownEvent], links: Sequence[KnownLink]) -> dict[str, str]:
    """Give each event the id of its row: that of the first event that surely is the same."""
    row = {event.id: event.id for event in events}

    def find(event_id: str) -> str:
        while row[event_id] != event_id:
            event_id = row[event_id]
        return event_id

    rank = {event.id: place for place, event in enumerate(events)}
    for link in links:
        if link.link.rel == "same-event" and link.answer is Answer.YES and link.from_ in row and link.to in row:
            first, second = sorted((find(link.from_), find(link.to)), key=rank.__getitem__)
            row[second] = first
    return {event_id: find(event_id) for event_id in row}


def _merge(events: Sequence[KnownEvent], rows: Mapping[str, str]) -> list[KnownEvent]:
    """Put the events of one row together, under the first."""
    groups: dict[str, list[KnownEvent]] = {}
    for event in events:
        groups.setdefault(rows.get(event.id, event.id), []).append(event)
    return [_united(group) if len(group) > 1 else group[0] for group in groups.values()]


def _united(group: Sequence[KnownEvent]) -> KnownEvent:
    first = group[0]
    reported = min(group, key=lambda event: (event.window.lo, event.window.hi, event.order))
    return attrs.evolve(
        first,
        known=either(*(event.known for event in group)),
        retracted=both(*(event.retracted for event in group)),
        window=Window(min(event.window.lo for event in group), min(event.window.hi for event in group)),
        reported=reported.reported,
        facts=tuple(attrs.evolve(fact, event=first.id) for event in group for fact in event.facts),
        reports=tuple(report for event in group for report in event.reports),
        members=tuple(event.id for event in group),
        tells_itself=any(event.tells_itself for event in group),
    )
