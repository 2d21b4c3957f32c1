"""Where reports stand in a plane, from top to bottom: on the scale of their times, and in strips above and below.

Law of this module: nothing stands at a time that nobody named. What may be later than the scale has a strip of its own,
as has what was surely earlier, and what nobody reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.windows import Window
from timeline.dates.values import DAY, Moment
from timeline.figures.describe.plane import Spot
from timeline.figures.place.scale import Scale

STRIP: Final = 16.0
"""The height of a strip."""


def told_within(spot: Spot) -> tuple[Moment, Moment] | None:
    """Give the moments of a first report that an axis shows: one of which no day is said has only its last one."""
    window = spot.reported
    if window is None:
        return None
    is_open = spot.occurred is not None and window.lo <= spot.occurred[0] and window.hi - window.lo >= DAY
    return (window.hi, window.hi) if is_open else (window.lo, window.hi)


def told_at(first: float, last: float, window: Window) -> float:
    """Say at which height a mark stands: on its day, else at the moment by which it was surely reported."""
    if isinstance(window.hi, float):
        return first
    is_day = isinstance(window.lo, int) and window.lo % DAY == 0 and window.hi - window.lo < DAY
    return (first + last) / 2 if is_day else last


@attrs.frozen(kw_only=True)
class Falls:
    """Where reports stand from top to bottom: on a scale, and in strips above and below it."""

    scale: Scale
    earlier: bool
    """Whether there is a strip for what was surely told before all of the scale."""
    later: bool
    """Whether there is a strip for what may be later than all of the scale."""
    untold: bool
    """Whether there is a strip for what nobody reported."""

    @property
    def strips(self) -> Sequence[tuple[str, float]]:
        """The names of the strips, each with its middle."""
        above = [("earlier", self.scale.left - STRIP * 0.5)] if self.earlier else []
        names = [name for name, is_there in (("later", self.later), ("not reported", self.untold)) if is_there]
        return [*above, *((name, self.scale.right + STRIP * (number + 0.5)) for number, name in enumerate(names))]

    @property
    def strips_tall(self) -> float:
        """The height of the strips below the scale together."""
        return STRIP * (self.later + self.untold)

    @property
    def bottom(self) -> float:
        """Where all of it ends."""
        return self.scale.right + self.strips_tall

    def span(self, window: Window | None) -> tuple[float, float]:
        """Give the heights at which a report begins and ends to be possible."""
        if window is None:
            return (self.bottom - STRIP / 2,) * 2
        if self.earlier and _is_before(window, self.scale):
            return (self.scale.left - STRIP / 2,) * 2
        strip = self.scale.right + STRIP / 2
        first = strip if self.later and _is_beyond(window.lo, self.scale) else self.scale.x(window.lo)
        return first, strip if self.later and _ends_beyond(window, self.scale) else self.scale.x(window.hi)


def _is_before(window: Window, scale: Scale) -> bool:
    return isinstance(window.hi, int) and window.hi < scale.lo


def has_earlier(spots: Iterable[Spot], scale: Scale) -> bool:
    """Say whether any report came out before the scale of the first ones begins."""
    windows = (window for spot in spots for window in (spot.reported, *spot.later) if window is not None)
    return any(_is_before(window, scale) for window in windows)


def _is_beyond(moment: Moment, scale: Scale) -> bool:
    return isinstance(moment, int) and moment > scale.hi


def _ends_beyond(window: Window, scale: Scale) -> bool:
    """Say whether a window ends later than a scale; a day ends where it begins, as on the scale."""
    is_day = isinstance(window.lo, int) and window.lo % DAY == 0 and window.hi - window.lo < DAY
    return _is_beyond(window.lo if is_day else window.hi, scale)


def has_later(spots: Iterable[Spot], scale: Scale) -> bool:
    """Say whether any report may be later than the scale of the first ones."""
    windows = (window for spot in spots for window in (spot.reported, *spot.later) if window is not None)
    return any(_ends_beyond(window, scale) for window in windows)
