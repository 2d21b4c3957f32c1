"""Where a figure is to stand: how wide and how tall it is there, and how large its type has to be to be read.

Law of this module: plain values. Sizes of screens are in CSS pixels, of which an inch has 96; of paper in points.
"""

from __future__ import annotations

from typing import Final

import attrs

from timeline.dates.suggest import did_you_mean
from timeline.errors import FigureError
from timeline.figures.place.canvas import MARGIN, SMALL

_PX: Final = 72 / 96
_TOP: Final = 8.0  # more than this is no margin above a headline


@attrs.frozen(kw_only=True)
class Use:
    """A place for a figure.

    Attributes:
        name: As it is asked for.
        width: Of the whole figure, in points.
        tallest: How tall it may be, in points; None where it grows to what is shown.
        least: The smallest type that is read there, in points.
        edge: What stays free at its sides, in points.
        is_exact: Whether it is as tall as it may be, whatever it shows.
        is_rail: Whether time runs down a rail, with each date above what happened.
        page: The height of a page, in points, where it is cut into pages.
        theme: Its colours, where no others are asked for.
        dpi: Dots per inch of a PNG, where no others are asked for.
    """

    name: str
    width: float
    tallest: float | None = None
    least: float
    edge: float
    is_exact: bool = False
    is_rail: bool = False
    page: float | None = None
    theme: str = "light"
    dpi: float = 96.0

    @property
    def scale(self) -> float:
        """How much larger it is than it is laid out: so that the smallest type of a figure is the least one here."""
        return max(self.least / SMALL, 1.0)

    def enlarged(self, factor: float) -> Use:
        """Give this place with larger type."""
        return attrs.evolve(self, least=max(self.least, SMALL) * factor)

    @property
    def trim(self) -> float:
        """What is cut off at each side of what is laid out, before it is made larger; less than nothing is added."""
        return MARGIN - self.edge / self.scale

    @property
    def top(self) -> float:
        """What is cut off above and below."""
        return min(self.trim, _TOP)

    @property
    def room(self) -> float:
        """The width to lay out for."""
        return self.width / self.scale + 2 * self.trim

    def sheet(self, width: float) -> float:
        """Give the height of a page of a width: upright, or lying."""
        return (self.page or 0.0) if width <= self.width + 1 else self.width

    @property
    def most(self) -> float | None:
        """The height to lay out for."""
        return None if self.tallest is None else self.tallest / self.scale + 2 * self.top


USES: Final = {
    use.name: use
    for use in (
        Use(name="article", width=680 * _PX, tallest=900 * _PX, least=11 * _PX, edge=8 * _PX),
        Use(name="phone", width=360 * _PX, least=12 * _PX, edge=12 * _PX, is_rail=True),
        Use(name="card", width=1200 * _PX, tallest=675 * _PX, least=18 * _PX, edge=40 * _PX, is_exact=True),
        Use(name="print", width=210 / 25.4 * 72, page=297 / 25.4 * 72, least=SMALL, edge=36.0, theme="print"),
    )
}
"""The places by name."""


def use_named(name: str) -> Use:
    """Give a place by its name.

    Raises:
        FigureError: There is no such place.
    """
    found = USES.get(name)
    if found is None:
        fix = did_you_mean(name, USES) or f"choose one of {', '.join(USES)}"
        raise FigureError(f'"{name}" is no place for a figure', where="--for", fix=fix)
    return found
