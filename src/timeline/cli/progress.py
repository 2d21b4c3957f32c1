"""A bar for work that takes longer than a second.

Law of this module: it is drawn on a terminal and nowhere else, on stderr, and nothing of it is left when the work is
done.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

import click

_QUIET_S: Final = 1.0  # who waits less than this sees no bar
_PACE_S: Final = 0.1
_WIDTH: Final = 30


@contextlib.contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far work has come.

    Yields:
        What is to be told how much is done, and of how much; of 0 where nobody knows.
    """
    if not _is_terminal():
        yield lambda _done, _of: None
        return
    began = time.monotonic()
    shown = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - began < _QUIET_S or now - shown < _PACE_S:
            return
        shown = now
        if of <= 0:
            _draw(f"\r{what} {done:,}")
            return
        full = min(_WIDTH, done * _WIDTH // of)
        _draw(f"\r{what} [{'#' * full}{'.' * (_WIDTH - full)}] {min(100, done * 100 // of):3d}%")

    try:
        yield tell
    finally:
        if shown:
            _draw("\r" + " " * (len(what) + _WIDTH + 8) + "\r")


def _draw(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(text, nl=False, err=True)


def _is_terminal() -> bool:
    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:
        return False
