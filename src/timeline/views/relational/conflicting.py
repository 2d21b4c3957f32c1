"""What cannot all be so, from rows: the values of cells, and in which part of a log the other conflicts must be found.

Law of this module: rows give claims, and the rule that weighs them is that of :mod:`timeline.views.conflicts`. What a
link joins or sets against another, and what somebody may deny, is found by replaying the part that bears on it: there
too much is never wrong, too little is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from timeline.asof.relation import DAY, EARLIEST, LATEST, NO, POSSIBLY, YES
from timeline.asof.windows import Window
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer, Moment, Span
from timeline.dates.written import of_row
from timeline.named import NamedTuple
from timeline.records.model import Quantity, Value, value_key
from timeline.views.cells import Key
from timeline.views.claimed import Claimed, Order
from timeline.views.conflicts import UNDECLARED, Conflict, in_order, of_cell
from timeline.views.relational.rows import CLAMPS, F, L, R, Row, Rows, TooFar, event_at, fact_at, known_by, reports_at
from timeline.views.relational.standing import Standings
from timeline.views.relational.told import Told
from timeline.views.relational.told import value_key as key_of_text
from timeline.views.relational.walk import parts
from timeline.views.specs import ViewSpec, first_rules
from timeline.views.tellers import Tellers, plain

_JOINED: Final = ("same-event", "supersedes")
_BETWEEN_EVENTS: Final = ("same-event", "contradicts")
_ANSWERS: Final = {POSSIBLY: Answer.POSSIBLY, YES: Answer.YES}


class Found(NamedTuple):
    """The conflicts of values that rows tell, and where the others are.

    Of the entities in ``linked`` rows tell none. ``nodes`` are those of :mod:`timeline.records.bearing` under which is
    found whatever else may be in conflict. ``order`` is the place among all of each event in ``conflicts``.
    """

    conflicts: Sequence[Conflict]
    linked: Collection[str]
    nodes: Collection[str]
    order: Mapping[str, Order]

    def joined(self, replayed: Iterable[Conflict], order: Mapping[str, Order], *, strict: bool) -> Sequence[Conflict]:
        """Join them with those that a replay of the part has; ``order`` is the place of each event of the part."""
        told = [one for one in self.conflicts if not strict or one.answer is Answer.YES]
        others = [one for one in replayed if one.kind != "values" or one.entity in self.linked]
        return in_order([*told, *others], {**self.order, **order})


def found(rows: Rows, specs: Iterable[ViewSpec], view: ViewSpec | None, most: int) -> Found | None:
    """Find the values that cannot all be so, of all entities that no link bears on.

    The views are given as for :func:`timeline.views.conflicts.conflicts`. None where more than ``most`` facts and
    events would be looked at again: then the whole log may as well be read.

    Raises:
        TooFar: A date lies further away than rows tell apart.
    """
    rules = first_rules(specs if view is None else (view,))
    several = {name for name, spec in rules.items() if name in spec.many}
    linked = _linked(rows)
    looked_at = nodes(rows, several, most, among=linked)
    if looked_at is None:
        return None
    weighed = _Weighed(rows)
    conflicts: list[Conflict] = []
    for entity, facts in rows.by_entity(None if view is None else view.properties):
        if entity not in linked and (view is None or view.has(entity)):
            for name, told in _cells(facts, several).items():
                if _may_clash(rows, told):
                    conflicts += weighed.of_cell(entity, name, rules.get(name, UNDECLARED), told)
    return Found(conflicts, linked, looked_at, weighed.order)


def _linked(rows: Rows) -> set[str]:
    """Name the entities that a link bears on, or on an event that tells of them."""
    events = _ends(rows, _JOINED)
    return _ends(rows, ("same-entity",)).union(*rows.entities_of(events).values())


# --- claims ----------------------------------------------------------------------------------------------------------


class _Weighed:
    """Weighs the claims of one cell after the other; ``order`` is the place of each event that was found."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._told = Told(rows, rows.links(rels=("same-origin",)))
        self._standings = Standings(self._told)
        self._alike: dict[Hashable, Tellers] = {}
        self._tellers: dict[tuple[str, bool], Tellers] = {}
        self._values: dict[str, tuple[Value, Key]] = {}
        self.order: dict[str, Order] = {}

    def of_cell(self, entity: str, name: str, spec: ViewSpec, facts: Iterable[Row]) -> Iterable[Conflict]:
        """Find the values that clash in a cell."""
        clocks = self._rows.as_of, self._rows.recorded_by
        counting = [(row, fact_at(row, *clocks)) for row in facts]
        counting.sort(key=lambda fact: (fact[0][F["order_recorded"]], fact[0][F["event"]], fact[0][F["place"]]))
        claims = [self._claim(entity, row, answer) for row, answer in counting if answer != NO]
        self._fetch(dict.fromkeys((claim.member, claim.answer is Answer.YES) for claim in claims))
        conflicts = list(of_cell(self._who, (entity,), name, spec, (claims,)))
        named = {event for one in conflicts for event in one.events}
        self.order.update((claim.event, claim.order) for claim in claims if claim.event in named)
        self._tellers.clear()
        return conflicts

    def _who(self, member: str, sure: bool) -> Tellers:
        return self._tellers[member, sure]

    def _fetch(self, told: Iterable[tuple[str, bool]]) -> None:
        """Find who tells what some events tell, and let go of their reports."""
        for some in parts(told):
            self._standings.fetch(dict.fromkeys(name for name, _ in some))
            for name, sure in some:
                alike = sure, self._standings.saying(name)
                if alike not in self._alike:
                    self._alike[alike] = self._tellers_of(name, sure)
                self._tellers[name, sure] = self._alike[alike]
            self._standings.forget()
            self._told.forget()

    def _tellers_of(self, name: str, sure: bool) -> Tellers:
        ends = self._standings.ends
        reports = [row for row in self._standings.reports(name) if min(self._standings.known(row), row[R["reports"]])]
        return Tellers(
            sure=plain(ends(name, YES, united=POSSIBLY)) if sure else frozenset(),
            every=plain(ends(name, POSSIBLY, united=YES)),
            widest=plain(ends(name, POSSIBLY, united=POSSIBLY)),
            sources=tuple(dict.fromkeys(row[R["source"]] for row in reports if row[R["source"]])),
        )

    def _claim(self, entity: str, row: Row, answer: int) -> Claimed:
        value, key = self._value(row[F["value"]])
        start, is_about = _start(row)
        event = row[F["event"]]
        return Claimed(
            entity=entity,
            value=value,
            key=key,
            ends=row[F["mode"]] == "ended",
            answer=_ANSWERS[answer],
            start=start,
            end_lo=_moment(row[F["end_lo"]]),
            end_hi=_moment(row[F["end_hi"]]),
            date=row[F["since"]],
            is_about=is_about,
            word=Window(_moment(row[F["reported_lo"]]), _moment(row[F["reported_hi"]])),
            event=event,
            order=(row[F["order_recorded"]], event),
            member=event,
            number=row[F["fact_no"]],
        )

    def _value(self, text: str) -> tuple[Value, Key]:
        held = self._values.get(text)
        if held is None:
            told = json.loads(text)
            value = Quantity(**told) if isinstance(told, dict) else told
            held = self._values[text] = value, value_key(value)
        return held


def _start(row: Row) -> tuple[Span, bool]:
    """Say when a fact begins, and whether its date says itself that it may be another.

    All units of a date without a time are days, so its text is read only where it has one, or is uncertain.
    """
    text = row[F["since"]] or ""
    lo, by, hi = (_moment(row[F[name]]) for name in ("start_lo", "start_by", "start_hi"))
    if isinstance(lo, float):
        lo_end: Moment = lo
    elif "T" in text:
        lo_end = of_row(text).meaning.start.lo_end
    else:
        lo_end = lo + DAY - 1
    is_about = any(mark in text for mark in "~?%") and (
        (meaning := of_row(text).meaning).approximate or meaning.uncertain
    )
    return Span(lo, lo_end, by, hi), is_about


def _moment(moment: int) -> Moment:
    if moment in CLAMPS:
        raise TooFar
    if moment <= EARLIEST:
        return NEVER_BEFORE
    return NEVER_AFTER if moment >= LATEST else moment


# --- where the others are --------------------------------------------------------------------------------------------


def nodes(rows: Rows, several: Collection[str], most: int, *, among: Collection[str] | None = None) -> set[str] | None:
    """Name the nodes of :mod:`timeline.records.bearing` under which is found whatever else may be in conflict.

    The cells of ``several`` properties hold several values at once. None where more than ``most`` facts and events
    would be looked at again: then the whole log may as well be read.
    """
    entities = _ends(rows, ("same-entity",))
    events = _ends(rows, _BETWEEN_EVENTS)
    left = most - len(entities) - len(events)
    if left < 0:
        return None
    for entity, facts in rows.by_entity(None, among):
        if any(_may_clash(rows, told) for told in _cells(facts, several).values()):
            entities.add(entity)
            left -= len(facts)
            if left < 0:
                return None
    for name in _denied(rows):
        events.add(name)
        if len(events) > most:
            return None
    return {f"{sort}:{name}" for name in entities for sort in ("end", "tells")} | {f"record:{one}" for one in events}


def _ends(rows: Rows, rels: Collection[str]) -> set[str]:
    return {row[L[end]] for row in rows.links(rels=rels) for end in ("from", "to")}


def _cells(facts: Iterable[Row], but: Collection[str]) -> dict[str, list[Row]]:
    """Put what is told of an entity, and may fill or end a cell, by the properties, but for some of these."""
    cells: dict[str, list[Row]] = {}
    for row in facts:
        if row[F["mode"]] in ("actual", "ended") and row[F["property"]] not in but:
            cells.setdefault(row[F["property"]], []).append(row)
    return cells


def _may_clash(rows: Rows, told: Sequence[Row]) -> bool:
    """Whether a cell may have two values of which neither surely began later."""
    held = [row for row in told if row[F["mode"]] == "actual" and row[F["value"]] != "null"]
    clocks = rows.as_of, rows.recorded_by
    return len(held) > 1 and _meet([row for row in held if fact_at(row, *clocks) != NO])


def _meet(facts: Sequence[Row]) -> bool:
    """Whether two facts of different values may have begun at one moment."""
    ordered = sorted(facts, key=lambda row: (row[F["start_lo"]], row[F["start_hi"]]))
    reach: dict[object, int] = {}  # of each value that was met, how far its starts reach: those that reach this one
    for row in ordered:
        key, lo, hi = key_of_text(row[F["value"]]), row[F["start_lo"]], row[F["start_hi"]]
        reach = {other: far for other, far in reach.items() if far >= lo}
        if reach.keys() - {key}:
            return True
        reach[key] = max(reach.get(key, hi), hi)
    return False


def _denied(rows: Rows) -> Iterator[str]:
    """Name the events that somebody may deny."""
    clocks = rows.as_of, rows.recorded_by
    for name, events, reports in rows.versions():
        if any(row[R["denies"]] != NO for row in reports) and any(event_at(row, *clocks) != NO for row in events):
            for row in reports_at(reports, *clocks):
                if min(row[R["denies"]], row[R["live"]], known_by(row[R["lo"]], row[R["hi"]], rows.as_of)) != NO:
                    yield name
                    break
