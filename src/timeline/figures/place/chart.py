"""From a chart to a scene: every lane, mark and label gets its place.

Law of this module: the canvas grows to what has to be shown; nothing is squeezed, clipped or left out.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import attrs

from timeline.dates.values import DAY, Moment
from timeline.figures.describe import reach
from timeline.figures.describe.chart import Bar, Chart, Entry, Strip
from timeline.figures.describe.fewer import fewer_values
from timeline.figures.describe.shapes import bounds
from timeline.figures.place import captions, cells, events, frame, lanes, legend, names
from timeline.figures.place.around import Paper, end
from timeline.figures.place.canvas import ARROW, MARGIN, Canvas
from timeline.figures.place.captions import Room, text_most
from timeline.figures.place.labels import clean, wrap
from timeline.figures.place.scale import Scale, make_scale
from timeline.figures.place.ticks import Tick
from timeline.figures.scene import Box, Lane, Scene, Style

WIDTH = 680.0
_CLOSER = 2.5
_GROUP = 9.4
_OPEN = 26.0
_NARROW = 520.0
_LISTED = 13.0  # a line of the list of what is named, at a glance
_OF_CELLS = ("compare", "belief")


def lay_out(chart: Chart, paper: Paper, *, lines: int = 1) -> Scene:
    """Give a chart its places; ``lines`` is how many lines the text of an entry may take.

    At a glance what has no date is named where there is room below all else.
    """
    if paper.values is not None and chart.kind != "events":
        chart = fewer_values(chart, paper.values)
    scene = _laid_out(chart, paper, lines)
    if chart.kind == "events" or not paper.brief or not chart.undated:
        return scene
    if paper.tallest is None or scene.height <= paper.tallest:
        return scene
    signs = tuple(attrs.evolve(entry, is_named=False) for entry in chart.undated)
    return _laid_out(attrs.evolve(chart, undated=signs), paper, lines)


def _laid_out(chart: Chart, paper: Paper, lines: int) -> Scene:
    """Give a chart its places."""
    canvas, width = paper.canvas(), paper.width
    numbers = paper.numbers(chart.entries)
    gutter = _gutter(chart, canvas)
    left = MARGIN + gutter
    scale, has_time = _scale(chart, left, width - MARGIN, linear=paper.linear)
    chart = attrs.evolve(chart, title=clean(chart.title))
    y = frame.header(canvas, chart, MARGIN - 8)
    y = legend.explain(canvas, chart, scale, y)
    y, found = frame.axis(canvas, scale, chart.lines, y + 2, zero=chart.zero) if has_time else (y, ())
    top = y
    room = Room(
        scale=scale,
        left=left,
        right=width - MARGIN,
        text_right=_text_right(chart, scale),
        end=chart.end,
        numbers=numbers,
        text_most=text_most(sum(entry.is_named for entry in chart.entries), lines),
        lines=lines,
    )
    placed, y = _lanes(canvas, chart, room, y)
    y = _close(canvas, chart if has_time else attrs.evolve(chart, lines=()), scale, found, top=top, bottom=y)
    plot = Box(left, top, width - MARGIN, y)
    y = frame.gap_names(canvas, scale, y)
    if chart.undated:
        begin = y
        y, rows = _undated(canvas, chart, room, y + (4 if scale.breaks else 0))
        placed.append(Lane(name=chart.undated_name, box=Box(MARGIN, begin, room.right, y), rows=rows))
    if canvas.is_brief and chart.kind == "events":
        below = attrs.evolve(room, left=MARGIN, text_right=room.right, text_most=2 * room.right)
        y = _named(canvas, chart, below, y)
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=placed, numbers=numbers)


def _gutter(chart: Chart, canvas: Canvas) -> float:
    """Give the room that names of lanes need beside the plot."""
    if chart.kind == "events":
        if canvas.width < _NARROW:  # the names stand above their lanes
            return 0.0
        wide = [canvas.measure(clean(strip.name), names.SIZE, "bold") for strip in chart.strips if strip.name]
    elif all(strip.group is None for strip in chart.strips):
        return 0.0
    else:
        single = chart.has_one_lane_each
        wide = [
            canvas.measure(clean(strip.group or ""), names.SIZE, "bold")
            if single
            else canvas.measure(clean(strip.name), names.SIZE)
            for strip in chart.strips
        ]
    if not wide:
        return 0.0
    return min(max(wide), 130.0, max(canvas.width * 0.2, 62.0)) + 14


def _scale(chart: Chart, left: float, right: float, *, linear: bool) -> tuple[Scale, bool]:
    """Lay out the axis over everything that has a bound, and leave room at its edges for what has none.

    Say too whether anything that is told has a bound: else an axis would name days that nobody told. Where all that it
    could name is one day, since which something is so, it names no other.
    """
    stops = _stops(chart)
    moments = [*stops]
    entries = [entry for strip in chart.strips for entry in strip.entries]
    setting = reach.setting(entries)
    bars = _exact([(entry, bar) for entry in setting for bar in entry.bars])
    outlines = [bar.outline for _, bar in bars]
    for outline in outlines:
        lo, hi = outline[0][0], outline[-1][0]
        if isinstance(lo, float):  # of what has no earliest date, the day from which it is sure
            sure = (moment for moment, _ in outline if isinstance(moment, int))
            moments += [at for at in sure if all(at < line.at - DAY for line in chart.lines)]
        moments += [lo] if hi - lo < DAY and chart.zero is None and _is_day(lo, hi) else [lo, hi]
    if isinstance(chart.zero, int):
        moments.append(chart.zero)
    told = [moment for moment in moments if isinstance(moment, int)]
    if chart.begin is not None and told and min(told) - chart.begin >= DAY >= max(told) - min(told) and stops:
        moments.append(chart.begin)  # else it would name the hours of the day on which a row ends
    moments += [line.at for line in chart.lines]
    low, high = chart.since, chart.until
    if low is not None:
        moments = [max(moment, low) for moment in moments] + [low]
    if high is not None:
        moments = [min(moment, high) for moment in moments] + [high]
    busy = [
        (max(lo, low) if low is not None else lo, min(hi, high) if high is not None else hi)
        for entry, bar in bars
        if not entry.inside
        for lo, hi in [(bar.outline[0][0], bar.outline[-1][0])]
        if isinstance(lo, int) and isinstance(hi, int)
        if bar.light or hi - lo < DAY
    ]
    opens = any(isinstance(outline[0][0], float) for outline in outlines)
    starts_open = low is None and (opens or any(strip.unknown for strip in chart.strips))
    goes_on = any(entry.goes_on for strip in chart.strips for entry in strip.entries)
    make = functools.partial(make_scale, moments, left, right, busy=busy, linear=linear, zone=chart.zone)
    before = _OPEN if starts_open else 6.0
    scale = make(pad=(before, ARROW + 5 if goes_on else 6.0))
    if high is None and _is_stub(chart, scale, setting):
        scale = make(pad=(before, _OPEN + ARROW))
    known = {moment for moment in moments if isinstance(moment, int)}
    only = known.pop() if goes_on and len(known) == 1 else None
    return attrs.evolve(scale, only=only), bool(told)


def _is_stub(chart: Chart, scale: Scale, entries: Sequence[Entry]) -> bool:
    """Say whether something goes on for which the axis leaves hardly more than an arrow: it began last of all."""
    last = scale.pieces[-1].hi
    lasting = [e for e in entries if e.goes_on and e.bars and (chart.end if e.stop is None else e.stop) > last]
    begins = [moment for entry in lasting for moment, _ in entry.bars[-1].outline[-2:-1] if isinstance(moment, int)]
    return any(scale.right - scale.x(moment) < _OPEN for moment in begins)


def _stops(chart: Chart) -> list[Moment]:
    """Give where rows are cut off of which something goes on: that of a belief ends at its last as-of day."""
    stops = (entry.stop for strip in chart.strips for entry in strip.entries if entry.goes_on)
    return [stop for stop in stops if stop is not None and stop < chart.end]


def _exact(bars: Sequence[tuple[Entry, Bar]]) -> Sequence[tuple[Entry, Bar]]:
    """Leave out the bars that are far wider than the others: they are drawn, and set no axis."""
    finite = [_window(bar) for _, bar in bars]
    return [pair for pair, is_far in zip(bars, reach.are_far(finite), strict=True) if not is_far or not pair[1].light]


def _window(bar: Bar) -> tuple[int, int] | None:
    """Give the stretch over which a bar lies; of one that goes on, that over which it may begin.

    None where its start has no bound.
    """
    moments = [moment for moment, _ in bar.outline if isinstance(moment, int)]
    if isinstance(bar.outline[0][0], float) or not moments:
        return None
    return moments[0], moments[-1]


def _is_day(lo: Moment, hi: Moment) -> bool:
    """Say whether a stretch of time is a whole day, which stands at its beginning."""
    return isinstance(lo, int) and lo % DAY == 0 and hi - lo == DAY - 1


def _text_right(chart: Chart, scale: Scale) -> float:
    """Say how far texts may reach: to the last clock's line where nothing lies beyond it, so that it cuts none."""
    last = max((line.at for line in chart.lines), default=None)
    if last is None:
        return scale.right
    ends = (bar.outline[-1][0] for strip in chart.strips for entry in strip.entries for bar in entry.bars)
    beyond = any(isinstance(end, int) and end > last for end in ends)
    return scale.right if beyond else scale.x(last) - 4


def _lanes(canvas: Canvas, chart: Chart, room: Room, top: float) -> tuple[list[Lane], float]:
    placed: list[Lane] = []
    y = top
    group = None
    is_single = chart.has_one_lane_each
    for strip in chart.strips:
        if strip.group != group:
            if group is not None:
                y = _silent(canvas, chart, group, room, placed, top=y)
            group = strip.group
            if canvas.is_brief and chart.kind in _OF_CELLS and chart.strips[0].group == chart.strips[-1].group:
                pass  # the line below the headline names the one cell
            elif is_single:
                canvas.line("rule", ((MARGIN, y), (canvas.width - MARGIN, y)), canvas.theme.rule, 0.8)
                y += 2
            else:
                y = _group_name(canvas, group or "", y) - (_CLOSER if chart.kind == "compare" else 0.0)
        begin = y
        if chart.kind == "events":
            y, rows = events.lane(canvas, chart, strip, room, y)
        else:
            y, rows = _cell(canvas, strip, room, y, name=strip.group if is_single else None)
        y += 3 - (_CLOSER if chart.kind == "compare" else 0.0)  # the two lanes of a cell stand together
        placed.append(Lane(name=strip.name, group=strip.group, box=Box(MARGIN, begin, room.right, y), rows=rows))
    if group is not None:
        y = _silent(canvas, chart, group, room, placed, top=y)
    for group, _ in chart.silent:
        if group not in {strip.group for strip in chart.strips}:
            y = _silent(canvas, chart, group, room, placed, top=_group_name(canvas, group, y))
    return placed, y


def _silent(canvas: Canvas, chart: Chart, group: str, room: Room, placed: list[Lane], *, top: float) -> float:
    """Name in one line the cells of a group that nobody reported anything of; they share one lane."""
    names = next((names for name, names in chart.silent if name == group), ())
    if not names:
        return top
    y = top + 11
    for line in wrap(f"unknown: {', '.join(map(clean, names))}", room.right - room.left, 8.0, canvas.measure, "italic"):
        label = canvas.text("unknown", line, room.left, y, size=8.0, style="italic", colour=canvas.theme.muted)
        canvas.plate_under(label)
        y += 10.5
    bottom = y - 5.5
    placed += [Lane(name=name, group=group, box=Box(MARGIN, top, room.right, bottom), rows=1) for name in names]
    return bottom


def _undated(canvas: Canvas, chart: Chart, room: Room, top: float) -> tuple[float, int]:
    """Name what has no date below the axis, where no place says a time; at a glance events have their signs there."""
    label = canvas.text(
        "lane", chart.undated_name, MARGIN, top + 13, size=names.SIZE, style="bold", room=canvas.width - 2 * MARGIN
    )
    below = attrs.evolve(room, left=MARGIN, text_right=room.right)
    is_listed = canvas.is_brief and chart.kind == "events"
    if is_listed or not any(entry.is_named for entry in chart.undated):
        canvas.unnamed += [entry.text for entry in chart.undated if chart.kind != "events"]
        beside = attrs.evolve(below, left=label.box.right + 6)
        return lanes.signs_undated(canvas, chart.undated, beside, label.y - 9.5, row=13.5)
    return lanes.rows_undated(canvas, chart.undated, below, label.y + 4, size=8.2, row=13.5)


def _named(canvas: Canvas, chart: Chart, room: Room, top: float) -> float:
    """List what is named, each on lines of its own: at a glance no name stands at its mark."""
    dated = [entry for strip in chart.strips for entry in strip.entries if entry.is_named]
    dated.sort(key=lambda entry: bounds(entry.bars[0].outline)[::-1])
    two_lines = attrs.evolve(room, lines=2)
    y = top + 2
    for entry in (*dated, *(entry for entry in chart.undated if entry.is_named)):
        item = captions.add_item(canvas, entry)
        said = captions.words(canvas, entry, two_lines, room.right - room.left - 14)
        paint = canvas.theme.paint(entry.colour, light=entry.answer == "possibly")
        canvas.sign(entry.mode, room.left + 4.8, y + 6.5, paint=paint, standing=entry.standing, item=item)
        captions.write(canvas, entry, said, room.left + 14, y + 6.5, item=item)
        y += _LISTED + captions.LEADING * (said.lines - 1)
    return y


def _cell(canvas: Canvas, strip: Strip, room: Room, top: float, *, name: str | None = None) -> tuple[float, int]:
    """Set the lane of one cell: its name, or ``name``, in the gutter, its values, and below them what fills no cell."""
    style: Style = "regular" if name is None else "bold"
    name = clean(strip.name if name is None else name)
    theme = canvas.theme
    wide = room.left - MARGIN - 8
    lines = names.lane_lines(canvas, name, wide, style)
    y, middle, rows = cells.rows_inside(canvas, strip, room, top + 2, name_lines=len(lines))
    base = middle + 3
    for line in lines:
        whole = name if len(lines) > 1 else None
        canvas.text("lane", line, MARGIN, base, size=names.SIZE, style=style, room=wide, colour=theme.ink, whole=whole)
        y = max(y, base + 3)
        base += names.SIZE + 1.6
    others = [entry for entry in strip.entries if not entry.inside]
    y, more = _entries(canvas, others, room, y, size=8.0, row=14.0)
    return y, rows + more


def _entries(
    canvas: Canvas,
    entries: Sequence[Entry],
    room: Room,
    top: float,
    *,
    size: float = captions.TEXT,
    row: float = lanes.ROW,
) -> tuple[float, int]:
    """Set entries with their text beside them: first those that have a date, then all others as text flows."""
    y, rows = top, 0
    dated = [entry for entry in entries if entry.bars]
    undated = [entry for entry in entries if not entry.bars]
    if dated:
        y, rows = lanes.rows_beside(canvas, dated, room, y, size=size, row=row)
    if undated:
        y, more = lanes.rows_undated(canvas, undated, room, y, size=size, row=row)
        rows += more
    return y, rows


def _group_name(canvas: Canvas, name: str, top: float) -> float:
    theme = canvas.theme
    canvas.line("rule", ((MARGIN, top), (canvas.width - MARGIN, top)), theme.rule, 0.8)
    label = canvas.text("group", name, MARGIN, top + 13, size=_GROUP, style="bold", room=canvas.width - 2 * MARGIN)
    canvas.plate_under(label)
    return top + 17


def _close(canvas: Canvas, chart: Chart, scale: Scale, found: Sequence[Tick], *, top: float, bottom: float) -> float:
    """Draw what runs through all lanes, and repeat the axis below tall plots."""
    frame.grid(canvas, scale, found, top, bottom)
    frame.clock_lines(canvas, scale, chart.lines, top - 3, bottom)
    canvas.line("axis", ((MARGIN, bottom), (scale.right, bottom)), canvas.theme.rule, 0.8)
    if bottom - top > 420 and found:
        return frame.tick_names(canvas, scale, found, bottom)
    return bottom
