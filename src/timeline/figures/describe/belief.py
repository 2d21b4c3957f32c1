"""The figure ``belief``: one cell, the as-of moments from top to bottom, the world's time across.

Law of this module: each row is the lane that ``state`` draws of the cell as of that moment, cut off where its run of
as-of moments ends. A value has one colour in all rows; a row that looks like the one before is not drawn again, what
fills no cell is drawn in the first row that tells it so, and a value is named where it is new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.edtf import instant_clock
from timeline.dates.values import DAY, Moment
from timeline.figures.describe import palette
from timeline.figures.describe.chart import Chart, Citation, Entry, Note, Strip
from timeline.figures.describe.compare import looks, until
from timeline.figures.describe.dating import Dating, dating_of_moments
from timeline.figures.describe.events import usual_of
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.printed import days_text
from timeline.figures.describe.shapes import bounds
from timeline.figures.describe.state import dated, dating_of_bars, said_once, strip_of, undated
from timeline.figures.describe.words import (
    Asked,
    Teller,
    citations,
    clock_words,
    end_of_time,
    left_out,
    lines_within,
    named_if_few,
    nothing_to_draw,
    shown_words,
    span_words,
)
from timeline.records import say
from timeline.views.overtime import Believed, Deciding
from timeline.views.table import ViewSpec

MOST_ROWS: Final = 24
_MOST_LINES: Final = 30
"""How many lines of bars and of their names may stand below each other in all rows together."""


@attrs.frozen(kw_only=True)
class _Row:
    """What was believed from a moment on: None for the time before any report.

    ``beyond`` names what lies outside the days asked for, over the whole run of as-of moments.
    """

    first: int | None
    snapshot: Snapshot
    strip: Strip
    beyond: tuple[str, ...] = ()


def chart(ledger: Ledger, snapshot: Snapshot, spec: ViewSpec, cell: tuple[str, str], asked: Asked) -> Chart:
    """Describe how what was believed of a cell changed.

    Raises:
        FigureError: Nobody said anything of the cell.
    """
    clocks = snapshot.clocks
    found = _Rows(spec, cell, asked, end_of_time(clocks))
    believed = Believed.of(ledger, *cell, recorded_by=clocks.recorded_by, as_of=clocks.as_of)
    found.read(believed)
    if not found.rows:
        raise nothing_to_draw(snapshot, asked, f"nobody said anything of {cell[0]}.{cell[1]}")
    latest = found.drawn()
    strips = _changes(latest, cell, asked)
    usual = usual_of(entry.standing for strip in strips for entry in strip.entries)
    strips = [said_once(strip, usual) for strip in strips]
    strips = _briefly(strips) if asked.is_brief else strips
    strips = palette.apart(strips)
    shown = [entry for strip in strips for entry in strip.entries]
    beside = f"{usual} where nothing else is said" if usual else ""
    over = headline("belief", f"{cell[0]}, {cell[1]}: what was believed, and when", asked, clocks, beside=beside)
    lines, beyond_lines = lines_within(clock_lines(clocks, Dating(zone=asked.zone)), asked)
    return attrs.evolve(
        over,
        summary=(*_summary(cell, strips, asked.zone), clock_words(clocks, asked.zone)),
        strips=tuple(map(dated, strips)),
        begin=latest[0].first,
        undated=named_if_few(entry for strip in strips for entry in undated(strip)),
        lines=lines,
        usual=usual,
        sources=_sources(latest, shown, asked.zone),
        notes=(
            *_notes(asked, latest[0] if found.earlier else None, found.beyond()),
            *palette.hatch_notes(strips),
            *beyond_lines,
        ),
        day=dating_of_bars(shown, asked.zone).day,
        since=asked.since,
        until=asked.until,
    )


_FIRST_LOOK: Final = 8
"""So many as-of dates are looked at first, the latest of all; then twice as many before these, and so on."""


class _Rows:
    """The rows of a cell, found from the latest as-of date backwards, until all that are drawn are known.

    ``rows`` are those that were found, ascending. Each is described as far as a reader would see another row in it;
    those that are drawn are then told in words and colours.
    """

    def __init__(self, spec: ViewSpec, cell: tuple[str, str], asked: Asked, end: Moment) -> None:
        self.rows: list[_Row] = []
        self._spec = spec
        self._cell = cell
        self._asked = asked
        self._end = end
        self._deciding = Deciding(spec)
        self._beyond: tuple[str, ...] = ()

    def read(self, believed: Believed) -> None:
        """Find the rows."""
        end, step = len(believed.runs), _FIRST_LOOK
        while end and not any(row.strip.entries for row in self.earlier):  # the first that is drawn may begin earlier
            begin = max(0, end - step)
            self._read(believed.walk(begin, end))
            end, step = begin, 2 * step
        if not end and not self.rows[0].strip.entries:
            self._beyond = self.rows.pop(0).beyond

    @property
    def earlier(self) -> Sequence[_Row]:
        """The rows that were found before those that are drawn."""
        return self.rows[: len(self.rows) - len(self._latest())]

    def _read(self, shots: Iterable[tuple[int | None, Snapshot]]) -> None:
        """Find the rows of some as-of dates before all that were read; neighbours that look alike are one."""
        found: list[_Row] = []
        for first, one in shots:
            strip, beyond = self._strip(one, {}, in_words=False)
            _add(found, _Row(first=first, snapshot=one, strip=strip, beyond=tuple(beyond)))
        for row in self.rows:
            _add(found, row)
        self.rows = found

    def _strip(
        self, one: Snapshot, numbers: Mapping[tuple[Any, ...], int], *, in_words: bool
    ) -> tuple[Strip, list[str]]:
        return strip_of(
            one,
            self._spec,
            (one.entity(self._cell[0]), self._cell[1]),
            teller=Teller(one, self._asked.zone, is_read=in_words),
            numbers=numbers,
            asked=self._asked,
            deciding=self._deciding,
        )

    def _latest(self) -> Sequence[_Row]:
        """Give the latest rows, as many as one figure can show, each up to where its run of as-of moments ends."""
        most = self._asked.most
        of_rows = MOST_ROWS if most is None else min(MOST_ROWS, most)
        rows = _cut(self.rows[-of_rows:], self._end)
        lines, first = 0, len(rows)
        for row in reversed(rows):
            lines += _lines(row.strip)
            if first < len(rows) and lines > _MOST_LINES:
                break
            first -= 1
        return rows[first:]

    def drawn(self) -> Sequence[_Row]:
        """Tell the latest rows in words and colours."""
        rows = self.rows[len(self.earlier) :]
        shots = [row.snapshot for row in rows]
        entities = {one.entity(self._cell[0]) for one in shots}
        numbers = palette.values(shots, self._spec, self._asked, entities=entities)
        strips = [self._strip(one, numbers, in_words=True)[0] for one in shots]
        return _cut([attrs.evolve(row, strip=strip) for row, strip in zip(rows, strips, strict=True)], self._end)

    def beyond(self) -> tuple[str, ...]:
        """Name what lies outside the days asked for."""
        drawn = [text for row in self.rows[len(self.earlier) :] for text in row.beyond]
        return tuple(dict.fromkeys(drawn if self.earlier else (*self._beyond, *drawn)))


def _add(rows: list[_Row], row: _Row) -> None:
    """Add a row after others; one that looks like the last of them goes on with it."""
    if rows and looks(rows[-1].strip) == looks(row.strip):
        before = rows.pop()
        row = attrs.evolve(before, beyond=tuple(dict.fromkeys((*before.beyond, *row.beyond))))
    rows.append(row)


_AT_A_GLANCE: Final = 3
"""How many values a row names where it is told at a glance."""


def _briefly(strips: Sequence[Strip]) -> list[Strip]:
    """Name a value once, in the last row that has it anew, and in each row the latest; others where there is room."""
    found: list[Strip] = []
    said: set[str] = set()
    for strip in reversed(strips):
        named = sorted((entry for entry in strip.entries if entry.is_named and entry.text not in said), key=_begin)
        kept = set(map(id, named[-_AT_A_GLANCE:]))
        said |= {entry.text for entry in named}
        entries = tuple(attrs.evolve(entry, is_named=id(entry) in kept) for entry in strip.entries)
        found.append(attrs.evolve(strip, entries=entries))
    return found[::-1]


def _begin(entry: Entry) -> float:
    return entry.bars[0].outline[0][0] if entry.bars else float("inf")


def _lines(strip: Strip) -> int:
    """Count the lines of a row: one where its values follow each other, else one for each bar and one for its name."""
    spans = [(entry.bars[0].outline[0][0], entry.bars[-1].outline[-1][0]) for entry in strip.entries if entry.inside]
    bars = max((sum(lo <= begin < hi for lo, hi in spans) for begin, _ in spans), default=1)
    return max(bars, 1) if bars < 2 else 2 * bars


def _changes(rows: Iterable[_Row], cell: tuple[str, str], asked: Asked) -> list[Strip]:
    """Name in each row what the row before did not say, and leave out what fills no cell and was said before."""
    changed: list[Strip] = []
    before: frozenset[object] = frozenset()
    rows = list(rows)
    dating = dating_of_moments((row.first for row in rows if row.first is not None), asked.zone)
    for place, row in enumerate(rows):
        is_full = place == len(rows) - 1 and not asked.is_brief  # what is believed in the end, where there is room
        entries = tuple(
            attrs.evolve(entry, is_named=_said_of(entry) not in before)
            for entry in row.strip.entries
            if entry.inside or _said_of(entry) not in before
        )
        entries = tuple(attrs.evolve(entry, is_old=not entry.is_named and not is_full) for entry in entries)
        name, group = _name(row.first, dating, is_first=place == 0), f"{cell[0]}, {cell[1]}"
        changed.append(attrs.evolve(row.strip, name=name, group=group, entries=entries))
        before = frozenset(map(_said_of, row.strip.entries))
    return changed


def _said_of(entry: Entry) -> object:
    """Give what a row says of a value: what it is, how surely, and from when on."""
    begin = entry.bars[0].outline[0] if entry.bars else None
    return entry.text, entry.mode, entry.inside, entry.answer, entry.standing, entry.date, begin


def _cut(rows: Sequence[_Row], end: Moment) -> list[_Row]:
    """End each row where its run of as-of moments ends; what is planned may lie beyond."""
    cut = []
    for place, row in enumerate(rows):
        following = rows[place + 1].first if place + 1 < len(rows) else None
        limit = min(following - 1 if following is not None else end, end)
        ahead = [entry for entry in row.strip.entries if not entry.inside and entry.mode != "actual"]
        kept = until(attrs.evolve(row.strip, entries=tuple(e for e in row.strip.entries if e not in ahead)), limit)
        cut.append(attrs.evolve(row, strip=attrs.evolve(kept, entries=(*kept.entries, *ahead))))
    return cut


def _name(first: int | None, dating: Dating, *, is_first: bool) -> str:
    """Name a row by the day, or the instant, from which on it was believed; below the first a time of its day alone."""
    if first is None:
        return "before"
    clock = instant_clock(first)
    said = Dating(zone=dating.zone) if is_first else dating
    text = days_text(clock.lo, clock.lo + DAY - 1) if first % DAY == 0 else said.clock(clock)
    return f"from {text}" if is_first else text


def _sources(rows: Sequence[_Row], shown: Sequence[Entry], zone: dt.tzinfo | None) -> tuple[Citation, ...]:
    """Name each source as the last snapshot that knows it tells it."""
    names = dict.fromkeys(name for entry in shown for name in entry.sources)
    found = {one.name: one for row in rows for one in citations(row.snapshot, names, zone) if one.text != one.name}
    return tuple(found.get(name, Citation(name=name, text=name, short=name)) for name in names)


def _summary(cell: tuple[str, str], strips: Sequence[Strip], zone: dt.tzinfo | None) -> Iterable[str]:
    rows = say.counted(len(strips), "row")
    bars = [bar for strip in strips for entry in strip.entries for bar in entry.bars]
    span = span_words((moment for bar in bars for moment in bounds(bar.outline)), zone)
    yield f"What was believed of one cell, {cell[0]}, {cell[1]}, {span}, from one as-of day to the next: {rows}."
    told = [f"{strip.name.removeprefix('from ')}: {_said(strip)}" for strip in strips[-_MOST_SAID:]]
    yield f"As of {'; '.join(told)}."


_MOST_SAID: Final = 12


def _said(strip: Strip) -> str:
    values = [f"{entry.text} ({entry.word or entry.answer})" for entry in strip.entries if entry.inside]
    return " or ".join(dict.fromkeys(values)) or "unknown"


def _notes(asked: Asked, first: _Row | None, beyond: Sequence[str]) -> Iterable[Note]:
    yield from shown_words(asked, "entities")
    if first is not None:
        day = _name(first.first, Dating(zone=asked.zone), is_first=False)
        yield f"What was believed before {day} is not drawn; an earlier --as-of (in Python as_of=) draws it."
    if beyond:
        yield left_out(beyond, "outside these days", of="state")
