"""The figures of a page: laid out once for all stops, so that moving the day only shows and hides their parts.

Law of this module: a lane and the axis stand where they stand at every other stop, and all figures have one axis. What
is drawn at a stop is what the figure of that stop shows; only the room that a lane takes is that of the stop at which
it needs most, long gaps of time are kept, and a lane of which nothing is told at any stop is named instead of drawn.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

import attrs

from timeline.asof.values import Snapshot
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE
from timeline.figures.describe import palette, state
from timeline.figures.describe.chart import Chart, Line, Strip
from timeline.figures.describe.shapes import bounds
from timeline.figures.describe.words import Asked, Teller
from timeline.figures.place.around import Paper
from timeline.figures.place.canvas import MARGIN
from timeline.figures.place.chart import lay_out
from timeline.figures.place.colours import THEMES
from timeline.figures.place.labels import Measure, clean, cut
from timeline.figures.scene import Label, Mark, Scene
from timeline.page.cache import Place, Told
from timeline.page.svg import Looks, caption, frame, group, item, joined, labels, shapes, short
from timeline.views.filters import Selection
from timeline.views.overtime import Deciding
from timeline.views.table import ViewSpec

Lacks = Callable[[str], Iterable[str]]
_Both = tuple[Scene, Scene]
"""One figure in light and in dark."""
_Part = TypeVar("_Part", str, tuple[str, str])

WIDTH: Final = 640.0
"""Of a figure, in its own points; a page shows it as wide as its column."""
_EDGE: Final = 19.0  # what is cut off on both sides
_ABOVE: Final = 27.0  # what the names on the axis need
_DEEP: Final = 9_999.0
_NAME: Final = 9.4  # the size of an entity's name
_HEAD: Final = 18.0  # what the name of an entity needs
MOST_LANES: Final = 60
"""A view with more cells has no figure."""
_MOST_DRAWN: Final = 600  # lanes as they are told at different stops


@attrs.frozen(kw_only=True)
class Pens:
    """What drawing needs beside the log: the classes of the page, and how wide a text is."""

    measure: Measure
    lacks: Lacks
    looks: Looks = attrs.field(factory=Looks)


@attrs.frozen(kw_only=True)
class Picture:
    """A view over time; ``unknown`` names the cells of which nothing was told at any stop, which have no lane."""

    svg: str
    unknown: tuple[Place, ...]


@attrs.frozen(kw_only=True)
class Pictures:
    """The figures of a page, in the order of its views; None where there is none.

    ``defs`` holds what all of them point at (the axis, the hatches), ``css`` their rules, ``lines`` where the as-of day
    of each stop stands.
    """

    views: tuple[Picture | None, ...] = ()
    defs: str = ""
    css: str = ""
    lines: tuple[str, ...] = ()


def draw(
    stops: Sequence[Snapshot],
    specs: Sequence[ViewSpec],
    places: Mapping[str, int],
    pens: Pens,
    *,
    told: Sequence[Sequence[Mapping[Place, Told]] | None],
    asked: Asked,
) -> Pictures:
    """Draw views over the world's time, as they were known at each stop.

    Each group carries the stops at which it is shown (``data-s``), and the place of its first event (``data-e``).
    ``told`` has, for each view and each stop, the cells of the entities that it shows, and what these are made of; None
    where that is too much for a figure. A value has the colour that it has in a figure of states for which the same is
    ``asked``.
    """
    zone = asked.zone
    lanes_of = [_told(stops, spec, cells, asked) if cells else {} for spec, cells in zip(specs, told, strict=True)]
    variants = [
        (number, cell, strip)
        for number, lanes in enumerate(lanes_of)
        for cell, found in lanes.items()
        for strip in found
    ]
    if not variants:
        return Pictures(views=tuple(None for _ in specs))
    both = _laid_out(_chart([strip for _, _, strip in variants], stops, zone), pens)
    drawn: list[dict[Place, list[tuple[_Lane, list[int]]]]] = [{} for _ in specs]
    for (number, cell, strip), lane in zip(variants, _lanes(both), strict=False):
        drawn[number].setdefault(cell, []).append((lane, lanes_of[number][cell][strip]))
    lines = tuple(short(mark.points[0][0]) for mark in both[0].marks if mark.role == "as-of")
    views = []
    for spec, lanes, cells, made in zip(specs, lanes_of, drawn, told, strict=True):
        unknown = tuple(cell for cell in lanes if cell not in cells)
        named = [{entity for entity, _ in at} for at in made or ()]
        svg = _view(spec, cells, named, places, pens=pens, lines=lines) if cells else ""
        views.append(Picture(svg=svg, unknown=unknown) if cells else None)
    until = f"<clipPath id=until><rect y=-99 width={_DEEP:g} height={_DEEP:g} /></clipPath>"
    defs = f"{until}<g id=axis>{_axis(both, pens)}</g>{pens.looks.tiles()}"
    return Pictures(views=tuple(views), defs=defs, css=pens.looks.css(), lines=lines)


def _told(
    stops: Sequence[Snapshot],
    spec: ViewSpec,
    cells: Sequence[Mapping[Place, Told]],
    asked: Asked,
) -> dict[Place, dict[Strip, list[int]]]:
    """Say what is told of each cell of a view, and at which stops; nothing where that is too much for a figure.

    A cell of an entity that is not yet told of is told nothing; one of which nothing is told at any stop has no strips.
    """
    spec = spec.named(*(snapshot.names for snapshot in stops))
    entities = sorted({entity for at in cells for entity, _ in at if spec.has(entity)}, key=spec.row_order)
    changes = sum(
        made != before.get(cell) for before, at in itertools.pairwise([{}, *cells]) for cell, made in at.items()
    )
    if len(entities) * len(spec.properties) > MOST_LANES or changes > _MOST_DRAWN:
        return {}
    numbers = palette.values(stops, spec, asked, entities=state.counted_of(asked, entities))
    asked = attrs.evolve(asked, selection=Selection(strict=asked.selection.strict))  # all of time is drawn
    found: dict[Place, dict[Strip, list[int]]] = {(e, name): {} for e in entities for name in spec.properties}
    last: dict[Place, tuple[Told, Strip]] = {}
    deciding = Deciding(spec)
    for place, (snapshot, at) in enumerate(zip(stops, cells, strict=True)):
        teller = Teller(snapshot, asked.zone)
        named = {entity for entity, _ in at}
        for cell, strips in found.items():
            if cell[0] not in named:
                continue
            made = at.get(cell, ())
            if cell not in last or last[cell][0] != made:
                strip, _ = state.strip_of(
                    snapshot, spec, cell, teller=teller, numbers=numbers, asked=asked, deciding=deciding
                )
                last[cell] = (made, _plain(strip))
            strips.setdefault(last[cell][1], []).append(place)
    return _apart({cell: strips if any(strip.entries for strip in strips) else {} for cell, strips in found.items()})


def _apart(found: Mapping[Place, Mapping[Strip, list[int]]]) -> dict[Place, dict[Strip, list[int]]]:
    """Tell values apart that are grey and meet in a lane, at whatever stops; each has one grey at all of them."""
    told = iter(palette.apart(strip for strips in found.values() for strip in strips))
    return {cell: {next(told): stops for stops in strips.values()} for cell, strips in found.items()}


def _plain(strip: Strip) -> Strip:
    """Leave out what a page shows elsewhere; where there is no date, say so after the text."""
    entries = (
        attrs.evolve(entry, sources=(), whole="", date="", text=f"{entry.text}, no date")
        if not entry.bars and entry.date
        else attrs.evolve(entry, sources=(), whole="")
        for entry in strip.entries
    )
    return attrs.evolve(strip, group=None, entries=tuple(entries))  # of no group: its name is set once


def _chart(strips: Sequence[Strip], stops: Sequence[Snapshot], zone: dt.tzinfo | None) -> Chart:
    lines = _lines(strips, stops)
    return Chart(
        kind="state",
        title="",
        clocks="",
        summary=(),
        strips=(*strips, Strip(name="", group="", entries=(), unknown=((NEVER_BEFORE, NEVER_AFTER),))),
        lines=lines,
        end=min(stops[-1].clocks.on.hi, max(line.at for line in lines)),
        zone=zone,
    )


# --- one lane as it is told at some stops --------------------------------------------------------------------------

_Marks = tuple[list[Mark], list[Mark]]
_Labels = tuple[list[Label], list[Label]]
"""Each in light and in dark."""


@attrs.define
class _Lane:
    """What stands in a lane: what is hatched, its name, and its items by their numbers."""

    top: float
    height: float
    hatches: _Marks = attrs.field(factory=lambda: ([], []))
    names: _Labels = attrs.field(factory=lambda: ([], []))
    items: dict[int, tuple[_Marks, _Labels]] = attrs.field(factory=dict)
    ids: dict[int, tuple[str, ...]] = attrs.field(factory=dict)

    def item(self, number: int, ids: tuple[str, ...]) -> tuple[_Marks, _Labels]:
        """Give the marks and labels of an item."""
        self.ids[number] = ids
        return self.items.setdefault(number, (([], []), ([], [])))


def _lanes(both: _Both) -> list[_Lane]:
    """Take a figure apart into its lanes."""
    light, dark = both
    lanes = [_Lane(lane.box.top, lane.box.height) for lane in light.lanes]
    tops = [lane.top for lane in lanes]

    def at(y: float) -> _Lane:
        return lanes[max(0, bisect.bisect_right(tops, y) - 1)]

    for mark, mark_in_dark in zip(light.marks, dark.marks, strict=True):
        if mark.item is not None or (mark.role == "unknown" and mark.box.top >= light.plot.top):
            lane = at((mark.box.top + mark.box.bottom) / 2)
            pair = lane.item(mark.item, light.items[mark.item].ids)[0] if mark.item is not None else lane.hatches
            pair[0].append(mark)
            pair[1].append(mark_in_dark)
    for label, label_in_dark in zip(light.labels, dark.labels, strict=True):
        if label.item is not None or label.role in ("lane", "unknown"):
            lane = at(label.y)
            words = lane.item(label.item, light.items[label.item].ids)[1] if label.item is not None else lane.names
            words[0].append(label)
            words[1].append(label_in_dark)
    return lanes


# --- a view ----------------------------------------------------------------------------------------------------------


def _view(
    spec: ViewSpec,
    cells: Mapping[Place, Sequence[tuple[_Lane, Sequence[int]]]],
    named: Sequence[set[str]],
    places: Mapping[str, int],
    *,
    pens: Pens,
    lines: Sequence[str],
) -> str:
    """Put the lanes of a view under each other, each with the room that it needs at most."""
    paths: dict[tuple[str, str], set[int]] = {}
    items: dict[str, set[int]] = {}
    names: dict[str, set[int]] = {}
    y = 0.0
    entity = None
    for cell, lanes in cells.items():
        if cell[0] != entity:
            entity = cell[0]
            told = {place for place, known in enumerate(named) if entity in known}
            rule, name = _head(entity, y, pens)
            paths.setdefault(rule, set()).update(told)
            names.setdefault(name, set()).update(told)
            y += _HEAD
        for lane, stops in lanes:
            move = y - lane.top
            for part in shapes(pens.looks, *lane.hatches, move):
                paths.setdefault(part, set()).update(stops)
            names.setdefault(labels(pens.looks, *lane.names, move), set()).update(stops)
            for number, found in lane.items.items():
                items.setdefault(
                    _item(found, lane.ids[number], move, end=float(lines[-1]), places=places, pens=pens), set()
                ).update(stops)
        y += max(lane.height for lane, _ in lanes)
    drawn = []
    for places_of, some in _together(paths):
        drawn.append(shown(joined(some), places_of, len(lines)))
    for places_of, more in _together({**items, **names}):
        drawn.append(shown("".join(more), places_of, len(lines)))
    line = f"<path d=M0-4V{short(y)} />"
    then = f"<g class=then hidden><path d=M0-4V{short(y)} /></g>"
    place = f"translate({lines[-1]})"
    return frame(
        ["<use href=#axis />", then, f"<g class=at transform={place}>{line}</g>", *drawn],
        width=WIDTH - 2 * _EDGE,
        left=_EDGE,
        top=-_ABOVE,
        bottom=y + 4,
        name=f"Over time: {spec.title}",
    )


def _head(entity: str, top: float, pens: Pens) -> tuple[tuple[str, str], str]:
    """Write the name of an entity, and the rule over it."""
    words = clean(entity)
    label = Label(
        role="group",
        text=cut(words, WIDTH - 2 * MARGIN, _NAME, pens.measure, "bold"),
        whole=words,
        x=MARGIN,
        y=top + 13,
        width=0.0,
        size=_NAME,
        style="bold",
        colour=THEMES["light"].ink,
    )
    label = attrs.evolve(label, whole=None if label.text == words else words)
    rule = Mark(
        role="rule",
        shape="line",
        points=((MARGIN, top), (WIDTH - MARGIN, top)),
        stroke=THEMES["light"].rule,
        width=1.0,
    )
    return shapes(pens.looks, [rule], [rule], 0.0)[0], labels(pens.looks, [label], [label], 0.0)


def _item(
    found: tuple[_Marks, _Labels],
    ids: Sequence[str],
    down: float,
    *,
    end: float,
    places: Mapping[str, int],
    pens: Pens,
) -> str:
    """Write an item: its marks, and all that is said of it as one line of text.

    What goes on beyond ``end``, the last stop, is of the class ``on``: the page ends it at the stop that is looked at.
    """
    event = next((f" data-e={places[name]}" for name in ids if name in places), "")
    left = min((mark.box.left for mark in found[0][0]), default=0.0)
    goes_on = max((mark.box.right for mark in found[0][0]), default=0.0) > end + 1
    paths, pen = item(pens.looks, *found[0], down)
    said = caption(pens.looks, *found[1], down, before=left)
    return group(paths + said, f"on {pen}".strip() if goes_on else pen, event)


def _together(parts_at: Mapping[_Part, set[int]]) -> list[tuple[frozenset[int], list[_Part]]]:
    """Gather the parts that are shown at the same stops."""
    found: dict[frozenset[int], list[_Part]] = {}
    for part, shown in parts_at.items():
        found.setdefault(frozenset(shown), []).append(part)
    return list(found.items())


# --- the axis --------------------------------------------------------------------------------------------------------


def _laid_out(chart: Chart, pens: Pens) -> _Both:
    light, dark = (
        lay_out(chart, Paper(measure=pens.measure, lacks=pens.lacks, theme=THEMES[name], width=WIDTH, linear=True))
        for name in ("light", "dark")
    )
    return light, dark


def _lines(strips: Sequence[Strip], stops: Sequence[Snapshot]) -> tuple[Line, ...]:
    """Put an upright line at the end of each stop, so that all of them lie on the axis.

    Those far beyond what is drawn stand beside its edge, in their order: an axis up to them would show three hours at
    one place.
    """
    edges = [m for one in strips for entry in one.entries for bar in entry.bars for m in bounds(bar.outline)]
    ends = [int((snapshot.clocks.as_of or snapshot.clocks.on).hi) for snapshot in stops]
    drawn = [moment for moment in edges if isinstance(moment, int)] or ends
    lo, hi = min(drawn), max(drawn)
    around = max(hi - lo, DAY // 24) // 2
    near = [end for end in ends if lo - around <= end <= hi + around]
    first, last = min([lo, *near]), max([hi, *near])
    before, after = sum(end < lo - around for end in ends), sum(end > hi + around for end in ends)
    apart = max(around // _BEYOND // max(before, after, 1), 1)
    at = [
        *(first - apart * (before - place) for place in range(before)),
        *near,
        *(last + apart * (place + 1) for place in range(after)),
    ]
    return tuple(Line(text="", at=moment, role="as-of") for moment in at)


_BEYOND: Final = 6
"""By which part of what is near the lines of stops that are far take up room beside what is drawn."""


def _axis(both: _Both, pens: Pens) -> str:
    """Draw the axis, and its grid as far down as any figure may go."""
    light, dark = both
    pairs = list(zip(light.marks, dark.marks, strict=True))
    grid = [_upright(mark, other) for mark, other in pairs if mark.role == "grid"]
    names = [
        (label, other)
        for label, other in zip(light.labels, dark.labels, strict=True)
        if label.role == "axis" and label.y < light.plot.top
    ]
    drawn = shapes(pens.looks, [one for one, _ in grid], [other for _, other in grid], 0.0)
    return joined(drawn) + labels(pens.looks, [one for one, _ in names], [other for _, other in names], -light.plot.top)


def _upright(light: Mark, dark: Mark) -> tuple[Mark, Mark]:
    x = light.points[0][0]
    points = ((x, 0.0), (x, _DEEP))
    return attrs.evolve(light, points=points), attrs.evolve(dark, points=points)


# --- when ------------------------------------------------------------------------------------------------------------


def shown(drawn: str, places: Iterable[int], stops: int) -> str:
    """Put what is drawn into a group that says at which stops it is shown, as runs; none where that is at all."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    if runs == [[0, stops - 1]]:
        return drawn
    said = ",".join(f"{first}-{last}" if first != last else str(first) for first, last in runs)
    hidden = "" if runs and runs[-1][1] == stops - 1 else " hidden"
    return f"<g data-s={said}{hidden}>{drawn}</g>"
