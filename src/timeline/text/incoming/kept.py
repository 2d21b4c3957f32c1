"""The rows of a table, each kept as bytes until it is asked for: of a large workbook there is no room for all cells.

Law of this module: what is given is what was put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import msgspec

from timeline.text.incoming.values import Cells

_DECODER = msgspec.msgpack.Decoder(tuple[int, tuple[str, ...]])
_ENCODER = msgspec.msgpack.Encoder()


class KeptRows(Sequence[Cells]):
    """Rows in their order; one in which a cell is wrong, or has a link, is kept as it is."""

    def __init__(self, rows: Iterable[Cells] = ()) -> None:
        """Keep some rows; more may be added."""
        self._rows: list[bytes | Cells] = []
        for row in rows:
            self.append(row)

    def append(self, row: Cells) -> None:
        """Add a row behind the others."""
        self._rows.append(row if row.wrong or row.links else _kept(row))

    def extend(self, rows: KeptRows) -> None:
        """Add others behind these."""
        self._rows += rows._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Cells]:
        return map(_given, self._rows)

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> KeptRows: ...
    def __getitem__(self, place: int | slice) -> Cells | KeptRows:
        if isinstance(place, int):
            return _given(self._rows[place])
        some = KeptRows()
        some._rows = self._rows[place]
        return some


def _kept(row: Cells) -> bytes | Cells:
    try:
        return _ENCODER.encode((row.line, row.cells))
    except UnicodeEncodeError:  # half of a pair of surrogates, as JSON and workbooks can write it, has no bytes
        return row


def _given(row: bytes | Cells) -> Cells:
    if isinstance(row, Cells):
        return row
    line, cells = _DECODER.decode(row)
    return Cells(line, cells)
