"""The first row of a sheet: what each of its columns holds, and what parts them.

Law of this module: a heading is a name of the format, one that the user gave, or ENTITY.PROPERTY; any other is refused.
What only a log can tell is passed over, or refused where it would come back as something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from timeline.dates.suggest import did_you_mean
from timeline.errors import RecordError
from timeline.records.strict_json import quoted
from timeline.records.typed import parse_cell
from timeline.records.words import MODE_OF, Mode
from timeline.text import csv_cells
from timeline.text.csv_cells import Cells

OF_REPORTS: Final = ("source", "stance", "reported", "quote", "via", "origin", "interested")
_SAID: Final = ("title", "type", "occurred", "said", "text", "links")
_EVENT: Final = (*_SAID, *OF_REPORTS, *MODE_OF, "facts", "reports", "tags", "data")
_SOURCE: Final = (
    "name",
    "publisher",
    "title",
    "url",
    "published",
    "via",
    "origin",
    "interested",
    "retrieved",
    "archive",
)
_BOTH: Final = ("because", "key")
_ALIASES: Final = {"sources": "source", "tag": "tags", "web_links": "links"}
_STAMPS: Final = frozenset({"id", "recorded"})
_TOLD_OF_EVENTS: Final = frozenset(
    {"occurred_earliest", "occurred_latest", "reported_earliest", "reported_latest", "known", "standing"}
    | {"standing_possibly", "origins"}
)
"""Columns of an answer of `list`, which does not say who took which stance when."""
_TOLD_OF_SOURCES: Final = frozenset({"published_earliest", "published_latest", "captures"})
"""Columns of an answer of `sources` that only the log can tell, or that records of their own say."""
_TOLD: Final = _STAMPS | _TOLD_OF_EVENTS | _TOLD_OF_SOURCES | {"retracted"}
_CELL_OF_FACTS: Final = re.compile(rf"(?:({'|'.join(MODE_OF)}):\s*)?(.*\S\.\S[^.]*)", re.IGNORECASE)


@attrs.frozen
class Fault:
    """What is wrong with a sheet, and where: ``where`` names line and column, ``line`` puts it in order."""

    line: int
    where: str
    what: str
    fix: str | None


@attrs.frozen
class Column:
    """One column: its place, from 0, its heading, and what it holds.

    That is a field of the format, by its name; or, where ``mode`` is given, values of ``entity.name``.
    """

    place: int
    heading: str
    name: str
    entity: str = ""
    mode: Mode | None = None

    @property
    def where(self) -> str:
        """The column as people find it."""
        return f"{self.heading} (column {csv_cells.letters(self.place)})"


@attrs.frozen(kw_only=True)
class Headings:
    """The columns that are read, the headings of those that are passed over, and what is wrong."""

    columns: tuple[Column, ...]
    passed_over: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def names(self) -> frozenset[str]:
        """The fields that the columns hold."""
        return frozenset(column.name for column in self.columns if column.mode is None)

    @property
    def of_sources(self) -> bool:
        """Whether a row is a source, and no event."""
        return "name" in self.names


def separator(text: str, usual: str, renamed: Mapping[str, str]) -> str:
    """Choose the separator by which the first row has the most headings that are known."""
    head = text.lstrip("\n").partition("\n")[0]
    known = {*_EVENT, *_SOURCE, *_BOTH, *_ALIASES, *_TOLD, *renamed}

    def score(sign: str) -> tuple[int, bool]:
        names = (cell.strip().strip('"').strip() for cell in head.split(sign))
        return sum(name in known or name.lower() in known for name in names), sign == usual

    return max(csv_cells.SEPARATORS, key=score)


def headings(
    name: str, head: Cells, rows: Sequence[Cells], renamed: Mapping[str, str], *, keep_recorded: bool
) -> Headings:
    """Read the first row of a sheet.

    Args:
        name: What the sheet is called.
        head: The first row.
        rows: The others, for what stands in a column without a heading.
        renamed: What headings mean; nothing, where a column is to be passed over.
        keep_recorded: Whether the columns ``id`` and ``recorded`` count.
    """
    return _FirstRow(name, head, rows, renamed, keep_recorded=keep_recorded).read()


class _FirstRow:
    """The first row of a sheet while it is read, with the faults that were met."""

    def __init__(
        self, name: str, head: Cells, rows: Sequence[Cells], renamed: Mapping[str, str], *, keep_recorded: bool
    ) -> None:
        self._place = f"{name}:{head.line}"
        self._line = head.line
        self._cells = [cell.strip() for cell in head.cells]
        self._rows = rows
        self._renamed = renamed
        self._told = {"", *_TOLD_OF_SOURCES, *(() if keep_recorded else _STAMPS)}
        self._faults: list[Fault] = []

    def read(self) -> Headings:
        self._unknown_names()
        self._unnamed_columns()
        found = [_column(place, cell, self._renamed) for place, cell in enumerate(self._cells) if cell]
        columns = tuple(column for column in found if column.mode is not None or column.name not in self._told)
        passed_over = tuple(c.heading for c in found if c.mode is None and c.name in self._told)
        made = Headings(columns=columns, passed_over=passed_over, faults=())
        if answers := sorted(_TOLD_OF_EVENTS & made.names):
            what = f"it is an answer of `list` ({', '.join(answers)}), which does not say who took which stance when"
            self._refuse(what, None, "export what is to be added elsewhere: timeline export -o story.csv")
        else:
            self._misplaced_columns(made)
            if not self._faults and not made.of_sources and "title" not in made.names:
                fix = (
                    "name the columns in the first row, or say what a heading means: --column Headline=title, "
                    'in Python columns={"Headline": "title"}'
                )
                self._refuse("no column is called title, or name", None, fix)
        return attrs.evolve(made, faults=tuple(self._faults))

    def _refuse(self, what: str, where: str | None, fix: str | None) -> None:
        place = f"{self._place}, {where}" if where else self._place
        self._faults.append(Fault(self._line, place, what, fix))

    def _unknown_names(self) -> None:
        for heading in sorted(self._renamed.keys() - set(self._cells)):
            fix = did_you_mean(heading, self._cells)
            self._refuse(f"there is no column {quoted(heading)}", "--column", fix)

    def _unnamed_columns(self) -> None:
        for place in (place for place, heading in enumerate(self._cells) if not heading):
            filled = (row.line for row in self._rows if place < len(row.cells) and row.cells[place].strip())
            if (line := next(filled, None)) is not None:
                what = f"column {csv_cells.letters(place)} has no heading, and line {line} has a cell in it"
                self._refuse(what, None, "name it in the first row, or empty it")

    def _misplaced_columns(self, made: Headings) -> None:
        sheet = "of sources (it has a column name)" if made.of_sources else "of events"
        allowed = (*_SOURCE, *_BOTH) if made.of_sources else (*_EVENT, *_BOTH)
        taken = {*allowed, *_STAMPS, *({"retracted"} if made.of_sources else ())}
        seen: set[str] = set()
        for column in made.columns:
            if column.mode is not None:
                if made.of_sources:
                    self._refuse("a source has no facts", column.where, "put them into a sheet of events")
                continue
            if column.name not in taken:
                what = f"a sheet {sheet} has no column {quoted(column.heading)}"
                self._refuse(what, column.where, _meant(column.heading, allowed))
            elif column.name in seen and column.name not in MODE_OF:
                self._refuse(f"there are two columns for {column.name}", column.where, "keep one of them")
            seen.add(column.name)


def _column(place: int, heading: str, renamed: Mapping[str, str]) -> Column:
    name = renamed.get(heading, heading).strip()
    lower = _ALIASES.get(name.lower(), name.lower())
    found = _CELL_OF_FACTS.fullmatch(name)
    if found is None or lower in {*_EVENT, *_SOURCE, *_BOTH, *_TOLD}:
        return Column(place, heading, lower)
    try:
        entity, prop = parse_cell(found[2])
    except RecordError:  # a dot inside of a bracket: a heading in words
        return Column(place, heading, lower)
    return Column(place, heading, prop, entity, MODE_OF[(found[1] or "fact").lower()])


def _meant(heading: str, allowed: Sequence[str]) -> str:
    import json  # noqa: PLC0415 - only a refusal asks
    import shlex  # noqa: PLC0415

    near = did_you_mean(heading, allowed)
    says, leaves = shlex.quote(f"{heading}=NAME"), shlex.quote(f"{heading}=")
    python = json.dumps(heading, ensure_ascii=False)
    other = f'--column {says} (in Python columns={{{python}: "NAME"}}) says what it means, {leaves} leaves it out'
    return f"{near} Else {other}" if near else f"{other}; the columns are {', '.join(allowed)}, and ENTITY.PROPERTY"
