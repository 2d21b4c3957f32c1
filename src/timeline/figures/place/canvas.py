"""Where marks and labels are gathered while a figure is laid out, and the shapes that they are made of.

Law of this module: every text passes through :meth:`Canvas.text`, which cleans, measures and cuts it; so no label can
be in a scene that was not given its room.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from timeline.figures.place.colours import DOT_PENS, DOUBTED, FILLINGS, PENS, Paint, Pen, Theme, mix
from timeline.figures.place.labels import Measure, clean, cut
from timeline.figures.scene import Anchor, Item, Label, Mark, Point, Style

MARGIN: Final = 20.0
"""What stays free around the whole figure."""

BAR: Final = 2.4
"""How far the bar across the tick of what is doubted reaches to either side."""

SMALL: Final = 7.6
"""The size of the smallest type but the numbers of sources."""

_THIN: Final = Pen(width=0.9)
_FRAME: Final = 2.6
_FRAME_SHARE: Final = 0.31
_CORE: Final = 0.45
_STROKE: Final = 0.8  # of the radius of a dot: how far the stroke of its colour reaches
_INNER_STROKE: Final = 0.45  # the same within a ring
_SIGN_STROKE: Final = 0.42  # of that of another sign
STROKES: Final[Mapping[str, tuple[Point, ...]]] = {
    "/": ((0.71, 0.71),),
    "\\": ((0.71, -0.71),),
    "-": ((1.0, 0.0),),
    "|": ((0.0, 1.0),),
    "x": ((0.71, 0.71), (0.71, -0.71)),
    "+": ((1.0, 0.0), (0.0, 1.0)),
    "/-": ((0.71, 0.71), (1.0, 0.0)),
    "\\|": ((0.71, -0.71), (0.0, 1.0)),
    "x+": ((0.71, 0.71), (0.71, -0.71), (1.0, 0.0), (0.0, 1.0)),
}
"""One stroke of each hatch, from its middle to its end."""

ARROW: Final = 7.0
"""How far an arrow reaches beyond the line that it crosses."""


@attrs.define(kw_only=True)
class Canvas:
    """The parts of a figure so far. The only thing in this package that grows while it is looked at."""

    theme: Theme
    measure: Measure
    width: float
    least: float = 0.0
    """The smallest size of type that is read where the figure stands."""
    is_brief: bool = False
    """Whether what stands around the picture is in few lines."""
    head_lines: int = 1
    """How many lines the question may then take."""
    name_lines: int | None = None
    """How many lines of names may stand over a row of values; None for as many as usual."""
    under: list[Mark] = attrs.field(factory=list)
    plates: list[Mark] = attrs.field(factory=list)
    marks: list[Mark] = attrs.field(factory=list)
    labels: list[Label] = attrs.field(factory=list)
    items: list[Item] = attrs.field(factory=list)
    named: set[str] = attrs.field(factory=set)
    """The texts of which some mark has its name."""
    unnamed: list[str] = attrs.field(factory=list)
    """The texts of marks that have no room for their names."""

    def legible(self, size: float) -> float:
        """Give a size of type, or the smallest that is read."""
        return max(size, self.least)

    def text(
        self,
        role: str,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        style: Style = "regular",
        anchor: Anchor = "start",
        colour: str | None = None,
        room: float | None = None,
        whole: str | None = None,
        **more: Any,
    ) -> Label:
        """Add a line of text with its baseline at ``y``; where it is wider than ``room`` it is cut.

        What a reader sees, and ``whole``, which is told where it is cut, are cleaned here and nowhere else.
        """
        full = clean(text)
        shown = full if room is None else cut(full, room, size, self.measure, style)
        if shown != full:
            whole = whole or full
        label = Label(
            role=role,
            text=shown,
            whole=None if whole is None else clean(whole),
            x=x,
            y=y,
            width=self.measure(shown, size, style),
            size=size,
            style=style,
            anchor=anchor,
            colour=colour or self.theme.ink,
            **more,
        )
        if shown:
            self.labels.append(label)
        return label

    def line(self, role: str, points: Sequence[Point], colour: str, width: float, **more: Any) -> None:
        """Add a line that lies under everything that stands for something."""
        self.under.append(Mark(role=role, shape="line", points=tuple(points), stroke=colour, width=width, **more))

    def shape(
        self,
        role: str,
        points: Sequence[Point],
        *,
        paint: Paint,
        pen: Pen,
        item: int | None = None,
        outline: str | None = None,
        core: Sequence[Point] = (),
    ) -> None:
        """Add a filled shape with an outline; where it is hollow, ``core`` are the corners of what it leaves free."""
        hollow = paint.core is not None and len(core) > 2
        mark = Mark(
            role=role,
            shape="polygon",
            points=tuple(points),
            fill=paint.fill,
            hatch="" if paint.core else paint.hatch,
            hatch_colour=paint.hatch_colour,
            stroke=outline or self.theme.outline,
            width=pen.width,
            dash=pen.dash,
            casing=self.theme.ground if outline == self.theme.alert else self._casing(paint, outline),
            item=item,
        )
        self.marks.append(mark)
        if hollow:
            self._hollow("polygon", core, paint, item=item)

    def band(
        self,
        role: str,
        profile: Sequence[tuple[float, float]],
        y: float,
        height: float,
        *,
        paint: Paint,
        pen: Pen,
        tip: float | None = None,
        item: int | None = None,
    ) -> None:
        """Add a band around ``y`` from places and heights (0 to 1), as :func:`ribbon`; its middle may be hollow."""
        core = inside(profile, y, height) if paint.core else ()
        self.shape(role, ribbon(profile, y, height, tip), paint=paint, pen=pen, item=item, core=core)

    def _casing(self, paint: Paint, outline: str | None = None) -> str | None:
        """Give the colour of the line between a fill and an outline that would not stand out from it."""
        is_cased = self.theme.cased and self.theme.ground not in (paint.fill, outline)
        return self.theme.ground if is_cased else None

    def _hollow(
        self,
        shape: Literal["polygon", "dot"],
        points: Sequence[Point],
        paint: Paint,
        *,
        item: int | None,
        radius: float = 0.0,
    ) -> None:
        """Clear the middle of a mark, and hatch it where its value has a hatch."""
        self.marks.append(
            Mark(
                role="hollow",
                shape=shape,
                points=tuple(points),
                radius=radius,
                fill=paint.core,
                hatch=paint.hatch,
                hatch_colour=paint.hatch_colour,
                item=item,
            )
        )

    def plate(self, left: float, right: float, top: float, bottom: float) -> None:
        """Clear the ground under a text from grid lines and hatch."""
        points = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.plates.append(Mark(role="plate", shape="polygon", points=points, fill=self.theme.ground))

    def plate_under(self, label: Label) -> None:
        """Clear the ground under a label."""
        box = label.box
        self.plate(box.left - 2, box.right + 2, box.top, box.bottom)

    def bands(self, extents: Sequence[tuple[float, float]], top: float, bottom: float) -> None:
        """Shade stretches of the ground, behind all that was drawn so far."""
        shaded = [
            Mark(
                role="band",
                shape="polygon",
                points=((x0, top), (x1, top), (x1, bottom), (x0, bottom)),
                fill=self.theme.band,
            )
            for x0, x1 in extents
        ]
        self.under[:0] = shaded

    def grid(self, lines: Iterable[Sequence[Point]]) -> None:
        """Draw lines of the grid behind all that was drawn so far, so that they break no other line."""
        self.under[:0] = [
            Mark(role="grid", shape="line", points=tuple(points), stroke=self.theme.grid, width=0.6) for points in lines
        ]

    def behind(self, role: str, box: tuple[float, float, float, float], item: int | None = None) -> None:
        """Add a plain band behind all marks: left, top, right, bottom."""
        x0, y0, x1, y1 = box
        points = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        fill = mix(self.theme.muted, self.theme.ground, 0.22)
        self.under.append(Mark(role=role, shape="polygon", points=points, fill=fill, item=item))

    def hatched(self, x0: float, x1: float, top: float, bottom: float, item: int | None = None) -> None:
        """Add grey hatch: here it is unknown."""
        self.under.append(
            Mark(
                role="unknown",
                shape="polygon",
                points=((x0, top), (x1, top), (x1, bottom), (x0, bottom)),
                fill=None,
                hatch="thin",
                hatch_colour=self.theme.unknown,
                item=item,
            )
        )

    def tick(
        self,
        ends: tuple[Point, Point],
        *,
        standing: str = "reported",
        answer: str | None = None,
        item: int | None = None,
        width: float = 1.5,
        bar: float = BAR,
        at: float = 0.5,
        role: str = "moment",
    ) -> None:
        """Add the tick of what is not named: dashed where it is only possible, in the accent and barred where doubted.

        The bar reaches ``bar`` to either side, and crosses it at a share of its length from the first of its ends.
        """
        (x0, y0), (x1, y1) = ends
        doubted = standing in DOUBTED
        points: tuple[Point, ...] = ends
        if doubted:
            x, y = x0 + (x1 - x0) * at, y0 + (y1 - y0) * at
            over, up = (0.0, bar) if y0 == y1 else (bar, 0.0)
            points = (ends[0], (x, y), (x - over, y - up), (x + over, y + up), (x, y), ends[1])
        self.marks.append(
            Mark(
                role=role,
                shape="line",
                points=points,
                stroke=self.theme.alert if doubted else self.theme.tick,
                width=width,
                dash=(1.6, 1.2) if answer == "possibly" else (),
                item=item,
            )
        )

    def sign(
        self,
        mode: str,
        x: float,
        y: float,
        *,
        paint: Paint,
        standing: str = "reported",
        item: int | None = None,
        radius: float = 4.0,
    ) -> None:
        """Add the sign of a mode: a dot for what is so; a cross, a triangle, a diamond or a post for the others.

        A dot is filled by its standing: in full, by half where nobody else vouches for it, with a ring of three arcs
        in the accent where it is doubted. A sign is too small for a hatch: it has one stroke of it.
        """
        hatch, paint = paint.hatch, attrs.evolve(paint, hatch="")
        doubted = standing in DOUBTED
        by_half = mode == "actual" and FILLINGS.get(standing, "full") == "half" and not paint.core
        # in the dark a pale outline outshines the colour: a dot that says no more than that is parted from the next one
        is_plain = self.theme.cased and mode == "actual" and standing not in DOT_PENS and not by_half
        outline = self.theme.alert if doubted else self.theme.ground if is_plain else self.theme.outline
        pen = DOT_PENS.get(standing, _THIN)
        if mode != "actual":
            reach = radius + 0.6
            core = SIGNS[mode](x, y, reach * _CORE) if paint.core else ()
            self.shape("sign", SIGNS[mode](x, y, reach), paint=paint, pen=pen, item=item, core=core, outline=outline)
            self._stroke(hatch, x, y, radius * _SIGN_STROKE, item)
            return
        if doubted:
            third = math.tau * radius / 3
            pen = attrs.evolve(pen, dash=(third * 0.66, third * 0.34))
        look = attrs.evolve(paint, fill=self.theme.ground) if by_half else paint
        self.marks.append(
            Mark(
                role="value",
                shape="dot",
                points=((x, y),),
                radius=radius,
                fill=look.fill,
                stroke=outline,
                width=pen.width,
                dash=pen.dash,
                casing=self.theme.ground if doubted else self._casing(look, outline),
                item=item,
            )
        )
        if by_half:
            self.marks.append(
                Mark(
                    role="half", shape="polygon", points=_half(x, y, radius - pen.width / 2), fill=paint.fill, item=item
                )
            )
        if paint.core:
            self._hollow("dot", ((x, y),), paint, item=item, radius=radius * _CORE)
        self._stroke(hatch, x, y, radius * (_INNER_STROKE if doubted else _STROKE), item)

    def _stroke(self, hatch: str, x: float, y: float, reach: float, item: int | None) -> None:
        """Draw one stroke of a hatch across a sign, so that its colour is told without colours."""
        if hatch == ".":
            dot = Mark(
                role="stroke", shape="dot", points=((x, y),), radius=reach * 0.45, fill=self.theme.ink, item=item
            )
            self.marks.append(dot)
        for over, up in STROKES.get(hatch, ()):
            points = ((x - over * reach, y + up * reach), (x + over * reach, y - up * reach))
            stroke = Mark(role="stroke", shape="line", points=points, stroke=self.theme.ink, width=0.9, item=item)
            self.marks.append(stroke)


def _half(x: float, y: float, radius: float) -> tuple[Point, ...]:
    """Make the lower half of a disc."""
    return tuple(
        (x + radius * math.cos(math.pi * step / 12), y + radius * math.sin(math.pi * step / 12)) for step in range(13)
    )


def pen_of(standing: str) -> Pen:
    """Give the outline of a standing."""
    return PENS.get(standing, PENS["reported"])


def cross(x: float, y: float, reach: float) -> list[Point]:
    """Make a slanting cross."""
    reach *= 1.12
    arm = reach * 0.42
    return [
        (x - reach, y - reach + arm),
        (x - reach + arm, y - reach),
        (x, y - arm),
        (x + reach - arm, y - reach),
        (x + reach, y - reach + arm),
        (x + arm, y),
        (x + reach, y + reach - arm),
        (x + reach - arm, y + reach),
        (x, y + arm),
        (x - reach + arm, y + reach),
        (x - reach, y + reach - arm),
        (x - arm, y),
    ]


def triangle(x: float, y: float, reach: float) -> list[Point]:
    """Make a triangle that points ahead in time."""
    return [(x - reach * 0.8, y - reach), (x + reach, y), (x - reach * 0.8, y + reach)]


def diamond(x: float, y: float, reach: float) -> list[Point]:
    """Make a square that stands on a corner."""
    wide = reach * 1.1
    return [(x - wide, y), (x, y - wide), (x + wide, y), (x, y + wide)]


def post(x: float, y: float, reach: float) -> list[Point]:
    """Make an upright post, at which a value ends."""
    wide = reach * 0.5
    return [(x - wide, y - reach), (x + wide, y - reach), (x + wide, y + reach), (x - wide, y + reach)]


SIGNS: Final = {"failed": cross, "planned": triangle, "possible": diamond, "ended": post}


def ribbon(profile: Sequence[tuple[float, float]], y: float, height: float, tip: float | None = None) -> list[Point]:
    """Make a band around ``y`` from places and heights (0 to 1); with ``tip`` it ends in an arrow's point there."""
    half = height / 2
    upper = [(x, y - half * share) for x, share in profile]
    lower = [(x, y + half * share) for x, share in reversed(profile) if share > 0]
    point = [(tip, y)] if tip is not None else []
    return [*upper, *point, *lower]


def inside(profile: Sequence[tuple[float, float]], y: float, height: float) -> list[Point]:
    """Make what a hollow band leaves free: the band without a frame; nothing where the band is too thin for one."""
    frame = min(_FRAME, height * _FRAME_SHARE)
    left = profile[0][0] + (frame if profile[0][1] > 0 else 0.0)
    right = profile[-1][0] - (frame if profile[-1][1] > 0 else 0.0)
    upper: list[tuple[float, float]] = []
    for (x0, share0), (x1, share1) in itertools.pairwise(profile):
        if x1 <= x0:
            continue
        slope = (share1 - share0) * height / 2 / (x1 - x0)
        half = share0 * height / 2 - frame
        begin, end = max(x0, left), min(x1, right)
        if slope:
            root = x0 - half / slope
            begin, end = (max(begin, root), end) if slope > 0 else (begin, min(end, root))
        if begin < end and half + slope * ((begin + end) / 2 - x0) > 0:
            upper += [(x, max(half + slope * (x - x0), 0.0)) for x in (begin, end)]
    if not upper or upper[-1][0] - upper[0][0] < 1.0 or max(half for _, half in upper) < 0.4:
        return []
    upper = [corner for corner, _ in itertools.groupby(upper)]
    return [*((x, y - half) for x, half in upper), *((x, y + half) for x, half in reversed(upper) if half > 0)]


def zigzag(canvas: Canvas, left: float, right: float, top: float, bottom: float) -> None:
    """Draw two jagged lines: between them time is left out."""
    steps = max(round((bottom - top) / 4), 2)
    down = [top + (bottom - top) * step / steps for step in range(steps + 1)]
    for x in (left, right):
        points = [(x + (1.6 if place % 2 else -1.6), y) for place, y in enumerate(down)]
        canvas.line("break", points, canvas.theme.rule, 0.7)
