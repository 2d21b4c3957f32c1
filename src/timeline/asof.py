"""What was known as of a date: the events of a log, each with its answer, as corrected then.

Law of this module: a snapshot is a value made from a set of records and three clocks, and from nothing else. What is
only possibly known stays so; nothing here decides it. When each report became public is worked out in `windows`, which
changes apply in `changes`; here they meet.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

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
    both,
    either,
    format_day,
    format_moment,
    negate,
)
from timeline.errors import RecordError
from timeline.known import (
    Clocks,
    KnownEvent,
    KnownFact,
    KnownLink,
    KnownReport,
    KnownSource,
    Snapshot,
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

    def at(self, clocks: Clocks) -> Snapshot:
        """Answer what was known, as of a date, by what the log held on a date."""
        return _Question(self._shared(clocks.recorded_by), clocks).snapshot()

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

    def turning_points(self, recorded_by: Clock | None = None) -> tuple[Moment, ...]:
        """Give the as-of moments at which an answer may change, ascending.

        Each is the first or the last microsecond at which something can have become public.
        """
        return _Question(self._shared(recorded_by), _UNLIMITED).turning_points()


class _Prepared:
    """What every as-of date shares: the records that exist, and when each change became public."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self.changes = Changes(records)
        self.source_records: dict[str, Record] = {}
        for record in self.changes.of_kind("source"):
            if isinstance(record.content, Source):
                self.source_records.setdefault(record.content.name, record)
        self.reports_on: dict[str, list[Record]] = {}
        for record in self.changes.of_kind("report"):
            if isinstance(record.content, Report) and record.content.event:
                event = self.changes.canonical(record.content.event)
                self.reports_on.setdefault(event, []).append(record)
        self.ours = Applied(
            self.changes,
            lambda record: Answer.YES if _is_ours(record) else Answer.NO,
            lambda record: record.order,
        )
        self._our_sources = Sources(self.source_records, self.ours)
        self._change_windows: dict[str, Window] = {}

    def change_window(self, record: Record) -> Window:
        """Say when a change that the world made to its account became public.

        Only our own corrections bear on this: what the world changed cannot date itself.
        """
        window = self._change_windows.get(record.id)
        if window is None:
            content = record.content
            fields = self.ours.fields(record.id, record.body or {})
            texts = date_texts(fields, "reported", getattr(content, "reported", None))
            publication = self._our_sources.publication(
                record.id, record=record, typed=typed_window(texts), source=getattr(content, "source", None)
            )
            found, _ = windows([publication])
            window = self._change_windows[record.id] = found[record.id]
        return window

    def knowable(self, record: Record, as_of: Clock | None) -> Answer:
        """Say whether a correction, retraction or link is known on a day; ours count at every one."""
        return Answer.YES if _is_ours(record) else self.change_window(record).known_by(as_of)

    def change_order(self, record: Record) -> tuple[bool, Moment, tuple[str, str]]:
        """Sort changes: ours first, then the world's by the earliest moment at which they can be known."""
        is_ours = _is_ours(record)
        return (not is_ours, 0 if is_ours else self.change_window(record).lo, record.order)


class _Question:
    """One question: the shared records, and the changes that apply on its as-of day."""

    def __init__(self, prepared: _Prepared, clocks: Clocks) -> None:
        self._prepared = prepared
        self._clocks = clocks
        self._applied = Applied(
            prepared.changes, lambda record: prepared.knowable(record, clocks.as_of), prepared.change_order
        )
        self._sources = Sources(prepared.source_records, self._applied)
        self._dropped: list[Dropped] = list(self._sources.dropped)

    def snapshot(self) -> Snapshot:
        told = [self._event(record) for record in self._prepared.changes.of_kind("event")]
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
        for record in self._prepared.changes.of_kind("event"):
            self._event(record)
        return tuple(dict.fromkeys(self._dropped))

    def turning_points(self) -> tuple[Moment, ...]:
        found: list[Window] = []
        for record in self._prepared.changes.of_kind("event"):
            event = self._event(record)
            found.append(day_of(record.recorded_at) if event.tells_itself else event.window)
            found.extend(report.window for report in event.reports)
        found.extend(
            self._prepared.change_window(record)
            for record in self._prepared.changes.by_id.values()
            if isinstance(record.content, Correction | Retraction | Link) and not _is_ours(record)
        )
        moments = {moment for window in found for moment in (window.lo, window.hi)}
        return tuple(sorted(moments - {NEVER_BEFORE, NEVER_AFTER}))

    # --- one event -------------------------------------------------------------------------------------------------

    def _event(self, record: Record) -> KnownEvent:
        body = record.body or {}
        fields = self._applied.fields(record.id, body)
        event = surest(record, fields, Event)
        as_of = self._clocks.as_of
        reports = self._reports(record, event, fields)
        recorded = day_of(record.recorded_at)
        tells_itself = not event.reports
        affirming = [report for report in reports if report.report.stance == "reports"]
        facts_known = either(*(report.known for report in affirming))
        known = facts_known
        retracted = self._applied.retracted(record.id)
        if tells_itself:
            known = facts_known = either(facts_known, recorded.known_by(as_of))
        else:
            none_affirms = negate(either(*(report.live for report in affirming)))
            known = either(known, both(none_affirms, either(*(report.known for report in reports))))
            retracted = either(retracted, negate(either(*(report.live for report in reports))))
        live = [report for report in affirming if report.live is not Answer.NO]
        sure = [report.window for report in live if report.live is Answer.YES]
        began_by = min((window.hi for window in sure), default=recorded.hi)
        first = min(live, key=lambda report: (report.window.lo, report.window.hi, report.record.order), default=None)
        is_retracted = retracted is Answer.YES
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
            retracted=both(retracted, ever_known) if is_retracted else retracted,
            superseded=Answer.NO,
            window=Window(
                min((report.window.lo for report in live), default=recorded.lo),
                min((report.window.hi for report in live), default=recorded.hi),
            ),
            reported=_typed_date(first, self._sources.known) if first else None,
            facts=self._facts(record, event, fields, both(facts_known, negate(retracted)), began_by),
            reports=reports,
            members=(record.id,),
            tells_itself=tells_itself,
        )

    def _facts(
        self,
        record: Record,
        event: Event,
        fields: Mapping[str, FieldVersions],
        known: Answer,
        began_by: Moment,
    ) -> tuple[KnownFact, ...]:
        lists = [event.facts]
        if "facts" in fields:
            lists = [surest(record, {"facts": ((facts, Answer.YES),)}, Event).facts for facts, _ in fields["facts"]]
        dates = date_texts(fields, "occurred", event.occurred)
        readings = list(itertools.product(lists, dates))
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

    # --- the reports on one event --------------------------------------------------------------------------------

    def _reports(self, record: Record, event: Event, fields: Mapping[str, FieldVersions]) -> tuple[KnownReport, ...]:
        drafts: list[tuple[str, Record, Report, Answer, Sequence[str | None]]] = []
        for number, body, answer in _own_reports(record, fields):
            drafts.extend(self._variants(f"{record.id}#{number}", record, body, answer))
        for added in self._prepared.reports_on.get(record.id, ()):
            drafts.extend(self._variants(added.id, added, added.body or {}, Answer.YES))
        by_source = relayed_reports(
            (report, str(place)) for place, (_, _, report, live, _) in enumerate(drafts) if live is Answer.YES
        )
        not_before = _earliest_day(event)
        publications = [
            self._report_publication(str(place), draft, by_source, not_before) for place, draft in enumerate(drafts)
        ]
        found, dropped = windows(publications)
        self._dropped.extend(Dropped(drafts[int(item.name)][0], self._named(item.reason, drafts)) for item in dropped)
        return tuple(
            KnownReport(
                address=address,
                report=report,
                window=found[str(place)],
                live=live,
                known=both(live, found[str(place)].known_by(self._clocks.as_of)),
                record=of,
            )
            for place, (address, of, report, live, _) in enumerate(drafts)
        )

    def _variants(
        self, address: str, record: Record, body: Mapping[str, Any], answer: Answer
    ) -> Iterable[tuple[str, Record, Report, Answer, Sequence[str | None]]]:
        """Give the ways in which a report may read: one, or several *possibly*; its dates are kept together."""
        fields = self._applied.fields(address, body)
        if not fields:
            report = _plain_report(record, address, body)
            sure = both(answer, negate(self._applied.retracted(address)), self._source_stands(report))
            yield (address, record, report, sure, (report.reported,))
            return
        dates = date_texts(fields, "reported", body.get("reported"))
        open_fields = {name: versions for name, versions in fields.items() if name != "reported"}
        names = list(open_fields)
        live = both(answer, negate(self._applied.retracted(address)))
        for versions in itertools.product(*open_fields.values()):
            values = {name: value for name, (value, _) in zip(names, versions, strict=True)}
            given = {**body, **values, "reported": dates[0], "event": record.id}
            report = attrs.evolve(_report(given), event=None)
            sure = both(live, *(answer for _, answer in versions), self._source_stands(report))
            yield (address, record, report, sure, dates)

    def _source_stands(self, report: Report) -> Answer:
        """Say whether the source of a report is not taken back, which would take the report with it."""
        source = self._sources.known.get(report.source) if report.source else None
        return negate(source.retracted) if source else Answer.YES

    def _report_publication(
        self,
        name: str,
        draft: tuple[str, Record, Report, Answer, Sequence[str | None]],
        by_source: Mapping[str, list[str]],
        not_before: tuple[Moment, ...],
    ) -> Publication:
        _, record, report, live, dates = draft
        source = self._sources.known.get(report.source or "")
        via = upstream_of(report, source)
        rests_on = [tuple(place for place in by_source.get(upstream, ()) if place != name) for upstream in via]
        relays = [place for upstream in report.via for place in by_source.get(upstream, ()) if place != name]
        publication = self._sources.publication(
            name,
            record=record,
            typed=typed_window(dates),
            source=report.source,
            not_before=not_before,
            rests_on=tuple(rests_on),
            relays=tuple(relays),
            is_live=live is Answer.YES,
        )
        lifts = tuple(
            self._sources.windows[upstream].lo
            for upstream in via
            if upstream in self._sources.windows
            and not by_source.get(upstream)
            and self._sources.publications[upstream].is_live
        )
        return attrs.evolve(publication, not_before=(*publication.not_before, *lifts))

    def _named(self, reason: str, drafts: Sequence[tuple[str, Record, Report, Answer, Any]]) -> str:
        """Put addresses for the places that stand for reports in a reason."""
        for place, draft in enumerate(drafts):
            name = draft[2].source or draft[0][:12]
            reason = reason.replace(f"{place} rests on it,", f"the report by {name} rests on it,")
            reason = reason.replace(f"it rests on {place},", f"it rests on the report by {name},")
        return reason

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


def _is_ours(record: Record) -> bool:
    content = record.content
    return isinstance(content, Correction | Retraction | Link) and content.is_ours


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


def _report(body: Mapping[str, Any]) -> Report:
    value = structure("report", without_nothing(body))
    if not isinstance(value, Report):
        raise RecordError("this is no report")
    return value


def _own_reports(record: Record, fields: Mapping[str, FieldVersions]) -> Iterable[tuple[int, dict[str, Any], Answer]]:
    """Give the reports inside an event, each with its number and whether it stands there in every version."""
    versions = fields.get("reports")
    if versions is None:
        for number, body in enumerate((record.body or {}).get("reports") or (), 1):
            yield number, body, Answer.YES
        return
    lists = [value or [] for value, _ in versions]
    seen: set[tuple[int, str]] = set()
    for bodies in lists:
        for number, body in enumerate(bodies, 1):
            if (number, repr(body)) in seen:
                continue
            seen.add((number, repr(body)))
            sure = all(len(other) >= number and other[number - 1] == body for other in lists)
            yield number, body, Answer.YES if sure else Answer.POSSIBLY


def _earliest_day(event: Event) -> tuple[Moment, ...]:
    """Give the earliest moment at which the event can have happened, planned and possible facts aside."""
    dates = [fact.during or event.occurred for fact in event.facts if fact.mode in _HAPPENED]
    undated_modes = {fact.mode for fact in event.facts if fact.during is None}
    if not undated_modes or undated_modes & _HAPPENED:
        dates.append(event.occurred)
    if not dates or None in dates:
        return ()
    return (min(edtf.parse(date).span.lo for date in dates if date is not None),)


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
