"""The figure ``calendar``: on which days things happened, month by month, and what happened on each.

Law of this module: a day is full only where something surely happened on it, and hatched where something may have; a
date that may lie in several months, and one without bound, is named below the months. Every event is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import DAY, UncertainDate, civil
from timeline.figures.describe.chart import Chart, Entry, Note
from timeline.figures.describe.events import dates_of, entry_of, style_of
from timeline.figures.describe.headline import headline
from timeline.figures.describe.shapes import bounds
from timeline.figures.describe.words import (
    Asked,
    Teller,
    citations,
    clock_words,
    end_of_time,
    is_asked_for,
    is_in_time,
    left_out,
    most_told,
    nothing_to_draw,
    nothing_within,
    outside_words,
    shown_words,
    span_words,
    unasked_words,
    within,
)
from timeline.records import say

_MOST_DAYS: Final = 31


@attrs.frozen(kw_only=True)
class Noted:
    """An event on the calendar: its first and last possible day, and whether it surely fills all of them."""

    entry: Entry
    first: int
    last: int
    is_sure: bool


@attrs.frozen(kw_only=True)
class Calendar:
    """A figure of this kind before it has places; ``elsewhere`` are the events that no month can show."""

    chart: Chart
    noted: tuple[Noted, ...]
    elsewhere: tuple[Entry, ...]

    @property
    def months(self) -> Mapping[tuple[int, int], tuple[Noted, ...]]:
        """The months in which something happened, or may have, in order."""
        found: dict[tuple[int, int], list[Noted]] = {}
        for one in self.noted:
            for month in dict.fromkeys(civil(day)[:2] for day in range(one.first, one.last + 1)):
                found.setdefault(month, []).append(one)
        return {month: tuple(found[month]) for month in sorted(found)}


def chart(snapshot: Snapshot, asked: Asked) -> Calendar:
    """Describe the calendar of all events of a snapshot.

    Raises:
        FigureError: There is nothing to draw.
    """
    teller = Teller(snapshot)
    events = [event for event in snapshot.events if is_asked_for(event, asked)]
    style = style_of([event for event in events if is_in_time(event, asked)], asked, teller)
    noted: list[Noted] = []
    elsewhere: list[Entry] = []
    outside: list[str] = []
    for event in events:
        if not is_in_time(event, asked):
            outside.append(event.event.title)
            continue
        entry = entry_of(event, teller, style)
        is_there = any(within(bounds(bar.outline), asked) for bar in entry.bars)
        one = _noted(event, entry) if is_there else None
        if one is None:
            elsewhere.append(entry)
        else:
            noted.append(one)
    if not noted and not elsewhere:
        raise nothing_to_draw(snapshot, asked, nothing_within(outside))
    noted.sort(key=lambda one: (one.first, one.last))
    elsewhere.sort(key=lambda entry: (not entry.bars, *_order(entry)))
    entries = [*(one.entry for one in noted), *elsewhere]
    over = headline("On which days did it happen?", asked, snapshot.clocks, beside=style.beside(len(entries)))
    return Calendar(
        noted=tuple(noted),
        elsewhere=tuple(elsewhere),
        chart=Chart(
            kind="calendar",
            title=over.title,
            question=over.question,
            clocks=over.clocks,
            summary=(*_summary(noted, elsewhere, snapshot), most_told(events, teller)),
            strips=(),
            lines=(),
            end=end_of_time(snapshot.clocks),
            keys=style.keys(entries),
            usual=style.usual,
            zero=asked.zero,
            sources=citations(snapshot, (name for entry in entries for name in entry.sources)),
            notes=tuple(_notes(snapshot, asked, outside, noted)),
        ),
    )


def _noted(event: KnownEvent, entry: Entry) -> Noted | None:
    """Put an event on its days, where they are within about a month."""
    dates = dates_of(event)
    if len(dates) != 1:
        return None
    (date,) = dates
    if isinstance(date.span.lo, float) or isinstance(date.span.hi, float):
        return None
    first, last = int(date.span.lo) // DAY, int(date.span.hi) // DAY
    if last - first >= _MOST_DAYS:
        return None
    is_sure = entry.answer == "yes" and (first == last or _fills(date))
    return Noted(entry=entry, first=first, last=last, is_sure=is_sure)


def _fills(date: UncertainDate) -> bool:
    """Say whether a date surely covers all days from its first to its last."""
    if not date.is_interval or date.end is None:
        return False
    return date.start.hi_start // DAY == date.start.lo // DAY and date.end.lo_end // DAY == date.end.hi // DAY


def _order(entry: Entry) -> tuple[float, float]:
    if not entry.bars:
        return (0.0, 0.0)
    lo, hi = entry.bars[0].outline[0][0], entry.bars[-1].outline[-1][0]
    return (lo if isinstance(lo, int) else hi, hi)


def _summary(noted: list[Noted], elsewhere: list[Entry], snapshot: Snapshot) -> Iterable[str]:
    moments = [day * DAY for one in noted for day in (one.first, one.last)]
    days = len({one.first for one in noted if one.is_sure and one.first == one.last})
    yield f"A calendar of {say.counted(len(noted) + len(elsewhere), 'event')}, {span_words(moments)}."
    yield f"Something surely happened on {say.counted(days, 'day')}."
    if elsewhere:
        wide = say.counted(len(elsewhere), "event")
        yield f"{wide} whose date is wider than a month, or open, listed below the months."
    yield clock_words(snapshot.clocks).replace("  ·  ", ", ") + "."


def _notes(snapshot: Snapshot, asked: Asked, outside: Sequence[str], noted: list[Noted]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked)
    if noted:
        yield "Months in which nothing is known to have happened are left out."
