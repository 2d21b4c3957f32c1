"""A scene on paper, as matplotlib draws it.

Law of this module: every artist says all about itself, so that no setting of the reader's own (matplotlibrc, locale,
time zone) changes a byte; `pyplot` is never touched. Fonts are files of this package, or of matplotlib.
"""

from __future__ import annotations

import functools
import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

from timeline.errors import FigureError
from timeline.figures import fallback, svg, typeface
from timeline.figures.saving import FORMS
from timeline.figures.scene import CASING, Label, Mark, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import Patch

_MOST_PIXELS: Final = 2**16 - 1
_MOST_AREA: Final = 220_000_000
_HATCHES: Final = {
    "/": "////",
    "\\": "\\\\\\\\",
    "x": "xxx",
    "+": "+++",
    "-": "----",
    "|": "||||",
    ".": "...",
    "/-": "///---",
    "\\|": "\\\\\\|||",
    "x+": "xxx+++",
    "thin": "//////",
}


# --- drawing ---------------------------------------------------------------------------------------------------------


def draw(scene: Scene, *, dpi: float = 150.0) -> Figure:
    """Paint a scene as a matplotlib figure."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - writing SVG needs no more than the fonts
    from matplotlib.transforms import Affine2D  # noqa: PLC0415

    with mpl.rc_context(_settings()):
        figure = Figure(
            figsize=(scene.width / 72, scene.height / 72), dpi=dpi, facecolor=scene.background, frameon=True
        )
        place = Affine2D().scale(1 / scene.width, -1 / scene.height).translate(0, 1) + figure.transFigure
        for order, mark in enumerate(scene.marks):
            _paint(figure, mark, place, 1 + order * 1e-6)
        for label in scene.labels:
            _print(figure, label, place)
    return figure


@functools.cache
def _settings() -> Any:
    defaults = dict(mpl.rcParamsDefault)
    for name in (
        "backend",
        "backend_fallback",
        "toolbar",
        "interactive",
        "text.hinting_factor",
        "date.epoch",
    ):
        defaults.pop(name, None)
    defaults.update(
        {
            "font.family": ["DejaVu Sans"],
            "text.parse_math": False,
            "text.usetex": False,
            "text.hinting": "none",
            "svg.fonttype": "none",
            "svg.hashsalt": "timeline",
            "pdf.fonttype": 42,
            "pdf.compression": 6,
            "path.simplify": False,
            "axes.unicode_minus": True,
        }
    )
    return defaults


def _paint(figure: Figure, mark: Mark, place: Any, order: float) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    dash = (0, tuple(mark.dash)) if mark.dash else "solid"
    if mark.shape == "line":
        across, down = zip(*mark.points, strict=True)
        line = Line2D(
            across,
            down,
            color=mark.stroke,
            linewidth=mark.width,
            solid_capstyle="butt",
            dash_capstyle="butt",
            solid_joinstyle="miter",
            marker="None",
            antialiased=True,
            zorder=order,
            transform=place,
            gid=mark.role,
        )
        line.set_linestyle((0, tuple(length / mark.width for length in mark.dash)) if mark.dash else "solid")
        figure.add_artist(line)
        return
    look: dict[str, Any] = {
        "facecolor": mark.fill or "none",
        # a colour even where no outline is drawn: pdfium and MuPDF make the lines of a hatch as clear as the outline
        "edgecolor": mark.stroke or mark.hatch_colour or "none",
        "linewidth": mark.width if mark.stroke else 0.0,
        "linestyle": (0, tuple(length / mark.width for length in mark.dash)) if mark.dash and mark.width else dash,
        "zorder": order,
        "transform": place,
        "antialiased": True,
        "joinstyle": "round",
        "capstyle": "butt",
        "gid": mark.role,
    }
    if mark.casing and mark.stroke and mark.width:
        wide = {**look, "edgecolor": mark.casing, "linewidth": mark.width + CASING, "linestyle": "solid"}
        figure.add_artist(_patch(mark, wide))
        look |= {"facecolor": "none", "zorder": order + 5e-7}
    patch = _patch(mark, look)
    if mark.hatch:
        patch.set_hatch(_HATCHES[mark.hatch])
        patch.set_hatch_linewidth(0.5 if mark.hatch == "thin" else 0.8)
        patch.set_hatchcolor(mark.hatch_colour)
    figure.add_artist(patch)


def _patch(mark: Mark, look: Mapping[str, Any]) -> Patch:
    from matplotlib.patches import Circle, Polygon  # noqa: PLC0415

    if mark.shape == "dot":
        return Circle(mark.points[0], mark.radius, **look)
    return Polygon(mark.points, closed=True, **look)


@functools.lru_cache(maxsize=200)
def _font(path: Path, size: float) -> FontProperties:
    """Give a font by its file: matplotlib looks one that is named up for every text, twice."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    return FontProperties(fname=path, size=size)


def _print(figure: Figure, label: Label, place: Any) -> None:
    """Set a line of text, run by run, each where the one before it ends."""
    x = label.left
    for run in typeface.runs(label.text):
        lacking = set() if run.is_face else fallback.lacks(run.text)
        path = typeface.path_of(label.style) if run.is_face else fallback.path_of(run.text, label.style)
        text = figure.text(
            x,
            label.y,
            "".join(fallback.MISSING if char in lacking else char for char in run.text),
            transform=place,
            ha="left",
            va="baseline",
            color=label.colour,
            fontproperties=_font(path, typeface.size_of(run, label.size)),
            parse_math=False,
            zorder=3,
            gid=label.role,
        )
        if label.href:
            text.set_url(label.href)
        x += typeface.measure_run(run, label.size, label.style)
    if label.struck:
        from matplotlib.lines import Line2D  # noqa: PLC0415

        y = label.y - label.size * 0.3
        figure.add_artist(
            Line2D(
                [label.left, label.left + label.width],
                [y, y],
                color=label.colour,
                linewidth=0.9,
                zorder=4,
                transform=place,
                linestyle="solid",
                marker="None",
                gid="strike",
            )
        )


# --- saving ----------------------------------------------------------------------------------------------------------


def encode(scene: Scene, form: str, *, dpi: float = 150.0) -> bytes:
    """Give the bytes of a scene as a picture; the same scene gives the same bytes.

    Raises:
        FigureError: The form is not one of ``FORMS``.
    """
    if form == "svg":
        return svg.render(scene).encode()
    if form not in FORMS:
        raise FigureError(f'"{form}" is not a form of a figure', fix="give the file an ending: .svg, .png or .pdf")
    target = io.BytesIO()
    with mpl.rc_context(_settings()):
        if form == "png":
            figure = draw(scene, dpi=fitting(scene, dpi))
            metadata: dict[str, Any] = {"Software": "timeline", "Title": scene.title, "Description": scene.description}
        else:
            figure = draw(scene, dpi=72)
            metadata = _metadata(scene)
        figure.savefig(target, format=form, dpi=figure.dpi, metadata=metadata, facecolor=scene.background)
    return target.getvalue()


def bound(pages: Sequence[Scene]) -> bytes:
    """Give the bytes of a PDF with a page for each scene; the same scenes give the same bytes."""
    from matplotlib.backends.backend_pdf import PdfPages  # noqa: PLC0415

    target = io.BytesIO()
    first = pages[0]
    with mpl.rc_context(_settings()), PdfPages(target, metadata=_metadata(first)) as book:
        for page in pages:
            figure = draw(page, dpi=72)
            figure.savefig(book, format="pdf", dpi=figure.dpi, facecolor=page.background)
    return target.getvalue()


def _metadata(scene: Scene) -> dict[str, Any]:
    return {
        "Title": scene.title,
        "Subject": scene.description,
        "Creator": "timeline",
        "Producer": None,
        "CreationDate": None,
    }


def fitting(scene: Scene, dpi: float) -> float:
    """Give the resolution of a picture: that which was asked for, or what can be painted where that is less."""
    wide, tall = scene.width / 72, scene.height / 72
    return min(dpi, _MOST_PIXELS / max(wide, tall), math.sqrt(_MOST_AREA / (wide * tall)))
