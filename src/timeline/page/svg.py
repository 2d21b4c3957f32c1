"""Scenes as SVG that is short and serves light and dark: looks become classes, and parts can be moved up and down.

Law of this module: plain values in, text out; the same scenes give the same text. Nothing here knows what is drawn.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.figures.place.captions import TEXT
from timeline.figures.place.colours import THEMES, contrast, mix, text_on
from timeline.figures.scene import CASING, Label, Mark, Point
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

_BARE: Final = "stroke:none"
_SEEN: Final = 3.0
"""The contrast at which a line is seen on what it stands on (WCAG 2.2, 1.4.11)."""

_TILE: Final = 6
TILES: Final = {
    "/": "M-1,1L1-1M0,6L6,0M5,7L7,5",
    "\\": "M-1,5L1,7M0,0L6,6M5-1L7,1",
    "x": "M0,6L6,0M0,0L6,6",
    "+": "M0,3H6M3,0V6",
    "-": "M0,1.5H6M0,4.5H6",
    "|": "M1.5,0V6M4.5,0V6",
    ".": "M1,1.5H2M4,4.5H5",
    "/-": "M-1,1L1-1M0,6L6,0M5,7L7,5M0,3H6",
    "\\|": "M-1,5L1,7M0,0L6,6M5-1L7,1M3,0V6",
    "x+": "M0,6L6,0M0,0L6,6M0,3H6M3,0V6",
    "thin": "M-1,1L1-1M0,3L3,0M0,6L6,0M3,6L6,3M5,7L7,5",
}
"""The lines of a hatch's tile, which is as wide as it is high."""
_SHADE: Final = 0.45  # of the ink of a hatch's lines over its ground


@attrs.define
class Looks:
    """The classes of all figures of a page: each stands for how something looks in light and in dark."""

    _names: dict[tuple[str, str], str] = attrs.field(factory=dict, init=False)
    _tiles: dict[tuple[str, str, str], str] = attrs.field(factory=dict, init=False)

    def name(self, light: str, dark: str) -> str:
        """Give the class of a look, said as CSS declarations for both themes; none where there is nothing to say."""
        if not light and not dark:
            return ""
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
        if not self._tiles:
            return ""
        found = [f"<pattern id=tile width={_TILE} height={_TILE} patternUnits=userSpaceOnUse />"]
        for (hatch, ground, lines), name in self._tiles.items():
            under = f"<path class={ground} d=M0,0H{_TILE}V{_TILE}H0z />" if ground else ""
            found.append(f"<pattern id={name} href=#tile>{under}<path{_class(lines)} d={TILES[hatch]} /></pattern>")
        return "".join(found)


def shapes(looks: Looks, light: Sequence[Mark], dark: Sequence[Mark], down: float) -> list[tuple[str, str]]:
    """Give marks of one figure in both themes, moved down, as :func:`joined` takes them."""
    return [part for one, other in zip(light, dark, strict=True) for part in _drawn(looks, one, other, "", down)]


def joined(paths: Iterable[tuple[str, str]]) -> str:
    """Write paths, each a class and where it goes; those of one class are one, at the place of the first."""
    found: dict[str, list[str]] = {}
    for name, path in paths:
        found.setdefault(name, []).append(path)
    return "".join(f"<path{_class(name)} d={''.join(some)} />" for name, some in found.items())


def item(looks: Looks, light: Sequence[Mark], dark: Sequence[Mark], down: float) -> tuple[str, str]:
    """Write the marks of one item in their order, and give the class of the outline that most of them have."""
    outlines = [_pen(mark) for mark in light if mark.stroke and mark.width]
    pen = max(dict.fromkeys(outlines), key=outlines.count, default="")
    told = [part for one, other in zip(light, dark, strict=True) for part in _drawn(looks, one, other, pen, down)]
    runs = [
        (name, "".join(path for _, path in some)) for name, some in itertools.groupby(told, key=lambda part: part[0])
    ]
    return "".join(f"<path{_class(name)} d={path} />" for name, path in runs), looks.name(pen, pen)


def caption(looks: Looks, light: Sequence[Label], dark: Sequence[Label], down: float, *, before: float = 0.0) -> str:
    """Write labels that follow each other on one line as one text, so that it reads well in any narrower font.

    They are given from left to right in the light theme and in the dark one, and moved down. They end ``before`` the
    beginning of what they stand beside, whatever their font. The class is ``in`` of a text that stands on a bar, which
    the page may have to cut short.
    """
    if not light:
        return ""
    names = [looks.name(_label_look(one), _label_look(other)) for one, other in zip(light, dark, strict=True)]
    ends = light[-1].box.right <= before
    x = light[-1].box.right if ends else light[0].left
    base = names[0] if all(names) else ""
    told = []
    for label, name in zip(light, names, strict=True):
        words = text(label.text)
        told.append(words if name == base else f"<tspan{_class(name)}>{words}</tspan>")
    base = f"in {base}" if light[0].colour in _ON_BARS else base
    whole = "".join(f"<title>{text(label.whole)}</title>" for label in light if label.whole)
    end = " text-anchor=end" if ends else ""
    return f"<text{_class(base)} x={short(x)} y={short(light[0].y + down)}{end}>{whole}{' '.join(told)}</text>"


def labels(looks: Looks, light: Sequence[Label], dark: Sequence[Label], down: float) -> str:
    """Write labels of one figure in both themes, each by itself, moved down."""
    found: dict[str, list[str]] = {}
    for one, other in zip(light, dark, strict=True):
        name = looks.name(_label_look(one), _label_look(other))
        whole = f"<title>{text(one.whole)}</title>" if one.whole else ""
        found.setdefault(name, []).append(f" x={short(one.x)} y={short(one.y + down)}>{whole}{text(one.text)}</text>")
    told = []
    for name, some in found.items():
        alone = len(some) == 1 or not name
        drawn = "".join(f"<text{_class(name) if alone else ''}{rest}" for rest in some)
        told.append(drawn if alone else f"<g{_class(name)}>{drawn}</g>")
    return "".join(told)


def _class(name: str) -> str:
    return f' class="{name}"' if " " in name else f" class={name}" if name else ""


def group(content: str, name: str, attributes: str = "") -> str:
    """Write a group of a class."""
    return f"<g{attributes}{_class(name)}>{content}</g>"


def frame(content: Iterable[str], *, width: float, left: float, top: float, bottom: float, name: str) -> str:
    """Write the whole picture; it carries a name, as its parts say nothing to those who do not see it."""
    return (
        f'<svg class=pic viewBox="{short(left)} {short(top)} {short(width)} {short(bottom - top)}" role=img '
        f'aria-label="{text(name)}">{"".join(content)}</svg>'
    )


def _drawn(looks: Looks, light: Mark, dark: Mark, pen: str, down: float) -> list[tuple[str, str]]:
    """Give a mark as paths: one; or, where its outline could not be seen on its fill in the dark, two.

    The first is then the fill, with a line of the ground around it in the dark, and the second the outline on that.
    """
    path = _path(light, down)
    seen = not dark.casing or not dark.fill or contrast(dark.stroke or dark.fill, dark.fill) >= _SEEN
    if seen or not (dark.stroke and dark.width):
        return [(_name(looks, light, dark, pen), path)]
    fills = (attrs.evolve(light, stroke=None, width=0.0), attrs.evolve(dark, stroke=None, width=0.0))
    outlines = (attrs.evolve(light, fill="none", hatch=""), attrs.evolve(dark, fill="none", hatch=""))
    wide = 1.0 + CASING if 0.7 < dark.width < 1.2 else dark.width + CASING
    casing = f"stroke:{_colour(dark.casing)};stroke-width:{short(wide)}px;stroke-dasharray:none"
    return [(_name(looks, *fills, pen, casing), path), (_name(looks, *outlines, pen), path)]


def _name(looks: Looks, light: Mark, dark: Mark, pen: str, casing: str = _BARE) -> str:
    """Name how a mark looks, but for the outline that its item has: in the colour of the ink, one point wide."""
    tile = ""
    if light.hatch:
        grounds = [f"fill:{_colour(one.fill)};stroke:none" for one in (light, dark)]
        lines = [_lines(one) for one in (light, dark)]
        tile = looks.tile(light.hatch, looks.name(*grounds) if light.fill else None, looks.name(*lines))
    return looks.name(_look(light, tile, pen), _look(dark, tile, pen, casing))


def _look(mark: Mark, tile: str, pen: str, bare: str = _BARE) -> str:
    look = [f"fill:url(#{tile})" if tile else f"fill:{_colour(mark.fill)}"] if mark.fill or tile else []
    look += ["clip-path:url(#until)"] if mark.role == "unknown" else []
    if not (mark.stroke and mark.width):
        return ";".join([*look, bare])
    look += [f"stroke:{_colour(mark.stroke)}"] if _colour(mark.stroke) != "var(--ink)" else []
    if _pen(mark) != pen:
        look += [_pen(mark) or "stroke-dasharray:none"] if pen or _pen(mark) else []
    return ";".join(look)


def _pen(mark: Mark) -> str:
    """Say what sets an outline apart: its dash, and its width where that is seen to be another."""
    look = [] if 0.7 < mark.width < 1.2 else [f"stroke-width:{short(mark.width)}px"]
    look += [f"stroke-dasharray:{' '.join(map(short, mark.dash))}"] if mark.dash else []
    return ";".join(look)


def _lines(mark: Mark) -> str:
    """Say how the lines of a hatch look: as a shade over their ground where they are one."""
    for ink in ("#000", "#fff"):
        if mark.fill and mix(ink + ink[1:], mark.fill, _SHADE) == mark.hatch_colour:
            return f"stroke:{ink};stroke-opacity:{_SHADE}".replace("0.", ".")
    return f"stroke:{_colour(mark.hatch_colour)}"


def _label_look(label: Label) -> str:
    """Say how a label looks, but for what all labels have: the colour of the ink, and a size that is near enough."""
    on_bar = label.colour in _ON_BARS
    colour = label.colour if on_bar else _colour(label.colour)
    look = [f"fill:{colour}"] if colour != "var(--ink)" else []
    look += [f"font-size:{short(label.size)}px"] if label.size > TEXT + 0.2 else []
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
        r, across = short(mark.radius), short(2 * mark.radius)
        return f"M{_pair(x - mark.radius, y + down)}a{r},{r},0,1,0,{across},0a{r},{r},0,1,0-{across},0z"
    return _line([(x, y + down) for x, y in mark.points], closed=mark.shape == "polygon")


def _line(points: Sequence[Point], *, closed: bool) -> str:
    """Write a line, each step by its end or its length, whichever is shorter; no step is off by what one before was."""
    (left, top), *rest = [(round(x * 10), round(y * 10)) for x, y in points]
    told, verb, (at_x, at_y) = f"M{_pair(left / 10, top / 10)}", "", (left, top)
    if closed:
        while rest and rest[-1] == (left, top):
            rest.pop()
    for x, y in rest:
        if (x, y) == (at_x, at_y):
            continue
        ways: list[tuple[str, tuple[int, ...]]] = [("L", (x, y)), ("l", (x - at_x, y - at_y))]
        if x == at_x:
            ways = [("V", (y,)), ("v", (y - at_y,))]
        elif y == at_y:
            ways = [("H", (x,)), ("h", (x - at_x,))]
        steps = []
        for way, numbers in ways:
            said = ",".join(short(number / 10) for number in numbers).replace(",-", "-")
            again = said if said.startswith("-") else f",{said}"
            steps.append((len(again if way == verb else way + said), way, again if way == verb else way + said))
        _, verb, step = min(steps)
        told += step
        at_x, at_y = x, y
    return told + ("z" if closed else "")


def _pair(x: float, y: float) -> str:
    return f"{short(x)},{short(y)}".replace(",-", "-")


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
