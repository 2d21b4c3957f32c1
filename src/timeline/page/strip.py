"""The figure of all events that a page opens on: where each stands in the world's time, and which of them it names.

Law of this module: places are shares of the figure's width, from 0 to 100, so that one figure serves every screen; what
stands clear at the least width of a layout stands clear at every greater one. A date that is vaguer than the axis does
not set it: it is drawn as far as the axis goes. What has no date stands nowhere, and is counted.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs

from timeline.dates.values import DAY, SECOND, Moment, UncertainDate
from timeline.figures.describe import reach
from timeline.figures.describe.dating import Dating, dating_of
from timeline.figures.describe.shapes import bounds, shape
from timeline.figures.place.labels import Measure, first_fit
from timeline.figures.place.scale import Piece, Scale
from timeline.figures.place.ticks import Tick, has_times, middle, ticks, zone_after
from timeline.page.naming import LINE, SIZE, Dates, Label, TimedEvent, named

RADIUS: Final = 4.0
PITCH: Final = 10.0
FOOT: Final = 34.0  # what the changes of each stop need below
_HEIGHT: Final = 320.0
_ABOVE: Final = 8.0
_LEAST_PITCH: Final = 3.0
_MOST_PITCH: Final = 15.0
_FINE: Final = 1.0  # what takes less of the width than this is a dot
_MOST_SHAPES: Final = 4  # of one event: its date in several versions, or the dates of its facts
_VAGUE: Final = (SECOND, DAY, 31 * DAY, 366 * DAY, 3_660 * DAY, 36_600 * DAY)
_SPREAD: Final = 3
"""How many times its own vagueness dates must spread to set the axis."""
MOST_NAMED: Final = 24
"""How many moments are worth a try: where one finds no room, the next may."""
_LAYOUTS: Final = (("narrow", 288.0, 7), ("middle", 488.0, 9), ("wide", 1052.0, 12))


@attrs.frozen
class Shape:
    """A part of a mark, from ``left`` to ``right``: a ``dot``, a time that ``lasted``, or a ``vague`` one.

    ``at`` is where its name is led from: its middle, or the side that has a date where the other has none.
    """

    kind: str
    left: float
    right: float
    at: float


@attrs.frozen(kw_only=True)
class Mark:
    """An event at one of its dates: where, in which row of each packing, and at which stops it is dated so."""

    event: int
    shapes: tuple[Shape, ...]
    rows: tuple[int, int]
    stops: frozenset[int]


@attrs.frozen(kw_only=True)
class Layout:
    """How the figure stands on screens of a least width in pixels. ``pitch`` is from row to row of its marks."""

    name: str
    width: float
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    rows: int
    pitch: float
    top: float
    base: float
    height: float


@attrs.frozen(kw_only=True)
class Strip:
    """The whole figure. ``lines`` say where the as-of line of each stop stands, ``breaks`` where time is left out.

    ``undated`` is how many events have no date, ``beyond`` how many have one that is coarser than the axis, and lies
    before or after it: they stand nowhere.
    """

    marks: tuple[Mark, ...]
    layouts: tuple[Layout, ...]
    lines: tuple[float, ...]
    undated: int
    beyond: int = 0
    breaks: tuple[float, ...] = ()


def place(
    events: Sequence[TimedEvent],
    stops: Sequence[Moment],
    telling: Sequence[int],
    measure: Measure,
    zone: dt.tzinfo | None = None,
) -> Strip:
    """Place all events of a page."""
    spans = [_spans(date) for told in events for _, dates in told.dates for date in dates or ()]
    dating = dating_of((date for told in events for _, dates in told.dates for date in dates or ()), zone=zone)
    least = _LAYOUTS[1][1]
    scale = attrs.evolve(_scale(spans, stops, least), zone=zone)
    drawn = [
        (number, shapes, shown)
        for number, told in enumerate(events)
        for shapes, shown in _drawn(told, len(stops), scale)
    ]
    rows = [_packed([shapes for _, shapes, _ in drawn], width) for _, width, _ in _LAYOUTS[:2]]
    marks = tuple(
        Mark(event=number, shapes=shapes, rows=(narrow, wide), stops=shown)
        for (number, shapes, shown), narrow, wide in zip(drawn, *rows, strict=True)
    )
    placed = {mark.event for mark in marks}
    beyond = sum(number not in placed and _is_dated(told) for number, told in enumerate(events))
    return Strip(
        marks=marks,
        layouts=_layouts(events, marks, telling, scale, measure=measure, dating=dating, stops=len(stops)),
        lines=tuple(_share(scale, stop) for stop in stops),
        breaks=tuple(round(50 * (gap.left + gap.right) / least, 2) for gap in scale.breaks),
        undated=len(events) - len({mark.event for mark in marks}) - beyond,
        beyond=beyond,
    )


# --- the axis --------------------------------------------------------------------------------------------------------


def _spans(date: UncertainDate) -> list[tuple[Moment, Moment]]:
    """Give the stretches within which a date begins and ends, or lies."""
    if date.kind in ("interval", "all-of"):
        end = date.end or date.last
        return [(date.start.lo, date.start.hi_start), (end.lo_end, end.hi)]
    return [(date.span.lo, date.span.hi)]


def _scale(spans: Sequence[Sequence[tuple[Moment, Moment]]], stops: Sequence[Moment], width: float) -> Scale:
    """Lay the axis out over the dates, and over the stops that are not far from these.

    Dates count from the finest on, as long as they spread beyond their own vagueness. Stops far before or after stand
    in a part of their own, beyond a break.
    """
    lo, hi = _extent(spans) or (int(stops[0]), int(stops[-1]))
    around = max(hi - lo, DAY // 24) // 2
    near = [int(stop) for stop in stops if lo - around <= stop <= hi + around]
    before, after = ([int(s) for s in stops if s < lo - around], [int(s) for s in stops if s > hi + around])
    lo, hi = min([lo, *near]), max([hi, *near])
    if not _has_times(spans, stops):  # an axis of hours would say more than anybody did
        middle_ = (lo + hi) // 2
        lo, hi = min(lo, middle_ - _LEAST_DAYS // 2), max(hi, middle_ + _LEAST_DAYS // 2)
    edge, gap = width * 0.022, width * _GAP
    left = edge + (gap + width * _APART * _many(before) if before else 0.0)
    right = width - edge - (gap + width * _APART * _many(after) if after else 0.0)
    alone = DAY // 2 if hi - lo < SECOND else 0
    pieces = [Piece(lo=lo - alone, hi=hi + alone, left=left, right=right)]
    if before:
        pieces.insert(0, Piece(lo=before[0], hi=before[-1], left=edge, right=left - gap))
    if after:
        pieces.append(Piece(lo=after[0], hi=after[-1], left=right + gap, right=width - edge))
    return Scale(pieces=tuple(pieces), left=0.0, right=width)


def _has_times(spans: Sequence[Sequence[tuple[Moment, Moment]]], stops: Sequence[Moment]) -> bool:
    """Say whether any date, or any stop, is a time of a day, and not a day or the end of one."""
    ends = itertools.chain(stops, *(moments for some in spans for moments in some))
    return any(isinstance(moment, int) and moment % DAY not in (0, DAY - 1) for moment in ends)


_LEAST_DAYS: Final = 10 * DAY
"""An axis of days is no shorter, so that it names no hours."""
_APART: Final = 0.12
"""The share of the width that stops far away get, and that of the break before them."""
_GAP: Final = 0.03
_ELLIPSIS: Final = 8.0  # half of it, and what stays free beside it: it says where time is left out


def _many(stops: Sequence[int]) -> float:
    return 1.0 if len(stops) > 1 else 0.2


def _extent(spans: Iterable[Sequence[tuple[Moment, Moment]]]) -> tuple[int, int] | None:
    """Give the first and the last moment of the dates that set the axis."""
    bounded = [(int(lo), int(hi)) for some in spans for lo, hi in some if isinstance(lo, int) and isinstance(hi, int)]
    finite = [found for found, is_far in zip(bounded, reach.are_beyond(bounded), strict=True) if not is_far]
    held: tuple[int, int] | None = None
    for least, most in itertools.pairwise((0, *_VAGUE, float("inf"))):
        some = [(lo, hi) for lo, hi in finite if least <= hi - lo < most]
        if not some:
            continue
        both = [*some, held] if held else some
        lo, hi = min(lo for lo, _ in both), max(hi for _, hi in both)
        if held is None or hi - lo >= _SPREAD * max(hi - lo for lo, hi in some):
            held = (lo, hi)
    return held


def _share(scale: Scale, moment: Moment) -> float:
    return round(100 * scale.x(moment) / scale.right, 2)


def _stretched(scale: Scale, width: float) -> Scale:
    """Give the same axis for another width."""
    times = width / scale.right
    pieces = tuple(attrs.evolve(one, left=one.left * times, right=one.right * times) for one in scale.pieces)
    return attrs.evolve(scale, pieces=pieces, left=0.0, right=width)


# --- the marks -------------------------------------------------------------------------------------------------------


def _drawn(told: TimedEvent, stops: int, scale: Scale) -> list[tuple[tuple[Shape, ...], frozenset[int]]]:
    """Give the shapes of an event, and when it is dated so; before it is told it stands where it will stand first."""
    ends = [*(start for start, _ in told.dates[1:]), stops]
    at: dict[Dates, set[int]] = {}
    last: Dates = next((dates for _, dates in told.dates if dates), ())
    begun = 0
    for (_, dates), end in zip(told.dates, ends, strict=True):
        last = last if dates is None else dates
        at.setdefault(last, set()).update(range(begun, end))
        begun = end
    return [(shapes, frozenset(shown)) for dates, shown in at.items() if (shapes := _shapes(dates, scale))]


def _is_dated(told: TimedEvent) -> bool:
    return any(isinstance(moment, int) for _, dates in told.dates for date in dates or () for moment in _ends(date))


def _ends(date: UncertainDate) -> tuple[Moment, Moment]:
    """Give the first and the last moment of a date."""
    outlines = shape(date)
    return bounds(outlines[0][0])[0], bounds(outlines[-1][0])[1]


def _shapes(dates: Dates, scale: Scale) -> tuple[Shape, ...]:
    found = dict.fromkeys(shape for date in dates[:_MOST_SHAPES] if (shape := _shape_of(date, scale)))
    return tuple(found)


def _shape_of(date: UncertainDate, scale: Scale) -> Shape | None:
    outlines = shape(date)
    lo, hi = _ends(date)
    if isinstance(lo, float) and isinstance(hi, float):
        return None
    if hi < scale.lo or lo > scale.hi:
        return None
    left, right = _share(scale, lo), _share(scale, hi)
    middle_ = round((left + right) / 2, 2)
    lasts = date.kind in ("interval", "all-of")
    if not lasts and right - left <= _FINE:
        return Shape("dot", middle_, middle_, middle_)
    led_from = right if isinstance(lo, float) else left if isinstance(hi, float) else middle_
    kind = "lasted" if lasts and any(sure for _, sure in outlines) else "vague"
    return Shape(kind, left, max(right, left + _FINE), led_from)


def _packed(drawn: Sequence[tuple[Shape, ...]], width: float) -> list[int]:
    """Give each mark the first row in which it stands clear: dots first and in time, then bars, short ones first."""

    def edges(shapes: tuple[Shape, ...]) -> tuple[float, float]:
        left, right = min(one.left for one in shapes), max(one.right for one in shapes)
        around = RADIUS if shapes[0].kind == "dot" else 0.5
        return left * width / 100 - around, right * width / 100 + around

    extents = [edges(shapes) for shapes in drawn]
    order = sorted(
        range(len(drawn)),
        key=lambda at: (
            (0, extents[at][0])
            if extents[at][1] - extents[at][0] <= 2 * RADIUS
            else (1, extents[at][1] - extents[at][0])
        ),
    )
    rows = [0] * len(drawn)
    for at, row in zip(order, first_fit([extents[at] for at in order], 1.0, in_order=True), strict=True):
        rows[at] = row
    return rows


# --- the layouts -----------------------------------------------------------------------------------------------------


def _layouts(
    events: Sequence[TimedEvent],
    marks: Sequence[Mark],
    telling: Sequence[int],
    scale: Scale,
    *,
    measure: Measure,
    dating: Dating,
    stops: int,
) -> tuple[Layout, ...]:
    first = {mark.event: mark for mark in reversed(marks)}
    found = []
    for packing, (name, width, most) in enumerate(_LAYOUTS):
        here = _stretched(scale, width)
        axis = _zoned(here, [at for part in _parts(here) for at in ticks(part, lambda text: measure(text, SIZE), 14.0)])
        wide = {at: middle(at, here, measure(at.text, SIZE)) for at in axis}
        axis = tuple(attrs.evolve(at, x=round(100 * (wide[at] if at.level == 0 else at.x) / width, 2)) for at in axis)
        axis = tuple(
            at
            for at in axis
            if at.level
            or all(
                abs(at.x * width / 100 - (gap.left + gap.right) / 2) > measure(at.text, SIZE) / 2 + _ELLIPSIS
                for gap in here.breaks
            )
        )
        some = [(at, first[at].shapes[0].at, events[at]) for at in telling if at in first]
        labels = named(some, most, stops=stops, width=width, measure=measure, dating=dating)
        found.append((name, width, axis, labels, min(packing, 1)))
    return tuple(_sized(one, marks, found) for one in found)


def _parts(scale: Scale) -> Iterator[Scale]:
    """Give each part of the axis that has a measure of its own, as an axis; a moment that stands alone is none."""
    edges = [scale.left, *((gap.left + gap.right) / 2 for gap in scale.breaks), scale.right]
    for piece, (left, right) in zip(scale.pieces, itertools.pairwise(edges), strict=True):
        if piece.lo < piece.hi:
            yield attrs.evolve(scale, pieces=(piece,), left=left, right=right)


def _zoned(scale: Scale, found: Sequence[Tick]) -> tuple[Tick, ...]:
    """Say once, behind the first day, in which zone the times on the axis are."""
    timed = itertools.dropwhile(lambda at: not has_times([at]), found)
    first = next((at for at in timed if at.level == 1), None)
    return tuple(attrs.evolve(at, text=at.text + zone_after(scale)) if at is first else at for at in found)


def _sized(one: Any, marks: Sequence[Mark], layouts: Sequence[Any]) -> Layout:
    """Give a layout its heights; those of one packing have the same ones."""
    name, width, axis, labels, packing = one
    alike = [(other_axis, other) for _, _, other_axis, other, same in layouts if same == packing]
    rows = 1 + max((mark.rows[packing] for mark in marks), default=0)
    top = 34.0 if any(at.level for other_axis, _ in alike for at in other_axis) else 20.0
    below = LINE * max((1 + label.row for _, some in alike for label in some), default=0)
    room = max(_HEIGHT - top - _ABOVE - below - FOOT, 60.0)
    pitch = max(min(_MOST_PITCH, room / rows), _LEAST_PITCH)
    fit = min(rows, max(1, int(room / pitch)))
    base = top + _ABOVE + fit * pitch
    return Layout(
        name=name, width=width, ticks=axis, labels=labels, rows=fit, pitch=round(pitch, 2), top=top,
        base=round(base, 1), height=round(base + 6 + below + FOOT),
    )  # fmt: skip
