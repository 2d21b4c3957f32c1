"""Where conflicts may be, from rows: in which part of a log :mod:`timeline.views.conflicts` must look.

Law of this module: too much is never wrong, too little is. It decides no conflict: two values of a cell are named where
neither surely began later than the other, an event where somebody may deny it, and whatever a link joins or sets
against another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from timeline.asof.relation import NO
from timeline.views.relational.rows import F, L, R, Row, Rows, event_at, fact_at, known_by, reports_at
from timeline.views.relational.told import value_key

_BETWEEN_EVENTS: Final = ("same-event", "contradicts")


def nodes(rows: Rows, several: Collection[str], most: int) -> set[str] | None:
    """Name the nodes of :mod:`timeline.records.bearing` under which is found whatever may be in conflict.

    Args:
        rows: The rows by the clocks.
        several: The properties whose cells hold several values at once.
        most: So many facts and events are looked at again at most.

    Returns:
        None where there are more: then the whole log may as well be read.
    """
    entities = _ends(rows, ("same-entity",))
    events = _ends(rows, _BETWEEN_EVENTS)
    left = most - len(entities) - len(events)
    if left < 0:
        return None
    for entity, facts in rows.by_entity(None):
        if _may_clash(rows, facts, several):
            entities.add(entity)
            left -= len(facts)
            if left < 0:
                return None
    for name in _denied(rows):
        events.add(name)
        if len(events) > most:
            return None
    return {f"{sort}:{name}" for name in entities for sort in ("end", "tells")} | {f"record:{one}" for one in events}


def _ends(rows: Rows, rels: Collection[str]) -> set[str]:
    return {row[L[end]] for row in rows.links(rels=rels) for end in ("from", "to")}


def _may_clash(rows: Rows, facts: Iterable[Row], several: Collection[str]) -> bool:
    """Whether some cell of an entity has two values of which neither surely began later."""
    cells: dict[str, list[Row]] = {}
    for row in facts:
        name = row[F["property"]]
        if row[F["mode"]] == "actual" and name not in several and row[F["value"]] != "null":
            cells.setdefault(name, []).append(row)
    clocks = rows.as_of, rows.recorded_by
    return any(len(some) > 1 and _meet([row for row in some if fact_at(row, *clocks) != NO]) for some in cells.values())


def _meet(facts: Sequence[Row]) -> bool:
    """Whether two facts of different values may have begun at one moment."""
    ordered = sorted(facts, key=lambda row: (row[F["start_lo"]], row[F["start_hi"]]))
    reach: dict[object, int] = {}  # of each value that was met, how far its starts reach: those that reach this one
    for row in ordered:
        key, lo, hi = value_key(row[F["value"]]), row[F["start_lo"]], row[F["start_hi"]]
        reach = {other: far for other, far in reach.items() if far >= lo}
        if reach.keys() - {key}:
            return True
        reach[key] = max(reach.get(key, hi), hi)
    return False


def _denied(rows: Rows) -> Iterable[str]:
    """Name the events that somebody may deny."""
    clocks = rows.as_of, rows.recorded_by
    for name, events, reports in rows.versions():
        if any(row[R["denies"]] != NO for row in reports) and any(event_at(row, *clocks) != NO for row in events):
            for row in reports_at(reports, *clocks):
                if min(row[R["denies"]], row[R["live"]], known_by(row[R["lo"]], row[R["hi"]], rows.as_of)) != NO:
                    yield name
                    break
