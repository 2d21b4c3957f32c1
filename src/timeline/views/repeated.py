"""Answers that were given before, for who asks an open log the same again, or by another day of the same stretch.

Law of this module: it keeps what rows answered and asks them nothing else; whoever holds it lets go of all as soon
as any row may have changed. What is handed out is a copy, which its reader may change.

An answer about an entity follows from its rows alone, and from how its clocks compare with the moments in these. So it
is the answer by all clocks that lie between the same moments: whoever works it out again meets the same rows, and
judges each alike.
"""

from __future__ import annotations

import bisect
import functools
import math
import operator
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from timeline.asof.relation import EVENT, FACT, LINK, MOMENTS, REPORT, SOURCE
from timeline.views.asked import OfRows
from timeline.views.relational.answers import Answer
from timeline.views.relational.rows import Row, Rows

if TYPE_CHECKING:
    from timeline.asof.values import Clocks
    from timeline.views.filters import Selection
    from timeline.views.rows import Row as Json
    from timeline.views.specs import ViewSpec

T = TypeVar("T")

_MOST: Final = 200_000
"""So many values are kept, of all answers together; an answer that has more is not kept."""


_MOST_STRETCHES: Final = 32
"""So many stretches are kept in which the same was asked; the latest first."""
_MOST_MET: Final = 1_000
"""Of an answer from more rows than these the moments are not gathered."""


class Met:
    """The moments in the rows that an answer was made from, as far as clocks are compared with them."""

    def __init__(self) -> None:
        self.is_all = True
        """Whether no row was met whose moments are not here."""
        self._moments: set[Any] = set()
        self._rows = 0

    def add(self, sort: str, rows: Collection[Row]) -> None:
        """Add rows of a relation, whether they count by the clocks or not."""
        self._rows += len(rows)
        if self._rows > _MOST_MET:
            self.is_all = False
        if self.is_all:
            self._moments.update(*map(_moments_of[sort], rows))

    def lose(self) -> None:
        """Say that rows are met which are not added."""
        self.is_all = False

    def stretches(self, clocks: Sequence[int]) -> tuple[tuple[float, float], ...]:
        """Give for each clock the first and the last moment between which it may lie, and meet the same."""
        moments = sorted(self._moments)
        return tuple(map(functools.partial(_between, moments), clocks))


def _between(moments: Sequence[int], clock: int) -> tuple[float, float]:
    place = bisect.bisect_left(moments, clock)
    if place < len(moments) and moments[place] == clock:
        return clock, clock
    before = moments[place - 1] + 1 if place else -math.inf
    return before, moments[place] - 1 if place < len(moments) else math.inf


_IS_A_KEY: Final = frozenset({"recorded_from", "recorded_to", "order_recorded"})
"""Moments that nobody compares with a day: that by which a log is read is part of what was asked."""
_moments_of: Final = {
    sort: operator.itemgetter(*(place for place, name in enumerate(schema) if name in MOMENTS - _IS_A_KEY))
    for sort, schema in {"fact": FACT, "event": EVENT, "report": REPORT, "source": SOURCE, "link": LINK}.items()
}


class Answers:
    """Answers by what was asked, of rows that do not change."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._within: dict[Hashable, list[tuple[tuple[tuple[float, float], ...], Any]]] = {}
        self._size = 0

    def clear(self) -> None:
        """Let go of all."""
        self._found.clear()
        self._within.clear()
        self._size = 0

    def within(self, key: Hashable, clocks: tuple[int, int, int], make: Callable[[Met], T]) -> T:
        """Give an answer; it is made where none was given before by clocks of the same stretches.

        Args:
            key: All that the answer depends on, the rows and these clocks aside.
            clocks: The last moment of the as-of day, and the first and the last of the day of the world.
            make: Makes it, as for :meth:`once`, and adds the rows that it meets.
        """
        as_of, lo, hi = clocks
        for (one, other, last), found in self._within.get(key, ()):
            if one[0] <= as_of <= one[1] and other[0] <= lo <= other[1] and last[0] <= hi <= last[1]:
                return copied(found)  # type: ignore[no-any-return]
        met = Met()
        made = make(met)
        size = count(made) if met.is_all else 0
        if met.is_all and self._is_room(size):
            kept = self._within.setdefault(key, [])
            kept.insert(0, (met.stretches(clocks), copied(made)))
            del kept[_MOST_STRETCHES:]
        return made

    def _is_room(self, size: int) -> bool:
        """Whether an answer may be kept; the others make room for it."""
        if size > _MOST:
            return False
        if self._size + size > _MOST:
            self.clear()
        self._size += size
        return True

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give an answer; it is made where it was not given before.

        Args:
            key: All that the answer depends on, the rows aside.
            make: Makes it: of dicts, lists, tuples, and values that do not change.
        """
        if key in self._found:
            return copied(self._found[key])  # type: ignore[no-any-return]
        made = make()
        if self._is_room(count(made)):
            self._found[key] = copied(made)
        return made


def copied(value: Any) -> Any:
    """Copy dicts, lists and tuples as deep as they nest."""
    if isinstance(value, dict):
        return {name: one if one is None or isinstance(one, str) else copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [one if isinstance(one, str) else copied(one) for one in value]
    if isinstance(value, Answer):
        return Answer(*map(copied, value))
    return tuple(map(copied, value)) if isinstance(value, tuple) else value


def count(value: Any) -> int:
    """Count the values that nest in dicts, lists and tuples, these among them.

    >>> count({"a": [1, 2], "b": None})
    5
    """
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return 1
    return 1 + sum([1 if one is None or isinstance(one, str) else count(one) for one in value])


class Noting(Rows, Protocol):
    """Rows that add those which an answer meets, where somebody gathers them."""

    met: Met | None


class AskedAgain(OfRows):
    """Asks the rows of a log as :class:`OfRows` does, and gives again what it answered by the same clocks."""

    def __init__(self, rows: Noting, clocks: Clocks, limit: int, answers: Answers) -> None:
        super().__init__(rows, clocks, limit)
        self._noting = rows
        self._answers = answers
        self._at = (rows.as_of, *self._day)
        self._by = (rows.recorded_by, *self._at, self._is_limited)

    def state(self, spec: ViewSpec, asked: Selection) -> Answer:
        """Answer a view."""
        if asked.value:  # 1, 1.0 and True are one key, and three values
            return super().state(spec, asked)
        if asked.entities:
            key = ("state", self._noting.recorded_by, spec, asked)
            ask = functools.partial(super().state, spec, asked)
            return self._answers.within(key, self._at, lambda met: self._noted(met, ask))
        return self._answers.once(("state", self._by, spec, asked), lambda: super(AskedAgain, self).state(spec, asked))

    def cell(self, spec: ViewSpec, place: tuple[str, str], *, strict: bool) -> Json | None:
        """Answer a cell."""
        ask = functools.partial(super().cell, spec, place, strict=strict)
        key = ("cell", self._noting.recorded_by, spec, place, strict)
        return self._answers.within(key, self._at, lambda met: self._noted(met, ask))

    def _noted(self, met: Met, ask: Callable[[], T]) -> T:
        """Ask, and have the rows add to what is met."""
        self._noting.met = met
        try:
            return ask()
        finally:
            self._noting.met = None

    def only_recorded(self, asked: Selection) -> Sequence[str] | None:
        """Say how many events that are asked for nobody reports."""
        if asked.value:
            return super().only_recorded(asked)
        key = ("only recorded", self._by, asked)
        return self._answers.once(key, lambda: super(AskedAgain, self).only_recorded(asked))
