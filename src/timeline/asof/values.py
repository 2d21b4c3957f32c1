"""The values of an answer: events, facts, reports and sources as they stand by three clocks.

Law of this module: these are plain values. How they come about is told in `asof`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from timeline.asof.changes import FieldVersions
from timeline.asof.names import NO_NAMES, Names, Thing, united
from timeline.asof.windows import Window
from timeline.dates.edtf import day_clock
from timeline.dates.values import Answer, Clock, Span, day_number
from timeline.dates.written import WrittenDate
from timeline.records import say
from timeline.records.model import Capture, Event, Fact, Link, Record, Report, Source
from timeline.records.words import Stance

_SHOWN: Final = 80
"""Of a longer title so many characters are shown where an event stands for itself."""


class Clocks(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The three clocks of a question. ``as_of`` and ``recorded_by`` limit nothing where they are None.

    ``is_on_asked`` says whether ``on`` was asked for, and not filled in.
    """

    as_of: Clock | None = None
    on: Clock
    recorded_by: Clock | None = None
    checkpoint: str | None = None
    is_on_asked: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Clocks) and self._read == other._read

    def __hash__(self) -> int:
        return hash(self._read)

    @property
    def _read(self) -> tuple[Clock | None, Clock, Clock | None, str | None]:
        """The clocks, whoever chose the day asked about."""
        return self.as_of, self.on, self.recorded_by, self.checkpoint

    @classmethod
    def choose(
        cls,
        *,
        today: dt.date,
        as_of: Clock | None = None,
        on: Clock | None = None,
        recorded_by: Clock | None = None,
        checkpoint: str | None = None,
    ) -> Clocks:
        """Fill in the day asked about: the as-of date, else the recorded-by date, else today (UTC)."""
        chosen = on or as_of or recorded_by or day_clock(day_number(today.year, today.month, today.day))
        return cls(as_of=as_of, on=chosen, recorded_by=recorded_by, checkpoint=checkpoint, is_on_asked=on is not None)

    def in_words(self, *, has_day: bool = True) -> str:
        """Say which clocks these are; ``has_day`` says whether the day of the world asked about is one of them."""
        on, as_of, by = (
            None if clock is None else (clock.text, clock.read) for clock in (self.on, self.as_of, self.recorded_by)
        )
        return say.clocks(on if has_day else None, as_of, by, self.checkpoint)


class KnownReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it stands in a snapshot.

    ``address`` is ``ID#n`` for one inside an event, else the id of its record. ``window`` is when it became public,
    ``live`` whether it is not taken back, ``known`` whether it is live and public on the as-of day. ``variants`` are
    the ways in which it may read, ``report`` the surest; there are several only where a change possibly applies.
    """

    address: str
    report: Report
    variants: tuple[Report, ...]
    window: Window
    live: Answer
    known: Answer
    record: Record

    def takes(self, stance: Stance) -> Answer:
        """Say whether it takes a stance, whatever else of it is known."""
        if len(self.variants) == 1:
            return Answer.YES if self.variants[0].stance == stance else Answer.NO
        return of_all(Answer.YES if variant.stance == stance else Answer.NO for variant in self.variants)


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it stands in a snapshot.

    ``date`` is the EDTF that dates it (its own, else its event's), ``start`` and ``end`` what that means for a state,
    ``answer`` whether it counts, ``told`` the same but for a later event that supersedes its own. ``event`` is the id
    of the row that answers name, ``member`` that of the record which holds it, ``number`` its place in there, from 1.
    ``fact`` is what was told, ``thing`` what its entity surely is by then, under all its names.
    """

    fact: Fact
    thing: Thing
    date: WrittenDate | None
    start: Span
    end: Span | None
    since_earliest: str
    since_latest: str
    answer: Answer
    told: Answer
    event: str
    member: str
    number: int

    @property
    def entity(self) -> str:
        """The name by which answers call its entity; ``fact.entity`` is the one under which it was told."""
        return self.thing.name


class KnownEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands in a snapshot, with all its facts and reports.

    ``versions`` names the fields that may read in several ways. ``window`` is when the event was reported: by its
    earliest live report that *reports* it, else on its recorded day; ``reported`` is that report's date as typed.
    ``members`` are the records that are said to be this same event, the first of them giving it its id.
    """

    id: str
    record: Record
    event: Event
    versions: Mapping[str, FieldVersions]
    known: Answer
    retracted: Answer
    superseded: Answer
    window: Window
    reported: WrittenDate | None
    facts: tuple[KnownFact, ...]
    reports: tuple[KnownReport, ...]
    members: tuple[str, ...]
    tells_itself: bool
    """Whether its own line carries no report, so that it is known from its recorded day."""
    rivals: tuple[str, ...] = ()
    """Corrections that were written on another clone without knowing of the one that counts."""
    united: tuple[KnownEvent, ...] = ()
    """The events that are this same one, each as it stands alone; none where it is one record."""

    def __repr__(self) -> str:
        title = self.event.title
        parts = [
            f"occurred {self.event.occurred}" if self.event.occurred else None,
            f"reported {self.reported}" if self.reported else None,
            f"known {self.known.value}",
            say.counted(len(self.facts), "fact"),
            say.counted(len(self.reports), "report"),
        ]
        shown = title if len(title) <= _SHOWN else f"{title[: _SHOWN - 1]}…"
        return f"<event {self.id[:8]} {shown!r}: {', '.join(part for part in parts if part)}>"

    @property
    def order(self) -> tuple[str, str]:
        """The place of the event among all others."""
        return self.record.order

    def sources(self, least: Answer = Answer.POSSIBLY) -> tuple[str, ...]:
        """Name the sources that speak of it, whatever their stance, by reports that are live and known so surely."""
        known = (report.report.source for report in self.reports if report.known >= least)
        return tuple(dict.fromkeys(source for source in known if source))


class KnownCapture(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of a source as it stands in a snapshot; ``window`` is when it was taken, as far as that can be told.

    ``record`` is the line that names it: a capture, or the source whose own ``archive`` it is. ``live`` says whether it
    is a copy of that source and not taken back.
    """

    capture: Capture
    record: Record
    window: Window
    live: Answer


class KnownSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source as it stands in a snapshot; ``window`` is when it was published, as far as that can be told.

    ``captures`` are its copies that may count, those that were taken later than the as-of day among them: the earliest
    first.
    """

    name: str
    source: Source
    record: Record
    window: Window
    retracted: Answer
    captures: tuple[KnownCapture, ...] = ()

    def as_of(self, clock: Clock | None) -> Source:
        """Give the source, without its title, address and date where it surely came out later than a day.

        A report may be dated before its source: what names the report then names the source, and tells nothing of it.
        """
        if self.window.known_by(clock) is not Answer.NO:
            return self.source
        return msgspec.structs.replace(self.source, title=None, url=None, published=None)


class KnownLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that may apply; ``from_`` and ``to`` are the ids of the events as answers name them, or names."""

    link: Link
    record: Record
    from_: str
    to: str
    answer: Answer


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What was known, by three clocks. Events are in the order (recorded, id) and known *yes* or *possibly*."""

    clocks: Clocks
    events: tuple[KnownEvent, ...]
    retracted: tuple[KnownEvent, ...]
    sources: Mapping[str, KnownSource]
    links: tuple[KnownLink, ...]
    redacted: tuple[Record, ...] = ()
    notes: tuple[str, ...] = ()
    only_recorded: tuple[KnownEvent, ...] = ()
    """The events that no report dates, and that were recorded after the as-of day: for no other reason not known."""
    rows: Mapping[str, str] = msgspec.field(default_factory=dict)
    """The id of each event's row, by the id of every record that tells it."""
    names: Names = NO_NAMES
    """Which names stand for one entity."""

    def __repr__(self) -> str:
        held = f"{say.counted(len(self.events), 'event')}, {say.counted(len(self.sources), 'source')}"
        return f"<snapshot {self.clocks.in_words()}: {held}>"

    @functools.cached_property
    def _by_id(self) -> dict[str, KnownEvent]:
        return {event.id: event for event in (*self.retracted, *self.events)}

    @functools.cached_property
    def _links_by_end(self) -> dict[str, list[KnownLink]]:
        found: dict[str, list[KnownLink]] = {}
        for link in self.links:
            for end in dict.fromkeys((link.from_, link.to)):
                found.setdefault(end, []).append(link)
        return found

    @functools.cached_property
    def _links_by_rel(self) -> dict[str, list[KnownLink]]:
        found: dict[str, list[KnownLink]] = {}
        for link in self.links:
            found.setdefault(link.link.rel, []).append(link)
        return found

    @functools.cached_property
    def _one_origin(self) -> dict[Answer, Mapping[str, str]]:
        return {}

    def same_origins(self, least: Answer) -> Mapping[str, str]:
        """Give each origin that a same-origin link names, at least so surely, the name under which it counts.

        It is the very same mapping for whatever is sure enough, where no link that only possibly applies tells more.
        """
        found = self._one_origin.get(least)
        if found is None:
            links = self._links_by_rel.get("same-origin", ())
            found = united((link.from_, link.to) for link in links if link.answer >= least)
            found = next((other for other in self._one_origin.values() if other == found), found)
            self._one_origin[least] = found
        return found

    def event(self, event_id: str) -> KnownEvent | None:
        """Find an event, known or retracted, by the id of any record that tells it."""
        return self._by_id.get(self.rows.get(event_id, event_id))

    @functools.cached_property
    def _captures(self) -> dict[str, KnownCapture]:
        return {copy.record.id: copy for source in self.sources.values() for copy in source.captures}

    def capture(self, record_id: str) -> KnownCapture | None:
        """Find a copy of a source that was known by the record that names it, of whichever source it now is."""
        return self._captures.get(record_id)

    @functools.cached_property
    def _told_names(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for event in self.events:
            for fact in event.facts:
                if fact.told is not Answer.NO:
                    found.setdefault(fact.entity, {})[fact.fact.entity] = None
        return found

    def entity(self, name: str) -> str:
        """Give the name by which answers call what a name stands for."""
        return self.names.canonical(name)

    def names_of(self, entity: str) -> tuple[str, ...]:
        """Give the names under which facts of an entity were told that are known or possibly known.

        Returns:
            The one by which answers call it first, if it was told under that; the others sorted.
        """
        told = self._told_names.get(self.entity(entity), {})
        return tuple(name for name in self.names.thing(entity).names if name in told)

    def possibly_same(self, entity: str) -> tuple[str, ...]:
        """Give the other entities, by the names that answers give them, that only possibly are the same one, sorted."""
        return self.names.thing(entity).possibly_same

    @functools.cached_property
    def _by_cell(self) -> dict[tuple[str, str], list[tuple[KnownFact, KnownEvent]]]:
        found: dict[tuple[str, str], list[tuple[KnownFact, KnownEvent]]] = {}
        for event in self.events:
            for fact in event.facts:
                if fact.answer is not Answer.NO:
                    found.setdefault((fact.entity, fact.fact.property), []).append((fact, event))
        return found

    def facts_of(self, entity: str, property_: str) -> Sequence[tuple[KnownFact, KnownEvent]]:
        """Find the facts of a cell that may hold, each with its event, in the order of the events."""
        return self._by_cell.get((entity, property_), ())

    def links_of(self, end: str) -> Sequence[KnownLink]:
        """Find the links that name an event's id, or an origin, at either end."""
        return self._links_by_end.get(end, ())


def of_all(answers: Iterable[Answer]) -> Answer:
    """Join the answers of several versions of one thing, of which one is true: yes or no only if they agree."""
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else Answer.POSSIBLY
