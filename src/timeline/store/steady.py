"""A log that is read as it was at one moment, though something may rewrite its files meanwhile.

Law of this module: what only grows stays what it was. Where a file was taken away, or is another one than before, what
was read of the log is of no one state of it: it is read again, and after a few times refused.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from timeline.errors import LogBroken
from timeline.store import names
from timeline.store.marks import Mark

T = TypeVar("T")

_PAUSES_S: Final = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0)


def steadily(folder: str, read: Callable[[Mapping[str, Mark] | None], T], look: Mapping[str, Mark] | None = None) -> T:
    """Read a log, again where its files were rewritten meanwhile.

    Args:
        folder: The log's.
        read: Is given how the files were seen before; None where something else stands in the place of one. A file that
            was not there yet is not part of what is read.
        look: Read it as it was when its files were seen so, which can be tried only once.

    Raises:
        LogBroken: Its files were rewritten each time.
    """
    for pause_s in _PAUSES_S if look is None else (0.0,):
        if pause_s:
            time.sleep(pause_s)
        before = names.look(folder) if look is None else look
        try:
            found = read(before)
        except (LogBroken, FileNotFoundError):
            if before is None or stays(folder, before):
                raise
            continue
        if before is None or stays(folder, before):
            return found
    raise rewritten(folder)


def stays(folder: str, before: Mapping[str, Mark]) -> bool:
    """Say whether all that was seen of a log still is part of it; it may have grown."""
    now = names.look(folder)
    return now is not None and all(name in now and _is_part_of(mark, now[name]) for name, mark in before.items())


def _is_part_of(before: Mark, now: Mark) -> bool:
    return before == now or (before.number == now.number and before.size < now.size)


def rewritten(folder: str) -> LogBroken:
    """Make the error of a log that cannot be read now."""
    what = "the files of the log were rewritten while it was read"
    return LogBroken(what, where=folder, fix="ask again once git, or whatever else rewrites them, has ended")
