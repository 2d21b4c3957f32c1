"""What to write instead: for a text that is no EDTF, the EDTF that was probably meant, and the advice to give.

Law: a proposal is always valid EDTF, never stored by itself, and never guesses a year.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from timeline.dates import day_number, format_day
from timeline.endings import advice, alike
from timeline.errors import DateError
from timeline.grammar import edtf
from timeline.instants import quoted, to_utc
from timeline.phrases import read_numbers, read_phrase

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 200  # nothing longer is a slip of the pen


class Hint(NamedTuple):
    """What was probably meant (or None), the advice in words, and what is wrong where that says more."""

    edtf: str | None
    fix: str
    what: str | None = None


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
    if (relative := _relative(bare.lower(), today)) is not None:
        return relative._replace(what=f"{quoted(text)} is in words, and a date is stored as EDTF")
    for repair in _REPAIRS:
        found = _tried(repair, bare)
        if found and found != text and _is_valid(found):
            in_words = f"{quoted(text)} is in words, and a date is stored as EDTF" if repair is read_phrase else None
            return Hint(found, _advice(bare, found, today), in_words)
    return None


def _tried(repair: Callable[[str], str | None], text: str) -> str | None:
    try:
        return repair(text)
    except DateError:
        return None


def suggest(text: str) -> str | None:
    """Give the EDTF that was probably meant by a text that is none; None where nothing comes to mind.

    >>> suggest("early May 2025"), suggest("April")
    ('[2025-05-01..2025-05-10]', 'XXXX-04')
    """
    found = hint(text)
    return found.edtf if found else None


def _advice(bare: str, found: str, today: dt.date | None) -> str:
    if (of_ends := advice(bare, found)) is not None:
        return of_ends
    if found.startswith("XXXX-") and "X" not in bare:
        rest = found[4:]
        if today is None or rest.endswith(("?", "~", "%")):
            return f"put the year in place of XXXX, or write {found} if it is not known"
        year = f"{today.year:04d}"
        return f"say which year: {year}{rest}, {year}?{rest} if the year is inferred, {found} if it is not known"
    if found.startswith("[") and found.count(",") == 1 and bare.count("/") == 2:
        first, last = found[1:-1].split(",")
        return f"write {first} or {last}, or {found} if it may be either"
    if found.endswith("-XX") and not bare.endswith("XX"):
        return f"write {found} if the {'day' if found.count('-') > 1 else 'month'} is not known"
    if "T" in found and found[-6:-3].count(":") and found[-1].isdigit() and "+" not in found:
        return f"write {found}Z if it is in UTC, or {found} if no time zone is known"
    return f"write {found}"


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


def _years_apart(text: str) -> str | None:
    left, _, right = _hyphens(text).replace(" ", "").partition("-")
    return f"{left}/{right}" if len(left) == len(right) == 4 else None


def _wrong_letter(text: str) -> str | None:
    """Take the Y from a year of four digits, or give it to a longer one; take a plus away."""
    sign = "-" if text.lstrip("Yy+").startswith("-") else ""
    digits = text.lstrip("Yy+-")
    number = digits.rstrip("?~%")
    if not number.isascii() or not number.isdigit() or (text[0] not in "Yy+-" and len(number) == 8):
        return None
    if number == "0000":
        return number
    if len(number) <= 4:
        return sign + number.zfill(4) + digits[len(number) :] if text[0] in "Yy+" or sign else None
    return f"Y{sign}{number.lstrip('0')}{digits[len(number) :]}"


def _basic_format(text: str) -> str | None:
    if len(text) == 8 and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if len(text) == 15 and text[8] == "T":
        return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[9:11]}:{text[11:13]}:{text[13:]}"
    return None


def _quarter(text: str) -> str | None:
    year, _, quarter = text.upper().replace(" ", "-").partition("Q")
    year = year.rstrip("-")
    if quarter[:1] in ("1", "2", "3", "4") and quarter[1:] in ("", "?", "~", "%"):
        return f"{year}-{32 + int(quarter[0])}{quarter[1:]}"
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
    return to_utc(f"{whole}.{fraction}{zone or 'Z'}")


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


def _week_or_ordinal(text: str) -> str | None:
    year, _, rest = text.partition("-")
    if len(year) != 4 or not (year.isascii() and year.isdigit()) or year == "0000":
        return None
    try:
        if len(rest) == 3 and rest.isascii() and rest.isdigit():
            day = dt.date(int(year), 1, 1) + dt.timedelta(days=int(rest) - 1)
            return day.isoformat() if day.year == int(year) else None
        if rest[:1] in ("W", "w") and rest[1:3].isascii() and rest[1:3].isdigit():
            if len(rest) == 5 and rest[3] == "-":
                return dt.date.fromisocalendar(int(year), int(rest[1:3]), int(rest[4])).isoformat()
            monday = dt.date.fromisocalendar(int(year), int(rest[1:3]), 1)
            return f"[{monday}..{monday + dt.timedelta(days=6)}]" if len(rest) == 3 else None
    except (ValueError, OverflowError):
        return None
    return None


_REPAIRS: tuple[Callable[[str], str | None], ...] = (
    _blanks,
    _inner_blanks,
    _capitals,
    _hyphens,
    _old_draft,
    _both_marks,
    _quarter,
    _clock,
    _wrong_letter,
    _basic_format,
    _week_or_ordinal,
    _years_apart,
    alike,
    _turned,
    _one_side,
    _closed_set,
    _no_such_day,
    read_numbers,
    read_phrase,
)


def _is_valid(text: str) -> bool:
    try:
        edtf(text)
    except DateError:
        return False
    return True
