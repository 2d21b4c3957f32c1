"""Time that has passed since a zero, and lengths of time, in words.

Law of this module: time since a zero is as fine as it is, so that two moments never print alike; a length is said in
whole units of one kind.
"""

from __future__ import annotations

from typing import Final

from timeline.dates.values import DAY, SECOND

MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
MONTH: Final = 30.436875 * DAY
"""The mean Gregorian month: 400 years are 146,097 days."""
YEAR: Final = 12 * MONTH


def since_text(micros: int) -> str:
    """Print time since a zero, as fine as it is.

    >>> since_text(12 * 60_000_000), since_text(0), since_text(3 * 86_400_000_000)
    ('+12 min', '0', '+3 days')
    """
    if micros == 0:
        return "0"
    sign, left = ("+", micros) if micros > 0 else ("\N{MINUS SIGN}", -micros)
    days, left = divmod(left, DAY)
    seconds, fraction = divmod(left, SECOND)
    hours, minutes, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = f"{second}" + (f".{fraction:06d}".rstrip("0") if fraction else "")
    parts = [
        f"{days} {'day' if days == 1 else 'days'}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{text} s" if second or fraction else "",
    ]
    return sign + " ".join(part for part in parts if part)


_IN_DAYS: Final = 92 * DAY
_IN_MONTHS: Final = 24 * MONTH


def length_text(micros: int, *, up: bool = False) -> str:
    """Print a length of time in whole units: those that are over, or with ``up`` those that are enough.

    >>> length_text(68 * 86_400_000_000), length_text(430 * 86_400_000_000), length_text(20 * 60_000_000)
    ('68 days', '14 months', '20 min')
    >>> length_text(12 * 365 * 86_400_000_000), length_text(12 * 365 * 86_400_000_000, up=True)
    ('11 years', '12 years')
    """
    for most, size, one, many in (
        (MINUTE, SECOND, "s", "s"),
        (HOUR, MINUTE, "min", "min"),
        (2 * DAY, HOUR, "h", "h"),
        (_IN_DAYS, DAY, "day", "days"),
        (_IN_MONTHS, MONTH, "month", "months"),
        (float("inf"), YEAR, "year", "years"),
    ):
        is_whole_day = size == HOUR and micros % DAY == 0 and micros > 0
        if micros >= most or is_whole_day:
            continue
        count = -int(-micros // size) if up else int(micros // size)
        return f"{count:,} {one if count == 1 else many}"
    raise AssertionError(micros)
