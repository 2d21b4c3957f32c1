"""Days as the command line has them before the reader of all dates is needed: today, and a clock that is a plain day.

Law of this module: today's date enters the program here and nowhere else.
"""

from __future__ import annotations

import datetime as dt

from timeline.dates.days import DAY, format_day, plain_day
from timeline.named import NamedTuple


class PlainDay(NamedTuple):
    """A clock that is a plain day: its text, its first and its last microsecond."""

    text: str
    lo: int
    hi: int

    @classmethod
    def of(cls, text: str) -> PlainDay | None:
        """Read a text such as ``2026-06-01``; None for every other."""
        number = plain_day(text)
        return None if number is None else cls._numbered(number)

    @classmethod
    def of_today(cls) -> PlainDay:
        """Give the day it is now, in UTC."""
        return cls._numbered(today().toordinal() - _EPOCH)

    @classmethod
    def _numbered(cls, number: int) -> PlainDay:
        return cls(format_day(number), number * DAY, number * DAY + DAY - 1)


_EPOCH = dt.date(1970, 1, 1).toordinal()


def today() -> dt.date:
    """Give the day it is now, in UTC."""
    return dt.datetime.now(dt.UTC).date()
