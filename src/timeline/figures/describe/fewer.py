"""Of a chart with more values beside each other than its place has room for, those that tell most.

Law of this module: values that follow each other need no more room than one, so only what holds at one time is counted;
what is left out is named in a note, and a reader sees a figure instead of none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import attrs

from timeline.dates.values import Moment
from timeline.figures.describe.chart import Chart, Entry, Strip
from timeline.figures.describe.words import NO_ROOM, left_out


def fewer_values(chart: Chart, most: int) -> Chart:
    """Keep of each lane at most so many values that hold at one time, and so many signs beside them."""
    strips = [_fewer(strip, most) for strip in chart.strips]
    kept = {id(entry) for strip in strips for entry in strip.entries}
    gone = [
        f"{_cell(strip)}: {entry.text}" for strip in chart.strips for entry in strip.entries if id(entry) not in kept
    ]
    if not gone:
        return chart
    notes = (*chart.notes, left_out(gone, NO_ROOM, of="value"))
    return attrs.evolve(chart, strips=tuple(strips), notes=notes)


def _cell(strip: Strip) -> str:
    return ", ".join(filter(None, (strip.group, strip.name)))


def _fewer(strip: Strip, most: int) -> Strip:
    kept: list[Entry] = []
    for inside in (True, False):
        members = [entry for entry in strip.entries if entry.inside is inside]
        for entry in sorted(members, key=_rank):
            beside = [one for one in kept if one.inside is inside]
            if _at_once(entry, beside) < most if inside else len(beside) < most:
                kept.append(entry)
    chosen = set(map(id, kept))
    return attrs.evolve(strip, entries=tuple(entry for entry in strip.entries if id(entry) in chosen))


def _rank(entry: Entry) -> tuple[bool, bool, bool, float]:
    """Order values: the surer first, then what the row above does not say, what still holds, what began last."""
    begin = _span([entry])[0][0] if entry.bars else -math.inf
    return (entry.answer == "possibly", entry.is_old, not entry.goes_on, -begin)


def _at_once(entry: Entry, others: Sequence[Entry]) -> int:
    """Say how many of the others hold at most at one time while an entry does."""
    spans = _span(others)
    lo, hi = _span([entry])[0] if entry.bars else (-math.inf, math.inf)
    within = [(max(first, lo), last) for first, last in spans if first < hi and last > lo]
    return max((sum(first <= at < last for first, last in within) for at, _ in within), default=0)


def _span(entries: Iterable[Entry]) -> list[tuple[Moment, Moment]]:
    """Give from when to when values hold, as they are drawn; what goes on holds for ever."""
    return [
        (entry.bars[0].outline[0][0], math.inf if entry.goes_on else entry.bars[-1].outline[-1][0])
        for entry in entries
        if entry.bars
    ]
