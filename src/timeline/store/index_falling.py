"""The facts on a cell of the index, the latest first, of which no more are read than somebody looks at.

Law of this module: what is kept is not read again. Of a cell of many facts it keeps of each when it may begin, and
passes over those that begin after the day that is asked about. It imports as little as the answers that ask it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from timeline.asof.relation import DAY, Row
from timeline.named import NamedTuple
from timeline.store import rowcode
from timeline.views.relational.rows import by_start

_FIRST: Final = 16
"""So many facts on a cell are read first."""
_MOST_AT_ONCE: Final = 2_000


class Starts(NamedTuple):
    """Facts on a cell, the latest end of a start first: for each the record that tells it, its number there, and days.

    ``first`` and ``last`` are the days between which it begins; ``first`` may be earlier than that.
    """

    n: array[int]
    k: array[int]
    first: array[int]
    last: array[int]


class Reads(Protocol):
    """Who reads the facts on one cell."""

    def falling(self, before: int, count: int) -> tuple[list[Row], int | None]:
        """Read those that begin last, as :meth:`StoredRows.falling` does."""

    def starts(self, before: int) -> Starts | None:
        """Say when those begin that do so before a day at the latest; None where the database cannot tell."""

    def at(self, places: Sequence[tuple[int, int]]) -> list[Row]:
        """Read those of some records, by their numbers there, in this order."""

    def has_room(self, count: int) -> bool:
        """Whether so many rows more are kept."""

    def pass_over(self, moment: int) -> None:
        """Take when the first of those may begin that are passed over."""


class Falling:
    """The facts of mode *actual* on a cell, the latest end of a start first, read as far as somebody looks."""

    def __init__(self) -> None:
        self.others: Sequence[Row] = ()
        """The facts of other modes."""
        self._rows: list[Row] = []
        self._before: int | None = rowcode.APART + 1
        self._starts: Starts | None = None
        self._kept: dict[int, Row] = {}
        self._has_starts, self._is_deep = True, False
        self._read: Reads | None = None

    def begin(self, read: Reads) -> None:
        """Say who reads what was not read yet."""
        self._read = read
        if self._before == rowcode.APART + 1:
            found, self._before = read.falling(self._before, _FIRST)
            actual, self.others = by_start(found)
            self._rows = [*actual]
            read.has_room(len(found))

    def begun_by(self, hi: int | None) -> Begun:
        """Give those that may have begun by a moment, and perhaps others: at least one where there is any."""
        return Begun(self, hi)

    def walk(self, hi: int | None) -> Iterator[Row]:
        """Go through these."""
        yield from self._rows
        read, before = self._read, self._before
        if before is None or read is None:
            return
        if self._is_deep and hi is not None and self._has_starts and self._starts is None:
            self._starts = read.starts(before)
            self._has_starts = self._starts is not None
        if self._starts is not None and hi is not None:
            yield from self._rest(read, self._starts, hi)
            return
        self._is_deep, count = True, len(self._rows)  # the next question pays for knowing when each begins
        while before is not None:
            found, before = read.falling(before, min(4 * max(count, _FIRST), _MOST_AT_ONCE))
            count += len(found)
            yield from found

    def _rest(self, read: Reads, starts: Starts, hi: int) -> Iterator[Row]:
        """Give those of the others that may have begun by a moment, read some at a time."""
        day, count, at = hi // DAY, _FIRST, 0
        later = [first for first in starts.first if first > day]
        if later:
            read.pass_over(min(later) * DAY)
        begun = [place for place, first in enumerate(starts.first) if first <= day]
        while at < len(begun):
            end = min(at + count, len(begun))
            while end < len(begun) and starts.last[begun[end]] == starts.last[begun[end - 1]]:
                end += 1  # of one day not in order
            yield from self._at(read, starts, begun[at:end])
            at, count = end, min(4 * count, _MOST_AT_ONCE)

    def _at(self, read: Reads, starts: Starts, places: Sequence[int]) -> Sequence[Row]:
        kept = self._kept
        missing = [place for place in places if place not in kept]
        new: dict[int, Row] = {}
        if missing:
            read_now = read.at([(starts.n[place], starts.k[place]) for place in missing])
            new = dict(zip(missing, read_now, strict=True))
            if read.has_room(len(new)):
                kept.update(new)
        actual, _ = by_start([kept[place] if place in kept else new[place] for place in places])
        return actual


class Begun:
    """The facts of a cell that may have begun by a moment, any number of times."""

    def __init__(self, of: Falling, hi: int | None) -> None:
        self._of = of
        self._hi = hi

    def __iter__(self) -> Iterator[Row]:
        return self._of.walk(self._hi)
