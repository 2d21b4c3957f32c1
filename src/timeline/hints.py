"""What to write instead: for a text that is no EDTF, the EDTF that was probably meant, and the advice to give.

Law: a proposal is always valid EDTF with the bounds of what was meant, never stored by itself, and never guesses a
year. What is read in words or numbers has its bounds checked; what is only mended keeps every digit.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import DAY, day_number, format_day
from timeline.dayparts import unclear_zone
from timeline.errors import DateError
from timeline.grammar import edtf
from timeline.instants import quoted, to_utc
from timeline.meanings import joined
from timeline.numerals import weekday, what_it_may_count
from timeline.phrases import read_phrase
from timeline.spelled import DAYS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.meanings import Reading

_LONGEST = 200  # nothing longer is a slip of the pen


class Hint(NamedTuple):
    """What was probably meant (or None), the advice in words, and what is wrong where that says more.

    ``readings`` are the EDTF of all that may have been meant, where it may be more than one thing.
    """

    edtf: str | None
    fix: str
    what: str | None = None
    readings: tuple[str, ...] = ()


def hint(text: str, *, today: dt.date | None = None) -> Hint | None:
    """Find what a text that is no EDTF was probably meant to be.

    Args:
        text: The text as typed.
        today: The day on which it was typed, where that is known; used to show how a year is written, and for
            words such as "yesterday".
    """
    if len(text) > _LONGEST:
        return None
    bare = text.strip().strip("\"'\u201c\u201d\u2018\u2019")
    if not bare:
        return Hint(None, "leave the date out where none is known")
    in_words = f"{quoted(text)} is in words, and a date is stored as EDTF"
    if (relative := _relative(bare.lower(), today)) is not None:
        return relative._replace(what=in_words)
    what = in_words if any(c.isalpha() for c in bare) and not _is_in_signs(bare) else None
    if found := read_phrase(bare):
        texts = tuple(reading.text for reading in found)
        return Hint(joined(found), _advice_of(bare, found, today), what, texts if len(texts) > 1 else ())
    if advice := what_it_may_count(bare):
        return Hint(None, advice)
    if zone := unclear_zone(bare):
        return Hint(None, f"{zone} is the name of several time zones: write its shift from UTC, as in +01:00")
    for repair in _REPAIRS:
        mended = _tried(repair, bare)
        if mended and mended != text and _is_valid(mended):
            return Hint(mended, _advice(bare, mended, today))
    if advice := _other_weekday(bare):
        return Hint(None, advice, what)
    if advice := _too_fine(bare):
        return Hint(None, advice)
    if today is not None and what and (found := read_phrase(f"{bare} {today.year:04d}")):
        return Hint(None, f"say which year, as in {found[0].text}", what)
    return None


def _is_in_signs(text: str) -> bool:
    """Say whether the letters of a text are only those of EDTF, or of ISO 8601."""
    return all(c in "xXyYeEsStTzZwWqQuU" for c in text if c.isalpha())


def _tried(repair: Callable[[str], str | None], text: str) -> str | None:
    try:
        return repair(text)
    except DateError:
        return None


def suggest(text: str) -> str | None:
    """Give the EDTF that was probably meant by a text that is none; None where nothing comes to mind.

    Where it may be several dates, the EDTF says so: one of them.

    >>> suggest("early May 2025"), suggest("April"), suggest("8/14/25")
    ('[2025-05-01..2025-05-10]', 'XXXX-04', '[1925-08-14,2025-08-14]')
    """
    found = hint(text)
    return found.edtf if found else None


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


def _other_weekday(text: str) -> str | None:
    """Say which day of the week a day is, where the text names another."""
    rest = " ".join(word for word in text.split() if word.strip(",.").lower() not in WEEKDAYS)
    found = read_phrase(rest) if rest != text else ()
    if len(found) != 1 or found[0].hi - found[0].lo != DAY - 1:
        return None
    named = DAYS[weekday(int(found[0].lo) // DAY)].capitalize()
    return f"{found[0].text} is a {named}: write the day that is meant"


def _too_fine(text: str) -> str | None:
    """Say what to write for a time that no EDTF keeps as it is: two of them, or a fraction without a zone."""
    left, slash, right = text.partition("/")
    if slash and "T" in text:
        days = f"{left.partition('T')[0]}/{right.partition('T')[0]}"
        return f"write {days} for the whole days" if _is_valid(days) else None
    if "T" in text and text.rpartition(".")[2].isdigit() and _tried(to_utc, f"{text}Z"):
        return f"write {text}Z if it is in UTC, or its shift from UTC after it, as in +01:00"
    return None


def years_instead(text: str) -> str | None:
    """Give the interval of years that a season or a part of a year may be a slip for.

    >>> years_instead("1920-30"), years_instead("2025-08"), years_instead("2025-21")
    ('1920/1930', None, None)
    """
    if len(text) != 7 or text[4] != "-" or not (text[:4] + text[5:]).isdigit() or not _is_valid(text):
        return None
    first, last = text[:4], text[:2] + text[5:]
    return f"{first}/{last}" if int(text[5:]) > 12 and last > first else None


# Words that need to know today


def _relative(bare: str, today: dt.date | None) -> Hint | None:
    if bare in ("now", "today"):
        return Hint(today.isoformat() if today else None, "write today, in small letters, or the day itself")
    if bare in _NOTHING:
        return Hint(None, "leave the date out where none is known")
    words = bare.split()
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
    count = today.year * 12 + today.month - 1 + step
    month = f"{count // 12:04d}-{count % 12 + 1:02d}"
    return Hint(month, f"write {month}")


_NOTHING = frozenset({"unknown", "none", "n/a", "na", "null", "?", "-", "undated", "no date", "n.d.", "nd", "tbd"})
_NEAR_DAYS = {"yesterday": -1, "tomorrow": 1}
_STEPS = {"last": -1, "this": 0, "next": 1}


# Slips of the pen, most likely first


def _blanks(text: str) -> str:
    return text


def _inner_blanks(text: str) -> str | None:
    # A blank between letters is between words; one between signs and digits is a slip.
    return None if any(c.isalpha() and c not in "XYEST" for c in text) else "".join(text.split())


def _capitals(text: str) -> str:
    return text.upper()


def _old_draft(text: str) -> str:
    return text.replace("unknown", "").replace("open", "..").replace("u", "X").upper()


def _both_marks(text: str) -> str:
    return text.replace("?~", "%").replace("~?", "%").replace("??", "?").replace("~~", "~").replace("%%", "%")


def _hyphens(text: str) -> str:
    for dash in "\u2010\u2011\u2012\u2212\u2013\u2014":
        text = text.replace(dash, "-")
    return text.replace("\u2026", "..")


def _wrong_letter(text: str) -> str | None:
    """Take the Y from a year of four digits, or give it to a longer one; take a plus away."""
    sign = "-" if text.lstrip("Yy+").startswith("-") else ""
    digits = text.lstrip("Yy+-")
    number = digits.rstrip("?~%")
    if not number.isascii() or not number.isdigit():
        return None
    if number == "0000":
        return number
    if text[0] not in "Yy+-":
        return None  # nobody can say what a bare number counts
    if len(number) <= 4:
        return sign + number.zfill(4) + digits[len(number) :]
    return f"Y{sign}{number.lstrip('0')}{digits[len(number) :]}"


def _basic_format(text: str) -> str | None:
    if len(text) == 15 and text[8] == "T":
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[9:11]}:{text[11:13]}:{text[13:]}"
    return None


def _clock(text: str) -> str | None:
    """Mend a time: a comma, a missing second or shift; without a shift it stays without one."""
    text = _hyphens(text.replace(",", "."))
    if text[10:11] not in ("T", "t", " "):
        return None
    rest = text[11:].strip()
    end = next((i for i, c in enumerate(rest) if c in "Zz+- "), len(rest))
    time, zone = rest[:end], rest[end:].strip().upper()
    time, _, fraction = time.partition(".")
    if time[1:2] == ":":
        time = f"0{time}"
    if len(time) == 5:
        time = f"{time}:00"
    if zone[:1] in ("+", "-") and len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    whole = f"{text[:10]}T{time}"
    if not fraction:
        return whole + zone
    return to_utc(f"{whole}.{fraction}{zone}")


def _no_such_day(text: str) -> str | None:
    head, _, day = text.rpartition("-")
    if len(day) == 2 and len(head) >= 7 and _is_valid(head):
        return f"{head}-XX"
    return None


def _turned(text: str) -> str | None:
    left, slash, right = text.partition("/")
    if slash:
        return f"{right}/{left}"
    if text[:1] in "[{" and text.count("..") == 1 and "," not in text:
        left, _, right = text[1:-1].partition("..")
        return f"{text[0]}{right}..{left}{text[-1]}"
    return None


def _one_side(text: str) -> str | None:
    """Read a double dot outside of brackets: ``..2026-05`` or ``2026-05..``."""
    return f"[{text}]" if ".." in text and text[0] not in "[{" else None


def _closed_set(text: str) -> str | None:
    if text[0] in "[{" and text[-1] not in "]}":
        return text + {"[": "]", "{": "}"}[text[0]]
    if text[0] in "[{":
        return text[:-1] + {"[": "]", "{": "}"}[text[0]]
    return None


def _no_such_month(text: str) -> str | None:
    year, hyphen, month = text.partition("-")
    plain = len(year) == 4 and (year + month).isascii() and (year + month).isdigit()
    return f"{year}-XX" if hyphen and plain and len(month) <= 2 else None


_REPAIRS: tuple[Callable[[str], str | None], ...] = (
    _blanks,
    _inner_blanks,
    _capitals,
    _hyphens,
    _old_draft,
    _both_marks,
    _clock,
    _wrong_letter,
    _basic_format,
    _turned,
    _one_side,
    _closed_set,
    _no_such_day,
    _no_such_month,
)


def _is_valid(text: str) -> bool:
    try:
        edtf(text)
    except DateError:
        return False
    return True
