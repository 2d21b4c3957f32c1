"""Events and sources that nothing changes, compiled in closed form: one row a fact, by and large.

Law of this module: it is the short way to the same rows. It takes what needs no rule but that of one window: reports
that rest on no other, sources that nothing corrects, retracts or relays; all else it leaves to the long way.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from timeline.asof.facts import earliest_day, extent
from timeline.asof.relation import EARLIEST, EVENT, FACT, FOREVER, LATEST, REPORT, YES, Row
from timeline.asof.values import value_key
from timeline.asof.versions import (
    Known,
    list_text,
    moment,
    origin_text,
    over_recorded,
    plain,
    source_tail,
    text,
    when_happened,
)
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE
from timeline.dates.written import WrittenDate
from timeline.records.model import Event, Fact, Record, Report, Source


class Public(NamedTuple):
    """What bears on when a report by a source became public, as the log held it from ``since`` on.

    ``typed`` is its date, None where it has none; ``by`` are moments by which it was certainly public; ``lo`` and
    ``hi`` bound when it was. ``relays`` are the sources that it rests on. ``is_live`` says that it is not taken back,
    ``is_same`` that all this is so at every as-of day.
    """

    since: int
    typed: tuple[int, int] | None
    by: tuple[int, ...]
    lo: int
    hi: int
    published: str | None
    relays: tuple[str, ...] = ()
    is_live: bool = True
    is_same: bool = True


NOBODY = Public(since=EARLIEST, typed=None, by=(), lo=EARLIEST, hi=LATEST, published=None)
"""A source that the log does not define; or a report that names none."""


def at(versions: Sequence[Public], since: int) -> Public:
    """Give what bears on a source as a log held it from a stamp on."""
    found = NOBODY
    for version in versions:
        if version.since <= since:
            found = version
    return found


class Told(NamedTuple):
    """The rows of an event: of its facts, of itself, of its reports."""

    facts: Sequence[Row]
    events: Sequence[Row]
    reports: Sequence[Row]


Window: TypeAlias = "tuple[int, int, tuple[str, str], str | None]"
"""When one report became public: first and last moment, its record's place among all, its date as typed."""


def narrowed(typed: tuple[int, int] | None, not_after: Sequence[int], not_before: Sequence[int]) -> tuple[int, int]:
    """Narrow the window of what rests on nothing else, as :func:`timeline.asof.windows.windows` does."""
    lo, hi = typed or (EARLIEST, LATEST)
    first = lo
    for bound in not_after:
        if first <= bound < hi:
            hi = bound
    for bound in not_before:
        if lo < bound <= hi:
            lo = bound
    return lo, hi


def end_of_day(at: int) -> int:
    """Give the last microsecond of the day that a moment lies in."""
    return at - at % DAY + DAY - 1


@functools.lru_cache(maxsize=1 << 14)
def span_of(date: WrittenDate) -> tuple[int, int]:
    """Give the first and the last moment that a date can mean."""
    span = date.meaning.span
    return moment(span.lo), moment(span.hi)


# --- a source --------------------------------------------------------------------------------------------------------


def source(record: Record, content: Source) -> tuple[Public, Row]:
    """Give what bears on the reports by a source that nothing changes, copies or relays, and its row."""
    recorded = int(record.recorded_at)
    typed = None if content.published is None else span_of(content.published)
    by = (end_of_day(recorded), *(() if content.retrieved is None else (span_of(content.retrieved)[1],)))
    lo, hi = narrowed(typed, by, ())
    head = (content.name, lo, hi, 0, EARLIEST, FOREVER, recorded, FOREVER, record.id)
    return Public(recorded, typed, by, lo, hi, plain(content.published)), (*head, *source_tail(content, ()))


# --- an event --------------------------------------------------------------------------------------------------------


Sourced: TypeAlias = "tuple[Report, Record, str, Sequence[Public]]"
"""A report, the line that holds it, its address, and the versions of its source, the first recorded first."""

Dating: TypeAlias = "Callable[[Record, Event, Sequence[Sourced], int], Sequence[tuple[int, int]] | None]"
"""Says when each report on an event became public, as a log held them from a stamp on; None where it cannot."""


def event(
    record: Record, content: Event, reports: Sequence[Sourced], stamps: Iterable[int], dating: Dating
) -> Told | None:
    """Give the rows of an event that nothing changes.

    Args:
        record: The event's record.
        content: What it says.
        reports: The reports on it, those inside it first.
        stamps: Where else than at its own stamp, and at those of reports, something that bears on it enters the log.
        dating: Says when each report became public.

    Returns:
        None where it takes the long way.
    """
    recorded = int(record.recorded_at)
    moments = {recorded, *stamps}
    for _, holder, _, _ in reports:
        if holder is not record:
            moments.add(int(holder.recorded_at))
    if len(moments) == 1:
        return _told(record, content, reports, recorded, dating)
    told: list[tuple[int, Told]] = []
    for since in sorted(moments):
        if since >= recorded:
            found = _told(record, content, [one for one in reports if one[1].recorded_at <= since], since, dating)
            if found is None:
                return None
            told.append((since, found))
    return Told(
        _joined([(since, rows.facts) for since, rows in told], _FACT_RECORDED),
        _joined([(since, rows.events) for since, rows in told], _EVENT_RECORDED),
        _joined([(since, rows.reports) for since, rows in told], _REPORT_RECORDED),
    )


_FACT_RECORDED: Final = FACT.index("recorded_from")
_EVENT_RECORDED: Final = EVENT.index("recorded_from")
_REPORT_RECORDED: Final = REPORT.index("recorded_from")


def _joined(found: Sequence[tuple[int, Sequence[Row]]], at: int) -> list[Row]:
    """Join rows over recorded time, which were made as if each stretch of it never ended."""
    return over_recorded(((since, [(*row[:at], *row[at + 2 :]) for row in rows]) for since, rows in found), at)


def _told(record: Record, content: Event, reports: Sequence[Sourced], since: int, dating: Dating) -> Told | None:
    """Give the rows that are told as the log held it from a stamp on."""
    recorded = int(record.recorded_at)
    windows: list[Window] = []
    said: list[Row] = []
    dated = dating(record, content, reports, since)
    if dated is None or (reports and not content.reports):
        return None
    for (report, holder, address, versions), (lo, hi) in zip(reports, dated, strict=True):
        said.append((
            record.id,
            address,
            len(said),
            report.source,
            report.stance,
            *_TAKES[report.stance],
            YES,
            lo,
            hi,
            EARLIEST,
            FOREVER,
            since,
            FOREVER,
            int(holder.recorded_at),
            holder.id,
            report.reported and str(report.reported),
            list_text(report.via) if report.via else None,
            origin_text(report.origin) if report.origin is not None else None,
            None,
        ))  # fmt: skip
        if report.stance == "reports":
            typed = at(versions, since).published if report.reported is None else str(report.reported)
            windows.append((lo, hi, holder.order, typed))
    if not reports:
        day = recorded // DAY * DAY
        windows.append((day, day + DAY - 1, record.order, None))
    if not windows:
        return None
    return _of_windows(record, content, windows, said, since)


_TAKES: Final = {"reports": (YES, 0, 0), "denies": (0, YES, 0), "doubts": (0, 0, YES), "no-comment": (0, 0, 0)}


def _of_windows(record: Record, content: Event, windows: list[Window], said: Sequence[Row], since: int) -> Told:
    """Give the rows of an event by when the reports that *report* it became public.

    It is known by the first that may be public; its window is narrowed by those that become so later, each of which
    begins a row of its own.
    """
    lo, hi, _, reported = windows[0]
    if len(windows) == 1:
        known = (lo, hi, FOREVER, FOREVER)
        when = (since, lo, hi)
        return Told(
            _fact_rows(record, content, known, when), [_event_row(record, content, known, when, reported)], said
        )
    windows.sort(key=_earliest_first)
    lo, hi, _, reported = windows[0]
    surely = min(window[1] for window in windows)
    starts = [(lo, hi)]
    for window in windows:
        if window[1] < starts[-1][1]:
            if window[0] == starts[-1][0]:
                starts.pop()
            starts.append((window[0], window[1]))
    facts: list[Row] = []
    events: list[Row] = []
    for place, (start, hi) in enumerate(starts):
        end = FOREVER if place + 1 == len(starts) else starts[place + 1][0]
        known = (start, max(start, surely), end, end) if surely < end else (start, LATEST, EARLIEST, end)
        events.append(_event_row(record, content, known, (since, lo, hi), reported))
        facts += _fact_rows(record, content, known, (since, lo, hi))
    return Told(facts, events, said)


def _earliest_first(window: Window) -> tuple[int, int, tuple[str, str]]:
    return window[0], window[1], window[2]


def each_alone(
    _record: Record, content: Event, reports: Sequence[Sourced], since: int
) -> Sequence[tuple[int, int]] | None:
    """Say when each report became public, where none rests on another."""
    found = []
    for report, holder, _, versions in reports:
        source = at(versions, since)
        if report.via or source.relays or not source.is_live or not source.is_same:
            return None
        lifts: tuple[int, ...] = ()
        typed = source.typed
        if report.reported is not None:
            typed = span_of(report.reported)
        else:
            lifts = (source.lo,)
            if typed is None:
                lifts += tuple(map(moment, earliest_day(((content.facts, content.occurred),))))
        found.append(narrowed(typed, (end_of_day(int(holder.recorded_at)), *source.by), lifts))
    return found


def _fact_rows(record: Record, content: Event, known: Known, when: tuple[int, int, int]) -> list[Row]:
    rows: list[Row] = []
    since, lo, hi = when
    recorded = int(record.recorded_at)
    for number, fact in _distinct(content) if len(content.facts) > 1 else ((1, fact) for fact in content.facts):
        date = fact.during if fact.during is not None else content.occurred
        bounds = _own_extent(date, fact.mode) or _extent(date, fact.mode, hi)
        rows.append((
            fact.entity,
            fact.property,
            fact.mode,
            _value_text(fact.value),
            record.id,
            number,
            bounds[0],
            bounds[1],
            bounds[2],
            bounds[3],
            bounds[4],
            lo,
            hi,
            *known,
            since,
            FOREVER,
            recorded,
            record.id,
            len(rows),
            bounds[5],
            bounds[6],
            bounds[7],
            fact.during and str(fact.during),
        ))  # fmt: skip
    return rows


_Extent: TypeAlias = "tuple[int, int, int, int, int, str | None, str, str]"
"""Of a fact: its start (earliest, latest, latest unit), its end, its date as typed, its start's bounds in print."""


@functools.lru_cache(maxsize=1 << 14)
def _own_extent(date: WrittenDate | None, mode: str) -> _Extent | None:
    """Say when a fact begins and ends where that does not rest on when it was reported; None where it does."""
    if date is None or not (date.meaning.start_is_known or date.meaning.start.hi == NEVER_BEFORE):
        return None
    return _extent(date, mode, LATEST)


def _extent(date: WrittenDate | None, mode: str, began_by: int) -> _Extent:
    start, end, earliest, latest = extent(date, mode, NEVER_AFTER if began_by == LATEST else began_by)
    return (
        moment(start.lo),
        moment(start.hi),
        moment(start.hi_start),
        LATEST if end is None else moment(end.lo_end),
        LATEST if end is None else moment(end.hi),
        plain(date),
        earliest,
        latest,
    )


_value_text = functools.lru_cache(maxsize=1 << 12, typed=True)(text)


def _distinct(content: Event) -> Sequence[tuple[int, Fact]]:
    """Give the facts of an event with their numbers, one that it tells twice once."""
    found: dict[object, tuple[int, Fact]] = {}
    for number, fact in enumerate(content.facts, 1):
        date = fact.during if fact.during is not None else content.occurred
        found.setdefault((fact.entity, fact.property, value_key(fact.value), fact.mode, date), (number, fact))
    return list(found.values())


def _event_row(record: Record, content: Event, known: Known, when: tuple[int, int, int], reported: str | None) -> Row:
    since, lo, hi = when
    return (
        record.id,
        *known,
        0,
        lo,
        hi,
        reported,
        since,
        FOREVER,
        int(record.recorded_at),
        record.id,
        int(not content.reports),
        *happened(content.occurred),
        None,
    )


happened = functools.lru_cache(maxsize=1 << 14)(when_happened)
