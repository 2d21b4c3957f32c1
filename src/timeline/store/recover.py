"""What an append that did not come to its end left behind, and how the next one makes it whole.

Law of this module: nothing is deleted that anybody could have been told of; doing it again, after being cut off
anywhere, changes nothing more. Only files that git does not have are touched. It runs under the lock.
"""

# ruff: noqa: PTH208 - paths are texts here: importing pathlib would cost a twentieth of a short command
from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec

from timeline.errors import LogBroken
from timeline.records.line import decode
from timeline.records.model import Record
from timeline.records.segment import Segment, stem
from timeline.store import disk, read, tracked
from timeline.store.append import APPENDING, TEMPORARY, Pending, Writer
from timeline.store.marks import Mark
from timeline.store.read import Scan
from timeline.store.tracked import Tracked

QUARANTINE: Final = ".quarantine"


class Unconfirmed(msgspec.Struct, frozen=True, kw_only=True):
    """What marks tell: the closed files, and every line of theirs that nobody was told of.

    ``visible`` are those that are read all the same and stand nowhere else, run by run; ``lost`` those that are gone.
    """

    closed: frozenset[str]
    visible: tuple[tuple[bytes, ...], ...]
    lost: tuple[bytes, ...]


NOTHING_LEFT: Final = Unconfirmed(closed=frozenset(), visible=(), lost=())


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A log that was read under the lock, and made whole.

    ``again`` are the ids of lines that were written again, as nobody knew whether they were on disk; ``notes`` say what
    was set aside; ``left`` is what marks tell.
    """

    scan: Scan
    left: Unconfirmed
    again: frozenset[str]
    notes: tuple[str, ...]


def make_whole(writer: Writer) -> Whole:
    """Read the log, and make whole what an earlier run left undone: nothing may rest on what may vanish.

    Raises:
        LogBroken: A line of it is damaged.
    """
    sweep(writer)
    mark(writer)
    scan = _scanned(writer)
    notes: tuple[str, ...] = ()
    if scan.tails:
        notes = mend(writer, scan, tracked.ask(writer.folder))
        scan = _scanned(writer)
    left = unconfirmed(writer, scan)
    again = confirm(writer, left)
    if again:
        scan = _scanned(writer)
        left = unconfirmed(writer, scan)
    return Whole(scan=scan, left=left, again=again, notes=notes)


def _scanned(writer: Writer) -> Scan:
    """Read every file, or none: what could not be read is no less a part of the log for it."""
    scan = read.scan(writer.folder, held=writer.held)
    read.refuse(scan.findings)
    return scan


def sweep(writer: Writer) -> None:
    """Remove temporary files: nobody is writing them any more."""
    path, now_ns = writer.path(TEMPORARY), time.time_ns()
    mark = Mark.of(path) if writer.held is not None else None
    if writer.held is not None and writer.held.is_swept(mark):
        return
    try:
        names = os.listdir(path)
    except FileNotFoundError:
        return
    for name in names:
        disk.forget(writer.disk, writer.path(TEMPORARY, name))
    if writer.held is not None and not names:
        writer.held.swept(mark, now_ns)


def mark(writer: Writer) -> None:
    """Turn what an append left undone into a mark: its file is closed, and its lines are not taken as durable."""
    data = writer.left()
    if not data:
        return
    pending = Pending.decoded(data)
    if pending is not None and any(
        map(os.path.lexists, (writer.path(pending.file), writer.path(f"{pending.file}.sig")))
    ):
        name = f"{_flat(pending.file)}-{sha256(data).hexdigest()[:12]}.suspect"
        _keep(writer, name, data)
    writer.clear()


def unconfirmed(writer: Writer, scan: Scan) -> Unconfirmed:
    """Read every mark, and find the lines that they speak of."""
    marks = _marks(writer)
    if not marks:
        return NOTHING_LEFT
    marked: list[tuple[Record, Segment, int]] = []
    elsewhere: set[str] = set()
    for segment in scan.segments:
        limits = [pending.size for pending in marks if pending.file in {segment.name, _batch(segment)}]
        for record, offset in zip(segment.records, segment.offsets, strict=True):
            if limits and offset >= min(limits):
                marked.append((record, segment, offset))
            else:
                elsewhere.add(record.id)
    known = elsewhere | {record.id for record, _, _ in marked}
    told = [line.encode() for pending in marks for line in pending.lines]
    return Unconfirmed(
        closed=frozenset(pending.file for pending in marks),
        visible=_runs(writer, [item for item in marked if item[0].id not in elsewhere]),
        lost=tuple(line for line in told if (old := _read(line)) and old.id not in known),
    )


def doubtful(writer: Writer) -> frozenset[str]:
    """Name the files that were put in their place, and of which nobody knows whether they are there for good."""
    return frozenset(pending.file for pending in _marks(writer))


def confirm(writer: Writer, left: Unconfirmed) -> frozenset[str]:
    """Write again, as they stand, the lines that are read but were never confirmed; give their ids.

    They go to new segments; the same id twice is one record.
    """
    ids: set[str] = set()
    for lines in left.visible:
        first = decode(lines[0], file="again", line_no=1)
        writer.place(stem(first.recorded, first.by, first.id, taken=writer.is_taken), lines)
        ids.update(decode(line, file="again", line_no=1).id for line in lines)
    return frozenset(ids)


def mend(writer: Writer, scan: Scan, known: Tracked) -> tuple[str, ...]:
    """Put cut-off ends of files that git does not have aside, and say so; end whole lines that lack their newline.

    Raises:
        LogBroken: A file that git has, or may have, ends in the middle of a line.
    """
    read.refuse(tuple(s.tail_finding for s in scan.tails if known.has(s.name) and s.tail_finding))
    notes = []
    for segment in scan.tails:
        if segment.is_torn:
            notes.append(_set_aside(writer, segment))
        else:
            _end(writer, segment)
    return tuple(notes)


def _set_aside(writer: Writer, segment: Segment) -> str:
    path = writer.path(segment.name)
    torn = _tail(path, segment)
    name = f"{_flat(segment.name)}-{sha256(torn).hexdigest()[:12]}.torn"
    _keep(writer, name, torn)
    writer.begin(Pending(file=segment.name, size=segment.whole))
    handle = writer.disk.open(path, APPENDING, 0)
    try:
        writer.disk.truncate(handle, segment.whole)
        writer.flush(handle, path)
    finally:
        writer.close(handle)
    writer.done()
    return (
        f"{segment.name} ended in the middle of a line ({len(torn):,} bytes, never confirmed): "
        f"moved to {QUARANTINE}/{name}"
    )


def _end(writer: Writer, segment: Segment) -> None:
    path = writer.path(segment.name)
    line = _tail(path, segment)
    writer.begin(Pending(file=segment.name, size=segment.whole, lines=(line.decode(),)))
    handle = writer.disk.open(path, APPENDING, 0)
    try:
        writer.write_once(handle, b"\n")
        writer.flush(handle, path)
    finally:
        writer.close(handle)
    writer.done()


def _tail(path: str, segment: Segment) -> bytes:
    data = disk.contents(path)
    if len(data) != segment.size:
        raise LogBroken("the file changed while it was being mended", where=segment.name, fix="add it again")
    return data[segment.whole :]


def _keep(writer: Writer, name: str, data: bytes) -> None:
    """Put something into the quarantine, once."""
    path = writer.path(QUARANTINE, name)
    if os.path.lexists(path):
        return
    if disk.make_folder(writer.disk, writer.path(QUARANTINE)) or not os.listdir(writer.path(QUARANTINE)):
        disk.flush_folder(writer.disk, writer.folder)
    disk.write_through(writer.disk, path, data, temporary=writer.temporary("kept"))


def _marks(writer: Writer) -> tuple[Pending, ...]:
    if not disk.is_there(folder := writer.path(QUARANTINE)):
        return ()
    names = sorted(os.listdir(folder))
    found = (
        Pending.decoded(disk.contents(writer.path(QUARANTINE, name))) for name in names if name.endswith(".suspect")
    )
    return tuple(pending for pending in found if pending is not None)


def _runs(writer: Writer, marked: Sequence[tuple[Record, Segment, int]]) -> tuple[tuple[bytes, ...], ...]:
    """Cut the bytes of lines out of their files, and part them where one does not follow the line before."""
    texts: dict[str, bytes] = {}
    runs: list[list[bytes]] = []
    before = ""
    for record, segment, offset in marked:
        if segment.name not in texts:
            texts[segment.name] = disk.contents(writer.path(segment.name))
        line = texts[segment.name][offset:].partition(b"\n")[0]
        if record.parents != (before,):
            runs.append([])
        runs[-1].append(line)
        before = record.id
    return tuple(tuple(run) for run in runs)


def _read(line: bytes) -> Record | None:
    try:
        return decode(line, file="mark", line_no=1)
    except LogBroken:
        return None


def _batch(segment: Segment) -> str:
    return segment.name.rpartition("/")[0] if segment.name.count("/") > 1 else segment.name


def _flat(name: str) -> str:
    return name.replace("/", "_")
