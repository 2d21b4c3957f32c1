"""What stands around the picture: headline, clocks, axis, notes and the numbered sources.

Law of this module: each function takes the canvas and a height, sets its part below it, and gives the height where the
next part may begin; so nothing is ever set over anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from timeline.dates.values import Moment
from timeline.dates.zones import name_of
from timeline.figures.describe.chart import Chart, Citation, Line
from timeline.figures.place.canvas import MARGIN, SMALL, Canvas, zigzag
from timeline.figures.place.labels import Measure, clean, cut, wrap, wrap_evenly
from timeline.figures.place.scale import Scale, gap_words
from timeline.figures.place.ticks import Tick, centuries, has_centuries, has_times, middle, ticks, zone_after
from timeline.records import say

TITLE: Final = 15.0
QUESTION: Final = 9.2
CLOCKS: Final = 8.4
AXIS: Final = 8.0
_MOST_TITLE: Final = 4  # lines of the headline
_MOST_BRIEF: Final = 2  # at a glance, where more would leave no room for a figure


def header(canvas: Canvas, chart: Chart, top: float) -> float:
    """Set the headline, the question below it, and the clocks that were asked for."""
    theme = canvas.theme
    room = canvas.width - 2 * MARGIN
    y = top
    lines = wrap_evenly(chart.title, room, TITLE, canvas.measure, "bold")
    most = _MOST_BRIEF if canvas.is_brief else _MOST_TITLE
    whole = chart.title if len(lines) > most else None
    if whole:  # broken anew: lines that are cut need not be of one length
        lines = wrap(chart.title, room, TITLE, canvas.measure, "bold")
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    for line in lines:
        y += 18.5
        canvas.text("title", line, MARGIN, y, size=TITLE, style="bold", room=room, whole=whole)
    y += 3
    clocks = "" if canvas.is_brief and chart.lines else chart.clocks  # the flags of its lines say them
    for role, text, size in (("question", chart.question, QUESTION), ("clocks", clocks, CLOCKS)):
        if not text:
            continue
        said = _short(canvas, clean(text), room, size) if canvas.is_brief else clean(text)
        for line in _parts(_joined(said), room, size, canvas.measure):
            y += size + 3.1
            canvas.text(role, _JOINS.sub(" ", line), MARGIN, y, size=size, colour=theme.muted)
        y += 1.5
    return y + (1 if canvas.is_brief else 4)


def _joined(text: str) -> str:
    r"""Join what no line may break: a number and what it counts, `4 of 25`, and a joint and the word before it.

    >>> _joined("How long? · 4 of 25 events surely").replace("\u00a0", "_")
    'How long?_· 4_of_25_events surely'
    """
    return _COUNTED.sub(lambda found: found[0].replace(" ", "\u00a0"), text.replace(" · ", _JOINT))


def _parts(text: str, room: float, size: float, measure: Measure) -> list[str]:
    """Break a text into lines between its parts, a question and its answer, where that takes no line more."""
    lines: list[str] = []
    for part in text.split(_JOINT):
        longer = f"{lines[-1]}{_JOINT}{part}" if lines else part
        if lines and measure(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += wrap_evenly(part[:1].upper() + part[1:], room, size, measure)
    return lines if len(lines) <= len(wrap(text, room, size, measure)) else wrap_evenly(text, room, size, measure)


_JOINT: Final = "\u00a0· "
_COUNTED: Final = re.compile(r"(?<!\S)\(?\d(?:[\d,]*\d)?(?: of \d(?:[\d,]*\d)?)? (?=[^\W\d_])")
_JOINS: Final = re.compile("\u00a0(?!·)")
"""What held a line together, and is a blank again once the lines are broken, so that a figure can be searched."""


def _short(canvas: Canvas, text: str, room: float, size: float) -> str:
    """Leave out the last parts of what is said below the headline, until it takes as few lines as it may.

    The answer that follows a question is worth a line more.
    """
    for joint, most in (("; ", canvas.head_lines), (" · ", max(canvas.head_lines, 2))):
        parts = text.split(joint)
        while len(parts) > 1 and len(wrap(joint.join(parts), room, size, canvas.measure)) > most:
            parts.pop()
        text = joint.join(parts)
    return text


# --- axis ------------------------------------------------------------------------------------------------------------


def axis(
    canvas: Canvas, scale: Scale, lines: Sequence[Line], top: float, *, zero: Moment | None = None
) -> tuple[float, tuple[Tick, ...]]:
    """Set the flags of the clocks and the names of the ticks; give the height of the axis and its ticks."""
    found = ticks(scale, lambda text: canvas.measure(text, AXIS), zero=zero)
    y = tick_names(canvas, scale, found, _flags(canvas, scale, lines, top, beside=found))
    canvas.line("axis", ((scale.left, y), (scale.right, y)), canvas.theme.rule, 0.8)
    for tick in found:
        if tick.level != 1:
            canvas.line("tick", ((tick.x, y - (3 if tick.text else 2)), (tick.x, y)), canvas.theme.rule, 0.8)
    return y, found


def tick_names(canvas: Canvas, scale: Scale, found: Sequence[Tick], top: float) -> float:
    """Name the ticks: the coarse units above, bold, the fine ones below; and once the zone of what are times."""
    y = top
    theme = canvas.theme
    zone = name_of(scale.zone) if has_times(found) else ""
    beside = bool(zone) and scale.left - MARGIN >= canvas.measure(zone, AXIS) + 8
    days = [tick.text + zone_after(scale) for tick in found if tick.level == 1]
    if zone and not beside and days and canvas.measure(days[0], AXIS, "bold") > canvas.width - 2 * MARGIN:
        y += 10.5
        canvas.text("axis", zone, canvas.width - MARGIN, y, size=AXIS, anchor="end", colour=theme.muted)
        zone = ""
    if days:
        y += 10.5
        for tick in found:
            if tick.level == 1:
                text = tick.text + (zone_after(scale) if zone and not beside else "")
                zone = zone if beside else ""
                x = min(tick.x, canvas.width - MARGIN - canvas.measure(text, AXIS, "bold"))
                canvas.text("axis", text, x, y, size=AXIS, style="bold", colour=theme.muted)
    y += 10.5
    if beside:
        canvas.text("axis", zone, scale.left - 8, y, size=AXIS, anchor="end", colour=theme.muted)
    names = [tick for tick in found if tick.level == 0]
    for tick in names:
        x = middle(tick, scale, canvas.measure(tick.text, AXIS))
        canvas.text("axis", tick.text, x, y, size=AXIS, anchor="middle", colour=theme.muted)
    return y + 5.5


def _flags(canvas: Canvas, scale: Scale, lines: Sequence[Line], top: float, *, beside: Sequence[Tick]) -> float:
    """Name the upright lines, each in a row of its own where they would touch.

    At a glance they stand in the row of the coarse units where they are clear of them, so that it is not one row more.
    """
    rows: list[list[tuple[float, float, Line]]] = []
    for line in sorted(lines, key=lambda line: line.at):
        width = canvas.measure(line.text, AXIS, "bold")
        left = min(max(scale.x(line.at) - width / 2, MARGIN), canvas.width - MARGIN - width)
        if not rows or any(left < b + 6 and left + width > a - 6 for a, b, _ in rows[-1]):
            rows.append([])
        rows[-1].append((left, left + width, line))
    units = [(tick.x, tick.x + canvas.measure(tick.text, AXIS, "bold")) for tick in beside if tick.level == 1]
    is_clear = all(left > b + 12 or right < a - 12 for row in rows for left, right, _ in row for a, b in units)
    shares = canvas.is_brief and len(rows) == 1 and bool(units) and is_clear and not has_times(beside)
    y = top
    for row in rows:
        y += 10.5 if shares else 11.0
        for left, _, line in row:
            canvas.text("flag", line.text, left, y, size=AXIS, style="bold")
    return top if shares else y + (1.5 if rows else 0.0)


def grid(canvas: Canvas, scale: Scale, found: Iterable[Tick], top: float, bottom: float) -> None:
    """Draw the grid behind all that was drawn so far, and the gaps that are left out."""
    places = sorted({tick.x for tick in found if tick.level == 0})
    canvas.grid([((x, top), (x, bottom)) for x in places])
    if has_centuries(scale):
        canvas.bands(list(centuries(scale)), top, bottom)
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


def last_line(canvas: Canvas, found: Sequence[Citation], note: str, top: float) -> float:
    """Name who published the sources, and at the end of that line, or where it begins, what is not drawn."""
    theme, wide = canvas.theme, canvas.measure(note, SMALL, "italic")
    named_sources(canvas, found, top, lines=1, beside=wide + 14 if note else 0.0)
    if note:
        x = canvas.width - MARGIN - wide if found else MARGIN
        canvas.text("note", note, x, top + 10.5, size=SMALL, style="italic", colour=theme.muted)
    return top + 11.5 if found or note else top


def named_sources(canvas: Canvas, found: Sequence[Citation], top: float, *, lines: int, beside: float = 0.0) -> float:
    """Name who published the sources, on a few lines, which leave room beside them; the others are counted."""
    names = list(dict.fromkeys(clean(citation.publisher or citation.short or citation.text) for citation in found))
    if not names:
        return top
    room = canvas.width - 2 * MARGIN - beside
    for count in range(len(names), 0, -1):
        rest = len(names) - count
        said = f"Sources: {', '.join(names[:count])}{f' and {rest} more' if rest else ''}"
        told = wrap(said, room, SMALL, canvas.measure)
        if len(told) <= lines:
            break
    else:
        told = [say.counted(len(names), "source")]
    y = top
    for line in told[:lines]:
        y += 10.5
        canvas.text("sources", line, MARGIN, y, size=SMALL, colour=canvas.theme.muted, room=room)
    return y + 4


_COLUMN: Final = 150.0  # a column of sources is at least this wide


def _cut_apart(names: Iterable[str], room: float, measure: Measure) -> Mapping[str, str]:
    """Cut names so that they fit: at their end, or, where several would be cut to the same words, before their end."""
    cuts = {name: cut(name, room, SMALL, measure) for name in names}
    counts = Counter(cuts.values())
    return {
        name: _cut_within(name, room, measure) if counts[short] > 1 else short for name, short in sorted(cuts.items())
    }


def _cut_within(name: str, room: float, measure: Measure) -> str:
    """Keep the beginning of a name and, after an ellipsis, as much of its end as fits."""
    begin = cut(name, room / 2, SMALL, measure)
    words = [at for at in range(len(name)) if name[at - 1 : at] == " "]
    tail = next((at for at in (*words, *range(len(name))) if measure(f"{begin} {name[at:]}", SMALL) <= room), len(name))
    return f"{begin} {name[tail:]}"


def sources(canvas: Canvas, found: Sequence[Citation], numbers: Mapping[str, int], top: float) -> float:
    """Set the sources with their numbers, a line each in as many columns as there is room for, with their addresses.

    Each is named in short; all that is known of it is in the title of its line. Two are never cut to the same words.
    """
    if not found:
        return top
    theme = canvas.theme
    y = top + 12
    canvas.line("rule", ((MARGIN, top), (canvas.width - MARGIN, top)), theme.rule, 0.6)
    canvas.text("heading", "Sources", MARGIN, y, size=SMALL, style="bold", colour=theme.muted)
    room = canvas.width - 2 * MARGIN
    gutter = 12.0
    columns = min(max(int((room + gutter) // (_COLUMN + gutter)), 1), len(found))
    wide = (room - gutter * (columns - 1)) / columns
    indent = max(canvas.measure(str(number), SMALL, "bold") for number in numbers.values()) + 4
    shown = _cut_apart({clean(one.short or one.text) for one in found}, wide - indent, canvas.measure)
    ordered = sorted(found, key=lambda citation: numbers[citation.name])
    deep = -(-len(ordered) // columns)
    for place, citation in enumerate(ordered):
        left = MARGIN + place // deep * (wide + gutter)
        at = y + 12.0 + place % deep * 10.8
        number = str(numbers[citation.name])
        canvas.text("number", number, left + indent - 4, at, size=SMALL, style="bold", anchor="end", colour=theme.muted)
        name = clean(citation.short or citation.text)
        canvas.text(
            "source",
            shown[name],
            left + indent,
            at,
            size=SMALL,
            colour=theme.link if citation.href else theme.muted,
            room=wide - indent,
            whole=citation.text if clean(citation.text) != shown[name] else None,
            href=citation.href,
        )
    return y + 12.0 + (deep - 1) * 10.8 + 6
