"""The figure ``calendar``: on which days things happened, month by month, and what happened on each.

Law of this module: a day is full only where something surely happened on it, and hatched where something may have; a
date that may lie in several months, and one without bound, is named below the months. Every event is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import DAY, UncertainDate, civil
from timeline.dates.zones import shift_at, utc_of
from timeline.figures.describe.chart import Chart, Entry, Note
from timeline.figures.describe.dating import Dating, is_whole_day
from timeline.figures.describe.events import dates_of, entry_of, style_of
from timeline.figures.describe.headline import headline
from timeline.figures.describe.shapes import bounds, in_order
from timeline.figures.describe.words import (
    NO_ROOM,
    Asked,
    Teller,
    citations,
    clock_words,
    few,
    in_time,
    left_out,
    most_told,
    nothing_to_draw,
    nothing_within,
    outside_words,
    shown_words,
    span_words,
    too_many,
    unasked_words,
    within,
)
from timeline.records import say

_MOST_DAYS: Final = 31
QUARTERS: Final = 96
"""How many quarters of an hour a day has."""
_QUARTER: Final = DAY // QUARTERS

Block: TypeAlias = int | tuple[int, int]
"""A day, as its number; or a month, as year and month."""


@attrs.frozen(kw_only=True)
class Noted:
    """An event on the calendar: its first and last possible day, and whether it surely fills all of them."""

    entry: Entry
    first: int
    last: int
    is_sure: bool


@attrs.frozen(kw_only=True)
class Calendar:
    """A figure of this kind before it has places.

    ``elsewhere`` are the events that no month, or day, can show. Where ``has_hours``, it is one of days in quarters of
    an hour, and ``noted`` counts in these.
    """

    chart: Chart
    noted: tuple[Noted, ...]
    elsewhere: tuple[Entry, ...]
    has_hours: bool = False
    kept: frozenset[Block] | None = None
    """The days, or the months, for which there is room; None for all."""

    @property
    def days(self) -> Mapping[int, tuple[Noted, ...]]:
        """The days in quarters of an hour, in order."""
        found: dict[int, list[Noted]] = {}
        for one in self.noted:
            for day in range(one.first // QUARTERS, one.last // QUARTERS + 1):
                found.setdefault(day, []).append(one)
        return {day: tuple(found[day]) for day in sorted(found) if self.kept is None or day in self.kept}

    @property
    def months(self) -> Mapping[tuple[int, int], tuple[Noted, ...]]:
        """The months in which something happened, or may have, in order."""
        found: dict[tuple[int, int], list[Noted]] = {}
        for one in self.noted:
            for month in dict.fromkeys(civil(day)[:2] for day in range(one.first, one.last + 1)):
                found.setdefault(month, []).append(one)
        return {month: tuple(found[month]) for month in sorted(found) if self.kept is None or month in self.kept}

    def only(self, most: int | None) -> tuple[Calendar, tuple[Entry, ...]]:
        """Keep the days, or the months, of which most is told; give them, and what stands in none of them."""
        blocks: dict[Block, tuple[Noted, ...]] = {}
        blocks.update(self.days if self.has_hours else self.months)  # type: ignore[arg-type]
        kept, cut = few(list(blocks), most, lambda block: _weight(blocks[block]))
        if not cut:
            return self, ()
        there = {id(one) for block in kept for one in blocks[block]}
        gone = tuple(one.entry for one in self.noted if id(one) not in there)
        noted = tuple(one for one in self.noted if id(one) in there)
        return attrs.evolve(self, noted=noted, kept=frozenset(kept)), gone


def chart(snapshot: Snapshot, asked: Asked) -> Calendar:
    """Describe the calendar of all events of a snapshot.

    Raises:
        FigureError: There is nothing to draw.
    """
    teller = Teller(snapshot, asked.zone)
    events, outside = in_time(snapshot.events, asked)
    style = style_of(events, asked, teller)
    noted: list[Noted] = []
    elsewhere: list[Entry] = []
    for event in events:
        entry = entry_of(event, teller, style)
        is_there = any(within(bounds(bar.outline), asked) for bar in entry.bars)
        one = _noted(event, entry, style.dating) if is_there else None
        if one is None:
            elsewhere.append(entry)
        else:
            noted.append(one)
    if not noted and not elsewhere:
        raise nothing_to_draw(snapshot, asked, nothing_within(outside))
    noted.sort(key=lambda one: (one.first, one.last))
    elsewhere.sort(key=lambda entry: (not entry.bars, *_order(entry)))
    entries = [*(one.entry for one in noted), *elsewhere]
    has_hours = style.dating.has_hours
    question = "At what time of the day did it happen?" if has_hours else "On which days did it happen?"
    beside = style.beside(len(entries), "marks")
    over = headline("calendar", question, asked, snapshot.clocks, beside=beside)
    whole = Calendar(
        has_hours=has_hours,
        noted=tuple(noted),
        elsewhere=tuple(elsewhere),
        chart=attrs.evolve(
            over,
            summary=(*_summary(noted, elsewhere, snapshot, asked.zone, has_hours=has_hours), most_told(events, teller)),
            keys=style.keys(entries),
            usual=style.usual,
            zero=asked.zero,
            sources=citations(snapshot, (name for entry in entries for name in entry.sources), asked.zone),
            notes=(*_notes(snapshot, asked, outside, noted, has_hours=has_hours), *too_many(len(entries))),
        ),
    )
    kept, gone = whole.only(asked.most)
    if not gone:
        return kept
    crowded = left_out([entry.text for entry in gone], NO_ROOM)
    return attrs.evolve(kept, chart=attrs.evolve(kept.chart, notes=(*kept.chart.notes, crowded)))


def _noted(event: KnownEvent, entry: Entry, dating: Dating) -> Noted | None:
    """Put an event on its days, where they are within about a month; or on its quarters of an hour, within a day."""
    dates = dates_of(event)
    if len(dates) != 1:
        return None
    (date,) = dates
    if isinstance(date.span.lo, float) or isinstance(date.span.hi, float):
        return None
    unit, most = (_QUARTER, QUARTERS) if dating.has_hours else (DAY, _MOST_DAYS)
    there = dating.zone if dating.has_hours else None  # days are those of UTC
    first, last = ((int(moment) + shift_at(moment, there)) // unit for moment in (date.span.lo, date.span.hi))
    if last - first >= most or (dating.has_hours and is_whole_day(date)):
        return None
    is_sure = entry.answer == "yes" and (first == last or _fills(date, unit))
    return Noted(entry=entry, first=first, last=last, is_sure=is_sure)


def _fills(date: UncertainDate, unit: int) -> bool:
    """Say whether a date surely covers all days, or other units, from its first to its last."""
    if not date.is_interval or date.end is None:
        return False
    starts = date.start.hi_start // unit == date.start.lo // unit
    return starts and date.end.lo_end // unit == date.end.hi // unit


def _weight(some: Sequence[Noted]) -> float:
    """Say how much is told of a month, or a day: first go those with what is named."""
    return sum(100.0 if one.entry.is_named else 1.0 for one in some)


def _order(entry: Entry) -> tuple[float, float]:
    if not entry.bars:
        return (0.0, 0.0)
    return in_order(entry.bars[0].outline[0][0], entry.bars[-1].outline[-1][0])


def _summary(
    noted: list[Noted], elsewhere: list[Entry], snapshot: Snapshot, zone: dt.tzinfo | None, *, has_hours: bool
) -> Iterable[str]:
    unit = _QUARTER if has_hours else DAY
    there = zone if has_hours else None
    moments = [utc_of(place * unit, there) for one in noted for place in (one.first, one.last)]
    days = len({one.first * unit // DAY for one in noted if one.is_sure and one.first == one.last})
    yield f"A calendar of {say.counted(len(noted) + len(elsewhere), 'event')}, {span_words(moments, there)}."
    yield f"Something surely happened on {say.counted(days, 'day')}."
    if elsewhere:
        wide = say.counted(len(elsewhere), "event")
        than = "a day" if has_hours else "a month"
        yield f"{wide} whose date is wider than {than}, or open, below."
    yield clock_words(snapshot.clocks, zone)


def _notes(
    snapshot: Snapshot, asked: Asked, outside: Sequence[str], noted: list[Noted], *, has_hours: bool
) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked)
    if noted:
        what = "Days, and hours at their edges," if has_hours else "Months"
        yield f"{what} in which nothing is known to have happened are left out."
