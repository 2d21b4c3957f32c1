"""Which number of a colour each value and each kind of event has.

Law of this module: a number depends on what the log holds, not on what was known by the as-of day, so that a value
keeps its colour from one figure to the next. The most frequent come first; those beyond the last colour are grey, and
where two of these meet in a lane, hatches tell them apart.
Where the records of the log are not at hand, the events of the snapshots stand in for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import Moment
from timeline.figures.describe.chart import Note, Strip
from timeline.figures.describe.words import Asked
from timeline.figures.place.colours import GREYS, OTHER
from timeline.records.catalogue import types_in
from timeline.records.model import value_key
from timeline.records.valued import Key, Told, ranked, told_in
from timeline.views.table import ViewSpec


def values(
    snapshots: Iterable[Snapshot], spec: ViewSpec, asked: Asked | None = None, *, entities: Collection[str] = ()
) -> dict[Key, int]:
    """Number the values of a view, the most frequent first; of equally frequent ones that which was told first.

    A value that has a colour in the view has it in every figure of it. Where only some entities are drawn, the colours
    of values that are not told of these go to those of their values that are grey in the view.

    Args:
        snapshots: Those that are drawn; the values of entities are counted under any of their names.
        spec: The view.
        asked: Holds the records of the log, where they are at hand, or what bears on the entities that are drawn and
            on those that the view names.
        entities: Those that are drawn; empty for all of the view.
    """
    shots = tuple(snapshots)
    records, most_told = ((), {}) if asked is None else (asked.records, asked.most_told)
    told = [one for record in records for one in told_in(record)] if records else list(_told_in(shots))
    told = [one for one in told if one.property in spec.properties]

    def numbered(some: Collection[str]) -> dict[Key, int]:
        names = {name for shot in shots for name in _names(shot, some)}
        return _numbered(ranked(one for one in told if not names or one.entity in names))

    of_all = _numbered(most_told[spec.name]) if spec.name in most_told else numbered(spec.entities)
    return _narrowed(of_all, numbered(entities)) if entities else of_all


def _numbered(values: Iterable[Key]) -> dict[Key, int]:
    return {key: number for number, key in enumerate(values)}


def _narrowed(of_all: Mapping[Key, int], drawn: Mapping[Key, int]) -> dict[Key, int]:
    """Give the values that are drawn their numbers of the whole view, and the grey ones the colours that are free."""
    free = sorted(set(range(OTHER)) - {of_all.get(key, OTHER) for key in drawn})
    found = {}
    for key in drawn:
        number = of_all.get(key, OTHER)
        found[key] = number if number < OTHER or not free else free.pop(0)
    return found


def apart(strips: Iterable[Strip]) -> list[Strip]:
    """Give values that are grey, and meet in a lane, greys by which they are told apart; each has one in all lanes.

    Two meet that are so at one time, or of which one follows the other.
    """
    lanes = list(strips)
    meeting: dict[int, set[int]] = {}
    for strip in lanes:
        for one, other in _meeting(strip):
            meeting.setdefault(one, set()).add(other)
            meeting.setdefault(other, set()).add(one)
    chosen: dict[int, int] = {}
    for number in sorted(meeting):
        taken = Counter(chosen[other] for other in meeting[number] if other in chosen)
        chosen[number] = min(range(len(GREYS)), key=lambda grey: (taken[grey], grey))
    if not any(chosen.values()):
        return lanes
    return [
        attrs.evolve(strip, entries=tuple(attrs.evolve(e, grey=chosen.get(e.colour or 0, 0)) for e in strip.entries))
        for strip in lanes
    ]


def hatch_notes(strips: Iterable[Strip]) -> Iterator[Note]:
    """Say what the hatches of grey values mean, where there are any."""
    lanes = list(strips)
    greys = {entry.colour: entry.grey for strip in lanes for entry in strip.entries}
    if any(greys.values()):
        yield "Grey values have no colour of their own: hatches and crosses tell those that meet apart and say no more."
    if any(greys[one] == greys[other] for strip in lanes for one, other in _meeting(strip)):
        yield f"More than {len(GREYS)} grey values meet: of those with one hatch only the names tell which is which."


def _meeting(strip: Strip) -> Iterator[tuple[int, int]]:
    """Give the numbers of grey values of a lane that meet, each pair once or more."""
    inside = [entry for entry in strip.entries if entry.inside and entry.bars]
    spans = sorted(
        (e.bars[0].outline[0][0], e.bars[-1].outline[-1][0], -1 if e.colour is None else e.colour) for e in inside
    )
    going: list[tuple[Moment, int]] = []  # the grey ones that have begun, by their ends
    before = -1
    for lo, hi, number in spans:
        going = [(end, other) for end, other in going if end >= lo]
        if number >= OTHER:
            others = {other for _, other in going} | ({before} if before >= OTHER else set())
            yield from ((number, other) for other in others - {number})
            going.append((hi, number))
        before = number


def kinds(events: Iterable[KnownEvent], asked: Asked) -> dict[str, int]:
    """Number the kinds of events, the most frequent first, by the first word of their type, or by all of it."""
    types = Counter(event.event.type for event in events)
    types += types_in(asked.records) if asked.type_counts is None else Counter(asked.type_counts)
    heads: Counter[str] = Counter()
    for name, count in types.items():
        heads[name.partition(".")[0]] += count
    counts = heads if len(heads) > 1 else types
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: number for number, word in enumerate(ranked)}


def _told_in(shots: Iterable[Snapshot]) -> Iterator[Told]:
    seen: set[tuple[str, int, Key]] = set()  # a fact that may be another is told as both
    for shot in shots:
        for event in shot.events:
            for fact in event.facts:
                told = (fact.member, fact.number, value_key(fact.fact.value))
                if told not in seen and fact.fact.value is not None:
                    seen.add(told)
                    yield Told(fact.fact.entity, fact.fact.property, told[2], 1)


def _names(shot: Snapshot, entities: Collection[str]) -> Iterator[str]:
    """Give the names under which something of these entities may be told."""
    yield from entities
    for event in shot.events:
        for fact in event.facts:
            if fact.entity in entities:
                yield from fact.thing.names
