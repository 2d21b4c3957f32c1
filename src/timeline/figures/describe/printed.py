"""Uncertain dates as they are printed on a figure.

Law of this module: dates that mean different things are never printed alike, and print says no more than the date does.
One unknown day of a window says *some*, a set says *or* or *and*, and a span has its dash alone. Where a zone is given,
times are those of its clocks, each with its shift from UTC; days stay days.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from typing import Final

import msgspec

from timeline.dates.english import of_point
from timeline.dates.english import year_words as _year
from timeline.dates.grammar import APPROXIMATE, UNCERTAIN, End, Interval, Members, Point
from timeline.dates.instants import Instant
from timeline.dates.values import DAY, SECOND, Moment, UncertainDate, civil
from timeline.dates.zones import shift_at, shift_words, there
from timeline.figures.place.labels import DASH
from timeline.figures.place.ticks import MONTHS

_DOUBTLESS: Final = (0, 0, 0)
_OPEN: Final = {
    (True, True): "at all times",
    (True, False): f"always {DASH} ?",
    (False, True): f"? {DASH} always",
    (False, False): "at times unknown",
}
"""Intervals without a date on either side, by whether their sides are open, not unknown."""


def short(date: UncertainDate, zone: dt.tzinfo | None = None) -> str:
    """Print a date in as few words as it can be said in: ``24 Apr 2026``, ``by 14 Aug 2025``, ``c. 1985``.

    A question mark says that it is uncertain, ``c.`` that it is approximate. Brackets say which part is, where the
    others are not: ``Aug (2025?)``.
    """
    match there(date, zone).tree:
        case Interval() as interval:
            return _interval(interval)
        case Members() as members:
            return _members(members)
        case Instant() as instant:
            return _instant(msgspec.structs.replace(instant, time=_full_minutes(instant.time)))
        case one:
            return _one(one)


def _one(date: End) -> str:
    return _instant(date) if isinstance(date, Instant) else " ".join(_pieces(date))


def _pieces(point: Point) -> list[str]:
    """Print a date in the pieces that it may share with another: day, month and year, with the doubts in brackets."""
    parts = _parts(point)
    marks = {mark for _, mark in parts}
    if not parts:  # a season, or digits left open within it: only words say those
        return [_of_words(point)]
    if marks == {0}:
        return [name for name, _ in parts]
    if len(marks) == 1:
        return [_marked(" ".join(name for name, _ in parts), marks.pop())]
    groups = [([name for name, _ in group], mark) for mark, group in itertools.groupby(parts, key=lambda part: part[1])]
    return [piece for names, mark in groups for piece in ([f"({_marked(' '.join(names), mark)})"] if mark else names)]


def _of_words(point: Point) -> str:
    marks = set(point.marks[: 1 + bool(point.month) + bool(point.day)])
    if len(marks) > 1:
        return of_point(point)
    return _marked(of_point(msgspec.structs.replace(point, marks=_DOUBTLESS)), marks.pop())


def _marked(text: str, mark: int) -> str:
    return f"{'c. ' if mark & APPROXIMATE else ''}{text}{'?' if mark & UNCERTAIN else ''}"


def _parts(point: Point) -> list[tuple[str, int]]:
    """Give day, month and year as they are printed, each with its doubt; nothing of what is no plain calendar date."""
    if point.precision not in ("year", "month", "day") or point.significant:
        return []
    year = _masked_year(point.year)
    if not year or "X" in point.month + point.day:
        return []
    parts = [(point.day.lstrip("0"), point.marks[2])] if point.day else []
    parts += [(MONTHS[int(point.month) - 1], point.marks[1])] if point.month else []
    return [*parts, (year, point.marks[0])]


def _masked_year(mask: str) -> str:
    if "X" not in mask:
        return _year(int(mask))
    return f"{mask[:-1]}0s" if mask[:-1].isdecimal() and not mask.startswith("0") else ""


def _instant(instant: Instant) -> str:
    """Print an instant as it was typed: the time on the clock there, and how far that is from UTC."""
    return f"{_day_there(instant)}, {_time(instant)}{_zone(instant)}"


def _day_there(instant: Instant) -> str:
    return " ".join((instant.day[-2:].lstrip("0"), MONTHS[int(instant.day[-5:-3]) - 1], _year(int(instant.day[:-6]))))


def _time(instant: Instant) -> str:
    """Print the time of day as it was typed: a side of an interval to the minute is another than one to the second."""
    return instant.time


def _full_minutes(time: str) -> str:
    """Leave out the seconds of a lone instant that has none: it is stored with them, however it was typed."""
    return time.removesuffix(":00") if len(time) == len("hh:mm:ss") else time


def _zone(instant: Instant) -> str:
    return {"": ", time zone not given", "Z": " UTC"}.get(instant.shift, f" UTC{instant.shift}")


# --- spans and sets ---------------------------------------------------------------------------------------------------


def _interval(interval: Interval) -> str:
    left, right = interval.left, interval.right
    if isinstance(left, str):
        if isinstance(right, str):
            return _OPEN[bool(left), bool(right)]
        return f"{'until' if left else f'? {DASH}'} {_one(right)}"
    if isinstance(right, str):
        return f"from {_one(left)}" if right else f"{_one(left)} {DASH} ?"
    return _joined(left, right)


def _members(members: Members) -> str:
    """Print a set: ``some`` and ``every`` for a range, ``or`` and ``and`` for a list."""
    is_one = members.kind == "one-of"
    items = members.items
    if len(items) == 1:
        return _lone(members, is_one=is_one)
    pair = [one for one, other in items if one is other]
    if len(items) == len(pair) == 2 and not (members.opens or members.closes):
        return _joined(pair[0], pair[1], joint="or" if is_one else "and")
    told = [_one(one) if one is other else _between(one, other) for one, other in items]
    if members.opens:
        told[0] = f"by {told[0]}" if is_one else f"all until {told[0]}"
    if members.closes:
        told[-1] = f"{told[-1]} or later" if is_one else f"all from {told[-1]}"
    return f"{', '.join(told[:-1])} {'or' if is_one else 'and'} {told[-1]}"


def _lone(members: Members, *, is_one: bool) -> str:
    one, other = members.items[0]
    unit = _unit(one, other)
    if members.opens:
        return f"by {_one(other)}" if is_one else f"every {unit} until {_one(other)}"
    if members.closes:
        return f"{_one(one)} or later" if is_one else f"every {unit} from {_one(one)}"
    if one is other:
        return _one(one)
    return f"{'some' if is_one else 'every'} {unit} {_joined(one, other)}"


def _unit(one: End, other: End) -> str:
    """Name what a range holds: of two dates the finer unit that both have, of two instants moments."""
    if isinstance(one, Instant) or isinstance(other, Instant):
        return "moment"
    return one.precision if one.precision == other.precision else "day"


def _between(one: End, other: End) -> str:
    """Print a range in a list, where each date stands alone."""
    if isinstance(one, Instant):
        return _joined(one, other)
    return f"{_one(one)}{DASH}{_one(other)}"


def _joined(one: End, other: End, joint: str = DASH) -> str:
    """Join two dates, saying what they share only once: ``5-9 Jun 2026``, ``5 or 9 Jun 2026``.

    Of two instants of one day, on clocks with one shift from UTC, that is the day and the zone:
    ``20 Nov 2026, 14:03 - 14:41 UTC``.
    """
    if isinstance(one, Instant) and isinstance(other, Instant):
        if (one.day, one.shift) == (other.day, other.shift):
            return f"{_day_there(one)}, {_time(one)} {joint} {_time(other)}{_zone(one)}"
    elif isinstance(one, Point) and isinstance(other, Point):
        first, last = _pieces(one), _pieces(other)
        if one.precision == other.precision and one.marks == other.marks and len(first) == len(last):
            return _shared(first, last, joint)
    return f"{_one(one)} {joint} {_one(other)}"


def _shared(one: list[str], other: list[str], joint: str = DASH) -> str:
    last = " ".join(other)
    if len(one) == len(other):  # a month and a year that both have are said once
        while len(one) > 1 and one[-1] == other[-1]:
            one, other = one[:-1], other[:-1]
    is_tight = joint == DASH and len(one) == 1 and " " not in one[0]
    return f"{' '.join(one)}{DASH}{last}" if is_tight else f"{' '.join(one)} {joint} {last}"


# --- stretches of time ------------------------------------------------------------------------------------------------


def days_text(lo: Moment, hi: Moment, zone: dt.tzinfo | None = None) -> str:
    """Print some day from one moment to another, both included: ``5 Jun 2026``, ``some day 24 Apr - 23 Nov 2026``.

    One month or year is printed as that. Where one of them is not the edge of a day, both are printed as instants, in
    UTC or the zone: ``some moment 20 Nov 2026, 14:03 - 14:41 UTC``.
    """
    is_timed = are_within_days(lo, hi)

    def printed(moment: Moment) -> str:
        return _moment(moment, zone) if is_timed else _day(moment)

    if lo == -math.inf:
        return f"by {printed(hi)}" if hi != math.inf else "at a time unknown"
    if hi == math.inf:
        return f"{printed(lo)} or later"
    if lo == hi:
        return _moment(lo, zone)
    if is_timed:
        return f"some moment {_moments(int(lo), int(hi), zone)}"
    first, last, after = civil(int(lo) // DAY), civil(int(hi) // DAY), civil(int(hi) // DAY + 1)
    if first == last:
        return _day(lo)
    if first[2] == after[2] == 1:  # whole months
        if first[0] == last[0] and first[1] == after[1] == 1:
            return _year(first[0])
        if first[:2] == last[:2]:
            return " ".join(_named(first)[1:])
    return f"some day {_shared(_named(first), _named(last))}"


def window_text(lo: Moment, hi: Moment, date: UncertainDate | None, zone: dt.tzinfo | None = None) -> str:
    """Print a stretch of time as the date that it is, where it is one that somebody wrote; else as :func:`days_text`.

    So `[..1500]` is ``by 1500``, and spring is no year.
    """
    if date is not None and (date.span.lo, date.span.hi) == (lo, hi):
        return short(date, zone)
    return days_text(lo, hi, zone)


def are_within_days(lo: Moment, hi: Moment) -> bool:
    """Say whether one of two moments, a first and a last, is not the edge of a day."""
    return _is_within_a_day(lo, 0) or _is_within_a_day(hi, DAY - 1)


def _is_within_a_day(moment: Moment, edge: int) -> bool:
    return isinstance(moment, int) and moment % DAY != edge


def start_text(moment: Moment, zone: dt.tzinfo | None = None) -> str:
    """Print a beginning: a day where it is the start of one, else an instant in UTC; nothing where it has no bound."""
    if isinstance(moment, float):
        return ""
    return _moment(moment, zone) if _is_within_a_day(moment, 0) else _day(moment)


def end_text(lo: Moment, hi: Moment, zone: dt.tzinfo | None = None) -> str:
    """Print an end that lies somewhere from one last moment to another, both included.

    What ends just before a day, or a month, a year or a second, ends with it: `1964` where something else was so from
    some day in 1964 on.
    """
    if isinstance(hi, float) or isinstance(lo, float):
        return day_text(hi)
    if not are_within_days(lo + 1, hi):  # both are last moments of days
        before = days_text(lo + 1, hi + DAY, zone)
        within = days_text(lo - DAY + 1, hi, zone)
        return within if lo == hi or before.startswith("some day") or not within.startswith("some day") else before
    after = 1 if (lo + 1) % SECOND == (hi + 1) % SECOND == 0 else 0
    return days_text(lo + after, hi + after, zone) if lo != hi else _moment(hi + after, zone)


def range_words(lo: int, hi: int, zone: dt.tzinfo | None = None) -> str:
    """Say from when to when: in years where that is long, in days, or in times of one day.

    >>> range_words(0, 3 * DAY), range_words(0, 200 * 365 * DAY), range_words(0, 90 * 60 * SECOND - 1)
    ('from 1 Jan 1970 to 4 Jan 1970', 'from 1970 to 2169', 'from 00:00 to 01:30 UTC on 1 Jan 1970')
    """
    if hi - lo >= _LONG or _are_whole_years(lo, hi):
        first, last = (_year(civil(moment // DAY)[0]) for moment in (lo, hi))
        return f"from {first} to {last}"
    is_timed = are_within_days(lo, hi)
    (lo, ahead), (hi, _) = (_local(moment, zone if is_timed else None) for moment in (lo, hi))
    first, last = _day(lo), _day(hi)
    if first != last:
        return f"from {first} to {last}"
    end = hi + 1 if (hi + 1) % SECOND == 0 else hi  # the last moment of a stretch stands for its end
    return f"from {_clock(lo)} to {_clock(end)} {ahead} on {first}" if is_timed else first


_LONG: Final = 100 * 365 * DAY


def _are_whole_years(lo: int, hi: int) -> bool:
    """Say whether a stretch is of several years, from the first day of one to the last of another."""
    first, after = civil(lo // DAY), civil(hi // DAY + 1)
    return first[1:] == after[1:] == (1, 1) and after[0] - first[0] > 1


def day_text(moment: Moment) -> str:
    """Print the day of a moment: ``24 Apr 2026``; nothing of one without bound."""
    return "" if isinstance(moment, float) else _day(moment)


def _day(moment: Moment) -> str:
    return " ".join(_named(civil(int(moment) // DAY)))


def _local(moment: Moment, zone: dt.tzinfo | None) -> tuple[int, str]:
    """Give a moment as the clocks of a zone show it, and how far they are from UTC."""
    shift = shift_at(moment, zone)
    return int(moment) + shift, shift_words(shift)


def _moment(moment: Moment, zone: dt.tzinfo | None) -> str:
    there, ahead = _local(moment, zone)
    return f"{_day(there)}, {_clock(there)} {ahead}"


def _moments(first: int, last: int, zone: dt.tzinfo | None) -> str:
    (begin, ahead), (end, behind) = _local(first, zone), _local(last, zone)
    if begin // DAY == end // DAY and ahead == behind:
        return f"{_day(begin)}, {_clock(begin)} {DASH} {_clock(end)} {ahead}"
    if not _is_within_a_day(first, 0):  # what begins, or ends, with a day is said as that day
        return f"{_day(first)} {DASH} {_moment(last, zone)}"
    if not _is_within_a_day(last, DAY - 1):
        return f"{_moment(first, zone)} {DASH} {_day(last)}"
    return f"{_moment(first, zone)} {DASH} {_moment(last, zone)}"


def _clock(moment: int) -> str:
    """Print the time of day in UTC, as fine as it is: ``14:03``, ``14:03:22``, ``14:03:22.5``."""
    seconds, micros = divmod(moment % DAY, SECOND)
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if second or micros:
        text += f":{second:02d}" + (f".{micros:06d}".rstrip("0") if micros else "")
    return text


def _named(day: tuple[int, int, int]) -> list[str]:
    return [str(day[2]), MONTHS[day[1] - 1], _year(day[0])]
