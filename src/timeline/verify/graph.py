"""The outlines of a log together: which record stands where, who follows whom, and what does not hang together.

Law of this module: it holds a few bytes for each record, whatever the record says. The same id twice is one record,
that of the first file. Records are counted through all files, from 0; that is the *number* of a record.
"""

from __future__ import annotations

import itertools
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import xor
from typing import Final

import msgspec

from timeline.errors import Finding
from timeline.records.model import Record
from timeline.verify.outline import ID_SIZE, Outline, out_of_order

_AT_ONCE: Final = 1 << 16
"""So many ids are compared at once: what each differs in takes five times the room of where it is kept."""
_RESTORE: Final = "bring the missing file back from git, a clone or a copy"


class Ancestry(msgspec.Struct, frozen=True):
    """A set of records that holds all ancestors of its own: of each run of lines, all up to one of them."""

    runs: Mapping[int, int]

    def __len__(self) -> int:
        return sum(end - start for start, end in self.runs.items())

    def __le__(self, other: Ancestry) -> bool:
        return all(other.runs.get(start, start) >= end for start, end in self.runs.items())


class Lineage:
    """The records of a log by id and by place."""

    def __init__(self, outlines: Sequence[Outline], contents: Callable[[str], bytes]) -> None:
        self.outlines = tuple(outlines)
        self._contents = contents
        self._held: tuple[str, bytes] = ("", b"")
        self._firsts: list[int] = []
        total = 0
        for one in self.outlines:
            self._firsts.append(total)
            total += one.count
        self._total = total
        self._shift = max(total.bit_length(), 1)
        self._index = _indexed(self.outlines, self._shift)
        self.twice = self._found_twice()
        self.count = total - len(self.twice)
        told = [pair for one in self.outlines for pair in one.spoiled]
        self.spoiled = frozenset(record_id for record_id, _ in told if record_id not in self)
        """The ids of records that are there, and damaged: what speaks of them lacks nothing but them."""
        self.spoiled_sources = frozenset(name for record_id, name in told if name and record_id in self.spoiled)
        self._starts, self._parents, self._recorded = self._runs()

    # --- which record stands where -----------------------------------------------------------------------------------

    def find(self, record_id: bytes) -> int | None:
        """Give the number of the first record with an id, 32 bytes; None where there is none."""
        if len(record_id) != ID_SIZE:
            return None
        front = int.from_bytes(record_id[:8], "big") >> self._shift << self._shift
        at = bisect_left(self._index, front)
        while at < len(self._index) and self._index[at] - front < 1 << self._shift:
            if self.id_of(number := self._index[at] - front) == record_id:
                return number
            at += 1
        return None

    def __contains__(self, record_id: object) -> bool:
        """Whether a record with an id, as text, is there."""
        return isinstance(record_id, str) and self.number_of(record_id) is not None

    def number_of(self, record_id: str) -> int | None:
        """Give the number of the record with an id, as text."""
        try:
            return self.find(bytes.fromhex(record_id))
        except ValueError:
            return None

    def place_of(self, number: int) -> tuple[Outline, int]:
        """Give the file of a record, and its place there."""
        at = bisect_right(self._firsts, number) - 1
        return self.outlines[at], number - self._firsts[at]

    def id_of(self, number: int) -> bytes:
        """Give the id of a record, 32 bytes."""
        one, place = self.place_of(number)
        return one.id_at(place)

    def where(self, number: int) -> tuple[str, int]:
        """Give the file and the line of a record."""
        one, place = self.place_of(number)
        return one.name, one.line_at(place)

    def first_of(self, at: int) -> int:
        """Give the number of the first record of a file, by the file's place among the outlines."""
        return self._firsts[at]

    def data(self, name: str) -> bytes:
        """Give the bytes of a file again; the last one is kept."""
        if self._held[0] != name:
            self._held = ("", b"")
            self._held = (name, self._contents(name))
        return self._held[1]

    def read(self, number: int) -> Record:
        """Read a record again.

        Raises:
            BadLine: The file was changed in the meantime.
        """
        one, place = self.place_of(number)
        return one.read(self.data(one.name), place)

    def _found_twice(self) -> dict[int, int]:
        """Find the records that stand in the log again: each number, and that of the first."""
        twice: dict[int, int] = {}
        mask = (1 << self._shift) - 1
        for start in range(0, self._total, _AT_ONCE):
            some = self._index[start : start + _AT_ONCE + 1]
            apart = list(map(xor, some, some[1:]))
            if not apart or min(apart) > mask:  # nearly always, and told fast
                continue
            for at, bits in enumerate(apart, 1):
                if bits <= mask:
                    number = some[at] & mask
                    first = self.find(self.id_of(number))
                    if first is not None and first != number:
                        twice[number] = first
        return twice

    # --- who follows whom --------------------------------------------------------------------------------------------

    def _runs(self) -> tuple[list[int], dict[int, tuple[bytes, ...]], dict[int, str]]:
        """Cut the files into runs of lines that follow each other; each begins with what names its parents itself."""
        parents: dict[int, tuple[bytes, ...]] = {}
        recorded: dict[int, str] = {}
        for first, one in zip(self._firsts, self.outlines, strict=True):
            for link in one.links:
                parents[first + link.place] = tuple(bytes.fromhex(parent) for parent in link.parents)
                recorded[first + link.place] = link.recorded
        for number in self.twice:
            one, place = self.place_of(number)
            if place + 1 < one.count and number + 1 not in parents:
                parents[number + 1] = (one.id_at(place),)
            parents.setdefault(number, ())
        return sorted(parents), parents, recorded

    def named_by(self, number: int) -> tuple[bytes, ...]:
        """Give the parents of a record that does not just follow the line before it; nothing of one that does."""
        return self._parents.get(number, ())

    def ancestors(self, heads: Iterable[str]) -> Ancestry:
        """Give the heads that are there, and everything that they rest on, as far as it is there."""
        runs: dict[int, int] = {}
        waiting = [number for head in heads if (number := self.number_of(head)) is not None]
        while waiting:
            number = waiting.pop()
            start = self._starts[bisect_right(self._starts, number) - 1]
            if start not in runs:
                waiting += [found for parent in self._parents[start] if (found := self.find(parent)) is not None]
            if runs.get(start, start) <= number:
                runs[start] = number + 1
        return Ancestry(runs)

    def ids(self, ancestry: Ancestry | None = None) -> list[bytes]:
        """Give the ids of a set of records, or of all, 32 bytes each."""
        if ancestry is None:
            return [self.id_of(number) for number in range(self._total) if number not in self.twice]
        found: list[bytes] = []
        for start, end in ancestry.runs.items():
            one, place = self.place_of(start)
            text = one.ids[place * ID_SIZE : (place + end - start) * ID_SIZE]
            found += [text[at : at + ID_SIZE] for at in range(0, len(text), ID_SIZE)]
        return found

    def begun(self, first: int, count: int) -> list[int]:
        """Give those of the numbers of a file that begin a run, as its first does: others rest on one line."""
        return self._starts[bisect_left(self._starts, first) : bisect_left(self._starts, first + count)]

    def outside(self, ancestry: Ancestry, first: int, count: int) -> Iterator[int]:
        """Give those of the numbers of a file that are not in a set, ascending."""
        starts = self.begun(first, count)
        for start, end in itertools.pairwise((*starts, first + count)):
            yield from range(ancestry.runs.get(start, start), end)

    def has(self, ancestry: Ancestry, number: int) -> bool:
        """Whether a record is in a set."""
        start = self._starts[bisect_right(self._starts, number) - 1]
        return ancestry.runs.get(start, start) > number

    def first_in(self, ancestry: Ancestry) -> str | None:
        """Give the id of the first record of a set, by (recorded, id); None where it is empty."""
        starts = (start for start in ancestry.runs if all(self.find(parent) is None for parent in self._parents[start]))
        return min(((self._stamp_of(start), self.id_of(start).hex()) for start in starts), default=("", None))[1]

    @property
    def heads(self) -> tuple[str, ...]:
        """The ids that no record names as its parent, ascending."""
        named = {parent for number, parents in self._parents.items() if number not in self.twice for parent in parents}
        ends = [*(start - 1 for start in self._starts[1:]), self._total - 1] if self._starts else []
        found = (self.id_of(end) for end in ends if end not in self.twice)
        return tuple(sorted(record_id.hex() for record_id in found if record_id not in named))

    def nearest(self, numbers: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Give of each of some records the nearest of its ancestors among them: the same ancestry, in few steps."""
        of_run: dict[int, list[int]] = {}
        for number in numbers:
            of_run.setdefault(self._starts[bisect_right(self._starts, number) - 1], []).append(number)
        above: dict[int, frozenset[int]] = {}

        def last_in(number: int) -> int | None:
            """The last of them in the run of a record, up to it."""
            chosen = of_run.get(self._starts[bisect_right(self._starts, number) - 1], [])
            at = bisect_right(chosen, number)
            return chosen[at - 1] if at else None

        def above_all(start: int) -> frozenset[int]:
            """The nearest ones that the first line of a run rests on."""
            path = [start]
            while path:
                top = path[-1]
                parents = [found for parent in self._parents[top] if (found := self.find(parent)) is not None]
                open_ones = [number for number in parents if last_in(number) is None]
                runs = [self._starts[bisect_right(self._starts, number) - 1] for number in open_ones]
                missing = [run for run in runs if run not in above]
                if missing:
                    path += missing
                    continue
                path.pop()
                near = {found for number in parents if (found := last_in(number)) is not None}
                above[top] = frozenset(near).union(*(above[run] for run in runs))
            return above[start]

        result: dict[int, tuple[int, ...]] = {}
        for start, chosen in of_run.items():
            result[chosen[0]] = tuple(sorted(above_all(start)))
            result.update((number, (before,)) for before, number in itertools.pairwise(chosen))
        return result

    # --- what does not hang together ---------------------------------------------------------------------------------

    def findings(self) -> Iterator[Finding]:
        """Name every fault: those of the files by themselves, then those that need the whole log."""
        for one in self.outlines:
            yield from one.findings
        redacted = {
            first + place for first, one in zip(self._firsts, self.outlines, strict=True) for place in one.redacted
        }
        for number, first in sorted(self.twice.items()):
            if (number in redacted) != (first in redacted):
                file, line = self.where(first)
                fix = f"timeline redact {self.id_of(number).hex()[:12]} --because '...'"
                message = f"the same record stands unredacted elsewhere: {file}:{line}"
                yield self._at(number, "half-redacted", message, fix)
        yield from self._redactions(redacted - set(self.twice))
        for start in self._starts:
            if start not in self.twice:
                yield from self._parents_of(start)

    def _redactions(self, redacted: set[int]) -> Iterator[Finding]:
        """A redacted line and its redaction belong together: one without the other is a fault.

        A redaction itself keeps what it says, whatever names it.
        """
        firsts = zip(self._firsts, self.outlines, strict=True)
        kept = {first + place for first, one in firsts for place, _ in one.redactions}
        redactions = {
            target: first + place
            for first, one in zip(self._firsts, self.outlines, strict=True)
            for place, target in one.redactions
            if first + place not in self.twice
        }
        for number in sorted(redacted):
            if self.id_of(number).hex() not in redactions:
                yield self._at(number, "redacted-alone", "its text is gone, and no redaction says why", None)
        for target, number in redactions.items():
            found = self.number_of(target)
            if found in kept:
                what = "this redaction does not apply: it names a redaction, which keeps what it says"
                yield self._at(number, "not-applied", what, None)
            elif found is not None and found not in redacted:
                file, line = self.where(found)
                fix = f"timeline redact {target[:12]} --because '...'; it goes on where it ended"
                yield self._at(number, "not-erased", f"the text that it redacts still stands at {file}:{line}", fix)

    def _parents_of(self, start: int) -> Iterator[Finding]:
        for parent in self._parents[start]:
            found = self.find(parent)
            if found is None and parent.hex() in self.spoiled:
                continue
            if found is None:
                message = f"it rests on {parent.hex()[:12]}, which is not in this log: a file is missing, or was cut"
                yield self._at(start, "dangling-parent", message, _RESTORE)
            elif start in self._recorded and self._stamp_of(found) >= self._recorded[start]:
                file, line = self.where(start)
                yield out_of_order(file, line, self._recorded[start], parent.hex(), self._stamp_of(found))

    def stamp_of(self, record_id: str) -> str:
        """Give the stamp of a record, "" where it is not there."""
        number = self.number_of(record_id)
        return "" if number is None else self._stamp_of(number)

    def _stamp_of(self, number: int) -> str:
        one, place = self.place_of(number)
        if place == one.count - 1:
            return one.last
        return self._recorded.get(number) or self.read(number).recorded

    def _at(self, number: int, code: str, message: str, fix: str | None) -> Finding:
        file, line = self.where(number)
        return Finding(code=code, message=message, file=file, line=line, fix=fix)


_FRONTS: Final = 1 << 64
_LARGE: Final = 250_000


def _indexed(outlines: Sequence[Outline], shift: int) -> array[int]:
    """Sort the fronts of all ids, each with its record's number in the last bits.

    Of a large log a quarter of all possible fronts at a time: what is sorted is a list, which takes five times as much
    room.
    """
    words = array("Q")
    step = _FRONTS // (4 if sum(one.count for one in outlines) > _LARGE else 1)
    for lo in range(0, _FRONTS, step):
        some: list[int] = []
        hi, first = lo + step, 0
        for one in outlines:
            fronts = array("Q", one.ids)[:: ID_SIZE // 8]
            if sys.byteorder == "little":
                fronts.byteswap()
            some += [
                (front >> shift << shift) | number for number, front in enumerate(fronts, first) if lo <= front < hi
            ]
            first += one.count
        some.sort()
        words.extend(some)
    return words
