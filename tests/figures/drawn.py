"""Overlaps and clipping, measured on the figure as matplotlib drew it: the ink of letters, the corners of shapes.

The scene says where things should stand; this asks the artists, and the outlines of the glyphs, where they do.
"""

import functools
import itertools

import attrs
import matplotlib as mpl
from faults import BARS, crosses, near, surrounds
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from timeline.figures.draw import draw
from timeline.figures.scene import Box

_FINE = 10
_EDGE = 0.3  # a hair, in points: an edge that is smoothed reaches as far


@attrs.frozen
class Ink:
    """What an artist paints: its role, its box in points from the upper left, its corners, and its place in order."""

    role: str
    box: Box
    points: tuple = ()
    order: float = 0.0
    text: str = ""
    is_open: bool = False


@attrs.frozen
class Drawn:
    """The ink of a figure: its letters, its shapes, and its size."""

    texts: tuple
    shapes: tuple
    canvas: Box


def ink_of(scene):
    """Draw a scene and take the ink of every artist."""
    figure = draw(scene, dpi=72)
    tall = figure.get_figheight() * 72
    texts = [_text(artist, tall) for artist in figure.texts]
    shapes = [_shape(artist, tall) for artist in (*figure.patches, *figure.lines, *figure.artists)]
    canvas = Box(0.0, 0.0, figure.get_figwidth() * 72, tall)
    return Drawn(tuple(ink for ink in texts if ink), tuple(shapes), canvas)


def _text(artist, tall):
    font = artist.get_fontproperties()
    ink = _ink(artist.get_text(), font.get_size(), font.get_file())
    if ink is None:
        return None
    x, y = artist.get_transform().transform(artist.get_position())
    left, low, right, high = ink
    y = tall - y
    assert artist.get_ha() == "left"
    assert artist.get_va() == "baseline"
    return Ink(artist.get_gid(), Box(x + left, y - high, x + right, y - low), text=artist.get_text())


@functools.lru_cache(maxsize=100_000)
def _ink(text, size, file):
    """Ask the painter of PNG what a text's glyphs cover: left, lowest, right and highest, from its baseline's start."""
    font = FontProperties(fname=file, size=size)
    with mpl.rc_context({"text.hinting": "none"}):
        width, height, descent = _painter().get_text_width_height_descent(text, font, ismath=False)
    return (0.0, -descent / _FINE, width / _FINE, (height - descent) / _FINE) if text.strip() else None


@functools.cache
def _painter():
    return RendererAgg(10, 10, 72 * _FINE)


def _shape(artist, tall):
    if isinstance(artist, Line2D):
        corners = artist.get_transform().transform(artist.get_xydata())
    elif isinstance(artist, Circle):
        round_ = artist.get_path().get_extents(artist.get_transform())
        corners = [(x, y) for x in (round_.x0, round_.x1) for y in (round_.y0, round_.y1)]
    else:
        corners = artist.get_transform().transform(artist.get_xy())
    points = tuple((float(x), tall - float(y)) for x, y in corners)
    across, down = zip(*points, strict=True)
    box = Box(min(across), min(down), max(across), max(down))
    return Ink(artist.get_gid(), box, points, artist.get_zorder(), is_open=isinstance(artist, Line2D))


def overlaps(drawn):
    """Name the texts that touch another, and those that are crossed, or half covered, by what is not under them."""
    found = [
        f"{one.text!r} touches {other.text!r}"
        for one, other in near(drawn.texts, drawn.texts)
        if id(one) < id(other) and one.box.overlaps(other.box, slack=_EDGE)
    ]
    plates = [shape for shape in drawn.shapes if shape.role in ("plate", *BARS)]
    under = {}
    for text, plate in near(drawn.texts, plates):
        if surrounds(plate.points, text.box):
            under[id(text)] = max(under.get(id(text), -1.0), plate.order)
    for text, shape in near(drawn.texts, [shape for shape in drawn.shapes if shape.role not in ("plate", "strike")]):
        if shape.order <= under.get(id(text), -1.0):
            continue
        if shape.is_open:
            if any(crosses(segment, text.box) for segment in itertools.pairwise(shape.points)):
                found.append(f"a {shape.role} goes through {text.text!r}")
        elif shape.box.overlaps(text.box, slack=1.0):
            found.append(f"{text.text!r} leaves its {shape.role}, or lies on it")
    return found


def clipped(drawn):
    """Name what leaves the canvas, by its ink."""
    return [
        f"{ink.text or ink.role!r} leaves the canvas"
        for ink in (*drawn.texts, *drawn.shapes)
        if not drawn.canvas.holds(ink.box, slack=_EDGE)
    ]
