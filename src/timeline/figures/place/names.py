"""The names of lanes beside a plot.

Law of this module: a name takes five lines at most, and is broken where a reader would pause: what tells two long names
apart often stands at their end.
"""

from __future__ import annotations

from typing import Final

from timeline.figures.place.canvas import Canvas
from timeline.figures.place.labels import wrap
from timeline.figures.scene import Style

SIZE: Final = 8.6
"""The size of their type."""


_LINES: Final = 5


def lane_lines(canvas: Canvas, name: str, wide: float, style: Style = "regular") -> list[str]:
    """Break the name of a lane into lines: at its last comma where it has one and two do, as before a date."""
    found = wrap(name, wide, SIZE, canvas.measure, style)
    head, comma, tail = name.rpartition(", ")
    if len(found) > 1 and comma and canvas.measure(f"{head},", SIZE, style) <= wide:
        return [f"{head},", tail]
    return found if len(found) <= _LINES else [*found[: _LINES - 1], " ".join(found[_LINES - 1 :])]
