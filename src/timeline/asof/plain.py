"""Events and sources that nothing changes, compiled in closed form: one row a fact, by and large.

Law of this module: it is the short way to the same rows. It takes what needs no rule but that of one window: reports
that rest on no other, sources that nothing corrects, retracts or relays; all else it leaves to the long way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from timeline.asof.facts import earliest_day, extent
from timeline.asof.relation import EARLIEST, FOREVER, LATEST, YES, Row
from timeline.asof.values import value_key
from timeline.asof.versions import list_text, moment, origin_text, over_recorded, plain, source_tail, text
from timeline.dates.values import DAY
from timeline.dates.written import WrittenDate
from timeline.records.model import Event, Fact, Record, Report, Source


class Public(NamedTuple):
    """What bears on when a report by a source became public, as the log held it from ``since`` on.

    ``typed`` is its date, None where it has none; ``by`` are moments by which it was certainly public, and ``lo`` the
    earliest at which it can have been. ``is_plain`` says that it is not taken back and rests on no other.
    """

    since: int
    typed: tuple[int, int] | None
    by: tuple[int, ...]
    lo: int
    published: str | None
    is_plain: bool = True


NOBODY = Public(since=EARLIEST, typed=None, by=(), lo=EARLIEST, published=None)
"""A source that the log does not define; or a report that names none."""


class Told(NamedTuple):
    """The rows of an event: of its facts, of itself, of its reports."""

    facts: Sequence[Row]
    events: Sequence[Row]
    reports: Sequence[Row]


class _Window(NamedTuple):
    """When one report became public."""

    lo: int
    hi: int
    order: tuple[str, str]
    reported: str | None
    affirms: bool


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
    return Public(recorded, typed, by, lo, plain(content.published)), (*head, *source_tail(content, ()))


# --- an event --------------------------------------------------------------------------------------------------------


class Sourced(NamedTuple):
    """A report, the line that holds it, its address, and the versions of its source, the first recorded first."""

    report: Report
    record: Record
    address: str
    versions: Sequence[Public]


def event(record: Record, content: Event, reports: Sequence[Sourced]) -> Told | None:
    """Give the rows of an event that nothing changes, with the reports on it, those inside it first.

    Returns:
        None where it takes the long way.
    """
    recorded = int(record.recorded_at)
    stamps = {recorded}
    for sourced in reports:
        if len(sourced.versions) > 1 or sourced.record is not record:
            stamps.add(int(sourced.record.recorded_at))
            stamps.update(version.since for version in sourced.versions)
    told = []
    for since in sorted(stamps) if len(stamps) > 1 else stamps:
        if since >= recorded:
            found = _told(record, content, reports, since)
            if found is None:
                return None
            told.append((since, found))
    if len(told) == 1:
        since, (facts, events, said) = told[0]
        return Told(
            [(*row[:17], since, FOREVER, *row[17:]) for row in facts],
            [(*row[:9], since, FOREVER, *row[9:]) for row in events],
            [(*row[:13], since, FOREVER, *row[13:]) for row in said],
        )
    return Told(
        over_recorded(((since, rows.facts) for since, rows in told), 17),
        over_recorded(((since, rows.events) for since, rows in told), 9),
        over_recorded(((since, rows.reports) for since, rows in told), 13),
    )


def _told(record: Record, content: Event, reports: Sequence[Sourced], since: int) -> Told | None:
    """Give the rows that are told as the log held it from a stamp on; they lack their recorded bounds."""
    tells_itself = not content.reports
    windows: list[_Window] = []
    said: list[Row] = []
    for sourced in reports:
        if sourced.record.recorded_at > since:
            continue
        window = _window(content, sourced, since)
        if window is None:
            return None
        said.append(_report_row(record, sourced, window, len(said)))
        if window.affirms:
            windows.append(window)
    if tells_itself:
        if said:
            return None
        day = int(record.recorded_at) // DAY * DAY
        windows.append(_Window(day, day + DAY - 1, record.order, None, True))
    if not windows:
        return None
    windows.sort(key=_earliest_first)
    first = windows[0]
    surely = min(window.hi for window in windows)
    facts: list[Row] = []
    events: list[Row] = []
    starts = [(first.lo, first.hi)]
    for window in windows[1:]:
        if window.hi < starts[-1][1]:
            if window.lo == starts[-1][0]:
                starts[-1] = (window.lo, window.hi)
            else:
                starts.append((window.lo, window.hi))
    for place, (start, hi) in enumerate(starts):
        end = FOREVER if place + 1 == len(starts) else starts[place + 1][0]
        known = (start, max(start, surely), end, end) if surely < end else (start, LATEST, EARLIEST, end)
        events.append(_event_row(record, content, known, first, hi))
        facts += _fact_rows(record, content, known, first.lo, hi)
    return Told(facts, events, said)


def _earliest_first(window: _Window) -> tuple[int, int, tuple[str, str]]:
    return window.lo, window.hi, window.order


def _window(content: Event, sourced: Sourced, since: int) -> _Window | None:
    """Say when a report became public; None where that takes the long way."""
    report, record = sourced.report, sourced.record
    source = NOBODY
    for version in sourced.versions:
        if version.since <= since:
            source = version
    if report.via or not source.is_plain:
        return None
    lifts: tuple[int, ...] = ()
    typed = source.typed
    if report.reported is not None:
        typed = span_of(report.reported)
    else:
        lifts = (source.lo,)
        if typed is None:
            lifts += tuple(map(moment, earliest_day(((content.facts, content.occurred),))))
    lo, hi = narrowed(typed, (end_of_day(int(record.recorded_at)), *source.by), lifts)
    reported = plain(report.reported) if report.reported is not None else source.published
    return _Window(lo, hi, record.order, reported, report.stance == "reports")


def _fact_rows(record: Record, content: Event, known: tuple[int, int, int, int], lo: int, hi: int) -> list[Row]:
    rows: list[Row] = []
    recorded = int(record.recorded_at)
    for number, fact in _distinct(content):
        date = fact.during if fact.during is not None else content.occurred
        start, end, earliest, latest = extent(date, fact.mode, hi)
        rows.append(
            (
                fact.entity,
                fact.property,
                fact.mode,
                text(fact.value),
                record.id,
                number,
                moment(start.lo),
                moment(start.hi),
                moment(start.hi_start),
                LATEST if end is None else moment(end.lo_end),
                LATEST if end is None else moment(end.hi),
                lo,
                hi,
                *known,
                recorded,
                record.id,
                len(rows),
                plain(date),
                earliest,
                latest,
                plain(fact.during),
            )
        )
    return rows


def _distinct(content: Event) -> Sequence[tuple[int, Fact]]:
    """Give the facts of an event with their numbers, one that it tells twice once."""
    if len(content.facts) < 2:
        return [(1, fact) for fact in content.facts]
    found: dict[object, tuple[int, Fact]] = {}
    for number, fact in enumerate(content.facts, 1):
        date = fact.during if fact.during is not None else content.occurred
        found.setdefault((fact.entity, fact.property, value_key(fact.value), fact.mode, date), (number, fact))
    return list(found.values())


def _event_row(record: Record, content: Event, known: tuple[int, int, int, int], first: _Window, hi: int) -> Row:
    meant = None if content.occurred is None else content.occurred.meaning
    return (
        record.id,
        *known,
        0,
        first.lo,
        hi,
        first.reported,
        int(record.recorded_at),
        record.id,
        int(not content.reports),
        plain(content.occurred),
        "unknown" if meant is None else meant.earliest,
        "unknown" if meant is None else meant.latest,
        EARLIEST if meant is None else moment(meant.span.lo),
        LATEST if meant is None else moment(meant.span.hi),
        None,
    )


_STANCES = ("reports", "denies", "doubts")


def _report_row(record: Record, sourced: Sourced, window: _Window, place: int) -> Row:
    report = sourced.report
    reports, denies, doubts = (YES if report.stance == stance else 0 for stance in _STANCES)
    return (
        record.id,
        sourced.address,
        place,
        report.source,
        report.stance,
        reports,
        denies,
        doubts,
        YES,
        window.lo,
        window.hi,
        EARLIEST,
        FOREVER,
        int(sourced.record.recorded_at),
        sourced.record.id,
        plain(report.reported),
        list_text(report.via),
        origin_text(report.origin),
        None,
    )
