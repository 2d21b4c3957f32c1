"""A cell over all of the world's time, and over all as-of days: stretches and rectangles.

Law of this module: what it gives tiles exactly. Stretches follow each other without gap or overlap; so do the as-of
days of a cell's history, and within each of them the stretches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownFact, Snapshot, value_key
from timeline.asof.windows import Window
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment, format_day
from timeline.views.table import Cell, Claim, Standings, ViewSpec, make_cell


@attrs.frozen(kw_only=True)
class Stretch:
    """A cell over a stretch of the world's time; ``lo`` and ``hi`` are its first and last microsecond."""

    lo: Moment
    hi: Moment
    cell: Cell


@attrs.frozen(kw_only=True)
class Rectangle:
    """What a cell says of a stretch of the world's time, as of a run of days.

    ``as_of_first`` and ``as_of_last`` are day numbers since 1970-01-01, both included, None where there is no bound;
    ``stretch`` is in microseconds.
    """

    as_of_first: int | None
    as_of_last: int | None
    stretch: Stretch


def stretches(snapshot: Snapshot, spec: ViewSpec, entity: str, property_: str) -> tuple[Stretch, ...]:
    """Give a cell over all of the world's time, as stretches that follow each other without a gap.

    Neighbours differ in their values or answers. The first begins at minus infinity, the last ends at plus infinity.
    The cell is that of the thing for which the entity's name stands in the snapshot.
    """
    entity = snapshot.entity(entity)
    claims = [
        Claim(fact=fact, event=event)
        for event in snapshot.events
        for fact in event.facts
        if fact.entity == entity and fact.fact.property == property_ and fact.answer is not Answer.NO
    ]
    standings = Standings(snapshot)
    points = turning_points(claim.fact for claim in claims)
    starts = (NEVER_BEFORE, *points)
    ends = (*(point - 1 for point in points), NEVER_AFTER)
    found: list[Stretch] = []
    for lo, hi in zip(starts, ends, strict=True):
        moment = hi if lo == NEVER_BEFORE else lo
        if lo == NEVER_BEFORE and hi == NEVER_AFTER:
            moment = 0
        cell = make_cell(entity, property_, claims, spec=spec, at=Window(moment, moment), standings=standings)
        if found and _looks(found[-1].cell) == _looks(cell):
            found[-1] = attrs.evolve(found[-1], hi=hi)
        else:
            found.append(Stretch(lo=lo, hi=hi, cell=cell))
    return tuple(found)


def turning_points(facts: Iterable[KnownFact]) -> tuple[Moment, ...]:
    """Give the moments of the world's time at which a cell made of these facts may change, ascending."""
    points: set[Moment] = set()
    for fact in facts:
        points.update((fact.start.lo, fact.start.hi_start))
        if fact.end is not None:
            points.update((fact.end.lo_end + 1, fact.end.hi + 1))
    return tuple(sorted(point for point in points if isinstance(point, int)))


def _looks(cell: Cell) -> tuple[Any, ...]:
    values = tuple((value_key(v.value), v.answer, v.since, v.standing, v.events) for v in cell.values)
    return (cell.entity, cell.names, cell.answer, values)


def rectangles(
    ledger: Ledger, spec: ViewSpec, entity: str, property_: str, *, recorded_by: Clock | None = None
) -> tuple[Rectangle, ...]:
    """Give a cell's whole history: for every run of as-of days the stretches of the world's time.

    As-of days count to their end (UTC). Neighbouring days whose stretches look the same are one run.
    """
    only = ledger.about(entity, property_, recorded_by=recorded_by)
    moments = ledger.turning_points(recorded_by, only=only)
    days = sorted({int(moment // DAY) for moment in moments})
    runs: list[tuple[int | None, tuple[Stretch, ...]]] = []
    for first in (None, *days):
        day = first if first is not None else (days[0] - 1 if days else 0)
        found = stretches(ledger.at(_as_of(day, recorded_by), only=only), spec, entity, property_)
        if not runs or _shape(runs[-1][1]) != _shape(found):
            runs.append((first, found))
    lasts = [*(first - 1 if first is not None else None for first, _ in runs[1:]), None]
    return tuple(
        Rectangle(as_of_first=first, as_of_last=last, stretch=stretch)
        for (first, found), last in zip(runs, lasts, strict=True)
        for stretch in found
    )


def _as_of(day: int, recorded_by: Clock | None) -> Clocks:
    text = format_day(day)
    clock = Clock(text=text, read=text, lo=day * DAY, hi=day * DAY + DAY - 1)
    return Clocks(as_of=clock, on=clock, recorded_by=recorded_by)


def _shape(found: Iterable[Stretch]) -> tuple[Any, ...]:
    return tuple((stretch.lo, stretch.hi, _looks(stretch.cell)) for stretch in found)
