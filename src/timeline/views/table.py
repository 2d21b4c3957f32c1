"""The built-in view: a table of entities by properties, at a day, from what was known.

Law of this module: only what is sure puts a fact out of its cell; what remains is shown, each value with its answer. A
cell that nobody reported is unknown, and no order of uncertain dates is invented.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, Literal, Protocol, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact, Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Clock, Moment, either
from timeline.dates.written import WrittenDate
from timeline.records.model import Value, unstructure, value_key
from timeline.records.ordered import by_value
from timeline.records.words import BESIDE, BEST_FIRST, Mode
from timeline.views.cells import Bidding, Claim, Judged
from timeline.views.projection import Projection, replay
from timeline.views.specs import Latest, ViewSpec, view_specs
from timeline.views.standing import Standings

__all__ = [
    "Beside",
    "Cell",
    "CellAnswer",
    "CellValue",
    "Claim",
    "Judged",
    "Latest",
    "ViewSpec",
    "claims_of",
    "make_cell",
    "state",
    "table",
    "view_specs",
]

CellAnswer = Literal["yes", "possibly", "unknown", "ended"]


@attrs.frozen(kw_only=True)
class ToldValue:
    """A value that events tell of a cell; ``since`` dates the earliest fact that gives it."""

    value: Value
    answer: Answer
    since: WrittenDate | None
    since_earliest: str
    since_latest: str
    standing: str
    events: tuple[str, ...]


@attrs.frozen(kw_only=True)
class CellValue(ToldValue):
    """A value that a cell has, surely or possibly."""

    facts: tuple[KnownFact, ...]


@attrs.frozen(kw_only=True)
class Beside(ToldValue):
    """A fact that fills no cell: it failed, is only planned or possible, or says that a value ended."""

    mode: Mode


@attrs.frozen(kw_only=True)
class Cell:
    """One entity's property on the day asked about.

    ``names`` are those under which the facts of the cell were told, ``entity`` first if it is among them, the others
    sorted. ``possibly_same`` are the other entities which only possibly are this one, sorted.
    """

    entity: str
    property: str
    answer: CellAnswer
    values: tuple[CellValue, ...]
    beside: tuple[Beside, ...]
    names: tuple[str, ...] = ()
    possibly_same: tuple[str, ...] = ()


# --- the table -------------------------------------------------------------------------------------------------------

_Chain: TypeAlias = "tuple[_Chain, tuple[Claim, ...]] | None"
"""The claims met so far, the last first: each step adds a link and changes nothing before it."""


def table(snapshot: Snapshot, spec: ViewSpec, at: Clock | Window, *, strict: bool = False) -> Projection[_Chain]:
    """Make the projection of a declared view, as it stands on a day; *strict* leaves out what is only possibly so."""
    spec = spec.named(snapshot.names)

    def step(state: _Chain, event: KnownEvent) -> _Chain:
        claims = claims_of(event, spec)
        return (state, claims) if claims else state

    def finish(state: _Chain) -> tuple[Cell, ...]:
        links = []
        while state is not None:
            state, claims = state
            links.append(claims)
        found: dict[str, dict[str, list[Claim]]] = {}
        for claims in reversed(links):
            for claim in claims:
                found.setdefault(claim.fact.entity, {}).setdefault(claim.fact.fact.property, []).append(claim)
        standings = Standings(snapshot)
        told = (
            entity
            for entity, of_entity in sorted(found.items())
            if not strict or any(_is_sure(claim) for claims in of_entity.values() for claim in claims)
        )
        cells = []
        for entity, name in itertools.product(spec.entities or told, spec.properties):
            of_cell = found.get(entity, {}).get(name, [])
            cell = make_cell(entity, name, Bidding(of_cell, spec.latest), spec=spec, at=at, standings=standings)
            cell = attrs.evolve(cell, possibly_same=snapshot.possibly_same(entity))
            cells.append(_strict(cell, of_cell) if strict else cell)
        return tuple(cells)

    return Projection(name=spec.name, start=lambda: None, step=step, finish=finish)


def claims_of(event: KnownEvent, spec: ViewSpec) -> tuple[Claim, ...]:
    """Give what an event claims for the cells of a view."""
    return tuple(
        Claim(fact=fact, event=event)
        for fact in event.facts
        if fact.fact.property in spec.properties and fact.told is not Answer.NO
    )


def state(
    snapshot: Snapshot, spec: ViewSpec, *, on: Clock | Window | None = None, strict: bool = False
) -> tuple[Cell, ...]:
    """Answer a view at a day, the snapshot's by default; rows are its entities times its properties, both in order.

    The entities are those that the view names, else every one with a fact for it, sorted.
    """
    return replay(table(snapshot, spec, on or snapshot.clocks.on, strict=strict), snapshot.events)


class Names(Protocol):
    """Gives the names of standings."""

    def name(self, event: KnownEvent) -> str:
        """Give the name of an event's standing."""


def make_cell(
    entity: str,
    name: str,
    bidding: Bidding,
    *,
    spec: ViewSpec,
    at: Clock | Window,
    standings: Names,
) -> Cell:
    """Decide one cell from the claims that bear on it, which bid for it by the rule of its view."""
    answer, values = decide(bidding, at, many=name in spec.many, standings=standings)
    claims = bidding.claims
    return Cell(
        entity=entity,
        property=name,
        answer=answer,
        values=values,
        beside=beside(claims, standings),
        names=told_names(claims),
    )


def decide(
    bidding: Bidding, at: Clock | Window, *, many: bool, standings: Names
) -> tuple[CellAnswer, tuple[CellValue, ...]]:
    """Decide what fills a cell, apart from all that does not depend on the day."""
    judged, has_ended = bidding.judge(at, many=many)
    values: dict[tuple[Any, ...], list[Judged]] = {}
    for item in judged:
        if item.answer is not Answer.NO:
            values.setdefault(item.claim.key, []).append(item)
    firsts = sorted(((*_first(items), items) for items in values.values()), key=_value_order)
    found = [_cell_value(*one, standings) for one in firsts]
    if many or (has_ended and all(value.value is None for value in found)):
        found = _several(found)
    return _cell_answer(found, many=many, has_ended=has_ended), tuple(found)


def told_names(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Give the names under which the facts of one cell were told, that of its row first."""
    told = {claim.fact.fact.entity for claim in claims}
    return tuple(name for name in claims[0].fact.thing.names if name in told) if claims else ()


def _several(values: Sequence[CellValue]) -> list[CellValue]:
    """Leave ``null`` out of a cell of several values, but where it surely ended all of them.

    It has already put out what it ended; beside a value that may hold it would say the opposite. Neither does a cell
    need it in which nothing else is left after a named end: it is *ended*, whether or not the null holds as well.
    """
    held = [value for value in values if value.value is not None]
    return held or [value for value in values if value.answer is Answer.YES]


def _cell_answer(values: Sequence[CellValue], *, many: bool = False, has_ended: bool = False) -> CellAnswer:
    """Join the answers of a cell's values; ``has_ended`` says that a value surely ended, so that none may be left."""
    if not values:
        return "ended" if has_ended else "unknown"
    sure = [value for value in values if value.answer is Answer.YES]
    if not sure or (len(sure) < len(values) and not many):
        return "possibly"
    return "ended" if all(value.value is None for value in sure) else "yes"


def _cell_value(answer: Answer, first: Claim, items: Sequence[Judged], standings: Names) -> CellValue:
    claims = [item.claim for item in items]
    return CellValue(**_told(answer, first, claims, standings), facts=tuple(claim.fact for claim in claims))


def _told(answer: Answer, first: Claim, claims: Sequence[Claim], standings: Names) -> dict[str, Any]:
    """Give what is told of a value by some claims, of which the first dates it."""
    return {
        "value": first.fact.fact.value,
        "answer": answer,
        "since": first.fact.date,
        "since_earliest": first.fact.since_earliest,
        "since_latest": first.fact.since_latest,
        "standing": _best_standing([standings.name(claim.event) for claim in claims]),
        "events": _events_of(claims),
    }


def _best_standing(names: Iterable[str]) -> str:
    """Choose the strongest of several events' standings: one good event carries a value."""
    return min(names, key=BEST_FIRST.index)


def _events_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Name the events of some claims, by (recorded, id)."""
    return tuple(dict.fromkeys(claim.event.id for claim in sorted(claims, key=lambda claim: claim.event.order)))


def _start_order(claim: Claim) -> tuple[Moment, Moment, tuple[str, str]]:
    return (claim.fact.start.lo, claim.fact.start.hi, claim.event.order)


def _first(items: Sequence[Judged]) -> tuple[Answer, Claim]:
    """Give the answer of a value, and the claim that dates it: the earliest of those that give this answer."""
    answer = either(*(item.answer for item in items))
    return answer, min((item.claim for item in items if item.answer is answer), key=_start_order)


def _value_order(value: tuple[Answer, Claim, Sequence[Judged]]) -> tuple[Any, ...]:
    """Put sure values first, then those that began earlier, as they are dated; of one date numbers go by size."""
    answer, first, _ = value
    return (
        answer is not Answer.YES,
        first.fact.start.lo,
        first.fact.start.hi,
        by_value(unstructure(first.fact.fact.value)),
    )


def beside(claims: Iterable[Claim], standings: Names) -> tuple[Beside, ...]:
    """Gather what fills no cell: equal values of one mode are one entry, in the order of their starts."""
    claims = [c for c in claims if c.fact.fact.mode != "actual" and c.fact.answer is not Answer.NO]
    found: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (BESIDE.index(claim.fact.fact.mode), *_start_order(claim))):
        found.setdefault((claim.fact.fact.mode, value_key(claim.fact.fact.value)), []).append(claim)
    return tuple(
        Beside(
            mode=group[0].fact.fact.mode,
            **_told(either(*(claim.fact.answer for claim in group)), group[0], group, standings),
        )
        for group in found.values()
    )


def _is_sure(claim: Claim) -> bool:
    """Whether a fact is surely known, even if a later event supersedes its own: then its entity has a row."""
    return claim.fact.told is Answer.YES


def _strict(cell: Cell, claims: Sequence[Claim]) -> Cell:
    """Leave out what is only possibly so; what may be put out by it is not made any surer."""
    values = tuple(value for value in cell.values if value.answer is Answer.YES)
    beside = tuple(item for item in cell.beside if item.answer is Answer.YES)
    has_ended = cell.answer == "ended"
    return attrs.evolve(
        cell,
        values=values,
        beside=beside,
        answer=_cell_answer(values, has_ended=has_ended),
        names=told_names([claim for claim in claims if _is_sure(claim)]),
        possibly_same=(),
    )
