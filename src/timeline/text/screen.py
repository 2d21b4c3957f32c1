"""An answer on one short screen, for those who ask in Python.

Law of this module: it shows the first rows as a terminal would, and says how many more there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from timeline.records import say
from timeline.text.grid import table
from timeline.text.sheet import Sheet
from timeline.text.tables import sheet_of
from timeline.text.terminal import safe

WIDTH: Final = 80
LINES: Final = 20


def screen(name: str, rows: Sequence[Any], notes: Sequence[str] = (), titles: Mapping[str, str] | None = None) -> str:
    """Show the first rows of an answer; a line counts all of them, and the notes follow it.

    Of a name that is not an answer's each key is a column; what is not a mapping is shown as it is. ``titles`` are
    those of the events of ``diff``, by id.
    """
    if all(isinstance(row, Mapping) for row in rows):
        sheet = _sheet(name, rows, titles or {})
        drawn = table(sheet, width=WIDTH, color=False, most=LINES, all_by="rows() has all").splitlines()
        shown = drawn if len(drawn) <= LINES + 1 else [*drawn[:LINES], "…"]
    else:
        most = LINES if len(rows) > LINES + 1 else LINES + 1  # the line that counts one row more could show it
        shown = [safe(repr(row))[:WIDTH] for row in rows[:most]]
        shown += [f"… and {len(rows) - most:,} more"] if len(rows) > most else []
    return "\n".join([*shown, f"<{name}: {say.counted(len(rows), 'row')}>", *map(safe, notes)])


def _sheet(name: str, rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Sheet:
    if name == "diff":
        return sheet_of(name)(rows, titles)
    if name == "history":
        name = "rectangles" if rows and "as_of_first" in rows[0] else "records"
    return sheet_of(name)(rows)
