"""A sheet in any of its forms as a table: text, or a workbook, as its first bytes tell.

Law of this module: what stands in a cell is the same text in all of them.
"""

from __future__ import annotations

from timeline.errors import FormatError
from timeline.text.incoming import csv, told
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Table


def table(content: Pieces, name: str, asked: Asked, *, usual: str = ",") -> Table:
    """Read a sheet as rows of cells.

    Raises:
        FormatError: It is not a sheet, or is damaged.
    """
    kind = told.kind(content, name)
    if kind == "xlsx":
        from timeline.text.incoming import xlsx  # noqa: PLC0415 - one form is read at a time

        return xlsx.table(content.whole(name), name, asked)
    if kind == "ods":
        from timeline.text.incoming import ods  # noqa: PLC0415

        return ods.table(content.whole(name), name, asked)
    if kind == "ics":
        raise FormatError("it is a calendar, and not a sheet", where=name, fix="import it as it is", unwritten=True)
    return csv.table(content, name=name, usual=usual, asked=asked)


def titled(content: Pieces, name: str, asked: Asked) -> tuple[list[str], Table]:
    """Read a sheet whose first row holds its headings; give them, and the table with that row.

    Raises:
        FormatError: As above; or it is empty, or a row of a text was cut.
    """
    found = table(content, name, asked)
    if not found.rows:
        raise FormatError("it is empty", where=name, fix="its first row holds the headings", unwritten=True)
    heads = [cell.strip() for cell in found.rows[0].cells]
    for row in found.rows[1:]:
        if found.is_ragged and len(row.cells) != len(heads):
            what = f"the row has {len(row.cells)} cells, and the first row {len(heads)}"
            fix = "a cell that holds a separator stands in quotes; a row that ends early was cut"
            raise FormatError(what, where=found.where(row.line), fix=fix, unwritten=True)
        if row.wrong:
            place, wrong = next(iter(row.wrong.items()))
            where = found.where(row.line, place, heads[place] if place < len(heads) else "")
            raise FormatError(wrong.what, where=where, fix=wrong.fix, unwritten=True)
    return heads, found
