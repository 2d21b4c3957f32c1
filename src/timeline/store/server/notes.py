"""What there is to tell beside the counts of a push or a pull: above all, where a redacted text may still stand.

Law of this module: what does not travel, and what is out of reach, is said.
"""

# Paths are texts here, as in `log`.
# ruff: noqa: PTH118
from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from timeline.records import say
from timeline.records.archives import FOLDER, SHA256
from timeline.records.cut import Cut, body_in
from timeline.store.server.schema import Begun


@attrs.frozen(kw_only=True)
class Stays:
    """A place where PostgreSQL may still hold a text that was taken out of its table, and what takes it out there."""

    where: str
    fix: str


STAYS: Final = (  # of texts that a push took out of the server
    Stays(
        where="the table's files, as a dead row",
        fix="its owner runs, while nobody else is connected: vacuum (full) timeline.record; checkpoint",
    ),
    Stays(
        where="the write-ahead log and its archive",
        fix="it goes as the server recycles them; an archive is to be cut off after the next base backup",
    ),
    Stays(where="replicas, backups and dumps of the database", fix="each has to be made again, or to be removed"),
    Stays(where="copies that pulled it before", fix="each runs: timeline pull --erase ADDRESS"),
)


def of_beginning(begun: Begun, shown: str) -> Iterator[str]:
    """Tell of a log that was begun on a server."""
    if not begun.is_new:
        yield f"there is a log at {shown} already"
        return
    yield f"began a log at {shown}"
    if begun.roles:
        reader, writer, redactor = begun.roles
        yield f"grant {reader} to whoever may read it, {writer} to whoever may add, {redactor} to whoever may redact"
    yield from begun.notes


def of_push(total: int) -> Iterator[str]:
    """Tell of what is there now."""
    yield f"{say.counted(total, 'record')} there"


def of_two_logs(*, is_dry: bool, files: Iterable[str] = ()) -> str:
    """Tell that a log and the one on the server had no record in common; ``files`` are those that came with a pull."""
    if is_dry:
        return "none of its records is here, and none of this log is there: they are two logs, and would be one then"
    what = "none of its records was here, and none of this log was there: two logs are one now"
    folders = sorted({file.rpartition("/")[0] for file in files})
    if not folders:
        return what
    return f"{what}; if they are not to be, remove {', '.join(folders)} before anything is added or pushed"


def copies_named(lines: Iterable[Cut]) -> Iterator[str]:
    """Give the SHA-256 of the copies that captures among some lines name."""
    for one in lines:
        if one.body is not None and b'"kind":"capture"' in one.head:
            found = (body_in(one.line) or {}).get("sha256")
            if isinstance(found, str) and SHA256.fullmatch(found):
                yield found


def lacking_captures(folder: str, wanted: Iterable[str]) -> int:
    """Count the copies that are not kept here."""
    return sum(not os.path.lexists(os.path.join(folder, FOLDER, sha256)) for sha256 in wanted)


def captures_in(folder: str) -> int:
    """Count the kept copies of a log."""
    try:
        with os.scandir(os.path.join(folder, FOLDER)) as entries:
            return sum(
                SHA256.fullmatch(one.name) is not None and stat.S_ISREG(one.stat(follow_symlinks=False).st_mode)
                for one in entries
            )
    except OSError:
        return 0
