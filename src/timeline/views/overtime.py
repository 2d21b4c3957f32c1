"""A cell over all of the world's time, and over all as-of moments: stretches and rectangles.

Law of this module: what it gives tiles exactly. Stretches follow each other without gap or overlap; so do the runs of
as-of moments of a cell's history, and within each of them the stretches.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent, KnownFact, Snapshot
from timeline.asof.windows import Window
from timeline.dates.edtf import day_clock, instant_clock
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Clock, Moment, Span
from timeline.named import NamedTuple
from timeline.records.model import value_key
from timeline.views.cells import BIDDING, Bidding, bid
from timeline.views.standing import Standings
from timeline.views.table import Cell, CellAnswer, CellValue, Claim, ViewSpec, beside, decide, told_names
from timeline.views.verdicts import Bid


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
    """What fills a cell at a moment, and what of it a reader sees."""

    answer: CellAnswer
    values: tuple[CellValue, ...]
    looks: tuple[Any, ...]


class _OverTime(NamedTuple):
    """A cell over all of the world's time, in one snapshot.

    ``marks`` are its claims, by number. At each of ``starts``, ascending, a stretch begins over which the same claims
    bear on it; ``decided`` says what fills it there. ``empty`` is the cell where nothing fills it, and ``cells`` are
    those that were made of it, by the numbers of what fills them.
    """

    marks: list[int]
    starts: list[Moment]
    decided: list[_Decided]
    empty: Cell
    cells: dict[int, Cell]

    def at(self, moment: Moment) -> _Decided:
        """Give what fills it at a moment."""
        return self.decided[bisect.bisect_right(self.starts, moment) - 1]

    def tiles(self) -> list[tuple[Moment, _Decided]]:
        """Give where each stretch begins that looks other than the one before, and what fills it."""
        found: list[tuple[Moment, _Decided]] = []
        for start, made in zip(self.starts, self.decided, strict=True):
            if not found or (found[-1][1] is not made and found[-1][1].looks != made.looks):
                found.append((start, made))
        return found

    def looks(self) -> tuple[Any, ...]:
        """Give what a reader sees of it."""
        entity, names = self.empty.entity, self.empty.names
        # Its own name alone is no turn: it appears where a fact is first told beside the cell.
        return (entity, () if names == (entity,) else names, [(start, made.looks) for start, made in self.tiles()])

    def stretches(self) -> tuple[Stretch, ...]:
        """Give its stretches that differ in what a reader sees."""
        tiles = self.tiles()
        ends = [*(start - 1 for start, _ in tiles[1:]), NEVER_AFTER]
        return tuple(Stretch(lo=lo, hi=hi, cell=self._cell(made)) for (lo, made), hi in zip(tiles, ends, strict=True))

    def _cell(self, made: _Decided) -> Cell:
        found = self.cells.get(id(made))
        if found is None:
            found = self.cells[id(made)] = attrs.evolve(self.empty, answer=made.answer, values=made.values)
        return found


class _Marked(NamedTuple):
    """A claim by its number, with what it bids, and the moments between which it may bear on its cell, if ever.

    What is held here nobody else gets the identity of.
    """

    number: int
    claim: Claim
    bid: Bid | None
    lo: Moment
    hi: Moment


class Deciding:
    """Decides a cell at moments of the world, in one snapshot after the other.

    It is decided by the claims that bear on it at the moment, by how surely each holds, and by the standings of their
    events; where all of these are as they were once, so is the cell, and it is not decided again. In a next snapshot
    only those moments are looked at that a claim reaches which is new, other than it was, or gone.
    """

    def __init__(self, spec: ViewSpec) -> None:
        self._spec = spec
        self._standings = Standings()
        self._marked: dict[tuple[int, int, str], _Marked] = {}
        self._by_number: list[_Marked] = []
        self._known: dict[tuple[tuple[int, int], ...], _Decided] = {}
        self._last: dict[tuple[str, str], _OverTime] = {}

    def stretches(self, snapshot: Snapshot, entity: str, property_: str) -> tuple[Stretch, ...]:
        """Give the cell over all of the world's time, as :func:`stretches` does."""
        return self.over_time(snapshot, entity, property_).stretches()

    def over_time(self, snapshot: Snapshot, entity: str, property_: str) -> _OverTime:
        """Give the same as it was decided: the very value that was given before, where nothing changed."""
        self._standings.look_at(snapshot)
        entity = snapshot.entity(entity)
        marked = [self._mark(fact, event) for fact, event in snapshot.facts_of(entity, property_)]
        marks, place = [one.number for one in marked], (entity, property_)
        last = self._last.get(place)
        if last is None or last.marks != marks:
            last = self._last[place] = self._decided(place, marked, last)
        return last

    def _mark(self, fact: KnownFact, event: KnownEvent) -> _Marked:
        told = (id(fact), id(event), self._standings.name(event))
        found = self._marked.get(told)
        if found is None:
            claim, number, reach = Claim(fact=fact, event=event), len(self._by_number), (NEVER_AFTER, NEVER_BEFORE)
            one = bid(claim, self._spec.latest) if fact.fact.mode in BIDDING else None
            if one is not None:
                reach = (one.start_lo, NEVER_AFTER if one.ends else one.end_hi)
            found = self._marked[told] = _Marked(number, claim, one, *reach)
            self._by_number.append(found)
        return found

    def _decided(self, place: tuple[str, str], marked: Sequence[_Marked], last: _OverTime | None) -> _OverTime:
        """Decide a cell, and take over what is as in the snapshot before."""
        claims = [one.claim for one in marked]
        empty = Cell(
            entity=place[0],
            property=place[1],
            answer="unknown",
            values=(),
            names=told_names(claims),
            beside=beside(claims, self._standings),
        )
        marks = [one.number for one in marked]
        starts: list[Moment] = [NEVER_BEFORE, *turning_points(claim.fact for claim in claims)]
        if last is None:
            anew = [(NEVER_BEFORE, NEVER_AFTER)]
        else:
            others = (self._by_number[number] for number in {*marks}.symmetric_difference(last.marks))
            anew = _united((one.lo, one.hi) for one in others)
        at = self._at([one for one in marked if one.bid is not None and _meets(one, anew)], place[1])
        made = [at(start) if last is None or _is_within(start, anew) else last.at(start) for start in starts]
        cells = last.cells if last is not None and last.empty == empty else {}
        return _OverTime(marks, starts, made, empty, cells)

    def _at(self, marked: Sequence[_Marked], property_: str) -> Callable[[Moment], _Decided]:
        """Give what decides the cell at a moment."""
        many = property_ in self._spec.many
        bids = [one.bid for one in marked if one.bid is not None]
        bidding = Bidding([one.claim for one in marked], self._spec.latest, bids=bids)

        def at(moment: Moment) -> _Decided:
            window = Window(moment, moment)
            bearing = tuple((marked[place].number, how) for place, how in bidding.bearing(window, many=many))
            made = self._known.get(bearing)
            if made is None:
                answer, values = decide(bidding, window, many=many, standings=self._standings)
                made = self._known[bearing] = _Decided(answer, values, (answer, *map(_looks, values)))
            return made

        return at


def _looks(value: CellValue) -> tuple[Any, ...]:
    dated = (value.since, value.since_earliest, value.since_latest)
    return (value_key(value.value), value.answer, *dated, value.standing, value.events)


def _united(reaches: Iterable[tuple[Moment, Moment]]) -> list[tuple[Moment, Moment]]:
    """Give stretches of time, ascending, of which no two meet; both ends count."""
    found: list[tuple[Moment, Moment]] = []
    for lo, hi in sorted(reaches):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(hi, found[-1][1]))
        elif lo <= hi:
            found.append((lo, hi))
    return found


def _is_within(moment: Moment, reaches: Sequence[tuple[Moment, Moment]]) -> bool:
    place = bisect.bisect_right(reaches, (moment, NEVER_AFTER)) - 1
    return place >= 0 and moment <= reaches[place][1]


def _meets(one: _Marked, reaches: Sequence[tuple[Moment, Moment]]) -> bool:
    return any(one.lo <= hi and lo <= one.hi for lo, hi in reaches)


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
    runs: list[tuple[int | None, _OverTime]] = []
    deciding = Deciding(spec)
    for first, snapshot in beliefs(ledger, entity, property_, recorded_by=recorded_by, as_of=as_of):
        found = deciding.over_time(snapshot, entity, property_)
        if not runs or (runs[-1][1] is not found and runs[-1][1].looks() != found.looks()):
            runs.append((first, found))
        else:
            runs[-1] = (runs[-1][0], found)
    end = None if as_of is None or isinstance(as_of.hi, float) else as_of.hi
    lasts = [*(first - 1 if first is not None else None for first, _ in runs[1:]), end]
    return tuple(
        Rectangle(as_of_first=first, as_of_last=last, stretch=stretch)
        for (first, found), last in zip(runs, lasts, strict=True)
        for stretch in found.stretches()
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
