"""Bars and signs at their places: tapers, tails, arrows, and the sign that stands for what is too short to be seen.

Law of this module: a shape reaches exactly as far as its dates do; only what is too short to be seen is drawn longer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import attrs

from timeline.figures.describe.chart import Bar, Entry
from timeline.figures.place.canvas import ARROW, Canvas, pen_of
from timeline.figures.place.captions import Room
from timeline.figures.place.colours import Paint, Theme
from timeline.figures.scene import Mark

_POINT: Final = 8.5
_LEAST: Final = 4.6
_STOP: Final = 3.2


@attrs.frozen(kw_only=True)
class Shape:
    """A bar at its place: corners along x with heights, and whether it ends in an arrow.

    A tail is a line where no bound says how far it goes; of a bar that is a tail alone there are no corners.
    """

    bar: Bar
    profile: tuple[tuple[float, float], ...]
    tails: tuple[tuple[float, float], ...]
    arrow: bool

    @property
    def left(self) -> float:
        """Where it begins, its tail included."""
        return min(*(left for left, _ in self.tails), *(x for x, _ in self.profile[:1]), math.inf)

    @property
    def right(self) -> float:
        """Where it ends, its arrow or tail included."""
        ends = (x + (ARROW if self.arrow else 0.0) for x, _ in self.profile[-1:])
        return max(*ends, *(right for _, right in self.tails), -math.inf)


def place_bars(entry: Entry, room: Room) -> list[Shape]:
    """Give an entry's bars their places; what goes on ends at the line, with an arrow on the last bar."""
    found = []
    for place, bar in enumerate(entry.bars):
        finite = [moment for moment, _ in bar.outline if isinstance(moment, int)]
        limit = room.end if entry.stop is None else entry.stop
        beyond = bool(finite) and max(finite) > limit
        stop = room.right - ARROW if beyond else min(room.scale.x(limit), room.right - ARROW)
        profile = tuple(
            (stop if moment == math.inf else room.scale.x(moment), height) for moment, height in bar.outline
        )
        profile = tuple((min(max(x, profile[0][0]), max(stop, profile[-1][0])), height) for x, height in profile)
        profile, tails = _with_tail(profile, bar)
        last = place == len(entry.bars) - 1
        arrow = last and entry.goes_on and bar.outline[-1][0] == math.inf and bar.outline[-1][1] > 0
        if arrow and profile and profile[-1][0] - profile[0][0] < 2.0:
            profile = tuple((x - (3.0 if number == 0 else 0.0), height) for number, (x, height) in enumerate(profile))
        found.append(Shape(bar=bar, profile=profile, tails=tails, arrow=arrow and bool(profile)))
    return found


_Profile = tuple[tuple[float, float], ...]
_Tails = tuple[tuple[float, float], ...]


def _with_tail(profile: _Profile, bar: Bar) -> tuple[_Profile, _Tails]:
    """Draw what has no bound as a line up to the bound that there is: no tip, where there is no date to put it at.

    Returns:
        The outline without tails, which is empty where another bar begins or ends at the tail's end, and the tails,
        each from left to right.
    """
    tails: list[tuple[float, float]] = []
    first, last = bar.outline[0], bar.outline[-1]
    flat = all(height == 0.0 for _, height in bar.outline)
    opens, closes = first == (-math.inf, 0.0), last == (math.inf, 0.0)
    if flat and opens and closes:
        return (), ((profile[0][0], profile[-1][0]),)
    if opens:
        tails.append((profile[0][0], profile[1][0]))
        profile = profile[1:]
    if closes:
        tails.append((profile[-2][0] if len(profile) > 1 else profile[0][0], profile[-1][0]))
        profile = profile[:-1]
    if (opens or closes) and len(profile) < 2:
        x = profile[0][0] if profile else tails[0][1]
        stop = ((x - _STOP, 1.0), (x, 1.0)) if opens else ((x, 1.0), (x + _STOP, 1.0))
        profile = stop if flat else ()
    return profile, tuple(tails)


def draw_bars(
    canvas: Canvas,
    entry: Entry,
    shapes: Sequence[Shape],
    y: float,
    *,
    height: float,
    item: int,
    role: str,
) -> None:
    """Draw an entry's shapes."""
    for group in touching(shapes):
        left, right = group[0].left, group[-1].right
        if role != "value" and is_point(entry, group):
            light = entry.answer == "possibly"
            paint = canvas.theme.paint(entry.colour, light=light)
            standing = group[0].bar.standing
            canvas.sign(entry.mode, (left + right) / 2, y, paint=paint, standing=standing, item=item)
            continue
        for shape in group:
            profile = shape.profile
            if right - left < _LEAST:
                middle = (left + right) / 2
                profile = ((middle - _LEAST / 2, 1.0), (middle + _LEAST / 2, 1.0))
            elif shape.right - shape.left < 0.3:
                continue
            tip = shape.profile[-1][0] + ARROW if shape.arrow and shape.profile else None
            paint = paint_of(canvas.theme, entry, light=shape.bar.light)
            pen = pen_of(shape.bar.standing)
            pen = attrs.evolve(pen, width=pen.width * 0.75) if shape.bar.light else pen
            for x0, x1 in shape.tails:
                canvas.marks.append(
                    Mark(
                        role="tail",
                        shape="line",
                        points=((x0, y), (x1, y)),
                        stroke=canvas.theme.muted,
                        width=pen.width,
                        dash=pen.dash,
                        item=item,
                    )
                )
            if profile:
                canvas.band(role, profile, y, height, paint=paint, pen=pen, tip=tip, item=item)
            if right - left < _LEAST:
                break


def paint_of(theme: Theme, entry: Entry, *, light: bool) -> Paint:
    """Give the look of a bar; that of a cell that ended is empty, as there is no value."""
    if entry.mode == "ended" and entry.inside and not light:
        return Paint(fill=theme.ground, hatch="", hatch_colour=theme.ground)
    return theme.paint(entry.colour, light=light, grey=entry.grey)


def is_short(shapes: Sequence[Shape]) -> bool:
    """Say whether shapes are drawn longer than they are, so that they may lie on their neighbours."""
    return shapes[-1].right - shapes[0].left < _LEAST


def is_point(entry: Entry, group: Sequence[Shape]) -> bool:
    """Say whether shapes are too short to be seen as such, so that a sign stands for them."""
    most = _POINT if entry.mode == "actual" else 3 * _POINT
    return not group[-1].arrow and group[-1].right - group[0].left <= most


def touching(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """Gather the shapes that follow each other without a gap."""
    groups: list[list[Shape]] = []
    for shape in shapes:
        if groups and abs(shape.left - groups[-1][-1].right) < 0.6:
            groups[-1].append(shape)
        else:
            groups.append([shape])
    return groups


def extent_of(shapes: Sequence[Shape]) -> tuple[float, float]:
    """Give what the shapes of an entry take up, or the sign that stands for them."""
    left = min(shape.left for shape in shapes)
    right = max(shape.right for shape in shapes)
    if right - left < _POINT:
        middle = (left + right) / 2
        return middle - 4.8, middle + 4.8
    return left, right
