"""The entities of which something is said, from rows: what :mod:`timeline.views.entities` says of a snapshot.

Law of this module: the events are walked through once; of each entity is kept what its row says, and no event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeAlias

from timeline.asof.relation import NO, POSSIBLY, YES
from timeline.views.extremes import Extremes
from timeline.views.relational.events import Event, Events, Wanted, facts_that_fit, fits
from timeline.views.relational.listing import when
from timeline.views.relational.rows import E, F, Rows
from timeline.views.relational.walk import Listed, of_entities, walked

Json: TypeAlias = dict[str, Any]
_Date: TypeAlias = tuple[str, str, str]

_UNKNOWN: Final = (None, "unknown", "unknown")


class _Entity:
    """What is said of an entity, so far."""

    __slots__ = ("dates", "events", "names", "properties", "types")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.properties: set[str] = set()
        self.types: set[str] = set()
        self.events = 0
        self.dates: Extremes[_Date] = Extremes()


def entities(rows: Rows, wanted: Wanted) -> Listed:
    """List the entities of which the events that are asked for say something; what is said is told from all events.

    They come in the order of the alphabet, whatever their capitals; strictly, only what is surely told counts.
    """
    ids: Collection[str] | None = None
    if wanted.entities:
        (events,), ids = of_entities([rows], wanted.entities)
    else:
        events = Events(rows)
    listing = _Listing(events, wanted)
    for event in walked(events, rows.events(ids), facts=True, lines=True):
        if event.known != NO:
            listing.add(event)
    return Listed(listing.rows(), len(listing.lax))


class _Listing:
    """The entities that were met so far."""

    def __init__(self, events: Events, wanted: Wanted) -> None:
        self._events = events
        self._names = events.told.names
        self._asked = {self._names.canonical(name) for name in wanted.entities}
        self._wanted = wanted._replace(entities=())
        self._strict = wanted.strict
        self._found: dict[str, _Entity] = {}
        self._shown: set[str] = set()
        self.lax: set[str] = set()
        """The entities that are asked for, also where they are only possibly told of."""

    def add(self, event: Event) -> None:
        """Add an event that is known."""
        least = YES if self._strict else POSSIBLY
        lax = self._told(event, strict=False)
        sure = self._told(event, strict=True) if self._strict else lax
        if fits(self._events, event, self._wanted._replace(strict=False)):
            self.lax.update(lax)
        if event.known < least:
            return
        if fits(self._events, event, self._wanted):
            self._shown.update(sure)
        row = event.row
        occurred: Any = row[E["occurred"]]
        date = None if occurred is None else (occurred, row[E["occurred_earliest"]], row[E["occurred_latest"]])
        type_ = self._events.words(event).get("type") or "event"
        for name in sure:
            if name not in self._found:
                self._found[name] = _Entity()
            one = self._found[name]
            one.events += 1
            one.types.add(type_)
            if date is not None:
                one.dates.add(when(event), date)
        for claim in facts_that_fit(event, strict=self._strict):
            told = self._found.get(self._names.canonical(claim.row[F["entity"]]))
            if told is not None:
                told.names.add(claim.row[F["entity"]])
                told.properties.add(claim.row[F["property"]])

    def _told(self, event: Event, *, strict: bool) -> set[str]:
        """Name the entities that may be asked for of which an event tells something."""
        facts = facts_that_fit(event, strict=strict)
        told = {self._names.canonical(claim.row[F["entity"]]) for claim in facts}
        return told & self._asked if self._asked else told

    def rows(self) -> list[Json]:
        """Make the rows."""
        shown = sorted(self._shown, key=lambda name: (name.casefold(), name))
        near = self._near([used for name in shown for used in self._found[name].names])
        return [self._row(name, self._found[name], near) for name in shown]

    def _near(self, used: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Give the names of which something is told that are one slip of the pen away from some."""
        from timeline.dates.suggest import slips  # noqa: PLC0415 - as in `views.entities`

        if not self._asked:
            every = {name for one in self._found.values() for name in one.names}
            return slips(used, every)
        found = slips(used, {*self._events.rows.entities(), *used})
        told = set(used) | self._told_under({name for some in found.values() for name in some} - set(used))
        return {name: tuple(one for one in some if one in told) for name, some in found.items()}

    def _told_under(self, names: Collection[str]) -> set[str]:
        """Name those under which something is told by the clocks."""
        if not names:
            return set()
        rows, least = self._events.rows, YES if self._strict else POSSIBLY
        (events,), ids = of_entities([rows], names)
        known = (one for one in walked(events, rows.events(ids), facts=True, lines=False) if one.known >= least)
        return {claim.row[F["entity"]] for one in known for claim in facts_that_fit(one, strict=self._strict)}

    def _row(self, name: str, one: _Entity, near: dict[str, tuple[str, ...]]) -> Json:
        thing = self._names.thing(name)
        others = {other for used in one.names for other in near.get(used, ())} - set(thing.names)
        return {
            "entity": name,
            "names": [used for used in thing.names if used in one.names],
            "properties": sorted(one.properties),
            "types": sorted(one.types),
            "events": one.events,
            **_in_threes("first", one.dates.first),
            **_in_threes("last", one.dates.last),
            "near": sorted(others),
            "possibly_same": [] if self._strict else list(thing.possibly_same),
        }


def by_name(found: Iterable[Json]) -> list[Json]:
    """Give a row for each name of each entity."""
    return [{**row, "names": [name]} for row in found for name in row["names"]]


def _in_threes(name: str, dated: _Date | None) -> Json:
    date, earliest, latest = dated or _UNKNOWN
    return {name: date, f"{name}_earliest": earliest, f"{name}_latest": latest}
