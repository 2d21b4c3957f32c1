"""A figure for a place: of all that it could show, as much as there is room for at a size that is read.

Law of this module: what is shown is taken away in one order, the numbers of the sources first, then what is told of
least; how much that is stands in the figure, and a note says how to see the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Protocol

import attrs

from timeline.errors import FigureError
from timeline.figures.place.around import Paper
from timeline.figures.place.canvas import SMALL
from timeline.figures.place.resize import resized
from timeline.figures.scene import Scene
from timeline.figures.uses import Use

_FEWER: Final = (24, 18, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)


class Drawn(Protocol):
    """Lays a figure out on a paper, with at most so many of what it sets one below the other."""

    def __call__(self, paper: Paper, most: int | None = None, /) -> Scene:
        """Lay it out."""


def fitted(drawn: Drawn, paper: Paper, use: Use, *, fewest: int = 1) -> Scene:
    """Lay a figure out for its place; ``fewest`` is how little it can show and still be one.

    Raises:
        FigureError: Not even the least of it has room there.
    """
    if use.page is not None:
        return resized(drawn(attrs.evolve(paper, width=use.room)), use.scale, use.trim, use.top)
    height = math.inf if use.most is None else use.most
    room = attrs.evolve(paper, width=use.room, least=SMALL, tallest=use.most, brief=use.is_exact)
    if not use.is_rail and not use.is_exact and (scene := drawn(room)).height <= height:
        return resized(scene, use.scale, use.trim, use.top)
    room = attrs.evolve(room, numbered=False)
    scene = drawn(room)
    if scene.height > height:
        scene = _fewer(lambda most: drawn(room, most), height, fewest)
    if scene.height > height and not room.linear:  # the names of the gaps that are left out take a line
        scene = drawn(attrs.evolve(room, linear=True), fewest)
    if scene.height > height:
        raise FigureError(
            f"there is no room for this figure at this size: {use.name}",
            where="--for",
            fix="draw less of it (--since, --until, in Python since=, until=), or take phone or print, which grow",
        )
    scene = attrs.evolve(scene, notes=(*scene.notes, _REST))
    return resized(scene, use.scale, use.trim, use.top, height=use.tallest if use.is_exact else None)


_REST: Final = (
    "Sources are named without numbers, and what has no room is counted; without --for (in Python for_=) the figure "
    "shows all."
)


def _fewer(drawn: Callable[[int], Scene], height: float, fewest: int) -> Scene:
    """Give the figure that shows most of those that are no taller; the least one, where all are taller."""
    steps = [most for most in _FEWER if most >= fewest]
    low, high = 0, len(steps) - 1  # each step shows no more than the one before it, so it is hardly ever taller
    found = {high: drawn(steps[high])}
    while low < high:
        middle = (low + high) // 2
        found[middle] = drawn(steps[middle])
        if found[middle].height <= height:
            high = middle
        else:
            low = middle + 1
    return found[high]
