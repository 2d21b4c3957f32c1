"""Dates with a time of day: EDTF's, and the variants of RFC 3339 that people paste.

Law: an instant with a shift from UTC is converted, one without any is taken as UTC; no time zone of any
machine is ever asked. Unix time knows no leap seconds: one counts as the last microsecond of its day.
"""

from __future__ import annotations

import re

import msgspec

from timeline.dates.twotimes import two_times
from timeline.dates.values import SECOND, Span, civil, day_number, format_day, month_length
from timeline.errors import DateError

JOINTS = re.compile(r"(/|\.\.|[][{},])")
"""What stands between the ends of an interval, and between the members of a set."""

_DIGITS = frozenset("0123456789")
_FIRST_LEAP_SECOND = 78_796_800  # in seconds of Unix time: the end of 1972-06-30


class Instant(msgspec.Struct, frozen=True):
    """A date and time: its bounds in microseconds, how they print, and its parts as written.

    ``hi`` is one above ``lo`` where the fraction has digits beyond the microsecond. ``level`` is None for an instant
    that EDTF does not have: one with a fraction of a second, or without seconds.
    """

    text: str
    level: int | None
    lo: int
    hi: int
    shown: str
    day: str
    time: str
    shift: str

    @property
    def span(self) -> Span:
        """The moments that it can be."""
        return Span.instants(self.lo, self.hi)

    @property
    def bounds(self) -> tuple[str, str]:
        """How its bounds print: in UTC, both the same."""
        return self.shown, self.shown


def quoted(text: str) -> str:
    """Quote a user's text in an error: shortened in the middle, and what cannot be seen made visible."""
    shown = text if len(text) <= 80 else f"{text[:48]}…{text[-24:]}"
    if not shown.isprintable():
        shown = shown.encode("unicode_escape").decode("ascii")
    return f'"{shown}"'


def date_and_time(text: str) -> Instant:
    """Read a day, ``T``, a time, and a shift from UTC, ``Z``, or neither.

    The production ``dateTime``, with our one extension: an instant in UTC may have a fraction of a second.

    Raises:
        DateError: It is none, or its day or time does not exist.
    """
    day, _, clock = text.partition("T")
    midnight = _whole_day(day, text) * 86_400
    time, zone = clock[:8], clock[8:]
    fraction = ""
    if zone[:1] == ".":
        fraction, zone = zone[1:-1], zone[-1:]
        if zone != "Z" or not fraction or not _DIGITS.issuperset(fraction):
            raise DateError(f"{quoted(text)} has a fraction of a second, which is kept only in UTC, with Z")
    at = midnight + _time_of_day(time, text) - _shift(zone, text)
    micros, rest = (int(fraction[:6].ljust(6, "0")), fraction[6:].strip("0")) if fraction else (0, "")
    if time[6:] == "60":
        if at % 86_400 or at < _FIRST_LEAP_SECOND or civil(at // 86_400)[1:] not in ((1, 1), (7, 1)):
            raise DateError(f"{quoted(text)} has a second 60 where no leap second can be: the end of June or December")
        lo = hi = at * SECOND - 1
        shown = f"{format_day(at // 86_400 - 1)}T23:59:60"
    else:
        if fraction and time[:2] == "24":
            raise DateError(f"{quoted(text)} is past the end of its day, which is 24:00:00")
        lo = at * SECOND + micros
        hi = lo + 1 if rest else lo
        number, of_day = divmod(at, 86_400)
        shown = f"{format_day(number)}T{of_day // 3600:02d}:{of_day // 60 % 60:02d}:{of_day % 60:02d}"
    if fraction:
        shown = f"{shown}.{fraction}"
        time = f"{time}.{fraction}"
    level = None if fraction else 1 if text[0] == "-" else 0
    return Instant(text, level, lo, hi, shown + "Z" if zone else shown, day, time, zone)


def end_instant(text: str) -> Instant:
    """Read an instant at the end of an interval, or in a set: with an offset or ``Z``; seconds may be left out.

    Our second extension: EDTF has only days there. An end is the instant itself, and is included: ``14:02Z`` is
    14:02:00 in UTC and not the minute.

    Raises:
        DateError: It is none, its day or time does not exist, or it does not say how far it is from UTC.
    """
    day, _, clock = text.partition("T")
    at = next((i for i, c in enumerate(clock) if c in "Z+-"), len(clock))
    time, zone = clock[:at], clock[at:]
    if len(time) != len("hh:mm"):
        instant = date_and_time(text)
    else:
        plain = f"{day}T{time}:00{zone}"
        try:
            instant = msgspec.structs.replace(date_and_time(plain), text=text, time=time)
        except DateError as error:
            raise DateError(error.what.replace(quoted(plain), quoted(text))) from None
    if not instant.shift:
        raise DateError(f"{quoted(text)} does not say in which time zone it is, which an interval or a set asks for")
    return msgspec.structs.replace(instant, level=None)


def _whole_day(day: str, whole: str) -> int:
    digits = day[1:] if day[:1] == "-" else day
    if len(digits) != 10 or digits[4] != "-" or digits[7] != "-":
        raise DateError(f"{quoted(whole)} needs a whole day, YYYY-MM-DD, before the T")
    yyyy, mm, dd = digits[:4], digits[5:7], digits[8:]
    if not _DIGITS.issuperset(yyyy + mm + dd) or (yyyy == "0000" and day[0] == "-"):
        raise DateError(f"{quoted(whole)} needs a whole day without X, ? or ~ before the T")
    year, month, number = int(day[:-6]), int(mm), int(dd)
    if not 1 <= month <= 12:
        raise DateError(f"{quoted(whole)} has no month {mm}")
    if not 1 <= number <= month_length(year, month):
        raise DateError(f"{quoted(whole)} is on a day that does not exist")
    return day_number(year, month, number)


def _time_of_day(text: str, whole: str) -> int:
    """Read ``hh:mm:ss`` to seconds since midnight; ``24:00:00`` is the end of the day."""
    hh, mm, ss = text[:2], text[3:5], text[6:]
    if len(text) != 8 or text[2] != ":" or text[5] != ":" or not _DIGITS.issuperset(hh + mm + ss):
        raise DateError(f"{quoted(whole)} has no time hh:mm:ss after the T")
    hour, minute, second = int(hh), int(mm), int(ss)
    if minute > 59 or second > 60:
        raise DateError(f"{quoted(whole)} has no such time: minutes and seconds go from 00 to 59")
    if hour > 24 or (hour == 24 and (minute or second)):
        raise DateError(f"{quoted(whole)} is past the end of its day, which is 24:00:00")
    return hour * 3600 + minute * 60 + second


def _shift(text: str, whole: str) -> int:
    """Read ``Z``, ``+hh``, ``+hh:mm`` (or either with a minus), or nothing, to seconds ahead of UTC."""
    if text in ("", "Z"):
        return 0
    hh, mm = text[1:3], text[4:]
    if text[0] not in "+-" or len(text) not in (3, 6) or (mm and text[3] != ":") or not _DIGITS.issuperset(hh + mm):
        raise DateError(f"{quoted(whole)} has {quoted(text)} after its time, where Z, +hh:mm or -hh:mm may stand")
    hours, minutes = int(hh), int(mm or "0")
    if hours > 23 or minutes > 59:
        raise DateError(f"{quoted(whole)} has a shift from UTC beyond 23:59")
    if text[0] == "-" and not hours and not minutes:
        raise DateError(f"{quoted(whole)} has the shift {text}, which ISO 8601 does not allow: UTC is Z")
    seconds = hours * 3600 + minutes * 60
    return seconds if text[0] == "+" else -seconds


def to_utc(text: str) -> str | None:
    """Turn a variant of RFC 3339 into the EDTF that is stored, in UTC; None where it is no such variant.

    A fraction, a small t or z, a blank for the T and missing seconds are taken, with an offset or Z only.

    Raises:
        DateError: It is such a variant, but its day or time does not exist, or cannot be written as EDTF; or a blank
            stands before what may be two times of day.

    >>> to_utc("2026-11-23 21:10+02:00")
    '2026-11-23T19:10:00Z'
    """
    start = 11 if text[:1] == "-" else 10
    day, separator, rest = text[:start], text[start : start + 1], text[start + 1 :]
    if separator not in ("T", "t", " ") or len(rest) < 6:
        return None
    at = next((i for i, c in enumerate(rest) if c in "Zz+-"), None)
    if at is None:
        return None
    if separator == " " and (two := two_times(rest)) is not None:
        raise DateError(f"{quoted(text)} has two times of day, and a time has one", fix=two.on(day))
    time, zone = rest[:at], rest[at:].upper()
    time, dot, fraction = time.partition(".")
    if len(time) == 5 and not dot:
        time += ":00"
    if dot and (not fraction or not _DIGITS.issuperset(fraction)):
        return None
    if zone == "-00:00":
        zone = "Z"  # RFC 3339, 4.3: in UTC, of a place whose own time is not known
    plain = f"{day}T{time}{zone}"
    try:
        shown = date_and_time(plain).shown
    except DateError as error:
        raise DateError(error.what.replace(quoted(plain), quoted(text))) from None
    if fraction:
        if time[:2] == "24":
            raise DateError(f"{quoted(text)} is past the end of its day, which is 24:00:00")
        shown = f"{shown[:-1]}.{fraction}Z"
    if len(shown.lstrip("-").partition("T")[0]) != 10:
        raise DateError(f"{quoted(text)} is in the year 10000 in UTC, which no instant in EDTF can say")
    return shown
