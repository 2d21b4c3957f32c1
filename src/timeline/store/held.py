"""What was read last of a small log, and what was found of it: for who reads the same log again and again.

Law of this module: it saves work and changes no reading. A line is taken as read only where the bytes of its file, just
read from the disk, begin with those in which it stood; and what was found of the whole only where every file is so.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from timeline.records import chain
from timeline.records.model import Record
from timeline.records.segment import Segment, parse
from timeline.store import upkeep

if TYPE_CHECKING:
    from timeline.records.catalogue import Holdings

_MOST: Final = 1 << 20
"""Of so many bytes or more nothing is held: of a large log the index is asked."""


class Order(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The records of some segments by (recorded, id), each id once, and the ends of their chains, ascending."""

    segments: tuple[Segment, ...]
    records: tuple[Record, ...]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> Order:
        """Put the records of segments in order."""
        records = chain.ordered(record for segment in segments for record in segment.records)
        return cls(segments=tuple(segments), records=records, heads=chain.heads(records))

    def is_of(self, segments: Sequence[Segment]) -> bool:
        """Whether these are the very segments."""
        return len(self.segments) == len(segments) and all(map(operator.is_, self.segments, segments))

    def grown(self, before: Segment, after: Segment, record: Record) -> Order | None:
        """Give the same with one record more at the end of a segment; None where it does not come last of all."""
        if not self.records or record.recorded <= self.records[-1].recorded:
            return None
        return Order(
            segments=tuple(after if segment is before else segment for segment in self.segments),
            records=(*self.records, record),
            heads=tuple(sorted({record.id, *self.heads}.difference(record.parents))),
        )


class Held:
    """The files that were read last, with their bytes: lines of which no byte has changed are not decoded again.

    Only a small log is held.
    """

    def __init__(self) -> None:
        self._files: dict[str, tuple[bytes, Segment]] = {}
        self._size = 0
        self._order: Order | None = None
        self._holdings: Holdings | None = None

    @property
    def is_small(self) -> bool:
        """Whether a log is held, and was so small that the whole of it is read sooner than its index is asked."""
        return 0 < self._size < upkeep.LEAST and not os.environ.get(upkeep.VARIABLE)

    def parse(self, name: str, data: bytes) -> Segment:
        """Read a segment, as far as it is not the one that is held, or begins with it."""
        old, segment = self._files.get(name, (b"", None))
        if segment is None or not data.startswith(old) or segment.findings or segment.whole < len(old):
            segment = parse(name, data)
        elif len(data) > len(old):
            more = parse(name, data[len(old) :], before=len(segment.records))
            segment = msgspec.structs.replace(
                more,
                size=len(data),
                whole=len(old) + more.whole,
                records=segment.records + more.records,
                offsets=segment.offsets + tuple(len(old) + offset for offset in more.offsets),
            )
        self._files[name] = (data, segment)
        return segment

    def keep(self, names: Iterable[str]) -> None:
        """Hold these files alone, or none where they are many bytes."""
        kept = {name: self._files[name] for name in names if name in self._files}
        self._size = sum(len(data) for data, _ in kept.values())
        self._files = kept if self._size < _MOST else {}

    def order(self, segments: Sequence[Segment]) -> Order:
        """Give the records of all segments of a log in order, as they were found before where these are the same."""
        found = self._order
        if found is None or not found.is_of(segments):
            self._holdings = None
            found = Order.of(segments)
            self._order = found if self._files else None
        return found

    def holdings(self, order: Order) -> Holdings:
        """Give what newcomers find in records that are in order."""
        from timeline.records.catalogue import Holdings  # noqa: PLC0415 - who only reads needs none

        if self._holdings is None or self._order is not order:
            found = Holdings(order.records)
            self._holdings = found if self._order is order else None
            return found
        return self._holdings

    def wrote(self, name: str, size: int, line: bytes, record: Record) -> None:
        """Take a line that was just added to a file, behind so many bytes, and the record that was read of it."""
        data, segment = self._files.get(name, (b"", None))
        if segment is None or len(data) != size or segment.whole != size or segment.findings:
            return
        if (record.file, record.line) != (name, len(segment.records) + 1):
            return
        now = size + len(line) + 1
        records, offsets = (*segment.records, record), (*segment.offsets, size)
        after = Segment(name=name, size=now, whole=now, records=records, offsets=offsets)
        self._files[name] = (b"%b%b\n" % (data, line), after)
        order = self._order.grown(segment, after, record) if self._order is not None else None
        if order is None or self._holdings is None or not self._holdings.add(record):
            self._holdings = None
        self._order = order
