"""The table of entities by properties, at a day, from rows: what :mod:`timeline.views.table` says of a snapshot.

Law of this module: a cell is decided by :mod:`timeline.views.verdicts`; here its bids are gathered, and what is left of
them is put into the rows that answers print.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from timeline.asof.relation import NO, POSSIBLY, WORDS, YES
from timeline.named import NamedTuple
from timeline.records.ordered import by_value
from timeline.records.words import BESIDE, BEST_FIRST
from timeline.views import verdicts
from timeline.views.relational.deciding import View, deciding_facts, deciding_of, in_order
from timeline.views.relational.events import Events, Wanted, fits
from timeline.views.relational.links import about, names_of
from timeline.views.relational.rows import F, Row, Rows, fact_at, printed
from timeline.views.relational.standing import Standings
from timeline.views.relational.told import Claim, Told
from timeline.views.relational.walk import parts, things, things_up_to, walked

if TYPE_CHECKING:
    from timeline.views.relational.held import Again

Json: TypeAlias = dict[str, Any]
_RANK: Final = {mode: rank for rank, mode in enumerate(BESIDE)}
_ENTITY, _PROPERTY, _EVENT = (F[name] for name in ("entity", "property", "event"))
_MODE, _VALUE, _SINCE = (F[name] for name in ("mode", "value", "since"))
_BIDDING: Final = frozenset({"actual", "ended"})
_BEST: Final = {name: rank for rank, name in enumerate(BEST_FIRST)}


_FEW: Final = 16
"""Of an entity of more facts than these only those are read that decide its cells."""


def state(rows: Rows, view: View, lo: int, hi: int, *, strict: bool = False) -> list[Json]:
    """Answer a view at a day, from its first microsecond to its last: a row for each entity and property, in order."""
    return cells(rows, view, lo, hi, Wanted(strict=strict))


def cells(rows: Rows, view: View, lo: int, hi: int, wanted: Wanted, *, again: Again | None = None) -> list[Json]:
    """Answer a view at a day for the entities of which the events that are asked for tell something.

    Their cells are decided by all events, whoever else speaks of them. Where only entities are asked for, no more is
    read than what bears on these; else the facts are walked through, thing by thing. Rows give lines as well where the
    words of events are asked for. ``again`` holds what was decided before of all things, and not strictly.
    """
    if wanted.entities:
        return _of_entities(rows, view, (lo, hi), wanted)
    told, least = Told(rows), YES if wanted.strict else POSSIBLY
    ids = None if wanted.asks_for_all else _all_asked(rows, told, wanted)
    named = dict.fromkeys(told.names.canonical(name) for name in view.entities)
    decided = Cells(told, view, lo, hi, strict=wanted.strict)
    found: dict[str, list[Json]] = {}
    every: Iterable[tuple[Sequence[str], Sequence[Row] | None]]
    if named or ids is not None or wanted.strict or view.latest != "occurred":
        every = things(rows, [told.names], view.properties, named or None)
    else:
        every = things_up_to(rows, told.names, view.properties, _FEW)
    if again is not None:
        every = again.waiting(every, found)
    for some in parts(every):
        claims: ByCell = {}
        thing_of: dict[str, tuple[str, ...]] = {}
        for names, facts in some:
            if again is not None:
                again.begin(names, facts)
            telling, of_thing = _of_thing(told, view, names, facts, (lo, hi))
            shown = told_of(told, telling, least, ids)
            if named:
                shown = {name for name in names if name in named and (name in shown or ids is None)}
            claims.update((name, of_thing.get(name, {})) for name in shown)
            thing_of.update(dict.fromkeys(shown, tuple(names)))
        if again is not None:
            again.fetch()
        of_some = decided.rows(claims, claims)
        for row in of_some:
            found.setdefault(row["entity"], []).append(row)
        if again is not None:
            again.decided((thing_of[row["entity"]], row) for row in of_some)
        decided.forget()
    return [row for name in named or sorted(found) for row in found.get(name, ())]


def _of_thing(
    told: Told, view: View, names: Sequence[str], facts: Sequence[Row] | None, day: tuple[int, int]
) -> tuple[Sequence[Row], ByCell]:
    """Give facts of a thing, under all its names, that say whether it is told at all, and the claims on its cells.

    None stands for many facts on the properties of the view: then only those are read that decide.
    """
    if facts is None:
        few = deciding_facts(told.rows, view, names[0], view.properties, day)
        if few is not None:
            return few, by_cell(told, view, few)
        facts = [row for _, some in told.rows.by_entity(view.properties, names) for row in some]
    return facts, claims_of(told, view, names, facts, day)


def told_of(told: Told, facts: Iterable[Row], least: int, ids: Collection[str] | None = None) -> set[str]:
    """Name the entities, as answers call them, of which some facts tell something by the clocks."""
    clocks = told.as_of, told.rows.recorded_by
    return {
        told.names.canonical(row[_ENTITY])
        for row in facts
        if fact_at(row, *clocks) >= least and (ids is None or told.event(row[_EVENT]) in ids)
    }


def _all_asked(rows: Rows, told: Told, wanted: Wanted) -> set[str]:
    """Name the events that are asked for, of all."""
    events = Events(rows, told)
    walk = walked(events, rows.events(), facts=True, lines=True)
    return {event.id for event in walk if event.known != NO and fits(events, event, wanted)}


def claims_of(told: Told, view: View, names: Sequence[str], facts: Sequence[Row], day: tuple[int, int]) -> ByCell:
    """Make the claims on the cells of a thing; where no link speaks of it, of those alone that decide them.

    Its facts are given at all clocks, on the properties of the view and perhaps on others.
    """
    is_alone = len(names) == 1 and told.ends.isdisjoint((names[0], *(row[_EVENT] for row in facts)))
    clocks, by_name = (told.as_of, told.rows.recorded_by), dict[str, list[Row]]()
    for row in facts:
        if row[_PROPERTY] in view.properties:
            by_name.setdefault(row[_PROPERTY], []).append(row)
    if is_alone:
        few = [row for name, some in by_name.items() for row in deciding_of(view, name, some, clocks, day)]
    else:
        few = in_order(row for of_cell in by_name.values() for row in of_cell if fact_at(row, *clocks) != NO)
    return by_cell(told, view, few)


def _of_entities(rows: Rows, view: View, day: tuple[int, int], wanted: Wanted) -> list[Json]:
    """Answer a view for some entities, from what bears on these."""
    wide = wanted._replace(entities=())
    by_entity = wide.asks_for_all
    names = names_of(rows, wanted.entities)
    facts: Sequence[Row] | None = None
    if len(names) == 1 and by_entity and not wanted.strict:
        facts = deciding_facts(rows, view, next(iter(names)), view.properties, day)
    if facts is not None:
        told = Told(rows, rows.links(rels=("same-origin",)))
    else:
        facts = rows.facts(view.properties, names)
        told = Told(rows, about(rows, names, {row[_EVENT] for row in facts}))
    claims = by_cell(told, view, facts)
    asked = {told.names.canonical(name) for name in wanted.entities}
    least = YES if wanted.strict else POSSIBLY
    ids = None if by_entity else _asked(rows, told, claims, wide)
    shown = {
        name
        for name, of_entity in claims.items()
        if name in asked
        and any(
            claim.told >= least and (ids is None or claim.event in ids) for some in of_entity.values() for claim in some
        )
    }
    named = list(dict.fromkeys(told.names.canonical(name) for name in view.entities))
    if named:
        shown = {name for name in named if name in shown or (by_entity and name in asked)}
    found = Cells(told, view, *day, strict=wanted.strict)
    return found.rows([name for name in named or sorted(shown) if name in shown], claims)


def _asked(rows: Rows, told: Told, claims: ByCell, wanted: Wanted) -> set[str]:
    """Name the events that are asked for, of those that claim something."""
    events = Events(rows, told)
    names = {claim.event for of_entity in claims.values() for some in of_entity.values() for claim in some}
    return {event.id for event in events.of(names) if event.known != NO and fits(events, event, wanted)}


ByCell: TypeAlias = dict[str, dict[str, list[Claim]]]
"""Claims by the names of their entities, and by their properties."""


def by_cell(told: Told, view: View, facts: Iterable[Row]) -> ByCell:
    """Make the claims of some facts."""
    found: ByCell = {}
    for claim in told.claims(facts, by_report=view.latest == "reported"):
        name = told.names.canonical(claim.row[_ENTITY])
        found.setdefault(name, {}).setdefault(claim.row[_PROPERTY], []).append(claim)
    return found


class Cells:
    """Decides the cells of a view on a day."""

    def __init__(self, told: Told, view: View, lo: int, hi: int, *, strict: bool = False) -> None:
        self._told = told
        self._view = view
        self._lo = lo
        self._hi = hi
        self._strict = strict
        self._standings = Standings(told)
        self._names: dict[str, str] = {}

    def forget(self) -> None:
        """Let go of what was read of single events: they will not be asked about again."""
        self._standings.forget()
        self._told.forget()

    def rows(self, entities: Iterable[str], claims: ByCell) -> list[Json]:
        """Make the rows of all properties of some entities, in order."""
        decided = [
            self._decided(entity, name, claims.get(entity, {}).get(name, ()))
            for entity, name in itertools.product(entities, self._view.properties)
        ]
        return self._rows(decided)

    def row(self, entity: str, name: str, claims: Sequence[Claim]) -> Json:
        """Make the row of a cell from all claims on it."""
        return self._rows([self._decided(entity, name, claims)])[0]

    def _rows(self, decided: Sequence[_Cell]) -> list[Json]:
        self._names = self._standings.names(event for cell in decided for event in cell.events)
        return [self._row(cell) for cell in decided]

    def _decided(self, entity: str, name: str, claims: Sequence[Claim]) -> _Cell:
        """Decide a cell from all claims on it."""
        many = name in self._view.many
        bidding = [claim for claim in claims if claim.row[_MODE] in _BIDDING]
        judged, ends = verdicts.judge(
            [claim.bid for claim in bidding],
            self._lo,
            self._hi,
            many=many,
            by_report=self._view.latest == "reported",
        )
        groups: dict[Any, list[tuple[int, Claim]]] = {}
        for one in judged:
            if one.answer != NO:
                claim = bidding[one.place]
                groups.setdefault(claim.bid.key, []).append((one.answer, claim))
        values = [_Value.of(items) for items in groups.values()]
        if len(values) > 1:
            values.sort(key=lambda value: value.order)
        held = [value for value in values if value.first.bid.key is not None]
        if many or (ends.surely and not held):
            values = held or [value for value in values if value.answer == YES]
        answer = _answer(values, many=many, has_ended=bool(ends.surely))
        if self._strict:
            values = [value for value in values if value.answer == YES]
            answer = _answer(values, has_ended=answer == "ended")
        beside = [claim for claim in claims if claim.row[_MODE] != "actual" and claim.answer != NO]
        names = {claim.row[_ENTITY] for claim in claims if not self._strict or claim.told == YES}
        return _Cell(entity, name, answer, values, beside, names)

    def _row(self, cell: _Cell) -> Json:
        """Make the row of a cell that is decided."""
        thing = self._told.names.thing(cell.entity)
        return {
            "entity": cell.entity,
            "property": cell.name,
            "answer": cell.answer,
            "values": [self._value(value) for value in cell.values],
            "beside": self._beside(cell.beside) if cell.beside else [],
            "names": [one for one in thing.names if one in cell.names],
            "possibly_same": [] if self._strict else list(thing.possibly_same),
        }

    def _value(self, value: _Value) -> Json:
        return {
            "value": printed(value.first.row[F["value"]]),
            "answer": WORDS[value.answer],
            **self._dated(value.first, [claim for _, claim in value.items]),
        }

    def _dated(self, first: Claim, claims: Sequence[Claim]) -> Json:
        """Say since when something is so by its first claim, and which events say so."""
        ordered = sorted(claims, key=lambda claim: claim.bid.order) if len(claims) > 1 else claims
        events = list(dict.fromkeys(claim.event for claim in ordered))
        return {
            "since": first.row[_SINCE],
            "since_earliest": first.since_earliest,
            "since_latest": first.since_latest,
            "standing": min(map(self._names.__getitem__, events), key=_BEST.__getitem__),
            "events": events,
        }

    def _beside(self, claims: Sequence[Claim]) -> list[Json]:
        """Gather what fills no cell: equal values of one mode are one entry, in the order of their starts."""
        found: dict[tuple[str, Any], list[Claim]] = {}
        for claim in sorted(claims, key=lambda claim: (_RANK[claim.row[F["mode"]]], *_start_order(claim))):
            found.setdefault((claim.row[F["mode"]], claim.bid.key), []).append(claim)
        answers = {place: max(claim.answer for claim in group) for place, group in found.items()}
        return [
            {
                "mode": mode,
                "value": printed(group[0].row[F["value"]]),
                "answer": WORDS[answers[mode, key]],
                **self._dated(group[0], group),
            }
            for (mode, key), group in found.items()
            if not self._strict or answers[mode, key] == YES
        ]


class _Value(NamedTuple):
    """A value of a cell: its answer, the claim that dates it, and all its claims."""

    answer: int
    first: Claim
    items: list[tuple[int, Claim]]

    @classmethod
    def of(cls, items: list[tuple[int, Claim]]) -> _Value:
        if len(items) == 1:
            return cls(*items[0], items)
        answer = max(one for one, _ in items)
        return cls(answer, min((claim for one, claim in items if one == answer), key=_start_order), items)

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place among the values."""
        bid = self.first.bid
        return (self.answer != YES, bid.start_lo, bid.start_hi, by_value(json.loads(self.first.row[_VALUE])))


class _Cell(NamedTuple):
    """A cell that is decided: its values, the claims beside it, and the names under which it is told."""

    entity: str
    name: str
    answer: str
    values: list[_Value]
    beside: list[Claim]
    names: set[str]

    @property
    def events(self) -> Iterable[str]:
        """The events that its row names."""
        yield from (claim.event for value in self.values for _, claim in value.items)
        yield from (claim.event for claim in self.beside)


def _start_order(claim: Claim) -> tuple[Any, ...]:
    return (claim.bid.start_lo, claim.bid.start_hi, claim.bid.order)


def _answer(values: Sequence[_Value], *, many: bool = False, has_ended: bool = False) -> str:
    """Join the answers of a cell's values; ``has_ended`` says that a value surely ended, so that none may be left."""
    if not values:
        return "ended" if has_ended else "unknown"
    sure = [value for value in values if value.answer == YES]
    if not sure or (len(sure) < len(values) and not many):
        return "possibly"
    return "ended" if all(value.first.bid.key is None for value in sure) else "yes"
