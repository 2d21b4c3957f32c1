"""The rows that decide an answer, fetched from an engine, as a relation in memory.

Law of this module: the engine drops what decides nothing, and nothing else; what is left is answered by the rules of
:mod:`timeline.views.relational`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from timeline.asof.compiled import Relation
from timeline.asof.relation import DAY, EARLIEST, FOREVER, MOST_DAYS, POSSIBLY
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Moment
from timeline.engines import sql
from timeline.engines.engine import Engine
from timeline.engines.schema import (
    EVENT_VERSION,
    FACT_VERSION,
    LINK_VERSION,
    REPORT_VERSION,
    SOURCE_VERSION,
    Kind,
    Shape,
    event_numbers,
)
from timeline.engines.sql import Clocks
from timeline.records.words import By
from timeline.verify.union import is_id
from timeline.views.counting import TIMES, Place, Tally, add, period
from timeline.views.relational.deciding import View
from timeline.views.relational.rows import F, L, R, Row, S, known_by

_JOINING: Final = {"linked_event": ("same-event", "supersedes"), "linked_name": ("same-entity",)}
_OF_NAMES: Final = ("same-entity", "same-origin")
"""The links that join names, and no events."""
_TEXT: Final[Mapping[str, Kind]] = {"name": "text"}
_EVENTS: Final[Mapping[str, Kind]] = {"name": "text", "no": "integer", "rest": "integer"}


_OF_FACTS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("fact_no", "during", "date_earliest", "date_latest")),
    "recorded_from": EARLIEST,
    "recorded_to": FOREVER,
}
_OF_REPORTS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("address", "record", "order_recorded", "reported", "told")),
    "recorded_from": EARLIEST,
    "recorded_to": FOREVER,
    "as_of_from": EARLIEST,
    "as_of_to": FOREVER,
}
"""What no cell asks of facts and reports is not read: an id in each row weighs as much as all the rest. A fact is in
order by the record that holds it, which is its event. What is fetched holds at the clocks of the question, so since
when and until when is asked no more: always, it says."""
_BY_EVENT: Final = {"order_id": '"event"'}
_SAME_EVENT: Final = "a.no = r.event_no AND a.rest - r.event_rest = 0"
"""The second number is compared of what has the first alone, which is next to nothing: to join by both costs a sixth of
the look at all reports. Neither is below 0, so the difference is a number of 64 bits."""
_READ: Final = tuple(name for name in sql.stored(FACT_VERSION, _OF_FACTS) if name not in _BY_EVENT)
"""The columns that are read of a fact."""


def of_state(engine: Engine, view: View, clocks: Clocks) -> Relation:
    """Fetch what decides the cells of a view."""
    links = _links(engine, clocks)
    events, names = _give_linked(engine, links)
    asked = sql.state(view, clocks, _READ, has_events=bool(events), has_names=bool(names))
    engine.hold("cell", asked.cell, asked.values)
    engine.hold("kept", asked.kept, asked.values)
    facts, beside = _facts(engine, "kept"), list[Row]()
    lows = engine.ask(asked.low)
    if lows:
        engine.give("low", {"entity": "text", "property": "text", "low": "integer"}, lows)
        engine.hold("more", asked.more, asked.values)
        beside += _facts(engine, "more")
    missing = engine.ask(asked.missing)
    if missing:
        engine.give("missing", {"entity": "text", "property": "text", "surely": "integer"}, missing)
        engine.hold("witness", asked.witness, asked.values)
        beside += _facts(engine, "fact_version WHERE row_no IN (SELECT row_no FROM witness)")
    facts += dict.fromkeys(beside)
    ends = {row[L[end]] for row in links if row[L["rel"]] not in _OF_NAMES for end in ("from", "to")}
    return _with_evidence(engine, clocks, facts, links, ends)


def _give_linked(engine: Engine, links: Iterable[Row]) -> tuple[set[str], set[str]]:
    """Hand over the events and the names of entities that links join or supersede; give both."""
    found = {sort: _ends(links, *rels) for sort, rels in _JOINING.items()}
    for name, some in found.items():
        if some:
            engine.give(name, _TEXT, ((one,) for one in sorted(some)))
    return found["linked_event"], found["linked_name"]


def _ends(links: Iterable[Row], *rels: str) -> set[str]:
    return {row[L[end]] for row in links if row[L["rel"]] in rels for end in ("from", "to")}


def of_counts(engine: Engine, by: By, clocks: Clocks, *, retracted: bool) -> tuple[dict[Place, Tally], set[str]]:
    """Count the events that nothing changes and no link joins, and name the others, which must be looked at."""
    links = _links(engine, clocks)
    events, names = _give_linked(engine, links)
    known = f"{sql.exists(clocks.recorded_by)} AND {sql.counts(clocks.as_of)}"
    special = {row[0] for row in engine.ask(f"SELECT event FROM event_version WHERE {sql.SPECIAL} AND {known}")}
    if by == "entity" and names:
        for facts in sql.FACTS:
            about = f"SELECT DISTINCT event FROM {facts} WHERE {known} AND entity IN (SELECT name FROM linked_name)"
            special |= {row[0] for row in engine.ask(about)}
    others = special | events
    if others:
        engine.give("linked_event", _TEXT, ((one,) for one in sorted(others)))
    plain = sql.events(clocks, has_events=bool(others), retracted=retracted)
    found: dict[Place, Tally] = {}
    for *place, unsure, number in engine.ask(sql.counted("time" if by in TIMES else by, clocks, plain)):
        of = period(_moment(place[0]), _moment(place[1]), by) if by in TIMES else place[0]
        add(found, of, is_unsure=bool(unsure), events=number)
    return found, others


def _moment(day: int) -> Moment:
    """Give the first microsecond of a day; what is clamped has no bound."""
    return NEVER_BEFORE if day <= -MOST_DAYS else NEVER_AFTER if day >= MOST_DAYS else day * DAY


def of_conflicts(engine: Engine, clocks: Clocks, several: Sequence[str]) -> set[str]:
    """Name the nodes of whatever may be in conflict: too much is never wrong."""
    links = _links(engine, clocks)
    entities = {row[0] for row in engine.ask(sql.told_twice(clocks, len(several)), several)} | _ends(
        links, "same-entity"
    )
    events = {row[0] for row in engine.ask(sql.denied(clocks))} | _ends(links, "same-event", "contradicts")
    return {f"{sort}:{name}" for name in entities for sort in ("end", "tells")} | {f"record:{one}" for one in events}


def _links(engine: Engine, clocks: Clocks) -> list[Row]:
    """Fetch the links that apply, surely or possibly."""
    where = f"{sql.exists(clocks.recorded_by)} AND {sql.counts(clocks.as_of)}"
    return _rows(engine, LINK_VERSION, f"link_version WHERE {where}")


def _facts(engine: Engine, held: str) -> list[Row]:
    """Fetch facts of what holds them."""
    return _rows(engine, FACT_VERSION, held, _OF_FACTS, **_BY_EVENT)


def _with_evidence(
    engine: Engine, clocks: Clocks, told: Sequence[Row], links: list[Row], ends: Collection[str]
) -> Relation:
    """Fetch what says how some facts stand: the reports on their events, the sources of these, and what links join.

    Of an event that no link speaks of nothing is asked but whether it is retracted; and whether it is surely known,
    where a report on it may be or not.
    """
    recorded = sql.exists(clocks.recorded_by)
    of_events = f"event_version WHERE {recorded} AND {sql.counts(clocks.as_of)} AND event IN (SELECT name FROM {{}})"
    asked = sorted(one for one in {row[F["event"]] for row in told} | set(ends) if is_id(one))
    engine.give("asked_event", _EVENTS, ((one, *event_numbers(one)) for one in asked))
    events = _rows(engine, EVENT_VERSION, f"{of_events.format('asked_event')} AND retracted > 0")
    reports = _rows(
        engine,
        REPORT_VERSION,
        f"report_version r JOIN asked_event a ON {_SAME_EVENT} WHERE {recorded} AND {sql.stands(clocks.as_of)}",
        _OF_REPORTS,
        event="name",
    )
    whole = {*ends, *(row[R["event"]] for row in reports if not _is_sure(row, clocks.as_of))}
    if whole:
        engine.give("told_event", _TEXT, ((one,) for one in sorted(whole)))
        events += _rows(engine, EVENT_VERSION, of_events.format("told_event"))
    return Relation(
        facts=tuple(told),
        silent=(),
        events=tuple(dict.fromkeys(events)),
        reports=tuple(reports),
        aliases=(),
        sources=tuple(_sources(engine, clocks, reports)),
        links=tuple(links),
    )


def _is_sure(report: Row, as_of: int) -> bool:
    """Say whether a report surely is live, and was public by the as-of day; or surely was not."""
    live: int = report[R["live"]]
    return min(live, known_by(report[R["lo"]], report[R["hi"]], as_of)) != POSSIBLY


def _sources(engine: Engine, clocks: Clocks, reports: Iterable[Row]) -> list[Row]:
    """Fetch the sources of reports, and those that these rest on, near and far."""
    found: list[Row] = []
    met: set[str] = set()
    waiting = {row[R["source"]] for row in reports if row[R["source"]]}
    waiting |= {name for row in reports if row[R["via"]] for name in json.loads(row[R["via"]])}
    where = f"{sql.exists(clocks.recorded_by)} AND {sql.stands(clocks.as_of)}"
    while waiting:
        met |= waiting
        engine.give("asked_source", _TEXT, ((one,) for one in sorted(waiting)))
        held = f"source_version WHERE name IN (SELECT name FROM asked_source) AND {where}"
        some = _rows(engine, SOURCE_VERSION, held)
        found += some
        waiting = {name for row in some if row[S["via"]] for name in json.loads(row[S["via"]])} - met
    return found


def _rows(
    engine: Engine, shape: Shape, held: str, fixed: Mapping[str, Any] = MappingProxyType({}), **instead: str
) -> list[Row]:
    """Fetch rows of what holds them, and give them as they are in memory: column by column, for they may be many.

    Some columns are fixed, and not read; of some there is something else ``instead``.
    """
    stored = iter(engine.columns(f"SELECT {sql.columns(shape, fixed, **instead)} FROM {held}"))
    columns: list[Iterable[Any]] = []
    for name, is_moment in shape.is_moment.items():
        if name in fixed:
            columns.append(itertools.repeat(fixed[name]))
        elif is_moment:
            both = zip(next(stored, ()), next(stored, ()), strict=True)
            columns.append([None if day is None else day * DAY + rest for day, rest in both])
        else:
            columns.append(next(stored, ()))
    return list(zip(*columns, strict=False))  # what is fixed has no end
