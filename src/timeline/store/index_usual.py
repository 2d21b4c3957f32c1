"""The rows of usual events, packed as the index holds them, from the texts of their lines.

Law of this module: what it packs is what :mod:`timeline.store.rowcode` packs of the rows that
:mod:`timeline.asof.closed` gives: of each date and each window the packed form is found once. Where these give none,
the event is read into values and compiled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET

from timeline.asof import closed
from timeline.asof.closed import Dated, Dating, Window, value_text
from timeline.asof.published import Public
from timeline.asof.relation import DAY
from timeline.dates.beginnings import days_of
from timeline.named import NamedTuple
from timeline.records import usual
from timeline.store import rowcode

_Key = TypeVar("_Key")
_Found = TypeVar("_Found")
_MOST: Final = 1 << 16
_encode: Final = msgspec.json.Encoder().encode
_DAY: Final = Dated(None, None, Window(0, DAY - 1), None, 0)
_SAMPLE: Final = (_DAY, [_DAY])
"""A window that has a short form."""


class _When(NamedTuple):
    """What the date of an event adds to its rows, as JSON; "" where a short form does not do."""

    typed: str
    happened: str
    extent: str
    """When a fact of mode *actual* begins and ends that has no date of its own."""
    start: int


def dumps(value: object) -> str:
    """Write packed rows as JSON; many are written at once, so the fast writer is asked first."""
    try:
        return _encode(value).decode()
    except (OverflowError, UnicodeEncodeError):  # no 64 bits hold `no bound`
        return json.dumps(value)


class Packer:
    """Packs usual events: ``facts`` and ``told`` are the rows that wait to be written."""

    def __init__(self) -> None:
        self.facts: list[tuple[str, str, int, int, int, str]] = []
        self.told: list[tuple[int, str, str]] = []
        self._dating = Dating(lambda _name: None)
        self._whens: dict[str | None, _When] = {}
        self._extents: dict[tuple[str | None, str], tuple[str, int]] = {}
        self._texts: dict[str | None, str] = {}
        self._values: dict[str, str] = {}
        self._places: dict[tuple[str, str], str] = {}

    def ask(self, public: Callable[[str], Public | None]) -> None:
        """Say who is to be asked what bears on the reports by a source, where that is the same at all clocks."""
        self._dating.ask(public)

    def pack(self, n: int, id_: bytes, event: usual.Event, recorded: int) -> bool:
        """Pack the rows of an event; False where it must be compiled, or where it is for others to say if it is sound.

        Its line is proved, and what it says was not judged. It is record ``n``, of an id in hexadecimal.
        """
        facts = event.facts or ()
        occurred = None if event.occurred is UNSET else event.occurred
        when = self._whens.get(occurred) or self._when(occurred)
        if when is None or not _is_sound(event, facts) or (len(facts) > 1 and _may_repeat(facts)):
            return False
        told = self._dating.told(event, recorded)
        if told is None:
            return False
        places = self._places.get((facts[0].entity, facts[0].property)) if len(facts) == 1 else None
        if places is None:
            places = self._placed(facts)
            if places is None:
                return False
        first, dated = told
        days = _days(first.window) if first.window.kept is None else first.window.kept
        for place, fact in enumerate(facts):
            mode = fact.mode
            if fact.during or not days:
                extent = ""
            elif mode is UNSET or mode == "actual":
                extent, start = when.extent, when.start
            else:
                extent, start = self._extent(occurred, mode)
            if extent:
                value = fact.value
                text = self._values.get(value) if type(value) is str else dumps(value_text(value))
                if text is None:
                    text = _room(self._values)[value] = dumps(value_text(value))  # type: ignore[index]
                cells = f"[{text},{recorded},{place},{when.typed},{days},{extent}]"
            else:
                row = closed.fact_row(id_.decode(), event, place, recorded, told)
                start, cells = rowcode.latest_start(row), dumps(rowcode.pack_fact(row))
            self.facts.append((fact.entity, fact.property, n, place, start, cells))
        if days and when.happened:
            typed = self._texts.get(first.typed) or self._text(first.typed)
            own = f"[[[{days},{typed},{recorded},{0 if dated else 1},{when.typed},{when.happened}"
        else:
            own = f"[[{dumps(rowcode.pack_event(closed.event_row(id_.decode(), event, recorded, told)))}"
        reports = []
        for place, report in enumerate(dated):
            cells = report.kept or self._report(report)
            if not cells:
                row = closed.report_row(id_.decode(), place, report, recorded)
                cells = dumps(rowcode.pack_report(row, place, recorded))
            reports.append(cells)
        self.told.append((n, f"{own}],[{','.join(reports)}]]", places))
        return True

    def _report(self, report: Dated) -> str:
        """Pack a report, and keep that with it; "" where it has no short form."""
        days = _days(report.window) if report.window.kept is None else report.window.kept
        if not days:
            return ""
        source = self._texts.get(report.source) or self._text(report.source)
        own = self._texts.get(report.own) or self._text(report.own)
        found = report.kept = f"[{source},{days},{own}]"
        return found

    def _text(self, text: str | None) -> str:
        """Spell a text as JSON."""
        found = _room(self._texts)[text] = dumps(text)
        return found

    def _when(self, occurred: str | None) -> _When | None:
        """Give what a date adds; None where it is none, or where the slow way must say."""
        days = days_of(occurred) if occurred is not None else None
        if days is not None:
            first, last, end_first, end_last = days
            first_day = _day(first)
            if end_last is None:
                happened, extent = f"{first_day},{last}]", f"{first_day},{last}"
            else:
                happened, extent = f"{first_day},{end_last}]", f'{first_day},{last},"actual",{end_first},{end_last}'
            found = _When(f'"{occurred}"', happened, extent, last)
        elif occurred is not None and usual.begin_of(occurred) is None:
            return None
        else:
            found = _When(dumps(occurred), _happening(occurred), *self._extent(occurred, "actual"))
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

    def _placed(self, facts: Sequence[usual.Fact]) -> str | None:
        """Name the entities and properties of some facts; None where one of them is no name."""
        for fact in facts:
            if not fact.entity.strip() or not fact.property.strip():
                return None
        if len(facts) != 1:
            return dumps(list(dict.fromkeys((fact.entity, fact.property) for fact in facts)))
        place = facts[0].entity, facts[0].property
        found = _room(self._places)[place] = dumps([place])
        return found


def _days(window: Window) -> str:
    """Give the days of a window as rows have them, and keep that with it; "" where it has no short form."""
    try:
        found = f"{_day(rowcode.first_day(window.lo))},{_day(rowcode.last_day(window.hi))}"
    except ValueError:
        found = ""
    window.kept = found
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


def _is_sound(event: usual.Event, facts: Sequence[usual.Fact]) -> bool:
    """Whether what is judged of each event alone is sound, as :func:`timeline.records.usual.judged` has it."""
    kind = event.type
    if not event.title.strip() or (kind is not UNSET and not usual.is_type(kind)):
        return False
    for fact in facts:
        during = fact.during
        if during is not UNSET and during is not None and usual.begin_of(during) is None:
            return False
        if fact.mode == "ended" and (fact.value is None or fact.value is UNSET):
            return False
    return not event.links or all(link.url.strip() for link in event.links)


def _may_repeat(facts: Sequence[usual.Fact]) -> bool:
    """Whether an event may tell a fact twice."""
    texts = {(fact.entity, fact.property, fact.value if type(fact.value) is str else None) for fact in facts}
    return len(texts) < len(facts)
