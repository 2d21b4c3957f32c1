"""The names on the axis: from seconds to ages, as fine as there is room for.

Law of this module: names never touch; each fine one can be read with the coarse one above it, which says of times of
day that they are in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from timeline.dates.values import DAY, SECOND, civil, day_number, format_year
from timeline.figures.place.scale import Scale

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@attrs.frozen(kw_only=True)
class Tick:
    """A place on the axis with a name; ``level`` 0 is the fine row, 1 the coarse one below it."""

    x: float
    text: str
    level: int


def ticks(scale: Scale, room_for: Callable[[str], float], gap: float = 9.0) -> tuple[Tick, ...]:
    """Choose the finest steps whose names stand clear of each other, and name what they belong to in a second row.

    Args:
        scale: The axis.
        room_for: Gives the width that a name needs.
        gap: What to leave free between two names.
    """
    longest = max(scale.pieces, key=lambda piece: piece.right - piece.left)
    per_point = max((longest.hi - longest.lo) / max(longest.right - longest.left, 1.0), 1e-9)
    for step, iterate, name, coarse in _steps():
        widest = max(room_for(name(moment)) for moment in (longest.lo, longest.hi, *_WIDE.get(name, ())))
        if step / per_point < widest + gap:
            continue
        if (
            coarse is not None
            and coarse in _COARSE
            and _COARSE[coarse] / per_point < 1.7 * room_for(coarse(longest.lo))
        ):
            continue
        fine = [
            Tick(x=piece.x(moment), text=name(moment), level=0)
            for piece in scale.pieces
            for moment in iterate(piece.lo, piece.hi)
        ]
        fine = _clear(fine, scale, room_for, gap)
        if coarse is None:
            return tuple(fine)
        return (*fine, *_coarse(scale, coarse, room_for, gap))
    raise AssertionError("years of any size fit at some step")


def middle(tick: Tick, scale: Scale, wide: float) -> float:
    """Give where the middle of a name stands: at its tick, or as far inside as it needs at the ends of the axis."""
    return min(max(tick.x, scale.left + wide / 2), scale.right - wide / 2)


def _clear(found: list[Tick], scale: Scale, room_for: Callable[[str], float], gap: float) -> list[Tick]:
    """Leave out the names that would touch the one before."""
    kept: list[Tick] = []
    free = float("-inf")
    for tick in found:
        wide = room_for(tick.text)
        x = middle(tick, scale, wide)
        if x - wide / 2 >= free:
            kept.append(tick)
            free = x + wide / 2 + gap
    return kept


def _coarse(scale: Scale, name: Callable[[int], str], room_for: Callable[[str], float], gap: float) -> list[Tick]:
    """Name the coarse units where they begin, and the one that a piece begins in, unless that hides the next."""
    found: list[Tick] = []
    free = float("-inf")
    for piece in scale.pieces:
        at = piece.lo
        while at <= piece.hi:
            text = name(at)
            x = piece.x(at)
            after = _next_coarse(at, name)
            hides = at == piece.lo and after <= piece.hi and piece.x(after) < x + room_for(text) + gap
            if not hides and x >= free and x + room_for(text) <= scale.right:
                found.append(Tick(x=x, text=text, level=1))
                free = x + room_for(text) + gap
            at = after
    return found


def _next_coarse(moment: int, name: Callable[[int], str]) -> int:
    year, month, day = civil(moment // DAY)
    if name is _year:
        return day_number(year + 1, 1, 1) * DAY
    if name is _month_and_year:
        return (day_number(year, month + 1, 1) if month < 12 else day_number(year + 1, 1, 1)) * DAY
    return (day_number(year, month, day) + 1) * DAY


def _year(moment: int) -> str:
    year = civil(moment // DAY)[0]
    return str(year) if year > 999 else format_year(year)


def _month(moment: int) -> str:
    return MONTHS[civil(moment // DAY)[1] - 1]


def _day(moment: int) -> str:
    return str(civil(moment // DAY)[2])


def _month_and_year(moment: int) -> str:
    return f"{_month(moment)} {_year(moment)}"


def day_month_year(moment: int) -> str:
    """Print a day as people write it: ``24 Apr 2026``."""
    return f"{_day(moment)} {_month(moment)} {_year(moment)}"


def _day_in_utc(moment: int) -> str:
    return f"{day_month_year(moment)}, UTC"


def _clock(moment: int) -> str:
    minutes, second = divmod(moment % DAY // SECOND, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}" if not second else f"{hour:02d}:{minute:02d}:{second:02d}"


_Iterate = Callable[[int, int], Iterator[int]]
_Name = Callable[[int], str]

_WIDE: Final[Mapping[_Name, tuple[int, ...]]] = {_day: (21 * DAY,), _month: (62 * DAY, 92 * DAY, 122 * DAY)}
"""Moments with wide names: a day of two digits, the months March, April and May."""

_COARSE: Final[Mapping[_Name, int]] = {_month_and_year: 28 * DAY, _day_in_utc: DAY}
"""The shortest of each coarse unit, where its name must fit."""


def _steps() -> Iterator[tuple[int, _Iterate, _Name, _Name | None]]:
    """Give steps from fine to coarse: length, iterator over a range, name of a tick, name of what it belongs to."""
    for seconds in (1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600):
        step = seconds * SECOND
        yield step, _even(step), _clock, _day_in_utc
    yield DAY, _even(DAY), _day, _month_and_year
    for days in ((1, 6, 11, 16, 21, 26), (1, 11, 21), (1, 16)):
        yield 30 * DAY // len(days), _days_of_month(days), _day, _month_and_year
    for months in (1, 3, 6):
        yield months * 30 * DAY, _months(months), _month, _year
    power = 1
    while True:
        for years in (power, 2 * power, 5 * power):
            yield years * 365 * DAY, _years(years), _year, None
        power *= 10


def _even(step: int) -> _Iterate:
    def iterate(lo: int, hi: int) -> Iterator[int]:
        yield from range(-(-lo // step) * step, hi + 1, step)

    return iterate


def _days_of_month(days: tuple[int, ...]) -> _Iterate:
    def iterate(lo: int, hi: int) -> Iterator[int]:
        for month in _months(1)(lo - 31 * DAY, hi):
            for day in days:
                moment = month + (day - 1) * DAY
                if lo <= moment <= hi:
                    yield moment

    return iterate


def _months(step: int) -> _Iterate:
    def iterate(lo: int, hi: int) -> Iterator[int]:
        year, month, _ = civil(lo // DAY)
        count = (year * 12 + month - 1) // step * step
        while True:
            moment = day_number(count // 12, count % 12 + 1, 1) * DAY
            if moment > hi:
                return
            if moment >= lo:
                yield moment
            count += step

    return iterate


def _years(step: int) -> _Iterate:
    def iterate(lo: int, hi: int) -> Iterator[int]:
        year = civil(lo // DAY)[0] // step * step
        while True:
            moment = day_number(year, 1, 1) * DAY
            if moment > hi:
                return
            if moment >= lo:
                yield moment
            year += step

    return iterate
