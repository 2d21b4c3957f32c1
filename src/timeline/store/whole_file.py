"""A file for others to read, written whole or not at all: answers, figures, pages, exports.

Law of this module: what stood at the place stays until all of the new is on disk; only regular files are replaced, and
none that belongs to a log. The steps are those of `disk`, so that a test can put a failing disk under them.
"""

# Paths are texts here, as in `disk`.
# ruff: noqa: PTH100, PTH112, PTH113, PTH117, PTH118, PTH119, PTH120, PTH122, PTH206
from __future__ import annotations

import errno
import os
import shlex
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from timeline.errors import FileUnconfirmed, FileUnwritable, FormatError
from timeline.store import disk
from timeline.store.disk import DISK, Disk

UNDER_WAY: Final = ".timeline-making"
"""The folder, inside that of an export, of what is made piece by piece; it is no part of the export."""

_OF_THE_LOG: Final = frozenset({"timeline.toml", "captures", "checkpoints"})
_NO_SUCH_PLACE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL})


def write(path: str | os.PathLike[str], data: bytes | Iterable[bytes], *, calls: Disk = DISK) -> None:
    """Put bytes into a file: into a temporary one beside it, flushed, renamed, and the folder flushed.

    A file that is replaced keeps its mode. Bytes may be given part by part, and are written as they come.

    Raises:
        FormatError: As :func:`check`; nothing was written.
        FileUnwritable: The disk is full, read-only or faulty. The target is as it was, and nothing is left beside it.
        FileUnconfirmed: Only the last flush failed: the whole file is there, but a power cut may take it back.
    """
    target = os.path.abspath(os.fspath(path))
    keep = check(path)
    folder = os.path.dirname(target)
    temporary = os.path.join(folder, f".timeline-{os.urandom(8).hex()}.part")
    try:
        disk.replace(calls, target, data, temporary=temporary, keep=keep)
    except OSError as error:
        raise _unwritable(path, folder, error) from error
    try:
        disk.flush_folder(calls, folder)
    except OSError as error:
        raise _unconfirmed(path, error) from error


def write_folder(path: str | os.PathLike[str], files: Mapping[str, bytes], *, calls: Disk = DISK) -> None:
    """Put files into a folder, all or none: into a temporary one beside it, flushed, then renamed.

    A folder that is there already is replaced, if it holds nothing but files of the same endings. A crash between the
    two renames leaves the old folder under its name and ``.old``.

    Raises:
        FormatError: As :func:`check_folder`; nothing was written.
        FileUnwritable: The disk is full, read-only or faulty. What stood there is as it was.
        FileUnconfirmed: Only the last flush failed.
    """
    target = os.path.abspath(os.fspath(path))
    is_there = check_folder(path, endings={os.path.splitext(name)[1] for name in files})
    parent = os.path.dirname(target)
    temporary = os.path.join(parent, f".timeline-{os.urandom(8).hex()}.part")
    old = f"{temporary}.old"
    try:
        try:
            disk.make_folder(calls, temporary)
            for name, data in files.items():
                _make_folders(calls, temporary, os.path.dirname(name))
                disk.write_new(calls, os.path.join(temporary, name), data)
            for below, _, _ in list(os.walk(temporary, topdown=False)):
                disk.flush_folder(calls, below)
            if is_there:
                calls.rename(target, old)
            calls.rename(temporary, target)
        except BaseException:
            disk.forget(calls, temporary)
            if is_there and not os.path.lexists(target):
                calls.rename(old, target)
            raise
    except OSError as error:
        raise _unwritable(path, parent, error) from error
    disk.forget(calls, old)
    try:
        disk.flush_folder(calls, parent)
    except OSError as error:
        raise _unconfirmed(path, error) from error


def _make_folders(calls: Disk, folder: str, path: str) -> None:
    """Make the folders of a path below a folder."""
    place = folder
    for name in path.split("/") if path else ():
        place = os.path.join(place, name)
        disk.make_folder(calls, place)


def is_folder(path: str) -> bool:
    """Say whether a path is that of a folder: one is there, or it ends in a slash, or its name has no ending.

    >>> is_folder("story/"), is_folder("data/story"), is_folder("story.parquet")
    (True, True, False)
    """
    return "." not in path.rpartition("/")[2].lstrip(".") or os.path.isdir(path)


def check_folder(path: str | os.PathLike[str], *, endings: Collection[str] | None = None) -> bool:
    """Check that a folder of files may be put here, and say whether there is one already.

    One that is replaced may hold files of these endings; None leaves that for later.

    Raises:
        FormatError: It is not a folder, holds other files, lies where only the log writes, or its folder is not there.
        FileUnwritable: The disk does not say what is there.
    """
    text = os.fspath(path).rstrip("/") or os.fspath(path)[:1]
    try:
        found = os.lstat(text)
    except FileNotFoundError:
        check(text)
        return False
    except (OSError, ValueError):
        check(text)  # which says why
        raise
    if not stat.S_ISDIR(found.st_mode):
        what = f'"{text}" is {disk.kind_of(found.st_mode)}, not a folder'
        raise FormatError(what, where="-o", fix="name another folder", unwritten=True)
    if _is_the_logs(text) or os.path.isfile(os.path.join(text, "timeline.toml")):
        raise _in_the_log(text, "folder")
    held = list(_held(text))
    others = [name for name in sorted(held) if endings and os.path.splitext(name)[1] not in endings]
    if others:
        what = f'"{text}" holds {others[0]}, which no export wrote'
        raise FormatError(what, where="-o", fix="name a new folder", unwritten=True)
    return True


def _held(folder: str) -> Iterator[str]:
    """Name the files in a folder of files, at every depth, but for those of an export on its way."""
    for place, folders, names in os.walk(folder):
        if place == folder and UNDER_WAY in folders:
            folders.remove(UNDER_WAY)
        yield from names


def check(path: str | os.PathLike[str]) -> int | None:
    """Check that a file may be put here, and give the mode of the one that it replaces, None where there is none.

    Raises:
        FormatError: It is not a regular file, lies where only the log writes, or its folder is not there.
        FileUnwritable: The disk does not say what is there.
    """
    text = os.fspath(path)
    if not text:
        raise FormatError("the name of the file is empty", where="-o", fix="name a file", unwritten=True)
    if _is_the_logs(text):
        raise _in_the_log(text, "file")
    try:
        found = os.lstat(text)
    except FileNotFoundError:
        _folder_must_be_there(text)
        found = None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_SUCH_PLACE:
            raise _unwritable(text, os.path.dirname(os.path.abspath(text)), error) from error
        raise FormatError(
            f'"{text}" is not a place for a file: {_reason(error)}', where="-o", fix="name another file", unwritten=True
        ) from error
    if found is None:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FormatError(
            f'"{text}" is {disk.kind_of(found.st_mode)}, not a regular file',
            where="-o",
            fix="name a regular file; a pipe takes what is written without a file",
            unwritten=True,
        )
    return stat.S_IMODE(found.st_mode)


def _folder_must_be_there(text: str) -> None:
    folder = os.path.dirname(text) or os.curdir
    if not os.path.isdir(folder):
        if disk.is_address(text):
            what = f"{text} is an address, and files are written to this machine alone"
            name = text.rpartition("/")[2]
            fix = f"name a file, such as {shlex.quote(name)}" if name else "name a file"
            raise FormatError(what, where="-o", fix=fix, unwritten=True)
        fix = f"mkdir -p {shlex.quote(folder)}"
        raise FormatError(f"the folder {folder} is not there", where="-o", fix=fix, unwritten=True)


def _is_the_logs(text: str) -> bool:
    """Say whether a path is one that only the log itself writes: its folder, and those in it that are its own."""
    folder = _log_around(text)
    if folder is None:
        return False
    first, *deeper = os.path.relpath(os.path.abspath(text), folder).split(os.sep)
    return not deeper or first in _OF_THE_LOG or first.startswith(".") or (len(first) == 4 and first.isdecimal())


def _log_around(text: str) -> str | None:
    """Find the nearest folder of a log that a path lies in; None where it lies in none."""
    folder = os.path.dirname(os.path.abspath(text))
    while not os.path.isfile(os.path.join(folder, "timeline.toml")):
        if folder == (folder := os.path.dirname(folder)):
            return None
    return folder


def _in_the_log(text: str, kind: str) -> FormatError:
    around = _log_around(text) or os.path.abspath(text)
    other = os.path.join(os.path.dirname(around), os.path.basename(text))
    shown = other if os.path.isabs(text) else os.path.relpath(other)
    is_free = os.path.basename(text) not in _OF_THE_LOG and not os.path.lexists(other)
    fix = f"name a {kind} beside the log: {shlex.quote(shown)}" if is_free else f"name another {kind}"
    what = f"{text} is a part of the log, where only `timeline` itself writes"
    return FormatError(what, where="-o", fix=fix, unwritten=True)


def _unwritable(path: str | os.PathLike[str], folder: str, error: OSError) -> FileUnwritable:
    return FileUnwritable(
        f'"{os.fspath(path)}" could not be written: {_reason(error)}',
        where="-o",
        fix=disk.mending(error, folder, again="write it again") or "name a file on another disk",
        unwritten=True,
    )


def _unconfirmed(path: str | os.PathLike[str], error: OSError) -> FileUnconfirmed:
    return FileUnconfirmed(
        f'"{os.fspath(path)}" is written, but its folder could not be flushed to disk: {_reason(error)}',
        where="-o",
        fix="write it again, or to another disk, before you rely on it after a power cut",
    )


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
