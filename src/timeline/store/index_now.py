"""Whether the index of a log is up to date with its files, and the answers that it gives where it is.

Law of this module: it imports neither attrs nor anything that reads a line, so that a question which the rows of the
index answer costs little more than the index. Where it is in doubt it gives nothing, and whoever reads the log asks.
"""

# Paths are texts here: importing pathlib would cost a twentieth of a short command.
# ruff: noqa: PTH118
from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from timeline.errors import LogError
from timeline.named import NamedTuple
from timeline.records import say
from timeline.store import disk, index_file, settings
from timeline.store.disk import DISK
from timeline.store.names import look

if TYPE_CHECKING:
    import sqlite3

    from timeline.store.marks import Mark


class Current(NamedTuple):
    """An index that is up to date: its database, what it notes of itself, and whether that is worth noting anew."""

    connection: sqlite3.Connection
    meta: Mapping[str, Any]
    is_worn: bool

    @property
    def views(self) -> dict[str, Any] | None:
        """The declared views by name: title, properties, rule, properties of several values, entities; else None."""
        import json  # noqa: PLC0415 - adding does not ask

        text = self.meta.get("views")
        return None if text is None else json.loads(text)


def spelled(files: Mapping[str, Mark]) -> str:
    """Give what changes when any file does."""
    return "\n".join(
        f"{name} {size} {modified} {changed} {no}" for name, (size, modified, changed, no) in files.items()
    )


def current(
    folder: str, connection: sqlite3.Connection, files: Mapping[str, Mark], *, rows: bool = True
) -> Current | None:
    """Give an index where every file is as it was indexed, and, where ``rows`` are asked, what it has is compiled.

    It is worn where files that had just been touched when they were read are so no more, or where the settings are not
    those that it knows: then it is worth noting anew.

    Raises:
        sqlite3.Error: It is not what it seems.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    if meta.get("look") != spelled(files) or (rows and is_behind(meta)):
        return None
    open_ones = connection.execute("SELECT name, size, digest FROM segment WHERE NOT settled").fetchall()
    if not all(is_same(folder, *row) for row in open_ones):
        return None
    now_ns = time.time_ns()
    is_worn = bool(open_ones) and all(files[name].is_settled(now_ns) for name, _, _ in open_ones)
    try:
        is_worn = is_worn or meta.get("settings") != settings.contents(folder)
    except LogError:
        is_worn = True
    return Current(connection, meta, is_worn)


_FIRST_THAT_LACKS = """
SELECT segment.name, record.line, missing.id FROM missing JOIN record ON record.chain = missing.chain
JOIN segment ON segment.no = record.segment WHERE record.place = 0
ORDER BY record.recorded, record.id, missing.id LIMIT 1
"""


def lacks(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Say that records rest on what the log lacks; nothing where they do not.

    Raises:
        sqlite3.Error: It is not what it seems.
    """
    number: int = connection.execute("SELECT count(DISTINCT id) FROM missing").fetchone()[0]
    if not number:
        return ()
    name, line, parent = connection.execute(_FIRST_THAT_LACKS).fetchone()
    return (say.not_whole(f"{name}:{line}", parent.hex(), number),)


def is_behind(meta: Mapping[str, Any]) -> bool:
    """Whether an index has records that are not compiled yet."""
    return bool(meta.get("compiled", 0) < meta.get("last", 0))


def is_same(folder: str, name: str, size: int, digest: bytes) -> bool:
    """Whether a file begins with the bytes that were indexed of it."""
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and most files are known by their marks

    try:
        return sha256(disk.contents(os.path.join(folder, name))[:size]).digest() == digest
    except OSError:
        return False


@contextlib.contextmanager
def answering(folder: str) -> Iterator[Current | None]:
    """Hold the index of a log while it answers; None where it is not up to date, or cannot be read."""
    if not os.path.lexists(os.path.join(folder, index_file.FILE)):
        yield None
        return
    import sqlite3  # noqa: PLC0415 - slow to import

    with contextlib.ExitStack() as holding:
        found = None
        with contextlib.suppress(index_file.Unusable, sqlite3.Error, OSError):
            files = look(folder)
            held = holding.enter_context(index_file.reading(folder, DISK))
            if held is not None and files is not None:
                connection = held.connect()
                holding.callback(connection.close)
                found = current(folder, connection, files)
                held.step_aside()
        yield found
