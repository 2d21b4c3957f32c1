"""A sheet as text: comma-, semicolon- or tab-separated values, as a table.

Law of this module: what parts the cells is told by a first line ``sep=;``, else by the headings; signs are counted only
where no heading is known.
"""

from __future__ import annotations

import itertools

from timeline.errors import FormatError
from timeline.records import say
from timeline.records.strict_json import quoted
from timeline.text.incoming import cells, headings, told
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Cells, Table, listed


def table(content: Pieces, *, name: str, usual: str, asked: Asked) -> Table:
    """Read a text as rows of cells; rows in which nothing stands are left out.

    Raises:
        FormatError: It is no such text.
    """
    if asked.sheet is not None:
        what = f"a text is one sheet, and has none that is called {quoted(asked.sheet)}"
        raise FormatError(what, where="--sheet", fix="leave the name of the sheet out", unwritten=True)
    comments: list[int] = []
    try:
        rows = _rows(content, name, usual, asked, comments)
    except FormatError as error:
        if error.unwritten:
            raise
        raise FormatError(error.what, where=f"{name}:{error.where}", fix=error.fix, unwritten=True) from error
    lines = listed([str(line) for line in comments])
    notes = (f"{say.counted(len(comments), 'comment')}, passed over: line {lines}",) if comments else ()
    return Table(name=name, rows=rows, notes=notes)


def _rows(content: Pieces, name: str, usual: str, asked: Asked, comments: list[int]) -> KeptRows:
    """Part a text into its rows.

    Left out are rows in which nothing stands, and comments: rows of one cell that begins with ``#`` among rows of more.
    The lines of these are put among ``comments``.
    """
    blocks = ((number, cells.lines(text, number)) for number, text in told.blocks(content, name))
    first, text = next(blocks, (1, ""))
    said, length = cells.told_separator(text)
    if length:
        first, text = first + 1, text[length:]
    separator = said or headings.separator(text, usual, asked)
    kept = KeptRows(texts=asked.texts())
    is_wide = False
    for row in cells.rows(itertools.chain(((first, text),), blocks), separator):
        if not is_wide and len(row.cells) > 1:
            is_wide = True
            comments += [above.line for above in kept if _is_comment(above)]
            kept = KeptRows((above for above in kept if not _is_comment(above)), asked.texts()) if comments else kept
        if is_wide and _is_comment(row):
            comments.append(row.line)
        elif not row.is_blank:
            kept.append(row)
    return kept


def _is_comment(row: Cells) -> bool:
    return len(row.cells) == 1 and row.cells[0].startswith("#")
