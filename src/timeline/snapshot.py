"""What a question gets back: a snapshot to ask on, and tables of rows.

Law of this module: it looks up and lays out, and leaves every rule to the modules below.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Unpack, cast

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent
from timeline.asof.values import Snapshot as Known
from timeline.dates.values import Clock, UncertainDate
from timeline.errors import ViewError
from timeline.views import chosen, left_out
from timeline.views.arguments import flag, named, number, several, text
from timeline.views.arguments import path as file_path
from timeline.views.entities import by_name
from timeline.views.filters import Selection, in_time, select
from timeline.views.given import Choice, clock, selection
from timeline.views.projection import Projection, replay
from timeline.views.rows import (
    Row,
    cell_row,
    conflict_row,
    entity_row,
    event_row,
    own_row,
    query,
    reason_row,
    source_row,
)
from timeline.views.table import ViewSpec

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from timeline.figures import Options, Scene


@attrs.frozen(kw_only=True, repr=False)
class Snapshot:
    """What was known, by three clocks; ``known`` holds it as values."""

    known: Known
    specs: Mapping[str, ViewSpec]
    ledger: Ledger = attrs.field(repr=False, eq=False)
    """What it was asked of: a comparison and a history ask it again, a rate counts its changes."""
    heads: tuple[str, ...] = ()
    asked_on: dt.date = dt.date(1970, 1, 1)
    """The day on which it was asked: what ``today`` means."""

    def __repr__(self) -> str:
        views = f"; views {', '.join(self.specs)}" if self.specs else ""
        return f"{repr(self.known)[:-1]}{views}>"

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
        return chosen.view(self.specs, text(name, "view"))

    def list(self, *, retracted: bool = False, **choice: Unpack[Choice]) -> Table:
        """List the events that were known, in the order in which they happened, as far as that is known.

        Args:
            retracted: Also what was taken back.
            **choice: What is asked for, as :class:`Choice` says.
        """
        also = flag(retracted, "retracted")
        events = (*self.known.events, *(self.known.retracted if also else ()))
        asked = self._selection(choice)
        found = in_time(select(events, asked))
        rows = [event_row(self.known, event) for event in found]
        return self._table("list", rows, asked, left_out.events(events, asked))

    def event(self, event_id: str) -> KnownEvent:
        """Find an event by its id, or the beginning of it.

        Raises:
            RecordError: No event has it, or several begin with it.
        """
        from timeline.views.story import event_of  # noqa: PLC0415

        with named({None: "event_id"}):
            return event_of(self.ledger, self.known, text(event_id, "event_id"))

    def show(self, event_id: str, *, strict: bool = False) -> Row:
        """Tell all there is about an event, a source (by its name), or any other record.

        Args:
            event_id: The id, or the beginning of it, or a source's name.
            strict: Refuse what was only possibly known.

        Raises:
            RecordError: There is no such record, or it was not known by these clocks.
        """
        from timeline.views.story import about  # noqa: PLC0415

        with named({None: "event_id"}):
            return about(self.ledger, self.known, text(event_id, "event_id"), strict)

    def payload(self, event_id: str) -> Any:
        """Give the data of an event as a value of the class registered for its type; else as JSON.

        Raises:
            RecordError: There is no such event, or its data does not fit the class; the event and the field are named.
        """
        from timeline.views.payloads import payload_of  # noqa: PLC0415

        return payload_of(self.event(event_id))

    def state(self, view: str | ViewSpec | Projection[Any], **choice: Unpack[Choice]) -> Table:
        """Answer a view on the day asked about.

        Args:
            view: The name of a declared view, or of one that was registered or that an installed package offers; a
                view; or a projection of your own, which replays the events that are asked for.
            **choice: What is asked for, as :class:`Choice` says: of a view, the entities that such events speak of.
        """
        if isinstance(view, str) and view not in self.specs:
            from timeline.views.plugins import find_view  # noqa: PLC0415 - declared views never ask

            view = find_view(view) or view
        asked = self._selection(choice)
        if isinstance(view, Projection):
            events = select(self.known.events, attrs.evolve(asked, entities=()))
            gone = left_out.events(self.known.events, attrs.evolve(asked, entities=()))
            return self._table(f"view/{view.name}", list(replay(view, events)), asked, gone)
        if not isinstance(view, str | ViewSpec):
            raise ViewError(f"a {type(view).__name__} is not a view", where="view", fix="give a name, or a Projection")
        spec = self.view(view) if isinstance(view, str) else view
        rows = [cell_row(cell) for cell in chosen.cells(self.known, spec, asked)]
        return self._table("state", rows, asked, left_out.cells(self.known, spec, asked))

    def why(self, cell: str, *, view: str | None = None, **choice: Unpack[Choice]) -> Table:
        """Give the events behind a cell, ``ENTITY.PROPERTY``: winners, losers, and why each lost.

        Raises:
            RecordError: The text names no cell, or no event of the whole log has a fact on the entity.
            ViewError: There is no such view, or none has the property.
        """
        found = chosen.cell(
            self.ledger, self.known, self.specs, text(cell, "cell"), view=None if view is None else text(view, "view")
        )
        asked = self._selection(choice)
        reasons = chosen.reasons(self.known, found.spec, found.entity, found.property, asked)
        gone = left_out.reasons(self.known, found.spec, found.entity, found.property, asked)
        return self._table("why", [reason_row(reason) for reason in reasons], asked, gone)

    def sources(self, **choice: Unpack[Choice]) -> Table:
        """List the sources that were published by then, by name, and what each rests on."""
        asked = self._selection(choice)
        rows = [source_row(self.known, known) for known in chosen.sources(self.known, asked)]
        return self._table("sources", rows, asked, left_out.sources(self.known, asked))

    def cascade(self, event_id: str) -> Table:
        """Tell who repeats whom about an event, from the ends of the chains upward.

        Raises:
            RecordError: There is no such event.
        """
        from timeline.views.story import chains  # noqa: PLC0415

        with named({None: "event_id"}):
            steps, _ = chains(self.ledger, self.known, text(event_id, "event_id"))
        return self._table("cascade", steps, Selection())

    def conflicts(self, *, view: str | ViewSpec | None = None, **choice: Unpack[Choice]) -> Table:
        """Find what cannot all be so: values, dates, denials and contradictions, with the origins on each side.

        Args:
            view: Only what has to do with this view; by default everything.
            **choice: What is asked for, as :class:`Choice` says; with ``strict`` only what is surely a conflict.

        Raises:
            ViewError: There is no such view.
        """
        spec = self.view(view) if view is not None and not isinstance(view, ViewSpec) else view
        asked = self._selection(choice)
        rows = [conflict_row(one) for one in chosen.conflicts(self.known, list(self.specs.values()), asked, spec)]
        gone = left_out.conflicts(self.known, list(self.specs.values()), asked, spec)
        return self._table("conflicts", rows, asked, gone)

    def entities(self, *, names: bool = False, **choice: Unpack[Choice]) -> Table:
        """List the entities of which something is said, in any mode, and under which names.

        Args:
            names: Give a row for each name in use, also where several are one entity.
            **choice: What is asked for, as :class:`Choice` says.
        """
        asked = self._selection(choice)
        found = by_name(chosen.entities(self.known, asked), each=flag(names, "names"))
        return self._table("entities", [entity_row(one) for one in found], asked, left_out.entities(self.known, asked))

    def history(self, name: str | None = None, *, view: str | None = None, strict: bool = False) -> Table:
        """Tell how something came to be what it is.

        Args:
            name: ``ENTITY.PROPERTY`` for a cell over all as-of days (up to this one) and all days of the world: each
                row is a rectangle, and they tile. Or the id of a record, or a source's name; without it the whole log.
            view: For a cell, the view whose rule decides; by default the first that has the property.
            strict: Leave out what is only possibly so.

        Raises:
            RecordError: There is no such record, or no event of the whole log has a fact on the entity.
            ViewError: There is no such view, or none has the property.
        """
        from timeline.views.story import history  # noqa: PLC0415

        tell = functools.partial(
            history,
            self.ledger,
            self.known,
            self.specs,
            None if name is None else text(name, "name"),
            view=None if view is None else text(view, "view"),
        )
        rows, _ = tell(strict=flag(strict, "strict"))
        gone = left_out.of_history(tell(strict=False)[0], rows) if strict else []
        return self._table("history", rows, Selection(), gone)

    def _selection(self, choice: Choice) -> Selection:
        return selection(choice, today=self.asked_on)

    def figure(self, kind: str, *, view: str | None = None, dpi: float = 150.0, **options: Any) -> Figure:
        """Draw: a matplotlib figure, made without pyplot.

        Args:
            kind: ``events``, ``state``, ``compare`` (with ``before``, an earlier as-of day or snapshot), ``cascade``
                (with ``event``, an id), ``plane``, ``calendar`` or ``rate``.
            view: The name of a declared view, for ``state`` and ``compare``.
            dpi: Dots per inch.
            **options: As :class:`timeline.figures.Options`: ``entities``, ``tags``, ``sources``, ``types``, ``grep``,
                ``value``, ``since``,
                ``until``, ``strict``, ``title``, ``theme``, ``lanes``, ``scale``, ``size``. Days are given as text, a
                size as a width in inches, or width and height.

        Raises:
            FigureError: There is nothing to draw, or no such kind or option.
        """
        from timeline import figures  # noqa: PLC0415 - matplotlib is slow to import

        asked = self._drawing(kind, view, options)
        with named(_OF_FIGURES):
            return figures.figure(self.known, kind, dpi=number(dpi, "dpi"), **asked)

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
            FigureError: As :meth:`figure`; or the ending is not .svg, .png or .pdf.
            FormatError: There cannot be a file at that path.
            FileUnwritable: The disk is full, read-only or faulty; what stood there is as it was.
            FileUnconfirmed: The file is there, but its folder could not be flushed.
        """
        from timeline import figures  # noqa: PLC0415

        asked = self._drawing(kind, view, options)
        with named(_OF_FIGURES):
            return figures.save(self.known, kind, file_path(path, "path"), dpi=number(dpi, "dpi"), **asked)

    def _drawing(self, kind: str, view: str | None, options: dict[str, Any]) -> Options:
        """Read the options of a figure as people give them."""
        text(kind, "kind")
        given = {name: value for name, value in options.items() if value is not None}
        for name in ("title", "theme", "lanes", "scale"):
            if name in given:
                text(given[name], name)
        for name in ("only", "filters"):
            if name in given:
                given[name] = several(given[name], name)
        if "size" in given:
            given["size"] = _size(given["size"])
        before = given.get("before")
        if isinstance(before, Snapshot):
            given["before"] = before.known
        elif not isinstance(before, Known | None) and (day := clock(before, today=self.asked_on, where="before")):
            given["before"] = self.ledger.at(attrs.evolve(self.clocks, as_of=day, on=day))
        if given.get("event") is not None:
            given["event"] = self.event(given["event"]).id
        if kind == "rate":
            given.setdefault("records", self.ledger.records)
        asked = {name: given[name] for name in Choice.__annotations__ if not isinstance(given.get(name), Clock | None)}
        read = attrs.asdict(self._selection(cast("Choice", asked)), recurse=False)
        given.update({name: _as_clock(read[name]) for name in asked})
        return cast("Options", {**given, "view": None if view is None else self.view(view)})

    def _table(self, name: str, rows: Sequence[Any], asked: Selection, notes: Sequence[str] = ()) -> Table:
        told = (*notes, *left_out.only_recorded(self.known, asked))
        return Table(name=name, query=self.query(), content=tuple(rows), notes=told)


@attrs.frozen(kw_only=True, repr=False)
class Table:
    """The rows of an answer, with the clocks it used; shows itself in a notebook, and goes into a data frame.

    ``notes`` say what it left out: by ``strict``, and because nobody had reported it by the as-of day.
    """

    name: str
    query: Row
    content: tuple[Any, ...]
    notes: tuple[str, ...] = ()
    titles: Mapping[str, str] = attrs.field(factory=dict, eq=False)
    """Of a comparison, the titles of its events, by id: to show it."""

    def rows(self) -> list[Any]:
        """Give the rows, as the command line's JSON has them."""
        return list(self.content)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def __repr__(self) -> str:
        """Show the first rows as a terminal does, on one short screen."""
        from timeline.text.screen import screen  # noqa: PLC0415 - a script prints no table

        return screen(self.name, self.content, self.notes, self.titles)

    def _repr_html_(self) -> str:
        from timeline.text.notebook import html  # noqa: PLC0415 - notebooks alone ask

        return html(self.name, self.query, self.content, self.notes)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the rows to whatever reads Arrow (pandas, Polars, DuckDB), as :mod:`timeline.text.columns` types them.

        Raises:
            ImportError: pyarrow is not installed.
        """
        from timeline.text import arrow, columns  # noqa: PLC0415 - data frames alone ask

        rows = [own_row(row) for row in self.content]
        return arrow.table(columns.columns(rows)).__arrow_c_stream__(requested_schema)


_OF_FIGURES: Final[Mapping[str | None, str]] = {"--size": "size"}


def _size(given: Any) -> tuple[float, float | None]:
    """Read a size: a width in inches, or a width and a least height."""
    if isinstance(given, tuple | list) and len(given) == 2:
        width, height = given
        return number(width, "size"), None if height is None else number(height, "size")
    return number(given, "size"), None


def _as_clock(value: Any) -> Any:
    """Give a date as a figure takes it; everything else as it is."""
    if not isinstance(value, UncertainDate):
        return value
    return Clock(text=value.text, read=value.text, lo=value.span.lo, hi=value.span.hi)
