"""What was read last of a small log, and what was found of it: for who reads the same log again and again.

Law of this module: it saves work and changes no reading. A line is taken as read only where the bytes of its file, just
read from the disk, begin with those in which it stood, or where the file is the one that was read (`marks`); and what
was found of the whole only where every file is so.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import operator
import os
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from timeline.named import NamedTuple
from timeline.records import chain
from timeline.records.model import Record
from timeline.records.segment import Segment, parse
from timeline.store import disk, names, settings, upkeep
from timeline.store.marks import SETTLED_NS, Mark, are_as_marked, are_settled

if TYPE_CHECKING:
    from timeline.errors import Finding
    from timeline.records.catalogue import Holdings
    from timeline.store.repository import Repository, Unsealed
    from timeline.store.tail import Tail

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
        """Give the same with one record more at the end of a segment; None where it changes more than the end."""
        if not self.records or record.kind == "redaction" or record.recorded <= self.records[-1].recorded:
            return None
        return Order(
            segments=tuple(after if segment is before else segment for segment in self.segments),
            records=(*self.records, record),
            heads=(record.id,) if self.heads == record.parents else self._heads_with(record),
        )

    def _heads_with(self, record: Record) -> tuple[str, ...]:
        return tuple(sorted({record.id, *self.heads}.difference(record.parents)))


class _File(NamedTuple):
    """A file that was read: its bytes, and what was read of them.

    ``more`` are the bytes that this log added behind them since, and ``wrote_ns`` is when it added last. ``mark`` shows
    every change since; None where it may not.
    """

    data: bytes
    segment: Segment
    mark: Mark | None = None
    wrote_ns: int = 0
    more: bytes = b""

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data) + len(self.more)

    def is_start_of(self, data: bytes) -> bool:
        """Whether some bytes begin with these."""
        return data.startswith(self.data) and data.startswith(self.more, len(self.data))


class Held:
    """The files that were read last, with their bytes: lines of which no byte has changed are not decoded again.

    A file is not even read again where its mark says that nobody touched it, and a folder not listed again; neither
    counts where it was touched within two seconds before it was looked at. The files of a small log alone are held; of
    a large one, what was added since its index was brought up to date.
    """

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._size = 0
        self._order: Order | None = None
        self._holdings: Holdings | None = None
        self._folders: list[tuple[str, Mark]] = []
        self._names: tuple[str | Finding, ...] = ()
        self._settings: Mark | None = None
        self._swept: Mark | None = None
        self._unsealed: Unsealed | None = None
        self._has_asked = False
        self.tail: Tail | None = None
        """What was added since the index of a large log was brought up to date."""
        self.has_added = False
        """Whether a line was added to a segment: then more may follow."""

    @property
    def is_small(self) -> bool:
        """Whether a log is held, and was so small that the whole of it is read sooner than its index is asked."""
        return 0 < self._size < upkeep.LEAST and not os.environ.get(upkeep.VARIABLE)

    # --- what is looked at again -------------------------------------------------------------------------------------

    def require_format(self, folder: str) -> None:
        """Make sure of the settings as :func:`timeline.store.settings.require_format` does.

        Raises:
            LogBroken: As there.
        """
        now_ns = time.time_ns()
        mark = Mark.of(os.path.join(folder, settings.FILE))
        if mark is None or mark != self._settings:
            settings.require_format(folder)
            self._settings = mark if mark is not None and mark.is_settled(now_ns) else None

    def names(self, folder: str) -> tuple[str | Finding, ...]:
        """Name the files that are read as :func:`timeline.store.names.names` does."""
        if self._folders and are_as_marked(self._folders):
            return self._names
        now_ns, listed = time.time_ns(), dict[str, Mark | None]()
        found = tuple(name for name, _ in names.entries(folder, listed))
        marks = [(path, mark) for path, mark in listed.items() if mark is not None]
        is_sure = len(marks) == len(listed) and are_settled((mark for _, mark in marks), now_ns)
        self._folders, self._names = (marks, found) if is_sure else ([], ())
        return found

    def read(self, folder: str, name: str) -> Segment:
        """Read a segment, as far as it is not the one that is held, or begins with it.

        Raises:
            OSError: It cannot be read.
        """
        path, now_ns = os.path.join(folder, name), time.time_ns()
        kept = self._files.get(name)
        mark = Mark.of(path) if kept is None or kept.wrote_ns < now_ns - SETTLED_NS else None
        if mark is not None and kept is not None and kept.mark == mark:
            return kept.segment
        data = disk.contents(path)
        return self._parsed(name, data, mark if mark is not None and mark.is_settled(now_ns) else None)

    def _parsed(self, name: str, data: bytes, mark: Mark | None) -> Segment:
        kept = self._files.get(name)
        if kept is None or not kept.is_start_of(data) or kept.segment.findings or kept.segment.whole < kept.size:
            segment = parse(name, data)
        elif len(data) > kept.size:
            before, segment = kept.size, kept.segment
            more = parse(name, data[before:], before=len(segment.records))
            segment = msgspec.structs.replace(
                more,
                size=len(data),
                whole=before + more.whole,
                records=segment.records + more.records,
                offsets=segment.offsets + tuple(before + offset for offset in more.offsets),
            )
        else:
            segment = kept.segment
        self._files[name] = _File(data, segment, mark, 0 if kept is None else kept.wrote_ns)
        return segment

    def is_swept(self, mark: Mark | None) -> bool:
        """Whether the folder of temporary files, by its mark, is the one that was found empty."""
        return mark is not None and mark == self._swept

    def swept(self, mark: Mark | None, now_ns: int) -> None:
        """Note that it was found empty, and how it looked before that."""
        self._swept = mark if mark is not None and mark.is_settled(now_ns) else None

    # --- what git was asked ------------------------------------------------------------------------------------------

    def is_unsealed(self, name: str, data: bytes) -> bool:
        """Whether git is known not to have a segment that holds just these bytes, and never to have had it."""
        return self._unsealed is not None and self._unsealed.is_still(name, data)

    def repository(self, folder: str) -> Repository | None:
        """Look at the repository before git is asked once more; the first time that is no use, as most add once."""
        if not self._has_asked:
            self._has_asked = True
            return None
        from timeline.store.repository import Repository  # noqa: PLC0415 - as above

        return Repository.of(folder)

    def git_lacks(self, name: str, data: bytes, repository: Repository | None) -> None:
        """Note that git has no segment of this name, nor of these bytes, in a repository as it was before that."""
        self._unsealed = None
        if repository is not None:
            from timeline.store.repository import Unsealed  # noqa: PLC0415 - as above

            self._unsealed = Unsealed(name, data, repository)

    # --- what was read -----------------------------------------------------------------------------------------------

    def keep(self, names: Iterable[str]) -> None:
        """Hold these files alone, or none where they are many bytes."""
        files = self._files  # another thread may read meanwhile
        kept = {name: files[name] for name in names if name in files}
        self._size = sum(file.size for file in kept.values())
        self._files = kept if self._size < _MOST else {}

    def order(self, segments: Sequence[Segment]) -> Order:
        """Give the records of all segments of a log in order, as they were found before where these are the same."""
        found = self._order
        if found is None or not found.is_of(segments):
            self._holdings = None
            found = Order.of(segments)
            self._order = found if self._files else None
        return found

    def has_holdings(self, order: Order) -> bool:
        """Whether :meth:`holdings` was found of these very records before."""
        return self._holdings is not None and self._order is order

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
        self.has_added = True
        if self._unsealed is not None:
            self._unsealed.wrote(name, line)
        kept = self._files.get(name)
        if kept is None or kept.size != size or kept.segment.whole != size or kept.segment.findings:
            return
        segment, more = kept.segment, b"%b%b\n" % (kept.more, line)
        if (record.file, record.line) != (name, len(segment.records) + 1):
            return
        now = size + len(line) + 1
        records, offsets = (*segment.records, record), (*segment.offsets, size)
        after = Segment(name=name, size=now, whole=now, records=records, offsets=offsets)
        self._files[name] = _File(kept.data, after, wrote_ns=time.time_ns(), more=more)
        order = self._order.grown(segment, after, record) if self._order is not None else None
        if order is None or self._holdings is None or not self._holdings.add(record):
            self._holdings = None
        self._order = order
