"""A calendar at its places: a block for each month, and below it what happened on its days.

Law of this module: a day's number is readable whatever its colour; names stand in lists below the months, so that
nothing is set over a day. A quarter of an hour has a bar as long as its events, with a part for each kind: in a busy
hour nearly every quarter has several kinds, and one colour for all of these would say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import attrs

from timeline.dates.english import year_words
from timeline.dates.values import DAY, day_number, month_length
from timeline.dates.zones import name_of
from timeline.figures.describe.calendar import QUARTERS, Calendar, Noted
from timeline.figures.describe.chart import Entry
from timeline.figures.place import legend
from timeline.figures.place.around import LINES, LIST_LINE, Paper, begin, end, listed, text_room
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas
from timeline.figures.place.captions import Room, add_item
from timeline.figures.place.colours import Paint, Pen, text_on
from timeline.figures.place.ticks import MONTHS, day_month_year
from timeline.figures.scene import Box, Item, Lane, Point, Scene
from timeline.records import say

_DAYS: Final = ("M", "T", "W", "T", "F", "S", "S")
_BEFORE: Final = 13.0
_THIN: Final = Pen(width=0.8)
_NONE: Final = Pen(width=0.0)
_FRAME: Final = Pen(width=0.6)
_MANY_MONTHS: Final = 12  # more than these are set smaller
_REFORM: Final = day_number(1582, 10, 15)
"""The first day of the calendar whose weekdays these are; before it, they were those of another."""
_HOUR_NAMES: Final = 26.0
_LEAST_BAR: Final = 16.0  # a bar beside its number is at least so long where it counts most
_FOOT: Final = 4.6  # of a quarter of an hour: its bar, below its number
_QUARTER_TYPE: Final = 7.0
_QUARTER_TALL: Final = 14.0
_COUNT: Final = 0.78  # of the size of a day's number: how many events it has
_COUNT_GAP: Final = 0.6
_AROUND: Final = 2.4  # what stays free beside the two in their day


@attrs.frozen(kw_only=True)
class _Size:
    """How large the days of a month are."""

    wide: float
    tall: float
    name: float
    number: float
    between: float
    counts: bool = False
    """Whether a day says how many events it surely has, where several."""

    @property
    def block(self) -> float:
        """The width of a month."""
        return 7 * self.wide


_LARGE: Final = _Size(wide=14.5, tall=13.0, name=9.0, number=7.2, between=22.0)
_LEGIBLE: Final = _Size(wide=13.0, tall=11.5, name=8.4, number=SMALL, between=14.0)
"""Where no type may be smaller than that of notes."""
_SMALL: Final = _Size(wide=11.0, tall=10.0, name=8.0, number=5.8, between=15.0)


def lay_out(calendar: Calendar, paper: Paper) -> Scene:
    """Give a calendar its places."""
    chart = calendar.chart
    canvas = paper.canvas()
    entries = [*(one.entry for one in calendar.noted), *calendar.elsewhere]
    numbers = paper.numbers(entries)
    y = begin(canvas, chart, _keys(canvas, calendar))
    top = y
    right = canvas.width - MARGIN
    y = _quarters(canvas, calendar, y) if calendar.has_hours else _months(canvas, calendar, y)
    lanes = []
    room = text_room(MARGIN, right, numbers, sum(entry.is_named for entry in entries), lines=LINES)
    than = "day" if calendar.has_hours else "month"
    sections = [
        ("At these times" if calendar.has_hours else "On these days", [one.entry for one in calendar.noted]),
        (f"Not within one {than}, or without a date", list(calendar.elsewhere)),
    ]
    for name, members in sections:
        shows_others = members is not sections[0][1]
        if any(shows_others or entry.is_named for entry in members):
            begins = y
            y = _list(canvas, name, members, room, y, shows_others=shows_others)
            lanes.append(Lane(name=name, box=Box(MARGIN, begins, right, y), rows=len(members)))
    plot = Box(MARGIN, top, right, y)
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=lanes, numbers=numbers)


def _months(canvas: Canvas, calendar: Calendar, top: float) -> float:
    """Set the months in rows."""
    months = list(calendar.months.items())
    size = _size_of(canvas, calendar)
    room = canvas.width - 2 * MARGIN
    columns = max(int((room + size.between) // (size.block + size.between)), 1)
    size = attrs.evolve(size, wide=(room - (columns - 1) * size.between) / columns / 7)  # so that no strip stays empty
    y = top
    for at in range(0, len(months), columns):
        bottoms = [
            _month(canvas, month, noted, (MARGIN + place * (size.block + size.between), y), size)
            for place, (month, noted) in enumerate(months[at : at + columns])
        ]
        y = max(bottoms) + 9
    return y


def _size_of(canvas: Canvas, calendar: Calendar) -> _Size:
    """Say how large days are; where they are large, as wide as the number of their events needs."""
    size = _LEGIBLE if canvas.least else _LARGE if len(calendar.months) <= _MANY_MONTHS else _SMALL
    many = Counter(day for one in calendar.noted if one.is_sure for day in range(one.first, one.last + 1))
    most = max(many.values(), default=0)
    if size is not _LARGE or most < 2:
        return size
    wide = canvas.measure("28", size.number) + _COUNT_GAP + canvas.measure(str(most), _count_size(canvas, size.number))
    return attrs.evolve(size, wide=max(size.wide, wide + _AROUND), counts=True)


def _count_size(canvas: Canvas, size: float) -> float:
    return canvas.legible(size * _COUNT)


def _month(canvas: Canvas, month: tuple[int, int], noted: Sequence[Noted], corner: Point, size: _Size) -> float:
    """Set one month: its name, the letters of the weekdays where it has them, and its days."""
    year, number = month
    left, top = corner
    theme = canvas.theme
    first = day_number(year, number, 1)
    has_weekdays = first >= _REFORM
    canvas.text(
        "month",
        f"{MONTHS[number - 1]} {year_words(year)}",
        left,
        top + 10,
        size=size.name,
        style="bold",
        room=size.block,
    )
    for place, letter in enumerate(_DAYS if has_weekdays else ()):
        x = left + (place + 0.5) * size.wide
        canvas.text(
            "axis", letter, x, top + 20, size=canvas.legible(size.number * 0.92), anchor="middle", colour=theme.muted
        )
    offset = (first + 3) % 7 if has_weekdays else 0  # 1970-01-01, day 0, was a Thursday
    y = top + (24 if has_weekdays else 14)
    rows = 0
    for day in range(month_length(year, number)):
        row, column = divmod(offset + day, 7)
        rows = max(rows, row + 1)
        here = _at(noted, first + day)
        box = (
            left + column * size.wide,
            y + row * size.tall,
            left + (column + 1) * size.wide,
            y + (row + 1) * size.tall,
        )
        _day(canvas, str(day + 1), here, box, size.number, counts=size.counts)
    return y + rows * size.tall


def _quarters(canvas: Canvas, calendar: Calendar, top: float) -> float:
    """Set each day as its hours, from left to right, and their quarters, from top to bottom."""
    y, hours = top, _hours_of(calendar)
    most = max(
        len(_at(noted, place)) for _, noted in calendar.days.items() for one in noted for place in (one.first, one.last)
    )
    for day, noted in calendar.days.items():
        canvas.text(
            "month",
            f"{day_month_year(day * DAY)}, {name_of(calendar.chart.zone)}",
            MARGIN,
            y + 10,
            size=9.0,
            style="bold",
            room=canvas.width - 2 * MARGIN,
        )
        hour = (canvas.width - 2 * MARGIN - _HOUR_NAMES) / len(hours)
        many = 24 if hour > canvas.measure("00", canvas.legible(_QUARTER_TYPE)) + 1.5 else 12  # hours side by side
        y += 16
        for first in range(hours[0], hours[-1] + 1, many):
            y = _hours(canvas, day, noted, range(first, min(first + many, hours[-1] + 1)), y, most=most)
    return y


def _hours_of(calendar: Calendar) -> range:
    """Give the hours from the first to the last in which something is known to have happened on any day."""
    within = [
        quarter % QUARTERS // 4
        for one in calendar.noted
        for quarter in (one.first, one.last, *range(one.first, one.last))
    ]
    return range(min(within), max(within) + 1)


def _hours(canvas: Canvas, day: int, noted: Sequence[Noted], hours: range, top: float, *, most: int) -> float:
    """Set some hours of a day beside each other; ``most`` is how many events a quarter has at most."""
    theme, size = canvas.theme, canvas.legible(_QUARTER_TYPE)
    left, y = MARGIN + _HOUR_NAMES, top + 10
    wide = (canvas.width - MARGIN - left) / len(hours)
    for place, hour in enumerate(hours):
        x = left + (place + 0.5) * wide
        canvas.text("axis", f"{hour:02d}", x, y - 4, size=size, anchor="middle", colour=theme.muted)
    for quarter in range(4):
        base = y + (quarter + 0.5) * _QUARTER_TALL + 2.4
        canvas.text("axis", f":{quarter * 15:02d}", left - 4, base, size=size, anchor="end", colour=theme.muted)
        for place, hour in enumerate(hours):
            here = _at(noted, day * QUARTERS + hour * 4 + quarter)
            high = y + quarter * _QUARTER_TALL
            box = Box(left + place * wide, high, left + (place + 1) * wide, high + _QUARTER_TALL)
            if here:
                _quarter(canvas, f"{hour:02d}:{quarter * 15:02d}", here, box, most=most)
    canvas.line("axis", ((left, y), (left + wide * len(hours), y)), theme.grid, 0.6)
    for place in range(len(hours) + 1):
        x = left + place * wide
        canvas.line("axis", ((x, y), (x, y + 4 * _QUARTER_TALL)), theme.grid, 0.6)
    return y + 4 * _QUARTER_TALL + 9


def _at(noted: Sequence[Noted], place: int) -> list[Noted]:
    return [one for one in noted if one.first <= place <= one.last]


def _quarter(canvas: Canvas, called: str, here: Sequence[Noted], box: Box, *, most: int) -> None:
    """Set how many events a quarter of an hour has, and a bar as long as that, with a part for each kind.

    The bar stands beside the number, and below it where the hours are narrow; ``most`` is what the longest one counts.
    """
    theme, size = canvas.theme, canvas.legible(_QUARTER_TYPE)
    item = _add_item(canvas, called, here)
    number, beside = str(len(here)), canvas.measure(str(most), size) + 2 * _AROUND
    if box.right - box.left > beside + _LEAST_BAR:
        canvas.text("count", number, box.left + beside - _AROUND, box.bottom - 4.6, size=size, anchor="end", item=item)
        bar = Box(box.left + beside, box.top + 1.6, box.right - _AROUND, box.bottom - 1.6)
    else:
        canvas.text("count", number, box.left + 1.0, box.bottom - _FOOT - 1.6, size=size, item=item)
        bar = Box(box.left + 1.0, box.bottom - _FOOT, box.right - 1.0, box.bottom - 0.8)
    each = (bar.right - bar.left) / most
    kinds = Counter((not one.is_sure, one.entry.colour is None, one.entry.colour or 0) for one in here)
    x = bar.left
    for (is_possible, is_grey, colour), count in sorted(kinds.items()):
        corners = ((x, bar.top), (x + count * each, bar.top), (x + count * each, bar.bottom), (x, bar.bottom))
        paint = _possibly(canvas) if is_possible else theme.paint(None if is_grey else colour)
        outline = theme.unknown if is_possible else None
        canvas.shape("day", corners, paint=paint, pen=_FRAME if is_possible else _THIN, item=item, outline=outline)
        x += count * each


def _add_item(canvas: Canvas, called: str, here: Sequence[Noted]) -> int:
    """Name what happened on a day, or at a quarter of an hour; give the number of that."""
    sure = sum(one.is_sure for one in here)
    ids = tuple(dict.fromkeys(name for one in here for name in one.entry.ids))
    said = "; ".join(f"{one.entry.text}{'' if one.is_sure else ' (possibly)'}" for one in here)
    many = f"{say.bounds((sure, len(here)), say.TO)} events: " if len(here) > 1 else ""
    canvas.items.append(
        Item(kind="day", whole=f"{called}: {many}{said}.", ids=ids, answer="yes" if sure else "possibly")
    )
    return len(canvas.items) - 1


def _day(
    canvas: Canvas,
    number: str,
    here: Sequence[Noted],
    box: tuple[float, float, float, float],
    size: float,
    *,
    counts: bool = False,
) -> None:
    """Set one day, filled by what happened on it; ``counts`` says how much, where several."""
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
    item = _add_item(canvas, number, here) if here else None
    if sure:
        colours = {one.entry.colour for one in sure}
        paint = theme.paint(colours.pop()) if len(colours) == 1 else _several(canvas)
        canvas.shape("day", points, paint=paint, pen=_THIN, item=item)
        colour = text_on(paint.fill)
    elif here:
        paint = _possibly(canvas)
        canvas.shape("day", points, paint=paint, pen=_FRAME, item=item, outline=theme.unknown)
        colour = theme.ink
    if here and paint.hatch:
        wide = canvas.measure(number, size) / 2 + (_AROUND if counts and len(sure) > 1 else 0.8)
        middle, half = (left + right) / 2, size / 2 + 0.4
        y = (top + bottom) / 2
        plate = (
            (middle - wide, y - half),
            (middle + wide, y - half),
            (middle + wide, y + half),
            (middle - wide, y + half),
        )
        plain = Paint(fill=paint.fill, hatch="", hatch_colour=paint.fill)
        canvas.shape("plate", plate, paint=plain, pen=_NONE, item=item, outline=paint.fill)
    y = (top + bottom) / 2 + size * 0.36
    middle = (left + right) / 2
    if not counts or len(sure) < 2:
        canvas.text("day", number, middle, y, size=size, anchor="middle", colour=colour, item=item)
        return
    count, small = str(len(sure)), _count_size(canvas, size)
    x = middle - (canvas.measure(number, size) + _COUNT_GAP + canvas.measure(count, small)) / 2
    label = canvas.text("day", number, x, y, size=size, colour=colour, item=item)
    x = label.box.right + _COUNT_GAP
    canvas.text("count", count, x, y - size * 0.3, size=small, colour=colour, item=item)


def _several(canvas: Canvas) -> Paint:
    theme = canvas.theme
    return Paint(fill=theme.ink, hatch="", hatch_colour=theme.ground)


def _possibly(canvas: Canvas) -> Paint:
    theme = canvas.theme
    return Paint(fill=theme.ground, hatch="thin", hatch_colour=theme.unknown)


def _list(canvas: Canvas, name: str, entries: Sequence[Entry], room: Room, top: float, *, shows_others: bool) -> float:
    """Name the key events under a heading, each in a row of its own; ``shows_others`` sets the others as small dots.

    Those of a day are in the title of their day.
    """
    theme = canvas.theme
    canvas.line("rule", ((MARGIN, top), (room.right, top)), theme.rule, 0.8)
    y = top + 3
    if not canvas.is_brief:
        canvas.text("lane", name, MARGIN, top + 12, size=9.4, style="bold")
        y += 15
    for entry in entries:
        if not entry.is_named:
            continue
        item = add_item(canvas, entry)
        paint = theme.paint(entry.colour, light=entry.answer == "possibly")
        x, middle = MARGIN + 4.8, y + LIST_LINE / 2
        canvas.sign(entry.mode, x, middle, paint=paint, standing=entry.standing, item=item, radius=3.4)
        y = listed(canvas, entry, room, MARGIN + _BEFORE, y, item=item)
    others = [entry for entry in entries if not entry.is_named]
    if not others or not shows_others:
        return y + 5
    many = max(int((room.right - MARGIN) // _DOTS), 1)
    drawn = others if not canvas.is_brief or len(others) <= many * _MOST_DOTS else ()  # at a glance a number says more
    row, column = 0, -1
    for place, entry in enumerate(drawn):
        row, column = divmod(place, many)
        paint = theme.paint(entry.colour, light=entry.answer == "possibly")
        x, middle = MARGIN + (column + 0.5) * _DOTS, y + (row + 0.5) * _DOTS
        item = add_item(canvas, entry)
        canvas.sign(entry.mode, x, middle, paint=paint, standing=entry.standing, item=item, radius=2.6)
    y += (row + 1) * _DOTS
    text = f"{len(others):,} more" if any(entry.is_named for entry in entries) else say.counted(len(others), "event")
    text += f", {name[0].lower()}{name[1:]}" if canvas.is_brief else ""  # where no heading says it
    x = MARGIN + (column + 1) * _DOTS + (4 if drawn else 0)
    if x + canvas.measure(text, SMALL) > room.right:
        x, y = MARGIN, y + SMALL + 2
    canvas.text("more", text, x, y - _DOTS / 2 + SMALL * 0.36, size=SMALL, style="italic", colour=theme.muted)
    return y + 5


_DOTS: Final = 8.5
_MOST_DOTS: Final = 3  # rows of them


def _keys(canvas: Canvas, calendar: Calendar) -> list[list[legend.Key]]:
    colours = legend.colour_keys(calendar.chart, (*(one.entry for one in calendar.noted), *calendar.elsewhere))
    others: list[legend.Key] = []
    by_day: dict[int, set[int | None]] = {}
    for one in calendar.noted:
        for day in range(one.first, one.last + 1) if one.is_sure else ():
            by_day.setdefault(day, set()).add(one.entry.colour)
    if calendar.has_hours and calendar.noted:
        others.append(("how many in a quarter of an hour, by kind", _quarter_swatch, 20.0))
    elif any(len(colours) > 1 for colours in by_day.values()):
        others.append(("a day of several kinds", _several_swatch, 12.0))
    if any(not one.is_sure for one in calendar.noted):
        within = "time" if calendar.has_hours else "day"
        others.append((f"some {within} within", _possibly_swatch, 12.0))
    if not calendar.has_hours and _size_of(canvas, calendar).counts:
        others.append(("how many events that day surely has", _count_swatch, 17.0))
    others += legend.modes({entry.mode for entry in (*(one.entry for one in calendar.noted), *calendar.elsewhere)})
    return [colours, others]


def _square(x: float, y: float) -> tuple[tuple[float, float], ...]:
    return ((x, y - 4.5), (x + 11, y - 4.5), (x + 11, y + 4.5), (x, y + 4.5))


def _count_swatch(canvas: Canvas, x: float, y: float) -> None:
    size = _LARGE.number
    label = canvas.text("legend", "28", x, y + size * 0.36, size=size, colour=canvas.theme.ink)
    small = _count_size(canvas, size)
    canvas.text("legend", "2", label.box.right + _COUNT_GAP, y + size * 0.06, size=small, colour=canvas.theme.ink)


def _quarter_swatch(canvas: Canvas, x: float, y: float) -> None:
    """Draw a bar of two parts beside a number."""
    size = canvas.legible(_QUARTER_TYPE)
    label = canvas.text("legend", "3", x, y + size * 0.36, size=size, colour=canvas.theme.ink)
    left = label.box.right + 2
    for low, high in ((left, left + 9), (left + 9, left + 13.5)):
        corners = ((low, y - 4), (high, y - 4), (high, y + 4), (low, y + 4))
        canvas.shape("legend", corners, paint=canvas.theme.paint(None), pen=_THIN)


def _several_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape("legend", _square(x, y), paint=_several(canvas), pen=_THIN)


def _possibly_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape("legend", _square(x, y), paint=_possibly(canvas), pen=_FRAME, outline=canvas.theme.unknown)
