"""What reading a file is about: what was asked, the rows of a table, and the records and faults that came of it.

Law of this module: plain values, which know where in the file they stand.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from timeline.dates.advice import counts_from_today, hint
from timeline.dates.local import is_midnight, placed
from timeline.dates.parts import Order, in_order
from timeline.dates.written import WrittenDate, read_there
from timeline.errors import DateError
from timeline.records.drafts import Draft
from timeline.records.spooled import Texts
from timeline.text.incoming.pages import Sources
from timeline.text.render import bare

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


def silent(_done: int, _of: int) -> None:
    """Tell nobody how far work has come."""


@attrs.frozen(kw_only=True)
class Asked:
    """How a file is to be read.

    ``day`` is the one on which it is read, and only ever part of advice. ``columns`` says what headings mean, by
    heading; nothing, where a column is to be passed over. ``entity_column`` is the heading of the column that names
    what a row is about. ``sheet`` is that of a workbook, or the keys, with dots, that lead to the rows of a document
    of JSON. ``order`` is what stands first in a date such as 04/08/2025, where that was told. ``short_rows`` takes a
    row of a text that ends early as one whose last cells are empty. ``heading_rows`` is in how many rows the
    headings stand. ``time_zone`` is that of times which say none, where it was told. ``precision`` is what the texts of
    a column of precisions mean, where that was told. ``list_separator`` parts the words and names of a cell, ``null``
    are the texts that say nothing. ``reports`` are those of each event that names no source of its own. ``sources`` are
    those of the log: a row that brings one of them brings nothing new. ``texts``
    gives the place for the bytes of the rows, and of the drafts.
    """

    day: dt.date
    columns: Mapping[str, str] = attrs.field(factory=dict)
    entity_column: str | None = None
    ignore_other_columns: bool = False
    sheet: str | None = None
    order: Order | None = None
    time_zone: dt.tzinfo | None = None
    precision: Mapping[str, str] = attrs.field(factory=dict)
    list_separator: str = ";"
    null: frozenset[str] = frozenset()
    keep_recorded: bool = False
    short_rows: bool = False
    heading_rows: int = 1
    reports: tuple[Mapping[str, Any], ...] = ()
    sources: Sources = attrs.field(factory=lambda: Sources.of(()))
    progress: Progress = silent
    texts: Callable[[], Texts] = list

    @property
    def has_columns(self) -> bool:
        """Whether something was asked of the columns of the file."""
        return bool(self.columns) or self.entity_column is not None or self.ignore_other_columns or self.is_laid_out

    @property
    def is_laid_out(self) -> bool:
        """Whether something was asked of the rows and cells of the file."""
        of_rows = self.short_rows or self.heading_rows != 1
        of_cells = self.time_zone is not None or self.list_separator != ";"
        return of_rows or of_cells or bool(self.precision or self.null)

    def emptied(self, row: Cells) -> Cells:
        """Give a row without the cells whose text says nothing, as was told."""
        if not self.null:
            return row
        at = {place for place, cell in enumerate(row.cells) if bare(cell).strip() in self.null}
        if not at:
            return row
        cells = tuple("" if place in at else cell for place, cell in enumerate(row.cells))
        return attrs.evolve(row, cells=cells, links={n: link for n, link in row.links.items() if n not in at})

    def date(self, text: str) -> WrittenDate:
        """Read a date that stands in the file.

        A time without a zone is one of the zone that was told; where none was, it stands as it is.

        Raises:
            DateError: It is not a date, or counts from today, or its place showed the time twice or never; ``fix`` says
                what to write instead.
        """
        try:
            there = None if self.time_zone is None else placed(text, self.time_zone)
            return read_there(text, today=self.day) if there is None else there
        except DateError as error:
            if self.time_zone is not None and (meant := hint(text, today=self.day)) and meant.edtf is not None:
                try:
                    there = placed(meant.edtf, self.time_zone)
                except DateError as doubt:
                    error.fix = doubt.fix
                else:
                    error.fix = error.fix if there is None else f"write {there}"
            if counts_from_today(text):  # what is right to type is wrong in a file
                error.fix = "write the day itself"
            raise

    def reads_date(self, text: str) -> bool:
        """Say whether a text is a date, by the order of its digits that was told, too."""
        return self.has_date(text) or (self.order is not None and in_order(text, self.order) is not None)

    def day_of_midnight(self, text: str) -> str | None:
        """Give the day of a time at 0 o'clock that a zone was told for; None of any other text.

        Where all times of a column are such, they may be days with a midnight behind them, and no zone is put on a day.
        """
        if self.time_zone is None:
            return None
        ordered = in_order(text, self.order) if self.order is not None else None
        return re.split(r"[Tt\s]", (ordered or text).strip())[0] if is_midnight(ordered or text) else None

    def has_clocks(self, cells: Iterable[str]) -> bool:
        """Whether one of some cells has a time of day other than 0 o'clock, and no zone."""
        for cell in cells:
            for text in re.split("[;\n]", cell):
                ordered = in_order(text.strip(), self.order) if self.order is not None else None
                if is_midnight(ordered or text) is False:
                    return True
        return False

    def has_date(self, text: str) -> bool:
        """Say whether a text is a date as it stands."""
        try:
            self.date(text)
        except DateError:
            return False
        return True


@attrs.frozen
class Fault:
    """What is wrong with a file, and where: ``where`` names line and column, ``line`` puts it in order."""

    line: int
    where: str
    what: str
    fix: str | None


@attrs.frozen
class Wrong:
    """Why a cell says nothing that can be taken, and what to do."""

    what: str
    fix: str | None = None


@attrs.frozen
class Cells:
    """One row: the line on which it begins, counted from 1, and its cells as texts.

    ``wrong`` holds those that cannot be taken as they stand, by their places from 0; they are only at fault where they
    are asked for. ``links`` holds the addresses that lie behind the words of cells.
    """

    line: int
    cells: tuple[str, ...]
    wrong: Mapping[int, Wrong] = attrs.field(factory=dict)
    links: Mapping[int, str] = attrs.field(factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.wrong and not any(cell.strip() for cell in self.cells)


@attrs.frozen(kw_only=True)
class Table:
    """Rows of cells under one name. ``sheet`` is that of a workbook: there a place is said as ``B14``.

    ``is_ragged`` says that a row with fewer cells than the first was cut, as in a text; in a workbook the last cells of
    a row are only empty. ``has_keys`` says that its headings are the keys of objects, and stand in no row of their own.
    ``notes`` say what reading it left out. ``head`` is the place of its row of headings, where that was told.
    """

    name: str
    rows: Sequence[Cells]
    sheet: str | None = None
    is_ragged: bool = True
    has_keys: bool = False
    notes: tuple[str, ...] = ()
    head: int | None = None

    def where(self, line: int, place: int | None = None, heading: str = "") -> str:
        """Say where a row is, or a cell of it."""
        row = f"{self.name}:{line}" if line else self.name
        return row if place is None else f"{row}, {self.called(line, place, heading)}"

    def called(self, line: int, place: int, heading: str) -> str:
        """Say what a cell is called within its row: ``Date (column B)``, in a workbook ``Date (Events!B14)``."""
        if self.has_keys:
            return heading
        at = f"column {letters(place)}" if self.sheet is None else f"{self.sheet}!{letters(place)}{line}"
        return f"{heading} ({at})" if heading else f"({at})"


@attrs.frozen(kw_only=True)
class Brought:
    """What a file holds: drafts in its order, the faults of the rest, and what was passed over.

    ``partial`` is what could be read of what is at fault: it is never written, but may show more that is wrong.
    ``notes`` say what was understood, and what is read otherwise than its writer may have meant. ``fields`` are those
    that the columns of a sheet hold, also where a cell is empty. ``advice`` helps with many of the faults at once.
    """

    drafts: Sequence[Draft] = ()
    partial: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    passed_over: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    advice: str | None = None


def letters(number: int) -> str:
    """Name a column, counted from 0, as spreadsheets do.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def listed(names: Sequence[str], most: int = 12) -> str:
    """Name some of many, and count the rest."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
