"""What was meant by times of day in an interval or a set that cannot be read: ends that do not fit each other.

Law: a proposal is made of the text's own days, times and offsets; an offset that no end has is proposed as ``Z``, and
the advice says so. Where one end is a day, whole days are proposed, which say less and are never wrong.
"""

from __future__ import annotations

import re

from timeline.dates.instants import JOINTS

_TIME = re.compile(r"\d\d:\d\d")
_DAY = re.compile(r"-?\d{4}-\d\d-\d\d")
_BLANK = re.compile(r"(?<=-\d\d) (?=\d\d:)")
_SHIFT = re.compile(r"(Z|[+-]\d\d(:\d\d)?)$")


def alike(text: str) -> str | None:
    """Make the ends of an interval, or the members of a set, all instants with an offset, or all days.

    Returns:
        The text that was probably meant, which may still be invalid; None where no end has a time of day.

    >>> alike("2026-11-20T14:03/2026-11-20T14:41Z"), alike("2026-11-20T14:03Z/2026-11-21")
    ('2026-11-20T14:03Z/2026-11-20T14:41Z', '2026-11-20/2026-11-21')
    """
    parts = JOINTS.split(_BLANK.sub("T", text.upper()))
    places = [n for n, part in enumerate(parts) if part and not JOINTS.fullmatch(part)]
    if len(parts) == 1 or not any(_TIME.search(parts[n]) for n in places):
        return None
    day = ""
    for n in places:
        if _TIME.match(parts[n]) and day:
            parts[n] = f"{day}T{parts[n]}"  # 2026-11-20T14:03Z/14:41Z
        found = _DAY.match(parts[n])
        day = found[0] if found else day
    if all(_TIME.search(parts[n]) for n in places):
        _shift_all(parts, places)
    else:
        for n in places:
            parts[n] = parts[n].partition("T")[0]
        if "/" in parts and len(places) == 2 and len(parts[places[0]]) == len(parts[places[1]]):
            parts[places[0]], parts[places[1]] = sorted((parts[places[0]], parts[places[1]]))
    return "".join(parts)


def _shift_all(parts: list[str], places: list[int]) -> None:
    """Give each time that has no offset the one that another has, or ``Z``."""
    found = [shift[0] for n in places if (shift := _SHIFT.search(parts[n].partition("T")[2]))]
    for n in places:
        if not _SHIFT.search(parts[n].partition("T")[2]):
            parts[n] += found[0] if found else "Z"


def advice(text: str, found: str) -> str | None:
    """Say on what a proposal for a text with times in an interval or a set rests; None where it rests on nothing."""
    if not _TIME.search(text) or len(JOINTS.split(text)) == 1 or len(JOINTS.split(found)) == 1:
        return None  # the slashes of 4/24/2026 part no ends
    if not _TIME.search(found):
        return f"write {found} if whole days are meant, or give every end a time, with Z or its shift from UTC"
    bare = [part for part in JOINTS.split(text) if _TIME.search(part) and not _SHIFT.search(part.upper())]
    if not bare:
        return None
    return f"write {found} if that is its zone: a time in an interval or a set needs Z, or its shift from UTC"
