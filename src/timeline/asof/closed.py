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
from timeline.asof.facts import HAPPENED
from timeline.asof.plain import Extent
from timeline.asof.published import NOBODY, Public, span_of
from timeline.asof.relation import EARLIEST, FOREVER, YES, Row
from timeline.asof.versions import moment
from timeline.asof.windows import day_of
from timeline.dates.values import DAY
from timeline.dates.written import WrittenDate
from timeline.records import usual
from timeline.records.model import read_date

Happened: TypeAlias = "tuple[str | None, str, str, int, int]"
"""The date of an event as typed, its bounds as printed, and its bounds as moments."""


_MOST: Final = 1 << 16
"""So much is kept of what was worked out before all of it is forgotten."""

_read: Final = functools.partial(read_date, WrittenDate)
"""Reads a date as the body of a record has it."""


class Dated(msgspec.Struct, gc=False):
    """When one report on an event became public, and its date as typed: its own, else its source's."""

    source: str | None
    own: str | None
    lo: int
    hi: int
    typed: str | None
    since: int
    """The stamp from which on the log knew its source as it does."""
    kept: Any = None
    """What its reader keeps of it: many reports are dated alike."""


Told: TypeAlias = "tuple[Dated, list[Dated]]"
"""The report by which an event became known, and all reports on it; of one that has none, the day of its stamp."""


class Dating:
    """Dates the reports of events.

    Args:
        public: Gives of a source what bears on the reports by it, where that is the same at all clocks; else None.
    """

    def __init__(self, public: Callable[[str], Public | None]) -> None:
        self._public = public
        self._publics: dict[str | None, Public | None] = {None: NOBODY}
        self._day = _ofday(0)
        self._dated: dict[tuple[str | UnsetType, str | UnsetType | None], Dated] = {}
        """By the source of a report and its own date, as an event spells them."""

    def told(self, event: usual.Event, recorded: int) -> Told | None:
        """Say when an event became known, which was recorded at a stamp; None where this is not the way to tell."""
        day = self._day
        if recorded > day.hi or recorded < day.lo or len(self._dated) > _MOST:
            day = self._day = _ofday(recorded)
            self._dated.clear()
        known = self._dated
        dated = []
        first: Dated | None = None
        for report in event.reports or ():
            if report.stance is not UNSET and report.stance != "reports":
                return None
            found = known.get((report.source, report.reported)) or self._report(report, event, recorded)
            if found is None or found.since > recorded:
                return None
            dated.append(found)
            if first is None or found.lo < first.lo or (found.lo == first.lo and found.hi < first.hi):
                first = found
        if first is None:
            return day, dated
        if len(dated) > 1:
            for one in dated:
                if one.hi < first.hi:
                    return None  # a later one narrows when it became known
        return first, dated

    def _report(self, report: usual.Report, event: usual.Event, recorded: int) -> Dated | None:
        source, own = report.source or None, report.reported or None
        public = self._publics.get(source, _UNASKED)
        if public is _UNASKED:
            if len(self._publics) > _MOST:
                self._publics = {None: NOBODY}
            public = self._publics[source] = self._public(source or "")
        if public is None:
            return None
        if own is not None or public.typed is not None:
            found = _dated(source, own, public, None, end_of_day(recorded))
            self._dated[report.source, report.reported] = found
            return found
        if event.facts and any([fact.during for fact in event.facts]):  # noqa: C419 - a list takes half the time
            return None
        return _dated(source, own, public, _earliest(event), end_of_day(recorded))


_UNASKED: Final = NOBODY._replace(published="?")


def _ofday(recorded: int) -> Dated:
    """Give the day of a stamp."""
    day = recorded - recorded % DAY
    return Dated(None, None, day, day + DAY - 1, None, EARLIEST)


def _dated(source: str | None, own: str | None, public: Public, not_before: int | None, recorded_by: int) -> Dated:
    by = (recorded_by, *public.by)
    if own is not None:
        return Dated(source, own, *narrowed(span_of(_read(own)), by, ()), own, public.since)
    lifts = (public.lo,) if not_before is None else (public.lo, not_before)
    return Dated(source, None, *narrowed(public.typed or EVER, by, lifts), public.published, public.since)


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

    Args:
        date: As typed; None where it has none.
        mode: That of the fact.
        began_by: The last moment at which its event can have been reported.

    Returns:
        None where that rests on ``began_by``, and it is not given.
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
    found = extent(during or event.occurred or None, mode, first.hi)
    if found is None:
        raise AssertionError("an extent follows from when the event was reported")
    return (
        fact.entity, fact.property, mode, value_text(fact.value), event_id, place + 1, *found[:5],
        first.lo, first.hi, first.lo, first.hi, FOREVER, FOREVER, recorded, FOREVER, recorded, event_id, place,
        *found[5:8], during, *found[8:],
    )  # fmt: skip


def event_row(event_id: str, event: usual.Event, recorded: int, told: Told) -> Row:
    """Give the row of an event."""
    first, reports = told
    lo, hi = first.lo, first.hi
    return (
        event_id, lo, hi, FOREVER, FOREVER, 0, lo, hi, first.typed, recorded, FOREVER, recorded, event_id,
        int(not reports), *happened(event.occurred or None), None,
    )  # fmt: skip


def report_row(event_id: str, place: int, report: Dated, recorded: int) -> Row:
    """Give the row of a report on an event, by its place among them."""
    return (
        event_id, f"{event_id}#{place + 1}", place, report.source, "reports", YES, 0, 0, YES, report.lo, report.hi,
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
