"""The figure ``state``: a view over the world's time, one lane for each cell.

Law of this module: a bar is solid exactly where the cell surely has the value, and hollow where it possibly has it;
where nobody reported anything, the lane is hatched grey. What failed, is planned or possible, and what says that a
value ended, stands in rows below and never in the cell's own bars.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.values import KnownEvent, KnownFact, Snapshot
from timeline.dates.values import DAY, NEVER_AFTER, Answer, Span, is_of_any_year
from timeline.figures.describe import moments, palette
from timeline.figures.describe.chart import Bar, Chart, Entry, Note, Strip
from timeline.figures.describe.dating import Dating, one_day
from timeline.figures.describe.events import usual_of
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.printed import short, start_text
from timeline.figures.describe.runs import Part, bars_of, gather
from timeline.figures.describe.shapes import Shape, bounds, of_moment, of_state
from timeline.figures.describe.words import (
    NO_ROOM,
    QUIET,
    Asked,
    Teller,
    cells,
    citations,
    clock_words,
    date_words,
    is_asked_for,
    is_in_time,
    left_out,
    lines_within,
    named_if_few,
    nothing_to_draw,
    of_any_event,
    shown_words,
    span_words,
    too_many,
    unasked_words,
    within,
)
from timeline.figures.place.labels import clean
from timeline.records import say
from timeline.records.model import value_key
from timeline.records.words import BESIDE
from timeline.views import filters
from timeline.views.overtime import Deciding, Stretch
from timeline.views.table import ViewSpec

_MOST_SAID: Final = 30  # of the cells that go on: what somebody listens to


def chart(snapshot: Snapshot, spec: ViewSpec, asked: Asked) -> Chart:
    """Describe the figure of a view over time.

    Raises:
        FigureError: No event says anything about the view's properties.
    """
    spec = spec.named(snapshot.names)
    teller = Teller(snapshot, asked.zone)
    told = told_of(snapshot, spec, asked)
    nothing = nothing_to_draw(snapshot, asked, f'no known fact for the view "{spec.name}"')
    if not told:
        raise nothing
    numbers = palette.values([snapshot], spec, asked, entities=counted_of(asked, told))
    strips = []
    silent: dict[str, list[str]] = {}
    outside: list[str] = []
    for entity in sorted(told, key=spec.row_order):
        for name in spec.properties:
            strip, beyond = strip_of(snapshot, spec, (entity, name), teller=teller, numbers=numbers, asked=asked)
            outside += beyond
            if strip.entries:
                strips.append(strip)
            else:
                silent.setdefault(entity, []).append(name)
    strips, cut = cells(strips, asked, _weight, lambda strip: len(strip.entries))
    crowded = [f"{strip.group}, {strip.name}" for strip in cut]
    if cut or asked.is_brief:  # who has no lane left is not spoken of either
        lanes = set() if asked.is_brief else {strip.group for strip in strips}
        crowded += [f"{entity}, {name}" for entity, names in silent.items() if entity not in lanes for name in names]
        silent = {entity: names for entity, names in silent.items() if entity in lanes}
    shown = [entry for strip in strips for entry in strip.entries]
    if spec.entities and not shown and not outside:
        raise nothing
    if outside and not shown:
        raise nothing_to_draw(snapshot, asked, f'nothing of the view "{spec.name}" lies within the days asked for')
    usual = usual_of(entry.standing for entry in shown)
    key = key_events(snapshot, shown, attrs.evolve(asked, most=None))
    strips = [named_by(said_once(strip, usual), key) for strip in strips]
    floating = [entry for strip in strips for entry in undated(strip)]
    unplaced = [entry.text for entry in floating] if asked.is_brief else []
    strips = [
        attrs.evolve(strip, group=f"{strip.group}, {strip.name}", name="") if asked.is_brief else strip
        for strip in strips
    ]
    over = headline(
        "state", spec.title, asked, snapshot.clocks, beside=f"{usual} where nothing else is said" if usual else ""
    )
    dating = dating_of_bars(shown, asked.zone)
    strips = palette.apart(strips)
    lines, beyond_lines = lines_within(clock_lines(snapshot.clocks, dating), asked)
    return attrs.evolve(
        over,
        summary=_summary(strips, silent, snapshot, asked.zone),
        strips=tuple(map(dated, strips)),
        undated=() if asked.is_brief else named_if_few(floating),
        silent=tuple((entity, tuple(names)) for entity, names in silent.items()),
        lines=lines,
        usual=usual,
        sources=citations(snapshot, (name for entry in shown for name in entry.sources), asked.zone),
        notes=(
            *_notes(snapshot, asked, outside, crowded, unplaced),
            *palette.hatch_notes(strips),
            *too_many(len(shown), "value"),
            *beyond_lines,
        ),
        day=dating.day,
        since=asked.since,
        until=asked.until,
    )


def _weight(strip: Strip) -> float:
    """Weigh a cell: by its values that have a date, then by the others."""
    return sum(1.0 if entry.bars else 0.01 for entry in strip.entries)


def dating_of_bars(shown: Iterable[Entry], zone: dt.tzinfo | None) -> Dating:
    """Choose how the clocks of a figure of states are printed, by the bounds of its bars."""
    edges = [moment for entry in shown for bar in entry.bars for moment, _ in bar.outline if isinstance(moment, int)]
    has_times = any(moment % DAY not in (0, DAY - 1) for moment in edges)
    return Dating(day=one_day(edges, zone) if has_times else None, zone=zone)


def key_events(snapshot: Snapshot, shown: Iterable[Entry], asked: Asked) -> frozenset[str]:
    """Choose, of the events that these states rest on, those whose values are named where there is not room for all."""
    ids = dict.fromkeys(name for entry in shown for name in entry.ids)
    events = [event for event in (snapshot.event(name) for name in ids) if event is not None]
    begins = {event.id: event.event.occurred for event in events}

    def begin(event: KnownEvent) -> tuple[float, float]:
        date = begins[event.id]
        return (date.meaning.span.lo, date.meaning.span.hi) if date is not None else (math.inf, math.inf)

    return moments.named(events, asked, lane_of=lambda event: event.facts[0].entity if event.facts else "", begin=begin)


def named_by(strip: Strip, key: frozenset[str]) -> Strip:
    """Name what rests on a key event."""
    entries = tuple(attrs.evolve(entry, is_named=not key.isdisjoint(entry.ids)) for entry in strip.entries)
    return attrs.evolve(strip, entries=entries)


def said_once(strip: Strip, usual: str) -> Strip:
    """Leave out the standing that the figure says once for all."""
    entries = tuple(
        attrs.evolve(entry, word=", ".join(word for word in entry.word.split(", ") if word and word != usual))
        for entry in strip.entries
    )
    return attrs.evolve(strip, entries=entries)


def dated(strip: Strip) -> Strip:
    """Give a lane with what has a date: what has none has no place along time."""
    return attrs.evolve(strip, entries=tuple(entry for entry in strip.entries if entry.bars))


def undated(strip: Strip) -> Iterable[Entry]:
    """Give what has no date, each with the lane that it belongs to."""
    for entry in strip.entries:
        if not entry.bars:
            yield attrs.evolve(entry, text=f"{strip.group}, {strip.name}: {entry.text}", date="")


def counted_of(asked: Asked, told: Collection[str]) -> Collection[str]:
    """Name the entities that are drawn of a view, by which colours go; none for all.

    They are those that were asked for, whatever was known of them by the as-of day. Where events were asked for, they
    are those that these speak of.
    """
    if asked.selection.entities:
        return asked.selection.entities
    of_all = asked.only is None and attrs.evolve(asked.selection, strict=False, since=None, until=None).is_everything
    return () if of_all else told


def told_of(snapshot: Snapshot, spec: ViewSpec, asked: Asked) -> set[str]:
    """Name the entities that are drawn: those that the events asked for speak of, as in the table of the view."""
    entities, strict = asked.selection.entities, asked.selection.strict
    wide = attrs.evolve(asked, selection=attrs.evolve(asked.selection, entities=()))
    events = [event for event in snapshot.events if is_asked_for(event, wide) and is_in_time(event, asked)]
    return filters.told_of(
        events,
        spec.properties,
        names=snapshot.names,
        entities=entities,
        strict=strict,
        rows=spec.entities,
        all_rows=asked.only is None and attrs.evolve(wide.selection, strict=False).is_everything,
    )


def strip_of(
    snapshot: Snapshot,
    spec: ViewSpec,
    cell: tuple[str, str],
    *,
    teller: Teller,
    numbers: Mapping[tuple[Any, ...], int],
    asked: Asked,
    deciding: Deciding | None = None,
) -> tuple[Strip, list[str]]:
    """Describe the lane of one cell; and name what lies outside the days asked for.

    ``deciding`` knows what was decided of the view in other snapshots. Where nobody reads the words of the teller, a
    lane is told as far as it is seen: its entries name no source and do not say as a ``whole`` what they show.
    """
    entity, name = cell
    found = (deciding or Deciding(spec)).stretches(snapshot, entity, name)
    if asked.selection.strict:
        found = tuple(map(_strict, found))
    entries = [_entry(run, cell, teller, numbers) for run in gather(found)]
    entries += [_over(run, cell, teller) for run in _runs_over(found)]
    entries += _beside(snapshot, cell, teller, numbers, asked)
    kept = tuple(
        entry for entry in entries if not entry.bars or any(within(bounds(bar.outline), asked) for bar in entry.bars)
    )
    many = name in spec.many
    unknown = tuple((stretch.lo, stretch.hi) for stretch in found if _is_open(stretch, many=many))
    beyond = [f"{entity}, {name}: {entry.text}" for entry in entries if entry not in kept]
    return Strip(name=name, group=entity, entries=kept, unknown=unknown), beyond


def _strict(stretch: Stretch) -> Stretch:
    values = tuple(value for value in stretch.cell.values if value.answer is Answer.YES)
    answer = stretch.cell.answer if values or stretch.cell.answer == "ended" else "unknown"
    return attrs.evolve(stretch, cell=attrs.evolve(stretch.cell, values=values, answer=answer))


def _is_open(stretch: Stretch, *, many: bool) -> bool:
    """Say whether the cell may have no value at all, and nothing surely ended.

    None is told, or a single one that is not sure; of several at once each may be missing.
    """
    values = stretch.cell.values
    if not values:
        return stretch.cell.answer != "ended"
    return (many or len(values) == 1) and all(value.answer is not Answer.YES for value in values)


def _runs_over(found: Iterable[Stretch]) -> Iterable[list[Stretch]]:
    """Gather the stretches, one after the other, over which the value that a cell had is said to have ended."""
    for is_over, run in itertools.groupby(found, lambda one: one.cell.answer == "ended" and not one.cell.values):
        if is_over:
            yield list(run)


def _over(run: Sequence[Stretch], cell: tuple[str, str], teller: Teller) -> Entry:
    """Describe a time over which a cell has no value, as a named end says."""
    ends = [item for stretch in run for item in stretch.cell.beside if item.mode == "ended"]
    ids = tuple(dict.fromkeys(event for item in ends if item.answer is Answer.YES for event in item.events))
    events = teller.read(ids)
    standing = ends[0].standing
    parts = [f"{cell[0]}, {cell[1]}: {say.shown(None)}"]
    return Entry(
        text=say.shown(None),
        sources=tuple(dict.fromkeys(name for event in events for name in event.sources())),
        whole=_whole(parts, events, teller),
        bars=(Bar(outline=((run[0].lo, 1.0), (run[-1].hi, 1.0)), standing=standing),),
        mode="ended",
        standing=standing,
        ids=ids,
        goes_on=run[-1].hi == NEVER_AFTER,
        inside=True,
    )


def _entry(run: Sequence[Part], cell: tuple[str, str], teller: Teller, numbers: Mapping[tuple[Any, ...], int]) -> Entry:
    first = next((part for part in run if part.is_sure), run[0])
    value = first.value.value
    ids = tuple(dict.fromkeys(event for part in run for event in part.value.events))
    events = teller.read(ids)
    standing = run[-1].value.standing if run[-1].is_sure else first.value.standing
    words = [] if any(part.is_sure for part in run) else ["possibly"]
    words += [] if standing in QUIET else [standing]
    return Entry(
        text=say.shown(value),
        word=", ".join(words),
        sources=tuple(dict.fromkeys(name for event in events for name in event.sources())),
        whole=_whole(_of_run(cell, run, teller), events, teller, *_named(events, teller)),
        bars=tuple(bars_of(run)),
        mode="ended" if value is None else "actual",
        colour=numbers.get(value_key(value)),
        standing=standing,
        answer="yes" if any(part.is_sure for part in run) else "possibly",
        ids=ids,
        goes_on=run[-1].hi == NEVER_AFTER,
        inside=True,
    )


def _of_run(cell: tuple[str, str], run: Sequence[Part], teller: Teller) -> Iterable[str]:
    """Say in words which value a run has, and since when."""
    first = next((part for part in run if part.is_sure), run[0]).value
    answer = "yes" if first.answer is Answer.YES else "possibly"
    yield f"{cell[0]}, {cell[1]}: {say.shown(first.value)}"
    yield f"Answer: {answer}, since {date_words(first.since, teller.zone)}"


def _named(events: Sequence[KnownEvent], teller: Teller) -> Iterable[str]:
    """Name those who publish the sources of some events."""
    names = dict.fromkeys(
        known.source.publisher or known.name
        for event in events
        for known in (teller.snapshot.sources.get(name) for name in event.sources())
        if known is not None
    )
    if names:
        yield f"Sources: {', '.join(names)}"


def _whole(first: Iterable[str], events: Sequence[KnownEvent], teller: Teller, *last: str) -> str:
    """Say all about an entry, with how the events stand on which it rests."""
    if not teller.is_read:
        return ""
    stands = [f"“{event.event.title}”: {teller.standing_words(event)}" for event in events]
    return clean(". ".join((*first, *stands, *last)) + ".")


# --- what fills no cell -----------------------------------------------------------------------------------------------


def _beside(
    snapshot: Snapshot,
    cell: tuple[str, str],
    teller: Teller,
    numbers: Mapping[tuple[Any, ...], int],
    asked: Asked,
) -> list[Entry]:
    """Describe the facts that fill no cell, by their mode; equal ones of one date are one."""
    found: dict[tuple[Any, ...], list[tuple[KnownFact, KnownEvent]]] = {}
    for fact, event in snapshot.facts_of(*cell):
        body = fact.fact
        if body.mode != "actual" and (fact.answer is Answer.YES or not asked.selection.strict):
            key = (BESIDE.index(body.mode), value_key(body.value), fact.date or "")
            found.setdefault(key, []).append((fact, event))
    return [_beside_entry(group, cell, teller, numbers) for _, group in sorted(found.items(), key=_by_start)]


def _by_start(item: tuple[tuple[Any, ...], list[tuple[KnownFact, KnownEvent]]]) -> tuple[Any, ...]:
    fact = item[1][0][0]
    return (item[0][0], fact.start.lo, fact.start.hi, say.shown(fact.fact.value))


def _beside_entry(
    group: Sequence[tuple[KnownFact, KnownEvent]],
    cell: tuple[str, str],
    teller: Teller,
    numbers: Mapping[tuple[Any, ...], int],
) -> Entry:
    fact = group[0][0]
    events = list({event.id: event for _, event in group}.values())
    stands = [teller.standing(event).name for event in events]
    standing = min(stands, key=lambda name: (name not in QUIET, name))
    sure = any(other.answer is Answer.YES for other, _ in group)
    words = [] if sure else ["possibly"]
    words += [] if standing in QUIET else [standing]
    value = say.shown(fact.fact.value)
    parts = (f"{cell[0]}, {cell[1]}, {fact.fact.mode}: {value}", f"When: {date_words(fact.date, teller.zone)}")
    return Entry(
        text=f"{fact.fact.mode}: {value}",
        date=short(fact.date.meaning, teller.zone) if fact.date else "no date",
        word=", ".join(words),
        sources=tuple(dict.fromkeys(name for event in events for name in event.sources())),
        whole=_whole(parts, events, teller),
        bars=tuple(
            Bar(outline=outline, light=not (sure and is_sure), standing=standing) for outline, is_sure in _shape(fact)
        ),
        mode=fact.fact.mode,
        colour=numbers.get(value_key(fact.fact.value)),
        standing=standing,
        answer="yes" if sure else "possibly",
        ids=tuple(event.id for event in events),
        goes_on=fact.end is not None and fact.end.lo == math.inf,
    )


def _shape(fact: KnownFact) -> Shape:
    """Draw a fact beside a cell: an interval as a state, any other date as one moment in its span; nothing undated."""
    if fact.end is not None:
        return of_state(fact.start, fact.end)
    return () if fact.start == Span.anything() else of_moment(fact.start)


# --- words ------------------------------------------------------------------------------------------------------------


def _summary(
    strips: Sequence[Strip], silent: Mapping[str, Sequence[str]], snapshot: Snapshot, zone: dt.tzinfo | None
) -> tuple[str, ...]:
    shown = [entry for strip in strips for entry in strip.entries]
    moments = [moment for entry in shown for bar in entry.bars for moment in bounds(bar.outline)]
    entities = len({strip.group for strip in strips} | set(silent))
    unheard = sum(map(len, silent.values()))
    unknown = unheard + sum(not any(entry.mode == "actual" for entry in strip.entries) for strip in strips)
    parts = [
        f"States over time: {say.counted(len(strips) + unheard, 'cell')} of "
        + say.counted(entities, "entity", "entities")
        + f", {span_words(moments, zone)}.",
        f"{say.counted(unknown, 'cell')} unknown throughout." if unknown else "",
        clock_words(snapshot.clocks, zone),
    ]
    begun = sorted(
        (
            (entry.bars[0].outline[0][0], strip, entry)
            for strip in strips
            for entry in strip.entries
            if entry.inside and isinstance(entry.bars[0].outline[0][0], int)
            if not is_of_any_year(*bounds(entry.bars[0].outline))
        ),
        key=lambda found: (-found[0], found[1].group or "", found[1].name),
    )
    if begun:
        latest = "; ".join(
            f"{strip.group}, {strip.name}: {entry.text} (from {start_text(moment, zone)})"
            for moment, strip, entry in begun[:3]
        )
        parts.append(f"Latest changes with a first possible day: {latest}.")
    lasting = [(strip, [entry for entry in strip.entries if entry.goes_on and entry.inside]) for strip in strips]
    lasting = [(strip, entries) for strip, entries in lasting if entries]
    for strip, entries in lasting[:_MOST_SAID]:
        values = " or ".join(f"{entry.text} ({entry.word or entry.standing})" for entry in entries)
        parts.append(f"{strip.group}, {strip.name}: {values}.")
    if len(lasting) > _MOST_SAID:
        parts.append(f"And {len(lasting) - _MOST_SAID:,} more that go on.")
    return tuple(part for part in parts if part)


def _notes(
    snapshot: Snapshot, asked: Asked, outside: Sequence[str], crowded: Sequence[str], unplaced: Sequence[str]
) -> Iterable[Note]:
    yield from shown_words(asked, "entities")
    if crowded:
        yield left_out(crowded, NO_ROOM, of="cell")
    if unplaced:
        yield left_out(unplaced, f"without a date, {NO_ROOM}", of="value")
    if outside:
        yield left_out(outside, "outside these days", of="state")
    yield from unasked_words(snapshot, of_any_event(asked), shows_retracted=True)
