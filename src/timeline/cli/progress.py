"""A bar for work that takes longer than a second.

Law of this module: it is drawn on a terminal and nowhere else, on stderr, and nothing of it is left when the work is
done, or something else is written. Whatever a command does, it shows that it does it: where nobody tells how far the
work is, a thread of its own draws for how long it has gone on.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

_QUIET_S: Final = 1.0  # who waits less than this sees no bar
_PACE_S: Final = 0.1
_TICK_S: Final = 0.5
_WIDTH: Final = 30
_BLOCK: Final = 5


class _Line:
    """The line of the screen that is drawn again and again."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._began = time.monotonic()
        self._what, self._done, self._of = "working", -1, 0
        self._shown = 0.0
        self._drawn = 0
        self._drawing = _thread.allocate_lock()
        self._ended = _thread.allocate_lock()
        self._ended.acquire()

    def draws_itself(self) -> None:
        """Be drawn from time to time until the end, whoever is silent."""
        _thread.start_new_thread(self._tick, ())

    @contextlib.contextmanager
    def of(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Say what is being done, and how far it is."""
        before = self._what, self._done, self._of
        self._what, self._done, self._of = what, -1, 0  # nothing is told yet
        try:
            yield self._tell
        finally:
            self._what, self._done, self._of = before

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """Leave the screen to something else."""
        with self._drawing:
            if self._drawn:
                self._write("\r" + " " * self._drawn + "\r")
                self._drawn = 0
            yield

    def end(self) -> None:
        """Be gone from the screen for good."""
        with self.away():
            if self._ended.locked():
                self._ended.release()

    def _tell(self, done: int, of: int) -> None:
        self._done, self._of = done, of
        now = time.monotonic()
        if now - self._began >= _QUIET_S and now - self._shown >= _PACE_S:
            self._draw()

    def _tick(self) -> None:
        wait = _QUIET_S
        while not self._ended.acquire(timeout=wait):
            self._draw()
            wait = _TICK_S

    def _draw(self) -> None:
        with self._drawing:
            if not self._ended.locked():
                return
            self._shown = time.monotonic()
            text = self._text(self._shown - self._began)
            with contextlib.suppress(OSError):  # it has no width
                text = text[: (os.get_terminal_size(self._handle).columns or 80) - 1]
            self._write("\r" + text.ljust(self._drawn))
            self._drawn = max(self._drawn, len(text))

    def _text(self, seconds: float) -> str:
        done, of = self._done, self._of
        if of > 0:
            full = min(_WIDTH, done * _WIDTH // of)
            drawn, end = "#" * full, f"{min(100, done * 100 // of):3d}%"
        elif done >= 0:
            return f"{self._what} {done:,}"
        else:
            drawn, end = "." * (int(seconds / _TICK_S) * 2 % (_WIDTH - _BLOCK)) + "#" * _BLOCK, "    "
        return f"{self._what} [{drawn.ljust(_WIDTH, '.')}] {end}  {seconds:.0f} s"

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._handle, text.encode())


_awaited: list[_Line] = []
"""The line of the command that runs, until it answers."""


@contextlib.contextmanager
def working() -> Iterator[None]:
    """Show for how long the work within the block takes, until it is :func:`over`."""
    handle = _terminal()
    if handle is None:
        yield
        return
    line = _Line(handle)
    _awaited.append(line)
    line.draws_itself()
    try:
        yield
    finally:
        over()


def over() -> None:
    """Leave the screen alone from here on: an answer is written, or a person is asked."""
    while _awaited:
        _awaited.pop().end()


def aside() -> contextlib.AbstractContextManager[None]:
    """Leave the screen to a note, and go on after it."""
    return _awaited[-1].away() if _awaited else contextlib.nullcontext()


@contextlib.contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far work has come.

    Yields:
        What is to be told how much is done, and of how much; of 0 where nobody knows.
    """
    handle = _terminal()
    if handle is None:
        yield lambda _done, _of: None
        return
    line = _awaited[-1] if _awaited else _Line(handle)
    try:
        with line.of(what) as tell:
            yield tell
    finally:
        if line not in _awaited:
            line.end()


def _terminal() -> int | None:
    """Give the number of stderr where that is a terminal."""
    try:
        return sys.stderr.fileno() if sys.stderr is not None and sys.stderr.isatty() else None
    except (OSError, ValueError):
        return None
