"""Usual events in closed form, from the texts of their lines: when they were reported, and when their facts hold.

Law of this module: it says what :mod:`timeline.asof.plain` does of an event that nothing changes, on which no other
record bears but sources of which the log has one record each, which rest on no others. Of any other it says nothing.
Each distinct date is read once.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from timeline.asof import plain
from timeline.asof.alone import EVER, end_of_day, narrowed
from timeline.asof.plain import Extent
from timeline.asof.published import NOBODY, Public, span_of
from timeline.asof.relation import EARLIEST, FOREVER, LATEST, YES, Row
from timeline.asof.versions import moment
from timeline.asof.windows import day_of
from timeline.dates.values import DAY
from timeline.dates.written import WrittenDate
from timeline.records import usual
from timeline.records.model import read_date
from timeline.records.words import HAPPENED

Happened: TypeAlias = "tuple[str | None, str, str, int, int]"
"""The date of an event as typed, its bounds as printed, and its bounds as moments."""


_MOST: Final = 1 << 16
"""So much is kept of what was worked out before all of it is forgotten."""

_read: Final = functools.partial(read_date, WrittenDate)
"""Reads a date as the body of a record has it."""


class Window(msgspec.Struct, gc=False):
    """When something became public; ``kept`` is what its reader keeps of it, as many reports share one."""

    lo: int
    hi: int
    kept: Any = None


class Dated(msgspec.Struct, gc=False):
    """When one report on an event became public, and its date as typed: its own, else its source's."""

    source: str | None
    own: str | None
    window: Window
    typed: str | None
    since: int
    """The stamp from which on the log knew its source as it does."""
    kept: Any = None
    """As that of a window."""


Told: TypeAlias = "tuple[Dated, list[Dated]]"
"""The report by which an event became known, and all reports on it; of one that has none, the day of its stamp."""


class _By(msgspec.Struct, frozen=True, gc=False):
    """What dates the reports by a source: nothing does where it is not the same at all clocks.

    ``first`` is the first moment by which it was certainly public. ``undated`` dates those that have no date of their
    own, where no event and no stamp narrows that.
    """

    source: str | None
    public: Public | None
    first: int
    since: int
    undated: Dated | None


class Dating:
    """Dates the reports of events; ``public`` gives what bears on a source where all clocks agree on it."""

    def __init__(self, public: Callable[[str], Public | None]) -> None:
        self._public = public
        self._known: dict[str | UnsetType, _By] = {}
        self._own: dict[str, Window] = {}
        self._day = _of_day(DAY - 1)

    def ask(self, public: Callable[[str], Public | None]) -> None:
        """Ask another about the sources from now on."""
        self._public = public
        self._known.clear()

    def told(self, event: usual.Event, recorded: int) -> Told | None:
        """Say when an event became known, which was recorded at a stamp; None where this is not the way to tell."""
        end = end_of_day(recorded)
        dated = []
        first: Dated | None = None
        lo = hi = surely = FOREVER
        for report in event.reports or ():
            if report.stance is not UNSET and report.stance != "reports":
                return None
            by = self._known.get(report.source) or self._ask(report.source)
            own = report.reported
            if own is UNSET or own is None:
                own, found = None, by.undated
            else:
                window = self._own.get(own) or self._window(own)
                if window is None:
                    return None
                found = Dated(by.source, own, window, own, by.since) if window.hi <= by.first else None
            if found is None or found.window.hi > end:
                found = self._narrowed(own, event, end, by)
                if found is None:
                    return None
            if found.since > recorded:
                return None
            dated.append(found)
            window = found.window
            if window.lo < lo or (window.lo == lo and window.hi < hi):
                first, lo, hi = found, window.lo, window.hi
            if window.hi < surely:  # noqa: PLR1730 - min() takes twice the time, once for each report of a log
                surely = window.hi
        if first is None:
            if self._day.window.hi != end:
                self._day = _of_day(end)
            return self._day, dated
        return None if surely < hi else (first, dated)  # where a later one narrows when it became known

    def _ask(self, name: str | UnsetType) -> _By:
        source = None if name is UNSET else name
        public = NOBODY if source is None else self._public(source) if usual.is_source(source) else None
        if public is None:
            found = _By(source, None, EARLIEST, FOREVER, None)
        else:
            undated = None
            if public.typed is not None:
                window = Window(*narrowed(public.typed, public.by, (public.lo,)))
                undated = Dated(source, None, window, public.published, public.since)
            found = _By(source, public, min(public.by, default=LATEST), public.since, undated)
        if len(self._known) > _MOST:
            self._known.clear()
        self._known[name] = found
        return found

    def _window(self, own: str) -> Window | None:
        """Give the window that the own date of a report spans; None where it may be none."""
        if usual.begin_of(own) is None:
            return None
        if len(self._own) > _MOST:
            self._own.clear()
        found = self._own[own] = Window(*span_of(_read(own)))
        return found

    def _narrowed(self, own: str | None, event: usual.Event, end: int, by: _By) -> Dated | None:
        """Date a report where the event, its stamp or its source narrows when it became public."""
        public = by.public
        if public is None:
            return None
        bounds = (end, *public.by)
        if own is not None:
            return Dated(by.source, own, Window(*narrowed(span_of(_read(own)), bounds, ())), own, by.since)
        lifts: tuple[int, ...] = (public.lo,)
        if public.typed is None:
            if event.facts and any([fact.during for fact in event.facts]):  # noqa: C419 - a list takes half the time
                return None
            not_before = _earliest(event)
            lifts += () if not_before is None else (not_before,)
        window = Window(*narrowed(public.typed or EVER, bounds, lifts))
        return Dated(by.source, None, window, public.published, by.since)


def _of_day(end: int) -> Dated:
    """Give the day that ends at a moment."""
    return Dated(None, None, Window(end - DAY + 1, end), None, EARLIEST)


def _earliest(event: usual.Event) -> int | None:
    """Give the start of the earliest day on which an event can have happened whose facts have no dates of their own."""
    if not event.occurred:
        return None
    if event.facts and not any((fact.mode or "actual") in HAPPENED for fact in event.facts):
        return None
    return _start(event.occurred)


@functools.lru_cache(maxsize=1 << 14)
def _start(date: str) -> int:
    earliest = _read(date).meaning.span.lo
    return moment(earliest if isinstance(earliest, float) else day_of(earliest).lo)


def extent(date: str | None, mode: str, began_by: int | None = None) -> Extent | None:
    """Say when a fact so dated begins and ends.

    It may rest on ``began_by``, the last moment at which its event can have been reported: then None where that is not
    given.
    """
    written = None if date is None else _read(date)
    found = plain.own_extent(written, mode)
    return found if found is not None or began_by is None else plain.extent_by(written, mode, began_by)


def happened(date: str | None) -> Happened:
    """Give the date of an event as rows have it."""
    return plain.happened(None if date is None else _read(date))


# --- rows ------------------------------------------------------------------------------------------------------------


def fact_row(event_id: str, event: usual.Event, place: int, recorded: int, told: Told) -> Row:
    """Give the row of a fact of an event, by its place among them; no two of them may be the same."""
    fact = event.facts[place]  # type: ignore[index]
    mode = fact.mode or "actual"
    during = fact.during or None
    first, _ = told
    lo, hi = first.window.lo, first.window.hi
    found = extent(during or event.occurred or None, mode, hi)
    if found is None:
        raise AssertionError("an extent follows from when the event was reported")
    return (
        fact.entity, fact.property, mode, value_text(fact.value), event_id, place + 1, *found[:5],
        lo, hi, lo, hi, FOREVER, FOREVER, recorded, FOREVER, recorded, event_id, place,
        *found[5:8], during, *found[8:],
    )  # fmt: skip


def event_row(event_id: str, event: usual.Event, recorded: int, told: Told) -> Row:
    """Give the row of an event."""
    first, reports = told
    lo, hi = first.window.lo, first.window.hi
    return (
        event_id, lo, hi, FOREVER, FOREVER, 0, lo, hi, first.typed, recorded, FOREVER, recorded, event_id,
        int(not reports), *happened(event.occurred or None), None,
    )  # fmt: skip


def report_row(event_id: str, place: int, report: Dated, recorded: int) -> Row:
    """Give the row of a report on an event, by its place among them."""
    window = report.window
    return (
        event_id, f"{event_id}#{place + 1}", place, report.source, "reports", YES, 0, 0, YES, window.lo, window.hi,
        EARLIEST, FOREVER, recorded, FOREVER, recorded, event_id, report.own, None, None, None,
    )  # fmt: skip


def value_text(value: object) -> str:
    """Give the value of a fact as the JSON text that answers print."""
    if type(value) is str:
        return _text(value)
    if isinstance(value, usual.Quantity):
        unit = {} if value.unit is UNSET or value.unit is None else {"unit": value.unit}
        return json.dumps({"op": value.op, "value": value.value, **unit}, ensure_ascii=False)
    return json.dumps(None if value is UNSET else value)


@functools.lru_cache(maxsize=1 << 12)
def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
