"""What a question rests on: a log as it was at one moment, whole, or as much of it as bears on what is asked.

Law of this module: both tell the same. Where the index cannot be used, or the log has a fault, there is only the whole;
a part is never guessed. What the index needs is imported where a log is large enough for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, TypeVar

import attrs
import msgspec

from timeline.asof.ledger import Ledger
from timeline.store.collecting import paused
from timeline.store.log import LogFiles, Reading
from timeline.store.turns import Turns

if TYPE_CHECKING:
    from timeline.asof.values import Clocks
    from timeline.dates.values import Clock, Moment
    from timeline.records.model import Record
    from timeline.records.valued import Key
    from timeline.store.index import Index, Look, Ready
    from timeline.store.index_records import Records
    from timeline.verify.checkpoint import Checkpoint
    from timeline.views.asked import OfRows
    from timeline.views.relational.rows import InMemory

    Seeds: TypeAlias = Callable[[Records], Iterable[str] | None]
    """Names the nodes of what is asked for; None where only the whole can tell."""


T = TypeVar("T")

_REPLAYS: Final = 2
"""So many questions by different clocks are replayed before the log is compiled in memory, for all that follow."""


class Changed(Exception):
    """The index was built anew, or is gone, since a part was read of it."""


class _Memory:
    """The rows of a log in memory: compiled once it has been asked by several clocks."""

    def __init__(self) -> None:
        self.turns = Turns()
        self._clocks: set[tuple[Clock | None, Clock | None]] = set()
        self._rows: InMemory | None = None

    def rows(self, ledger: Ledger, clocks: Clocks) -> InMemory | None:
        """Give the rows by some clocks; None as long as replaying is less work."""
        if self._rows is None:
            self._clocks.add((clocks.as_of, clocks.recorded_by))
            if len(self._clocks) <= _REPLAYS:
                return None
            from timeline.asof.compiled import compile_log  # noqa: PLC0415 - a single question is replayed
            from timeline.views.relational.rows import InMemory  # noqa: PLC0415

            with paused():
                relation = compile_log(ledger.records)
            self._rows = InMemory(relation, records={record.id: record for record in ledger.records})
        from timeline.views.asked import moments  # noqa: PLC0415

        at = moments(clocks)
        return None if at is None else self._rows.at(at.as_of, at.recorded_by)


@attrs.frozen(kw_only=True)
class Whole:
    """All records of a log, or all of them that bear on a question."""

    has_parts: ClassVar[bool] = False
    """Whether what bears on a question can be had without the rest."""
    reading: Reading
    ledger: Ledger
    is_part: bool = False
    ask: Callable[[Callable[[Records], Any]], Any] | None = None
    """Of a part, asks the index about the whole log."""
    _memory: _Memory = attrs.field(factory=_Memory, init=False, eq=False, repr=False)

    @property
    def heads(self) -> tuple[str, ...]:
        """The ends of the log's chains."""
        return self.reading.heads

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell of the log as it was read."""
        return self.reading.notes

    def type_counts(self) -> Mapping[str, int]:
        """Count the events of the whole log by the type with which each was first written.

        Raises:
            Changed: This is a part of a log that has grown since.
        """
        if not self.is_part:
            from timeline.records.catalogue import types_in  # noqa: PLC0415 - few figures ask

            return types_in(self.reading.records)
        found: Mapping[str, int] = self._of_all(lambda records: records.type_counts())
        return found

    def most_told(self, properties: Collection[str], most: int) -> Sequence[Key] | None:
        """Give the values told most often of some properties in the whole log; None where its records tell it.

        Raises:
            Changed: This is a part of a log of which it is not known any more.
        """
        return self._of_all(lambda records: records.most_told(properties, most)) if self.is_part else None

    def count(self, by: Moment) -> int | None:
        """Count the records of the whole log that there were by a moment; None where they are at hand.

        Raises:
            Changed: This is a part of a log that cannot be asked any more.
        """
        return self._of_all(lambda records: records.count(by)) if self.is_part else None

    def _of_all(self, ask: Callable[[Records], Any]) -> Any:
        found = None if self.ask is None else self.ask(ask)
        if found is None:
            raise Changed
        return found

    def part(self, seeds: Seeds) -> Whole | None:
        """Give what bears on what is asked for: here, nothing less than there is."""
        del seeds
        return None

    def told(self, clocks: Clocks, tell: Callable[[OfRows], T | None]) -> T | None:
        """Tell something from rows; None where they cannot, or where a replay is as fast."""
        if self.is_part:
            return None
        with self._memory.turns.turn():
            rows = self._memory.rows(self.ledger, clocks)
            if rows is None:
                return None
            from timeline.views.asked import OfRows  # noqa: PLC0415 - as above

            return tell(OfRows(rows, clocks))


def part_of(
    records: Iterable[Record],
    knew: Callable[[str, str], bool],
    *,
    notes: tuple[str, ...],
    heads: tuple[str, ...],
    ask: Callable[[Callable[[Records], Any]], Any] | None = None,
) -> Whole:
    """Make the part of a log that bears on a question, ready for it; ``knew`` says who rests on whom."""
    ledger = Ledger(records, knew)
    reading = Reading(records=ledger.records, findings=(), notes=notes, heads=heads)
    return Whole(reading=reading, ledger=ledger, is_part=True, ask=ask)


def whole(files: LogFiles, look: Look | None, *, skip_bad: bool = False) -> Whole:
    """Read the whole of a log as it was when its files were looked at; or as it is.

    Raises:
        LogBroken: The log cannot be trusted.
    """
    reading = files.read(skip_bad=skip_bad, look=look)
    return Whole(reading=reading, ledger=Ledger(reading.records))


def of_checkpoint(basis: Whole | OnDemand, found: Checkpoint) -> Whole:
    """Give what a checkpoint holds of a log.

    Raises:
        LogBroken: The log does not hold just that any more.
    """
    from timeline.verify.checkpoint import held  # noqa: PLC0415 - most questions never ask

    reading = basis.reading
    reading = msgspec.structs.replace(reading, records=held(found, reading.records), heads=found.heads)
    return Whole(reading=reading, ledger=Ledger(reading.records))


@attrs.define(kw_only=True)
class OnDemand:
    """A log of which all is read only for a question that needs it, and once."""

    has_parts: ClassVar[bool] = False
    """Whether what bears on a question can be had without the rest, where rows say what that is."""
    _whole: Whole | None = attrs.field(default=None, init=False, eq=False, repr=False)

    @property
    def reading(self) -> Reading:
        """All of the log, or of what a checkpoint holds of it."""
        return self._loaded().reading

    @property
    def ledger(self) -> Ledger:
        """The same, ready for many questions."""
        return self._loaded().ledger

    def type_counts(self) -> Mapping[str, int]:
        """Count the events by the type with which each was first written."""
        return self._loaded().type_counts()

    def most_told(self, properties: Collection[str], most: int) -> None:
        """Give nothing: its records tell it."""

    def count(self, by: Moment) -> None:
        """Give nothing: they are at hand."""

    def _loaded(self) -> Whole:
        with self._turns.turn():
            if self._whole is None:
                self._whole = self._load()
            return self._whole

    @property
    def _turns(self) -> Turns:
        raise NotImplementedError

    def _load(self) -> Whole:
        raise NotImplementedError


@attrs.define(kw_only=True)
class Indexed(OnDemand):
    """A log that its index knows: the whole is read only for a question that needs it."""

    has_parts = True
    index: Index
    ready: Ready
    load: Callable[[Look], Whole]
    notes: tuple[str, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The ends of the log's chains."""
        return self.ready.heads

    @property
    def _turns(self) -> Turns:
        return self.index.turns

    def _load(self) -> Whole:
        return self.load(self.ready.look)

    def part(self, seeds: Seeds) -> Whole | None:
        """Give what bears on what is asked for; None where only the whole can tell, or the index cannot any more."""
        from timeline.records import bearing  # noqa: PLC0415 - as above
        from timeline.store.index_file import Unusable  # noqa: PLC0415

        try:
            with self.index.records(self.ready) as records:
                found = seeds(records)
                if found is None:
                    return None
                part = bearing.closure([*found, *records.redacted()], records.find)
        except Unusable:
            return None
        return part_of(part.values(), self._knew, notes=self.notes, heads=self.heads, ask=self._asked)

    def told(self, clocks: Clocks, tell: Callable[[OfRows], T | None]) -> T | None:
        """Tell something from the rows of the index; None where they cannot, or it cannot any more."""
        from timeline.asof.relation import LATEST  # noqa: PLC0415 - as above

        return self.told_by(clocks, LATEST, tell)

    def told_by(self, clocks: Clocks, limit: int, tell: Callable[[OfRows], T | None]) -> T | None:
        """Tell something from what the index had by a moment."""
        import sqlite3  # noqa: PLC0415 - as above

        from timeline.store.index_file import Unusable  # noqa: PLC0415
        from timeline.views.asked import moments  # noqa: PLC0415
        from timeline.views.repeated import AskedAgain  # noqa: PLC0415

        at = moments(clocks)
        if at is None:
            return None
        with self._turns.turn():  # what is read of the index is kept, for all that follow
            asked, rows = self.index.rows(self.ready, at.as_of, min(at.recorded_by, limit))
            try:
                with paused(), asked:  # most of what is read stays, and none of it is a ring
                    return tell(AskedAgain(rows, clocks, limit, rows.answers))
            except (Unusable, sqlite3.Error):
                return None

    def upto(self, checkpoint: Checkpoint, load: Callable[[], Whole]) -> Upto | None:
        """Give the log as a checkpoint holds it; None where that is not all that was recorded by some moment."""
        from timeline.store.index_file import Unusable  # noqa: PLC0415 - as above

        try:
            with self.index.records(self.ready) as records:
                limit = records.limit_of(checkpoint)
        except Unusable:
            return None
        return None if limit is None else Upto(indexed=self, heads=checkpoint.heads, limit=limit, load=load)

    def _knew(self, later: str, earlier: str) -> bool:
        return self._asked(lambda records: records.knew(later, earlier))

    def _asked(self, ask: Callable[[Records], T]) -> T:
        """Ask the index while it still is the one of which a part was read.

        Raises:
            Changed: It is not.
        """
        from timeline.store.index_file import Unusable  # noqa: PLC0415 - as above

        try:
            with self.index.records(self.ready) as records:
                return ask(records)
        except Unusable as error:
            raise Changed from error


@attrs.define(kw_only=True)
class Upto(OnDemand):
    """A log that its index knows, as a checkpoint holds it: all that was recorded by a moment."""

    indexed: Indexed
    heads: tuple[str, ...]
    limit: int
    load: Callable[[], Whole]

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell of the log as it was read."""
        return self.indexed.notes

    @property
    def _turns(self) -> Turns:
        return self.indexed.index.turns

    def _load(self) -> Whole:
        return self.load()

    def part(self, seeds: Seeds) -> Whole | None:
        """Give nothing less than there is."""
        del seeds
        return None

    def told(self, clocks: Clocks, tell: Callable[[OfRows], T | None]) -> T | None:
        """Tell something from rows; None where they cannot."""
        return self.indexed.told_by(clocks, self.limit, tell)


Basis: TypeAlias = Whole | Indexed | Upto
