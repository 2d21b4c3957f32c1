"""The rows of the relation as the index holds them: short where a row says what most rows say.

Law of this module: what was packed is unpacked again, cell by cell; a short form is used only where it gives the very
row back. Packed rows are JSON, whose integers have any size. Reading imports nothing but the names of the columns.

In a short form a moment is a day since 1970-01-01, null where there is no bound. The bounds in print follow from it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from timeline.asof.relation import DAY, EARLIEST, EVENT, FACT, FOREVER, LATEST, MOST_DAYS, REPORT, YES, Row

Packed: TypeAlias = "list[Any]"

_LAST: Final = DAY - 1
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_FARTHEST: Final = dt.date.max.toordinal() - _EPOCH
_NEAREST: Final = dt.date.min.toordinal() - _EPOCH
_EVER: Final = (FOREVER, FOREVER)
_UNTOUCHED: Final = ("reports", YES, 0, 0, YES)


@functools.lru_cache(maxsize=1 << 15)
def _iso(day: int) -> str:
    return dt.date.fromordinal(day + _EPOCH).isoformat()


def first_day(at: int) -> int | None:
    """Give the day that begins at a moment, None where there is no bound.

    Raises:
        ValueError: None does, or its year has not four digits.
    """
    return None if at == EARLIEST else _day(at)


def last_day(at: int) -> int | None:
    """Give the day whose last microsecond a moment is, None where there is no bound.

    Raises:
        ValueError: None is, or its year has not four digits.
    """
    return None if at == LATEST else _day(at - _LAST)


def _day(at: int) -> int:
    day, rest = divmod(at, DAY)
    if rest or not _NEAREST <= day <= _FARTHEST:
        raise ValueError(at)
    return day


# --- facts -----------------------------------------------------------------------------------------------------------

_FACT_DAYS: Final = 8
_FACT_ENDING: Final = 11
_FACT_MOMENTS: Final = 12
FACTS_IN_DAYS: Final = (_FACT_DAYS, _FACT_ENDING)
"""The sizes of the short forms, whose last cells, from the seventh on, say when the fact begins and ends."""


APART: Final = MOST_DAYS + 1
"""Stands in the place of a start where a fact is not of mode *actual*: before all others where the latest is first."""
UNBOUNDED: Final = MOST_DAYS
"""The last day on which a fact may begin that has no such bound."""


FIRST_START: Final = f"""
CASE json_array_length(cells)
WHEN {_FACT_DAYS} THEN coalesce(json_extract(cells, '$[6]'), {-UNBOUNDED})
WHEN {_FACT_ENDING} THEN coalesce(json_extract(cells, '$[6]'), {-UNBOUNDED})
WHEN {_FACT_MOMENTS} THEN iif(json_type(cells, '$[2]') = 'integer' AND typeof(json_extract(cells, '$[2]')) = 'integer',
    json_extract(cells, '$[2]') / {DAY} - 1, {-UNBOUNDED})
ELSE {-UNBOUNDED} END
"""
"""The first day on which a fact may begin, or an earlier one, by its packed cells: as SQLite works it out."""


def latest_start(row: Row) -> int:
    """Give the last day on which a fact may begin, as the index keeps it to find the latest first."""
    return row[6 + 1] // DAY if row[2] == "actual" else APART  # type: ignore[operator]


def pack_fact(row: Row) -> Packed:
    """Pack the row of a fact; its entity, property and event are told by its place."""
    return _fact_in_days(row) or _fact_in_moments(row) or [*row[2:4], *row[5:]]


def _fact_in_days(row: Row) -> Packed | None:
    (
        entity, name, mode, value, event, _, lo, hi, _, end_lo, end_hi, first, last, _, _, _, _, since, _, _, _, place,
        typed, _, _, _, _, date_latest,
    ) = row  # fmt: skip
    try:
        found = [value, since, place, typed, first_day(first), last_day(last), first_day(lo), last_day(hi)]  # type: ignore[arg-type]
        if mode != "actual" or end_lo != LATEST or end_hi != LATEST or date_latest is not None:
            is_open = end_hi == LATEST and date_latest is not None
            found += [mode, last_day(end_lo), date_latest if is_open else last_day(end_hi)]  # type: ignore[arg-type]
    except ValueError:
        return None
    return found if unpack_fact(found, entity, name, event) == row else None  # type: ignore[arg-type]


def _fact_in_moments(row: Row) -> Packed | None:
    entity, name, _, value, event, number, lo, hi, by, _, _, first, last = row[:13]
    found = [value, number, lo, hi, by, first, last, row[17], *row[21:25]]
    return found if unpack_fact(found, entity, name, event) == row else None  # type: ignore[arg-type]


def unpack_fact(packed: Packed, entity: str, name: str, event: str) -> Row:
    """Give the row of a fact."""
    size = len(packed)
    date_latest: Any = None
    if size == _FACT_DAYS:
        value, since, place, typed, first, last, lo, hi = packed
        mode, end_lo, end_hi = "actual", LATEST, LATEST
    elif size == _FACT_ENDING:
        value, since, place, typed, first, last, lo, hi, mode, end_lo, end_hi = packed
        end_lo = LATEST if end_lo is None else end_lo * DAY + _LAST
        if end_hi is None:
            end_hi = LATEST
        elif isinstance(end_hi, str):
            end_hi, date_latest = LATEST, end_hi
        else:
            date_latest = _iso(end_hi) if end_hi != hi else None
            end_hi = end_hi * DAY + _LAST
    elif size == _FACT_MOMENTS:
        value, number, lo, hi, by, first, last, since, place, typed, earliest, latest = packed
        return (
            entity, name, "actual", value, event, number, lo, hi, by, LATEST, LATEST, first, last, first, last,
            FOREVER, FOREVER, since, FOREVER, since, event, place, typed, earliest, latest, None, None, None,
        )  # fmt: skip
    else:
        return (entity, name, packed[0], packed[1], event, *packed[2:])
    first = EARLIEST if first is None else first * DAY
    last = LATEST if last is None else last * DAY + _LAST
    if lo is None:
        lo, earliest = EARLIEST, "unknown" if typed is None else "open"
    else:
        lo, earliest = lo * DAY, _iso(lo)
    if hi is None:
        hi = by = LATEST
        latest = "unknown" if typed is None else "open"
    else:
        by, latest = hi * DAY, _iso(hi)
        hi = by + _LAST
    return (
        entity, name, mode, value, event, place + 1, lo, hi, by, end_lo, end_hi, first, last, first, last,
        FOREVER, FOREVER, since, FOREVER, since, event, place, typed, earliest, latest, None, None, date_latest,
    )  # fmt: skip


# --- events ----------------------------------------------------------------------------------------------------------

EVENT_IN_DAYS: Final = 8
"""The size of the short form, whose last two cells say when the event happened."""
_EVENT_MOMENTS: Final = 10


def pack_event(row: Row) -> Packed:
    """Pack the row of an event; its id is told by its place."""
    return _event_in_days(row) or _event_in_moments(row) or list(row[1:])


def _event_in_days(row: Row) -> Packed | None:
    event, lo, hi, reported, since, tells_itself, occurred = row[0], row[6], row[7], row[8], row[9], row[13], row[14]
    try:
        days = first_day(lo), last_day(hi), first_day(row[17]), last_day(row[18])  # type: ignore[arg-type]
    except ValueError:
        return None
    found = [*days[:2], reported, since, tells_itself, occurred, *days[2:]]
    return found if unpack_event(found, event) == row else None  # type: ignore[arg-type]


def _event_in_moments(row: Row) -> Packed | None:
    found = [*row[6:10], *row[13:19]]
    return found if unpack_event(found, row[0]) == row else None  # type: ignore[arg-type]


def unpack_event(packed: Packed, event: str) -> Row:
    """Give the row of an event."""
    size = len(packed)
    if size == EVENT_IN_DAYS:
        lo, hi, reported, since, tells_itself, occurred, first, last = packed
        lo = EARLIEST if lo is None else lo * DAY
        hi = LATEST if hi is None else hi * DAY + _LAST
        none = "unknown" if occurred is None else "open"
        earliest, latest = none if first is None else _iso(first), none if last is None else _iso(last)
        first = EARLIEST if first is None else first * DAY
        last = LATEST if last is None else last * DAY + _LAST
        return (
            event, lo, hi, *_EVER, 0, lo, hi, reported, since, FOREVER, since, event, tells_itself, occurred,
            earliest, latest, first, last, None,
        )  # fmt: skip
    if size == _EVENT_MOMENTS:
        lo, hi, reported, since, *rest = packed
        return (event, lo, hi, FOREVER, FOREVER, 0, lo, hi, reported, since, FOREVER, since, event, *rest, None)
    return (event, *packed)


# --- reports ---------------------------------------------------------------------------------------------------------

_REPORT_DAYS: Final = 4
_REPORT_MOMENTS: Final = 7


def pack_report(row: Row, place: int, since: int) -> Packed:
    """Pack the row of a report on an event recorded ``since``; its number there, from 0, tells the event's id."""
    return _report_in_days(row, place, since) or _report_in_moments(row, place, since) or list(row[1:])


def _report_in_days(row: Row, place: int, since: int) -> Packed | None:
    try:
        found: Packed = [row[3], first_day(row[9]), last_day(row[10]), row[17]]  # type: ignore[arg-type]
    except ValueError:
        return None
    return found if unpack_report(found, row[0], place, since) == row else None  # type: ignore[arg-type]


def _report_in_moments(row: Row, place: int, since: int) -> Packed | None:
    found = [str(row[1]).partition("#")[2], row[2], row[3], row[9], row[10], row[13], row[17]]
    return found if unpack_report(found, row[0], place, since) == row else None  # type: ignore[arg-type]


def unpack_report(packed: Packed, event: str, place: int, since: int) -> Row:
    """Give the row of a report; arguments as those of :func:`pack_report`."""
    if len(packed) == _REPORT_DAYS:
        source, lo, hi, reported = packed
        number: int | str = place + 1
        lo = EARLIEST if lo is None else lo * DAY
        hi = LATEST if hi is None else hi * DAY + _LAST
    elif len(packed) == _REPORT_MOMENTS:
        number, place, source, lo, hi, since, reported = packed
    else:
        return (event, *packed)
    return (
        event, f"{event}#{number}", place, source, *_UNTOUCHED, lo, hi, EARLIEST, FOREVER, since, FOREVER, since,
        event, reported, None, None, None,
    )  # fmt: skip


# --- all of an event -------------------------------------------------------------------------------------------------


def pack_told(events: Sequence[Row], reports: Sequence[Row]) -> list[list[Packed]]:
    """Pack the rows of an event and of the reports on it."""
    since: Any = events[0][9] if events else 0
    return [
        [pack_event(row) for row in events],
        [pack_report(row, place, since) for place, row in enumerate(reports)],
    ]


def told_of(packed: Packed, event: str) -> tuple[list[Row], list[Row]]:
    """Give the rows of an event, and of the reports on it."""
    events, reports = packed
    told = [unpack_event(row, event) for row in events]
    since: Any = told[0][9] if told else 0
    return told, [unpack_report(row, event, place, since) for place, row in enumerate(reports)]


assert (len(FACT), len(EVENT), len(REPORT)) == (28, 20, 21), "the places above are those of the columns"  # noqa: S101
