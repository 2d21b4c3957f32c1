"""When a page stops: the moments at which an answer that it shows may change, or the last ones of longer times.

Law of this module: what bears on nothing that the page shows makes no stop, and does not make the others coarser.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.ledger import Ledger
from timeline.asof.shared import dates_in
from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.edtf import day_clock
from timeline.dates.values import DAY, SECOND, Clock, Moment, civil, day_number
from timeline.records.mentions import references_in, sources_in
from timeline.records.model import Correction, Record, Source
from timeline.records.words import BETWEEN_NAMES
from timeline.views.filters import Question, select
from timeline.views.overtime import as_of_runs, moments_of, turning_points

MOST_STOPS: Final = 1_000
_LEAST_STOPS: Final = 48
_MOST_ROWS: Final = 700_000  # stops times events: what can be worked out while somebody waits
_UNSHOWN: Final = 8  # so many events that are not shown cost as much at a stop as one that is


def choose(
    ledger: Ledger, question: Question, everything: Snapshot, most_stops: int, *, newest: Moment | None
) -> tuple[list[Clock], list[str]]:
    """Choose the stops: the moments at which an answer may change, or the last ones of longer times, ascending.

    They come with what readers have to know of them.
    """
    told = [*everything.events, *everything.retracted]
    chosen = _chosen(ledger, told, question)
    last = question.as_of.hi if question.as_of is not None else _last(newest, everything)
    source = ledger if len(chosen) == len(told) else ledger.part(bearing_on(ledger.records, chosen))
    world: set[Moment] = set()
    if question.on is None:
        world.update(turning_points(fact for event in chosen for fact in event.facts))
        world.update(_of_other_days(source.records, chosen))
    of_no_year = set(_without_year(source.records))
    known, lived = (
        [int(moment) for moment in moments if moment <= last and moment not in of_no_year]
        for moments in (source.turning_points(question.recorded_by), world)
    )
    clocks = [clock for _, clock in as_of_runs(known, lived)]
    notes = []
    work = len(chosen) + (len(told) - len(chosen)) // _UNSHOWN
    allowed = min(most_stops, max(_LEAST_STOPS, _MOST_ROWS // max(1, work)))
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


def _without_year(records: Sequence[Record]) -> Iterable[Moment]:
    """Give the bounds of dates that say no year: nothing changed on 24 April of the first year that there is."""
    for date in dict.fromkeys(date for record in records for date, _ in dates_in(record.content)):
        if date.meaning.is_of_any_year:
            yield from (date.meaning.span.lo, *moments_of([(date.meaning.start, date.meaning.end)]))


def _chosen(ledger: Ledger, told: Sequence[KnownEvent], question: Question) -> Sequence[KnownEvent]:
    """Give the events that may be shown at any stop, corrected ones too, and those with facts on their entities."""
    selection = question.selection
    if selection.is_everything:
        return told
    changed = {
        text.partition("#")[0] for record in ledger.records for _, text in references_in(record.kind, record.body or {})
    }
    asked = {event.id for event in select(told, attrs.evolve(selection, strict=False))}
    asked |= {event.id for event in told if not changed.isdisjoint(event.members)}
    shown = {name for event in told if event.id in asked for fact in event.facts for name in fact.thing.names}
    return [e for e in told if e.id in asked or any(not shown.isdisjoint(fact.thing.names) for fact in e.facts)]


def _of_other_days(records: Sequence[Record], chosen: Sequence[KnownEvent]) -> Iterable[Moment]:
    """Give the moments of the world in the dates that were told before a correction of an event, or by one."""
    corrected = {record.content.target for record in records if isinstance(record.content, Correction)}
    spoken_of = corrected & {member for event in chosen for member in event.members}
    contents = [
        content
        for record in records
        for content in (record.content,)
        if record.id in spoken_of or (isinstance(content, Correction) and content.target in corrected)
    ]
    dates = (date.meaning for content in contents for date, is_report in dates_in(content) if not is_report)
    return moments_of((meaning.start, meaning.end) for meaning in dates)


def bearing_on(records: Sequence[Record], events: Iterable[KnownEvent]) -> tuple[Record, ...]:
    """Give the records that bear on some events, in the order of the log.

    Those are their own, what changes them or is linked to them, the sources they name, what these rest on and what
    rests on them, the copies of all of these, and which names are one.
    """
    near: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        for key in _answers_to(record):
            near.setdefault(key, []).append(record)
    found: dict[str, Record] = {}
    done: set[tuple[str, str]] = set()
    waiting = [("record", member) for event in events for member in event.members] + [("name", "")]
    while waiting:
        key = waiting.pop()
        if key in done:
            continue
        done.add(key)
        for record in near.get(key, ()):
            if record.id not in found:
                found[record.id] = record
                waiting += _leads_to(record)
    return tuple(record for record in records if record.id in found)


def _answers_to(record: Record) -> set[tuple[str, str]]:
    """Name what a record bears on: itself, the records it speaks of, sources that it defines, copies or relays."""
    content = record.content
    keys = {("record", record.id), *(("record", text.partition("#")[0]) for _, text in _references(record))}
    body = record.body or {}  # none where it was redacted
    if body.get("rel") in BETWEEN_NAMES:
        keys.add(("name", ""))
    if isinstance(content, Source):
        keys.add(("source", content.name))
    is_copy = record.kind == "capture"
    keys |= {("source", name) for path, name in sources_in(body) if is_copy or ".via" in f".{path}"}
    return keys


def _leads_to(record: Record) -> list[tuple[str, str]]:
    """Name what bears on what a record says."""
    keys = [("record", record.id), *(("record", text.partition("#")[0]) for _, text in _references(record))]
    keys += [("source", name) for _, name in sources_in(record.body or {})]
    return [*keys, ("source", record.content.name)] if isinstance(record.content, Source) else keys


def _references(record: Record) -> Iterable[tuple[str, str]]:
    return references_in(record.kind, record.body or {})


def newest_of(records: Iterable[Record], by: Clock | None) -> Moment | None:
    """Say when the newest record was recorded of those that there were by a day; None where there were none."""
    written = (record.recorded_at for record in records if by is None or record.recorded_at <= by.hi)
    return max(written, default=None)


def _last(newest: Moment | None, everything: Snapshot) -> Moment:
    """Find the last day of which the log can speak: that of its newest record, or of a report dated after it."""
    reported = [report.window.hi for event in everything.events for report in event.reports]
    moments = [moment for moment in (newest, *reported) if isinstance(moment, int)]
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
    days, unit = coarser_days(sorted({int(clock.hi // DAY) for clock in clocks}), allowed)
    return [day_clock(day) for day in days], unit


def coarser_days(days: Sequence[int], allowed: int) -> tuple[list[int], str]:
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
