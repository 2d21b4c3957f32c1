"""What a page shows, worked out for every day, or instant, at which something changes.

Law of this module: the page computes nothing that is a question of the log; all answers are made here, one snapshot a
stop, and are plain JSON values. Neighbouring stops differ. A stop is a whole day, but on days of which reports are
dated to the instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent, Snapshot
from timeline.dates.values import DAY, Clock
from timeline.dates.written import WrittenDate, of_clock
from timeline.errors import FigureError
from timeline.figures.describe.events import dates_of
from timeline.figures.describe.moments import ranked
from timeline.figures.describe.words import Asked
from timeline.page.cache import Memory, Place, Told
from timeline.page.figures import MOST_LANES, Pens, Pictures, draw
from timeline.page.naming import Dates, TimedEvent
from timeline.page.rows import changes_of, source_of, thing_words
from timeline.page.stops import MOST_STOPS, choose, newest_of
from timeline.page.strip import MOST_NAMED, Strip, place
from timeline.page.turns import Turn, sentence, turns
from timeline.records import say
from timeline.records.valued import Key
from timeline.views.extract import publicly
from timeline.views.filters import Question, in_time, select, told_of
from timeline.views.notes import names_meant
from timeline.views.table import ViewSpec

Run = tuple[int, Any]
"""A value that holds from a stop on, until the next run; None where there is nothing."""


@attrs.frozen(kw_only=True)
class EventRuns:
    """An event over the stops: its row in each run; ``changes`` tell what was recorded to change it.

    ``joined`` has the stops from which on it is told no more by itself but as the same event as another: its id.
    """

    id: str
    runs: tuple[Run, ...]
    changes: tuple[Mapping[str, Any], ...]
    joined: tuple[tuple[int, str], ...] = ()


@attrs.frozen(kw_only=True)
class CellRuns:
    """A cell of a view over the stops."""

    entity: str
    property: str
    runs: tuple[Run, ...]


@attrs.frozen(kw_only=True)
class ViewRuns:
    """A declared view over the stops; cells stand entity by entity, in the order of the properties.

    ``things`` say, of the entities of which there is anything to say, what else they are called and may be.
    """

    spec: ViewSpec
    cells: tuple[CellRuns, ...]
    things: Mapping[str, tuple[Run, ...]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Story:
    """All that a page shows.

    ``days`` are the stops, as ISO days or instants in UTC, ascending; ``is_coarse`` says that something may change
    between two of them. ``sentence`` says what there is. ``zone`` is that whose clocks show its times; None for UTC.
    """

    days: tuple[WrittenDate, ...]
    events: tuple[EventRuns, ...]
    views: tuple[ViewRuns, ...]
    sources: tuple[Mapping[str, Any], ...]
    question: Question
    notes: tuple[str, ...]
    pictures: Pictures = attrs.field(factory=Pictures)
    strip: Strip | None = None
    turns: tuple[Turn, ...] = ()
    sentence: str = ""
    has_reports: bool = True
    is_coarse: bool = False
    zone: dt.tzinfo | None = None

    @property
    def unit(self) -> str:
        """What a stop is called: a day, or a moment where any of them is an instant."""
        return "moment" if any("T" in stop for stop in self.days) else "day"

    def counted(self) -> str:
        """Say how many events and stops the page has; without reports a stop is only when they were recorded."""
        events = say.counted(len(self.events), "event")
        if not self.has_reports:
            return f"{events}; none has a report, so each counts from the day it was recorded"
        return f"{events}, {say.counted(len(self.days), self.unit)}"


def _unshown(done: int, of: int) -> None:
    """Show no progress."""


def tell(
    ledger: Ledger,
    question: Question,
    specs: Sequence[ViewSpec] = (),
    pens: Pens | None = None,
    progress: Callable[[int, int], None] = _unshown,
    *,
    most_stops: int = MOST_STOPS,
    most_told: Mapping[str, Sequence[Key]] | None = None,
    key_tags: Sequence[str] = (),
    zone: dt.tzinfo | None = None,
    public: bool = False,
) -> Story:
    """Work a story out, stop by stop; arguments as for :func:`timeline.page.publish.publish`.

    Without pens the page has no figures. There are fewer than ``most_stops`` where a log is so large that they would
    take long.

    Raises:
        FigureError: No event is left by the clocks and filters.
    """
    log, records, newest = ledger, ledger.records, newest_of(ledger.records, question.recorded_by)
    if question.selection.entities:  # what bears on none of these is neither shown nor worked out
        ledger = ledger.on_entities(question.selection.entities)
    whole = _Reader(ledger, question)
    everything = whole.snapshot(question.as_of)
    days, notes = choose(ledger, question, everything, most_stops, newest=newest)
    is_coarse = bool(notes)
    telling = _Telling(whole, specs, Memory(zone, is_public=public), with_figures=pens is not None)
    for done, (clock, snapshot) in enumerate(zip(days, whole.walk(days), strict=True)):
        progress(done, len(days))
        telling.look_at(clock, snapshot)
    if not telling.stops:
        fix = "ask by later clocks, or with fewer filters" if _asked(question) else "add an event first"
        known = _Reader(log, question).snapshot(question.as_of)
        fix = "; ".join([*names_meant(known, question.selection), fix])
        raise FigureError(_nothing(question), fix=fix, unwritten=True)
    lost = [event for event in whole.select(everything.events) if event.id not in telling.latest]
    if lost:
        last = telling.stops[-1][0].read
        notes.append(f"never surely or possibly known by {last}: {', '.join(event.event.title for event in lost)}")
    events = telling.event_runs(changes_of(ledger, telling.stops, zone, is_public=public))
    sources = _sources(everything, telling.events, zone)
    rows = [runs[-1] for event in events if (runs := [row for _, row in event.runs if row])]
    asked = Asked(selection=question.selection, zone=zone, records=records, most_told=most_told or {})
    return Story(
        pictures=telling.pictures(pens, asked),
        strip=telling.strip(pens, events, key_tags) if pens is not None else None,
        turns=turns([event.runs for event in events], len(telling.stops)),
        sentence=sentence(rows, len(sources), telling.lags()),
        is_coarse=is_coarse,
        has_reports=any(row.get("c") for row in rows),
        days=tuple(of_clock(clock) for clock, _ in telling.stops),
        events=events,
        views=telling.view_runs(),
        sources=sources,
        question=attrs.evolve(question, selection=publicly(question.selection)) if public else question,
        notes=tuple(notes),
        zone=zone,
    )


class _Telling:
    """A story while it is worked out: the stops at which something moved, and the runs of events and cells so far."""

    def __init__(self, whole: _Reader, specs: Sequence[ViewSpec], memory: Memory, *, with_figures: bool) -> None:
        self._whole = whole
        self._specs = specs
        self._memory = memory
        self._cells: list[dict[Place, list[Run]]] = [{} for _ in specs]
        self._things: list[dict[str, list[Run]]] = [{} for _ in specs]
        self._dates: dict[str, list[Run]] = {}
        self._dated: dict[str, tuple[KnownEvent, Dates]] = {}
        self._told: list[list[dict[Place, Told]] | None] = [[] if with_figures else None for _ in specs]
        self.stops: list[tuple[Clock, Snapshot]] = []
        self.events: dict[str, list[Run]] = {}
        self._joined: dict[str, list[tuple[int, str]]] = {}
        self.latest: dict[str, KnownEvent] = {}

    def look_at(self, clock: Clock, snapshot: Snapshot) -> None:
        """Take what is shown at a moment: it is a stop where it is the first, or differs from the stop before."""
        self._memory.look_at(snapshot)
        shown = self._whole.select((*snapshot.events, *snapshot.retracted))
        if not shown and not self.stops:
            return
        number = len(self.stops)
        moved = _note_down(self.events, {event.id: self._memory.row(event) for event in shown}, number)
        for event in shown:
            for member in event.members[1:]:
                if self.events.get(member, [(0, None)])[-1] == (number, None):
                    self._joined.setdefault(member, []).append((number, event.id))
        answers = [self._whole.cells(self._memory, spec) for spec in self._specs]
        for runs, found, things in zip(self._cells, answers, self._things, strict=True):
            moved = _note_down(runs, found, number) or moved
            called = {
                entity: thing_words(snapshot.names.thing(entity)) for entity in dict.fromkeys(e for e, _ in found)
            }
            moved = _note_down(things, {entity: said for entity, said in called.items() if said}, number) or moved
        if moved or not self.stops:
            self.stops.append((clock, snapshot))
            self.latest.update({event.id: event for event in shown})
            _note_down(self._dates, {event.id: self._dates_of(event) for event in shown}, number)
            self._keep_for_figures(answers)

    def _keep_for_figures(self, answers: Sequence[Mapping[Place, Any]]) -> None:
        """Keep what each view's figure is made of at this stop; a view of too many lanes has only its table."""
        for number, (parts, spec, found) in enumerate(zip(self._told, self._specs, answers, strict=True)):
            if len(found) > MOST_LANES:
                self._told[number] = None
            elif parts is not None:
                entities = {entity for entity, _ in found}
                parts.append({cell: made for cell, made in self._memory.told(spec).items() if cell[0] in entities})

    def pictures(self, pens: Pens | None, asked: Asked) -> Pictures:
        """Draw the views that have anything to show, over all stops."""
        if pens is None:
            return Pictures()
        return draw(
            [snapshot for _, snapshot in self.stops],
            [spec for spec, found in zip(self._specs, self._cells, strict=True) if found],
            {event.id: place for place, event in enumerate(in_time(self.latest.values()))},
            pens,
            told=[parts for parts, found in zip(self._told, self._cells, strict=True) if found],
            asked=asked,
        )

    def _dates_of(self, event: KnownEvent) -> Dates:
        known = self._dated.get(event.id)
        if known is None or known[0] is not event:
            known = self._dated[event.id] = (event, tuple(dates_of(event)))
        return known[1]

    def lags(self) -> list[int]:
        """Say how long after each event this log's first report came at least; less than 0 where that is not sure."""
        found = []
        for event in self.latest.values():
            happened, told = event.event.occurred, event.window.lo
            if happened is not None and not event.tells_itself and isinstance(told, int):
                last = happened.meaning.span.hi
                found.append(told - last if isinstance(last, int) else -1)
        return found

    def strip(self, pens: Pens, events: Sequence[EventRuns], key_tags: Sequence[str]) -> Strip:
        """Place all events in one figure."""
        told = [TimedEvent(runs=event.runs, dates=tuple(self._dates[event.id])) for event in events]
        ends = [clock.hi for clock, _ in self.stops]
        known = in_time(self.latest.values())
        places = {event.id: number for number, event in enumerate(known)}
        telling = ranked(known, key_tags, lane_of=lambda _: "", begin=lambda event: (places[event.id], 0))
        return place(told, ends, [places[name] for name in telling[:MOST_NAMED]], pens.measure, self._memory.zone)

    def event_runs(self, changes: Mapping[str, Sequence[Any]]) -> tuple[EventRuns, ...]:
        """Give the events in the order in which they happened, each with what was said of it at which stops."""
        return tuple(
            EventRuns(
                id=event.id,
                runs=tuple(self.events[event.id]),
                changes=tuple(changes.get(event.id, ())),
                joined=tuple(self._joined.get(event.id, ())),
            )
            for event in in_time(self.latest.values())
        )

    def view_runs(self) -> tuple[ViewRuns, ...]:
        """Give the views that have anything to show, each with its cells at which stops."""
        called = [snapshot.names for _, snapshot in self.stops]
        return tuple(
            ViewRuns(
                spec=spec,
                things={entity: tuple(runs) for entity, runs in things.items()},
                cells=tuple(
                    CellRuns(entity=entity, property=name, runs=tuple(found[entity, name]))
                    for entity, name in _places(found, spec.named(*called))
                ),
            )
            for spec, found, things in zip(self._specs, self._cells, self._things, strict=True)
            if found
        )


class _Reader:
    """The questions that a page asks of a ledger, each at a stop."""

    def __init__(self, ledger: Ledger, question: Question) -> None:
        self._ledger = ledger
        self._question = question
        wide = attrs.evolve(question.selection, entities=())
        self._wide = None if wide.is_everything else wide

    def snapshot(self, as_of: Clock | None) -> Snapshot:
        return self._ledger.at(self._clocks(as_of))

    def _clocks(self, as_of: Clock | None) -> Clocks:
        question = self._question
        on = question.on or as_of or Clock(text="", read="", lo=0, hi=DAY - 1)
        return Clocks(as_of=as_of, on=on, recorded_by=question.recorded_by, checkpoint=question.checkpoint)

    def walk(self, days: Sequence[Clock]) -> Iterator[Snapshot]:
        """Give the snapshot of each stop."""
        return self._ledger.walk(self._clocks(day) for day in days)

    def select(self, events: Sequence[KnownEvent]) -> Sequence[KnownEvent]:
        """Choose the events of the table; one that was taken back is known to be so."""
        selection = self._question.selection
        return events if selection.is_everything else select(events, selection)

    def cells(self, memory: Memory, spec: ViewSpec) -> dict[Place, Any]:
        """Give the cells of a view at a stop; as everywhere, filters leave out whole entities and change no answer."""
        selection = self._question.selection
        cells = memory.cells(spec, strict=selection.strict)
        if selection.is_everything:
            return cells
        events = memory.snapshot.events if self._wide is None else select(memory.snapshot.events, self._wide)
        shown = told_of(
            events,
            spec.properties,
            names=memory.snapshot.names,
            entities=selection.entities,
            strict=selection.strict,
            rows=spec.entities,
            all_rows=self._wide is None,
        )
        return {place: found for place, found in cells.items() if place[0] in shown}


def _note_down(runs: dict[Any, list[Run]], found: Mapping[Any, Any], place: int) -> bool:
    """Begin a run for whatever is not as it was; say whether anything is."""
    moved = False
    for key in [*found, *(key for key in runs if key not in found)]:
        known = runs.get(key)
        value = found.get(key)
        last = known[-1][1] if known else None
        if last is not value and last != value:
            runs.setdefault(key, []).append((place, value))
            moved = True
    return moved


def _places(found: Mapping[tuple[str, str], Any], spec: ViewSpec) -> list[tuple[str, str]]:
    return sorted(found, key=lambda place: (spec.row_order(place[0]), spec.properties.index(place[1])))


def _sources(
    snapshot: Snapshot, events: Mapping[str, Sequence[Run]], zone: dt.tzinfo | None
) -> tuple[Mapping[str, Any], ...]:
    """Give the sources that the events name, or that those rest on, by name."""
    wanted: set[str] = set()
    for runs in events.values():
        for _, row in runs:
            for step in (row or {}).get("c", ()):
                wanted.update((step["n"], *step.get("v", ())))
    return tuple(source_of(snapshot, known, zone) for name, known in sorted(snapshot.sources.items()) if name in wanted)


def _asked(question: Question) -> list[str]:
    clocks = [
        f"{name} {clock.read}"
        for name, clock in (("as of", question.as_of), ("recorded by", question.recorded_by))
        if clock is not None
    ]
    clocks += [f"at checkpoint {question.checkpoint}"] if question.checkpoint else []
    return [*question.selection.words(), *clocks]


def _nothing(question: Question) -> str:
    told = "; ".join(_asked(question)) or "the log holds no event"
    return f"there is nothing to show: no event is left ({told})"
