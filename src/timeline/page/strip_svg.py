"""The figure of all events as SVG and its rules: one drawing, whose marks and names each screen puts in its own rows.

Law of this module: places across are shares of the width, places down are set by rules for each width of screen, so
nothing has to be drawn again; what is written is what is shown at the last stop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.page.figures import shown
from timeline.page.markup import text
from timeline.page.naming import LINE, Label
from timeline.page.strip import PITCH, RADIUS, Layout, Mark, Strip
from timeline.page.svg import short

_MEDIA: Final = {
    "narrow": "(max-width:520px)",
    "middle": "(min-width:520.02px) and (max-width:1099.98px)",
    "wide": "(min-width:1100px)",
}


def draw(strip: Strip, last: Sequence[Mapping[str, Any] | None], name: str) -> str:
    """Write the figure."""
    stops = len(strip.lines)
    marks = "".join(shown(_mark(mark, last[mark.event]), mark.stops, stops) for mark in strip.marks)
    now = share(strip.lines[-1])
    left = share(100 - strip.lines[-1])
    return (
        f'<svg id=strip role=img aria-label="{text(name)}"><rect class=future x={now} width={left} height=100% />'
        f"{''.join(_ground(one, strip, stops) for one in strip.layouts)}<g>{marks}</g>"
        "<svg id=news y=100% overflow=visible aria-hidden=true></svg>"
        f"{''.join(_break(x) for x in strip.breaks)}"  # over the marks that go on beyond it, and under all words
        f"{''.join(_layout(one, stops) for one in strip.layouts)}"
        "<g class=then hidden><line y2=100% /><circle r=5 /></g>"
        f"<g class=now><line x1={now} x2={now} y2=100% /><circle cx={now} r=6 /></g></svg>"
    )


def _break(x: float) -> str:
    """Mark where time is left out: a strip of the paper across the figure, with an ellipsis on the axis."""
    paper = f"<rect class=gap x={share(x - 0.8)} width=1.6% height=100% />"
    return f"{paper}<text class=axis x={share(x)} y=12>\N{HORIZONTAL ELLIPSIS}</text>"


def css(strip: Strip) -> str:
    """Write the rules that put the marks into rows, for each width of screen."""
    told = []
    for place, layout in enumerate(strip.layouts):
        letter = "nw"[min(place, 1)]
        some = sorted({mark.rows[min(place, 1)] for mark in strip.marks})
        rows = "".join(f".{letter}{row}{{transform:translateY({short(_down(layout, row))}px)}}" for row in some)
        times = min(1.0, layout.pitch / PITCH)
        small = f"#strip g circle.m{{r:{short(max(RADIUS * times, 1.6))}px}}" if times < 1 else ""
        small += f"#strip .m{{stroke-width:{short(max(times, 0.5))}px}}" if times < 0.7 else ""
        handle = f"#strip .now,#strip .then{{transform:translateY({short(layout.top)}px)}}"
        others = ",".join(f"#strip .{one.name}" for one in strip.layouts if one is not layout)
        told.append(
            f"@media{_MEDIA[layout.name]}{{#strip{{height:{short(layout.height)}px}}{handle}{rows}{small}{others}{{display:none}}}}"
        )
    return "\n".join(told)


def share(number: float) -> str:
    """Print a share of the width."""
    return f"{number:.2f}".rstrip("0").rstrip(".") + "%"


def _down(layout: Layout, row: int) -> float:
    return layout.base - (row % layout.rows + 0.5) * layout.pitch


def _mark(mark: Mark, row: Mapping[str, Any] | None) -> str:
    """Write a mark: an outline where the event is not known, else in the colour of its standing."""
    state = "later" if row is None else {"yes": "", "possibly": "maybe", "no": "gone"}[row["k"]]
    stands = row["s"] if row is not None else ""
    names = " ".join(part for part in (f"n{mark.rows[0]}", f"w{mark.rows[1]}", stands, state) if part)
    return f'<g data-e={mark.event} class="{names}">{"".join(map(_shape, mark.shapes))}</g>'


def _shape(one: Any) -> str:
    if one.kind == "dot":
        return f"<circle class=m cx={share(one.left)} r={short(RADIUS)} />"
    thick = 7 if one.kind == "lasted" else 4
    return (
        f'<rect class="m {one.kind}" x={share(one.left)} width={share(one.right - one.left)} '
        f"y=-{short(thick / 2)} height={thick} rx=2 />"
    )


def _rows(layout: Layout, strip: Strip) -> dict[int, int]:
    """Give the row in which each event is led to its name."""
    packing = "nw".index("n" if layout.name == "narrow" else "w")
    return {mark.event: mark.rows[packing] for mark in reversed(strip.marks)}


def _ground(layout: Layout, strip: Strip, stops: int) -> str:
    """Write what lies below the marks: the lines of the axis, and the leaders of the names."""
    rows = _rows(layout, strip)
    drawn = [
        f"<line class=grid x1={share(at.x)} x2={share(at.x)} y1={short(layout.top)} y2=100% />"
        for at in layout.ticks
        if not at.level
    ]
    drawn += [f"<line class=base x2=100% y1={short(layout.base + 3)} y2={short(layout.base + 3)} />"]
    drawn += [_leader(label, layout, _down(layout, rows[label.event]), stops) for label in layout.labels]
    return f"<g class={layout.name}>{''.join(drawn)}</g>"


def _layout(layout: Layout, stops: int) -> str:
    """Write the words of a layout: those of the axis, and the names of moments."""
    drawn = []
    for tick in layout.ticks:
        kind = "axis" if tick.level == 0 else '"axis far"'
        y = 12 if tick.level == 0 else 27
        drawn.append(f"<text class={kind} x={share(tick.x)} y={y}>{text(tick.text)}</text>")
    drawn += [_label(label, layout, stops) for label in layout.labels]
    return f"<g class={layout.name}>{''.join(drawn)}</g>"


def _leader(label: Label, layout: Layout, above: float, stops: int) -> str:
    """Write the line from a mark to its name, which is there at the stops at which the name is."""
    y, x = layout.base + 6 + LINE * (label.row + 1), share(label.x)
    told = frozenset(stop for words in label.words for stop in words.stops)
    line = f"<line class=lead x1={x} x2={x} y1={short(above + RADIUS)} y2={short(y)} />"
    return shown(f"<g class=label data-e={label.event}>{line}</g>", told, stops)


def _label(label: Label, layout: Layout, stops: int) -> str:
    """Write the words of a named moment, as they are at each stop."""
    y = layout.base + 6 + LINE * (label.row + 1)
    x = share(label.x)
    where = f"x={x} y={short(y - 3)}" + (" dx=-5 text-anchor=end" if label.ends else " dx=5")
    said = ""
    every: set[int] = set()
    for words in label.words:
        every |= words.stops
        parts = [f"<tspan class=d>{text(words.date)}</tspan>" if words.date else "", text(words.title)]
        kind = "doubt" if words.is_against else "word"
        parts += [f"<tspan class={kind}>{text(words.word)}</tspan>" if words.word else ""]
        said += shown(f"<text {where}>{' '.join(part for part in parts if part)}</text>", words.stops, stops)
    return shown(f"<g class=label data-e={label.event}>{said}</g>", every, stops)
