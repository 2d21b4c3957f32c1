"""Days and moments as numbers, and how they print, in the proleptic Gregorian calendar.

Law of this module: it imports nothing, so that an answer which only prints days loads no more. A day is counted from
1970-01-01, a moment in microseconds from 1970-01-01T00:00:00Z; both are integers of any size.
"""

from __future__ import annotations

SECOND = 1_000_000
DAY = 86_400 * SECOND


def civil(day: int) -> tuple[int, int, int]:
    """Turn a day number back into year, month (1 to 12) and day of the month.

    >>> civil(-719468)
    (0, 3, 1)
    """
    # Years are counted from 1 March here, so that the leap day is the last of its year.
    era, of_era = divmod(day + 719_468, 146_097)  # days since 0000-03-01, in cycles of 400 years
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153  # 0 is March
    day_of_month = of_year - (153 * month + 2) // 5 + 1
    if month < 10:
        return era * 400 + year, month + 3, day_of_month
    return era * 400 + year + 1, month - 9, day_of_month


def day_number(year: int, month: int, day: int) -> int:
    """Number a day of the proleptic Gregorian calendar; a day that does not exist is numbered as one nearby.

    >>> day_number(1970, 1, 1), civil(day_number(-44, 3, 15))
    (0, (-44, 3, 15))
    """
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)  # March is the first month
    era, of_era = divmod(year, 400)
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + (153 * month + 2) // 5 + day - 1 - 719_468


def is_leap(year: int) -> bool:
    """Say whether a year has a 29 February; year 0 (1 BC) has one."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Count the days of a month (1 to 12) in a year of any size."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month]


def plain_day(text: str) -> int | None:
    """Number the day that a text such as ``2026-06-01`` names; None for every other text, also where it is a date.

    >>> plain_day("1970-01-02"), plain_day("2026-02-29"), plain_day("2026-06")
    (1, None, None)
    """
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not (text.isascii() and "".join(parts).isdecimal()):
        return None
    year, month, day = map(int, parts)
    number = day_number(year, month, day)
    return number if civil(number) == (year, month, day) else None


def format_year(year: int) -> str:
    """Print a year: four digits, a minus before year 0, unpadded beyond four digits.

    >>> format_year(-44), format_year(170000002)
    ('-0044', '170000002')
    """
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def format_day(day: int) -> str:
    """Print a day number as a proleptic Gregorian ISO day, the year as in ``format_year``.

    >>> format_day(0)
    '1970-01-01'
    """
    year, month, day_of_month = civil(day)
    return f"{format_year(year)}-{month:02d}-{day_of_month:02d}"


def format_moment(moment: float) -> str:
    """Print a moment as an instant in UTC, with six digits of a second where it has a fraction.

    A moment without bound prints as ``open``.

    >>> format_moment(0), format_moment(1)
    ('1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000001Z')
    """
    if isinstance(moment, float):
        return "open"
    day, rest = divmod(moment, DAY)
    seconds, micros = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    fraction = f".{micros:06d}" if micros else ""
    return f"{format_day(day)}T{hour:02d}:{minute:02d}:{second:02d}{fraction}Z"
