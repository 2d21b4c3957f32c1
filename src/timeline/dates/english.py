"""A date in short English: what it says, how far it can be trusted, and nothing that it does not say.

Law: every doubt in the text is in the words, on the part that it belongs to; a season gets no months; a time of day
never stands without its zone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from timeline.dates.grammar import APPROXIMATE, UNCERTAIN, End, Interval, Members, Point
from timeline.dates.instants import Instant
from timeline.dates.masks import days_like, months_like, year_range
from timeline.dates.values import civil, month_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.dates.values import UncertainDate

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SEASONS = {
    21: "spring",
    22: "summer",
    23: "autumn",
    24: "winter",
    25: "northern spring",
    26: "northern summer",
    27: "northern autumn",
    28: "northern winter",
    29: "southern spring",
    30: "southern summer",
    31: "southern autumn",
    32: "southern winter",
}
_GROUPINGS = {
    33: "first quarter",
    34: "second quarter",
    35: "third quarter",
    36: "last quarter",
    37: "first third",
    38: "second third",
    39: "last third",
    40: "first half",
    41: "second half",
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_UNKNOWN_YEAR = "XXXX"
_LISTED = 8  # so many members of a set are named one by one


def words(date: UncertainDate) -> str:
    """Say a date in short English, with each doubt on the part that it belongs to."""
    tree = date.tree
    match tree:
        case Instant():
            return _instant(tree)
        case Interval():
            return _interval(tree)
        case Members():
            return _members(tree)
        case Point():
            return _point(tree)


# One date


def of_point(point: Point) -> str:
    """Say one date, which may be a side of an interval or a member of a set, as :func:`words` says it."""
    return _point(point)


def _point(point: Point) -> str:
    parts = [_YEAR]
    if point.month:
        parts.append(_MONTH)
    if point.day:
        parts.append(_DAY)
    marks = {point.marks[part] for part in parts}
    if marks == {0}:
        return _plain(point)
    if len(marks) == 1:
        return _doubted(_plain(point), marks.pop())
    return _partly(point, parts)


_YEAR, _MONTH, _DAY = 0, 1, 2
_DOUBT = {
    UNCERTAIN: "uncertain, probably",
    APPROXIMATE: "approximate, about",
    UNCERTAIN | APPROXIMATE: "uncertain and approximate, probably about",
}


def _doubted(phrase: str, mark: int) -> str:
    """Put one doubt on a whole phrase."""
    vague = phrase.startswith("some ")
    if mark & APPROXIMATE:
        phrase = f"{phrase}, approximate" if vague else f"about {phrase}"
    if mark & UNCERTAIN:
        phrase = f"{phrase} and uncertain" if vague and mark & APPROXIMATE else f"{phrase}, uncertain"
    return phrase


def _partly(point: Point, parts: list[int]) -> str:
    """Say first what is certain, then each doubtful part; neighbours with the same doubt go together."""
    sure = [part for part in parts if not point.marks[part]]
    doubtful = [part for part in parts if point.marks[part]]
    groups = [doubtful]
    if len(doubtful) == 3 or doubtful == [_YEAR, _DAY] or len({point.marks[part] for part in doubtful}) > 1:
        groups = [[part] for part in doubtful]
        for a, b in pairwise(doubtful):
            if point.marks[a] == point.marks[b] and b == a + 1:
                groups = [[a, b], *([part] for part in doubtful if part not in (a, b))]
                break
    said = [] if not sure else [_selected(point, sure)]
    clauses = [
        f"{' and '.join(_name(point, part) for part in group)} {_DOUBT[point.marks[group[0]]]} "
        f"{_selected(point, group)}"
        for group in sorted(groups)
    ]
    return ", ".join([*said, "; ".join(clauses)])


def _name(point: Point, part: int) -> str:
    if part == _MONTH and point.precision not in ("month", "day"):
        return "season" if point.precision == "season" else "part of the year"
    return ("year", "month", "day")[part]


def _selected(point: Point, parts: list[int]) -> str:
    """Say only some parts of a date."""
    if parts == [_YEAR, _DAY]:
        return f"{_of_year(point)}, {_days(point)}"
    if parts == [_YEAR]:
        return _of_year(point)
    if parts == [_MONTH]:
        return _months(point) if point.precision in ("month", "day") else _part_of_year(point)
    if parts == [_DAY]:
        return _days(point)
    return _plain(
        msgspec.structs.replace(
            point,
            year=point.year if _YEAR in parts else "",
            month=point.month if _MONTH in parts else "",
            day=point.day if _DAY in parts else "",
            precision=point.precision if _DAY in parts or not point.day else "month",
        )
    )


def _plain(point: Point) -> str:
    """Say a date without its doubts; an empty year is left out."""
    if point.precision == "year":
        if point.significant:
            low, high = civil(point.first)[0], civil(point.last)[0]
            return f"some year from {_year(low)} to {_year(high)}, estimated at {_year(int(point.year))}"
        return _of_year(point)
    if point.precision not in ("month", "day"):
        return _grouping(point)
    if point.precision == "month":
        return _within_year(_months(point), point, mid=" in " if point.month == "XX" else None)
    if point.month == "XX" and point.day == "XX":
        return _within_year("some day", point, mid=" in ")
    if "X" not in point.day:
        if "X" not in point.month:
            return _within_year(f"{int(point.day)} {_months(point)}", point)
        return _within_year(f"{_days(point)} of {_months(point)}", point, mid=" in ")
    if point.day == "XX":
        return _within_year(f"some day in {_months(point)}", point)
    return _within_year(f"{_days(point)} of {_months(point)}", point, mid=" in " if "X" in point.month else None)


def _within_year(phrase: str, point: Point, *, mid: str | None = None) -> str:
    if not point.year:
        return phrase
    if point.year == _UNKNOWN_YEAR:
        return f"{phrase}, year unknown"
    if "X" in point.year:
        return f"{phrase} of {_of_year(point)}"
    year = _of_year(point)
    return f"{phrase}{mid or ' '}{year if mid else year.removeprefix('the year ')}"


def _of_year(point: Point) -> str:
    mask = point.year
    if "X" not in mask:
        return f"{_year(int(mask))} (year {mask})" if mask[0] == "-" else _year(int(mask))
    if mask == _UNKNOWN_YEAR:
        return "some year, quite unknown" if point.precision == "year" else "some year"
    low, high = year_range(mask)
    shape = "" if "X" not in mask.rstrip("X") else f" ({mask})"
    return f"some year{shape} from {_year(low)} to {_year(high)}"


def year_words(year: int) -> str:
    """Say a year as people do, where there is little room: 44 BC, AD 79, 1984, 170,000,002."""
    return _year(year).removeprefix("the year ")


def _year(year: int) -> str:
    """Say a year as people do: 44 BC, AD 79, 1984, the year 170,000,002."""
    if abs(year) >= 10**30:
        return f"a year of {len(str(abs(year)))} digits{' BC' if year < 0 else ''}"
    if year <= 0:
        bc = 1 - year
        return f"{bc:,} BC" if bc > 9_999 else f"{bc} BC"
    if year > 9_999:
        return f"the year {year:,}"
    return f"{year}" if year > 999 else f"AD {year}"


def _months(point: Point) -> str:
    if "X" not in point.month:
        return MONTHS[int(point.month) - 1]
    if point.month == "XX":
        return "some month"
    months = months_like(point.month)
    if len(months) > 3:
        return f"some month from {MONTHS[months[0] - 1]} to {MONTHS[months[-1] - 1]}"
    return _listed([MONTHS[month - 1] for month in months], "or")


def _days(point: Point) -> str:
    if "X" not in point.day:
        return f"the {_ordinal(int(point.day))}"
    if point.day == "XX":
        return "some day"
    longest = max(month_length(0, month) for month in months_like(point.month or "XX"))
    if "X" not in point.year and point.month == "02" and point.year:
        longest = month_length(int(point.year), 2)
    days = [day for day in days_like(point.day) if day <= longest]
    if len(days) > 4:
        return f"some day from the {_ordinal(days[0])} to the {_ordinal(days[-1])}"
    return f"the {_listed([_ordinal(day) for day in days], 'or')}"


def _ordinal(number: int) -> str:
    if number // 10 == 1:
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


def _part_of_year(point: Point) -> str:
    number = int(point.month)
    return _SEASONS.get(number) or f"the {_GROUPINGS[number]}"


def _grouping(point: Point) -> str:
    number = int(point.month)
    if number in _SEASONS:
        return _within_year(_SEASONS[number], point)
    return _within_year(f"the {_GROUPINGS[number]}", point, mid=" of ")


def _listed(phrases: Sequence[str], joint: str) -> str:
    if any("," in phrase for phrase in phrases):
        return f"; {joint} ".join(phrases)
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} {joint} {phrases[-1]}"


# Instants, intervals and sets


def _instant(instant: Instant) -> str:
    return f"{_day_of(instant)}, {_time(instant)}"


def _day_of(instant: Instant) -> str:
    year, month, day = int(instant.day[:-6]), instant.day[-5:-3], instant.day[-2:]
    return f"{int(day)} {MONTHS[int(month) - 1]} {_year(year)}{f' (year {year})' if year < 0 else ''}"


def _time(instant: Instant) -> str:
    """Say a time of day with its zone, both as written: ``14:03 UTC``, ``16:03:22 UTC+02:00``."""
    zone = f" UTC{'' if instant.shift == 'Z' else instant.shift}" if instant.shift else ", time zone not given"
    return f"{instant.time}{zone}{' (the end of that day)' if instant.time.startswith('24:') else ''}"


def _end(end: End) -> str:
    return _instant(end) if isinstance(end, Instant) else _point(end)


def _from_until(first: Instant, last: Instant) -> str:
    """Say from which instant until which; a day that both are written on is said once."""
    if first.day == last.day and first.shift == last.shift:
        return f"{_day_of(first)}, from {_time(first)} until {_time(last)}"
    return f"from {_instant(first)} until {_instant(last)}"


def _interval(interval: Interval) -> str:
    left, right = interval.left, interval.right
    if isinstance(left, Instant) and isinstance(right, Instant):
        return _from_until(left, right)
    if not isinstance(left, str):
        start = f"from {_end(left)}"
        if not isinstance(right, str):
            return f"{start}{',' if ',' in start else ''} to {_end(right)}"
        return f"{start} on, end open" if right else f"{start}, end unknown"
    if not isinstance(right, str):
        return f"until {_end(right)}, start {'open' if left else 'unknown'}"
    if left == right:
        return "open at both ends" if left else "start and end unknown"
    return f"start {'open' if left else 'unknown'}, end {'open' if right else 'unknown'}"


def _members(members: Members) -> str:
    joint = "or" if members.kind == "one-of" else "and"
    every = "" if joint == "or" else "all "
    items = members.items
    shown = range(len(items)) if len(items) <= _LISTED else (0, 1, 2, len(items) - 1)
    phrases = []
    for n in shown:
        a, b = items[n]
        phrase = _end(a) if a is b else _range(a, b)
        if members.opens and n == 0:
            phrase = f"{phrase} {joint} {every}earlier{_plural(a) if every else ''}"
        elif members.closes and n == len(items) - 1:
            phrase = f"{phrase} {joint} {every}later{_plural(b) if every else ''}"
        phrases.append(phrase)
    if len(items) > _LISTED:
        phrases.insert(3, f"{len(items) - 4} more")
    if len(items) == 1:
        a, b = items[0]
        if a is b:
            return phrases[0]
        if isinstance(a, Instant) or isinstance(b, Instant):
            some = "some moment" if joint == "or" else "every moment"
            return f"{some} {'' if phrases[0].startswith('from ') else 'on '}{phrases[0]}"
        if a.precision != b.precision:
            return f"{'some' if joint == 'or' else 'every'} day from {phrases[0]}"
        return f"{'one' if joint == 'or' else 'all'} of the {_plural(a).strip()} {phrases[0]}"
    if len(items) == 2:
        return f"{'either' if joint == 'or' else 'both'} {_listed(phrases, joint)}"
    return f"{'one' if joint == 'or' else 'all'} of {_listed(phrases, joint)}"


def _range(first: End, last: End) -> str:
    if isinstance(first, Instant) and isinstance(last, Instant):
        return _from_until(first, last)
    return f"{_end(first)} to {_end(last)}"


def _plural(end: End) -> str:
    return " moments" if isinstance(end, Instant) else f" {end.precision}s"
