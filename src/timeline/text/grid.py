"""A sheet as a table on a terminal.

Law of this module: what says the same in every row is said once, above; what is left out for want of room, or cut, is
named there.
"""

from __future__ import annotations

from typing import Final

from timeline.text.blocks import EMPTY, Parts, stripped
from timeline.text.layouts import choose
from timeline.text.sheet import Sheet
from timeline.text.terminal import fold, safe

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
    """Draw a sheet for so many columns of a terminal; with ``wide`` nothing is left out or cut, and lists are whole.

    At ``most`` so many lines are drawn, the headings among them: whole rows, the first always. ``all_by`` is what gives
    the columns that are left out.

    Returns:
        The table, below a line on what every row says and what is left out or cut, and above what the sheet says below
        it; nothing where the sheet has no rows.
    """
    if not sheet.rows:
        return ""
    common = _common(sheet)
    chosen = choose(sheet, frozenset(common), width, wide=wide)
    above = _above(sheet, common)
    lines = [_drawn(parts, color=color) for parts in chosen.head()]
    cut: dict[str, None] = {}
    for number, row in enumerate(chosen.cells):
        parts, place = (chosen.lines(row), None) if wide else chosen.short(row)
        is_last_line = number == len(chosen.cells) - 1 and len(parts) == 1  # as long as the line that would count it
        if most is not None and number and bool(above) + len(lines) + len(parts) > most + is_last_line:
            lines.append(f"… and {len(chosen.cells) - number:,} more")
            break
        lines += [_drawn(each, color=color) for each in parts]
        cut |= {} if place is None else {sheet.columns[place].heading: None}
    above += [f"Not shown: {', '.join(chosen.hidden)} ({all_by})"] if chosen.hidden else []
    above += [f"Cut: {', '.join(cut)} ({all_by})"] if cut else []
    lines = [*(fold(". ".join(above) + ".", width) if above else ()), *lines]
    for sentence in sheet.below if chosen.has_stand_ins else ():
        lines += fold(safe(sentence), width)
    return "\n".join(lines) + "\n"


def paint(text: str, ink: str) -> str:
    """Give a text, already safe, a colour; an unknown or empty ink leaves it as it is."""
    return f"\x1b[{_INKS[ink]}m{text}\x1b[0m" if text and ink in _INKS else text


def _drawn(parts: Parts, *, color: bool) -> str:
    if not color:
        return "".join([text for text, _ in parts]).rstrip()
    return "".join(paint(text, ink) for text, ink in stripped(parts))


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


def _above(sheet: Sheet, common: dict[int, str]) -> list[str]:
    told = {place: cell for place, cell in common.items() if not sheet.columns[place].stands_for}
    said = [
        f"{sheet.columns[place].heading} {'; '.join(map(safe, cell.split(chr(10))))}"
        for place, cell in told.items()
        if cell not in EMPTY
    ]
    empty = [sheet.columns[place].heading for place, cell in told.items() if cell in EMPTY]
    words = ["In every row: " + ", ".join(said)] if said else []
    return words + (["Empty in every row: " + ", ".join(empty)] if empty else [])
