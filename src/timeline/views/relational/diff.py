"""What changed between two as-of days, from rows: what :mod:`timeline.views.diff` says of two snapshots.

Law of this module: a difference is told once, at the level at which it can be seen; two equal answers differ in
nothing. The log is walked through once for its events, at both days together, and once for its cells; the words of an
event are read where it may differ.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from timeline.asof.names import Names, paired
from timeline.asof.relation import NO, POSSIBLY, WORDS, YES
from timeline.named import NamedTuple
from timeline.records.fields import masked
from timeline.views.relational.deciding import View
from timeline.views.relational.events import Event, Events, Wanted, concerns
from timeline.views.relational.rows import E, Row, Rows, event_at, reports_at
from timeline.views.relational.state import ByCell, Cells, claims_of, told_of
from timeline.views.relational.walk import of_entities, parts, things, walked
from timeline.views.surely import sure_cell

Json: TypeAlias = dict[str, Any]

_WORDS: Final = ("title", "type", "occurred", "said", "text", "links", "facts", "tags", "data")


class Compared(NamedTuple):
    """What changed: events first, in order, then the cells of each view.

    ``lax_count`` is how many changes there are with those that only ``strict`` left out. ``titles`` has those of the
    events that changed, by id.
    """

    rows: list[Json]
    lax_count: int
    titles: dict[str, str]


EVERYTHING: Final = Wanted()


def changes(
    before: Rows, after: Rows, views: Sequence[View], on: Sequence[tuple[int, int]], wanted: Wanted = EVERYTHING
) -> Compared:
    """Compare what was known by some clocks with what was by others, of views on a day of the world before and after.

    Wanted are events, at either day, and the entities that such events speak of. The rows before give lines as well.
    """
    ids: set[str] | None = None
    both = [before, after]
    if wanted.entities:
        found, ids = of_entities(both, wanted.entities)
    else:
        found = [Events(rows) for rows in both]
    was, now = (_Side(*one) for one in zip(found, on, strict=True))
    comparing = _Comparing(was, now, wanted, ids)
    comparing.compare_events()
    for view in views:
        comparing.compare_cells(view)
    return Compared(comparing.rows, comparing.lax_count, comparing.titles)


class _Side(NamedTuple):
    """What was known at one of the two days, and the day of the world asked about."""

    events: Events
    on: tuple[int, int]

    def at(self, name: str, events: Sequence[Row], reports: Sequence[Row]) -> tuple[Row, int] | None:
        """Give the row of an event that no link joins, and whether it is known; None where it is not."""
        clocks = self.events.rows.as_of, self.events.rows.recorded_by
        for row in events:
            answer = event_at(row, *clocks)
            if answer != NO and row[E["retracted"]] != YES:
                self.events.told.hold([row])
                self.events.standings.hold(name, reports_at(reports, *clocks))
                return row, answer
        return None


class _Comparing:
    """A comparison on its way: its rows so far, how many there would be, and the titles of the events in them."""

    def __init__(self, was: _Side, now: _Side, wanted: Wanted, ids: Collection[str] | None) -> None:
        self._was, self._now = was, now
        self._sides = (was, now)
        self._wanted = wanted
        self._ids = ids
        self._levels = {False: wanted._replace(strict=False), **({True: wanted} if wanted.strict else {})}
        self._chosen: list[_ByLevel] | None = None
        self.rows: list[Json] = []
        self.lax_count = 0
        self.titles: dict[str, str] = {}

    def _asked(self, change: Json, is_asked: Callable[[Wanted], bool], *, is_sure: bool = False) -> Json | None:
        """Give what is asked for of a change; ``is_sure`` says that its event is surely known on both days."""
        lax = is_asked(self._levels[False])
        self.lax_count += lax
        if not self._wanted.strict:
            return change if lax else None
        for name, side in (("into", self._now), ("out_of", self._was)):
            if name in change and side.events.told.known(change[name]) != YES:
                change = {key: value for key, value in change.items() if key != name}
        sure = _sure(change, is_sure=is_sure)
        return sure if sure is not None and is_asked(self._wanted) else None

    # --- events ------------------------------------------------------------------------------------------------------

    def compare_events(self) -> None:
        """Compare the events, in order."""
        was, now = self._was.events, self._now.events
        names = [name for _, name in sorted(self._may_differ())]
        for some in parts(names):
            old, new = (_known(events, some) for events in (was, now))
            for name in some:
                self._compare_event(old.get(name), new.get(name))
            was.forget()
            now.forget()

    def _compare_event(self, old: Event | None, new: Event | None) -> None:
        was, now = self._was.events, self._now.events
        is_sure = old is not None and new is not None and old.known == new.known == YES

        def asked(wanted: Wanted) -> bool:
            return (old is not None and concerns(was, old, wanted)) or (new is not None and concerns(now, new, wanted))

        for change in _of_event((was, old), (now, new)):
            if (kept := self._asked(change, asked, is_sure=is_sure)) is not None:
                words = now.words(new) if new is not None else was.words(old) if old is not None else {}
                self.rows.append(kept)
                self.titles[change["id"]] = words["title"]

    def _may_differ(self) -> Iterator[tuple[int, str]]:
        """Name the events that may be told otherwise on one day than on the other, each with when it was recorded."""
        ends = self._was.events.told.ends | self._now.events.told.ends
        for some in parts(self._was.events.rows.versions(self._ids)):
            yield from [
                (events[0][E["order_recorded"]], name)
                for name, events, reports in some
                if events and (name in ends or not self._is_same(name, events, reports))
            ]
            for side in self._sides:
                side.events.forget()

    def _is_same(self, name: str, events: Sequence[Row], reports: Sequence[Row]) -> bool:
        """Whether an event that no link speaks of is surely told alike on both days."""
        old, new = (side.at(name, events, reports) for side in self._sides)
        if old is None or new is None:
            return old is new
        if old[0] is not new[0] or old[1] != new[1]:
            return False
        stood, stands = (side.events.standings.outline(name) for side in self._sides)
        return (stood.name, stood.possibly, stood.origins) == (stands.name, stands.possibly, stands.origins)

    # --- cells ------------------------------------------------------------------------------------------------------

    def compare_cells(self, view: View) -> None:
        """Compare the cells of a view, in the order of its later rows."""
        if self._chosen is None:
            self._chosen = [self._concerned(side.events) for side in self._sides]
        tables = [_Table(*one, view, self._wanted) for one in zip(self._sides, self._chosen, strict=True)]
        names_before, names_after = (table.told.names for table in tables)
        order = _row_order(view, names_after, names_before)
        walk = things(tables[0].told.rows, (names_before, names_after), view.properties, self._only(view))
        found: list[Json] = []
        for some in parts(walk):
            old, new = (table.cells(some) for table in tables)
            for place, (_, facts) in enumerate(some):
                is_asked = self._shown(tables, facts)
                for pair in paired(names_before, names_after, old.entities[place], new.entities[place]):
                    every = _of_row(view, (pair[0], old.rows), (pair[1], new.rows))
                    kept = (self._asked(change, functools.partial(is_asked, pair)) for change in every)
                    found += [change for change in kept if change is not None]
        found.sort(key=lambda change: (order(change["entity"]), order(change["entity_before"])))
        self.rows += found

    def _only(self, view: View) -> Collection[str] | None:
        """Name the entities whose cells may be asked for; None for all of which something is told."""
        return view.entities or self._wanted.entities or None

    def _shown(self, tables: Sequence[_Table], facts: Sequence[Row]) -> Callable[[Iterable[str], Wanted], bool]:
        """Say whether a row of some names is asked for: whether events that are tell something of it on either day."""
        shown = {
            strict: {name for table in tables for name in table.shown(facts, strict=strict)} for strict in self._levels
        }

        def is_asked(names: Iterable[str], wanted: Wanted) -> bool:
            return not shown[wanted.strict].isdisjoint(names)

        return is_asked

    def _concerned(self, events: Events) -> _ByLevel:
        """Name the events that are asked for, whatever entities they speak of: strictly, and else; None for all."""
        levels = {strict: level._replace(entities=()) for strict, level in self._levels.items()}
        if levels[False].asks_for_all:
            return dict.fromkeys(levels)
        found: dict[bool, set[str]] = {strict: set() for strict in levels}
        for event in walked(events, events.rows.events(self._ids), facts=True, lines=True):
            for strict, level in levels.items():
                if event.known != NO and concerns(events, event, level):
                    found[strict].add(event.id)
        return dict(found)


def _known(events: Events, names: Collection[str]) -> dict[str, Event]:
    """Give those of some events that are known, with their words at hand."""
    rows = list(events.rows.events(names))
    events.told.hold(rows)
    wanted = set(names)
    known = [one for one in events.of(row[E["event"]] for row in rows) if one.known != NO and one.id in wanted]
    events.fetch_lines(known)
    return {event.id: event for event in known}


def _of_event(before: tuple[Events, Event | None], after: tuple[Events, Event | None]) -> Iterator[Json]:
    (was, old), (now, new) = before, after
    if old is None or new is None:
        if old is not None:
            row = {"change": "withdrawn", "id": old.id, "before": _summary(was, old), "after": None}
            yield row | _joined("into", now, old.id)
        if new is not None:
            row = {"change": "new", "id": new.id, "before": None, "after": _summary(now, new)}
            yield row | _joined("out_of", was, new.id)
        return
    if old.known != new.known:
        word = "new" if new.known > old.known else "withdrawn"
        yield {"change": word, "id": new.id, "before": _summary(was, old), "after": _summary(now, new)}
    told_before, told_after = _told(was, old), _told(now, new)
    fields = [name for name in _WORDS if told_before[name] != told_after[name]]
    if fields:
        yield {
            "change": "corrected",
            "id": new.id,
            "before": {name: told_before[name] for name in fields},
            "after": {name: told_after[name] for name in fields},
        }
    stood, stands = _judged(was, old), _judged(now, new)
    if stood != stands:
        yield {"change": "standing", "id": new.id, "before": stood, "after": stands}


def _joined(name: str, events: Events, event: str) -> Json:
    """Say with which event another one is told, where links surely join them; nothing where it is told alone."""
    row = events.told.event(event)
    return {} if row == event else {name: row}


def _judged(events: Events, event: Event) -> Json:
    """Give what a difference tells of the standing of an event."""
    stands = events.standings.standing(event.id)
    return {
        "standing": stands.name,
        "origins": list(stands.origins),
        "standing_possibly": list(stands.possibly),
    }


def _summary(events: Events, event: Event) -> Json:
    title = masked(events.words(event)["title"])
    return {"known": WORDS[event.known], "title": title, "occurred": event.row[E["occurred"]]}


def _told(events: Events, event: Event) -> Json:
    """Give what an event says; where a field may read in several ways, all of them."""
    words = events.words(event)
    told: Json = {
        "title": words["title"],
        "type": words.get("type") or "event",
        "occurred": event.row[E["occurred"]],
        "said": words.get("said"),
        "text": words.get("text"),
        "links": [_without_nothing(link, ("url", "title")) for link in words.get("links") or ()],
        "facts": [_fact(fact) for fact in words.get("facts") or ()],
        "tags": list(words.get("tags") or ()),
        "data": words.get("data"),
    }
    versions = words["versions"] if event.row[E["told"]] is not None else {}
    for name, ways in versions.items():
        if name in told:
            told[name] = {"versions": [value for value, _ in ways]}
    return told


def _fact(fact: Mapping[str, Any]) -> Json:
    """Give a fact with its fields in order, those at their defaults left out."""
    value = fact.get("value")
    found = {"entity": fact["entity"], "property": fact["property"]}
    found["value"] = _without_nothing(value, ("op", "value", "unit")) if isinstance(value, Mapping) else value
    mode = fact.get("mode")
    return found | ({} if mode in (None, "actual") else {"mode": mode}) | _without_nothing(fact, ("during",))


def _without_nothing(value: Mapping[str, Any], names: Iterable[str]) -> Json:
    return {name: value[name] for name in names if value.get(name) is not None}


# --- cells -----------------------------------------------------------------------------------------------------------

_ByLevel: TypeAlias = "dict[bool, set[str] | None]"
"""Ids of events, asked for strictly or not; None for all."""


class _Told(NamedTuple):
    """The rows of some things in a view: the names of each thing's rows, and all rows by entity and property."""

    entities: list[set[str]]
    rows: Mapping[tuple[str, str], Json]


class _Table:
    """A view on one of the two days."""

    def __init__(self, side: _Side, chosen: _ByLevel, view: View, wanted: Wanted) -> None:
        self.told = side.events.told
        self._chosen = chosen
        self._view, self._on = view, side.on
        self._cells = Cells(self.told, view, *side.on)
        canonical = self.told.names.canonical
        self._named = {canonical(name) for name in view.entities}
        self._asked = {canonical(name) for name in wanted.entities}

    def cells(self, some: Iterable[tuple[Sequence[str], Sequence[Row]]]) -> _Told:
        """Make the rows of some things, each given by its names and the facts under them."""
        claims: ByCell = {}
        entities = []
        for names, facts in some:
            shown = self._named.intersection(names) if self._named else told_of(self.told, facts, POSSIBLY)
            of_thing = claims_of(self.told, self._view, names, facts, self._on)
            claims.update((name, of_thing.get(name, {})) for name in shown)
            entities.append(shown)
        rows = {(row["entity"], row["property"]): row for row in self._cells.rows(claims, claims)}
        self._cells.forget()
        return _Told(entities, rows)

    def shown(self, facts: Iterable[Row], *, strict: bool) -> set[str]:
        """Name the entities of which events that are asked for tell something by some facts."""
        found = told_of(self.told, facts, YES if strict else POSSIBLY, self._chosen[strict])
        found = found & self._asked if self._asked else found
        return found & self._named if self._named else found


def _of_row(
    view: View, before: tuple[str, Mapping[tuple[str, str], Json]], after: tuple[str, Mapping[tuple[str, str], Json]]
) -> Iterator[Json]:
    """Compare the cells of a row of a view with those of the row that it became."""
    (earlier, old), (later, new) = before, after
    for name in view.properties:
        stood, stands = _cell(old.get((earlier, name))), _cell(new.get((later, name)))
        if stood != stands or (stood is not None and stood["names"] and earlier != later):
            yield {
                "change": "cell",
                "view": view.name,
                "entity": later,
                "entity_before": earlier,
                "property": name,
                "before": stood,
                "after": stands,
            }


def _row_order(view: View, *names: Names) -> Any:
    """Give the key by which rows are sorted: as the view names them, by the names of several answers in turn."""
    rows = list(dict.fromkeys(one.canonical(entity) for entity in view.entities for one in names))
    places = {entity: place for place, entity in enumerate(rows)}
    return lambda entity: (places.get(entity, len(places)), entity)


def _cell(row: Json | None) -> Json | None:
    return None if row is None else {name: row[name] for name in ("answer", "values", "beside", "names")}


def _sure(change: Json, *, is_sure: bool) -> Json | None:
    """Leave in a change what was, and is, surely so; None where that differs in nothing."""
    before, after = change["before"], change["after"]
    if change["change"] == "cell":
        before, after = (None if cell is None else sure_cell(cell) for cell in (before, after))
        is_same = before == after and change["entity"] == change["entity_before"]
        return None if is_same else {**change, "before": before, "after": after}
    if change["change"] not in ("new", "withdrawn"):
        return change if is_sure else None
    before, after = (told if told and told["known"] == WORDS[YES] else None for told in (before, after))
    return None if before == after else {**change, "before": before, "after": after}
