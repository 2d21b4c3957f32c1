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
import itertools
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from timeline.errors import LogBroken, LogError, LogLocked, LogUnconfirmed, Stopped
from timeline.records.segment import is_segment, portions
from timeline.store import disk, names, settings
from timeline.store.disk import Disk
from timeline.store.turns import close_locks, lock_files, open_lock
from timeline.verify import checkpoint_text

if TYPE_CHECKING:
    from timeline.store.held import Held

LOCK: Final = names.LOCK
TEMPORARY: Final = ".tmp"
LOCK_WAIT_S: Final = 10.0

APPENDING: Final = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_LOCK_FILE: Final = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What an append is about to do, kept in the lock file until it is done: who finds it there knows it was not.

    ``file`` is the segment, the folder of a batch, or the checkpoint; ``size`` is how much of it was confirmed before;
    ``lines`` are those being added, where they are not safe on disk already.
    """

    file: str
    size: int
    lines: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode({"file": self.file, "size": self.size, "lines": self.lines})

    @classmethod
    def decoded(cls, data: bytes) -> Pending | None:
        """From JSON; None where it is not whole: then what it was about had not begun."""
        try:
            pending = msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeError):
            return None
        names = (pending.file, f"{pending.file}/0001.jsonl")
        fits = any(map(is_segment, names)) or checkpoint_text.is_place(pending.file)
        return pending if fits else None


class Writer(msgspec.Struct, kw_only=True):
    """One append, under the lock."""

    folder: str
    disk: Disk
    lock: int
    held: Held | None = None
    has_begun: bool = False
    """Whether anything of what was read or decided under the lock may be on disk by now."""
    _contents: dict[str, bytes] = msgspec.field(default_factory=dict)

    def path(self, *names: str) -> str:
        """A path below the log's folder."""
        return os.path.join(self.folder, *names)

    def contents(self, name: str, size: int) -> bytes:
        """Read a segment of a size, once under this lock: whatever is done to it here makes it longer or shorter.

        Raises:
            OSError: It cannot be read.
        """
        found = self._contents.get(name)
        if found is None or len(found) != size:
            found = self._contents[name] = disk.contents(self.path(name))
        return found

    # --- the note in the lock file -----------------------------------------------------------------------------------

    def left(self) -> bytes:
        """What stands in the lock file: nothing, unless the append before this one did not come to its end."""
        size = os.fstat(self.lock).st_size
        return os.pread(self.lock, size, 0) if size else b""

    def begin(self, pending: Pending) -> None:
        """Note what is about to be done. It need not be flushed: after a power cut what is on disk is on disk."""
        self.has_begun = True
        os.lseek(self.lock, 0, os.SEEK_SET)
        self.write_once(self.lock, pending.encoded())

    def clear(self) -> None:
        """Note that it was done, or undone."""
        self.disk.truncate(self.lock, 0)

    def done(self) -> None:
        """As :meth:`clear`; where that fails, the next append closes the file and all is still well."""
        with contextlib.suppress(OSError):
            self.clear()

    # --- adding ------------------------------------------------------------------------------------------------------

    def extend(self, name: str, size: int, line: bytes) -> None:
        """Add one line to an open segment of a size: one write, one flush.

        Raises:
            OSError: It was not added.
            LogUnconfirmed: Nobody knows whether it was.
        """
        path = self.path(name)
        self.begin(Pending(file=name, size=size, lines=(line.decode(),)))
        try:
            handle = self.disk.open(path, APPENDING, 0)
        except OSError:
            self.done()
            raise
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode) or status.st_size != size:
                self.done()
                raise LogBroken(
                    "the file changed while it was being added to",
                    where=name,
                    fix="add it again; only `timeline` may write to a segment",
                )
            try:
                self.write_once(handle, line + b"\n")
            except OSError:
                self._take_back(handle, name, size)
                raise
            self.flush(handle, path)
        finally:
            self.close(handle)
        self.done()

    def _take_back(self, handle: int, name: str, size: int) -> None:
        try:
            self.disk.truncate(handle, size)
        except OSError as error:
            raise unconfirmed(error, self.path(name)) from error
        self.done()

    def place(self, name: str, lines: Sequence[bytes]) -> tuple[str, ...]:
        """Put new lines in place as a segment, or as a folder of segments where they are over 1 MB: all or none.

        Returns:
            The names of the files, one for each line.

        Raises:
            OSError: None of it was added.
            LogUnconfirmed: Nobody knows whether it was.
        """
        parts = portions(lines)
        first, second = next(parts), next(parts, None)
        if second is None:
            self._put(f"{name}.jsonl", lambda temporary: disk.write_new(self.disk, temporary, first))
            return (f"{name}.jsonl",) * len(lines)
        counts = self.place_folder(name, itertools.chain((first, second), parts))
        return tuple(
            file
            for number, count in enumerate(counts, 1)
            for file in itertools.repeat(f"{name}/{number:04d}.jsonl", count)
        )

    def place_folder(self, name: str, files: Iterable[bytes]) -> list[int]:
        """Put files in place as a folder of segments (0001.jsonl, ...), to which nothing is ever added: all or none.

        Returns:
            How many lines each holds.

        Raises:
            OSError: None of it was added.
            LogUnconfirmed: Nobody knows whether it was.
        """
        counts: list[int] = []
        self._put(name, lambda temporary: counts.extend(self._fill(temporary, files)))
        return counts

    def _put(self, target: str, write: Callable[[str], None]) -> None:
        """Write a file or folder where nobody sees it, and put it in its place by one renaming."""
        year = self.path(target.partition("/")[0])
        if disk.make_folder(self.disk, year) or not os.listdir(year):
            disk.flush_folder(self.disk, self.folder)
        temporary = self.temporary("new")
        write(temporary)
        try:
            self.begin(Pending(file=target, size=0))
            self.disk.rename(temporary, self.path(target))
        except BaseException as error:
            disk.forget(self.disk, temporary)  # which is not there any more where only Ctrl-C came after the renaming
            if isinstance(error, OSError):
                self.done()
            raise
        try:
            disk.flush_folder(self.disk, year)
        except OSError as error:
            raise unconfirmed(error, self.path(target)) from error
        self.done()

    def _fill(self, folder: str, parts: Iterable[bytes]) -> list[int]:
        """Write a folder of segments that nobody sees yet, each of so many lines; none of it stays where that fails."""
        counts = []
        self.disk.mkdir(folder)
        try:
            for number, part in enumerate(parts, 1):
                disk.write_new(self.disk, os.path.join(folder, f"{number:04d}.jsonl"), part)
                counts.append(part.count(b"\n"))
            disk.flush_folder(self.disk, folder)
        except BaseException:  # Ctrl-C, too
            disk.forget(self.disk, folder)
            raise
        return counts

    # --- the steps ---------------------------------------------------------------------------------------------------

    def temporary(self, purpose: str) -> str:
        """A path for a file that is not yet in its place; nobody else writes there while we hold the lock."""
        disk.make_folder(self.disk, self.path(TEMPORARY))
        path = self.path(TEMPORARY, f"{purpose}-{os.getpid()}")
        disk.forget(self.disk, path)
        return path

    def is_taken(self, name: str) -> bool:
        """Whether a segment or a batch has a name, given without its ending."""
        return os.path.lexists(self.path(name)) or os.path.lexists(self.path(f"{name}.jsonl"))

    def write_once(self, handle: int, data: bytes) -> None:
        """Write all in one call, or fail."""
        if self.disk.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def flush(self, handle: int, path: str) -> None:
        """Flush a file to disk; a failure means that nobody knows."""
        try:
            self.disk.fsync(handle)
        except OSError as error:
            raise unconfirmed(error, path) from error

    def close(self, handle: int) -> None:
        """Close a file; what was flushed does not depend on it."""
        with contextlib.suppress(OSError):
            self.disk.close(handle)


def unconfirmed(
    error: OSError, path: str, *, what: str = "the record", again: str = "adding it again"
) -> LogUnconfirmed:
    """Say that nobody knows whether it is on disk."""
    reason = (error.strerror or str(error)).lower()
    return LogUnconfirmed(
        f"not confirmed: the disk did not say that it holds {what} ({reason})",
        where=path,
        fix=f"{again} is safe; look after the disk first",
    )


# --- the lock ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(folder: str, calls: Disk, *, wait_s: float = LOCK_WAIT_S, held: Held | None = None) -> Iterator[Writer]:
    """Hold the log's lock: everything that writes does so inside; ``held`` is what was read of the log before.

    The lock lies on a file of its own: a lock on a segment would not survive its being replaced.

    Raises:
        LogLocked: Another process held it for all the time that it was waited for.
        LogUnwritable: The log may not be written, or the disk is full; nothing was added.
        LogBroken: The log is of a format that this version does not know.
    """
    (settings if held is None else held).require_format(folder)
    path = os.path.join(folder, LOCK)
    with lock_files(calls) as opened:
        try:
            handle = _lock(path, calls, wait_s, opened)
        except OSError as error:
            raise disk.unwritable(error, path) from error
        writer = Writer(folder=folder, disk=calls, lock=handle, held=held)
        try:
            yield writer
        except KeyboardInterrupt as error:
            if writer.has_begun:
                raise
            raise Stopped from error
        except OSError as error:
            raise disk.unwritable(error, error.filename2 or error.filename or folder) from error
        except LogError as error:
            error.unwritten = error.unwritten or not isinstance(error, LogUnconfirmed)
            raise


def _require_file(path: str, handle: int) -> None:
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        raise OSError(errno.EEXIST, f"it is {disk.kind_of(mode)}, and a lock is a regular file", path)


def _lock(path: str, calls: Disk, wait_s: float, opened: list[int]) -> int:
    limit = time.monotonic() + wait_s
    pause_s = 0.001
    while True:
        handle = open_lock(calls, path, _LOCK_FILE, opened)
        try:
            _require_file(path, handle)
            calls.lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() > limit:
                raise LogLocked(
                    f"another process has held the log's lock for {wait_s:g} seconds",
                    where=path,
                    fix=f"wait until it is done; `fuser {path}` names it",
                    unwritten=True,
                ) from None
        close_locks(calls, opened)
        time.sleep(pause_s)
        pause_s = min(pause_s * 2, 0.05)


def _same(path: str, handle: int) -> bool:
    """Whether the file that was locked is still the one of that name."""
    try:
        there, held = os.lstat(path), os.fstat(handle)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)
