"""The rows of usual events, packed as the index holds them, from the texts of their lines.

Law of this module: what it packs is what :mod:`timeline.store.rowcode` packs of the rows that
:mod:`timeline.asof.closed` gives: of each date and each window the packed form is found once. Where these give none,
the event is read into values and compiled.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar

import msgspec

from timeline.asof import closed
from timeline.asof.closed import Dating, Told, value_text
from timeline.asof.published import Public
from timeline.asof.relation import DAY
from timeline.dates.beginnings import days_of
from timeline.records import usual
from timeline.store import rowcode

Part: TypeAlias = "list[Any] | None"
"""The cells of a packed row that one date or window accounts for; None where its short form does not do."""

_Key = TypeVar("_Key")
_Found = TypeVar("_Found")
_MOST: Final = 1 << 16
_encode: Final = msgspec.json.Encoder().encode
_UNKNOWN: Final[list[Any]] = []
_SAMPLE: Final = Told(0, DAY - 1, None, [])
"""A window that has a short form."""


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
        self._extents: dict[tuple[str | None, str], Part] = {}
        self._windows: dict[tuple[int, int], Part] = {}
        self._happened: dict[str | None, Part] = {}
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
        lo, hi, reported, dated = told
        occurred = event.occurred or None
        window = self._windows.get((lo, hi), _UNKNOWN)
        if window is _UNKNOWN:
            window = self._window(lo, hi)
        found = []
        for place, fact in enumerate(facts):
            extent: Part = None
            if not fact.during:
                mode = fact.mode or "actual"
                extent = self._extents.get((occurred, mode), _UNKNOWN)
                if extent is _UNKNOWN:
                    extent = self._extent(occurred, mode)
            if window is None or extent is None:
                row = closed.fact_row(event_id, event, place, recorded, told)
                start, cells = rowcode.latest_start(row), rowcode.pack_fact(row)
            else:
                value = fact.value
                text = self._texts.get(value) if type(value) is str else value_text(value)
                if text is None:
                    text = _room(self._texts)[value] = value_text(value)  # type: ignore[index]
                cells = [text, recorded, place, occurred, *window, *extent]
                start = rowcode.APART if mode != "actual" else rowcode.UNBOUNDED if extent[1] is None else extent[1]
            found.append((fact.entity, fact.property, start, dumps(cells)))
        happened = self._happened.get(occurred, _UNKNOWN)
        if happened is _UNKNOWN:
            happened = self._happening(occurred)
        if window is None or happened is None:
            own = rowcode.pack_event(closed.event_row(event_id, event, recorded, told))
        else:
            own = [*window, reported, recorded, 0 if dated else 1, occurred, *happened]
        reports = []
        for place, report in enumerate(dated):
            window = self._windows.get((report.lo, report.hi), _UNKNOWN)
            if window is _UNKNOWN:
                window = self._window(report.lo, report.hi)
            if window is None:
                row = closed.report_row(event_id, place, report, recorded)
                reports.append(rowcode.pack_report(row, place, recorded))
            else:
                reports.append([report.source, *window, report.own])
        return Packed(found, dumps([[own], reports]), self._placed(facts))

    def _window(self, lo: int, hi: int) -> Part:
        found: Part = None
        with contextlib.suppress(ValueError):
            found = [rowcode.first_day(lo), rowcode.last_day(hi)]
        _room(self._windows)[lo, hi] = found
        return found

    def _extent(self, occurred: str | None, mode: str) -> Part:
        found = self._extents.get((occurred, mode), _UNKNOWN)
        if found is _UNKNOWN:
            days = days_of(occurred) if occurred is not None else None
            found = None
            if days is None:
                found = _extent(occurred, mode)
            elif days.end_first is not None:
                found = [*days[:2], mode, *days[2:]]
            else:
                found = [*days[:2]] if mode == "actual" else [*days[:2], mode, None, None]
            _room(self._extents)[occurred, mode] = found
        return found

    def _happening(self, occurred: str | None) -> Part:
        found = self._happened.get(occurred, _UNKNOWN)
        if found is _UNKNOWN:
            days = days_of(occurred) if occurred is not None else None
            if days is None:
                found = _happening(occurred)
            else:
                found = [days.first, days.last if days.end_last is None else days.end_last]
            _room(self._happened)[occurred] = found
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


def _extent(occurred: str | None, mode: str) -> Part:
    """Give the cells that say when a fact so dated begins and ends."""
    if closed.extent(occurred, mode) is None:
        return None
    fact = usual.Fact("e", "p", mode=mode)  # type: ignore[arg-type]
    event = usual.Event("", occurred=occurred, facts=(fact,))
    packed = rowcode.pack_fact(closed.fact_row("", event, 0, 0, _SAMPLE))
    return packed[6:] if len(packed) in rowcode.FACTS_IN_DAYS else None


def _happening(occurred: str | None) -> Part:
    """Give the cells that say when an event so dated happened."""
    packed = rowcode.pack_event(closed.event_row("", usual.Event("", occurred=occurred), 0, _SAMPLE))
    return packed[6:] if len(packed) == rowcode.EVENT_IN_DAYS else None


def _room(known: dict[_Key, _Found]) -> dict[_Key, _Found]:
    """Forget all where too much is kept."""
    if len(known) > _MOST:
        known.clear()
    return known


def _may_repeat(facts: Sequence[usual.Fact]) -> bool:
    """Whether an event may tell a fact twice."""
    texts = {(fact.entity, fact.property, fact.value if type(fact.value) is str else None) for fact in facts}
    return len(texts) < len(facts)
