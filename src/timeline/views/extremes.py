"""Of things that happened, the first and the one that may have happened last.

Law of this module: snapshots and rows of the relation ask the same rule here, each with places and dates of its own.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Extremes(Generic[T]):
    """The dates of the first thing that was added, and of the one that may have happened last; None before any."""

    __slots__ = ("_first_at", "_last_at", "first", "last")

    def __init__(self) -> None:
        self.first: T | None = None
        self.last: T | None = None
        self._first_at: Any = None
        self._last_at: Any = None

    def add(self, place: tuple[Any, Any, Any], date: T) -> None:
        """Add one, in any order.

        Its place is its earliest moment, or its latest where it has no earliest; its latest moment; and what decides
        between two that are alike. Of several that may have happened last the first by its place is it.
        """
        if self._first_at is None or place < self._first_at:
            self._first_at, self.first = place, date
        if self._last_at is None or (-place[1], place) < self._last_at:
            self._last_at, self.last = (-place[1], place), date
