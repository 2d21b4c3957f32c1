"""What stands over a figure: a headline, the question that the figure answers, and the clocks that were asked for.

Law of this module: every kind of figure takes its headline from here. A clock that nobody asked for is not printed; the
description of the figure, which is read aloud, states all three.
"""

from __future__ import annotations

import datetime as dt

from timeline.asof.values import Clocks
from timeline.figures.describe.chart import Chart, Line
from timeline.figures.describe.dating import Dating
from timeline.figures.describe.printed import days_text
from timeline.figures.describe.words import Asked, end_of_time

BETWEEN = "  ·  "
"""What stands between two parts of a line."""


def headline(kind: str, question: str, asked: Asked, clocks: Clocks, *, beside: str = "") -> Chart:
    """Begin a chart with what stands over it: the title asked for, else that of the log, else the question itself.

    What goes on is cut off at the later of the clocks; ``beside`` is said after the question.
    """
    title = asked.title or asked.log_title or question
    said = [] if title == question else [question]
    return Chart(
        kind=kind,
        title=title,
        question=BETWEEN.join(part for part in (*said, beside) if part),
        clocks=asked_words(clocks, asked.zone),
        end=end_of_time(clocks),
        zone=asked.zone,
    )


def asked_words(clocks: Clocks, zone: dt.tzinfo | None = None) -> str:
    """State the clocks that were asked for in one line; nothing where none was."""
    parts = []
    if clocks.as_of is not None:
        parts.append(f"as of {days_text(clocks.as_of.lo, clocks.as_of.hi, zone)}")
    if is_day_apart(clocks):
        parts.append(f"in the world on {days_text(clocks.on.lo, clocks.on.hi, zone)}")
    if clocks.recorded_by is not None:
        parts.append(f"recorded by {days_text(clocks.recorded_by.lo, clocks.recorded_by.hi, zone)}")
    if clocks.checkpoint:
        parts.append(f"at checkpoint {clocks.checkpoint}")
    line = BETWEEN.join(parts)
    return line[:1].upper() + line[1:]


def is_day_apart(clocks: Clocks) -> bool:
    """Say whether a day of the world was asked for that is not the as-of day."""
    return clocks.is_on_asked and (clocks.as_of is None or clocks.on.hi != clocks.as_of.hi)


def clock_lines(clocks: Clocks, dating: Dating) -> tuple[Line, ...]:
    """Give the upright lines: the as-of day, and the day of the world where another was asked for."""
    lines = []
    if clocks.as_of is not None:
        lines.append(Line(text=f"as of {dating.clock(clocks.as_of)}", at=clocks.as_of.hi, role="as-of"))
    if is_day_apart(clocks):
        lines.append(Line(text=f"on {dating.clock(clocks.on)}", at=clocks.on.hi, role="on"))
    return tuple(lines)
