"""The grammar of EDTF levels 0, 1 and 2: text to a tree whose leaves know their first and last day.

Law: each function below is one production, named as in the specification of the Library of Congress
(https://www.loc.gov/standards/datetime/, 4 February 2019), and takes exactly the text of that production::

    edtf        = set | interval | dateTime | date
    set         = "[" list "]" | "{" list "}"                    level 2
    list        = [ ".." ] element { "," element } [ ".." ]
    element     = date [ ".." date ] | end [ ".." end ]          all of days, or all of instants
    interval    = side "/" side                                  level 0; else 1 or 2
    side        = date | end | ".." | ""                         ".." and "": level 1; both days, or both instants
    dateTime    = year "-" month "-" day "T" time [ shift ]      level 0
    time        = hh ":" mm ":" ss [ "." digits "Z" ]            the fraction is our first extension
    end         = year "-" month "-" day "T" moment shift        our second extension
    moment      = hh ":" mm | time
    shift       = "Z" | ( "+" | "-" ) hh [ ":" mm ]
    date        = calendar | season | letterYear
    calendar    = part(year) [ "-" part(month) [ "-" part(day) ] ]
    season      = part(year) "-" part(21..41)                    21-24: level 1; others: level 2
    part(x)     = [ qualifier ] x [ qualifier ]
    qualifier   = "?" | "~" | "%"                                level 1 at the end, else level 2
    year        = [ "-" ] 4 * ( digit | "X" ) [ "S" integer ]
    letterYear  = "Y" [ "-" ] integer [ "E" integer ] [ "S" integer ]

A level is that of the highest feature used; None where one of our own extensions is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from timeline.dates.days import day_number, format_day, month_length
from timeline.dates.instants import Instant, date_and_time, end_instant, quoted
from timeline.dates.masks import day_range, months_like, significant_years, year_range
from timeline.dates.spans import Span
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Python prints integers of up to 640 digits under its strictest setting; a longer year could not be shown.
MAX_YEAR_DIGITS = 600

UNCERTAIN = 1
APPROXIMATE = 2
_QUALIFIERS = {"?": UNCERTAIN, "~": APPROXIMATE, "%": UNCERTAIN | APPROXIMATE}
_DIGITS = frozenset("0123456789")
_DIGITS_OR_X = frozenset("0123456789X")

# Sub-year groupings that have exact bounds: first and last month.
GROUPINGS = {
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}
# Winters, and the summer of the south: they may run over the end of the year, into its second month.
_OVER_THE_END = frozenset({24, 28, 30})
BACKWARDS = "ends before it begins"
"""What is said of an interval, or a range, whose end is surely before its start."""


class Point(msgspec.Struct, frozen=True):
    """A date: year, year and month, whole day, or a season; each part as written, with its doubt.

    ``year`` has its sign and masks, and no letter; ``marks`` are the qualifiers of year, month and day;
    ``first`` and ``last`` are day numbers; ``significant`` is 0 where all digits of the year are.
    """

    text: str
    precision: str  # "year", "month", "day", "season", "quarter", "quadrimester" or "semestral"
    year: str
    month: str
    day: str
    marks: tuple[int, int, int]
    level: int
    first: int
    last: int
    significant: int = 0

    @property
    def span(self) -> Span:
        """The days that it can be."""
        return Span.days(self.first, self.last)

    @property
    def bounds(self) -> tuple[str, str]:
        """How its bounds print: the first day and the last."""
        return format_day(self.first), format_day(self.last)


End = Point | Instant
"""What may stand at an end of an interval, or in a set: a date, or an instant with an offset or ``Z``."""


class Interval(msgspec.Struct, frozen=True):
    """Two sides, both dates or both instants; a side that is neither is ``..`` (open) or empty (unknown)."""

    text: str
    level: int | None
    left: End | str
    right: End | str


class Members(msgspec.Struct, frozen=True):
    """A list in brackets (one of them) or braces (all of them); a member is a date or an instant, or a range of them.

    All members are dates, or all are instants.
    """

    text: str
    kind: str  # "one-of" or "all-of"
    opens: bool  # starts with ..
    closes: bool  # ends with ..
    items: tuple[tuple[End, End], ...]

    @property
    def level(self) -> int | None:
        """The level: 2, or None where the members are instants."""
        return None if isinstance(self.items[0][0], Instant) else 2


Tree = Point | Instant | Interval | Members


def edtf(text: str) -> Tree:
    """Read a whole expression.

    Raises:
        DateError: It is not EDTF of level 0, 1 or 2, nor one of our two extensions of it.
    """
    if not text:
        raise DateError("The date is empty")
    if text[0] in "[{":
        return set_representation(text)
    if "/" in text:
        return interval(text)
    if "T" in text:
        return date_and_time(text)
    return date(text)


# Sets


def set_representation(text: str) -> Members:
    """Read ``[...]`` or ``{...}``; a double dot may open the list, close it, or join two of its dates."""
    closing = {"[": "]", "{": "}"}[text[0]]
    if text[-1] != closing:
        raise DateError(f"{quoted(text)} does not end with the {closing} that its {text[0]} asks for")
    inside = text[1:-1]
    opens, closes = inside.startswith(".."), inside.endswith("..")
    elements = inside[2 if opens else 0 : -2 if closes else None].split(",")
    if not all(elements):
        raise DateError(f"{quoted(text)} is a set with an empty member")
    if (opens and (".." in elements[0] or (closes and len(elements) == 1))) or (closes and ".." in elements[-1]):
        raise DateError(f"{quoted(text)} has a double dot on both sides of one date")
    items = tuple(map(element, elements))
    _same_kind(text, [each for item in items for each in item])
    return Members(text, "one-of" if closing == "]" else "all-of", opens, closes, items)


def element(text: str) -> tuple[End, End]:
    """Read one member of a set: a date or an instant, or two of them, of whatever precision, joined by a double dot."""
    left, dots, right = text.partition("..")
    if not dots:
        only = end(text)
        return only, only
    if not left or not right or ".." in right:
        raise DateError(f"{quoted(text)} is open on a side, which only the first and last of a list can be")
    first, last = end(left), end(right)
    _same_kind(text, (first, last))
    if last.span.hi < first.span.lo:
        raise DateError(f"{quoted(text)} {BACKWARDS}")
    return first, last


def end(text: str) -> End:
    """Read an end of an interval or a range, or a member of a set: a date, or an instant with an offset or ``Z``."""
    return end_instant(text) if "T" in text else date(text)


def _same_kind(text: str, ends: Iterable[End]) -> None:
    """Refuse days beside instants: a day would count whole, and an instant would not, and nothing says which is meant.

    Raises:
        DateError: Some of the ends are days, and some are instants.
    """
    if len({isinstance(each, Instant) for each in ends}) > 1:
        raise DateError(f"{quoted(text)} mixes days with instants, and a date is made of one or the other")


# Intervals


def interval(text: str) -> Interval:
    """Read ``start/end``, both days or both instants; a side may be ``..`` (open) or nothing (unknown)."""
    left, _, right = text.partition("/")
    if "/" in right:
        raise DateError(f"{quoted(text)} has more than one slash")
    sides = side(left), side(right)
    known = [each for each in sides if not isinstance(each, str)]
    _same_kind(text, known)
    if len(known) == 2 and known[1].span.hi < known[0].span.lo:
        raise DateError(f"{quoted(text)} {BACKWARDS}")
    if any(isinstance(each, Instant) for each in known):
        return Interval(text, None, *sides)
    level = 0 if len(known) == 2 else 1
    for point in sides:
        if isinstance(point, Point):
            level = max(level, 2 if "X" in point.text else point.level)
    return Interval(text, level, *sides)


def side(text: str) -> End | str:
    """Read one side of an interval: a date, an instant, ``..`` or nothing."""
    return text if text in ("", "..") else end(text)


# Dates


def date(text: str) -> Point:
    """Read a year, a year and month or season, or a day, with its masks and qualifiers."""
    if text[:1] == "Y" or (text[1:2] == "Y" and text[0] in _QUALIFIERS):
        return letter_prefixed_year(text)
    left, i = qualifier(text, 0)
    end = i + (5 if text[i : i + 1] == "-" else 4)
    year = text[i:end]
    if len(year) != end - i or not _DIGITS_OR_X.issuperset(year[-4:]):
        raise DateError(_no_year(text))
    if year == "-0000":
        raise DateError(f"{quoted(text)} is no year: year 0 has no sign")
    significant = 0
    if text[end : end + 1] == "S":
        significant, end = positive_integer(text, end + 1)
    right, i = qualifier(text, end)
    if i == len(text):
        marks = (_joined(text, left, right), 0, 0)
        return _year(text, year, marks, significant, inner=left)
    if text[i] != "-" or significant:
        raise DateError(_trailing(text, i))
    of_year = _joined(text, left, right)
    inner = left | right
    left, i = qualifier(text, i + 1)
    month, i = two_digits(text, i, "month")
    right, i = qualifier(text, i)
    of_month = _joined(text, left, right)
    if i == len(text):
        return _month(text, year, month, (of_year | right, of_month, 0), inner=inner | left)
    if text[i] != "-":
        raise DateError(_trailing(text, i))
    inner |= left | right
    of_year |= right
    left, i = qualifier(text, i + 1)
    day, i = two_digits(text, i, "day")
    right, i = qualifier(text, i)
    if i != len(text):
        raise DateError(_trailing(text, i))
    of_day = _joined(text, left, right)
    return _day(text, year, month, day, (of_year | right, of_month | right, of_day), inner=inner | left)


def qualifier(text: str, i: int) -> tuple[int, int]:
    """Read an optional ``?``, ``~`` or ``%`` at a place; give its mark and where reading goes on."""
    mark = _QUALIFIERS.get(text[i : i + 1], 0)
    return mark, i + 1 if mark else i


def two_digits(text: str, i: int, part: str) -> tuple[str, int]:
    """Read a month or a day: two characters, digits or ``X``."""
    digits = text[i : i + 2]
    if len(digits) != 2 or not _DIGITS_OR_X.issuperset(digits):
        raise DateError(f"{quoted(text)} needs a {part} of two digits after the hyphen")
    return digits, i + 2


def positive_integer(text: str, i: int) -> tuple[int, int]:
    """Read a whole number from 1 on, without leading zeros, after ``E`` or ``S``."""
    end = i
    while text[end : end + 1] in _DIGITS:
        end += 1
    if end == i or text[i] == "0":
        raise DateError(f"{quoted(text)} needs a whole number from 1 on after the {text[i - 1]}")
    # What is longer is beyond every limit in this module, however long.
    return int(text[i : min(end, i + 9)]), end


def letter_prefixed_year(text: str) -> Point:
    """Read ``Y`` and a year of more than four digits, or one with an exponent: ``Y-17E7``."""
    left, i = qualifier(text, 0)
    i += 1
    negative = text[i : i + 1] == "-"
    start = i + negative
    end = start
    while text[end : end + 1] in _DIGITS:
        end += 1
    digits, exponent, significant = text[start:end], 0, 0
    if not digits or digits[0] == "0":
        raise DateError(f"{quoted(text)} needs a year without leading zeros after the Y")
    if text[end : end + 1] == "E":
        exponent, end = positive_integer(text, end + 1)
    elif len(digits) < 5:
        raise DateError(f"{quoted(text)} has a year of up to four digits, which is written without Y")
    if text[end : end + 1] == "S":
        significant, end = positive_integer(text, end + 1)
    right, i = qualifier(text, end)
    if i != len(text):
        raise DateError(_trailing(text, i))
    if len(digits) + exponent > MAX_YEAR_DIGITS:
        raise DateError(f"{quoted(text)} is a year of more than {MAX_YEAR_DIGITS} digits")
    mark = _joined(text, left, right)
    level = 2 if exponent or significant or left else 1
    year = ("-" if negative else "") + digits + "0" * exponent
    first, last = significant_years(int(year), significant)
    return Point(
        text, "year", year, "", "", (mark, 0, 0), level,
        day_number(first, 1, 1), day_number(last, 12, 31), significant if first != last else 0,
    )  # fmt: skip


def _year(text: str, year: str, marks: tuple[int, int, int], significant: int, *, inner: int) -> Point:
    level = 2 if inner or significant else 1 if marks[0] or year[0] == "-" else 0
    if "X" in year:
        if significant:
            raise DateError(f"{quoted(text)} mixes X with significant digits: use one of them")
        first, last = year_range(year)
        level = max(level, 1 if year[-4:].rstrip("X").find("X") < 0 and "X" not in year[-4:-2] else 2)
    else:
        first, last = significant_years(int(year), significant)
    return Point(
        text, "year", year, "", "", marks, level,
        day_number(first, 1, 1), day_number(last, 12, 31), significant if first != last else 0,
    )  # fmt: skip


def _month(text: str, year: str, month: str, marks: tuple[int, int, int], *, inner: int) -> Point:
    level = 2 if inner else 1 if any(marks) or year[0] == "-" else 0
    if "X" not in month and not 1 <= (number := int(month)) <= 12:
        return _season(text, year, number, marks, max(level, 2 if "X" in year or number > 24 else 1))
    if "X" in year or "X" in month:
        level = max(level, 1 if month == "XX" and "X" not in year else 2)
    months = months_like(month)
    if not months:
        raise DateError(f"{quoted(text)} has no possible month {month}")
    first, last = year_range(year)
    return Point(
        text, "month", year, month, "", marks, level,
        day_number(first, months[0], 1), day_number(last, months[-1], month_length(last, months[-1])),
    )  # fmt: skip


def _season(text: str, year: str, number: int, marks: tuple[int, int, int], level: int) -> Point:
    if not 21 <= number <= 41:
        raise DateError(f"{quoted(text)} has no month {number:02d}")
    first, last = year_range(year)
    start, end = GROUPINGS.get(number, (1, 12))
    if number in _OVER_THE_END:
        last, end = last + 1, 2
    precision = "season"
    if number > 32:
        precision = "quarter" if number < 37 else "quadrimester" if number < 40 else "semestral"
    return Point(
        text, precision, year, f"{number}", "", marks, level,
        day_number(first, start, 1), day_number(last, end, month_length(last, end)),
    )  # fmt: skip


def _day(text: str, year: str, month: str, day: str, marks: tuple[int, int, int], *, inner: int) -> Point:
    level = 2 if inner else 1 if any(marks) or year[0] == "-" else 0
    if "X" in text:
        right = "X" not in year and (month == "XX" or "X" not in month) and day == "XX"
        level = max(level, 1 if right else 2)
        days = day_range(year, month, day)
        if days is None:
            if not months_like(month):
                raise DateError(f"{quoted(text)} has no possible month {month}")
            raise DateError(f"{quoted(text)} is a day that does not exist, whatever stands for the X")
        return Point(text, "day", year, month, day, marks, level, *days)
    number, of_month, of_year = int(day), int(month), int(year)
    if not 1 <= of_month <= 12:
        if 21 <= of_month <= 41:
            raise DateError(f"{quoted(text)} has a day within season or quarter {month}, which has none")
        raise DateError(f"{quoted(text)} has no month {month}")
    if not 1 <= number <= month_length(of_year, of_month):
        raise DateError(f"{quoted(text)} is a day that does not exist")
    first = day_number(of_year, of_month, number)
    return Point(text, "day", year, month, day, marks, level, first, first)


# What is wrong


def _joined(text: str, left: int, right: int) -> int:
    if left and left == right:
        raise DateError(f"{quoted(text)} qualifies one part twice with the same sign")
    return left | right


def _no_year(text: str) -> str:
    if not text.strip():
        return f"{quoted(text)} is blank where a date is needed"
    if text != text.strip():
        return f"{quoted(text)} has a blank before or after it"
    return f"{quoted(text)} does not begin with a year of four digits"


def _trailing(text: str, i: int) -> str:
    rest = text[i:]
    if rest[0] in _DIGITS and text[:i].lstrip("-?~%").isdigit():
        return f"{quoted(text)} has a year of more than four digits, which needs a Y before it"
    if rest[0] in _QUALIFIERS:
        return f"{quoted(text)} has two qualifiers in a row: % is both ? and ~"
    if rest.isspace():
        return f"{quoted(text)} has a blank before or after it"
    return f"{quoted(text)} has {quoted(rest)} after what can be read as a date"
