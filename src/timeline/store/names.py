"""The names of the files that a log consists of, as they lie in its folder.

Law of this module: it reads no file, and imports nothing slow, so that a cold answer may look whether anything changed.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import contextlib
import functools
import operator
import os
from collections.abc import Iterator
from typing import Final, TypeAlias

from timeline.errors import Finding
from timeline.store import disk
from timeline.store.marks import Mark

LOCK: Final = ".lock"
"""The file that whoever adds to the log locks, and writes into before and after."""


def size(folder: str) -> int:
    """Count the bytes of the files that are read, as far as they are there."""
    total = 0
    for name in names(folder):
        if isinstance(name, str):
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(folder, name), follow_symlinks=False).st_size  # noqa: PTH116
    return total


def names(folder: str) -> Iterator[str | Finding]:
    """Name the files that are read, ascending, relative to the folder; and those that stand in their place."""
    return (name for name, _ in entries(folder))


def look(folder: str, listed: dict[str, Mark | None] | None = None) -> dict[str, Mark] | None:
    """Look at the files of a log; None where something else stands in the place of one, or one cannot be looked at.

    ``listed`` is given each folder that is listed, as it was just before.
    """
    found: dict[str, Mark] = {}
    for name, entry in entries(folder, listed):
        if entry is None:
            return None
        try:
            found[str(name)] = Mark.by(entry.stat(follow_symlinks=False))
        except FileNotFoundError:
            continue
        except OSError:  # it is there, and who reads it says why it cannot be read
            return None
    return found


def entries(
    folder: str, listed: dict[str, Mark | None] | None = None
) -> Iterator[tuple[str, os.DirEntry[str]] | tuple[Finding, None]]:
    """Give the names of the files that are read, as :func:`names` does, each with how its folder knows it.

    ``listed`` is as for :func:`look`.
    """
    years, fault = _entries(folder, ".", listed)
    if fault is not None:
        yield fault, None
    for year in years:
        if not (len(year.name) == 4 and year.name.isascii() and year.name.isdecimal()):
            continue
        if not year.is_dir(follow_symlinks=False):
            what = f"it is {_kind(year)}, and the files of a year lie in a folder of this name"
            fix = "bring the folder back from git or a copy, or move it away"
            yield Finding(code="special-file", message=what, file=year.name, fix=fix), None
            continue
        files, fault = _entries_still(year.path, year.name, listed)
        if fault is not None:
            yield fault, None
        for entry in files:
            name = f"{year.name}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if not entry.name.isprintable():
                yield Finding(code="file-name", message=f"a file name holds {entry.name!a}", file=year.name), None
            elif entry.name.endswith(".jsonl"):
                yield (name, entry) if entry.is_file(follow_symlinks=False) else (special(name, _kind(entry)), None)
            elif entry.is_dir(follow_symlinks=False):
                parts, fault = _entries_still(entry.path, name, listed)
                if fault is not None:
                    yield fault, None
                for part in parts:
                    if _is_numbered(part.name):
                        below = f"{name}/{part.name}"
                        plain = part.is_file(follow_symlinks=False)
                        yield (below, part) if plain else (special(below, _kind(part)), None)
            elif entry.is_symlink():
                yield special(name, "a symbolic link"), None


_Entries: TypeAlias = "tuple[list[os.DirEntry[str]], Finding | None]"


def _entries(path: str, name: str, listed: dict[str, Mark | None] | None) -> _Entries:
    """Give what is in a folder, by name; or nothing, and why it cannot be listed."""
    if listed is not None:
        listed[path] = Mark.of_folder(path)
    try:
        with os.scandir(path) as found:
            return sorted(found, key=_name_of), None
    except FileNotFoundError:
        raise
    except OSError as error:
        return [], _unlisted(path, name, error)


def _entries_still(path: str, name: str, listed: dict[str, Mark | None] | None) -> _Entries:
    """Give what is in a folder that was there a moment ago: git takes an empty one away."""
    try:
        return _entries(path, name, listed)
    except FileNotFoundError:
        return [], None


def _unlisted(path: str, name: str, error: OSError) -> Finding:
    import shlex  # noqa: PLC0415 - seldom, and slow to import

    message = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
    fix = f"give yourself the right to read and enter it: ls -ld {shlex.quote(path)}"
    return Finding(code="unreadable", message=message, file=name, fix=fix)


_name_of: Final = operator.attrgetter("name")


def _kind(entry: os.DirEntry[str]) -> str:
    return disk.kind_of(entry.stat(follow_symlinks=False).st_mode)


def special(name: str, what: str) -> Finding:
    """Say that something else stands in the place of a file."""
    return Finding(
        code="special-file",
        message=f"it is {what}; only regular files are read",
        file=name,
        fix="put the file itself in its place, or remove it",
    )


@functools.lru_cache(maxsize=1 << 10)
def _is_numbered(name: str) -> bool:
    digits, dot, ending = name.partition(".")
    return f"{dot}{ending}" == ".jsonl" and len(digits) >= 4 and digits.isascii() and digits.isdecimal()
