"""Answers that were given before, for who asks an open log the same again, or by another day of the same stretch.

Law of this module: it keeps what rows answered and asks them nothing else; whoever holds it lets go of all as soon
as any row may have changed. What is handed out is a copy, which its reader may change.

An answer about an entity follows from its rows alone, and from how its clocks compare with the moments in these. So it
is the answer by all clocks that lie between the same moments: whoever works it out again meets the same rows, and
judges each alike.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from timeline.views import asked as asking
from timeline.views.asked import OfRows
from timeline.views.copies import copied, count
from timeline.views.relational import answers
from timeline.views.relational.answers import Answer
from timeline.views.relational.held import Again, Held
from timeline.views.relational.met import Clocks as At
from timeline.views.relational.met import Met, Noting, Stretches, lies_in

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


class Answers:
    """Answers by what was asked, of rows that do not change."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._within: dict[Hashable, list[tuple[Stretches, Any]]] = {}
        self._held: dict[Hashable, Held] = {}
        self._size = 0

    def clear(self) -> None:
        """Let go of all."""
        self._found.clear()
        self._within.clear()
        self._held.clear()
        self._size = 0

    def within(self, key: Hashable, clocks: At, make: Callable[[Met], T]) -> T:
        """Give an answer; it is made where none was given before by clocks of the same stretches.

        Args:
            key: All that the answer depends on, the rows and these clocks aside.
            clocks: The last moment of the as-of day, and the first and the last of the day of the world.
            make: Makes it, as for :meth:`once`, and adds the rows that it meets.
        """
        for stretches, found in self._within.get(key, ()):
            if lies_in(stretches, clocks):
                return copied(found)  # type: ignore[no-any-return]
        met = Met()
        made = make(met)
        size = count(made) if met.is_all else 0
        if met.is_all and self._is_room(size):
            kept = self._within.setdefault(key, [])
            kept.insert(0, (met.stretches(clocks), copied(made)))
            del kept[_MOST_STRETCHES:]
        return made

    def of_things(self, key: Hashable, make: Callable[[Held], T]) -> T:
        """Give an answer about many things, of which only those are decided again that the clocks have passed.

        Args:
            key: All that the answer depends on, the rows and the clocks aside.
            make: Makes it, from what is held of the things that were decided before, and holds what it decides.
        """
        held = self._held.pop(key, None) or Held()
        self._size -= held.size
        made = make(held)
        if held.is_too_large or (held.size and self._is_room(held.size)):
            self._held[key] = held
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


class AskedAgain(OfRows):
    """Asks the rows of a log as :class:`OfRows` does, and gives again what it answered by the same clocks."""

    def __init__(self, rows: Noting, clocks: Clocks, limit: int, given: Answers) -> None:
        super().__init__(rows, clocks, limit)
        self._noting = rows
        self._answers = given
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
        of = asking.wanted(asked)
        if of.strict or not of.asks_for_all:
            return self._answers.once(
                ("state", self._by, spec, asked), lambda: super(AskedAgain, self).state(spec, asked)
            )

        def made(held: Held) -> Answer:
            if held.is_too_large:
                return answers.state(self._rows, asking.view(spec), self._day, of)
            again = Again(held, self._noting, self._at)
            return self._noted(again, lambda: answers.state(self._rows, asking.view(spec), self._day, of, again))

        return self._answers.of_things(("state", self._noting.recorded_by, spec, asked), made)

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
        ask = functools.partial(super().only_recorded, asked)
        key = ("only recorded", self._noting.recorded_by, self._is_limited, asked)
        return self._answers.within(key, self._at, lambda met: self._noted(met, ask))
