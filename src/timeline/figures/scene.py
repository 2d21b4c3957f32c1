"""The parts of a figure as geometry: marks, labels and lanes with their places, and nothing else.

Law of this module: plain values in points (1/72 inch), x to the right and y down from the upper left corner. A scene
knows nothing of logs, dates or of the program that paints it, so everything about a figure can be tested on numbers.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import attrs

Point: TypeAlias = tuple[float, float]
Style = Literal["regular", "bold", "italic"]
Anchor = Literal["start", "middle", "end"]

ASCENT: Final = 0.80
"""How far text reaches above its baseline, as a share of its size. Accented capitals reach into the line's leading."""
DESCENT: Final = 0.24
"""How far text reaches below its baseline, as a share of its size."""

CASING: Final = 1.5
"""How much wider than the outline is the line between fill and outline, where there is one."""


@attrs.frozen
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance from top to bottom."""
        return self.bottom - self.top

    def overlaps(self, other: Box, slack: float = 0.0) -> bool:
        """Say whether two boxes have more than ``slack`` in common both ways; touching is no overlap."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """Say whether another box lies within this one, but for ``slack``."""
        return (
            other.left >= self.left - slack
            and other.right <= self.right + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )


@attrs.frozen(kw_only=True)
class Mark:
    """A shape: a closed polygon, an open line, or a dot of a radius around one point.

    Attributes:
        role: What it stands for: ``value``, ``beside``, ``unknown``, ``grid``, ``as-of``, ``break`` and so on.
        shape: ``polygon``, ``line`` or ``dot``.
        points: The corners, in order; the centre of a dot.
        radius: Of a dot.
        fill: Its colour as ``#rrggbb``; None leaves it open.
        stroke: The colour of its outline; None draws none.
        width: Of the outline.
        dash: Lengths of dash and gap of the outline; empty is solid.
        hatch: The name of a hatch (see `colours`); empty is plain.
        hatch_colour: The colour of the hatch's lines.
        casing: The colour of a line between fill and outline, ``CASING`` wider than the outline; None for none.
        item: The place in ``Scene.items`` of what it belongs to; None for what belongs to the figure as a whole.
    """

    role: str
    shape: Literal["polygon", "line", "dot"]
    points: tuple[Point, ...]
    radius: float = 0.0
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()
    hatch: str = ""
    hatch_colour: str | None = None
    casing: str | None = None
    item: int | None = None

    @property
    def box(self) -> Box:
        """What it covers, its outline left aside."""
        across = [x for x, _ in self.points]
        down = [y for _, y in self.points]
        return Box(
            min(across) - self.radius,
            min(down) - self.radius,
            max(across) + self.radius,
            max(down) + self.radius,
        )


@attrs.frozen(kw_only=True)
class Label:
    """One line of text.

    Attributes:
        role: What it is for: ``title``, ``clocks``, ``lane``, ``text``, ``date``, ``refs``, ``axis``, ``source``…
        text: What is shown.
        whole: The whole text, where ``text`` is cut short.
        x: The place of its anchor.
        y: Its baseline.
        width: The width that it was measured to have.
        size: The size of its type, as DejaVu Sans has it: the face of the figures is set larger (``typeface.SCALE``).
        style: ``regular``, ``bold`` or ``italic``.
        anchor: Which part of the text stands at ``x``.
        colour: As ``#rrggbb``.
        href: An address (http, https or mailto) that it leads to.
        struck: Whether a line goes through it.
        item: The place in ``Scene.items`` of what it belongs to.
    """

    role: str
    text: str
    whole: str | None = None
    x: float
    y: float
    width: float
    size: float
    style: Style = "regular"
    anchor: Anchor = "start"
    colour: str = "#000000"
    href: str | None = None
    struck: bool = False
    item: int | None = None

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]

    @property
    def box(self) -> Box:
        """What the text covers."""
        return Box(self.left, self.y - ASCENT * self.size, self.left + self.width, self.y + DESCENT * self.size)


@attrs.frozen(kw_only=True)
class Item:
    """What a group of marks and labels stands for, so that a page can point at it.

    ``whole`` says all of it in words, ``ids`` are the events that it rests on.
    """

    kind: str
    whole: str
    ids: tuple[str, ...] = ()
    standing: str | None = None
    answer: str | None = None


@attrs.frozen(kw_only=True)
class Lane:
    """A horizontal strip of the figure; ``rows`` counts the rows that its marks needed."""

    name: str
    group: str | None = None
    box: Box
    rows: int


@attrs.frozen(kw_only=True)
class Scene:
    """A whole figure, laid out. Marks are painted in order, those of items after the rest; labels last."""

    kind: str
    width: float
    height: float
    background: str
    title: str
    description: str
    plot: Box
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """The whole canvas."""
        return Box(0.0, 0.0, self.width, self.height)
