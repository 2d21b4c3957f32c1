"""A lane of moments: ticks in one row, the key ones as dots with their names around it, and below what has a length.

Law of this module: every event of the lane has a mark of its own, at its own time; a name stands beside its mark or at
the end of a leader from it, and no leader runs through a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from timeline.figures.describe.chart import Entry
from timeline.figures.place import lanes, stack
from timeline.figures.place.bars import Shape, draw_bars, extent_of, is_point, place_bars, touching
from timeline.figures.place.canvas import BAR, Canvas
from timeline.figures.place.captions import TEXT, Room, Words, add_item, words, write
from timeline.figures.place.colours import DOUBTED
from timeline.figures.place.labels import first_fit
from timeline.figures.scene import Mark

_PITCH: Final = 10.0  # from one row of dots to the next
_TICK: Final = 8.5
_FINEST: Final = 2.4  # rows of ticks come no nearer than this
_FEW: Final = 4
_FEW_TALL: Final = 6.0  # what they are apart then
_TALLEST: Final = 80.0  # all rows of ticks together, unless that brings them too near
_DOT: Final = 4.4
_HALF_TICK: Final = 1.1
_INDENT: Final = 4.0
_LEVEL: Final = 12.5
_BRIGHT: Final = 6.4
_BRIGHT_ROW: Final = 8.4
_THIN: Final = 4.6
_THIN_ROW: Final = 7.5
_TALLEST_THIN: Final = 110.0  # all rows of unnamed stretches together
_FINEST_THIN: Final = 0.4
_FINEST_THIN_BRIEF: Final = 0.1  # at a glance many of them are a shade, the darker the more of them
_HAIR: Final = 3.0  # below this a bar is a line
_BRIEF: Final = 0.27  # of these heights, where a figure is told at a glance
_FINE_BRIEF: Final = 64.0  # all rows of ticks together are no taller there, however near that brings them
_CLEAR: Final = 5.0  # between the row of marks and the first line of names


@attrs.frozen(kw_only=True)
class _Point:
    """A moment of the lane: where it stands, and in which row of marks."""

    entry: Entry
    x: float
    row: int = 0


def lane(canvas: Canvas, entries: Sequence[Entry], room: Room, top: float) -> tuple[float, float, int]:
    """Set a lane; at a glance without its names, which stand in a list.

    Gives the height below, the middle of its row of marks, and how many rows it took.
    """
    placed = [(entry, tuple(place_bars(entry, room))) for entry in entries]
    points = [_Point(entry=entry, x=_middle(shapes)) for entry, shapes in placed if _is_moment(entry, shapes)]
    lengths = [(entry, shapes) for entry, shapes in placed if not _is_moment(entry, shapes)]
    y, middle, rows = top + 2, top + 8, 0
    if points:
        y, middle, rows = _row_of_points(canvas, points, room, y)
    thin = [(entry, shapes) for entry, shapes in lengths if not entry.is_named]
    told = [(entry, shapes) for entry, shapes in lengths if entry.is_named]
    begin = y
    if told and canvas.is_brief:
        y, more = _bright_rows(canvas, told, y)
        rows += more
    if thin:
        y, more = _thin_rows(canvas, thin, y, taken=y - begin)
        rows += more
    if told and not canvas.is_brief:
        y, more = lanes.rows_beside(canvas, [entry for entry, _ in told], room, y)
        rows += more
    return y + 2, middle, rows


def _is_moment(entry: Entry, shapes: Sequence[Shape]) -> bool:
    """Say whether an entry is too short to be seen as a stretch of time."""
    groups = touching(shapes)
    return len(groups) == 1 and not entry.is_vague and not shapes[0].tails and is_point(entry, groups[0])


def _middle(shapes: Sequence[Shape]) -> float:
    left, right = extent_of(shapes)
    return (left + right) / 2


# --- marks and names -------------------------------------------------------------------------------------------------


def _row_of_points(canvas: Canvas, points: Sequence[_Point], room: Room, top: float) -> tuple[float, float, int]:
    """Set the marks of moments, and around them the names of those that are named."""
    named = [point for point in points if point.entry.is_named]
    others = [point for point in points if not point.entry.is_named]
    extents = [(point.x - _reach(point), point.x + _reach(point)) for point in (*named, *others)]
    rows = first_fit(extents, 0.4, in_order=True)
    dots = max(rows[: len(named)], default=-1) + 1
    count = max(rows) + 1
    tallest = _TALLEST * (_BRIEF if canvas.is_brief else 1.0)
    above_dots = max(count - dots, 1)
    finest = _FEW_TALL if above_dots <= _FEW else _FINEST  # a few rows are drawn as marks that can be told apart
    finest = min(finest, _FINE_BRIEF / above_dots) if canvas.is_brief else finest
    fine = max(min(_PITCH, (tallest - dots * _PITCH) / above_dots), finest)
    said = [] if canvas.is_brief else [_said(canvas, point, room) for point in named]
    slots = stack.stacked(
        [stack.Named(x=point.x, width=one.width, lines=one.lines) for point, one in zip(named, said, strict=False)],
        room.left,
        room.text_right,
        _INDENT,
    )
    above = max((slot.level + one.lines for slot, one in zip(slots, said, strict=True) if slot.is_above), default=0)
    below = max((slot.level + one.lines for slot, one in zip(slots, said, strict=True) if not slot.is_above), default=0)
    high = min(dots, count) * _PITCH + max(count - dots, 0) * fine
    begin = top + above * _LEVEL + (_CLEAR if above else 0.0)
    ground = begin + high  # of the lowest row; others stand on it

    def height(row: int) -> float:
        return ground - _PITCH / 2 - min(row, dots) * _PITCH - max(row - dots, 0) * fine

    for point, row in zip(others, rows[len(named) :], strict=True):
        _tick(canvas, point, height(row), _tick_height(fine if row >= dots else _PITCH))
    for point, row in zip(named, rows, strict=False) if canvas.is_brief else ():
        _dot(canvas, point, height(row), add_item(canvas, point.entry))
    for point, row, one, slot in zip(named, rows, said, slots, strict=False):
        item = add_item(canvas, point.entry)
        y = height(row)
        lines = one.lines
        if slot.is_above:
            at = begin - _CLEAR - (slot.level + lines - 0.5) * _LEVEL
            to, x = at, point.x - _INDENT - one.width
        else:
            at = ground + _CLEAR + (slot.level + 0.5) * _LEVEL
            to, x = at, point.x + _INDENT
        _leader(canvas, point.x, y, to + (lines - 1) * _LEVEL if slot.is_above else to)
        _dot(canvas, point, y, item)
        write(canvas, point.entry, one, x, at, item=item)
    bottom = ground + below * _LEVEL + (_CLEAR if below else 0.0)
    return bottom + 1, (ground - _PITCH / 2), above + below + count


def _tick_height(pitch: float) -> float:
    """Give the height of a tick in rows so far apart: some of it stays free, as long as there is any to spare."""
    return min(_TICK, max(pitch - 0.6, pitch * 0.6))


def _reach(point: _Point) -> float:
    if point.entry.is_named or point.entry.mode != "actual":
        return _DOT
    return BAR if point.entry.standing in DOUBTED else _HALF_TICK


def _said(canvas: Canvas, point: _Point, room: Room) -> Words:
    """Give the words at a moment, cut to the larger of the two sides of it."""
    wide = max(room.text_right - point.x, point.x - room.left) - _INDENT
    return words(canvas, point.entry, room, max(wide, 40.0), size=TEXT)


def _leader(canvas: Canvas, x: float, y: float, to: float) -> None:
    canvas.line("leader", ((x, y), (x, to)), canvas.theme.muted, 0.7)


def _dot(canvas: Canvas, point: _Point, y: float, item: int) -> None:
    entry = point.entry
    paint = canvas.theme.paint(entry.colour, light=entry.answer == "possibly")
    canvas.sign(entry.mode, point.x, y, paint=paint, standing=entry.standing, item=item)


def _tick(canvas: Canvas, point: _Point, y: float, tall: float) -> None:
    """Draw a moment that is not named: a tick, or the small sign of its mode."""
    entry = point.entry
    item = add_item(canvas, entry)
    if entry.mode != "actual":
        paint = canvas.theme.paint(None, light=entry.answer == "possibly")
        canvas.sign(entry.mode, point.x, y, paint=paint, standing=entry.standing, item=item, radius=min(2.6, tall / 2))
        return
    ends = ((point.x, y - tall / 2), (point.x, y + tall / 2))
    canvas.tick(ends, standing=entry.standing, answer=entry.answer, item=item)


# --- stretches of time -----------------------------------------------------------------------------------------------


def _bright_rows(canvas: Canvas, some: Sequence[tuple[Entry, tuple[Shape, ...]]], top: float) -> tuple[float, int]:
    """Set the stretches of time that a list names, each in its colour, in the first row that has room."""
    rows = first_fit([lanes.extent_with_sign(canvas, *one) for one in some], 1.5)
    for (entry, shapes), row in zip(some, rows, strict=True):
        y = top + (row + 0.5) * _BRIGHT_ROW
        item = add_item(canvas, entry)
        draw_bars(canvas, entry, shapes, y, height=_BRIGHT, item=item, role="beside")
        lanes.add_sign(canvas, entry, shapes, y, item)
    count = max(rows) + 1
    return top + count * _BRIGHT_ROW + 1, count


def _thin_rows(
    canvas: Canvas, some: Sequence[tuple[Entry, tuple[Shape, ...]]], top: float, *, taken: float
) -> tuple[float, int]:
    """Set stretches of time that are not named, each thin and in the first row that has room, beside what is taken."""
    rows = first_fit([extent_of(shapes) for _, shapes in some], 1.5)
    count = max(rows) + 1
    most = _TALLEST_THIN * (_BRIEF if canvas.is_brief else 1.0)
    tallest = max(most - taken, min(count * _HAIR, most))  # as bars, as long as these have room at all
    pitch = max(min(_THIN_ROW, tallest / count), _FINEST_THIN_BRIEF if canvas.is_brief else _FINEST_THIN)
    for (entry, shapes), row in zip(some, rows, strict=True):
        item = add_item(canvas, entry)
        plain = attrs.evolve(entry, colour=None)
        y = top + (row + 0.5) * pitch
        if pitch < _HAIR:
            left, right = extent_of(shapes)
            line = ((left, y), (right, y))
            colour = canvas.theme.tick
            canvas.marks.append(
                Mark(role="moment", shape="line", points=line, stroke=colour, width=pitch * 0.7, item=item)
            )
            continue
        draw_bars(canvas, plain, shapes, y, height=min(_THIN, pitch * 0.62), item=item, role="beside")
    return top + count * pitch + 1, count
