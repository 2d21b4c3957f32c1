"""What to write instead: for a text that is not EDTF, the EDTF that was probably meant, and the advice to give.

Law: a proposal is always valid EDTF with the bounds of what was meant, never stored by itself, and never guesses a
year. What is read in words or numbers has its bounds checked; what is only mended keeps every digit.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from timeline.dates.dayparts import unclear_zone
from timeline.dates.endings import advice as advice_on_ends
from timeline.dates.instants import quoted, to_utc
from timeline.dates.meanings import joined
from timeline.dates.numerals import weekday, what_it_may_count
from timeline.dates.phrases import read_phrase, still_lasts
from timeline.dates.slips import is_valid, mended, tried
from timeline.dates.spelled import DAYS, WEEKDAYS, lacks_year
from timeline.dates.twotimes import two_times
from timeline.dates.values import DAY, day_number, format_day
from timeline.named import NamedTuple

if TYPE_CHECKING:
    from timeline.dates.meanings import Reading

_LONGEST = 200  # nothing longer is a slip of the pen


LEAVE_OUT: Final = "leave the date out where none is known"
CLOCK_FORMS: Final = "write a day, a month, a year, or an instant: 2025-08-14, 2025-08, 2025, 2025-08-14T12:00:00Z"


class Hint(NamedTuple):
    """What was probably meant (or None), the advice in words, and what is wrong where that says more.

    ``readings`` are the EDTF of all that may have been meant, where it may be more than one thing, or where the advice
    names what can be stored and cannot be a clock.
    """

    edtf: str | None
    fix: str
    what: str | None = None
    readings: tuple[str, ...] = ()


def hint(text: str, *, today: dt.date | None = None) -> Hint | None:
    """Find what a text that is not EDTF was probably meant to be.

    Args:
        text: The text as typed.
        today: The day on which it was typed, where that is known; used to show how a year is written, and for
            words such as "yesterday".

    >>> hint("early May 2025").edtf, hint("April").edtf, hint("8/14/25").edtf
    ('[2025-05-01..2025-05-10]', 'XXXX-04', '[1925-08-14,2025-08-14]')
    """
    if len(text) > _LONGEST:
        return None
    bare = text.strip().strip("\"'\u201c\u201d\u2018\u2019")
    if not bare or means_none(bare):
        what = f"{quoted(text)} says that no date is known" if bare else None
        return Hint(None, LEAVE_OUT, what)
    if still_lasts(bare):
        what = f"{quoted(text)} says that something still lasts, and not since when"
        now = () if today is None else (today.isoformat(),)
        return Hint(None, "write its start and an open end, as in 2025-08/..", what, now)
    in_words = f"{quoted(text)} is in words, and a date is stored as EDTF"
    if (relative := _relative(bare.lower(), today)) is not None:
        return relative._replace(what=in_words)
    if midnight := _MIDNIGHT.fullmatch(bare):
        day = midnight[1]
        if is_valid(day):
            fix = f"write {day} if the day is meant, as programs write days so; {day}T00:00:00Z if midnight in UTC is"
            return Hint(day, fix)
    what = in_words if any(c.isalpha() for c in bare) and not _is_in_signs(bare) else None
    if (two := two_times(bare)) is not None and (days := _days_of(two.rest)):
        return Hint(None, two.on(days), f"{quoted(text)} has two times of day, and a time has one")
    if _TIME_ALONE.fullmatch(bare):
        fix = "write its day before it, and Z or its shift from UTC behind it, as in 2025-08-14T14:20:00+02:00"
        return Hint(None, fix, f"{quoted(text)} is a time of day, and does not say of which day")
    if found := read_phrase(bare):
        texts = tuple(reading.text for reading in found)
        return Hint(joined(found), _advice_of(bare, found, today), what, texts if len(texts) > 1 else ())
    if several := _several(bare):
        return several
    if year := _year_alone(bare):
        return year
    if advice := what_it_may_count(bare):
        return Hint(None, advice)
    if zone := unclear_zone(bare):
        return Hint(None, f"{zone} is the name of several time zones: write its shift from UTC, as in +01:00")
    if whole := mended(bare):
        return Hint(whole, _advice(bare, whole, today))
    if advice := _other_weekday(bare):
        return Hint(None, advice, what)
    if fine := _too_fine(bare):
        return fine
    if month := _month_without_day(bare):
        what = f"{quoted(text)} is not a day of the calendar"
        return Hint(None, f"write the day that is meant, or {month}-XX if it is not known", what, (month,))
    if today is not None and what and lacks_year(bare) and (found := read_phrase(f"{bare} {today.year:04d}")):
        return Hint(None, f"say which year, as in {found[0].text}", what, (found[0].text,))
    return None


def in_year(text: str, year: int) -> str:
    """Give a date that says no year, such as ``XXXX-02-29``, in the last year by then that has it; others as they are.

    >>> in_year("XXXX-02-29", 2026), in_year("2025-08?", 2026)
    ('2024-02-29', '2025-08?')
    """
    if not text.startswith("XXXX"):
        return text
    rest = text[4:].rstrip("?~%")
    return next((found for past in range(9) if is_valid(found := f"{year - past:04d}{rest}")), text)


_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d) 00:00(?::00(?:\.0+)?)?", re.ASCII)
"""How data frames and databases write a day in a column of times."""
_TIME_ALONE: Final = re.compile(
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:z|utc))?", re.IGNORECASE | re.ASCII
)
_NOTHING: Final = frozenset(
    {"n/a", "n.a.", "na", "none", "null", "nil", "unknown", "not known", "unclear", "tbd", "tba", "tbc", "unspecified"}
    | {"-", "--", "\u2013", "\u2014", "?", "??", "???", "."}
)
_NONE: Final = _NOTHING | frozenset({"undated", "no date", "n.d.", "n.d", "nd", "x", "date unknown", "unknown date"})
_ZEROS: Final = re.compile(r"0{4}([-:])00\1(?:00)(?:[ t]00:00:00z?)?|00([/.])00\2(?:00)?00|:\s+:[\s:]*")
"""A date of zeros, as databases and cameras write none; or the colons that Exif has between blanks."""


def says_nothing(text: str) -> bool:
    """Say whether people fill a cell with a text where they know nothing, whatever the cell is about.

    >>> says_nothing("n/a"), says_nothing("\u2014"), says_nothing("X")
    (True, True, False)
    """
    return text.strip().lower() in _NOTHING


def means_none(text: str) -> bool:
    """Say whether people write a text for a date that they do not know.

    >>> means_none("N/A"), means_none("?"), means_none("soon")
    (True, True, False)
    """
    bare = text.strip().lower()
    return bare in _NONE or _ZEROS.fullmatch(bare) is not None


_TWO_LETTERS: Final = re.compile(r"([^\W\d_])(?!\1)[^\W\d_]")
"""Two letters that differ side by side, as in the name of a zone, EST: no sign of EDTF stands by another."""


def _is_in_signs(text: str) -> bool:
    """Say whether the letters of a text are only those of EDTF, or of ISO 8601."""
    return all(c in "xXyYeEsStTzZwWqQuU" for c in text if c.isalpha()) and not _TWO_LETTERS.search(text)


def _advice_of(bare: str, found: tuple[Reading, ...], today: dt.date | None) -> str:
    """Name every reading, and what says them all."""
    whole = joined(found)
    if len(found) == 1:
        return _advice(bare, found[0].text, today)
    named = [f"{one.text} with the year in place of XXXX" if one.text.startswith("XXXX") else one.text for one in found]
    listed = f"{', '.join(named[:-1])} or {named[-1]}"
    if whole is not None and any(one.text == whole for one in found):
        narrower = " or ".join(one.text for one in found if one.text != whole)
        return f"write {whole}, or {narrower} if no more than that is meant"
    if whole is None or whole.count(",") > 2:
        return f"write the one that is meant: {listed}"
    return f"write {listed}, or {whole} if it may be either"


def _advice(bare: str, found: str, today: dt.date | None) -> str:
    if (of_ends := advice_on_ends(bare, found)) is not None:
        return of_ends
    if found.startswith("XXXX-") and "X" not in bare:
        rest = found[4:]
        if today is None or rest.endswith(("?", "~", "%")):
            return f"put the year in place of XXXX, or write {found} if it is not known"
        year = f"{today.year:04d}"
        return f"say which year: {year}{rest}, {year}?{rest} if the year is inferred, {found} if it is not known"
    if found.endswith("-XX") and not bare.endswith("XX"):
        return f"write {found} if the {'day' if found.count('-') > 1 else 'month'} is not known"
    if "T" in found and found[-6:-3].count(":") and found[-1].isdigit() and "+" not in found:
        return f"write {found}Z if it is in UTC, or {found} if no time zone is known"
    return f"write {found}"


def _days_of(text: str) -> tuple[str, ...]:
    """Give the days that a text may mean; none where it means anything else, or a day that takes no time."""
    found = read_phrase(text)
    are_days = all(one.hi - one.lo == DAY - 1 and is_valid(f"{one.text}T00:00:00Z") for one in found)
    return tuple(one.text for one in found) if are_days else ()


def _other_weekday(text: str) -> str | None:
    """Say which day of the week a day is, where the text names another."""
    rest = " ".join(word for word in text.split() if word.strip(",.()").lower() not in WEEKDAYS)
    found = read_phrase(rest) if rest != text else ()
    if len(found) != 1 or found[0].hi - found[0].lo != DAY - 1:
        return None
    named = DAYS[weekday(int(found[0].lo) // DAY)].capitalize()
    return f"{found[0].text} is a {named}: write the day that is meant"


_BETWEEN: Final = (re.compile(r"\s*(?:\|\|?|[;\n])\s*"), re.compile(r"(?<=\d{4}),\s*"), re.compile(r",\s*"))
"""What stands between the dates of a text that has several; a comma also stands within one: April 24, 2026."""
_YEAR_ALONE: Final = re.compile(r"(?:(-?)0*(\d{1,4})\.0+|(-)0*(\d{1,3}))([?~%]?)", re.ASCII)


def _several(text: str) -> Hint | None:
    """Say how several dates in one text are written, as people part them: 1923|1925; May 2025, June 2025."""
    for sign in _BETWEEN:
        dates = [_one_of_several(piece.strip(" ,")) for piece in sign.split(text)]
        if len(dates) > 1 and None not in dates:
            break
    else:
        return None
    said = ",".join(date for date in dates if date)
    every, one = f"{{{said}}}", f"[{said}]"
    if not (is_valid(every) and is_valid(one)):  # days beside instants
        return None
    fix = f"write {every} if all are meant, or {one} if one of them is"
    return Hint(None, fix, f"{quoted(text)} has {len(dates)} dates", tuple(date for date in dates if date))


def _one_of_several(text: str) -> str | None:
    """Give the date of a piece of a text, which may stand in a set; None where it is not sure, or says no year."""
    if not is_valid(text):
        found = read_phrase(text)
        text = found[0].text if len(found) == 1 else ""
    return text if text and text[-1] not in "]}" and "/" not in text and text[0] not in "X[{" else None


def _year_alone(text: str) -> Hint | None:
    """Read a year as a column of numbers holds it: 640.0; or -550, which may count a year 0, or may not."""
    found = _YEAR_ALONE.fullmatch(text)
    if found is None or not (year := int(found[2] or found[4])):
        return None
    doubt = found[5]
    if not (found[1] or found[3]):
        return Hint(f"{year:04d}{doubt}", f"write {year:04d}{doubt}")
    counted, bc = f"-{year:04d}{doubt}", f"{f'-{year - 1:04d}' if year > 1 else '0000'}{doubt}"
    fix = f"write {bc} for {year} BC, or {counted} where the years count a year 0"
    return Hint(f"[{counted},{bc}]", fix, readings=(counted, bc))


def _month_without_day(text: str) -> str | None:
    """Give the month of a day that it does not have, such as 31 April 2024; None where a text is none."""
    for found in _LAST_DAYS.finditer(text):
        there = read_phrase(f"{text[: found.start()]}28{text[found.end() :]}")
        if len(there) == 1 and _OF_28.fullmatch(there[0].text):
            return there[0].text[:-3]
    return None


_LAST_DAYS = re.compile(r"(?<![\d:.+-])(29|30|31)(st|nd|rd|th)?(?![\d:])", re.IGNORECASE)
_OF_28 = re.compile(r"\d{4}-\d\d-28")


def counts_from_today(text: str) -> bool:
    """Say whether a text means another day each day, as ``now`` and ``two weeks ago`` do.

    >>> counts_from_today("Now"), counts_from_today("2 weeks ago"), counts_from_today("2025")
    (True, True, False)
    """
    return _relative(text.strip().lower(), None) is not None


def _too_fine(text: str) -> Hint | None:
    """Say what to write for an hour alone, for a fraction or two times without a zone, and for what no clock shows."""
    left, slash, right = text.partition("/")
    if slash and "T" in text:
        times = _two_times(left, right)
        return Hint(None, times) if times else None
    if "T" in text and text.rpartition(".")[2].isdigit() and tried(to_utc, f"{text}Z"):
        return Hint(None, f"write {text}Z if it is in UTC, or its shift from UTC after it, as in +01:00")
    day, time = text[:10], text[11:]
    if text[10:11] not in ("T", "t", " ") or not time[:1].isdigit() or not is_valid(day):
        return None
    hour = f"[{day}T{time[:2]}:00:00Z..{day}T{time[:2]}:59:59Z]"
    if time[2:] in ("", "Z") and is_valid(hour):
        fix = f"write {day} for the day, or {hour} for some moment in that hour of UTC"
        return Hint(None, fix, readings=(day,))
    return Hint(None, f"write {day} for the day, or a time from 00:00:00 to 23:59:59 after its T")


def _two_times(left: str, right: str) -> str | None:
    """Say what to write for an interval between two times, one without its zone or its minutes."""
    (first, _, began), (last, _, ended) = left.partition("T"), right.partition("T")
    days = first if first == last else f"{first}/{last}"
    if not is_valid(days):
        return None
    began, ended = (f"{time.removesuffix('Z')}:00"[:8] if len(time) < 4 else time for time in (began, ended))
    moments = "/".join(f"{day}T{time.removesuffix('Z')}Z" for day, time in ((first, began), (last, ended)))
    return f"write {days} for the whole days" + (f", or {moments} if it is in UTC" if is_valid(moments) else "")


def years_instead(text: str) -> str | None:
    """Give the interval of years that a season or a part of a year may be a slip for.

    >>> years_instead("1920-30"), years_instead("2025-08"), years_instead("2025-21")
    ('1920/1930', None, None)
    """
    if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdigit() or not is_valid(text):
        return None
    first, last = text[:4], text[:2] + text[5:]
    return f"{first}/{last}" if int(text[5:]) > 12 and last > first else None


# Words that need to know today


def _relative(bare: str, today: dt.date | None) -> Hint | None:
    if bare in ("now", "today"):
        return Hint(today.isoformat() if today else None, "write today, in small letters, or the day itself")
    if (count := _BARE_COUNT.fullmatch(bare)) is not None:
        return _counted(count[1], {"d": "day", "w": "week"}.get(count[2], count[2]), today)
    words = bare.replace("-", " ").split()
    if len(words) == 3 and words[2] == "ago" and (unit := words[1].removesuffix("s")) in _UNITS:
        return _counted(words[0], unit, today)
    if len(words) == 2 and words[0] in _STEPS and words[1] == "week":
        back = "write 1 week ago for the day, or name the days" if words[0] == "last" else "name the days"
        return Hint(None, back)  # a week begins on Monday in some countries, on Sunday in others
    if bare not in _NEAR_DAYS and not (len(words) == 2 and words[0] in _STEPS and words[1] in ("month", "year")):
        return None
    if today is None:
        return Hint(None, "write the day, month or year itself")
    if bare in _NEAR_DAYS:
        day = day_number(today.year, today.month, today.day) + _NEAR_DAYS[bare]
        return Hint(format_day(day), f"write {format_day(day)}")
    step = _STEPS[words[0]]
    if words[1] == "year":
        return Hint(f"{today.year + step:04d}", f"write {today.year + step:04d}")
    month = _month(today, step)
    return Hint(month, f"write {month}")


def _counted(count: str, unit: str, today: dt.date | None) -> Hint | None:
    """Say what a count of days, weeks, months or years before today was probably meant to be."""
    number = _COUNTS.get(count) or (int(count) if count.isascii() and count.isdigit() and len(count) < 5 else None)
    if number is None:
        return None
    if today is None:
        return Hint(None, "write the day, month or year itself")
    if unit in _SHORT:
        day = format_day(day_number(today.year, today.month, today.day) - number * _SHORT[unit])
        return Hint(day, f"write {number} {unit}{'s' if number != 1 else ''} ago, or {day}")
    if number > today.year * (12 if unit == "month" else 1):
        return Hint(None, "write the day, month or year itself")
    whole = _month(today, -number) if unit == "month" else f"{today.year - number:04d}"
    return Hint(whole, f"write {whole} for the whole {unit}, or the day that is meant")


def _month(today: dt.date, step: int) -> str:
    count = today.year * 12 + today.month - 1 + step
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


_SHORT = {"day": 1, "week": 7}
_UNITS = frozenset({*_SHORT, "month", "year"})
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {"a": 1, "an": 1, **{word: number for number, word in enumerate(_ONE_TO_TEN, 1)}}

_BARE_COUNT = re.compile(r"-?(?=[0-9]+[dw]|(?<=-))([1-9][0-9]{0,3}) ?(day|week|d|w)s?")
_NEAR_DAYS = {"yesterday": -1, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}
