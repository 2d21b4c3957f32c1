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

    from timeline.store.disk import Disk

_guard = _thread.RLock()
_handles: set[int] = set()
_inherited: list[sqlite3.Connection] = []


def open_lock(calls: Disk, path: str, how: int) -> int:
    """Open a lock file; a process that is forked from now on closes its copy.

    Raises:
        OSError: The disk refused.
    """
    with _guard:
        handle = calls.open(path, how, 0o666)
        _handles.add(handle)
    return handle


def close_lock(calls: Disk, handle: int) -> None:
    """Let go of a lock file, also where a process that is just forked has not yet closed its copy, and close it.

    In a process that was forked since it was opened it is closed already, and its number may stand for another file.

    Raises:
        OSError: The disk refused.
    """
    with _guard:
        if handle in _handles:
            _handles.discard(handle)
            with contextlib.suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_UN)
            calls.close(handle)


def _let_go() -> None:
    """Close what the threads of the parent hold: none of them is here to do it, and the locks would last as we do."""
    for handle in _handles:
        with contextlib.suppress(OSError):
            os.close(handle)
    _handles.clear()
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
