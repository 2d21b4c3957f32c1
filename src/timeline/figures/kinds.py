"""The kinds of figure by name, and the way from a snapshot to a scene.

Law of this module: pure; what a kind needs beside the snapshot is said when it is missing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Snapshot
from timeline.dates.suggest import did_you_mean
from timeline.errors import FigureError
from timeline.figures.describe import belief, calendar, cascade, compare, events, lag, origins, plane, rate, state
from timeline.figures.describe.chart import Chart
from timeline.figures.describe.words import Asked
from timeline.figures.fitting import fitted
from timeline.figures.place import calendar as months
from timeline.figures.place import cascade as tree
from timeline.figures.place import lag as lengths
from timeline.figures.place import origins as ends
from timeline.figures.place import plane as field
from timeline.figures.place import rail
from timeline.figures.place import rate as columns
from timeline.figures.place.around import LINES, Paper
from timeline.figures.place.chart import WIDTH, lay_out
from timeline.figures.place.colours import theme_named
from timeline.figures.place.labels import Measure
from timeline.figures.scene import Scene
from timeline.figures.uses import Use
from timeline.records.model import Record
from timeline.views.table import ViewSpec

KINDS = ("events", "state", "compare", "plane", "cascade", "calendar", "rate", "lag", "belief")

_NAMING_KINDS: Final = ("events", "state", "compare", "plane", "calendar", "lag", "cascade")
READ_BY: Final[Mapping[str, tuple[object, tuple[str, ...]]]] = {
    "lanes": ("entity", ("events",)),
    "label": ("key", _NAMING_KINDS),
    "zero": (None, ("events", "plane", "calendar")),
    "scale": ("auto", ("events", "state", "compare", "plane", "rate", "belief", "cascade of one event")),
}
"""The options that not every kind reads: what each is where it is not given, and the kinds that read it.

A view may be named for every kind: those whose figures are not of a view pass over it.
"""

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
    ledger: Ledger | None = None,
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
        if view is None or cell is None or ledger is None:
            raise FigureError(
                "a figure of beliefs is that of one cell",
                fix="timeline figure belief ENTITY.PROPERTY -o FILE; "
                'in Python snap.figure("belief", cell="ENTITY.PROPERTY")',
            )
        return belief.chart(ledger, snapshot, view, cell, asked)
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
    ledger: Ledger | None = None,
    theme: str | None = None,
    size: tuple[float, float | None] | None = None,
    use: Use | None = None,
    measure: Measure,
    lacks: Callable[[str], Iterable[str]],
) -> Scene:
    """Describe a figure, one of ``KINDS``, and lay it out.

    It takes the ``view`` of a figure of states, the ``before`` of a comparison, the ``event`` of a cascade (None for
    that of all), the ``cell`` of a belief, and, for a rate and a belief, the records that the snapshot was made of,
    with their ``ledger`` where they are a part of a log. ``size`` is a width and a least height in inches; ``lacks``
    gives the characters of a text that the font lacks.

    Raises:
        FigureError: There is nothing to draw, or no way to draw it.
    """
    is_rail = use is not None and use.is_rail

    of = Ledger(records) if ledger is None else ledger

    @functools.cache
    def placed(most: int | None) -> Callable[[Paper], Scene]:
        """Describe the figure once for all papers on which it may be tried."""
        few = attrs.evolve(asked, most=most, is_brief=use is not None and use.is_exact)
        if kind == "cascade":
            return _cascade(snapshot, event, few)
        if kind in _FIELDS:
            return _FIELDS[kind](snapshot, of, few)
        chart = describe(snapshot, kind, view=view, asked=few, before=before, cell=cell, ledger=of)
        return lambda paper: rail.lay_out(chart, paper) if is_rail else lay_out(chart, paper, lines=LINES)

    def drawn(paper: Paper, most: int | None = None) -> Scene:
        return placed(most)(paper)

    paper = Paper(
        measure=measure,
        lacks=lacks,
        theme=theme_named(theme or (use.theme if use is not None else "light")),
        width=WIDTH,
        linear=asked.linear,
    )
    if use is None:
        width, least = _points(size)
        return drawn(attrs.evolve(paper, width=width, least_height=least))
    if size is not None:
        raise FigureError(
            "a place for a figure says how large it is",
            where="--for",
            fix="give only one of --for and --size (in Python for_= and size=)",
        )
    return fitted(drawn, paper, use, fewest=_FEWEST.get(kind, 1))


def _points(size: tuple[float, float | None] | None) -> tuple[float, float]:
    """Read a size in inches: the width, and the least height, in points."""
    if size is None:
        return WIDTH, 0.0
    if not isinstance(size, tuple):
        raise FigureError(f'"{size}" is not a size', where="--size", fix="give a width in inches, or width and height")
    width, least = size[0] * 72, (size[1] or 0.0) * 72
    if not (_LEAST_WIDTH <= width <= _MOST_WIDTH and 0 <= least <= _MOST_WIDTH * 10):
        raise FigureError(
            f"a figure {size[0]:g} inches wide cannot be drawn",
            where="--size",
            fix=f"give a width from {_LEAST_WIDTH / 72:.1f} to {_MOST_WIDTH / 72:.0f} inches",
        )
    return width, least


def _cascade(snapshot: Snapshot, event: str | None, asked: Asked) -> Callable[[Paper], Scene]:
    """Describe the cascade of one event, or that of all; give how it is laid out."""
    if event is None:
        whole = origins.chart(snapshot, asked)
        return lambda paper: ends.lay_out(whole, paper)
    one = cascade.chart(snapshot, event, asked)
    return lambda paper: tree.lay_out(one, paper)


_FEWEST: Final[Mapping[str, int]] = {"events": 0, "plane": 0, "belief": 2}
"""How little a kind can show and still be one: events and planes that name nothing, beliefs that change."""

_FIELDS: Final[Mapping[str, Callable[[Snapshot, Ledger, Asked], Callable[[Paper], Scene]]]] = {
    "plane": lambda snapshot, _, asked: functools.partial(field.lay_out, plane.chart(snapshot, asked)),
    "rate": lambda snapshot, ledger, asked: functools.partial(columns.lay_out, rate.chart(snapshot, ledger, asked)),
    "lag": lambda snapshot, _, asked: functools.partial(lengths.lay_out, lag.chart(snapshot, asked)),
    "calendar": lambda snapshot, _, asked: functools.partial(months.lay_out, calendar.chart(snapshot, asked)),
}
"""The kinds that do not stand in lanes along time: each is described, and gives how it is laid out on a paper."""
