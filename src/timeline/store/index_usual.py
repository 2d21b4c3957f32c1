"""The rows of usual events, packed as the index holds them, from the texts of their lines.

Law of this module: what it packs is what :mod:`timeline.store.rowcode` packs of the rows that
:mod:`timeline.asof.closed` gives: of each date and each window the packed form is found once. Where these give none,
the event is read into values and compiled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET

from timeline.asof import closed
from timeline.asof.closed import Dated, Dating, value_text
from timeline.asof.published import Public
from timeline.asof.relation import DAY
from timeline.dates.beginnings import days_of
from timeline.records import usual
from timeline.store import rowcode

_Key = TypeVar("_Key")
_Found = TypeVar("_Found")
_MOST: Final = 1 << 16
_encode: Final = msgspec.json.Encoder().encode
_DAY: Final = Dated(None, None, 0, DAY - 1, None, 0)
_SAMPLE: Final = (_DAY, [_DAY])
"""A window that has a short form."""


class _When(NamedTuple):
    """What the date of an event adds to its rows, as JSON; "" where a short form does not do."""

    typed: str
    happened: str
    extent: str
    """When a fact of mode *actual* begins and ends that has no date of its own."""
    start: int


class _Window(NamedTuple):
    """What the window of a report adds to rows, as JSON; "" where it has no short form."""

    days: str
    opening: str
    """How the rows of an event begin of which it is the first."""
    report: str


def dumps(value: object) -> str:
    """Write packed rows as JSON; many are written at once, so the fast writer is asked first."""
    try:
        return _encode(value).decode()
    except (OverflowError, UnicodeEncodeError):  # no 64 bits hold `no bound`
        return json.dumps(value)


class Packed(NamedTuple):
    """An event: its facts, each by entity, property, latest start and packed row; all rows of it; its places."""

    facts: list[tuple[str, str, int, str]]
    told: str
    places: str


class Packer:
    """Packs usual events."""

    def __init__(self) -> None:
        self._whens: dict[str | None, _When] = {}
        self._extents: dict[tuple[str | None, str], tuple[str, int]] = {}
        self._texts: dict[str, str] = {}
        self._places: dict[tuple[str, str], str] = {}

    def ask(self, public: Callable[[str], Public | None]) -> None:
        """Say who is to be asked what bears on the reports by a source, where that is the same at all clocks."""
        self._told = Dating(public).told

    def packed(self, event_id: str, event: usual.Event, recorded: int) -> Packed | None:
        """Pack an event that was recorded at a stamp; None where it must be compiled."""
        facts = event.facts or ()
        if len(facts) > 1 and _may_repeat(facts):
            return None
        told = self._told(event, recorded)
        if told is None:
            return None
        first, dated = told
        days, opening, _ = first.kept or _window(first)
        when = self._whens.get(event.occurred or None) or self._when(event.occurred or None)
        found = []
        for place, fact in enumerate(facts):
            mode = fact.mode
            if fact.during or not days:
                extent = ""
            elif mode is UNSET or mode == "actual":
                extent, start = when.extent, when.start
            else:
                extent, start = self._extent(event.occurred or None, mode)
            if extent:
                value = fact.value
                text = self._texts.get(value) if type(value) is str else dumps(value_text(value))
                if text is None:
                    text = _room(self._texts)[value] = dumps(value_text(value))  # type: ignore[index]
                cells = f"[{text},{recorded},{place},{when.typed},{days},{extent}]"
            else:
                row = closed.fact_row(event_id, event, place, recorded, told)
                start, cells = rowcode.latest_start(row), dumps(rowcode.pack_fact(row))
            found.append((fact.entity, fact.property, start, cells))
        if opening and when.happened:
            own = f"{opening}{recorded},{0 if dated else 1},{when.typed},{when.happened}"
        else:
            own = f"[[{dumps(rowcode.pack_event(closed.event_row(event_id, event, recorded, told)))}"
        reports = []
        for place, report in enumerate(dated):
            cells = (report.kept or _window(report)).report
            if not cells:
                row = closed.report_row(event_id, place, report, recorded)
                cells = dumps(rowcode.pack_report(row, place, recorded))
            reports.append(cells)
        return Packed(found, f"{own}],[{','.join(reports)}]]", self._placed(facts))

    def _when(self, occurred: str | None) -> _When:
        days = days_of(occurred) if occurred is not None else None
        if days is None:
            happened = _happening(occurred)
        else:
            happened = f"{_day(days.first)},{days.last if days.end_last is None else days.end_last}]"
        found = _When(dumps(occurred), happened, *self._extent(occurred, "actual"))
        _room(self._whens)[occurred] = found
        return found

    def _extent(self, occurred: str | None, mode: str) -> tuple[str, int]:
        """Give the cells that say when a fact so dated begins and ends, and on which day it begins at the latest."""
        found = self._extents.get((occurred, mode))
        if found is None:
            days = days_of(occurred) if occurred is not None else None
            if days is None:
                cells = _extent(occurred, mode)
            elif days.end_first is not None:
                cells = [*days[:2], mode, *days[2:]]
            else:
                cells = [*days[:2]] if mode == "actual" else [*days[:2], mode, None, None]
            start = rowcode.APART
            if cells and mode == "actual":
                start = rowcode.UNBOUNDED if cells[1] is None else cells[1]
            found = _room(self._extents)[occurred, mode] = (dumps(cells)[1:-1], start)
        return found

    def _placed(self, facts: Sequence[usual.Fact]) -> str:
        """Name the entities and properties of some facts."""
        if len(facts) != 1:
            return dumps(list(dict.fromkeys((fact.entity, fact.property) for fact in facts)))
        place = facts[0].entity, facts[0].property
        found = self._places.get(place)
        if found is None:
            found = _room(self._places)[place] = dumps([place])
        return found


def _window(dated: Dated) -> _Window:
    """Give what the window of a report adds to rows; it is kept with the report."""
    try:
        days = f"{_day(rowcode.first_day(dated.lo))},{_day(rowcode.last_day(dated.hi))}"
    except ValueError:
        found = _Window("", "", "")
    else:
        report = f"[{dumps(dated.source)},{days},{dumps(dated.own)}]"
        found = _Window(days, f"[[[{days},{dumps(dated.typed)},", report)
    dated.kept = found
    return found


def _day(day: int | None) -> str:
    return "null" if day is None else str(day)


def _extent(occurred: str | None, mode: str) -> list[Any]:
    """Give the cells that say when a fact so dated begins and ends; nothing where a short form does not do."""
    if closed.extent(occurred, mode) is None:
        return []
    fact = usual.Fact("e", "p", mode=mode)  # type: ignore[arg-type]
    event = usual.Event("", occurred=occurred, facts=(fact,))
    packed = rowcode.pack_fact(closed.fact_row("", event, 0, 0, _SAMPLE))
    return packed[6:] if len(packed) in rowcode.FACTS_IN_DAYS else []


def _happening(occurred: str | None) -> str:
    """Give the cells that say when an event so dated happened, as they end its row."""
    packed = rowcode.pack_event(closed.event_row("", usual.Event("", occurred=occurred), 0, _SAMPLE))
    return dumps(packed[6:])[1:] if len(packed) == rowcode.EVENT_IN_DAYS else ""


def _room(known: dict[_Key, _Found]) -> dict[_Key, _Found]:
    """Forget all where too much is kept."""
    if len(known) > _MOST:
        known.clear()
    return known


def _may_repeat(facts: Sequence[usual.Fact]) -> bool:
    """Whether an event may tell a fact twice."""
    texts = {(fact.entity, fact.property, fact.value if type(fact.value) is str else None) for fact in facts}
    return len(texts) < len(facts)
