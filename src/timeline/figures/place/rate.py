"""A rate at its places: a lane of columns for each kind of happening, all to one measure.

Law of this module: a column's height is its number in every lane; the number stands above its column where that leaves
the neighbours clear, and in its title always.
"""

from __future__ import annotations

from typing import Final

import attrs

from timeline.dates.values import Moment
from timeline.figures.describe.printed import day_text
from timeline.figures.describe.rate import KINDS, Column, Rate, number
from timeline.figures.place import frame, legend
from timeline.figures.place.around import Paper, begin, end
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas
from timeline.figures.place.colours import Pen
from timeline.figures.place.scale import Scale, make_scale
from timeline.figures.scene import Box, Item, Lane, Scene

_TALLEST: Final = 92.0
_LEAST_TALL: Final = 16.0
_GUTTER: Final = 84.0
_ABOVE: Final = 13.0
_WIDEST: Final = 30.0
_COLOURS: Final = {"new": 0, "corrected": 1, "retracted": 5}
_PEN: Final = Pen(width=0.9)
_LIGHT: Final = Pen(width=0.8, dash=(1.6, 1.4))


def lay_out(rate: Rate, paper: Paper) -> Scene:
    """Give a rate its places."""
    chart = rate.chart
    canvas = paper.canvas()
    y = begin(canvas, chart, _keys(rate))
    left, right = MARGIN + _GUTTER, canvas.width - MARGIN
    moments: list[Moment] = [line.at for line in chart.lines]
    moments += [moment for some in rate.columns.values() for one in some for moment in (one.lo, one.hi)]
    busy = [(one.lo, one.hi) for some in rate.columns.values() for one in some]
    scale = make_scale(moments, left, right, busy=busy, pad=(4.0, 6.0), linear=paper.linear)
    y, found = frame.axis(canvas, scale, chart.lines, y)
    top = y
    most = max(one.most for some in rate.columns.values() for one in some)
    lanes = []
    for kind in KINDS:
        begins = y
        y = _lane(canvas, kind, rate, scale, most=most, top=y)
        lanes.append(Lane(name=kind, box=Box(MARGIN, begins, right, y), rows=1))
    frame.grid(canvas, scale, found, top, y)
    frame.clock_lines(canvas, scale, chart.lines, top - 3, y)
    bottom = frame.gap_names(canvas, scale, y)
    plot = Box(left, top, right, y)
    return end(canvas, chart, paper, bottom=bottom, plot=plot, lanes=lanes, numbers={})


def _lane(canvas: Canvas, kind: str, rate: Rate, scale: Scale, *, most: int, top: float) -> float:
    """Set one lane: its name and total at the left, its columns on a ground line."""
    theme = canvas.theme
    columns = rate.columns[kind]
    unit = _TALLEST / most
    tall = max([one.most * unit for one in columns], default=0.0)
    ground = top + _ABOVE + max(tall, _LEAST_TALL) + 3
    whole = max((one.most for one in columns), default=0)
    canvas.text("lane", kind, MARGIN, ground - 11, size=9.4, style="bold", room=_GUTTER - 6)
    said = f"most in a {rate.unit}: {whole}" if columns else "none"
    canvas.text("axis", said, MARGIN, ground, size=SMALL, colour=theme.muted, room=_GUTTER - 6)
    canvas.line("axis", ((scale.left, ground), (scale.right, ground)), theme.rule, 0.8)
    texts = [(one, number(one)) for one in columns]
    free = scale.left
    for place, (one, text) in enumerate(texts):
        canvas.items.append(
            Item(
                kind=kind,
                whole=f"{day_text(one.lo)} to {day_text(one.hi)}: {text} {kind}.",
                ids=one.ids,
                answer="yes" if one.least == one.most else "possibly",
            )
        )
        item = len(canvas.items) - 1
        _column(canvas, one, scale, ground, unit=unit, kind=kind, item=item)
        x, half = (scale.x(one.lo) + scale.x(one.hi)) / 2, canvas.measure(text, SMALL) / 2 + 1.5
        following = [scale.x(columns[place + 1].lo)] if place + 1 < len(columns) else []
        before = [scale.x(columns[place - 1].hi)] if place else []
        if x - half >= max([free, *before]) and x + half <= min([scale.right, *following]):
            free = x + half
            y = ground - one.most * unit - 3.5
            label = canvas.text("number", text, x, y, size=SMALL, anchor="middle", item=item)
            canvas.plate_under(label)
    return ground + 7


def _column(canvas: Canvas, one: Column, scale: Scale, ground: float, *, unit: float, kind: str, item: int) -> None:
    left, right = scale.x(one.lo), scale.x(one.hi)
    middle, half = (left + right) / 2, min(max((right - left) * 0.36, 0.5), _WIDEST / 2)
    solid, light = ground - one.least * unit, ground - one.most * unit
    for low, high, is_light in ((ground, solid, False), (solid, light, True)):
        if low - high < 0.01:
            continue
        profile = ((middle - half, 1.0), (middle + half, 1.0))
        paint = canvas.theme.paint(_COLOURS[kind], light=is_light)
        pen = _LIGHT if is_light else _PEN
        canvas.band("value", profile, (low + high) / 2, low - high, paint=paint, pen=pen, item=item)


def _keys(rate: Rate) -> list[list[legend.Key]]:
    columns = [one for some in rate.columns.values() for one in some]
    found: list[legend.Key] = []
    if any(one.least for one in columns):
        found.append((f"surely in this {rate.unit}", _swatch(light=False), legend.BOX))
    if any(one.least != one.most for one in columns):
        found.append((f"may have been in this {rate.unit}, or in another", _swatch(light=True), legend.BOX))
    return [found]


def _swatch(*, light: bool) -> legend.Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        paint = attrs.evolve(canvas.theme.paint(0, light=light), hatch="")
        canvas.band("legend", ((x, 1.0), (x + 16, 1.0)), y, 8.0, paint=paint, pen=_LIGHT if light else _PEN)

    return draw
