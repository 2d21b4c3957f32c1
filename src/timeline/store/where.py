"""Where the log is that a command is about.

Law of this module: it imports nothing slow, so that a cold answer begins with it.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118, PTH120
from __future__ import annotations

import os
import stat
from collections.abc import Mapping

from timeline.errors import LogError
from timeline.store import settings


def find(option: str | None, environ: Mapping[str, str], cwd: str | os.PathLike[str]) -> str:
    """Find the folder of the log: the option, else ``TIMELINE_LOG``, else the nearest ``events`` from here upward.

    Of a folder that holds ``timeline.toml`` itself, whatever its name, it is the nearest from inside.

    Raises:
        LogBroken: The nearest has lost its ``timeline.toml``.
        LogError: There is none, or a folder where it may be cannot be entered.
    """
    here = os.path.realpath(cwd)
    named = option if option is not None else environ.get("TIMELINE_LOG") or None
    if named is not None:
        folder = os.path.join(here, named)
        place = "-C" if option is not None else "TIMELINE_LOG"
        if (found := _log_in(folder, os.path.join(folder, "events"), place=place)) is not None:
            return found
        import shlex  # noqa: PLC0415 - only a wrong name asks

        from timeline.records import strict_json  # noqa: PLC0415
        from timeline.store import disk  # noqa: PLC0415

        if disk.is_address(named):
            what = f"{strict_json.quoted(named)} is an address, and a log is a folder of this machine"
            raise LogError(what, where=place, fix="name the folder of a log, such as events")
        if (stands := disk.in_the_way(folder)) is not None:
            raise LogError(stands[1], where=place, fix="name the folder of a log, such as events")
        around = _above(folder, "")
        raise LogError(
            f"{strict_json.quoted(named)} holds no log: there is no {settings.FILE} in it",
            where=place,
            fix=f"begin one: timeline -C {shlex.quote(named)} init"
            if around is None
            else f"it is a part of the log in {shlex.quote(os.path.relpath(around, here))}: name that",
        )
    if (found := _above(here, "events")) is not None:
        return found
    raise LogError(
        f"there is no log here: no events/{settings.FILE} in {here} or above it",
        fix="begin one with `timeline init`, or name one with -C",
    )


def _above(folder: str, name: str) -> str | None:
    """Find the nearest log from a folder upward: in a folder of some name, or in the folder itself."""
    above = os.path.realpath(folder)
    while True:
        if (found := _log_in(os.path.join(above, name), above)) is not None:
            return found
        if (parent := os.path.dirname(above)) == above:
            return None
        above = parent


def _log_in(*folders: str, place: str | None = None) -> str | None:
    """Find the first of some folders that holds a log.

    Raises:
        LogBroken: None of them does, and one holds a log that has lost its settings.
        LogError: One cannot be entered, so that nobody can say; a log further up is not meant, and none is begun here.
    """
    for folder in folders:
        try:
            is_there = stat.S_ISREG(os.stat(os.path.join(folder, settings.FILE)).st_mode)  # noqa: PTH116
        except PermissionError:
            raise _closed(folder, place) from None
        except (OSError, ValueError):
            is_there = False
        if is_there:
            return folder
    for folder in folders:
        if os.path.lexists(os.path.join(folder, settings.FILE)):
            return folder  # what stands there is no file, as whoever reads it says
        if settings.are_lost(folder):
            raise settings.lost(folder)
    return None


def _closed(folder: str, place: str | None) -> LogError:
    """Say which folder on the way to a place where a log may be cannot be entered."""
    import shlex  # noqa: PLC0415 - only such a folder asks

    from timeline.records import strict_json  # noqa: PLC0415

    while not os.access(folder, os.F_OK):
        folder = os.path.dirname(folder)
    return LogError(
        f"{strict_json.quoted(folder)} cannot be entered: permission denied",
        where=place,
        fix=f"give yourself the right to read and enter it: ls -ld {shlex.quote(folder)}; or name another log with -C",
    )
