"""A cascade at its places: a tree of publications at the left, and when each can have been published at the right.

Law of this module: a row for each publication, indented by its distance from an end; no line runs through a text,
because the tree's lines stand left of all that hangs on them and time has columns of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import attrs

from timeline.dates.values import DAY, Moment
from timeline.figures.describe.cascade import Cascade, Node, gain_words
from timeline.figures.describe.chart import Chart
from timeline.figures.place import frame, legend
from timeline.figures.place.around import Paper, begin, end, text_room
from timeline.figures.place.bars import draw_bars, place_bars
from timeline.figures.place.canvas import ARROW, MARGIN, Canvas
from timeline.figures.place.captions import LEADING, Room, Words, add_item, words, write
from timeline.figures.place.colours import Paint, Pen
from timeline.figures.place.scale import make_scale
from timeline.figures.place.ticks import Tick
from timeline.figures.scene import Box, Lane, Scene

_ROW: Final = 16.0
_WIDEST_ROW: Final = 27.0
_INDENT: Final = 15.0
_DEEPEST: Final = 9
_LEAST_TIME: Final = 150.0  # where time has less room than this, dates are only written
_LEAST_NAME: Final = 60.0
_LINES: Final = 3
"""How many lines a name may take where no time stands beside it."""
_MOST_TEXT: Final = 0.66
_BEFORE: Final = 13.0


@attrs.frozen(kw_only=True)
class _Row:
    node: Node
    level: int
    y: float
    said: Words


def lay_out(cascade: Cascade, paper: Paper) -> Scene:
    """Give a cascade its places; where it is to fill its place the rows stand further apart.

    What a publication says is told by a stroke too, in every theme: small dots of two colours may look alike.
    """
    paper = attrs.evolve(paper, theme=attrs.evolve(paper.theme, hatched=True))
    scene = _lay_out(cascade, paper, _ROW)
    if not paper.fills or paper.tallest is None or scene.height >= paper.tallest:
        return scene
    count = sum(1 for root in cascade.roots for _ in root.rows)
    return _lay_out(cascade, paper, min(_ROW + (paper.tallest - scene.height) / count, _WIDEST_ROW))


def _lay_out(cascade: Cascade, paper: Paper, pitch: float) -> Scene:
    chart = cascade.chart
    canvas = paper.canvas()
    rows = [(node, level) for root in cascade.roots for node, level, _ in _levels(root, 0)]
    numbers = paper.numbers(node.entry for node, _ in rows)
    y = begin(canvas, chart, _keys(cascade, chart))
    right = canvas.width - MARGIN
    text_right = _text_right(canvas, rows, numbers, right)
    dated = any(node.entry.bars for node, _ in rows) and right - text_right > _LEAST_TIME
    text_right = text_right if dated else right
    room = _room(chart, rows, text_right + 16, right, numbers=numbers, paper=paper) if dated else None
    found: tuple[Tick, ...] = ()
    if room is not None:
        y, found = frame.axis(canvas, room.scale, chart.lines, y)
    top = y
    captions = text_room(MARGIN, text_right, numbers, 1, lines=1 if dated else _LINES)
    placed, lanes, y = _places(
        cascade, top + 3, pitch, lambda node, level: _said(canvas, node, level, text_right, captions)
    )
    for row in placed:
        _set_row(canvas, row, room)
    _branches(canvas, placed)
    bottom = y + 3
    if room is not None:
        frame.grid(canvas, room.scale, found, top, bottom)
        frame.clock_lines(canvas, room.scale, chart.lines, top - 3, bottom)
        canvas.line("axis", ((room.left, bottom), (right, bottom)), canvas.theme.rule, 0.8)
        after = frame.gap_names(canvas, room.scale, bottom)
    else:
        after = bottom
    boxes = [Lane(name=name, box=Box(MARGIN, lo, right, hi), rows=count) for name, lo, hi, count in lanes]
    plot = Box(MARGIN, top, right, bottom)
    return end(canvas, chart, paper, bottom=after, plot=plot, lanes=boxes, numbers=numbers)


def _levels(node: Node, level: int, under: str = "") -> Iterable[tuple[Node, int, str]]:
    """Give all rows from top to bottom, each with its level and the name of the one that it rests on."""
    shown = node
    if level > _DEEPEST:  # no line leads there
        shown = attrs.evolve(node, entry=attrs.evolve(node.entry, text=f"{node.entry.text}, on {under}"))
    yield shown, level, under
    for child in node.children:
        yield from _levels(child, level + 1, node.entry.text)


def _left(level: int) -> float:
    """Say where a row of a level begins; very deep ones no longer move to the right."""
    return MARGIN + min(level, _DEEPEST) * _INDENT


def _text_right(canvas: Canvas, rows: list[tuple[Node, int]], numbers: dict[str, int], right: float) -> float:
    """Give the texts what they need, up to most of the width; the rest is time's."""
    room = text_room(0.0, 10_000.0, numbers, len(rows))
    needed = max(_left(level) + _BEFORE + words(canvas, node.entry, room, 10_000.0).width for node, level in rows)
    most = min(MARGIN + (right - MARGIN) * _MOST_TEXT, right - _LEAST_TIME - 20)
    least = max(_left(level) + _BEFORE + _least_width(canvas, node, room) for node, level in rows)
    return max(min(needed, most), least) + 4


def _least_width(canvas: Canvas, node: Node, room: Room) -> float:
    """Give what a row needs at least: the beginning of its name, and all that is never cut."""
    return words(canvas, node.entry, room, 0.0).width + _LEAST_NAME


def _room(
    chart: Chart,
    rows: list[tuple[Node, int]],
    left: float,
    right: float,
    *,
    numbers: dict[str, int],
    paper: Paper,
) -> Room:
    outlines = [bar.outline for node, _ in rows for bar in node.entry.bars]
    moments: list[Moment] = [line.at for line in chart.lines]
    for outline in outlines:
        lo, hi = outline[0][0], outline[-1][0]
        moments += [lo] if hi - lo < DAY else [lo, hi]
    busy = [(outline[0][0], outline[-1][0]) for outline in outlines if isinstance(outline[0][0], int)]
    busy = [(lo, hi) for lo, hi in busy if isinstance(hi, int)]
    scale = make_scale(moments, left, right, busy=busy, pad=(8.0, ARROW), linear=paper.linear, zone=chart.zone)
    return Room(
        scale=scale, left=left, right=right, text_right=right, end=chart.end, numbers=numbers, text_most=right - left
    )


def _said(canvas: Canvas, node: Node, level: int, text_right: float, captions: Room) -> Words:
    return words(canvas, node.entry, captions, text_right - _left(level) - _BEFORE)


def _places(
    cascade: Cascade, top: float, pitch: float, said_of: Callable[[Node, int], Words]
) -> tuple[list[_Row], list[tuple[str, float, float, int]], float]:
    placed: list[_Row] = []
    lanes = []
    y = top
    for root in cascade.roots:
        begins, before = y, len(placed)
        for node, level, _ in _levels(root, 0):
            said = said_of(node, level)
            placed.append(_Row(node=node, level=level, y=y + pitch / 2, said=said))
            y += pitch + LEADING * (said.lines - 1)
        lanes.append((root.entry.text, begins, y, len(placed) - before))
        y += 6
    return placed, lanes, y - 6


def _set_row(canvas: Canvas, row: _Row, room: Room | None) -> None:
    entry = row.node.entry
    item = add_item(canvas, entry)
    x = _left(row.level)
    _sign(canvas, row.node, x + 5, row.y, item)
    write(canvas, entry, row.said, x + _BEFORE, row.y, item=item)
    if room is not None and entry.bars:
        draw_bars(canvas, entry, tuple(place_bars(entry, room)), row.y, height=8.0, item=item, role="beside")


def _sign(canvas: Canvas, node: Node, x: float, y: float, item: int | None) -> None:
    theme = canvas.theme
    if node.is_end:
        paint = Paint(fill=theme.ink if not node.gains else theme.ground, hatch="", hatch_colour=theme.ink)
        points = ((x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4))
        canvas.shape("sign", points, paint=paint, pen=Pen(width=1.6 if node.gains else 1.0), item=item)
        return
    canvas.sign("actual", x, y, paint=theme.paint(node.entry.colour), item=item, radius=3.8)


def _branches(canvas: Canvas, placed: list[_Row]) -> None:
    """Join each row to the one that it rests on."""
    above: dict[int, _Row] = {}
    theme = canvas.theme
    for row in placed:
        above[row.level] = row
        if row.level == 0:
            continue
        parent = above[row.level - 1]
        x = _left(parent.level) + 5
        end_x = _left(row.level) + 0.4
        if row.level <= _DEEPEST:
            points = ((x, parent.y + 5), (x, row.y), (end_x, row.y))
            canvas.line("branch", points, theme.muted, 0.9)


def _keys(cascade: Cascade, chart: Chart) -> list[list[legend.Key]]:
    ends = [root for root in cascade.roots if root.is_end]
    found: list[legend.Key] = []
    words_of_gain = gain_words(frozenset().union(*(root.gains for root in ends)))
    gaining = "an interested origin" if words_of_gain == "is interested" else f"an origin that {words_of_gain}"
    for is_interested, word in ((False, "an origin"), (True, gaining)):
        sample = next((root for root in ends if bool(root.gains) == is_interested), None)
        if sample is not None:
            found.append((word, _swatch(sample), legend.SIGN))
    found += [(word, legend.colour_swatch(number), legend.SIGN) for word, number in chart.keys]
    bars = [bar for root in cascade.roots for node in root.rows for bar in node.entry.bars]
    if any(height < 1 for bar in bars for _, height in bar.outline):
        found.append(("published on some day within", legend.taper, legend.BOX))
    return [found]


def _swatch(node: Node) -> legend.Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        _sign(canvas, node, x + 4, y, None)

    return draw
