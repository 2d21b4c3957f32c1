"""The columns of a sheet as its headings are understood.

Law of this module: plain values.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from timeline.records.words import Mode
from timeline.text.incoming.values import Cells, Fault


@attrs.frozen
class Column:
    """One column: its place, from 0, its heading, and what it holds.

    That is a field of the format, by its name; or, where ``mode`` is given, values of ``entity.name``. The entity is
    named in every row, by the cell at ``entity_at``, where that is given.
    """

    place: int
    heading: str
    name: str
    entity: str = ""
    mode: Mode | None = None
    entity_at: int | None = None


@attrs.frozen(kw_only=True)
class Headings:
    """The columns that are read, the headings of those that are passed over, what was understood, what is wrong.

    ``titled_by`` is the place of the column that gives a row its title where no column is one. ``rows`` are those below
    the headings, ``width`` is the number of their columns. ``advice`` helps with many of the faults at once.
    """

    columns: tuple[Column, ...]
    passed_over: tuple[str, ...]
    faults: tuple[Fault, ...]
    rows: Sequence[Cells]
    width: int
    notes: tuple[str, ...] = ()
    titled_by: int | None = None
    advice: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The fields that the columns hold."""
        return frozenset(column.name for column in self.columns if column.mode is None)

    @property
    def of_sources(self) -> bool:
        """Whether a row is a source, and not an event."""
        return "name" in self.names
