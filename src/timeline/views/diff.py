"""What changed between two snapshots: events that came or went, were corrected or judged anew, and cells.

Law of this module: a difference is told once, at the level at which it can be seen; two equal snapshots differ in
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import attrs

from timeline.asof.names import paired
from timeline.asof.values import KnownEvent, Snapshot
from timeline.records.fields import masked
from timeline.records.model import unstructure
from timeline.views.rows import cell_row
from timeline.views.standing import Standing, standing
from timeline.views.table import Cell, ViewSpec, state

_TOLD = ("title", "type", "occurred", "said", "text", "links", "facts", "tags", "data")


@attrs.frozen(kw_only=True)
class Change:
    """One difference: an event's (``id``), or a cell's (``view``, ``entity``, ``property``).

    ``before`` and ``after`` are JSON values; None where there was, or is, nothing. ``entity`` is the name by which the
    later answer calls the entity, ``entity_before`` that of the earlier one; where there was, or is, none, the other.
    An event that is told no more by itself, because a link says that it is the same as another, went ``into`` that one;
    one that is told by itself again came ``out_of`` the one that it was told with.
    """

    change: Literal["new", "withdrawn", "corrected", "standing", "cell"]
    id: str | None = None
    view: str | None = None
    entity: str | None = None
    entity_before: str | None = None
    property: str | None = None
    before: Any = None
    after: Any = None
    into: str | None = None
    out_of: str | None = None


def changes(before: Snapshot, after: Snapshot, specs: Iterable[ViewSpec]) -> tuple[Change, ...]:
    """Give what changed from one snapshot to another: events first, in order, then the cells of each view.

    An event that was only possibly known and now surely is counts as new, with both answers shown.
    """
    found: list[Change] = []
    old = {event.id: event for event in before.events}
    new = {event.id: event for event in after.events}
    was_in, is_in = joined(before), joined(after)
    for event_id in sorted(old.keys() | new.keys(), key=lambda name: (new.get(name) or old[name]).order):
        one, other = old.get(event_id), new.get(event_id)
        if one is not None and other is not None:
            found.extend(_of_event(before, after, one, other))
        elif one is not None:
            found.append(
                Change(change="withdrawn", id=event_id, before=_summary(one), after=None, into=is_in.get(event_id))
            )
        elif other is not None:
            found.append(
                Change(change="new", id=event_id, before=None, after=_summary(other), out_of=was_in.get(event_id))
            )
    for spec in specs:
        found.extend(_of_view(before, after, spec))
    return tuple(found)


def joined(snapshot: Snapshot) -> dict[str, str]:
    """Give the events that are told with another, each with the id of that one."""
    return {member: event.id for event in snapshot.events for member in event.members if member != event.id}


def _of_event(before: Snapshot, after: Snapshot, old: KnownEvent, new: KnownEvent) -> Iterable[Change]:
    if old.known is not new.known:
        change: Literal["new", "withdrawn"] = "new" if new.known > old.known else "withdrawn"
        yield Change(change=change, id=new.id, before=_summary(old), after=_summary(new))
    told_before, told_after = (_told(event) for event in (old, new))
    fields = [name for name in _TOLD if told_before[name] != told_after[name]]
    if fields:
        yield Change(
            change="corrected",
            id=new.id,
            before={name: told_before[name] for name in fields},
            after={name: told_after[name] for name in fields},
        )
    stood, stands = _judged(standing(before, old)), _judged(standing(after, new))
    if stood != stands:
        yield Change(change="standing", id=new.id, before=stood, after=stands)


def _judged(stands: Standing) -> dict[str, Any]:
    """Give what a difference tells of a standing."""
    return {
        "standing": stands.name,
        "origins": list(stands.origins),
        "standing_possibly": list(stands.possibly),
    }


def _summary(event: KnownEvent) -> dict[str, Any]:
    return {
        "known": event.known.value,
        "title": masked(event.event.title),
        "occurred": unstructure(event.event.occurred),
    }


def _told(event: KnownEvent) -> dict[str, Any]:
    """Give what an event says; where a field may read in several ways, all of them."""
    told = {name: unstructure(getattr(event.event, name)) for name in _TOLD}
    for name, versions in event.versions.items():
        if name in told:
            told[name] = {"versions": [value for value, _ in versions]}
    return told


def _of_view(before: Snapshot, after: Snapshot, spec: ViewSpec) -> Iterable[Change]:
    old = {(cell.entity, cell.property): cell for cell in state(before, spec)}
    new = {(cell.entity, cell.property): cell for cell in state(after, spec)}
    rows = spec.named(after.names, before.names)
    pairs = paired(before.names, after.names, {entity for entity, _ in old}, {entity for entity, _ in new})
    for earlier, later in sorted(pairs, key=lambda pair: [*map(rows.row_order, reversed(pair))]):
        for name in spec.properties:
            was, now = _cell(old.get((earlier, name))), _cell(new.get((later, name)))
            if was != now or (was is not None and was["names"] and earlier != later):
                yield Change(
                    change="cell",
                    view=spec.name,
                    entity=later,
                    entity_before=earlier,
                    property=name,
                    before=was,
                    after=now,
                )


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    row = cell_row(cell)
    return {"answer": row["answer"], "values": row["values"], "beside": row["beside"], "names": row["names"]}
