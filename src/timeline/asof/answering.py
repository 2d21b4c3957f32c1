"""One question to a ledger: which changes apply on its as-of day, and what was known of each event then.

Law of this module: what is only possibly known stays so; nothing here decides it. Which changes apply is worked out in
`changes`, when each report became public in `windows`, `sources` and `reports`, when each fact holds in `facts`; here
they meet.
"""

from __future__ import annotations

import copy
import functools
import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from timeline.asof.changes import Applied
from timeline.asof.facts import begun_by, earliest_day, facts_of, readings
from timeline.asof.names import Names, SameEntity
from timeline.asof.reports import Reports
from timeline.asof.shared import Held
from timeline.asof.sources import Sources, surest
from timeline.asof.values import Clocks, KnownEvent, KnownLink, KnownReport, KnownSource, Snapshot
from timeline.asof.windows import Dropped, Window, day_of
from timeline.dates.values import NEVER_AFTER, Answer, Clock, Moment, both, either, negate
from timeline.dates.written import WrittenDate
from timeline.records.model import Correction, Event, Link, Record, Retraction
from timeline.records.words import BETWEEN_NAMES

UNLIMITED: Final = Clocks(on=Clock(text="", read="", lo=0, hi=0))
"""The clocks of a question that nothing limits."""


class _Told(msgspec.Struct, frozen=True):
    """An event as it was told at an as-of moment, and until when it is told so if nothing changes it."""

    event: KnownEvent
    as_of: Moment
    until: Moment


class Answering:
    """One question: the shared records, and the changes that apply on its as-of day."""

    def __init__(
        self, held: Held, clocks: Clocks, only: frozenset[str] | None = None, *, before: Answering | None = None
    ) -> None:
        self._held = held
        self._records = [r for r in held.changes.of_kind("event") if only is None or r.id in only]
        self._clocks = clocks
        self._applied = Applied(held.changes, lambda record: held.knowable(record, clocks.as_of), held.change_order)
        moved = before.moved(self._applied) if before is not None else None
        self._sources = (
            before.sources
            if before is not None and moved is not None
            else Sources(held.source_records, held.capture_records, self._applied)
        )
        self._reports = Reports(held, self._applied, self._sources, clocks.as_of)
        self._names = self._named()
        self._told: dict[str, _Told] = {}
        self._made: dict[tuple[str, ...], tuple[tuple[KnownEvent, ...], KnownEvent]] = {}
        self._before = before if moved is not None else None
        self._moved = moved or frozenset()
        self._renamed = self._names.changed(before.names) if before is not None else frozenset()

    def at_another_moment(self, clocks: Clocks) -> Answering:
        """Ask the same as of another moment, between which and this one no change begins to apply."""
        question = copy.copy(self)
        question.turn_to(clocks)
        return question

    def turn_to(self, clocks: Clocks) -> None:
        """Ask by other clocks what else stays as it is."""
        self._clocks = clocks
        self._reports = Reports(self._held, self._applied, self._sources, clocks.as_of)

    def told_of(self, record: Record) -> KnownEvent:
        """Tell an event by itself."""
        return self._event(record)

    def link_readings(self, record: Record) -> tuple[KnownLink, ...]:
        """Tell a link by itself."""
        events = {event.id for event in self._held.changes.of_kind("event")}
        return tuple(self._links_of(record, events))

    def moved(self, applied: Applied) -> frozenset[str] | None:
        """Name the events on which a change now bears otherwise; None where it is about a source, or a copy of one.

        That may be the source of any event.
        """
        found = set()
        for record in self._held.changes.by_id.values():
            if not isinstance(record.content, Correction | Retraction):
                continue
            if applied.applies(record) is not self._applied.applies(record):
                event = self._subject(record)
                if event is None:
                    return None
                found.add(event)
        return frozenset(found)

    def _subject(self, change: Record) -> str | None:
        """Give what a change, or a change to it, is about: an event, or a link; None where it is about a source."""
        record: Record | None = change
        while record is not None and record.kind not in ("event", "source", "capture", "link"):
            record = self._held.changes.by_id.get(self._held.changes.target(record).partition("#")[0])
        return None if record is None or record.kind in ("source", "capture") else record.id

    def snapshot(self) -> Snapshot:
        """Give what was known."""
        told = [self._again(record) for record in self._records]
        links = self._links({event.id: event for event in told})
        rows = _same_events([event for event in told if event.known is not Answer.NO], links)
        links = tuple(
            msgspec.structs.replace(link, from_=rows.get(link.from_, link.from_), to=rows.get(link.to, link.to))
            for link in links
        )
        merged = self._merge(told, rows)
        merged = self._supersede(merged, links)
        self._before = None
        rows.update({twin: rows.get(first, first) for twin, first in self._held.changes.aliases.items()})
        return Snapshot(
            clocks=self._clocks,
            events=tuple(event for event in merged if event.known is not Answer.NO),
            retracted=tuple(event for event in merged if event.retracted is Answer.YES),
            sources=self._sources.known,
            links=links,
            redacted=tuple(record for record in self._held.records if record.is_redacted),
            only_recorded=tuple(event for event in told if self._is_only_recorded(event)),
            rows=rows,
            names=self._names,
        )

    def _is_only_recorded(self, event: KnownEvent) -> bool:
        """Say whether an event was not known by the as-of day because it counts from its recorded day alone."""
        as_of = self._clocks.as_of
        return (
            as_of is not None
            and event.tells_itself
            and not event.reports
            and self._applied.retracted(event.record.id) is Answer.NO
            and day_of(event.record.recorded_at).known_by(as_of) is Answer.NO
        )

    @property
    def sources(self) -> Sources:
        """All sources, with when each was published."""
        return self._sources

    @property
    def names(self) -> Names:
        """Which names stand for one entity."""
        return self._names

    def dropped(self) -> tuple[Dropped, ...]:
        """Name the bounds of reports and sources that contradict what was typed for them."""
        for record in self._records:
            self._event(record)
        return tuple(dict.fromkeys((*self._sources.dropped, *self._reports.dropped)))

    # --- what was told before ----------------------------------------------------------------------------------------

    def _again(self, record: Record) -> KnownEvent:
        """Tell an event as one question before, where no change to it and no end of a window lies between the two."""
        as_of = NEVER_AFTER if self._clocks.as_of is None else self._clocks.as_of.hi
        told = self._before.told.get(record.id) if self._before is not None else None
        is_same = told is not None and record.id not in self._moved and not self._is_renamed(told.event)
        if told is None or not is_same or not told.as_of <= as_of < told.until:
            event = self._event(record)
            told = _Told(event, as_of, min((end for end in edges_of(event) if end > as_of), default=math.inf))
        self._told[record.id] = told
        return told.event

    def _is_renamed(self, event: KnownEvent) -> bool:
        """Whether an event tells of an entity whose names are others than they were."""
        return bool(self._renamed) and any(fact.fact.entity in self._renamed for fact in event.facts)

    @property
    def told(self) -> Mapping[str, _Told]:
        """The events that were told, by their ids, as far as they were asked for."""
        return self._told

    def _made_again(
        self, name: tuple[str, ...], of: Sequence[KnownEvent], make: Callable[[], KnownEvent]
    ) -> KnownEvent:
        """Give what was made before of the very same events."""
        known = self._before._made.get(name) if self._before is not None else None  # noqa: SLF001 - of its own kind
        if known is None or len(known[0]) != len(of) or any(a is not b for a, b in zip(known[0], of, strict=True)):
            known = (tuple(of), make())
        self._made[name] = known
        return known[1]

    # --- one event -------------------------------------------------------------------------------------------------

    def _event(self, record: Record) -> KnownEvent:
        body = record.body or {}
        fields = self._applied.fields(record.id, body)
        event = surest(record, fields, Event)
        as_of = self._clocks.as_of
        ways = readings(record, event, fields)
        reports = self._reports.of(record, event, earliest_day(ways))
        recorded = day_of(record.recorded_at)
        tells_itself = not surest(record, self._held.ours.fields(record.id, record.body or {}), Event).reports
        affirming = [(report, report.takes("reports")) for report in reports]
        affirming = [(report, takes) for report, takes in affirming if takes is not Answer.NO]
        facts_known = either(*(both(report.known, takes) for report, takes in affirming))
        none_affirms = negate(either(*(both(report.live, takes) for report, takes in affirming)))
        retracted = self._applied.retracted(record.id)
        if tells_itself:
            facts_known = either(facts_known, recorded.known_by(as_of))
        known = either(facts_known, both(none_affirms, either(*(report.known for report in reports))))
        if not tells_itself:
            retracted = either(retracted, negate(either(*(report.live for report in reports))))
        first, window = _first_report(reports, (recorded,) if tells_itself else (), as_of)
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
            facts=facts_of(record, ways, both(facts_known, negate(retracted)), (window or recorded).hi, self._names),
            reports=reports,
            members=(record.id,),
            tells_itself=tells_itself,
            rivals=self._rivals(record.id),
        )

    def _rivals(self, event_id: str) -> tuple[str, ...]:
        """Name the corrections that the one which counts passed over unseen, as far as both apply."""
        if len(self._held.changes.corrections.get(event_id, ())) < 2:
            return ()
        return tuple(
            other.id
            for winner, other in self._held.changes.rivals(event_id)
            if Answer.NO not in (self._applied.applies(winner), self._applied.applies(other))
        )

    # --- between events --------------------------------------------------------------------------------------------

    def _merge(self, events: Sequence[KnownEvent], rows: Mapping[str, str]) -> list[KnownEvent]:
        """Put the events of one row together, under the first."""
        if all(first == name for name, first in rows.items()):
            return list(events)
        groups: dict[str, list[KnownEvent]] = {}
        for event in events:
            groups.setdefault(rows.get(event.id, event.id), []).append(event)
        return [
            self._made_again(("united", group[0].id), group, functools.partial(self._united, group))
            if len(group) > 1
            else group[0]
            for group in groups.values()
        ]

    def _united(self, group: Sequence[KnownEvent]) -> KnownEvent:
        """Make one event of several that are the same: the facts and reports of all, reported when the first was."""
        first = group[0]
        reports = tuple(report for event in group for report in event.reports)
        recorded = [day_of(event.record.recorded_at) for event in group if event.tells_itself]
        report, window = _first_report(reports, recorded, self._clocks.as_of)
        window = window or first.window
        return msgspec.structs.replace(
            first,
            known=either(*(event.known for event in group)),
            retracted=both(*(event.retracted for event in group)),
            window=window,
            reported=_typed_date(report, self._sources.known) if report else None,
            facts=tuple(
                msgspec.structs.replace(begun_by(fact, window.hi), event=first.id)
                for event in group
                for fact in event.facts
            ),
            reports=reports,
            members=tuple(event.id for event in group),
            tells_itself=any(event.tells_itself for event in group),
            united=tuple(group),
        )

    def _supersede(self, events: Sequence[KnownEvent], links: Sequence[KnownLink]) -> list[KnownEvent]:
        """Take the facts of an older event out while it and the event that supersedes it are known."""
        known = {event.id: event.known for event in events}
        by_older: dict[str, list[Answer]] = {}
        for link in links:
            if link.link.rel == "supersedes" and link.from_ != link.to and link.from_ in known:
                by_older.setdefault(link.to, []).append(both(link.answer, known[link.from_]))
        result = []
        for event in events:
            superseded = either(*by_older[event.id]) if event.id in by_older else Answer.NO
            if superseded is not Answer.NO:
                make = functools.partial(_superseded, event, superseded)
                result.append(self._made_again(("superseded", event.id, superseded.value), (event,), make))
            else:
                result.append(event)
        return result

    def _links(self, events: Collection[str]) -> tuple[KnownLink, ...]:
        links = self._held.changes.of_kind("link")
        return tuple(itertools.chain.from_iterable(self._links_of(record, events) for record in links))

    def _links_of(self, record: Record, events: Collection[str]) -> Iterator[KnownLink]:
        """Give the ways in which a link may read whose ends are names, or among some events."""
        if not isinstance(record.content, Link):
            return
        for link, answer in self._readings_of(record):
            ends = (link.from_, link.to)
            if link.rel not in BETWEEN_NAMES:
                ends = (self._held.changes.canonical(ends[0]), self._held.changes.canonical(ends[1]))
                if any(end not in events for end in ends):
                    continue
            yield KnownLink(link=link, record=record, from_=ends[0], to=ends[1], answer=answer)

    def _readings_of(self, record: Record) -> list[tuple[Link, Answer]]:
        """Give the ways in which a link may read, each with whether it applies so; several are each only possible."""
        answer = self._applied.applies(record)
        if answer is Answer.NO:
            return []
        fields = self._applied.fields(record.id, record.body or {})
        several = [name for name in ("from", "to", "rel") if len(fields.get(name, ())) > 1]
        if not several:
            return [(surest(record, fields, Link), answer)]
        ways = itertools.product(*(fields[name] for name in several))
        one_way = (fields | {name: (version,) for name, version in zip(several, way, strict=True)} for way in ways)
        return [(surest(record, way, Link), both(answer, Answer.POSSIBLY)) for way in one_way]

    def _named(self) -> Names:
        """Find which names stand for one entity, by the links that apply."""
        return Names(
            SameEntity(link.from_, link.to, answer is Answer.YES)
            for record in self._held.changes.of_kind("link")
            if isinstance(record.content, Link)
            for link, answer in self._readings_of(record)
            if link.rel == "same-entity" and answer is not Answer.NO
        )


def edges_of(event: KnownEvent) -> Iterable[Moment]:
    """Give the moments at which an event is told otherwise though no change begins to apply."""
    for report in event.reports:
        yield report.window.lo
        yield report.window.hi
    if event.tells_itself:
        recorded = day_of(event.record.recorded_at)
        yield recorded.lo
        yield recorded.hi


def _superseded(event: KnownEvent, superseded: Answer) -> KnownEvent:
    """Take the facts of an event out as far as one that supersedes it is known."""
    facts = tuple(msgspec.structs.replace(fact, answer=both(fact.answer, negate(superseded))) for fact in event.facts)
    return msgspec.structs.replace(event, superseded=superseded, facts=facts)


def _typed_date(report: KnownReport, sources: Mapping[str, KnownSource]) -> WrittenDate | None:
    if report.report.reported is not None:
        return report.report.reported
    source = sources.get(report.report.source or "")
    return source.source.published if source else None


def _same_events(events: Sequence[KnownEvent], links: Sequence[KnownLink]) -> dict[str, str]:
    """Give each event the id of its row: that of the first event that surely is the same."""
    row = {event.id: event.id for event in events}

    def find(event_id: str) -> str:
        while (above := row[event_id]) != event_id:
            row[event_id] = row[above]  # so that no way is long twice
            event_id = above
        return event_id

    rank = {event.id: place for place, event in enumerate(events)}
    for link in links:
        if link.link.rel == "same-event" and link.answer is Answer.YES and link.from_ in row and link.to in row:
            first, second = sorted((find(link.from_), find(link.to)), key=rank.__getitem__)
            row[second] = first
    return {event_id: find(event_id) for event_id in row}


def _first_report(
    reports: Sequence[KnownReport], recorded: Sequence[Window], as_of: Clock | None
) -> tuple[KnownReport | None, Window | None]:
    """Find when an event was first reported, by reports that are not surely still to come on the as-of day.

    The least moment is that of any report that may be live; the greatest only of one that surely is, where one is.
    """
    live = [
        (report, answer)
        for report in reports
        if (answer := both(report.live, report.takes("reports"))) is not Answer.NO
        and report.window.known_by(as_of) is not Answer.NO
    ]
    first = min(
        (report for report, _ in live),
        key=lambda report: (report.window.lo, report.window.hi, report.record.order),
        default=None,
    )
    lows = [report.window.lo for report, _ in live] + [day.lo for day in recorded]
    highs = [report.window.hi for report, sure in live if sure is Answer.YES] + [day.hi for day in recorded]
    if not highs:
        highs = [max(report.window.hi for report, _ in live)] if live else []
    return first, Window(min(lows), min(highs)) if lows and highs else None
