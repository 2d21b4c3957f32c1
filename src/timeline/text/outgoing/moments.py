"""What can be told of an uncertain date to a tool that knows plain days, months and years alone.

Law of this module: it never makes a date finer than it is. What is lost on the way is said, for the form to count.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, Literal, TypeAlias

import attrs

from timeline.dates.values import civil, day_number

Loss: TypeAlias = Literal["qualified", "bounds", "half"] | None
"""What a plain reading leaves out: marks of doubt; that the date is one unknown time between two bounds, or a period
without a plain name; or that nothing bounds one of its sides."""

_POINT: Final = re.compile(r"(-?[0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
_BOUND: Final = re.compile(
    r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z?))?"
)
_MARKS: Final = re.compile("[?~%]")


@attrs.frozen(kw_only=True)
class Point:
    """A year, a month, a day or an instant; years are astronomical: 0 is 1 BC.

    ``clock`` is the time of day as hour, minute, second and microsecond; ``finer`` has the digits of its fraction that
    come behind these; ``is_utc`` is whether it is known to be in UTC.
    """

    year: int
    month: int | None = None
    day: int | None = None
    clock: tuple[int, int, int, int] | None = None
    finer: str = ""
    is_utc: bool = False

    def is_finer_than(self, micros: int) -> bool:
        """Whether it has a part of a second that so many microseconds do not count."""
        return self.clock is not None and (self.clock[-1] % micros > 0 or self.finer.strip("0") != "")

    @property
    def is_local(self) -> bool:
        """Whether it is a time of day of which nobody knows the zone; a form that has times in UTC alone says so."""
        return self.clock is not None and not self.is_utc

    @property
    def is_common(self) -> bool:
        """Whether its year is one of 1 to 9999, which every calendar and data frame has."""
        return 1 <= self.year <= 9999

    def first_day(self) -> dt.date:
        """Give its first day; its year must be common."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        """Give its last day; its year must be common."""
        if self.day is not None:
            return self.first_day()
        year, month = (self.year, self.month + 1) if self.month not in (None, 12) else (self.year + 1, 1)
        return dt.date(*civil(day_number(year, month, 1) - 1))

    def at(self) -> dt.datetime:
        """Give its first moment, in UTC; its year must be common."""
        hour, minute, second, micro = self.clock or (0, 0, 0, 0)
        first = self.first_day()
        return dt.datetime(first.year, first.month, first.day, hour, minute, second, micro, tzinfo=dt.UTC)

    def iso(self) -> str:
        """Write it as ISO 8601 does, no finer than it is."""
        sign, digits = ("-", f"{-self.year:04d}") if self.year < 0 else ("", f"{self.year:04d}")
        text = sign + digits
        text += f"-{self.month:02d}" if self.month is not None else ""
        text += f"-{self.day:02d}" if self.day is not None else ""
        if self.clock is None:
            return text
        hour, minute, second, micro = self.clock
        fraction = f".{micro:06d}{self.finer}" if micro or self.finer else ""
        return f"{text}T{hour:02d}:{minute:02d}:{second:02d}{fraction}" + ("Z" if self.is_utc else "")


@attrs.frozen(kw_only=True)
class Plain:
    """A date as a first and a last point; ``last`` is None where the date is one point, or where nothing bounds it.

    ``loss`` says what of the date this leaves out; None where it says all.
    """

    first: Point | None
    last: Point | None = None
    loss: Loss = None


def plain(date: str | None, earliest: str, latest: str) -> Plain | None:
    """Read a date as plain points; None where it says no time at all.

    >>> plain("2025-08", "2025-08-01", "2025-08-31").first.iso()
    '2025-08'
    >>> plain("2025?-08", "2025-08-01", "2025-08-31").loss
    'qualified'
    >>> plain("[..2026-05]", "open", "2026-05-31").last.iso()
    '2026-05-31'
    """
    if date is None:
        return None
    bare = _MARKS.sub("", date)
    qualified: Loss = "qualified" if bare != date else None
    if (point := _point(bare)) is not None:
        return Plain(first=point, loss=qualified)
    head, mark, tail = bare.partition("/")
    lower, upper = of_bound(earliest), of_bound(latest)
    if mark:
        first, last = _end(head, lower), _end(tail, upper)
        if first is None and last is None:
            return None
        wide = any(part not in ("", "..") and "T" not in part and _point(part) is None for part in (head, tail))
        loss: Loss = "half" if first is None or last is None else "bounds" if wide else qualified
        return Plain(first=first, last=last, loss=loss)
    if lower is not None and lower == upper:
        return Plain(first=lower, loss=qualified)
    if lower is None and upper is None:
        return None
    return Plain(first=lower, last=upper, loss="bounds" if lower and upper else "half")


def of_event(row: Any, name: str = "occurred") -> Plain | None:
    """Read one of the dates of a row."""
    return plain(row[name], row[f"{name}_earliest"], row[f"{name}_latest"])


def of_bound(text: str) -> Point | None:
    """Read a bound as rows have it; None for ``open`` and ``unknown``."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    micros, finer = (fraction or "")[:6].ljust(6, "0"), (fraction or "")[6:]
    clock = None if hour is None else (int(hour), int(minute), int(second), int(micros))
    return Point(year=int(year), month=int(month), day=int(day), clock=clock, finer=finer, is_utc=bool(zone))


def _end(text: str, bound: Point | None) -> Point | None:
    """Read one side of an interval: as it stands, or, where it is no plain point, as its bound."""
    return _point(text) or bound


def _point(text: str) -> Point | None:
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, month, day = found.groups()
    return Point(year=int(year), month=int(month) if month else None, day=int(day) if day else None)


def shared(found: Plain) -> Point | None:
    """Give the finest year, month or day that surely holds the whole date; None where no year does.

    >>> shared(plain("[2025-08-16..2025-08-31]", "2025-08-16", "2025-08-31")).iso()
    '2025-08'
    """
    first, last = found.first, found.last
    if first is None or found.loss == "half":
        return None
    if last is None:
        return first
    if first.year != last.year:
        return None
    month = first.month if first.month == last.month else None
    day = first.day if month is not None and first.day == last.day else None
    return Point(year=first.year, month=month, day=day)
