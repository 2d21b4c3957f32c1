"""A log as a set of records that two sides put together: what one of them lacks, and in which portions it goes.

Law of this module: with each record goes all that it rests on, or the other side has that already; with each that goes
without its text goes the redaction that says why; and what was written together (a file, or the folder of a batch) goes
together, so that nobody sees half of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Final, Protocol

import msgspec

from timeline.errors import Finding
from timeline.records.cut import Head
from timeline.records.segment import SEGMENT_LIMIT
from timeline.verify.graph import Ancestry, Lineage
from timeline.verify.outline import Outline, outline

_OF_A_LAST_LINE: Final = 500
_ID: Final = re.compile("[0-9a-f]{64}")


class Theirs(Protocol):
    """What the other side has."""

    def __contains__(self, record_id: bytes, /) -> bool:
        """Whether it has a record, by the 32 bytes of its id."""

    def has(self, number: int) -> bool:
        """Whether it has a record of ours, by its number."""

    def lacks(self, at: int) -> Iterable[int]:
        """Give the places of what it lacks of a file of ours, ascending; the file by its place among the outlines."""


class Below(msgspec.Struct, frozen=True):
    """The other side has just what some heads of ours rest on."""

    lineage: Lineage
    ancestry: Ancestry

    def __contains__(self, record_id: bytes) -> bool:
        number = self.lineage.find(record_id)
        return number is not None and self.has(number)

    def has(self, number: int) -> bool:
        """Whether it has a record, by its number."""
        return self.lineage.has(self.ancestry, number)

    def lacks(self, at: int) -> Iterable[int]:
        """Give the places of what it lacks of a file of ours, ascending."""
        first, count = self.lineage.first_of(at), self.lineage.outlines[at].count
        return (number - first for number in self.lineage.outside(self.ancestry, first, count))


class Listed(msgspec.Struct, frozen=True):
    """The other side has named all that it has."""

    lineage: Lineage
    ids: frozenset[bytes]

    def __contains__(self, record_id: bytes) -> bool:
        return record_id in self.ids

    def has(self, number: int) -> bool:
        """Whether it has a record, by its number."""
        return self.lineage.id_of(number) in self.ids

    def lacks(self, at: int) -> Iterable[int]:
        """Give the places of what it lacks of a file of ours, ascending."""
        one = self.lineage.outlines[at]
        return (place for place in range(one.count) if one.id_at(place) not in self.ids)


class Part(msgspec.Struct, frozen=True):
    """Of one file the records that go: their places, ascending."""

    outline: Outline
    places: tuple[int, ...]


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """What goes together: parts of files, how many records these are, and about how many bytes."""

    parts: tuple[Part, ...]
    count: int
    size: int


def redacted_in(lineage: Lineage) -> frozenset[bytes]:
    """The ids of all records whose text is to be nowhere: redacted in any file, or named by a redaction.

    None of them is a redaction, which keeps what it says.
    """
    ids = {one.id_at(place) for one in lineage.outlines for place in one.redacted}
    kept: set[bytes] = set()
    for one in lineage.outlines:
        for place, target in one.redactions:
            ids |= {bytes.fromhex(target)} if is_id(target) else set()
            kept.add(one.id_at(place))
    return frozenset(ids - kept)


def standing_in(lineage: Lineage) -> dict[str, frozenset[bytes]]:
    """Give, for each file in which the text of what is redacted stands all the same, the ids of these records."""
    gone = redacted_in(lineage)
    found: dict[str, frozenset[bytes]] = {}
    for one in lineage.outlines if gone else ():
        erased = frozenset(one.redacted)
        places = (place for place in range(one.count) if place not in erased)
        if standing := gone.intersection(map(one.id_at, places)):
            found[one.name] = standing
    return found


def without_redacted(lineage: Lineage) -> Lineage:
    """Give the lineage of a log of which what is redacted and has its text all the same is as if without it.

    Raises:
        OSError: A file cannot be read again.
    """
    standing = standing_in(lineage)
    if not standing:
        return lineage
    outlines = (
        outline(one.name, lineage.data(one.name), hidden=standing[one.name]) if one.name in standing else one
        for one in lineage.outlines
    )
    return Lineage(tuple(outlines), lineage.data)


def not_erased(lineage: Lineage) -> frozenset[str]:
    """The ids of all records that are redacted, and whose text stands in some file all the same."""
    return frozenset(record_id.hex() for standing in standing_in(lineage).values() for record_id in standing)


def stands_in(lineage: Lineage, record_id: str) -> frozenset[str]:
    """The names of the files in which the text of a record stands."""
    wanted = bytes.fromhex(record_id)
    return frozenset(
        one.name
        for one in lineage.outlines
        for place in range(one.count)
        if one.id_at(place) == wanted and place not in one.redacted
    )


def is_id(text: str) -> bool:
    """Whether a text is the whole id of a record."""
    return _ID.fullmatch(text) is not None


def missing(lineage: Lineage, theirs: Theirs) -> list[list[int]]:
    """Give, for each file of ours, the places of the records that the other side lacks."""
    twice, found = lineage.twice, []
    for at in range(len(lineage.outlines)):
        first = lineage.first_of(at)
        found.append([place for place in theirs.lacks(at) if first + place not in twice])
    return found


def portions(lineage: Lineage, lacks: Sequence[Sequence[int]], theirs: Theirs, *, size: int) -> Iterator[Portion]:
    """Put what the other side lacks, by :func:`missing`, into portions, each of which rests on what went before.

    Each but the last has about so many bytes at least. One that holds a redacted record goes on up to its redaction.
    """
    waiting: set[int] = set()  # numbers that some record of the portion needs, and that did not go yet
    reasons = _redactions(lineage, theirs)
    redacted = sorted(reasons)
    gone: set[int] = set()
    parts: list[Part] = []
    held, count = 0, 0
    for files in _units(lineage, lacks):
        for at in files:
            one, places = lineage.outlines[at], lacks[at]
            first = lineage.first_of(at)
            gone.update(first + place for place in places)
            waiting.update(_named(lineage, first, one.count, places, theirs))
            going = among(one.count, places)
            own = redacted[bisect_left(redacted, first) : bisect_left(redacted, first + one.count)]
            waiting.update(reasons[number] for number in own if number - first in going)
            parts.append(Part(one, tuple(places)))
            held += _size(one, places)
            count += len(places)
        waiting -= gone
        if held >= size and not waiting:
            yield Portion(parts=tuple(parts), count=count, size=held)
            parts, held, count = [], 0, 0
    if parts:
        yield Portion(parts=tuple(parts), count=count, size=held)


def _units(lineage: Lineage, lacks: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Give the files of which something goes, those of one batch together, by the stamps of their first records."""
    units: dict[str, list[int]] = {}
    for at, one in enumerate(lineage.outlines):
        if lacks[at]:
            name = one.name.rpartition("/")[0] if one.name.count("/") > 1 else one.name
            units.setdefault(name, []).append(at)
    return (
        files for _, files in sorted(units.items(), key=lambda unit: (_began(lineage.outlines[unit[1][0]]), unit[0]))
    )


def _redactions(lineage: Lineage, theirs: Theirs) -> dict[int, int]:
    """Give, for each record of which the other side has no redaction yet, the number of one that names it."""
    found: dict[int, int] = {}
    known: set[int] = set()
    for one in lineage.outlines:
        for place, target in one.redactions:
            number = lineage.find(bytes.fromhex(target)) if is_id(target) else None
            redaction = lineage.find(one.id_at(place))
            if number is not None and redaction is not None:
                found.setdefault(number, redaction)
                known |= {number} if theirs.has(redaction) else set()
    return {number: redaction for number, redaction in found.items() if number not in known}


def _began(one: Outline) -> str:
    return one.links[0].recorded if one.links else ""


def _named(lineage: Lineage, first: int, count: int, places: Sequence[int], theirs: Theirs) -> Iterator[int]:
    """Give the numbers of what the first lines of runs rest on, where it is ours and not theirs."""
    going = among(count, places)
    for start in lineage.begun(first, count):
        for parent in lineage.named_by(start) if start - first in going else ():
            number = lineage.find(parent)
            if number is not None and not theirs.has(number):
                yield number


def among(count: int, places: Sequence[int]) -> Container[int]:
    """Give what says whether a place of a file is one of some: all of them, as a rule."""
    return range(count) if len(places) == count else frozenset(places)


def _size(one: Outline, places: Sequence[int]) -> int:
    starts = memoryview(one.offsets).cast("Q")
    last = one.count - 1
    if len(places) == one.count:
        return starts[last] - starts[0] + _OF_A_LAST_LINE
    return sum(starts[p + 1] - starts[p] if p < last else _OF_A_LAST_LINE for p in places)


# --- what comes in ----------------------------------------------------------------------------------------------------


class Incoming(msgspec.Struct, frozen=True):
    """A line that came, with what its head says; nothing of it is proved."""

    id: str
    head: Head
    line: bytes


def in_files(incoming: Iterable[Incoming], *, limit: int = SEGMENT_LIMIT) -> list[list[Incoming]]:
    """Lay lines out in files: in each of them every line but the first rests on the line before it alone.

    A file holds so many bytes at most, but for a longer line. Files go by the (recorded, id) of their first lines.
    """
    files: list[list[Incoming]] = []
    sizes: list[int] = []
    ends: dict[str, int] = {}
    for one in sorted(incoming, key=lambda one: (one.head.recorded, one.id)):
        at = ends.pop(one.head.parents[0], None) if len(one.head.parents) == 1 else None
        if at is not None and sizes[at] + len(one.line) + 1 > limit:
            at = None
        if at is None:
            at = len(files)
            files.append([])
            sizes.append(0)
        files[at].append(one)
        sizes[at] += len(one.line) + 1
        ends[one.id] = at
    return files


def unfit(lineage: Lineage, names: Callable[[str], bool], harmless: frozenset[str]) -> Iterator[Finding]:
    """Name what does not fit together in files that came, which ``names`` knows, beside those that were there.

    What has a harmless code is told and no reason to refuse.
    """
    for finding in lineage.findings():
        if finding.file is not None and names(finding.file) and finding.code not in harmless:
            yield finding
