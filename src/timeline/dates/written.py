"""A date as it stands in a record: the text, byte for byte, which knows what it can mean.

Law of this module: a text is parsed when it is read, once; whoever gets the value asks it and parses nothing again.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from timeline.dates import edtf
from timeline.dates.values import Clock, UncertainDate
from timeline.errors import DateError

_CACHED_LENGTH = 64  # longer texts are rare, and would make the cache large


class WrittenDate(str):
    """A text that is a date: EDTF of level 0, 1 or 2, or one of our two extensions, as ``edtf.parse`` reads it.

    It is the text itself wherever a text is wanted: in JSON, in a comparison, in a hash; ``meaning`` is what rules ask.

    Raises:
        DateError: The text is not a date; ``fix`` says what to write instead, where that can be told.

    >>> WrittenDate("2025-08").meaning.latest
    '2025-08-31'
    """

    __slots__ = ("_meaning",)
    _meaning: UncertainDate

    def __new__(cls, text: str) -> WrittenDate:  # noqa: PYI034 - there is one class, and one value for a text
        """Read a text; one that is a date already is given back."""
        if isinstance(text, WrittenDate):
            return text
        return _known(text) if len(text) <= _CACHED_LENGTH else _read(text)

    def __reduce__(self) -> tuple[Callable[[str], WrittenDate], tuple[str]]:
        """Take the text alone along into a pickle or a copy: the meaning follows from it."""
        return WrittenDate, (str(self),)

    @property
    def meaning(self) -> UncertainDate:
        """What the text can mean."""
        return self._meaning


def day_of(stamp: str) -> WrittenDate:
    """Give the UTC day of a record's stamp, or of an instant in UTC."""
    return WrittenDate(stamp.partition("T")[0])


def second_of(stamp: str) -> WrittenDate:
    """Give the second in which an instant in UTC lies."""
    return WrittenDate(f"{stamp.rstrip('Z').partition('.')[0]}Z")


def of_clock(clock: Clock) -> WrittenDate:
    """Give the day, or the instant, that a clock was read as."""
    return _with(clock.read, edtf.of_clock(clock))


def in_words(text: str) -> str:
    """Say in English a date of a row, which holds dates as the texts that records hold.

    >>> in_words("2025-08~")
    'about August 2025'
    """
    return edtf.words(WrittenDate(text).meaning)


def of_row(text: str) -> WrittenDate:
    """Give a date that a row of the index tells as it was typed: it was read, and found sound, with its record.

    >>> of_row("2025-08").meaning.earliest
    '2025-08-01'
    """
    return WrittenDate(text)


def _read(text: str) -> WrittenDate:
    return _with(text, edtf.parse(text))


def _with(text: str, meaning: UncertainDate) -> WrittenDate:
    written = str.__new__(WrittenDate, text)
    written._meaning = meaning  # noqa: SLF001 - nobody sets it again
    return written


_known = functools.lru_cache(maxsize=1 << 14)(_read)


def read_input(text: str, *, today: dt.date) -> WrittenDate:
    """Read what a person types, on a command line, in a call or in a cell, as the date that is stored.

    Raises:
        DateError: It is not a date; ``fix`` says what to write instead, where that can be told.

    >>> read_input("2026-Q2", today=dt.date(2026, 11, 23))
    '2026-34'
    """
    try:
        return WrittenDate(text)
    except DateError:
        return WrittenDate(edtf.parse_input(text, today=today).text)


def read_there(text: str, *, today: dt.date) -> WrittenDate:
    """Read a date that stands in a file: as :func:`read_input`, but what counts from today is another day tomorrow.

    Raises:
        DateError: It is not a date, or counts from today; ``fix`` says what to write instead.
    """
    if edtf.days_ago(text) is not None:
        raise DateError(f'"{text}" is another day whenever the file is read', fix="write the day itself")
    return read_input(text, today=today)
