"""The figure ``rate``: how much was newly told, corrected and taken back, month by month.

Law of this module: across is the time of reports (of our own corrections and retractions: the time we recorded them);
the days asked for are, as everywhere, those on which the events happened. A month's column is solid up to what surely
came in it, and hollow up to what may have; so the true number lies between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.shared import Held
from timeline.asof.values import KnownEvent, Snapshot
from timeline.asof.windows import Window, day_of
from timeline.dates.values import DAY, Answer, Moment, civil, day_number
from timeline.figures.describe.chart import Chart, Note
from timeline.figures.describe.words import (
    Asked,
    clock_lines,
    clock_words,
    end_of_time,
    is_asked_for,
    is_in_time,
    left_out,
    nothing_to_draw,
    outside_words,
    shown_words,
    span_words,
    unasked_words,
)
from timeline.records.model import Record

KINDS: Final = ("new", "corrected", "retracted")
_MOST_MONTHS: Final = 24
_MOST_COLUMNS: Final = 84


@attrs.frozen(kw_only=True)
class Column:
    """A month, or a year: from ``lo`` to ``hi``, with the least and the greatest number of what came in it."""

    lo: int
    hi: int
    least: int
    most: int
    ids: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Rate:
    """A figure of this kind before it has places: columns by kind of happening; ``unit`` is month or year."""

    chart: Chart
    unit: str
    columns: Mapping[str, tuple[Column, ...]]


def chart(snapshot: Snapshot, records: Sequence[Record], asked: Asked) -> Rate:
    """Describe what came in each month.

    Args:
        snapshot: What was known.
        records: The records of the log that it was made of.
        asked: What else was asked.

    Raises:
        FigureError: There is nothing to draw.
    """
    wanted = [event for event in (*snapshot.events, *snapshot.retracted) if is_asked_for(event, asked)]
    events = [event for event in wanted if is_in_time(event, asked)]
    outside = [event.event.title for event in wanted if not is_in_time(event, asked)]
    found = {"new": [(event.id, event.window) for event in events], **_changes(snapshot, records, events)}
    limit = snapshot.clocks.as_of.hi if snapshot.clocks.as_of else float("inf")
    placed: dict[str, list[tuple[str, Window]]] = {}
    vague: list[str] = []
    titles = {event.id: event.event.title for event in events}
    for kind, some in found.items():
        for name, window in some:
            cut = Window(window.lo, max(min(window.hi, limit), window.lo))
            if isinstance(cut.lo, float) or isinstance(cut.hi, float) or _months_between(cut) >= _MOST_MONTHS:
                vague.append(titles.get(name, name[:8]))
            else:
                placed.setdefault(kind, []).append((name, cut))
    if not placed:
        raise nothing_to_draw(snapshot, asked, "nothing was told at a time that has bounds")
    unit, columns = _columns(placed)
    return Rate(
        unit=unit,
        columns=columns,
        chart=Chart(
            kind="rate",
            title=asked.title or f"What came in each {unit}: new, corrected, retracted",
            clocks=clock_words(snapshot.clocks),
            summary=tuple(_summary(columns, unit, snapshot)),
            strips=(),
            lines=clock_lines(snapshot.clocks)[:1] if snapshot.clocks.as_of else (),
            end=end_of_time(snapshot.clocks),
            notes=tuple(_notes(snapshot, asked, vague, outside)),
        ),
    )


def _changes(
    snapshot: Snapshot, records: Sequence[Record], events: Sequence[KnownEvent]
) -> dict[str, list[tuple[str, Window]]]:
    """Find the changes that were known, each with when it came; those of what was not asked for are left out."""
    clocks = snapshot.clocks
    limit = clocks.recorded_by.hi if clocks.recorded_by else float("inf")
    held = Held(tuple(sorted((r for r in records if r.recorded_at <= limit), key=lambda record: record.order)))
    shown = {member for event in events for member in event.members}
    told = {record.id for record in held.changes.of_kind("event")}
    found: dict[str, list[tuple[str, Window]]] = {"corrected": [], "retracted": []}
    for kind, record_kind in (("corrected", "correction"), ("retracted", "retraction")):
        for record in held.changes.of_kind(record_kind):
            target = held.changes.target(record).partition("#")[0]
            if target in told and target not in shown:
                continue
            if held.knowable(record, clocks.as_of) is not Answer.NO:
                is_ours = held.is_ours(record)
                window = day_of(record.recorded_at) if is_ours else held.change_window(record)
                found[kind].append((target, window))
    return found


def _month(moment: int) -> int:
    year, month, _ = civil(moment // DAY)
    return year * 12 + month - 1


def _months_between(window: Window) -> int:
    return _month(int(window.hi)) - _month(int(window.lo))


def _columns(placed: Mapping[str, list[tuple[str, Window]]]) -> tuple[str, dict[str, tuple[Column, ...]]]:
    """Count by months; by years where there would be too many columns to read."""
    windows = [window for some in placed.values() for _, window in some]
    months = {n for one in windows for n in range(_month(int(one.lo)), _month(int(one.hi)) + 1)}
    unit, size = ("month", 1) if len(months) <= _MOST_COLUMNS else ("year", 12)
    found = {}
    for kind in KINDS:
        least: Counter[int] = Counter()
        most: Counter[int] = Counter()
        ids: dict[int, list[str]] = {}
        for name, window in placed.get(kind, ()):
            first, last = _month(int(window.lo)) // size, _month(int(window.hi)) // size
            least[first] += first == last
            for place in range(first, last + 1):
                most[place] += 1
                ids.setdefault(place, []).append(name)
        found[kind] = tuple(
            Column(
                lo=_begin(place * size),
                hi=_begin((place + 1) * size) - 1,
                least=least[place],
                most=most[place],
                ids=tuple(dict.fromkeys(ids[place])),
            )
            for place in sorted(most)
        )
    return unit, found


def _begin(month: int) -> int:
    return day_number(month // 12, month % 12 + 1, 1) * DAY


def _summary(columns: Mapping[str, tuple[Column, ...]], unit: str, snapshot: Snapshot) -> Iterable[str]:
    moments: list[Moment] = [moment for some in columns.values() for one in some for moment in (one.lo, one.hi)]
    yield f"What was newly told, corrected and taken back in each {unit}, {span_words(moments)}."
    for kind, some in columns.items():
        if some:
            top = max(some, key=lambda one: (one.least, one.most, -one.lo))
            total = sum(one.least for one in some)
            when = span_words([top.lo, top.hi])
            yield f"{kind.capitalize()}: surely {total} in one {unit} each; most, {number(top)}, {when}."
        else:
            yield f"{kind.capitalize()}: none."
    yield clock_words(snapshot.clocks).replace("  ·  ", ", ") + "."


def number(column: Column) -> str:
    """Print how many: one number where it is sure, else the least and the most."""
    return f"{column.least}" if column.least == column.most else f"{column.least}\u2013{column.most}"


def _notes(snapshot: Snapshot, asked: Asked, vague: Sequence[str], outside: Sequence[str]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    yield from unasked_words(snapshot, asked, shows_retracted=True)
    if vague:
        yield left_out(
            vague, f"told, or changed, at a time without bounds or within more than {_MOST_MONTHS // 12} years"
        )
    yield "Our own corrections and retractions count when we recorded them."
