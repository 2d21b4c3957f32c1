"""The one walk over the rows of a log that all questions about much of it share.

Law of this module: events come as they lie, and facts thing by thing, at the clocks of one answer or of two; a few are
in memory at once, and whoever has asked about these lets go of them. What links join comes together. It judges nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from timeline.asof.names import Names
from timeline.asof.relation import YES
from timeline.named import NamedTuple
from timeline.views.relational import links
from timeline.views.relational.events import Event, Events, Wanted, concerns, is_sure_enough
from timeline.views.relational.rows import E, Row, Rows
from timeline.views.relational.told import Told

AT_ONCE: Final = 400
"""So many events are in memory at once."""

_Any = TypeVar("_Any")


class Listed(NamedTuple):
    """The rows of some things, and how many things there are with those that only ``strict`` left out."""

    rows: list[dict[str, Any]]
    lax_count: int


def parts(values: Iterable[_Any]) -> Iterator[list[_Any]]:
    """Give values a few hundred at a time."""
    rest = iter(values)
    while some := list(itertools.islice(rest, AT_ONCE)):
        yield some


# --- events ----------------------------------------------------------------------------------------------------------


def walked(events: Events, rows: Iterable[Row], *, facts: bool, lines: bool) -> Iterator[Event]:
    """Give the events of some rows, each once, and let go of them one portion after the other."""
    joined = set[str]()
    for some in parts(rows):
        events.told.hold(some)
        of = [row[E["event"]] for row in some]
        of = [name for name in dict.fromkeys(map(events.told.event, of)) if name not in joined]
        joined.update(name for name in of if len(events.told.members(name)) > 1)
        found = events.of(of) if facts else [events.bare(name) for name in of]
        if lines:
            events.fetch_lines(found)
        yield from found
        events.forget()


class Chosen:
    """The events that are asked for, one after the other, with those taken back where these are asked for.

    Their facts, their words (``lines``), and ``all_links``, also those that bear on none of the entities that are asked
    for, are at hand where that is said; ``bare`` ones are not even asked for their reports.
    """

    def __init__(
        self,
        rows: Rows,
        wanted: Wanted,
        *,
        retracted: bool = False,
        facts: bool = False,
        lines: bool = False,
        all_links: bool = False,
        bare: bool = False,
    ) -> None:
        ids = None
        if wanted.entities:
            (self.events,), ids = of_entities([rows], wanted.entities)
        if not wanted.entities or all_links:
            self.events = Events(rows)
        self._wanted = wanted
        self._retracted = retracted
        self._asks_for_all = wanted.asks_for_all
        every = rows.events(ids, bare=bare and not wanted.reads_facts)
        facts, lines = facts or wanted.reads_facts, lines or wanted.reads_words
        self._walk = walked(self.events, every, facts=facts, lines=lines)
        self.left_out = 0
        """How many events were met so far that only ``strict`` left out."""

    def __iter__(self) -> Iterator[Event]:
        lax = self._wanted._replace(strict=False)
        for event in self._walk:
            if event.retracted != YES or self._retracted:
                if self._fits(event, self._wanted):
                    yield event
                elif self._wanted.strict:
                    self.left_out += self._fits(event, lax)

    def _fits(self, event: Event, wanted: Wanted) -> bool:
        return is_sure_enough(event, wanted) and (self._asks_for_all or concerns(self.events, event, wanted))


def of_entities(clocks: Sequence[Rows], entities: Collection[str]) -> tuple[list[Events], set[str]]:
    """Give, for each answer, the events of some entities, reading no others; and the ids of records that tell any."""
    names = _closed(clocks, entities, links.names_of)
    ids = _closed(clocks, {one for rows in clocks for one in rows.telling(names)}, links.joined_with)
    named = {name for some in clocks[0].entities_of(ids).values() for name in some}
    every = _closed(clocks, named | names, links.names_of)
    return [Events(rows, Told(rows, links.about(rows, every, ids))) for rows in clocks], ids


def _closed(
    clocks: Sequence[Rows], found: Collection[str], more: Callable[[Rows, Collection[str]], set[str]]
) -> set[str]:
    """Give all that links lead to from some names or events, by any of some clocks."""
    met, waiting = set[str](), set(found)
    while waiting:
        met |= waiting
        waiting = {one for rows in clocks for one in more(rows, waiting)} - met
    return met


# --- things ----------------------------------------------------------------------------------------------------------


def things(
    rows: Rows, joined: Iterable[Names], properties: Collection[str], entities: Iterable[str] | None = None
) -> Iterator[tuple[Sequence[str], Sequence[Row]]]:
    """Give what is told of each thing: all its names, by whichever answer, and its facts that may count, in no order.

    ``joined`` says which names stand for one thing, by each of the answers that are asked for. Of entities, only the
    things are given that have one of these names, also one of which nothing is told. The clocks of the rows bear on
    nothing.
    """
    together = _united(joined)
    met = set[Sequence[str]]()
    every = rows.by_entity(properties) if entities is None else ((name, None) for name in entities)
    for entity, found in every:
        names = together.get(entity)
        if names is None and found is not None:
            yield (entity,), found
        elif (names := names or (entity,)) not in met:
            met.add(names)
            yield names, [row for _, some in rows.by_entity(properties, names) for row in some]


def things_up_to(
    rows: Rows, names: Names, properties: Collection[str], most: int
) -> Iterator[tuple[Sequence[str], Sequence[Row] | None]]:
    """Give what is told of each thing as :func:`things` does; None for more facts than ``most``, or a few more."""
    together, met = _united([names]), set[Sequence[str]]()
    for entity, found in rows.by_entity_up_to(properties, most):
        of_thing = together.get(entity)
        if of_thing is None:
            yield (entity,), found
        elif of_thing not in met:
            met.add(of_thing)
            yield of_thing, [row for _, some in rows.by_entity(properties, of_thing) for row in some]


def _united(joined: Iterable[Names]) -> dict[str, tuple[str, ...]]:
    """Give each name that stands for a thing with others all of these, whichever answer joins them."""
    found: dict[str, tuple[str, ...]] = {}
    for names in joined:
        for thing in names.linked.values():
            if len(thing.names) > 1:
                every = dict.fromkeys(name for one in thing.names for name in found.get(one, (one,)))
                found.update(dict.fromkeys(every, tuple(every)))
    return found
