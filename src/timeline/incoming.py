"""The files that people hand over: each is read whole, or refused with the reason.

Law of this module: what is read is a regular file of this machine, of a size that was agreed on. An address is never
fetched, a pipe or a device never waited for, and a symbolic link never followed: it may lead to what nobody meant to
give away.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH113, PTH114
from __future__ import annotations

import os
import re
import shlex
from typing import BinaryIO, Final

from timeline import disk
from timeline.errors import FormatError
from timeline.strict import quoted

_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:https?|ftps?|sftp|scp|ssh|file|data|blob|javascript|mailto|s3|gs|smb|urn|doi):)",
    re.IGNORECASE,
)
MB: Final = 1_000_000


def read(path: str, *, limit: int, where: str = "FILE", split: str | None = None) -> bytes:
    """Read a file that someone named.

    Args:
        path: Its name.
        limit: How many bytes it may hold.
        where: Its place on the command line, for the error.
        split: What to do where it holds more.

    Raises:
        FormatError: It is an address, no regular file, too large, or cannot be read.
    """
    if _ADDRESS.match(path):
        raise FormatError(
            f"{quoted(path)} is an address, and nothing is fetched",
            where=where,
            fix=f"save it to a file first, and name that; a file of this name is ./{path}",
            unwritten=True,
        )
    if "\0" in path:
        raise FormatError(f"{quoted(path)} is no name of a file", where=where, unwritten=True)
    try:
        return disk.contents(path, limit=limit)
    except disk.NotPlain as error:
        fix = "name a regular file"
        if os.path.islink(path) and os.path.isfile(path):
            fix = f"name the file that it leads to, if that is the one: {shlex.quote(os.path.realpath(path))}"
        raise FormatError(f"{quoted(path)} is {error}", where=where, fix=fix, unwritten=True) from error
    except disk.TooLarge as error:
        raise _too_large(quoted(path), limit, where, split) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FormatError(f"{quoted(path)} cannot be read: {reason}", where=where, unwritten=True) from error


def read_stream(stream: BinaryIO, *, limit: int, split: str | None = None) -> bytes:
    """Read a stream to its end.

    Raises:
        FormatError: It holds more bytes than the limit.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _too_large("standard input", limit, "-", split)
    return data


def _too_large(name: str, limit: int, where: str, split: str | None) -> FormatError:
    return FormatError(f"{name} holds more than {limit // MB:,} MB", where=where, fix=split, unwritten=True)
