"""The legend: the colours and shapes that a figure uses, each with its word, and no others.

Law of this module: a sample is drawn by the same functions as what it explains.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from timeline.figures.describe.chart import Bar, Chart, Entry
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas, pen_of, zigzag
from timeline.figures.place.colours import DOT_WORDS, DOUBTED, OTHER, PEN_WORDS, Pen
from timeline.figures.place.labels import wrap
from timeline.figures.place.scale import Scale
from timeline.records.words import BESIDE

_THIN: Final = Pen(width=0.8)


def explain(canvas: Canvas, chart: Chart, scale: Scale, top: float) -> float:
    """Explain the colours and shapes that this figure uses, and no others."""
    colours = colour_keys(chart, [entry for entry in chart.entries if entry.is_named])
    return rows(canvas, (colours, _used(chart, scale)), top) + (2.0 if canvas.is_brief else 3.5)


def colour_keys(chart: Chart, coloured: Iterable[Entry]) -> list[Key]:
    """Explain the colours of what is drawn in them, and no others."""
    used = {min(entry.colour, OTHER) for entry in coloured if entry.colour is not None}
    return [(word, colour_swatch(number), SIGN) for word, number in chart.keys if number in used]


def rows(canvas: Canvas, keys: Sequence[Sequence[Key]], top: float) -> float:
    """Set rows of samples with their words; where all is told at a glance only as much as so many lines hold."""
    if canvas.is_brief:
        return flow(canvas, _in_few_lines(canvas, keys), top)
    y = top
    for row in keys:
        y = flow(canvas, row, y) + (1.5 if row else 0.0)
    return y


def _in_few_lines(canvas: Canvas, keys: Sequence[Sequence[Key]]) -> list[Key]:
    """Give as many samples as a few lines hold: of the first row, that of the colours, the last ones go first."""
    room = canvas.width - 2 * MARGIN + _GAP
    found = [key for row in keys for key in row]
    colours = len(keys[0]) if keys else 0
    while found and _line_count([_wide(canvas, key) for key in found], room) > _BRIEF_LINES:
        del found[colours - 1]  # where no colour is left the last of all
        colours = max(colours - 1, 0)
    return found


_BRIEF_LINES: Final = 2

Swatch = Callable[[Canvas, float, float], None]
"""Draws a sample at a place, its middle at the height given."""


Key = tuple[str, Swatch, float]
"""A word of the legend, its sample, and how wide that is."""

SIGN: Final = 9.0
BOX: Final = 16.0
_BESIDE: Final = 9.0  # from one of two signs to the other


def flow(canvas: Canvas, entries: Sequence[Key], top: float) -> float:
    """Set samples with their words one after the other, in lines of about one length."""
    if not entries:
        return top
    wide = [_wide(canvas, key) for key in entries]
    room = canvas.width - 2 * MARGIN + _GAP
    lines = _line_count(wide, room)
    while room > max(wide) and _line_count(wide, room - 8) == lines:
        room -= 8
    x, y = MARGIN, top + 7.5
    for (word, swatch, sample), width in zip(entries, wide, strict=True):
        if x > MARGIN and x - MARGIN + width > room:
            x, y = MARGIN, y + 13.0
        swatch(canvas, x, y)
        most = min(_WORD_MOST, canvas.width - MARGIN - x - sample - 4)
        said = wrap(word, most, SMALL, canvas.measure)
        for number, line in enumerate(said):
            at = y + 2.7 + number * _LEADING
            canvas.text("legend", line, x + sample + 4, at, size=SMALL, colour=canvas.theme.muted)
        y += (len(said) - 1) * _LEADING
        x += width
    return y + 6.5


_WORD_MOST: Final = 220.0
_LEADING: Final = 10.0  # from one line of a long word to the next
_GAP: Final = 13.0


def _wide(canvas: Canvas, key: Key) -> float:
    word, _, sample = key
    return sample + 4 + min(canvas.measure(word, SMALL), _WORD_MOST) + _GAP


def _line_count(wide: Sequence[float], room: float) -> int:
    lines, x = 1, 0.0
    for width in wide:
        if x > 0 and x + width > room:
            lines, x = lines + 1, 0.0
        x += width
    return lines


def colour_swatch(number: int) -> Swatch:
    """Show the colour of a number."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.sign("actual", x + 4, y, paint=canvas.theme.paint(number), radius=3.9)

    return draw


def _box(standing: str, *, light: bool = False) -> Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        paint = canvas.theme.paint(None, light=light)
        pen = _THIN if light else pen_of(standing)
        canvas.band("legend", [(x, 1.0), (x + 16, 1.0)], y, 8.0, paint=paint, pen=pen)

    return draw


def _old(canvas: Canvas, x: float, y: float) -> None:
    profile = [(x, 1.0), (x + 16, 1.0)]
    canvas.band("legend", profile, y, 4.0, paint=canvas.theme.paint(None), pen=pen_of("reported"))


def taper(canvas: Canvas, x: float, y: float) -> None:
    """Show an uncertain date."""
    paint = canvas.theme.paint(None, light=True)
    canvas.band("legend", [(x, 0.0), (x + 11, 1.0), (x + 16, 1.0)], y, 8.0, paint=paint, pen=_THIN)


def _from(canvas: Canvas, x: float, y: float) -> None:
    _tail(canvas, x, y, stop=x + 13)


def _up_to(canvas: Canvas, x: float, y: float) -> None:
    _tail(canvas, x, y, stop=x)


def _tail(canvas: Canvas, x: float, y: float, *, stop: float) -> None:
    """Show a line to the one end that has a date."""
    pen = pen_of("reported")
    canvas.line("legend", ((x, y), (x + 16, y)), canvas.theme.muted, pen.width, dash=pen.dash)
    canvas.band("legend", [(stop, 1.0), (stop + 3, 1.0)], y, 8.0, paint=canvas.theme.paint(None), pen=_THIN)


def _arrow(canvas: Canvas, x: float, y: float) -> None:
    paint = canvas.theme.paint(None)
    canvas.band("legend", [(x, 1.0), (x + 10, 1.0)], y, 8.0, tip=x + 16, paint=paint, pen=_THIN)


def unknown(canvas: Canvas, x: float, y: float) -> None:
    """Draw the swatch of what nobody dates."""
    canvas.hatched(x, x + 16, y - 4, y + 4)


def _sign(mode: str) -> Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.sign(mode, x + 4.5, y, paint=canvas.theme.paint(None), radius=3.4)

    return draw


def _gap(canvas: Canvas, x: float, y: float) -> None:
    zigzag(canvas, x + 4, x + 10, y - 4, y + 4)


def _used(chart: Chart, scale: Scale) -> list[Key]:
    """List what the figure uses beside its colours."""
    entries = list(chart.entries)
    bars = [bar for entry in entries for bar in entry.bars]
    standings = {bar.standing for bar in bars} | {entry.standing for entry in entries}
    told = standings - {chart.usual}
    found = dots(told, ticks=chart.ticks) if chart.kind == "events" else outlines(told)
    if chart.ticks:
        found.append(("another event", _tick, SIGN))
    if any(height < 1 for bar in bars for _, height in bar.outline):
        found.append(("date uncertain", taper, BOX))
    ends = {end for bar in bars for end in (bar.outline[0], bar.outline[-1])}
    found += [
        (f"no {word} date", swatch, BOX)
        for word, swatch, end in (("earliest", _from, (-math.inf, 0.0)), ("latest", _up_to, (math.inf, 0.0)))
        if end in ends
    ]
    if any(entry.answer == "possibly" for entry in entries) or any(_is_flat_and_light(bar) for bar in bars):
        found.append(("only possibly", _box("corroborated", light=True), BOX))
    if any(entry.goes_on for entry in entries):
        found.append(("still so", _arrow, BOX))
    if any(entry.is_old for entry in entries):
        found.append(("as in the row above", _old, BOX))
    if any(strip.unknown for strip in chart.strips):
        found.append(("unknown", unknown, BOX))
    found += modes({entry.mode for entry in entries if not entry.inside})
    if scale.breaks:
        found.append(("gap left out", _gap, BOX))
    return found


def outlines(standings: Collection[str]) -> list[Key]:
    """Explain the outlines of these standings."""
    found = []
    for sample, names in PEN_WORDS:
        words = [name for name in names if name in standings]
        if words:
            found.append((", ".join(words), _box(sample), BOX))
    return found


def dots(standings: Collection[str], *, ticks: bool = False) -> list[Key]:
    """Explain how the dots of these standings are filled and outlined; and, of what is doubted, the ``ticks`` too."""
    found = []
    for sample, names in DOT_WORDS:
        words = [name for name in names if name in standings]
        if words:
            both = ticks and sample in DOUBTED
            found.append((", ".join(words), _doubted if both else _dot(sample), SIGN + _BESIDE if both else SIGN))
    return found


def _dot(standing: str) -> Swatch:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.sign("actual", x + 4, y, paint=canvas.theme.paint(None), standing=standing, radius=3.6)

    return draw


def _doubted(canvas: Canvas, x: float, y: float) -> None:
    _dot("disputed")(canvas, x, y)
    _tick(canvas, x + _BESIDE, y, standing="disputed")


def _tick(canvas: Canvas, x: float, y: float, standing: str = "reported") -> None:
    canvas.tick(((x + 4, y - 4), (x + 4, y + 4)), standing=standing, role="legend")


def modes(used: Collection[str]) -> list[Key]:
    """Explain the signs of these modes."""
    return [(mode, _sign(mode), SIGN) for mode in BESIDE if mode in used]


def _is_flat_and_light(bar: Bar) -> bool:
    return bar.light and all(height == 1.0 for _, height in bar.outline)
