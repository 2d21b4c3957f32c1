"""What a cell of a workbook shows of its date: the number format is the precision, and what is not shown is not said.

Law of this module: a cell that shows ``Apr 2026`` is April 2026, whatever day its number counts. A number that shows no
date that exists, or no year, is refused: never a day that nobody saw.

Sources: ECMA-376 part 1, 18.8.30 (number formats) and 18.17.4.1 (serial numbers).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final

import attrs

from timeline.text.incoming.values import Wrong

_TOKEN: Final = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<ampm>am/pm|a/p)'
    r"|general|(?P<letters>y+|e+|m+|d+|h+|s+|g+|q+|w+|b\d?)|(?P<fraction>\.0+)|.",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED: Final = re.compile(r"[hms]+", re.IGNORECASE)
BUILT_IN: Final = {
    9: "0%",
    10: "0.00%",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
}
"""Formats that every workbook has by number."""
OF_LANGUAGES: Final = frozenset({*range(27, 37), *range(50, 59)})
"""Formats whose code is another in each language of the program."""
_LAST_SERIAL: Final = 2_958_465
_LEAP: Final = 60
_YEAR_AS_SERIAL: Final = range(1_500, 2_200)

DATE_PARTS: Final = ("year", "month", "day")
_DATED: Final = frozenset({*DATE_PARTS, "quarter", "week"})
_FIRST_QUARTER: Final = 33
_NO_DAY: Final = "type the day that is meant as text: set the format of the cell to text first"
LENGTH: Final = "it shows a length of time, and not a date"
LENGTH_FIX: Final = "write when it was; a length is not a date"
_PLAIN_FIX: Final = "give the cell the format yyyy-mm-dd; or type it as text: set the format to text first"


@attrs.frozen
class Shown:
    """Which parts of a date and a time a format shows; none for a number or a text.

    A quarter and a week are parts, too.
    """

    parts: frozenset[str] = frozenset()
    why_not: str | None = None

    @property
    def is_date(self) -> bool:
        """Whether it shows a date or a time."""
        return bool(self.parts) or self.why_not is not None


@functools.lru_cache(maxsize=512)
def shown(code: str) -> Shown:
    """Read the code of a number format; only its first section, that of positive numbers, counts.

    Where a section has a condition, it is not known which one shows a number: those that show a date must show the same
    of it.

    >>> sorted(shown("mmm yyyy").parts), sorted(shown("h:mm").parts), shown("0.00").is_date
    (['month', 'year'], ['hour', 'minute'], False)
    """
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token[0] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    if not any(token["bracket"] and token["bracket"][0] in "<>=" for section in sections for token in section):
        return _shown(sections[0])
    dated = {each for each in map(_shown, sections) if each.is_date}
    if len(dated) > 1:
        return Shown(why_not="its format shows some dates in another way than others")
    return dated.pop() if dated else Shown()


def _shown(section: list[re.Match[str]]) -> Shown:
    found: list[str] = []
    for token in section:
        if token["bracket"] is not None and _ELAPSED.fullmatch(token["bracket"]):
            return Shown(why_not=LENGTH)
        if token["ampm"] is not None:
            found.append("ampm")
        elif token["letters"] is not None:
            found.append(token["letters"].lower())
        elif token["fraction"] is not None and found and found[-1][0] == "s":
            found.append("fraction")
    if any(letters[0] == "b" for letters in found):
        return Shown(why_not="it shows a year of the Buddhist calendar")
    parts = {part for n, letters in enumerate(found) if (part := _part(found, n, letters)) is not None}
    if parts == {"era"} or not parts:
        return Shown()
    return Shown(frozenset(parts - {"era"}))


def _part(found: list[str], n: int, letters: str) -> str | None:
    """Say what a run of letters shows; ``m`` is the minute behind an hour, or before a second."""
    if letters == "fraction":
        return letters
    match letters[0]:
        case "y" | "e":
            return "year"
        case "d":
            return "day" if len(letters) < 3 else None
        case "h":
            return "hour"
        case "s":
            return "second"
        case "g":
            return "era"
        case "q":  # these two are LibreOffice's
            return "quarter"
        case "w":
            return "week"
        case "m":
            before = next((other for other in reversed(found[:n]) if other != "ampm"), "")
            after = found[n + 1] if n + 1 < len(found) else ""
            is_minute = len(letters) < 3 and (before[:1] == "h" or after[:1] == "s")
            return "minute" if is_minute else "month"
    return None


def of_serial(number: float, shows: Shown, *, from_1904: bool) -> str | Wrong:
    """Give what a serial number of a format shows, as EDTF, or as a time of day.

    It is days since the start of the system, and a fraction of a day; old workbooks of the Mac count from 1904-01-01.
    """
    if shows.why_not is not None:
        return Wrong(shows.why_not, LENGTH_FIX if shows.why_not == LENGTH else _PLAIN_FIX)
    days = int(number // 1)
    if not shows.parts & _DATED:
        if days:
            return Wrong(f"it shows a time alone, and its number {of_number(number)} is more than a day", _PLAIN_FIX)
    elif (wrong := _no_day(number, shows, from_1904=from_1904)) is not None:
        return wrong
    micros = round((number - days) * 86_400_000) * 1000  # a workbook keeps milliseconds
    if "fraction" not in shows.parts:
        micros = round(micros / 1_000_000) * 1_000_000
    try:
        return of_moment(_start(days, from_1904=from_1904) + dt.timedelta(days=days, microseconds=micros), shows)
    except OverflowError:
        return Wrong(f"its number {of_number(number)} is no day up to the year 9999", _NO_DAY)


def _start(days: float, *, from_1904: bool) -> dt.datetime:
    """Give the day 0 of a system: that of 1900 counts a 29 February 1900, so that it begins a day later before that."""
    if from_1904:
        return dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
    return dt.datetime(1899, 12, 31 if days < _LEAP else 30)  # noqa: DTZ001


def _no_day(number: float, shows: Shown, *, from_1904: bool) -> Wrong | None:
    """Say why a number is no day of the calendar of a workbook; None where it is one."""
    first = 0 if from_1904 else 1
    days = number // 1
    if days < first:
        return Wrong(f"its number {of_number(number)} is before the first day that a workbook counts", _NO_DAY)
    if days > _LAST_SERIAL:
        return Wrong(f"its number {of_number(number)} is no day up to the year 9999", _NO_DAY)
    if not from_1904 and days == _LEAP:
        return Wrong("it shows 29 February 1900, a day that never was", _NO_DAY)
    if shows.parts == {"year"} and days == number and days in _YEAR_AS_SERIAL:
        year = int(number)
        shown_as = (_start(days, from_1904=from_1904) + dt.timedelta(days=days)).year
        return Wrong(
            f"it holds the number {year}, which its format shows as the year {shown_as}",
            f"if the year {year} is meant, give the cell the format General",
        )
    return None


def of_moment(when: dt.datetime, shows: Shown) -> str | Wrong:
    """Give as EDTF what is shown of a moment; a time alone as ``14:03:00``."""
    parts = shows.parts
    dated = [part for part in DATE_PARTS if part in parts]
    timed = bool(parts & {"hour", "minute", "second"})
    time = when.time().isoformat()
    if not parts & _DATED:
        return time if "hour" in parts else Wrong("it shows minutes and seconds, and no hour", _PLAIN_FIX)
    if "year" not in dated:
        words = " and ".join(part for part in (*DATE_PARTS, "quarter", "week") if part in parts)
        return Wrong(
            f"it shows a {words} and no year: its program put {when.year} there by itself",
            "give the cell a format with the year, and look whether it is right",
        )
    day = f"{when.year:04d}-{when.month:02d}-{when.day:02d}"
    if dated == ["year", "day"]:
        return Wrong("it shows a year and a day, and no month", _PLAIN_FIX)
    if "week" in parts and "day" not in dated:
        return Wrong("it shows a week, which EDTF cannot say", _PLAIN_FIX)
    if "quarter" in parts and dated == ["year"]:
        return f"{when.year:04d}-{_FIRST_QUARTER + (when.month - 1) // 3}"
    if dated != list(DATE_PARTS):
        return day[: 4 if dated == ["year"] else 7]
    return f"{day}T{time}" if timed and "hour" in parts else day


def linked(formula: str | None) -> str | None:
    """Give the address of a formula that shows words with a link behind them; None of any other.

    >>> linked('HYPERLINK("https://a.example/1","words")'), linked("A1+1")
    ('https://a.example/1', None)
    """
    found = _HYPERLINK.match(formula or "")
    return found[1].replace('""', '"') if found else None


_HYPERLINK: Final = re.compile(r'(?:of:|oooc:)?=?\s*HYPERLINK\(\s*"((?:[^"]|"")+)"\s*[,;)]', re.IGNORECASE)
"""A formula whose address is a text, and not worked out of other cells."""


def of_number(number: float) -> str:
    """Give a number as a person would type it.

    >>> of_number(2026.0), of_number(0.5)
    ('2026', '0.5')
    """
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
