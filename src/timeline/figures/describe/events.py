"""The figure ``events``: what happened when, each event with its date, in lanes.

Law of this module: every event that was known, or possibly known, is in the chart, or a note says which is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Answer, UncertainDate
from timeline.dates.written import WrittenDate
from timeline.errors import FigureError
from timeline.figures.describe.chart import Bar, Chart, Entry, Note, Strip
from timeline.figures.describe.printed import short
from timeline.figures.describe.shapes import bounds, shape
from timeline.figures.describe.words import (
    QUIET,
    Asked,
    Teller,
    citations,
    clock_lines,
    clock_words,
    end_of_time,
    is_asked_for,
    is_in_time,
    left_out,
    most_told,
    nothing_to_draw,
    outside_words,
    shown_words,
    span_words,
    unasked_words,
    within,
)
from timeline.records import say

_UNDATED: Final = "Without a date"


def chart(snapshot: Snapshot, asked: Asked) -> Chart:
    """Describe the figure of all events of a snapshot.

    Raises:
        FigureError: There is nothing to draw, or no such lanes.
    """
    teller = Teller(snapshot)
    lane_of = _lane_rule(asked.lanes, teller)
    events = [event for event in snapshot.events if is_asked_for(event, asked)]
    taken_back = [event for event in snapshot.retracted if is_asked_for(event, asked)]
    numbers = colours_of([*events, *taken_back])
    lanes: dict[str, list[Entry]] = {}
    undated: list[Entry] = []
    outside: list[str] = []
    for event in [*events, *taken_back]:
        if not is_in_time(event, asked):
            outside.append(event.event.title)
            continue
        entry = entry_of(event, teller, numbers, struck=event.retracted is Answer.YES)
        if any(within(bounds(bar.outline), asked) for bar in entry.bars):
            lanes.setdefault(lane_of(event), []).append(entry)
        else:  # an event without a date, whose facts are not dated to these days either
            undated.append(attrs.evolve(entry, bars=()))
    if not lanes and not undated:
        what = (
            "no event was known"
            if not outside
            else f"{say.counted(len(outside), 'event')} lie outside the days asked for"
        )
        raise nothing_to_draw(snapshot, asked, what)
    strips = [Strip(name=name, entries=_in_time(entries)) for name, entries in lanes.items()]
    strips.sort(key=lambda strip: (strip.name == _REST.get(asked.lanes), _begin(strip)))
    if undated:
        strips.append(Strip(name=_UNDATED, entries=tuple(undated)))
    shown = [entry for strip in strips for entry in strip.entries]
    used = {entry.colour for entry in shown}
    return Chart(
        kind="events",
        title=asked.title or "What happened when",
        clocks=clock_words(snapshot.clocks),
        summary=(*_summary(shown, strips, snapshot), most_told(events, teller)),
        strips=tuple(strips),
        lines=_lines(snapshot, shown),
        end=end_of_time(snapshot.clocks),
        keys=tuple((word, number) for word, number in numbers.items() if number in used),
        sources=citations(snapshot, (name for entry in shown for name in entry.sources)),
        notes=tuple(_notes(snapshot, asked, outside, taken_back)),
        since=asked.since,
        until=asked.until,
    )


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
            names = teller.sources(event)
            known = teller.snapshot.sources.get(names[0]) if names else None
            return (known.source.publisher or known.name) if known else (names[0] if names else _REST["source"])
        return ""

    return rule


def colours_of(events: Iterable[KnownEvent]) -> dict[str, int]:
    """Number the kinds of events, the most frequent first, by the first word of their type, or by all of it."""
    types = [event.event.type for event in events]
    heads = Counter(name.partition(".")[0] for name in types)
    counts = heads if len(heads) > 1 else Counter(types)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: number for number, word in enumerate(ranked)}


def _number(event: KnownEvent, numbers: Mapping[str, int]) -> int:
    name = event.event.type
    return numbers[name] if name in numbers else numbers[name.partition(".")[0]]


def entry_of(event: KnownEvent, teller: Teller, numbers: Mapping[str, int], *, struck: bool) -> Entry:
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
        for outline, is_sure in shape(date)
    )
    words = [] if stands in QUIET else [stands]
    if possibly:
        words.append("possibly known")
    apart = " or else " if event.event.occurred else "; "  # versions of one date, or the dates of its facts: no set
    return Entry(
        text=body.title,
        date=apart.join(short(date) for date in dates[:2]) + (" …" if len(dates) > 2 else ""),
        word=", ".join(words),
        sources=teller.sources(event),
        whole=teller.whole(event),
        bars=bars,
        mode=_mode(event),
        colour=_number(event, numbers),
        standing=stands,
        answer=event.known.value,
        ids=(event.id,),
        goes_on=any(date.is_interval and date.end is not None and date.end.lo == float("inf") for date in dates),
        struck=struck,
    )


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


def _lines(snapshot: Snapshot, shown: Iterable[Entry]) -> tuple:  # type: ignore[type-arg]
    """Draw the day asked about only where something goes on until then; the as-of day always."""
    lines = clock_lines(snapshot.clocks)
    goes_on = any(entry.goes_on for entry in shown)
    return tuple(line for line in lines if line.role == "as-of" or goes_on)


def _summary(shown: list[Entry], strips: list[Strip], snapshot: Snapshot) -> tuple[str, ...]:
    moments = [moment for entry in shown for bar in entry.bars for moment in bounds(bar.outline)]
    standings = Counter(entry.standing for entry in shown)
    counts = ", ".join(f"{number} {name}" for name, number in sorted(standings.items()))
    possibly = sum(entry.answer == "possibly" for entry in shown)
    events, lanes = say.counted(len(shown), "event"), say.counted(len(strips), "lane")
    parts = [
        f"A timeline of {events} in {lanes}, {span_words(moments)}.",
        f"By standing: {counts}.",
    ]
    if possibly:
        parts.append(f"{say.counted(possibly, 'event')} only possibly known.")
    parts.append(clock_words(snapshot.clocks).replace("  ·  ", ", ") + ".")
    return tuple(parts)


def _notes(snapshot: Snapshot, asked: Asked, outside: Sequence[str], taken_back: list[KnownEvent]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked, shows_retracted=True)
    if taken_back:
        verb = "is" if len(taken_back) == 1 else "are"
        yield f"{say.counted(len(taken_back), 'event')} taken back {verb} struck through."
