"""The rows of a table, kept as bytes until they are asked for: of a large sheet there is no room for all cells.

Law of this module: what is given is what was put in. Where the bytes lie is an argument: in a list, or in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import msgspec

from timeline.records.spooled import Texts
from timeline.text.incoming.values import Cells

_AT_ONCE: Final = 64
"""So many rows are kept together."""
_DECODER: Final = msgspec.msgpack.Decoder(tuple[tuple[int, tuple[str, ...]], ...])
_ENCODER: Final = msgspec.msgpack.Encoder()


class KeptRows(Sequence[Cells]):
    """Rows in their order; one in which a cell is wrong, or has a link, is kept as it is."""

    def __init__(self, rows: Iterable[Cells] = (), texts: Texts | None = None) -> None:
        """Keep some rows; more may be added. Their bytes go to ``texts``, which is empty."""
        self._texts: Texts = [] if texts is None else texts
        self._last: list[tuple[int, tuple[str, ...]]] = []  # those that are not yet among the texts
        self._as_they_are: dict[int, Cells] = {}
        self._count = 0
        self._read: tuple[int, Sequence[tuple[int, tuple[str, ...]]]] = (-1, ())
        for row in rows:
            self.append(row)

    def append(self, row: Cells) -> None:
        """Add a row behind the others."""
        if row.wrong or row.links:
            self._as_they_are[self._count] = row
        self._last.append((row.line, row.cells))
        self._count += 1
        if len(self._last) == _AT_ONCE:
            try:
                self._texts.append(_ENCODER.encode(self._last))
            except UnicodeEncodeError:  # half of a pair of surrogates, as JSON and workbooks write it, has no bytes
                first = self._count - _AT_ONCE
                for place, (line, cells) in enumerate(self._last, first):
                    self._as_they_are.setdefault(place, Cells(line, cells))
                self._texts.append(_ENCODER.encode([(0, ())] * _AT_ONCE))
            self._last = []

    def put(self, place: int, row: Cells) -> None:
        """Put a row in the place of another."""
        self._as_they_are[place] = row

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Cells]:
        return self.between(0, self._count)

    def between(self, start: int, stop: int) -> Iterator[Cells]:
        """Give the rows from one place up to another, which is not among them."""
        for first in range(start - start % _AT_ONCE, stop, _AT_ONCE):
            block = self._block(first // _AT_ONCE)
            for place in range(max(start, first), min(stop, first + _AT_ONCE)):
                row = self._as_they_are.get(place) if self._as_they_are else None
                yield Cells(*block[place - first]) if row is None else row

    def _block(self, number: int) -> Sequence[tuple[int, tuple[str, ...]]]:
        if number * _AT_ONCE >= self._count - len(self._last):
            return self._last
        if self._read[0] != number:
            self._read = number, _DECODER.decode(self._texts[number])
        return self._read[1]

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> Some: ...
    def __getitem__(self, place: int | slice) -> Cells | Some:
        if isinstance(place, slice):
            return Some(self, range(self._count)[place])
        at = range(self._count)[place]
        return next(self.between(at, at + 1))


class Some(Sequence[Cells]):
    """Some of the rows that stand one after the other."""

    def __init__(self, rows: KeptRows, places: range) -> None:
        """Stand for the rows of some places."""
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Cells]:
        return self._rows.between(self._places.start, self._places.stop)

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> Some: ...
    def __getitem__(self, place: int | slice) -> Cells | Some:
        if isinstance(place, slice):
            return Some(self._rows, self._places[place])
        return self._rows[self._places[place]]
