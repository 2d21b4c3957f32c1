"""What a page shows, worked out for every day, or instant, at which something changes.

Law of this module: the page computes nothing that is a question of the log; all answers are made here, one snapshot a
stop, and are plain JSON values. Neighbouring stops differ. A stop is a whole day, but on days of which reports are
dated to the instant. Where there are too many to stop at all of them, the stops are the last of each minute, hour, day,
week, month, quarter or year, and a note says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks, KnownEvent, Snapshot
from timeline.dates.edtf import day_clock
from timeline.dates.values import DAY, SECOND, Clock, Moment, civil, day_number
from timeline.dates.written import WrittenDate
from timeline.errors import FigureError
from timeline.page.cache import Memory, Place, Told
from timeline.page.figures import MOST_LANES, Pens, Pictures, draw
from timeline.page.rows import changes_of, source_of
from timeline.records import say
from timeline.views.filters import Question, in_time, select, told_of
from timeline.views.overtime import as_of_runs, turning_points
from timeline.views.table import ViewSpec

Run = tuple[int, Any]
"""A value that holds from a stop on, until the next run; None where there is nothing."""

MOST_STOPS: Final = 1_000
_LEAST_STOPS: Final = 48
_MOST_ROWS: Final = 700_000  # stops times events: what can be worked out while somebody waits


@attrs.frozen(kw_only=True)
class EventRuns:
    """An event over the stops: its row in each run; ``changes`` tell what was recorded to change it."""

    id: str
    runs: tuple[Run, ...]
    changes: tuple[Mapping[str, Any], ...]


@attrs.frozen(kw_only=True)
class CellRuns:
    """A cell of a view over the stops."""

    entity: str
    property: str
    runs: tuple[Run, ...]


@attrs.frozen(kw_only=True)
class ViewRuns:
    """A declared view over the stops; cells stand entity by entity, in the order of the properties."""

    spec: ViewSpec
    cells: tuple[CellRuns, ...]


@attrs.frozen(kw_only=True)
class Story:
    """All that a page shows. ``days`` are the stops, as ISO days or instants in UTC, ascending."""

    days: tuple[WrittenDate, ...]
    events: tuple[EventRuns, ...]
    views: tuple[ViewRuns, ...]
    sources: tuple[Mapping[str, Any], ...]
    question: Question
    notes: tuple[str, ...]
    pictures: Pictures = attrs.field(factory=Pictures)

    @property
    def unit(self) -> str:
        """What a stop is called: a day, or a moment where any of them is an instant."""
        return "moment" if any("T" in stop for stop in self.days) else "day"

    def counted(self) -> str:
        """Say how many events and stops the page has."""
        return f"{say.counted(len(self.events), 'event')}, {say.counted(len(self.days), self.unit)}"


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
) -> Story:
    """Work a story out, stop by stop.

    Args:
        ledger: The records; those of the checkpoint where the question names one.
        question: What the page is asked for: ``as_of`` ends the slider, without it the last day that the log has
            anything to say about does; ``on`` holds the day of the world, which else follows each stop.
        specs: The views that it shows.
        pens: What it takes to draw the views; without them the page has no figures.
        progress: Is told how many stops are done, and of how many.
        most_stops: The most stops; there are fewer where a log is so large that they would take long to work out.

    Raises:
        FigureError: No event is left by the clocks and filters.
    """
    whole = _Reader(ledger, question)
    everything = whole.snapshot(question.as_of)
    days, notes = _stops(ledger, question, everything, most_stops)
    stops: list[tuple[Clock, Snapshot, Sequence[KnownEvent]]] = []
    events: dict[str, list[Run]] = {}
    latest: dict[str, KnownEvent] = {}
    cells: list[dict[Place, list[Run]]] = [{} for _ in specs]
    memory = Memory()
    told: list[list[dict[Place, Told]] | None] = [[] if pens is not None else None for _ in specs]
    for done, (clock, snapshot) in enumerate(zip(days, whole.walk(days), strict=True)):
        progress(done, len(days))
        memory.look_at(snapshot)
        shown = whole.select((*snapshot.events, *snapshot.retracted))
        if not shown and not stops:
            continue
        rows = {event.id: memory.row(event) for event in shown}
        answers = [whole.cells(memory, spec) for spec in specs]
        place = len(stops)
        moved = _note_down(events, rows, place)
        for runs, found in zip(cells, answers, strict=True):
            moved = _note_down(runs, found, place) or moved
        if moved or not stops:
            stops.append((clock, snapshot, shown))
            latest.update({event.id: event for event in shown})
            for number, (parts, spec, found) in enumerate(zip(told, specs, answers, strict=True)):
                if len(found) > MOST_LANES:
                    told[number] = None
                elif parts is not None:
                    entities = {entity for entity, _ in found}
                    parts.append({cell: made for cell, made in memory.told(spec).items() if cell[0] in entities})
    if not stops:
        raise FigureError(_nothing(question), fix="ask by later clocks, or with fewer filters", unwritten=True)
    changes = changes_of(ledger, [(clock, at) for clock, at, _ in stops])
    lost = [event for event in whole.select(everything.events) if event.id not in latest]
    if lost:
        notes.append(f"never surely or possibly known by {stops[-1][0].read}: {', '.join(e.event.title for e in lost)}")
    in_order = in_time(latest.values())
    called = [at.names for _, at, _ in stops]
    pictures = Pictures()
    if pens is not None:
        pictures = draw(
            [at for _, at, _ in stops],
            [spec for spec, found in zip(specs, cells, strict=True) if found],
            {event.id: place for place, event in enumerate(in_order)},
            pens,
            told=[parts for parts, found in zip(told, cells, strict=True) if found],
            strict=question.selection.strict,
        )
    return Story(
        pictures=pictures,
        days=tuple(WrittenDate(clock.read) for clock, _, _ in stops),
        events=tuple(
            EventRuns(id=event.id, runs=tuple(events[event.id]), changes=tuple(changes.get(event.id, ())))
            for event in in_order
        ),
        views=tuple(
            ViewRuns(
                spec=spec,
                cells=tuple(
                    CellRuns(entity=e, property=p, runs=tuple(found[e, p]))
                    for e, p in _places(found, spec.named(*called))
                ),
            )
            for spec, found in zip(specs, cells, strict=True)
            if found
        ),
        sources=_sources(everything, events),
        question=question,
        notes=tuple(notes),
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


def _sources(snapshot: Snapshot, events: Mapping[str, Sequence[Run]]) -> tuple[Mapping[str, Any], ...]:
    """Give the sources that the events name, or that those rest on, by name."""
    wanted: set[str] = set()
    for runs in events.values():
        for _, row in runs:
            for step in (row or {}).get("c", ()):
                wanted.update((step["n"], *step.get("v", ())))
    return tuple(source_of(snapshot, known) for name, known in sorted(snapshot.sources.items()) if name in wanted)


# --- the stops -------------------------------------------------------------------------------------------------------


def _stops(ledger: Ledger, question: Question, everything: Snapshot, most_stops: int) -> tuple[list[Clock], list[str]]:
    """Choose the moments to ask about: those at which an answer may change, or the last ones of longer times."""
    world: tuple[Moment, ...] = ()
    if question.on is None:
        world = turning_points(fact for event in everything.events for fact in event.facts)
    last = question.as_of.hi if question.as_of is not None else _last(ledger, question, everything)
    known, lived = (
        [int(moment) for moment in moments if moment <= last]
        for moments in (ledger.turning_points(question.recorded_by), world)
    )
    clocks = [clock for _, clock in as_of_runs(known, lived)]
    notes = []
    allowed = min(most_stops, max(_LEAST_STOPS, _MOST_ROWS // max(1, len(everything.events))))
    if len(clocks) > allowed:
        are_days = all(clock.lo != clock.hi for clock in clocks)
        few, unit = _coarser(clocks, allowed)
        each = "moment" if unit in ("second", "minute", "hour", "day") else "day"
        notes.append(
            f"something may change {'on' if are_days else 'at'} {len(clocks):,} {'days' if are_days else 'moments'}, "
            f"too many for one slider; it stops at the last {each} of each {unit}"
        )
        clocks = few
    clocks = [clock for clock in clocks if clock.hi <= last]
    if question.as_of is not None and (not clocks or clocks[-1].hi < question.as_of.hi):
        clocks.append(question.as_of)
    return clocks, notes


def _last(ledger: Ledger, question: Question, everything: Snapshot) -> Moment:
    """Find the last day of which the log can speak: that of its newest record, or of a report dated after it."""
    limit = question.recorded_by.hi if question.recorded_by is not None else None
    written = [r.recorded_at for r in ledger.records if limit is None or r.recorded_at <= limit]
    reported = [report.window.hi for event in everything.events for report in event.reports]
    moments = [moment for moment in (*written, *reported) if isinstance(moment, int)]
    return (max(moments) // DAY) * DAY + DAY - 1 if moments else -1


_WITHIN_A_DAY: Final = (("second", SECOND), ("minute", 60 * SECOND), ("hour", 3600 * SECOND))


def _coarser(clocks: Sequence[Clock], allowed: int) -> tuple[list[Clock], str]:
    """Put the stops of one second (minute, hour, day, week, month, …) together; the last stop stays what it is.

    Within a day the last stop of each is kept; of whole days and longer times, the last day.
    """
    for unit, size in _WITHIN_A_DAY:
        groups = itertools.groupby(clocks, key=lambda clock, size=size: clock.hi // size)  # type: ignore[misc]
        found = [list(group)[-1] for _, group in groups]
        if len(found) <= allowed:
            return found, unit
    days, unit = _coarser_days(sorted({int(clock.hi // DAY) for clock in clocks}), allowed)
    return [day_clock(day) for day in days], unit


def _coarser_days(days: Sequence[int], allowed: int) -> tuple[list[int], str]:
    """Put the days of one week (month, quarter, year, …) together; the last stop stays the last day itself."""
    if len(days) <= allowed:
        return list(days), "day"
    found: tuple[set[int], str] = (set(days), "day")
    weeks = {day + (3 - day) % 7 for day in days}  # to Sunday: day 0 was a Thursday
    if len(weeks) <= allowed:
        return sorted({min(end, days[-1]) for end in weeks}), "week"
    for unit, months in (("month", 1), ("quarter", 3), ("year", 12), ("decade", 120), ("century", 1200)):
        found = ({_end(day, months) for day in days}, unit)
        if len(found[0]) <= allowed:
            break
    return sorted({min(end, days[-1]) for end in found[0]}), found[1]


def _end(day: int, months: int) -> int:
    year, month, _ = civil(day)
    after = ((year * 12 + month - 1) // months + 1) * months
    return day_number(after // 12, after % 12 + 1, 1) - 1


def _nothing(question: Question) -> str:
    clocks = [
        f"{name} {clock.read}"
        for name, clock in (("as of", question.as_of), ("recorded by", question.recorded_by))
        if clock is not None
    ]
    clocks += [f"at checkpoint {question.checkpoint}"] if question.checkpoint else []
    told = "; ".join([*question.selection.words(), *clocks]) or "the log holds no event"
    return f"there is nothing to show: no event is left ({told})"
