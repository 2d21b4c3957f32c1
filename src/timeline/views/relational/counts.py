"""How many events there are by month and the like, and where there are none, from rows, by :mod:`views.counting`.

Law of this module: it takes from events what is counted, one after the other, and keeps none.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from timeline.asof.relation import EARLIEST, LATEST, POSSIBLY, YES
from timeline.dates.days import plain_day
from timeline.records.words import By
from timeline.views import counting
from timeline.views.counting import TIMES, Counted, Days, Gaps, Place, Stretch, Tally, Time
from timeline.views.relational.events import Event, Events, Wanted, facts_that_fit
from timeline.views.relational.rows import CLAMPS, E, F, Rows, TooFar
from timeline.views.relational.walk import Chosen


def counts(rows: Rows, wanted: Wanted, by: By, *, retracted: bool) -> tuple[Counted, int]:
    """Count events as :func:`timeline.views.counts.count` does, and those that only ``strict`` left out.

    Raises:
        TooFar: A date does.
    """
    facts, lines = by == "entity", by == "type"
    chosen = Chosen(rows, wanted, retracted=retracted, facts=facts, lines=lines, bare=by in TIMES)
    places = _by_time(by) if by in TIMES else _by_word(by, strict=wanted.strict)
    found: dict[Place, Tally] = {}
    for event in chosen:
        for place in places(chosen.events, event):
            counting.add(found, place, is_unsure=YES not in (event.known, event.retracted))
    return counting.counted(found, by), chosen.left_out


def gaps(rows: Rows, wanted: Wanted, days: int, *, retracted: bool) -> tuple[Gaps, int]:
    """Find gaps as :func:`timeline.views.counting.gaps` does, and count the events that only ``strict`` left out.

    Raises:
        TooFar: A date does.
    """
    chosen = Chosen(rows, wanted, retracted=retracted, bare=True)
    found = counting.gaps((_stretch(chosen.events, event) for event in chosen), days)
    return found, chosen.left_out


def extent(events: Events, event: Event) -> tuple[Time, Time]:
    """Give the first and the last moment at which an event may have happened, infinite where there is no bound.

    Raises:
        TooFar: A bound does.
    """
    spans = _spans(events, event)
    lo, hi = min(lo for lo, _ in spans), max(hi for _, hi in spans)
    if not CLAMPS.isdisjoint((lo, hi)):
        raise TooFar
    return -math.inf if lo == EARLIEST else lo, math.inf if hi == LATEST else hi


def _spans(events: Events, event: Event) -> list[tuple[int, int]]:
    """Give what each of the dates that an event may have means."""
    if event.row[E["told"]] is not None and len(several := events.words(event)["happened"]) > 1:
        return [(lo, hi) for lo, hi in several]
    return [(event.row[E["happened_lo"]], event.row[E["happened_hi"]])]


def _stretch(events: Events, event: Event) -> Stretch:
    lo, hi = extent(events, event)
    date = event.row[E["occurred"]] or ""
    filled = _filled(date) if "/" in date and len(_spans(events, event)) == 1 else None
    return Stretch(lo, hi, YES in (event.known, event.retracted), filled)


@functools.lru_cache(maxsize=1 << 14)
def _filled(date: str) -> Days | None:
    """Give the days from the latest start of an interval to its earliest end; None where there are none."""
    ends = date.partition("/")
    first, last = plain_day(ends[0]), plain_day(ends[2])
    if first is None or last is None:
        from timeline.dates.written import of_row  # noqa: PLC0415 - most dates are no intervals, or of plain days

        return of_row(date).meaning.sure_days
    return (first, last) if first <= last else None


# --- what events are counted under -----------------------------------------------------------------------------------

_Places = Callable[[Events, Event], Iterable[Place]]


def _by_time(by: By) -> _Places:
    def places(events: Events, event: Event) -> Iterator[Place]:
        yield counting.period(*extent(events, event), by)

    return places


def _by_word(by: By, *, strict: bool) -> _Places:
    words = _WORDS[by]

    def places(events: Events, event: Event) -> Iterable[Place]:
        return words(events, event, strict) or [None]

    return places


def _entities(events: Events, event: Event, strict: bool) -> set[str]:
    return {events.told.names.canonical(claim.row[F["entity"]]) for claim in facts_that_fit(event, strict=strict)}


_WORDS: Final[Mapping[str, Callable[[Events, Event, bool], Any]]] = {
    "type": lambda events, event, _: [events.words(event).get("type") or "event"],
    "standing": lambda events, event, _: [events.standings.name(event.id)],
    "entity": _entities,
    "source": lambda events, event, strict: events.sources(event, YES if strict else POSSIBLY),
}
