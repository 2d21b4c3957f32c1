"""A calendar at its places: a block for each month, and below it what happened on its days.

Law of this module: a day's number is readable whatever its colour; names stand in lists below the months, so that
nothing is set over a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from timeline.dates.english import year_words
from timeline.dates.values import day_number, month_length
from timeline.figures.describe.calendar import Calendar, Noted
from timeline.figures.describe.chart import Entry
from timeline.figures.place import legend
from timeline.figures.place.around import LINES, LIST_LINE, Paper, begin, end, listed, text_room
from timeline.figures.place.canvas import MARGIN, Canvas
from timeline.figures.place.captions import Room, add_item
from timeline.figures.place.colours import Paint, Pen, text_on
from timeline.figures.place.ticks import MONTHS
from timeline.figures.scene import Box, Item, Lane, Scene

_CELL: Final = 14.5
_TALL: Final = 13.0
_BETWEEN: Final = 22.0
_DAYS: Final = ("M", "T", "W", "T", "F", "S", "S")
_BLOCK: Final = 7 * _CELL
_BEFORE: Final = 13.0
_THIN: Final = Pen(width=0.8)
_NONE: Final = Pen(width=0.0)


def lay_out(calendar: Calendar, paper: Paper) -> Scene:
    """Give a calendar its places."""
    chart = calendar.chart
    canvas = paper.canvas()
    entries = [*(one.entry for one in calendar.noted), *calendar.elsewhere]
    numbers = {
        name: number
        for number, name in enumerate(dict.fromkeys(name for entry in entries for name in entry.sources), 1)
    }
    y = begin(canvas, chart, _keys(calendar))
    top = y
    right = canvas.width - MARGIN
    columns = max(int((right - MARGIN + _BETWEEN) // (_BLOCK + _BETWEEN)), 1)
    months = list(calendar.months.items())
    for at in range(0, len(months), columns):
        bottoms = [
            _month(canvas, month, noted, MARGIN + place * (_BLOCK + _BETWEEN), y)
            for place, (month, noted) in enumerate(months[at : at + columns])
        ]
        y = max(bottoms) + 9
    lanes = []
    room = text_room(MARGIN, right, numbers, len(entries), lines=LINES)
    sections = [
        ("On these days", [one.entry for one in calendar.noted]),
        ("Not within one month, or without a date", calendar.elsewhere),
    ]
    for name, members in sections:
        if members:
            begins = y
            y = _list(canvas, name, members, room, y)
            lanes.append(Lane(name=name, box=Box(MARGIN, begins, right, y), rows=len(members)))
    plot = Box(MARGIN, top, right, y)
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=lanes, numbers=numbers)


def _month(canvas: Canvas, month: tuple[int, int], noted: Sequence[Noted], left: float, top: float) -> float:
    """Set one month: its name, the letters of the weekdays, and its days."""
    year, number = month
    theme = canvas.theme
    name = f"{MONTHS[number - 1]} {year_words(year)}"
    canvas.text("month", name, left, top + 10, size=9.0, style="bold", room=_BLOCK)
    for place, letter in enumerate(_DAYS):
        x = left + (place + 0.5) * _CELL
        canvas.text("axis", letter, x, top + 21, size=6.6, anchor="middle", colour=theme.muted)
    first = day_number(year, number, 1)
    offset = (first + 3) % 7  # 1970-01-01, day 0, was a Thursday
    y = top + 25
    rows = 0
    for day in range(month_length(year, number)):
        row, column = divmod(offset + day, 7)
        rows = max(rows, row + 1)
        here = [one for one in noted if one.first <= first + day <= one.last]
        box = (left + column * _CELL, y + row * _TALL, left + (column + 1) * _CELL, y + (row + 1) * _TALL)
        _day(canvas, str(day + 1), here, box)
    return y + rows * _TALL


def _day(canvas: Canvas, number: str, here: Sequence[Noted], box: tuple[float, float, float, float]) -> None:
    theme = canvas.theme
    left, top, right, bottom = box
    points = (
        (left + 0.7, top + 0.7),
        (right - 0.7, top + 0.7),
        (right - 0.7, bottom - 0.7),
        (left + 0.7, bottom - 0.7),
    )
    sure = [one for one in here if one.is_sure]
    colour = theme.muted
    item = None
    if here:
        ids = tuple(dict.fromkeys(name for one in here for name in one.entry.ids))
        said = "; ".join(f"{one.entry.text}{'' if one.is_sure else ' (possibly)'}" for one in here)
        canvas.items.append(Item(kind="day", whole=f"{number}: {said}.", ids=ids, answer="yes" if sure else "possibly"))
        item = len(canvas.items) - 1
    if sure:
        colours = {one.entry.colour for one in sure}
        paint = theme.paint(colours.pop()) if len(colours) == 1 else _several(canvas)
        paint = Paint(fill=paint.fill, hatch="", hatch_colour=paint.hatch_colour)
        canvas.shape("day", points, paint=paint, pen=_THIN, item=item)
        colour = text_on(paint.fill)
    elif here:
        strip = ((left, top + 1.5), (right, top + 1.5), (right, bottom - 1.5), (left, bottom - 1.5))
        canvas.shape("day", strip, paint=_possibly(canvas), pen=_NONE, item=item)
        wide = canvas.measure(number, 7.2) / 2 + 1.2
        middle = (left + right) / 2
        ground = ((middle - wide, top + 2.4), (middle + wide, top + 2.4), (middle + wide, bottom - 2.2))
        plate = (*ground, (middle - wide, bottom - 2.2))
        plain = Paint(fill=theme.ground, hatch="", hatch_colour=theme.ground)
        canvas.shape("plate", plate, paint=plain, pen=_NONE, item=item, outline=theme.ground)
        colour = theme.ink
    y = (top + bottom) / 2 + 2.6
    canvas.text("day", number, (left + right) / 2, y, size=7.2, anchor="middle", colour=colour, item=item)


def _several(canvas: Canvas) -> Paint:
    theme = canvas.theme
    return Paint(fill=theme.ink, hatch="", hatch_colour=theme.ground)


def _possibly(canvas: Canvas) -> Paint:
    theme = canvas.theme
    return Paint(fill=theme.ground, hatch="thin", hatch_colour=theme.unknown)


def _list(canvas: Canvas, name: str, entries: Sequence[Entry], room: Room, top: float) -> float:
    """Name events under a heading, each in a row of its own."""
    theme = canvas.theme
    canvas.line("rule", ((MARGIN, top), (room.right, top)), theme.rule, 0.8)
    canvas.text("lane", name, MARGIN, top + 12, size=9.4, style="bold")
    y = top + 18
    for entry in entries:
        item = add_item(canvas, entry)
        paint = theme.paint(entry.colour, light=entry.answer == "possibly")
        canvas.sign(
            entry.mode, MARGIN + 4.8, y + LIST_LINE / 2, paint=paint, standing=entry.standing, item=item, radius=3.4
        )
        y = listed(canvas, entry, room, MARGIN + _BEFORE, y, item=item)
    return y + 5


def _keys(calendar: Calendar) -> list[list[legend.Key]]:
    colours: list[legend.Key] = [
        (word, legend.colour_swatch(number), legend.SIGN) for word, number in calendar.chart.keys
    ]
    others: list[legend.Key] = []
    by_day: dict[int, set[int | None]] = {}
    for one in calendar.noted:
        for day in range(one.first, one.last + 1) if one.is_sure else ():
            by_day.setdefault(day, set()).add(one.entry.colour)
    if any(len(colours) > 1 for colours in by_day.values()):
        others.append(("a day of several kinds", _several_swatch, 12.0))
    if any(not one.is_sure for one in calendar.noted):
        others.append(("some day within", _possibly_swatch, 12.0))
    others += legend.modes({entry.mode for entry in (*(one.entry for one in calendar.noted), *calendar.elsewhere)})
    return [colours, others]


def _square(x: float, y: float) -> tuple[tuple[float, float], ...]:
    return ((x, y - 4.5), (x + 11, y - 4.5), (x + 11, y + 4.5), (x, y + 4.5))


def _several_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape("legend", _square(x, y), paint=_several(canvas), pen=_THIN)


def _possibly_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape("legend", _square(x, y), paint=_possibly(canvas), pen=_NONE)
