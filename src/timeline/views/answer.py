"""The rows of an answer, as Python has them: iterated, printed, shown in a notebook, put into a data frame.

Law of this module: it decides nothing; `text` says how rows are laid out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, overload

import attrs

from timeline.dates.calls import explained
from timeline.errors import FormatError, to_install
from timeline.views.arguments import named, named_zone
from timeline.views.rows import Row, own_row


@contextlib.contextmanager
def _installed(library: str) -> Iterator[None]:
    """Say what to install where a library, or pyarrow beneath it, is missing."""
    try:
        yield
    except ImportError as error:
        missing = error.name or library
        raise FormatError(
            f"a data frame of {library} needs {missing}, which is not installed", fix=to_install(library, "pyarrow")
        ) from error


@explained
@attrs.frozen(kw_only=True, repr=False)
class Table:
    """The rows of an answer, with the clocks it used; shows itself in a notebook, and goes into a data frame.

    Attributes:
        name: What was asked for.
        query: The clocks, as asked and as read.
        content: The rows.
        notes: What it left out: by ``strict``, and because nobody had reported it by the as-of day.
        titles: Of a comparison, the titles of its events, by id: to show it.
        beside: What a reader should be told of these rows.
        of: What the rows are of, beside the clocks and what is shown: a cell, a view, a record.
        has_day: Whether it asks what was so on a day of the world, beside what was known.
        zone: The time zone in which it shows times; None for UTC.
    """

    name: str
    query: Row
    content: tuple[Any, ...]
    notes: tuple[str, ...] = ()
    titles: Mapping[str, str] = attrs.field(factory=dict, eq=False)
    beside: tuple[str, ...] = attrs.field(default=(), eq=False)
    of: Row = attrs.field(factory=dict, eq=False)
    has_day: bool = attrs.field(default=False, eq=False)
    zone: dt.tzinfo | None = attrs.field(default=None, eq=False)

    def rows(self) -> list[Any]:
        """Give the rows, as the command line's JSON has them."""
        return list(self.content)

    def sorted(self, field: str | None = None, *, reverse: bool = False, limit: int | None = None) -> Table:
        """Give the rows by a field, backwards, or only the first of them, as ``--sort``, ``--reverse`` and ``--limit``.

        Args:
            field: The field of a row: dates go by their bounds, and what has nothing there stands last.
            reverse: Turn the order round.
            limit: Keep so many; all where it is None.

        Raises:
            ViewError: No row has such a field.
        """
        from timeline.text.schemas import fields  # noqa: PLC0415 - few ask
        from timeline.views.arranged import arranged  # noqa: PLC0415

        with named({"--sort": "field"}):
            rows = arranged(self.content, sort=field, reverse=reverse, limit=limit, form=lambda: fields(self.name))
        return attrs.evolve(self, content=tuple(rows))

    def in_zone(self, zone: str | dt.tzinfo) -> Table:
        """Give the same rows, shown with their times in a zone, as ``--tz``; ``rows()`` and data frames keep UTC.

        Args:
            zone: Its name, such as ``Europe/Berlin``, or a zone of Python's.

        Raises:
            DateError: There is no such zone; ``fix`` says what to write.
        """
        return attrs.evolve(self, zone=named_zone(zone))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.content)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        """Give a row by its place, or several by a slice, as a list has them."""
        return list(self.content[place]) if isinstance(place, slice) else self.content[place]

    def __len__(self) -> int:
        return len(self.content)

    def __repr__(self) -> str:
        """Show the first rows as a terminal does, on one short screen."""
        from timeline.text.screen import screen  # noqa: PLC0415 - a script prints no table

        return screen(self.name, *self._shown(), self.titles)

    def _repr_html_(self) -> str:
        from timeline.text.notebook import html  # noqa: PLC0415 - notebooks alone ask

        rows, notes = self._shown()
        return html(self.name, self.query, rows, notes)

    def _shown(self) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """Give the rows and the notes as people see them."""
        if self.zone is None:
            return self.content, self.notes
        from timeline.dates.zones import zone_words  # noqa: PLC0415 - few ask
        from timeline.text.zoned import in_place  # noqa: PLC0415

        return tuple(in_place(self.name, self.content, self.zone)), (*self.notes, zone_words(self.zone))

    def to_pandas(self) -> Any:
        """Give the rows as a data frame of pandas, typed as for Arrow.

        Raises:
            FormatError: pandas or pyarrow is not installed.
        """
        with _installed("pandas"):
            import pandas  # noqa: ICN001, PLC0415 - optional
            import pyarrow  # noqa: ICN001, PLC0415, F401 - which pandas asks for

            return pandas.DataFrame.from_arrow(self)

    def to_polars(self) -> Any:
        """Give the rows as a data frame of Polars, typed as for Arrow.

        Raises:
            FormatError: Polars or pyarrow is not installed.
        """
        with _installed("polars"):
            import polars  # noqa: ICN001, PLC0415 - optional

            return polars.DataFrame(self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the rows to whatever reads Arrow (pandas, Polars, DuckDB), as :mod:`timeline.text.columns` types them.

        Raises:
            ImportError: pyarrow is not installed.
        """
        from timeline.text import arrow, columns  # noqa: PLC0415 - data frames alone ask

        rows = [own_row(row) for row in self.content]
        return arrow.table(columns.columns(rows)).__arrow_c_stream__(requested_schema)
