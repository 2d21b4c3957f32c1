"""Comma- and tab-separated text as rows of cells, each with the line on which it begins.

Law of this module: a cell is the text that stands in it, nothing is run, trimmed or guessed at; and a text that two
readers would part differently is refused. The rules are RFC 4180's, with other separators and line ends let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from timeline.errors import FormatError
from timeline.text.incoming import pieces
from timeline.text.incoming.values import Cells

SEPARATORS: Final = (",", ";", "\t")
MOST_COLUMNS: Final = 500
_SEP_LINE: Final = re.compile("\ufeff?sep=([,;\t])\n", re.IGNORECASE)
_QUOTED: Final = re.compile('"([^"]*+(?:""[^"]*+)*+)"')  # with less of it taken than there is, it would seem closed


def lines(text: str, first: int) -> str:
    """End every line of some in a line feed; ``first`` is the number of the first.

    Raises:
        FormatError: A carriage return stands alone.
    """
    text = text.replace("\r\n", "\n")
    alone = text.find("\r")
    if alone >= 0:
        number = text.count("\n", 0, alone) + first
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


def rows(blocks: Iterable[tuple[int, str]], separator: str) -> Iterator[Cells]:
    """Part a text into rows, also those in which nothing stands.

    Args:
        blocks: Whole lines, which end in line feeds, each time with the number of the first.
        separator: What stands between the cells.

    Raises:
        FormatError: A quote is never closed, or something stands between a closing quote and the separator, or a row
            has more cells than any sheet; ``where`` is the line.
    """
    further = iter(blocks)
    while (block := next(further, None)) is not None:
        (line, text), place = block, 0
        while place < len(text):
            try:
                row, place, lines = _row(text, separator, place, line)
            except _Open as error:  # it may be closed further down
                text, place = _longer(text[place:], further, error), 0
                continue
            yield row
            line += lines


def _longer(text: str, further: Iterator[tuple[int, str]], error: _Open) -> str:
    """Give a text with more that follows it, at least as much again where there is so much.

    Raises:
        FormatError: Nothing follows it, or it is larger than may be held.
    """
    if len(text) > pieces.MOST_MB * pieces.MB or (block := next(further, None)) is None:
        raise error.told from error
    parts, room = [text, block[1]], len(text)
    while (room := room - len(parts[-1])) > 0 and (block := next(further, None)) is not None:
        parts.append(block[1])
    return "".join(parts)


class _Open(Exception):
    """A quote is not closed as far as the text goes; ``told`` is what is said where it goes no further."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.told = FormatError(
            "a quote is opened here and never closed",
            where=str(line),
            fix='close it; a quote inside a cell in quotes is written twice: ""',
        )


def _row(text: str, separator: str, place: int, line: int) -> tuple[Cells, int, int]:
    """Give the row that begins at a place, which is on a line; where the next begins, and how many lines later."""
    end = len(text)
    stop = text.find("\n", place)
    stop = end if stop < 0 else stop
    if '"' not in (bare := text[place:stop]):  # as most lines
        return Cells(line, _counted(bare.split(separator), line)), stop + 1, 1
    plain = re.compile(f"[^{re.escape(separator)}\n]*")
    begun, cells = line, []
    while True:
        if text.startswith('"', place):
            found = _QUOTED.match(text, place)
            if found is None:
                raise _Open(line)
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
    return Cells(begun, tuple(cells)), place + 1, line + 1 - begun
