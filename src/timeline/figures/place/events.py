"""A lane of events at its place: its name, its moments or all of its entries, and what is too vague behind them.

Law of this module: the name stands in the gutter, at the height of the marks; where there is no gutter, above the lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from timeline.dates.values import DAY
from timeline.figures.describe import reach
from timeline.figures.describe.chart import Chart, Entry, Strip
from timeline.figures.place import captions, lanes, moments, names
from timeline.figures.place.canvas import MARGIN, Canvas
from timeline.figures.place.captions import Room
from timeline.figures.place.labels import clean
from timeline.figures.place.ticks import has_centuries


def lane(canvas: Canvas, chart: Chart, strip: Strip, room: Room, top: float) -> tuple[float, int]:
    """Set a lane of events: its name in the gutter, ticks and named moments; or all of them, each in its row."""
    theme = canvas.theme
    canvas.line("rule", ((MARGIN, top), (canvas.width - MARGIN, top)), theme.rule, 0.8)
    entries = strip.entries
    top = _name_above(canvas, strip, top) if strip.name and not room.left > MARGIN else top
    if chart.ticks or canvas.is_brief:  # at a glance all names are listed below
        y, middle, rows = moments.lane(canvas, [e for e in entries if not _is_behind(chart, e, room)], room, top + 2)
        _centuries(canvas, chart, entries, room, middle)
    else:
        middle = top + 4 + lanes.ROW / 2
        y, rows = lanes.rows_beside(canvas, entries, room, top + 4)
    wide = room.left - MARGIN - 10
    base = middle + 3
    lines = names.lane_lines(canvas, clean(strip.name), wide, style="bold") if strip.name and wide > 0 else []
    for line in lines:
        whole = strip.name if len(lines) > 1 else None
        canvas.text("lane", line, MARGIN, base, size=names.SIZE, style="bold", room=wide, whole=whole)
        base += names.SIZE + 1.6
    return max(y, base - 3 if lines else y), rows


def _name_above(canvas: Canvas, strip: Strip, top: float) -> float:
    """Set the name of a lane above it, where there is no gutter."""
    label = canvas.text(
        "lane", strip.name, MARGIN, top + 11, size=names.SIZE, style="bold", room=canvas.width - 2 * MARGIN
    )
    canvas.plate_under(label)
    return top + 13


def _is_behind(chart: Chart, entry: Entry, room: Room) -> bool:
    """Say whether an event is a band behind its lane: on an axis of centuries, one that is as vague as they are."""
    found = reach.extent(entry)
    return (
        chart.ticks
        and not entry.is_named
        and has_centuries(room.scale)
        and found is not None
        and found[1] - found[0] > _BEHIND
        and all(bar.light for bar in entry.bars)
    )


_BEHIND: Final = 60 * 365 * DAY


def _centuries(canvas: Canvas, chart: Chart, entries: Sequence[Entry], room: Room, middle: float) -> None:
    """Draw what is vague by about a century as bands behind the row of marks."""
    for entry in entries:
        found = reach.extent(entry)
        if found is None or not _is_behind(chart, entry, room):
            continue
        item = captions.add_item(canvas, entry)
        x0, x1 = room.scale.x(found[0]), room.scale.x(found[1])
        canvas.behind("vague", (x0, middle - 7.5, x1, middle + 7.5), item=item)
