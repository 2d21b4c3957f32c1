"""What a text can mean in time: EDTF beside the bounds that were meant, and the conventions in which writers differ.

Law: an EDTF whose own bounds are not those that were meant is never offered. Where a text says one thing to one
reader and another to the next (``04/08/2025``, ``Aug-25``), every reading is given and none is chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeline.dates.grammar import Interval, Members, Point, edtf
from timeline.dates.instants import Instant
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE
from timeline.errors import DateError
from timeline.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from timeline.dates.grammar import Tree
    from timeline.dates.values import Moment

CONVENTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "century": ("20", "19"),  # 8/14/25: the century of a year of two digits
    "order": ("day", "month", "year"),  # 04/08/2025: what stands first
    "short": ("month", "year"),  # 2004/05: May 2004, or 2004 to 2005
    "hyphened": ("year", "day"),  # Aug-25: August 2025 in a spreadsheet, or the 25th
    "hundreds": ("century", "decade"),  # the 1900s
}
"""What writers differ in, with every choice."""


class Reading(NamedTuple):
    """EDTF, and the first and last microsecond that was meant; -inf and +inf where there is no bound."""

    text: str
    lo: Moment
    hi: Moment

    @property
    def is_single(self) -> bool:
        """Whether it is one date, or one of several, and neither an interval nor an instant."""
        return "/" not in self.text and "T" not in self.text and self.text[0] != "{"

    @property
    def is_closed(self) -> bool:
        """Whether it has a bound on both sides."""
        return self.lo != NEVER_BEFORE and self.hi != NEVER_AFTER

    @property
    def is_sound(self) -> bool:
        """Whether its EDTF is valid and has the bounds that were meant."""
        try:
            return bounds(edtf(self.text)) == (self.lo, self.hi)
        except DateError:
            return False


def of_days(text: str, first: int | None, last: int | None) -> Reading:
    """Make a reading from the first and last day number, both included; None where there is no bound."""
    return Reading(
        text,
        NEVER_BEFORE if first is None else first * DAY,
        NEVER_AFTER if last is None else last * DAY + DAY - 1,
    )


def bounds(tree: Tree) -> tuple[Moment, Moment]:
    """Give the first and last microsecond that an expression can mean."""
    match tree:
        case Point():
            return tree.first * DAY, tree.last * DAY + DAY - 1
        case Instant():
            return tree.lo, tree.hi
        case Interval():
            left = NEVER_BEFORE if isinstance(tree.left, str) else bounds(tree.left)[0]
            return left, NEVER_AFTER if isinstance(tree.right, str) else bounds(tree.right)[1]
        case Members():
            lo = NEVER_BEFORE if tree.opens else min(bounds(first)[0] for first, _ in tree.items)
            return lo, NEVER_AFTER if tree.closes else max(bounds(last)[1] for _, last in tree.items)


# Readings under each convention


class Chosen:
    """The conventions chosen for one reading of a text; asking for one that is not chosen stops that reading."""

    def __init__(self, made: Mapping[str, str]) -> None:
        self.made = made

    def pick(self, name: str) -> str:
        """Give the choice made for a convention.

        Raises:
            Undecided: None was made yet.
        """
        if name not in self.made:
            raise Undecided(name)
        return self.made[name]


class Undecided(Exception):
    """A reading came to a convention in which writers differ."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def readings(read: Callable[[Chosen], Reading | None]) -> tuple[Reading, ...]:
    """Give the different sound readings under all conventions that matter, by where they begin and end."""
    found = {reading.text: reading for reading in _each(read, {}) if reading.is_sound}
    return tuple(sorted(found.values(), key=lambda reading: (reading.lo, reading.hi, reading.text)))


def _each(read: Callable[[Chosen], Reading | None], made: Mapping[str, str]) -> Iterator[Reading]:
    try:
        reading = read(Chosen(made))
    except Undecided as asked:
        for choice in CONVENTIONS[asked.name]:
            yield from _each(read, {**made, asked.name: choice})
        return
    if reading is not None:
        yield reading


def joined(found: tuple[Reading, ...]) -> str | None:
    """Give one EDTF that says no more than the readings: the only one, the widest, or one of all.

    None where no EDTF says it: intervals, say, cannot stand in a list.
    """
    if len(found) < 2:
        return found[0].text if found else None
    if not all(reading.is_single and reading.is_closed for reading in found):
        return None
    lo, hi = min(reading.lo for reading in found), max(reading.hi for reading in found)
    no_year = any(reading.text.lstrip("[").startswith("XXXX") for reading in found)
    whole_ones = () if no_year else (one for one in found if "," not in one.text)  # a list leaves gaps
    widest = next((one for one in whole_ones if (one.lo, one.hi) == (lo, hi)), None)
    if widest is not None:
        return widest.text
    members = dict.fromkeys(member for one in found for member in one.text.strip("[]").split(","))
    whole = Reading(f"[{','.join(_widest(members))}]", lo, hi)
    return whole.text if whole.is_sound else None


def _widest(members: Iterable[str]) -> list[str]:
    """Leave out the members of a list that others of it cover: the decade 190X beside the century 19XX."""
    covers = {member: bounds(edtf(f"[{member}]")) for member in members if not member.startswith("XXXX")}
    return [
        member
        for member in members
        if member not in covers
        or not any(
            lo <= covers[member][0] and covers[member][1] <= hi and (lo, hi) != covers[member]
            for lo, hi in covers.values()
        )
    ]
