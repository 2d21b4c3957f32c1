"""What is told at one stop and again at the next: worked out once, for as long as all that bears on it stays.

Law of this module: it gives what would be given without it. An event's row rests on the event, the sources, its links,
what is known of the events at their other ends, and which origins are one; a cell on its facts, the standings of their
events, and on which of the facts' bounds the day has passed.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Clock, Moment
from timeline.page.rows import cell_of, event_of
from timeline.views.cells import Bidding
from timeline.views.standing import Standing, Standings
from timeline.views.table import Claim, ViewSpec, claims_of, make_cell, state

Place: TypeAlias = tuple[str, str]
"""A cell: an entity and a property."""

Told: TypeAlias = tuple[tuple[KnownEvent, str], ...]
"""All that a cell over time is made of: the events with a fact on it, each with its standing."""


@attrs.frozen(eq=False)
class _Cell:
    claims: Sequence[Claim]
    standings: Sequence[str]
    starts: Sequence[Moment]
    ends: Sequence[Moment]
    passed: tuple[int, int]
    told: Any


class Memory:
    """Gives rows, standings and cells, one snapshot after the other."""

    def __init__(self, zone: dt.tzinfo | None = None, *, is_public: bool = False) -> None:
        self.zone = zone
        self._is_public = is_public
        self._snapshot: Snapshot | None = None
        self._standings = Standings()
        self._rows: dict[str, tuple[Standing, dict[str, Any]]] = {}
        self._claims: dict[str, dict[str, tuple[KnownEvent, dict[Place, list[Claim]]]]] = {}
        self._places: dict[str, tuple[KnownEvent, tuple[Place, ...]]] = {}
        self._cells: dict[str, dict[Place, _Cell]] = {}

    def look_at(self, snapshot: Snapshot) -> None:
        """Turn to another snapshot."""
        self._snapshot = snapshot
        self._standings.look_at(snapshot)

    @property
    def snapshot(self) -> Snapshot:
        """What is looked at."""
        if self._snapshot is None:
            raise LookupError("nothing is looked at")
        return self._snapshot

    # --- events ------------------------------------------------------------------------------------------------------

    def row(self, event: KnownEvent) -> dict[str, Any]:
        """Give the row of an event; see :data:`timeline.page.rows.NAMES`."""
        standing, known = self._standings.of(event), self._rows.get(event.id)
        if known is None or known[0] is not standing:
            row = event_of(self.snapshot, event, standing, self.zone, is_public=self._is_public)
            known = self._rows[event.id] = (standing, row)
        return known[1]

    def name(self, event: KnownEvent) -> str:
        """Give the name of an event's standing."""
        return self._standings.name(event)

    # --- cells -------------------------------------------------------------------------------------------------------

    def cells(self, spec: ViewSpec, *, strict: bool = False) -> dict[Place, Any]:
        """Give the cells of a view on the day that the snapshot asks about."""
        if strict:
            return {(c.entity, c.property): cell_of(c, self.zone) for c in state(self.snapshot, spec, strict=True)}
        spec = spec.named(self.snapshot.names)
        found: dict[str, dict[str, list[Claim]]] = {}
        for event in self.snapshot.events:
            for (entity, name), claims in self._claims_of(spec, event).items():
                found.setdefault(entity, {}).setdefault(name, []).extend(claims)
        kept = self._cells.setdefault(spec.name, {})
        for entity in spec.entities or found:
            of_entity = found.get(entity, {})
            for name in spec.properties:
                kept[entity, name] = self._cell(spec, (entity, name), of_entity.get(name, []), kept.get((entity, name)))
        return {(e, name): kept[e, name].told for e in spec.entities or sorted(found) for name in spec.properties}

    def told(self, spec: ViewSpec) -> dict[Place, Told]:
        """Say of each cell what it is made of; what is equal at two stops looks the same over all of time."""
        found: dict[Place, list[tuple[KnownEvent, str]]] = {}
        for event in self.snapshot.events:
            known = self._places.get(event.id)
            if known is None or known[0] is not event:
                places = dict.fromkeys((fact.entity, fact.fact.property) for fact in event.facts)
                known = self._places[event.id] = (event, tuple(places))
            for place in known[1]:
                if place[1] in spec.properties:
                    found.setdefault(place, []).append((event, self.name(event)))
        return {place: tuple(events) for place, events in found.items()}

    def _claims_of(self, spec: ViewSpec, event: KnownEvent) -> dict[Place, list[Claim]]:
        kept = self._claims.setdefault(spec.name, {})
        known = kept.get(event.id)
        if known is None or known[0] is not event:
            found: dict[Place, list[Claim]] = {}
            for claim in claims_of(event, spec):
                found.setdefault((claim.fact.entity, claim.fact.fact.property), []).append(claim)
            known = kept[event.id] = (event, found)
        return known[1]

    def _cell(self, spec: ViewSpec, place: Place, claims: Sequence[Claim], known: _Cell | None) -> _Cell:
        at = self.snapshot.clocks.on
        standings = [self.name(claim.event) for claim in claims]
        if known is not None and standings == known.standings and _are_the_same(claims, known.claims):
            passed = _passed(known.starts, known.ends, at)
            if passed == known.passed:
                return known
            starts, ends = known.starts, known.ends
        else:
            starts = sorted(edge for c in claims for edge in (c.fact.start.lo, c.fact.start.hi_start))
            ends = sorted(edge for c in claims if c.fact.end for edge in (c.fact.end.lo_end, c.fact.end.hi))
            passed = _passed(starts, ends, at)
        cell = make_cell(*place, Bidding(claims, spec.latest), spec=spec, at=at, standings=self)
        return _Cell(claims, standings, starts, ends, passed, cell_of(cell, self.zone))


def _are_the_same(claims: Sequence[Claim], others: Sequence[Claim]) -> bool:
    return len(claims) == len(others) and all(a is b for a, b in zip(claims, others, strict=True))


def _passed(starts: Sequence[Moment], ends: Sequence[Moment], at: Clock) -> tuple[int, int]:
    """Count the bounds that a day has passed: starts by its end, ends before it begins."""
    return bisect.bisect_right(starts, at.hi), bisect.bisect_left(ends, at.lo)
