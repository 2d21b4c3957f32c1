"""The names on the axis: from seconds to ages, as fine as there is room for.

Law of this module: names never touch; each fine one can be read with the coarse one above it, also after a gap. Over
centuries the decades are ticks without a name. Where time is counted from a zero, so are the names.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import attrs

from timeline.dates.english import year_words
from timeline.dates.values import DAY, SECOND, Moment, civil, day_number
from timeline.dates.zones import name_of, shift_at, utc_of
from timeline.figures.place.elapsed import since_text
from timeline.figures.place.scale import Piece, Scale

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@attrs.frozen(kw_only=True)
class Tick:
    """A place on the axis: ``level`` 0 is a name of the fine row, 1 one of the coarse row, 2 a tick without a name."""

    x: float
    text: str
    level: int


def ticks(
    scale: Scale, room_for: Callable[[str], float], gap: float = 9.0, *, zero: Moment | None = None
) -> tuple[Tick, ...]:
    """Choose the finest steps whose names stand clear of each other, and name what they belong to in a second row."""
    if scale.only is not None and zero is None:
        return _alone(scale, scale.only)
    there = scale.zone if zero is None else None
    longest = max(scale.pieces, key=lambda piece: piece.right - piece.left)
    per_point = max((longest.hi - longest.lo) / max(longest.right - longest.left, 1.0), 1e-9)
    if has_centuries(scale) and _CENTURY / per_point >= room_for("1900") + gap:
        return _by_centuries(scale, room_for, gap, per_point)
    steps = _steps() if zero is None or isinstance(zero, float) else _steps_from(zero)
    for step, iterate, name, coarse in steps:
        if step / per_point < gap:
            continue
        own = (longest.lo, longest.hi) if zero is None else tuple(iterate(longest.lo, longest.hi))
        widest = max((room_for(name(moment)) for moment in (*own, *_WIDE.get(name, ()))), default=0.0)
        if step / per_point < widest + gap:
            continue
        if (
            coarse is not None
            and coarse in _COARSE
            and _COARSE[coarse] / per_point < 1.7 * room_for(coarse(longest.lo))
        ):
            continue
        local = _Local(there if step < DAY else None)  # days are those of UTC
        even = attrs.evolve(scale, pieces=tuple(piece for piece in scale.pieces if _is_told(piece, step, gap)))
        fine = [
            Tick(x=piece.x(local.utc(moment)), text=name(moment), level=0)
            for piece in even.pieces
            for moment in iterate(local.of(piece.lo), local.of(piece.hi))
            if piece.lo <= local.utc(moment) <= piece.hi
        ]
        fast = [piece for piece in scale.pieces if piece not in even.pieces]
        apart = [tick for piece in fast for tick in ticks(attrs.evolve(scale, pieces=(piece,)), room_for, gap)]
        fine = _clear(sorted([*fine, *(tick for tick in apart if tick.level == 0)], key=_place), scale, room_for, gap)
        above = [] if coarse is None else _coarse(even, coarse, room_for, gap, local)
        coarser = [tick for tick in apart if tick.level]
        if coarse is not None:
            fine = _belonging(fine, above, even, coarse, local)
        return (*fine, *_apart(sorted([*above, *coarser], key=_place), room_for, gap))
    raise AssertionError("years of any size fit at some step")


def _alone(scale: Scale, moment: int) -> tuple[Tick, ...]:
    """Name the one moment of an axis: its day, and above its time of the day, if it has one."""
    x = scale.x(moment)
    if moment % DAY == 0:
        return (Tick(x=x, text=day_month_year(moment), level=0),)
    there = _Local(scale.zone).of(moment)
    return Tick(x=x, text=_clock(there), level=0), Tick(x=x, text=day_month_year(there), level=1)


def _place(tick: Tick) -> float:
    return tick.x


def _apart(found: list[Tick], room_for: Callable[[str], float], gap: float) -> Iterator[Tick]:
    """Leave out what would begin over the name before it, both to be read from their ticks on."""
    free = float("-inf")
    for tick in found:
        if tick.x >= free:
            free = tick.x + room_for(tick.text) + gap
            yield tick


def _is_told(piece: Piece, step: int, gap: float) -> bool:
    """Say whether steps stand apart in a part of an axis; a single moment is a step of any size."""
    rate = (piece.hi - piece.lo) / max(piece.right - piece.left, 1.0)
    return piece.lo == piece.hi or step >= 0.9 * gap * rate


@attrs.frozen
class _Local:
    """The clocks of a zone; without one those of UTC."""

    zone: dt.tzinfo | None

    def of(self, moment: int) -> int:
        """Give what they show at a moment, counted as if it were UTC."""
        return moment + shift_at(moment, self.zone)

    def utc(self, shown: int) -> int:
        """Give the moment at which they show that."""
        return utc_of(shown, self.zone)


def zone_after(scale: Scale) -> str:
    """Give what follows the name of a day where nothing else says of its times which zone they are in."""
    return f", {name_of(scale.zone)}"


def has_times(found: Iterable[Tick]) -> bool:
    """Say whether names are times of the day."""
    return any(":" in tick.text for tick in found if tick.level == 0)


# --- centuries -------------------------------------------------------------------------------------------------------

_YEAR_LENGTH: Final = 31_556_952 * SECOND
_CENTURY: Final = 100 * _YEAR_LENGTH
_CENTURIES: Final = (150 * _YEAR_LENGTH, 2500 * _YEAR_LENGTH)


def has_centuries(scale: Scale) -> bool:
    """Say whether an axis is one of centuries, gaps left aside: they are bands, and decades are ticks."""
    return _CENTURIES[0] <= sum(piece.hi - piece.lo for piece in scale.pieces) and scale.hi - scale.lo <= _CENTURIES[1]


def centuries(scale: Scale) -> Iterator[tuple[float, float]]:
    """Give every other century of the axis, from left to right."""
    for piece in scale.pieces:
        starts = _years(100)(piece.lo - 2 * _CENTURY, piece.hi + 2 * _CENTURY)
        for lo, hi in itertools.pairwise(starts):
            if civil(lo // DAY)[0] // 100 % 2 == 0 and lo <= piece.hi and hi > piece.lo:
                yield piece.x(max(lo, piece.lo)), piece.x(min(hi, piece.hi))


def _by_centuries(scale: Scale, room_for: Callable[[str], float], gap: float, per_point: float) -> tuple[Tick, ...]:
    """Name the centuries, and half of them where there is room; decades are ticks."""
    wide = room_for("1900") + gap + 14
    step = next((years for years in (20, 50) if years * _YEAR_LENGTH / per_point >= wide), 100)
    named = [
        Tick(x=piece.x(moment), text=_year(moment), level=0)
        for piece in scale.pieces
        for moment in _years(step)(piece.lo, piece.hi)
    ]
    decades = (
        [
            Tick(x=piece.x(moment), text="", level=2)
            for piece in scale.pieces
            for moment in _years(10)(piece.lo, piece.hi)
        ]
        if 10 * _YEAR_LENGTH / per_point >= _LEAST_TICK
        else []
    )
    return (*_clear(named, scale, room_for, gap), *decades)


_LEAST_TICK: Final = 3.0


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


def _coarse(
    scale: Scale, name: Callable[[int], str], room_for: Callable[[str], float], gap: float, local: _Local
) -> list[Tick]:
    """Name the coarse units where they begin, and the one that a piece begins in, unless that hides the next.

    Where the name before a gap reaches beyond it, that of the piece after it stands as far to the right as it needs.

    A day has the room for its zone as well, which the first one may need. Where no day has room, the first is named all
    the same, as far to the left as it needs: times say nothing without their day.
    """
    zone = room_for(zone_after(scale)) if name is day_month_year else 0.0
    found: list[Tick] = []
    free = float("-inf")
    for piece in scale.pieces:
        at = piece.lo
        while at <= piece.hi:
            text = name(local.of(at))
            x = piece.x(at)
            after = max(local.utc(_next_coarse(local.of(at), name)), at + 1)
            ends = piece.x(min(after, piece.hi))
            if at == piece.lo and x < free <= ends - room_for(text) - zone:
                x = free  # beside the name before the gap: without it no time of this part could be read
            hides = at == piece.lo and after <= piece.hi and piece.x(after) < x + room_for(text) + zone + gap
            is_said = bool(found) and found[-1].text == text  # before a gap within it
            if not is_said and not hides and x >= free and x + room_for(text) + zone <= scale.right:
                found.append(Tick(x=x, text=text, level=1))
                free = x + room_for(text) + zone + gap
            at = after
    if not found and name is day_month_year:
        first = scale.pieces[0]
        text = name(local.of(first.lo))
        found.append(Tick(x=min(first.x(first.lo), scale.right - room_for(text)), text=text, level=1))
    return found


def _belonging(
    fine: list[Tick], above: list[Tick], scale: Scale, name: Callable[[int], str], local: _Local
) -> list[Tick]:
    """Leave out the fine names after a gap that no coarse name says what they belong to."""
    hidden: list[tuple[float, float]] = []
    for before, piece in itertools.pairwise(scale.pieces):
        if name(local.of(before.hi)) != name(local.of(piece.lo)):
            begins = [tick.x for tick in above if piece.left <= tick.x <= piece.right]
            hidden.append((piece.left, min(begins, default=math.inf)))
    return [tick for tick in fine if not any(lo <= tick.x < min(hi, _right_of(scale, lo)) for lo, hi in hidden)]


def _right_of(scale: Scale, left: float) -> float:
    """Give where the piece that begins at a place ends, all of it counted."""
    return next(piece.right for piece in scale.pieces if piece.left == left) + 1e-6


def _next_coarse(moment: int, name: Callable[[int], str]) -> int:
    year, month, day = civil(moment // DAY)
    if name is _year:
        return day_number(year + 1, 1, 1) * DAY
    if name is _month_and_year:
        return (day_number(year, month + 1, 1) if month < 12 else day_number(year + 1, 1, 1)) * DAY
    return (day_number(year, month, day) + 1) * DAY


def _year(moment: int) -> str:
    return year_words(civil(moment // DAY)[0])


def _month(moment: int) -> str:
    return MONTHS[civil(moment // DAY)[1] - 1]


def _day(moment: int) -> str:
    return str(civil(moment // DAY)[2])


def _month_and_year(moment: int) -> str:
    return f"{_month(moment)} {_year(moment)}"


def day_month_year(moment: int) -> str:
    """Print a day as people write it: ``24 Apr 2026``."""
    return f"{_day(moment)} {_month(moment)} {_year(moment)}"


def _clock(moment: int) -> str:
    minutes, second = divmod(moment % DAY // SECOND, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}" if not second else f"{hour:02d}:{minute:02d}:{second:02d}"


_Iterate = Callable[[int, int], Iterator[int]]
_Name = Callable[[int], str]

_WIDE: Final[Mapping[_Name, tuple[int, ...]]] = {_day: (21 * DAY,), _month: (62 * DAY, 92 * DAY, 122 * DAY)}
"""Moments with wide names: a day of two digits, the months March, April and May."""

_COARSE: Final[Mapping[_Name, int]] = {_month_and_year: 28 * DAY, day_month_year: DAY}
"""The shortest of each coarse unit, where its name must fit."""


def _steps() -> Iterator[tuple[int, _Iterate, _Name, _Name | None]]:
    """Give steps from fine to coarse: length, iterator over a range, name of a tick, name of what it belongs to."""
    for seconds in (1, 5, 15, 30, 60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600):
        step = seconds * SECOND
        yield step, _even(step), _clock, day_month_year
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


def _steps_from(zero: int) -> Iterator[tuple[int, _Iterate, _Name, _Name | None]]:
    """Give steps of time since a zero, from fine to coarse."""

    def name(moment: int) -> str:
        return since_text(moment - zero)

    minute, hour = 60 * SECOND, 3600 * SECOND
    steps = [SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, minute, 5 * minute, 15 * minute, 30 * minute]
    steps += [hour, 3 * hour, 6 * hour, 12 * hour, DAY, 2 * DAY, 5 * DAY, 10 * DAY, 20 * DAY, 50 * DAY]
    power = 100 * DAY
    while True:
        for step in [*steps, power, 2 * power, 5 * power]:
            yield step, _even(step, zero % step), name, None
        steps, power = [], power * 10


def _even(step: int, offset: int = 0) -> _Iterate:
    def iterate(lo: int, hi: int) -> Iterator[int]:
        yield from range(-(-(lo - offset) // step) * step + offset, hi + 1, step)

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
    """Give the starts of years that are round as people count them: 200 BC, 100 BC, AD 1, 100."""

    def iterate(lo: int, hi: int) -> Iterator[int]:
        year = _round_year(civil(lo // DAY)[0], step)
        while True:
            moment = day_number(year, 1, 1) * DAY
            if moment > hi:
                return
            if moment >= lo:
                yield moment
            year = _round_year(year + 1, step, up=True)

    return iterate


def _round_year(year: int, step: int, *, up: bool = False) -> int:
    """Give the round year at or before a year, or at or after it; before AD 1 comes 1 BC, which is numbered 0."""
    bias = step - 1 if up else 0
    if year > 0:
        return max((year + bias) // step * step, 1)
    return min((year - 1 + bias) // step * step + 1, 1)
