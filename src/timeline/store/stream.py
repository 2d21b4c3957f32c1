"""All records of a log as JSON lines, read and given a few files at a time, whatever the size of the log.

Law of this module: it gives what :func:`timeline.views.export.export` chooses where no filter limits it, and no clock
but the recorded-by day, in the same order and the same words. Every line is proved before the first is given; where one
cannot be, or a file does not end with a whole line, there is no plan, and whoever reads the log whole says why. A file
that changes in between ends it with an error.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import heapq
import itertools
import os
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypeAlias
from zlib import crc32

import attrs

from timeline.dates.stamps import format_stamp
from timeline.dates.values import NEVER_AFTER, Moment
from timeline.errors import LogBroken, RecordError
from timeline.named import NamedTuple
from timeline.records import chain, say
from timeline.records.cut import BODY_AT
from timeline.records.line import BadLine, decode
from timeline.records.mentions import origins_in, spoken_of
from timeline.records.model import Link, Record, Redaction
from timeline.store import disk, read, settings
from timeline.text import jsonlines
from timeline.text.terminal import safe_json
from timeline.verify import fast
from timeline.views.export import is_hollow, published

_STAMP: Final = len("2026-11-23T21:10:00.000000Z")
_PART: Final = 1 << 18
_NEVER: Final = b"~"
"""Comes after every stamp."""


class File(NamedTuple):
    """A file that was proved: which of its lines are of the usual form, and by what its bytes are known again."""

    first: tuple[bytes, bytes]
    name: str
    usual: bytes
    size: int
    checksum: int


class Line(NamedTuple):
    """A line with the order of its record: its stamp and its id."""

    recorded: bytes
    id: bytes
    is_usual: bool
    name: str
    number: int
    data: bytes


_At: TypeAlias = "tuple[bytes, bytes, str, int]"
"""The stamp and the id of a record, and the file and the line where it stands."""


@attrs.define
class _Ties:
    """What the lines of a log rest on, the line before each aside; what is to have no content, and what has none."""

    rests_on: dict[bytes, _At] = attrs.field(factory=dict)
    to_hide: set[str] = attrs.field(factory=set)
    redacted: set[str] = attrs.field(factory=set)
    has_lost_source: bool = False
    """Whether a source is redacted, so that only whoever cites it has its name."""

    def rests(self, parents: Iterable[bytes], at: _At) -> None:
        """Take note of what a record rests on; of several on one the first by (recorded, id) counts."""
        for parent in parents:
            self.rests_on[parent] = min(at, self.rests_on.get(parent, at))


@attrs.define(kw_only=True)
class Plan:
    """What is going to be given. What was counted, and what to tell of what is left out, is there once all is given."""

    folder: str
    files: tuple[File, ...]
    wanted: frozenset[str]
    """The ids of which other records speak."""
    rests_on: dict[bytes, _At]
    """On what records rest, each with the first of these; once all is given, what of it the log lacks."""
    is_public: bool = False
    """Whether every ``because`` is left out, and the tags that are private."""
    latest: bytes = _NEVER
    """What has a later stamp is not given."""
    count: int = 0
    hollow: int = 0
    redacted: int = 0
    left_out: int = 0
    standing: list[str] = attrs.field(factory=list)
    """What to tell of files that have the text of what is redacted in another."""

    @property
    def notes(self) -> list[str]:
        """What to tell of the records that were left out."""
        left_out = jsonlines.left_out(redacted=self.redacted, about=self.left_out)
        return [*left_out, *say.hollow(self.hollow), *self.standing, *self._not_whole()]

    def _not_whole(self) -> list[str]:
        if not self.rests_on:
            return []
        (_, _, name, line), parent = min((at, parent) for parent, at in self.rests_on.items())
        return [say.not_whole(f"{name}:{line}", parent.decode(), len(self.rests_on))]

    def parts(self) -> Iterator[bytes]:
        """Give the lines, many in one.

        Raises:
            LogBroken: A file was changed since it was proved.
        """
        yield from in_parts(self._texts())

    def _texts(self) -> Iterator[bytes]:
        kept: set[str] = set()
        origins: set[str] = set()
        for one, others in grouped(merged(self.folder, self.files)):
            self.rests_on.pop(one.id, None)
            is_late = one.recorded > self.latest
            if one.is_usual and not others and not (self.is_public and may_be_private(one.data)):
                if not is_late:
                    self.count += 1
                    if (record_id := one.id.decode()) in self.wanted:
                        kept.add(record_id)
                    yield flat(one)
                continue
            records = [decode(line.data, file=line.name, line_no=line.number) for line in (one, *others)]
            ((record,), standing) = chain.hidden(records)
            self.standing += [say.still_stands(one.id, f"{one.file}:{one.line}") for one in standing]
            if is_late:
                continue
            if self.is_public and is_hollow(record):
                self.hollow += 1
            elif record.body is None:
                self.redacted += 1
            elif _is_kept(record, kept, origins):
                self.count += 1
                if record.id in self.wanted:
                    kept.add(record.id)
                origins.update(origins_in(record.body))
                yield jsonlines.text([published(record) if self.is_public else record]).encode()
            else:
                self.left_out += 1


def in_parts(texts: Iterator[bytes]) -> Iterator[bytes]:
    """Give lines many in one."""
    while some := list(itertools.islice(texts, _PART >> 8)):
        yield b"".join(some)


def may_be_private(line: bytes) -> bool:
    """Whether a line of the usual form may hold what is not for the public."""
    return b'"because"' in line or b'"private' in line


def _is_kept(record: Record, kept: set[str], origins: set[str]) -> bool:
    """Whether a record goes with the others: what it speaks of does, and it is not about a text that is gone."""
    content = record.content
    if record.kind == "redaction":
        return False
    if isinstance(content, Link) and content.rel == "same-origin":
        return {content.from_, content.to} <= origins
    if isinstance(content, Link) and content.rel == "same-entity":
        return True
    return spoken_of(record.kind, record.body or {}) <= kept


def planned(
    folder: str, *, public: bool = False, recorded_by: Moment = NEVER_AFTER, progress: read.Progress | None = None
) -> Plan | None:
    """Prove every line of a log; None where the log must be read whole.

    For the public every ``because``, and the tags ``private`` and ``private.…``, are left out.

    Raises:
        LogBroken: The log is of a format that this version does not know.
    """
    wanted: set[str] = set()
    ties = _Ties()
    files = proved(folder, _Meeting(wanted, ties), progress)
    # Of a redaction whose target is not there, whoever reads the log whole tells which it is.
    if files is None or ties.has_lost_source or ties.to_hide - ties.redacted:
        return None
    return Plan(
        folder=folder,
        files=files,
        wanted=frozenset(wanted),
        rests_on=ties.rests_on,
        is_public=public,
        latest=stamp(recorded_by),
    )


class Meeting(Protocol):
    """Is told of each line of a log once it is proved, file by file; ``number`` counts the lines of a file from 1."""

    def usual(self, event: fast.Proved, before: bytes, name: str, number: int) -> None:
        """Meet an event of the usual form; ``before`` is the id in the line before it, empty for the first."""

    def other(self, record: Record, name: str, number: int) -> None:
        """Meet any other record."""


class _Meeting:
    """Takes note of what a log that is given whole is asked about."""

    def __init__(self, wanted: set[str], ties: _Ties) -> None:
        self._wanted = wanted
        self._ties = ties

    def usual(self, event: fast.Proved, before: bytes, name: str, number: int) -> None:
        """Meet an event of the usual form."""
        if event.parents != before:
            self._ties.rests(filter(None, event.parents.split(b'","')), (event.recorded, event.id, name, number))

    def other(self, record: Record, name: str, number: int) -> None:
        """Meet any other record."""
        ties = self._ties
        self._wanted |= spoken_of(record.kind, record.body or {})
        ties.rests(map(str.encode, record.parents), (record.recorded.encode(), record.id.encode(), name, number))
        if isinstance(record.content, Redaction):
            ties.to_hide.add(record.content.target)
        elif record.is_redacted:
            ties.redacted.add(record.id)
            ties.has_lost_source |= record.kind == "source"


def proved(folder: str, meeting: Meeting, progress: read.Progress | None = None) -> tuple[File, ...] | None:
    """Prove every line of a log, a file at a time; None where the log must be read whole.

    Raises:
        LogBroken: The log is of a format that this version does not know.
    """
    settings.require_format(folder)
    names = list(read.names(folder))
    files: list[File] = []
    for number, name in enumerate(names, 1):
        if not isinstance(name, str):
            return None
        try:
            data = disk.contents(os.path.join(folder, name))
        except OSError:
            return None
        file = _proved(name, data, meeting)
        if file is None:
            return None
        files.append(file)
        if progress is not None:
            progress(number, len(names))
    return tuple(sorted(files))


def stamp(moment: Moment) -> bytes:
    """Give a moment as a stamp, by which others are earlier or later; one that no stamp has as what lies beyond all."""
    try:
        return format_stamp(int(moment)).encode()
    except (RecordError, OverflowError):
        return _NEVER if moment > 0 else b""


def _proved(name: str, data: bytes, meeting: Meeting) -> File | None:
    lines = data.split(b"\n")
    if lines.pop() or not lines:
        return None
    is_usual = bytearray()
    first = last = (b"", b"")
    for number, (line, event) in enumerate(zip(lines, fast.prove_all(lines), strict=True), 1):
        if event is not None:
            order = (event.recorded, event.id)
            meeting.usual(event, last[1], name, number)
        else:
            try:
                record = decode(line, file=name, line_no=number)
            except BadLine:
                return None
            order = (record.recorded.encode(), record.id.encode())
            meeting.other(record, name, number)
        if order <= last:
            return None
        first, last = first if number > 1 else order, order
        is_usual.append(event is not None)
    return File(first, name, bytes(is_usual), len(data), crc32(data))


# --- the order of the log --------------------------------------------------------------------------------------------


def merged(folder: str, files: Iterable[File]) -> Iterator[Line]:
    """Give the lines of all files by (recorded, id); a file is read when its first line comes up."""
    waiting: list[tuple[Line, Iterator[Line]]] = []
    for file in files:
        while waiting and waiting[0][0][:2] < file.first:
            yield from _next(waiting)
        lines = _lines(folder, file)
        heapq.heappush(waiting, (next(lines), lines))
    while waiting:
        yield from _next(waiting)


def _next(waiting: list[tuple[Line, Iterator[Line]]]) -> Iterator[Line]:
    """Give the line that comes first, and put the next of its file into its place."""
    line, rest = waiting[0]
    yield line
    following = next(rest, None)
    if following is None:
        heapq.heappop(waiting)
    else:
        heapq.heapreplace(waiting, (following, rest))


def _lines(folder: str, file: File) -> Iterator[Line]:
    try:
        data = disk.contents(os.path.join(folder, file.name))
    except OSError as error:
        raise _changed(file.name) from error
    if len(data) < file.size or crc32(data[: file.size]) != file.checksum:
        raise _changed(file.name)
    lines = data[: file.size].split(b"\n")
    for number, (line, usual) in enumerate(zip(lines, file.usual, strict=False), 1):
        stamp = line.index(b'],"recorded":"') + len(b'],"recorded":"')
        start = len(b'{"id":"')
        yield Line(line[stamp : stamp + _STAMP], line[start : start + 64], bool(usual), file.name, number, line)


def _changed(name: str) -> LogBroken:
    return LogBroken("the file changed while it was being exported", where=name, fix="export it again")


def grouped(lines: Iterable[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Bring together the lines that have one id, in the order of the files."""
    before: Line | None = None
    others: list[Line] = []
    for line in lines:
        if before is not None and line.id == before.id:
            others.append(line)
            continue
        if before is not None:
            yield before, others
        before, others = line, []
    if before is not None:
        yield before, others


def flat(line: Line) -> bytes:
    """Write an event of the usual form, whose body stands as JSON lines have it."""
    data = line.data
    by = data.index(b'","by":"') + len(b'","by":"')
    body = data.index(b',"salt":"') + BODY_AT + 1
    text = b'{"kind":"event","id":"%b","recorded":"%b","by":"%b",%b' % (
        line.id, line.recorded, data[by : data.index(b'"', by)], data[body:-1] + b"\n",
    )  # fmt: skip
    return text if text.isascii() else safe_json(text.decode()).encode()
