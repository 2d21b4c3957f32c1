"""What an ``X`` can stand for: the years, months and days that fit a mask, and which of them exist.

Law: a mask means every day of the calendar that fits it and no other; one that fits none is refused.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from timeline.dates.days import day_number, is_leap, month_length

if TYPE_CHECKING:
    from collections.abc import Iterator


@functools.lru_cache(maxsize=512)
def _like(mask: str, highest: int) -> tuple[int, ...]:
    return tuple(n for n in range(1, highest + 1) if all(x in ("X", d) for x, d in zip(mask, f"{n:02d}", strict=True)))


def months_like(mask: str) -> tuple[int, ...]:
    """List the months that a mask of two characters can be.

    >>> months_like("1X")
    (10, 11, 12)
    """
    return _like(mask, 12)


def days_like(mask: str) -> tuple[int, ...]:
    """List the days of a month that a mask of two characters can be, from 1 to 31."""
    return _like(mask, 31)


def year_range(mask: str) -> tuple[int, int]:
    """Give the first and the last year that a mask can be; ``-0000`` is no year.

    >>> year_range("-1X32"), year_range("-XX00")
    ((-1932, -1032), (-9900, -100))
    """
    if "X" not in mask:
        year = int(mask)
        return year, year
    low, high = int(mask[-4:].replace("X", "0")), int(mask[-4:].replace("X", "9"))
    if mask[0] != "-":
        return low, high
    if not low:
        low = int(10 ** (3 - mask[-4:].rindex("X")))
    return -high, -low


def significant_years(year: int, digits: int) -> tuple[int, int]:
    """Give the first and the last year that share the leading digits of a year; 0 digits means all of them.

    >>> significant_years(1950, 2), significant_years(-1950, 2)
    ((1900, 1999), (-1999, -1900))
    """
    size = abs(year)
    rest = len(str(size)) - digits
    if not digits or rest <= 0:
        return year, year
    unit = int(10**rest)
    low = size // unit * unit
    high = low + unit - 1
    return (low, high) if year >= 0 else (-high, -low)


def day_range(year: str, month: str, day: str) -> tuple[int, int] | None:
    """Give the first and the last day number that fit a mask, or None where no such day exists."""
    months, days = months_like(month), days_like(day)
    if not months or not days:
        return None
    low, high = year_range(year)
    if not any(days[0] <= month_length(1, each) for each in months):
        # No day of a common year fits; at most 29 February is left, in the leap years among them.
        if not any(days[0] <= month_length(0, each) for each in months):
            return None
        near = next(filter(is_leap, _years_like(year, "0123456789")), None)
        if near is None:
            return None
        far = next(filter(is_leap, _years_like(year, "9876543210")), near)
        low, high = min(near, far), max(near, far)
    return _edge(low, months, days), _edge(high, months[::-1], days[::-1])


def _years_like(mask: str, digits: str) -> Iterator[int]:
    """Count through the years that a mask can be, in the order of the digits that an X becomes."""
    sign = -1 if mask[0] == "-" else 1
    for chosen in itertools.product(*(digits if x == "X" else x for x in mask[-4:])):
        year = int("".join(chosen))
        if year or sign > 0:
            yield sign * year


def _edge(year: int, months: tuple[int, ...], days: tuple[int, ...]) -> int:
    return next(day_number(year, month, day) for month in months for day in days if day <= month_length(year, month))
