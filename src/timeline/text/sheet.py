"""What people are shown of an answer: columns, rows of cells, and the ways in which they may be laid out.

Law of this module: it holds what a command chose; how it is drawn is told in `grid`, and how it is written in `render`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from timeline.named import NamedTuple

Block: TypeAlias = "tuple[tuple[str, ...], ...]"
"""What stands one below the other in a row: lines, each of them columns side by side, by their headings."""

Layout: TypeAlias = "tuple[Block, ...]"
"""A way to lay out a row: its blocks from left to right. A column that no block names is left out."""


_NO_INKS: Final[Mapping[str, str]] = MappingProxyType({})


class Column(NamedTuple):
    """A column for people.

    ``inks`` colours words that stand alone in a line of a cell. The rest is for the table alone: ``digits`` shortens
    ids to so many characters; ``once`` leaves a cell blank where it, and all such cells before it, repeat the row
    above; ``whole`` keeps a cell in one piece (a date, an id, a number, a word of ours); ``common`` lets a column that
    says the same in every row be said once, above; ``counted`` lets a cell of several lines give the first ones that
    take so many columns, and how many more there are; ``prose`` lets compounds of small letters break at their hyphen;
    ``ditto`` says "as above" of a cell that repeats the row above; ``flush`` sets a cell to the right end of the first
    line of its block, where what stands before it folds around it; ``flows`` is what joins the lines of a cell
    that would fold into more than two, and run on in fewer; ``cut`` is the place in a cell of the line that may lose
    words at its end, run on behind those before it, where its row would take more than two lines with them.
    ``stands_for`` names the columns that this one says in fewer letters, perhaps under the same heading; a layout shows
    it instead of those, but where all is asked for.
    """

    heading: str
    inks: Mapping[str, str] = _NO_INKS
    digits: int | None = None
    once: bool = False
    whole: bool = False
    common: bool = False
    counted: int = 0
    prose: bool = False
    ditto: bool = False
    flush: bool = False
    flows: str = ""
    cut: int | None = None
    stands_for: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """What a command shows to people: columns, and the cells of each row; a newline starts a line within a cell.

    ``narrow`` holds the layouts to try, in this order, where the columns side by side would take a row over more than
    two lines. ``below`` are sentences for below a table in which a column stands for others.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: tuple[Layout, ...] = ()
    below: tuple[str, ...] = ()

    def in_full(self) -> Sheet:
        """Give the sheet without the columns that stand for others."""
        kept = [place for place, column in enumerate(self.columns) if not column.stands_for]
        if len(kept) == len(self.columns):
            return self
        rows = tuple(tuple(row[place] for place in kept) for row in self.rows)
        return self._replace(columns=tuple(self.columns[place] for place in kept), rows=rows)
