"""Which dates an axis is made for: those that are about as exact as most are.

Law of this module: a date far wider than all others together sets no axis, as it would make everything else a point. It
is drawn from edge to edge instead, in a row of its own, with its words.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY
from timeline.figures.describe.chart import Entry

_FEW: Final = 3  # fewer narrow dates than this cannot say what the axis is for
_MUCH: Final = 3


def extent(entry: Entry) -> tuple[int, int] | None:
    """Give the first and the last moment of an entry that has bounds; None where a side has none."""
    moments = [moment for bar in entry.bars for moment, _ in bar.outline]
    if not moments or any(isinstance(moment, float) for moment in moments):
        return None
    return int(min(moments)), int(max(moments))


def without_far(entries: Sequence[Entry]) -> list[Entry]:
    """Mark the entries that set no axis: each is named, as it has no place of its own among the others."""
    far = are_far([extent(entry) for entry in entries])
    return [
        _vague(entry) if is_far and not entry.goes_on else entry for entry, is_far in zip(entries, far, strict=True)
    ]


def are_far(extents: Sequence[tuple[int, int] | None]) -> list[bool]:
    """Say of each stretch of time whether it is far wider than the others; one without bounds never is.

    It is where at least three others are much narrower, where it lies around them, and where it is three times as wide
    as all of these together reach. Where they are times of the day, a day is far wider as soon as it reaches further
    than they do.
    """
    widths, hulls = _narrowest_first(extents)
    return [found is not None and _is_around(found, widths, hulls) for found in extents]


def are_beyond(extents: Sequence[tuple[int, int] | None]) -> list[bool]:
    """Say of each stretch whether it is as wide as a day, and lies before or after all the times of a figure of hours.

    An axis up to it would show those times at one place.
    """
    widths, hulls = _narrowest_first(extents)
    times = bisect.bisect_left(widths, DAY - 1)
    if times < max(_FEW, len(widths) / 2):
        return [False] * len(extents)
    lo, hi = hulls[times - 1]

    def is_beyond(found: tuple[int, int]) -> bool:
        return _width(found) >= max(DAY - 1, _FAR * (hi - lo)) and (found[1] < lo or found[0] > hi)

    return [found is not None and is_beyond(found) for found in extents]


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
    best = min(
        ((max(last for _, last in some[at : at + most]), some[at][0]) for at in range(len(some) - most + 1)),
        key=lambda ends: ends[0] - ends[1],
    )
    reached = best[0] - best[1]
    if (hi - lo) <= _FAR * reached or reached == 0:
        return None
    return _grown(some, best[1], best[0])


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
    """Give the entries that set the axis: all but the vague, unless there are no others."""
    some = list(entries)
    exact = [entry for entry in some if not entry.is_vague]
    return exact or some
