"""A rate at its places: a lane of columns for each kind of happening, all to one measure.

Law of this module: a column is as wide as the stretch of time that it counts, and its height is its number in every
lane; what may have come in several stretches is one bracket over them. Numbers stand where they leave the neighbours
clear, and in the titles always.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

import attrs

from timeline.dates.values import Moment
from timeline.figures.describe.rate import KINDS, Column, Rate
from timeline.figures.place import frame, legend
from timeline.figures.place.around import Paper, begin, end
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas
from timeline.figures.place.colours import ACCENT, Paint, Pen
from timeline.figures.place.labels import first_fit
from timeline.figures.place.scale import Scale, make_scale
from timeline.figures.scene import Box, Item, Lane, Scene

_TALLEST: Final = 92.0
_SHARE: Final = 0.14  # of the height of a figure that may not grow
_SHARE_OF_BRIEF: Final = 0.06
_LEAST_TALL: Final = 16.0
_FOOT: Final = 16.0 + MARGIN - 8  # of a figure at a glance: one line of notes and sources
_NARROW: Final = 520.0
_NAME: Final = 13.0  # of a lane whose name stands above it
_GUTTER: Final = 84.0
_NOTHING: Final = 15.0  # a line that names those of which there was nothing
_ABOVE: Final = 13.0
_BETWEEN: Final = 0.6  # what stays free between two columns
_ROW: Final = 12.0  # of brackets: a number, and the line below it
_LINE: Final = 8.5
_HOOK: Final = 3.5
_DIGIT: Final = 0.76  # of the size of a digit is above its baseline
_COLOURS: Final = {"new": 0, "corrected": 1}
_PEN: Final = Pen(width=0.7)
_PEN_SHARE: Final = 0.12  # of the width of a column, at most: a thicker outline would hide its colour


def lay_out(rate: Rate, paper: Paper) -> Scene:
    """Give a rate its places."""
    chart = rate.chart
    canvas = paper.canvas()
    y = begin(canvas, chart, _keys(rate))
    left, right = MARGIN + (0.0 if _is_narrow(canvas) else _GUTTER), canvas.width - MARGIN
    every = [one for part in (rate.columns, rate.brackets) for some in part.values() for one in some]
    moments: list[Moment] = [line.at for line in chart.lines]
    busy = [(one.lo if rate.begin is None else max(one.lo, rate.begin), one.hi) for one in every]
    moments += [moment for ends in busy for moment in ends]
    scale = make_scale(moments, left, right, busy=busy, pad=(4.0, 6.0), linear=paper.linear, zone=chart.zone)
    y, found = frame.axis(canvas, scale, chart.lines, y)
    top = y
    drawn = [kind for kind in KINDS if not paper.brief or rate.columns[kind] or rate.brackets[kind]]
    unit = _unit(canvas, rate, drawn, scale, (paper.tallest, y))
    lanes = []
    for kind in drawn:
        begins = y
        y = _lane(canvas, kind, rate, scale, unit=unit, top=y)
        lanes.append(Lane(name=kind, box=Box(MARGIN, begins, right, y), rows=1))
    if nothing := [kind for kind in KINDS if kind not in drawn]:
        y = _nothing(canvas, nothing, y)
    frame.grid(canvas, scale, found, top, y)
    frame.clock_lines(canvas, scale, chart.lines, top - 3, y)
    bottom = frame.gap_names(canvas, scale, y)
    plot = Box(left, top, right, y)
    return end(canvas, chart, paper, bottom=bottom, plot=plot, lanes=lanes, numbers={})


def _nothing(canvas: Canvas, kinds: Sequence[str], top: float) -> float:
    """Say in one line, at a glance, of what there was nothing: that it was asked, and what the answer is."""
    y = top + _NOTHING - 4
    name = canvas.text("lane", ", ".join(kinds), MARGIN, y, size=9.4, style="bold")
    canvas.plate_under(name)
    none = canvas.text("axis", "none", name.box.right + 8, y, size=SMALL, colour=canvas.theme.muted)
    canvas.plate_under(none)
    return top + _NOTHING


def _is_narrow(canvas: Canvas) -> bool:
    """Say whether the names of lanes stand above them, so that the columns have all of the width."""
    return canvas.width < _NARROW and not canvas.is_brief


def _unit(canvas: Canvas, rate: Rate, drawn: Sequence[str], scale: Scale, room: tuple[float | None, float]) -> float:
    """Give the height of one in all lanes; at a glance the columns fill the height that there is."""
    heights = [max((one.count for one in rate.columns[kind]), default=0) for kind in drawn]
    most = max([*heights, 1])
    tallest, top = room
    if tallest is None:
        return _TALLEST / most
    if not canvas.is_brief:
        return min(_TALLEST, tallest * _SHARE) / most
    fixed = sum(
        _ABOVE + 13.0 + _ROW * (max(_rows(rate.brackets[kind], scale, canvas), default=-1) + 1) for kind in drawn
    )
    named = 12.0 if scale.breaks else 0.0  # how long the gaps are stands below the lanes
    named += _NOTHING if len(drawn) < len(KINDS) else 0.0
    left, least = tallest - top - fixed - named - _FOOT, tallest * _SHARE_OF_BRIEF
    low = sum(_LEAST_TALL * 0.5 for height in heights if height * left < _LEAST_TALL * 0.5 * sum(heights))
    return max(left - low, least) / max(sum(heights), 1)  # a lane of low columns takes its least height all the same


def _lane(canvas: Canvas, kind: str, rate: Rate, scale: Scale, *, unit: float, top: float) -> float:
    """Set one lane: its name and total at the left, or above; brackets, and columns on a ground line."""
    theme = canvas.theme
    columns, brackets = rate.columns[kind], rate.brackets[kind]
    tall = max((one.count * unit for one in columns), default=0.0)
    is_narrow, is_empty = _is_narrow(canvas), not columns and not brackets
    y = _brackets(canvas, kind, brackets, scale, top + 3 + (_NAME if is_narrow else 0.0))
    ground = y + _ABOVE + max(tall, _LEAST_TALL * (0.5 if canvas.is_brief else 1.0)) + 3
    if is_empty:
        ground = top + _NAME + 5
    whole = max((one.count for one in columns), default=0)
    said = f"most: {whole}" if columns else "none" if is_empty else "none surely"
    beside = is_narrow or is_empty
    base = top + _NAME - 1 if beside else ground - 11
    name = canvas.text("lane", kind, MARGIN, base, size=9.4, style="bold", room=_GUTTER - 6)
    x, base = (name.box.right + 8, base) if beside else (MARGIN, ground)
    total = canvas.text("axis", said, x, base, size=SMALL, colour=theme.muted, room=_GUTTER - 6)
    for label in (name, total) if is_narrow else ():
        canvas.plate_under(label)
    canvas.line("axis", ((scale.left, ground), (scale.right, ground)), theme.rule, 0.8)
    items = []
    for one in columns:
        items.append(_item(canvas, kind, one, f"{one.count:,} {kind}, {one.when}.", "yes"))
        _column(canvas, one, scale, ground, unit=unit, kind=kind, item=items[-1])
    _numbers(canvas, columns, items, scale, ground=ground, unit=unit)
    return ground + 7


def _numbers(
    canvas: Canvas, columns: Sequence[Column], items: Sequence[int], scale: Scale, *, ground: float, unit: float
) -> None:
    """Set the numbers of the columns over them, the greatest first: each where it touches no column and no other."""
    tops = [(scale.x(one.lo), scale.x(one.hi), ground - one.count * unit) for one in columns]
    taken: list[tuple[float, float, float]] = []
    for at in sorted(range(len(columns)), key=lambda place: (-columns[place].count, place)):
        left, right, top = tops[at]
        text = f"{columns[at].count:,}"
        half, y = canvas.measure(text, SMALL) / 2 + 1.5, top - 3.5
        lo, hi = (left + right) / 2 - half, (left + right) / 2 + half
        if lo < scale.left or hi > scale.right:
            continue
        if any(begin < hi and lo < end and above < top - 0.5 for begin, end, above in tops):
            continue
        if any(begin < hi and lo < end and abs(base - y) < SMALL for begin, end, base in taken):
            continue
        taken.append((lo, hi, y))
        label = canvas.text("number", text, (left + right) / 2, y, size=SMALL, anchor="middle", item=items[at])
        canvas.plate_under(label)


def _item(canvas: Canvas, kind: str, one: Column, whole: str, answer: str) -> int:
    canvas.items.append(Item(kind=kind, whole=whole, ids=tuple(dict.fromkeys(one.ids)), answer=answer))
    return len(canvas.items) - 1


def _paint(canvas: Canvas, kind: str, *, light: bool = False) -> Paint:
    number = _COLOURS.get(kind)
    paint = canvas.theme.paint(number, light=light)
    return attrs.evolve(paint, fill=ACCENT) if number is None else paint


def _column(canvas: Canvas, one: Column, scale: Scale, ground: float, *, unit: float, kind: str, item: int) -> None:
    left, right = scale.x(one.lo), scale.x(one.hi)
    clear = min(_BETWEEN, (right - left) / 4)
    tall = one.count * unit
    profile = ((left + clear, 1.0), (max(right - clear, left + clear + 0.4), 1.0))
    pen = Pen(width=min(_PEN.width, (right - left) * _PEN_SHARE))
    canvas.band("value", profile, ground - tall / 2, tall, paint=_paint(canvas, kind), pen=pen, item=item)


def _rows(some: Sequence[Column], scale: Scale, canvas: Canvas) -> list[int]:
    """Give the row of each bracket."""
    ends = [(scale.x(one.lo), scale.x(one.hi), canvas.measure(f"{one.count:,}", SMALL)) for one in some]
    return list(first_fit([(left, max(right, left + width + 8)) for left, right, width in ends], 4.0))


def _brackets(canvas: Canvas, kind: str, some: Sequence[Column], scale: Scale, top: float) -> float:
    """Set what may have come in several stretches: for each a bracket over all of them, with its number."""
    texts = [f"{one.count:,}" for one in some]
    wide = [canvas.measure(text, SMALL) for text in texts]
    ends = [(scale.x(one.lo), scale.x(one.hi)) for one in some]
    rows = _rows(some, scale, canvas)
    colour = canvas.theme.muted
    for one, text, (left, right), width, row in zip(some, texts, ends, wide, rows, strict=True):
        y = top + row * _ROW + _LINE
        item = _item(canvas, kind, one, f"{text} {kind}, some time {one.when}.", "possibly")
        hook = () if one.lo < scale.lo else ((left, y + _HOOK),)  # open where it may have come before the axis begins
        canvas.line("bracket", (*hook, (left, y), (right, y), (right, y + _HOOK)), colour, 0.9, item=item)
        x = min(max((left + right) / 2, left + width / 2 + 4), scale.right - width / 2)
        box = canvas.text("number", text, x, y - 2, size=SMALL, anchor="middle", item=item).box
        canvas.plate(box.left - 2, box.right + 2, y - 2 - SMALL * _DIGIT, y - 1)  # from the grid, not from the lines
    return top + _ROW * (max(rows, default=-1) + 1)


def _keys(rate: Rate) -> list[list[legend.Key]]:
    found: list[legend.Key] = []
    if any(rate.columns.values()):
        found.append((f"surely in this {rate.unit}" if not rate.unit[0].isdigit() else "surely then", _box, legend.BOX))
    open_ = {rate.begin is not None and one.lo < rate.begin for some in rate.brackets.values() for one in some}
    if False in open_:
        found.append(("in one of these, nobody knows which", _bracket, legend.BOX))
    if True in open_:
        found.append(("in one of these, or before", _open_bracket, legend.BOX))
    return [found]


def _box(canvas: Canvas, x: float, y: float) -> None:
    paint = attrs.evolve(canvas.theme.paint(0), hatch="")
    canvas.band("legend", ((x, 1.0), (x + 16, 1.0)), y, 8.0, paint=paint, pen=_PEN)


def _bracket(canvas: Canvas, x: float, y: float, *, is_open: bool = False) -> None:
    hook = () if is_open else ((x, y + _HOOK),)
    canvas.line("legend", (*hook, (x, y - 1), (x + 16, y - 1), (x + 16, y + _HOOK)), canvas.theme.muted, 0.9)


_open_bracket: Final = functools.partial(_bracket, is_open=True)
