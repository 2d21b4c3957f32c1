"""What an open log has added to a segment since its index was brought up to date, so that not each line goes into that.

Law of this module: the index and the tail together are the log as it is now, or the tail is not used. Every other file
must be the one that was indexed, and the segment hold what was indexed of it, the lines that were added, and no more.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import itertools
import operator
import os
import time
from collections.abc import Callable, Collection
from hashlib import sha256
from typing import Final

from timeline.records import bearing
from timeline.records.model import Record
from timeline.store import disk, names
from timeline.store.index import Index, Ready
from timeline.store.index_file import Unusable
from timeline.store.index_fill import names_in
from timeline.store.index_records import Place, Records
from timeline.store.marks import Guard, Mark, are_settled

_MOST: Final = 100
"""After so many records the index is brought up to date: it does not let more of them wait for their rows, either."""


class Tail:
    """The records that an open log added to one segment after its index was ``ready``.

    At ``looked_ns`` the files had not been looked at yet.
    """

    def __init__(self, folder: str, index: Index, ready: Ready, looked_ns: int) -> None:
        self.index = index
        self.ready = ready
        self.heads = ready.heads
        self._folder = folder
        self._looked_ns = looked_ns
        self._data = bytearray()
        self.shelf = bearing.Shelf(())
        self.names: dict[str, set[str]] = {}
        self.records: list[Record] = []
        self.place: Place | None = None
        """The end of the segment."""
        self.others: list[Place] = []
        """The ends of the others."""
        self._files = Guard((), (), ())
        self._folders: Guard | None = None
        """Those that are listed, where each touch of them shows."""

    # --- growing -----------------------------------------------------------------------------------------------------

    def take(self, name: str, size: int, line: bytes, record: Record) -> bool:
        """Take a line that was just added to a segment behind so many bytes; whether the next append may rest on it."""
        if self.place is None and not self._begins(name, size):
            return False
        self._data += b"%b\n" % line
        self.place = (name, len(self._data), record.line or 0, record.id, record.order)
        self.shelf.put(record)
        for sort, one in names_in(record, bearing.named_by(record)):
            self.names.setdefault(sort, set()).add(one)
        self.records.append(record)
        self.heads = tuple(sorted({record.id, *self.heads}.difference(record.parents)))
        return len(self.records) < _MOST

    def _begins(self, name: str, size: int) -> bool:
        """Begin behind what was indexed of a segment; whether every other file is as it was, and shows each touch."""
        now_ns, listed = time.time_ns(), dict[str, Mark | None]()
        then, now = self.ready.look, names.look(self._folder, listed) or {}
        others = [(other, mark) for other, mark in now.items() if other != name]
        if now.keys() != then.keys() or any(mark != then[other] for other, mark in others):
            return False
        if not are_settled((mark for _, mark in others), self._looked_ns):
            return False
        try:
            with self.index.records(self.ready) as records:
                indexed = records.indexed(name)
                self.others = [place for place in records.ends() if place[0] != name]
            data = disk.contents(os.path.join(self._folder, name))[:size]
        except (Unusable, OSError):
            return False
        if indexed != (size, sha256(data).digest()):
            return False
        self._data += data
        marked = [(os.path.join(self._folder, other), mark) for other, mark in others]
        closed = [other.count("/") > 1 for other, _ in others]  # to a part of a batch nothing is ever added
        rest = list(itertools.compress(marked, closed))
        self._files = Guard(list(itertools.compress(marked, map(operator.not_, closed))), (), rest)
        self._list(listed, now_ns)
        return True

    # --- asking ------------------------------------------------------------------------------------------------------

    def is_still(self, contents: Callable[[str, int], bytes]) -> bool:
        """Whether the index as it was, and what was added since, are all that the log holds."""
        if self.place is None or not self._files.is_untouched() or not self._has_no_more():
            return False
        try:
            return contents(self.place[0], self.place[1]) == self._data
        except OSError:
            return False

    def _has_no_more(self) -> bool:
        """Whether no file came to the log, or left it: of folders that may be touched unseen, by listing them."""
        if self._folders is not None and self._folders.is_untouched():
            return True
        now_ns, listed = time.time_ns(), dict[str, Mark | None]()
        found = dict(names.entries(self._folder, listed))
        self._list(listed, now_ns)
        return found.keys() == self.ready.look.keys()

    def _list(self, listed: dict[str, Mark | None], now_ns: int) -> None:
        """Note how the folders looked before they were listed, and whether each touch of them shows from then on."""
        folders = [(path, mark) for path, mark in listed.items() if mark is not None]
        is_sure = len(folders) == len(listed) and are_settled((mark for _, mark in folders), now_ns)
        self._folders = Guard((), folders, ()) if is_sure else None

    def over(self, records: Records) -> WithTail:
        """Look records up in the index, and here."""
        return WithTail(records, self)


class WithTail:
    """The records of the index and those of a tail: what an append asks of :class:`Records`, asked of both."""

    def __init__(self, records: Records, tail: Tail) -> None:
        self._records = records
        self._tail = tail

    def find(self, nodes: Collection[str]) -> list[Record]:
        """Give the records that are found under any of some nodes, each once."""
        return [*self._records.find(nodes), *self._tail.shelf.find(nodes)]

    def starting_with(self, text: str) -> list[str]:
        """Give the nodes of the records whose ids begin with some hexadecimal digits."""
        return [
            *self._records.starting_with(text),
            *(f"record:{record.id}" for record in self._tail.records if record.id.startswith(text)),
        ]

    def some_under(self, node: str, most: int) -> list[str]:
        """Give the nodes of some of the records that are found under a node."""
        later = (f"record:{record.id}" for record in self._tail.shelf.find([node]))
        return [*self._records.some_under(node, most), *later]

    def newest(self) -> list[str]:
        """Give the node of the record that was recorded last."""
        return [f"record:{self._tail.records[-1].id}"]

    def ends(self) -> list[Place]:
        """Give the ends of the segments, the newest first."""
        return [*([self._tail.place] if self._tail.place else ()), *self._tail.others]

    def has_name(self, sort: str, name: str) -> bool:
        """Say whether a name of a sort was ever written."""
        return name in self._tail.names.get(sort, ()) or self._records.has_name(sort, name)

    def names(self, sort: str) -> list[str]:
        """Give all names of a sort that were ever written."""
        return list({*self._records.names(sort), *self._tail.names.get(sort, ())})
