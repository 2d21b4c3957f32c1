"""The versions of facts that an export hands over, so that an engine can answer at other clocks.

Law of this module: a version that nobody could know by the clocks is left out, and what ended one later is not told:
by then it had no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from timeline.asof.compiled import compile_log
from timeline.asof.relation import EARLIEST, FACT, FOREVER, LATEST, Row, stored, stored_columns
from timeline.asof.values import Snapshot
from timeline.records.model import Record
from timeline.views.filters import Selection, select
from timeline.views.rows import Row as Made

_COLUMNS: Final = stored_columns(FACT)
_RECORDED: Final = FACT.index("recorded_from")


def versions(records: Sequence[Record], snapshot: Snapshot, selection: Selection) -> Iterator[Made]:
    """Give the rows of ``fact_version`` in their stored form: a moment is a day, and the microsecond of it.

    The snapshot's clocks limit what is told; without any, every version is, those that were recorded over too.
    Strictly, only versions are given that surely count.
    """
    chosen = None
    if not attrs.evolve(selection, strict=False).is_everything:
        events = select((*snapshot.events, *snapshot.retracted), attrs.evolve(selection, strict=False))
        chosen = {member for event in events for member in (event.id, *event.members)}
    found = (dict(zip(FACT, row, strict=True)) for row in compile_log(records).facts)
    counting = (
        _as_of(told, snapshot)
        for told in found
        if (chosen is None or told["event"] in chosen) and _counts(told, snapshot, strict=selection.strict)
    )
    for row in _joined(counting):
        yield dict(zip(_COLUMNS, stored(FACT, row), strict=True))


def _counts(told: Made, snapshot: Snapshot, *, strict: bool) -> bool:
    """Say whether a version was there by the recorded-by day, and counted, at some day or by the as-of day."""
    clocks = snapshot.clocks
    if clocks.recorded_by is not None and not told["recorded_from"] <= clocks.recorded_by.hi < told["recorded_to"]:
        return False
    by = LATEST if clocks.as_of is None else clocks.as_of.hi
    return bool(told["known_from_hi" if strict else "known_from_lo"] <= by)


def _as_of(told: Made, snapshot: Snapshot) -> Row:
    """Leave out of a version what came after the clocks: it has no end then, and what was not sure never is."""
    clocks = snapshot.clocks
    ends = dict(told)
    for name, clock in (
        ("known_to_lo", clocks.as_of),
        ("known_to_hi", clocks.as_of),
        ("recorded_to", clocks.recorded_by),
    ):
        if clock is not None and told[name] > clock.hi:
            ends[name] = FOREVER
    if clocks.as_of is not None and told["known_from_hi"] > clocks.as_of.hi:
        ends |= {"known_from_hi": LATEST, "known_to_lo": EARLIEST}
    return tuple(ends.values())


def _joined(found: Iterable[Row]) -> Iterator[Row]:
    """Give versions that follow each other in the log, and say the same by the clocks, as one, where the first is.

    What was reported later cut them in two: without it, neither its stamp nor its day is told.
    """
    stretches: dict[tuple[Row, Row], list[tuple[Any, Any]]] = {}
    for row in found:
        says = row[:_RECORDED], row[_RECORDED + 2 :]
        stretches.setdefault(says, []).append((row[_RECORDED], row[_RECORDED + 1]))
    for (head, tail), recorded in stretches.items():
        whole: list[tuple[Any, Any]] = []
        for start, end in sorted(recorded):
            follows = whole and whole[-1][1] == start
            whole.append((whole.pop()[0] if follows else start, end))
        yield from ((*head, *ends, *tail) for ends in whole)
