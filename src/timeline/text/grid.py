"""A sheet as a table on a terminal: the layout that fits, and the lines of it.

Law of this module: no date, id or number breaks; what says the same in every row is said once, above; what is left out
for want of room is named above. A row takes two lines at most wherever one of the layouts of its sheet allows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from timeline.text.sheet import Column, Sheet
from timeline.text.terminal import columns, fold, longest, safe

Lines: TypeAlias = "list[str]"
"""A cell: its lines, safe to print."""
Parts: TypeAlias = "list[tuple[str, str]]"
"""A line of a block: texts that stand side by side, blanks included, each with its ink."""
Places: TypeAlias = "tuple[tuple[tuple[int, ...], ...], ...]"
"""A layout, its columns by their places."""

GAP: Final = "  "
MOST_LINES: Final = 2
_LEAST_COLUMN: Final = 26
"""No longer word keeps its block from narrowing further: a date of two days has room, an address has not."""
_PROSE: Final = 22
"""Columns that sentences keep before names give way."""
_MEASURED: Final = 500
"""So many rows, from the first, choose the layout."""
_MOST_ROWS: Final = 0.95
"""Where more rows than this share take two lines, the others may take more."""
_ABOVE: Final = "as above"
_EMPTY: Final = frozenset({"", "-"})
_REPEATED: Final = frozenset({""})
_INDENT: Final = 2
_INKS: Final = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


def table(
    sheet: Sheet, *, width: int, color: bool, wide: bool = False, most: int | None = None, all_by: str = "--wide"
) -> str:
    """Draw a sheet.

    Args:
        sheet: What to draw.
        width: The columns of the terminal.
        color: Whether it may use colour.
        wide: Whether to leave no column out, and to give every list in full.
        most: How many lines to draw at most, the headings among them: whole rows, the first always; else all.
        all_by: What gives the columns that are left out.

    Returns:
        The table, below a line on what every row says and what is left out, and above what the sheet says below it;
        nothing where the sheet has no rows.
    """
    if not sheet.rows:
        return ""
    common = _common(sheet)
    chosen = _chosen(sheet, frozenset(common), width, wide=wide)
    lines = fold(_above(sheet, common, chosen, all_by), width) if common or chosen.hidden else []
    lines += [_drawn(parts, color=color) for parts in chosen.head()]
    for number, row in enumerate(chosen.cells):
        drawn = [_drawn(parts, color=color) for parts in chosen.lines(row)]
        if most is not None and number and len(lines) + len(drawn) > most:
            lines.append(f"… and {len(chosen.cells) - number:,} more")
            break
        lines += drawn
    for sentence in sheet.below if chosen.has_stand_ins else ():
        lines += fold(safe(sentence), width)
    return "\n".join(lines) + "\n"


def paint(text: str, ink: str) -> str:
    """Give a text, already safe, a colour; an unknown or empty ink leaves it as it is."""
    return f"\x1b[{_INKS[ink]}m{text}\x1b[0m" if text and ink in _INKS else text


def _drawn(parts: Parts, *, color: bool) -> str:
    if not color:
        return "".join([text for text, _ in parts]).rstrip()
    return "".join(paint(text, ink) for text, ink in _stripped(parts))


# --- what is said above ----------------------------------------------------------------------------------------------


def _common(sheet: Sheet) -> dict[int, str]:
    """Give the columns, by their places, that say the same in every row; of one row, none."""
    if len(sheet.rows) < 2:
        return {}
    first = sheet.rows[0]
    return {
        place: first[place]
        for place, column in enumerate(sheet.columns)
        if column.common and all(row[place] == first[place] for row in sheet.rows)
    }


def _above(sheet: Sheet, common: dict[int, str], chosen: _Grid, all_by: str) -> str:
    said = [
        f"{sheet.columns[place].heading} {'; '.join(map(safe, cell.split(chr(10))))}"
        for place, cell in common.items()
        if cell not in _EMPTY and not sheet.columns[place].stands_for
    ]
    empty = [sheet.columns[place].heading for place, cell in common.items() if cell in _EMPTY]
    words = ["In every row: " + ", ".join(said)] if said else []
    words += ["Empty in every row: " + ", ".join(empty)] if empty else []
    words += [f"Not shown: {', '.join(chosen.hidden)} ({all_by})"] if chosen.hidden else []
    return ". ".join(words) + "."


# --- the layout ------------------------------------------------------------------------------------------------------


class _Grid(NamedTuple):
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
        return any(self.columns[place].stands_for for place in _held(self.layout))

    def head(self) -> list[Parts]:
        """Draw the headings, as a row is drawn."""
        cells = [[safe(column.heading)] for column in self.columns]
        lines = self.lines(cells)
        return [[(text, "bold" if text.strip() else "") for text, _ in parts] for parts in lines]

    def lines(self, row: Sequence[Lines]) -> list[Parts]:
        """Draw one row; what stands but once above the cells of several rows has a line of its own."""
        place = self._above_rows()
        if place is None or _REPEATED.issuperset(row[place]):
            return self._lines(row)
        head: list[Parts] = [[(line, self._ink(place, line))] for line in row[place]]
        return [*head, *self._lines(self._below(row, place))]

    def _above_rows(self) -> int | None:
        """Give the column of which a cell is said once, in the first line of the first block, with others below it."""
        first, *below = self.layout[0]
        return first[0] if below and len(first) == 1 and self.columns[first[0]].once else None

    def _below(self, row: Sequence[Lines], place: int | None) -> Sequence[Lines]:
        return [[""] if number == place else cell for number, cell in enumerate(row)]

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
        pushed = 0
        for block, width in zip(self.layout, self.widths, strict=True):
            drawn = self._block(row, block, width, pushed)
            pushed = max(_width(drawn[0]) + pushed - width, 0)
            blocks.append(drawn)
        found: list[Parts] = []
        for number in range(max(map(len, blocks))):
            line: Parts = []
            debt = 0
            for drawn, width in zip(blocks, self.widths, strict=True):
                parts = drawn[number] if number < len(drawn) else []
                blanks = width - _width(parts) - debt
                debt = max(-blanks, 0)
                line += [*parts, (" " * max(blanks, 0) + GAP, "")]
            found.append(line)
        return found

    def heights(self, width: int) -> list[int]:
        """Count the lines of each row, of the first ones; of none where one is wider than the terminal."""
        found = []
        above = self._above_rows()
        for row in self.cells[:_MEASURED]:
            lines = self._lines(self._below(row, above))
            if any(_width(_stripped(parts)) > width for parts in lines):
                return []
            found.append(len(lines))
        return found

    def _block(self, row: Sequence[Lines], block: tuple[tuple[int, ...], ...], width: int, pushed: int) -> list[Parts]:
        found: list[Parts] = []
        for number, places in enumerate(block):
            if all((_EMPTY if number else _REPEATED).issuperset(row[place]) for place in places) and len(block) > 1:
                continue
            indent = _indent(self.columns, block, number)
            drawn = self._side_by_side(row, places, width - indent, 0 if number else pushed)
            found += [[(" " * indent, ""), *parts] for parts in drawn] if indent else drawn
        return found or [[]]

    def _side_by_side(self, row: Sequence[Lines], places: Sequence[int], width: int, pushed: int) -> list[Parts]:
        """Draw cells beside each other, each folded into its column; one that is flush to the right end."""
        if self.columns[places[-1]].flush:
            *places, end = places
            (text, *_) = row[end]
            drawn = self._side_by_side(row, places, width, pushed + columns(text) + 1 if text else pushed)
            blanks = width - pushed - _width(drawn[0]) - columns(text)
            drawn[0] += [(" " * blanks, ""), (text, self._ink(end, text))]
            return drawn
        *before, last = places
        room = width - sum(self.sizes[place] + len(GAP) for place in before)
        if (flat := self._one_line(row, places, room - pushed)) is not None:
            return [flat]
        cells = [self._folded(row[place], place, self.sizes[place], 0) for place in before]
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

    def _folded(self, cell: Lines, place: int, width: int, pushed: int) -> Lines:
        if self.columns[place].whole:
            return cell
        found = self._folded_each(cell, place, width, pushed)
        if (joint := self.columns[place].flows) and len(cell) > 1 and len(found) > MOST_LINES:
            run_on = self._folded_each([joint.join(cell)], place, width, pushed)
            return min(found, run_on, key=len)
        return found

    def _folded_each(self, cell: Lines, place: int, width: int, pushed: int) -> Lines:
        found: Lines = []
        for line in cell:
            first = max(width - (0 if found else pushed), 1)
            if columns(line) <= first:
                found.append(line)
                continue
            found += fold(line, max(width, 1), first=first, hyphens=self.columns[place].prose)
        return found


def _indent(columns_: Sequence[Column], block: tuple[tuple[int, ...], ...], number: int) -> int:
    """Set what belongs to a cell that stands but once off from it."""
    return _INDENT if number and columns_[block[0][0]].once else 0


def _gaps(columns_: Sequence[Column], line: Sequence[int]) -> int:
    """Count the blanks between what stands side by side."""
    return sum(1 if columns_[place].flush else len(GAP) for place in line[1:])


def _width(parts: Parts) -> int:
    return sum(columns(text) for text, _ in parts)


def _chosen(sheet: Sheet, common: frozenset[int], width: int, *, wide: bool) -> _Grid:
    """Choose the first layout in which all rows, else nearly all, take two lines at most; else the shortest."""
    tried: list[tuple[_Grid, list[int]]] = []
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


def _tries(sheet: Sheet, common: frozenset[int], width: int, *, wide: bool) -> Iterable[_Grid]:
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
        whole = [layout for layout in named if _held(layout) == _held(plain)]
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


def _held(layout: Places) -> frozenset[int]:
    return frozenset(place for block in layout for line in block for place in line)


def _grids(sheet: Sheet, cells: _Cells, layout: Places, common: frozenset[int], width: int) -> Iterable[_Grid]:
    """Measure a layout; then once more with a first block that its few widest cells overhang."""
    kept: Places = tuple(
        block
        for block in (
            tuple(line for line in (tuple(p for p in line if p not in common) for line in block) if line)
            for block in layout
        )
        if block
    )
    if not kept:
        return
    shown = _held(kept)
    natural, least = cells.natural, cells.least
    said = {heading for place in shown for heading in sheet.columns[place].stands_for}
    hidden = tuple(
        column.heading
        for place, column in enumerate(sheet.columns)
        if place not in shown and place not in common and not column.stands_for and column.heading not in said
    )
    firmest = tuple(
        want if column.whole or column.flush else min(_LEAST_COLUMN, word)
        for column, want, word in zip(sheet.columns, natural, least, strict=True)
    )

    def of_block(block: tuple[tuple[int, ...], ...], sizes: Sequence[int]) -> int:
        return max(
            _indent(sheet.columns, block, number) + sum(sizes[p] for p in line) + _gaps(sheet.columns, line)
            for number, line in enumerate(block)
        )

    wanted, words, firm = ([of_block(block, sizes) for block in kept] for sizes in (natural, least, firmest))
    room = width - len(GAP) * (len(kept) - 1)

    def sized(widths: Sequence[int]) -> tuple[int, ...]:
        """Share the width of each block among what stands side by side in it."""
        sizes = list(natural)
        for block, size in zip(kept, widths, strict=True):
            for number, line in enumerate(block):
                left = size - _indent(sheet.columns, block, number) - _gaps(sheet.columns, line)
                wanted, words, firm = ([each[place] for place in line] for each in (natural, least, firmest))
                shares = _fit(wanted, words, firm, left)
                for place, share in zip(line, shares, strict=True):
                    sizes[place] = share
        return tuple(sizes)

    widths = _fit(wanted, words, firm, room)
    grid = _Grid(
        columns=sheet.columns,
        cells=cells.rows,
        layout=kept,
        widths=tuple(widths),
        sizes=sized(widths),
        hidden=hidden,
        is_narrow=layout != _side_by_side(sheet),
    )
    yield grid
    if len(kept) > 1 and len(kept[0]) > 1 and firm[0] == wanted[0]:
        usual = _usual(grid)
        if usual < wanted[0]:
            narrower = [usual, *wanted[1:]]
            widths = _fit(narrower, [usual, *words[1:]], [usual, *firm[1:]], room)
            yield grid._replace(widths=tuple(widths), sizes=sized(widths))


def _usual(grid: _Grid) -> int:
    """Give the width that nine of ten cells of the first block, in the rows that are measured, do not exceed."""
    found = sorted(max(map(_width, grid._block(row, grid.layout[0], 0, 0))) for row in grid.cells[:_MEASURED])  # noqa: SLF001
    heads = max(map(_width, grid._block([[c.heading] for c in grid.columns], grid.layout[0], 0, 0)))  # noqa: SLF001
    return max(heads, found[-(-len(found) * 9 // 10) - 1])


def _stripped(parts: Parts) -> Parts:
    """Leave the blanks at the end of a line out."""
    while parts and not parts[-1][0].strip():
        parts = parts[:-1]
    return [*parts[:-1], (parts[-1][0].rstrip(), parts[-1][1])] if parts else parts


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
