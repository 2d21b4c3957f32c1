"""A scene as SVG: text stays text, links stay links, and everything says what it is.

Law of this module: the same scene gives the same text, to the byte. No script; and no style but the letters of the face
that are shown, so that the picture may stand in a page that forbids both: there a reader's own font is fitted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from timeline.figures import typeface
from timeline.figures.scene import CASING, Label, Mark, Point, Scene, Style
from timeline.figures.typesetting import Run

_HATCH_PATHS: Final = {
    "/": (6.0, "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5"),
    "\\": (6.0, "M-1,5 L1,7 M0,0 L6,6 M5,-1 L7,1"),
    "x": (6.0, "M0,6 L6,0 M0,0 L6,6"),
    "+": (5.0, "M0,2.5 L5,2.5 M2.5,0 L2.5,5"),
    "-": (4.5, "M0,2.25 L4.5,2.25"),
    "|": (4.5, "M2.25,0 L2.25,4.5"),
    "/-": (6.0, "M-1,1 L1,-1 M0,6 L6,0 M5,7 L7,5 M0,3 L6,3"),
    "\\|": (6.0, "M-1,5 L1,7 M0,0 L6,6 M5,-1 L7,1 M3,0 L3,6"),
    "x+": (6.0, "M0,6 L6,0 M0,0 L6,6 M0,3 L6,3 M3,0 L3,6"),
    "thin": (4.0, "M-1,1 L1,-1 M0,4 L4,0 M3,5 L5,3"),
}
_HATCH_WIDTH: Final = 0.8


def render(scene: Scene, *, name: str = "figure", role: str = "img") -> str:
    """Write a scene as an SVG document.

    Args:
        scene: The figure.
        name: Begins every id, so that several figures can stand in one page.
        role: The role of the whole picture for assistive programs.
    """
    hatches = _hatches(scene)
    letters: dict[Style, set[str]] = {}
    for label in scene.labels:
        for run in typeface.runs(label.text):
            if run.is_face:
                letters.setdefault(label.style, set()).update(run.text)
    sheet, family = typeface.sheet(letters, name)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(scene.width)}pt" height="{_n(scene.height)}pt" '
            f'viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" role={quoteattr(role)} '
            f'aria-labelledby="{name}-title {name}-desc" font-family="{family}">'
        ),
        f'<title id="{name}-title">{escape(scene.title)}</title>',
        f'<desc id="{name}-desc">{escape(scene.description)}</desc>',
        *([f"<style>{sheet}</style>"] if sheet else []),
        *_patterns(hatches, name),
        f'<rect width="{_n(scene.width)}" height="{_n(scene.height)}" fill="{scene.background}"/>',
    ]
    parts += [_mark(mark, hatches, name) for mark in scene.marks if mark.item is None]
    marks = _by_item(scene.marks)
    labels = _by_item(scene.labels)
    for number, item in enumerate(scene.items):
        about = f' data-ids="{" ".join(item.ids)}"' if item.ids else ""
        about += f' data-standing="{item.standing}"' if item.standing else ""
        about += f' data-answer="{item.answer}"' if item.answer else ""
        parts.append(f'<g class="item" data-kind="{item.kind}"{about}><title>{escape(item.whole)}</title>')
        parts += [_mark(mark, hatches, name) for mark in marks.get(number, ())]
        parts += [_label(label) for label in labels.get(number, ())]
        parts.append("</g>")
    parts += [_label(label) for label in scene.labels if label.item is None]
    return "\n".join([*parts, "</svg>", ""])


def _by_item(found: Iterable[Mark] | Iterable[Label]) -> dict[int, list]:  # type: ignore[type-arg]
    groups: dict[int, list] = {}  # type: ignore[type-arg]
    for one in found:
        if one.item is not None:
            groups.setdefault(one.item, []).append(one)
    return groups


def _n(number: float) -> str:
    """Print a number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


_Hatches = dict[tuple[str, str, str], int]


def _hatches(scene: Scene) -> _Hatches:
    """Number the hatches in use, each with its ground and the colour of its lines."""
    found: _Hatches = {}
    for mark in scene.marks:
        if mark.hatch:
            found.setdefault((mark.hatch, mark.fill or "none", mark.hatch_colour or "#000000"), len(found))
    return found


def _patterns(hatches: _Hatches, name: str) -> Iterable[str]:
    if not hatches:
        return
    yield "<defs>"
    for (hatch, fill, colour), number in hatches.items():
        size, path = _HATCH_PATHS.get(hatch, (5.0, ""))
        ground = f'<rect width="{_n(size)}" height="{_n(size)}" fill="{fill}"/>' if fill != "none" else ""
        body = (
            "".join(f'<circle cx="{at}" cy="{at}" r="0.8" fill="{colour}"/>' for at in ("1.25", "3.75"))
            if hatch == "."
            else f'<path d="{path}" stroke="{colour}" stroke-width="{_n(_HATCH_WIDTH)}" fill="none"/>'
        )
        yield (
            f'<pattern id="{name}-hatch{number}" width="{_n(size)}" height="{_n(size)}" '
            f'patternUnits="userSpaceOnUse">{ground}{body}</pattern>'
        )
    yield "</defs>"


def _mark(mark: Mark, hatches: _Hatches, name: str) -> str:
    fill = mark.fill or "none"
    if mark.hatch:
        key = (mark.hatch, fill, mark.hatch_colour or "#000000")
        fill = f"url(#{name}-hatch{hatches[key]})"
    look = f' fill="{fill}"'
    under = ""
    if mark.casing and mark.stroke and mark.width:
        wide = f'{look} stroke="{mark.casing}" stroke-width="{_n(mark.width + CASING)}" stroke-linejoin="round"'
        under = _shape(mark, wide)
        look = ' fill="none"'
    if mark.stroke and mark.width:
        look += f' stroke="{mark.stroke}" stroke-width="{_n(mark.width)}"'
        if mark.dash:
            look += f' stroke-dasharray="{" ".join(_n(length) for length in mark.dash)}"'
        if mark.shape == "polygon":
            look += ' stroke-linejoin="round"'
    return under + _shape(mark, look)


def _shape(mark: Mark, look: str) -> str:
    if mark.shape == "dot":
        x, y = mark.points[0]
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(mark.radius)}"{look}/>'
    return f'<path d="{_path(mark.points)}{"Z" if mark.shape == "polygon" else ""}"{look}/>'


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in points)


_ANCHORS: Final = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}
_STYLES: Final = {"regular": "", "bold": ' font-weight="bold"', "italic": ' font-style="italic"'}


def _label(label: Label) -> str:
    """Write a line of text; of several runs each stands at its own place, so that no font but its own moves it.

    Behind a run that has no width here the others follow as a reader's font has it: a place would leave a gap.
    """
    runs = typeface.runs(label.text)
    look = f'y="{_n(label.y)}" fill="{label.colour}"' + _STYLES[label.style]
    look += ' text-decoration="line-through"' if label.struck else ""
    title = f"<title>{escape(label.whole)}</title>" if label.whole else ""
    flows = not all(map(typeface.is_measured, runs))
    anchored = f'x="{_n(label.x)}" {look}{_ANCHORS[label.anchor]}'
    if len(runs) > 1:
        said, x = "", label.left
        for run in runs:
            wide = typeface.measure_run(run, label.size, label.style)
            place = "" if flows else f'x="{_n(x)}" '
            said += f"<tspan {place}{_font(run, label.size, wide)}>{escape(run.text)}</tspan>"
            x += wide
        look = anchored if flows else look
    else:
        run = runs[0] if runs else Run(label.text, is_face=True)
        look = f"{anchored} {_font(run, label.size, label.width)}"
        said = escape(label.text)
    text = f"<text {look}>{title}{said}</text>"
    return f"<a href={quoteattr(label.href)}>{text}</a>" if label.href else text


def _font(run: Run, size: float, width: float) -> str:
    """Say how a run is set; it is fitted to its width where that is known, and else left as a reader's font has it."""
    family = "" if run.is_face else f' font-family="{typeface.FALLBACK}"'
    fitted = f' textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"' if typeface.is_measured(run) else ""
    return f'font-size="{_n(typeface.size_of(run, size))}"{family}{fitted}'
