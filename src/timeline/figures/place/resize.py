"""A scene at another size: made larger as a whole, its margins cut, and cut into pages.

Law of this module: a scene in, scenes out; what is moved keeps its words, and no text and no mark is cut in two but the
lines and the grounds that run through the whole plot.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from timeline.figures.place.labels import Measure
from timeline.figures.scene import ASCENT, DESCENT, Box, Label, Mark, Point, Scene

_FOOT: Final = 16.0  # of a page: its number stands there
_NUMBER: Final = 7.6
_AT_THE_FOOT: Final = ("note", "sources")
"""What stands at the lower edge of a figure that is as tall as its place."""
_AXIS: Final = ("axis", "flag", "gap")
_HEADS: Final = ("group", "lane", "heading", "month")
"""What names that which follows below it."""
_FOLLOWING: Final = 14.0
_CLEAR: Final = 3.0  # above a text: its plate, and the axis of a page
_RULE: Final = 6.0  # from the top of the name of a group up to above the rule over it


def resized(scene: Scene, factor: float, trim: float, top: float, *, height: float | None = None) -> Scene:
    """Cut the margins of a scene, and make the rest, its type and its lines, larger by a factor.

    ``trim`` is cut off at the left and at the right, ``top`` above and below, in points of the scene; less than nothing
    is added. Notes and sources stand at the foot of a ``height`` that does not follow from what is shown.
    """

    def x(at: float) -> float:
        return (at - trim) * factor

    def y(at: float) -> float:
        return (at - top) * factor

    tall = (scene.height - 2 * top) * factor
    free = max(0.0, height - tall) if height is not None else 0.0

    def at(label: Label) -> float:
        return y(label.y) + (free if label.role in _AT_THE_FOOT else 0.0)

    return attrs.evolve(
        scene,
        width=round((scene.width - 2 * trim) * factor, 2),
        height=round(tall if height is None else height, 2),
        plot=_box(scene.plot, x, y),
        lanes=tuple(attrs.evolve(lane, box=_box(lane.box, x, y)) for lane in scene.lanes),
        marks=tuple(
            attrs.evolve(
                mark,
                points=tuple((x(left), y(down)) for left, down in mark.points),
                radius=mark.radius * factor,
                width=mark.width * factor,
                dash=tuple(length * factor for length in mark.dash),
            )
            for mark in scene.marks
        ),
        labels=tuple(
            attrs.evolve(label, x=x(label.x), y=at(label), width=label.width * factor, size=label.size * factor)
            for label in scene.labels
        ),
    )


def _box(box: Box, x: Callable[[float], float], y: Callable[[float], float]) -> Box:
    return Box(x(box.left), y(box.top), x(box.right), y(box.bottom))


# --- pages -----------------------------------------------------------------------------------------------------------


def pages(scene: Scene, height: float, edge: float, measure: Measure) -> tuple[Scene, ...]:
    """Cut a scene into pages of one height, with ``edge`` free above and below on each.

    A page that begins within the plot repeats the names of the axis; each page but an only one has its number. Where
    the last page would hold little, those before it are filled less, so that it holds about as much as they.
    """
    if scene.height <= height:
        return (attrs.evolve(scene, height=height),)
    sheet = _Sheet.of(scene)
    head, strip = _axis(scene)
    cuts = _cuts(sheet, height, edge, head)
    if cuts[-1] - cuts[-2] < height * _LITTLE:
        count = len(cuts)
        others = (_cuts(sheet, height * share, edge, head) for share in _FILLED)
        *_, cuts = cuts, *itertools.takewhile(lambda found: len(found) == count, others)
    found = []
    for number in range(1, len(cuts)):
        part = (cuts[number - 1], cuts[number])
        axis = strip if sheet.goes_on(part[0]) else ()
        page = _page(sheet, part, height, (edge if number > 1 else 0.0) + (head if axis else 0.0), axis)
        found.append(_numbered(page, f"Page {number} of {len(cuts) - 1}", height - edge, measure))
    return tuple(found)


def page_count(scene: Scene, height: float, edge: float) -> int:
    """Say how many pages :func:`pages` gives, without making them."""
    if scene.height <= height:
        return 1
    return len(_cuts(_Sheet.of(scene), height, edge, _axis(scene)[0])) - 1


_LITTLE: Final = 0.4  # of a page
_FILLED: Final = (0.9, 0.8, 0.7, 0.6)


@attrs.frozen
class _Extents:
    """Stretches from one height to another, and whether any of them meets a further one, without a look at each."""

    all: Sequence[tuple[float, float]]
    """In the order of their tops."""
    lowest: Sequence[float]
    """The lowest bottom of each and of all before it."""

    @classmethod
    def of(cls, some: Iterable[tuple[float, float]]) -> _Extents:
        found = sorted(some)
        return cls(found, list(itertools.accumulate((bottom for _, bottom in found), max)))

    def meet(self, low: float, high: float) -> bool:
        """Say whether any begins above ``high`` and ends below ``low``."""
        before = bisect.bisect_left(self.all, (high,))
        return before > 0 and self.lowest[before - 1] > low


@attrs.frozen(kw_only=True)
class _Sheet:
    """What of a scene says where it can be cut, found once."""

    scene: Scene
    marks: Sequence[tuple[Mark, Box]]
    """Its marks, each with what it covers."""
    shown: _Extents
    """What stands for something."""
    busy: _Extents
    """What must not be cut in two."""

    @classmethod
    def of(cls, scene: Scene) -> _Sheet:
        marks = [(mark, mark.box) for mark in scene.marks]
        shown = _Extents.of(
            (box.top, box.bottom) for mark, box in marks if mark.item is not None or mark.role == "unknown"
        )

        def below(label: Label, box: Box) -> float:
            """Say how much below a text belongs to it: of a name that stands above what it names, the next line."""
            alone = label.role in _HEADS and not shown.meet(box.top + 1, box.bottom - 1)
            return _FOLLOWING if alone else 1.0

        texts = [(label, label.box) for label in scene.labels]
        busy = [(box.top - _CLEAR, box.bottom + below(label, box)) for label, box in texts]
        busy += [(box.top - 0.5, box.bottom + 0.5) for mark, box in marks if not _is_through(mark)]
        busy += _months(texts)
        return cls(scene=scene, marks=marks, shown=shown, busy=_Extents.of(busy))

    def goes_on(self, at: float) -> bool:
        """Say whether the plot goes on below a height, with more than its axis."""
        plot = self.scene.plot
        return plot.top < at < plot.bottom and self.shown.meet(at + 2, plot.bottom)


def _months(texts: Sequence[tuple[Label, Box]]) -> Iterable[tuple[float, float]]:
    """Give the extents of the rows of months, or of days, of a calendar: each with its names and all of its numbers."""
    heads = sorted({box.top for label, box in texts if label.role == "month"})
    days = [box for label, box in texts if label.role in ("day", "count", "axis")]
    for top, following in itertools.pairwise([*heads, math.inf]):
        yield top - _CLEAR, max((box.bottom for box in days if top < box.bottom < following), default=top) + _CLEAR


def _cuts(sheet: _Sheet, height: float, edge: float, head: float) -> list[float]:
    """Give the heights at which pages begin, and at which the last one ends."""
    cuts = [0.0]
    while True:
        above = (head if sheet.goes_on(cuts[-1]) else 0.0) + (edge if len(cuts) > 1 else 0.0)
        room = height - above - edge - _FOOT
        if cuts[-1] + room >= sheet.scene.height - edge:
            return [*cuts, sheet.scene.height]
        cuts.append(_cut(sheet, cuts[-1], cuts[-1] + room))


def _axis(scene: Scene) -> tuple[float, Sequence[Label]]:
    """Give the names of the axis above the plot, and how high they stand together."""
    found = [
        label
        for label in scene.labels
        if label.role in _AXIS and label.item is None and label.box.bottom <= scene.plot.top + 1
    ]
    if not found:
        return 0.0, ()
    return scene.plot.top - min(label.box.top for label in found) + 3, found


def _cut(sheet: _Sheet, low: float, high: float) -> float:
    """Give the lowest place, above a limit, at which nothing is cut in two; in the upper part none is looked for.

    What belongs together stays together where it can: the lanes of a group, then each lane, then a name or a heading
    and what follows it.
    """
    for starts in (_groups(sheet.scene), [lane.box.top for lane in sheet.scene.lanes]):
        for start in sorted({start for start in starts if low + (high - low) * 0.6 < start <= high}, reverse=True):
            for at in (start, start - 0.6, start - 1.2):
                if not sheet.busy.meet(at, at):
                    return at
    at = high
    while at > low + (high - low) * 0.4:
        over = [top for top, bottom in sheet.busy.all if top < at < bottom]
        if not over:
            return at
        at = min(over)
    return high


def _groups(scene: Scene) -> list[float]:
    """Give the places above the names of groups, and the rules over these."""
    names = {lane.group for lane in scene.lanes if lane.group}
    return [label.box.top - _RULE for label in scene.labels if label.role == "group" or label.text in names]


def _is_through(mark: Mark) -> bool:
    """Say whether a mark runs through the plot, or is a ground: it may be cut."""
    return mark.item is None and mark.role in (
        "grid",
        "as-of",
        "on",
        "break",
        "band",
        "unknown",
        "plate",
        "rail",
        "leader",
        "branch",
    )


def _page(sheet: _Sheet, part: tuple[float, float], height: float, begin: float, axis: Sequence[Label]) -> Scene:
    """Give what of a scene lies between two heights as a page, from ``begin`` on, with an axis above it."""
    top, bottom = part
    by = begin - top
    scene = sheet.scene
    marks = [moved for mark, box in sheet.marks for moved in _clipped(mark, box, top, bottom, by)]
    labels = [attrs.evolve(label, y=label.y + by) for label in scene.labels if top <= _middle(label) < bottom]
    labels += [attrs.evolve(label, y=label.y - scene.plot.top + begin) for label in axis]
    if axis:
        ends = ((min(label.box.left for label in axis), begin), (scene.plot.right, begin))
        marks.append(Mark(role="axis", shape="line", points=ends, stroke=_rule(scene), width=0.8))
    inside = Box(scene.plot.left, max(scene.plot.top, top) + by, scene.plot.right, min(scene.plot.bottom, bottom) + by)
    return attrs.evolve(
        scene,
        height=height,
        plot=inside,
        lanes=tuple(
            attrs.evolve(lane, box=_box(lane.box, float, by.__add__))
            for lane in scene.lanes
            if top <= lane.box.top < bottom
        ),
        marks=tuple(marks),
        labels=tuple(labels),
    )


def _numbered(page: Scene, name: str, y: float, measure: Measure) -> Scene:
    """Set the number of a page at its foot."""
    colour = next((label.colour for label in page.labels if label.role in ("axis", "question", "source")), "#000000")
    left = min((label.left for label in page.labels), default=0.0)
    label = Label(role="page", text=name, x=left, y=y, width=measure(name, _NUMBER), size=_NUMBER, colour=colour)
    return attrs.evolve(page, title=f"{page.title}, {name.lower()}", labels=(*page.labels, label))


def _middle(label: Label) -> float:
    return label.y - (ASCENT - DESCENT) / 2 * label.size


def _rule(scene: Scene) -> str:
    return next((mark.stroke for mark in scene.marks if mark.role in ("axis", "rule") and mark.stroke), "#000000")


def _clipped(mark: Mark, box: Box, top: float, bottom: float, by: float) -> Iterable[Mark]:
    """Give what of a mark that covers ``box`` lies between two heights, moved down."""
    if box.bottom < top or box.top > bottom or (box.top >= bottom and box.bottom > bottom):
        return
    points: Sequence[Point] = mark.points
    if box.top < top or box.bottom > bottom:
        if mark.shape == "dot":
            if not top <= mark.points[0][1] < bottom:
                return
        elif mark.shape == "line":
            points = _line_within(points, top, bottom)
        else:
            points = _within(_within(points, top, below=True), bottom, below=False)
        if not points:
            return
    yield attrs.evolve(mark, points=tuple((x, y + by) for x, y in points))


def _line_within(points: Sequence[Point], top: float, bottom: float) -> Sequence[Point]:
    """Cut an open line: a straight upright one exactly, any other to the corners that are left."""
    if len(points) == 2:
        (x0, y0), (x1, y1) = points
        if y0 == y1:
            return points
        ends = (min(max(y0, top), bottom), min(max(y1, top), bottom))
        return [(x0 + (x1 - x0) * (y - y0) / (y1 - y0), y) for y in ends]
    kept = [point for point in points if top <= point[1] <= bottom]
    return kept if len(kept) > 1 else ()


def _within(points: Sequence[Point], limit: float, *, below: bool) -> Sequence[Point]:
    """Keep the part of a polygon below a height (or above it)."""
    found: list[Point] = []
    for place, (x1, y1) in enumerate(points):
        x0, y0 = points[place - 1]
        inside, was = (y1 >= limit, y0 >= limit) if below else (y1 <= limit, y0 <= limit)
        if inside != was:
            found.append((x0 + (x1 - x0) * (limit - y0) / (y1 - y0), limit))
        if inside:
            found.append((x1, y1))
    return found
