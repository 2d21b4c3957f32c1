"""The words of one date in English: months, ordinals, decades, centuries, eras, doubts, parts.

Law: a word that is not known ends the reading, so that nothing is left out of what was said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from timeline.dates.english import MONTHS
from timeline.dates.numerals import read_parted
from timeline.dates.said import Said, Years, decade, one_year, stretch
from timeline.dates.smallwords import MONTH_NUMBERS
from timeline.dates.suggest import near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.dates.meanings import Chosen

_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS: Final = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
}
_COUNTS: Final = {"quarter": 4, "half": 2, "third": 3}
_PARTS: Final = {
    **dict.fromkeys(("early", "beginning", "start"), (0, 3)),
    **dict.fromkeys(("mid", "middle"), (1, 3)),
    **dict.fromkeys(("late", "end"), (2, 3)),
}
_MARKS: Final = {
    **dict.fromkeys(("circa", "c", "ca", "about", "around", "approximately", "approx", "roughly", "nearly"), "~"),
    **dict.fromkeys(("approximate", "estimated"), "~"),
    **dict.fromkeys(("probably", "possibly", "perhaps", "maybe", "presumably", "likely", "apparently"), "?"),
    **dict.fromkeys(("probable", "uncertain", "inferred"), "?"),
}
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS: Final = {
    **{name: n for n, name in enumerate(DAYS)},
    **{name[:3]: n for n, name in enumerate(DAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
_FILLERS: Final = frozenset(
    {"the", "of", "in", "on", "at", "a", "day", "month", "year", "some", "sometime", "back", "date", "dated"}
    | {"born", "died", "founded", "established", "published", "released", "announced", "launched", "built", "written"}
    | {"b", "d", "pub", "est"}
)
_BC: Final = frozenset({"bc", "bce", "b.c", "b.c.e"})
_AD: Final = frozenset({"ad", "ce", "a.d", "c.e"})
_LENGTHS: Final = {
    **dict.fromkeys(("century", "centuries", "cent", "c"), 100),
    **dict.fromkeys(("millennium", "millennia"), 1000),
}


def read_date(words: Sequence[str], chosen: Chosen) -> Said | None:
    """Read one date, its words in any order that people use; None where one of them is not understood."""
    words = [word for word in words if word not in _FILLERS]
    said, numbers, at = Said(), [], 0
    if words and words[-1].endswith("?") and len(words[-1]) > 1:
        said = said._replace(mark="?")
        words[-1] = words[-1].rstrip("?")
    while at < len(words):
        word = words[at].rstrip(".") or words[at]
        following = [other.rstrip(".") for other in words[at + 1 : at + 3]]
        if word.isdigit() and word.isascii() and len(word) < 4 and not {*following[:1]} & (_BC | _AD):
            numbers.append(word)
            at += 1
            continue
        found = _word(word, following, said, chosen)
        if found is None:
            return None
        said, used = found
        at += used
    return _with_numbers(said, numbers, len(words), chosen)


def lacks_year(text: str) -> bool:
    """Say whether a phrase names a month, a season or a day of the week, and no year."""
    words = re.findall("[a-z]+", text.lower())
    named = any(word in MONTH_NUMBERS or word in _SEASONS or word in WEEKDAYS for word in words)
    return named and not re.search(r"\d{3}", text)


def _with_numbers(said: Said, numbers: Sequence[str], count: int, chosen: Chosen) -> Said | None:
    """Say of each bare number whether it is the day or the year."""
    if not numbers:
        return said if said != Said() else None
    if len(numbers) > 2 or (len(numbers) == 2 and (not said.month or said.years is not None or said.day)):
        return None
    if not said.month and said.years is not None and len(numbers) == 1:  # of 14-16, 2025
        return said._replace(day=int(numbers[0])) if len(numbers[0]) < 3 and not said.day and not said.part else None
    if not said.month or said.month > 12:
        if said.years is not None or said.month or said.day:
            return None
        year = numbers[0]
        if len(year) == 3 and said.mark in ("", "~") and count > 1:  # 198? is a decade
            return said._replace(years=one_year(int(year)), number="")
        return said._replace(number=year)
    *days, last = numbers
    if len(numbers) == 2:
        if len(last) != 2:
            return None
        said = said._replace(years=one_year(int(chosen.pick("century") + last)))
    elif not said.day and len(last) < 3 and 1 <= int(last) <= 31:
        days = [last]
    elif said.years is None and len(last) == 2:
        return said._replace(years=one_year(int(chosen.pick("century") + last)))
    if not days or said.day or len(days[0]) > 2 or not 1 <= int(days[0]) <= 31:
        return None
    return said._replace(day=int(days[0]))


def _word(word: str, following: Sequence[str], said: Said, chosen: Chosen) -> tuple[Said, int] | None:
    """Read the next word or words; None where they are not understood, or say twice what was said."""
    after = following[0] if following else ""
    if word in _MARKS:
        mark = _MARKS[word]
        return said._replace(mark=mark if said.mark in ("", mark) else "%"), 1
    if word in WEEKDAYS:
        return None if said.weekday is not None else (said._replace(weekday=WEEKDAYS[word]), 1)
    if (part := _part(word, after)) is not None:
        return None if said.part is not None else (said._replace(part=part[0]), part[1])
    if (year := _year(word, following, chosen)) is not None:
        years, era, used = year
        return None if said.years is not None else (said._replace(years=years, era=era), used)
    if found := re.fullmatch(r"y(\d\d|\d{4})(\|?)", word):
        return _short_year(found[1], bool(found[2]), said, chosen)
    if whole := read_parted(word, chosen):
        if said.years is not None or said.month or said.day:
            return None
        year_, month, day = whole
        return said._replace(years=one_year(year_), month=month, day=day), 1
    if (ordinal := _day(word)) is not None:
        return None if said.day else (said._replace(day=ordinal), 1)
    if (name := _month(word)) is not None:
        return None if said.month else (said._replace(month=name), 1)
    return None


def _short_year(digits: str, may_be_day: bool, said: Said, chosen: Chosen) -> tuple[Said, int] | None:
    """Read what a spreadsheet or an apostrophe makes a year: ``y25``; ``y25|`` is Aug-25, which may be a day."""
    if may_be_day and 1 <= int(digits) <= 31 and chosen.pick("hyphened") == "day":
        return None if said.day else (said._replace(day=int(digits)), 1)
    if said.years is not None:
        return None
    year = digits if len(digits) == 4 else chosen.pick("century") + digits
    return said._replace(years=one_year(int(year))), 1


def _part(word: str, after: str) -> tuple[tuple[int, int], int] | None:
    """Read ``early``, ``first half``, ``Q3``, ``2H``: which of how many parts, and how many words it takes."""
    if word in _PARTS:
        return _PARTS[word], 1
    number = _ORDINALS.get(word, 0) if word.isalpha() else _ordinal(word) or 0
    count = _COUNTS.get(after, 0)
    if word == "last" and count:
        return (count - 1, count), 2
    if count and 1 <= number <= count:
        return (number - 1, count), 2
    found = re.fullmatch(r"([qh])([1-4])|([1-4])([qh])", word)
    if found is None:
        return None
    letter, digit = (found[1], found[2]) if found[1] else (found[4], found[3])
    count = 4 if letter == "q" else 2
    return ((int(digit) - 1, count), 1) if int(digit) <= count else None


def _year(word: str, following: Sequence[str], chosen: Chosen) -> tuple[Years, str, int] | None:
    """Read a year, a decade, a century or a millennium: the years, the era if it was said, and the words it takes."""
    after = following[0] if following else ""
    if word in _AD and re.fullmatch(r"\d{1,4}", after) and int(after):
        return one_year(int(after)), "ad", 2
    if re.fullmatch(r"\d{1,9}", word):
        if after in _BC and int(word):
            return one_year(1 - int(word)), "bc", 2
        if after in _AD and int(word) and len(word) <= 4:
            return one_year(int(word)), "ad", 2
        return (one_year(int(word)), "", 1) if len(word) == 4 else None
    if found := re.fullmatch(r"(\d{3})0'?s", word):
        first = int(found[1]) * 10
        if first % 100 == 0 and chosen.pick("hundreds") == "century":
            return Years(first, first + 99, f"{first // 100:02d}XX"), "", 1
        return decade(first), "", 1
    size = _LENGTHS.get(after)
    count = _ORDINALS.get(word) or _ordinal(word)
    if size and count and count * size <= 10_000:
        bc = len(following) > 1 and following[1] in _BC
        ad = len(following) > 1 and following[1] in _AD
        return stretch(count, size, bc=bc), "bc" if bc else "ad" if ad else "", 3 if bc or ad else 2
    return None


def _ordinal(word: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word)
    return int(found[1]) if found and int(found[1]) else None


def _day(word: str) -> int | None:
    number = _ordinal(word)
    return number if number and number <= 31 else None


def _month(word: str) -> int | None:
    if word in _SEASONS:
        return _SEASONS[word]
    if word in MONTH_NUMBERS:
        return MONTH_NUMBERS[word]
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return None
    close = near(word, [name.lower() for name in MONTHS], least=0.75)
    return MONTH_NUMBERS[close] if close else None
