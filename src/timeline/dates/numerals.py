"""Dates that are written in digits alone: ``8/14/25``, ``2025.8.14``, ``20250814093000``, ``1723474994``.

Law: a count is not a year. A number of which nobody can say what it counts has no reading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from timeline.dates.meanings import Reading, of_days
from timeline.dates.values import SECOND, day_number, format_day, format_moment, month_length

if TYPE_CHECKING:
    from timeline.dates.meanings import Chosen

_DIGITS: Final = re.compile(r"[0-9]+")
_PARTED: Final = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
_MONTH: Final = re.compile(r"(?:([0-9]{4})[-./]([0-9]{1,2})|([0-9]{1,2})[-./]([0-9]{4}))")
_SECONDS: Final = re.compile(r"([1-9][0-9]{9})\.([0-9]{1,9})")
_UNIX: Final = {10: 0, 13: 3, 16: 6, 19: 9}
"""Digits of a Unix time of 2001 to 2286, and how many of them are a fraction of a second."""


def read_count(text: str) -> Reading | None:
    """Read digits without a separator: a day with or without its time, or a Unix time.

    That counts seconds, also with a fraction, or parts of them down to nanoseconds.
    """
    if (found := _SECONDS.fullmatch(text)) is not None:
        return _unix(found[1] + found[2], len(found[2]))
    if not _DIGITS.fullmatch(text):
        return None
    if len(text) in _UNIX and text[0] != "0":
        return _unix(text, _UNIX[len(text)])
    if len(text) in (8, 14):
        day = _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return day if len(text) == 8 else _at(day, text[8:])
    return None


def _unix(text: str, places: int) -> Reading:
    seconds, fraction = int(text[: len(text) - places]), text[len(text) - places :].rstrip("0")
    lo = seconds * SECOND + int(fraction[:6].ljust(6, "0"))
    whole = format_moment(seconds * SECOND)
    shown = f"{whole[:-1]}.{fraction}Z" if fraction else whole
    return Reading(shown, lo, lo + 1 if len(fraction) > 6 else lo)


def _at(day: Reading | None, time: str) -> Reading | None:
    hour, minute, second = int(time[:2]), int(time[2:4]), int(time[4:])
    if day is None or hour > 23 or minute > 59 or second > 59:
        return None
    moment = int(day.lo) + (hour * 3600 + minute * 60 + second) * SECOND
    return Reading(format_moment(moment)[:-1], moment, moment)


def what_it_may_count(text: str) -> str | None:
    """Say in words what a bare number of more than four digits may be, where it has no reading."""
    sign, text = ("-" if text[:1] == "-" else ""), text.lstrip("+-")
    whole = text.partition(".")[0]
    if not _DIGITS.fullmatch(text.replace(".", "", 1)) or len(whole) < 5:
        return None
    if len(whole) == 5:
        return (
            "if it is a spreadsheet's count of days, format the cell as a date and export it again; "
            f"write Y{sign}{whole} for that year"
        )
    year = f"; write Y{sign}{whole} for that year" if whole == text and text[0] != "0" else ""
    return f"say what it counts: write the day, as in 2025-08-14{year}"


def read_parted(text: str, chosen: Chosen) -> tuple[int, int, int] | None:
    """Read three numbers as year, month and day, or two as year and month (the day is then 0).

    The day need not exist. None where it is no such text.
    """
    if found := _MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (int(year), int(month), 0) if 1 <= int(month) <= 12 else None
    found = _PARTED.fullmatch(text)
    if found is None:
        return None
    a, separator, b, c = found.groups()
    if len(a) == 4 and len(c) <= 2:
        return _year_first(a, b, c, chosen)
    if len(a) > 2 or len(c) not in (2, 4):
        return None
    order = "day" if separator == "." else _order(a, b, c, separator, chosen)
    year, month, day = {"day": (c, b, a), "month": (c, a, b), "year": (a, b, c)}[order]
    if len(year) == 2:
        year = chosen.pick("century") + year
    return int(year), int(month), int(day)


def _order(a: str, b: str, c: str, separator: str, chosen: Chosen) -> str:
    """Choose what stands first: of two equal numbers it does not matter."""
    del separator
    if a == b and len(c) == 4:
        return "day"
    order = chosen.pick("order")
    return order if order != "year" or len(a) == len(b) == len(c) == 2 else "day"


def _year_first(year: str, b: str, c: str, chosen: Chosen) -> tuple[int, int, int]:
    """Read ``2025-4-3``: the month stands second, but where it can only stand last."""
    del chosen
    month, day = int(b), int(c)
    return (int(year), day, month) if month > 12 >= day else (int(year), month, day)


def _day(year: int, month: int, day: int) -> Reading | None:
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    number = day_number(year, month, day)
    return of_days(format_day(number), number, number)


def day_of_week_date(text: str) -> Reading | None:
    """Read an ISO week (``2025-W05``, ``2025-W05-3``) or a day of the year (``2025-123``).

    ISO 8601-1, 5.2.3 and 5.2.4: week 1 has the first Thursday; weeks begin on Monday.
    """
    found = re.fullmatch(r"([0-9]{4})-?(?:[Ww]([0-9]{2})(?:-?([1-7]))?|([0-9]{3}))", text)
    if found is None or found[1] == "0000":
        return None
    year = int(found[1])
    first = day_number(year, 1, 1)
    if found[4]:
        if "-" not in text or not 1 <= int(found[4]) <= day_number(year + 1, 1, 1) - first:
            return None
        number = first + int(found[4]) - 1
        return of_days(format_day(number), number, number)
    monday = _first_monday(year) + 7 * (int(found[2]) - 1)
    if not _first_monday(year) <= monday < _first_monday(year + 1):
        return None
    if found[3]:
        number = monday + int(found[3]) - 1
        return of_days(format_day(number), number, number)
    return of_days(f"[{format_day(monday)}..{format_day(monday + 6)}]", monday, monday + 6)


def _first_monday(year: int) -> int:
    """Give the Monday of week 1: that of the week of 4 January."""
    fourth = day_number(year, 1, 4)
    return fourth - weekday(fourth)


def weekday(number: int) -> int:
    """Give the day of the week of a day number: 0 for Monday. 1970-01-01 was a Thursday."""
    return (number + 3) % 7
