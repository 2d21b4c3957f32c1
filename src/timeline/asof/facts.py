"""The facts of one event: in which ways they may read, and when each begins and ends.

Law of this module: an interval has two ends and four bounds; what dates no interval begins somewhere in its bounds and
goes on. What stands in every reading of the event keeps the event's answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from timeline.asof.changes import FieldVersions
from timeline.asof.names import Names
from timeline.asof.sources import possible, surest
from timeline.asof.values import KnownFact
from timeline.asof.windows import day_of
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Moment, Span, both, format_day, format_moment
from timeline.dates.written import WrittenDate
from timeline.records.model import Event, Fact, Record, value_key
from timeline.records.words import HAPPENED

Reading: TypeAlias = "tuple[tuple[Fact, ...], WrittenDate | None]"
"""One way in which an event may read: its facts, and its date."""


def readings(record: Record, event: Event, fields: Mapping[str, FieldVersions]) -> tuple[Reading, ...]:
    """Give the ways in which the facts and the date of an event may read together, the surest first."""
    if "facts" not in fields and "occurred" not in fields:
        return ((event.facts, event.occurred),)
    lists = [event.facts]
    if "facts" in fields:
        lists = [surest(record, {"facts": ((facts, Answer.YES),)}, Event).facts for facts, _ in fields["facts"]]
    return tuple(itertools.product(lists, possible(fields, "occurred", event.occurred)))


def facts_of(
    record: Record, ways: Sequence[Reading], known: Answer, began_by: Moment, names: Names
) -> tuple[KnownFact, ...]:
    """Give the facts of an event; one that stands in every reading keeps the event's answer.

    It is the same one also where two readings tell it of one thing under two names.
    """
    found: dict[tuple[Any, ...], tuple[Fact, WrittenDate | None, int]] = {}
    standing_in: dict[tuple[Any, ...], set[int]] = {}
    meant: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for reading, (facts, occurred) in enumerate(ways):
        for number, fact in enumerate(facts, 1):
            date = fact.during if fact.during is not None else occurred
            name = (fact.entity, fact.property, value_key(fact.value), fact.mode, date)
            found.setdefault(name, (fact, date, number))
            meant[name] = (names.canonical(fact.entity), *name[1:])
            standing_in.setdefault(meant[name], set()).add(reading)
    result = []
    for name, (fact, date, number) in found.items():
        sure = len(standing_in[meant[name]]) == len(ways)
        answer = known if sure else both(known, Answer.POSSIBLY)
        start, end, since_earliest, since_latest = extent(date, fact.mode, began_by)
        result.append(
            KnownFact(
                fact=fact,
                thing=names.thing(fact.entity),
                date=date,
                start=start,
                end=end,
                since_earliest=since_earliest,
                since_latest=since_latest,
                answer=answer,
                told=answer,
                event=record.id,
                member=record.id,
                number=number,
            )
        )
    return tuple(result)


def begun_by(fact: KnownFact, began_by: Moment) -> KnownFact:
    """Give a fact whose event turns out to have been reported by another moment than its own line's reports say."""
    start, end, since_earliest, since_latest = extent(fact.date, fact.fact.mode, began_by)
    return msgspec.structs.replace(fact, start=start, end=end, since_earliest=since_earliest, since_latest=since_latest)


def earliest_day(ways: Sequence[Reading]) -> tuple[Moment, ...]:
    """Give the start of the earliest day on which an event can have happened, planned and possible facts aside."""
    dates: list[WrittenDate | None] = []
    for facts, occurred in ways:
        dates += [fact.during or occurred for fact in facts if fact.mode in HAPPENED]
        undated = {fact.mode for fact in facts if fact.during is None}
        if not undated or undated & HAPPENED:
            dates.append(occurred)
    if not dates or None in dates:
        return ()
    earliest = min(date.meaning.span.lo for date in dates if date is not None)
    return (earliest if isinstance(earliest, float) else day_of(earliest).lo,)


def extent(date: WrittenDate | None, mode: str, began_by: Moment) -> tuple[Span, Span | None, str, str]:
    """Say when a state so dated begins and ends, and print the bounds of its start.

    An actual, failed or ended fact whose start is missing or unknown, or has no latest day, began no later than the
    event's earliest report.
    """
    parsed = date.meaning if date is not None else None
    if parsed is not None and parsed.start_is_known:
        start = parsed.start
        if parsed.kind in ("interval", "all-of"):
            return start, parsed.end, _printed(start.lo, start.lo_end), _printed(start.hi, start.hi_start)
        return start, parsed.end, parsed.earliest, parsed.latest
    if parsed is not None and parsed.start.hi == NEVER_BEFORE:
        return parsed.start, parsed.end, "open", "open"
    start = parsed.start if parsed is not None else Span.anything()
    if mode in HAPPENED and start.lo <= began_by < start.hi:
        is_day = began_by % DAY == DAY - 1 and (start.lo == NEVER_BEFORE or start.lo < start.lo_end)
        start = Span(start.lo, start.lo_end, began_by - DAY + 1 if is_day else began_by, began_by)
    latest = _printed(start.hi, start.hi_start)
    if parsed is None or parsed.kind == "interval":
        return start, parsed.end if parsed else None, "unknown", "unknown" if start.hi == NEVER_AFTER else latest
    return start, None, parsed.earliest, latest


def _printed(edge: Moment, other: Moment) -> str:
    """Print one bound: an instant where its unit is a point, else a day; ``open`` where there is none."""
    if isinstance(edge, float):
        return "open"
    return format_moment(edge) if edge == other else format_day(int(edge // DAY))
