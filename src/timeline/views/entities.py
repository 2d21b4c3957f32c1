"""The entities of which something is said: their names, properties and events, so that a slip of the pen is seen.

Law of this module: every name in use is listed, in whatever mode it is told of; that two names look alike is said, and
decided by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from timeline.asof.values import KnownEvent
from timeline.dates.suggest import slips
from timeline.dates.values import Answer
from timeline.dates.written import WrittenDate
from timeline.views.filters import in_time


@attrs.frozen(kw_only=True)
class Entity:
    """An entity, and what is said of it.

    ``names`` are those under which it is told of. ``events`` counts its events; ``first`` and ``last`` are the dates of
    the first and the last of them in the world's time, None where none has a date. ``near`` names other entities whose
    names are one slip of the pen away.
    """

    entity: str
    names: tuple[str, ...]
    properties: tuple[str, ...]
    types: tuple[str, ...]
    events: int
    first: WrittenDate | None
    last: WrittenDate | None
    near: tuple[str, ...] = ()


def entities_of(events: Iterable[KnownEvent], *, least: Answer = Answer.POSSIBLY) -> tuple[Entity, ...]:
    """List the entities of some events, in the order of the alphabet, whatever their capitals.

    Args:
        events: Those that were known.
        least: How surely something must be told of an entity.
    """
    told: dict[str, dict[str, KnownEvent]] = {}
    names: dict[str, set[str]] = {}
    properties: dict[str, set[str]] = {}
    for event in in_time(events):
        for fact in event.facts:
            if fact.told >= least:
                told.setdefault(fact.entity, {})[event.id] = event
                names.setdefault(fact.entity, set()).add(fact.fact.entity)
                properties.setdefault(fact.entity, set()).add(fact.fact.property)
    near = slips(told, told)
    return tuple(
        _entity(name, (name, *sorted(names[name] - {name})), told[name].values(), properties[name], near)
        for name in sorted(told, key=lambda name: (name.casefold(), name))
    )


def _entity(
    name: str,
    names: tuple[str, ...],
    events: Iterable[KnownEvent],
    properties: Iterable[str],
    near: Mapping[str, tuple[str, ...]],
) -> Entity:
    found = list(events)
    dates = [event.event.occurred for event in found if event.event.occurred is not None]
    return Entity(
        entity=name,
        names=names,
        properties=tuple(sorted(properties)),
        types=tuple(sorted({event.event.type for event in found})),
        events=len(found),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        near=near.get(name, ()),
    )


def by_name(found: Iterable[Entity], *, each: bool) -> list[Entity]:
    """Give entities as they are, or one for each of their names."""
    if not each:
        return list(found)
    return [attrs.evolve(one, names=(name,)) for one in found for name in one.names]
