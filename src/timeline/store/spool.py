"""The texts of a large batch in a file without a name, until the batch is written: memory has no room for all of them.

Law of this module: what is given is what was put in. The file is gone when this process ends, whatever ends it; where
there is no room for it, what is left stays in memory.
"""

from __future__ import annotations

import errno
import os
from array import array
from typing import IO, Final

_AT_ONCE: Final = 1 << 18
"""So many bytes are written together, and read together: most are read in the order in which they were put in."""
_IN_MEMORY: Final = 1 << 22
"""A batch of fewer bytes needs no file."""


class Spool:
    """Bytes in their order, which are added at the end and given by their place."""

    def __init__(self) -> None:
        """Begin with none, and without a file."""
        self._ends = array("q", [0])
        self._waiting = bytearray()
        self._in_file = 0  # so many bytes are
        self._file: IO[bytes] | None = None
        self._read, self._read_at = b"", 0
        self._room: int | None = _IN_MEMORY  # so much may wait; None where the file takes no more

    def __del__(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def append(self, text: bytes, /) -> None:
        """Add some behind the others."""
        self._waiting += text
        self._ends.append(self._ends[-1] + len(text))
        if self._room is not None and len(self._waiting) >= self._room:
            self._put_by()

    def __getitem__(self, place: int, /) -> bytes:
        start, end = self._ends[place], self._ends[place + 1]
        if start >= self._in_file:
            return bytes(self._waiting[start - self._in_file : end - self._in_file])
        if not (self._read_at <= start and end <= self._read_at + len(self._read)):
            self._read_at = start
            self._read = self._contents(start, min(max(end, start + _AT_ONCE), self._in_file) - start)
        return self._read[start - self._read_at : end - self._read_at]

    def _contents(self, start: int, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = b"" if self._file is None else os.pread(self._file.fileno(), size - len(found), start + len(found))
            if not more:
                raise OSError(errno.EIO, f"the temporary file of the batch ends after {start + len(found):,} bytes")
            found += more
        return found

    def _put_by(self) -> None:
        """Move what waits into the file; where there is no room for it, it stays where it is."""
        try:
            if self._file is None:
                import tempfile  # noqa: PLC0415 - only a large batch needs it

                self._file = tempfile.TemporaryFile(prefix="timeline-", buffering=0)  # noqa: SIM115 - read later
            written = 0
            while written < len(self._waiting):
                part = self._waiting[written : written + _AT_ONCE]
                written += os.pwrite(self._file.fileno(), part, self._in_file + written)
        except OSError:
            self._room = None
            return
        self._in_file += written
        self._waiting = bytearray()
        self._room = _AT_ONCE
