"""Slips of the pen in EDTF: a blank, a letter, a bracket or a dash that is not as it should be.

Law: what is mended keeps every digit as it was typed; zeros may be added where EDTF needs two, and times are left out
where another end is a whole day. A day or a month that does not exist is left out, and the advice says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.dates.endings import alike
from timeline.dates.grammar import edtf
from timeline.dates.instants import to_utc
from timeline.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable


def mended(text: str) -> str | None:
    """Give the valid EDTF that a text is a slip for, the likeliest first; None where it is not a slip.

    >>> mended("20xx"), mended("[1984}"), mended("hello")
    ('20XX', '[1984]', None)
    """
    for repair in REPAIRS:
        found = tried(repair, text)
        if found and is_valid(found):
            return found
    return None


def tried(repair: Callable[[str], str | None], text: str) -> str | None:
    """Give what a repair makes of a text; None where that is a time that does not exist."""
    try:
        return repair(text)
    except DateError:
        return None


def is_valid(text: str) -> bool:
    """Whether a text is EDTF."""
    try:
        edtf(text)
    except DateError:
        return False
    return True


def _blanks(text: str) -> str:
    return text


def _inner_blanks(text: str) -> str | None:
    # A blank between letters is between words; one between signs and digits is a slip.
    if text[0] in "+-" or any(c.isalpha() and c not in "XYEST" for c in text):
        return None  # a sign before a blank may be a dash
    return "".join(text.split())


def _capitals(text: str) -> str:
    return text.upper()


def _old_draft(text: str) -> str:
    return _OPEN.sub("..", text.replace("unknown", "")).replace("u", "X").upper()


_OPEN = re.compile("open|^-infinity(?=/)|(?<=/)infinity$")
"""An open end in the draft of 2012, and in PostgreSQL."""


def _both_marks(text: str) -> str:
    return text.replace("?~", "%").replace("~?", "%").replace("??", "?").replace("~~", "~").replace("%%", "%")


def _unknown_parts(text: str) -> str | None:
    """Read what stands for digits that are not known: question marks, the dashes of catalogues, X in any order."""
    if found := _DASHED.fullmatch(text):
        return f"{found[1]}{'X' * len(found[2])}{found[3]}"
    if found := _MARKED.fullmatch(text):
        year, *rest = found.groups("")
        return "-".join((year, *(part[1:] for part in rest if part))).replace("?", "X")
    found = _PARTED.fullmatch(text.replace("?", "X").upper())
    parts = (found[4], found[1] or found[3]) if found is not None else ()
    return f"{parts[0]}-{parts[1]:0>2}-XX" if parts else None


_DASHED = re.compile(r"\[?([0-9]{3}|[0-9]{2}(?=--))(--?)(\??)\]?")
"""The decade 197- and the century 18--, as library catalogues write them (AACR2, 1.4F7)."""
_MARKED = re.compile(r"([0-9]{2,4}\?{0,2}|\?{4})(-(?:[0-9]{2}|\?\?))?(-(?:[0-9]{2}|\?\?))?")
_PARTED = re.compile(r"(?:([0-9]{1,2})([/.-])XX|XX[/.-]([0-9]{1,2}))[/.-]([0-9]{4})")


def _hyphens(text: str) -> str:
    for dash in "\u2010\u2011\u2012\u2212\u2013\u2014":
        text = text.replace(dash, "-")
    return text.replace("\u2026", "..")


def _wrong_letter(text: str) -> str | None:
    """Take the Y from a year of four digits, or give it to a longer one; take a plus away."""
    sign = "-" if text.lstrip("Yy+").startswith("-") else ""
    digits = text.lstrip("Yy+-")
    number = digits.rstrip("?~%")
    if not number.isascii() or not number.isdigit() or text.count("-") > 1:
        return None  # two hyphens may stand for a year that is left out
    if number == "0000":
        return number
    if text[0] not in "Yy+-":
        return None  # nobody can say what a bare number counts
    if len(number) <= 4:
        return sign + number.zfill(4) + digits[len(number) :]
    return f"Y{sign}{number.lstrip('0')}{digits[len(number) :]}" if text[0] in "Yy" else None


def _basic_format(text: str) -> str | None:
    found = _BASIC.fullmatch(text.upper())
    if found is None:
        return None
    year, month, day, hour, minute, second, zone, shift, rest = found.groups("")
    zone = f"{shift}:{rest or '00'}" if shift else zone
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z|([+-]\d\d):?(\d\d)?)?", re.ASCII)
"""ISO 8601-1, 5.4.2.1: the basic format of a date and time."""


def _no_year(text: str) -> str | None:
    """Read a day or a month without a year, as XML Schema and vCard write them: ``--04-12``, ``--04``, ``---12``."""
    found = _YEARLESS.fullmatch(text)
    if found is None:
        return None
    month, *days = found.groups("")
    return "-".join(part for part in ("XXXX", month or "XX", *days) if part)


_YEARLESS = re.compile(r"--(?:(\d\d)(?:-?(\d\d))?|-(\d\d))", re.ASCII)
"""XML Schema 1.1 part 2, 3.3.12 to 3.3.14; RFC 6350, 4.3.1."""


def _colons(text: str) -> str | None:
    """Read a day with colons, alone or before a time, as photographs have it (Exif, DateTimeOriginal)."""
    found = _COLONS.fullmatch(text)
    if found is None:
        return None
    year, month, day, time = found.groups()
    return _clock(f"{year}-{month}-{day}{time}") if time else f"{year}-{month}-{day}"


_COLONS = re.compile(r"(\d{4}):(\d\d):(\d\d)( \d.*)?", re.ASCII)


def _clock(text: str) -> str | None:
    """Mend a time: a comma, a missing second or shift; without a shift it stays without one.

    A fraction of a minute, which ISO 8601 has, is not one of a second, and is left alone.
    """
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
        if fraction:
            return None
        time = f"{time}:00"
    if zone[:1] in ("+", "-") and len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    whole = f"{text[:10]}T{time}"
    if not fraction:
        return whole + zone
    return to_utc(f"{whole}.{fraction}{zone}")


def _no_such_day(text: str) -> str | None:
    head, _, day = text.rpartition("-")
    if len(day) == 2 and len(head) >= 7 and is_valid(head):
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
    return f"{year}-XX" if hyphen and plain and 1 <= len(month) <= 2 else None


REPAIRS: tuple[Callable[[str], str | None], ...] = (
    _blanks,
    _inner_blanks,
    _capitals,
    _hyphens,
    _old_draft,
    _unknown_parts,
    _both_marks,
    _clock,
    _colons,
    _no_year,
    _wrong_letter,
    _basic_format,
    alike,
    _turned,
    _one_side,
    _closed_set,
    _no_such_day,
    _no_such_month,
)
