"""The facts on a cell of the index, the latest first, of which no more are read than somebody looks at.

Law of this module: what was read once is not read again. It imports as little as the answers that ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from timeline.asof.relation import Row
from timeline.store import rowcode
from timeline.views.relational.rows import by_start

_FIRST: Final = 16
"""So many facts on a cell are read first."""


class Falling:
    """The facts of mode *actual* on a cell, the latest end of a start first, read as far as somebody looks."""

    def __init__(self) -> None:
        self.others: Sequence[Row] = ()
        """The facts of other modes."""
        self._rows: list[Row] = []
        self._before: int | None = rowcode.APART + 1
        self._read: Callable[[int, int], tuple[list[Row], int | None]] | None = None

    def begin(self, read: Callable[[int, int], tuple[list[Row], int | None]]) -> None:
        """Say who reads what was not read yet, as :meth:`StoredRows._falling` does of a cell."""
        self._read = read
        if self._before == rowcode.APART + 1:
            found, self._before = read(self._before, _FIRST)
            actual, self.others = by_start(found)
            self._rows = [*actual]

    def __iter__(self) -> Iterator[Row]:
        place = 0
        while True:
            while place < len(self._rows):
                yield self._rows[place]
                place += 1
            if self._before is None or self._read is None:
                return
            found, self._before = self._read(self._before, 4 * max(len(self._rows), _FIRST))
            self._rows += found
