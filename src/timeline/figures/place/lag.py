"""A lag at its places: a row an event, and along it the time until its first report.

Law of this module: across is a length of time on a logarithmic axis that begins at nothing, so that a day and twenty
years are both seen; a dot is a length that is known, a bar one that lies somewhere within it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY
from timeline.figures.describe.lag import Lag, Row
from timeline.figures.place import legend
from timeline.figures.place.around import Paper, begin, end, text_room
from timeline.figures.place.canvas import ARROW, MARGIN, SMALL, Canvas
from timeline.figures.place.captions import Words, add_item, words, write
from timeline.figures.place.colours import Paint, Pen, mix
from timeline.figures.place.elapsed import HOUR, MINUTE, MONTH, YEAR
from timeline.figures.place.frame import AXIS
from timeline.figures.place.labels import clean
from timeline.figures.scene import Box, Lane, Scene, Style

_ROW: Final = 19.0
_TEXT: Final = 8.6
_DATE_SHARE: Final = 0.19
_TITLE_SHARE: Final = 0.36
_BAR: Final = 7.0
_DOT: Final = 3.8
_BESIDE: Final = 7.0
_LEAST_PLOT: Final = 150.0
_NO_PLOT: Final = 24.0
_LEAST_TITLE: Final = 60.0
_GAP: Final = 14.0
_LIGHT: Final = 0.4
_PEN: Final = Pen(width=0.7)
_STEPS: Final = (
    (MINUTE, "1 min"),
    (10 * MINUTE, "10 min"),
    (HOUR, "1 h"),
    (6 * HOUR, "6 h"),
    (DAY, "a day"),
    (7 * DAY, "a week"),
    (MONTH, "a month"),
    (YEAR, "a year"),
    (10 * YEAR, "10 years"),
    (100 * YEAR, "100 years"),
    (1000 * YEAR, "1,000 years"),
)
_FINE_MOST: Final = 3 * DAY
"""Where all is shorter than this, and no length is one of days, the axis begins with minutes."""


@attrs.frozen(kw_only=True)
class Axis:
    """Where lengths of time stand: ``unit`` is the length below which the axis is about even; what is ahead is left."""

    left: float
    right: float
    lo: float
    hi: float
    unit: float

    def x(self, length: float) -> float:
        """Give the place of a length."""
        first, last = self._bend(self.lo), self._bend(self.hi)
        share = (self._bend(length) - first) / (last - first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def _bend(self, length: float) -> float:
        return math.copysign(math.log1p(abs(length) / self.unit), length)


@attrs.frozen(kw_only=True)
class _Line:
    """A row with its words, measured, and where it stands: its middle, and where its date and its title begin."""

    row: Row
    said: Words
    length: str
    date_room: float
    title: float
    middle: float


def lay_out(lag: Lag, paper: Paper) -> Scene:
    """Give a lag its places."""
    chart, rows = lag.chart, lag.rows
    canvas = paper.canvas()
    y = begin(canvas, chart, _keys(rows))
    names = dict.fromkeys(name for row in rows for name in row.entry.sources)
    numbers = {name: number for number, name in enumerate(names, 1)}
    room = canvas.width - 2 * MARGIN
    date_room = min(max(canvas.measure(clean(row.entry.date), SMALL) for row in rows), room * _DATE_SHARE)
    title = MARGIN + date_room + 8
    lengths = [clean(row.words) for row in rows]
    right = canvas.width - MARGIN - _BESIDE - _DOT - max(canvas.measure(text, _TEXT, "italic") for text in lengths)
    wide = max(min(room * _TITLE_SHARE, right - _LEAST_PLOT - _GAP - title), _LEAST_TITLE)
    captions = text_room(title, title + wide, numbers, len(rows))
    said = [words(canvas, attrs.evolve(row.entry, date=""), captions, wide, size=_TEXT) for row in rows]
    axis = axis_of(rows, min(title + max(one.width for one in said) + _GAP, right - _NO_PLOT), right)
    top = _ticks(canvas, axis, y, len(rows))
    for place, (row, one, length) in enumerate(zip(rows, said, lengths, strict=True)):
        middle = top + (place + 0.5) * _ROW
        line = _Line(row=row, said=one, length=length, date_room=date_room, title=title, middle=middle)
        _set(canvas, line, axis, item=add_item(canvas, row.entry))
    bottom = top + len(rows) * _ROW
    lane = Lane(name="lag", box=Box(MARGIN, top, canvas.width - MARGIN, bottom), rows=len(rows))
    plot = Box(axis.left, top, right, bottom)
    return end(canvas, chart, paper, bottom=bottom, plot=plot, lanes=[lane], numbers=numbers)


def axis_of(rows: Iterable[Row], left: float, right: float) -> Axis:
    """Choose an axis on which all lengths stand; one without bound does not set it."""
    rows = tuple(rows)
    ends = [length for row in rows for length in (row.lo, row.hi) if length is not None]
    hi, lo = max(*ends, 0), min(*ends, 0)
    fine = not any(row.in_days for row in rows) and max(hi, -lo) < _FINE_MOST
    unit = MINUTE if fine else DAY
    return Axis(left=left, right=right, lo=lo, hi=max(hi, unit), unit=unit)


def _ticks(canvas: Canvas, axis: Axis, top: float, rows: int) -> float:
    """Name the lengths of the axis, as far as there is room between them, and draw the grid."""
    y = top + 10.5
    bottom = y + 5.5 + rows * _ROW
    zero = "day 0" if axis.unit == DAY else "0"
    marks = [(0.0, zero)] + [(size, text) for size, text in _STEPS if axis.unit <= size <= axis.hi]
    marks += [(-size, f"{text} ahead") for size, text in _STEPS if axis.unit <= size <= -axis.lo]
    taken: list[tuple[float, float]] = []
    for length, text in marks:
        x, half = axis.x(length), canvas.measure(text, AXIS) / 2 + 4
        canvas.line("grid", ((x, y + 4), (x, bottom)), canvas.theme.grid, 0.6)
        if all(x + half <= lo or x - half >= hi for lo, hi in taken):
            taken.append((x - half, x + half))
            canvas.text("axis", text, x, y, size=AXIS, anchor="middle", colour=canvas.theme.muted)
    return y + 5.5


def _set(canvas: Canvas, line: _Line, axis: Axis, *, item: int) -> None:
    """Set a row: date and title at the left, then the length as a dot or a bar, and its words."""
    row, y, theme = line.row, line.middle, canvas.theme
    said, under = clean(row.entry.date), y + SMALL * 0.36
    canvas.text("date", said, MARGIN, under, size=SMALL, colour=theme.muted, room=line.date_room, item=item)
    write(canvas, row.entry, line.said, line.title, y, item=item, size=_TEXT)
    x0, x1 = axis.x(row.lo), axis.right if row.hi is None else axis.x(row.hi)
    if row.lo == row.hi:
        canvas.line("stem", ((axis.x(0), y), (x1, y)), _stem(canvas), 1.4, item=item)
        canvas.sign("actual", x1, y, paint=_paint(canvas), standing=row.entry.standing, item=item, radius=_DOT)
    else:
        _bar(canvas, (x0, max(x1, x0 + 2.0)), y, tip=x1 + ARROW if row.hi is None else None, item=item)
    style: Style = "regular" if row.is_dated else "italic"
    beside = max(x1, axis.x(0))
    label = canvas.text(
        "lag", line.length, beside + _DOT + _BESIDE, y + _TEXT * 0.36, size=_TEXT, style=style, item=item
    )
    canvas.plate_under(label)


def _bar(canvas: Canvas, ends: tuple[float, float], y: float, *, tip: float | None, item: int | None) -> None:
    role, profile = "legend" if item is None else "value", ((ends[0], 1.0), (ends[1], 1.0))
    hollow = attrs.evolve(canvas.theme.paint(0, light=True), hatch="")
    canvas.band(role, profile, y, _BAR, paint=hollow, pen=_PEN, tip=tip, item=item)


def _paint(canvas: Canvas) -> Paint:
    return attrs.evolve(canvas.theme.paint(0), hatch="")


def _stem(canvas: Canvas) -> str:
    return mix(_paint(canvas).fill, canvas.theme.ground, _LIGHT)


def _keys(rows: Sequence[Row]) -> list[list[legend.Key]]:
    found: list[legend.Key] = []
    if any(row.lo == row.hi for row in rows):
        found.append(("from the event to its first report", _dot_key, legend.BOX))
    if any(row.lo != row.hi for row in rows):
        found.append(("somewhere within", _bar_key, legend.BOX))
    return [found]


def _dot_key(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("legend", ((x, y), (x + 14, y)), _stem(canvas), 1.4)
    canvas.sign("actual", x + 13, y, paint=_paint(canvas), radius=3.2)


def _bar_key(canvas: Canvas, x: float, y: float) -> None:
    _bar(canvas, (x, x + 16), y, tip=None, item=None)
