"""A sheet as text: comma-, semicolon- or tab-separated values, as a table.

Law of this module: what parts the cells is told by a first line ``sep=;``, else by the headings; signs are counted only
where no heading is known.
"""

from __future__ import annotations

from timeline.errors import FormatError
from timeline.records import say
from timeline.records.strict_json import quoted
from timeline.text.incoming import cells, headings
from timeline.text.incoming.values import Asked, Table, listed


def table(text: str, *, name: str, usual: str, asked: Asked) -> Table:
    """Read a text as rows of cells; rows in which nothing stands are left out.

    Raises:
        FormatError: It is no such text.
    """
    if asked.sheet is not None:
        what = f"a text is one sheet, and has none that is called {quoted(asked.sheet)}"
        raise FormatError(what, where="--sheet", fix="leave the name of the sheet out", unwritten=True)
    try:
        text = cells.lines(text)
        told, length = cells.told_separator(text)
        body, first = text[length:], 2 if length else 1
        chosen = told or headings.separator(body, usual, asked)
        rows = cells.Rows(body, chosen, first_line=first)
    except FormatError as error:
        raise FormatError(error.what, where=f"{name}:{error.where}", fix=error.fix, unwritten=True) from error
    lines = listed([str(line) for line in rows.comments])
    notes = (f"{say.counted(len(rows.comments), 'comment')}, passed over: line {lines}",) if rows.comments else ()
    return Table(name=name, rows=rows, notes=notes)
