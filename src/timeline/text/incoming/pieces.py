"""The bytes of a file that came in: its beginning, piece by piece as often as they are asked for, or the whole of it.

Law of this module: it opens nothing. Who gives the pieces says where they lie; what is read whole has a size that was
agreed on, and what is read piece by piece may be of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from timeline.errors import FormatError

MB: Final = 1_000_000
MOST_MB: Final = 100
"""So much of a file is held at a time: the whole of one, where its form cannot be read piece by piece, or one line."""
_BEGINNING: Final = 1 << 16
_SPLIT: Final = "split it into parts, and import one after the other"


class Pieces:
    """The bytes of a file, of which nothing is kept but the first ones."""

    def __init__(self, each: Callable[[], Iterator[bytes]], size: int) -> None:
        """Rest on what gives the pieces, each time from the first one on, and on how many bytes they are."""
        self._each, self.size = each, size
        self.beginning = next(self.each(), b"")

    def each(self) -> Iterator[bytes]:
        """Give them from the first on; the first piece is the beginning, wherever the others end."""
        rest, first, size = self._each(), list[bytes](), 0
        while size < _BEGINNING and (piece := next(rest, None)) is not None:
            first.append(piece)
            size += len(piece)
        beginning = b"".join(first)
        yield from filter(None, (beginning[:_BEGINNING], beginning[_BEGINNING:]))
        yield from rest

    @classmethod
    def of(cls, data: Pieces | bytes) -> Pieces:
        """Give bytes that are all there as one piece."""
        return data if isinstance(data, Pieces) else cls(lambda: iter((data,)), len(data))

    def whole(self, name: str, *, fix: str = _SPLIT) -> bytes:
        """Give all of them.

        Raises:
            FormatError: They are more than may be held; ``fix`` says what to do then.
        """
        if self.size > MOST_MB * MB:
            raise too_large("a file of this form is read whole, and this one", name, fix=fix)
        return b"".join(self.each())

    def lines(self, name: str) -> Iterator[bytes]:
        """Give the lines, without their line feeds.

        Raises:
            FormatError: One is larger than may be held.
        """
        rest: list[bytes] = []
        for piece in self.each():
            first, *more = piece.split(b"\n")
            rest.append(first)
            if more:
                yield b"".join(rest)
                yield from more[:-1]
                rest = more[-1:]
            elif sum(map(len, rest)) > MOST_MB * MB:
                raise too_large("a line of it", name)
        if last := b"".join(rest):
            yield last


def too_large(what: str, where: str, *, fix: str = _SPLIT) -> FormatError:
    """Make the error of something that is larger than may be held."""
    return FormatError(f"{what} holds more than {MOST_MB} MB", where=where, fix=fix, unwritten=True)
