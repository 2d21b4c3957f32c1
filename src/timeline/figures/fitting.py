"""A figure for a place: of all that it could show, as much as there is room for at a size that is read.

Law of this module: what is shown is taken away in one order, the numbers of the sources first, then what is told of
least; how much that is stands in the figure, and a note says how to see the rest. Room that is left over makes the type
larger, as long as every word stays, and then parts the rows of what has few.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Final, Protocol

import attrs

from timeline.errors import FigureError
from timeline.figures.place.around import Paper
from timeline.figures.place.canvas import SMALL
from timeline.figures.place.resize import page_count, resized
from timeline.figures.scene import Scene
from timeline.figures.uses import Use

_FEWER: Final = (24, 18, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)


_LESS: Final = (*((lines, None) for lines in (2, 1, 0)), *((0, values) for values in (12, 8, 6, 5, 4, 3, 2, 1)))
"""What goes first of a lane that is too tall by itself: names over its values, then values."""


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
        return _on_pages(drawn, paper, use, use.page)
    height = math.inf if use.most is None else use.most
    room = attrs.evolve(paper, width=use.room, least=SMALL, tallest=use.most, brief=use.is_exact)
    if not use.is_rail and not use.is_exact and (scene := drawn(room)).height <= height:
        return resized(scene, use.scale, use.trim, use.top)
    room, most = attrs.evolve(room, numbered=False), None
    scene = drawn(room)
    if scene.height > height:
        scene, most = _fewer(lambda most: drawn(room, most), height, fewest)
    if scene.height > height and not room.linear:  # the names of the gaps that are left out take a line
        scene = drawn(attrs.evolve(room, linear=True), fewest)
    for lines, values in _LESS if scene.height > height else ():
        room = attrs.evolve(room, name_lines=lines, values=values)
        scene = drawn(room, most)
        if scene.height <= height:
            break
    if scene.height > height:
        raise FigureError(
            f"there is no room for this figure at this size: {use.name}",
            where="--for",
            fix="draw less of it (--since, --until, in Python since=, until=), or take phone or print, which grow",
        )
    if use.is_exact and scene.height < height * _FULL:
        wide = attrs.evolve(room, head_lines=2)
        scene, use = _larger(lambda place: drawn(_within(wide, place), most), scene, use, _is_within)
        if use.most is not None and scene.height < use.most * _FULL:
            apart = drawn(attrs.evolve(_within(wide, use), fills=True), most)
            scene = apart if _is_within(apart, use) and _words(scene) <= _words(apart) else scene
    scene = attrs.evolve(scene, notes=(*scene.notes, _REST))
    return resized(scene, use.scale, use.trim, use.top, height=use.tallest if use.is_exact else None)


_FULL: Final = 0.92
"""A figure that takes more than this of its place is as large as it should be."""


_REST: Final = (
    "Sources are named without numbers, and what has no room is counted; without --for (in Python for_=) the figure "
    "shows all."
)


def _fewer(drawn: Callable[[int], Scene], height: float, fewest: int) -> tuple[Scene, int]:
    """Give the figure that shows most of those that are no taller, and how much; the least, where all are taller."""
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
    return found[high], steps[high]


# --- as large as there is room for -----------------------------------------------------------------------------------

_LARGER: Final = (1.1, 1.2, 1.3, 1.4, 1.5)
"""How much larger than the least that is read type is made where there is room."""
_MOVES: Final = ("axis", "gap", "number", "refs", "source", "sources")
"""What is told in fewer or other words where there is less room, and nothing lost."""


def _larger(
    drawn: Callable[[Use], Scene], scene: Scene, use: Use, fits: Callable[[Scene, Use], bool]
) -> tuple[Scene, Use]:
    """Give the figure with the largest type at which it fits and still says all that it says, and its place then."""
    said, low, high = _words(scene), -1, len(_LARGER) - 1
    found = (scene, use)
    while low < high:
        middle = (low + high + 1) // 2
        place = use.enlarged(_LARGER[middle])
        larger = drawn(place)
        if fits(larger, place) and said <= _words(larger):
            found, low = (larger, place), middle
        else:
            high = middle - 1
    return found


def _words(scene: Scene) -> Counter[str]:
    """Count the words that a figure says, however they are broken into lines; a part that begins one has a capital."""
    words = (word for label in scene.labels if label.role not in _MOVES for word in label.text.split())
    return Counter(word.casefold() for word in words if word != "·")


def _within(paper: Paper, use: Use) -> Paper:
    return attrs.evolve(paper, width=use.room, tallest=use.most)


def _is_within(scene: Scene, use: Use) -> bool:
    return use.most is None or scene.height <= use.most


def _on_pages(drawn: Drawn, paper: Paper, use: Use, page: float) -> Scene:
    """Lay a figure out for pages: with type as large as leaves it on as few of them.

    Where it would leave about half of an upright sheet empty, the sheet lies, if that fills more of it.
    """
    scene, place = _on_sheets(drawn, paper, use, page)
    if (filled := _filled(scene, place, page)) < _HALF:
        lying = attrs.evolve(use, width=page, page=use.width)
        other, its = _on_sheets(drawn, paper, lying, use.width)
        if filled < _filled(other, its, use.width) <= 1:
            scene, place = other, its
    return resized(scene, place.scale, place.trim, place.top)


_HALF: Final = 0.6


def _filled(scene: Scene, use: Use, page: float) -> float:
    """Say how much of the height of a sheet a figure takes."""
    return (scene.height - 2 * use.top) * use.scale / page


def _on_sheets(drawn: Drawn, paper: Paper, use: Use, page: float) -> tuple[Scene, Use]:
    """Lay a figure out for sheets of one height, and give its place then."""

    def placed(place: Use) -> Scene:
        return drawn(_within(paper, place))

    def count(scene: Scene, place: Use) -> int:
        return page_count(resized(scene, place.scale, place.trim, place.top), page, place.edge)

    def is_within(scene: Scene, place: Use) -> bool:
        return count(scene, place) <= least

    scene = placed(use)
    least = count(scene, use)
    return _larger(placed, scene, use, is_within)
