"""A plane at its places: marks in a field of two times, and their names in a column beside it, or below by number.

Law of this module: every mark has its name, or its number; these stand in a column of their own, in the order of the
reports, each joined to its mark by a thin line, so that no name is ever over a mark or another name. Where field and
names would leave each other too little room, the column has numbers, and the names stand in a list below.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY, Moment
from timeline.figures.describe import reach
from timeline.figures.describe.chart import Entry
from timeline.figures.describe.plane import Plane, Spot
from timeline.figures.describe.printed import are_within_days
from timeline.figures.place import crowds, frame, legend
from timeline.figures.place.around import LINES, LIST_LINE, Paper, begin, end, listed, listed_height, text_room
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas
from timeline.figures.place.captions import Words, add_item, words, write
from timeline.figures.place.falls import STRIP, Falls, has_earlier, has_later, told_at, told_within
from timeline.figures.place.labels import first_fit, wrap
from timeline.figures.place.scale import Piece, Scale, gap_words, make_scale
from timeline.figures.place.ticks import has_times, ticks, zone_after
from timeline.figures.scene import Box, Lane, Mark, Point, Scene

_LINE: Final = 12.0
_LEAST: Final = 230.0
_ROOMY: Final = 420.0  # tall enough for any number of marks that are not named
_SHARE: Final = 0.42  # of the height of a figure that may not grow
_SHARE_OF_BRIEF: Final = 0.27
_BELOW: Final = 18.0 + 16.0 + MARGIN - 8  # around a list of names, and the one line at the foot of a card
_LASTING: Final = 2.4  # the width of a bar over which something lasted
_NAMES: Final = 38.0  # the names of the upright axis, in two columns
_COARSE: Final = 54.0
_ELBOW: Final = 16.0
_SMALL: Final = 8.5
_SIZE: Final = 8.0
_SLOT: Final = 10.0
_MOST_SLOTS: Final = 8
_WIDE: Final = 580.0
_FLAT: Final = 0.7  # of the width of a field: its height, where the names stand below
_SHORT: Final = 12 * 366 * DAY


def lay_out(plane: Plane, paper: Paper) -> Scene:
    """Give a plane its places."""
    chart = plane.chart
    canvas = paper.canvas()
    spots = plane.spots
    numbers = paper.numbers(spot.entry for spot in spots)
    y = begin(canvas, chart, _keys(plane)) + 2
    right = canvas.width - MARGIN
    is_wide = canvas.width >= _WIDE
    captions = text_room(0.0, 10_000.0, numbers, len(spots))
    named = [spot for spot in spots if spot.entry.is_named]
    needed = (
        max((words(canvas, spot.entry, captions, 10_000.0, size=_SIZE).width for spot in named), default=0.0)
        if is_wide
        else canvas.measure(str(len(named)), _SIZE, "bold") + 1
    )
    linear = paper.linear or _is_short(plane)
    told = _moments(plane, occurred=False)
    left = MARGIN + _gutter(canvas, make_scale(told, 0.0, _LEAST, linear=linear, zone=chart.zone))
    column = max(right - needed, left + (right - left) * 0.5)
    top = y + SMALL + 5 + 26.5
    roomy = min(_ROOMY, _LEAST + 1.5 * len(spots))
    if not is_wide and column - left > _ROOMY:  # with the names below, a wide field leaves them room on its page
        roomy = min(roomy, (column - left) * _FLAT)
    if paper.tallest is not None:
        least = paper.tallest * (_SHARE_OF_BRIEF if paper.brief else _SHARE)
        roomy = max(least, _left_over(paper.tallest, top, canvas, named)) if paper.brief else min(roomy, least)
    room = text_room(column, right, numbers, len(spots), lines=LINES) if is_wide else None
    said = {
        spot.entry.ids: words(canvas, spot.entry, room, right - column, size=_SIZE)
        for spot in named
        if room is not None
    }
    height = max(roomy, _LINE * (sum(one.lines for one in said.values()) or len(named)) + 8)
    untold = any(spot.reported is None for spot in spots)
    down = make_scale(told, top, top + height, pad=(8.0, 6.0), linear=linear, zone=chart.zone)
    falls = Falls(scale=down, earlier=has_earlier(spots, down), later=has_later(spots, down), untold=untold)
    if falls.earlier or (falls.strips and paper.tallest is not None):  # the strips take their room from the field
        kept = falls.strips_tall if paper.tallest is not None else 0.0
        begin_at = top + (STRIP if falls.earlier else 0.0)
        down = make_scale(told, begin_at, top + height - kept, pad=(8.0, 6.0), linear=linear, zone=chart.zone)
        falls = attrs.evolve(falls, scale=down)
    slots, count = _undated_slots(spots, falls, 1 if plane.is_crowded else _MOST_SLOTS if is_wide else 2)
    begins = left + (max(count * _SLOT + 5, 40.0) if count else 0.0)
    happened = _moments(plane, occurred=True)
    across = make_scale(happened, begins, column - _ELBOW - 6, pad=(8.0, 8.0), linear=linear, zone=chart.zone)
    zone = zone_after(down) if has_times(ticks(down, lambda _: 2.2 * frame.AXIS, 3.0)) else ""
    if canvas.measure(f"reported{zone}", SMALL, "italic") > left - MARGIN - 4:
        zone = ""  # the axis above says it too
    canvas.text("axis", f"reported{zone}", MARGIN, y + 9, size=SMALL, style="italic", colour=canvas.theme.muted)
    canvas.text("axis", "happened", begins, y + 9, size=SMALL, style="italic", colour=canvas.theme.muted)
    has_time = any(isinstance(moment, int) for moment in happened)  # else an axis would name days that nobody told
    axis, found = frame.axis(canvas, across, (), y + SMALL + 5) if has_time else (y + SMALL + 10, ())
    bottom = falls.bottom
    for name, strip in falls.strips:
        edge = strip + STRIP / 2 if strip < down.left else strip - STRIP / 2
        _strip(canvas, name, ((left, edge), (across.right, edge)), strip)
    frame.grid(canvas, across, found, axis, bottom)
    _upright_axis(canvas, down, left, across.right)
    if count:
        canvas.text("axis", _beside_words(spots), left, y + 9, size=SMALL, style="italic", colour=canvas.theme.muted)
        canvas.line("rule", ((begins, axis), (begins, bottom)), canvas.theme.rule, 0.6)
    places = [
        _place(spot, across, falls, left + _SLOT * (slot + 0.5) + 1) for spot, slot in zip(spots, slots, strict=True)
    ]
    field = crowds.Field(across=across, falls=falls, undated=left + _SLOT / 2 + 1)
    same_day = _same_day(across, down, chart.since, chart.until) if has_time else []
    items = _marks(canvas, plane, places, field, same_day)
    order = _names(canvas, spots, places, items, said, column=column, right=right, top=top, bottom=bottom)
    canvas.line("axis", ((left, bottom), (across.right, bottom)), canvas.theme.rule, 0.8)
    y = frame.gap_names(canvas, across, bottom)
    if not is_wide:
        y = _list(canvas, [(spots[at].entry, items[at]) for at in order], numbers, y + 8)
    plot = Box(left, axis, across.right, bottom)
    lane = Lane(name="reported over happened", box=Box(MARGIN, axis, right, bottom), rows=len(spots))
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=[lane], numbers=numbers)


def _left_over(tallest: float, top: float, canvas: Canvas, named: Sequence[Spot]) -> float:
    """Give the height that the list of names and the foot leave to the field."""
    left, right = _list_left(canvas, len(named)), canvas.width - MARGIN
    room = text_room(left, right, {}, len(named), lines=LINES)
    return tallest - top - _BELOW - sum(listed_height(canvas, spot.entry, room, left) for spot in named)


def _beside_words(spots: Sequence[Spot]) -> str:
    """Name the column of what has no place along the axis."""
    if not any(spot.is_beyond for spot in spots):
        return "no date"
    return "beyond" if all(spot.occurred is not None for spot in spots) else "none, beyond"


def _gutter(canvas: Canvas, down: Scale) -> float:
    """Give the room beside the field: for the steps of the upright axis, and for coarse units where it has any.

    Where there is little, both stand in one column: a year at its first month.
    """
    units = [tick.text for tick in ticks(down, lambda _: 2.2 * frame.AXIS, 3.0) if tick.level == 1]
    if units and not _is_one(canvas):
        return _COARSE + _NAMES
    names = [canvas.measure(text, frame.AXIS, "bold") for text in units]
    return max(_NAMES, canvas.measure("reported", SMALL, "italic") + 8, *(wide + 7 for wide in names))


def _is_one(canvas: Canvas) -> bool:
    """Say whether the names of the upright axis stand in one column; at a glance there is the width for two."""
    return canvas.width < _WIDE and not canvas.is_brief


def _is_short(plane: Plane) -> bool:
    """Say whether all of it fits without a gap left out, so that the line of the same day stays straight."""
    found = [*_moments(plane, occurred=True), *_moments(plane, occurred=False)]
    finite = [moment for moment in found if isinstance(moment, int)]
    return not finite or max(finite) - min(finite) < _SHORT


def _moments(plane: Plane, *, occurred: bool) -> list[Moment]:
    """Give the moments that an axis is made for: those of windows that are not far wider than the others.

    Of the reports these are the first ones, and later ones as far as they are no further away than those reach.
    """
    chart = plane.chart
    windows = [spot.along if occurred else told_within(spot) for spot in plane.spots]
    bounded = [reach.finite(window) for window in filter(None, windows)]
    far = reach.are_far(bounded)
    if not occurred:
        told = (spot.reported for spot in plane.spots if spot.reported is not None)
        coarse = reach.are_coarse([reach.finite((window.lo, window.hi)) for window in told])
        far = [one or other for one, other in zip(far, coarse, strict=True)]
    found: list[Moment] = []
    for (lo, hi), is_far in zip(filter(None, windows), far, strict=True):
        if not is_far:
            found += [lo] if hi - lo < DAY and lo % DAY == 0 else [lo, hi]
    if occurred:
        low, high = chart.since, chart.until
        found = [max(moment, low) for moment in found] if low is not None else found
        return [min(moment, high) for moment in found] if high is not None else found
    middle = reach.core([(lo, hi) for lo, hi in filter(None, bounded)])
    if middle is not None:
        found = [moment for moment in found if middle[0] <= moment <= middle[1]]
    finite = sorted(moment for moment in found if isinstance(moment, int))
    if finite:
        limit = finite[-1] + max(finite[-1] - finite[0], DAY)
        found += [one.hi for spot in plane.spots for one in spot.later if finite[0] <= one.hi <= limit]
    return found


def _upright_axis(canvas: Canvas, down: Scale, left: float, right: float) -> None:
    """Name the times of the reports beside the field: coarse units at the very left, finer steps next to it.

    In one column a coarse unit stands for the finer steps that it leaves no room.
    """
    theme = canvas.theme
    free = {0: -math.inf, 1: -math.inf}
    found = [tick for tick in ticks(down, lambda _: 2.2 * frame.AXIS, 3.0) if tick.level < 2]
    canvas.grid(((left, tick.x), (right, tick.x)) for tick in found if tick.level == 0)
    is_one = _is_one(canvas)
    units: list[float] = []
    for tick in sorted(found, key=lambda tick: -tick.level):
        at = min(max(tick.x, down.left + 4), down.right - 3)
        if is_one and any(abs(at - unit) < frame.AXIS + 2 for unit in units):
            continue
        if is_one and tick.level == 1:
            units.append(at)
            canvas.text(
                "axis", tick.text, left - 5, at + 2.9, size=frame.AXIS, style="bold", anchor="end", colour=theme.muted
            )
            continue
        if at - 5 < free[tick.level]:
            continue
        free[tick.level] = at + 5
        if tick.level == 0:
            room = _NAMES - 2
            canvas.text(
                "axis", tick.text, left - 5, at + 2.9, size=frame.AXIS, anchor="end", colour=theme.muted, room=room
            )
            continue
        for line in wrap(tick.text, _COARSE - 2, frame.AXIS, canvas.measure, "bold"):
            canvas.text("axis", line, MARGIN, at + 2.9, size=frame.AXIS, style="bold", colour=theme.muted)
            at += frame.AXIS + 2
        free[tick.level] = at
    for gap in down.breaks:
        for y in ((gap.left + gap.right) / 2 - 3, (gap.left + gap.right) / 2 + 3):
            steps = max(round((right - left) / 4), 2)
            points = [
                (left + (right - left) * step / steps, y + (1.6 if step % 2 else -1.6)) for step in range(steps + 1)
            ]
            canvas.line("break", points, theme.rule, 0.7)
        middle = (gap.left + gap.right) / 2 + 2.7
        text = gap_words(gap)
        canvas.text("gap", text, left - 5, middle, size=SMALL, style="italic", anchor="end", colour=theme.muted)
    canvas.line("axis", ((left, down.left), (left, down.right)), theme.rule, 0.8)


def _same_day(across: Scale, down: Scale, since: Moment | None, until: Moment | None) -> list[Point]:
    """Give the line of what is reported on the day it happens, as far as both times are in the field."""
    lo, hi = max(across.lo, down.lo, since or -math.inf), min(across.hi, down.hi, until or math.inf)
    if lo >= hi:
        return []
    pieces = (*across.pieces, *down.pieces)
    corners = sorted({lo, hi, *(m for piece in pieces for m in (piece.lo, piece.hi) if lo < m < hi)})
    return [(across.x(moment), down.x(moment)) for moment in corners]


# --- marks -----------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Place:
    """What a spot takes up: left, right, top and bottom; ``x`` and ``y`` are where its mark stands."""

    left: float
    right: float
    top: float
    bottom: float
    x: float
    y: float


def _place(spot: Spot, across: Scale, falls: Falls, undated_x: float) -> _Place:
    if spot.along is None:
        left = right = x = undated_x
    else:
        left, right = (across.x(moment) for moment in spot.along)
        x = _mark_at(left, right, spot.along)
    top, bottom = falls.span(spot.reported)
    y = bottom if spot.reported is None else told_at(top, bottom, spot.reported)
    return _Place(left=left, right=right, top=top, bottom=bottom, x=x, y=y)


def _mark_at(first: float, last: float, bounds: tuple[Moment, Moment]) -> float:
    """Say where a mark stands: in the middle of its bounds, or at the only one that it has."""
    if isinstance(bounds[0], float):
        return last
    return first if isinstance(bounds[1], float) else (first + last) / 2


def _undated_slots(spots: Sequence[Spot], falls: Falls, most: int) -> tuple[list[int], int]:
    """Give the events without a date places beside each other, so that few hide another."""
    extents = []
    for spot in spots:
        place = _place(spot, _ANYWHERE, falls, 0.0)
        extents.append((min(place.top, place.y - 5), max(place.bottom, place.y + 5)))
    undated = [at for at, spot in enumerate(spots) if spot.along is None]
    rows = first_fit([extents[at] for at in undated], 1.0)
    slots = [0] * len(spots)
    for at, row in zip(undated, rows, strict=True):
        slots[at] = row % most
    return slots, min(max(rows, default=-1) + 1, most)


_ANYWHERE: Final = Scale(pieces=(Piece(lo=0, hi=1, left=0.0, right=1.0),), left=0.0, right=1.0)


def _marks(
    canvas: Canvas, plane: Plane, places: Sequence[_Place], field: crowds.Field, same_day: Sequence[Point]
) -> dict[int, int]:
    """Draw all marks over all whiskers, and those that are too many as squares; give the item of each other one.

    The line of the same day runs over the squares, where it would be hidden otherwise, and below the marks.
    """
    points = [(place.x, place.y) for place in places]
    found = crowds.crowds(field, plane.spots, points) if plane.is_crowded else {}
    alone = sorted(set(range(len(places))).difference(*found.values()), key=lambda at: plane.spots[at].entry.is_named)
    items = {at: add_item(canvas, plane.spots[at].entry) for at in sorted(alone)}
    told = {at: _echoes(plane.spots[at], places[at], field.falls) for at in items if plane.tells_all(plane.spots[at])}
    for at, later in told.items():
        if later:
            line = Mark(
                role="echo",
                shape="line",
                points=(points[at], later[-1]),
                stroke=canvas.theme.rule,
                width=0.8,
                item=items[at],
            )
            canvas.marks.append(line)
        _whiskers(canvas, plane.spots[at], places[at], field.falls.scale, items[at])
    dots = [*(points[at] for at in alone), *itertools.chain.from_iterable(told.values())]
    crowds.draw(canvas, found, plane.spots, dots, same_day)
    if same_day:
        _draw_same_day(canvas, same_day, is_over=bool(found))
    for at, later in told.items():
        for point in later:
            _echo(canvas, "echo", point, items[at])
    for at in alone:
        entry, place = plane.spots[at].entry, places[at]
        is_sure = entry.answer != "possibly" and max(place.right - place.left, place.bottom - place.top) <= _SMALL
        paint = canvas.theme.paint(entry.colour, light=not is_sure)
        radius = 3.8 if entry.is_named else 2.6
        canvas.sign(entry.mode, place.x, place.y, paint=paint, standing=entry.standing, item=items[at], radius=radius)
    return items


def _draw_same_day(canvas: Canvas, points: Sequence[Point], *, is_over: bool) -> None:
    """Draw the line of the same day: over squares, of any grey, with a line of the ground behind it."""
    dash = (5.0, 3.0)
    if not is_over:
        canvas.line("same-day", points, canvas.theme.muted, 1.0, dash=dash)
        return
    some = tuple(points)
    canvas.marks.append(Mark(role="halo", shape="line", points=some, stroke=canvas.theme.ground, width=2.4))
    canvas.marks.append(Mark(role="same-day", shape="line", points=some, stroke=canvas.theme.ink, width=1.0, dash=dash))


def _strip(canvas: Canvas, name: str, edge: tuple[Point, Point], middle: float) -> None:
    """Part off, above and below the times of the reports, what has no place on them."""
    canvas.line("rule", edge, canvas.theme.rule, 0.6)
    canvas.text("axis", name, MARGIN, middle + 2.7, size=SMALL, style="italic", colour=canvas.theme.muted)


def _whiskers(canvas: Canvas, spot: Spot, place: _Place, down: Scale, item: int) -> None:
    """Draw from the first to the last moment that is possible, with a bar across where there is such a bound."""
    theme = canvas.theme

    def line(*points: tuple[float, float], width: float = 0.7) -> None:
        stroke = theme.muted if spot.entry.is_named else theme.rule
        mark = Mark(role="whisker", shape="line", points=points, stroke=stroke, width=width, item=item)
        canvas.marks.append(mark)

    if place.right - place.left > _SMALL and spot.along is not None:
        line((place.left, place.y), (place.right, place.y), width=_LASTING if spot.is_state else 0.7)
        for x, bound in zip((place.left, place.right), spot.along, strict=True):
            if isinstance(bound, int):
                line((x, place.y - 2.5), (x, place.y + 2.5))
    if place.bottom - place.top > _SMALL:
        line((place.x, place.top), (place.x, place.bottom))
        window = spot.reported
        bounds = (window.lo, window.hi) if window is not None else (0, 0)
        for y, bound in zip((place.top, place.bottom), bounds, strict=True):
            if isinstance(bound, int) and bound >= down.lo:
                line((place.x - 2.5, y), (place.x + 2.5, y))


def _echoes(spot: Spot, place: _Place, falls: Falls) -> list[Point]:
    """Give the places of later reports, below a mark, each at the last moment at which it was surely out."""
    first = spot.reported.hi if spot.reported is not None else math.inf
    return [(place.x, y) for y in sorted({falls.span(window)[1] for window in spot.later if window.hi > first})]


def _echo(canvas: Canvas, role: str, point: Point, item: int | None = None) -> None:
    """Draw a later report as a small dot."""
    dot = Mark(
        role=role,
        shape="dot",
        points=(point,),
        radius=1.9,
        fill=canvas.theme.ground,
        stroke=canvas.theme.outline,
        width=0.8,
        item=item,
    )
    canvas.marks.append(dot)


# --- names -----------------------------------------------------------------------------------------------------------


def _names(
    canvas: Canvas,
    spots: Sequence[Spot],
    places: Sequence[_Place],
    items: Mapping[int, int],
    told: Mapping[tuple[str, ...], Words],
    *,
    column: float,
    right: float,
    top: float,
    bottom: float,
) -> list[int]:
    """Set the names (numbers, where there are none) one under the other, each as near to its mark as may be.

    Returns:
        The places of the spots, from the first name to the last.
    """
    order = sorted(
        (at for at, spot in enumerate(spots) if spot.entry.is_named), key=lambda at: (places[at].y, places[at].x, at)
    )
    lines = [told[spots[at].entry.ids].lines if told else 1 for at in order]
    wanted = [places[at].y for at, count in zip(order, lines, strict=True) for _ in range(count)]
    slots = spread(wanted, _LINE, top + _LINE / 2, bottom - _LINE / 2)
    heights = [slots[sum(lines[:number])] for number in range(len(order))]
    theme = canvas.theme
    for number, (at, height) in enumerate(zip(order, heights, strict=True), 1):
        spot, place, item = spots[at], places[at], items[at]
        points = ((place.x + 5, place.y), (column - _ELBOW, place.y), (column - 3, height))
        canvas.line("leader", points, theme.rule, 0.5)
        if told:
            write(canvas, spot.entry, told[spot.entry.ids], column, height, item=item, size=_SIZE)
            continue
        y = height + _SIZE * 0.36
        canvas.text("number", str(number), right, y, size=_SIZE, style="bold", anchor="end", item=item)
    return order


def _list(canvas: Canvas, named: Sequence[tuple[Entry, int]], numbers: Mapping[str, int], top: float) -> float:
    """Name the spots below the field, each with the number that its mark leads to."""
    theme = canvas.theme
    right = canvas.width - MARGIN
    canvas.line("rule", ((MARGIN, top), (right, top)), theme.rule, 0.8)
    left = _list_left(canvas, len(named))
    room = text_room(left, right, numbers, len(named), lines=LINES)
    y = top + 5
    for number, (entry, item) in enumerate(named, 1):
        base = y + LIST_LINE / 2 + _SIZE * 0.36
        canvas.text("number", str(number), left - 6, base, size=_SIZE, style="bold", anchor="end", item=item)
        y = listed(canvas, entry, room, left, y, item=item)
    return y + 5


def _list_left(canvas: Canvas, count: int) -> float:
    """Say where the names of a list of so many begin, beside their numbers."""
    return MARGIN + canvas.measure(str(count), _SIZE, "bold") + 6


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Move ascending places so far apart that they do not touch, and no further than need be.

    >>> spread([5.0, 5.0, 30.0], 10.0, 0.0, 100.0)
    [0.0, 10.0, 30.0]
    """
    groups: list[tuple[float, int]] = []  # the first place of a group, and how many it has
    for place in wanted:
        first, count = place, 1
        while groups and first < groups[-1][0] + groups[-1][1] * apart:
            before, others = groups.pop()
            first = (before * others + (first - others * apart) * count) / (others + count)
            count += others
        first = max(min(first, high - (count - 1) * apart), low)
        groups.append((first, count))
    found = [first + number * apart for first, count in groups for number in range(count)]
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + apart)
    limit = high
    for at in reversed(range(len(found))):
        found[at] = min(found[at], limit)
        limit = found[at] - apart
    return found


def _keys(plane: Plane) -> list[list[legend.Key]]:
    entries = [spot.entry for spot in plane.spots]
    colours = legend.colour_keys(plane.chart, entries)
    others = legend.dots({entry.standing for entry in entries} - {plane.chart.usual})
    windows = [spot.reported for spot in plane.spots if spot.reported is not None]
    are_instants = any(are_within_days(window.lo, window.hi) for window in windows)
    if plane.is_crowded:
        others.append(("events in one place", crowds.swatch, legend.BOX))
    others.append(("reported at once" if are_instants else "reported on the day", _line_swatch, legend.BOX))
    told = [spot for spot in plane.spots if plane.tells_all(spot)]
    if told or not plane.is_crowded:
        others.append((f"some {'time' if are_instants else 'day'} within", _whisker_swatch, legend.BOX))
    if any(spot.is_state for spot in told):
        others.append(("lasted", _lasting_swatch, legend.BOX))
    others += legend.modes({entry.mode for entry in entries})
    if any(spot.later for spot in told):
        others.append(("a later report", _echo_swatch, 8.0))
    return [colours, others]


def _echo_swatch(canvas: Canvas, x: float, y: float) -> None:
    _echo(canvas, "legend", (x + 4, y))


def _whisker_swatch(canvas: Canvas, x: float, y: float) -> None:
    for points in (((x, y), (x + 16, y)), ((x, y - 2.5), (x, y + 2.5)), ((x + 16, y - 2.5), (x + 16, y + 2.5))):
        canvas.line("legend", points, canvas.theme.muted, 0.7)


def _lasting_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("legend", ((x, y), (x + 16, y)), canvas.theme.muted, _LASTING)


def _line_swatch(canvas: Canvas, x: float, y: float) -> None:
    canvas.line("legend", ((x, y - 4), (x + 16, y + 4)), canvas.theme.muted, 1.0, dash=(5.0, 3.0))
