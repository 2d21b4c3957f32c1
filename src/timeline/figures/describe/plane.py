"""The figure ``plane``: when things were reported, over when they happened.

Law of this module: across is the world's time, down is the time of reports; what stands on the slanting line was
reported on the day it happened, what stands above it was told ahead, and what stands below it was told later. Every
event is there; one whose date or report has no bound runs to the edge.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import Moment, UncertainDate
from timeline.figures.describe import reach
from timeline.figures.describe.chart import Chart, Entry, Note
from timeline.figures.describe.events import Style, dates_of, entry_of, style_of
from timeline.figures.describe.headline import headline
from timeline.figures.describe.printed import short, window_text
from timeline.figures.describe.told import reports_of, since_it_happened
from timeline.figures.describe.words import (
    Asked,
    Teller,
    citations,
    clock_words,
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

_APART: Final = 60
"""How many events without a name can be told apart, each with its bars."""


@attrs.frozen(kw_only=True)
class Spot:
    """An event in the plane: the moments at which it can have happened, and when it and its echoes were reported.

    ``occurred`` is None for an event without a date, ``reported`` for one that nobody reported; ``is_state`` says
    whether it lasted over all of its moments. ``later`` are the windows of its later reports. One that ``is_beyond``
    the axis, at a date too coarse to set it, has no place along it either.
    """

    entry: Entry
    occurred: tuple[Moment, Moment] | None
    reported: Window | None
    later: tuple[Window, ...]
    is_state: bool = False
    is_beyond: bool = False

    @property
    def along(self) -> tuple[Moment, Moment] | None:
        """The moments at which it stands along the axis; None where it has no place there."""
        return None if self.is_beyond else self.occurred


@attrs.frozen(kw_only=True)
class Plane:
    """A figure of this kind before it has places."""

    chart: Chart
    spots: tuple[Spot, ...]

    @functools.cached_property
    def is_crowded(self) -> bool:
        """Say whether more events have no name than can be told apart, so that they are counted in squares."""
        return _are_crowded(self.spots)

    def tells_all(self, spot: Spot) -> bool:
        """Say whether an event has bars for the days within which it lies, and its later reports."""
        return spot.entry.is_named or not self.is_crowded


def chart(snapshot: Snapshot, asked: Asked) -> Plane:
    """Describe the plane of all events of a snapshot.

    Raises:
        FigureError: There is nothing to draw.
    """
    teller = Teller(snapshot, asked.zone)
    events, outside = in_time(snapshot.events, asked)
    style = style_of(events, asked, teller)
    spots = []
    for event in events:
        spot = spot_of(event, teller, style)
        is_there = spot.occurred is not None and within(spot.occurred, asked)
        spots.append(spot if is_there else attrs.evolve(spot, occurred=None))
    if not spots:
        raise nothing_to_draw(snapshot, asked, nothing_within(outside))
    far = reach.are_beyond([reach.finite(spot.occurred) for spot in spots], [spot.is_state for spot in spots])
    spots = [attrs.evolve(spot, is_beyond=is_far) for spot, is_far in zip(spots, far, strict=True)]
    spots.sort(key=_order)
    entries = [spot.entry for spot in spots]
    beside = style.beside(len(spots), "counted" if _are_crowded(spots) else "small dots")
    over = headline("plane", "How long after it happened was it reported?", asked, snapshot.clocks, beside=beside)
    return Plane(
        spots=tuple(spots),
        chart=attrs.evolve(
            over,
            summary=(*_summary(spots, snapshot, asked.zone), most_told(events, teller)),
            keys=style.keys(entries),
            usual=style.usual,
            zero=asked.zero,
            sources=citations(snapshot, (name for spot in spots for name in spot.entry.sources), asked.zone),
            notes=(*_notes(snapshot, asked, outside, spots), *too_many(len(spots))),
            since=asked.since,
            until=asked.until,
        ),
    )


def _are_crowded(spots: Iterable[Spot]) -> bool:
    return sum(not spot.entry.is_named for spot in spots) > _APART


def spot_of(event: KnownEvent, teller: Teller, style: Style) -> Spot:
    """Say when an event happened, and when it and its echoes were reported."""
    dates = dates_of(event)
    occurred = (min(date.span.lo for date in dates), max(date.span.hi for date in dates)) if dates else None
    told = reports_of(event)
    first = since_it_happened(event, told[0]) if told else None
    entry = entry_of(event, teller, style)
    dated = event.reported.meaning if event.reported else None
    when = f"Reported: {_when(told[0], first, dated, teller)}" if first is not None else "Not reported"
    return Spot(
        entry=attrs.evolve(entry, whole=f"{entry.whole} {when}."),
        occurred=occurred,
        reported=first,
        later=told[1:],
        is_state=len(dates) == 1 and dates[0].is_interval,
    )


def _when(told: Window, since: Window, dated: UncertainDate | None, teller: Teller) -> str:
    """Print when a report came out: as its source dates it, else since the event."""
    typed = window_text(told.lo, told.hi, dated, teller.zone)
    if dated is not None and typed == short(dated, teller.zone):
        return typed
    return window_text(since.lo, since.hi, dated, teller.zone)


def _order(spot: Spot) -> tuple[float, float, float]:
    """Order by the report; what nobody reported comes last."""
    first = spot.occurred[0] if spot.occurred else float("-inf")
    window = spot.reported
    return (float("inf"), float("inf"), first) if window is None else (window.hi, window.lo, first)


def _summary(spots: list[Spot], snapshot: Snapshot, zone: dt.tzinfo | None) -> Iterable[str]:
    told = [(spot.occurred, spot.reported) for spot in spots]
    moments = [moment for when, _ in told for moment in when or ()]
    moments += [moment for _, window in told if window is not None for moment in (window.lo, window.hi)]
    both = [(when, window) for when, window in told if when is not None and window is not None]
    yield f"When {say.counted(len(spots), 'event')} happened, and when they were reported, {span_words(moments, zone)}."
    after = sum(when[1] < window.lo for when, window in both)
    ahead = sum(when[0] > window.hi for when, window in both)
    yield f"Surely reported after the day: {after}. Surely told ahead: {ahead}."
    yield clock_words(snapshot.clocks, zone)


def _notes(snapshot: Snapshot, asked: Asked, outside: Sequence[str], spots: Sequence[Spot]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked)
    if _are_crowded(spots):
        yield (
            "An event without a name stands in the middle of the days on which it may have happened, and at the last "
            f"on which it may first have been reported. With at most {_APART} of them (--since, --until, --tag; in "
            "Python since=, until=, tags=) each has bars from the first to the last."
        )
    undated, beyond = sum(spot.occurred is None for spot in spots), sum(spot.is_beyond for spot in spots)
    untold = sum(spot.reported is None for spot in spots)
    if untold:
        stand = "stands" if untold == 1 else "stand"
        yield f"{say.counted(untold, 'event')} that nobody reported {stand} below the axis of the reports."
    if undated:
        stand = "stands" if undated == 1 else "stand"
        yield f"{say.counted(undated, 'event')} without a date {stand} at the left edge."
    if beyond:
        which = ("stands", "its date is", "lies") if beyond == 1 else ("stand", "their dates are", "lie")
        yield (
            f"{say.counted(beyond, 'event')} {which[0]} at the left edge: {which[1]} coarser than the axis, and "
            f"{which[2]} beyond it."
        )
