"""The few calls by which the log touches the disk, and the durable steps made of them.

Law of this module: every call that changes a file goes through one :class:`Disk`, so that a test can put a failing one
under it. Nothing is ever retried: after a failed flush nobody knows what the disk holds.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH120, PTH208
from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from timeline.errors import LogUnwritable
from timeline.named import NamedTuple


class Disk(NamedTuple):
    """The system calls that writing makes; a test replaces them by ones that fail."""

    open: Callable[[str, int, int], int] = os.open
    close: Callable[[int], None] = os.close
    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    truncate: Callable[[int, int], None] = os.ftruncate
    rename: Callable[[str, str], None] = os.rename
    mkdir: Callable[[str], None] = os.mkdir
    rmdir: Callable[[str], None] = os.rmdir
    unlink: Callable[[str], None] = os.unlink
    lock: Callable[[int, int], None] = fcntl.flock


DISK: Final = Disk()

_READ: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_MOST_AT_ONCE: Final = 1 << 26
MOST: Final = 1 << 28
"""How many bytes of one file are read whole. A segment is closed at 1 MB; what is larger by far is not one of ours."""
_FOLDER: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY


_ADDRESS: Final = (
    r"(?i:[a-z][a-z0-9+.-]*://|(?:https?|ftps?|sftp|scp|ssh|file|data|blob|javascript|mailto|s3|gs|smb|urn|doi):)"
)


def as_argument(path: str) -> str:
    """Spell a path for a shell, so that no command takes it for an option.

    >>> as_argument("a b.csv"), as_argument("-y.csv")
    ("'a b.csv'", './-y.csv')
    """
    import shlex  # noqa: PLC0415 - only advice asks

    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def is_address(path: str) -> bool:
    """Say whether a path reads as an address of something elsewhere, which is neither fetched nor sent to.

    >>> is_address("https://example.org/x.csv"), is_address("s3://bucket/x"), is_address("C:x.csv")
    (True, True, False)
    """
    return re.match(_ADDRESS, path) is not None


class NotPlain(OSError):
    """A path that shall be a regular file is something else; the message says what."""


class TooLarge(OSError):
    """A file holds more than is read of one."""


def contents(path: str, *, limit: int = MOST) -> bytes:
    """Read a regular file, whole; never through a symbolic link, and never waiting for a pipe or a device.

    Nothing is read of a file whose size says that it holds more bytes than the limit: a file with holes may say that it
    holds more than any memory, and take no room on the disk.

    Raises:
        NotPlain: It is a symbolic link, a FIFO, a device, a socket or a folder.
        TooLarge: It holds more bytes than the limit.
        OSError: It cannot be read.
    """
    parts = []
    count = 0
    for part in portions(path, limit=limit):
        count += len(part)
        if count > limit:
            raise TooLarge(_too_large(limit))
        parts.append(part)
    return b"".join(parts)


def _too_large(limit: int) -> str:
    return f"it holds more than {limit:,} bytes"


def portions(path: str, size: int | None = None, *, limit: int | None = None) -> Iterator[bytes]:
    """Read a regular file part by part, as :func:`contents` does; by default in as few parts as its size allows."""
    handle = opened(path)
    try:
        status = os.fstat(handle)
        if limit is not None and status.st_size > limit:
            raise TooLarge(_too_large(limit))
        while part := os.read(handle, size or min(max(status.st_size + 1, 65_536), _MOST_AT_ONCE)):
            yield part
    finally:
        os.close(handle)


def opened(path: str) -> int:
    """Open a regular file for reading, never through a symbolic link; give its descriptor.

    Raises:
        NotPlain: It is a symbolic link, a FIFO, a device, a socket or a folder.
        OSError: It cannot be opened.
    """
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotPlain("a symbolic link") from error
        if error.errno == errno.ENXIO:
            raise NotPlain("a socket or a device") from error
        raise
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise NotPlain(kind_of(mode))
    return handle


def is_there(path: str) -> bool:
    """Whether anything has a name, be it a link that leads nowhere: `lexists`, quicker where nothing has."""
    if os.access not in os.supports_follow_symlinks:
        return os.path.lexists(path)
    return os.access(path, os.F_OK, follow_symlinks=False)


def kind_of(mode: int) -> str:
    """Name what a path is, by its mode."""
    kinds = (
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISFIFO, "a FIFO"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISREG, "a regular file"),
    )
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device")


def in_the_way(folder: str) -> tuple[str, str] | None:
    """Find what stands where a log's folder, or one above it, would have to: its path, and the words; else None."""
    there = folder
    while not os.path.lexists(there):
        there = os.path.dirname(there)
    try:
        mode = os.stat(there).st_mode  # noqa: PTH116 - a text, as in `log`
    except OSError:  # a link that leads nowhere
        mode = os.lstat(there).st_mode
    if stat.S_ISDIR(mode):
        return None
    from timeline.records import strict_json  # noqa: PLC0415 - only a wrong name asks

    name = os.path.basename(there)  # noqa: PTH119
    return there, f"{strict_json.quoted(name)} is {kind_of(mode)}, and a log is a folder"


def flush_folder(disk: Disk, path: str) -> None:
    """Flush the names in a folder to disk."""
    handle = disk.open(path, _FOLDER, 0)
    try:
        disk.fsync(handle)
    finally:
        disk.close(handle)


def make_folder(disk: Disk, path: str) -> bool:
    """Make a folder where there is none; whether it was made. Its name is not flushed here."""
    try:
        disk.mkdir(path)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise
        return False
    return True


def write_new(disk: Disk, path: str, data: bytes | Iterable[bytes], *, mode: int = 0o666) -> None:
    """Write a new file and flush its bytes; its name is not flushed here. Nothing is left behind where it fails.

    Bytes that are given part by part are written as they come; what fails in making them fails here.
    """
    handle = disk.open(path, _NEW, mode)
    try:
        try:
            for part in (data,) if isinstance(data, bytes) else data:
                rest = memoryview(part)
                while rest:
                    written = disk.write(handle, bytes(rest))
                    if written <= 0:
                        raise OSError(errno.EIO, "nothing was written")
                    rest = rest[written:]
            disk.fsync(handle)
        finally:
            disk.close(handle)
    except BaseException:
        forget(disk, path)
        raise


def forget(disk: Disk, path: str) -> None:
    """Remove a file or folder of ours that nobody was told of, as far as that is possible."""
    try:
        if stat.S_ISDIR(os.lstat(path).st_mode):
            for name in os.listdir(path):
                forget(disk, os.path.join(path, name))
            disk.rmdir(path)
        else:
            disk.unlink(path)
    except OSError:
        return


def write_through(disk: Disk, path: str, data: bytes | Iterable[bytes], *, temporary: str, mode: int = 0o666) -> None:
    """Put a file in place whole, or not at all: a temporary file, flushed, renamed, its folder flushed."""
    replace(disk, path, data, temporary=temporary, mode=mode)
    flush_folder(disk, os.path.dirname(path))


def replace(
    disk: Disk,
    path: str,
    data: bytes | Iterable[bytes],
    *,
    temporary: str,
    mode: int = 0o666,
    keep: int | None = None,
) -> None:
    """Put a file in place whole, or not at all, its name not flushed; ``keep`` is a mode that no umask narrows."""
    write_new(disk, temporary, data, mode=mode)
    try:
        if keep is not None:
            os.chmod(temporary, keep)  # noqa: PTH101
        disk.rename(temporary, path)
    except BaseException:
        forget(disk, temporary)
        raise


def mending(error: OSError, path: str, *, again: str) -> str | None:
    """Say what to do about a failed call, and then ``again``; None where nothing is known to help."""
    import shlex  # noqa: PLC0415 - where a call failed, and nowhere else

    there = path
    while not os.path.lexists(there) and (above := os.path.dirname(there)) not in ("", there):
        there = above
    rights = f"give yourself the right to write: ls -ld {shlex.quote(there)}"
    away = f"ls -ld {shlex.quote(there)}"
    fixes: dict[int | None, str] = {
        errno.ENOSPC: f"make room on the disk, and {again}",
        errno.EDQUOT: f"make room in your quota, and {again}",
        errno.EFBIG: f"the limit on file size (`ulimit -f`) is reached; raise it, and {again}",
        errno.EROFS: "the file system is mounted read-only; mount it for writing",
        errno.EACCES: rights,
        errno.EPERM: rights,
        **dict.fromkeys(
            (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP), f"move away what stands there: {away}"
        ),
    }
    return fixes.get(error.errno)


def unwritable(error: OSError, path: str) -> LogUnwritable:
    """Say of a failed call that nothing was added, and why, in words."""
    reason = (error.strerror or str(error)).lower()
    fix = mending(error, path, again="try again")
    return LogUnwritable(f"the log could not be written: {reason}", where=path, fix=fix, unwritten=True)
