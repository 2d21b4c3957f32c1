"""Comma- and tab-separated text as rows of cells, each with the line on which it begins.

Law of this module: a cell is the text that stands in it, nothing is run, trimmed or guessed at; and a text that two
readers would part differently is refused. The rules are RFC 4180's, with other separators and line ends let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from timeline.errors import FormatError
from timeline.text.incoming.values import Cells

SEPARATORS: Final = (",", ";", "\t")
MOST_COLUMNS: Final = 500
_SEP_LINE: Final = re.compile("\ufeff?sep=([,;\t])\n", re.IGNORECASE)
_QUOTED: Final = re.compile('"([^"]*(?:""[^"]*)*)"')


def lines(text: str) -> str:
    """End every line in a line feed, and take a byte order mark away.

    Raises:
        FormatError: A carriage return stands alone.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    alone = text.find("\r")
    if alone >= 0:
        number = text.count("\n", 0, alone) + 1
        raise FormatError(
            "a carriage return stands alone",
            where=str(number),
            fix="save it with line ends that end lines everywhere: CRLF or LF",
        )
    return text


def told_separator(text: str) -> tuple[str | None, int]:
    """Find the separator that a first line ``sep=;`` tells, and how many characters that line takes."""
    found = _SEP_LINE.match(text)
    return (found[1], found.end()) if found else (None, 0)


def _counted(cells: list[str], line: int) -> tuple[str, ...]:
    """Give the cells of a row, if they are not more than any sheet has."""
    if len(cells) > MOST_COLUMNS:
        raise FormatError(
            f"a row holds more than {MOST_COLUMNS} cells",
            where=str(line),
            fix="leave out the columns that say nothing of events",
        )
    return tuple(cells)


def rows(text: str, separator: str, *, first_line: int = 1) -> Iterator[Cells]:
    """Part a text, whose lines end in line feeds, into rows.

    Args:
        text: The text.
        separator: What stands between two cells.
        first_line: The number of its first line.

    Raises:
        FormatError: A quote is never closed, or something stands between a closing quote and the separator, or a row
            has more cells than any sheet; ``where`` is the line.
    """
    plain = re.compile(f"[^{re.escape(separator)}\n]*")
    place, line, end = 0, first_line, len(text)
    while place < end:
        stop = text.find("\n", place)
        stop = end if stop < 0 else stop
        if '"' not in (bare := text[place:stop]):  # as most lines
            yield Cells(line, _counted(bare.split(separator), line))
            place, line = stop + 1, line + 1
            continue
        begun, cells = line, []
        while True:
            if text.startswith('"', place):
                found = _QUOTED.match(text, place)
                if found is None:
                    raise FormatError(
                        "a quote is opened here and never closed",
                        where=str(line),
                        fix='close it; a quote inside a cell in quotes is written twice: ""',
                    )
                line += found[1].count("\n")
                cells.append(found[1].replace('""', '"'))
                place = found.end()
                if place < end and text[place] not in (separator, "\n"):
                    raise FormatError(
                        "something stands behind the quote that closes a cell",
                        where=str(line),
                        fix='a quote inside a cell in quotes is written twice: ""',
                    )
            else:
                part = plain.match(text, place)
                cells.append(part[0] if part else "")
                place += len(cells[-1])
            _counted(cells, begun)
            if place >= end or text[place] == "\n":
                break
            place += 1
        place += 1
        line += 1
        yield Cells(begun, tuple(cells))
