"""The figure ``cascade``: who repeats whom about one event, from the ends of the chains downward.

Law of this module: origins are counted, not reports; every publication in the chains is one row, under the one that it
rests on, and what else it rests on is said in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.asof.windows import Window
from timeline.dates.values import Answer, Moment, UncertainDate
from timeline.figures.describe.chart import Bar, Chart, Entry
from timeline.figures.describe.dating import Dating
from timeline.figures.describe.headline import clock_lines, headline
from timeline.figures.describe.printed import short
from timeline.figures.describe.shapes import bounds, of_moment, span_of
from timeline.figures.describe.words import (
    NO_ROOM,
    QUIET,
    Asked,
    Teller,
    citations,
    clock_words,
    left_out,
    narrowed_words,
    nothing_to_draw,
    span_words,
)
from timeline.figures.place.labels import clean
from timeline.records import say
from timeline.views.standing import Standing, Step, cascade

STANCES: Final = ("reports", "doubts", "denies", "no-comment", "only relayed")
"""What a publication can say of an event, in the order of their colours."""

_SAID_FOR_GAIN: Final = {"reports": "claim", "doubts": "doubt", "denies": "denial"}

_MOST_SAID: Final = 40  # of the publications: what somebody listens to


@attrs.frozen(kw_only=True)
class Node:
    """A row of a cascade: an end of the chains (``is_end``) or a publication, and those that rest on it.

    ``gains`` are the stances taken of what an interested origin says; none where the origin is not interested.
    """

    entry: Entry
    is_end: bool = False
    gains: frozenset[str] = frozenset()
    children: tuple[Node, ...] = ()

    @property
    def rows(self) -> Iterable[Node]:
        """All nodes below and this one, as they stand from top to bottom."""
        yield self
        for child in self.children:
            yield from child.rows


@attrs.frozen(kw_only=True)
class Cascade:
    """A figure of this kind before it has places."""

    chart: Chart
    roots: tuple[Node, ...]


def chart(snapshot: Snapshot, event_id: str, asked: Asked) -> Cascade:
    """Describe the cascade of an event.

    Raises:
        FigureError: The event was not known, or no source speaks of it.
    """
    event = snapshot.event(event_id)
    steps = cascade(snapshot, event) if event is not None else ()
    if event is None or not steps:
        raise nothing_to_draw(snapshot, asked, f"no source that was known speaks of the event {event_id[:8]}")
    stands = Teller(snapshot, asked.zone).standing(event)
    roots, crowded = _few_rows(_Forest(snapshot, event, steps, asked.zone).roots(), asked.most)
    entries = [node.entry for root in roots for node in root.rows]
    count = _count(stands)
    question = f"Who repeats whom: {clean(event.event.title)}"
    over = headline("cascade", question, asked, snapshot.clocks, beside=count)
    return Cascade(
        roots=roots,
        chart=attrs.evolve(
            over,
            summary=(
                f"Who repeats whom about “{clean(event.event.title)}”: {count}.",
                f"Published {span_words(_published(entries), asked.zone)}.",
                clock_words(snapshot.clocks, asked.zone),
                *(entry.whole for entry in entries[:_MOST_SAID]),
                f"And {len(entries) - _MOST_SAID:,} more." if len(entries) > _MOST_SAID else "",
            ),
            lines=tuple(line for line in clock_lines(snapshot.clocks, Dating(zone=asked.zone)) if line.role == "as-of"),
            keys=_keys(steps),
            sources=citations(snapshot, (name for entry in entries for name in entry.sources), asked.zone),
            notes=(
                _ends(stands, snapshot),
                *_unheeded(asked),
                *([left_out(crowded, NO_ROOM, of="publication")] if crowded else []),
            ),
        ),
    )


def _few_rows(roots: Sequence[Node], most: int | None) -> tuple[tuple[Node, ...], list[str]]:
    """Keep as many rows as there is room for, the nearest to an end first; give them, and the names of the others."""
    order, layer = [], list(roots)
    while layer:
        order += layer
        layer = [child for node in layer for child in node.children]
    if most is None or len(order) <= most:
        return tuple(roots), []
    kept = set(map(id, order[:most]))

    def pruned(node: Node) -> Node:
        return attrs.evolve(node, children=tuple(pruned(child) for child in node.children if id(child) in kept))

    return tuple(pruned(root) for root in roots if id(root) in kept), [node.entry.text for node in order[most:]]


def _unheeded(asked: Asked) -> Iterable[str]:
    filters = narrowed_words(asked)
    if filters:
        yield f"A cascade shows all that is known of its event; not heeded: {', '.join(filters)}."


def _published(entries: Iterable[Entry]) -> Iterable[Moment]:
    return (moment for entry in entries for bar in entry.bars for moment in bounds(bar.outline))


class _Forest:
    """The steps of a cascade, each put under the nearest to an end of those that it rests on."""

    def __init__(self, snapshot: Snapshot, event: KnownEvent, steps: Sequence[Step], zone: dt.tzinfo | None) -> None:
        self._snapshot = snapshot
        self._event = event
        self._zone = zone
        self._steps = {step.name: step for step in steps}
        self._below: dict[str, list[Step]] = {}
        self._at_origin: dict[str, list[Step]] = {}
        self._unresolved = [step for step in steps if step.is_unresolved]
        self._seen: set[str] = set()
        for step in steps:
            if step.origins:
                self._at_origin.setdefault(step.origins[0].name, []).append(step)
            elif step.via:
                nearest = min(step.via, key=lambda name: (self._steps[name].depth, step.via.index(name)))
                self._below.setdefault(nearest, []).append(step)

    def roots(self) -> tuple[Node, ...]:
        """Give the named origins, then what says of nothing that it rests on it, then rings that reach no end."""
        gains: dict[str, frozenset[str]] = {}
        for step in self._steps.values():
            for origin in step.origins:
                told = self._stances(step) if origin.interested else frozenset()
                gains[origin.name] = gains.get(origin.name, frozenset()) | told
        found = [
            Node(
                entry=_origin(name, gains=stances, event=self._event),
                is_end=True,
                gains=stances,
                children=self._nodes(self._at_origin.get(name, ())),
            )
            for name, stances in gains.items()
        ]
        found += self._nodes(self._unresolved)
        for step in self._steps.values():
            if step.name not in self._seen:
                found += self._nodes([step])
        return tuple(found)

    def _stances(self, step: Step) -> frozenset[str]:
        """Give the stances of a publication; of one that is only relayed, those of all that rest on it."""
        told: set[str] = set()
        reached, left = {step.name}, [step]
        while left:
            one = left.pop()
            told.update(stance for _, stance in one.reports)
            relays = [] if one.reports else [each for each in self._steps.values() if one.name in each.via]
            left += [each for each in relays if each.name not in reached]
            reached.update(each.name for each in relays)
        return frozenset(told)

    def _nodes(self, steps: Iterable[Step]) -> tuple[Node, ...]:
        new = [step for step in steps if step.name not in self._seen]
        self._seen.update(step.name for step in new)
        entries = [(step, self._entry(step)) for step in new]
        entries.sort(key=lambda pair: (*_first(pair[1]), pair[1].text))
        return tuple(Node(entry=entry, children=self._nodes(self._below.get(step.name, ()))) for step, entry in entries)

    def _entry(self, step: Step) -> Entry:
        snapshot = self._snapshot
        window, typed = self._window(step)
        stances = _said(step)
        rests = [
            *(_publisher(snapshot, name) for name in step.via),
            *(f"{origin.name}{' (gains by it)' if origin.interested else ''}" for origin in step.origins),
        ]
        name = _publisher(snapshot, step.name) if "#" not in step.name else "A report without a source"
        # bounds that nobody wrote are drawn, and no date: eight digits of a day would look like one that was published
        shown = short(typed, self._zone) if typed is not None else "no date given"
        said = f"rests on {', '.join(rests)}" if rests else "does not say what it rests on"
        text = name
        if len(rests) > 1:
            text = f"{name}, on {' and '.join(rests)}"
        elif not rests:
            text = f"{name}, origin not said"
        return Entry(
            text=text,
            date=shown,
            word=", ".join(stance for stance in stances if stance != "reports"),
            sources=(step.name,) if step.name in snapshot.sources or "#" not in step.name else (),
            whole=clean(f"{name}, {shown}: {', '.join(stances)}; {said}."),
            bars=_bars(window),
            colour=STANCES.index(_told(stances)),
            standing="corroborated",
            ids=(self._event.id,),
        )

    def _window(self, step: Step) -> tuple[Window | None, UncertainDate | None]:
        """Say when a publication told of the event, or came out; and the date that says so, as it was typed."""
        addresses = {address for address, _ in step.reports}
        found = [report for report in self._event.reports if report.address in addresses]
        known = self._snapshot.sources.get(step.name)
        published = known.as_of(self._snapshot.clocks.as_of).published if known else None
        if not found:
            is_out = known is not None and known.window.known_by(self._snapshot.clocks.as_of) is not Answer.NO
            return (known.window if known and is_out else None), published.meaning if published else None
        first = min(found, key=lambda report: (report.window.lo, report.window.hi))
        typed = first.report.reported or published
        return first.window, typed.meaning if typed else None


def gain_words(stances: frozenset[str]) -> str:
    """Say by what an interested origin gains, as far as all that is said from there is of one stance.

    >>> gain_words(frozenset({"denies"})), gain_words(frozenset({"reports", "denies"}))
    ('gains by the denial', 'is interested')
    """
    said = [_SAID_FOR_GAIN.get(stance) for stance in stances]
    return f"gains by the {said[0]}" if len(said) == 1 and said[0] else "is interested"


def _origin(name: str, *, gains: frozenset[str], event: KnownEvent) -> Entry:
    text = f"{name}, which {gain_words(gains)}" if gains else name
    return Entry(text=text, whole=clean(f"Origin: {text}."), bars=(), ids=(event.id,))


def _first(entry: Entry) -> tuple[float, float]:
    if not entry.bars:
        return (float("inf"), float("inf"))
    return (entry.bars[0].outline[-1][0], entry.bars[0].outline[0][0])


def _keys(steps: Iterable[Step]) -> tuple[tuple[str, int], ...]:
    """Give the stances that occur, each with the number of its colour."""
    found = {_told(_said(step)) for step in steps}
    return tuple((stance, number) for number, stance in enumerate(STANCES) if stance in found)


def _said(step: Step) -> list[str]:
    return list(dict.fromkeys(stance for _, stance in step.reports)) or ["only relayed"]


def _told(stances: Sequence[str]) -> str:
    """Give the stance that a publication has the colour of: of one that reports a claim and doubts it, the doubt."""
    return next((stance for stance in stances if stance != "reports"), stances[0])


def _publisher(snapshot: Snapshot, name: str) -> str:
    known = snapshot.sources.get(name)
    return (known.source.publisher if known else None) or name


def _bars(window: Window | None) -> tuple[Bar, ...]:
    if window is None or (window.lo == float("-inf") and window.hi == float("inf")):
        return ()
    return tuple(
        Bar(outline=outline, light=not sure, standing="corroborated")
        for outline, sure in of_moment(span_of(window.lo, window.hi))
    )


def _count(stands: Standing) -> str:
    word = "" if stands.name in QUIET else f", {stands.name}"
    return say.origins(stands.origins, stands.reports, stands.name, say.TO) + word


def _ends(stands: Standing, snapshot: Snapshot) -> str:
    named = [f"{end.name}{' (gains by the claim)' if end.interested else ''}" for end in stands.ends if end.resolved]
    unsaid = [_publisher(snapshot, end.name) for end in stands.ends if not end.resolved]
    parts = [f"Origins named: {', '.join(named)}" if named else "No origin is named"]
    parts += [f"do not say what they rest on: {', '.join(unsaid)}"] if unsaid else []
    return "; ".join(parts) + "."
