"""Lanes: entries get rows, marks and captions, so that nothing touches and nothing leaves the plot.

Law of this module: a row is given away by stretches, mark and caption together; where no room is left a lane gets
another row, and the canvas grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from timeline.figures.describe.chart import Entry
from timeline.figures.place.bars import Shape, draw_bars, extent_of, is_point, place_bars, touching
from timeline.figures.place.canvas import MARGIN, Canvas
from timeline.figures.place.captions import GAP, LEADING, TEXT, Room, Words, add_item, words, write
from timeline.figures.place.labels import next_fit
from timeline.figures.scene import Mark

ROW: Final = 15.5
LINE: Final = 11.5
_BESIDE: Final = 8.0
_NEXT_SIGN: Final = 8.5  # from one sign without a name to the next
_NEXT_NAMED: Final = 10.8  # the same, where some are named elsewhere and larger
_SIGN: Final = 6.0  # half of the width of a sign with what is free around it
_SHORT: Final = 60.0  # a bar that is shorter has its sign beside it
_CLEAR: Final = 7.4  # how far to either side of a sign the bar that it stands on is cleared


@attrs.frozen(kw_only=True)
class _Placed:
    entry: Entry
    shapes: tuple[Shape, ...]
    said: Words
    text_x: float
    above: bool
    extent: tuple[float, float]


def _beside(canvas: Canvas, entry: Entry, room: Room, size: float) -> _Placed:
    """Choose the side on which the text of an entry stands: right, else left, else over its mark."""
    shapes = tuple(place_bars(entry, room))
    left, right = extent_with_sign(canvas, entry, shapes)
    said = words(canvas, entry, room, room.text_right - room.left, size=size)
    after, before = room.text_right - right - 5, left - 5 - room.left
    if said.width <= after and not said.more:
        return _Placed(
            entry=entry,
            shapes=shapes,
            said=said,
            text_x=right + 5,
            above=False,
            extent=(left, right + 5 + said.width),
        )
    if said.width <= before and not said.more:
        x = left - 5 - said.width
        return _Placed(entry=entry, shapes=shapes, said=said, text_x=x, above=False, extent=(x, right))
    begin = right - said.width if right - left < said.width and left + right > room.left + room.right else left
    if shapes[0].tails:
        begin = max(shapes[0].tails[0][1] - 12.0, room.left)
    x = max(min(begin, room.text_right - said.width), room.left)
    return _Placed(
        entry=entry,
        shapes=shapes,
        said=said,
        text_x=x,
        above=True,
        extent=(min(x, left), max(x + said.width, right)),
    )


def rows_beside(
    canvas: Canvas, entries: Sequence[Entry], room: Room, top: float, *, size: float = TEXT, row: float = ROW
) -> tuple[float, int]:
    """Set entries whose text stands beside their mark; give the height below and the number of rows."""
    placed = [_beside(canvas, entry, room, size) for entry in entries]
    rows = next_fit([one.extent for one in placed], GAP)
    count = max(rows, default=-1) + 1
    over = [0.0] * count
    for one, at in zip(placed, rows, strict=True):
        over[at] = max(over[at], LINE + LEADING * (one.said.lines - 1) if one.above else 0.0)
    tops = [top]
    for more in over:
        tops.append(tops[-1] + row + more)
    for one, at in sorted(zip(placed, rows, strict=True), key=lambda pair: pair[1]):
        middle = tops[at] + row / 2 + over[at]
        item = add_item(canvas, one.entry)
        draw_bars(canvas, one.entry, one.shapes, middle, height=_BESIDE, item=item, role="beside")
        add_sign(canvas, one.entry, one.shapes, middle, item)
        up = LINE + LEADING * (one.said.lines - 1) if one.above else 0.0
        write(canvas, one.entry, one.said, one.text_x, middle - up, item=item, size=size)
    return tops[-1], count


def extent_with_sign(canvas: Canvas, entry: Entry, shapes: Sequence[Shape]) -> tuple[float, float]:
    """Give what the shapes of an entry take up together with the sign of its mode."""
    left, right = extent_of(shapes)
    at = _sign_at(canvas, entry, shapes)
    return left, right if at is None else max(right, at + _SIGN)


def add_sign(canvas: Canvas, entry: Entry, shapes: Sequence[Shape], y: float, item: int) -> None:
    """Put the sign of a mode that is not actual beside a bar that is too long to be that sign itself.

    On a long bar it stands near an end; there the bar is cleared around it, as both have one colour.
    """
    x = _sign_at(canvas, entry, shapes)
    if x is None:
        return
    if x < touching(shapes)[-1][-1].right:
        up = _BESIDE / 2 + 1
        around = ((x - _CLEAR, y - up), (x + _CLEAR, y - up), (x + _CLEAR, y + up), (x - _CLEAR, y + up))
        canvas.marks.append(Mark(role="halo", shape="polygon", points=around, fill=canvas.theme.ground, item=item))
    paint = canvas.theme.paint(entry.colour, light=entry.answer == "possibly")
    canvas.sign(entry.mode, x, y, paint=paint, item=item)


def _sign_at(canvas: Canvas, entry: Entry, shapes: Sequence[Shape]) -> float | None:
    """Say where the sign of a mode stands; None where there is none beside the shapes."""
    group = touching(shapes)[-1]
    left, right = group[0].left, group[-1].right
    if entry.mode == "actual" or is_point(entry, group):
        return None
    if any(not shape.profile for shape in (group[0], group[-1])):
        return None
    if right - left < _SHORT and not group[-1].arrow and right + 2 * _SIGN < canvas.width - MARGIN:
        return right + _SIGN
    first, last = group[0].profile[0][1], group[-1].profile[-1][1]
    if last == 1.0 and not group[-1].arrow:
        return right - 5
    return left + 6 if first == 1.0 else (group[0].profile[0][0] + group[-1].profile[-1][0]) / 2


def rows_undated(
    canvas: Canvas, entries: Sequence[Entry], room: Room, top: float, *, size: float = TEXT, row: float = ROW
) -> tuple[float, int]:
    """Set entries without a date one after the other, as text flows; what is not named has no words."""
    x, y, rows = room.left, top + row / 2, 1
    for entry in entries:
        if not entry.is_named:
            if x + 9.6 > room.text_right:
                x, y, rows = room.left, y + row, rows + 1
            _sign_undated(canvas, entry, x, y)
            x += _NEXT_SIGN
            continue
        said = words(canvas, entry, room, room.text_right - room.left - 14, size=size)
        if x > room.left and (said.more or x + 14 + said.width > room.text_right):
            x, y, rows = room.left, y + row, rows + 1
        item = add_item(canvas, entry)
        paint = canvas.theme.paint(entry.colour, light=entry.answer == "possibly")
        canvas.sign(entry.mode, x + 4.8, y, paint=paint, standing=entry.standing, item=item)
        write(canvas, entry, said, x + 14, y, item=item, size=size)
        x += 14 + said.width + GAP + 5
        if said.more:  # what follows begins below
            x, y = room.text_right, y + LEADING * (said.lines - 1)
    return y + row / 2, rows


def signs_undated(canvas: Canvas, entries: Sequence[Entry], room: Room, top: float, *, row: float) -> tuple[float, int]:
    """Set the signs of what has no date in one line, and count those for which it has no room."""
    step = _NEXT_NAMED if any(entry.is_named for entry in entries) else _NEXT_SIGN
    free = int((room.text_right - room.left) / step)
    counted = f"and {len(entries):,} more"
    if len(entries) > free:
        free = int((room.text_right - room.left - canvas.measure(counted, TEXT, "italic") - GAP) / step)
    x, y = room.left, top + row / 2
    for entry in entries[:free]:
        _sign_undated(canvas, entry, x, y)
        x += step
    if len(entries) > free:
        said = f"and {len(entries) - free:,} more"
        base = y + TEXT * 0.36
        canvas.text("more", said, x + GAP, base, size=TEXT, style="italic", colour=canvas.theme.muted)
    return y + row / 2, 1


def _sign_undated(canvas: Canvas, entry: Entry, x: float, y: float) -> None:
    """Set the sign of an entry without a date: in its colour where it is named elsewhere, else small and grey."""
    colour, radius = (entry.colour, _NAMED) if entry.is_named else (None, _UNNAMED)
    paint = canvas.theme.paint(colour, light=entry.answer == "possibly")
    item = add_item(canvas, entry)
    canvas.sign(entry.mode, x + 4.8, y, paint=paint, standing=entry.standing, item=item, radius=radius)


_NAMED: Final = 3.6
_UNNAMED: Final = 2.6
