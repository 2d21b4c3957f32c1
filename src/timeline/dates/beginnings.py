"""When a date of one of the most usual forms begins, read without parsing it: what a large log is verified with.

Law of this module: it answers only what :func:`timeline.dates.edtf.parse` would, which the tests compare for each form;
of every other text it says nothing, and the parser is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from timeline.dates.days import DAY
from timeline.dates.values import NEVER_BEFORE, Moment
from timeline.named import NamedTuple

_DATE: Final = "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_USUAL: Final = re.compile(rf"(\[\.\.)?{_DATE}(?(1)\]|(?:[?~%]|/{_DATE})?)")
_DECEMBER: Final = 12
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def beginning_of(text: str) -> Moment | None:
    """Give the earliest moment of a year, a month, a day, or an interval of such; None of any other text.

    A year, month or day may be qualified as a whole (``2025-08~``), or be the end of an open choice (``[..2025-08]``).

    Returns:
        Microseconds since 1970-01-01T00:00:00Z. None says nothing about whether the text is a date.

    >>> beginning_of("1970-01-02"), beginning_of("1970/1971"), beginning_of("[..1970]"), beginning_of("19XX")
    (86400000000, 0, -inf, None)
    """
    found = _USUAL.fullmatch(text)
    if found is None:
        return None
    is_open, year, month, day, *end = found.groups()
    try:
        first = dt.date(int(year), int(month or 1), int(day or 1)).toordinal()
        if end[0] is not None and dt.date(int(end[0]), int(end[1] or 1), int(end[2] or 1)).toordinal() < first:
            return None
    except ValueError:
        return None
    return NEVER_BEFORE if is_open else (first - _EPOCH) * DAY


class Days(NamedTuple):
    """What a date of one of the same forms can mean, in days since 1970-01-01.

    ``first`` and ``last`` bound its start, ``first`` being None where any earlier day is meant as well; ``end_first``
    and ``end_last`` bound the end of an interval.
    """

    first: int | None
    last: int
    end_first: int | None = None
    end_last: int | None = None


def days_of(text: str) -> Days | None:
    """Give the days of such a date; None says nothing about whether the text is a date.

    >>> [tuple(days_of(text)) for text in ("1970-02", "[..1970-01-03]", "1970-01-02/1970-01-04")]
    [(31, 58, None, None), (None, 2, None, None), (1, 1, 3, 3)]
    """
    found = _USUAL.fullmatch(text)
    if found is None:
        return None
    is_open, year, month, day, *end = found.groups()
    try:
        first, last = _unit(year, month, day)
        if end[0] is None:
            return Days(None if is_open else first, last)
        end_first, end_last = _unit(*end)
    except ValueError:
        return None
    return None if end_first < first else Days(first, min(last, end_last), end_first, end_last)


def _unit(year: str, month: str | None, day: str | None) -> tuple[int, int]:
    """Give the first and the last day of a year, a month or a day.

    Raises:
        ValueError: It does not exist.
    """
    if day is not None:
        only = dt.date(int(year), int(month or 1), int(day)).toordinal() - _EPOCH
        return only, only
    first = dt.date(int(year), int(month or 1), 1)
    if month is None or first.month == _DECEMBER:
        last = dt.date(first.year, _DECEMBER, 31).toordinal()
    else:
        last = dt.date(first.year, first.month + 1, 1).toordinal() - 1
    return first.toordinal() - _EPOCH, last - _EPOCH
