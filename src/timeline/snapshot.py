"""What a question gets back: a snapshot to ask on, and tables of rows.

Law of this module: it looks up and lays out, and leaves every rule to the modules below.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack, cast

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent
from timeline.asof.values import Snapshot as Known
from timeline.dates.suggest import did_you_mean
from timeline.errors import FormatError, TimelineError, ViewError
from timeline.records import say
from timeline.records.words import BYS, By
from timeline.store import narrow
from timeline.store.basis import Basis, Changed, whole
from timeline.store.collecting import paused
from timeline.views import chosen, left_out, told_beside
from timeline.views.answer import Table
from timeline.views.arguments import flag, function, named, named_zone, number, several, shown, text
from timeline.views.arguments import path as file_path
from timeline.views.filters import EVERYTHING, Question, Selection, fits, in_time, is_in_time, select
from timeline.views.given import Choice, Day, When, clock, selection
from timeline.views.notes import joined, redacted, unknown_names
from timeline.views.rows import (
    Row,
    cell_row,
    change_row,
    conflict_row,
    entity_row,
    event_row,
    query,
    reason_row,
    source_row,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from timeline.figures import Options, Scene
    from timeline.page.publish import Page
    from timeline.store.basis import Seeds
    from timeline.store.index import Ready
    from timeline.store.log import LogFiles, Reading
    from timeline.verify.checkpoint import Checkpoint
    from timeline.views.asked import OfRows
    from timeline.views.counting import Counted
    from timeline.views.export import Exported
    from timeline.views.projection import Projection
    from timeline.views.relational.answers import Answer
    from timeline.views.table import ViewSpec


T = TypeVar("T")

_ANSWER_ALONE: Final = "the folder holds this answer alone: engines ask one that was written without clocks and filters"


class _OnlyTheWhole(Exception):
    """What is to be told needs the whole log."""


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Snapshot:
    """What was known, by the clocks of a question; ``known`` holds it as values.

    What an answer is asked to show is, where a method is given nothing else, what ``question`` asks for. Of a log that
    has an index, a question about one thing reads what bears on that thing; the answer is the same.
    """

    question: Question
    """As asked; of a checkpoint it has the whole name."""
    basis: Basis
    """The log as it was when it was asked."""
    files: LogFiles
    declared: Callable[[], dict[str, ViewSpec]]
    """Reads the views that the log declares; most questions never ask."""
    asked_on: dt.date
    """The day on which it was asked: what ``today`` means."""

    def __eq__(self, other: object) -> bool:
        """Whether the same was asked, and the same was known."""
        if not isinstance(other, Snapshot):
            return NotImplemented
        return (self.question, self.asked_on, self.known) == (other.question, other.asked_on, other.known)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        views = f"; views {', '.join(self.specs)}" if self.specs else ""
        return f"{repr(self.known)[:-1]}{views}>"

    def _repr_html_(self) -> str:
        """Show the events in a notebook."""
        return self.list()._repr_html_()

    @property
    def specs(self) -> dict[str, ViewSpec]:
        """The views that the log declares, by name."""
        return self.declared()

    def settings(self) -> Mapping[str, Any]:
        """Read what the log's ``timeline.toml`` says."""
        return self.files.settings()

    @functools.cached_property
    def known(self) -> Known:
        """What was known, as values."""
        with paused():
            return self.ledger.at(self.clocks)

    @property
    def ledger(self) -> Ledger:
        """What it was asked of: a comparison and a history ask it again, a rate counts its changes."""
        return self.basis.ledger

    @property
    def reading(self) -> Reading:
        """The log as it was read."""
        return self.basis.reading

    @property
    def heads(self) -> tuple[str, ...]:
        """The ends of the log's chains as it was read."""
        return self.basis.heads

    @functools.cached_property
    def clocks(self) -> Clocks:
        """The three clocks, as asked and as read."""
        return self.question.clocks(today=self.asked_on)

    def query(self) -> Row:
        """Say which clocks were used, as every answer does."""
        return query(self.clocks, head=list(self.heads))

    def notes(self) -> list[str]:
        """Say what there is to tell of the log as it was read, and of the names that were asked for."""
        asked = self.question.selection

        if (told := self._by_rows(lambda rows: rows.notes(asked))) is not None:
            return [*self.basis.notes, *self._left_out(), *told]

        def beside(of: Snapshot) -> list[str]:
            unknown = unknown_names(of.known, asked)
            if unknown and of is not self:
                raise _OnlyTheWhole
            return [*left_out.only_recorded(of.known, asked), *unknown]

        return [*self.basis.notes, *self._left_out(), *self._by_part(narrow.selected(self.clocks, asked), beside)]

    def caveats(self) -> list[str]:
        """Say what an answer cannot show: records that are redacted, and those that arrived after a checkpoint."""
        gone = self._by_rows(lambda rows: rows.redacted())
        if gone is None:
            gone = self._by_part(narrow.NOTHING, lambda of: redacted(of.known))
        return [*gone, *self._late()]

    def _by_rows(self, tell: Callable[[OfRows], T | None]) -> T | None:
        """Tell something from the rows of the log by the clocks; None where they cannot, and who asks replays it."""
        return self.basis.told(self.clocks, tell)

    def _from_rows(
        self,
        name: str,
        asked: Selection,
        tell: Callable[[OfRows], Answer | None],
        *,
        of: Row | None = None,
        has_day: bool = False,
    ) -> Table | None:
        """Make a table of an answer from rows; None where these do not tell all that belongs to it."""
        found = self._by_rows(lambda rows: (tell(rows), rows.only_recorded(asked)))
        if found is None:
            return None
        answer, only = found
        if answer is None or only is None:
            return None
        return Table(
            name=name,
            query=self.query(),
            content=tuple(answer.rows),
            notes=(*answer.gone, *only),
            beside=(*answer.gone, *answer.beside),
            titles=answer.titles,
            of=of or {},
            has_day=has_day,
        )

    def _by_part(self, seeds: Seeds | None, tell: Callable[[Snapshot], T]) -> T:
        """Tell something from what bears on it, where that is known; else, or where it is refused so, from the whole.

        Args:
            seeds: Name what is asked for; None where only the whole can tell.
            tell: Is given this snapshot, or one of the part alone.
        """
        part = None if seeds is None else self.basis.part(seeds)
        if part is not None:
            try:
                return tell(attrs.evolve(self, basis=part))
            except (TimelineError, Changed, _OnlyTheWhole):  # whoever has the whole words it
                pass
        return tell(self)

    def _left_out(self) -> list[str]:
        findings = self.reading.findings if self.question.skip_bad else ()
        return [f"left out: {finding.where}: {finding.message}" for finding in findings]

    def _late(self) -> list[str]:
        """Say how many records of an answer about the past arrived after the last checkpoint."""
        if self.question.checkpoint is not None or (self.question.as_of is None and self.question.recorded_by is None):
            return []
        last = self._last_checkpoint()
        if last is None:
            return []
        from timeline.views.late import late_words  # noqa: PLC0415 - most logs have no checkpoint

        after: set[str] = set()

        def tell(of: Snapshot) -> str | None:
            return late_words(of.ledger, of.known, last, None if of is self else after)

        words = self._by_part(narrow.after(last.heads, after), tell)
        return [words] if words else []

    def _last_checkpoint(self) -> Checkpoint | None:
        if not os.path.isdir(os.path.join(self.files.folder, "checkpoints")):  # noqa: PTH112, PTH118 - as in `log`
            return None
        from timeline.store.checkpoints import any_in, read  # noqa: PLC0415 - most logs have none
        from timeline.views.late import last_of  # noqa: PLC0415

        return last_of(read(self.files).files.values()) if any_in(self.files) else None

    def before(self, day: When) -> Snapshot:
        """Ask the same by an earlier as-of day; the day of the world follows it.

        Raises:
            DateError: The day is uncertain, or no EDTF.
        """
        as_of = clock(day, today=self.asked_on, where="before")
        return attrs.evolve(self, question=attrs.evolve(self.question, as_of=as_of, on=None))

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
        asked = self._selection(choice)

        from_rows = self._from_rows("list", asked, lambda rows: rows.list(asked, retracted=also))
        if from_rows is not None:
            return from_rows

        def tell(of: Snapshot) -> Table:
            events = (*of.known.events, *(of.known.retracted if also else ()))
            rows = [event_row(of.known, event) for event in in_time(select(events, asked))]
            return of._table("list", rows, asked, left_out.events(events, asked))

        return self._by_part(narrow.entities(asked), tell)

    def counts(self, by: str = "month", *, retracted: bool = False, **choice: Unpack[Choice]) -> Table:
        """Count the events that were known.

        Args:
            by: ``month``, ``quarter``, ``year``, ``type``, ``standing``, ``entity`` or ``source``.
            retracted: Also what was taken back.
            **choice: What is asked for, as :class:`Choice` says.

        Raises:
            ViewError: Events are not counted by that.
        """
        from timeline.views.counting import SEVERAL  # noqa: PLC0415 - a list of events never asks

        if text(by, "by") not in BYS:
            what = f"events are not counted by {shown(by)}"
            fix = did_you_mean(by, BYS) or f"count by {', '.join(BYS)}"
            raise ViewError(what, where="by", fix=fix)
        also, asked = flag(retracted, "retracted"), self._selection(choice)
        of = cast("By", by)

        def of_rows(rows: OfRows) -> Answer | None:
            return rows.counts(of, asked, retracted=also)

        if (from_rows := self._from_rows("counts", asked, of_rows, of={"by": by})) is not None:
            return from_rows
        found, gone = self._counted(of, asked, retracted=also)
        rows = [one._asdict() for one in found.counts]
        beside = told_beside.several_words(by, found.apart, found.undated, is_several=by in SEVERAL)
        return self._table("counts", rows, asked, gone, beside, of={"by": by})

    def _counted(self, by: By, asked: Selection, *, retracted: bool) -> tuple[Counted, Sequence[str]]:
        """Count what is asked for, and say what was left out."""
        from timeline.views.counts import count  # noqa: PLC0415 - a list of events never asks

        events = (*self.known.events, *(self.known.retracted if retracted else ()))
        return count(self.known, select(events, asked), by), left_out.events(events, asked)

    def gaps(self, days: int = 30, *, retracted: bool = False, **choice: Unpack[Choice]) -> Table:
        """Find the stretches of at least so many days in which nothing happened, surely or possibly.

        Each row says ``from`` and ``to``, both included, whether surely no event that has a date lies there, and how
        many may. The bounds of every date count: possibly, a stretch is as long as the dates allow.

        Args:
            days: The least length, from 1.
            retracted: Also what was taken back.
            **choice: What is asked for, as :class:`Choice` says.
        """
        from timeline.views import counting, counts  # noqa: PLC0415

        least = int(number(days, "days"))
        if least < 1:
            raise ViewError(f"a gap has at least one day, not {least}", where="days", fix="give 1 or more")
        also, asked = flag(retracted, "retracted"), self._selection(choice)

        def of_rows(rows: OfRows) -> Answer | None:
            return rows.gaps(least, asked, retracted=also)

        if (from_rows := self._from_rows("gaps", asked, of_rows, of={"days": least})) is not None:
            return from_rows
        events = (*self.known.events, *(self.known.retracted if also else ()))
        found = counts.gaps(select(events, asked), least)
        rows = [counting.gap_row(gap) for gap in found.gaps]
        beside = told_beside.undated_words(found.undated)
        return self._table("gaps", rows, asked, left_out.events(events, asked), beside, of={"days": least})

    def stats(self, **choice: Unpack[Choice]) -> Table:
        """Count what was known: events, facts, reports, sources, origins, entities, and from when to when."""
        from timeline.views.extract import extract  # noqa: PLC0415
        from timeline.views.stats import stats  # noqa: PLC0415

        asked = self._selection(choice)
        from_rows = self._from_rows("stats", asked, lambda rows: rows.stats(asked))
        if from_rows is not None:
            return from_rows
        rows = stats(extract(self.known, (), asked), select(self.known.events, asked))
        return self._table("stats", rows, asked, left_out.events(self.known.events, asked))

    def event(self, event_id: str) -> KnownEvent:
        """Find an event by its id, or the beginning of it.

        Raises:
            RecordError: No event has it, or several begin with it.
        """
        from timeline.views.story import event_of  # noqa: PLC0415

        wanted = text(event_id, "event_id")
        with named({None: "event_id"}):
            return self._by_part(narrow.records(wanted), lambda of: event_of(of.ledger, of.known, wanted))

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
            wanted, is_strict = text(event_id, "event_id"), self._strictly(strict)
            return self._by_part(narrow.records(wanted), lambda of: about(of.ledger, of.known, wanted, is_strict))

    def shown(self, names: Iterable[str], *, since: Day | None = None, until: Day | None = None) -> Table:
        """Tell all there is about several records, each as :meth:`show` does; of events, those of that time."""
        asked = self._selection(_times(since, until))
        every = [self.show(name) for name in several(names, "names")]
        rows = [row for row in every if row["kind"] != "event" or self._is_then(row["id"], asked)]
        gone = left_out.in_time(asked, len(every), len(rows), "record")

        def tell(of: Snapshot) -> Table:
            return of._table("show", rows, asked, gone)

        return self._by_part(narrow.selected(self.clocks, EVERYTHING), tell)

    def _is_then(self, event_id: str, asked: Selection) -> bool:
        event = self._by_part(narrow.records(event_id), lambda of: of.known.event(event_id))
        return event is None or is_in_time(event, asked)

    def payload(self, event_id: str) -> Any:
        """Give the data of an event as a value of the class registered for its type; else as JSON.

        Raises:
            RecordError: There is no such event, or its data does not fit the class; the event and the field are named.
        """
        from timeline.views.payloads import payload_of  # noqa: PLC0415

        return payload_of(self.event(event_id))

    def state(self, view: str | ViewSpec | Projection[Any] | None = None, **choice: Unpack[Choice]) -> Table:
        """Answer a view on the day asked about.

        Args:
            view: The name of a declared view, or of one that was registered or that an installed package offers; a
                view; or a projection of your own, which replays the events that are asked for. By default the view of
                the question.
            **choice: What is asked for, as :class:`Choice` says: of a view, the entities that such events speak of.
        """
        from timeline.views.projection import Projection, replay  # noqa: PLC0415 - a list of events never asks
        from timeline.views.table import ViewSpec  # noqa: PLC0415

        view = self.question.view if view is None else view
        if isinstance(view, str) and view not in self.specs:
            from timeline.views.plugins import find_view  # noqa: PLC0415 - declared views never ask

            view = find_view(view) or view
        asked = self._selection(choice)
        wide = attrs.evolve(asked, entities=())
        if isinstance(view, Projection):
            told = list(replay(view, select(self.known.events, wide)))
            gone = left_out.events(self.known.events, wide)
            return self._table(f"view/{view.name}", told, asked, gone, has_day=True, of={"view": view.name})
        if not isinstance(view, str | ViewSpec):
            raise ViewError(f"a {type(view).__name__} is not a view", where="view", fix="give a name, or a Projection")
        spec = chosen.view(self.specs, view, takes_own=True) if isinstance(view, str) else view

        from timeline.text.tables import names_words  # noqa: PLC0415 - a list never asks

        of_view = {"view": spec.name}
        from_rows = self._from_rows("state", asked, lambda rows: rows.state(spec, asked), of=of_view, has_day=True)
        if from_rows is not None:
            return from_rows

        def tell(of: Snapshot) -> Table:
            rows, gone = of._cells(spec, asked)
            whole = [] if attrs.evolve(wide, strict=False).is_everything else [told_beside.FROM_THE_WHOLE]
            beside = [*whole, *told_beside.few(names_words(rows))]
            return of._table("state", rows, asked, gone, beside, has_day=True, of={"view": spec.name})

        return self._by_part(narrow.entities(asked), tell)

    def _cells(self, spec: ViewSpec, asked: Selection) -> tuple[Sequence[Row], Sequence[str]]:
        """Give the rows of the cells that are asked for, and what was left out of them."""
        rows = [cell_row(cell) for cell in chosen.cells(self.known, spec, asked)]
        return rows, left_out.cells(self.known, spec, asked)

    def why(self, cell: str, *, view: str | None = None, **choice: Unpack[Choice]) -> Table:
        """Give the events behind a cell, ``ENTITY.PROPERTY``: winners, losers, and why each lost.

        Raises:
            RecordError: The text names no cell, or no event of the whole log has a fact on the entity.
            ViewError: There is no such view, or none has the property.
        """
        asked = self._selection(choice)
        named_cell, rule = text(cell, "cell"), self._named(view)
        place, spec = chosen.named_cell(self.specs, named_cell, view=rule)
        of_cell = {"cell": named_cell, "view": spec.name}
        from_rows = self._from_rows("why", asked, lambda rows: rows.why(spec, place, asked), of=of_cell, has_day=True)
        if from_rows is not None:
            return from_rows

        def tell(of: Snapshot) -> Table:
            found = chosen.cell(of.ledger, of.known, of.specs, named_cell, view=rule)
            reasons = chosen.reasons(of.known, found.spec, found.entity, found.property, asked)
            gone = left_out.reasons(of.known, found.spec, found.entity, found.property, asked)
            nothing = say.told_nothing(found.entity, found.property)
            beside = [nothing] if not reasons and not gone else []
            beside += told_beside.few(joined(of.known, found.entity, strict=asked.strict))
            rows = [reason_row(reason) for reason in reasons]
            return of._table("why", rows, asked, gone, beside, has_day=True, of=of_cell)

        return self._by_part(narrow.cell(self.clocks, asked, named_cell), tell)

    def cell(self, cell: str, *, view: str | None = None, strict: bool = False) -> Row:
        """Give one cell, ``ENTITY.PROPERTY``, on the day asked about: the row of its view, alone.

        Args:
            cell: The cell; the entity by any of its names.
            view: The view whose rule decides; by default the first that has the property.
            strict: Leave out what is only possibly so.

        Raises:
            RecordError: The text names no cell, or no event of the whole log has a fact on the entity.
            ViewError: There is no such view, or none has the property.
        """
        wanted_cell, rule, is_strict = text(cell, "cell"), self._named(view), self._strictly(strict)
        place, spec = chosen.named_cell(self.specs, wanted_cell, view=rule)
        if (found := self._by_rows(lambda rows: rows.cell(spec, place, strict=is_strict))) is not None:
            return found

        def tell(of: Snapshot) -> Row:
            asked = chosen.cell(of.ledger, of.known, of.specs, wanted_cell, view=rule)
            return cell_row(chosen.one_cell(of.known, asked, strict=is_strict))

        return self._by_part(narrow.cell(self.clocks, EVERYTHING, wanted_cell), tell)

    def diff(self, before: Snapshot | When, *, view: str | None = None, **choice: Unpack[Choice]) -> Table:
        """Tell what changed since an earlier as-of day.

        Args:
            before: The day; or the snapshot that :meth:`before` gives for it.
            view: Only the cells of this view; by default those of all.
            **choice: What is asked for, as :class:`Choice` says.
        """
        before = before if isinstance(before, Snapshot) else self.before(before)
        name, asked = self._named(view), self._selection(choice)
        specs = [self.view(name)] if name is not None else list(self.specs.values())
        of = {"view": name, "before": query(before.clocks), "after": query(self.clocks)}
        found = self._changes_from_rows(before, specs, asked, of)
        if found is None:
            rows = [change_row(change) for change in chosen.changes(before.known, self.known, specs, asked)]
            gone = left_out.changes(before.known, self.known, specs, asked)
            titles = {event.id: event.event.title for one in (before, self) for event in one.known.events}
            titles = {row["id"]: titles[row["id"]] for row in rows if "id" in row}
            found = attrs.evolve(self._table("diff", rows, asked, gone, has_day=True, of=of), titles=titles)
        return attrs.evolve(found, beside=(f"before: {before.clocks.in_words()}", *found.beside))

    def _changes_from_rows(
        self, before: Snapshot, specs: Sequence[ViewSpec], asked: Selection, of: Row
    ) -> Table | None:
        """Compare with a snapshot of the same log from rows; None where these do not tell it."""
        if before.basis is not self.basis:
            return None
        return self._from_rows("diff", asked, lambda rows: rows.diff(before.clocks, specs, asked), of=of, has_day=True)

    def sources(self, **choice: Unpack[Choice]) -> Table:
        """List the sources that were published by then, by name, and what each rests on."""
        asked = self._selection(choice)

        def tell(of: Snapshot) -> Table:
            rows = [source_row(of.known, known) for known in chosen.sources(of.known, asked)]
            return of._table("sources", rows, asked, left_out.sources(of.known, asked))

        return self._by_part(narrow.sources(self.clocks, asked), tell)

    def cascade(self, event_id: str, **choice: Unpack[Choice]) -> Table:
        """Tell who repeats whom about an event, from the ends of the chains upward.

        Args:
            event_id: The id, or the beginning of it.
            **choice: What is asked for, as :class:`Choice` says: nothing is told of an event that does not fit it.

        Raises:
            RecordError: There is no such event.
        """
        from timeline.views.story import chains, event_of  # noqa: PLC0415

        wanted, asked = text(event_id, "event_id"), self._selection(choice)

        def tell(of: Snapshot) -> Table:
            steps, counted = chains(of.ledger, of.known, wanted)
            if not fits(event_of(of.ledger, of.known, wanted), asked):
                gone = f"left out by {' '.join((*asked.words(), *(['strict'] if asked.strict else [])))}: 1 event"
                return of._table("cascade", [], asked, [gone], of={"of": event_id})
            return of._table("cascade", steps, asked, beside=[counted], of={"of": event_id})

        with named({None: "event_id"}):
            seeds = narrow.records(wanted, self.clocks) if asked.is_everything else None
            return self._by_part(seeds, tell)

    def conflicts(self, *, view: str | ViewSpec | None = None, **choice: Unpack[Choice]) -> Table:
        """Find what cannot all be so: values, dates, denials and contradictions, with the origins on each side.

        Args:
            view: Only what has to do with this view; by default everything.
            **choice: What is asked for, as :class:`Choice` says; with ``strict`` only what is surely a conflict.

        Raises:
            ViewError: There is no such view.
        """
        from timeline.views.table import ViewSpec  # noqa: PLC0415

        view = self.question.view if view is None else view
        spec = view if view is None or isinstance(view, ViewSpec) else self.view(view)
        asked = self._selection(choice)
        specs = list(self.specs.values())

        def tell(of: Snapshot) -> Table:
            rows = [conflict_row(one) for one in chosen.conflicts(of.known, specs, asked, spec)]
            gone = left_out.conflicts(of.known, specs, asked, spec)
            return of._table("conflicts", rows, asked, gone, of={"view": None if spec is None else spec.name})

        return self._by_part(self._clashing(specs, spec), tell)

    def _clashing(self, specs: Sequence[ViewSpec], view: ViewSpec | None) -> Seeds | None:
        """Begin at whatever may be in conflict; here, nobody knows."""
        del specs, view
        return None

    def entities(self, *, names: bool = False, **choice: Unpack[Choice]) -> Table:
        """List the entities of which something is said, in any mode, and under which names.

        Args:
            names: Give a row for each name in use, also where several are one entity.
            **choice: What is asked for, as :class:`Choice` says.
        """
        from timeline.views.entities import by_name  # noqa: PLC0415

        asked, each = self._selection(choice), flag(names, "names")
        of = {"names": names}
        from_rows = self._from_rows("entities", asked, lambda rows: rows.entities(asked, names=each), of=of)
        if from_rows is not None:
            return from_rows
        found = by_name(chosen.entities(self.known, asked), each=each)
        gone = left_out.entities(self.known, asked)
        return self._table("entities", [entity_row(one) for one in found], asked, gone, of=of)

    def history(
        self,
        name: str | None = None,
        *,
        view: str | None = None,
        strict: bool = False,
        since: Day | None = None,
        until: Day | None = None,
    ) -> Table:
        """Tell how something came to be what it is.

        Args:
            name: ``ENTITY.PROPERTY`` for a cell over all as-of days (up to this one) and all days of the world: each
                row is a rectangle, and they tile. Or the id of a record, or a source's name; without it the whole log.
            view: For a cell, the view whose rule decides; by default the first that has the property.
            strict: Leave out what is only possibly so.
            since: Of a cell, only the stretches that reach this time or later ones; of records, only what belongs to
                events that may have happened then.
            until: Likewise, this time or earlier ones.

        Raises:
            RecordError: There is no such record, or no event of the whole log has a fact on the entity.
            ViewError: There is no such view, or none has the property.
        """
        from timeline.views.story import history  # noqa: PLC0415

        wanted, rule = None if name is None else text(name, "name"), self._named(view)
        asked = attrs.evolve(self._selection(_times(since, until)), strict=self._strictly(strict))
        lax, every = attrs.evolve(asked, strict=False), attrs.evolve(asked, strict=False, since=None, until=None)

        def tell(of: Snapshot) -> Table:
            ask = functools.partial(history, of.ledger, of.known, of.specs, wanted, view=rule)
            rows, spec = ask(asked=asked)
            gone = left_out.of_history(ask(asked=lax)[0], rows) if asked.strict else []
            if asked.dates() and spec is None:
                gone += left_out.in_time(asked, len(ask(asked=every)[0]), len(ask(asked=lax)[0]), "record")
            named = {"of": name} | ({"view": spec.name} if spec is not None else {})
            return of._table("history", rows, EVERYTHING, gone, of=named)

        return self._by_part(narrow.records_or_cell(self.clocks, wanted), tell)

    def export(
        self,
        form: str = "jsonl",
        *,
        view: str | None = None,
        public: bool = False,
        zone: str | dt.tzinfo | None = None,
        **choice: Unpack[Choice],
    ) -> Exported:
        """Write what was known in a form that another tool reads.

        Args:
            form: ``jsonl`` for the records themselves, as ``import`` takes them. Every other form
                (:data:`timeline.text.outgoing.forms.NAMES`) is an answer at the clocks, and holds nothing later.
            view: The name of a declared view: for ``csv`` it is written alone, entities by properties; for ``long-csv``
                one row a value; for ``md`` and ``html`` it stands above the events; of other forms with views the only
                one.
            public: Leave out every ``because``, and the tags ``private`` and ``private.…``.
            zone: Of ``md`` and ``html``, the time zone in which times are shown, such as ``Europe/Berlin``; else UTC.
            **choice: What is asked for, as :class:`Choice` says.

        Raises:
            FormatError: There is no such form, it has no views, or the library that it needs is not installed.
            ViewError: There is no such view.
        """
        return self._export(text(form, "form"), view, choice, public=flag(public, "public"), zone=zone)

    def save_export(
        self,
        path: str | os.PathLike[str],
        form: str | None = None,
        *,
        view: str | None = None,
        public: bool = False,
        zone: str | dt.tzinfo | None = None,
        engine: str | None = None,
        tell: Callable[[int, int], None] | None = None,
        **choice: Unpack[Choice],
    ) -> Exported:
        """Write what was known into a file, whole or not at all; the form follows the ending.

        A folder of ``parquet`` for which nothing was left out, by no clock, filter or view, also holds what engines ask
        (:func:`timeline.open_data`): the versions of everything, at all clocks. Writing that goes on where it was cut
        off. With a clock or a filter the folder holds the answer alone.

        Args:
            path: The file; for ``parquet`` it may be a folder, which is made, or replaced if it holds such files alone.
            form: As :meth:`export` has it, where the ending does not say.
            view: As :meth:`export` has it.
            public: As :meth:`export` has it.
            zone: As :meth:`export` has it.
            engine: A Spark that compiles what engines ask, ``spark://…`` or ``local[N]``; by default this process does.
                Each of its workers must see the log and the folder under the same paths, and have this package.
            tell: Is told how many pieces of what engines ask are done, of how many.
            **choice: What is asked for, as :class:`Choice` says.

        Raises:
            FormatError: As :meth:`export`; or there cannot be a file at that path.
            FileUnwritable: The disk is full, read-only or faulty; what stood there is as it was.
            FileUnconfirmed: It is there, but its folder could not be flushed.
        """
        from timeline.store import whole_file  # noqa: PLC0415 - only saving asks
        from timeline.text.outgoing import forms  # noqa: PLC0415

        target = file_path(path, "path")
        with named({"-o": "path"}):
            name = text(form, "form") if form is not None else forms.form_of(target, where="path")
            is_folder = forms.form(name, where="form").is_folder and whole_file.is_folder(target)
            whole_file.check_folder(target) if is_folder else whole_file.check(target)
            called = os.path.basename(target).partition(".")[0] or "timeline"  # noqa: PTH119 - a text, as in `log`
            told = None if tell is None else function(tell, "tell", takes=2)
            if is_folder and view is None and not flag(public, "public") and self._has_all(choice):
                return self._save_all(target, name, called, told, zone=zone, engine=engine)
            if engine is not None:
                what = "an engine compiles what a folder of Parquet holds for engines, and nothing else"
                raise FormatError(what, where="engine", fix="leave it out, or the clocks and filters", unwritten=True)
            made = self._export(
                name, view, choice, public=flag(public, "public"), zone=zone, folder=is_folder, called=called
            )
            if isinstance(made.data, bytes):
                whole_file.write(target, made.data)
            else:
                whole_file.write_folder(target, made.data)
                made = attrs.evolve(made, notes=(*made.notes, _ANSWER_ALONE))
        return made

    def _has_all(self, choice: Choice) -> bool:
        """Whether nothing is left out of the log, so that all of it may be written beside an answer."""
        return self.question.is_everything and self._selection(choice) == EVERYTHING

    def _save_all(
        self,
        folder: str,
        name: str,
        called: str,
        tell: Callable[[int, int], None] | None,
        *,
        zone: str | dt.tzinfo | None,
        engine: str | None,
    ) -> Exported:
        """Write the answer into a folder, and beside it all that the log says, both of the same records."""
        from timeline.engines import filling  # noqa: PLC0415 - optional

        made: list[Exported] = []

        def answer(of: Snapshot) -> Exported:
            return of._export(name, None, {}, public=False, zone=zone, folder=True, called=called, is_beside=True)

        def beside(ready: Ready) -> Mapping[str, bytes]:
            is_same = self.heads == ready.heads
            made.append(answer(self if is_same else attrs.evolve(self, basis=whole(self.files, ready.look))))
            return cast("Mapping[str, bytes]", made[0].data)

        found = filling.write(self.files, folder, beside=beside, engine=engine, tell=tell)
        counted = f"{made[0].counted}; {found.in_words()}"
        return attrs.evolve(made[0], counted=counted, notes=(*made[0].notes, *found.notes()))

    def _export(
        self,
        name: str,
        view: str | None,
        choice: Choice,
        *,
        public: bool,
        zone: str | dt.tzinfo | None = None,
        folder: bool = False,
        called: str = "timeline",
        is_beside: bool = False,
    ) -> Exported:
        """Write an answer in a form; ``is_beside`` leaves out the versions of facts, which are written otherwise."""
        from timeline.text.outgoing import forms  # noqa: PLC0415 - most questions never ask
        from timeline.views import export  # noqa: PLC0415
        from timeline.views.extract import extract  # noqa: PLC0415

        form, asked, view = forms.form(name, where="form"), self._selection(choice), self._named(view)
        if view is not None and form.views == "none":
            holding = ", ".join(one.name for one in forms.FORMS if one.views != "none")
            raise FormatError(f"{form.name} holds no view", where="view", fix=f"leave it out, or choose from {holding}")
        place = named_zone(zone)
        if place is not None and not form.is_for_people:
            shown = ", ".join(one.name for one in forms.FORMS if one.is_for_people)
            what = f"{form.name} keeps its times in UTC, for other programs"
            raise FormatError(what, where="zone", fix=f"leave the zone out, or choose from {shown}", unwritten=True)
        if form.name == "jsonl":
            return export.lines(self.ledger, self.known, asked, public=public)
        specs = (
            [self.view(view)]
            if view is not None
            else list(self.specs.values())
            if form.views == "all" or folder
            else []
        )
        has_versions = form.has_versions and (folder or not form.is_folder) and not is_beside
        found = extract(
            self.known,
            specs,
            asked,
            title=str(self.settings().get("title") or "Timeline"),
            heads=self.heads,
            public=public,
            notes=self.notes(),
            versions_of=self.ledger.records if has_versions else (),
        )
        found = attrs.evolve(found, fact_version=None) if is_beside else found
        found = found if place is None else found.in_place(place)
        made = export.answer(form, attrs.evolve(found, name=called), folder=folder)
        gone = left_out.events(self.known.events, asked)
        return attrs.evolve(made, notes=(*made.notes, *gone))

    def page(
        self,
        *,
        title: str | None = None,
        zone: str | dt.tzinfo | None = None,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> Page:
        """Make a page of the question: one HTML text, offline, that readers can question.

        Args:
            title: The headline; by default the log's own.
            zone: The time zone whose clocks are shown, such as ``Europe/Berlin``; days stay those of UTC.
            progress: Is told how many days are done, and of how many.

        Raises:
            FigureError: No event is left by the clocks and filters.
        """
        from timeline.figures.settings import key_tags  # noqa: PLC0415
        from timeline.page.publish import publish  # noqa: PLC0415 - matplotlib, for the width of texts

        settings = self.settings()
        return publish(
            self.ledger,
            self.question,
            title=(title and text(title, "title")) or str(settings.get("title") or "Timeline"),
            specs=self.specs.values(),
            notes=self._left_out(),
            key_tags=key_tags(settings),
            zone=named_zone(zone),
            progress=progress,
        )

    def _selection(self, choice: Choice) -> Selection:
        return selection(choice, today=self.asked_on, within=self.question.selection)

    def _strictly(self, strict: bool) -> bool:
        return flag(strict, "strict") or self.question.selection.strict

    def _named(self, view: str | None) -> str | None:
        return self.question.view if view is None else text(view, "view")

    def figure(self, kind: str, *, view: str | None = None, dpi: float | None = None, **options: Any) -> Figure:
        """Draw: a matplotlib figure, made without pyplot.

        Args:
            kind: ``events``, ``state``, ``compare`` (with ``before``, an earlier as-of day or snapshot), ``cascade``
                (with ``event``, an id; without it, that of all events), ``plane``, ``calendar``, ``rate``, ``lag`` or
                ``belief`` (with ``cell``, ``ENTITY.PROPERTY``).
            view: The name of a declared view, for ``state`` and ``compare``, by default the only one; for ``belief`` by
                default the first that has the property.
            dpi: Dots per inch of a PNG; 150 by default, or 96 (a dot for each pixel) where ``for_`` names a place.
            **options: As :class:`timeline.figures.Options`: ``entities``, ``tags``, ``sources``, ``types``, ``grep``,
                ``value``, ``since``,
                ``until``, ``strict``, ``title``, ``theme``, ``lanes``, ``scale``, ``size``, ``for_``, ``label``,
                ``zero``, ``zone``. Days are given as text, a size as a width in inches, or width and height.

        Raises:
            FigureError: There is nothing to draw, or no such kind or option.
        """
        from timeline import drawing, figures  # noqa: PLC0415 - matplotlib is slow to import

        asked = self._drawing(kind, view, options)
        with named(drawing.OF_FIGURES):
            return figures.figure(self.known, kind, dpi=None if dpi is None else number(dpi, "dpi"), **asked)

    def save_figure(
        self,
        kind: str,
        path: str | os.PathLike[str],
        *,
        view: str | None = None,
        dpi: float | None = None,
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
        from timeline import drawing, figures  # noqa: PLC0415

        asked = self._drawing(kind, view, options)
        with named(drawing.OF_FIGURES):
            return figures.save(
                self.known, kind, file_path(path, "path"), dpi=None if dpi is None else number(dpi, "dpi"), **asked
            )

    def _drawing(self, kind: str, view: str | None, options: Mapping[str, Any]) -> Options:
        """Read the options of a figure as people give them."""
        from timeline import drawing  # noqa: PLC0415 - only figures ask

        before = options.get("before")
        if isinstance(before, Snapshot):
            options = {**options, "before": before.known}
        elif not isinstance(before, Known | None) and (day := clock(before, today=self.asked_on, where="before")):
            options = {**options, "before": self.before(day).known}
        return drawing.options(self, kind, self._named(view), options)

    def _table(
        self,
        name: str,
        rows: Iterable[Any],
        selection: Selection,
        gone: Sequence[str] = (),
        beside: Sequence[str] = (),
        *,
        of: Row | None = None,
        has_day: bool = False,
    ) -> Table:
        """Make a table: ``gone`` says what it left out, ``beside`` what else its rows need, ``of`` what they are of."""
        return Table(
            name=name,
            query=self.query(),
            content=tuple(rows),
            notes=(*gone, *self._only_recorded(selection)),
            beside=(*gone, *beside),
            of=of or {},
            has_day=has_day,
        )

    def _only_recorded(self, selection: Selection) -> Sequence[str]:
        return left_out.only_recorded(self.known, selection)


def _times(since: Day | None, until: Day | None) -> Choice:
    """Give two dates as what is asked for; where neither is given, the question's own count."""
    given = {"since": since, "until": until}
    return cast("Choice", {name: date for name, date in given.items() if date is not None})
