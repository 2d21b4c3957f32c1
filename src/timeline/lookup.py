"""Where an answer is looked up, and what is told beside it.

Law of this module: rows of the index where they tell all, else the part of the log that bears on what is asked, else
the whole. It leaves every rule to the modules below.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent
from timeline.asof.values import Snapshot as Known
from timeline.dates.calls import explained_as
from timeline.errors import RecordError, TimelineError, ViewError
from timeline.store import narrow
from timeline.store.basis import Basis, Changed
from timeline.store.collecting import paused
from timeline.views import chosen, left_out
from timeline.views.answer import Table
from timeline.views.arguments import flag, named, text
from timeline.views.filters import Question, Selection
from timeline.views.given import Choice, When, clock, selection
from timeline.views.notes import redacted, unknown_names
from timeline.views.rows import Row, query

if TYPE_CHECKING:
    from timeline.store.basis import Seeds
    from timeline.store.log import LogFiles, Reading
    from timeline.verify.checkpoint import Checkpoint
    from timeline.views.asked import OfRows
    from timeline.views.relational.answers import Answer
    from timeline.views.table import ViewSpec

T = TypeVar("T")


class OnlyTheWhole(Exception):
    """What is to be told needs the whole log."""


@explained_as("Snapshot")
@attrs.frozen(kw_only=True, repr=False, eq=False)
class Lookup:
    """The part of a snapshot that finds: a log as it was when it was asked, and the question asked of it."""

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
        if not isinstance(other, Lookup):
            return NotImplemented
        return (self.question, self.asked_on, self.known) == (other.question, other.asked_on, other.known)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        views = f"; views {', '.join(self.specs)}" if self.specs else ""
        return f"{repr(self.known)[:-1]}{views}>"

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

    def type_counts(self) -> Mapping[str, int]:
        """Count the events of the log by the type with which each was first written."""
        return self.basis.type_counts()

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

        def beside(of: Lookup) -> list[str]:
            unknown = unknown_names(of.known, asked)
            if unknown and of is not self:
                raise OnlyTheWhole
            return [*left_out.only_recorded(of.known, asked), *unknown]

        return [*self.basis.notes, *self._left_out(), *self._by_part(narrow.selected(self.clocks, asked), beside)]

    def caveats(self) -> list[str]:
        """Say what an answer cannot show: records that are redacted, and those that arrived after a checkpoint."""
        return [*self._redacted(), *self._late()]

    def _redacted(self) -> Sequence[str]:
        """Say how many records cannot be read any more."""
        gone = self._by_rows(lambda rows: rows.redacted())
        return self._by_part(narrow.NOTHING, lambda of: redacted(of.known)) if gone is None else gone

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

        def told(rows: OfRows) -> tuple[Answer, tuple[Row, ...], Sequence[str]] | None:
            answer, only = tell(rows), rows.only_recorded(asked)
            if answer is None or only is None:
                return None
            return answer, tuple(answer.rows), only  # rows may be made as they are asked for, from what is held here

        found = self._by_rows(told)
        if found is None:
            return None
        answer, content, only = found
        return Table(
            name=name,
            query=self.query(),
            content=content,
            notes=(*answer.gone, *only),
            beside=(*answer.gone, *answer.beside),
            titles=answer.titles,
            of=of or {},
            has_day=has_day,
        )

    def _by_part(
        self,
        seeds: Seeds | None,
        tell: Callable[[Self], T],
        *,
        is_settled: Callable[[Self, TimelineError], bool] = lambda _of, _refusal: False,
        refusing: Seeds | None = None,
    ) -> T:
        """Tell something from what bears on it, where that is known; else, or where it is refused so, from the whole.

        Args:
            seeds: Name what is asked for; None where only the whole can tell.
            tell: Is given this snapshot, or one of the part alone.
            is_settled: Says of a refusal, and of the part that refused, whether the whole would refuse it in the same
                words: then it is not asked.
            refusing: Name as well what a refusal tells of: a part that holds that refuses in the words of the whole.
        """
        words = refusing if self._finds_what_was_meant() else None
        for some in (seeds, words and seeds and narrow.both(seeds, words)):
            part = None if some is None else self.basis.part(some)
            if part is None:
                break
            of = attrs.evolve(self, basis=part)
            try:
                return tell(of)
            except (Changed, OnlyTheWhole):
                break
            except TimelineError as refusal:  # whoever has all that it tells of words it
                is_told = some is not seeds and isinstance(refusal, RecordError | ViewError)
                if is_told or is_settled(of, refusal):
                    raise
        return tell(self)

    def _finds_what_was_meant(self) -> bool:
        """Whether titles and names can be looked up without the whole, where something is refused."""
        return True

    def _by_record(self, seeds: Seeds, text: str, tell: Callable[[Self], T]) -> T:
        """Tell something of the record that a text names, from what bears on it; so it is refused, too."""
        return self._by_part(seeds, tell, refusing=narrow.meant_by(text))

    def _by_cell(self, asked: Selection, cell: str, tell: Callable[[Self], T]) -> T:
        """Tell something of a cell as :meth:`_by_record` does of a record."""
        return self._by_part(narrow.cell(self.clocks, asked, cell), tell, refusing=narrow.meant_by_cell(cell))

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

        def tell(of: Lookup) -> str | None:
            return late_words(of.ledger, of.known, last, None if of is self else after)

        words = self._by_part(narrow.after(last.heads, after), tell)
        return [words] if words else []

    def _last_checkpoint(self) -> Checkpoint | None:
        if not os.path.isdir(os.path.join(self.files.folder, "checkpoints")):  # noqa: PTH112, PTH118 - as in `log`
            return None
        from timeline.store.checkpoints import any_in, read  # noqa: PLC0415 - most logs have none
        from timeline.views.late import last_of  # noqa: PLC0415

        return last_of(read(self.files).files.values()) if any_in(self.files) else None

    def before(self, day: When) -> Self:
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

    def event(self, event_id: str) -> KnownEvent:
        """Find an event by its id, or the beginning of it.

        Raises:
            RecordError: No event has it, or several begin with it.
        """
        from timeline.views.story import event_of  # noqa: PLC0415

        wanted = text(event_id, "event_id")
        with named({None: "event_id"}):
            return self._by_record(narrow.records(wanted), wanted, lambda of: event_of(of.ledger, of.known, wanted))

    def _selection(self, choice: Choice) -> Selection:
        return selection(choice, today=self.asked_on, within=self.question.selection)

    def _strictly(self, strict: bool) -> bool:
        return flag(strict, "strict") or self.question.selection.strict

    def _named(self, view: str | None) -> str | None:
        return self.question.view if view is None else text(view, "view")

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
