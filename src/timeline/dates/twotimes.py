"""Two times of day that stand as one text, ``10:00-11:30``: they may as well be a time with its shift from UTC.

Law of this module: what may be either is neither; which one is meant is said by whoever wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from timeline.named import NamedTuple

_TIMES: Final = re.compile(
    r"(?<![\d:.+-])(\d{1,2}):(\d\d)(\s*(?:[-\u2013\u2014\u2212]|\bto\b|\buntil\b)\s*)(\d{1,2}):(\d\d)(?![\d:.]|\s?[ap]\.?m)",
    re.IGNORECASE,
)


class TwoTimes(NamedTuple):
    """Two times of day as ``HH:MM``, the later one last, and the text without them.

    ``shift`` is the shift from UTC that the second one may be instead; empty where it is written as none.
    """

    first: str
    last: str
    rest: str
    shift: str

    def on(self, days: Sequence[str]) -> str:
        """Say what to write for a day, or for each of those that may be meant, as EDTF."""
        lasted = " or ".join(f"{day}T{self.first}:00Z/{day}T{self.last}:00Z" for day in days)
        both = f"{lasted}, with the shift from UTC in the place of Z, if it lasted from {self.first} to {self.last}"
        shifted = " or ".join(f"{day}T{self.first}:00{self.shift}" for day in days)
        return f"write {both}" + (f"; {shifted} if that is its shift" if self.shift else "")


def two_times(text: str) -> TwoTimes | None:
    """Find two times of day in a text; None where the second is not the later one, and so is a shift.

    >>> two_times("14 Aug 2025 10:00-11:30")
    TwoTimes(first='10:00', last='11:30', rest='14 Aug 2025', shift='-11:30')
    >>> two_times("2025-08-14 10:00-05:00") is None, two_times("10:00-23:00").shift
    (True, '')
    """
    found = _TIMES.search(text)
    if found is None:
        return None
    hour, minute, between, last_hour, last_minute = found.groups()
    first, last = f"{hour:0>2}:{minute}", f"{last_hour:0>2}:{last_minute}"
    if not first < last or max(first[:2], last[:2]) > "23" or max(minute, last_minute) > "59":
        return None
    rest = f"{text[: found.start()].rstrip(' ,')} {text[found.end() :]}".strip()
    is_shift = between in "-\u2212" and last <= _MOST_SHIFT
    return TwoTimes(first, last, rest, f"-{last}" if is_shift else "")


_MOST_SHIFT: Final = "12:00"
"""No place is farther behind UTC."""
