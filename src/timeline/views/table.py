"""The built-in view: a table of entities by properties, at a day, from what was known.

Law of this module: only what is sure puts a fact out of its cell; what remains is shown, each value with its answer. A
cell that nobody reported is unknown, and no order of uncertain dates is invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, Protocol, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact, Snapshot, value_key
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Clock, Moment, both, either
from timeline.errors import ViewError
from timeline.records.model import Mode, Value, unstructure
from timeline.views.projection import Projection, replay
from timeline.views.standing import standing

CellAnswer = Literal["yes", "possibly", "unknown", "ended"]
Latest = Literal["occurred", "reported"]


@attrs.frozen(kw_only=True)
class ViewSpec:
    """A view as ``timeline.toml`` declares it. ``latest`` says which word wins."""

    name: str
    title: str
    properties: tuple[str, ...]
    latest: Latest = "occurred"


@attrs.frozen(kw_only=True)
class CellValue:
    """A value that a cell has, surely or possibly; ``since`` dates the earliest fact that gives it."""

    value: Value
    answer: Answer
    since: str | None
    since_earliest: str
    since_latest: str
    standing: str
    events: tuple[str, ...]
    facts: tuple[KnownFact, ...]


@attrs.frozen(kw_only=True)
class Beside:
    """A fact that fills no cell, because it failed, or is only planned or possible."""

    mode: Mode
    value: Value
    answer: Answer
    since: str | None
    since_earliest: str
    since_latest: str
    standing: str
    events: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Cell:
    """One entity's property on the day asked about."""

    entity: str
    property: str
    answer: CellAnswer
    values: tuple[CellValue, ...]
    beside: tuple[Beside, ...]


# --- what timeline.toml declares -------------------------------------------------------------------------------------


def view_specs(settings: Mapping[str, Any]) -> dict[str, ViewSpec]:
    """Read the views that the settings of a log declare.

    Raises:
        ViewError: A declaration is incomplete or has an unknown key.
    """
    declared = settings.get("views", {})
    if not isinstance(declared, Mapping):
        raise ViewError("views is no table", where="timeline.toml", fix="write [views.NAME] above its keys")
    return {name: _view_spec(name, table) for name, table in declared.items()}


def _view_spec(name: str, table: Any) -> ViewSpec:
    where = f"timeline.toml, [views.{name}]"
    if not isinstance(table, Mapping):
        raise ViewError(f"views.{name} is no table", where=where, fix=f"write [views.{name}] above its keys")
    unknown = sorted(set(table) - {"title", "properties", "latest"})
    if unknown:
        raise ViewError(
            f'"{unknown[0]}" is no key of a view', where=where, fix="the keys are title, properties and latest"
        )
    properties = table.get("properties")
    if not isinstance(properties, list) or not properties or not all(isinstance(p, str) and p for p in properties):
        raise ViewError("a view needs its properties", where=where, fix='write properties = ["training", "inference"]')
    if len(set(properties)) < len(properties):
        raise ViewError("a property stands twice", where=where, fix="name each property once")
    latest = table.get("latest", "occurred")
    if latest not in ("occurred", "reported"):
        raise ViewError(
            f'latest = "{latest}" is neither "occurred" nor "reported"', where=where, fix='write latest = "occurred"'
        )
    title = table.get("title", name)
    if not isinstance(title, str):
        raise ViewError("the title of a view is text", where=where, fix='write title = "…"')
    return ViewSpec(name=name, title=title, properties=tuple(properties), latest=latest)


# --- the cell at a day -----------------------------------------------------------------------------------------------


def holds(fact: KnownFact, at: Clock | Window) -> Answer:
    """Say whether a fact's own time covers a day, or an instant.

    It begins on some day of its start and lasts to the end of some day of its end; both days count whole.
    """
    return both(begun(fact, at), _not_over(fact, at))


def begun(fact: KnownFact, at: Clock | Window) -> Answer:
    """Say whether a fact has begun by the end of a day; it begins at the start of some day."""
    if fact.start.hi_start <= at.hi:
        return Answer.YES
    return Answer.NO if fact.start.lo > at.hi else Answer.POSSIBLY


def _not_over(fact: KnownFact, at: Clock | Window) -> Answer:
    if fact.end is None or fact.end.lo_end >= at.lo:
        return Answer.YES
    return Answer.NO if fact.end.hi < at.lo else Answer.POSSIBLY


@attrs.frozen(kw_only=True)
class Claim:
    """A fact that fills its cell unless another puts it out."""

    fact: KnownFact
    event: KnownEvent

    @property
    def group(self) -> tuple[str, str | None]:
        """What one event says of one date holds together."""
        return (self.fact.event, self.fact.date)

    @property
    def word(self) -> Window:
        """When it was reported."""
        return self.event.window


def _surely_later(latest: Latest, one: Claim, other: Claim) -> bool:
    """Say whether one claim is surely a later word than another."""
    if latest == "occurred":
        return one.fact.start.lo > other.fact.start.hi
    if one.word == other.word:
        return one.event.order > other.event.order
    return one.word.lo > other.word.hi


@attrs.frozen(kw_only=True)
class Judged:
    """A claim with its verdict at a day: its answer as a value of the cell, and what stands against it."""

    claim: Claim
    holds: Answer
    answer: Answer
    out_by: Claim | None = None
    rival: Claim | None = None


def judge(claims: Sequence[Claim], latest: Latest, at: Clock | Window) -> list[Judged]:
    """Decide which claims stand in a cell; those put out, or that do not hold, have the answer NO.

    Both searches look at the latest words first and stop at the first that cannot be later any more, so a cell with
    many versions costs a sort and not a comparison of each with each.
    """
    held = [(claim, holds(claim.fact, at)) for claim in claims]
    answers = [both(how, claim.fact.answer) for claim, how in held]
    possible = [claim for (claim, _), answer in zip(held, answers, strict=True) if answer is not Answer.NO]
    sure = [claim for (claim, _), answer in zip(held, answers, strict=True) if answer is Answer.YES]
    by_earliest = sorted(sure, key=lambda claim: (_word(latest, claim).lo, claim.event.order), reverse=True)
    by_latest = sorted(possible, key=lambda claim: (_word(latest, claim).hi, claim.event.order), reverse=True)
    judged = []
    for (claim, how), answer in zip(held, answers, strict=True):
        if answer is Answer.NO:
            judged.append(Judged(claim=claim, holds=how, answer=Answer.NO))
        elif out_by := _surely_later_than(claim, by_earliest, latest):
            judged.append(Judged(claim=claim, holds=how, answer=Answer.NO, out_by=out_by))
        elif rival := _maybe_later_than(claim, by_latest, latest):
            judged.append(Judged(claim=claim, holds=how, answer=Answer.POSSIBLY, rival=rival))
        else:
            judged.append(Judged(claim=claim, holds=how, answer=answer))
    return judged


def _word(latest: Latest, claim: Claim) -> Window:
    """Give the time by which claims are put in order."""
    return Window(claim.fact.start.lo, claim.fact.start.hi) if latest == "occurred" else claim.word


def _surely_later_than(claim: Claim, by_earliest: Sequence[Claim], latest: Latest) -> Claim | None:
    """Find the latest sure claim that puts another out: of another group, and surely a later word."""
    least = _word(latest, claim).lo
    for other in by_earliest:
        if _word(latest, other).lo < least:
            return None
        if other.group != claim.group and _surely_later(latest, other, claim):
            return other
    return None


def _maybe_later_than(claim: Claim, by_latest: Sequence[Claim], latest: Latest) -> Claim | None:
    """Find a claim of another value, and of another group, that may be a later word."""
    least = _word(latest, claim).lo
    value = value_key(claim.fact.fact.value)
    for other in by_latest:
        if _word(latest, other).hi < least:
            return None
        if (
            other.group != claim.group
            and value_key(other.fact.fact.value) != value
            and not _surely_later(latest, claim, other)
        ):
            return other
    return None


# --- the table -------------------------------------------------------------------------------------------------------

_Chain: TypeAlias = "tuple[_Chain, tuple[Claim, ...]] | None"
"""The claims met so far, the last first: each step adds a link and changes nothing before it."""


def table(snapshot: Snapshot, spec: ViewSpec, at: Clock | Window, *, strict: bool = False) -> Projection[_Chain]:
    """Make the projection of a declared view, as it stands on a day.

    Args:
        snapshot: Gives each event its standing.
        spec: The view.
        at: The day or instant asked about.
        strict: Leave the possibly known, and what only possibly holds, out.
    """

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
                found.setdefault(claim.fact.fact.entity, {}).setdefault(claim.fact.fact.property, []).append(claim)
        standings = Standings(snapshot)
        cells = (
            make_cell(entity, name, of_entity.get(name, ()), latest=spec.latest, at=at, standings=standings)
            for entity, of_entity in sorted(found.items())
            if not strict or any(_is_sure(claim) for claims in of_entity.values() for claim in claims)
            for name in spec.properties
        )
        return tuple(_strict(cell) if strict else cell for cell in cells)

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
    """Answer a view at a day; rows are every entity with a fact for it, sorted, times the view's properties in order.

    Args:
        snapshot: What was known.
        spec: The view.
        on: The day asked about, by default the snapshot's.
        strict: Leave out what is only possibly so.
    """
    return replay(table(snapshot, spec, on or snapshot.clocks.on, strict=strict), snapshot.events)


class Names(Protocol):
    """Gives the names of standings."""

    def name(self, event: KnownEvent) -> str:
        """Give the name of an event's standing."""


class Standings:
    """The standings of a snapshot's events, each worked out once, when it is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names: dict[str, str] = {}

    def name(self, event: KnownEvent) -> str:
        """Give the name of an event's standing."""
        if event.id not in self._names:
            self._names[event.id] = standing(self._snapshot, event).name
        return self._names[event.id]


def make_cell(
    entity: str,
    name: str,
    claims: Sequence[Claim],
    *,
    latest: Latest,
    at: Clock | Window,
    standings: Names,
) -> Cell:
    """Decide one cell from the claims that bear on it."""
    actual = [claim for claim in claims if claim.fact.fact.mode == "actual"]
    judged = [item for item in judge(actual, latest, at) if item.answer is not Answer.NO]
    values: dict[tuple[Any, ...], list[Judged]] = {}
    for item in judged:
        values.setdefault(value_key(item.claim.fact.fact.value), []).append(item)
    found = sorted((_cell_value(items, standings) for items in values.values()), key=_value_order)
    return Cell(
        entity=entity,
        property=name,
        answer=_cell_answer(found),
        values=tuple(found),
        beside=_beside(
            [c for c in claims if c.fact.fact.mode != "actual" and c.fact.answer is not Answer.NO], standings
        ),
    )


def _cell_answer(values: Sequence[CellValue]) -> CellAnswer:
    if not values:
        return "unknown"
    if any(value.answer is not Answer.YES for value in values):
        return "possibly"
    return "ended" if all(value.value is None for value in values) else "yes"


def _cell_value(items: Sequence[Judged], standings: Names) -> CellValue:
    answer = either(*(item.answer for item in items))
    first = min((item.claim for item in items if item.answer is answer), key=_start_order)
    return CellValue(
        value=first.fact.fact.value,
        answer=answer,
        since=first.fact.date,
        since_earliest=first.fact.since_earliest,
        since_latest=first.fact.since_latest,
        standing=_best_standing([standings.name(item.claim.event) for item in items]),
        events=_events_of(item.claim for item in items),
        facts=tuple(item.claim.fact for item in items),
    )


_MODES: Final = ("failed", "planned", "possible")
_STRENGTH: Final = ("corroborated", "reported", "self-reported", "unsourced", "doubted", "disputed", "retracted")


def _best_standing(names: Iterable[str]) -> str:
    """Choose the strongest of several events' standings: one good event carries a value."""
    return min(names, key=_STRENGTH.index)


def _events_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Name the events of some claims, by (recorded, id)."""
    return tuple(dict.fromkeys(claim.event.id for claim in sorted(claims, key=lambda claim: claim.event.order)))


def _start_order(claim: Claim) -> tuple[Moment, Moment, tuple[str, str]]:
    return (claim.fact.start.lo, claim.fact.start.hi, claim.event.order)


def _value_order(value: CellValue) -> tuple[bool, Moment, Moment, str]:
    first = min(value.facts, key=lambda fact: (fact.start.lo, fact.start.hi))
    return (value.answer is not Answer.YES, first.start.lo, first.start.hi, _json(value.value))


def _json(value: Value) -> str:
    return json.dumps(unstructure(value), sort_keys=True, ensure_ascii=False)


def _beside(claims: Sequence[Claim], standings: Names) -> tuple[Beside, ...]:
    """Gather what fills no cell: equal values of one mode are one entry, in the order of their starts."""
    found: dict[tuple[Any, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: (_MODES.index(claim.fact.fact.mode), *_start_order(claim))):
        found.setdefault((claim.fact.fact.mode, value_key(claim.fact.fact.value)), []).append(claim)
    return tuple(
        Beside(
            mode=group[0].fact.fact.mode,
            value=group[0].fact.fact.value,
            answer=either(*(claim.fact.answer for claim in group)),
            since=group[0].fact.date,
            since_earliest=group[0].fact.since_earliest,
            since_latest=group[0].fact.since_latest,
            standing=_best_standing([standings.name(claim.event) for claim in group]),
            events=_events_of(group),
        )
        for group in found.values()
    )


def _is_sure(claim: Claim) -> bool:
    """Whether a fact is surely known, even if a later event supersedes its own: then its entity has a row."""
    return claim.fact.told is Answer.YES


def _strict(cell: Cell) -> Cell:
    """Leave out what is only possibly so; what may be put out by it is not made any surer."""
    values = tuple(value for value in cell.values if value.answer is Answer.YES)
    beside = tuple(item for item in cell.beside if item.answer is Answer.YES)
    return attrs.evolve(cell, values=values, beside=beside, answer=_cell_answer(values))
