"""A lag at its places: a row an event, and along it the time until its first report.

Law of this module: across is a length of time on a logarithmic axis that begins at nothing, so that a day and twenty
years are both seen; a line is as long as it surely took, a dot ends a length that is known, a bar one that lies
somewhere within it, and grey hatch one whose report has no last day. Where the figure is narrow the words of a row
stand above it, and its length has all of the width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY
from timeline.figures.describe.chart import Entry
from timeline.figures.describe.lag import Lag, Row
from timeline.figures.place import legend
from timeline.figures.place.around import Paper, begin, end, text_room
from timeline.figures.place.canvas import ARROW, MARGIN, SMALL, Canvas
from timeline.figures.place.captions import LEADING, Words, add_item, words, write
from timeline.figures.place.colours import Paint, Pen
from timeline.figures.place.elapsed import HOUR, MINUTE, MONTH, YEAR
from timeline.figures.place.frame import AXIS
from timeline.figures.place.labels import clean, wrap
from timeline.figures.scene import Box, Lane, Scene, Style

_ROW: Final = 18.6
_TEXT: Final = 8.6
_DATE_SHARE: Final = 0.19
_TITLE_SHARE: Final = 0.36
_BAR: Final = 7.0
_DOT: Final = 3.8
_BESIDE: Final = 7.0
_LEAST_PLOT: Final = 150.0
_LEAST_SHARE: Final = 0.36  # of the width, of the lengths in a narrow figure
_NO_PLOT: Final = 24.0
_LEAST_TITLE: Final = 60.0
_GAP: Final = 14.0
_NARROW: Final = 520.0
_LINES: Final = 4
"""How many lines a title may take."""
_ABOVE: Final = 12.0
_BELOW: Final = 16.0
_PEN: Final = Pen(width=0.7)
_LONG_BAR: Final = 26.0  # a sample with its line
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
    """A row with its words, measured, and the heights at which its first line and its length have their middles."""

    row: Row
    said: Words
    date: tuple[str, ...]
    length: str
    head: float
    middle: float


@attrs.frozen(kw_only=True)
class _Columns:
    """Where dates and titles begin; dates have no column where the words stand above their row."""

    date_room: float
    title: float
    wide: float
    lengths: float
    is_narrow: bool


def lay_out(lag: Lag, paper: Paper) -> Scene:
    """Give a lag its places."""
    chart, rows = lag.chart, lag.rows
    canvas = paper.canvas()
    y = begin(canvas, chart, _keys(rows))
    numbers = paper.numbers(row.entry for row in rows)
    columns = _columns(canvas, rows)
    captions = text_room(
        columns.title,
        columns.title + columns.wide,
        numbers,
        len(rows),
        lines=_LINES,
    )
    said = [words(canvas, _captioned(row, columns), captions, columns.wide, size=_TEXT) for row in rows]
    right = canvas.width - MARGIN - _BESIDE - _DOT - columns.lengths
    text_end = MARGIN + _DOT if columns.is_narrow else columns.title + max(one.width for one in said) + _GAP
    axis = axis_of(rows, min(text_end, right - _NO_PLOT), right)
    dates = [_dated(canvas, row, one, columns) for row, one in zip(rows, said, strict=True)]
    heights = [_height(one.lines, len(date), columns) for one, date in zip(said, dates, strict=True)]
    top = _ticks(canvas, axis, y, sum(heights))
    at = top
    for row, one, date, height in zip(rows, said, dates, heights, strict=True):
        head, middle = (at + _ABOVE / 2 + 2, at + height - _BELOW / 2) if columns.is_narrow else (at + _ROW / 2,) * 2
        line = _Line(row=row, said=one, date=date, length=clean(row.words), head=head, middle=middle)
        _set(canvas, line, axis, columns, item=add_item(canvas, row.entry))
        at += height
    lane = Lane(name="lag", box=Box(MARGIN, top, canvas.width - MARGIN, at), rows=len(rows))
    plot = Box(axis.left, top, right, at)
    return end(canvas, chart, paper, bottom=at, plot=plot, lanes=[lane], numbers=numbers)


def _columns(canvas: Canvas, rows: Sequence[Row]) -> _Columns:
    """Share the width among dates, titles, the plot and the words of the lengths."""
    room = canvas.width - 2 * MARGIN
    lengths = max(canvas.measure(clean(row.words), _TEXT, _style(row)) for row in rows) + 0.5
    if canvas.width < _NARROW:
        most = room - _BESIDE - _DOT - room * _LEAST_SHARE
        return _Columns(date_room=0.0, title=MARGIN, wide=room, lengths=min(lengths, most), is_narrow=True)
    date_room = min(max(canvas.measure(clean(row.entry.date), SMALL) for row in rows), room * _DATE_SHARE)
    title = MARGIN + date_room + 8
    right = canvas.width - MARGIN - _BESIDE - _DOT - lengths
    wide = max(min(room * _TITLE_SHARE, right - _LEAST_PLOT - _GAP - title), _LEAST_TITLE)
    return _Columns(date_room=date_room, title=title, wide=wide, lengths=lengths, is_narrow=False)


def _captioned(row: Row, columns: _Columns) -> Entry:
    """Give what is written of an event; its date too where that has no column."""
    return row.entry if columns.is_narrow else attrs.evolve(row.entry, date="")


def _dated(canvas: Canvas, row: Row, said: Words, columns: _Columns) -> tuple[str, ...]:
    """Give the lines of a date that has a column of its own, or is too long to stand before its title."""
    if columns.is_narrow and (said.date or not row.entry.date):
        return ()
    return tuple(wrap(clean(row.entry.date), columns.date_room or columns.wide, SMALL, canvas.measure))


def _height(lines: int, dates: int, columns: _Columns) -> float:
    """Give the height of a row: its dates stand beside its title, or above."""
    if columns.is_narrow:
        return _ABOVE + _BELOW + LEADING * (dates + lines - 1)
    return _ROW + LEADING * (max(dates, lines) - 1)


def axis_of(rows: Iterable[Row], left: float, right: float) -> Axis:
    """Choose an axis on which all lengths stand; one without bound does not set it."""
    rows = tuple(rows)
    ends = [length for row in rows for length in (row.lo, row.hi) if length is not None]
    hi, lo = max(*ends, 0), min(*ends, 0)
    fine = not any(row.in_days for row in rows) and max(hi, -lo) < _FINE_MOST
    unit = MINUTE if fine else DAY
    return Axis(left=left, right=right, lo=lo, hi=max(hi, unit), unit=unit)


def _ticks(canvas: Canvas, axis: Axis, top: float, tall: float) -> float:
    """Name the lengths of the axis, as far as there is room between them, and draw the grid."""
    y = top + 10.5
    bottom = y + 5.5 + tall
    zero = "same day" if axis.unit == DAY else "at once"
    marks = [(0.0, zero)] + [(size, text) for size, text in _STEPS if axis.unit <= size <= axis.hi]
    marks += [(-size, f"{text} ahead") for size, text in _STEPS if axis.unit <= size <= -axis.lo]
    taken: list[tuple[float, float]] = []
    for length, text in marks:
        at, half = axis.x(length), canvas.measure(text, AXIS) / 2 + 4
        x = max(at, MARGIN + half - 4)
        if all(x + half <= lo or x - half >= hi for lo, hi in taken):  # a line without a name would say nothing
            taken.append((x - half, x + half))
            canvas.grid([((at, y + 4), (at, bottom))])
            canvas.text("axis", text, x, y, size=AXIS, anchor="middle", colour=canvas.theme.muted)
    return y + 5.5


def _set(canvas: Canvas, line: _Line, axis: Axis, columns: _Columns, *, item: int) -> None:
    """Set a row: date and title at the left, or above, then the length as a dot or a bar, and its words."""
    row, y = line.row, line.middle
    for number, said in enumerate(line.date):
        under, room = line.head + number * LEADING + SMALL * 0.36, columns.date_room or columns.wide
        dated = canvas.text("date", said, MARGIN, under, size=SMALL, colour=canvas.theme.muted, room=room, item=item)
        if columns.is_narrow:  # the grid runs below the words
            canvas.plate_under(dated)
    title = line.head + LEADING * (len(line.date) if columns.is_narrow else 0)
    write(canvas, row.entry, line.said, columns.title, title, item=item, size=_TEXT)
    x0, x1 = axis.x(row.lo), axis.right if row.hi is None else axis.x(row.hi)
    if row.lo > 0 or row.lo == row.hi:  # so long it took at least
        canvas.line("stem", ((axis.x(0), y), (x0, y)), canvas.theme.rule, 1.4, item=item)
    if not row.is_dated and row.lo != row.hi:
        canvas.hatched(x0, max(x1, x0 + 2.0), y - _BAR / 2, y + _BAR / 2, item=item)
    elif row.lo == row.hi:
        canvas.sign("actual", x1, y, paint=_paint(canvas), standing=row.entry.standing, item=item, radius=_DOT)
    else:
        _bar(canvas, (x0, max(x1, x0 + 2.0)), y, tip=x1 + ARROW if row.hi is None else None, item=item)
    left = max(x1, axis.x(0)) + _DOT + _BESIDE
    room, under = canvas.width - MARGIN - left, y + _TEXT * 0.36
    label = canvas.text("lag", line.length, left, under, size=_TEXT, style=_style(row), item=item, room=room)
    canvas.plate_under(label)


def _style(row: Row) -> Style:
    return "regular" if row.is_dated else "italic"


def _bar(canvas: Canvas, ends: tuple[float, float], y: float, *, tip: float | None, item: int | None) -> None:
    role, profile = "legend" if item is None else "value", ((ends[0], 1.0), (ends[1], 1.0))
    canvas.band(role, profile, y, _BAR, paint=_paint(canvas, light=True), pen=_PEN, tip=tip, item=item)


def _paint(canvas: Canvas, *, light: bool = False) -> Paint:
    return attrs.evolve(canvas.theme.paint(0, light=light), hatch="")


def _keys(rows: Sequence[Row]) -> list[list[legend.Key]]:
    found: list[legend.Key] = []
    if any(row.lo == row.hi for row in rows):
        found.append(("from the event to its first report", _dot_key, legend.BOX))
    if any(row.lo != row.hi and row.is_dated for row in rows):
        is_long = any(0 < row.lo != row.hi and row.is_dated for row in rows)
        said = "at least so long, and somewhere within the bar" if is_long else "somewhere within"
        found.append((said, _long_bar_key if is_long else _bar_key, _LONG_BAR if is_long else legend.BOX))
    if any(row.lo != row.hi and not row.is_dated for row in rows):
        found.append(("the report is undated, or has no last day", legend.unknown, legend.BOX))
    return [found]


def _dot_key(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("legend", ((x, y), (x + 14, y)), canvas.theme.rule, 1.4)
    canvas.sign("actual", x + 13, y, paint=_paint(canvas), radius=3.2)


def _long_bar_key(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("legend", ((x, y), (x + _LONG_BAR - 14, y)), canvas.theme.rule, 1.4)
    _bar(canvas, (x + _LONG_BAR - 14, x + _LONG_BAR), y, tip=None, item=None)


def _bar_key(canvas: Canvas, x: float, y: float) -> None:
    _bar(canvas, (x, x + 16), y, tip=None, item=None)
