"""More events in a plane than can be told apart: the field in squares, each with how many events it holds.

Law of this module: an event that is alone in its square keeps its own mark; all others are counted in one mark, which
names them in its title and has the rim of what is doubted where any of them is.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import attrs

from timeline.figures.describe.plane import Spot
from timeline.figures.place.canvas import Canvas, pen_of
from timeline.figures.place.colours import DOUBTED, Pen, Theme, mix, text_on
from timeline.figures.place.falls import STRIP, Falls
from timeline.figures.place.scale import Scale
from timeline.figures.scene import Box, Item, Mark, Point
from timeline.records import say
from timeline.records.words import BESIDE

_FULL: Final = (4, 10, 30)
"""From how many events on a square is darker than the one before."""
_SHARES: Final = (0.25, 0.41, 0.56, 0.78)
_SIZE: Final = 6.6
_EDGE: Final = 2.2  # from a number to the edge of its square
_DOT: Final = 5.2  # from the middle of a mark to a number
_BESIDE: Final = 1.6  # from a line to a number
_STEP: Final = 1.5


@attrs.frozen(kw_only=True)
class Field:
    """Where squares may stand: in the two times of a plane, in the strips below it, and left of it without a date."""

    across: Scale
    falls: Falls
    undated: float
    """The middle of the column of what has no date."""

    def square(self, spot: Spot, point: Point) -> Box:
        """Give the square that a mark stands in."""
        x, y = point
        left, right = _step(self.across.left, self.across.right, x)
        if spot.along is None:
            left, right = self.undated - STRIP / 2, self.undated + STRIP / 2
        top, bottom = _step(self.falls.scale.left, self.falls.scale.right, y)
        if y < self.falls.scale.left:
            top, bottom = self.falls.scale.left - STRIP, self.falls.scale.left
        elif y > self.falls.scale.right:
            top, bottom = _step(self.falls.scale.right, self.falls.bottom, y)
        return Box(left, top, right, bottom)


def _step(low: float, high: float, place: float) -> tuple[float, float]:
    """Give the ends of the step that a place lies in, of as many as are no narrower than a strip."""
    count = max(int((high - low) / STRIP + 1e-6), 1)
    wide = (high - low) / count
    at = min(max(int((place - low) / wide), 0), count - 1)
    return low + at * wide, low + (at + 1) * wide


def crowds(field: Field, spots: Sequence[Spot], points: Sequence[Point]) -> dict[Box, list[int]]:
    """Give the squares in which several events without a name stand, each with the places of these."""
    found: dict[Box, list[int]] = {}
    for at, (spot, point) in enumerate(zip(spots, points, strict=True)):
        if not spot.entry.is_named:
            found.setdefault(field.square(spot, point), []).append(at)
    return {box: members for box, members in found.items() if len(members) > 1}


def draw(
    canvas: Canvas,
    found: dict[Box, list[int]],
    spots: Sequence[Spot],
    dots: Iterable[Point],
    line: Sequence[Point],
) -> None:
    """Draw the squares, each with its number where other marks (``dots``) and a ``line`` leave that room."""
    others = [*((point, _DOT) for point in dots), *((point, _BESIDE) for point in _along(line))]
    for box, members in found.items():
        some = [spots[at] for at in members]
        item = len(canvas.items)
        canvas.items.append(_item(some))
        fill = shade(canvas.theme, len(some))
        _square(canvas, box, fill, item=item, is_doubted=canvas.items[item].standing in DOUBTED)
        _number(canvas, box, len(some), fill, others, item=item)


def _along(line: Sequence[Point]) -> Iterator[Point]:
    """Give places along a line, so near each other that no number stands between two of them."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        steps = max(int(math.hypot(x1 - x0, y1 - y0) / _STEP), 1)
        yield from ((x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps) for step in range(steps + 1))


def swatch(canvas: Canvas, x: float, y: float) -> None:
    """Draw the sample of a square with its number."""
    box, fill = Box(x, y - 6, x + 16, y + 6), shade(canvas.theme, _FULL[1])
    _square(canvas, box, fill)
    _number(canvas, box, _FULL[1] + 2, fill, ())


def shade(theme: Theme, count: int) -> str:
    """Give the grey of a square: the nearer to the ink, the more events it holds."""
    return mix(theme.ink, theme.ground, _SHARES[bisect.bisect(_FULL, count)])


def _square(canvas: Canvas, box: Box, fill: str, *, item: int | None = None, is_doubted: bool = False) -> None:
    edge, pen = (0.9, pen_of("disputed")) if is_doubted else (0.4, Pen(width=0.0))
    left, top, right, bottom = box.left + edge, box.top + edge, box.right - edge, box.bottom - edge
    canvas.marks.append(
        Mark(
            role="crowd",
            shape="polygon",
            points=((left, top), (right, top), (right, bottom), (left, bottom)),
            fill=fill,
            stroke=canvas.theme.alert if is_doubted else None,
            width=pen.width,
            dash=pen.dash,
            casing=canvas.theme.ground if is_doubted else None,
            item=item,
        )
    )


def _number(
    canvas: Canvas,
    box: Box,
    count: int,
    fill: str,
    others: Collection[tuple[Point, float]],
    *,
    item: int | None = None,
) -> None:
    """Set a number in the middle of its square, or beside the marks that lie there; none where it has no room."""
    size = canvas.legible(_SIZE)
    text = f"{count:,}"
    wide, tall = canvas.measure(text, size) / 2, size * 0.36
    over, up = (box.right - box.left) / 2 - wide - _EDGE, (box.bottom - box.top) / 2 - tall - _EDGE
    if over < 0:
        return
    for right, below in itertools.product((0.0, -over, over), (0.0, -up, up)):
        x, y = (box.left + box.right) / 2 + right, (box.top + box.bottom) / 2 + below
        if all(abs(at - x) >= wide + reach or abs(down - y) >= tall + reach for (at, down), reach in others):
            canvas.text("count", text, x, y + tall, size=size, anchor="middle", colour=text_on(fill), item=item)
            return


def _item(some: Sequence[Spot]) -> Item:
    """Say what a square holds: how many events, how many of them are doubted or were not so, and which they are."""
    entries = [spot.entry for spot in some]
    standings, modes = Counter(entry.standing for entry in entries), Counter(entry.mode for entry in entries)
    parts = [say.counted(len(entries), "event"), *_apart(standings, sorted(DOUBTED)), *_apart(modes, BESIDE)]
    return Item(
        kind="actual",
        whole=f"{', '.join(parts)}: {'; '.join(entry.text for entry in entries)}.",
        ids=tuple(dict.fromkeys(name for entry in entries for name in entry.ids)),
        standing=next(
            (name for name in sorted(DOUBTED) if standings[name]), max(standings, key=lambda one: standings[one])
        ),
        answer="possibly" if all(entry.answer == "possibly" for entry in entries) else "yes",
    )


def _apart(counted: Counter[str], names: Iterable[str]) -> Iterator[str]:
    return (f"{counted[name]:,} {name}" for name in names if counted[name])
