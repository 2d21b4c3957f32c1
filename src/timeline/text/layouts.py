"""Which layout of a sheet fits a terminal, and how wide each of its columns is there.

Law of this module: what is whole keeps its width, prose gives way first; a row takes two lines at most wherever one of
the layouts of its sheet allows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from timeline.named import NamedTuple
from timeline.text.blocks import GAP, MOST_LINES, Grid, Lines, Places, gaps, held, indent
from timeline.text.sheet import Column, Sheet
from timeline.text.terminal import columns, longest, safe

_LEAST_COLUMN: Final = 26
"""No longer word keeps its block from narrowing further: a date of two days has room, an address has not."""
_PROSE: Final = 22
"""Columns that sentences keep before names give way."""
_MOST_ROWS: Final = 0.95
"""Where more rows than this share take two lines, the others may take more."""
_USUAL: Final = (0.9, 0.75)
"""Where such a share of the rows have narrower cells in their first block, the others may overhang what follows."""
_ABOVE: Final = "as above"


def choose(sheet: Sheet, common: frozenset[int], width: int, *, wide: bool) -> Grid:
    """Choose the first layout in which all rows, else nearly all, take two lines at most; else the shortest."""
    tried: list[tuple[Grid, list[int]]] = []
    for grid in _tries(sheet, common, width, wide=wide):
        heights = grid.heights(width)
        if heights and max(heights) <= MOST_LINES:
            return grid
        tried.append((grid, heights))
    fitting = [(grid, heights) for grid, heights in tried if heights] or tried
    for grid, heights in fitting:
        if sum(height <= MOST_LINES for height in heights) > _MOST_ROWS * len(heights):
            return grid
    narrow = [one for one in fitting if one[0].is_narrow]
    return min(narrow or fitting, key=lambda one: sum(one[1]))[0]


def _tries(sheet: Sheet, common: frozenset[int], width: int, *, wide: bool) -> Iterable[Grid]:
    plain = _side_by_side(sheet)
    by_heading = {
        column.heading: place for place, column in enumerate(sheet.columns) if not wide or not column.stands_for
    }
    named = [
        tuple(tuple(tuple(by_heading[name] for name in line) for line in block) for block in layout)
        for layout in sheet.narrow
        if all(name in by_heading for block in layout for line in block for name in line)
    ]
    full = _cells(sheet)
    yield from _grids(sheet, full, plain, common, width)
    if wide:
        whole = [layout for layout in named if held(layout) == held(plain)]
        for layout in whole:
            yield from _grids(sheet, full, layout, common, width)
        return
    counted = _counted(full, sheet) if any(column.counted for column in sheet.columns) else full
    if counted is not full:
        yield from _grids(sheet, counted, plain, common, width)
    for layout in named:
        yield from _grids(sheet, counted, layout, common, width)


def _side_by_side(sheet: Sheet) -> Places:
    return tuple(((place,),) for place, column in enumerate(sheet.columns) if not column.stands_for)


def _grids(sheet: Sheet, cells: _Cells, layout: Places, common: frozenset[int], width: int) -> Iterable[Grid]:
    """Measure a layout; then once more with a first block that its few widest cells overhang."""
    blocks = _without(layout, common)
    if not blocks:
        return
    firmest = tuple(
        want if column.whole or column.flush else min(_LEAST_COLUMN, word)
        for column, want, word in zip(sheet.columns, cells.natural, cells.least, strict=True)
    )
    sizes = (cells.natural, cells.least, firmest)
    wanted, words, firm = ([_width(sheet.columns, block, each) for block in blocks] for each in sizes)
    room = width - len(GAP) * (len(blocks) - 1)
    widths = _fit(wanted, words, firm, room)
    grid = Grid(
        columns=sheet.columns,
        cells=cells.rows,
        layout=blocks,
        widths=tuple(widths),
        sizes=_shared(sheet.columns, blocks, widths, sizes),
        hidden=_hidden(sheet.columns, held(blocks), common),
        is_narrow=layout != _side_by_side(sheet),
    )
    yield grid
    if len(blocks) > 1 and len(blocks[0]) > 1 and firm[0] == wanted[0]:
        for usual in sorted({_usual(grid, share) for share in _USUAL} - {wanted[0]}, reverse=True):
            widths = _fit([usual, *wanted[1:]], [usual, *words[1:]], [usual, *firm[1:]], room)
            yield grid._replace(widths=tuple(widths), sizes=_shared(sheet.columns, blocks, widths, sizes))


def _without(layout: Places, common: frozenset[int]) -> Places:
    """Leave out of a layout what is said once above the table, and blocks of which nothing is left."""
    blocks = ((tuple(p for p in line if p not in common) for line in block) for block in layout)
    return tuple(kept for block in blocks if (kept := tuple(line for line in block if line)))


def _hidden(of: Sequence[Column], shown: frozenset[int], common: frozenset[int]) -> tuple[str, ...]:
    """Name the columns that a layout does not show, and for which no other stands."""
    said = {heading for place in shown for heading in of[place].stands_for}
    return tuple(
        column.heading
        for place, column in enumerate(of)
        if place not in shown and place not in common and not column.stands_for and column.heading not in said
    )


def _width(of: Sequence[Column], block: tuple[tuple[int, ...], ...], sizes: Sequence[int]) -> int:
    """Say how wide a block is whose columns have some sizes."""
    return max(
        indent(of, block, number) + sum(sizes[p] for p in line) + gaps(of, line) for number, line in enumerate(block)
    )


def _shared(
    of: Sequence[Column], blocks: Places, widths: Sequence[int], sizes: Sequence[Sequence[int]]
) -> tuple[int, ...]:
    """Share the width of each block among what stands side by side in it."""
    found = list(sizes[0])
    for block, width in zip(blocks, widths, strict=True):
        for number, line in enumerate(block):
            left = width - indent(of, block, number) - gaps(of, line)
            wanted, words, firm = ([each[place] for place in line] for each in sizes)
            for place, share in zip(line, _fit(wanted, words, firm, left), strict=True):
                found[place] = share
    return tuple(found)


def _usual(grid: Grid, share: float) -> int:
    """Give the width of the first block that it has at most in such a share of the rows that are measured."""
    head, *widths = grid.widths_of_first()
    return max(head, sorted(widths)[math.ceil(share * len(widths)) - 1])


class _Cells(NamedTuple):
    """The cells of a sheet; of each column, how wide it wants to be, and its longest piece that need not break."""

    rows: list[list[Lines]]
    natural: tuple[int, ...]
    least: tuple[int, ...]


def _cells(sheet: Sheet) -> _Cells:
    rows = [
        [_cell(cell, column) for column, cell in zip(sheet.columns, row, strict=True)] for row in _unrepeated(sheet)
    ]
    measured = [_measured(rows, place, column) for place, column in enumerate(sheet.columns)]
    return _Cells(rows, *zip(*measured, strict=True))


def _counted(full: _Cells, sheet: Sheet) -> _Cells:
    """Give of each list that may be counted its first, and how many more there are."""
    places = [place for place, column in enumerate(sheet.columns) if column.counted]
    rows = [list(row) for row in full.rows]
    for row in rows:
        for place in places:
            row[place] = _few(row[place], sheet.columns[place].counted)
    measured = [
        _measured(rows, place, column) if column.counted else (full.natural[place], full.least[place])
        for place, column in enumerate(sheet.columns)
    ]
    return _Cells(rows, *zip(*measured, strict=True))


def _few(cell: Lines, room: int) -> Lines:
    """Give the first lines of a cell as one, at least one and as many as the room allows, and how many more there are.

    >>> _few(["scmp", "ft", "reuters"], 8), _few(["toms-hardware", "ft"], 8), _few(["scmp", "ft"], 8)
    (['scmp, ft +1'], ['toms-hardware +1'], ['scmp, ft'])
    """
    line, *rest = cell
    while rest and columns(f"{line}, {rest[0]}") <= room:
        line = f"{line}, {rest.pop(0)}"
    return [f"{line} +{len(rest)}"] if rest else [line]


def _measured(rows: Sequence[Sequence[Lines]], place: int, column: Column) -> tuple[int, int]:
    """Say how wide a column wants to be, and how wide its longest piece is that need not break."""
    lines = {safe(column.heading), *(line for row in rows for line in row[place])}
    natural = max(map(columns, lines))
    words = {word for line in lines for word in line.split(" ")} if not (column.whole or column.flush) else ()
    return natural, max(map(longest, words), default=natural)


def _cell(cell: str, column: Column) -> Lines:
    if "\n" not in cell:
        return [safe(cell)[: column.digits]]
    return [safe(line)[: column.digits] for line in cell.split("\n")]


def _unrepeated(sheet: Sheet) -> Iterable[Sequence[str]]:
    above: Sequence[str] = ()
    for row in sheet.rows:
        shown = list(row)
        for place, column in enumerate(sheet.columns):
            if not above or not column.once or row[place] != above[place]:
                break
            shown[place] = ""
        for place, column in enumerate(sheet.columns):
            if above and column.ditto and row[place] == above[place] and len(row[place]) > len(_ABOVE):
                shown[place] = _ABOVE
        yield shown
        above = row


def _fit(wanted: Sequence[int], least: Sequence[int], firm: Sequence[int], room: int) -> list[int]:
    """Share the room among blocks: prose gives way first, then all to their longest word; what is whole never does."""
    words = [min(pair) for pair in zip(least, wanted, strict=True)]
    prose = [max(word, _PROSE) if want > 2 * _PROSE else want for word, want in zip(words, wanted, strict=True)]
    widths: Sequence[int] = wanted
    for floors in (prose, words, firm):
        widths = _shrunk(widths, floors, room)
    return list(widths)


def _shrunk(wanted: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Lower the widest of the blocks that stand above their floors, together, until all fit or none can give way."""
    widths = list(wanted)
    while (over := sum(widths) - room) > 0:
        able = [place for place, width in enumerate(widths) if width > floors[place]]
        if not able:
            break
        widest = max(widths[place] for place in able)
        chosen = [place for place in able if widths[place] == widest]
        next_widest = max((widths[place] for place in able if widths[place] < widest), default=0)
        target = max(widest - -(-over // len(chosen)), next_widest, *(floors[place] for place in chosen))
        for place in chosen:
            widths[place] = target
    return widths
