"""Colours, hatches and outlines: the same meaning in every figure.

Law of this module: colour says the value, six of them at most, and one grey all others; the outline of a bar says its
standing, and so does how a dot is filled; a hollow says *possibly*, grey hatch says unknown; one accent is kept for
what is disputed, doubted or taken back. A colour is never mixed with another: the colours are those of Okabe and Ito
(2008), chosen for people who see colours differently, and a tint of one would come near a tint of another. Every
outline stands out from the ground and from what it is around.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import attrs

from timeline.errors import FigureError

OKABE_ITO: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442")
"""Blue, orange, green, purple, sky blue, yellow; black is the ink."""

ACCENT: Final = "#d55e00"
"""Vermilion, which stands for no value: what was retracted."""

HATCHES: Final = ("", "/", ".", "\\", "-", "|")
"""For paper without colours: plain, rising lines, dots, falling lines, level lines, upright lines."""

OTHER: Final = len(OKABE_ITO)
"""The first number of a value for which no colour is left; all of these are grey, and crossed on paper."""

GREYS: Final = ("", "x", "+", ".", "/-", "\\|", "x+")
"""The hatches of values that are grey and meet in a lane: plain, crossed, checked, dotted, then two hatches in one.

On paper crossed comes first. None but the dots is that of a colour.
"""


@attrs.frozen(kw_only=True)
class Paint:
    """How a filled mark looks. A hollow one has its colour as a frame around a ``core`` of another."""

    fill: str
    hatch: str
    hatch_colour: str
    core: str | None = None

    @property
    def under_text(self) -> str:
        """What a text in it stands on."""
        return self.core or self.fill


@attrs.frozen(kw_only=True)
class Pen:
    """How an outline looks: width in points, and lengths of dash and gap."""

    width: float
    dash: tuple[float, ...] = ()


PENS: Final = {
    "corroborated": Pen(width=1.3),
    "reported": Pen(width=1.0, dash=(3.6, 2.0)),
    "unsourced": Pen(width=1.0, dash=(3.6, 2.0)),
    "self-reported": Pen(width=1.1, dash=(1.0, 1.7)),
    "disputed": Pen(width=1.1, dash=(1.0, 1.7)),
    "doubted": Pen(width=1.1, dash=(1.0, 1.7)),
    "retracted": Pen(width=1.1, dash=(1.0, 1.7)),
}
"""The outline of each standing."""

DOUBTED: Final = frozenset({"disputed", "doubted", "retracted"})
"""The standings that the accent is kept for."""

Filling: TypeAlias = Literal["full", "half"]

FILLINGS: Final[Mapping[str, Filling]] = {"self-reported": "half", "unsourced": "half"}
"""How a dot is filled, where not in full: by half, where nobody else vouches for it."""

DOT_PENS: Final = {
    "corroborated": Pen(width=1.7),
    **dict.fromkeys(sorted(DOUBTED), Pen(width=1.5)),
}
"""The outline of a dot, where it is not the thin one; that of what is doubted is in the accent, in three arcs."""

DOT_WORDS: Final = (
    ("corroborated", ("corroborated",)),
    ("reported", ("reported",)),
    ("self-reported", ("self-reported", "unsourced")),
    ("disputed", ("disputed", "doubted", "retracted")),
)
"""Which standings share a look of their dots, in the order of the legend, by the one that stands for them."""

PEN_WORDS: Final = (
    ("corroborated", ("corroborated",)),
    ("reported", ("reported", "unsourced")),
    ("disputed", ("self-reported", "disputed", "doubted", "retracted")),
)
"""Which standings share an outline, in the order of the legend, by the one that stands for them."""


@attrs.frozen(kw_only=True)
class Theme:
    """The colours of a figure's ground, text and lines.

    ``hatched`` starts hatches with the first value already, for paper without colours; ``grey`` is the share of the
    muted ink in the grey of what stands for no value; ``cased`` puts a line of the ground between a fill and its
    outline, where the outline would not stand out from light fills.
    """

    name: str
    ground: str
    ink: str
    muted: str
    rule: str
    grid: str
    band: str
    outline: str
    unknown: str
    link: str
    alert: str
    tick: str
    grey: float
    hatched: bool = False
    cased: bool = False

    def paint(self, number: int | None, *, light: bool = False, grey: int = 0) -> Paint:
        """Give the look of the value with this number (from 0); None is for marks that stand for no value.

        ``light`` is for what is only *possibly* so: it is hollow. ``grey`` tells values without a colour apart that
        meet in a lane, by the hatches of ``GREYS``.
        """
        if number is None or number >= OTHER:
            colour = mix(self.muted, self.ground, self.grey)
            hatch = "" if number is None else GREYS[(grey + self.hatched) % len(GREYS)]
        else:
            colour = OKABE_ITO[number]
            hatch = HATCHES[number] if self.hatched else ""
        under = self.ground if light else colour
        lines = mix("#000000" if luminance(under) > 0.08 else "#ffffff", under, 0.45)
        return Paint(fill=colour, hatch=hatch, hatch_colour=lines, core=self.ground if light else None)


THEMES: Final = {
    "light": Theme(
        name="light",
        ground="#ffffff",
        ink="#1a1a1a",
        muted="#5c6066",
        rule="#b9bdc3",
        grid="#e9ebee",
        band="#f1f2f4",
        outline="#1a1a1a",
        unknown="#8d929a",
        link="#0b5394",
        alert="#a33b00",
        tick="#4a4f57",
        grey=0.35,
    ),
    "dark": Theme(
        name="dark",
        ground="#16181c",
        ink="#f1f1ee",
        muted="#a9aeb6",
        rule="#565b63",
        grid="#2a2d33",
        band="#1d2025",
        outline="#f1f1ee",
        unknown="#5f656e",
        link="#8ec5ff",
        alert="#ffb38a",
        tick="#b9bec6",
        grey=0.55,
        cased=True,
    ),
    "print": Theme(
        name="print",
        ground="#ffffff",
        ink="#000000",
        muted="#4a4a4a",
        rule="#a8a8a8",
        grid="#e4e4e4",
        band="#f2f2f2",
        outline="#000000",
        unknown="#8c8c8c",
        link="#000000",
        alert="#000000",
        tick="#000000",
        grey=0.35,
        hatched=True,
    ),
}
"""The themes by name."""


def theme_named(name: str) -> Theme:
    """Find a theme.

    Raises:
        FigureError: There is none of that name.
    """
    if name not in THEMES:
        raise FigureError(f'"{name}" is not a theme', fix=f"choose one of {', '.join(THEMES)}")
    return THEMES[name]


def channels(colour: str) -> tuple[int, int, int]:
    """Take ``#rrggbb`` apart."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, ground: str, share: float) -> str:
    """Lay a colour over a ground so that ``share`` of it is seen.

    >>> mix("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2, from 0 (black) to 1 (white)."""
    parts = [value / 255 for value in channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Give the contrast ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str) -> str:
    """Choose the ink, near black or white, that reads better on a fill.

    >>> text_on("#0072b2"), text_on("#f0e442")
    ('#ffffff', '#111111')
    """
    return max("#111111", "#ffffff", key=lambda ink: contrast(ink, fill))
