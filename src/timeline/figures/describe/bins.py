"""Stretches of time of one length in which things are counted: from quarters of an hour to centuries.

Law of this module: a bin is as wide as its name says, begins where the calendar's does, and bins never overlap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import attrs

from timeline.asof.windows import Window
from timeline.dates.values import DAY, SECOND, civil, day_number
from timeline.dates.zones import shift_at, utc_of

_MOST: Final = 120
"""With more bins than this a figure cannot be read."""
_HOUR: Final = 3600 * SECOND


@attrs.frozen(kw_only=True)
class Unit:
    """What a bin is: so many microseconds, or so many months; ``name`` is what one is called."""

    name: str
    micros: int = 0
    months: int = 0
    zone: dt.tzinfo | None = None
    """The zone by whose clocks hours, and parts of them, begin; months and years are those of UTC."""

    def place(self, moment: int) -> int:
        """Say in which bin a moment lies; bins that follow each other have numbers that do."""
        if self.micros:
            return (moment + shift_at(moment, self.zone)) // self.micros
        year, month, _ = civil(moment // DAY)
        return (year * 12 + month - 1) // self.months

    def begin(self, place: int) -> int:
        """Give the first moment of a bin."""
        if self.micros:
            return utc_of(place * self.micros, self.zone)
        first = place * self.months
        return day_number(first // 12, first % 12 + 1, 1) * DAY

    def count(self, lo: int, hi: int) -> int:
        """Say how many bins there are from one moment to another."""
        return self.place(hi) - self.place(lo) + 1


_TIMED: Final = (Unit(name="15 minutes", micros=_HOUR // 4), Unit(name="hour", micros=_HOUR))
_DATED: Final = (
    Unit(name="month", months=1),
    Unit(name="year", months=12),
    Unit(name="decade", months=120),
    Unit(name="century", months=1200),
)


def unit_of(windows: Iterable[Window], zone: dt.tzinfo | None = None) -> Unit:
    """Choose the finest unit in which all windows can be read; times of the day only where most windows have them."""
    some: list[tuple[int, int]] = [(int(window.lo), int(window.hi)) for window in windows]
    lo, hi = min(first for first, _ in some), max(last for _, last in some)
    timed = sum(last - first < _HOUR for first, last in some) * 2 > len(some)
    units: tuple[Unit, ...] = (*_TIMED, *_DATED) if timed else _DATED
    found = next((unit for unit in units if unit.count(lo, hi) <= _MOST), Unit(name="thousand years", months=12_000))
    return attrs.evolve(found, zone=zone)
