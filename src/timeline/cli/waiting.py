"""The text of an answer that waits until all of it is made, as nothing is written of one that fails halfway.

Law of this module: what waits takes a few megabytes of memory, however long the answer is; the rest lies in a file that
has no name, and is gone with the process.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import IO, Final

MOST: Final = 1 << 22
"""So many signs wait in memory."""


class Waiting:
    """Texts that are taken one by one, and given back in their order, any number of times."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts: list[str] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._sizes: list[int] = []
        self._is_refused = False
        self.lines = 0
        """How many lines end in them."""
        for text in texts:
            self.take(text)

    def take(self, text: str) -> None:
        """Take one more text."""
        self.lines += text.count("\n")
        self._texts.append(text)
        self._size += len(text)
        if self._size > MOST and not self._is_refused:
            self._put_by()

    def _put_by(self) -> None:
        """Move what is in memory into the file; where there is no room for it, it stays where it is.

        The file has no buffer: what could not be written would be tried again when it is read.
        """
        data = "".join(self._texts).encode("utf-8", "surrogatepass")
        try:
            file = self._opened()
            file.seek(sum(self._sizes))
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
        except OSError:
            self._is_refused = True
            return
        self._sizes.append(len(data))
        self._texts.clear()
        self._size = 0

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            import tempfile

            self._file = tempfile.TemporaryFile(prefix="timeline-", buffering=0)  # noqa: SIM115 - it is read after all is made
        return self._file

    def __iter__(self) -> Iterator[str]:
        """Give the texts, some joined."""
        if self._file is not None:
            self._file.seek(0)
            for size in self._sizes:
                yield _read(self._file, size).decode("utf-8", "surrogatepass")
        yield from self._texts

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()


def _read(file: IO[bytes], size: int) -> bytes:
    """Read so many bytes, of which the system may give fewer at a time."""
    data = b""
    while len(data) < size and (more := file.read(size - len(data))):
        data += more
    return data
