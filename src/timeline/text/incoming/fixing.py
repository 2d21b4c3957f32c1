"""A sheet written back with the dates that were probably meant, to be looked at, and then imported.

Law of this module: it proposes, and nothing is added. What was written stands beside what is proposed, and a date that
nobody can tell stays as it was written, so that it is refused again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

import attrs

from timeline.dates.advice import counts_from_today, hint, means_none
from timeline.dates.edtf import days_ago
from timeline.dates.local import placed
from timeline.dates.parts import in_order, several_years
from timeline.dates.phrases import still_lasts
from timeline.errors import DateError
from timeline.text.incoming import headings, words
from timeline.text.incoming.column import Column, Headings
from timeline.text.incoming.headings import ASIDE
from timeline.text.incoming.pages import is_address
from timeline.text.incoming.values import Asked, Cells, Fault, Table
from timeline.text.render import bare, csv_cell, inert

_SINGLE: Final = frozenset({"occurred", *words.SPAN, *words.BOUNDS})
_DATES: Final = _SINGLE | {"reported", "published", "retrieved"}
_UTC_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)T00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)")
_PIECES: Final = re.compile("([;\n])")


@attrs.frozen(kw_only=True)
class Fixed:
    """The sheet as text, how many cells have a proposal, how many have none, and the faults that come before."""

    text: str = ""
    proposed: int = 0
    unread: int = 0
    faults: tuple[Fault, ...] = ()


@attrs.define
class _Cell:
    """What is proposed for a cell: its text, and what to look at."""

    text: str
    check: str = ""


def fixed(table: Table, asked: Asked, *, separator: str = ",") -> Fixed:
    """Write a sheet back as text, with the EDTF of its dates.

    Each column in which a date is refused becomes three: what was written, what was probably meant, under the heading
    of the column, and what to look at. The first and the last are passed over on import. Where a cell of a workbook
    shows no date, what is wrong with it stands in its place, which import refuses.
    """
    found = headings.headings(table, asked)
    if found.faults:
        return Fixed(faults=found.faults)
    above = table.rows[: len(table.rows) - len(found.rows)]
    dated = _DATES if found.names & {"month", "day"} else _DATES | {"year"}  # the years of a month are no date
    columns = [column for column in found.columns if column.mode is None and column.name in dated]
    if lost := list(_lost(table, found, {column.place for column in columns})):
        return Fixed(faults=tuple(lost))
    proposals = {column.place: list(_of_column(found, column, asked)) for column in columns}
    wanted = {place: cells for place, cells in proposals.items() if any(cell.check for cell in cells)}
    lines = [_line(row.cells, separator) for row in above[:-1]]
    names = [" ".join(cell.split()) for cell in above[-1].cells] + [""] * (found.width - len(above[-1].cells))
    if table.has_keys:  # a key that nobody reads would be a fact in a text, for its dot
        read = {column.place for column in found.columns}
        names = [name + ASIDE[0] * ("." in name and place not in read) for place, name in enumerate(names)]
    addresses = _Addresses(found)
    names += addresses.heading
    beside = {place: at for place in wanted if (at := _beside(names, place)) is not None}
    new = wanted.keys() - beside
    lines.append(_line(_widened(names, {place: _Cell(names[place]) for place in new}, heads=True), separator))
    for number, row in enumerate(found.rows):
        cells = addresses.written(row, [*row.cells, *[""] * (found.width - len(row.cells))])
        for place, (written, check) in beside.items():
            if (cell := wanted[place][number]).check:
                cells[written] = cells[written] if cells[written].strip() else cells[place]
                cells[place], cells[check] = cell.text, cell.check
        lines.append(_line(_widened(cells, {place: wanted[place][number] for place in new}), separator))
    changed = [cell for cells in wanted.values() for cell in cells if cell.check]
    unread = sum(cell.check.startswith(_UNREAD) for cell in changed)
    return Fixed(text="".join(lines), proposed=len(changed) - unread, unread=unread)


class _Addresses:
    """The addresses behind the words of cells, which a text has no other place for than cells of their own.

    That of a source stands in the column of addresses, in one that is added where there is none; that of a link with
    its words as JSON.
    """

    def __init__(self, found: Headings) -> None:
        columns = [column for column in found.columns if column.mode is None]
        places = {name: [c.place for c in columns if c.name == name] for name in ("url", "source", "links")}
        self._url, self._source = (next(iter(places[name]), None) for name in ("url", "source"))
        self._links = places["links"]
        is_apart = self._url is None and self._source is not None
        self.heading = ["URL"] if is_apart and any(self._behind(row, self._source) for row in found.rows) else []

    def written(self, row: Cells, cells: list[str]) -> list[str]:
        """Give the cells of a row with these addresses in their places."""
        for place in self._links:
            if (address := self._behind(row, place)) is not None:
                link = {"url": address, "title": " ".join(cells[place].split())}
                cells[place] = json.dumps([link], ensure_ascii=False)
        of_source = self._behind(row, self._source)
        if self._url is None:
            return [*cells, of_source or ""] if self.heading else cells
        cells[self._url] = self._behind(row, self._url) or cells[self._url]
        if not cells[self._url].strip() and of_source is not None:
            cells[self._url] = of_source
        return cells

    @staticmethod
    def _behind(row: Cells, place: int | None) -> str | None:
        address = None if place is None else row.links.get(place)
        return address if address is not None and is_address(address) else None


def _lost(table: Table, found: Headings, dates: Container[int]) -> Iterator[Fault]:
    """Find the cells without a text that columns of something else than dates ask for: nothing can stand for them."""
    for row in found.rows:
        for column in found.columns:
            wrong = None if column.place in dates else row.wrong.get(column.place)
            if wrong is not None:
                where = table.where(row.line, column.place, column.heading)
                yield Fault(row.line, where, wrong.what, wrong.fix)


_UNREAD: Final = "not understood"


def _of_column(found: Headings, column: Column, asked: Asked) -> Iterator[_Cell]:
    """Propose a text for each cell of a column of dates."""
    place = column.place
    cells = [row.cells[place] for row in found.rows if place < len(row.cells) and row.cells[place].strip()]
    has_days = bool(cells) and all(_UTC_MIDNIGHT.fullmatch(cell.strip()) for cell in cells)
    has_days = has_days or (asked.time_zone is not None and not asked.has_clocks(cells))
    return (_proposed(asked.emptied(row), column, asked, has_days=has_days) for row in found.rows)


def _proposed(row: Cells, column: Column, asked: Asked, *, has_days: bool) -> _Cell:
    """Propose a text for a cell of dates; one that is read as it stands keeps it."""
    if (wrong := row.wrong.get(column.place)) is not None:
        return _Cell(wrong.what, f"{_UNREAD}: {wrong.fix or wrong.what}")  # words, so that import refuses it again
    text = bare(row.cells[column.place]) if column.place < len(row.cells) else ""
    if not text.strip():
        return _Cell(text)
    if column.name == "year":
        years = several_years(text.strip())
        return _Cell(text) if years is None else _Cell(years, "the years from the first to the last")
    if column.name == "end" and (text.strip() == ".." or still_lasts(text)):
        return _Cell("..", "" if text == ".." else "it still lasts: write the day if it has ended since")
    if column.name in _SINGLE:
        return _one(text, asked, has_days=has_days)
    pieces = [(piece, _one(piece.strip(), asked, has_days=has_days)) for piece in _PIECES.split(text)]
    parts = [(piece if piece in (";", "\n", "") else cell.text) for piece, cell in pieces]
    checks = [cell.check for piece, cell in pieces if piece not in (";", "\n", "") and cell.check]
    return _Cell("".join(parts), "; ".join(checks))


_FROM_TODAY: Final = "it counts from the day of writing; this counts from {}"


def _one(text: str, asked: Asked, *, has_days: bool) -> _Cell:
    utc = _UTC_MIDNIGHT.fullmatch(text.strip()) if has_days else None
    if has_days and (day := utc[1] if utc is not None else asked.day_of_midnight(text)) is not None:
        return _Cell(day, "all times of the column are 0 o'clock, as programs write days")
    try:
        asked.date(text)
    except DateError as error:
        fault = error
    else:
        return _Cell(text)
    if (ago := days_ago(text)) is not None:
        meant_day = (asked.day - dt.timedelta(days=ago)).isoformat()
        return _Cell(meant_day, _FROM_TODAY.format(asked.day.isoformat()))
    if asked.order is not None and (made := in_order(text, asked.order)) is not None:
        if asked.has_date(made):
            return _Cell(str(asked.date(made)), "read in the order that was told")
        text = made  # a day with midnight behind it
    if means_none(text):
        return _Cell("", "it says that no date is known")
    meant = hint(text, today=asked.day)
    if meant is None or meant.edtf is None:
        advice = None if meant is None or asked.time_zone is not None else meant.fix  # which knows of no zone
        return _Cell(text, f"{_UNREAD}: {advice or fault.fix or fault.what}")
    if (zone := asked.time_zone) is not None:
        try:
            there = placed(meant.edtf, zone)
        except DateError as doubt:
            return _Cell(text, f"{_UNREAD}: {doubt.fix or doubt.what}")
        if there is not None:
            return _Cell(str(there), f"a time of {zone}, as was told")
    if counts_from_today(text):
        return _Cell(meant.edtf, _FROM_TODAY.format(asked.day.isoformat()))
    return _Cell(meant.edtf, meant.fix)


def is_proposed(text: str, asked: Asked) -> bool:
    """Say whether ``--fix`` writes another date in the place of one that is refused."""
    return not _one(text.strip(), asked, has_days=False).check.startswith(_UNREAD)


def _beside(names: Sequence[str], place: int) -> tuple[int, int] | None:
    """Give the places of what was written and of what to look at, of a column that has both beside it already."""
    written, check = (names[place] + end for end in ASIDE)
    return (names.index(written), names.index(check)) if written in names and check in names else None


def _widened(cells: Sequence[str], proposals: dict[int, _Cell], *, heads: bool = False) -> list[str]:
    """Put beside a cell what is proposed for it, and what to look at."""
    found = []
    for place, cell in enumerate(cells):
        proposal = proposals.get(place)
        if proposal is None:
            found.append(cell)
        elif heads:
            found += [cell + ASIDE[0], cell, cell + ASIDE[1]]
        else:
            found += [cell, proposal.text, proposal.check]
    return found


def _line(cells: Sequence[str], separator: str) -> str:
    """Write a row; what a spreadsheet would run is marked as text, as in every sheet that is written here."""
    written = [csv_cell(inert(bare(cell))) for cell in cells]
    if separator != ",":
        written = [f'"{cell}"' if separator in cell and not cell.startswith('"') else cell for cell in written]
    return separator.join(written) + "\n"
