"""A date that is given in parts, as sheets give it: year, month, day and time apart, a start and an end, an order.

Law: parts are put together, not read anew: what they say together is EDTF that a person could have typed, and a part
that says nothing is never filled in. Which of two numbers is the day is only known where it was told.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal, TypeAlias

from timeline.dates.grammar import BACKWARDS
from timeline.dates.instants import quoted
from timeline.dates.meanings import Chosen, Undecided
from timeline.dates.numerals import read_parted
from timeline.dates.smallwords import MONTH_NUMBERS
from timeline.dates.twotimes import two_times
from timeline.dates.values import month_length
from timeline.dates.written import WrittenDate, read_input
from timeline.errors import DateError

Order: TypeAlias = Literal["day", "month"]
"""What stands first in a date of digits."""

_ANY_DAY: Final = dt.date(1, 1, 1)  # a time of day does not say "today"
_WHOLE: Final = re.compile(r"(-?\d+)\.0+")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}")
_YEARS: Final = re.compile(r"(\d\d)(\d\d)-(\d\d)")
_ZERO: Final = re.compile(r"0{1,2}(?:\.0+)?")
_PLAIN_YEAR: Final = re.compile(r"(-?)(\d{3,4})")
_MONTH: Final = re.compile(r"(\d{1,2})([?~%]?)")
_MONTHS: Final = frozenset({*range(1, 13), *range(21, 42)})
"""The months, and the parts of a year that EDTF writes in their place: seasons, quarters, thirds, halves."""
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?([?~%]?)", re.IGNORECASE)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>\.\d+)?)?"
    r"(?:\s*(?P<half>[aApP])\.?[mM]\.?)?\s*(?P<zone>[zZ]|[+-]\d\d:\d\d)?"
)
_NO_DAY: Final = re.compile(r"[/\[{T]|^-?[0-9X]+(?:-[0-9X]+)?$")
"""What shows that a date is not one day: it is more than one, has a time, or has a year or a month alone."""
_SWAP: Final = "swap the two, or mend the one that is wrong"
_BOUND: Final = re.compile(r"[^/{}\[\],]+|\[[^,\]]*\.\.[^,\]]*\]")
"""One date, or a set of those from one to another."""
_MIDNIGHT: Final = re.compile(r"[^T]+T00:00:00(?:\.0+)?")
_WITH_TIME: Final = re.compile(r"(\S+)(?:\s+|[Tt])(\d{1,2}:\S.*)")


def of_parts(year: str, month: str = "", day: str = "", time: str = "") -> WrittenDate:
    """Put a date together of the texts of its parts; a part that is empty was not given.

    Args:
        year: Digits, or what EDTF allows in the place of a year: ``198X``, ``2025?``.
        month: A number, or an English name or its first three letters.
        day: A number of the month.
        time: Hours and minutes, with or without seconds, am or pm, and a shift from UTC.

    A day 0 is one that is not known, as data sets write it; so is a month 0 where the day is 0, too.

    Raises:
        DateError: A part is not one, or one is given without the part that it belongs to, or they name no day;
            ``where`` is the part: year, month, day or time.

    >>> str(of_parts("2026", "Apr")), str(of_parts("2026", "4", "24", "10:20")), str(of_parts("1970", "1", "0"))
    ('2026-04', '2026-04-24T10:20:00', '1970-01')
    """
    year, month, day, time = (part.strip() for part in (year, month, day, time))
    if is_unknown(day):
        day, month = "", "" if _ZERO.fullmatch(month) else month
    if time and not day:
        raise DateError("there is a time and no day", where="time", fix="say which day, or leave the time out")
    if not year:
        what = next((name for name, part in (("month", month), ("day", day)) if part), "part")
        raise DateError(f"there is a {what} and no year", where=what, fix="say which year; XXXX if it is not known")
    if day and not month:
        raise DateError("there is a day and no month", where="day", fix="say which month; XX if it is not known")
    text = _year(year)
    text += f"-{_number(month, _MONTH, 'month')}" if month else ""
    text += f"-{_number(day, _DAY, 'day')}" if day else ""
    try:
        whole = WrittenDate(text)
    except DateError as error:
        if day:
            raise DateError(error.what, where="day", fix="mend the day, or empty it if it is not known") from error
        error.where = "year"
        raise
    return at_time(text, time) if time else whole


def next_years(text: str) -> str | None:
    """Give the two years for which people may write a month so, as of a season or a budget; None for any other text.

    >>> next_years("2009-10"), next_years("2009-11")
    ('2009/2010', None)
    """
    if len(text) != 7 or (found := _YEARS.fullmatch(text)) is None:
        return None
    first = int(found[1] + found[2])
    return f"{first:04d}/{first + 1:04d}" if 1 <= int(found[3]) <= 12 and (first + 1) % 100 == int(found[3]) else None


def is_unknown(day: str) -> bool:
    """Whether a day is a zero, which data sets write where it is not known."""
    return _ZERO.fullmatch(day.strip()) is not None


def several_years(text: str) -> str | None:
    """Give the years that a text such as ``2020-21`` means in a column of years; None for any other text."""
    found = _YEARS.fullmatch(text)
    if found is None:
        return None
    last = f"{found[1]}{found[3]}" if found[3] > found[2] else f"{int(found[1]) + 1:02d}{found[3]}"
    return f"{found[1]}{found[2]}/{last}"


def _year(text: str) -> str:
    whole = found[1] if (found := _WHOLE.fullmatch(text)) else text
    if _SHORT_YEAR.fullmatch(whole):
        fix = f"write 00{whole:0>2} for the year {int(whole)}, else all four digits"
        raise DateError(f"{quoted(text)} does not say which century", where="year", fix=fix)
    if (years := several_years(whole)) is not None:  # in EDTF a month, or a season
        fix = f"write {years} for the years; a month has a column of its own"
        raise DateError(f"{quoted(text)} is not a year", where="year", fix=fix)
    found = _PLAIN_YEAR.fullmatch(whole)
    return f"{found[1]}{found[2]:0>4}" if found else whole


def _number(text: str, form: re.Pattern[str], name: str) -> str:
    whole = found[1] if (found := _WHOLE.fullmatch(text)) else text
    if whole.upper() == "XX":
        return "XX"
    if name == "month" and (number := MONTH_NUMBERS.get(whole.lower().rstrip("."))) is not None:
        return f"{number:02d}"
    found = form.fullmatch(whole)
    if found is None or (name == "month" and int(found[1]) not in _MONTHS):
        fix = f"write its number, or empty the cell: {name} 4 is 4"
        raise DateError(f"{quoted(text)} is not a {name}", where=name, fix=fix)
    return f"{found[1]:0>2}{found[2]}"


def at_time(day: str, time: str) -> WrittenDate:
    """Give the moment of a day at a time of day; without a shift from UTC it stands as it is told.

    Raises:
        DateError: It is not a time of day, or ``day`` is not one day.
    """
    found = _TIME.fullmatch(time.strip())
    if (two := two_times(time)) is not None:
        fix = f"write {two.first} here and {two.last} in a column of its own, end time"
        fix += f"; {two.first}:00{two.shift} if that is its shift from UTC" if two.shift else ""
        raise DateError(f"{quoted(time)} has two times of day, and a time has one", where="time", fix=fix)
    if found is None:
        raise _no_time(time)
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise _no_time(time)
        hour = hour % 12 + (12 if half == "p" else 0)
    second = f"{found['second'] or '00'}{found['fraction'] or ''}"
    if _NO_DAY.search(day):
        fix = "leave the time out, or write the day, as in 2025-08-14"
        raise DateError(f"{quoted(day)} beside it is not one day", where="time", fix=fix)
    text = f"{day}T{hour:02d}:{found['minute']}:{second}{(found['zone'] or '').upper()}"
    return read_input(text, today=_ANY_DAY)


def _no_time(text: str) -> DateError:
    from timeline.dates.dayparts import meant_time, unclear_zone  # noqa: PLC0415 - only a refusal asks

    fix = "write hours and minutes, such as 14:03"
    if meant := meant_time(text):
        fix = f"write {meant}"
    elif zone := unclear_zone(text):
        fix = f"{zone} is the name of several time zones: write its shift from UTC, as in 14:03+01:00"
    return DateError(f"{quoted(text)} is not a time of day", where="time", fix=fix)


def between(start: str, end: str) -> WrittenDate:
    """Give what lasted from one date to another; where both are the same, that date.

    Args:
        start: EDTF; empty where it is not known.
        end: EDTF; empty where none is told: then what happened has a start alone.

    Raises:
        DateError: A side is more than one date, or the end is before the start.

    >>> str(between("2025", "2026-04")), str(between("2025", "")), str(between("", "2026"))
    ('2025/2026-04', '2025', '/2026')
    """
    for name, text in (("start", start), ("end", end)):
        if (text and ("/" in text or text[0] in "[{")) and start and end:
            raise DateError(f"the {name} {quoted(text)} is more than one date", fix="leave the other cell empty")
    if not end or start == end:
        return WrittenDate(start)
    try:
        return WrittenDate(f"{start}/{end}")
    except DateError as error:
        if start and error.what.endswith(BACKWARDS):  # whoever gives two dates has no place for one text of both
            raise DateError(f"the end {quoted(end)} is before the start {quoted(start)}", fix=_SWAP) from error
        raise


def bounded(earliest: str, latest: str) -> WrittenDate:
    """Give the one day that lies between two; where both are the same, that day.

    Args:
        earliest: EDTF; empty where nothing says how early it was. Of a set the first day counts.
        latest: EDTF; empty where nothing says how late it was. Of a set the last day counts.

    Raises:
        DateError: A bound is more than one date, or the latest is before the earliest.

    >>> str(bounded("2025-06-12", "2025-06-18")), str(bounded("2025", "2025")), str(bounded("", "2026"))
    ('[2025-06-12..2025-06-18]', '2025', '[..2026]')
    """
    if earliest == latest:
        return WrittenDate(earliest)
    for name, text in (("earliest", earliest), ("latest", latest)):
        if text and _BOUND.fullmatch(text) is None:
            what = f"the {name} date {quoted(text)} is more than one date"
            raise DateError(what, fix="write the day that bounds it, or empty the cell")
    first, _, of_first = earliest.strip("[]").partition("..")
    of_last, _, last = latest.strip("[]").rpartition("..")
    try:
        return WrittenDate(f"[{first}..{last}]")
    except DateError as error:
        if error.what.endswith(BACKWARDS):
            what = f"the latest date {quoted(last or of_last)} is before the earliest, {quoted(first or of_first)}"
            raise DateError(what, fix=_SWAP) from error
        raise


def in_order(text: str, order: Order) -> str | None:
    """Read digits such as ``04/08/2025`` by the order that was told; None where they are not such a date.

    The year stands last and has four digits. A time of day may follow. Midnight without a zone is given as programs
    write it behind a day, ``2025-08-04 00:00:00``, which is not read: it may be meant as that day.

    >>> in_order("04/08/2025", "day"), in_order("04/08/2025", "month"), in_order("14/08/2025", "month")
    ('2025-08-04', '2025-04-08', None)
    """
    day, time = (found[1], found[2]) if (found := _WITH_TIME.fullmatch(text)) else (text, "")
    if not day[-4:].isascii() or not day[-4:].isdecimal():
        return None
    try:
        parts = read_parted(day, Chosen({"order": order}))
    except Undecided:
        return None
    if parts is None:
        return None
    year, month, number = parts
    if not 1 <= month <= 12 or (number and not number <= month_length(year, month)) or (time and not number):
        return None
    if order == "month" and "." in day and number:  # dots are read with the day first, whatever was told
        return None
    made = f"{year:04d}-{month:02d}" + (f"-{number:02d}" if number else "")
    if not time:
        return made
    try:
        moment = str(at_time(made, time))
    except DateError:
        return None
    return f"{made} 00:00:00" if _MIDNIGHT.fullmatch(moment) else moment
