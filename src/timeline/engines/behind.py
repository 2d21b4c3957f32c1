"""How far an export is behind its log: an engine answers from what was exported, and the log may have grown since.

Law of this module: it tells only what it sees at small cost. It brings an index up to date that is there, reads a log
that is too small for one, and builds none. It changes no answer.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.errors import TimelineError
from timeline.records import chain, say
from timeline.store import names, upkeep
from timeline.store.index_file import FILE, Unusable
from timeline.store.log import LogFiles

_MOST: Final = 1_000_000
"""Of more records it is only said that they are more."""


def note(about: Mapping[str, Any], folder: str, log: LogFiles | None) -> str | None:
    """Say how many records of its log an export lacks; None where it has all.

    Where the log is not at hand, or it cannot be told, it says of when the export is.

    Args:
        about: What the export says of itself.
        folder: Of the export.
        log: The log as it is now; perhaps another one.
    """
    count = None if log is None else lacking(log, about["head"])
    if count is None or log is None:
        return _of_when(about, folder)
    if not count:
        return None
    number = say.counted(count, "record") if count <= _MOST else f"more than {say.counted(_MOST, 'record')}"
    again = f"timeline -C {shlex.quote(log.folder)} export --format parquet {shlex.quote(os.path.join(folder, ''))}"
    return f"the export in {folder} lacks {number} of {log.folder}: `{again}` adds what is new"


def lacking(log: LogFiles, heads: Sequence[str]) -> int | None:
    """Count the records of a log on which none of the heads of an export rests; None where it cannot be told.

    It cannot where the export is of another log, where the log has a fault, or where it is large and has no index.
    """
    try:
        if upkeep.is_asked(log.folder):
            return _by_index(log, heads)
        if names.size(log.folder) >= upkeep.LEAST:
            return None
        records = log.read(skip_bad=True).records
    except (TimelineError, Unusable, OSError):
        return None
    if not {record.id for record in records}.issuperset(heads):
        return None
    return len(records) - len(chain.ancestors(records, heads))


def _by_index(log: LogFiles, heads: Sequence[str]) -> int | None:
    found = upkeep.brought(log, rows=False) if os.path.exists(os.path.join(log.folder, FILE)) else None
    if not isinstance(found, tuple):
        return None
    index, ready = found
    if set(heads) == set(ready.heads):
        return 0
    with index.records(ready) as records:
        if not all(records.record(head) for head in heads):
            return None
        new = records.after(heads, _MOST)
    return _MOST + 1 if new is None else len(new)


def _of_when(about: Mapping[str, Any], folder: str) -> str:
    """Say of when an export is; an earlier version did not write when its last record was recorded."""
    heads = ", ".join(head[:8] for head in about["head"]) or "none"
    last = f", the last of {about['recorded']}" if about.get("recorded") else ""
    return f"answered from the export in {folder}: {say.counted(about['records'], 'record')}{last}; head {heads}"
