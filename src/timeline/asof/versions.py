"""Rows of the relation from what was told: each fact, event, report, source and link as it stood at some moments.

Law of this module: neighbours that say the same are one row, first over as-of moments, then over recorded ones. What is
*possibly* so, then surely, then possibly again is one row as well: its four bounds say so.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from timeline.asof.relation import EARLIEST, FOREVER, LATEST, NO, POSSIBLY, YES, Row
from timeline.asof.sources import Sources
from timeline.asof.values import KnownEvent, KnownFact, KnownLink, KnownReport, KnownSource
from timeline.dates.values import NEVER_AFTER, Answer, Moment
from timeline.dates.written import WrittenDate
from timeline.records.model import Origin, Source, unstructure

T = TypeVar("T")
Stretches: TypeAlias = "Sequence[tuple[Moment, T]]"
"""What is told from each moment on, to the next one given."""

Known: TypeAlias = tuple[int, int, int, int]
"""``known_from_lo``, ``known_from_hi``, ``known_to_lo``, ``known_to_hi``."""

ANSWERS: Final = {Answer.NO: NO, Answer.POSSIBLY: POSSIBLY, Answer.YES: YES}


def moment(value: Moment) -> int:
    """Give a moment as rows have it; one that no row can hold is clamped."""
    if isinstance(value, float):
        return EARLIEST if value < 0 else LATEST
    return value if EARLIEST <= value <= LATEST else max(EARLIEST + 1, min(value, LATEST - 1))


def text(value: Any) -> str:
    """Give a value as the JSON text that answers print."""
    return json.dumps(unstructure(value), ensure_ascii=False)


# --- what is told in stretches ---------------------------------------------------------------------------------------


class Runs:
    """Rows on their way: of each payload the stretches in which it is possibly or surely so, in order."""

    def __init__(self) -> None:
        self._open: dict[Hashable, list[int]] = {}
        self._stage: dict[Hashable, int] = {}
        self._done: list[tuple[Hashable, Known]] = []

    def stretch(self, start: int, end: int, told: Mapping[Hashable, int]) -> None:
        """Add what is told from ``start`` on, before ``end``: payloads, each with its answer (1 or 2)."""
        for payload in [payload for payload in self._open if payload not in told]:
            self._close(payload)
        for payload, answer in told.items():
            stage = self._stage.get(payload, 0)
            if stage == 3 and answer == YES:
                self._close(payload)
                stage = 0
            if stage == 0:
                self._open[payload] = [start, LATEST, EARLIEST, end]
            known = self._open[payload]
            known[3] = end
            if answer == YES:
                if stage != 2:
                    known[1] = start
                known[2] = end
                self._stage[payload] = 2
            else:
                self._stage[payload] = 3 if stage in (2, 3) else 1

    def _close(self, payload: Hashable) -> None:
        lo, from_, to, hi = self._open.pop(payload)
        del self._stage[payload]
        self._done.append((payload, (lo, from_, to, hi)))

    def found(self) -> list[tuple[Any, Known]]:
        """Give all payloads, each with its four bounds; one that was never sure has no sure part."""
        for payload in list(self._open):
            self._close(payload)
        return self._done


def stretches(told: Stretches[T]) -> Iterator[tuple[int, int, T]]:
    """Give what is told with the first moment and the end, which is not included."""
    starts = [LATEST if start == NEVER_AFTER else moment(start) for start, _ in told]
    ends = [*starts[1:], FOREVER] if starts else []
    for start, end, (_, value) in zip(starts, ends, told, strict=True):
        if start < end:
            yield start, end, value


# --- an event --------------------------------------------------------------------------------------------------------


class Told(msgspec.Struct, frozen=True):
    """What is told of one event in one stretch of recorded time: rows without their recorded bounds."""

    facts: tuple[Row, ...]
    silent: tuple[Row, ...]
    events: tuple[Row, ...]
    reports: tuple[Row, ...]


def told(tellings: Stretches[KnownEvent]) -> Told:
    """Make rows of an event as told over all as-of moments; each lacks ``recorded_from`` and ``recorded_to``."""
    facts, silent, events, reports = Runs(), Runs(), Runs(), Runs()
    for start, end, event in stretches(tellings):
        is_gone = event.retracted is Answer.YES
        answer = YES if is_gone else ANSWERS[event.known]
        events.stretch(start, end, {event_payload(event): answer} if answer else {})
        counting: dict[Hashable, int] = {}
        others: dict[Hashable, int] = {}
        for place, fact in enumerate(event.facts):
            payload = fact_payload(event, fact, place)
            if fact.answer is not Answer.NO:
                counting[payload] = ANSWERS[fact.answer]
            elif answer:
                others[payload] = answer
        facts.stretch(start, end, counting)
        silent.stretch(start, end, others)
        reports.stretch(
            start, end, {report_payload(event, report, place): YES for place, report in enumerate(event.reports)}
        )
    return Told(
        facts=tuple((*head, *known, *tail) for (head, tail), known in facts.found()),
        silent=tuple((*head, *known, *tail) for (head, tail), known in silent.found()),
        events=tuple((*head, *known, *tail) for (head, tail), known in events.found()),
        reports=tuple((*head, known[0], known[3], *tail) for (head, tail), known in reports.found()),
    )


def fact_payload(event: KnownEvent, fact: KnownFact, place: int) -> tuple[Row, Row]:
    """Give the columns of a fact's row before its four bounds, and those after its recorded bounds."""
    start, end = fact.start, fact.end
    head = (
        fact.fact.entity,
        fact.fact.property,
        fact.fact.mode,
        text(fact.fact.value),
        event.id,
        fact.number,
        moment(start.lo),
        moment(start.hi),
        moment(start.hi_start),
        LATEST if end is None else moment(end.lo_end),
        LATEST if end is None else moment(end.hi),
        moment(event.window.lo),
        moment(event.window.hi),
    )
    tail = (
        moment(event.record.recorded_at),
        event.id,
        place,
        plain(fact.date),
        fact.since_earliest,
        fact.since_latest,
        plain(fact.fact.during),
        *own_bounds(fact.date, fact.since_earliest, fact.since_latest),
    )
    return head, tail


def own_bounds(date: WrittenDate | None, earliest: str, latest: str) -> tuple[str | None, str | None]:
    """Print the bounds of a date; None for each that is as that of the start, which is given."""
    first, last = ("unknown", "unknown") if date is None else (date.meaning.earliest, date.meaning.latest)
    return None if first == earliest else first, None if last == latest else last


def event_payload(event: KnownEvent) -> tuple[Row, Row]:
    """Give the same of an event's row."""
    tail = (
        ANSWERS[event.retracted],
        moment(event.window.lo),
        moment(event.window.hi),
        plain(event.reported),
        moment(event.record.recorded_at),
        event.id,
        int(event.tells_itself),
        *when_happened(event.event.occurred),
        _told_of_event(event),
    )
    return (event.id,), tail


def when_happened(date: WrittenDate | None) -> tuple[str | None, str, str, int, int]:
    """Give the date of an event as typed, its bounds as printed, and its bounds as moments."""
    if date is None:
        return None, "unknown", "unknown", EARLIEST, LATEST
    meant = date.meaning
    return str(date), meant.earliest, meant.latest, moment(meant.span.lo), moment(meant.span.hi)


_AS_WRITTEN: Final = ("title", "type", "said", "text", "links", "facts", "tags", "because", "data")


def _told_of_event(event: KnownEvent) -> str | None:
    """Give what else answers print of an event, as JSON; None where it is what its own line says."""
    if event.event is event.record.content and not event.versions and not event.rivals:
        return None
    said = {name: unstructure(getattr(event.event, name)) for name in _AS_WRITTEN}
    versions = {
        name: [[unstructure(value), answer.value] for value, answer in versions]
        for name, versions in event.versions.items()
    }
    happened = [when_happened(date)[3:] for date, _ in event.versions.get("occurred", ())]
    more = {"versions": versions, "happened": happened, "rivals": list(event.rivals)}
    return json.dumps({**said, **more}, ensure_ascii=False)


def report_payload(event: KnownEvent, report: KnownReport, place: int) -> tuple[Row, Row]:
    """Give the columns of a report's row before its as-of bounds, and those after its recorded bounds."""
    head = (
        event.id,
        report.address,
        place,
        report.report.source,
        report.report.stance,
        ANSWERS[report.takes("reports")],
        ANSWERS[report.takes("denies")],
        ANSWERS[report.takes("doubts")],
        ANSWERS[report.live],
        moment(report.window.lo),
        moment(report.window.hi),
    )
    tail = (
        moment(report.record.recorded_at),
        report.record.id,
        plain(report.report.reported),
        list_text(report.report.via),
        origin_text(report.report.origin),
        _told_of_report(event, report),
    )
    return head, tail


def _told_of_report(event: KnownEvent, report: KnownReport) -> str | None:
    """Give what else answers print of a report, as JSON; None where it is what its line says."""
    if event.event is event.record.content and len(report.variants) == 1 and _is_as_written(report):
        return None
    said = {"quote": report.report.quote, "because": report.report.because}
    quotes = [variant.quote for variant in report.variants]
    return json.dumps({**said, "quotes": quotes}, ensure_ascii=False)


def _is_as_written(report: KnownReport) -> bool:
    content: Any = report.record.content
    _, mark, number = report.address.partition("#")
    own = content.reports[int(number) - 1] if mark and int(number) <= len(content.reports) else content
    return all(getattr(own, name) == getattr(report.report, name) for name in ("quote", "because"))


def plain(date: WrittenDate | None) -> str | None:
    """Give a date as the text that was typed."""
    return None if date is None else str(date)


def list_text(names: Sequence[str]) -> str | None:
    """Give names as JSON; None where there are none."""
    return json.dumps(list(names)) if names else None


def origin_text(origin: Origin | None) -> str | None:
    """Give an origin as JSON: its name, and whether it is interested."""
    return None if origin is None else json.dumps([origin.name, origin.interested], ensure_ascii=False)


# --- a source, a link ------------------------------------------------------------------------------------------------


def told_sources(tellings: Stretches[Sources]) -> dict[str, tuple[Row, ...]]:
    """Make rows of sources over all as-of moments, by name; each lacks its recorded bounds."""
    runs: dict[str, Runs] = {}
    spans = list(stretches(tellings))
    names = dict.fromkeys(name for _, _, sources in spans for name in sources.known)
    for name in names:
        runs[name] = Runs()
        for start, end, sources in spans:
            known = sources.known.get(name)
            runs[name].stretch(start, end, {} if known is None else {source_payload(known): YES})
    return {
        name: tuple((*head, known[0], known[3], *tail) for (head, tail), known in some.found())
        for name, some in runs.items()
    }


def source_payload(known: KnownSource) -> tuple[Row, Row]:
    """Give the columns of a source's row before its as-of bounds, and those after its recorded bounds."""
    head = (known.name, moment(known.window.lo), moment(known.window.hi), ANSWERS[known.retracted])
    source = known.source
    captures = [
        [
            unstructure(copy.capture),
            copy.record.id,
            copy.record.recorded,
            moment(copy.window.lo),
            moment(copy.window.hi),
            ANSWERS[copy.live],
        ]
        for copy in known.captures
    ]
    return head, (known.record.id, *source_tail(source, captures))


def source_tail(source: Source, captures: Sequence[Any]) -> Row:
    """Give the last columns of a source's row: what it says of itself, and the copies of it."""
    said = {name: unstructure(getattr(source, name)) for name in ("publisher", "title", "url", "retrieved", "archive")}
    return (
        plain(source.published),
        list_text(source.via),
        origin_text(source.origin),
        json.dumps({**said, "captures": captures}, ensure_ascii=False),
    )


def told_links(tellings: Stretches[tuple[KnownLink, ...]]) -> tuple[Row, ...]:
    """Make rows of a link over all as-of moments; each lacks its recorded bounds."""
    runs = Runs()
    for start, end, links in stretches(tellings):
        runs.stretch(start, end, {_link_payload(link): ANSWERS[link.answer] for link in links})
    return tuple((*head, *known, *tail) for (head, tail), known in runs.found())


def _link_payload(link: KnownLink) -> tuple[Row, Row]:
    head = (link.record.id, link.link.rel, link.from_, link.to)
    return head, (moment(link.record.recorded_at),)


# --- over as-of time ---


def over_as_of(found: Iterable[tuple[int, int, Sequence[Row]]], at: int) -> list[Row]:
    """Clip rows to stretches of as-of time that follow each other, and join neighbours that say the same.

    Of each stretch ``found`` has the first moment, the end (not included), and the rows as if it had no ends. The four
    bounds stand in a row from ``at`` on.
    """
    runs = Runs()
    for start, end, rows in found:
        told: dict[int, dict[Hashable, int]] = {start: {}}
        edges = {
            start,
            *(edge for row in rows for edge in row[at : at + 4] if isinstance(edge, int) and start < edge < end),
        }
        for edge in edges:
            told[edge] = {}
            for row in rows:
                lo, sure, to_lo, to_hi = row[at : at + 4]
                if lo <= edge < to_hi:  # type: ignore[operator]
                    is_sure = sure <= edge < to_lo  # type: ignore[operator]
                    told[edge][*row[:at], *row[at + 4 :]] = YES if is_sure else POSSIBLY
        starts = sorted(told)
        for first, last in zip(starts, [*starts[1:], end], strict=True):
            runs.stretch(first, last, told[first])
    return [(*payload[:at], *known, *payload[at:]) for payload, known in runs.found()]


# --- over recorded time ----------------------------------------------------------------------------------------------


def over_recorded(found: Iterable[tuple[int, Sequence[Row]]], at: int) -> list[Row]:
    """Join rows that neighbouring stretches of recorded time share, in the order in which they first appear.

    ``found`` has, from each recorded moment on, ascending, the rows without their recorded bounds, which go in at
    ``at``.
    """
    since: dict[Row, int] = {}
    done: list[Row] = []
    for start, rows in found:
        here = set(rows)
        gone = [row for row in since if row not in here]
        done.extend((*row[:at], since.pop(row), start, *row[at:]) for row in gone)
        for row in rows:
            since.setdefault(row, start)
    return done + [(*row[:at], start, FOREVER, *row[at:]) for row, start in since.items()]
