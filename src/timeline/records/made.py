"""The lines of a batch that were just made, each put together when it is asked for.

Law of this module: what is given is, byte for byte, what was hashed. Of a line that follows the one before it only the
id, the salt and the stamp are kept beside the body, which the draft holds already: a large batch has no room for two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, overload

from timeline.dates.stamps import format_stamp
from timeline.records.cut import stamp_in
from timeline.records.line import head_of, line_of
from timeline.records.spooled import Lazy, Texts

_ID: Final = 32
_SALT: Final = 16


class Made(Sequence[bytes]):
    """Lines by one writer, in their order, without their newlines."""

    def __init__(self, by: str, texts: Texts | None = None) -> None:
        """Begin with no line; ``texts`` are those that lines may take their bodies from."""
        self._by = by
        self._given = texts
        self._ids = bytearray()
        self._salts = bytearray()
        self._moments = array("q")
        self._kinds: list[str] = []
        self._texts: list[bytes] = []
        self._at = array("q")  # of a line its text among those given, or -1 and down from there that among its own

    def add(self, record_id: str, line: bytes) -> None:
        """Add a line that is kept as it is."""
        self._add(record_id, 0, "0" * 2 * _SALT, "", line)

    def add_next(self, record_id: str, moment: int, salt: str, kind: str, body: bytes) -> None:
        """Add a line whose one parent is the line before it."""
        self._add(record_id, moment, salt, kind, body)

    def add_given(self, record_id: str, moment: int, salt: str, kind: str, at: int) -> None:
        """Add a line whose one parent is the line before it, and whose body is a text that was given."""
        self._add_head(record_id, moment, salt, kind, at)

    def _add(self, record_id: str, moment: int, salt: str, kind: str, text: bytes) -> None:
        self._texts.append(text)
        self._add_head(record_id, moment, salt, kind, -len(self._texts))

    def _add_head(self, record_id: str, moment: int, salt: str, kind: str, at: int) -> None:
        self._ids += bytes.fromhex(record_id)
        self._salts += bytes.fromhex(salt)
        self._moments.append(moment)
        self._kinds.append(kind)
        self._at.append(at)

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the lines."""
        return Lazy(len(self), self._id)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[bytes]:
        return map(self._line, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(place, slice):
            return tuple(map(self._line, range(len(self))[place]))
        return self._line(range(len(self))[place])

    def text(self, place: int) -> bytes:
        """Give the body of a line, or the whole of one that is kept as it is."""
        at = self._at[place]
        return self._given[at] if self._given is not None and at >= 0 else self._texts[-at - 1]

    def stamp(self, place: int) -> str:
        """Give the stamp of a line."""
        return format_stamp(self._moments[place]) if self._kinds[place] else stamp_in(self._line(place))

    def _line(self, place: int) -> bytes:
        kind, text = self._kinds[place], self.text(place)
        if not kind:
            return text
        stamp = format_stamp(self._moments[place])
        head = head_of(parents=(self._id(place - 1),), recorded=stamp, by=self._by, kind=kind)
        salt = self._salts[place * _SALT : (place + 1) * _SALT].hex()
        return line_of(self._id(place), head, salt, text)

    def _id(self, place: int) -> str:
        return self._ids[place * _ID : (place + 1) * _ID].hex()
