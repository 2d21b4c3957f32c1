"""When something became public that rests on nothing else, from what was typed for it and the moments that bound it.

Law of this module: it is the short way to what :func:`timeline.asof.windows.windows` says of one publication, on plain
numbers, and imports nothing slow.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from timeline.asof.relation import DAY, EARLIEST, LATEST

M = TypeVar("M", int, float)

EVER: Final = (EARLIEST, LATEST)
"""Bounds of all time, for what has no date."""


def narrowed(typed: tuple[M, M], not_after: Iterable[M], not_before: Iterable[M]) -> tuple[M, M]:
    """Narrow the window of what rests on nothing else.

    Args:
        typed: The first and the last moment that its date can mean; where it has none, :data:`EVER`.
        not_after: Moments by which it was certainly public; one that contradicts the date is left out.
        not_before: Moments before which it certainly was not; likewise.

    Returns:
        The first and the last moment at which it can have become public.
    """
    lo, hi = typed
    first = lo
    for bound in not_after:
        if first <= bound < hi:
            hi = bound
    for bound in not_before:
        if lo < bound <= hi:
            lo = bound
    return lo, hi


def contradicts(typed: tuple[M, M], not_after: Iterable[M]) -> bool:
    """Whether one of the moments by which it was certainly public lies before its date, and so is left out."""
    return any(bound < typed[0] for bound in not_after)


def end_of_day(at: M) -> M:
    """Give the last microsecond of the day that a moment lies in.

    >>> end_of_day(0), end_of_day(-1)
    (86399999999, -1)
    """
    return at - at % DAY + DAY - 1
