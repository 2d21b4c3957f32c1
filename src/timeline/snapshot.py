"""What a question gets back: a snapshot to ask on.

Law of this module: it looks up and lays out, and leaves every rule to the modules below.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Unpack, cast

import attrs

from timeline.dates.calls import explained
from timeline.dates.suggest import did_you_mean
from timeline.errors import ViewError
from timeline.exports import Exports
from timeline.records import say
from timeline.records.words import BYS, By
from timeline.store import narrow
from timeline.views import chosen, left_out, told_beside
from timeline.views.answer import Table
from timeline.views.arguments import flag, named, number, several, shown, text
from timeline.views.filters import EVERYTHING, Selection, fits, in_time, is_in_time, select
from timeline.views.given import Choice, Day, When
from timeline.views.notes import joined
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
    from timeline.store.basis import Seeds
    from timeline.views.asked import OfRows
    from timeline.views.conflicts import Conflict
    from timeline.views.counting import Counted
    from timeline.views.projection import Projection
    from timeline.views.relational.answers import Answer
    from timeline.views.relational.conflicting import Found
    from timeline.views.specs import ViewSpec


_MOST_CONFLICTING: Final = 5_000
"""More facts and events that may be in conflict are not read beside a part: the whole is read instead."""


@explained
class Snapshot(Exports):
    """What was known, by the clocks of a question; ``known`` holds it as values.

    What an answer is asked to show is, where a method is given nothing else, what ``question`` asks for. Of a log that
    has an index, a question about one thing reads what bears on that thing; the answer is the same.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Show the events in a notebook."""
        return self.list()._repr_html_()

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
        return count(self.known, select(events, asked), by, strict=asked.strict), left_out.events(events, asked)

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

    def show(self, event_id: str, *, strict: bool = False) -> Row:
        """Tell all there is about an event, a source (by its name), or any other record.

        Args:
            event_id: The id, or the beginning of it, ``key:K``, or a source's name.
            strict: Refuse what was only possibly known.

        Raises:
            RecordError: There is no such record, or it was not known by these clocks.
        """
        from timeline.views.story import about  # noqa: PLC0415

        with named({None: "event_id"}):
            wanted, is_strict = text(event_id, "event_id"), self._strictly(strict)
            seeds = narrow.records(wanted)
            return self._by_record(seeds, wanted, lambda of: about(of.ledger, of.known, wanted, is_strict))

    def shown(self, names: Iterable[str], *, since: Day | None = None, until: Day | None = None) -> Table:
        """Tell all there is about several records, each as :meth:`show` does; of events, those of that time."""
        asked = self._selection(_times(since, until))
        every = [self.show(name) for name in several(names, "names")]
        rows = [row for row in every if row["kind"] != "event" or self._is_then(row["id"], asked)]
        gone = left_out.by_choice(Selection(since=asked.since, until=asked.until), len(every), len(rows), "record")

        def tell(of: Snapshot) -> Table:
            return of._table("show", rows, asked, gone)

        return self._by_part(narrow.selected(self.clocks, EVERYTHING), tell)

    def _is_then(self, event_id: str, asked: Selection) -> bool:
        event = self._by_record(narrow.records(event_id), event_id, lambda of: of.known.event(event_id))
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
                the question, else the only one that is declared.
            **choice: What is asked for, as :class:`Choice` says: of a view, the entities that such events speak of.
        """
        view = self.question.view if view is None else view
        view = chosen.only_view(self.specs) if view is None else view
        if isinstance(view, str) and view not in self.specs:
            from timeline.views.plugins import find_view  # noqa: PLC0415 - declared views never ask

            view = find_view(view) or view
        asked = self._selection(choice)
        if isinstance(view, str):
            spec = chosen.view(self.specs, view, takes_own=True)
        else:
            from timeline.views.projection import Projection, replay  # noqa: PLC0415 - declared views never ask
            from timeline.views.specs import ViewSpec  # noqa: PLC0415

            if isinstance(view, Projection):
                wide = attrs.evolve(asked, entities=())
                told = list(replay(view, select(self.known.events, wide)))
                gone = left_out.events(self.known.events, wide)
                return self._table(f"view/{view.name}", told, asked, gone, has_day=True, of={"view": view.name})
            if not isinstance(view, ViewSpec):
                what = f"a {type(view).__name__} is not a view"
                raise ViewError(what, where="view", fix="give a name, or a Projection")
            spec = view
        of_view = {"view": spec.name}
        from_rows = self._from_rows("state", asked, lambda rows: rows.state(spec, asked), of=of_view, has_day=True)
        if from_rows is not None:
            return from_rows

        def tell(of: Snapshot) -> Table:
            from timeline.text.tables.cells import names_words  # noqa: PLC0415 - a list never asks

            rows, gone = of._cells(spec, asked)
            is_whole = attrs.evolve(asked, entities=(), strict=False).is_everything
            beside = [*([] if is_whole else [told_beside.FROM_THE_WHOLE]), *told_beside.few(names_words(rows))]
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

        return self._by_cell(asked, named_cell, tell)

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

        return self._by_cell(EVERYTHING, wanted_cell, tell)

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
        old, new = before.clocks.as_of, self.clocks.as_of
        is_later = new is not None and (old is None or old.hi > new.hi)
        told = say.before(before.clocks.in_words(), is_later=is_later)
        return attrs.evolve(found, beside=(told, *found.beside))

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
        from_rows = self._from_rows("sources", asked, lambda rows: rows.sources(asked))
        if from_rows is not None:
            return from_rows

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
            return self._by_record(narrow.with_names(narrow.records(wanted, self.clocks), asked), wanted, tell)

    def conflicts(self, *, view: str | ViewSpec | None = None, **choice: Unpack[Choice]) -> Table:
        """Find what cannot all be so: values, dates, denials and contradictions, with the origins on each side.

        Args:
            view: Only what has to do with this view; by default everything.
            **choice: What is asked for, as :class:`Choice` says; with ``strict`` only what is surely a conflict.

        Raises:
            ViewError: There is no such view.
        """
        from timeline.views.conflicts import order_of  # noqa: PLC0415 - as below
        from timeline.views.specs import ViewSpec  # noqa: PLC0415

        view = self.question.view if view is None else view
        spec = view if view is None or isinstance(view, ViewSpec) else self.view(view)
        asked = self._selection(choice)
        specs = list(self.specs.values())

        from_rows = self._conflicts_from_rows(specs, spec, asked)

        def tell(of: Snapshot) -> Table:
            def found(some: Selection) -> Sequence[Conflict]:
                replayed = chosen.conflicts(of.known, specs, some, spec)
                if from_rows is None or of is self:
                    return replayed
                return from_rows.joined(replayed, order_of(of.known), strict=some.strict)

            rows, gone = [conflict_row(one) for one in found(asked)], left_out.conflicts(asked, found)
            return of._table("conflicts", rows, asked, gone, of={"view": None if spec is None else spec.name})

        if from_rows is not None:
            return self._by_part(narrow.with_counted(self.clocks, lambda _records: from_rows.nodes), tell)
        return self._by_part(self._clashing(specs, spec, asked), tell)

    def _conflicts_from_rows(self, specs: Sequence[ViewSpec], view: ViewSpec | None, asked: Selection) -> Found | None:
        """Find the conflicts that rows tell, where all are asked for; None where they do not."""
        if not self.basis.has_parts or not attrs.evolve(asked, strict=False).is_everything:
            return None
        return self._by_rows(lambda rows: rows.conflicts(specs, view, _MOST_CONFLICTING))

    def _clashing(self, specs: Sequence[ViewSpec], view: ViewSpec | None, asked: Selection) -> Seeds | None:
        """Begin at whatever may be in conflict; None where that is not known, or is much of the log."""
        if not self.basis.has_parts:
            return None
        if (named := narrow.entities(asked)) is not None:
            return narrow.and_their_entities(narrow.with_counted(self.clocks, named))
        several = chosen.several(specs, view)
        nodes = self._by_rows(lambda rows: rows.conflicting(several, _MOST_CONFLICTING))
        return None if nodes is None else narrow.with_counted(self.clocks, lambda _records: nodes)

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

    def history(self, name: str | None = None, *, view: str | None = None, **choice: Unpack[Choice]) -> Table:
        """Tell how something came to be what it is.

        Args:
            name: ``ENTITY.PROPERTY`` for a cell over all as-of days (up to this one) and all days of the world: each
                row is a rectangle, and they tile. Or the id of a record, or a source's name; without it the whole log.
            view: For a cell, the view whose rule decides; by default the first that has the property.
            **choice: What is asked for, as :class:`Choice` says: only what belongs to events that fit. Of a cell,
                ``since`` and ``until`` choose the stretches that reach that time, and nothing but ``strict`` goes
                with them.

        Raises:
            RecordError: There is no such record, or no event of the whole log has a fact on the entity; or a cell is
                asked for, and only some events.
            ViewError: There is no such view, or none has the property.
        """
        from timeline.views.story import history  # noqa: PLC0415

        wanted, rule, asked = None if name is None else text(name, "name"), self._named(view), self._selection(choice)
        lax, every = attrs.evolve(asked, strict=False), Selection()
        is_chosen = any(asked.names().values())

        def tell(of: Snapshot) -> Table:
            ask = functools.partial(history, of.ledger, of.known, of.specs, wanted, view=rule)
            with named(_OF_HISTORY):
                rows, spec = ask(asked=asked)
            gone = left_out.of_history(ask(asked=lax)[0], rows) if asked.strict else []
            if spec is None and not lax.is_everything:
                gone += left_out.by_choice(asked, len(ask(asked=every)[0]), len(ask(asked=lax)[0]), "record")
            told = {"of": name} | ({"view": spec.name} if spec is not None else {})
            return of._table("history", rows, EVERYTHING, gone, of=told)

        seeds = None if is_chosen else narrow.records_or_cell(self.clocks, wanted)
        meant = None if wanted is None else narrow.both(narrow.meant_by(wanted), narrow.meant_by_cell(wanted))
        return self._by_part(seeds, tell, refusing=meant)


_OF_HISTORY: Final[dict[str | None, str]] = {
    "entity": "entities",
    "tag": "tags",
    "source": "sources",
    "type": "types",
}
"""What Python calls the sorts by which events are chosen."""


def _times(since: Day | None, until: Day | None) -> Choice:
    """Give two dates as what is asked for; where neither is given, the question's own count."""
    given = {"since": since, "until": until}
    return cast("Choice", {name: date for name, date in given.items() if date is not None})
