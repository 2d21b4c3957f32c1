"""Whether a log is large enough for an index, and bringing that up to date before it is asked.

Law of this module: importing it costs nothing; what the index needs is imported where there is one to ask.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from timeline.named import NamedTuple
from timeline.store import names, settings
from timeline.store.marks import Guard, Mark, are_settled

if TYPE_CHECKING:
    from timeline.store.index import Index, Ready
    from timeline.store.log import LogFiles

LEAST: Final = 1 << 19
"""Of a log of fewer bytes the whole is read sooner than the index is asked."""
RESTS_NS: Final = 60 * 1_000_000_000
"""So long after the last change a smaller log is worth an index too."""
VARIABLE: Final = "TIMELINE_INDEX"
"""The variable that says ``off``: never use the index; or ``on``: use it whatever the size of the log."""


def pays(size: int) -> bool:
    """Say whether the index is asked of a log of so many bytes."""
    wanted = os.environ.get(VARIABLE, "")
    return wanted == "on" or (wanted != "off" and size >= LEAST)


def rests(folder: str) -> bool:
    """Whether a log that is too small to be indexed at once has not been written to for a while: then it is read often.

    A small log that is written to now would be indexed again and again.
    """
    files = names.look(folder)
    if not files or os.environ.get(VARIABLE) or pays(sum(mark.size for mark in files.values())):
        return False
    return max(mark.modified_ns for mark in files.values()) < time.time_ns() - RESTS_NS


class Settled(NamedTuple):
    """What changes when any file of a log does, or its settings, or whether its index is asked."""

    how: str
    settings: Mark
    files: Mapping[str, Mark]


class Watch:
    """Sees whether any file of a log was touched since it looked at them.

    Whoever adds to a file writes into the lock file first, and again once that is done; what is made, renamed or
    removed moves the times of its folder. These are looked at each time, and with them the settings. The files
    themselves are looked at at intervals, as only a hand can rewrite one in its place.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._guard: Guard | None = None
        self.seen: Settled | None = None
        """What was seen last, where that is known to have been all."""

    def settled(self) -> Settled | None:
        """Give what changes when any file of a log does, or its settings; None where that may not be seen.

        A file that was touched a moment ago may be touched again unseen; and the index may not be asked at all.
        """
        how, now_ns = os.environ.get(VARIABLE, ""), time.time_ns()
        if self.seen is not None and self.seen.how == how and self._guard is not None and self._guard.is_untouched():
            return self.seen
        self.seen, listed = None, dict[str, Mark | None]()
        lock = os.path.join(self._folder, names.LOCK)  # noqa: PTH118
        locked = Mark.of(lock)  # before the files: whoever adds to one from here on is seen by it
        declared = settled_settings(self._folder)
        files = None if how == "off" or declared is None else names.look(self._folder, listed)
        if declared is None or not files or not are_settled(files.values(), now_ns):
            return None
        found = Settled(how, declared, files)
        each = [(self._place(settings.FILE), declared), *([] if locked is None else [(lock, locked)])]
        folders = [(path, mark) for path, mark in listed.items() if mark is not None]
        if len(folders) == len(listed) and are_settled([mark for _, mark in (*each, *folders)], now_ns):
            self.seen = found
            self._guard = Guard(each, folders, [(self._place(name), mark) for name, mark in files.items()])
        return found

    def _place(self, name: str) -> str:
        return os.path.join(self._folder, name)  # noqa: PTH118


def settled_settings(folder: str) -> Mark | None:
    """Give what changes when the settings of a log do; None where they were touched so lately as not to tell."""
    mark = Mark.of(os.path.join(folder, settings.FILE))  # noqa: PTH118
    return mark if mark is not None and mark.is_settled(time.time_ns()) else None


def is_asked(folder: str) -> bool:
    """Say whether the index of a log is asked, small as the log is now."""
    return os.environ.get(VARIABLE) != "off" and pays(names.size(folder))


def ready(files: LogFiles, *, rows: bool = True) -> tuple[Index, Ready] | str | None:
    """Bring the index of a log up to date, where it is asked.

    Returns:
        The index, and what it is up to date with; or why it cannot be used, where that is worth a word; None where the
        log is too small for it, or has a fault.
    """
    return brought(files, rows=rows) if is_asked(files.folder) else None


def brought(files: LogFiles, *, rows: bool) -> tuple[Index, Ready] | str | None:
    """Bring the index of a log up to date, whatever the size of the log; as :func:`ready` does."""
    from timeline.store import index as indexes  # noqa: PLC0415 - as above
    from timeline.store.index_file import Unusable  # noqa: PLC0415
    from timeline.store.index_lines import Faulty  # noqa: PLC0415

    files.index = files.index or indexes.Index(folder=files.folder, disk=files.disk, turns=files.turns)
    files.index.progress = files.progress
    try:
        return files.index, files.index.ready(rows=rows)
    except Faulty:
        return None
    except (Unusable, OSError) as error:
        return f"the index in {indexes.FOLDER}/ cannot be used ({error}): the whole log was read instead"
