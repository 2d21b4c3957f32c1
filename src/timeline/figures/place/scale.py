"""The axis: where a moment stands, and which long gaps are collapsed.

Law of this module: time runs evenly wherever it is drawn, in one measure for the whole figure; where nothing happens
for long, a gap may be cut out, and then it is marked. Moments are integers of any size and only ratios of them become
floats, so no year is too far away.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY, SECOND, Moment
from timeline.figures.place.elapsed import length_text

BREAK_WIDTH: Final = 26.0
_MOST_BREAKS: Final = 8
_FEW: Final = 12  # with no more moments than this no gap is cut out: there is room for all
_CLEAR: Final = 12.0  # two points nearer than this look like one
_ALONE: Final = 4
_NEARLY: Final = 0.94  # a gap at an end that is more of the axis than this leaves all others at one place
_PILED: Final = 1.0  # two points nearer than this are one
_HOUR: Final = 3600 * SECOND
_DAYS: Final = 3  # an axis of days reaches so far at least: one with a gap has more than three moments


@attrs.frozen(kw_only=True)
class Piece:
    """A part of the axis in which time runs evenly: from ``lo`` at ``left`` to ``hi`` at ``right``."""

    lo: int
    hi: int
    left: float
    right: float

    def x(self, moment: int) -> float:
        """Say where a moment of this piece stands."""
        if self.hi == self.lo:
            return (self.left + self.right) / 2
        x = self.left + (self.right - self.left) * ((moment - self.lo) / (self.hi - self.lo))
        return min(x, self.right)  # a sum of floats may pass its edge by the last digit


@attrs.frozen(kw_only=True)
class Break:
    """A gap that is cut out: from ``lo`` to ``hi`` nothing is drawn to measure."""

    lo: int
    hi: int
    left: float
    right: float


@attrs.frozen(kw_only=True)
class Scale:
    """From moments to places. Without bound means the edge of the plot, ``left`` or ``right``."""

    pieces: tuple[Piece, ...]
    left: float
    right: float
    zone: dt.tzinfo | None = None
    """The zone whose clocks name its times of the day; None for UTC."""
    only: int | None = None
    """The only moment that is known, where it is to be named alone: how far another is from it says nothing."""

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [piece.lo for piece in self.pieces]

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The gaps between the pieces."""
        pairs = itertools.pairwise(self.pieces)
        return tuple(Break(lo=a.hi, hi=b.lo, left=a.right, right=b.left) for a, b in pairs)

    @property
    def lo(self) -> int:
        """The first moment that is drawn to measure."""
        return self.pieces[0].lo

    @property
    def hi(self) -> int:
        """The last moment that is drawn to measure."""
        return self.pieces[-1].hi

    def x(self, moment: Moment) -> float:
        """Say where a moment stands; what is off the axis stands at its edge."""
        if moment < self.lo:
            return self.left
        if moment > self.hi:
            return self.right
        place = bisect.bisect_right(self._starts, moment) - 1
        piece = self.pieces[place]
        if moment <= piece.hi:
            return piece.x(int(moment))
        after = self.pieces[place + 1]
        return piece.right + (after.left - piece.right) * ((int(moment) - piece.hi) / (after.lo - piece.hi))


def make_scale(
    moments: Iterable[Moment],
    left: float,
    right: float,
    *,
    busy: Sequence[tuple[Moment, Moment]] = (),
    pad: tuple[float, float] = (0.0, 0.0),
    linear: bool = False,
    zone: dt.tzinfo | None = None,
) -> Scale:
    """Lay an axis out so that all finite moments are on it; what has no bound is passed over.

    No gap is cut out of ``busy`` stretches, in which something may have happened, and none of a ``linear`` axis.
    ``pad`` is kept free at both edges, for marks that run on beyond. ``zone`` names times of the day; None for UTC.
    """
    points = sorted({int(moment) for moment in moments if isinstance(moment, int)}) or [0]
    lo = points[0]
    hi = max(points[-1], *(int(moment) for _, moment in busy if isinstance(moment, int)), points[-1])
    # The end of a state and the start of the next are one point: there is no time between them.
    points = [*points[:1], *(after for before, after in itertools.pairwise(points) if after - before > 1)]
    told, around = (lo, hi), 0
    if hi - lo < DAY:  # one day, or some hours of it: show a little of what is around
        around = max((hi - lo) // 12, _HOUR // 12) if 0 < hi - lo < DAY - 1 else 15 * DAY
        lo, hi = lo - around, hi + around
    shown = [lo, *points, hi] if around else points
    is_roomy = len(shown) <= _FEW and not _is_pile(shown, hi - lo, right - left)
    gaps = [] if linear or is_roomy else _long_gaps(points, busy, told[1] - told[0], right - left)
    if gaps and around:  # what is around is measured by what the gaps leave, and is not one
        around = max((told[1] - told[0] - sum(after - before for before, after in gaps)) // 12, SECOND)
        lo, hi = told[0] - around, told[1] + around
    starts = [lo, *(after for _, after in gaps)]
    ends = [*(before for before, _ in gaps), hi]
    begin, end = left + pad[0], right - pad[1]
    room = max(end - begin - BREAK_WIDTH * len(gaps), 1.0)
    total = sum(b - a for a, b in zip(starts, ends, strict=True))
    pieces = []
    at = begin
    for first, last in zip(starts, ends, strict=True):
        wide = room * ((last - first) / total)
        pieces.append(Piece(lo=first, hi=last, left=at, right=min(at + wide, end)))
        at += wide + BREAK_WIDTH
    return Scale(pieces=tuple(pieces), left=left, right=right, zone=zone)


def _is_pile(points: Sequence[int], total: int, room: float) -> bool:
    """Say whether most moments would stand at one place, so that an axis would tell nothing of them."""
    lengths = [after - before for before, after in itertools.pairwise(points)]
    near = sum(length * room < _PILED * total for length in lengths)
    return near * 2 > len(points) or (len(points) > _ALONE and max(lengths[0], lengths[-1]) > _NEARLY * total)


def _long_gaps(
    points: list[int], busy: Sequence[tuple[Moment, Moment]], total: int, room: float
) -> list[tuple[int, int]]:
    """Choose the gaps to collapse: few among many, far longer than any other, and together most of the time there is.

    Where some are collapsed, the others are measured by what these leave. Where what is left stands clear without it,
    nothing is collapsed: lengths that can be compared are worth more.
    """
    united = _united(busy)
    starts = [lo for lo, _ in united]

    def is_busy(pair: tuple[int, int]) -> bool:
        place = bisect.bisect_right(starts, pair[0]) - 1
        return place >= 0 and united[place][1] >= pair[1]

    pairs = [pair for pair in itertools.pairwise(points) if not is_busy(pair)]
    pairs.sort(key=lambda pair: (pair[0] - pair[1], pair[0]))  # the longest first
    chosen, base = 0, total
    for count in range(1, min(_MOST_BREAKS, (len(points) - 1) // 3, len(pairs)) + 1):
        this = pairs[count - 1][1] - pairs[count - 1][0]
        following = pairs[count][1] - pairs[count][0] if count < len(pairs) else 0
        kept = total - sum(b - a for a, b in pairs[:count])
        if this * 12 < base:
            break
        is_tight = room * (kept / base) < _CLEAR * (len(points) - count)
        if this >= 3 * following and kept * 5 <= base * 2 and is_tight:
            chosen, base = count, kept
    kept = total - sum(after - before for before, after in pairs[:chosen])
    return [_with_margin(pair, kept, united) for pair in sorted(pairs[:chosen])]


def _united(busy: Sequence[tuple[Moment, Moment]]) -> list[tuple[Moment, Moment]]:
    """Unite stretches that touch."""
    united: list[tuple[Moment, Moment]] = []
    for lo, hi in sorted(busy):
        if united and lo <= united[-1][1]:
            united[-1] = (united[-1][0], max(hi, united[-1][1]))
        else:
            united.append((lo, hi))
    return united


def _with_margin(pair: tuple[int, int], kept: int, united: Sequence[tuple[Moment, Moment]]) -> tuple[int, int]:
    """Keep a little of a gap at both of its ends, so that what stands there does not touch the break.

    The margin is a day or more on an axis of days, and a share of what is kept on one of hours: a day beside three
    hours would leave them a tenth of the axis. What lasts on into the gap is kept whole.
    """
    before, after = pair
    before = max([before, *(int(hi) for lo, hi in united if lo <= before < hi < after)])
    around = min((after - before) // 10, max(kept // 16, DAY) if kept >= _DAYS * DAY else kept // 16)
    return before + around, after - around


def gap_words(gap: Break) -> str:
    """Say how long a collapsed gap is.

    >>> gap_words(Break(lo=0, hi=27 * 60_000_000, left=0.0, right=16.0))
    '27 min'
    """
    days = (gap.hi - gap.lo) // DAY
    if days >= 730:
        return f"{days * 400 // 146_097:,} years"
    if days >= 62:
        return f"{days * 4_800 // 146_097} months"
    if days >= 2:
        return f"{days} days"
    hours = (gap.hi - gap.lo) // _HOUR
    if not hours:
        return length_text(gap.hi - gap.lo)
    return f"{hours} {'hour' if hours == 1 else 'hours'}"
