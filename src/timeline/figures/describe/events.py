"""The figure ``events``: what happened when, each event with its date, in lanes.

Law of this module: every event that was known, or possibly known, is in the chart, or a note says which is not.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Answer, UncertainDate
from timeline.dates.written import WrittenDate
from timeline.errors import FigureError
from timeline.figures.describe import moments, palette, reach
from timeline.figures.describe.chart import Bar, Chart, Entry, Note, Strip
from timeline.figures.describe.dating import Dating, dating_of, is_whole_day
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.shapes import Shape, bounds, instants, of_moment, shape
from timeline.figures.describe.words import (
    QUIET,
    Asked,
    Teller,
    citations,
    clock_words,
    in_time,
    left_out,
    lines_within,
    most_told,
    named_if_few,
    nothing_to_draw,
    nothing_within,
    outside_words,
    shown_words,
    span_words,
    too_many,
    unasked_words,
    within,
)
from timeline.figures.place.colours import DOUBTED, OTHER
from timeline.records import say


def chart(snapshot: Snapshot, asked: Asked) -> Chart:
    """Describe the figure of all events of a snapshot.

    Raises:
        FigureError: There is nothing to draw, or no such lanes.
    """
    teller = Teller(snapshot, asked.zone)
    lane_of = _lane_rule(asked.lanes, teller)
    known, outside = in_time(snapshot.events, asked)
    taken_back, more = in_time(snapshot.retracted, asked, taken_back=True)
    events, outside = [*known, *taken_back], [*outside, *more]
    style = style_of(events, asked, teller, lane_of=lane_of)
    lanes: dict[str, list[Entry]] = {}
    undated: list[Entry] = []
    for event in events:
        entry = entry_of(event, teller, style)
        if any(within(bounds(bar.outline), asked) for bar in entry.bars):
            lanes.setdefault(lane_of(event), []).append(entry)
        else:  # an event without a date, whose facts are not dated to these days either
            undated.append(attrs.evolve(entry, bars=()))
    if not lanes and not undated:
        raise nothing_to_draw(snapshot, asked, nothing_within(outside))
    lanes, crowded = _few_lanes(lanes, asked)
    placed = [entry for some in lanes.values() for entry in some]
    names = [name for name, some in lanes.items() for _ in some]
    far = reach.are_beyond([reach.extent(entry) for entry in placed], [reach.is_lasting(entry) for entry in placed])
    undated += [
        attrs.evolve(entry, bars=(), is_named=True, is_vague=True)
        for entry, is_far in zip(placed, far, strict=True)
        if is_far
    ]
    names = [name for name, is_far in zip(names, far, strict=True) if not is_far]
    placed = reach.without_far([entry for entry, is_far in zip(placed, far, strict=True) if not is_far])
    strips = [
        Strip(name=name, entries=_in_time(entry for entry, at in zip(placed, names, strict=True) if at == name))
        for name in lanes
        if name in names
    ]
    if asked.most is None and asked.label != "none":
        undated = list(named_if_few(undated))
    strips.sort(key=lambda strip: (strip.name == _REST.get(asked.lanes), _begin(strip)))
    shown = [*(entry for strip in strips for entry in strip.entries), *undated]
    beside = style.beside(len(shown), "ticks", named=sum(entry.is_named for entry in shown))
    over = headline("events", _QUESTION, asked, snapshot.clocks, beside=beside)
    lines, beyond = lines_within(clock_lines(snapshot.clocks, style.dating), asked)
    return attrs.evolve(
        over,
        summary=(*_summary(shown, strips, bool(undated), snapshot, asked.zone), most_told(known, teller)),
        strips=tuple(strips),
        undated=tuple(undated),
        lines=lines,
        keys=style.keys(shown),
        usual=style.usual,
        ticks=any(not entry.is_named for entry in shown),
        zero=asked.zero,
        day=style.dating.day if asked.zero is None else None,
        sources=citations(snapshot, (name for entry in shown for name in entry.sources), asked.zone),
        notes=(
            *_notes(snapshot, asked, outside, taken_back),
            *beyond,
            *crowded,
            *too_many(len(shown)),
        ),
        since=asked.since,
        until=asked.until,
    )


_MOST_LANES: Final = 24


def _few_lanes(lanes: dict[str, list[Entry]], asked: Asked) -> tuple[dict[str, list[Entry]], tuple[Note, ...]]:
    """Keep the lanes of which most is told, and put the events of all others into one; keep all where all are named.

    Where no event has a lane of its own, the one lane has no name: there is nothing that it is other than.
    """
    if lanes.keys() == {_REST[asked.lanes]}:
        return {"": lanes[_REST[asked.lanes]]}, ()
    most = _MOST_LANES if asked.most is None else min(_MOST_LANES, max(asked.most * 2 // 3, 1))
    most = 1 if asked.is_brief else most
    if len(lanes) <= most or (asked.label == "all" and asked.most is None):
        return lanes, ()
    if most == 1:
        return {"": [entry for entries in lanes.values() for entry in entries]}, ()
    rest = _REST[asked.lanes] or _OTHERS
    ranked = sorted((name for name in lanes if name != rest), key=lambda name: (-len(lanes[name]), name))
    kept = set(ranked[: most - 1])
    found: dict[str, list[Entry]] = {}
    for name, entries in lanes.items():
        found.setdefault(name if name in kept else rest, []).extend(entries)
    united = len(ranked) - len(kept)
    return found, (f"“{rest}” holds the events of {say.counted(united, 'lane')} of which less is told.",)


_OTHERS: Final = "Others"
_QUESTION: Final = "What happened when"

_REST: Final = {
    "entity": "Other events",
    "tag": "Without a tag",
    "source": "Without a source",
    "type": "",
    "none": "",
}


def _lane_rule(lanes: str, teller: Teller) -> Callable[[KnownEvent], str]:
    if lanes not in _REST:
        raise FigureError(f'"{lanes}" makes no lanes', fix=f"choose one of {', '.join(_REST)}")

    def rule(event: KnownEvent) -> str:
        if lanes == "entity":
            counts = Counter(fact.entity for fact in event.facts)
            return counts.most_common(1)[0][0] if counts else _REST["entity"]
        if lanes == "type":
            return event.event.type
        if lanes == "tag":
            return event.event.tags[0] if event.event.tags else _REST["tag"]
        if lanes == "source":
            names = event.sources()
            known = teller.snapshot.sources.get(names[0]) if names else None
            return (known.source.publisher or known.name) if known else (names[0] if names else _REST["source"])
        return ""

    return rule


@attrs.frozen(kw_only=True)
class Style:
    """How a figure shows its events.

    Attributes:
        numbers: The colour of each kind.
        named: The ids of the events that are named.
        usual: The standing that is said once, and not at each event; empty where there is none.
        dating: How dates are printed.
    """

    numbers: Mapping[str, int]
    named: frozenset[str]
    usual: str
    dating: Dating

    def keys(self, shown: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
        """Give the kinds of what is shown, each with its number; those without a colour of their own are one."""
        used = {entry.colour for entry in shown if entry.colour is not None}
        own = [(word, number) for word, number in self.numbers.items() if number in used and number < OTHER]
        return (*own, ("other", OTHER)) if any(number >= OTHER for number in used) else tuple(own)

    def beside(self, count: int, others: str, *, named: int | None = None) -> str:
        """Say how many events there are, how many are named and what the others are, and how most of them stand.

        ``named`` is how many are, where that is more than were chosen.
        """
        parts = [say.counted(count, "event")]
        named = len(self.named) if named is None else named
        if 0 < named < count:
            parts.append(f"{named} named, the others are {others}")
        if self.usual:
            parts.append(f"{self.usual} where nothing else is said")
        if self.dating.zero_text:
            parts.append(f"time counted from “{self.dating.zero_text}”")
        return "; ".join(parts)


def style_of(
    events: Sequence[KnownEvent], asked: Asked, teller: Teller, *, lane_of: Callable[[KnownEvent], str] = lambda _: ""
) -> Style:
    """Choose how a figure shows its events: colours, names, the standing that most of them have, and dates."""
    dates = {event.id: dates_of(event) for event in events}

    def begin(event: KnownEvent) -> tuple[float, float]:
        span = dates[event.id][0].span if dates[event.id] else None
        return (math.inf, math.inf) if span is None else (span.lo if isinstance(span.lo, int) else span.hi, span.hi)

    return Style(
        numbers=palette.kinds(events, asked),
        named=moments.named(events, asked, lane_of=lane_of, begin=begin),
        usual=usual_of(teller.standing(event).name for event in events),
        dating=dating_of((date for some in dates.values() for date in some), asked.zero, asked.zero_text, asked.zone),
    )


def usual_of(standings: Iterable[str]) -> str:
    """Give the most frequent standing, so that it is said once; none where that is one a reader must be told of."""
    counts = Counter(standings)
    most = max(counts, key=lambda name: (counts[name], name), default="")
    return "" if most in DOUBTED or counts[most] < 2 else most


def _number(event: KnownEvent, numbers: Mapping[str, int]) -> int:
    name = event.event.type
    return numbers[name] if name in numbers else numbers[name.partition(".")[0]]


def entry_of(event: KnownEvent, teller: Teller, style: Style) -> Entry:
    """Describe an event, wherever it is drawn."""
    body = event.event
    stands = teller.standing(event).name
    possibly = event.known is Answer.POSSIBLY
    dates = dates_of(event)
    bars = tuple(
        Bar(
            outline=outline,
            standing=stands,
            light=possibly or not is_sure or (place > 0 and len(event.versions) > 0),
        )
        for place, date in enumerate(dates)
        for outline, is_sure in shape_of(date, style.dating)
    )
    words = [] if stands in QUIET or stands == style.usual else [stands]
    if possibly:
        words.append("possibly known")
    apart = " or else " if event.event.occurred else "; "  # versions of one date, or the dates of its facts: no set
    return Entry(
        text=body.title,
        date=apart.join(style.dating.text(date) for date in dates[:2]) + (" …" if len(dates) > 2 else ""),
        word=", ".join(words),
        sources=event.sources(),
        whole=teller.whole(event),
        bars=bars,
        mode=_mode(event),
        colour=_number(event, style.numbers),
        standing=stands,
        answer=event.known.value,
        ids=(event.id,),
        goes_on=any(date.is_interval and date.end is not None and date.end.lo == float("inf") for date in dates),
        struck=event.retracted is Answer.YES,
        is_named=event.id in style.named,
    )


def shape_of(date: UncertainDate, dating: Dating) -> Shape:
    """Give the shape of a date; where the axis is one of hours, a day is only the window of an hour."""
    if dating.has_hours and is_whole_day(date):
        return of_moment(instants(date.span))
    return shape(date)


def dates_of(event: KnownEvent) -> list[UncertainDate]:
    """Give the event's date, in all its versions; where it has none, those of its facts."""
    versions = [value for value, _ in event.versions.get("occurred", ())]
    found = [event.event.occurred, *(value for value in versions if isinstance(value, WrittenDate))]
    if not any(found):
        found = [fact.fact.during for fact in event.facts]
    return [date.meaning for date in dict.fromkeys(found) if date is not None]


def _mode(event: KnownEvent) -> str:
    modes = [fact.fact.mode for fact in event.facts]
    return "actual" if not modes or "actual" in modes else modes[0]


def _begin(strip: Strip) -> tuple[float, float, str]:
    """Order lanes by when their first event happened; what has no lower bound goes by its upper one."""
    keys = [_moments(entry) for entry in strip.entries]
    return (*min(keys), strip.name)


def _moments(entry: Entry) -> tuple[float, float]:
    lo, hi = bounds(entry.bars[0].outline)
    return (lo if isinstance(lo, int) else hi, hi)


def _in_time(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort entries by when they happened; those of one time stay in the order in which the log tells them."""
    return tuple(sorted(entries, key=_moments))


def _summary(
    shown: list[Entry], strips: list[Strip], has_undated: bool, snapshot: Snapshot, zone: dt.tzinfo | None
) -> tuple[str, ...]:
    moments = [moment for entry in shown for bar in entry.bars for moment in bounds(bar.outline)]
    standings = Counter(entry.standing for entry in shown)
    counts = ", ".join(f"{number} {name}" for name, number in sorted(standings.items()))
    possibly = sum(entry.answer == "possibly" for entry in shown)
    events, lanes = say.counted(len(shown), "event"), say.counted(len(strips) + has_undated, "lane")
    parts = [
        f"A timeline of {events} in {lanes}, {span_words(moments, zone)}.",
        f"By standing: {counts}.",
    ]
    if possibly:
        parts.append(f"{say.counted(possibly, 'event')} only possibly known.")
    parts.append(clock_words(snapshot.clocks, zone))
    return tuple(parts)


def _notes(snapshot: Snapshot, asked: Asked, outside: Sequence[str], taken_back: list[KnownEvent]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked, shows_retracted=True)
    if taken_back:
        where = "is struck through where it is" if len(taken_back) == 1 else "are struck through where they are"
        yield f"{say.counted(len(taken_back), 'event')} taken back {where} named."
