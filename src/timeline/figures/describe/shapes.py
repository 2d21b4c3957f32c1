"""Uncertain dates as they are drawn on a figure.

Law of this module: a shape follows the date's four bounds and nothing else.
"""

from __future__ import annotations

from typing import TypeAlias

from timeline.dates.values import DAY, Moment, Span, UncertainDate

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

    One unknown day is a lens over all the days that it can be. Where one side has no bound there is nothing to draw it
    to: its shape is flat, and has no tip.
    """
    if span.lo == span.hi_start:
        return ((((span.lo, 1.0), (span.hi, 1.0)), True),)
    if isinstance(span.lo, float) or isinstance(span.hi, float):
        return ((((span.lo, 0.0), (span.hi, 0.0)), False),)
    third = (span.hi - span.lo) // 3
    return ((((span.lo, 0.0), (span.lo + third, 1.0), (span.hi - third, 1.0), (span.hi, 0.0)), False),)


def instants(span: Span) -> Span:
    """Read a span as one unknown instant in it."""
    return Span(span.lo, span.lo, span.hi, span.hi)


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


def in_order(lo: Moment, hi: Moment) -> tuple[Moment, Moment]:
    """Give the key by which what lies between two moments stands among others in order of time.

    What has no first moment stands on the last day that it can be, by 24 April with what is told of 24 April; what has
    no last one either stands after all others.

    >>> day = in_order(0, DAY - 1)
    >>> in_order(float("-inf"), DAY - 1) == day
    True
    """
    if isinstance(lo, int):
        return lo, hi
    return (hi + 1 - DAY if isinstance(hi, int) and (hi + 1) % DAY == 0 else hi), hi


def bounds(outline: Outline) -> tuple[Moment, Moment]:
    """Give the first and last moment of an outline."""
    return outline[0][0], outline[-1][0]


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
