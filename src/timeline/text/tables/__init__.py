"""Rows as people read them: which columns, in which words; a module for each thing that is asked.

Law of this package: it takes the rows that scripts get and leaves nothing of an answer's doubt out; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from timeline.text.sheet import Sheet

_HOMES: Final[Mapping[str, str]] = {
    "list": "events",
    "state": "cells",
    "why": "reasons",
    "diff": "changes",
    "sources": "sources",
    "cascade": "sources",
    "entities": "survey",
    "conflicts": "survey",
    "counts": "survey",
    "gaps": "survey",
    "stats": "survey",
    "rectangles": "cells",
    "records": "records",
    "own": "log",
}


def sheet_of(name: str) -> Callable[..., Sheet]:
    """Find what lays out the rows of an answer, of a history *rectangles* or *records*, or of a view of one's own.

    That of *diff* also takes ``titles``, those of the events by id.
    """
    from importlib import import_module  # noqa: PLC0415 - a module that knows its table imports it

    name = name if name in _HOMES else "own"
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), f"{name}_sheet")  # type: ignore[no-any-return]
