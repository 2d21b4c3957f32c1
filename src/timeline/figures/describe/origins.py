"""The figure ``cascade`` of a whole log: where what is told comes from, and who repeats it.

Law of this module: a report is counted at each end of its chain of sources, an event at each end of its reports; where
a source does not say what it rests on, that is an end of its own. Only reports that say the event happened are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, KnownReport, Snapshot
from timeline.dates.values import Answer
from timeline.figures.describe.chart import Chart, Note
from timeline.figures.describe.headline import headline
from timeline.figures.describe.words import (
    NO_ROOM,
    Asked,
    clock_words,
    in_time,
    left_out,
    nothing_to_draw,
    nothing_within,
    outside_words,
    shown_words,
    unasked_words,
)
from timeline.figures.place.labels import clean
from timeline.records import say
from timeline.views.standing import ends_of

UNSAID: Final = "Sources that do not say what they rest on"
_ROWS: Final = 40
"""How many rows are drawn where not all were asked for."""
_MOST_OUTLETS: Final = 6
_QUESTION: Final = "Where does what is told come from, and who repeats it?"

PARTS: Final = (
    "one interested party",
    "possibly one interested party: some sources do not say",
    "another origin, or several",
    "no source that says what it rests on",
)
"""Where all that is told of an event ends."""


@attrs.frozen(kw_only=True)
class Outlet:
    """Somebody who repeats an origin: how many of its reports end there, and on which events they are."""

    name: str
    reports: int
    ids: tuple[str, ...]


@attrs.frozen(kw_only=True)
class End:
    """Where chains of sources end: an origin, or all sources that do not say what they rest on.

    ``ids`` are the events of which a report ends there, ``alone`` those of which every report does.
    """

    name: str
    gains: bool
    is_said: bool
    reports: int
    ids: tuple[str, ...]
    alone: tuple[str, ...]
    outlets: tuple[Outlet, ...]
    others: tuple[Outlet, ...] = ()
    """The outlets that have no row of their own."""


@attrs.frozen(kw_only=True)
class Origins:
    """A figure of this kind before it has places: the share of each of `PARTS` in events, and the ends."""

    chart: Chart
    parts: tuple[tuple[str, ...], ...]
    ends: tuple[End, ...]

    @property
    def events(self) -> int:
        """How many events are counted."""
        return sum(map(len, self.parts))


@attrs.define
class _Gathered:
    gains: bool
    reports: int = 0
    ids: dict[str, None] = attrs.field(factory=dict)
    alone: dict[str, None] = attrs.field(factory=dict)
    outlets: dict[str, list[str]] = attrs.field(factory=dict)


def chart(snapshot: Snapshot, asked: Asked) -> Origins:
    """Describe where the reports of a log end.

    Raises:
        FigureError: No event was known, or nobody reports any.
    """
    events, outside = in_time(snapshot.events, asked)
    found: dict[str, _Gathered] = {}
    parts: list[list[str]] = [[] for _ in PARTS]
    untold: list[str] = []
    counted = 0
    for event in events:
        reports = [report for report in event.reports if _counts(report)]
        counted += len(reports)
        if reports:
            parts[_gather(snapshot, event, reports, found)].append(event.id)
        else:
            untold.append(event.event.title)
    if not counted:
        raise nothing_to_draw(snapshot, asked, "nobody reports any event" if events else nothing_within(outside))
    ends = [_end(name, gathered) for name, gathered in found.items()]
    ends.sort(key=lambda end: (not end.is_said, -len(end.ids), -end.reports, end.name))
    told = sum(map(len, parts))
    shown, gone = _few(ends, asked)
    answer = f"{share_words(parts, told)}; {say.counted(counted, 'report')}"
    brief = f"{answer[:1].upper()}{answer[1:]}", ""  # the answer says what was asked
    question, beside = brief if asked.is_brief else (_QUESTION, answer)
    over = headline("cascade", question, asked, snapshot.clocks, beside=beside)
    return Origins(
        parts=tuple(map(tuple, parts)),
        ends=tuple(shown),
        chart=attrs.evolve(
            over,
            summary=tuple(_summary(ends, parts, told, counted, clock_words(snapshot.clocks, asked.zone))),
            notes=tuple(_notes(snapshot, asked, outside, untold, gone)),
        ),
    )


def _counts(report: KnownReport) -> bool:
    """Say whether a report is counted: it is surely known, and says that the event happened."""
    return report.known is Answer.YES and report.takes("reports") is Answer.YES


def _gather(snapshot: Snapshot, event: KnownEvent, reports: Sequence[KnownReport], found: dict[str, _Gathered]) -> int:
    """Count the reports of an event at their ends; give the place in `PARTS` of the event."""
    at: dict[str, None] = {}
    said: dict[str, bool] = {}
    unsaid = False
    for report in reports:
        outlet = _publisher(snapshot, report)
        ends = ends_of(snapshot, event, [report], Answer.YES)
        for end in ends:
            name = end.name if end.resolved else UNSAID
            unsaid = unsaid or not end.resolved
            if end.resolved:
                said[name] = said.get(name, False) or end.interested
            at[name] = None
            gathered = found.setdefault(name, _Gathered(gains=False))
            gathered.gains = gathered.gains or end.interested
            gathered.reports += 1
            gathered.ids[event.id] = None
            gathered.outlets.setdefault(outlet, []).append(event.id)
    if len(at) == 1:
        found[next(iter(at))].alone[event.id] = None
    if not said:
        return 3
    if len(said) == 1 and all(said.values()):
        return 1 if unsaid else 0
    return 2


def _publisher(snapshot: Snapshot, report: KnownReport) -> str:
    name = report.report.source
    if name is None:
        return "A report without a source"
    known = snapshot.sources.get(name)
    return clean((known.source.publisher if known else None) or name)


def _end(name: str, gathered: _Gathered) -> End:
    outlets = [
        Outlet(name=outlet, reports=len(ids), ids=tuple(dict.fromkeys(ids))) for outlet, ids in gathered.outlets.items()
    ]
    outlets.sort(key=lambda outlet: (-len(outlet.ids), -outlet.reports, outlet.name))
    return End(
        name=name,
        gains=gathered.gains,
        is_said=name != UNSAID,
        reports=gathered.reports,
        ids=tuple(gathered.ids),
        alone=tuple(gathered.alone),
        outlets=tuple(outlets),
    )


def _few(ends: Sequence[End], asked: Asked) -> tuple[list[End], list[str]]:
    """Keep as many rows as there is room for: of each end first its outlets of which most is told, then fewer ends."""
    if asked.label == "all" and asked.most is None:
        return list(ends), []
    rows = _ROWS if asked.most is None else min(_ROWS, asked.most * 2)
    outlets = next(
        (most for most in range(_MOST_OUTLETS, 0, -1) if sum(_row_count(end, most) for end in ends) <= rows), 0
    )
    kept = [attrs.evolve(end, outlets=end.outlets[:outlets], others=end.outlets[outlets:]) for end in ends]
    most = max(rows // 2, 1) if outlets == 0 else len(kept)
    said = [end for end in kept if end.is_said]
    shown = [*said[: max(most - (len(kept) - len(said)), 1)], *(end for end in kept if not end.is_said)]
    return shown, [end.name for end in said if end not in shown]


def _row_count(end: End, outlets: int) -> int:
    return 1 + min(len(end.outlets), outlets) + (len(end.outlets) > outlets)


# --- words -----------------------------------------------------------------------------------------------------------


def share_words(parts: Sequence[Sequence[str]], told: int) -> str:
    """Say of how many events everything that is told ends at one interested party, at least and at most."""
    sure, more = len(parts[0]), len(parts[1])
    if not sure + more:
        return f"none of {say.counted(told, 'event')} ends at one interested party"
    count = f"{sure}" if not more else f"{sure} to {sure + more}"
    share = (
        f"{round(100 * sure / told)}"
        if not more
        else f"{round(100 * sure / told)} to {round(100 * (sure + more) / told)}"
    )
    verb = "ends" if (sure, more) == (1, 0) else "end"
    return f"{count} of {say.counted(told, 'event')} ({share} %) {verb} at one interested party"


def end_words(end: End) -> str:
    """Count the events and reports of an end."""
    alone = f", {len(end.alone)} only from there" if end.is_said and end.alone else ""
    return f"{say.counted(len(end.ids), 'event')}{alone}, {say.counted(end.reports, 'report')}"


def outlet_words(outlet: Outlet) -> str:
    """Count the events and reports of an outlet."""
    events = say.counted(len(outlet.ids), "event")
    return events if outlet.reports == len(outlet.ids) else f"{events}, {say.counted(outlet.reports, 'report')}"


_MOST_SAID: Final = 12


def _summary(
    ends: Sequence[End],
    parts: Sequence[Sequence[str]],
    told: int,
    counted: int,
    clocks: str,
) -> Iterable[str]:
    yield f"Where {say.counted(counted, 'report')} on {say.counted(told, 'event')} end: {share_words(parts, told)}."
    yield f"{'; '.join(f'{len(ids)}: {name}' for name, ids in zip(PARTS, parts, strict=True) if ids)}."
    yield clocks
    for end in ends[:_MOST_SAID]:
        yield f"{end.name}{' (gains by it)' if end.gains else ''}: {end_words(end)}."
    if len(ends) > _MOST_SAID:
        yield f"And {len(ends) - _MOST_SAID:,} more."


def _notes(
    snapshot: Snapshot, asked: Asked, outside: Sequence[str], untold: Sequence[str], gone: Sequence[str]
) -> Iterable[Note]:
    yield from shown_words(asked, "events")
    if outside:
        yield left_out(outside, outside_words(asked))
    if untold:
        yield left_out(untold, "that no report surely tells")
    yield from unasked_words(snapshot, asked)
    if gone:
        why = "of which less is told (--label all, in Python label=, draws all)" if asked.most is None else NO_ROOM
        yield left_out(gone, why, of="origin")
