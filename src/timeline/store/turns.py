"""Whose turn it is: among the threads that share an open log, and between a process and one that is forked from it.

Law of this module: a thread waits for the one that asks, and a forked process holds no lock that a thread of its parent
had: the lock of a file belongs to whoever has it open, and the child has a copy of every open file.
"""

from __future__ import annotations

import _thread  # `threading` costs more than an answer
import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from timeline.store.disk import Disk

_guard = _thread.RLock()
_held: dict[int, list[int]] = {}
"""Who holds lock files: the lists of their numbers, by identity."""
_inherited: list[sqlite3.Connection] = []


@contextlib.contextmanager
def lock_files(calls: Disk) -> Iterator[list[int]]:
    """Give a list for the lock files that :func:`open_lock` opens within the block, and close them behind it.

    The list is there before any of them is open: wherever a Ctrl-C comes, none is held on to by nobody.
    """
    opened: list[int] = []
    try:
        with _guard:
            _held[id(opened)] = opened
        yield opened
    finally:
        close_locks(calls, opened)
        _held.pop(id(opened), None)


def open_lock(calls: Disk, path: str, how: int, opened: list[int]) -> int:
    """Open a lock file, and put it into a list of :func:`lock_files`.

    A process that is forked from now on closes its copy. The call that opens it also notes it: Python handles a Ctrl-C
    between its own steps, and not within such a call.

    Raises:
        OSError: The disk refused.
    """
    with _guard:
        opened.extend(map(calls.open, (path,), (how,), (0o666,)))
        return opened[-1]


def close_locks(calls: Disk, opened: list[int]) -> None:
    """Let go of lock files, also where a process that is just forked has not yet closed its copies, and close them.

    In a process that was forked since they were opened, their list is empty: they are closed there already.
    """
    with _guard:
        while opened:
            with contextlib.suppress(OSError):
                fcntl.flock(opened[-1], fcntl.LOCK_UN)
            with contextlib.suppress(OSError):
                calls.close(opened[-1])
            opened.pop()


def _let_go() -> None:
    """Close what the threads of the parent hold: none of them is here to do it, and the locks would last as we do."""
    for opened in _held.values():
        for handle in opened:
            with contextlib.suppress(OSError):
                os.close(handle)
        opened.clear()
    _held.clear()
    _guard.release()


def close_own(connection: sqlite3.Connection, process: int) -> None:
    """Close a database that a process opened; one that is forked keeps its copy open, and never asks it.

    SQLite takes a lock of its own to close it, and where a thread of the parent was asking nobody lets go of that.
    """
    if process == os.getpid():
        connection.close()
    else:
        _inherited.append(connection)


os.register_at_fork(before=_guard.acquire, after_in_parent=_guard.release, after_in_child=_let_go)


class Turns:
    """One thread at a time; the one whose turn it is may take it again. A forked process begins anew."""

    def __init__(self) -> None:
        self._locks: dict[int, _thread.RLock] = {}

    def __reduce__(self) -> tuple[type[Turns], tuple[()]]:
        """A copy elsewhere has turns of its own."""
        return Turns, ()

    def turn(self) -> _thread.RLock:
        """Give the lock to hold while something is asked: ``with turns.turn(): …``."""
        return self._locks.setdefault(os.getpid(), _thread.RLock())
