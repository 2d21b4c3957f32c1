"""The entities of which something is said: their names, properties and events, so that a slip of the pen is seen.

Law of this module: every name in use is listed, in whatever mode it is told of, and where it is only denied; that two
names look alike is said, and decided by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from timeline.asof.values import KnownEvent, KnownFact
from timeline.dates.suggest import slips
from timeline.dates.written import WrittenDate
from timeline.views.extremes import Extremes
from timeline.views.filters import facts_that_fit, in_time, when


@attrs.frozen(kw_only=True)
class Entity:
    """An entity, and what is said of it.

    ``names`` are those under which it is told of, that of the entity first. ``events`` counts its events; ``first`` is
    the date of the first of them in the world's time, ``last`` that of the one that may have happened last, None where
    none has a date. ``near`` has names of others that are one slip of the pen away, ``possibly_same`` the other
    entities which only possibly are this one.
    """

    entity: str
    names: tuple[str, ...]
    properties: tuple[str, ...]
    types: tuple[str, ...]
    events: int
    first: WrittenDate | None
    last: WrittenDate | None
    near: tuple[str, ...] = ()
    possibly_same: tuple[str, ...] = ()


def entities_of(events: Iterable[KnownEvent], *, strict: bool = False, with_near: bool = True) -> tuple[Entity, ...]:
    """List the entities of some events, in the order of the alphabet, whatever their capitals.

    Names that are one slip of the pen away are looked for ``with_near``, which takes most of the time.
    """
    told: dict[str, dict[str, KnownEvent]] = {}
    facts: dict[str, list[KnownFact]] = {}
    for event in in_time(events):
        for fact in facts_that_fit(event, strict=strict):
            told.setdefault(fact.entity, {})[event.id] = event
            facts.setdefault(fact.entity, []).append(fact)
    used = {fact.fact.entity for found in facts.values() for fact in found}
    near = slips(used, used) if with_near else {}
    order = sorted(told, key=lambda name: (name.casefold(), name))
    return tuple(_entity(name, list(told[name].values()), facts[name], near, strict=strict) for name in order)


def _entity(
    name: str,
    events: Sequence[KnownEvent],
    facts: Sequence[KnownFact],
    near: Mapping[str, tuple[str, ...]],
    *,
    strict: bool,
) -> Entity:
    dates: Extremes[WrittenDate] = Extremes()
    for event in events:
        if event.event.occurred is not None:
            dates.add(when(event), event.event.occurred)
    thing = facts[0].thing
    used = {fact.fact.entity for fact in facts}
    others = {other for one in used for other in near.get(one, ())} - set(thing.names)
    return Entity(
        entity=name,
        names=tuple(one for one in thing.names if one in used),
        properties=tuple(sorted({fact.fact.property for fact in facts})),
        types=tuple(sorted({event.event.type for event in events})),
        events=len(events),
        first=dates.first,
        last=dates.last,
        near=tuple(sorted(others)),
        possibly_same=() if strict else thing.possibly_same,
    )


def by_name(found: Iterable[Entity], *, each: bool) -> list[Entity]:
    """Give entities as they are, or one for each of their names."""
    if not each:
        return list(found)
    return [attrs.evolve(one, names=(name,)) for one in found for name in one.names]
