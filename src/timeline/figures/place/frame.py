"""What stands around the picture: headline, clocks, axis, notes and the numbered sources.

Law of this module: each function takes the canvas and a height, sets its part below it, and gives the height where the
next part may begin; so nothing is ever set over anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from timeline.figures.describe.chart import Chart, Citation, Line
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas, zigzag
from timeline.figures.place.labels import wrap
from timeline.figures.place.scale import Scale, gap_words
from timeline.figures.place.ticks import Tick, middle, ticks

TITLE: Final = 15.0
AXIS: Final = 8.0
_MOST_TITLE: Final = 4  # lines of the headline


def header(canvas: Canvas, chart: Chart, top: float) -> float:
    """Set the headline and the line of clocks."""
    theme = canvas.theme
    room = canvas.width - 2 * MARGIN
    y = top
    lines = wrap(chart.title, room, TITLE, canvas.measure, "bold")
    whole = chart.title if len(lines) > _MOST_TITLE else None
    if whole:
        lines = [*lines[: _MOST_TITLE - 1], " ".join(lines[_MOST_TITLE - 1 :])]
    for line in lines:
        y += 18.5
        canvas.text("title", line, MARGIN, y, size=TITLE, style="bold", room=room, whole=whole)
    y += 3
    for line in wrap(chart.clocks, room, 8.4, canvas.measure):
        y += 11.5
        canvas.text("clocks", line, MARGIN, y, size=8.4, colour=theme.muted)
    return y + 4


# --- axis ------------------------------------------------------------------------------------------------------------


def axis(canvas: Canvas, scale: Scale, lines: Sequence[Line], top: float) -> tuple[float, tuple[Tick, ...]]:
    """Set the flags of the clocks and the names of the ticks; give the height of the axis and its ticks."""
    found = ticks(scale, lambda text: canvas.measure(text, AXIS))
    y = _flags(canvas, scale, lines, top)
    y = tick_names(canvas, scale, found, y)
    canvas.line("axis", ((scale.left, y), (scale.right, y)), canvas.theme.rule, 0.8)
    for tick in found:
        if tick.level == 0:
            canvas.line("tick", ((tick.x, y - 3), (tick.x, y)), canvas.theme.rule, 0.8)
    return y, found


def tick_names(canvas: Canvas, scale: Scale, found: Sequence[Tick], top: float) -> float:
    """Name the ticks: the coarse units above, bold, the fine ones below."""
    y = top
    theme = canvas.theme
    if any(tick.level == 1 for tick in found):
        y += 10.5
        for tick in found:
            if tick.level == 1:
                canvas.text("axis", tick.text, tick.x, y, size=AXIS, style="bold", colour=theme.muted)
    y += 10.5
    names = [tick for tick in found if tick.level == 0]
    for tick in names:
        x = middle(tick, scale, canvas.measure(tick.text, AXIS))
        canvas.text("axis", tick.text, x, y, size=AXIS, anchor="middle", colour=theme.muted)
    return y + 5.5


def _flags(canvas: Canvas, scale: Scale, lines: Sequence[Line], top: float) -> float:
    """Name the upright lines, each in a row of its own where they would touch."""
    if not lines:
        return top
    y = top
    taken: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.at):
        x = scale.x(line.at)
        width = canvas.measure(line.text, AXIS, "bold")
        left = min(max(x - width / 2, MARGIN), canvas.width - MARGIN - width)
        if not taken or any(left < b + 6 and left + width > a - 6 for a, b in taken):
            y += 11.0
            taken = []
        taken.append((left, left + width))
        canvas.text("flag", line.text, left, y, size=AXIS, style="bold")
    return y + 1.5


def grid(canvas: Canvas, scale: Scale, found: Iterable[Tick], top: float, bottom: float) -> None:
    """Draw the grid, and the gaps that are left out, behind the lanes."""
    theme = canvas.theme
    for x in sorted({tick.x for tick in found if tick.level == 0}):
        canvas.line("grid", ((x, top), (x, bottom)), theme.grid, 0.6)
    for gap in scale.breaks:
        middle = (gap.left + gap.right) / 2
        zigzag(canvas, middle - 3, middle + 3, top, bottom)


def gap_names(canvas: Canvas, scale: Scale, y: float) -> float:
    """Say under the lanes how long each gap is that is left out."""
    if not scale.breaks:
        return y
    y += 9.5
    free = float("-inf")
    for gap in scale.breaks:
        words = gap_words(gap)
        width = canvas.measure(words, SMALL)
        middle = (gap.left + gap.right) / 2
        left = min(max(middle - width / 2, MARGIN), canvas.width - MARGIN - width)
        if left < free:
            y += 9.5
        canvas.text("gap", words, left, y, size=SMALL, style="italic", colour=canvas.theme.muted)
        free = left + width + 5
    return y + 2


def clock_lines(canvas: Canvas, scale: Scale, lines: Iterable[Line], top: float, bottom: float) -> None:
    """Draw the upright lines of the clocks."""
    for line in lines:
        x = scale.x(line.at)
        dash = () if line.role == "as-of" else (4.0, 2.5)
        canvas.line(line.role, ((x, top), (x, bottom)), canvas.theme.ink, 1.0, dash=dash)


# --- footer ----------------------------------------------------------------------------------------------------------


def notes(canvas: Canvas, texts: Sequence[str], top: float) -> float:
    """Set what a reader has to know."""
    y = top
    for text in texts:
        for line in wrap(text, canvas.width - 2 * MARGIN, SMALL, canvas.measure, "italic"):
            y += 10.5
            canvas.text("note", line, MARGIN, y, size=SMALL, style="italic", colour=canvas.theme.muted)
    return y + (4 if texts else 0)


_MOST_LINES: Final = 3


def sources(canvas: Canvas, found: Sequence[Citation], numbers: Mapping[str, int], top: float) -> float:
    """Set the sources with their numbers, in columns, each with its address."""
    if not found:
        return top
    theme = canvas.theme
    y = top + 12
    canvas.line("rule", ((MARGIN, top), (canvas.width - MARGIN, top)), theme.rule, 0.6)
    canvas.text("heading", "Sources", MARGIN, y, size=SMALL, style="bold", colour=theme.muted)
    room = canvas.width - 2 * MARGIN
    columns = 1 if room < 420 or len(found) < 3 else 2 if room < 900 else 3
    gutter = 18.0
    wide = (room - gutter * (columns - 1)) / columns
    indent = max(canvas.measure(str(number), SMALL, "bold") for number in numbers.values()) + 5
    ordered = sorted(found, key=lambda citation: numbers[citation.name])
    blocks = [(citation, _block(canvas, citation, wide - indent)) for citation in ordered]
    bottom = y
    for column, part in enumerate(_balanced(blocks, columns)):
        left = MARGIN + column * (wide + gutter)
        at = y + 2
        for citation, lines in part:
            first = at + 10.4
            number = str(numbers[citation.name])
            canvas.text(
                "number",
                number,
                left + indent - 5,
                first,
                size=SMALL,
                style="bold",
                anchor="end",
                colour=theme.muted,
            )
            for line in lines:
                at += 10.4
                canvas.text(
                    "source",
                    line,
                    left + indent,
                    at,
                    size=SMALL,
                    colour=theme.link if citation.href else theme.muted,
                    room=wide - indent,
                    whole=citation.text if len(lines) == _MOST_LINES else None,
                    href=citation.href,
                )
            at += 1.6
        bottom = max(bottom, at)
    return bottom + 4


def _block(canvas: Canvas, citation: Citation, room: float) -> list[str]:
    lines = wrap(citation.text, room, SMALL, canvas.measure)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]
    return lines


def _balanced(blocks: Sequence[tuple[Citation, list[str]]], columns: int) -> list[Sequence[tuple[Citation, list[str]]]]:
    """Share blocks out to columns of about one height, in order."""
    total = sum(len(lines) for _, lines in blocks)
    parts: list[list[tuple[Citation, list[str]]]] = [[] for _ in range(columns)]
    seen = 0
    for citation, lines in blocks:
        parts[min(int((seen + len(lines) / 2) * columns / total), columns - 1)].append((citation, lines))
        seen += len(lines)
    return list(parts)
