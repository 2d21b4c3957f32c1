"""Comma- and tab-separated text as rows of cells, each with the line on which it begins.

Law of this module: a cell is the text that stands in it, nothing is run, trimmed or guessed at; and a text that two
readers would part differently is refused. The rules are RFC 4180's, with other separators and line ends let through.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from typing import Final, overload

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


class Rows(Sequence[Cells]):
    """The rows of a text, each parted when it is asked for: of a large sheet there is no room for all their cells.

    Rows in which nothing stands are left out; so are comments, rows of one cell that begins with ``#`` among rows of
    more. ``comments`` holds the lines of these.
    """

    def __init__(self, text: str, separator: str, *, first_line: int = 1) -> None:
        """Part a text, whose lines end in line feeds, into rows.

        Raises:
            FormatError: A quote is never closed, or something stands between a closing quote and the separator, or a
                row has more cells than any sheet; ``where`` is the line.
        """
        self._text = text
        self._separator = separator
        self._starts, self._lines = array("q"), array("q")
        self.comments: list[int] = []
        place, line, widest = 0, first_line, 1
        while place < len(text):
            row, after, lines = _row(text, separator, place, line)
            widest = max(widest, len(row.cells))
            if len(row.cells) == 1 and row.cells[0].startswith("#"):
                self.comments.append(line)
            if not row.is_blank:
                self._starts.append(place)
                self._lines.append(line)
            place, line = after, line + lines
        if widest == 1:
            self.comments = []
        if self.comments:
            self._leave_out(frozenset(self.comments))

    def _leave_out(self, lines: frozenset[int]) -> None:
        """Leave out the rows that begin on some lines."""
        kept = [(start, line) for start, line in zip(self._starts, self._lines, strict=True) if line not in lines]
        self._starts, self._lines = array("q", (start for start, _ in kept)), array("q", (line for _, line in kept))

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Cells]:
        for start, line in zip(self._starts, self._lines, strict=True):
            yield _row(self._text, self._separator, start, line)[0]

    @overload
    def __getitem__(self, place: int) -> Cells: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Cells | Rows:
        if isinstance(place, int):
            return _row(self._text, self._separator, self._starts[place], self._lines[place])[0]
        some = Rows("", self._separator)
        some._text, some._starts, some._lines = self._text, self._starts[place], self._lines[place]
        return some


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
    return Cells(begun, tuple(cells)), place + 1, line + 1 - begun
