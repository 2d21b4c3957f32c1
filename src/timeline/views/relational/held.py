"""The things of a view that were decided before, for who asks an open log by other clocks.

Law of this module: what is told of a thing follows from the facts on it, from the events that its cells name with the
reports on these, from the sources of those, and from links; and from how the clocks compare with the moments in all
these rows. A thing is decided anew where a clock has passed a moment of its own, and everything where it has passed one
of links or of sources.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from timeline.asof.relation import SOURCE
from timeline.named import NamedTuple
from timeline.views.copies import copied
from timeline.views.relational.met import Clocks, Met, Noting, Stretches, edges, lies_in, moments_of
from timeline.views.relational.rows import Row

Json: TypeAlias = dict[str, Any]
Names: TypeAlias = "tuple[str, ...]"
_STANDS = (SOURCE.index("as_of_from"), SOURCE.index("as_of_to"))
_OF_A_VALUE: Final = 8
"""Of a value of a cell so many are held: since when it is so, who says so, and the like."""
_MOST: Final = 200_000
"""Of a view so many values are held; of one that has more, nothing is."""


class _Thing(NamedTuple):
    """A thing that was decided: its facts at all clocks, as :func:`things_up_to` gives them; its rows, and how long."""

    facts: Sequence[Row] | None
    rows: list[Json]
    stretches: Stretches


class Held:
    """The things of a view by their names; all of them, or none."""

    def __init__(self) -> None:
        self.things: dict[Names, _Thing] = {}
        self.shared: set[Any] = set()
        """The moments of links, of the events that they join, and of sources."""
        self.at: Clocks = ()
        """The clocks by which the view was asked last."""
        self.size = 0
        self.is_too_large = False
        """Whether the view has more values than are held: then nothing is gathered for it again."""

    def clear(self) -> None:
        """Let go of all."""
        self.things.clear()
        self.shared.clear()
        self.size = 0


class Again(Met):
    """One question about a view: it gives what is held of things, and holds what is decided of the others.

    Rows are told to add to it what they meet. First that is shared by all things, as links are.

    Args:
        held: What is held of the view; it is not asked by others meanwhile.
        rows: The rows by the clocks.
        clocks: Those.
    """

    def __init__(self, held: Held, rows: Noting, clocks: Clocks) -> None:
        super().__init__()
        self._held = held
        self._clocks = clocks
        self._by_event: dict[str, set[Any]] = {}
        self._facts: dict[Names, tuple[Sequence[Row] | None, Met]] = {}
        self._own: Met | None = None
        self._is_shared = True
        rows.met = self

    # --- what is met -------------------------------------------------------------------------------------------------

    def add(self, sort: str, rows: Collection[Row]) -> None:
        """Add rows of a relation: of facts to the thing that is decided, of events and reports to that event."""
        if self._is_shared:
            self.moments.update(*map(moments_of[sort], rows))
        elif sort == "fact" and self._own is not None:
            self._own.add(sort, rows)
        elif sort in ("event", "report"):
            for row in rows:
                self._by_event.setdefault(str(row[0]), set()).update(moments_of[sort](row))
        elif sort == "source":  # when it became public bears on no cell but by the reports on its events
            self.moments.update(row[place] for row in rows for place in _STANDS)
        else:
            self.is_all = False

    def add_stretch(self, event: str, first: float, last: float) -> None:
        """Add two as-of moments between which all is one that is told of an event, instead of its rows."""
        self._by_event.setdefault(event, set()).update(edges(first, last))

    def lose(self) -> None:
        """Say that rows are met which are not added."""
        if self._own is not None:
            self._own.lose()
        else:
            self.is_all = False

    # --- what is held ------------------------------------------------------------------------------------------------

    def waiting(
        self, every: Iterable[tuple[Sequence[str], Sequence[Row] | None]], found: dict[str, list[Json]]
    ) -> Iterator[tuple[Sequence[str], Sequence[Row] | None]]:
        """Give the things that must be decided, and add the rows of all others.

        Args:
            every: All things, for who holds none.
            found: The rows by their entities.
        """
        self._is_shared = False
        held = self._held
        shared = Met()
        shared.moments = held.shared | self.moments
        if not self.is_all or not held.at or not lies_in(shared.stretches(self._clocks), held.at):
            held.clear()
        held.at = self._clocks
        if not held.things:
            rest = iter(every)
            while True:
                self._own = Met()  # what is read to find a thing is given with it
                one = next(rest, None)
                if one is None:
                    return
                yield one
        passed = []
        for names, thing in held.things.items():
            if lies_in(thing.stretches, self._clocks):
                for row in thing.rows:
                    found.setdefault(row["entity"], []).append(copied(row))
            else:
                passed.append((names, thing.facts))
        yield from passed

    def begin(self, names: Sequence[str], facts: Sequence[Row] | None) -> None:
        """Say that a thing is decided from now on; ``facts`` are those on it, None where they are read as needed."""
        self._own = Met()
        self._own.add("fact", facts or ())
        self._facts[tuple(names)] = facts, self._own

    def fetch(self) -> None:
        """Say that what is met from now on is of events that cells name, whichever."""
        self._own = None

    def decided(self, rows: Iterable[tuple[Names, Json]]) -> None:
        """Hold the rows of the things that were begun."""
        held, by_thing = self._held, dict[Names, list[Json]]()
        for names, row in rows:
            by_thing.setdefault(names, []).append(copied(row))
        for names, (facts, own) in self._facts.items():
            of_thing = by_thing.get(names, [])
            for event in _events(of_thing):
                own.moments |= self._by_event.get(event, set())
            stretches = own.stretches(self._clocks) if own.is_all else tuple((at, at) for at in self._clocks)
            before, thing = held.things.get(names), _Thing(facts, of_thing, stretches)
            held.things[names] = thing
            held.size += _size(thing) - (0 if before is None else _size(before))
        self._facts.clear()
        held.shared |= self.moments
        if not self.is_all or held.size > _MOST:
            held.is_too_large = held.size > _MOST
            self.is_all = False
            held.clear()


def _events(rows: Iterable[Json]) -> Iterator[str]:
    """Name the events of some cells."""
    return (event for row in rows for one in (*row["values"], *row["beside"]) for event in one["events"])


def _size(thing: _Thing) -> int:
    """Say about how many values are held of a thing."""
    cells = sum([2 + len(row["values"]) + len(row["beside"]) for row in thing.rows])
    return 1 + _OF_A_VALUE * cells + len(thing.facts or ())
