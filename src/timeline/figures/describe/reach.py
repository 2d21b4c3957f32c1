"""Which dates an axis is made for: those that are about as exact as most are.

Law of this module: a date far wider than all others together sets no axis, as it would make everything else a point. It
is drawn from edge to edge instead, in a row of its own, with its words; beyond the axis it has its words alone.
"""

from __future__ import annotations

import bisect
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY, Moment, is_of_any_year
from timeline.figures.describe.chart import Entry

_FEW: Final = 3  # fewer narrow dates than this cannot say what the axis is for
_MUCH: Final = 3


def extent(entry: Entry) -> tuple[int, int] | None:
    """Give the first and the last moment of an entry that has bounds; None where a side has none."""
    moments = [moment for bar in entry.bars for moment, _ in bar.outline]
    if not moments or any(isinstance(moment, float) for moment in moments):
        return None
    return int(min(moments)), int(max(moments))


def finite(ends: tuple[Moment, Moment] | None) -> tuple[int, int] | None:
    """Give the ends of a stretch of time that has both; else None."""
    if ends is None or isinstance(ends[0], float) or isinstance(ends[1], float):
        return None
    return ends[0], ends[1]


def without_far(entries: Sequence[Entry]) -> list[Entry]:
    """Mark the entries that set no axis: each is named, as it has no place of its own among the others."""
    extents = [extent(entry) for entry in entries]
    return [
        _vague(entry) if is_far and not entry.goes_on else entry
        for entry, is_far in zip(entries, are_far(extents), strict=True)
    ]


def are_far(extents: Sequence[tuple[int, int] | None]) -> list[bool]:
    """Say of each stretch of time whether it is far wider than the others; one without bounds never is.

    It is where at least three others are much narrower, where it lies around them, and where it is three times as wide
    as all of these together reach. Where they are times of the day, a day is far wider as soon as it reaches further
    than they do. What says no year is far wider than anything.
    """
    widths, hulls = _narrowest_first(extents)
    return [found is not None and (is_of_any_year(*found) or _is_around(found, widths, hulls)) for found in extents]


def are_beyond(extents: Sequence[tuple[int, int] | None], lasting: Sequence[bool] | None = None) -> list[bool]:
    """Say of each stretch whether it lies before or after all that sets the axis, and is too coarse to set it too.

    In a figure of hours that is what is as wide as a day, and far wider than the hours reach. In any figure it is
    what is wider than all reaches that is much narrower, where that is nearly all there is. An axis up to it would show
    the others at one place.

    Args:
        extents: From the first to the last moment of each; None where a side has no bound.
        lasting: Whether each is a state between two ends that are known, and so no coarse date; by default none is.
    """
    widths, hulls = _narrowest_first(extents)
    states = lasting if lasting is not None else [False] * len(extents)
    return [
        found is not None
        and (_is_beyond_hours(found, widths, hulls) or (not lasts and _is_beyond(found, widths, hulls)))
        for found, lasts in zip(extents, states, strict=True)
    ]


def _is_beyond_hours(found: tuple[int, int], widths: Sequence[int], hulls: Sequence[tuple[int, int]]) -> bool:
    times = bisect.bisect_left(widths, DAY - 1)
    if times < max(_FEW, len(widths) / 2):
        return False
    lo, hi = hulls[times - 1]
    return _width(found) >= max(DAY - 1, _FAR * (hi - lo)) and _is_outside(found, lo, hi)


def _is_beyond(found: tuple[int, int], widths: Sequence[int], hulls: Sequence[tuple[int, int]]) -> bool:
    most = _hull_of_most(found, widths, hulls)
    return most is not None and _is_outside(found, *most)


def are_coarse(extents: Sequence[tuple[int, int] | None]) -> list[bool]:
    """Say of each stretch whether it is wider than all much narrower ones reach, where these are nearly all."""
    widths, hulls = _narrowest_first(extents)
    return [found is not None and _hull_of_most(found, widths, hulls) is not None for found in extents]


def _hull_of_most(
    found: tuple[int, int], widths: Sequence[int], hulls: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Say how far nearly all reach together, where each is much narrower than a stretch, and all of them are too."""
    narrower = bisect.bisect_left(widths, _width(found) / _MUCH)
    if narrower < max(_FEW + 2, len(widths) * _NEARLY_ALL):
        return None
    lo, hi = hulls[narrower - 1]
    return (lo, hi) if _width(found) > hi - lo > 0 else None


def _is_outside(found: tuple[int, int], lo: int, hi: int) -> bool:
    return found[1] < lo or found[0] > hi


_NEARLY_ALL: Final = 0.8


def is_lasting(entry: Entry) -> bool:
    """Say whether an entry is a state whose first and last days are known, however long it lasts."""
    found = extent(entry)
    corners = [height for bar in entry.bars for _, height in bar.outline]
    return found is not None and _width(found) >= DAY and all(height == 1.0 for height in corners)


def _narrowest_first(extents: Sequence[tuple[int, int] | None]) -> tuple[list[int], list[tuple[int, int]]]:
    """Give the widths, ascending, and for each how far all up to it reach together."""
    ordered = sorted((found for found in extents if found is not None), key=_width)
    hulls = itertools.accumulate(ordered, lambda one, other: (min(one[0], other[0]), max(one[1], other[1])))
    return [_width(found) for found in ordered], list(hulls)


def _is_around(found: tuple[int, int], widths: Sequence[int], hulls: Sequence[tuple[int, int]]) -> bool:
    """Say whether a stretch lies far around all that are much narrower."""
    narrower = bisect.bisect_left(widths, _width(found) / _MUCH)
    if narrower < _FEW:
        return False
    lo, hi = hulls[narrower - 1]
    if found[1] < lo or found[0] > hi or hi == lo:
        return False
    factor = 1 if widths[narrower - 1] < DAY - 1 <= _width(found) else _MUCH
    return _width(found) > factor * (hi - lo)


def core(extents: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Give the stretch in which most lie, where the few others are so far away that an axis to them would show nothing.

    None where one axis can show all of them.
    """
    if len(extents) < _FEW + 2:
        return None
    some = sorted(extents)
    lo, hi = some[0][0], max(last for _, last in some)
    most = -(-len(some) * 4 // 5)
    latest = _greatest([last for _, last in some], most)
    best = min(((last, some[at][0]) for at, last in enumerate(latest)), key=lambda ends: ends[0] - ends[1])
    reached = best[0] - best[1]
    if (hi - lo) <= _FAR * reached or reached == 0:
        return None
    return _grown(some, best[1], best[0])


def _greatest(numbers: Sequence[int], count: int) -> Iterator[int]:
    """Give the greatest of each so many neighbours, in one pass: a log may have a million dates.

    >>> list(_greatest([3, 1, 2, 5, 4], 3))
    [3, 5, 5]
    """
    falling = deque[int]()  # the places of those that may yet be the greatest
    for place, number in enumerate(numbers):
        while falling and numbers[falling[-1]] <= number:
            falling.pop()
        falling.append(place)
        if falling[0] <= place - count:
            falling.popleft()
        if place >= count - 1:
            yield numbers[falling[0]]


def _grown(some: Sequence[tuple[int, int]], lo: int, hi: int) -> tuple[int, int]:
    """Take in what is no further from a stretch than that is long, for as long as there is any."""
    reached = hi - lo
    while True:
        near = [ends for ends in some if ends[0] <= hi + reached and ends[1] >= lo - reached]
        near = [ends for ends in near if ends[1] - ends[0] <= _FAR * reached]
        low, high = min(first for first, _ in near), max(last for _, last in near)
        if (low, high) == (lo, hi):
            return lo, hi
        lo, hi = min(lo, low), max(hi, high)


_FAR: Final = 20


def _width(found: tuple[int, int]) -> int:
    return found[1] - found[0]


def _vague(entry: Entry) -> Entry:
    """Draw an entry evenly over all of its date, as it runs beyond both edges."""
    bars = tuple(
        attrs.evolve(bar, light=True, outline=tuple((moment, 1.0) for moment, _ in bar.outline)) for bar in entry.bars
    )
    return attrs.evolve(entry, bars=bars, is_vague=True, is_named=True)


def setting(entries: Iterable[Entry]) -> list[Entry]:
    """Give the entries that set the axis: all but the vague, unless there are no others; none without a year."""
    some = [
        entry
        for entry in entries
        if not any(is_of_any_year(bar.outline[0][0], bar.outline[-1][0]) for bar in entry.bars)
    ]
    exact = [entry for entry in some if not entry.is_vague]
    return exact or some
