"""Key moments: which events a figure names. All others are ticks, whose words are in their title elements.

Law of this module: whoever keeps the log chooses, by a tag; where no event has it, the events of which most was said
and changed are chosen, with the first and the last of each lane before their like. Never more than ``MOST`` are chosen,
and the same events whatever the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from timeline.asof.values import KnownEvent
from timeline.dates.values import Answer
from timeline.figures.describe.words import Asked

MOST: Final = 12
"""How many moments a figure names, where it does not name all."""
TAG: Final = "key"
"""The tag of a key moment, where the log's settings name no other."""


def named(
    events: Sequence[KnownEvent],
    asked: Asked,
    *,
    lane_of: Callable[[KnownEvent], str],
    begin: Callable[[KnownEvent], tuple[float, float]],
) -> frozenset[str]:
    """Choose the events that are named, by their ids."""
    if asked.label == "none":
        return frozenset()
    is_all = asked.label == "all" or len(events) <= MOST
    if is_all and (asked.most is None or len(events) <= asked.most):
        return frozenset(event.id for event in events)
    chosen = ranked(events, asked.key_tags, lane_of=lane_of, begin=begin)
    if is_all:
        chosen = tuple(dict.fromkeys((*chosen, *(event.id for event in events))))
    return frozenset(chosen[: MOST if asked.most is None else asked.most if is_all else min(MOST, asked.most)])


def ranked(
    events: Sequence[KnownEvent],
    key_tags: Collection[str],
    *,
    lane_of: Callable[[KnownEvent], str],
    begin: Callable[[KnownEvent], tuple[float, float]],
) -> tuple[str, ...]:
    """Give the ids of the events worth a name, the most telling first: those with a key tag, if any have one."""
    tagged = [event for event in events if not set(key_tags or (TAG,)).isdisjoint(event.event.tags)]
    edges = _edges(events, lane_of, begin)
    return tuple(
        event.id for event in sorted(tagged or events, key=lambda event: (-_weight(event, edges), event.order))
    )


def _edges(
    events: Iterable[KnownEvent],
    lane_of: Callable[[KnownEvent], str],
    begin: Callable[[KnownEvent], tuple[float, float]],
) -> frozenset[str]:
    """Give the first and the last event of each lane."""
    lanes: dict[str, list[KnownEvent]] = {}
    for event in events:
        lanes.setdefault(lane_of(event), []).append(event)
    return frozenset(
        end.id for some in lanes.values() for end in (min(some, key=begin), max(some, key=begin)) if len(some) > 1
    )


def _weight(event: KnownEvent, edges: Collection[str]) -> int:
    """Weigh an event: a point for each source that speaks of it, two for each change and each word against it."""
    reports = [report for report in event.reports if report.known is not Answer.NO]
    sources = {report.report.source for report in reports}
    against = sum(report.report.stance in ("denies", "doubts") for report in reports)
    retracted = event.retracted is not Answer.NO
    return len(sources) + 2 * (against + len(event.versions) + retracted) + (event.id in edges)
