"""What is to have no content: the index holds no text of it, and refuses a log of which a file still has that text.

Law of this module: a redaction counts from the moment at which it is in the log, not only once the text is taken out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from timeline.records.model import Record, Redaction
from timeline.store.index_lines import Faulty

if TYPE_CHECKING:
    import sqlite3

SCHEMA: Final = """
CREATE TABLE redaction (target BLOB PRIMARY KEY) WITHOUT ROWID;
"""
"""The ids of what redactions name."""

REDACTED: Final = 1
"""The flag of a record whose line has no content."""

STANDS: Final = "a file has the text of what is redacted"

_STANDING: Final = "SELECT 1 FROM redaction JOIN record ON id = target WHERE flags & 1 = 0 AND kind != 'redaction'"


def note(connection: sqlite3.Connection, record: Record) -> None:
    """Take note of what a record redacts, if it does."""
    if isinstance(record.content, Redaction):
        try:
            target = bytes.fromhex(record.content.target)
        except ValueError:  # `check` says that there is no such record
            return
        connection.execute("INSERT OR IGNORE INTO redaction VALUES (?)", (target,))


def refuse(connection: sqlite3.Connection, find_ids: Callable[[], None]) -> None:
    """Refuse a log whose files still have the text of what is redacted; ``find_ids`` makes what finds records by ids.

    Raises:
        Faulty: One of them has.
    """
    if connection.execute("SELECT 1 FROM redaction LIMIT 1").fetchone() is None:
        return
    find_ids()
    if connection.execute(_STANDING).fetchone() is not None:
        raise Faulty(STANDS)
