"""The cascade of a whole log at its places: the share of each sort of ending, then each end with those who repeat it.

Law of this module: a row for each end and each outlet, the longest bar first; all bars are to one measure, that of
events. Where the figure is narrow a bar stands below its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from timeline.figures.describe.origins import PARTS, End, Origins, end_words, outlet_words
from timeline.figures.place import legend
from timeline.figures.place.around import Paper, begin, end
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas
from timeline.figures.place.colours import Paint, Pen, text_on
from timeline.figures.place.labels import clean, wrap
from timeline.figures.scene import Box, Item, Lane, Scene, Style
from timeline.records import say

_ROW: Final = 15.0
_BAR: Final = 8.0
_SHARE_BAR: Final = 18.0
_INDENT: Final = 14.0
_TEXT: Final = 8.5
_LEADING: Final = 10.6
_NAME_SHARE: Final = 0.38
_WIDE: Final = 520.0
_BETWEEN: Final = 7.0
_BETWEEN_BRIEF: Final = 4.0
_GAINS: Final = 1  # the number of its colour
_SAID: Final = 0
_PEN: Final = Pen(width=0.7)


def lay_out(origins: Origins, paper: Paper) -> Scene:
    """Give a cascade of a whole log its places."""
    chart, canvas = origins.chart, paper.canvas()
    y = begin(canvas, chart, _keys(origins, is_brief=canvas.is_brief))
    top = y
    y = _shares(canvas, origins, y)
    right = canvas.width - MARGIN
    rows = {one.name: _rows(canvas, one) for one in origins.ends}
    bars = _bars(canvas, [row for some in rows.values() for row in some])
    lanes = []
    for one in origins.ends:
        begins = y
        for row in rows[one.name]:
            y = _set(canvas, row, bars, y)
        y = _others(canvas, one, y) if one.others else y
        lanes.append(Lane(name=one.name, box=Box(MARGIN, begins, right, y), rows=len(rows[one.name])))
        y += _BETWEEN_BRIEF if canvas.is_brief else _BETWEEN
    plot = Box(MARGIN, top, right, y)
    return end(canvas, chart, paper, bottom=y, plot=plot, lanes=lanes, numbers={})


# --- the shares ------------------------------------------------------------------------------------------------------


def _shares(canvas: Canvas, origins: Origins, top: float) -> float:
    """Set one bar for all events, and in it the share of each sort of ending; sorts of no event have none."""
    room = canvas.width - 2 * MARGIN
    x, y = MARGIN, top + 2 + _SHARE_BAR / 2
    for place, ids in enumerate(origins.parts):
        if not ids:
            continue
        wide = room * len(ids) / origins.events
        whole = f"{say.counted(len(ids), 'event')} of {origins.events}: {PARTS[place]}."
        item = _item(canvas, "share", whole, ids)
        paint = _part(canvas, place)
        canvas.band("value", ((x, 1.0), (x + wide, 1.0)), y, _SHARE_BAR, paint=paint, pen=_PEN, item=item)
        text = f"{len(ids)}"
        if canvas.measure(text, _TEXT, "bold") + 6 <= wide:
            colour = text_on(paint.core or paint.fill)
            middle = x + wide / 2
            canvas.text(
                "number",
                text,
                middle,
                y + _TEXT * 0.36,
                size=_TEXT,
                style="bold",
                anchor="middle",
                colour=colour,
                item=item,
            )
        x += wide
    return y + _SHARE_BAR / 2 + 11


def _part(canvas: Canvas, place: int) -> Paint:
    """Give the paint of a sort of ending; hollow where it is only possibly one interested party."""
    if place < 2:
        return _paint(canvas, gains=True, said=True, light=place == 1)
    return _paint(canvas, gains=False, said=place == 2)


def _paint(canvas: Canvas, *, gains: bool, said: bool, light: bool = False) -> Paint:
    theme = canvas.theme
    paint = theme.paint((_GAINS if gains else _SAID) if said else None, light=light)
    return attrs.evolve(paint, hatch="")


# --- the ends --------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Row:
    """A row before it has a height: its name, its counts in words, and how many events it has, and has alone."""

    name: str
    said: str
    whole: str
    ids: tuple[str, ...]
    alone: int
    paint: Paint
    is_end: bool = False

    @property
    def style(self) -> Style:
        return "bold" if self.is_end else "regular"

    def counted(self, *, is_wide: bool) -> str:
        """Give what stands at the end of its bar: in a narrow figure the events alone."""
        return self.said if is_wide else say.counted(len(self.ids), "event")


def _rows(canvas: Canvas, one: End) -> Sequence[_Row]:
    """Give the row of an end, and those of its outlets."""
    name = f"{one.name}, which gains by it" if one.gains else one.name
    paint = _paint(canvas, gains=one.gains, said=one.is_said)
    rows = [
        _Row(
            name=name,
            said=end_words(one),
            whole=f"{name}: {end_words(one)}.",
            ids=one.ids,
            alone=len(one.alone),
            paint=paint,
            is_end=True,
        )
    ]
    for outlet in one.outlets:
        said = outlet_words(outlet)
        whole = f"{outlet.name}{f' repeats {one.name}' if one.is_said else ''}: {said}."
        rows.append(_Row(name=outlet.name, said=said, whole=whole, ids=outlet.ids, alone=len(outlet.ids), paint=paint))
    return rows


@attrs.frozen(kw_only=True)
class _Bars:
    """Where bars begin, and how wide one event is; in a narrow figure they stand below the names."""

    left: float
    unit: float
    is_wide: bool


def _bars(canvas: Canvas, rows: Sequence[_Row]) -> _Bars:
    room = canvas.width - 2 * MARGIN
    is_wide = canvas.width >= _WIDE
    left = MARGIN + (room * _NAME_SHARE if is_wide else _INDENT)
    counted = max((canvas.measure(row.counted(is_wide=is_wide), SMALL) for row in rows), default=0.0)
    most = max((len(row.ids) for row in rows), default=1)
    return _Bars(left=left, unit=max(canvas.width - MARGIN - left - counted - 8, 24.0) / most, is_wide=is_wide)


def _others(canvas: Canvas, one: End, top: float) -> float:
    """Count the outlets that have no row; all are in the title."""
    ids = tuple(dict.fromkeys(name for outlet in one.others for name in outlet.ids))
    said = "; ".join(f"{outlet.name}: {outlet_words(outlet)}" for outlet in one.others)
    text = f"{say.counted(len(one.others), 'outlet')} {'more' if one.outlets else 'in all'}"
    item = _item(canvas, "outlet", f"{text}: {said}.", ids)
    y = top + _ROW / 2 + _TEXT * 0.36
    canvas.text("more", text, MARGIN + _INDENT, y, size=SMALL, style="italic", colour=canvas.theme.muted, item=item)
    return top + _ROW


def _set(canvas: Canvas, row: _Row, bars: _Bars, top: float) -> float:
    """Set a row: its name, a bar of its events (in full those of which nothing else is said), and its counts."""
    item = _item(canvas, "origin" if row.is_end else "outlet", row.whole, row.ids)
    left = MARGIN + _INDENT
    room = (bars.left if bars.is_wide else canvas.width - MARGIN) - left - 8
    lines = wrap(clean(row.name), room, _TEXT, canvas.measure, row.style)
    y = top + _ROW / 2
    if row.is_end:
        points = ((MARGIN, y - 4), (MARGIN + 8, y - 4), (MARGIN + 8, y + 4), (MARGIN, y + 4))
        canvas.shape("sign", points, paint=row.paint, pen=Pen(width=1.0), item=item)
    for number, line in enumerate((lines[0], " ".join(lines[1:])) if len(lines) > 1 else lines):
        base = y + _TEXT * 0.36 + number * _LEADING
        canvas.text("text", line, left, base, size=_TEXT, style=row.style, room=room, item=item)
    bottom = top + _ROW + _LEADING * (len(lines) > 1)
    if not bars.is_wide:
        y, bottom = bottom + 4, bottom + 11
    every, alone = max(len(row.ids) * bars.unit, 2.0), row.alone * bars.unit
    for wide, paint in ((every, _hollow(canvas, row.paint)), (alone, row.paint)):
        if wide > 0:
            profile = ((bars.left, 1.0), (bars.left + wide, 1.0))
            canvas.band("value", profile, y, _BAR, paint=paint, pen=_PEN, item=item)
    x = bars.left + every + 6
    room, base = canvas.width - MARGIN - x, y + SMALL * 0.36
    canvas.text(
        "count", row.counted(is_wide=bars.is_wide), x, base, size=SMALL, colour=canvas.theme.muted, room=room, item=item
    )
    return bottom


def _hollow(canvas: Canvas, paint: Paint) -> Paint:
    return attrs.evolve(paint, core=canvas.theme.ground)


def _item(canvas: Canvas, kind: str, whole: str, ids: Sequence[str]) -> int:
    canvas.items.append(Item(kind=kind, whole=clean(whole), ids=tuple(ids)))
    return len(canvas.items) - 1


_BRIEF: Final = ("one interested party", "possibly one: some sources do not say", *PARTS[2:])
"""The parts as a card says them, whose headline says already that this is where events end."""


def _keys(origins: Origins, *, is_brief: bool) -> list[list[legend.Key]]:
    words = _BRIEF if is_brief else [part if place == 1 else f"ends at {part}" for place, part in enumerate(PARTS)]
    shares: list[legend.Key] = [
        (words[place], _swatch(place), legend.BOX) for place, ids in enumerate(origins.parts) if ids
    ]
    some = any(len(one.alone) < len(one.ids) for one in origins.ends)
    said = "hollow: rests on others too" if is_brief else "the hollow part of a bar: it rests on others too"
    hollow: legend.Key = (said, _hollow_swatch, legend.BOX)
    return [[], shares, [hollow] if some else []]  # all that is told: none of these colours goes unnamed


def _swatch(place: int) -> legend.Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.band("legend", ((x, 1.0), (x + 16, 1.0)), y, 8.0, paint=_part(canvas, place), pen=_PEN)

    return draw


def _hollow_swatch(canvas: Canvas, x: float, y: float) -> None:
    paint = _paint(canvas, gains=False, said=False)
    canvas.band("legend", ((x, 1.0), (x + 16, 1.0)), y, 8.0, paint=_hollow(canvas, paint), pen=_PEN)
    canvas.band("legend", ((x, 1.0), (x + 6, 1.0)), y, 8.0, paint=paint, pen=_PEN)
