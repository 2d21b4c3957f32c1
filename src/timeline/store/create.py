"""Begin a log: the folder, its settings, and what git shall know of it.

Law of this module: all or nothing, and the settings last: a folder without them is no log.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH112, PTH113, PTH118, PTH120
from __future__ import annotations

import json
import os
from typing import Final

from timeline.errors import LogError, LogUnwritable, RecordError
from timeline.records import strict_json
from timeline.store import disk
from timeline.store.disk import Disk
from timeline.store.settings import are_lost, lost, require_format

ATTRIBUTES: Final = "** -text\n"
IGNORED: Final = ".lock\n.quarantine/\n.index/\n.tmp/\n"


EXAMPLE = """
# A view is a table of entities by properties. Declare one like this, then ask: timeline state hardware
# [views.hardware]
# title = "Where does each model train and run inference?"
# properties = ["training", "inference"]
# latest = "occurred"       # which word wins: the latest happening, or "reported": the latest report
"""
"""What a new log's settings show, so that nobody has to look the form of a view up."""


def begin(folder: str, title: str, calls: Disk, *, settings: str, version: int) -> None:
    """Make the folder of a log and the files that it starts with; or, of a log that has lost some, those.

    Raises:
        LogError: A log is there already, or around it, or something stands in its way.
        LogBroken: A log is there already whose settings this version cannot read, or one around it has lost its own.
        RecordError: The title cannot be written.
        LogUnwritable: It could not be written; then nothing of it is.
    """
    for _path, code, what in strict_json.faults(title):
        raise RecordError(what, where="title", fix=strict_json.FIXES.get(code), unwritten=True)
    path = os.path.join(folder, settings)
    if os.path.lexists(path):
        require_format(folder)
        import shlex  # noqa: PLC0415 - asked where nothing is begun

        fix = f'add to it: timeline -C {shlex.quote(folder)} add "What happened"'
        raise LogError("a log is there already", where=path, fix=fix, unwritten=True)
    _require_outside(folder, settings)
    if (stands := disk.in_the_way(folder)) is not None:
        raise LogUnwritable(stands[1], where=stands[0], fix="name another folder, or move it away", unwritten=True)
    is_again = are_lost(folder)
    made: list[str] = []
    try:
        _make_folders(folder, calls, made)
        for name, text in (
            (".gitignore", IGNORED),
            (".gitattributes", ATTRIBUTES),
            (settings, f"format = {version}\ntitle = {json.dumps(title, ensure_ascii=False)}\n{EXAMPLE}"),
        ):
            if is_again and os.path.lexists(os.path.join(folder, name)):
                continue  # what git shall know of a log is its owner's to change
            if not _is_there(folder, name, text):
                made.append(os.path.join(folder, name))
                temporary = os.path.join(folder, f".{name.strip('.')}-{os.getpid()}.tmp")
                disk.write_through(calls, made[-1], text.encode(), temporary=temporary)
    except (OSError, LogError) as error:
        for name in reversed(made):
            disk.forget(calls, name)
        if isinstance(error, OSError):
            raise disk.unwritable(error, folder) from error
        raise


def _require_outside(folder: str, settings: str) -> None:
    """Require that a folder lies in that of no other log: from inside, the nearest is asked, and the other is not seen.

    Raises:
        LogError: It lies in the folder of a log.
        LogBroken: It lies in that of a log that has lost its settings.
    """
    above = folder
    while (parent := os.path.dirname(above)) != above:
        above = parent
        if os.path.isfile(os.path.join(above, settings)):
            import shlex  # noqa: PLC0415 - asked where nothing is begun

            beside = shlex.quote(os.path.join(os.path.dirname(above), "another", "events"))
            fix = f"it is found from inside its folder as it is; another belongs outside of it: timeline init {beside}"
            raise LogError("the folder of a log holds no other log", where=above, fix=fix, unwritten=True)
        if are_lost(above):
            raise lost(above)


def _make_folders(folder: str, calls: Disk, made: list[str]) -> None:
    missing = []
    above = folder
    while not os.path.isdir(above):
        missing.append(above)
        above = os.path.dirname(above)
    for name in reversed(missing):
        calls.mkdir(name)
        made.append(name)
        disk.flush_folder(calls, os.path.dirname(name))


def _is_there(folder: str, name: str, text: str) -> bool:
    """Whether a file is there already and says just this.

    Raises:
        LogError: It says other things, or is not a file.
    """
    path = os.path.join(folder, name)
    if not os.path.lexists(path):
        return False
    try:
        what = "says other things" if disk.contents(path) != text.encode() else ""
    except disk.NotPlain as error:
        what = f"is {error}"
    if what:
        fix = "move it away, or begin the log in another folder"
        raise LogError(f"{strict_json.quoted(name)} is there already and {what}", where=path, fix=fix, unwritten=True)
    return True
