"""The figure ``belief``: one cell, the as-of moments from top to bottom, the world's time across.

Law of this module: each row is the lane that ``state`` draws of the cell as of that moment, cut off where its run of
as-of moments ends. A value has one colour in all rows; a row that looks like the one before is not drawn again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.edtf import instant_clock
from timeline.dates.values import DAY, Moment
from timeline.figures.describe import palette
from timeline.figures.describe.chart import Chart, Citation, Entry, Note, Strip
from timeline.figures.describe.compare import looks, until
from timeline.figures.describe.events import usual_of
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.printed import days_text
from timeline.figures.describe.state import dated, said_once, strip_of, undated
from timeline.figures.describe.words import (
    Asked,
    Teller,
    citations,
    clock_words,
    end_of_time,
    left_out,
    lines_within,
    nothing_to_draw,
    shown_words,
)
from timeline.records import say
from timeline.views.overtime import beliefs
from timeline.views.table import ViewSpec

MOST_ROWS: Final = 24


@attrs.frozen(kw_only=True)
class _Row:
    """What was believed from a moment on: None for the time before any report."""

    first: int | None
    snapshot: Snapshot
    strip: Strip


def chart(ledger: Ledger, snapshot: Snapshot, spec: ViewSpec, cell: tuple[str, str], asked: Asked) -> Chart:
    """Describe how what was believed of a cell changed.

    Args:
        ledger: The log.
        snapshot: What was known by the clocks asked for; nothing later than its as-of day is drawn.
        spec: The view whose rule decides.
        cell: The entity and the property.
        asked: What else was asked.

    Raises:
        FigureError: Nobody said anything of the cell.
    """
    clocks = snapshot.clocks
    runs = list(beliefs(ledger, *cell, recorded_by=clocks.recorded_by, as_of=clocks.as_of))
    numbers = palette.values([one for _, one in runs], spec, asked, entities={one.entity(cell[0]) for _, one in runs})
    beyond: dict[str, None] = {}
    rows: list[_Row] = []
    for first, one in runs:
        strip, outside = strip_of(
            one, spec, (one.entity(cell[0]), cell[1]), teller=Teller(one), numbers=numbers, asked=asked
        )
        beyond.update(dict.fromkeys(outside))
        if not rows or looks(rows[-1].strip) != looks(strip):
            rows.append(_Row(first=first, snapshot=one, strip=strip))
    if rows and not rows[0].strip.entries:
        rows = rows[1:]
    if not rows:
        raise nothing_to_draw(snapshot, asked, f"nobody said anything of {cell[0]}.{cell[1]}")
    strips = _cut(rows, end_of_time(clocks), cell)
    shown = [entry for strip in strips for entry in strip.entries]
    usual = usual_of(entry.standing for entry in shown)
    earlier, strips = strips[:-MOST_ROWS], [said_once(strip, usual) for strip in strips[-MOST_ROWS:]]
    beside = f"{usual} where nothing else is said" if usual else ""
    over = headline(f"{cell[0]}, {cell[1]}: what was believed, and when", asked, clocks, beside=beside)
    lines, beyond_lines = lines_within(clock_lines(clocks), asked)
    return Chart(
        kind="belief",
        title=over.title,
        question=over.question,
        clocks=over.clocks,
        summary=(*_summary(cell, strips), clock_words(clocks).replace("  ·  ", ", ") + "."),
        strips=tuple(map(dated, strips)),
        undated=tuple(entry for strip in strips for entry in undated(strip)),
        lines=lines,
        end=end_of_time(clocks),
        usual=usual,
        sources=_sources(rows, shown),
        notes=(*_notes(asked, earlier, tuple(beyond)), *beyond_lines),
        since=asked.since,
        until=asked.until,
    )


def _cut(rows: Sequence[_Row], end: Moment, cell: tuple[str, str]) -> list[Strip]:
    """End each row where its run of as-of moments ends; what is planned may lie beyond."""
    strips = []
    for place, row in enumerate(rows):
        following = rows[place + 1].first if place + 1 < len(rows) else None
        limit = min(following - 1 if following is not None else end, end)
        ahead = [entry for entry in row.strip.entries if not entry.inside and entry.mode != "actual"]
        kept = until(attrs.evolve(row.strip, entries=tuple(e for e in row.strip.entries if e not in ahead)), limit)
        entries = (*kept.entries, *ahead)
        strips.append(attrs.evolve(kept, name=_name(row.first, place), group=f"{cell[0]}, {cell[1]}", entries=entries))
    return strips


def _name(first: int | None, place: int) -> str:
    """Name a row by the day, or the instant, from which on it was believed."""
    if first is None:
        return "before"
    clock = instant_clock(first)
    text = days_text(clock.lo, clock.lo + DAY - 1) if first % DAY == 0 else days_text(clock.lo, clock.hi)
    return f"from {text}" if place == 0 else text


def _sources(rows: Sequence[_Row], shown: Sequence[Entry]) -> tuple[Citation, ...]:
    """Name each source as the last snapshot that knows it tells it."""
    names = dict.fromkeys(name for entry in shown for name in entry.sources)
    found = {one.name: one for row in rows for one in citations(row.snapshot, names) if one.text != one.name}
    return tuple(found.get(name, Citation(name=name, text=name, short=name)) for name in names)


def _summary(cell: tuple[str, str], strips: Sequence[Strip]) -> Iterable[str]:
    rows = say.counted(len(strips), "row")
    yield f"What was believed of {cell[0]}, {cell[1]}, from one as-of day to the next: {rows}."
    told = [f"{strip.name.removeprefix('from ')}: {_said(strip)}" for strip in strips[-_MOST_SAID:]]
    yield "; ".join(told) + "."


_MOST_SAID: Final = 12


def _said(strip: Strip) -> str:
    values = [f"{entry.text} ({entry.word or entry.answer})" for entry in strip.entries if entry.inside]
    return " or ".join(dict.fromkeys(values)) or "unknown"


def _notes(asked: Asked, earlier: Sequence[Strip], beyond: Sequence[str]) -> Iterable[Note]:
    yield from shown_words(asked, "entities")
    if earlier:
        yield left_out([strip.name for strip in earlier], "before these", of="row")
    if beyond:
        yield left_out(beyond, "outside these days", of="state")
