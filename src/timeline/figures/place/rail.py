"""A chart for a screen that is narrow: time runs down a rail, and each date stands above what happened then.

Law of this module: everything in the chart has a mark on the rail or a line of text; what is not named is a tick
between its neighbours in time, and how many these are is said beside them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import attrs

from timeline.dates.values import DAY, Moment, is_of_any_year
from timeline.dates.zones import name_of
from timeline.figures.describe.chart import Chart, Entry, Line, Strip
from timeline.figures.describe.dating import without_day
from timeline.figures.describe.printed import day_text, days_text, end_text, start_text
from timeline.figures.describe.shapes import bounds, in_order
from timeline.figures.place import legend
from timeline.figures.place.around import Paper, begin, end, text_room
from timeline.figures.place.canvas import BAR, MARGIN, SMALL, Canvas
from timeline.figures.place.captions import LEADING, TEXT, Room, add_item, words, write
from timeline.figures.place.colours import DOUBTED
from timeline.figures.place.elapsed import length_text
from timeline.figures.place.labels import clean, wrap
from timeline.figures.scene import Box, Lane, Scene
from timeline.records import say
from timeline.records.words import BESIDE

_RAIL: Final = MARGIN + 5.0
_TEXT: Final = MARGIN + 16.0
_LINES: Final = 4
_DATE_LINE: Final = 11.0
_AFTER: Final = 5.0
_TICK: Final = 3.4
_PITCH: Final = 3.2
_TALLEST: Final = 44.0  # all ticks between two names
_PAUSE: Final = 0.12  # of all the time that is shown: longer ones are said

_AS_BEFORE: Final = 2
"""Of more values than this that the row before has too only the number is said: the row is for what is new."""

_Stop: TypeAlias = Entry | Line | tuple[Moment, Moment]
"""What stands on a rail: an entry, a clock, or a stretch over which it is unknown."""


def lay_out(chart: Chart, paper: Paper) -> Scene:
    """Give a chart its places on rails: one for all events, and for states one for each cell."""
    canvas = paper.canvas()
    numbers = paper.numbers(chart.entries)
    y = begin(canvas, chart, _keys(chart))
    top = y
    right = canvas.width - MARGIN
    if chart.day is not None:  # the day and the zone that all times below leave out
        y += _DATE_LINE
        canvas.text("axis", f"{day_text(chart.day * DAY)}, {name_of(chart.zone)}", MARGIN, y, size=SMALL, style="bold")
        y += _AFTER
    room = text_room(_TEXT, right, numbers, 1, lines=_LINES)
    lanes = []
    group = None
    for name, above, stops in _rails(chart):
        begins = y
        if above is not None and above != group:
            y = _heading(canvas, above, y, is_group=True)
            group = above
        if name and name != above and not chart.has_one_lane_each:
            y = _heading(canvas, name, y, is_group=False)
        y = _rail(canvas, chart, stops, room, y)
        lanes.append(Lane(name=name, group=above, box=Box(MARGIN, begins, right, y), rows=len(stops)))
    for group, names in chart.silent:
        begins = y
        y = _silent(canvas, group, names, y)
        lanes += [Lane(name=name, group=group, box=Box(MARGIN, begins, right, y), rows=1) for name in names]
    if chart.undated:
        begins = y
        y = _heading(canvas, chart.undated_name, y, is_group=True)
        y = _rail(
            canvas,
            chart,
            [entry if entry.is_vague else attrs.evolve(entry, date="") for entry in chart.undated],
            room,
            y,
            has_rail=False,
        )
        lanes.append(Lane(name=chart.undated_name, box=Box(MARGIN, begins, right, y), rows=len(chart.undated)))
    plot = Box(MARGIN, top, right, y)
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=lanes, numbers=numbers)


def _rails(chart: Chart) -> Iterable[tuple[str, str | None, Sequence[_Stop]]]:
    """Give each rail: its name, what it belongs to, and what stands on it, in the order of time."""
    if chart.kind == "events":
        several = len(chart.strips) > 1
        entries = [
            attrs.evolve(entry, date=f"{entry.date} · {strip.name}" if several and strip.name else entry.date)
            for strip in chart.strips
            for entry in strip.entries
        ]
        yield "", None, sorted([*entries, *chart.lines], key=_when)
        return
    for strip in chart.strips:
        yield strip.name, strip.group, sorted(_states(strip, chart), key=_when)


def _states(strip: Strip, chart: Chart) -> Iterable[_Stop]:
    """Give the values of a cell, each with its dates, and the stretches over which it is unknown."""
    for entry in strip.entries:
        if entry.is_named or chart.kind != "belief":
            yield attrs.evolve(entry, date=entry.date or _without_day(_dates(entry, chart.zone), chart), is_named=True)
    same = [entry for entry in strip.entries if not entry.is_named and chart.kind == "belief"]
    if same:  # the row before says the same of these
        told = list(dict.fromkeys(clean(entry.text) for entry in same))
        text = f"as before: {', '.join(told)}" if len(told) <= _AS_BEFORE else f"{len(told)} values as before"
        whole = " ".join(entry.whole for entry in same)
        ids = tuple(dict.fromkeys(name for entry in same for name in entry.ids))
        yield attrs.evolve(same[0], text=text, date="", whole=whole, ids=ids, is_named=True, word="")
    if not same:
        begins = [bounds(entry.bars[0].outline) for entry in strip.entries if entry.inside and entry.bars]
        for lo, hi in strip.unknown:  # what lies within the days on which a value may have begun, these say
            if not any((first <= lo or is_of_any_year(first, last)) and hi <= last for first, last in begins):
                yield lo, hi


def _when(stop: _Stop) -> tuple[float, float]:
    if isinstance(stop, Line):
        return (stop.at, math.inf)
    if isinstance(stop, Entry) and not stop.bars:
        return (math.inf, math.inf)
    return in_order(*bounds(stop.bars[0].outline)) if isinstance(stop, Entry) else stop


def _bounds(stop: _Stop) -> tuple[Moment, Moment]:
    """Give the first and the last moment at which a stop may lie."""
    if isinstance(stop, Line):
        return stop.at, stop.at
    if isinstance(stop, Entry) and not stop.bars:
        return -math.inf, math.inf
    return stop if isinstance(stop, tuple) else bounds(stop.bars[0].outline)


def _dates(entry: Entry, zone: dt.tzinfo | None) -> str:
    """Say from when to when a value was so, and between which days that began: as told, wherever it is cut off."""
    told = entry.told or entry.bars
    first, last = told[0].outline, told[-1].outline
    low = first[0][0]
    sure = next((moment for moment, height in first if height == 1.0), low)
    if is_of_any_year(*bounds(first)):
        start = ""
    elif isinstance(low, float):
        start = f"by {start_text(sure, zone)}" if isinstance(sure, int) else ""
    elif isinstance(sure, float) or sure == low:
        start = start_text(low, zone)
    else:
        start = days_text(low, sure if sure % DAY else sure + DAY - 1, zone)
    stop = last[-1][0]
    if entry.goes_on or isinstance(stop, float):
        return f"since {start}" if start and not start.startswith("by ") else start or "at any time"
    surely = stop if last[-1][1] == 1.0 else next((moment for moment, high in reversed(last) if high == 1.0), stop)
    ended = end_text(min(surely, stop), stop, zone)
    return f"{start} to {ended}" if start else f"until {ended}"


def _without_day(text: str, chart: Chart) -> str:
    """Leave out the day and the zone that stand above the rails."""
    if chart.day is None:
        return text
    return without_day(text, chart.day, chart.zone)


# --- a rail ----------------------------------------------------------------------------------------------------------


def _rail(
    canvas: Canvas, chart: Chart, stops: Sequence[_Stop], room: Room, top: float, *, has_rail: bool = True
) -> float:
    """Set what stands on one rail; give the height below."""
    finite = [moment for stop in stops for moment in _when(stop) if isinstance(moment, int)]
    pause = (max(finite) - min(finite)) * _PAUSE if finite else math.inf
    y = top + 3
    ends = []
    before: Moment = -math.inf
    for is_tick, some in itertools.groupby(stops, lambda stop: isinstance(stop, Entry) and not stop.is_named):
        found = list(some)
        if is_tick:
            y = _ticks(canvas, [one for one in found if isinstance(one, Entry)], y)
            ends.append(y)
        for stop in found:
            low, high = _bounds(stop)
            if not is_tick:
                if isinstance(low, int) and isinstance(before, int) and chart.kind == "events" and low - before > pause:
                    y = _between(canvas, low - before, y)
                y = _stop(canvas, chart, stop, room, y)
                ends.append(y)
            before = max(before, high) if math.isfinite(high) else before
    if has_rail and stops:
        canvas.line("rail", ((_RAIL, top + 4), (_RAIL, y - _AFTER)), canvas.theme.rule, 1.0)
    return y + 2


def _stop(canvas: Canvas, chart: Chart, stop: _Stop, room: Room, top: float) -> float:
    """Set one stop: its date above, its words below, its sign on the rail."""
    theme = canvas.theme
    if isinstance(stop, Line):
        y = top + _DATE_LINE
        label = canvas.text("flag", stop.text, _TEXT, y, size=TEXT, style="bold")
        middle = y - TEXT * 0.36
        canvas.line(stop.role, ((MARGIN, middle), (_TEXT - 3, middle)), theme.ink, 1.2)
        canvas.line(stop.role, ((label.box.right + 3, middle), (room.right, middle)), theme.ink, 1.2)
        return y + _AFTER + 2
    if isinstance(stop, tuple):
        return _unknown(canvas, chart, stop, top)
    item = add_item(canvas, stop)
    y = top
    for line in wrap(clean(stop.date), room.right - _TEXT, SMALL, canvas.measure) if stop.date else ():
        y += _DATE_LINE
        canvas.text("date", line, _TEXT, y, size=SMALL, colour=theme.muted, item=item)
    said = words(canvas, attrs.evolve(stop, date=""), room, room.right - _TEXT, size=TEXT)
    middle = y + LEADING / 2 + 2
    paint = theme.paint(stop.colour, light=stop.answer == "possibly", grey=stop.grey)
    canvas.sign(stop.mode, _RAIL, top + _DATE_LINE - 2.7, paint=paint, standing=stop.standing, item=item)
    write(canvas, stop, said, _TEXT, middle, item=item, size=TEXT)
    return middle + LEADING * (said.lines - 0.5) + _AFTER


def _unknown(canvas: Canvas, chart: Chart, stretch: tuple[Moment, Moment], top: float) -> float:
    """Say over which stretch nobody reported anything."""
    lo, hi = stretch
    ended = _without_day(end_text(hi, hi, chart.zone), chart)
    if isinstance(lo, int) and isinstance(hi, int):
        begun = _without_day(start_text(lo, chart.zone), chart)
        words_ = f"unknown from {begun} to {ended}" if begun != ended else f"unknown {begun}"
    elif isinstance(lo, int):
        words_ = f"unknown from {_without_day(start_text(lo, chart.zone), chart)} on"
    else:
        words_ = f"unknown until {ended}" if isinstance(hi, int) else "unknown"
    y = top
    for line in wrap(words_, canvas.width - MARGIN - _TEXT, SMALL, canvas.measure, "italic"):
        y += _DATE_LINE
        canvas.text("unknown", line, _TEXT, y, size=SMALL, style="italic", colour=canvas.theme.muted)
    canvas.hatched(_RAIL - 3, _RAIL + 3, top + 2, y + 2)
    return y + _AFTER


def _ticks(canvas: Canvas, some: Sequence[Entry], top: float) -> float:
    """Set what is not named as ticks on the rail, and say how many they are."""
    theme = canvas.theme
    pitch = min(_PITCH, _TALLEST / len(some))
    high = max(pitch * len(some), _DATE_LINE + 2)
    first = top + (high - pitch * len(some)) / 2 + pitch / 2
    for place, entry in enumerate(some):
        item = add_item(canvas, entry)
        y = first + place * pitch
        ends = ((_RAIL - _TICK, y), (_RAIL + _TICK, y))
        wide, bar = min(1.4, pitch * 0.7), min(BAR, pitch * 0.4)  # the bar stands beside the rail, not on it
        canvas.tick(ends, standing=entry.standing, answer=entry.answer, item=item, width=wide, bar=bar, at=1.0)
    text = f"{say.counted(len(some), 'other event')}"
    canvas.text("more", text, _TEXT, top + high / 2 + SMALL * 0.36, size=SMALL, colour=theme.muted)
    return top + high + _AFTER


def _between(canvas: Canvas, length: int, top: float) -> float:
    """Say how long nothing happened that is shown."""
    y = top + _DATE_LINE
    text = f"{length_text(length)} later"
    canvas.text("gap", text, _TEXT, y, size=SMALL, style="italic", colour=canvas.theme.muted)
    return y + _AFTER


def _heading(canvas: Canvas, name: str, top: float, *, is_group: bool) -> float:
    if is_group:
        canvas.line("rule", ((MARGIN, top), (canvas.width - MARGIN, top)), canvas.theme.rule, 0.8)
        top += 2
    size = 9.4 if is_group else 8.6
    y = top
    for line in wrap(clean(name), canvas.width - 2 * MARGIN, size, canvas.measure, "bold"):
        y += size + 3.5
        canvas.text("group" if is_group else "lane", line, MARGIN, y, size=size, style="bold")
    return y + 4


def _silent(canvas: Canvas, group: str, names: Sequence[str], top: float) -> float:
    text = f"{clean(group)}, unknown: {', '.join(map(clean, names))}"
    y = top
    for line in wrap(text, canvas.width - 2 * MARGIN, SMALL, canvas.measure, "italic"):
        y += 10.5
        canvas.text("unknown", line, MARGIN, y, size=SMALL, style="italic", colour=canvas.theme.muted)
    return y + 4


def _keys(chart: Chart) -> list[list[legend.Key]]:
    """Explain the colours and signs that are used."""
    named = [entry for entry in chart.entries if entry.is_named or chart.kind != "events"]
    colours = legend.colour_keys(chart, named)
    ticks = (
        {entry.standing for entry in chart.entries if not entry.is_named} & DOUBTED if chart.kind == "events" else set()
    )
    others = legend.dots({entry.standing for entry in named} - {chart.usual} | ticks, ticks=bool(ticks))
    others += legend.modes({entry.mode for entry in named} & set(BESIDE))
    return [colours, others]
