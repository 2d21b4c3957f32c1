"""The stamps of records: moments in UTC with six digits of a second, ``2026-11-23T21:10:00.000000Z``.

Law of this module: a stamp has one spelling, so that stamps sort as texts do. Moments are microseconds since
1970-01-01T00:00:00Z.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final

from timeline.dates.instants import quoted
from timeline.errors import RecordError

STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

_FORM: Final = "2026-11-23T21:10:00.000000Z"
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)")


def stamp_moment(stamp: str) -> int:
    """Read a stamp.

    Raises:
        RecordError: It is not of the form, or no such moment exists.
    """
    if not STAMP.fullmatch(stamp):
        raise RecordError(f'"{stamp}" is not a stamp of the form {_FORM}', where="recorded")
    try:
        since = dt.datetime.fromisoformat(stamp) - _EPOCH
    except ValueError as error:
        raise RecordError(f'"{stamp}" names no moment that exists', where="recorded") from error
    return since // dt.timedelta(microseconds=1)


def format_stamp(moment: int) -> str:
    """Print a moment as a stamp.

    Raises:
        RecordError: It lies outside the years 1 to 9999.
    """
    try:
        return _printed(_EPOCH + dt.timedelta(microseconds=moment))
    except OverflowError as error:
        raise RecordError(
            "the clock stands outside the years 1 to 9999", where="clock", fix="set the clock", unwritten=True
        ) from error


def utc_stamp(text: str) -> str:
    """Read an instant with an offset as a stamp.

    Raises:
        RecordError: It is no instant, has no offset, or does not exist.

    >>> utc_stamp("2024-03-01T12:00:00+02:00")
    '2024-03-01T10:00:00.000000Z'
    """
    found = _INSTANT.fullmatch(text)
    fix = f"write it as {_FORM}"
    if found is None or found[2] > "23:59:59":
        raise RecordError(f"{quoted(text)} is not an instant with an offset", where="recorded", fix=fix)
    fraction = (found[3] or "").ljust(6, "0")
    try:
        return _printed(dt.datetime.fromisoformat(f"{found[1]}T{found[2]}.{fraction}{found[4]}").astimezone(dt.UTC))
    except (ValueError, OverflowError) as error:
        raise RecordError(f"{quoted(text)} does not exist", where="recorded", fix=fix) from error


@functools.lru_cache(maxsize=4096)
def is_day(day: str) -> bool:
    """Whether there is a day of the form ``2026-11-23``."""
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _printed(when: dt.datetime) -> str:
    return when.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
