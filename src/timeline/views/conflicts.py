"""What cannot all be so: values, dates, denials and contradictions that stand against each other, with who says what.

Law of this module: a conflict is *yes* only where it surely is one; what time, a correction, a retraction, a later
event or one origin's change of mind explains is none. It takes no side.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from timeline.asof.values import Snapshot
from timeline.dates.values import NEVER_AFTER, Answer, both, either
from timeline.records import say
from timeline.records.cellnames import cell_name
from timeline.records.model import unstructure
from timeline.views.cells import Key
from timeline.views.claimed import Claimed, Order, of_fact
from timeline.views.clashes import Bundle, Clash, Ends, Holding, bundles, clash, holding, kinds_of_value
from timeline.views.clashing import KNOWN, TELLERS, TELLERS_ALONE, TIE, TOGETHER, VALUES, Doubts, Group, clashing
from timeline.views.disagreements import contradicted, denied, of_dates
from timeline.views.sides import KINDS, SAME_ORIGIN, Conflict, Scope, Side, doubt_of_tellers, listed, side
from timeline.views.spanning import few_pairs
from timeline.views.specs import ViewSpec, first_rules
from timeline.views.tellers import Tellers, differ, joined

__all__ = ["UNDECLARED", "Conflict", "conflicts", "in_order", "of_cell", "order_of"]

Who: TypeAlias = Callable[[str, bool], Tellers]
"""Finds who reports what a record tells, by its id; and whether it surely counts."""
UNDECLARED: Final = ViewSpec(name="", title="", properties=())
_DATES: Final = 3  # so many dates are named where many are not in order


def conflicts(snapshot: Snapshot, specs: Iterable[ViewSpec], view: ViewSpec | None = None) -> tuple[Conflict, ...]:
    """Find what cannot all be so in a snapshot, sure conflicts first, then by kind, cell and event.

    The cost grows with what is told, however many tell it. In one cell it also grows with the square of the events that
    tell several values of that cell, and of quantities that may agree, such as those in several units.

    The first of the declared views that has a property says which word wins in its cells, and whether they hold several
    values; a property of none holds one, and the latest happening wins. Of ``view`` only its cells are looked at, by
    its rule, and the events that have a fact for it.
    """
    rules = first_rules(specs if view is None else (view,))
    scope = Scope(snapshot, None if view is None else view.named(snapshot.names))
    found = [*_of_values(scope, rules), *of_dates(scope), *denied(scope), *contradicted(scope)]
    return in_order(found, order_of(snapshot))


def order_of(snapshot: Snapshot) -> dict[str, Order]:
    """Give the place of each event of a snapshot among all, as claims have it."""
    return {event.id: (event.record.recorded_at, event.id) for event in snapshot.events}


def in_order(found: Iterable[Conflict], order: Mapping[str, Order]) -> tuple[Conflict, ...]:
    """Give conflicts as answers show them; ``order`` is the place of each event that they name."""

    def place(one: Conflict) -> tuple[object, ...]:
        events, says = [order[name] for name in one.events], [side.says for side in one.sides]
        return (one.answer is not Answer.YES, KINDS.index(one.kind), one.entity or "", one.property or "", events, says)

    return tuple(sorted(found, key=place))


# --- the values of a cell --------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Pair:
    """Claims of two values that clash, but for the records that say both."""

    one: tuple[Claimed, ...]
    other: tuple[Claimed, ...]
    clash: Clash
    known: Answer
    differs: Answer
    same: Answer = Answer.YES

    @property
    def answer(self) -> Answer:
        return both(self.clash.answer, self.known, self.differs, self.same)

    @property
    def claims(self) -> tuple[Claimed, ...]:
        return self.one + self.other

    @property
    def doubts(self) -> Doubts:
        """What makes it only possibly a conflict."""
        may = (self.clash.tie, TIE), (self.clash.together, TOGETHER), (self.clash.values, VALUES), (self.known, KNOWN)
        found = sum(doubt for answer, doubt in may if answer is Answer.POSSIBLY)
        if self.differs is Answer.POSSIBLY:
            found |= TELLERS | (TELLERS_ALONE if self.known is Answer.YES else 0)
        return found


def _of_values(scope: Scope, rules: Mapping[str, ViewSpec]) -> Iterator[Conflict]:
    cells: dict[tuple[str, str], list[Claimed]] = {}
    for event in scope.snapshot.events:
        for fact in event.facts:
            if fact.answer is not Answer.NO and fact.fact.mode in ("actual", "ended"):
                cells.setdefault((fact.entity, fact.fact.property), []).append(of_fact(fact, event))
    for (entity, name), claims in cells.items():
        spec = rules.get(name, UNDECLARED)
        if name in spec.many:
            continue
        if scope.shows_cell(entity, name):
            yield from of_cell(scope.told, (entity,), name, spec, (claims,))
        for other in scope.snapshot.possibly_same(entity):
            far = cells.get((other, name)) if entity < other else None
            if far is not None and (scope.shows_cell(entity, name) or scope.shows_cell(other, name)):
                yield from of_cell(scope.told, (entity, other), name, spec, (claims, far))


def of_cell(
    told: Who, entities: Sequence[str], name: str, spec: ViewSpec, claimed: Sequence[Sequence[Claimed]]
) -> Iterator[Conflict]:
    """Find the values that clash by a view's rule: those that surely do in one conflict, those that may in another.

    The claims on each entity come in the order of their events. Of two that may be one, what clashes is only what is
    said of one with what is said of the other, as it would be were they one.
    """
    held = [[claim for claim in claims if not claim.ends and claim.value is not None] for claims in claimed]
    if len({claim.key for claims in held for claim in claims}) < 2:
        return
    ends: dict[Key, list[Claimed]] = {}
    for claim in (claim for claims in claimed for claim in claims):
        if claim.ends:
            ends.setdefault(claim.key, []).append(claim)
    found = _told(told, [bundles(claims, spec.latest) for claims in held], ends, spec)
    are_two = len(entities) > 1

    def judged(one: Sequence[_Told], other: Sequence[_Told]) -> Iterator[_Pair]:
        if are_two and one[0].first.entity == other[0].first.entity:
            return
        for pair in _pairs(told, one, other, spec, ends):
            yield attrs.evolve(pair, same=Answer.POSSIBLY) if are_two else pair

    for least, groups in clashing(_kinds(found, spec), spec.latest, judged).items():
        for group in groups:
            sides = _sides(told, group)
            yield Conflict(
                kind="values",
                answer=least,
                entity=entities[0],
                property=name,
                values=tuple(one.value for one in sides),
                sides=sides,
                events=_events(group),
                because=_because(least, group, sides, entities) + _ways_out(entities[0], name, spec, sides),
            )


@attrs.frozen(kw_only=True)
class _Told(Bundle):
    """A value of a date, and who tells it; ``is_alone`` says that no record, and no event, tells of another one.

    ``whole`` are its claims on all things that may be one: by these it is judged, as it would be were they one.
    """

    whole: tuple[Claimed, ...]
    tellers: Tellers
    is_alone: bool
    sort: object
    holds: Holding
    may: Doubts
    known: Answer = attrs.field(init=False)
    origins: frozenset[str] = attrs.field(init=False)

    @known.default
    def _is_known(self) -> Answer:
        """Whether it is known, by any of its records."""
        return either(*(claim.answer for claim in self.claims))

    @origins.default
    def _told_surely(self) -> frozenset[str]:
        """The origins that surely tell it."""
        return frozenset(end.name for end in self.tellers.sure if end.resolved)

    @property
    def only_origin(self) -> frozenset[str] | None:
        """The one origin that surely tells it; None where there are several, or none."""
        return self.origins if len(self.origins) == 1 else None


def _told(who: Who, of_each: Sequence[Sequence[Bundle]], ends: Ends, spec: ViewSpec) -> list[_Told]:
    """Say who tells each bundle, on one thing or on two that may be one, and from when to when it holds."""
    found = [bundle for some in of_each for bundle in some]
    as_one = found if len(of_each) == 1 else bundles((claim for one in found for claim in one.claims), spec.latest)
    whole = {id(claim): bundle.claims for bundle in as_one for claim in bundle.claims}
    named: Counter[object] = Counter()
    names = [{*bundle.members, *(claim.group for claim in bundle.claims)} for bundle in found]
    for some in names:
        named.update(some)
    sort = kinds_of_value(bundle.first.value for bundle in found)
    told = []
    for bundle, some in zip(found, names, strict=True):
        of_value, holds = sort(bundle.first.value), holding(bundle.first, ends)
        is_open = holds.sure[0] != NEVER_AFTER and holds.sure[1] == NEVER_AFTER  # beside another such it surely holds
        told.append(
            _Told(
                claims=bundle.claims,
                whole=whole[id(bundle.first)],
                tellers=_tellers(who, whole[id(bundle.first)]),
                is_alone=all(named[name] == 1 for name in some),
                sort=of_value,
                holds=holds,
                may=(0 if is_open else TOGETHER) | (0 if isinstance(of_value, str) else VALUES),
            )
        )
    return told


def _kinds(found: Sequence[_Told], spec: ViewSpec) -> list[Sequence[_Told]]:
    """Put bundles together that clash alike: thousands of values without a date are then judged as one.

    Those of which a record, or an event, tells in several bundles are each judged by itself.
    """
    kinds: dict[object, list[_Told]] = {}
    for told in found:
        first = told.first
        kind = (
            told.sort,
            *(first.entity, first.start, first.is_about, told.holds),
            first.word if spec.latest == "reported" else None,
            told.known,
            None if told.is_alone else (first.key, first.group),
        )
        kinds.setdefault(kind, []).append(told)
    return list(kinds.values())


def _pairs(told: Who, one: Sequence[_Told], other: Sequence[_Told], spec: ViewSpec, ends: Ends) -> Iterator[_Pair]:
    """Judge the values of two kinds, once for all of them: few pairs that join all which clash."""
    if not (one[0].is_alone and other[0].is_alone):
        for some in _by_tellers(one):
            for far in _by_tellers(other):
                yield from _pairs_of_all(told, some, far, spec, ends)
        return
    if len(one) == len(other) == 1:
        different = iter([(one[0], other[0])] if one[0].first.key != other[0].first.key else [])
    else:
        different = few_pairs(one, other, _value)
    judged = next((clash(a.first, b.first, spec.latest, ends) for a, b in different), None)
    if judged is not None and judged.answer is not Answer.NO:
        known = both(one[0].known, other[0].known)
        for differs, a, b in _of_others(one, other):
            yield _Pair(one=a.claims, other=b.claims, clash=judged, known=known, differs=differs)


def _pairs_of_all(
    told: Who, one: Sequence[_Told], other: Sequence[_Told], spec: ViewSpec, ends: Ends
) -> Iterator[_Pair]:
    """Judge the values of two kinds, each of which has the same tellers."""
    found = few_pairs(one, other, _value)
    first_two = next(found, None)
    judged = None if first_two is None else _pair(told, *first_two, spec, ends)
    if judged is not None:
        yield judged
        yield from (attrs.evolve(judged, one=first.claims, other=second.claims) for first, second in found)


def _by_tellers(kind: Sequence[_Told]) -> Iterable[list[_Told]]:
    return _by_name(kind, lambda told: (told.tellers.sure, told.tellers.every, told.tellers.widest)).values()


def _by_name(kind: Sequence[_Told], name: Callable[[_Told], object]) -> dict[object, list[_Told]]:
    found: dict[object, list[_Told]] = {}
    for told in kind:
        if (of := name(told)) is not None:
            found.setdefault(of, []).append(told)
    return found


def _value(told: _Told) -> tuple[Key]:
    return (told.first.key,)


def _value_and_tellers(told: _Told) -> tuple[Key, object]:
    """Name what must differ for two values to be told by different origins: all tellers of both are not the same."""
    return told.first.key, told.tellers.every or None


def _value_and_origins(told: _Told) -> tuple[Key, object, object, object]:
    """Name what must differ for two values, of which an origin tells each, to be surely told by different ones."""
    return *_value_and_tellers(told), told.only_origin, told.tellers.widest


def _of_others(one: Sequence[_Told], other: Sequence[_Told]) -> Iterator[tuple[Answer, _Told, _Told]]:
    """Give few pairs of different values that join all which different origins tell, surely or possibly.

    As :func:`timeline.views.tellers.differ` says of each pair: it is sure where an origin tells each, and neither all
    tellers, nor the only origins, nor the widest tellers are the same.
    """
    if len(one) == len(other) == 1:
        answer = differ(one[0].tellers, other[0].tellers)
        if answer is not Answer.NO:
            yield answer, one[0], other[0]
        return
    named, far_named = ([told for told in kind if told.origins] for kind in (one, other))
    for a, b in few_pairs(named, far_named, _value_and_origins):
        yield Answer.YES, a, b
    bare, far_bare = ([told for told in kind if not told.origins] for kind in (one, other))
    alike: list[tuple[Sequence[_Told], Sequence[_Told]]] = [(bare, other), (named, far_bare)]
    sorts: tuple[Callable[[_Told], object], ...] = (lambda told: told.only_origin, lambda told: told.tellers.widest)
    for sort in sorts:
        far = _by_name(far_named, sort)
        alike += [(some, far[name]) for name, some in _by_name(named, sort).items() if name in far]
    for some, others in alike:
        for a, b in few_pairs(some, others, _value_and_tellers):
            yield Answer.POSSIBLY, a, b


def _pair(who: Who, one: _Told, other: _Told, spec: ViewSpec, ends: Ends) -> _Pair | None:
    """Judge two values of two dates; what one record says together holds together, and is no conflict."""
    shared = {claim.member for claim in one.whole} & {claim.member for claim in other.whole}
    first, second = (_without(told.claims, shared) for told in (one, other))
    if not first or not second:
        return None
    whole, far_whole = (_without(told.whole, shared) for told in (one, other))
    rows = {claim.group for claim in whole} & {claim.group for claim in far_whole}
    alike = ([claim for claim in claims if claim.group in rows] or claims for claims in (whole, far_whole))
    (a, *_), (b, *_) = alike
    judged = clash(a, b, spec.latest, ends)
    if judged.answer is Answer.NO:
        return None
    pair = _Pair(
        one=first,
        other=second,
        clash=judged,
        known=both(*(either(*(claim.answer for claim in claims)) for claims in (first, second))),
        differs=differ(_tellers(who, whole), _tellers(who, far_whole)),
    )
    return None if pair.answer is Answer.NO else pair


def _without(claims: Iterable[Claimed], members: Collection[str]) -> tuple[Claimed, ...]:
    """Leave out the claims of some records."""
    return tuple(claim for claim in claims if claim.member not in members)


def _tellers(who: Who, claims: Iterable[Claimed]) -> Tellers:
    told = dict.fromkeys((claim.member, claim.answer is Answer.YES) for claim in claims)
    return joined(who(member, sure) for member, sure in told)


def _sides(who: Who, group: Group[_Told]) -> tuple[Side, ...]:
    """Make a side for each value, in the order in which their first events were recorded."""
    found: dict[Key, list[Claimed]] = {}
    for claim in sorted(group.claims, key=lambda claim: (claim.order, claim.member, claim.number)):
        found.setdefault(claim.key, []).append(claim)
    sides = []
    for claims in found.values():
        value = claims[0].value
        dates, events = [claim.date for claim in claims], [claim.member for claim in claims]
        says = say.quoted(unstructure(value))
        sides.append(side(says, _tellers(who, claims), dates=dates, events=events, value=value))
    return tuple(sides)


def _events(group: Group[_Told]) -> tuple[str, ...]:
    """Name the events in which a group is told, by (recorded, id)."""
    found = {claim.event: claim.order for claim in group.claims}
    return tuple(sorted(found, key=found.__getitem__))


# --- why, in words ---------------------------------------------------------------------------------------------------


def _because(least: Answer, group: Group[_Told], sides: Sequence[Side], entities: Sequence[str]) -> str:
    dates = list(dict.fromkeys(date or "no date" for one in sides for date in one.dates))
    if least is Answer.YES:
        return f"said to hold at once, since {listed(dates, most=_DATES)}, and neither is a later word"
    doubts = list(_doubts(group.doubts, sides, dates))
    if len(entities) > 1:
        doubts.insert(0, f"{listed([say.quoted(entity) for entity in entities])} are only possibly one thing")
    return f"they may be said to hold at once, and no order is sure: {'; '.join(doubts)}"


def _doubts(found: Doubts, sides: Sequence[Side], dates: Sequence[str]) -> Iterator[str]:
    """Say what makes a conflict only possible."""
    if found & TIE:
        yield f"which came later is not known ({listed(dates, most=_DATES)})"
    if found & TOGETHER:
        yield "they may not hold at one moment"
    if found & VALUES:
        yield "the values may agree"
    if found & KNOWN:
        yield "an event, or a change to it, is only possibly known"
    who = doubt_of_tellers(sides)
    if found & (TELLERS if who != SAME_ORIGIN else TELLERS_ALONE):  # else that is told above
        yield who


def _ways_out(entity: str, name: str, spec: ViewSpec, sides: Sequence[Side]) -> str:
    """Name both ways out: the cell holds several values, or one of them ended."""
    declared = f"[views.{spec.name}]" if spec.name else "a view that has it"
    ended = shlex.quote(f"{cell_name(entity, name)}={say.value(unstructure(sides[0].value))}")
    many = f'. If both hold, declare many = ["{name}"] in {declared}'
    return f"{many}; if one ended, say so (in Python ended=): --ended {ended}"
