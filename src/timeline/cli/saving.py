"""Files that are written whole or not at all.

Law of this module: what stood in a file stays until all of the new is on disk; only regular files are replaced, and
none that belongs to a log.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from timeline.errors import FormatError, LogUnwritable

_OF_THE_LOG: Final = frozenset({"timeline.toml", "captures", "checkpoints"})


def write_whole(file: str, data: bytes) -> None:
    """Put bytes into a file, whole or not at all: what stood there before stays until all of it is on disk.

    Raises:
        FormatError: The target is no regular file, or its folder is not there.
        LogUnwritable: The disk is full, read-only or faulty; the target is as it was.
    """
    target = Path(file)
    mode = checked_target(file)
    aside = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                aside.chmod(mode)
            aside.replace(target)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise LogUnwritable(
            f"{file} could not be written: {error.strerror or error}", where="-o", unwritten=True
        ) from error


def _is_the_logs(target: Path) -> bool:
    """Say whether a path is one that only the log itself writes."""
    whole = target.absolute()
    for folder in whole.parents:
        if (folder / "timeline.toml").is_file():
            first = whole.relative_to(folder).parts[0]
            return first in _OF_THE_LOG or (len(first) == 4 and first.isdecimal())
    return False


def checked_target(file: str) -> int | None:
    """Check that a file may be put here, and give the mode of the one that it replaces.

    Raises:
        FormatError: The target is no regular file, lies where only the log writes, or its folder is not there.
    """
    target = Path(file)
    try:
        found = target.lstat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise FormatError(
                f"the folder {target.parent} is not there", where="-o", fix=f"mkdir -p {target.parent}", unwritten=True
            ) from None
        found = None
    except OSError as error:
        raise FormatError(f"{target}: {error.strerror}", where="-o", unwritten=True) from error
    if _is_the_logs(target):
        raise FormatError(
            f"{target} is a part of the log, where only `timeline` itself writes",
            where="-o",
            fix="name another file",
            unwritten=True,
        )
    if found is None:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FormatError(
            f"{target} is no regular file",
            where="-o",
            fix="name a file, or leave -o out and use a pipe",
            unwritten=True,
        )
    return stat.S_IMODE(found.st_mode)
