"""The figure ``compare``: what a view said of the world by two as-of dates, one lane above the other.

Law of this module: both lanes are made by the rules of ``state``, a value has one colour in both, and each lane ends at
its own as-of day. Cells that say the same on both dates are counted, not drawn.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
import msgspec

from timeline.asof.names import paired
from timeline.asof.values import Snapshot
from timeline.dates.values import Moment
from timeline.figures.describe import palette
from timeline.figures.describe.chart import Chart, Citation, Entry, Line, Note, Strip
from timeline.figures.describe.dating import Dating, one_day
from timeline.figures.describe.events import usual_of
from timeline.figures.describe.headline import asked_words, headline
from timeline.figures.describe.printed import days_text
from timeline.figures.describe.shapes import Outline, bounds
from timeline.figures.describe.state import (
    counted_of,
    dated,
    dating_of_bars,
    key_events,
    named_by,
    said_once,
    strip_of,
    told_of,
    undated,
)
from timeline.figures.describe.words import (
    NO_ROOM,
    Asked,
    Teller,
    cells,
    citations,
    clock_words,
    end_of_time,
    left_out,
    lines_within,
    named_if_few,
    nothing_to_draw,
    of_any_event,
    shown_words,
    span_words,
    unasked_words,
)
from timeline.records import say
from timeline.views.table import ViewSpec

_DAYS: Final = "a day earlier than D1, or a D2 later (in Python before=)"


def chart(before: Snapshot, after: Snapshot, spec: ViewSpec, asked: Asked) -> Chart:
    """Describe the comparison of two snapshots; each says its own as-of date.

    Raises:
        FigureError: Nothing differs, or neither says anything about the view.
    """
    snapshots = (before, after)
    dating = _dating(snapshots, asked.zone)
    names = [
        dating.clock(snapshot.clocks.as_of) if snapshot.clocks.as_of is not None else "no date"
        for snapshot in snapshots
    ]
    found = _compared(before, after, spec, asked, names)
    strips, same = found.strips, found.same
    if not strips:
        raise nothing_to_draw(after, asked, f"the view {spec.name} says the same on both dates", _DAYS)
    pairs = list(zip(strips[::2], strips[1::2], strict=True))
    is_large = asked.most is None and asked.label != "all" and len(pairs) > _MOST_PAIRS
    within = attrs.evolve(asked, most=_MOST_PAIRS) if is_large else asked
    drawn, too_many = cells(pairs, within, _changes, _size, most=_MOST_ENTRIES)
    strips = [strip for lanes in drawn for strip in lanes]
    crowded = [before_.group or "" for before_, _ in too_many]
    why = _NOT_READ if is_large else NO_ROOM
    shown = [entry for strip in strips for entry in strip.entries]
    usual = usual_of(entry.standing for entry in shown)
    of_all = attrs.evolve(asked, most=None)
    key = key_events(after, shown, of_all) or key_events(before, shown, of_all)
    strips = [named_by(said_once(strip, usual), key) for strip in strips]
    whole = [_date(snapshot, asked.zone) for snapshot in snapshots]
    said = f"{spec.title} · What was known by {whole[0]}, and by {whole[1]}"
    if asked.is_brief:  # the flags of its lines say the dates
        said = f"{strips[0].group}: what was known by {whole[0]}, and by {whole[1]}" if len(drawn) == 1 else spec.title
    over = headline("compare", said, attrs.evolve(asked, log_title=asked.log_title or spec.title), after.clocks)
    if over.title == spec.title:
        over = attrs.evolve(over, question=said.partition(" · ")[2])
    strips = palette.apart(strips)
    lines, beyond_lines = lines_within(
        tuple(
            Line(text=f"as of {dating.clock(snapshot.clocks.as_of)}", at=snapshot.clocks.as_of.hi, role="as-of")
            for snapshot in snapshots
            if snapshot.clocks.as_of is not None
        ),
        asked,
    )
    return attrs.evolve(
        over,
        clocks=asked_words(msgspec.structs.replace(after.clocks, as_of=None), asked.zone),
        summary=tuple(_summary(strips, len(same), names, after, asked.zone)),
        strips=tuple(map(dated, strips)),
        undated=named_if_few(entry for strip in strips for entry in undated(strip)),
        lines=lines,
        end=max(end_of_time(snapshot.clocks) for snapshot in snapshots),
        usual=usual,
        sources=_sources(snapshots, shown, asked.zone),
        notes=(
            *_notes(asked, same, found.later, found.beyond),
            *([left_out(crowded, why, of="cell")] if crowded else []),
            *unasked_words(after, of_any_event(asked), shows_retracted=True),
            *palette.hatch_notes(strips),
            *beyond_lines,
        ),
        day=dating_of_bars(shown, asked.zone).day,
        since=asked.since,
        until=asked.until,
    )


@attrs.define
class _Compared:
    """The lanes of the cells that differ, two each; the others; and what is told of both but not drawn."""

    strips: list[Strip] = attrs.field(factory=list)
    same: list[str] = attrs.field(factory=list)
    later: dict[str, None] = attrs.field(factory=dict)
    beyond: dict[str, None] = attrs.field(factory=dict)


def _compared(before: Snapshot, after: Snapshot, spec: ViewSpec, asked: Asked, names: Sequence[str]) -> _Compared:
    """Compare each cell; ``names`` are those of the two lanes.

    Raises:
        FigureError: Neither snapshot says anything about the view.
    """
    snapshots = (before, after)
    rows = spec.named(after.names, before.names)
    entities = paired(before.names, after.names, told_of(before, spec, asked), told_of(after, spec, asked))
    if not entities:
        raise nothing_to_draw(after, asked, f'no known fact for the view "{spec.name}" on either date', _DAYS)
    names_of = {name for pair in entities for name in pair}
    numbers = palette.values((after, before), spec, asked, entities=counted_of(asked, names_of))
    tellers = [Teller(snapshot, asked.zone) for snapshot in snapshots]
    found = _Compared()
    for called in sorted(entities, key=lambda pair: [*map(rows.row_order, reversed(pair))]):
        entity = called[1] if called[0] == called[1] else f"{called[0]}, then {called[1]}"
        for name in spec.properties:
            told = [
                strip_of(snapshot, spec, (one, name), teller=teller, numbers=numbers, asked=asked)
                for snapshot, teller, one in zip(snapshots, tellers, called, strict=True)
            ]
            cell = f"{entity}, {name}"
            pair = [attrs.evolve(strip, group=cell) for strip, _ in told]
            found.beyond.update(dict.fromkeys(text for _, outside in told for text in outside))
            if looks(pair[0]) == looks(pair[1]):
                found.same.append(cell)
                continue
            if asked.is_brief:
                pair[1] = _told_once(pair[1], pair[0])
            for strip, snapshot, date in zip(pair, snapshots, names, strict=True):
                cut = until(strip, end_of_time(snapshot.clocks))
                kept = {(entry.text, entry.ids) for entry in cut.entries}
                gone = [entry for entry in strip.entries if (entry.text, entry.ids) not in kept]
                found.later.update(dict.fromkeys(f"{cell}, {date}: {entry.text}" for entry in gone))
                found.strips.append(attrs.evolve(cut, name=date))
    return found


def _told_once(after: Strip, before: Strip) -> Strip:
    """Set in the later lane what the earlier says alike as old: it is drawn thin, and not named again."""
    said = {_look(entry) for entry in before.entries}
    entries = tuple(attrs.evolve(e, is_old=True) if e.inside and _look(e) in said else e for e in after.entries)
    return attrs.evolve(after, entries=entries)


def until(strip: Strip, limit: Moment) -> Strip:
    """End a lane at a moment, that of its as-of day: of what came later it could know nothing."""
    entries = []
    for entry in strip.entries:
        bars = tuple(
            attrs.evolve(bar, outline=_cut(bar.outline, limit)) for bar in entry.bars if bar.outline[0][0] < limit
        )
        if entry.bars and not bars:
            continue
        entries.append(attrs.evolve(entry, bars=bars, told=entry.bars, stop=limit))
    unknown = tuple((lo, min(hi, limit)) for lo, hi in strip.unknown if lo < limit)
    return attrs.evolve(strip, entries=tuple(entries), unknown=unknown)


def _cut(outline: Outline, limit: Moment) -> Outline:
    """Cut a shape off at a moment; what goes on does so, and its lane says where it stops."""
    kept = [corner for corner in outline if corner[0] <= limit]
    if len(kept) == len(outline) or outline[len(kept)][0] == math.inf:
        return outline
    (start, low), (stop, high) = kept[-1], outline[len(kept)]
    # where nothing says since when it may be so, it is so in full height at any moment up to the last
    share = 1.0 if isinstance(start, float) or isinstance(stop, float) else (limit - start) / (stop - start)
    height = low + (high - low) * share
    beyond: Outline = ((math.inf, height),) if outline[-1][0] == math.inf else ()
    return (*kept, (limit, height), *beyond)


def _date(snapshot: Snapshot, zone: dt.tzinfo | None) -> str:
    clock = snapshot.clocks.as_of
    return days_text(clock.lo, clock.hi, zone) if clock is not None else "no date"


def _dating(snapshots: Sequence[Snapshot], zone: dt.tzinfo | None) -> Dating:
    """Leave out the day of two clocks that are both times of one day: the headline and the axis say it."""
    clocks = [snapshot.clocks.as_of for snapshot in snapshots]
    moments = [clock.hi for clock in clocks if clock is not None and clock.lo == clock.hi and isinstance(clock.hi, int)]
    return Dating(day=one_day(moments, zone) if len(moments) == len(clocks) else None, zone=zone)


def looks(strip: Strip) -> Any:
    """Give what a reader sees of a lane."""
    return strip.unknown, tuple(map(_look, strip.entries))


def _look(entry: Entry) -> Any:
    return *_claim(entry), entry.bars, entry.date


def _claim(entry: Entry) -> Any:
    return entry.text, entry.mode, entry.answer, entry.standing


def _sources(snapshots: tuple[Snapshot, Snapshot], shown: list[Entry], zone: dt.tzinfo | None) -> tuple[Citation, ...]:
    """Name each source as the later snapshot that knows it tells it."""
    names = dict.fromkeys(name for entry in shown for name in entry.sources)
    found = {
        one.name: one for snapshot in snapshots for one in citations(snapshot, names, zone) if one.text != one.name
    }
    return tuple(found.get(name, Citation(name=name, text=name, short=name)) for name in names)


def _summary(
    strips: list[Strip], same: int, names: list[str], after: Snapshot, zone: dt.tzinfo | None
) -> Iterable[str]:
    moments = [moment for strip in strips for e in strip.entries for bar in e.bars for moment in bounds(bar.outline)]
    pairs = list(zip(strips[::2], strips[1::2], strict=True))
    differ = "1 cell differs" if len(pairs) == 1 else f"{len(pairs):,} cells differ"
    yield f"What a view said by {names[0]} and by {names[1]}: {differ}, {span_words(moments, zone)}."
    if same:
        yield f"{say.counted(same, 'cell')} say the same on both dates and are not drawn."
    yield clock_words(after.clocks, zone)
    ranked = sorted(range(len(pairs)), key=lambda at: (-_weight(pairs[at]), at))
    told = [_change(*pairs[at]) for at in ranked[:_MOST_CHANGES]]
    yield f"Told by most sources: {'; '.join(told[:3])}."
    if len(told) > 3:
        yield f"Also: {'; '.join(told[3:])}."
    if len(pairs) > _MOST_CHANGES:
        yield f"And {len(pairs) - _MOST_CHANGES:,} more."


_MOST_PAIRS: Final = 40
"""Of more cells than a reader compares, those that changed most are drawn."""
_NOT_READ: Final = (
    "that changed less (--label all, in Python label=, draws all; --entity, in Python entities=, and "
    "`timeline diff` tell of one)"
)
_MOST_ENTRIES: Final = 8
"""How many values, at both dates together, a cell can have to be compared at a glance."""
_MOST_CHANGES: Final = 30  # what somebody listens to


def _weight(pair: tuple[Strip, Strip]) -> int:
    """Say how many sources speak of a cell, at either date."""
    return len({name for strip in pair for entry in strip.entries for name in entry.sources})


def _changes(pair: tuple[Strip, Strip]) -> tuple[int, int, int]:
    """Say how much of a cell differs that has a place along time, how much in all, and how many sources speak of it."""
    before, after = (Counter((bool(entry.bars), _claim(entry)) for entry in strip.entries) for strip in pair)
    differ = (before - after) + (after - before)
    return sum(count for (is_dated, _), count in differ.items() if is_dated), differ.total(), _weight(pair)


def _size(pair: tuple[Strip, Strip]) -> int:
    return sum(len(strip.entries) for strip in pair)


def _change(before: Strip, after: Strip) -> str:
    """Say in words what a cell was told to be, and is."""
    was, now = (
        " or ".join(dict.fromkeys(entry.text for entry in strip.entries if entry.inside)) or "unknown"
        for strip in (before, after)
    )
    beside = [
        entry.text for entry in after.entries if not entry.inside and entry.text not in {e.text for e in before.entries}
    ]
    words = f"{was}, then {now}" if was != now else f"{now} on both dates, told otherwise"
    told = ", ".join([words, *(f"new beside it {text}" for text in beside)])
    return f"{after.group}: {told}"


def _notes(asked: Asked, same: Sequence[str], later: Iterable[str], beyond: Iterable[str]) -> Iterable[Note]:
    yield from shown_words(asked, "entities")
    if same:
        yield left_out(same, "of which the view says the same on both dates", of="cell")
    for texts, why in ((tuple(later), "after the as-of day of its lane"), (tuple(beyond), "outside these days")):
        if texts:
            yield left_out(texts, why, of="state")
