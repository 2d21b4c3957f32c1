"""The lane of a cell: its values as bars that carry their text, and grey hatch where it is unknown.

Law of this module: a text stands in its bar where that is long enough, else beside it, else above it; never half in.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

import attrs

from timeline.figures.describe.chart import Entry, Strip
from timeline.figures.place import stack
from timeline.figures.place.bars import Shape, draw_bars, is_short, paint_of, place_bars
from timeline.figures.place.canvas import MARGIN, Canvas
from timeline.figures.place.captions import LEADING, REFS, TEXT, Room, Words, add_item, words, write
from timeline.figures.place.colours import Paint, Pen, text_on
from timeline.figures.place.labels import first_fit
from timeline.figures.place.lanes import LINE

VALUE: Final = 14.0
_OLD: Final = 0.42  # of the height of a value: what the row above says too
_EMPTY: Final = 10.5
_CAPITAL: Final = 0.71  # of the size of type: how high a digit is
_INDENT: Final = 3.0  # from a leader to its text
_CLEAR: Final = 2.5
_MOST_OVER: Final = 12  # values of a cell: of more, no more than so many beside key moments are tried over their bars
_MOST_LEVELS: Final = 3  # of texts over a row of bars, unless key moments take more
_MOST_LEVELS_OF_BRIEF: Final = 2
_LEAST_CUT: Final = 40.0  # a text that is cut to less says nothing


def rows_inside(canvas: Canvas, strip: Strip, room: Room, top: float, *, name_lines: int) -> tuple[float, float, int]:
    """Set a cell: its values as bars with their text inside, or over them where they are too short.

    The name of the lane begins beside the first row of bars, and takes ``name_lines``. What is over that row, and over
    all of them where the name is one line, may reach into its column: nothing else is there.

    Returns:
        The height below, the middle of the first row of bars, and the number of rows.
    """
    entries = [entry for entry in strip.entries if entry.inside]
    shapes = [tuple(place_bars(entry, room)) for entry in entries]
    extents = [(min(one.left for one in some), max(one.right for one in some) - 0.02) for some in shapes]
    rows = first_fit(extents, 0.0)
    if not entries:
        middle = top + _EMPTY / 2
        _unknown(canvas, strip, room, middle)
        return top + _EMPTY, middle, 1
    y = top
    count = max(rows) + 1
    middles = []
    crowded = len(entries) > _MOST_OVER
    for number in range(count):
        edge = MARGIN if number == 0 or name_lines == 1 else room.left
        members = [(entries[place], shapes[place]) for place, row in enumerate(rows) if row == number]
        over = _Over(room=room, edge=min(edge, room.left), crowded=crowded)
        y, middle = _row_inside(canvas, strip if number == 0 else None, members, over, y)
        middles.append(middle)
    return y, middles[0], count


_Member = tuple[Entry, tuple[Shape, ...]]


_MOST_NAMED: Final = 24  # values over one row of bars


@attrs.frozen(kw_only=True)
class _Over:
    """Where a row of bars stands, and how far to the left a text over it may reach.

    Where it is ``crowded`` only the widest bars are named.
    """

    room: Room
    edge: float
    crowded: bool


def _row_inside(
    canvas: Canvas, strip: Strip | None, members: Sequence[_Member], over_it: _Over, top: float
) -> tuple[float, float]:
    """Set one row of bars, with as many lines of text over it as need be; the first also shows what is unknown."""
    room = over_it.room
    hatched = _hatched(strip, room) if strip is not None else ()
    spoken = [
        _Spoken(entry=member[0], said=words(canvas, member[0], room, 40.0), place="nowhere", x=0.0)
        if member[0].is_old
        else _place_inside(canvas, member, members, over_it, hatched)
        for member in members
    ]
    outer, slots = _over(canvas, [one for one in spoken if one.place == "above"], over_it)
    levels = _levels(outer, slots)
    over = levels * LINE + (_CLEAR if levels else 0.0)
    tall = VALUE * (_OLD if members and all(entry.is_old for entry, _ in members) else 1.0)
    y = top + over + tall / 2
    if strip is not None:
        _unknown(canvas, strip, room, y)
    by_id = {id(one.first): (one, slot) for one, slot in zip(outer, slots, strict=True)}
    for (entry, shapes), one in sorted(zip(members, spoken, strict=True), key=lambda pair: is_short(pair[0][1])):
        item = add_item(canvas, entry)
        draw_bars(canvas, entry, shapes, y, height=VALUE * (_OLD if entry.is_old else 1.0), item=item, role="value")
        if one.place == "inside":
            _write_inside(canvas, entry, one.said, one.x, y, item=item)
        elif one.place == "beside":
            write(canvas, entry, one.said, one.x, y, item=item)
        elif (found := by_id.get(id(one))) is not None:
            _write_over(canvas, *found, top + over, item)
    return y + tall / 2 + 3.5, y


@attrs.frozen(kw_only=True, eq=False)
class _Spoken:
    """Where the text of a value stands: ``inside`` its bar, ``beside`` it, ``nowhere``, or ``above`` it.

    Above, ``x`` is that of its leader. ``wide`` is the width of its bar.
    """

    entry: Entry
    said: Words
    place: str
    x: float
    wide: float = 0.0
    was: _Spoken | None = None

    @property
    def first(self) -> _Spoken:
        """What it was before it was cut to its room."""
        return self.was or self


def _over(canvas: Canvas, outer: Sequence[_Spoken], over_it: _Over) -> tuple[list[_Spoken], list[stack.Slot]]:
    """Give the texts over a row of bars their lines: those of key moments, and of the others as many as have room.

    The widest bars come first. The words of what is not named are in the title of its bar, and a note counts it.
    """
    most, has_all_named = canvas.name_lines, canvas.name_lines is None
    if most is None:
        most = _MOST_LEVELS_OF_BRIEF if canvas.is_brief else _MOST_LEVELS
    named = [one for one in outer if has_all_named and one.entry.is_named]
    chosen = named if len(named) <= _MOST_NAMED else []  # more leaders beside each other are a wedge
    others = [one for one in outer if one not in chosen]
    others.sort(key=lambda one: (not one.entry.is_named, -one.wide))
    slots = _slots(canvas, chosen, over_it)
    for one in others[: _MOST_OVER if over_it.crowded else None]:
        some = [*chosen, one]
        found = _slots(canvas, some, over_it)
        if _levels(some, found) <= most:
            chosen, slots = some, found
    chosen, slots = _broken(canvas, chosen, slots, over_it)
    fitted = [(_fitting(canvas, one, slot, over_it), slot) for one, slot in zip(chosen, slots, strict=True)]
    placed = [(one, slot) for one, slot in fitted if _has_room(one, slot, over_it)]
    shown = {id(one.first) for one, _ in placed}
    canvas.unnamed += [one.entry.text for one in outer if id(one) not in shown]
    return [one for one, _ in placed], [slot for _, slot in placed]


def _broken(
    canvas: Canvas, chosen: list[_Spoken], slots: list[stack.Slot], over_it: _Over
) -> tuple[list[_Spoken], list[stack.Slot]]:
    """Break what would be cut to the left of its mark into lines."""
    for at, (one, slot) in enumerate(zip(chosen, slots, strict=True)):
        wide = one.x - _INDENT - over_it.edge
        if not slot.is_above or one.said.width <= wide or one.said.lines > 1 or canvas.is_brief:
            continue
        said = words(canvas, one.entry, attrs.evolve(over_it.room, lines=_LINES), wide)
        some = [*chosen[:at], attrs.evolve(one, said=said, was=one), *chosen[at + 1 :]]
        found = _slots(canvas, some, over_it)
        if said.width <= wide and not said.is_cut and _levels(some, found) < _levels(chosen, slots) + _LINES:
            return _broken(canvas, some, found, over_it)
    return chosen, slots


_LINES: Final = 3
"""How many lines a name takes at most that has no room to the right of its mark."""


def _slots(canvas: Canvas, some: Sequence[_Spoken], over_it: _Over) -> list[stack.Slot]:
    names = [stack.Named(x=one.x, width=one.said.width, lines=one.said.lines) for one in some]
    left = -math.inf if canvas.is_brief else over_it.edge  # a card has no height to spare for names further out
    return stack.on_one_side(names, left, over_it.room.text_right, _INDENT)


def _levels(some: Sequence[_Spoken], slots: Sequence[stack.Slot]) -> int:
    """Count the lines that texts over a row of bars take."""
    return max((slot.level + one.said.lines for one, slot in zip(some, slots, strict=True)), default=0)


def _has_room(one: _Spoken, slot: stack.Slot, over_it: _Over) -> bool:
    """Say whether a text stands where it may, and is not cut to less than says anything."""
    free = one.x - _INDENT - over_it.edge
    return not slot.is_above or (free >= one.said.width and free >= min(one.first.said.width, _LEAST_CUT))


def _fitting(canvas: Canvas, one: _Spoken, slot: stack.Slot, over_it: _Over) -> _Spoken:
    """Cut what stands to the left of its mark to the room there."""
    if not slot.is_above or one.x - _INDENT - one.said.width >= over_it.edge:
        return one
    said = words(canvas, one.entry, attrs.evolve(over_it.room, lines=1), one.x - _INDENT - over_it.edge)
    return attrs.evolve(one, said=said, was=one)


def _write_over(canvas: Canvas, one: _Spoken, slot: stack.Slot, ground: float, item: int) -> None:
    """Set a text over its bar, at the end of a leader."""
    lines = one.said.lines
    first = ground - _CLEAR - (slot.level + lines - 0.5) * LINE
    last = first + (lines - 1) * LEADING
    canvas.line("leader", ((one.x, ground), (one.x, last)), canvas.theme.muted, 0.7, item=item)
    x = one.x - _INDENT - one.said.width if slot.is_above else one.x + _INDENT
    write(canvas, one.entry, one.said, x, first, item=item)


def _place_inside(
    canvas: Canvas,
    member: _Member,
    members: Sequence[_Member],
    over_it: _Over,
    hatched: Sequence[tuple[float, float]],
) -> _Spoken:
    """Choose where the text of a value stands; beside its bar only where the row is its own, and empty there."""
    entry, shapes = member
    room = over_it.room
    left, right = _flat(shapes, room)
    said = words(canvas, entry, room, 10_000)
    if said.width <= right - left - 8:
        return _Spoken(entry=entry, said=said, place="inside", x=left + 5)
    alone = len(members) == 1
    for x in (shapes[0].left - 5 - said.width, shapes[-1].right + 5):
        fits = x >= room.left and x + said.width <= room.text_right
        if alone and fits and not any(lo < x + said.width + 3 and hi > x - 3 for lo, hi in hatched):
            return _Spoken(entry=entry, said=said, place="beside", x=x)
    begin = next((shape.profile[0][0] for shape in shapes if shape.profile), shapes[0].left) + 1.2
    begin = min(max(begin, room.left), room.text_right - 1.0)
    wide = max(room.text_right - begin, begin - over_it.edge) - _INDENT
    said = words(canvas, entry, room, max(wide, 40.0))
    return _Spoken(entry=entry, said=said, place="above", x=begin, wide=shapes[-1].right - shapes[0].left)


def _flat(shapes: Sequence[Shape], room: Room) -> tuple[float, float]:
    """Give the longest stretch of a run in which a bar has its full height and no gap is left out."""
    best = (0.0, 0.0)
    for shape in shapes:
        for (x0, h0), (x1, h1) in itertools.pairwise(shape.profile):
            if min(h0, h1) < 0.999:
                continue
            edges = [
                x0,
                *(edge for gap in room.scale.breaks for edge in (gap.left, gap.right) if x0 < edge < x1),
                x1,
            ]
            for a, b in itertools.pairwise(edges):
                if b - a > best[1] - best[0]:
                    best = (a, b)
    return best


def _write_inside(canvas: Canvas, entry: Entry, said: Words, x: float, y: float, *, item: int) -> None:
    """Set a value's text on its bar, on a plate of the bar's own colour where that is hatched."""
    wide = max((bar for bar in entry.bars), key=lambda bar: not bar.light)
    paint = paint_of(canvas.theme, entry, light=wide.light)
    if paint.hatch:
        points = (
            (x - 2, y - 5.5),
            (x + said.width + 2, y - 5.5),
            (x + said.width + 2, y + 5.5),
            (x - 2, y + 5.5),
        )
        under = paint.under_text
        plate = Paint(fill=under, hatch="", hatch_colour=under)
        canvas.shape("plate", points, paint=plate, pen=Pen(width=0.0), item=item, outline=under)
    canvas.named.add(said.whole)
    ink = text_on(paint.under_text)
    base = y + TEXT * 0.36
    label = canvas.text("text", said.text, x, base, size=TEXT, colour=ink, item=item)
    at = label.box.right
    if said.word:
        at = canvas.text("word", said.word, at + 4.5, base, size=TEXT, style="italic", colour=ink, item=item).box.right
    if said.refs:
        size = canvas.legible(REFS)
        raised = base - TEXT * 0.3 + (size - REFS) * _CAPITAL  # enlarged, they end no higher
        canvas.text("refs", said.refs, at + 2.5, raised, size=size, colour=ink, item=item)


def _hatched(strip: Strip, room: Room) -> list[tuple[float, float]]:
    """Say where a lane is hatched: from where to where it is unknown."""
    found = [
        (room.scale.x(lo), room.scale.x(room.end if hi == math.inf else min(hi, room.end))) for lo, hi in strip.unknown
    ]
    return [(x0, x1) for x0, x1 in found if x1 - x0 > 0.5]


def _unknown(canvas: Canvas, strip: Strip, room: Room, y: float) -> None:
    """Hatch what is unknown up to the line; say so in words where that is the whole lane."""
    stretches = _hatched(strip, room)
    if not any(entry.inside for entry in strip.entries):
        label = canvas.text(
            "unknown", "unknown", room.left, y + 2.8, size=TEXT, style="italic", colour=canvas.theme.muted
        )
        canvas.plate_under(label)
        stretches = [(max(x0, label.box.right + 5), x1) for x0, x1 in stretches]
    for x0, x1 in stretches:
        if x1 - x0 > 0.5:
            canvas.hatched(x0, x1, y - 4, y + 4)
