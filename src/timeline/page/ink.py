"""Scenes as SVG that is short and serves light and dark: looks become classes, and parts can be moved up and down.

Law of this module: plain values in, text out; the same scenes give the same text. Nothing here knows what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.figures.colours import THEMES, text_on
from timeline.figures.scene import Label, Mark, Point
from timeline.page.markup import text

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_OF_THE_PAGE: Final = {
    "ground": "var(--paper)",
    "ink": "var(--ink)",
    "outline": "var(--ink)",
    "muted": "var(--soft)",
    "rule": "var(--line)",
    "alert": "var(--mark)",
    "link": "var(--link)",
}
"""The colours of a theme that are those of the page, so that they need no rule for dark."""
_COLOURS: Final = {
    getattr(theme, name): colour for theme in THEMES.values() for name, colour in reversed(_OF_THE_PAGE.items())
}
_ON_BARS: Final = frozenset(text_on(ground) for ground in ("#000000", "#ffffff"))
"""The inks of labels that stand in a bar; all others stand on the ground of the page, and keep it clear around them."""

# The size of a hatch's tile, and its lines.
_TILES: Final = {
    "/": (6.0, "M-1,1L1,-1M0,6L6,0M5,7L7,5"),
    "\\": (6.0, "M-1,5L1,7M0,0L6,6M5,-1L7,1"),
    "x": (6.0, "M0,6L6,0M0,0L6,6"),
    "-": (4.5, "M0,2.25H4.5"),
    "|": (4.5, "M2.25,0V4.5"),
    ".": (5.0, "M.85,1.25H1.65M3.35,3.75H4.15"),
    "thin": (4.0, "M-1,1L1,-1M0,4L4,0M3,5L5,3"),
}


@attrs.define
class Looks:
    """The classes of all figures of a page: each stands for how something looks in light and in dark."""

    _names: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)
    _tiles: dict[tuple[str, str, str], str] = attrs.field(factory=dict, init=False)

    def name(self, light: str, dark: str) -> str:
        """Give the class of a look, said as CSS declarations for both themes."""
        return self._names.setdefault((light, dark), "k" + _letters(len(self._names)))

    def tile(self, hatch: str, ground: str | None, lines: str) -> str:
        """Give the id of a hatch; ``ground`` and ``lines`` are classes."""
        return self._tiles.setdefault((hatch, ground or "", lines), "h" + _letters(len(self._tiles)))

    def css(self) -> str:
        """Write the rules: all for light, and for dark what differs."""
        light = "".join(f".{name}{{{look}}}" for (look, _), name in self._names.items())
        dark = "".join(f".{name}{{{_differing(*two)}}}" for two, name in self._names.items() if two[0] != two[1])
        return f"{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}" if light else ""

    def tiles(self) -> str:
        """Write the hatches, for the page to hold once."""
        found = []
        for (hatch, ground, lines), name in self._tiles.items():
            size, path = _TILES[hatch]
            under = f'<path class={ground} d="M0,0H{short(size)}V{short(size)}H0z"/>' if ground else ""
            found.append(
                f"<pattern id={name} width={short(size)} height={short(size)} patternUnits=userSpaceOnUse>"
                f'{under}<path class={lines} d="{path}"/></pattern>'
            )
        return f"<defs>{''.join(found)}</defs>" if found else ""


def marks(looks: Looks, light: Sequence[Mark], dark: Sequence[Mark], down: float, *, outline: bool = True) -> str:
    """Write marks of one figure in both themes, moved down; neighbours that look the same are one path.

    Args:
        looks: The classes of the page.
        light: The marks.
        dark: The same marks in the dark theme.
        down: How far to move them.
        outline: Whether dash and width of an outline are the marks' own; else the page gives them to the class ``o``.
    """
    found: list[tuple[str, list[str]]] = []
    for one, other in zip(light, dark, strict=True):
        own = outline or one.shape == "line"
        look = looks.name(_mark_look(looks, one, other, one, own=own), _mark_look(looks, one, other, other, own=own))
        name = look if own else f'"{look} o"'
        if found and found[-1][0] == name:
            found[-1][1].append(_path(one, down))
        else:
            found.append((name, [_path(one, down)]))
    return "".join(f'<path class={name} d="{"".join(paths)}"/>' for name, paths in found)


def labels(looks: Looks, light: Sequence[Label], dark: Sequence[Label], down: float) -> str:
    """Write labels of one figure in both themes, moved down."""
    found = []
    for one, other in zip(light, dark, strict=True):
        name = looks.name(_label_look(one), _label_look(other))
        whole = f"<title>{text(one.whole)}</title>" if one.whole else ""
        found.append(f"<text class={name} x={short(one.x)} y={short(one.y + down)}>{whole}{text(one.text)}</text>")
    return "".join(found)


def frame(content: Iterable[str], *, width: float, top: float, bottom: float, name: str) -> str:
    """Write the whole picture; it carries a name, as its parts say nothing to those who do not see it."""
    return (
        f'<svg class=pic viewBox="0 {short(top)} {short(width)} {short(bottom - top)}" role=img '
        f'aria-label="{text(name)}">{"".join(content)}</svg>'
    )


def _mark_look(looks: Looks, light: Mark, dark: Mark, this: Mark, *, own: bool) -> str:
    fill = _colour(this.fill)
    if this.hatch:
        ground = looks.name(f"fill:{_colour(light.fill)}", f"fill:{_colour(dark.fill)}") if light.fill else None
        strokes = [f"stroke:{_colour(one.hatch_colour)};stroke-width:.8px" for one in (light, dark)]
        fill = f"url(#{looks.tile(this.hatch, ground, looks.name(*strokes))})"
    look = [f"fill:{fill}"] if this.fill or this.hatch else []
    if this.stroke and this.width:
        look += [f"stroke:{_colour(this.stroke)}"] if _colour(this.stroke) != "var(--ink)" or own else []
        look += [f"stroke-width:{short(this.width)}px"] if own else []
        look += [f"stroke-dasharray:{' '.join(map(short, this.dash))}"] if own and this.dash else []
    return ";".join(look)


def _label_look(label: Label) -> str:
    on_bar = label.colour in _ON_BARS
    look = [f"fill:{label.colour if on_bar else _colour(label.colour)}", f"font-size:{short(label.size)}px"]
    look += ["font-weight:700"] if label.style == "bold" else []
    look += ["font-style:italic"] if label.style == "italic" else []
    look += [f"text-anchor:{label.anchor}"] if label.anchor != "start" else []
    look += ["stroke:none"] if on_bar else []
    return ";".join(look)


def _colour(colour: str | None) -> str:
    return "none" if colour is None else _COLOURS.get(colour, colour)


def _differing(light: str, dark: str) -> str:
    told = set(light.split(";"))
    return ";".join(part for part in dark.split(";") if part not in told)


def _path(mark: Mark, down: float) -> str:
    if mark.shape == "dot":
        x, y = mark.points[0]
        r = short(mark.radius)
        across = short(2 * mark.radius)
        return f"M{short(x - mark.radius)},{short(y + down)}a{r},{r} 0 1 0 {across},0a{r},{r} 0 1 0-{across},0z"
    return _line([(x, y + down) for x, y in mark.points]) + ("z" if mark.shape == "polygon" else "")


def _line(points: Sequence[Point]) -> str:
    first, *rest = [(short(x), short(y)) for x, y in points]
    told = [f"M{first[0]},{first[1]}"]
    at = first
    for x, y in rest:
        if (x, y) != at:
            told.append(f"V{y}" if x == at[0] else f"H{x}" if y == at[1] else f"L{x},{y}")
            at = (x, y)
    return "".join(told)


def short(number: float) -> str:
    """Print a number with at most one decimal.

    >>> short(4.0), short(0.25), short(-0.04)
    ('4', '.2', '0')
    """
    shown = f"{number:.1f}".removesuffix(".0")
    if shown.startswith(("0.", "-0.")):
        shown = shown.replace("0.", ".", 1)
    return "0" if shown == "-0" else shown


def _letters(number: int) -> str:
    told = ""
    while True:
        told = _LETTERS[number % 26] + told
        number = number // 26 - 1
        if number < 0:
            return told
