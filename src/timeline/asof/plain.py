"""Events that nothing changes, compiled in closed form: one row a fact, by and large.

Law of this module: it is the short way to the same rows. It takes what needs no rule but that of one window: reports
that rest on no other, by sources of which :mod:`timeline.asof.published` knows when they were public; all else it
leaves to the long way.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, TypeAlias

from timeline.asof.alone import EVER, end_of_day, narrowed
from timeline.asof.facts import earliest_day, extent
from timeline.asof.published import NOBODY, Public, Published, span_of, stretch
from timeline.asof.relation import EARLIEST, EVENT, FACT, FOREVER, LATEST, REPORT, YES, Row
from timeline.asof.versions import (
    Known,
    list_text,
    moment,
    origin_text,
    over_as_of,
    over_recorded,
    own_bounds,
    plain,
    text,
    when_happened,
)
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE
from timeline.dates.written import WrittenDate
from timeline.named import NamedTuple
from timeline.records.model import Event, Fact, Record, Report, Value, value_key


class Told(NamedTuple):
    """The rows of an event: of its facts, of itself, of its reports."""

    facts: Sequence[Row]
    events: Sequence[Row]
    reports: Sequence[Row]


Window: TypeAlias = "tuple[int, int, tuple[str, str], str | None]"
"""When one report became public: first and last moment, its record's place among all, its date as typed."""


Sourced: TypeAlias = "tuple[Report, Record, str, Published]"
"""A report, the line that holds it, its address, and its source."""

Dating: TypeAlias = "Callable[[Sequence[Sourced], int, int], Sequence[tuple[int, int]] | None]"
"""Says when each report on an event became public, as a log held them from a stamp on, as of a moment on.

None where it cannot, since it is not sure that all of them count."""


class Plain(NamedTuple):
    """An event that nothing changes, with the reports on it, those inside it first, and what dates these.

    ``sources`` are all to which their chains lead.
    """

    record: Record
    content: Event
    reports: Sequence[Sourced]
    sources: Collection[Published]
    dating: Dating

    def told(self) -> Told | None:
        """Give its rows; None where it takes the long way."""
        recorded = int(self.record.recorded_at)
        stamps = {recorded}
        for report, holder, _, source in self.reports:
            if holder is not self.record:
                stamps.add(int(holder.recorded_at))
            if source.versions and (
                len(source.versions) > 1 or source.versions[0].since > recorded or source.has_shown
            ):
                stamps.update(source.stamps(*stretch(report, holder, source)))
        for source in self.sources:
            stamps.update(version.since for version in source.versions)
        if len(stamps) == 1:
            return self._told(self.reports, recorded)
        if not self.sources and all(one[3].only and one[3].only.since <= recorded for one in self.reports):
            return self._grown(recorded)
        told: list[tuple[int, Told]] = []
        for since in sorted(stamps):
            if recorded <= since < FOREVER:
                found = self._told([one for one in self.reports if one[1].recorded_at <= since], since)
                if found is None:
                    return None
                told.append((since, found))
        return Told(
            _joined([(since, rows.facts) for since, rows in told], _FACT_RECORDED),
            _joined([(since, rows.events) for since, rows in told], _EVENT_RECORDED),
            _joined([(since, rows.reports) for since, rows in told], _REPORT_RECORDED),
        )

    def _grown(self, recorded: int) -> Told | None:
        """Give the rows where each report has one window at all clocks: those that come later narrow what was told."""
        if not self.content.reports:
            return None
        dated = self.dating(self.reports, LATEST, EARLIEST)
        if dated is None:
            return None
        said: list[Row] = []
        windows: list[tuple[int, Window]] = []
        for sourced, (lo, hi) in zip(self.reports, dated, strict=True):
            report, holder, _, source = sourced
            since = max(recorded, int(holder.recorded_at))
            said.append(_report_row(self.record.id, sourced, (len(said), lo, hi), since))
            if report.stance == "reports":
                windows.append((since, (lo, hi, holder.order, _typed(report, source.at(since)))))
        first = [window for since, window in windows if since == recorded]
        if not first:
            return None
        told = {recorded: _of_windows(self.record, self.content, list(first), (), recorded)}
        narrowest = _Narrowest(first)
        for since, window in windows[len(first) :]:
            if narrowest.add(window):
                told[since] = _of_windows(self.record, self.content, list(narrowest.windows), (), since)
        return Told(
            _joined([(since, rows.facts) for since, rows in told.items()], _FACT_RECORDED),
            _joined([(since, rows.events) for since, rows in told.items()], _EVENT_RECORDED),
            said,
        )

    def _told(self, reports: Sequence[Sourced], since: int) -> Told | None:
        """Give the rows that are told as the log held it from a stamp on."""
        if reports and not self.content.reports:
            return None
        starts = self._changes_of_sources(reports, since)
        if len(starts) == 1:
            return self._between(reports, since, EARLIEST)
        told: list[tuple[int, int, Told]] = []
        for start, end in itertools.pairwise([*starts, FOREVER]):
            found = self._between(reports, since, start)
            if found is None:
                return None
            told.append((start, end, found))
        return Told(
            over_as_of(((start, end, rows.facts) for start, end, rows in told), _FACT_KNOWN),
            over_as_of(((start, end, rows.events) for start, end, rows in told), _EVENT_KNOWN),
            _reports_over_as_of([(start, end, rows.reports) for start, end, rows in told]),
        )

    def _changes_of_sources(self, reports: Sequence[Sourced], since: int) -> list[int]:
        """Give the as-of moments at which what bears on a source changes, as the log held it from a stamp on."""
        if not self.sources and all(one[3].only is not None for one in reports):
            return [EARLIEST]
        starts = {EARLIEST}
        for source in (*(one[3] for one in reports), *self.sources):
            if len(source.versions) > 1:
                last = source.at(since).since
                starts.update(version.as_of for version in source.versions if version.since == last)
        return sorted(starts)

    def _between(self, reports: Sequence[Sourced], since: int, as_of: int) -> Told | None:
        """Give the rows as if what bears on the sources as of a moment did so as of every one."""
        record, content = self.record, self.content
        windows: list[Window] = []
        said: list[Row] = []
        dated = self.dating(reports, since, as_of)
        if dated is None:
            return None
        for sourced, (lo, hi) in zip(reports, dated, strict=True):
            report, holder, _, source = sourced
            said.append(_report_row(record.id, sourced, (len(said), lo, hi), since))
            if report.stance == "reports":
                windows.append((lo, hi, holder.order, _typed(report, source.at(since, as_of))))
        if not reports:
            day = int(record.recorded_at) // DAY * DAY
            windows.append((day, day + DAY - 1, record.order, None))
        if not windows:
            return None
        return _of_windows(record, content, windows, said, since)


_FACT_RECORDED: Final = FACT.index("recorded_from")
_EVENT_RECORDED: Final = EVENT.index("recorded_from")
_REPORT_RECORDED: Final = REPORT.index("recorded_from")
_FACT_KNOWN: Final = FACT.index("known_from_lo")
_EVENT_KNOWN: Final = EVENT.index("known_from_lo")
_REPORT_AS_OF: Final = REPORT.index("as_of_from")


def _typed(report: Report, source: Public) -> str | None:
    """Give the date of a report as it was typed: its own, else that of its source."""
    return str(report.reported) if report.reported is not None else source.published


def _joined(found: Sequence[tuple[int, Sequence[Row]]], at: int) -> list[Row]:
    """Join rows over recorded time, which were made as if each stretch of it never ended."""
    return over_recorded(((since, [(*row[:at], *row[at + 2 :]) for row in rows]) for since, rows in found), at)


class _Narrowest:
    """Of some windows those that are not both no earlier and no narrower at their end than another, earliest first."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self.windows: list[Window] = []
        for window in sorted(windows, key=_earliest_first):
            self.add(window)

    def add(self, window: Window) -> bool:
        """Take in a window, and say whether it is one of those."""
        place = bisect.bisect_right(self.windows, window[0], key=lambda one: one[0])
        if place and self.windows[place - 1][1] <= window[1]:
            return False
        after = next((n for n in range(place, len(self.windows)) if self.windows[n][1] < window[1]), len(self.windows))
        self.windows[place:after] = [window]
        return True


def _report_row(event: str, sourced: Sourced, when: tuple[int, int, int], since: int) -> Row:
    """Make the row of a report from a stamp on; ``when`` is its place, and the two ends of its window."""
    report, holder, address, _ = sourced
    place, lo, hi = when
    return (
        event,
        address,
        place,
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
    )


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


def each_alone(content: Event) -> Dating:
    """Give what dates reports on an event of which none rests on another, nor does its source."""

    def dating(reports: Sequence[Sourced], since: int, as_of: int) -> Sequence[tuple[int, int]] | None:
        found = []
        for report, holder, _, published in reports:
            source = published.only
            if source is None:
                source = published.at(since, as_of)
                if not source.is_live:
                    return None
            elif source.since > since:
                source = NOBODY
            lifts: tuple[int, ...] = ()
            typed = source.typed
            if report.reported is not None:
                typed = span_of(report.reported)
            else:
                lifts = (source.lo,)
                if typed is None:
                    lifts += tuple(map(moment, earliest_day(((content.facts, content.occurred),))))
            by: Sequence[int] = source.by
            if published.has_shown:
                by = (*by, *published.shown(*stretch(report, holder, published), since))
            found.append(narrowed(typed or EVER, (end_of_day(int(holder.recorded_at)), *by), lifts))
        return found

    return dating


def _reports_over_as_of(found: Sequence[tuple[int, int, Sequence[Row]]]) -> list[Row]:
    """Join rows of reports that follow each other in as-of time."""
    at = _REPORT_AS_OF
    whole = [
        (start, end, [(*row[:at], start, start, end, end, *row[at + 2 :]) for row in rows])
        for start, end, rows in found
    ]
    return [(*row[: at + 1], *row[at + 3 :]) for row in over_as_of(whole, at)]


def _fact_rows(record: Record, content: Event, known: Known, when: tuple[int, int, int]) -> list[Row]:
    rows: list[Row] = []
    since, lo, hi = when
    recorded = int(record.recorded_at)
    for number, fact in _distinct(content) if len(content.facts) > 1 else ((1, fact) for fact in content.facts):
        date = fact.during if fact.during is not None else content.occurred
        bounds = own_extent(date, fact.mode) or extent_by(date, fact.mode, hi)
        rows.append((
            fact.entity,
            fact.property,
            fact.mode,
            value_text(fact.value),
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
            bounds[8],
            bounds[9],
        ))  # fmt: skip
    return rows


Extent: TypeAlias = "tuple[int, int, int, int, int, str | None, str, str, str | None, str | None]"
"""Of a fact: its start (earliest, latest, latest unit), its end, its date as typed, its start's bounds in print."""


@functools.lru_cache(maxsize=1 << 14)
def own_extent(date: WrittenDate | None, mode: str) -> Extent | None:
    """Say when a fact begins and ends where that does not rest on when it was reported; None where it does."""
    if date is None or not (date.meaning.start_is_known or date.meaning.start.hi == NEVER_BEFORE):
        return None
    return extent_by(date, mode, LATEST)


def extent_by(date: WrittenDate | None, mode: str, began_by: int) -> Extent:
    """Say when a fact begins and ends whose event was reported by a moment."""
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
        *own_bounds(date, earliest, latest),
    )


def value_text(value: Value) -> str:
    """Give the value of a fact as the JSON text that answers print: a number as its record spells it.

    Only texts are remembered: 1000 and 1000.0 are equal, and so are 0.0 and -0.0.
    """
    return _text(value) if type(value) is str else text(value)


_text: Final = functools.lru_cache(maxsize=1 << 12)(text)


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
