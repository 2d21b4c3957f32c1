"""Instants as the clocks of a place show them: ``2026-11-20T23:30:22Z`` is ``2026-11-21T00:30:22+01:00`` in Berlin.

Law of this module: it is for what people read, and changes no date: every time carries its shift from UTC, a day stays
that day, and a time without a zone stays as it stands. A zone is named; that of the machine is never asked.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Iterator
from typing import Final

import msgspec

from timeline.dates import edtf
from timeline.dates.grammar import End, Interval, Members, Tree
from timeline.dates.instants import JOINTS, Instant, quoted
from timeline.dates.suggest import did_you_mean
from timeline.dates.values import UncertainDate
from timeline.errors import DateError

_INSTANT: Final = re.compile(
    r"(?<![0-9-])([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]+)?(Z|[+-][0-9]{2}(?::[0-9]{2})?)"
    r"(?![0-9:])"
)
_SHIFT: Final = re.compile("(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?00)?")
_SHORT: Final = frozenset(
    {"CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET", "GMT+0", "GMT-0"}
    | {"GMT0", "Greenwich", "UCT", "Universal", "Zulu"}
)
_OF_THE_MACHINE: Final = frozenset({"localtime", "Factory", "posixrules"})
_PLACES: Final = {
    **dict.fromkeys(("CET", "MET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Athens"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("EST", "EDT", "ET", "EST5EDT"), "America/New_York"),
    **dict.fromkeys(("CDT", "CT", "CST6CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT", "MT", "MST7MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT", "PT", "PST8PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("HST",), "Pacific/Honolulu"),
    **dict.fromkeys(("JST",), "Asia/Tokyo"),
    **dict.fromkeys(("MSK",), "Europe/Moscow"),
    **dict.fromkeys(("Z", "UCT", "ZULU", "GMT0", "GMT+0", "GMT-0", "GREENWICH", "UNIVERSAL"), "UTC"),
}
"""What is probably meant by the abbreviations that name one time of the year, or no place."""


def zone(name: str) -> dt.tzinfo:
    """Find a time zone by its name in the tz database.

    Raises:
        DateError: It is not one, or names no place; ``fix`` says what to write.

    >>> zone("Europe/Berlin").utcoffset(dt.datetime(2026, 11, 20))
    datetime.timedelta(seconds=3600)
    """
    known = names()
    if name in known:
        return zoneinfo.ZoneInfo(name)
    if not known:
        raise DateError("this machine has no time zones", fix="pip install tzdata")
    raise DateError(f"{quoted(name)} is not the name of a time zone", fix=_meant(name, known))


@functools.cache
def names() -> frozenset[str]:
    """Name the time zones that there are; abbreviations, and what a machine calls its own, are none.

    Asked once in a process: Python opens each of the machine's some 600 files to find out.
    """
    return frozenset(zoneinfo.available_timezones()) - _SHORT - _OF_THE_MACHINE


def _meant(name: str, known: frozenset[str]) -> str:
    if name.lower() in ("local", "localtime", "here", "system"):
        return "write the place, such as Europe/Berlin: an answer does not depend on the machine"
    if (place := _PLACES.get(name.upper())) is not None:
        return f"write the place, such as {place}" if place != "UTC" else "write UTC"
    if (shift := _SHIFT.fullmatch(name)) is not None and 0 < int(shift[2]) <= 12:
        opposite = "-" if shift[1] == "+" else "+"  # the signs of these names count towards UTC, as POSIX has it
        return f"write the place, such as Europe/Berlin; Etc/GMT{opposite}{int(shift[2])} is that shift all year"
    plain = name.strip().replace(" ", "_").lower()
    same = [one for one in sorted(known) if plain and plain in (one.lower(), one.lower().rpartition("/")[2])]
    if same:
        return f"write {same[0]}"
    return did_you_mean(name, sorted(known)) or "write the place, such as Europe/Berlin, or UTC"


def in_zone(text: str, place: dt.tzinfo) -> str:
    """Write each instant of a text, such as a date, a stamp or a line of clocks, as the clocks of a place show it.

    What cannot be said so stays in UTC: a leap second, a year beyond 9999 or before 1, and a time of long ago, when the
    place was not a whole number of minutes from UTC.

    >>> in_zone("2026-11-20T23:45Z/2026-11-21", zone("Europe/Berlin"))
    '2026-11-21T00:45+01:00/2026-11-21'
    """
    return _INSTANT.sub(lambda found: _moved(found, place), text) if "T" in text else text


def shown(text: str) -> UncertainDate:
    """Read a date that :func:`in_zone` wrote: in it a fraction of a second may stand before a shift, as in no log.

    It is for words: its bounds do not count such a fraction.

    Raises:
        DateError: It is no date, with or without its fractions.

    >>> edtf.words(shown("2026-11-20T14:03:22.120+01:00"))
    '20 November 2026, 14:03:22.120 UTC+01:00'
    """
    pieces = JOINTS.split(text)
    fractions = [_FRACTION.search(piece) for piece in pieces]
    is_moved = [found is not None and found[2] != "Z" for found in fractions]
    if not any(is_moved):
        return edtf.parse(text)
    cut = (_FRACTION.sub(r"\2", piece) if moved else piece for piece, moved in zip(pieces, is_moved, strict=True))
    date = edtf.parse("".join(cut))
    ends = [found for piece, found in zip(pieces, fractions, strict=True) if "T" in piece]
    of_times = ("" if found is None else found[1] for found in ends)
    return msgspec.structs.replace(date, text=text, tree=_with_fractions(date.tree, of_times))


_TWICE: Final = re.compile(r"(\S+) \(\1\)")
_ONCE: Final = r"\1"
"""A clock as asked and as read, where the place shows both alike, and as it is then said."""
_FRACTION: Final = re.compile(r"(\.[0-9]+)(Z|[+-][0-9:]+)$")


def there(date: UncertainDate, place: dt.tzinfo | None) -> UncertainDate:
    """Give a date with its instants as the clocks of a place show them."""
    if place is None or (said := in_zone(date.text, place)) == date.text:
        return date
    return msgspec.structs.replace(date, text=said, tree=shown(said).tree)


def _with_fractions(tree: Tree, fractions: Iterator[str]) -> Tree:
    """Put the fraction of a second, which may be empty, behind the time of each instant, in their order."""

    def end(one: End) -> End:
        if not isinstance(one, Instant):
            return one
        fraction = next(fractions)
        return one if "." in one.time else msgspec.structs.replace(one, time=one.time + fraction)

    match tree:
        case Interval(left=left, right=right):
            first, last = (side if isinstance(side, str) else end(side) for side in (left, right))
            return msgspec.structs.replace(tree, left=first, right=last)
        case Members(items=items):
            ends = [(one := end(first), one if last is first else end(last)) for first, last in items]
            return msgspec.structs.replace(tree, items=tuple(ends))
        case one:
            return end(one)


def shift_at(moment: float, place: dt.tzinfo | None) -> int:
    """Say how many microseconds the clocks of a place are ahead of UTC at a moment, counted from 1970.

    None of no place; none, too, where the place was not a whole number of minutes from UTC, and beyond the years 1 to
    9999: such a time stays in UTC, as in :func:`in_zone`.
    """
    if place is None or isinstance(moment, float):
        return 0
    try:
        ahead = (_EPOCH + dt.timedelta(microseconds=moment)).astimezone(place).utcoffset() or dt.timedelta()
    except (ValueError, OverflowError):
        return 0
    return 0 if ahead % dt.timedelta(minutes=1) else int(ahead.total_seconds()) * 1_000_000


def utc_of(there: int, place: dt.tzinfo | None) -> int:
    """Give the moment at which the clocks of a place show a time, counted as if they showed UTC."""
    return there - shift_at(there - shift_at(there, place), place)


def name_of(place: dt.tzinfo | None) -> str:
    """Name a place's zone as an axis does."""
    return "UTC" if place is None else str(place)


def shift_words(micros: int) -> str:
    """Name a shift from UTC.

    >>> shift_words(0), shift_words(3_600_000_000), shift_words(-34_200_000_000)
    ('UTC', 'UTC+01:00', 'UTC-09:30')
    """
    minutes = abs(micros) // 60_000_000
    return f"UTC{'-' if micros < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}" if minutes else "UTC"


_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def zone_words(place: dt.tzinfo) -> str:
    """Say of an answer whose clocks it shows."""
    return f"times in {place}, days in UTC"


def clocks_there(in_words: str, place: dt.tzinfo | None) -> str:
    """Give the clocks of an answer, in words, as those of a place show them, and say so."""
    if place is None:
        return in_words
    return f"{_TWICE.sub(_ONCE, in_zone(in_words, place))}; {zone_words(place)}"


def _moved(found: re.Match[str], place: dt.tzinfo) -> str:
    start, second, fraction, shift = found.groups()
    try:
        at = dt.datetime.fromisoformat(f"{start}{second or ':00'}{'+00:00' if shift == 'Z' else shift}")
        local = at.astimezone(place)
    except (ValueError, OverflowError):
        return found[0]
    ahead = local.utcoffset() or dt.timedelta()
    if ahead % dt.timedelta(minutes=1):
        return found[0]
    minutes = int(ahead.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    shown = "Z" if not minutes else f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    day = f"{local.year:04d}-{local.month:02d}-{local.day:02d}"
    clock = f"{local.hour:02d}:{local.minute:02d}" + (f":{local.second:02d}" if second else "")
    return f"{day}T{clock}{fraction or ''}{shown}"
