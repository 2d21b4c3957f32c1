"""What cannot all be so: values, dates, denials and contradictions that stand against each other, with who says what.

Law of this module: a conflict is *yes* only where it surely is one; what time, a correction, a retraction, a later
event or one origin's change of mind explains is none. It takes no side.
"""

from __future__ import annotations

import functools
import operator
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.values import Snapshot
from timeline.dates.values import Answer, both, either
from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.records.model import unstructure
from timeline.views.cells import Claim, Key
from timeline.views.clashes import (
    Bundle,
    Clash,
    Ends,
    Kin,
    bundles,
    clash,
    holding,
    kinds_of_value,
    linked,
    near_pairs,
)
from timeline.views.disagreements import contradicted, denied, of_dates
from timeline.views.sides import KINDS, Conflict, Scope, Side, doubt_of_tellers, listed, side
from timeline.views.specs import ViewSpec
from timeline.views.tellers import Tellers, differ

__all__ = ["KINDS", "Conflict", "Side", "conflicts"]

_UNDECLARED: Final = ViewSpec(name="", title="", properties=())
_DATES: Final = 3  # so many dates are named where many are not in order


def conflicts(snapshot: Snapshot, specs: Iterable[ViewSpec], view: ViewSpec | None = None) -> tuple[Conflict, ...]:
    """Find what cannot all be so in a snapshot, sure conflicts first, then by kind, cell and event.

    Args:
        snapshot: What was known.
        specs: The views that the log declares: the first that has a property says which word wins in its cells, and
            whether they hold several values. A property of none holds one, and the latest happening wins.
        view: Only the cells of this view, by its rule, and the events that have a fact for it.
    """
    rules: dict[str, ViewSpec] = {}
    for spec in specs if view is None else (view,):
        for name in spec.properties:
            rules.setdefault(name, spec)
    scope = Scope(snapshot, None if view is None else view.named(snapshot.names))
    found = [*_of_values(scope, rules), *of_dates(scope), *denied(scope), *contradicted(scope)]
    place = {event.id: number for number, event in enumerate(snapshot.events)}
    return tuple(sorted(found, key=lambda one: _order(one, place)))


def _order(one: Conflict, place: Mapping[str, int]) -> tuple[bool, int, str, str, int]:
    first = min((place[name] for name in one.events), default=0)
    return (one.answer is not Answer.YES, KINDS.index(one.kind), one.entity or "", one.property or "", first)


# --- the values of a cell --------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Pair:
    """Claims of two values that clash, but for the records that say both."""

    one: tuple[Claim, ...]
    other: tuple[Claim, ...]
    clash: Clash
    known: Answer
    differs: Answer
    same: Answer = Answer.YES

    @property
    def answer(self) -> Answer:
        return both(self.clash.answer, self.known, self.differs, self.same)


def _of_values(scope: Scope, rules: Mapping[str, ViewSpec]) -> Iterator[Conflict]:
    cells: dict[tuple[str, str], list[Claim]] = {}
    for event in scope.snapshot.events:
        for fact in event.facts:
            if fact.answer is not Answer.NO and fact.fact.mode in ("actual", "ended"):
                cells.setdefault((fact.entity, fact.fact.property), []).append(Claim(fact=fact, event=event))
    for (entity, name), claims in cells.items():
        spec = rules.get(name, _UNDECLARED)
        if name in spec.many:
            continue
        if scope.shows_cell(entity, name):
            yield from _of_cell(scope, (entity,), name, spec, (claims,))
        for other in scope.snapshot.possibly_same(entity):
            far = cells.get((other, name)) if entity < other else None
            if far is not None and (scope.shows_cell(entity, name) or scope.shows_cell(other, name)):
                yield from _of_cell(scope, (entity, other), name, spec, (claims, far))


def _of_cell(
    scope: Scope, entities: Sequence[str], name: str, spec: ViewSpec, told: Sequence[Sequence[Claim]]
) -> Iterator[Conflict]:
    """Find the values that clash: those that surely do in one conflict, those that may in another.

    Args:
        scope: Where they are looked for.
        entities: The entity of the cell; or two that may be one: then what clashes is only what is said of one with
            what is said of the other, as it would be were they one.
        name: The property.
        spec: Whose rule decides.
        told: The claims on each.
    """
    held = [[claim for claim in claims if claim.fact.fact.mode == "actual"] for claims in told]
    held = [[claim for claim in claims if claim.fact.fact.value is not None] for claims in held]
    if len({claim.key for claims in held for claim in claims}) < 2:
        return
    ends: dict[Key, list[Claim]] = {}
    for claim in (claim for claims in told for claim in claims):
        if claim.fact.fact.mode == "ended":
            ends.setdefault(claim.key, []).append(claim)
    near = near_pairs(
        _kinds(scope, [one for claims in held for one in bundles(claims, spec.latest)], ends), spec.latest
    )
    if len(entities) > 1:
        near = ((one, other) for one, other in near if one[0].first.fact.entity != other[0].first.fact.entity)
    pairs = [pair for one, other in near for pair in _pairs(scope, one, other, spec, ends)]
    if len(entities) > 1:
        pairs = [attrs.evolve(pair, same=Answer.POSSIBLY) for pair in pairs]
    for least in (Answer.YES, Answer.POSSIBLY):
        for group in _joined([pair for pair in pairs if pair.answer is least]):
            sides = _sides(scope, group)
            yield Conflict(
                kind="values",
                answer=least,
                entity=entities[0],
                property=name,
                values=tuple(one.value for one in sides),
                sides=sides,
                events=scope.rows(sides),
                because=_because(group, sides, entities) + _ways_out(entities[0], name, spec, sides),
            )


def _kinds(scope: Scope, found: Sequence[Bundle], ends: Ends) -> list[Kin]:
    """Put bundles together that are judged alike: thousands of values without a date are then judged as one.

    Those of which a record, or an event, tells in several bundles are each judged by itself.
    """
    named: Counter[object] = Counter()
    for bundle in found:
        named.update({*bundle.members, *(claim.group for claim in bundle.claims)})
    of_value = kinds_of_value(bundle.first.fact.fact.value for bundle in found)
    kinds: dict[object, list[Bundle]] = {}
    for bundle in found:
        first = bundle.first
        alone = {*bundle.members, *(claim.group for claim in bundle.claims)}
        is_alone = all(named[name] == 1 for name in alone)
        of = _tellers(scope, bundle.claims)
        kind = (
            of_value(first.fact.fact.value),
            *(first.fact.entity, first.fact.start, first.fact.date, first.word, holding(first, ends)),
            either(*(claim.fact.answer for claim in bundle.claims)),
            *(of.sure, of.every, of.widest),
            None if is_alone else (first.key, first.group),
        )
        kinds.setdefault(kind, []).append(bundle)
    return list(kinds.values())


def _pairs(scope: Scope, one: Kin, other: Kin, spec: ViewSpec, ends: Ends) -> Iterator[_Pair]:
    """Judge the values of two kinds: once for all of them."""
    found = linked(one, other)
    first_two = next(found, None)
    judged = None if first_two is None else _pair(scope, *first_two, spec, ends)
    if judged is not None:
        yield judged
        yield from (attrs.evolve(judged, one=first.claims, other=second.claims) for first, second in found)


def _pair(scope: Scope, one: Bundle, other: Bundle, spec: ViewSpec, ends: Ends) -> _Pair | None:
    """Judge two values of two dates; what one record says together holds together, and is no conflict."""
    shared = one.members & other.members
    first, second = (
        tuple(claim for claim in bundle.claims if claim.fact.member not in shared) for bundle in (one, other)
    )
    if not first or not second:
        return None
    rows = {claim.group for claim in first} & {claim.group for claim in second}
    alike = ([claim for claim in claims if claim.group in rows] or claims for claims in (first, second))
    (a, *_), (b, *_) = alike
    judged = clash(a, b, spec.latest, ends)
    if judged.answer is Answer.NO:
        return None
    pair = _Pair(
        one=first,
        other=second,
        clash=judged,
        known=both(*(either(*(claim.fact.answer for claim in claims)) for claims in (first, second))),
        differs=differ(_tellers(scope, first), _tellers(scope, second)),
    )
    return None if pair.answer is Answer.NO else pair


def _tellers(scope: Scope, claims: Iterable[Claim]) -> Tellers:
    told = dict.fromkeys((claim.fact.member, claim.fact.answer is Answer.YES) for claim in claims)
    first, *others = (scope.told(member, sure=sure) for member, sure in told)
    return functools.reduce(operator.or_, others, first)


def _joined(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Put pairs together that have a claim in common, directly or through others."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(name: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    for pair in pairs:
        first, *others = (_name(claim) for claim in (*pair.one, *pair.other))
        for other in others:
            leader[find(other)] = find(first)
    groups: dict[tuple[str, int], list[_Pair]] = {}
    for pair in pairs:
        groups.setdefault(find(_name(pair.one[0])), []).append(pair)
    return list(groups.values())


def _name(claim: Claim) -> tuple[str, int]:
    return (claim.fact.member, claim.fact.number)


def _sides(scope: Scope, group: Sequence[_Pair]) -> tuple[Side, ...]:
    """Make a side for each value, in the order in which their first events were recorded."""
    found: dict[Key, dict[tuple[str, int], Claim]] = {}
    every = [claim for pair in group for claim in (*pair.one, *pair.other)]
    for claim in sorted(every, key=lambda claim: (claim.event.order, _name(claim))):
        found.setdefault(claim.key, {})[_name(claim)] = claim
    sides = []
    for by_name in found.values():
        claims = list(by_name.values())
        value = claims[0].fact.fact.value
        dates, events = [claim.fact.date for claim in claims], [claim.fact.member for claim in claims]
        says = say.quoted(unstructure(value))
        sides.append(side(says, _tellers(scope, claims), dates=dates, events=events, value=value))
    return tuple(sides)


# --- why, in words ---------------------------------------------------------------------------------------------------


def _because(group: Sequence[_Pair], sides: Sequence[Side], entities: Sequence[str]) -> str:
    dates = list(dict.fromkeys(date or "no date" for one in sides for date in one.dates))
    if group[0].answer is Answer.YES:
        return f"said to hold at once, since {listed(dates, most=_DATES)}, and neither is a later word"
    doubts = _doubts(group, sides, dates)
    if len(entities) > 1:
        doubts.insert(0, f"{listed([say.quoted(entity) for entity in entities])} are only possibly one thing")
    return f"they may be said to hold at once, and no order is sure: {'; '.join(doubts)}"


def _doubts(group: Sequence[_Pair], sides: Sequence[Side], dates: Sequence[str]) -> list[str]:
    """Say what makes a conflict only possible."""

    def may(*answers: Answer) -> bool:
        return Answer.POSSIBLY in answers

    doubts = []
    if may(*(pair.clash.tie for pair in group)):
        doubts.append(f"which came later is not known ({listed(dates, most=_DATES)})")
    if may(*(pair.clash.together for pair in group)):
        doubts.append("they may not hold at one moment")
    if may(*(pair.clash.values for pair in group)):
        doubts.append("the values may agree")
    if may(*(pair.known for pair in group)):
        doubts.append("an event, or a change to it, is only possibly known")
    if may(*(pair.differs for pair in group)):
        doubts.append(doubt_of_tellers(sides))
    return doubts


def _ways_out(entity: str, name: str, spec: ViewSpec, sides: Sequence[Side]) -> str:
    """Name both ways out: the cell holds several values, or one of them ended."""
    declared = f"[views.{spec.name}]" if spec.name else "a view that has it"
    ended = shlex.quote(f"{cell_name(entity, name)}={say.value(unstructure(sides[0].value))}")
    many = f'. If both hold, declare many = ["{name}"] in {declared}'
    return f"{many}; if one ended, say so (in Python ended=): --ended {ended}"
