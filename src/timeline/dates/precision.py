"""Dates cut to the precision that is told beside them, as tables tell it in a column of its own.

Law of this module: a date never says more than its precision, and never more than it said before. What cannot be cut
is refused; which word a number of some table stands for is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from timeline.dates.instants import quoted
from timeline.dates.suggest import did_you_mean
from timeline.dates.written import WrittenDate
from timeline.errors import DateError

UNITS: Final = ("second", "minute", "hour", "day", "week", "month", "quarter", "half", "year", "decade", "century")
"""What a date may be known to, the finest first."""
WORDS: Final = (*UNITS, "approximate", "uncertain", "exact")
"""What a precision is called."""
_ALIKE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("approx", "approximately", "circa", "ca", "c", "about"), "approximate"),
    **{f"{name} {number}": f"quarter {number}" for number in range(1, 5) for name in ("quarter", "q")},
    **{f"q{number}": f"quarter {number}" for number in range(1, 5)},
    **{f"half {number}": f"half {number}" for number in (1, 2)},
    **{f"h{number}": f"half {number}" for number in (1, 2)},
    **{f"to the {unit}": unit for unit in UNITS},
}
_POINT: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
_MASK: Final = re.compile(r"(-?\d\d)(\d|X)X([?~%]?)")
_NO_MONTH: Final = re.compile(r"(-?\d{4})-XX(?:-XX)?([?~%]?)")
_NO_DAY: Final = re.compile(r"(-?\d{4}-\d\d)-XX([?~%]?)")
_INSTANT: Final = re.compile(r"(-?\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d(?::\d\d)?)?")
_FRACTION: Final = re.compile(r"(?<=:\d\d)\.\d+")
_MARKED: Final = {"approximate": {"": "~", "?": "%"}, "uncertain": {"": "?", "~": "%"}}


def word_of(text: str, told: Mapping[str, str]) -> str:
    """Give the precision that a text names: by what was told of it, else by its own word.

    Args:
        text: As a table has it; capitals do not matter.
        told: What texts mean, each in small letters; a number means nothing of itself.

    Raises:
        DateError: It is not known.

    >>> word_of("Month", {}), word_of("3", {"3": "month"}), word_of("Q2", {}), word_of("circa", {})
    ('month', 'month', 'quarter 2', 'approximate')
    """
    plain = " ".join(text.split()).casefold()
    word = told.get(plain, plain).rstrip(".")
    word = _ALIKE.get(word, word)
    if word in WORDS or word in _ALIKE.values():
        return word
    fix = f"write one of {', '.join(WORDS)}"
    raise DateError(f"{quoted(text)} is not a precision that is known", fix=did_you_mean(plain, WORDS) or fix)


def cut(date: str, precision: str) -> WrittenDate:
    """Cut a date to a precision that :func:`word_of` gave; one that says less stays as it is.

    A week, an hour or a minute is a set of what is possible: EDTF has no shorter way to say one.

    Raises:
        DateError: It cannot be cut so, or is not in the quarter or half that is told.

    >>> cut("2025-08-14", "month"), cut("2025-08-14", "quarter"), cut("2025-08-14", "decade")
    ('2025-08', '2025-35', '202X')
    >>> cut("2025-08-14", "week"), cut("2025-08-14T14:03:00Z", "hour"), cut("2025-08-14", "approximate")
    ('[2025-08-11..2025-08-17]', '[2025-08-14T14:00:00Z..2025-08-14T14:59:59Z]', '2025-08-14~')
    """
    unit, _, number = precision.partition(" ")
    if unit == "exact":
        return WrittenDate(date)
    if unit == "second":
        return _written(_FRACTION.sub("", date), date, precision)
    start, slash, end = date.partition("/")
    sides = [side if side in ("", "..") else _cut(side, unit, number) for side in (start, end)]
    if not slash or sides[0] == sides[1]:
        return _written(sides[0], date, precision)
    if any(side.startswith("[") for side in sides):
        what = f"an end of {quoted(date)} is a {unit}, which no interval of EDTF can have"
        raise DateError(what, fix="write the dates as precisely as they are known, and empty this cell")
    return _written("/".join(sides), date, precision)


def _written(text: str, date: str, precision: str) -> WrittenDate:
    try:
        return WrittenDate(text)
    except DateError as error:
        raise _never(date, precision) from error


def _never(date: str, precision: str) -> DateError:
    what = f"{quoted(date)} cannot be cut to the precision {precision}"
    if precision in _MARKED:
        what = f"{quoted(date)} cannot be marked as {precision}"
    return DateError(what, fix="write the date as precisely as it is known, and empty this cell")


def _cut(date: str, unit: str, number: str) -> str:
    """Cut one date: a point in time, or what stands for several."""
    if (found := _INSTANT.fullmatch(date)) is not None:
        if unit in ("hour", "minute"):
            return _within(found, unit, date)
        return _cut(found[1], unit, number)  # the day that the source itself says
    if unit in _MARKED:
        bare = date.rstrip("?~%")
        mark = date[len(bare) :]
        return bare + _MARKED[unit].get(mark, mark)
    if unit in ("hour", "minute", "day") and "T" not in date:
        return date
    if (mask := _MASK.fullmatch(date)) is not None:
        return f"{mask[1]}XX{mask[3]}" if unit == "century" else date
    if (mask := _NO_MONTH.fullmatch(date)) is not None:
        return date if UNITS.index(unit) < UNITS.index("quarter") else _cut(f"{mask[1]}{mask[2]}", unit, number)
    if (mask := _NO_DAY.fullmatch(date)) is not None:
        return date if UNITS.index(unit) <= UNITS.index("month") else _cut(f"{mask[1]}{mask[2]}", unit, number)
    point = _POINT.fullmatch(date)
    if point is None:
        raise _never(date, unit)
    year, month, day, mark = point[1], point[2], point[3], point[4]
    match unit:
        case "week":
            return _week(date, mark) if day else date
        case "month":
            return f"{year}-{month}{mark}" if day else date
        case "quarter" | "half":
            part = _part(month, unit, number, date)
            return date if part is None else f"{year}-{part}{mark}"
        case "decade":
            return f"{year[:-1]}X{mark}"
        case "century":
            return f"{year[:-2]}XX{mark}"
    return f"{year}{mark}"


def _within(found: re.Match[str], unit: str, date: str) -> str:
    """Give the moments of an hour or of a minute."""
    day, hour, minute, second, shift = found.groups()
    if shift is None:
        what = f"{quoted(date)} says no time zone, which a time that is known to the {unit} needs"
        raise DateError(what, fix="write its shift from UTC after it, or Z")
    if hour == "24":
        raise DateError(
            f"{quoted(date)} is the end of a day, and in no {unit} of it", fix="write the next day, T00:00:00"
        )
    last = max(second, "59")
    if unit == "hour":
        return f"[{day}T{hour}:00:00{shift}..{day}T{hour}:59:{last if minute == '59' else '59'}{shift}]"
    return f"[{day}T{hour}:{minute}:00{shift}..{day}T{hour}:{minute}:{last}{shift}]"


def _week(date: str, mark: str) -> str:
    """Give the days of the week of a day, from its Monday on."""
    try:
        day = dt.date.fromisoformat(date)
        monday = day - dt.timedelta(days=day.weekday())
        sunday = monday + dt.timedelta(days=6)
    except (ValueError, OverflowError):
        raise _never(date, "week") from None
    return f"[{monday.isoformat()}..{sunday.isoformat()}]{mark}"


def _part(month: str | None, unit: str, number: str, date: str) -> str | None:
    """Give the number that EDTF has for a quarter or half; None where the date does not say so much."""
    first, months = (33, 3) if unit == "quarter" else (40, 6)
    place = int(month or "0")
    if 1 <= place <= 12:
        part = (place - 1) // months
        if number and part + 1 != int(number):
            fix = f"mend one of the two: it is in {unit} {part + 1}"
            raise DateError(f"{quoted(date)} is not in the {unit} {number} that is told beside it", fix=fix)
        return str(first + part)
    if not place:
        return str(first + int(number) - 1) if number else None
    if 33 <= place <= 36 and unit == "half":
        return str(40 + (place - 33) // 2)
    if unit == "half" and place < 37:
        raise _never(date, unit)
    return None
