"""The append protocol: how a record becomes durable, or provably never was.

Law of this module: a record is acknowledged only after its bytes and its name are flushed. Whatever fails before that
leaves nothing half-visible; a flush that fails leaves *unknown*, which is said, and never tried again. The states are
told in ``docs/decisions/003-append.md``.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH208
from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

import attrs
import msgspec

from timeline import disk, reading, segments
from timeline.disk import Disk
from timeline.errors import LogBroken, LogError, LogLocked, LogUnconfirmed
from timeline.reading import Scan
from timeline.segments import Segment
from timeline.tracked import Tracked

LOCK: Final = ".lock"
QUARANTINE: Final = ".quarantine"
TEMPORARY: Final = ".tmp"
LOCK_WAIT_S: Final = 10.0

_OPEN: Final = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_LOCK_FILE: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


@attrs.frozen(kw_only=True)
class Pending:
    """What an append is about to do, kept in the lock file until it is done: who finds it there knows it was not.

    ``file`` is the segment, or the folder of a batch; ``size`` is how much of it was confirmed before; ``lines`` are
    those being added, where they are not safe on disk already.
    """

    file: str
    size: int
    lines: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode({"file": self.file, "size": self.size, "lines": self.lines})

    @classmethod
    def decoded(cls, data: bytes) -> Pending | None:
        """From JSON; None where it is not whole: then the append had not begun."""
        try:
            pending = msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeError):
            return None
        fits = segments.is_segment(pending.file) or segments.is_segment(f"{pending.file}/0001.jsonl")
        return pending if fits else None


@attrs.define(kw_only=True)
class Writer:
    """One append, under the lock."""

    folder: str
    disk: Disk
    lock: int

    def path(self, *names: str) -> str:
        """A path below the log's folder."""
        return os.path.join(self.folder, *names)

    # --- what an append before this one left behind ----------------------------------------------------------------

    def pending(self) -> None:
        """Turn what an append left undone into a mark: its file is closed, and its lines are not taken as durable."""
        data = os.pread(self.lock, os.fstat(self.lock).st_size, 0)
        if not data:
            return
        pending = Pending.decoded(data)
        if pending is not None and os.path.lexists(self.path(pending.file)):
            mark = self.path(QUARANTINE, pending.file.replace("/", "_") + f"-{pending.size}.suspect")
            if not os.path.lexists(mark):
                self._quarantine()
                disk.write_through(self.disk, mark, data, temporary=self.temporary("mark"))
        self.clear()

    def suspects(self) -> tuple[Pending, ...]:
        """Every mark there is."""
        try:
            names = sorted(os.listdir(self.path(QUARANTINE)))
        except FileNotFoundError:
            return ()
        marks = [
            Pending.decoded(disk.contents(self.path(QUARANTINE, name))) for name in names if name.endswith(".suspect")
        ]
        return tuple(mark for mark in marks if mark is not None)

    def sweep(self) -> None:
        """Remove temporary files that nobody is writing any more."""
        try:
            names = os.listdir(self.path(TEMPORARY))
        except FileNotFoundError:
            return
        for name in names:
            disk.forget(self.disk, self.path(TEMPORARY, name))

    def mend(self, scan: Scan, tracked: Tracked) -> tuple[str, ...]:
        """Put cut-off ends of files that git does not have aside, and say so; complete whole lines that lack a newline.

        Raises:
            LogBroken: A file that git has, or may have, ends in the middle of a line.
        """
        reading.refuse(tuple(s.tail_finding for s in scan.tails if tracked.has(s.name) and s.tail_finding))
        return tuple(self._set_aside(segment) for segment in scan.tails if segment.is_torn)

    def _set_aside(self, segment: Segment) -> str:
        path = self.path(segment.name)
        torn = disk.contents(path)[segment.whole :]
        name = f"{segment.name.replace('/', '_')}-{sha256(torn).hexdigest()[:12]}.torn"
        self._quarantine()
        kept = self.path(QUARANTINE, name)
        if not os.path.lexists(kept):
            disk.write_through(self.disk, kept, torn, temporary=self.temporary("torn"))
        self.begin(Pending(file=segment.name, size=segment.whole))
        handle = self.disk.open(path, _OPEN, 0)
        try:
            self.disk.truncate(handle, segment.whole)
            self._flush(handle, path)
        finally:
            self.disk.close(handle)
        self.clear()
        return (
            f"{segment.name} ended in the middle of a line ({len(torn)} bytes, never confirmed); "
            f"they were moved to {QUARANTINE}/{name}"
        )

    def _quarantine(self) -> None:
        if disk.make_folder(self.disk, self.path(QUARANTINE)):
            disk.flush_folder(self.disk, self.folder)

    # --- adding ----------------------------------------------------------------------------------------------------

    def begin(self, pending: Pending) -> None:
        """Note in the lock file what is about to be done."""
        data = pending.encoded()
        os.lseek(self.lock, 0, os.SEEK_SET)
        self._write_once(self.lock, data)

    def _write_once(self, handle: int, data: bytes) -> None:
        if self.disk.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def clear(self) -> None:
        """Note in the lock file that it was done, or undone."""
        self.disk.truncate(self.lock, 0)

    def extend(self, segment: Segment, line: bytes) -> None:
        """Add one line to an open segment: one write, one flush."""
        path = self.path(segment.name)
        data = (b"\n" if segment.is_unended else b"") + line + b"\n"
        self.begin(Pending(file=segment.name, size=segment.size, lines=(line.decode(),)))
        try:
            handle = self.disk.open(path, _OPEN, 0)
        except OSError:
            self._undone()
            raise
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or status.st_size != segment.size:
                self._undone()
                raise LogBroken(
                    "the file changed while it was being added to",
                    where=segment.name,
                    fix="add it again; only `timeline` may write to a segment",
                )
            try:
                self._write_once(handle, data)
            except OSError:
                self._take_back(handle, segment)
                raise
            self._flush(handle, path)
        finally:
            self._close(handle)
        self._done()

    def _take_back(self, handle: int, segment: Segment) -> None:
        try:
            self.disk.truncate(handle, segment.size)
        except OSError as error:
            raise self.unconfirmed(error, self.path(segment.name)) from error
        self._undone()

    def place(self, name: str, lines: Sequence[bytes]) -> tuple[str, ...]:
        """Put new lines in place as a segment, or as a folder of segments where they are over 1 MB: all or none.

        Args:
            name: Relative to the log's folder, without ending.
            lines: Without their newlines.

        Returns:
            The names of the files, one for each line.
        """
        parts = segments.portions(lines)
        year = self.path(name.partition("/")[0])
        if disk.make_folder(self.disk, year) or not os.listdir(year):
            disk.flush_folder(self.disk, self.folder)
        temporary = self.temporary("new")
        if len(parts) == 1:
            target = f"{name}.jsonl"
            disk.write_new(self.disk, temporary, parts[0])
        else:
            target = name
            self._fill(temporary, parts)
        try:
            self.begin(Pending(file=target, size=0))
            self.disk.rename(temporary, self.path(target))
        except OSError:
            disk.forget(self.disk, temporary)
            self._undone()
            raise
        try:
            disk.flush_folder(self.disk, year)
        except OSError as error:
            raise self.unconfirmed(error, self.path(target)) from error
        self._done()
        if len(parts) == 1:
            return (target,) * len(lines)
        return tuple(
            f"{target}/{number:04d}.jsonl" for number, part in enumerate(parts, 1) for _ in range(part.count(b"\n"))
        )

    def _fill(self, folder: str, parts: Sequence[bytes]) -> None:
        self.disk.mkdir(folder)
        try:
            for number, part in enumerate(parts, 1):
                disk.write_new(self.disk, os.path.join(folder, f"{number:04d}.jsonl"), part)
            disk.flush_folder(self.disk, folder)
        except OSError:
            disk.forget(self.disk, folder)
            raise

    def temporary(self, purpose: str) -> str:
        """A path for a file that is not yet in its place; nobody else writes there while we hold the lock."""
        disk.make_folder(self.disk, self.path(TEMPORARY))
        path = self.path(TEMPORARY, f"{purpose}-{os.getpid()}")
        disk.forget(self.disk, path)
        return path

    def unconfirmed(self, error: OSError, path: str) -> LogUnconfirmed:
        """Say that nobody knows whether it is on disk."""
        reason = (error.strerror or str(error)).lower()
        return LogUnconfirmed(
            f"not confirmed: the disk did not say that it holds the record ({reason})",
            where=path,
            fix="adding it again is safe; look after the disk first",
        )

    def _flush(self, handle: int, path: str) -> None:
        try:
            self.disk.fsync(handle)
        except OSError as error:
            raise self.unconfirmed(error, path) from error

    def _done(self) -> None:
        # The record is durable. Where the note cannot be taken away, the next append closes this file: no harm.
        with contextlib.suppress(OSError):
            self.clear()

    _undone = _done

    def _close(self, handle: int) -> None:
        with contextlib.suppress(OSError):
            self.disk.close(handle)


@contextlib.contextmanager
def locked(folder: str, calls: Disk, *, wait_s: float = LOCK_WAIT_S) -> Iterator[Writer]:
    """Hold the log's lock: everything that writes does so inside.

    The lock lies on a file of its own: a lock on a segment would not survive its being replaced.

    Raises:
        LogLocked: Another process held it for all the time that it was waited for.
        LogUnwritable: The log may not be written, or the disk is full; nothing was added.
    """
    path = os.path.join(folder, LOCK)
    try:
        handle = _lock(path, calls, wait_s)
    except OSError as error:
        raise disk.unwritable(error, path) from error
    try:
        yield Writer(folder=folder, disk=calls, lock=handle)
    except OSError as error:
        raise disk.unwritable(error, folder) from error
    except LogError as error:
        error.unwritten = error.unwritten or not isinstance(error, LogUnconfirmed)
        raise
    finally:
        with contextlib.suppress(OSError):
            calls.close(handle)


def _lock(path: str, calls: Disk, wait_s: float) -> int:
    limit = time.monotonic() + wait_s
    pause_s = 0.001
    while True:
        handle = calls.open(path, _LOCK_FILE, 0o666)
        try:
            calls.lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() > limit:
                calls.close(handle)
                raise LogLocked(
                    f"another process has held the log's lock for {wait_s:g} seconds",
                    where=path,
                    fix=f"wait until it is done; `fuser {path}` names it",
                    unwritten=True,
                ) from None
        except BaseException:
            calls.close(handle)
            raise
        calls.close(handle)
        time.sleep(pause_s)
        pause_s = min(pause_s * 2, 0.05)


def _same(path: str, handle: int) -> bool:
    """Whether the file that was locked is still the one of that name."""
    try:
        there, held = os.lstat(path), os.fstat(handle)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def suspect_lines(scan: Scan, suspects: Sequence[Pending]) -> dict[str, tuple[Segment, Any]]:
    """The unconfirmed records that are read all the same, by id: those of marked files that stand nowhere else."""
    marked: dict[str, tuple[Segment, Any]] = {}
    elsewhere: set[str] = set()
    for segment in scan.segments:
        limits = [mark.size for mark in suspects if mark.file in {segment.name, segment.name.rpartition("/")[0]}]
        for record, offset in zip(segment.records, segment.offsets, strict=True):
            if limits and offset >= min(limits):
                marked[record.id] = (segment, offset)
            else:
                elsewhere.add(record.id)
    return {record_id: place for record_id, place in marked.items() if record_id not in elsewhere}
