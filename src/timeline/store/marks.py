"""By what a file is known again without reading it.

Law of this module: it imports nothing slow. A file is the one that it was while its size, its number and both of its
times are the same; setting the time of the last change to a file's status takes an administrator.
"""

# ruff: noqa: PTH116
from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from typing import Final, Self, TypeAlias

from timeline.named import NamedTuple

SETTLED_NS: Final = 2_000_000_000
"""A file that was touched later than this before a look may be touched again unseen."""


INTERVAL_NS: Final = 100_000_000
"""Files that only a hand can change unseen from elsewhere are looked at again after so long."""
_FEW: Final = 8
"""So few of them are looked at each time."""


class Mark(NamedTuple):
    """What a file looks like from outside: its size, both times in nanoseconds, and its number."""

    size: int
    modified_ns: int
    changed_ns: int
    number: int

    @classmethod
    def of(cls, path: str) -> Self | None:
        """Look at a file; None where it cannot be looked at."""
        try:
            return cls.by(os.stat(path, follow_symlinks=False))
        except OSError:
            return None

    @classmethod
    def of_folder(cls, path: str) -> Self | None:
        """Look at a folder, which may be reached by a link: what is made, renamed or removed in it moves its times."""
        try:
            return cls.by(os.stat(path))
        except OSError:
            return None

    @classmethod
    def by(cls, found: os.stat_result) -> Self:
        """Give what a file looks like by its status."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    @property
    def touched_ns(self) -> int:
        """When it was touched last."""
        return max(self.modified_ns, self.changed_ns)

    def is_settled(self, now_ns: int) -> bool:
        """Whether it was touched so long ago that another touch would show."""
        return self.touched_ns < now_ns - SETTLED_NS


def are_as_marked(marked: Iterable[tuple[str, Mark]], *, follow: bool = True) -> bool:
    """Whether each path, or where a link there leads, is still what its mark was taken of, and untouched since."""
    look = os.stat if follow else os.lstat
    try:
        for path, (size, modified_ns, changed_ns, number) in marked:
            now = look(path)
            if (
                now.st_mtime_ns != modified_ns
                or now.st_ctime_ns != changed_ns
                or now.st_size != size
                or now.st_ino != number
            ):
                return False
    except OSError:
        return False
    return True


def are_settled(marks: Iterable[Mark], now_ns: int) -> bool:
    """Whether all files were touched so long ago that another touch of one would show."""
    since_ns = now_ns - SETTLED_NS
    return not any(mark.modified_ns >= since_ns or mark.changed_ns >= since_ns for mark in marks)


Marked: TypeAlias = "Sequence[tuple[str, Mark]]"
"""Paths, each with how it looked."""


class Guard:
    """Sees whether files and folders were touched since they were looked at, at a cost that the rest does not raise.

    Args:
        files: Looked at each time.
        folders: Looked at each time: what is made, renamed or removed in one moves its times.
        rest: Files that nothing is added to: unless they are few, looked at once in a tenth of a second. What takes the
            place of one of them is seen at once by its folder.
    """

    def __init__(self, files: Marked, folders: Marked, rest: Marked) -> None:
        is_few = len(rest) <= _FEW
        self._files = (*files, *rest) if is_few else files
        self._rest = () if is_few else rest
        self._folders = folders
        self._looked_ns = time.monotonic_ns()

    def is_untouched(self) -> bool:
        """Whether none was touched, as far as it is looked at now."""
        if not (are_as_marked(self._files, follow=False) and are_as_marked(self._folders)):
            return False
        if not self._rest or (now_ns := time.monotonic_ns()) - self._looked_ns < INTERVAL_NS:
            return True
        if not are_as_marked(self._rest, follow=False):
            return False
        self._looked_ns = now_ns
        return True
