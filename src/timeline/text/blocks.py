"""The rows of a sheet in one layout, line by line.

Law of this module: no date, id or number breaks; a cell that is wider than its column moves what stands beside it, line
by line, in its own row alone.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, TypeVar

from timeline.named import NamedTuple
from timeline.text.sheet import Column
from timeline.text.terminal import columns, fold, safe

Lines: TypeAlias = "list[str]"
"""A cell: its lines, safe to print."""
Parts: TypeAlias = "list[tuple[str, str]]"
"""A line of a block: texts that stand side by side, blanks included, each with its ink."""
Places: TypeAlias = "tuple[tuple[tuple[int, ...], ...], ...]"
"""A layout, its columns by their places."""
Pushed: TypeAlias = "tuple[int, ...]"
"""By how many columns what stands before a block overhangs it, in each of its first lines."""
Item = TypeVar("Item")

GAP: Final = "  "
MOST_LINES: Final = 2
MEASURED: Final = 500
"""So many rows, from the first, choose the layout."""
_PIECES: Final = ("; ", " ")
"""Where words that must give way are cut: between the things that they list, else between two words."""
_MORE: Final = "…"
EMPTY: Final = frozenset({"", "-"})
_REPEATED: Final = frozenset({""})
_INDENT: Final = 2


class Grid(NamedTuple):
    """A sheet in one layout: its cells, how wide each block is, and each column in it."""

    columns: tuple[Column, ...]
    cells: list[list[Lines]]
    layout: Places
    widths: tuple[int, ...]
    sizes: tuple[int, ...]
    hidden: tuple[str, ...]
    is_narrow: bool

    @property
    def has_stand_ins(self) -> bool:
        """Whether a column stands for others."""
        return any(self.columns[place].stands_for for place in held(self.layout))

    def head(self) -> list[Parts]:
        """Draw the headings, as a row is drawn."""
        cells = [[safe(column.heading)] for column in self.columns]
        lines = self.lines(cells)
        return [[(text, "bold" if text.strip() else "") for text, _ in parts] for parts in lines]

    def lines(self, row: Sequence[Lines]) -> list[Parts]:
        """Draw one row; what stands but once above the cells of several rows has lines of its own."""
        places = self._above_rows()
        if all(_REPEATED.issuperset(row[place]) for place in places):
            return self._lines(row)
        head = self._side_by_side(row, places, self.widths[0], ())
        return [*head, *self._lines(self._below(row, places))]

    def short(self, row: Sequence[Lines]) -> tuple[list[Parts], int | None]:
        """Draw one row in two lines where that is possible, and say in which column words were cut for it, if any were.

        What has no room in the row is drawn whole where no cut gives it two lines.
        """
        drawn = self.lines(row)
        if len(drawn) <= MOST_LINES or len(self._lines(below := self._below(row, self._above_rows()))) <= MOST_LINES:
            return drawn, None
        for place in held(self.layout):
            for cell in self._shorter(below, place):
                return self.lines(_with(row, place, cell)), place
        return drawn, None

    def _above_rows(self) -> tuple[int, ...]:
        """Give the columns whose cells are said once, in the first line of the first block, with others below them."""
        first, *below = self.layout[0]
        return first if below and all(self.columns[place].once for place in first) else ()

    def _below(self, row: Sequence[Lines], above: tuple[int, ...]) -> Sequence[Lines]:
        return [[""] if number in above else cell for number, cell in enumerate(row)]

    def _shorter(self, row: Sequence[Lines], place: int) -> Iterator[Lines]:
        """Give a cell with as many of its words as two lines allow, cut between what they list, then cut anywhere."""
        number = self.columns[place].cut
        if number is None:
            return
        cell = row[place]
        kept = cell[number % len(cell) + 1 :]
        text = self.columns[place].flows.join(cell[: len(cell) - len(kept)])
        for joint in _PIECES:
            pieces = text.split(joint)
            cuts = [[joint.join([*pieces[:left], _MORE]), *kept] for left in range(1, len(pieces))]
            if found := bisect_left(cuts, MOST_LINES + 1, key=lambda one: len(self._lines(_with(row, place, one)))):
                yield cuts[found - 1]

    def _lines(self, row: Sequence[Lines]) -> list[Parts]:
        return self._flat(row) or self._folded_lines(row)

    def _flat(self, row: Sequence[Lines]) -> list[Parts]:
        """Draw a row of which every block is one cell of one line that fits, as most are; else nothing."""
        line: Parts = []
        for block, width in zip(self.layout, self.widths, strict=True):
            if len(block) > 1 or len(block[0]) > 1:
                return []
            (place,) = block[0]
            cell = row[place]
            if len(cell) != 1:
                return []
            (text,) = cell
            taken = columns(text)
            if taken > width:
                return []
            line += [(text, self._ink(place, text)), (" " * (width - taken) + GAP, "")]
        return [line]

    def _one_line(self, row: Sequence[Lines], places: Sequence[int], room: int) -> Parts | None:
        """Draw cells of one line each beside each other; nothing where one has more, or the last is too wide."""
        line: Parts = []
        for place in places:
            cell = row[place]
            if len(cell) != 1:
                return None
            (text,) = cell
            line.append((text, self._ink(place, text)))
            taken = columns(text)
            if place != places[-1]:
                if taken > self.sizes[place] and not self.columns[place].whole:
                    return None
                line.append((" " * max(self.sizes[place] - taken, 0) + GAP, ""))
            elif taken > room and not self.columns[place].whole:
                return None
        return line

    def _ink(self, place: int, text: str) -> str:
        inks = self.columns[place].inks
        return inks.get(text.strip(), "") if inks else ""

    def _folded_lines(self, row: Sequence[Lines]) -> list[Parts]:
        blocks: list[list[Parts]] = []
        pushed: Pushed = ()
        for block, width in zip(self.layout, self.widths, strict=True):
            drawn = self._block(row, block, width, pushed)
            pushed = _pushed(drawn, width, pushed)
            blocks.append(drawn)
        found: list[Parts] = []
        for number in range(max(map(len, blocks))):
            line: Parts = []
            debt = 0
            for drawn, width in zip(blocks, self.widths, strict=True):
                parts = drawn[number] if number < len(drawn) else []
                blanks = width - line_width(parts) - debt
                debt = max(-blanks, 0)
                line += [*parts, (" " * max(blanks, 0) + GAP, "")]
            found.append(line)
        return found

    def heights(self, width: int) -> list[int]:
        """Count the lines of each row, of the first ones; of none where one is wider than the terminal."""
        found = []
        above = self._above_rows()
        for row in self.cells[:MEASURED]:
            lines = self._lines(self._below(row, above))
            if any(line_width(stripped(parts)) > width for parts in lines):
                return []
            found.append(len(lines))
        return found

    def widths_of_first(self) -> list[int]:
        """Say how wide the first block is, where nothing in it folds: its heading, then each of the first rows."""
        head = [[column.heading] for column in self.columns]
        rows = [head, *self.cells[:MEASURED]]
        return [max(map(line_width, self._block(row, self.layout[0], 0, ()))) for row in rows]

    def _block(
        self, row: Sequence[Lines], block: tuple[tuple[int, ...], ...], width: int, pushed: Pushed
    ) -> list[Parts]:
        found: list[Parts] = []
        for number, places in enumerate(block):
            if all((EMPTY if number else _REPEATED).issuperset(row[place]) for place in places) and len(block) > 1:
                continue
            blanks = indent(self.columns, block, number)
            drawn = self._side_by_side(row, places, width - blanks, pushed[len(found) :], alone=len(block) < MOST_LINES)
            found += [[(" " * blanks, ""), *parts] for parts in drawn] if blanks else drawn
        return found or [[]]

    def _side_by_side(
        self, row: Sequence[Lines], places: Sequence[int], width: int, pushed: Pushed, *, alone: bool = True
    ) -> list[Parts]:
        """Draw cells beside each other, each folded into its column; one that is flush to the right end.

        Where they are not ``alone`` in their block, it has one line for them, and they move together to fit into it.
        """
        by = pushed[0] if pushed else 0
        if self.columns[places[-1]].flush:
            *places, end = places
            (text, *_) = row[end]
            taken = columns(text) + 1 if text else 0
            drawn = self._side_by_side(row, places, width, (by + taken, *pushed[1:]), alone=alone)
            blanks = width - by - line_width(drawn[0]) - columns(text)
            drawn[0] += [(" " * blanks, ""), (text, self._ink(end, text))]
            return drawn
        *before, last = places
        room = width - sum(self.sizes[place] + len(GAP) for place in before)
        if (flat := self._one_line(row, places, room - by)) is not None:
            return [flat]
        if not alone and (close := self._close_together(row, places, width - by)) is not None:
            return [close]
        cells = [self._folded(row[place], place, self.sizes[place], ()) for place in before]
        cells.append(self._folded(row[last], last, room, pushed))
        found: list[Parts] = []
        for each in range(max(1, *map(len, cells))):
            parts: Parts = []
            for place, cell in zip(places, cells, strict=True):
                text = cell[each] if each < len(cell) else ""
                parts.append((text, self._ink(place, text)))
                if place != last:
                    parts.append((" " * max(self.sizes[place] - columns(text), 0) + GAP, ""))
            found.append(parts)
        return found

    def _close_together(self, row: Sequence[Lines], places: Sequence[int], room: int) -> Parts | None:
        """Draw cells of one line each as near to each other as they can be; nothing where they do not fit even so."""
        if any(len(row[place]) != 1 for place in places):
            return None
        texts = [row[place][0] for place in places]
        if sum(map(columns, texts)) + len(GAP) * (len(texts) - 1) > room:
            return None
        parts: Parts = []
        for place, text in zip(places, texts, strict=True):
            parts += [(GAP, "")] if parts else []
            parts.append((text, self._ink(place, text)))
        return parts

    def _folded(self, cell: Lines, place: int, width: int, pushed: Pushed) -> Lines:
        if self.columns[place].whole:
            return cell
        found = self._folded_each(cell, place, width, pushed)
        if (joint := self.columns[place].flows) and len(cell) > 1 and len(found) > MOST_LINES:
            run_on = self._folded_each([joint.join(cell)], place, width, pushed)
            return min(found, run_on, key=len)
        return found

    def _folded_each(self, cell: Lines, place: int, width: int, pushed: Pushed) -> Lines:
        found: Lines = []
        for line in cell:
            rooms = [max(width - by, 1) for by in pushed[len(found) :]]
            if columns(line) <= (rooms[0] if rooms else width):
                found.append(line)
                continue
            found += fold(line, max(width, 1), rooms=rooms, hyphens=self.columns[place].prose)
        return found


def _with(several: Sequence[Item], place: int, item: Item) -> list[Item]:
    """Give a list with another item at a place."""
    return [item if number == place else one for number, one in enumerate(several)]


def _pushed(drawn: Sequence[Parts], width: int, before: Pushed) -> Pushed:
    """Say, line by line, by how much a block that is as wide overhangs what stands beside it."""
    pairs = itertools.zip_longest(drawn, before)
    return tuple(max(line_width(parts or []) + (by or 0) - width, 0) for parts, by in pairs)


def indent(columns_: Sequence[Column], block: tuple[tuple[int, ...], ...], number: int) -> int:
    """Set what belongs to a cell that stands but once off from it."""
    return _INDENT if number and columns_[block[0][0]].once else 0


def gaps(columns_: Sequence[Column], line: Sequence[int]) -> int:
    """Count the blanks between what stands side by side."""
    return sum(1 if columns_[place].flush else len(GAP) for place in line[1:])


def line_width(parts: Parts) -> int:
    """Count the columns that a line takes."""
    return sum(columns(text) for text, _ in parts)


def stripped(parts: Parts) -> Parts:
    """Leave the blanks at the end of a line out."""
    while parts and not parts[-1][0].strip():
        parts = parts[:-1]
    return [*parts[:-1], (parts[-1][0].rstrip(), parts[-1][1])] if parts else parts


def held(layout: Places) -> frozenset[int]:
    """Give the places of the columns that a layout shows."""
    return frozenset(place for block in layout for line in block for place in line)
