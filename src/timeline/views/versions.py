"""The versions of facts that an export hands over, so that an engine can answer at other clocks.

Law of this module: a version that nobody could know by the clocks is left out, and what ended one later is not told:
by then it had no end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from timeline.asof.compiled import compile_log
from timeline.asof.relation import FACT, FOREVER, LATEST, Row, stored, stored_columns
from timeline.asof.values import Snapshot
from timeline.records.model import Record
from timeline.views.filters import Selection, select
from timeline.views.rows import Row as Made

_COLUMNS = stored_columns(FACT)


def versions(records: Sequence[Record], snapshot: Snapshot, selection: Selection) -> Iterator[Made]:
    """Give the rows of ``fact_version`` in their stored form: a moment is a day, and the microsecond of it.

    Args:
        records: Those of the log.
        snapshot: Its clocks limit what is told; without any, every version is, those that were recorded over too.
        selection: Only the versions of facts of these events; with ``strict`` only those that surely count.
    """
    chosen = None
    if not attrs.evolve(selection, strict=False).is_everything:
        events = select((*snapshot.events, *snapshot.retracted), attrs.evolve(selection, strict=False))
        chosen = {member for event in events for member in (event.id, *event.members)}
    for row in compile_log(records).facts:
        told = dict(zip(FACT, row, strict=True))
        if (chosen is None or told["event"] in chosen) and _counts(told, snapshot, strict=selection.strict):
            yield dict(zip(_COLUMNS, stored(FACT, _as_of(told, snapshot)), strict=True))


def _counts(told: Made, snapshot: Snapshot, *, strict: bool) -> bool:
    """Say whether a version was there by the recorded-by day, and counted, at some day or by the as-of day."""
    clocks = snapshot.clocks
    if clocks.recorded_by is not None and not told["recorded_from"] <= clocks.recorded_by.hi < told["recorded_to"]:
        return False
    by = LATEST if clocks.as_of is None else clocks.as_of.hi
    return bool(told["known_from_hi" if strict else "known_from_lo"] <= by)


def _as_of(told: Made, snapshot: Snapshot) -> Row:
    """Leave out of a version what came after the clocks: it has no end then."""
    clocks = snapshot.clocks
    ends = dict(told)
    for name, clock in (
        ("known_to_lo", clocks.as_of),
        ("known_to_hi", clocks.as_of),
        ("recorded_to", clocks.recorded_by),
    ):
        if clock is not None and told[name] > clock.hi:
            ends[name] = FOREVER
    return tuple(ends.values())
