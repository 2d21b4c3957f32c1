"""The names of lanes beside a plot.

Law of this module: a name takes two lines at most, and is broken where a reader would pause.
"""

from __future__ import annotations

from typing import Final

from timeline.figures.place.canvas import Canvas
from timeline.figures.place.labels import wrap
from timeline.figures.scene import Style

SIZE: Final = 8.6
"""The size of their type."""


def lane_lines(canvas: Canvas, name: str, wide: float, style: Style = "regular") -> list[str]:
    """Break the name of a lane into two lines at most: at its last comma where it has one, as before a date."""
    first, *rest = wrap(name, wide, SIZE, canvas.measure, style)
    head, comma, tail = name.rpartition(", ")
    if rest and comma and canvas.measure(f"{head},", SIZE, style) <= wide:
        return [f"{head},", tail]
    return [first, " ".join(rest)] if rest else [first]
