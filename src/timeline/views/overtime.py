"""A cell over all of the world's time, and over all as-of moments: stretches and rectangles.

Law of this module: what it gives tiles exactly. Stretches follow each other without gap or overlap; so do the runs of
as-of moments of a cell's history, and within each of them the stretches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownFact, Snapshot
from timeline.asof.windows import Window
from timeline.dates.edtf import day_clock, instant_clock
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment, Span
from timeline.named import NamedTuple
from timeline.records.model import value_key
from timeline.views.cells import Bidding
from timeline.views.standing import Standings
from timeline.views.table import Cell, Claim, ViewSpec, beside, decide, told_names


@attrs.frozen(kw_only=True)
class Stretch:
    """A cell over a stretch of the world's time; ``lo`` and ``hi`` are its first and last microsecond."""

    lo: Moment
    hi: Moment
    cell: Cell


@attrs.frozen(kw_only=True)
class Rectangle:
    """What a cell says of a stretch of the world's time, as of a run of moments.

    ``as_of_first`` and ``as_of_last`` are the first and the last microsecond of the run, both included, None where
    there is no bound: the edges of whole days, but where a report is dated to the instant, or the question is.
    """

    as_of_first: int | None
    as_of_last: int | None
    stretch: Stretch


def stretches(snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str) -> tuple[Stretch, ...]:
    """Give a cell over all of the world's time, as stretches that follow each other without a gap.

    Neighbours differ in their values or answers. The first begins at minus infinity, the last ends at plus infinity.
    The cell is that of the thing for which the entity's name stands in the snapshot.
    """
    return Deciding(spec).stretches(snapshot, entity, property_)


class _Decided(NamedTuple):
    cell: Cell
    looks: tuple[Any, ...]


_Tile: TypeAlias = tuple[Moment, Moment, _Decided]


def _laid(tiles: Iterable[_Tile]) -> tuple[Stretch, ...]:
    return tuple(Stretch(lo=lo, hi=hi, cell=made.cell) for lo, hi, made in tiles)


class Deciding:
    """Decides a cell at moments of the world, in one snapshot after the other.

    It is decided by the claims that bear on it at the moment, by how surely each holds, and by the standings of their
    events; where all of these are as they were once, so is the cell, and it is not decided again.
    """

    def __init__(self, spec: ViewSpec) -> None:
        self._spec = spec
        self._standings = Standings()
        self._marks: dict[tuple[object, ...], tuple[int, Claim]] = {}  # the claims: nobody else gets their numbers
        self._known: dict[Cell, dict[tuple[tuple[int, int], ...], _Decided]] = {}

    def stretches(self, snapshot: Snapshot, entity: str, property_: str) -> tuple[Stretch, ...]:
        """Give the cell over all of the world's time, as :func:`stretches` does."""
        return _laid(self.over_time(snapshot, entity, property_))

    def over_time(self, snapshot: Snapshot, entity: str, property_: str) -> list[_Tile]:
        """Give the same with how each stretch looks."""
        self._standings.look_at(snapshot)
        entity = snapshot.entity(entity)
        claims = [
            Claim(fact=fact, event=event)
            for event in snapshot.events
            for fact in event.facts
            if fact.entity == entity and fact.fact.property == property_ and fact.answer is not Answer.NO
        ]
        empty = Cell(
            entity=entity,
            property=property_,
            answer="unknown",
            values=(),
            names=told_names(claims),
            beside=beside(claims, self._standings),
        )
        at = self._at(Bidding(claims, self._spec.latest, only_deciding=True), empty)
        points = turning_points(claim.fact for claim in claims)
        found: list[_Tile] = []
        for lo, hi in zip((NEVER_BEFORE, *points), (*(point - 1 for point in points), NEVER_AFTER), strict=True):
            made = at(lo)
            if found and (found[-1][2] is made or found[-1][2].looks == made.looks):
                found[-1] = (found[-1][0], hi, found[-1][2])
            else:
                found.append((lo, hi, made))
        return found

    def _at(self, bidding: Bidding, empty: Cell) -> Callable[[Moment], _Decided]:
        """Give what decides the cell at a moment, from what it is where nothing fills it."""
        known = self._known.setdefault(empty, {})
        many, marks = empty.property in self._spec.many, dict[int, int]()

        def mark(place: int) -> int:
            claim = bidding.bidding(place)
            told = (id(claim.fact), id(claim.event), self._standings.name(claim.event))
            found = marks[place] = self._marks.setdefault(told, (len(self._marks), claim))[0]
            return found

        def at(moment: Moment) -> _Decided:
            window = Window(moment, moment)
            bearing = tuple(
                (marks[place] if place in marks else mark(place), how)
                for place, how in bidding.bearing(window, many=many)
            )
            made = known.get(bearing)
            if made is None:
                answer, values = decide(bidding, window, many=many, standings=self._standings)
                cell = attrs.evolve(empty, answer=answer, values=values)
                made = known[bearing] = _Decided(cell, _looks(cell))
            return made

        return at


def turning_points(facts: Iterable[KnownFact]) -> tuple[Moment, ...]:
    """Give the moments of the world's time at which a cell made of these facts may change, ascending."""
    return moments_of((fact.start, fact.end) for fact in facts)


def moments_of(extents: Iterable[tuple[Span, Span | None]]) -> tuple[Moment, ...]:
    """Give the moments at which what has these bounds may begin, has begun, may be over, and is over, ascending."""
    points: set[Moment] = set()
    for start, end in extents:
        points.update((start.lo, start.hi_start))
        if end is not None:
            points.update((end.lo_end + 1, end.hi + 1))
    return tuple(sorted(point for point in points if isinstance(point, int)))


def _looks(cell: Cell) -> tuple[Any, ...]:
    values = tuple((value_key(v.value), v.answer, v.since, v.standing, v.events) for v in cell.values)
    # Its own name alone is no turn: it appears where a fact is first told beside the cell.
    names = () if cell.names == (cell.entity,) else cell.names
    return (cell.entity, names, cell.answer, values)


def rectangles(
    ledger: Ledger,
    spec: ViewSpec,
    entity: str,
    property_: str,
    *,
    recorded_by: Clock | None = None,
    as_of: Clock | None = None,
) -> tuple[Rectangle, ...]:
    """Give a cell's whole history: for every run of as-of moments the stretches of the world's time.

    Neighbouring runs whose stretches look the same are one. See :func:`as_of_runs` for where a run may begin: only
    dates of records that bear on the entity begin one. The history ends at the end of the ``as_of`` day, or at that
    instant, if at all.
    """
    runs: list[tuple[int | None, list[_Tile]]] = []
    deciding = Deciding(spec)
    for first, snapshot in beliefs(ledger, entity, property_, recorded_by=recorded_by, as_of=as_of):
        found = deciding.over_time(snapshot, entity, property_)
        if not runs or _shape(runs[-1][1]) != _shape(found):
            runs.append((first, found))
        else:
            runs[-1] = (runs[-1][0], found)
    end = None if as_of is None or isinstance(as_of.hi, float) else as_of.hi
    lasts = [*(first - 1 if first is not None else None for first, _ in runs[1:]), end]
    return tuple(
        Rectangle(as_of_first=first, as_of_last=last, stretch=stretch)
        for (first, found), last in zip(runs, lasts, strict=True)
        for stretch in _laid(found)
    )


@attrs.frozen(kw_only=True)
class Believed:
    """What was known of a cell at each as-of moment at which an answer about it can change.

    ``runs`` are the runs of as-of moments, ascending, each with its first microsecond, None for that before all
    reports, and the clock that asks about it.
    """

    ledger: Ledger
    only: frozenset[str]
    recorded_by: Clock | None
    runs: tuple[tuple[int | None, Clock], ...]

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        entity: str,
        property_: str,
        *,
        recorded_by: Clock | None = None,
        as_of: Clock | None = None,
    ) -> Believed:
        """Find the runs of a cell, up to an as-of day."""
        ledger = ledger.on_entities([entity])
        only = ledger.about(entity, property_, recorded_by=recorded_by)
        moments = [int(moment) for moment in ledger.turning_points(recorded_by, only=only)]
        if as_of is not None:
            moments = [moment for moment in moments if moment <= as_of.hi]
            moments += [int(as_of.hi)] if as_of.lo == as_of.hi else []
        starts = as_of_runs(moments)
        before = starts[0][0] - 1 if starts else 0 if as_of is None else int(as_of.hi)
        runs = ((None, instant_clock(before)), *starts)
        return cls(ledger=ledger, only=only, recorded_by=recorded_by, runs=runs)

    def walk(self, begin: int = 0, end: int | None = None) -> Iterator[tuple[int | None, Snapshot]]:
        """Give the snapshot of each run, ascending, or of those from one place in ``runs`` to before another.

        Each snapshot holds the events that bear on the cell and no others, and asks about its own as-of day.
        """
        runs = self.runs[begin:end]
        asked = (Clocks(as_of=clock, on=clock, recorded_by=self.recorded_by) for _, clock in runs)
        yield from zip((first for first, _ in runs), self.ledger.walk(asked, only=self.only), strict=True)


def beliefs(
    ledger: Ledger, entity: str, property_: str, *, recorded_by: Clock | None = None, as_of: Clock | None = None
) -> Iterator[tuple[int | None, Snapshot]]:
    """Give what was known of a cell at each as-of moment at which an answer about it can change, ascending.

    Yields:
        The first microsecond of the run of as-of moments, None for that before all reports, and the snapshot.
    """
    yield from Believed.of(ledger, entity, property_, recorded_by=recorded_by, as_of=as_of).walk()


def as_of_runs(moments: Iterable[int], world: Iterable[int] = ()) -> tuple[tuple[int, Clock], ...]:
    """Give the as-of moments at which answers may change, each with the clock that asks from there on, ascending.

    A day on which nothing changes but at its start and its end is one run, asked as a whole day is: to its end. A day
    with an instant between them is asked from instant to instant: what is dated by that day alone is then only possibly
    known before its last microsecond. Moments at which the world changes, where it is asked about at each as-of moment,
    begin runs within a day only where an as-of moment does; else on that day, of which all counts, and on the next.
    """
    by_day: dict[int, set[int]] = {}
    for moment in moments:
        by_day.setdefault(moment // DAY, set()).add(moment)
    exact = {day for day, points in by_day.items() if any(0 < point % DAY < DAY - 1 for point in points)}
    for moment in world:
        day, of_day = divmod(moment, DAY)
        by_day.setdefault(day, set()).add(moment)
        if of_day and day not in exact:
            by_day.setdefault(day + 1, set()).add((day + 1) * DAY)
    found: list[tuple[int, Clock]] = []
    for day, points in sorted(by_day.items()):
        if day in exact:
            found += [(point, instant_clock(point)) for point in sorted({day * DAY, *points})]
        else:
            found.append((day * DAY, day_clock(day)))
    return tuple(found)


def _shape(found: Iterable[_Tile]) -> list[tuple[Any, ...]]:
    return [(lo, hi, made.looks) for lo, hi, made in found]
