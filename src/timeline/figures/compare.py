"""The figure ``compare``: what a view said of the world by two as-of dates, one lane above the other.

Law of this module: both lanes are made by the rules of ``state``, a value has one colour in both, and each lane ends at
its own as-of day. Cells that say the same on both dates are counted, not drawn.
"""

from __future__ import annotations

import math
from typing import Any

import attrs

from timeline.dates import Moment
from timeline.figures.chart import Chart, Citation, Entry, Line, Strip
from timeline.figures.state import colours, strip_of, told_of
from timeline.figures.telling import (
    Asked,
    Teller,
    citations,
    clock_words,
    counted,
    end_of_time,
    nothing_to_draw,
    shown_words,
)
from timeline.figures.when import Outline, day_text
from timeline.known import Snapshot
from timeline.views import ViewSpec


def chart(before: Snapshot, after: Snapshot, spec: ViewSpec, asked: Asked) -> Chart:
    """Describe the comparison of two snapshots; each says its own as-of date.

    Raises:
        FigureError: Nothing differs, or neither says anything about the view.
    """
    snapshots = (before, after)
    entities = sorted(told_of(before, spec, asked) | told_of(after, spec, asked))
    if not entities:
        raise nothing_to_draw(after, asked, f'no known fact for the view "{spec.name}" on either date')
    numbers = colours(snapshots, spec)
    tellers = [Teller(snapshot) for snapshot in snapshots]
    names = [_date(snapshot) for snapshot in snapshots]
    strips: list[Strip] = []
    same = later = 0
    for entity in entities:
        for name in spec.properties:
            pair = [
                strip_of(snapshot, spec, (entity, name), teller=teller, numbers=numbers, asked=asked)[0]
                for snapshot, teller in zip(snapshots, tellers, strict=True)
            ]
            if _looks(pair[0]) == _looks(pair[1]):
                same += 1
                continue
            for strip, snapshot, date in zip(pair, snapshots, names, strict=True):
                cut = _until(strip, snapshot)
                later += len(strip.entries) - len(cut.entries)
                strips.append(attrs.evolve(cut, name=f"{name}, {date}"))
    if not strips:
        raise nothing_to_draw(after, asked, f"the view {spec.name} says the same on both dates")
    shown = [entry for strip in strips for entry in strip.entries]
    return Chart(
        kind="compare",
        title=asked.title or spec.title,
        clocks="  ·  ".join(
            [f"What was known by {names[0]}, and by {names[1]}", *clock_words(after.clocks).split("  ·  ")[2:]]
        ),
        summary=_summary(strips, same, names),
        strips=tuple(strips),
        lines=tuple(
            Line(text=f"as of {name}", at=snapshot.clocks.as_of.hi, role="as-of")
            for snapshot, name in zip(snapshots, names, strict=True)
            if snapshot.clocks.as_of is not None
        ),
        end=max(end_of_time(snapshot.clocks) for snapshot in snapshots),
        sources=_sources(snapshots, shown),
        notes=tuple(_notes(asked, same, later)),
        since=asked.since.lo if asked.since else None,
        until=asked.until.hi if asked.until else None,
    )


def _until(strip: Strip, snapshot: Snapshot) -> Strip:
    """End a lane at the as-of day of its snapshot: of what came later it could know nothing."""
    limit = end_of_time(snapshot.clocks)
    entries = []
    for entry in strip.entries:
        bars = tuple(
            attrs.evolve(bar, outline=_cut(bar.outline, limit)) for bar in entry.bars if bar.outline[0][0] < limit
        )
        if entry.bars and not bars:
            continue
        entries.append(attrs.evolve(entry, bars=bars, stop=limit))
    unknown = tuple((lo, min(hi, limit)) for lo, hi in strip.unknown if lo < limit)
    return attrs.evolve(strip, entries=tuple(entries), unknown=unknown)


def _cut(outline: Outline, limit: Moment) -> Outline:
    """Cut a shape off at a moment; what goes on does so, and its lane says where it stops."""
    if outline[-1][0] == math.inf:
        return outline
    kept = [corner for corner in outline if corner[0] <= limit]
    if len(kept) == len(outline):
        return outline
    (start, low), (stop, high) = kept[-1], outline[len(kept)]
    share = 0.0 if isinstance(start, float) or isinstance(stop, float) else (limit - start) / (stop - start)
    return (*kept, (limit, low + (high - low) * share))


def _date(snapshot: Snapshot) -> str:
    clock = snapshot.clocks.as_of
    return day_text(clock.hi) if clock is not None else "no date"


def _looks(strip: Strip) -> Any:
    """Give what a reader sees of a lane."""
    return strip.unknown, tuple((e.text, e.mode, e.answer, e.standing, e.bars, e.date) for e in strip.entries)


def _sources(snapshots: tuple[Snapshot, Snapshot], shown: list[Entry]) -> tuple[Citation, ...]:
    """Name each source as the later snapshot that knows it tells it."""
    names = dict.fromkeys(name for entry in shown for name in entry.sources)
    found = {one.name: one for snapshot in snapshots for one in citations(snapshot, names) if one.text != one.name}
    return tuple(found.get(name, Citation(name=name, text=name)) for name in names)


def _summary(strips: list[Strip], same: int, names: list[str]) -> tuple[str, ...]:
    parts = [f"What a view said by {names[0]} and by {names[1]}: {counted(len(strips) // 2, 'cell')} differ."]
    if same:
        parts.append(f"{counted(same, 'cell')} say the same on both dates and are not drawn.")
    for strip in strips:
        values = " or ".join(entry.text for entry in strip.entries if entry.mode == "actual") or "unknown"
        parts.append(f"{strip.group}, {strip.name}: {values}.")
    return tuple(parts)


def _notes(asked: Asked, same: int, later: int) -> list[str]:
    notes = [*shown_words(asked, "entities")]
    if same:
        notes.append(f"{counted(same, 'cell')} of the view {'says' if same == 1 else 'say'} the same on both dates.")
    if later:
        states = f"{counted(later, 'state')} that {'begins' if later == 1 else 'begin'}"
        notes.append(f"{states} after the as-of day of its lane {'is' if later == 1 else 'are'} not drawn.")
    return notes
