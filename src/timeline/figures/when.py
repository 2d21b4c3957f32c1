"""Uncertain dates as they are drawn and printed on a figure.

Law of this module: a shape follows the date's four bounds and nothing else; print says no more than the date does.
"""

from __future__ import annotations

import math
from typing import TypeAlias

from timeline.dates import DAY, SECOND, Moment, Span, UncertainDate, civil, format_year
from timeline.figures.labels import DASH
from timeline.figures.ticks import MONTHS

Outline: TypeAlias = tuple[tuple[Moment, float], ...]
"""Corners of a shape along time: moment, and height from 0 (a point) to 1 (full)."""


Shape: TypeAlias = "tuple[tuple[Outline, bool], ...]"
"""Outlines that follow each other, each with whether it surely was so then."""


def shape(date: UncertainDate) -> Shape:
    """Give the shape of a date: sure where it surely was so, tapered where it may begin, end, or be at all."""
    if date.kind in ("interval", "all-of"):
        return of_state(date.start, date.end or date.last)
    return of_moment(date.span)


def of_moment(span: Span) -> Shape:
    """Give the shape of one unit of time that lies somewhere in a span.

    One unknown day is a lens over all the days that it can be, or a wedge where one side has no bound.
    """
    if span.lo == span.hi_start:
        return ((((span.lo, 1.0), (span.hi, 1.0)), True),)
    if isinstance(span.lo, float) or isinstance(span.hi, float):
        heights = {(True, True): (0.6, 0.6), (True, False): (0.0, 1.0), (False, True): (1.0, 0.0)}
        first, last = heights[isinstance(span.lo, float), isinstance(span.hi, float)]
        return ((((span.lo, first), (span.hi, last)), False),)
    third = (span.hi - span.lo) // 3
    return ((((span.lo, 0.0), (span.lo + third, 1.0), (span.hi - third, 1.0), (span.hi, 0.0)), False),)


def of_state(start: Span, end: Span) -> Shape:
    """Give the shape of a state: it rises over its start's span, is sure, and falls over its end's."""
    if end.lo_end < start.hi_start:  # it may be over before it has surely begun: the two ramps cross
        edges = (
            (start.lo, 0.0 if start.lo != start.hi_start else 0.7),
            (end.hi, 0.0 if end.lo_end != end.hi else 0.7),
        )
        moments = (start.hi_start, end.lo_end)
        if any(isinstance(moment, float) for moment in moments):
            return ((((start.lo, 0.7), (end.hi, 0.7)), False),)
        middle = (int(moments[0]) + int(moments[1])) // 2
        return (((edges[0], (middle, 0.7), edges[1]), False),)
    found: list[tuple[Outline, bool]] = []
    if start.lo != start.hi_start:
        found.append((((start.lo, 0.0), (start.hi_start, 1.0)), False))
    found.append((((start.hi_start, 1.0), (end.lo_end, 1.0)), True))
    if end.lo_end != end.hi:
        found.append((((end.lo_end, 1.0), (end.hi, 0.0)), False))
    return tuple(found)


def bounds(outline: Outline) -> tuple[Moment, Moment]:
    """Give the first and last moment of an outline."""
    return outline[0][0], outline[-1][0]


_UTC = " UTC"


# --- print ------------------------------------------------------------------------------------------------------------


def short(date: UncertainDate) -> str:
    """Print a date in as few words as it can be said in: ``24 Apr 2026``, ``by 14 Aug 2025``, ``c. 1985``.

    A question mark says that it is uncertain, ``c.`` that it is approximate, whatever part of it that may be.
    """
    text = _interval(date) if date.kind in ("interval", "all-of") else _in(date.span)
    if date.kind == "datetime" and not date.earliest.endswith("Z"):
        text = f"{text.removesuffix(_UTC)}, time zone not given"
    return f"{'c. ' if date.approximate else ''}{text}{'?' if date.uncertain else ''}"


def _in(span: Span) -> str:
    """Print the days or instants of a span; its bounds are instants where its units are points."""
    is_instant = (isinstance(span.lo, int) and span.lo == span.lo_end) or (
        isinstance(span.hi, int) and span.hi == span.hi_start
    )
    return _range(span.lo, span.hi, is_instant)


def _interval(date: UncertainDate) -> str:
    start = date.start
    end = date.end or date.last
    if start.lo == -math.inf and end.hi == math.inf:
        return "at all times" if start.hi == -math.inf and end.lo == math.inf else "at times unknown"
    if start.lo == -math.inf:
        return f"until {_in(end)}"
    first = _in(start)
    if end.hi == math.inf:
        return f"from {first}" if end.lo == math.inf else f"{first} {DASH} ?"
    last = _in(end)
    return first if first == last else _joined(first, last)


def _range(lo: Moment, hi: Moment, is_instant: bool) -> str:
    """Print the days from lo to hi: as one day, month or year where they are just that; instants with their zone."""
    if lo == -math.inf:
        return f"by {_moment(hi, is_instant=is_instant)}" if hi != math.inf else "at a time unknown"
    if hi == math.inf:
        return f"from {_moment(lo, is_instant=is_instant)} on"
    lo, hi = int(lo), int(hi)
    if is_instant:
        return (
            _moment(lo, is_instant=True)
            if lo == hi
            else _joined(_moment(lo, is_instant=True), _moment(hi, is_instant=True))
        )
    first, last = civil(lo // DAY), civil(hi // DAY)
    if first == last:
        return _moment(lo, is_instant=False)
    after = civil(hi // DAY + 1)
    if first[2] == 1 and after[2] == 1:  # whole months
        if first[1] == 1 and after[1] == 1:
            return _years(first[0], last[0])
        if first[:2] == last[:2]:
            return f"{MONTHS[first[1] - 1]} {_year(first[0])}"
        return _joined(f"{MONTHS[first[1] - 1]} {_year(first[0])}", f"{MONTHS[last[1] - 1]} {_year(last[0])}")
    return _joined(_moment(lo, is_instant=False), _moment(hi, is_instant=False))


def _years(first: int, last: int) -> str:
    if first == last:
        return _year(first)
    if first >= 0 and first % 10 == 0 and last == first + 9:
        return f"{_year(first)}s"
    return f"{_year(first)}{DASH}{_year(last)}"


def _joined(first: str, last: str) -> str:
    """Join two dates, saying a month and a year that they share only once: ``5-9 Jun 2026``.

    Of two instants of one day the day is said once, and the zone: ``20 Nov 2026, 14:03 - 14:41 UTC``.
    """
    if first.endswith(_UTC) and last.endswith(_UTC):
        day, _, time = last.partition(", ")
        is_one_day = first.partition(", ")[0] == day
        return f"{first.removesuffix(_UTC)} {DASH} {time}" if is_one_day else f"{first} {DASH} {last}"
    one, other = first.split(" "), last.split(" ")
    if ":" not in first and len(one) == len(other):
        while len(one) > 1 and one[-1] == other[-1]:
            one.pop()
            other.pop()
    return f"{' '.join(one)}{DASH if len(one) == 1 else f' {DASH} '}{last}"


def _year(year: int) -> str:
    return str(year) if year > 999 else format_year(year)


def _moment(moment: Moment, *, is_instant: bool) -> str:
    day, rest = divmod(int(moment), DAY)
    year, month, number = civil(day)
    text = f"{number} {MONTHS[month - 1]} {_year(year)}"
    if not is_instant:
        return text
    seconds, micros = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    text = f"{text}, {hour:02d}:{minute:02d}"
    if second or micros:
        text += f":{second:02d}" + (f".{micros:06d}".rstrip("0") if micros else "")
    return text + _UTC


def days_text(lo: Moment, hi: Moment) -> str:
    """Print some day from one moment to another, both included: ``5 Jun 2026``, ``24 Apr - 23 Nov 2026``.

    Where one of them is not the edge of a day, both are printed as instants, in UTC.
    """
    return _range(lo, hi, are_within_days(lo, hi))


def are_within_days(lo: Moment, hi: Moment) -> bool:
    """Say whether one of two moments, a first and a last, is not the edge of a day."""
    return _is_within_a_day(lo, 0) or _is_within_a_day(hi, DAY - 1)


def _is_within_a_day(moment: Moment, edge: int) -> bool:
    return isinstance(moment, int) and moment % DAY != edge


def span_of(lo: Moment, hi: Moment) -> Span:
    """Make the span of one unknown day (an instant, where both are one) from one moment to another."""
    if lo == hi:
        return Span(lo, lo, hi, hi)
    return Span(
        lo,
        lo if isinstance(lo, float) else min(lo + DAY - 1, hi),
        hi if isinstance(hi, float) else max(hi - DAY + 1, lo),
        hi,
    )


def start_text(moment: Moment) -> str:
    """Print when something begins: a day where it is the start of one, else an instant in UTC."""
    if isinstance(moment, float):
        return ""
    return _moment(moment, is_instant=_is_within_a_day(moment, 0))


def day_text(moment: Moment) -> str:
    """Print the day of a moment: ``24 Apr 2026``; nothing of one without bound."""
    return "" if isinstance(moment, float) else _moment(moment, is_instant=False)
