"""Answers that were given before, for who asks an open log the same again.

Law of this module: it keeps what rows answered and asks them nothing else; whoever holds it lets go of all as soon
as any row may have changed. What is handed out is a copy, which its reader may change.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from timeline.views.asked import OfRows
from timeline.views.relational.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.asof.values import Clocks
    from timeline.views.filters import Selection
    from timeline.views.relational.rows import Rows
    from timeline.views.rows import Row
    from timeline.views.specs import ViewSpec

T = TypeVar("T")

_MOST: Final = 200_000
"""So many values are kept, of all answers together; an answer that has more is not kept."""


class Answers:
    """Answers by what was asked, of rows that do not change."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._size = 0

    def clear(self) -> None:
        """Let go of all."""
        self._found.clear()
        self._size = 0

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give an answer; it is made where it was not given before.

        Args:
            key: All that the answer depends on, the rows aside.
            make: Makes it: of dicts, lists, tuples, and values that do not change.
        """
        if key in self._found:
            return copied(self._found[key])  # type: ignore[no-any-return]
        made = make()
        size = count(made)
        if size > _MOST:
            return made
        if self._size + size > _MOST:
            self.clear()
        self._found[key] = copied(made)
        self._size += size
        return made


def copied(value: Any) -> Any:
    """Copy dicts, lists and tuples as deep as they nest."""
    if isinstance(value, dict):
        return {name: copied(one) for name, one in value.items()}
    if isinstance(value, list):
        return [one if isinstance(one, str) else copied(one) for one in value]
    if isinstance(value, Answer):
        return Answer(*map(copied, value))
    if isinstance(value, tuple):
        return tuple(copied(one) for one in value)
    return value


def count(value: Any) -> int:
    """Count the values that nest in dicts, lists and tuples, these among them.

    >>> count({"a": [1, 2], "b": None})
    5
    """
    if isinstance(value, dict):
        return 1 + sum(map(count, value.values()))
    if isinstance(value, list | tuple):
        return 1 + sum(map(count, value))
    return 1


class AskedAgain(OfRows):
    """Asks the rows of a log as :class:`OfRows` does, and gives again what it answered by the same clocks."""

    def __init__(self, rows: Rows, clocks: Clocks, limit: int, answers: Answers) -> None:
        super().__init__(rows, clocks, limit)
        self._answers = answers
        self._by = (rows.as_of, rows.recorded_by, clocks.on.lo, clocks.on.hi, clocks.as_of is not None)

    def state(self, spec: ViewSpec, asked: Selection) -> Answer:
        """Answer a view."""
        if asked.value:  # 1, 1.0 and True are one key, and three values
            return super().state(spec, asked)
        return self._answers.once(("state", self._by, spec, asked), lambda: super(AskedAgain, self).state(spec, asked))

    def cell(self, spec: ViewSpec, place: tuple[str, str], *, strict: bool) -> Row | None:
        """Answer a cell."""
        key = ("cell", self._by, spec, place, strict)
        return self._answers.once(key, lambda: super(AskedAgain, self).cell(spec, place, strict=strict))

    def only_recorded(self, asked: Selection) -> Sequence[str] | None:
        """Say how many events that are asked for nobody reports."""
        if asked.value:
            return super().only_recorded(asked)
        key = ("only recorded", self._by, asked)
        return self._answers.once(key, lambda: super(AskedAgain, self).only_recorded(asked))
