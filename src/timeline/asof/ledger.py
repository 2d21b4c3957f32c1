"""What was known as of a date: the events of a log, each with its answer, as corrected then.

Law of this module: a snapshot is a value made from a set of records and three clocks, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from timeline.asof.answering import UNLIMITED, Answering
from timeline.asof.shared import Held
from timeline.asof.sources import Sources
from timeline.asof.values import Clocks, KnownEvent, KnownReport, Snapshot
from timeline.asof.windows import Dropped
from timeline.dates.values import NEVER_AFTER, Answer, Clock, Moment
from timeline.records.model import Record
from timeline.records.twins import Ancestry, Knew

if TYPE_CHECKING:
    from timeline.asof.tellings import Tellings
    from timeline.records import bearing


class Ledger:
    """A set of records, in any order, ready for many questions.

    Where they are a part of a log, in which the chain between two may be missing, ``knew`` says whether one, by its id,
    is among the ancestors of another: the other first.
    """

    def __init__(self, records: Iterable[Record], knew: Knew | None = None) -> None:
        self.records = tuple(sorted(records, key=lambda record: record.order))
        self._knew = knew
        self._held: dict[Moment, Held] = {}
        self._shelf: bearing.Shelf | None = None
        self._asked: tuple[Clocks, Answering] | None = None

    def on_entities(self, entities: Iterable[str]) -> Ledger:
        """Give the part of the records that bears on some entities at any clocks, each under any of its names."""
        from timeline.records import bearing  # noqa: PLC0415 - only the history of a cell and a page of some entities ask

        if self._shelf is None:
            self._shelf = bearing.Shelf(self.records)
        find = self._shelf.find
        part = bearing.closure({node for name in entities for node in bearing.of_entity(name, find)}, find)
        return self.part(part.values())

    def part(self, records: Iterable[Record]) -> Ledger:
        """Give a part of the records; who knew of whom is told by all."""
        return Ledger(records, self._knew or Ancestry(self.records).knew)

    def at(self, clocks: Clocks, *, only: frozenset[str] | None = None) -> Snapshot:
        """Answer what was known, as of a date, by what the log held on a date."""
        return Answering(self.shared(clocks.recorded_by), clocks, only).snapshot()

    def walk(self, clocks: Iterable[Clocks], *, only: frozenset[str] | None = None) -> Iterator[Snapshot]:
        """Answer several as-of days in turn, ascending, by what the log held on one date; each as :meth:`at` would.

        What does not change from one to the next is worked out once: an event that is told again is the same value.
        """
        before = None
        for one in clocks:
            before = Answering(self.shared(one.recorded_by), one, only, before=before)
            yield before.snapshot()

    def about(self, entity: str, property_: str, *, recorded_by: Clock | None = None) -> frozenset[str]:
        """Name the events that bear on a cell at any clock: those with a fact on it, and those linked to them."""
        return self.shared(recorded_by).about(entity, property_)

    def shared(self, recorded_by: Clock | None) -> Held:
        """Give what all as-of dates share, by what the log held on a date."""
        limit = NEVER_AFTER if recorded_by is None else recorded_by.hi
        held = self._held.get(limit)
        if held is None:
            records = tuple(record for record in self.records if record.recorded_at <= limit)
            held = self._held[limit] = Held(records, self._knew)
        return held

    def tellings(self, recorded_by: Clock | None = None) -> Tellings:
        """Give how single events, sources and links are told, over all as-of moments."""
        from timeline.asof.tellings import Tellings  # noqa: PLC0415 - only compiling asks

        return Tellings(self.shared(recorded_by))

    def dropped(self) -> tuple[Dropped, ...]:
        """Name the bounds of reports and sources that contradict what was typed for them."""
        return Answering(self.shared(None), UNLIMITED).dropped()

    def sources(self) -> Sources:
        """Give all sources, with when each was published, and the bounds that contradict what was typed for them."""
        return Answering(self.shared(None), UNLIMITED).sources

    def knowable(self, record: Record, clocks: Clocks) -> Answer:
        """Say whether a correction, retraction or link was known by the clocks; ours count at every as-of date."""
        return self.shared(clocks.recorded_by).knowable(record, clocks.as_of)

    def about_what(self, record: Record, clocks: Clocks) -> str:
        """Give the address that a change is about, or the event of a report, as we corrected it."""
        return self.shared(clocks.recorded_by).changes.target(record)

    def report(self, record: Record, clocks: Clocks) -> KnownReport | None:
        """Tell a report of a line of its own, also where its event was not known by the clocks.

        A report that says what another said is told as that one. None where its event is not in the log.
        """
        changes = self.shared(clocks.recorded_by).changes
        event, address = self.event(changes.target(record), clocks), changes.canonical(record.id)
        return next((report for report in event.reports if report.address == address), None) if event else None

    def event(self, event_id: str, clocks: Clocks) -> KnownEvent | None:
        """Tell an event by itself, also where it was not known by the clocks; None where the log does not hold it."""
        changes = self.shared(clocks.recorded_by).changes
        record = changes.by_id.get(changes.canonical(event_id))
        return self._asking(clocks).told_of(record) if record is not None and record.kind == "event" else None

    def _asking(self, clocks: Clocks) -> Answering:
        """Give a question by the clocks, the one before where these are the same."""
        asked = self._asked
        if asked is None or asked[0] != clocks:
            asked = self._asked = (clocks, Answering(self.shared(clocks.recorded_by), clocks))
        return asked[1]

    def rivals(self) -> tuple[tuple[Record, Record], ...]:
        """Find corrections of one field whose writers did not know of each other: the one that counts, the other."""
        held = self.shared(None)
        found = [pair for address in held.changes.corrections for pair in held.changes.rivals(address)]
        return tuple(pair for pair in found if all(held.ours.retracted(one.id) is Answer.NO for one in pair))

    def ignored(self) -> tuple[tuple[Record, str], ...]:
        """Name the changes that cannot apply, each with the reason."""
        return self.shared(None).ignored

    def turning_points(
        self, recorded_by: Clock | None = None, *, only: frozenset[str] | None = None
    ) -> tuple[Moment, ...]:
        """Give all as-of moments at which an answer can change, ascending: the bounds of every date that was typed."""
        return self.shared(recorded_by).turning_points(only)
