"""What a question gets back: a snapshot to ask on, and tables of rows.

Law of this module: it looks up and lays out, and leaves every rule to the modules below.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import attrs

from timeline import edtf
from timeline.asof import Ledger
from timeline.dates import Answer, Clock
from timeline.errors import RecordError, ViewError
from timeline.facts import parse_cell
from timeline.known import Clocks, KnownEvent
from timeline.known import Snapshot as Known
from timeline.reasons import why
from timeline.replay import Projection, replay
from timeline.rows import Row, cell_row, event_row, query, reason_row, show_row, source_row
from timeline.views import ViewSpec, state

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from timeline.figures import Options, Scene


@attrs.frozen(kw_only=True)
class Snapshot:
    """What was known, by three clocks; ``known`` holds it as values."""

    known: Known
    specs: Mapping[str, ViewSpec]
    heads: tuple[str, ...] = ()
    ledger: Ledger | None = attrs.field(default=None, repr=False, eq=False)
    """What it was asked of: a comparison asks it again, a rate counts its changes."""
    asked_on: dt.date = dt.date(1970, 1, 1)
    """The day on which it was asked: what ``today`` means."""

    @property
    def clocks(self) -> Clocks:
        """The three clocks, as asked and as read."""
        return self.known.clocks

    def query(self) -> Row:
        """Say which clocks were used, as every answer does."""
        return query(self.clocks, head=list(self.heads))

    def view(self, name: str) -> ViewSpec:
        """Find a declared view.

        Raises:
            ViewError: There is none of that name.
        """
        if name not in self.specs:
            declared = f"declared are {', '.join(self.specs)}" if self.specs else "declare one in timeline.toml"
            raise ViewError(f'there is no view "{name}"', fix=declared)
        return self.specs[name]

    def list(self, *, strict: bool = False) -> Table:
        """List the events that were known, by (recorded, id); ``strict`` leaves the possibly known out."""
        events = (event for event in self.known.events if not strict or event.known is Answer.YES)
        return self._table("list", [event_row(self.known, event) for event in events])

    def event(self, event_id: str) -> KnownEvent:
        """Find an event by its id, or the beginning of it.

        Raises:
            RecordError: No event has it, or several begin with it.
        """
        exact = self.known.event(event_id)
        if exact is not None:
            return exact
        found = [e for e in (*self.known.events, *self.known.retracted) if e.id.startswith(event_id)]
        if len(found) == 1 and len(event_id) >= 4:
            return found[0]
        raise RecordError(
            f'no event has the id "{event_id}"' if not found else f'"{event_id}" begins the ids of several events',
            fix="give more of the id" if found else "list() shows the ids",
        )

    def show(self, event_id: str) -> Row:
        """Tell all that is known of one event."""
        return show_row(self.known, self.event(event_id))

    def payload(self, event_id: str) -> Any:
        """Give the data of an event as a value of the class registered for its type; else as JSON.

        Raises:
            RecordError: There is no such event, or its data does not fit the class.
        """
        from timeline.plugins import payload_of  # noqa: PLC0415

        return payload_of(self.event(event_id).event)

    def state(self, view: str | ViewSpec | Projection[Any], *, strict: bool = False) -> Table:
        """Answer a view on the day asked about.

        Args:
            view: The name of a declared view, or of one that was registered or that an installed package offers; a
                view; or a projection of your own.
            strict: Leave out what is only possibly so.
        """
        if isinstance(view, str) and view not in self.specs:
            from timeline.plugins import find_view  # noqa: PLC0415 - declared views never ask

            view = find_view(view) or view
        if isinstance(view, Projection):
            return self._table(f"view/{view.name}", list(replay(view, self.known.events)))
        spec = self.view(view) if isinstance(view, str) else view
        return self._table("state", [cell_row(cell) for cell in state(self.known, spec, strict=strict)])

    def why(self, cell: str, *, view: str | None = None) -> Table:
        """Give the events behind a cell, ``ENTITY.PROPERTY``: winners, losers, and why each lost."""
        entity, name = parse_cell(cell)
        specs = [self.view(view)] if view else [spec for spec in self.specs.values() if name in spec.properties]
        spec = specs[0] if specs else ViewSpec(name="-", title="-", properties=(name,))
        return self._table("why", [reason_row(reason) for reason in why(self.known, spec, entity, name)])

    def sources(self) -> Table:
        """List the sources of the log, by name."""
        return self._table("sources", [source_row(known) for _, known in sorted(self.known.sources.items())])

    def figure(self, kind: str, *, view: str | None = None, dpi: float = 150.0, **options: Any) -> Figure:
        """Draw: a matplotlib figure, made without pyplot.

        Args:
            kind: ``events``, ``state``, ``compare`` (with ``before``, an earlier as-of day or snapshot), ``cascade``
                (with ``event``, an id), ``plane``, ``calendar`` or ``rate``.
            view: The name of a declared view, for ``state`` and ``compare``.
            dpi: Dots per inch.
            **options: As :class:`timeline.figures.Options`: ``entities``, ``tags``, ``sources``, ``types``, ``since``,
                ``until``, ``strict``, ``title``, ``theme``, ``lanes``, ``scale``, ``size``. Days are given as text, a
                size as a width in inches, or width and height.

        Raises:
            FigureError: There is nothing to draw, or no such kind or option.
        """
        from timeline import figures  # noqa: PLC0415 - matplotlib is slow to import

        return figures.figure(self.known, kind, dpi=dpi, **self._drawing(kind, view, options))

    def save_figure(
        self,
        kind: str,
        path: str | os.PathLike[str],
        *,
        view: str | None = None,
        dpi: float = 150.0,
        **options: Any,
    ) -> Scene:
        """Draw into a file, whole or not at all, as the command line does; the form follows the ending.

        Returns:
            What was drawn, as plain values; its ``notes`` say what a reader should be told beside it.

        Raises:
            FigureError: As :meth:`figure`; or the ending is not .svg, .png or .pdf, or the file cannot be written.
        """
        from timeline import figures  # noqa: PLC0415

        return figures.save(self.known, kind, path, dpi=dpi, **self._drawing(kind, view, options))

    def _drawing(self, kind: str, view: str | None, options: dict[str, Any]) -> Options:
        """Read the options of a figure as people give them."""
        given = dict(options)
        before = given.get("before")
        if isinstance(before, Snapshot):
            given["before"] = before.known
        elif self.ledger is not None and isinstance(before, str | dt.date | Clock):
            day = before if isinstance(before, Clock) else edtf.parse_clock(_text(before), today=self.asked_on)
            given["before"] = self.ledger.at(attrs.evolve(self.clocks, as_of=day, on=day))
        if given.get("event"):
            given["event"] = self.event(given["event"]).id
        if kind == "rate" and self.ledger is not None:
            given.setdefault("records", self.ledger.records)
        for name in ("since", "until"):
            if isinstance(given.get(name), str | dt.date):
                date = edtf.parse_input(_text(given[name]), today=self.asked_on)
                given[name] = Clock(text=date.text, read=date.text, lo=date.span.lo, hi=date.span.hi)
        for name in ("entities", "tags", "sources", "types"):
            if isinstance(given.get(name), str):
                given[name] = (given[name],)
        if isinstance(given.get("size"), int | float):
            given["size"] = (given["size"], None)
        return cast("Options", {**given, "view": self.view(view) if view else None})

    def _table(self, name: str, rows: Sequence[Any]) -> Table:
        return Table(name=name, query=self.query(), content=tuple(rows))


@attrs.frozen(kw_only=True)
class Table:
    """The rows of an answer, with the clocks it used; shows itself in a notebook, and goes into a data frame."""

    name: str
    query: Row
    content: tuple[Any, ...]

    def rows(self) -> list[Any]:
        """Give the rows, as the command line's JSON has them."""
        return list(self.content)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def _repr_html_(self) -> str:
        from timeline.formats.notebook import html  # noqa: PLC0415 - notebooks alone ask

        return html(self.name, self.query, self.content)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the rows to whatever reads Arrow (pandas, Polars, DuckDB); nested values as JSON text.

        Raises:
            ImportError: pyarrow is not installed.
        """
        import pyarrow as pa  # type: ignore[import-not-found]  # noqa: PLC0415 - optional

        flat = [{name: _scalar(value) for name, value in dict(row).items()} for row in self.content]
        return pa.Table.from_pylist(flat).__arrow_c_stream__(requested_schema)


def _scalar(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def _text(date: str | dt.date) -> str:
    return date if isinstance(date, str) else date.isoformat()
