"""The figures of a page: laid out once for all stops, so that moving the day only shows and hides their parts.

Law of this module: a lane and the axis stand where they stand at every other stop. What is drawn at a stop is what the
figure of that stop shows; only the room that a lane takes is that of the stop at which it needs most, and long gaps of
time are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from timeline import edtf
from timeline.dates import NEVER_AFTER, NEVER_BEFORE
from timeline.errors import FigureError
from timeline.figures import events, state
from timeline.figures.chart import Bar, Chart, Entry, Line, Strip
from timeline.figures.colours import THEMES
from timeline.figures.labels import Measure
from timeline.figures.layout import lay_out
from timeline.figures.scene import Label, Mark, Scene
from timeline.figures.telling import Asked, Teller
from timeline.figures.when import shape
from timeline.known import Snapshot
from timeline.page.ink import Looks, frame, labels, marks, short
from timeline.views import ViewSpec

Lacks = Callable[[str], Iterable[str]]
_Both = tuple[Scene, Scene]
"""One figure in light and in dark."""

WIDTH: Final = 620.0
"""Of a figure, in its own points; a page shows it as wide as its column."""
_ABOVE: Final = 30.0  # what the names on the axis need
_ALL: Final = "\ufdd0"  # the group of a lane that is laid out and not shown; no text has this character
_MOST_EVENTS: Final = 120
_MOST_LANES: Final = 40
_MOST_WORK: Final = 1_500  # lanes times stops
_LONG: Final = 40.0


@attrs.frozen(kw_only=True)
class Pens:
    """What drawing needs beside the log: the classes of the page, and how wide a text is."""

    measure: Measure
    lacks: Lacks
    looks: Looks = attrs.field(factory=Looks)


# --- what happened when ----------------------------------------------------------------------------------------------


def of_events(stops: Sequence[Snapshot], places: Mapping[str, int], pens: Pens) -> str:
    """Draw what happened when.

    Each group carries the place of its event (``data-e``), and its standing as a class; where an event was once told
    with another date or title, also the stops at which it was told so (``data-s``).

    Args:
        stops: What was known at each stop.
        places: The place of each event of the page, by its id; no others are drawn.
        pens: What drawing needs.

    Returns:
        SVG; nothing where there are too many events, or none, for a figure.
    """
    if not 0 < len(places) <= _MOST_EVENTS:
        return ""
    charts = [_events_at(snapshot, frozenset(places)) for snapshot in stops]
    last = next((chart for chart in reversed(charts) if chart is not None), None)
    if last is None:
        return ""
    lanes: dict[str, list[Entry]] = {}
    at: dict[_Telling, set[int]] = {}
    for place, chart in [(len(stops), last), *enumerate(charts)]:
        for strip in chart.strips if chart is not None else ():
            for entry in strip.entries:
                if _telling(entry) not in at:
                    lanes.setdefault(strip.name, []).append(entry)
                if place < len(stops):
                    at.setdefault(_telling(entry), set()).add(place)
                else:
                    at[_telling(entry)] = set()
    found = [entry for entries in lanes.values() for entry in entries]
    numbers = iter(range(len(found)))
    strips = [
        Strip(name=name, entries=tuple(attrs.evolve(entry, whole=str(next(numbers))) for entry in entries))
        for name, entries in lanes.items()
    ]
    both = _laid_out(attrs.evolve(last, strips=tuple(strips), lines=_lines(stops), sources=(), notes=(), keys=()), pens)
    light = both[0]
    up = -light.plot.top
    parts = [_base(both, pens, up, light.plot.bottom + up), _loose(both, pens, up)]
    for number, item in enumerate(light.items):
        entry = found[int(item.whole)]
        here = _of_item(both, number)
        drawn = marks(pens.looks, *here.marks, up, outline=False) + labels(pens.looks, *here.labels, up)
        once = sum(key[0] == entry.ids for key in at) == 1
        told = "" if once else _when(at[_telling(entry)], len(stops))
        parts.append(
            f'<g data-e={places[entry.ids[0]]} class="ev {entry.standing}"{told}>{drawn}{_question(here, up)}</g>'
        )
    parts.append(_as_of(light, light.plot.bottom + up))
    bottom = light.plot.bottom + up + 4
    return frame(parts, width=WIDTH, top=-_ABOVE, bottom=bottom, name="What happened when")


_Telling = tuple[tuple[str, ...], str, str, tuple[object, ...]]


def _telling(entry: Entry) -> _Telling:
    """Give what tells two accounts of an event apart in a figure."""
    return (entry.ids, entry.text, entry.date, tuple(bar.outline for bar in entry.bars))


def _events_at(snapshot: Snapshot, only: frozenset[str]) -> Chart | None:
    """Describe the figure of a stop; how surely an event was known, and its standing, is left to the page."""
    try:
        chart = events.chart(snapshot, Asked(only=only))
    except FigureError:
        return None
    strips = []
    for strip in chart.strips:
        entries = []
        for entry in strip.entries:
            event = snapshot.event(entry.ids[0])
            dates = events.dates_of(event) if event is not None else []
            bars = tuple(
                Bar(outline=outline, standing=entry.standing, light=not is_sure or place > 0)
                for place, date in enumerate(dates)
                for outline, is_sure in shape(edtf.parse(date))
            )
            entries.append(attrs.evolve(entry, bars=bars, word="", sources=(), answer="yes", struck=False))
        strips.append(attrs.evolve(strip, entries=tuple(entries)))
    return attrs.evolve(chart, strips=tuple(strips))


def _question(here: _Part, down: float) -> str:
    """Set a question mark on a mark; the page shows it where the event was only possibly known."""
    if not here.marks[0]:
        return ""
    box = here.marks[0][-1].box
    x = (box.left + box.right) / 2 if box.width < _LONG else box.right - 6
    return f"<text class=q x={short(x)} y={short((box.top + box.bottom) / 2 + 3 + down)}>?</text>"


# --- a view over time ------------------------------------------------------------------------------------------------


def of_view(
    stops: Sequence[Snapshot],
    spec: ViewSpec,
    places: Mapping[str, int],
    pens: Pens,
    *,
    entities: Sequence[str] = (),
) -> str:
    """Draw a view over the world's time, as it was known at each stop.

    Each group carries the stops at which it is shown (``data-s``), and the place of its first event (``data-e``).

    Args:
        stops: What was known at each stop.
        spec: The view.
        places: The place of each event of the page, by its id.
        pens: What drawing needs.
        entities: Draw only these; all, where there are none.

    Returns:
        SVG; nothing where there is nothing to draw, or there are too many lanes for a figure.
    """
    asked = Asked(entities=tuple(entities))
    told = [sorted(state.told_of(snapshot, spec, asked)) for snapshot in stops]
    lanes = len({name for names in told for name in names}) * len(spec.properties)
    if not 0 < lanes <= _MOST_LANES or lanes * len(stops) > _MOST_WORK:
        return ""
    numbers = state.colours(stops, spec)
    strips: list[list[Strip]] = []
    for snapshot, names in zip(stops, told, strict=True):
        teller = Teller(snapshot)
        cells = [(entity, name) for entity in names for name in spec.properties]
        found = [state.strip_of(snapshot, spec, cell, teller=teller, numbers=numbers, asked=asked)[0] for cell in cells]
        strips.append([_plain(strip) for strip in found])
    every = dict.fromkeys(entry for found in strips for strip in found for entry in strip.entries)
    always = Strip(name="", group=_ALL, entries=tuple(every), unknown=((NEVER_BEFORE, NEVER_AFTER),))
    empty = Chart(
        kind="state",
        title="",
        clocks="",
        summary=(),
        strips=(),
        lines=_lines(stops),
        end=stops[-1].clocks.on.hi,
    )
    figures = [_laid_out(attrs.evolve(empty, strips=(*found, always)), pens) for found in strips]
    tops, bottom = _tops([light for light, _ in figures], spec)
    layers: tuple[dict[str, set[int]], ...] = ({}, {}, {})
    for place, both in enumerate(figures):
        for layer, part in _parts(both, tops, places, pens):
            layers[layer].setdefault(part, set()).add(place)
    parts = [_base(figures[-1], pens, -figures[-1][0].plot.top, bottom)]
    for drawn in layers:
        together: dict[frozenset[int], list[str]] = {}
        for part, shown in drawn.items():
            together.setdefault(frozenset(shown), []).append(part)
        parts += [f"<g{_when(shown, len(stops))}>{''.join(some)}</g>" for shown, some in together.items()]
    parts.append(_as_of(figures[-1][0], bottom, is_veiled=True))
    return frame(parts, width=WIDTH, top=-_ABOVE, bottom=bottom + 4, name=f"Over time: {spec.title}")


def _plain(strip: Strip) -> Strip:
    return attrs.evolve(strip, entries=tuple(attrs.evolve(entry, sources=(), whole="") for entry in strip.entries))


def _tops(scenes: Sequence[Scene], spec: ViewSpec) -> tuple[dict[tuple[str, str], float], float]:
    """Give each lane the room that it needs at most, with what stands over it; and say where the last one ends."""
    heights: dict[tuple[str, str], float] = {}
    for scene in scenes:
        for key, (top, bottom) in _bands(scene):
            heights[key] = max(heights.get(key, 0.0), bottom - top)
    tops = {}
    y = 0.0
    for key in sorted(heights, key=lambda key: (key[0], spec.properties.index(key[1]))):
        tops[key] = y
        y += heights[key]
    return tops, y


def _bands(scene: Scene) -> Iterator[tuple[tuple[str, str], tuple[float, float]]]:
    """Cut the plot into its lanes, each with the name of its group where that stands over it."""
    top = scene.plot.top
    for lane in scene.lanes:
        if lane.group == _ALL:
            return
        yield (lane.group or "", lane.name), (top, lane.box.bottom)
        top = lane.box.bottom


def _parts(
    both: _Both, tops: Mapping[tuple[str, str], float], places: Mapping[str, int], pens: Pens
) -> Iterator[tuple[int, str]]:
    """Give what stands in the lanes, each at its place for all stops: below, on top, and the names beside."""
    light = both[0]
    bands = list(_bands(light))

    def down(y: float) -> float | None:
        return next((tops[key] - top for key, (top, bottom) in bands if top <= y < bottom), None)

    for mark, dark in zip(light.marks, both[1].marks, strict=True):
        move = down((mark.box.top + mark.box.bottom) / 2)
        if mark.item is None and mark.role in ("unknown", "rule") and move is not None:
            yield 0, marks(pens.looks, [mark], [dark], move)
    for number, item in enumerate(light.items):
        here = _of_item(both, number)
        move = down(here.labels[0][0].y if here.labels[0] else here.marks[0][0].points[0][1])
        if move is not None:
            event = next((f" data-e={places[name]}" for name in item.ids if name in places), "")
            drawn = marks(pens.looks, *here.marks, move) + labels(pens.looks, *here.labels, move)
            yield 1, f"<g{event}>{drawn}</g>"
    for label, other in zip(light.labels, both[1].labels, strict=True):
        move = down(label.y)
        if label.item is None and label.role in ("lane", "group", "unknown") and move is not None:
            yield 2, labels(pens.looks, [label], [other], move)


# --- what both share -------------------------------------------------------------------------------------------------


@attrs.frozen
class _Part:
    """Marks and labels of one item, each in light and in dark."""

    marks: tuple[list[Mark], list[Mark]]
    labels: tuple[list[Label], list[Label]]


def _of_item(both: _Both, number: int) -> _Part:
    light, dark = both
    return _Part(
        ([m for m in light.marks if m.item == number], [m for m in dark.marks if m.item == number]),
        ([x for x in light.labels if x.item == number], [x for x in dark.labels if x.item == number]),
    )


def _laid_out(chart: Chart, pens: Pens) -> _Both:
    light, dark = (
        lay_out(chart, measure=pens.measure, lacks=pens.lacks, theme=THEMES[name], width=WIDTH, linear=True)
        for name in ("light", "dark")
    )
    return light, dark


def _lines(stops: Sequence[Snapshot]) -> tuple[Line, ...]:
    """Put an upright line at the end of each stop, so that all of them lie on the axis."""
    clocks = [snapshot.clocks.as_of or snapshot.clocks.on for snapshot in stops]
    return tuple(Line(text="", at=clock.hi, role="as-of") for clock in clocks)


def _as_of(scene: Scene, bottom: float, *, is_veiled: bool = False) -> str:
    """Draw the line of the as-of day at the last stop; ``data-x`` says where it stands at each."""
    places = [short(mark.points[0][0]) for mark in scene.marks if mark.role == "as-of"]
    veil = f'<path class=veil hidden d="M0,0H{WIDTH:g}V{short(bottom)}H0z"/>' if is_veiled else ""
    line = f'<path class=line d="M0,-4V{short(bottom)}"/>'
    return f'<g class=as-of data-x="{" ".join(places)}" transform="translate({places[-1]})">{veil}{line}</g>'


def _base(both: _Both, pens: Pens, down: float, bottom: float) -> str:
    """Draw the axis and its grid from the top to the bottom."""
    light, dark = both
    pairs = list(zip(light.marks, dark.marks, strict=True))
    grid = [_upright(mark, other, bottom) for mark, other in pairs if mark.role == "grid"]
    names = [
        (label, other)
        for label, other in zip(light.labels, dark.labels, strict=True)
        if label.role == "axis" and label.y < light.plot.top
    ]
    drawn = marks(pens.looks, [one for one, _ in grid], [other for _, other in grid], 0.0)
    return drawn + labels(pens.looks, [one for one, _ in names], [other for _, other in names], down)


def _upright(light: Mark, dark: Mark, bottom: float) -> tuple[Mark, Mark]:
    x = light.points[0][0]
    points = ((x, 0.0), (x, bottom))
    return attrs.evolve(light, points=points), attrs.evolve(dark, points=points)


def _loose(both: _Both, pens: Pens, down: float) -> str:
    """Draw the names of lanes, and the rules over them."""
    light, dark = both
    rules = [
        (mark, other)
        for mark, other in zip(light.marks, dark.marks, strict=True)
        if mark.role == "rule" and light.plot.top - 1 <= mark.points[0][1] <= light.plot.bottom
    ]
    names = [(one, other) for one, other in zip(light.labels, dark.labels, strict=True) if one.role == "lane"]
    drawn = marks(pens.looks, [one for one, _ in rules], [other for _, other in rules], down)
    return drawn + labels(pens.looks, [one for one, _ in names], [other for _, other in names], down)


def _when(shown: Iterable[int], stops: int) -> str:
    """Say at which stops a part is shown, as runs; and hide it where that is not at the last."""
    runs: list[list[int]] = []
    for place in sorted(shown):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    if runs == [[0, stops - 1]]:
        return ""
    said = " ".join(f"{first}-{last}" if first != last else str(first) for first, last in runs)
    return f' data-s="{said}"' + ("" if runs and runs[-1][1] == stops - 1 else " hidden")
