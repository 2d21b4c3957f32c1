"""One date as English says it, part by part, and the EDTF and the days that the parts make together.

Law: nothing is added to what was said. Vague words get the widest EDTF that still says what they say; no year is
guessed: where it is missing, the EDTF says so with ``XXXX``.
"""

from __future__ import annotations

from typing import Final

from timeline.dates.grammar import GROUPINGS
from timeline.dates.meanings import Reading, of_days
from timeline.dates.numerals import weekday
from timeline.dates.values import day_number, format_day, format_year, is_leap, month_length
from timeline.named import NamedTuple

_FIRST_CODE: Final = {4: 33, 3: 37, 2: 40}
"""The first code of the quarters, thirds and halves of a year."""
_OVER_THE_END: Final = frozenset({24, 28, 30})  # seasons that may last to the end of the next February


class Years(NamedTuple):
    """One year, or those of a decade, a century or a millennium; the text is empty where EDTF needs a list."""

    first: int
    last: int
    text: str


UNKNOWN: Final = Years(0, 9999, "XXXX")


def one_year(year: int) -> Years:
    """Make a year of any size: year 0 is 1 BC."""
    text = format_year(year) if abs(year) < 10_000 else f"Y{year}"
    return Years(year, year, text)


def stretch(count: int, size: int, *, bc: bool = False) -> Years:
    """Make the count-th century (size 100) or millennium (size 1000), as EDTF counts: the 18th is 17XX, 1700 to 1799.

    BC, it is as people count: the 5th century BC is 500 to 401 BC. The first ones do not cross from AD to BC.
    """
    if bc:
        first, last = 1 - count * size, -(count - 1) * size
        mask = f"-{count - 1:0{5 - len(str(size))}d}{'X' * (len(str(size)) - 1)}"
        return Years(first, last, mask if count > 1 else "")
    first = (count - 1) * size
    mask = f"{count - 1:0{5 - len(str(size))}d}{'X' * (len(str(size)) - 1)}"
    return Years(first, first + size - 1, mask) if count > 1 else Years(1, size - 1, "")


def decade(first: int) -> Years:
    """Make the ten years from one that ends in 0."""
    return Years(first, first + 9, f"{first // 10:03d}X")


class Span(NamedTuple):
    """A date made whole: its first and last unit as EDTF, its first and last day, and the unit that comes next to it.

    ``left`` and ``right`` are equal where it is one EDTF date. ``unit`` is "year", "month" or "day"; empty for
    seasons, beside which no day is surely before or after.
    """

    left: str
    right: str
    first: int
    last: int
    unit: str

    @property
    def is_one(self) -> bool:
        """Whether it is one EDTF date."""
        return self.left == self.right

    @property
    def member(self) -> str:
        """The EDTF as a member of a list."""
        return self.left if self.is_one else f"{self.left}..{self.right}"

    @property
    def reading(self) -> Reading:
        """The date alone."""
        return of_days(self.left if self.is_one else f"[{self.member}]", self.first, self.last)


class Said(NamedTuple):
    """What was said of one date. ``month`` may be an EDTF season or part of a year; 0 where nothing was said.

    ``part`` is (place, count): the place-th, from 0, of so many equal parts. ``number`` is one of which it was not
    said what it counts. ``weekday`` is 0 for Monday.
    """

    years: Years | None = None
    month: int = 0
    day: int = 0
    part: tuple[int, int] | None = None
    mark: str = ""
    weekday: int | None = None
    number: str = ""
    era: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a bare number, and nothing else but perhaps a mark."""
        return bool(self.number) and self.years is None and not self.month and self.part is None

    @property
    def is_year(self) -> bool:
        """Whether it is one year, and nothing else but perhaps a mark."""
        years = self.years
        return years is not None and years.first == years.last and not (self.month or self.day or self.part)

    def span(self) -> Span | None:
        """Make the date whole; None where its parts do not go together, or no such day exists."""
        if self.number or (self.years is None and not self.month):
            return None
        years = self.years or UNKNOWN
        if self.weekday is not None and not self._is_on_that_weekday(years):
            return None
        if self.day:
            return self._of_day(years)
        if self.month > 12:
            return self._of_season(years)
        if self.month:
            return self._of_month(years)
        return self._of_years(years)

    def _is_on_that_weekday(self, years: Years) -> bool:
        if not self.day or years.first != years.last or not 1 <= self.month <= 12:
            return False
        return weekday(day_number(years.first, self.month, self.day)) == self.weekday

    def _of_day(self, years: Years) -> Span | None:
        text = f"{years.text}-{self.month:02d}-{self.day:02d}{self.mark}"
        if not 1 <= self.month <= 12 or not years.text:
            return None
        first, last = years.first, years.last
        if (self.month, self.day) == (2, 29):
            first = next((year for year in range(first, min(first + 9, last + 1)) if is_leap(year)), first)
            last = next((year for year in range(last, max(last - 9, first - 1), -1) if is_leap(year)), last)
        if self.day > month_length(first, self.month):
            return None
        low, high = (day_number(year, self.month, self.day) for year in (first, last))
        return Span(text, text, low, high, "day" if years.first == years.last else "")

    def _of_season(self, years: Years) -> Span | None:
        if not years.text:
            return None
        begin, end = GROUPINGS.get(self.month, (1, 12))
        last = years.last
        if self.month in _OVER_THE_END:
            last, end = last + 1, 2
        text = f"{years.text}-{self.month}{self.mark}"
        low, high = day_number(years.first, begin, 1), day_number(last, end, month_length(last, end))
        plain = self.month in GROUPINGS and years.first == years.last
        return Span(text, text, low, high, "month" if plain else "")

    def _of_month(self, years: Years) -> Span | None:
        text = f"{years.text}-{self.month:02d}"
        if not years.text:
            return None
        low = day_number(years.first, self.month, 1)
        high = day_number(years.last, self.month, month_length(years.last, self.month))
        if self.part is None:
            return Span(text + self.mark, text + self.mark, low, high, "month" if years.first == years.last else "")
        place, count = self.part
        if years.first != years.last or count not in (2, 3):
            return None
        step = 10 if count == 3 else 15
        begin, end = place * step, (place + 1) * step - 1
        days = low + begin, high if place == count - 1 else low + end
        left, right = (format_day_of(years, day) + self.mark for day in days)
        return Span(left, right, *days, "day")

    def _of_years(self, years: Years) -> Span | None:
        first, last = years.first, years.last
        if self.part is not None and first == last:
            place, count = self.part
            return Said(years=years, month=_FIRST_CODE[count] + place, mark=self.mark).span()
        text = years.text
        if self.part is not None:
            place, count = self.part
            size = -(-(last - first + 1) // 10) * 10  # the first century has 99 years, and parts as every other
            if size % count and count != 3:
                return None
            base = last - size + 1 if first >= 0 else first
            first, last = max(first, base - -place * size // count), base - -(place + 1) * size // count - 1
            text = ""
        low, high = day_number(first, 1, 1), day_number(last, 12, 31)
        if text:
            return Span(text + self.mark, text + self.mark, low, high, "year")
        left, right = (one_year(year).text + self.mark for year in (first, last))
        return Span(left, right, low, high, "year")


def format_day_of(years: Years, day: int) -> str:
    """Print a day number as EDTF, in a year that EDTF writes as it is."""
    return format_day(day) if abs(years.first) < 10_000 else ""
