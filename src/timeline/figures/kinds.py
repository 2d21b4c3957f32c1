"""The kinds of figure by name, and the way from a snapshot to a scene.

Law of this module: pure; what a kind needs beside the snapshot is said when it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.suggest import did_you_mean
from timeline.errors import FigureError
from timeline.figures.describe import belief, calendar, cascade, compare, events, lag, plane, rate, state
from timeline.figures.describe.chart import Chart
from timeline.figures.describe.words import Asked
from timeline.figures.place import calendar as months
from timeline.figures.place import cascade as tree
from timeline.figures.place import lag as lengths
from timeline.figures.place import plane as field
from timeline.figures.place import rate as columns
from timeline.figures.place.around import LINES, Paper
from timeline.figures.place.chart import WIDTH, lay_out
from timeline.figures.place.colours import theme_named
from timeline.figures.place.labels import Measure
from timeline.figures.scene import Scene
from timeline.records.model import Record
from timeline.views.table import ViewSpec

KINDS = ("events", "state", "compare", "plane", "cascade", "calendar", "rate", "lag", "belief")

_LEAST_WIDTH = 300.0
_MOST_WIDTH = 4000.0


def describe(
    snapshot: Snapshot,
    kind: str,
    *,
    view: ViewSpec | None,
    asked: Asked,
    before: Snapshot | None = None,
    cell: tuple[str, str] | None = None,
    records: Sequence[Record] = (),
) -> Chart:
    """Make the chart of a kind that stands in lanes along time.

    Raises:
        FigureError: There is no such kind, its view is missing, or nothing is to be drawn.
    """
    if kind == "events":
        return events.chart(snapshot, asked)
    if kind == "state":
        if view is None:
            raise FigureError("a figure of states needs a view", fix="name a view; `timeline views` lists them")
        return state.chart(snapshot, view, asked)
    if kind == "compare":
        if view is None or before is None:
            raise FigureError(
                "a comparison needs two as-of dates and a view",
                fix="timeline figure compare 2025-12-31 2026-06-01 --view VIEW -o FILE; "
                'in Python snap.figure("compare", view=VIEW, before="2025-12-31")',
            )
        return compare.chart(before, snapshot, view, asked)
    if kind == "belief":
        if view is None or cell is None:
            raise FigureError(
                "a figure of beliefs is that of one cell",
                fix="timeline figure belief ENTITY.PROPERTY -o FILE; "
                'in Python snap.figure("belief", cell="ENTITY.PROPERTY")',
            )
        return belief.chart(Ledger(records), snapshot, view, cell, asked)
    raise FigureError(
        f'"{kind}" is not a kind of figure', fix=did_you_mean(kind, KINDS) or f"choose one of {', '.join(KINDS)}"
    )


def make_scene(
    snapshot: Snapshot,
    kind: str,
    *,
    view: ViewSpec | None = None,
    asked: Asked,
    before: Snapshot | None = None,
    event: str | None = None,
    cell: tuple[str, str] | None = None,
    records: Sequence[Record] = (),
    theme: str = "light",
    size: tuple[float, float | None] | None = None,
    measure: Measure,
    lacks: Callable[[str], Iterable[str]],
) -> Scene:
    """Describe a figure and lay it out.

    Args:
        snapshot: What was known.
        kind: One of ``KINDS``.
        view: The view of a figure of states.
        asked: What else was asked for.
        before: The earlier snapshot of a comparison.
        event: The event of a cascade.
        cell: The entity and the property of a belief.
        records: The records that the snapshot was made of, for a rate and a belief.
        theme: ``light``, ``dark`` or ``print``.
        size: Width and least height in inches; the canvas grows in height as need be.
        measure: Gives the width of a text.
        lacks: Gives the characters of a text that the font lacks.

    Raises:
        FigureError: There is nothing to draw, or no way to draw it.
    """
    colours = theme_named(theme)
    width, least = WIDTH, 0.0
    if size is not None:
        if not isinstance(size, tuple):
            raise FigureError(
                f'"{size}" is not a size', where="--size", fix="give a width in inches, or width and height"
            )
        width, least = size[0] * 72, (size[1] or 0.0) * 72
        if not (_LEAST_WIDTH <= width <= _MOST_WIDTH and 0 <= least <= _MOST_WIDTH * 10):
            raise FigureError(
                f"a figure {size[0]:g} inches wide cannot be drawn",
                where="--size",
                fix=f"give a width from {_LEAST_WIDTH / 72:.1f} to {_MOST_WIDTH / 72:.0f} inches",
            )
    paper = Paper(measure=measure, lacks=lacks, theme=colours, width=width, least_height=least, linear=asked.linear)
    if kind == "cascade":
        if event is None:
            raise FigureError(
                "a cascade is that of one event",
                fix="`timeline figure cascade ID -o FILE`; `timeline list` shows the ids",
            )
        return tree.lay_out(cascade.chart(snapshot, event, asked), paper)
    if kind == "plane":
        return field.lay_out(plane.chart(snapshot, asked), paper)
    if kind == "rate":
        return columns.lay_out(rate.chart(snapshot, records, asked), paper)
    if kind == "lag":
        return lengths.lay_out(lag.chart(snapshot, asked), paper)
    if kind == "calendar":
        return months.lay_out(calendar.chart(snapshot, asked), paper)
    return lay_out(
        describe(snapshot, kind, view=view, asked=asked, before=before, cell=cell, records=records),
        measure=measure,
        lacks=lacks,
        theme=colours,
        width=width,
        least_height=least,
        linear=asked.linear,
        lines=LINES,
    )
