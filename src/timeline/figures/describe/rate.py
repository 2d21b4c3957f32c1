"""The figure ``rate``: how many events were newly told, corrected and taken back, stretch by stretch.

Law of this module: only what changed the account of an event itself is counted, and not what was undone. Across is
the time of reports (of our own corrections and retractions: the time we recorded them); the days asked for are, as
everywhere, those on which the events happened. A column counts what surely came in its stretch; what may have come in
several is counted once, by a bracket over all of them. What nobody dates may have come at any time since it happened:
where that is far longer than all that is dated reaches, it sets no axis.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.asof.changes import Applied
from timeline.asof.ledger import Ledger
from timeline.asof.values import KnownEvent, Snapshot
from timeline.asof.windows import Window, day_of
from timeline.dates.values import Answer, Moment, is_of_any_year
from timeline.figures.describe import reach
from timeline.figures.describe.bins import Unit, unit_of
from timeline.figures.describe.chart import Chart, Note
from timeline.figures.describe.counted import FirstTold
from timeline.figures.describe.dating import Dating, dating_of_moments
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.printed import days_text, range_words
from timeline.figures.describe.told import since_it_happened
from timeline.figures.describe.words import (
    ONLY_POSSIBLY,
    Asked,
    clock_words,
    in_time,
    left_out,
    nothing_to_draw,
    only_possibly,
    outside_words,
    shown_words,
    span_words,
)
from timeline.records import say

KINDS: Final = ("new", "corrected", "retracted")

_Placed = dict[str, list[tuple[str, Window]]]


@attrs.frozen(kw_only=True)
class Column:
    """What surely came in one stretch of time, from ``lo`` to ``hi``, both included; or, of a bracket, within it."""

    lo: int
    hi: int
    ids: tuple[str, ...]
    zone: dt.tzinfo | None = None

    @property
    def count(self) -> int:
        """How many came."""
        return len(self.ids)

    @property
    def when(self) -> str:
        """The stretch of time in words."""
        said = days_text(self.lo, self.hi, self.zone)
        return range_words(self.lo, self.hi, self.zone) if said.startswith("some ") else said


@attrs.frozen(kw_only=True)
class Rate:
    """A figure of this kind before it has places: columns and brackets by kind of happening.

    Its axis begins at ``begin``, where that is given: what may have come before is in a bracket that is open there.
    """

    chart: Chart
    unit: str
    begin: int | None = None
    columns: Mapping[str, tuple[Column, ...]]
    brackets: Mapping[str, tuple[Column, ...]]


def chart(snapshot: Snapshot, ledger: Ledger, asked: Asked) -> Rate:
    """Describe what came in each stretch of time.

    Where a snapshot is of the changes alone, and of what they change, ``asked.first_told`` tells of the events.

    Raises:
        FigureError: There is nothing to draw.
    """
    events, outside = in_time((*snapshot.events, *snapshot.retracted), asked)
    changes, others, undone = _changes(snapshot, ledger, events)
    told = asked.first_told or _first_told(events, outside, only_possibly(snapshot.events, asked))
    found = {"new": told.events, **changes}
    limit = snapshot.clocks.as_of.hi if snapshot.clocks.as_of else float("inf")
    placed: dict[str, list[tuple[str, Window]]] = {}
    vague: list[str] = []
    for kind, some in found.items():
        for name, window in some:
            cut = Window(window.lo, max(min(window.hi, limit), window.lo))
            says_no_year = is_of_any_year(window.lo, window.hi)
            if isinstance(cut.lo, float) or isinstance(cut.hi, float) or says_no_year:
                vague.append(name)
            else:
                placed.setdefault(kind, []).append((name, cut))
    if not placed:
        raise nothing_to_draw(snapshot, asked, "nothing was told at a time that has bounds")
    placed, coarse = _without_coarse(placed)
    placed, beyond = _within_core(placed)
    names = {why: _titles(told, some) for why, some in ((_COARSE, coarse), (_FAR, beyond))}
    windows = [window for some in placed.values() for _, window in some]
    begin = _begin(windows)
    unit = unit_of((window if begin is None else _since(window, begin) for window in windows), asked.zone)
    begin = None if begin is None else unit.begin(unit.place(begin))
    columns = {kind: _columns(placed.get(kind, ()), unit, limit) for kind in KINDS}
    brackets = {kind: _brackets(placed.get(kind, ()), unit, limit, is_brief=asked.is_brief) for kind in KINDS}
    begins = [one.lo for some in columns.values() for one in some]
    dating = dating_of_moments(begins, asked.zone) if unit.micros else Dating(zone=asked.zone)
    each = f"every {unit.name}" if unit.name[0].isdigit() else f"each {unit.name}"
    question = f"How many events were new, corrected or retracted in {each}?"
    over = headline("rate", question, asked, snapshot.clocks, beside=_most_new(columns["new"]))
    return Rate(
        unit=unit.name,
        begin=begin,
        columns=columns,
        brackets=brackets,
        chart=attrs.evolve(
            over,
            summary=tuple(_summary(columns, brackets, each, snapshot, asked.zone)),
            lines=tuple(line for line in clock_lines(snapshot.clocks, dating) if line.role == "as-of"),
            notes=(
                *_notes(asked, told, _titles(told, vague), names),
                *_uncounted(others, undone, has_changes=any(changes.values())),
            ),
        ),
    )


def _first_told(events: Sequence[KnownEvent], outside: Sequence[str], unsure: Sequence[str]) -> FirstTold:
    """Say of events that are at hand when each was first told."""
    titles = {event.id: event.event.title for event in events}
    return FirstTold(
        events=[(event.id, since_it_happened(event, event.window)) for event in events],
        titles=lambda _ids: titles,
        outside=outside,
        unsure=unsure,
    )


def _titles(told: FirstTold, names: Sequence[str]) -> list[str]:
    """Give the titles of events; of a record that is told as part of another the beginning of its id."""
    counted = {name for name, _ in told.events} if names else set()
    titles = told.titles([name for name in dict.fromkeys(names) if name in counted]) if names else {}
    return [titles.get(name, name[:8]) for name in names]


def _most_new(columns: Sequence[Column]) -> str:
    """Say when most was new; of several stretches that had as much each, where they are few, else nothing."""
    most = max((one.count for one in columns), default=0)
    top = [one.when for one in columns if one.count == most]
    if len(columns) < 2 or len(top) > (1 if most < 2 else _MOST_TOP):
        return ""
    each = " each" if len(top) > 1 else ""
    when = " and ".join(part for part in (", ".join(top[:-1]), top[-1]) if part)
    return f"most new: {most:,}{each}, {when}"


_MOST_TOP: Final = 3


def _without_coarse(placed: _Placed) -> tuple[_Placed, list[str]]:
    """Leave out, by their ids, the few that came before or after all others at a date coarser than these reach."""
    every = [(int(window.lo), int(window.hi)) for some in placed.values() for _, window in some]
    far = {found for found, is_far in zip(every, reach.are_beyond(every), strict=True) if is_far}
    kept = {
        kind: [(name, window) for name, window in some if (window.lo, window.hi) not in far]
        for kind, some in placed.items()
    }
    return kept, [name for some in placed.values() for name, window in some if (window.lo, window.hi) in far]


_COARSE: Final = "told, or changed, before or after all others, at a date coarser than these reach,"
_FAR: Final = "told, or changed, long before or after all others"


def _within_core(placed: _Placed) -> tuple[_Placed, list[str]]:
    """Leave out, by their ids, the few that came so far away from all others that an axis to them shows nothing."""
    every = [(int(window.lo), int(window.hi)) for some in placed.values() for _, window in some]
    middle = reach.core(every)
    if middle is None:
        return placed, []
    lo, hi = middle
    kept = {
        kind: [(name, window) for name, window in some if window.lo <= hi and window.hi >= lo]
        for kind, some in placed.items()
    }
    beyond = [name for some in placed.values() for name, window in some if window.lo > hi or window.hi < lo]
    cut = {
        kind: [(name, Window(max(window.lo, lo), min(window.hi, hi))) for name, window in some]
        for kind, some in kept.items()
    }
    return cut, beyond


def _begin(windows: Sequence[Window]) -> int | None:
    """Give the moment at which the axis begins, where what is dated all came in the last part of the time of the rest.

    None where there is no such part, or too little is dated to say so.
    """
    every = [(int(window.lo), int(window.hi)) for window in windows]
    first, last = min(lo for lo, _ in every), max(hi for _, hi in every)
    dated = [lo for lo, hi in every if hi - lo <= (last - first) * _DATED]
    if len(dated) < _FEW:
        return None
    begin = min(dated)
    return begin if last - begin < (last - first) * _PART else None


_DATED: Final = 0.05  # of all of the time: what is known within so much sets the axis
_PART: Final = 1 / 3
_FEW: Final = 3


def _since(window: Window, begin: int) -> Window:
    return Window(max(window.lo, begin), max(window.hi, begin))


def _changes(snapshot: Snapshot, ledger: Ledger, events: Sequence[KnownEvent]) -> tuple[_Placed, int, int]:
    """Find the changes to events that were known, each with when it came; those of what was not asked for are left out.

    Returns:
        The changes; how many were to something else, such as a source; how many were to events, and undone since.
    """
    clocks = snapshot.clocks
    held = ledger.shared(clocks.recorded_by)
    applied = Applied(held.changes, lambda record: held.knowable(record, clocks.as_of), held.change_order)
    shown = {member for event in events for member in event.members}
    told = {record.id for record in held.changes.of_kind("event")}
    found: _Placed = {"corrected": [], "retracted": []}
    others = undone = 0
    for kind, record_kind in (("corrected", "correction"), ("retracted", "retraction")):
        for record in held.changes.of_kind(record_kind):
            target = held.changes.target(record).partition("#")[0]
            if held.knowable(record, clocks.as_of) is Answer.NO or (target in told and target not in shown):
                continue
            if target not in told:
                others += 1
            elif applied.applies(record) is Answer.NO:
                undone += 1
            else:
                is_ours = held.is_ours(record)
                window = day_of(record.recorded_at) if is_ours else held.change_window(record)
                found[kind].append((target, window))
    return found, others, undone


def _columns(some: Iterable[tuple[str, Window]], unit: Unit, limit: Moment) -> tuple[Column, ...]:
    """Gather what surely came in one stretch each; the last one ends where nothing can have come any more."""
    ids: dict[int, list[str]] = {}
    for name, window in some:
        first, last = unit.place(int(window.lo)), unit.place(int(window.hi))
        if first == last:
            ids.setdefault(first, []).append(name)
    return tuple(_column(place, place, ids[place], unit, limit) for place in sorted(ids))


def _brackets(some: Iterable[tuple[str, Window]], unit: Unit, limit: Moment, *, is_brief: bool) -> tuple[Column, ...]:
    """Gather what may have come in several stretches, by the first and the last of them.

    At a glance those that overlap are one, where they would take more room than what is sure.
    """
    ids: dict[tuple[int, int], list[str]] = {}
    for name, window in some:
        first, last = unit.place(int(window.lo)), unit.place(int(window.hi))
        if first != last:
            ids.setdefault((first, last), []).append(name)
    found = _few(tuple(_column(*pair, ids[pair], unit, limit) for pair in sorted(ids)))
    return _apart(found) if is_brief and len(found) > _MOST_BRIEF else found


def _few(some: tuple[Column, ...]) -> tuple[Column, ...]:
    """Unite brackets where there are too many to be read: first those that end together, then those that overlap."""
    if len(some) <= _MOST_BRACKETS:
        return some
    by_end: dict[int, list[Column]] = {}
    for one in some:
        by_end.setdefault(one.hi, []).append(one)
    united = sorted((_union(group) for group in by_end.values()), key=lambda one: (one.lo, one.hi))
    while len(united) > _MOST_BRACKETS:
        at = min(range(len(united) - 1), key=lambda place: (united[place + 1].lo - united[place].hi, place))
        united[at : at + 2] = [_union(united[at : at + 2])]
    return tuple(united)


def _apart(some: Iterable[Column]) -> tuple[Column, ...]:
    """Unite all brackets that overlap."""
    found: list[Column] = []
    for one in some:
        touching = [found.pop()] if found and one.lo <= found[-1].hi else []
        found.append(_union([*touching, one]))
    return tuple(found)


def _union(some: Sequence[Column]) -> Column:
    ids = tuple(name for one in some for name in one.ids)
    return Column(lo=min(one.lo for one in some), hi=max(one.hi for one in some), ids=ids, zone=some[0].zone)


_MOST_BRACKETS: Final = 6
_MOST_BRIEF: Final = 2


def _column(first: int, last: int, ids: Iterable[str], unit: Unit, limit: Moment) -> Column:
    return Column(lo=unit.begin(first), hi=int(min(unit.begin(last + 1) - 1, limit)), ids=tuple(ids), zone=unit.zone)


def _summary(
    columns: Mapping[str, tuple[Column, ...]],
    brackets: Mapping[str, tuple[Column, ...]],
    each: str,
    snapshot: Snapshot,
    zone: dt.tzinfo | None,
) -> Iterable[str]:
    every = [one for part in (columns, brackets) for some in part.values() for one in some]
    moments: list[Moment] = [moment for one in every for moment in (one.lo, one.hi)]
    yield f"How many events were newly told, corrected and taken back in {each}, {span_words(moments, zone)}."
    for kind in KINDS:
        some, wide = columns[kind], brackets[kind]
        if not some and not wide:
            yield f"{kind.capitalize()}: none."
            continue
        top = max(some, key=lambda one: (one.count, -one.lo), default=None)
        total = sum(one.count for one in some)
        most = f"; most, {top.count}, {top.when}" if top is not None else ""
        more = f"; {sum(one.count for one in wide)} in one of several" if wide else ""
        yield f"{kind.capitalize()}: surely {total} in one each{most}{more}."
    yield clock_words(snapshot.clocks, zone)


def _notes(asked: Asked, told: FirstTold, vague: Sequence[str], beyond: Mapping[str, Sequence[str]]) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if told.outside:
        yield left_out(told.outside, outside_words(asked))
    if asked.selection.strict and told.unsure:
        yield left_out(told.unsure, ONLY_POSSIBLY)
    if vague:
        yield left_out(vague, "told, or changed, at a time without bounds")
    for why, names in beyond.items():
        if names:
            yield left_out(names, why)


def _uncounted(others: int, undone: int, *, has_changes: bool) -> Iterable[str]:
    """Say which changes count, and when."""
    if others:
        what = "sources, reports, links or other changes, not to events"
        yield f"{say.counted(others, 'change')} to {what}, not counted."
    if undone:
        yield f"{say.counted(undone, 'change')} to events, undone since, not counted."
    if has_changes:
        yield "Our own corrections and retractions count when we recorded them."
