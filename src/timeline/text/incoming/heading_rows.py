"""A table whose headings stand in several rows, or in none, as one whose headings stand in one row.

Law of this module: how many rows they take was told; nothing is guessed from what stands in them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import attrs

from timeline.errors import FormatError
from timeline.records import say
from timeline.text.incoming import headings
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.values import Asked, Cells, Table, letters


def in_one_row(table: Table, asked: Asked) -> Table:
    """Give a table with its headings in one row, by how many rows ``asked`` says that they take.

    Of several rows, each heading is what stands in them, from above: a cell that is empty in an upper row has what
    stands to the left of it, as cells that are joined into one show it, if both stand below one cell. Where there is
    none, the columns are called ``A``, ``B`` and so on.

    Raises:
        FormatError: The table has no rows of its own, or fewer than its headings take.
    """
    if asked.heading_rows == 1 or not table.rows:
        return table
    if table.has_keys:
        what = "the headings of objects are their keys, and stand in no row"
        raise FormatError(what, where="--heading-rows", fix="leave it out", unwritten=True)
    if asked.heading_rows == 0:
        width = max(len(row.cells) for row in table.rows)
        first = Cells(table.rows[0].line, tuple(map(letters, range(width))))
        return attrs.evolve(table, rows=_put_together([first], table.rows, asked), head=0)
    many = asked.heading_rows
    if len(table.rows) < many:
        what = f"it has {say.counted(len(table.rows), 'row')}, and its headings are to take {many}"
        raise FormatError(
            what, where=table.name, fix="leave --heading-rows out (in Python heading_rows=)", unwritten=True
        )
    joined = [_joined(table.rows[at : at + many]) for at in range(min(len(table.rows) - many + 1, headings.MOST_ABOVE))]
    at = headings.head(joined, asked)
    named = attrs.evolve(
        table, rows=_put_together([*table.rows[:at], joined[at]], table.rows[at + many :], asked), head=at
    )
    last = joined[at].line + many - 1
    note = f"lines {joined[at].line} to {last}: headings, put together, as in {', '.join(_few(joined[at].cells))}"
    return attrs.evolve(named, notes=(*named.notes, note))


def _put_together(above: Iterable[Cells], below: Iterable[Cells], asked: Asked) -> KeptRows:
    return KeptRows(itertools.chain(above, below), asked.texts())


def _joined(rows: Sequence[Cells]) -> Cells:
    width = max(len(row.cells) for row in rows)
    levels = [[*map(str.strip, row.cells), *[""] * (width - len(row.cells))] for row in rows]
    for depth, upper in enumerate(levels[:-1]):
        for place in range(1, width):
            is_below_one = depth == 0 or levels[depth - 1][place] == levels[depth - 1][place - 1]
            has_more = any(level[place] for level in levels)
            upper[place] = upper[place] or (upper[place - 1] if has_more and is_below_one else "")
    return Cells(
        rows[0].line, tuple(" ".join(dict.fromkeys(filter(None, names))) for names in zip(*levels, strict=True))
    )


def _few(cells: Sequence[str]) -> list[str]:
    return [f'"{" ".join(cell.split())}"' for cell in cells if cell][:3]
