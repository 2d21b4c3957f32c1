"""The moments in the rows that an answer was made from: as long as no clock passes one of them, it is the same answer.

Law of this module: it gathers what it is given, and asks no rows.
"""

from __future__ import annotations

import bisect
import math
import operator
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, Protocol, TypeAlias

from timeline.asof.relation import EVENT, FACT, LINK, MOMENTS, REPORT, SOURCE
from timeline.views.relational.rows import Row, Rows

Clocks: TypeAlias = "tuple[int, ...]"
"""The last moment of the as-of day, and the first and the last of the day of the world."""
Stretches: TypeAlias = "tuple[tuple[float, float], ...]"
"""For each clock the first and the last moment between which an answer is the same."""

_IS_A_KEY: Final = frozenset({"recorded_from", "recorded_to", "order_recorded"})
"""Moments that nobody compares with a day: that by which a log is read is part of what was asked."""
moments_of: Final = {
    sort: operator.itemgetter(*(place for place, name in enumerate(schema) if name in MOMENTS - _IS_A_KEY))
    for sort, schema in {"fact": FACT, "event": EVENT, "report": REPORT, "source": SOURCE, "link": LINK}.items()
}

_MOST_MET: Final = 1_000
"""Of an answer from more rows than these the moments are not gathered."""


def lies_in(stretches: Stretches, clocks: Clocks) -> bool:
    """Whether each clock lies in its stretch."""
    for (first, last), clock in zip(stretches, clocks, strict=True):  # noqa: SIM110 - all() takes twice the time
        if not first <= clock <= last:
            return False
    return True


class Met:
    """The moments in the rows that an answer was made from, as far as clocks are compared with them."""

    def __init__(self) -> None:
        self.is_all = True
        """Whether no row was met whose moments are not here."""
        self.moments: set[Any] = set()
        self._rows = 0

    def add(self, sort: str, rows: Collection[Row]) -> None:
        """Add rows of a relation, whether they count by the clocks or not."""
        self._rows += len(rows)
        if self._rows > _MOST_MET:
            self.is_all = False
        if self.is_all:
            self.moments.update(*map(moments_of[sort], rows))

    def add_moments(self, moments: Iterable[float]) -> None:
        """Add moments with which the as-of day is compared, and which stand in no row that is met."""
        self.moments.update(moments)

    def add_stretch(self, event: str, first: float, last: float) -> None:
        """Add two as-of moments between which all is one that is told of an event, instead of its rows."""
        del event
        self._rows += 1
        self.moments.update(edges(first, last))

    def lose(self) -> None:
        """Say that rows are met which are not added."""
        self.is_all = False

    def stretches(self, clocks: Clocks) -> Stretches:
        """Give for each clock the first and the last moment between which it may lie, and meet the same."""
        moments = sorted(self.moments)
        return tuple([_between(moments, clock) for clock in clocks])


def edges(first: float, last: float) -> Iterable[float]:
    """Give the moments that bound a stretch of clocks: the next before it and after it, or the only one in it."""
    if first == last:
        return (first,)
    return [edge for edge in (first - 1, last + 1) if math.isfinite(edge)]


def _between(moments: Sequence[int], clock: int) -> tuple[float, float]:
    place = bisect.bisect_left(moments, clock)
    if place < len(moments) and moments[place] == clock:
        return clock, clock
    before = moments[place - 1] + 1 if place else -math.inf
    return before, moments[place] - 1 if place < len(moments) else math.inf


class Noting(Rows, Protocol):
    """Rows that add those which an answer meets, where somebody gathers them."""

    met: Met | None
