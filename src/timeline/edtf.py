"""EDTF text to a date and back; the dates that people type, to the EDTF that is stored.

Law: what is stored is the text, byte for byte; the date is what it can mean, read as widely as the text
allows. No clock is read here: today is an argument.
"""

from __future__ import annotations

import functools

from timeline.dates import NEVER_AFTER, NEVER_BEFORE, Span, UncertainDate, format_day
from timeline.errors import DateError
from timeline.grammar import APPROXIMATE, UNCERTAIN, Instant, Interval, Members, Point, Tree, edtf

__all__ = ["parse"]

_CACHED_LENGTH = 64  # longer texts are rare, and would make the cache large


def parse(text: str) -> UncertainDate:
    """Read what may stand in a log: EDTF of level 0, 1 or 2, or an instant in UTC with its fraction.

    Raises:
        DateError: It is neither; ``fix`` says what was probably meant.

    >>> parse("2025-08").latest
    '2025-08-31'
    """
    return _cached(text) if len(text) <= _CACHED_LENGTH else _read(text)


def _read(text: str) -> UncertainDate:
    return _date(edtf(text))


_cached = functools.lru_cache(maxsize=1 << 14)(_read)


def _date(tree: Tree) -> UncertainDate:
    if type(tree) is Point:
        return _of_point(tree)
    if type(tree) is Interval:
        return _of_interval(tree)
    if type(tree) is Instant:
        return _of_instant(tree)
    assert type(tree) is Members
    return _of_members(tree)


def _of_point(point: Point) -> UncertainDate:
    span = Span.days(point.first, point.last)
    doubt = point.marks[0] | point.marks[1] | point.marks[2]
    return UncertainDate(
        text=point.text,
        kind="season" if point.precision not in ("day", "month", "year") else "date",
        level=point.level,
        earliest=format_day(point.first),
        latest=format_day(point.last),
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=span,
    )


def _of_instant(instant: Instant) -> UncertainDate:
    span = Span.instants(instant.lo, instant.hi)
    return UncertainDate(
        text=instant.text,
        kind="datetime",
        level=instant.level,
        earliest=instant.shown,
        latest=instant.shown,
        approximate=False,
        uncertain=False,
        span=span,
        start=span,
    )


_SIDES = {"..": "open", "": "unknown"}


def _of_interval(interval: Interval) -> UncertainDate:
    left, right = interval.left, interval.right
    doubt = 0
    if isinstance(right, Point):
        end = Span.days(right.first, right.last)
        latest = format_day(right.last)
        doubt = right.marks[0] | right.marks[1] | right.marks[2]
    else:
        end, latest = Span.always_after(), _SIDES[right]
    if isinstance(left, Point):
        start = Span.days(left.first, left.last)
        earliest = format_day(left.first)
        doubt |= left.marks[0] | left.marks[1] | left.marks[2]
    elif left:
        start, earliest = Span.always_before(), "open"
    else:
        # It began some time up to the last day on which it can have ended.
        start, earliest = Span(NEVER_BEFORE, NEVER_BEFORE, end.hi_start, end.hi), "unknown"
    if right == "":
        # It ended some time from the first day on which it can have begun.
        end = Span(start.lo, start.lo_end, NEVER_AFTER, NEVER_AFTER)
    return UncertainDate(
        text=interval.text,
        kind="interval",
        level=interval.level,
        earliest=earliest,
        latest=latest,
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=Span(start.lo, start.lo_end, end.hi_start, end.hi),
        start=start,
        end=end,
        start_is_known=isinstance(left, Point),
    )


def _of_members(members: Members) -> UncertainDate:
    doubt = 0
    for item in members.items:
        for point in item:
            doubt |= point.marks[0] | point.marks[1] | point.marks[2]
    first = None if members.opens else min(a.first for a, _ in members.items)
    last = None if members.closes else max(b.last for _, b in members.items)
    span = Span.days(first, last)
    start, end = span, span
    if members.kind == "all-of":
        start = (
            Span.always_before()
            if members.opens
            else Span.days(first, min(a.last for a, _ in members.items))
        )
        end = Span.always_after() if members.closes else Span.days(max(b.first for _, b in members.items), last)
    return UncertainDate(
        text=members.text,
        kind=members.kind,
        level=2,
        earliest="open" if first is None else format_day(first),
        latest="open" if last is None else format_day(last),
        approximate=bool(doubt & APPROXIMATE),
        uncertain=bool(doubt & UNCERTAIN),
        span=span,
        start=start,
        last=end,
    )
