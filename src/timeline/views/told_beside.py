"""What is told beside the rows of an answer, in words: what a strict one left out, and how its cells came about.

Law of this module: it counts rows that are there, and changes none. It imports no value classes: answers from rows tell
the same as those of a replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from timeline.records import say

FROM_THE_WHOLE: Final = "the filters choose entities; what is said of them is told from the whole log"
"""Said beside the cells of entities that filters chose."""

_NOTED: Final = 10
_BY_STRICT: Final = "left out by --strict: "


def few(notes: Iterable[str]) -> list[str]:
    """Leave a long list of notes unsaid but for its beginning, and say how many there are."""
    every = list(notes)
    return [*every[:_NOTED], *([f"… and {len(every) - _NOTED} more such entities"] if len(every) > _NOTED else [])]


def left_out(number: int, noun: str) -> list[str]:
    """Say how many rows a strict answer left out: ``left out by --strict: 2 events``; nothing where there are none."""
    return [f"{_BY_STRICT}{say.counted(number, noun)}"] if number > 0 else []


def values_left_out(lax: Iterable[Mapping[str, Any]], strict: Iterable[Mapping[str, Any]]) -> list[str]:
    """Count the values, those beside included, that a strict state left out, and the cells that they are of."""
    counts = [
        {(row["entity"], row["property"]): len(row["values"]) + len(row["beside"]) for row in rows}
        for rows in (lax, strict)
    ]
    return values_of_cells_left_out(*counts)


def values_of_cells_left_out(lax: Mapping[Any, int], strict: Mapping[Any, int]) -> list[str]:
    """Say the same of the numbers of values of each cell."""
    gone = [number - strict.get(cell, 0) for cell, number in lax.items()]
    found, of = sum(gone), sum(number > 0 for number in gone)
    return [f"{_BY_STRICT}{say.counted(found, 'value')} of {say.counted(of, 'cell')}"] if found else []


def several_words(by: str, apart: int, undated: int, *, is_several: bool) -> list[str]:
    """Say how counts are to be read: which events count more than once, and which are counted apart."""
    notes = [f"an event counts once for each {by} that it has"] if is_several else []
    if apart:
        notes.append(f"{say.counted(apart, 'event')} may lie in several {by}s, counted apart as FIRST..LAST")
    return [*notes, *([f"{say.counted(undated, 'event')} without a date, counted last"] if undated else [])]


def undated_words(undated: int) -> list[str]:
    """Say how many events were passed over because they have no date."""
    return [f"{say.counted(undated, 'event')} without a date, passed over"] if undated else []
