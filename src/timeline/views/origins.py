"""How many origins an event has, and which standing follows from what is known of it.

Law of this module: origins are counted, not reports. A relay of a report adds nothing; a ring of sources that only cite
each other has no origin; what is not surely known changes no standing, it is named beside it. Snapshots and rows of the
relation ask the same rule here; it imports no attrs classes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from timeline.named import NamedTuple
from timeline.records.words import STANDINGS

Key = TypeVar("Key", bound=Hashable)


class End(NamedTuple):
    """Where chains of sources end: an origin that is named, or a source that does not say what it rests on."""

    name: str
    resolved: bool
    interested: bool = False


class Standing(NamedTuple):
    """The standing of an event.

    ``possibly`` names the standings that what is only possibly known might give it. ``origins`` is the least and the
    greatest number of independent origins: the resolved ends, and with them the distinct unresolved ones. ``reports``
    counts the live reports that are surely known, of any stance. ``by`` names who denies or doubts it: sources, and the
    ids of events that contradict it.
    """

    name: str
    possibly: tuple[str, ...]
    origins: tuple[int, int]
    reports: int
    by: tuple[str, ...]
    ends: tuple[End, ...]


class Evidence(NamedTuple):
    """What bears on a standing, as far as it is known surely, or at least possibly."""

    retracted: bool
    against: tuple[str, ...]
    doubted_by: tuple[str, ...]
    ends: tuple[End, ...]


def first_that_fits(evidence: Evidence, *, names_a_source: bool) -> str:
    """Name the first standing that fits, in the order of :data:`timeline.records.words.STANDINGS`."""
    resolved = [end for end in evidence.ends if end.resolved]
    if evidence.retracted:
        return "retracted"
    if evidence.against:
        return "disputed"
    if evidence.doubted_by:
        return "doubted"
    if len(resolved) >= 2 and any(not end.interested for end in resolved):
        return "corroborated"
    if resolved and all(end.interested for end in resolved):
        return "self-reported"
    return "reported" if names_a_source else "unsourced"


class Named(NamedTuple):
    """Whether a report names a source: as the standing takes it, and in which ways it may be."""

    stands: bool
    ways: tuple[bool, ...]


def named(reports: Iterable[tuple[bool, bool]], *, is_known: bool) -> Named:
    """Say whether the reports of an event name a source.

    Of each that is at least possibly known it is given whether it surely is, and whether it names one. An event that is
    itself only possibly known is taken with all reports that may be: without them it is not known.
    """
    every = set(reports)
    surely, possibly = (True, True) in every, any(names for _, names in every)
    is_silent = is_known or any(not names for _, names in every)
    return Named(surely if is_known else possibly, (possibly, surely) if is_silent else (possibly,))


def stand(
    sure: Evidence, every: Evidence, *, counts: Sequence[Sequence[End]], reports: int, names_a_source: Named
) -> Standing:
    """Work out a standing from what is surely known; what is only possibly known is named beside it.

    ``counts`` are the ends in every other way to count them: of the surely known reports and of all that may be known,
    with the origins that may be the same as one or not. The last are those of all, apart where that may be.
    """
    name = first_that_fits(sure, names_a_source=names_a_source.stands)
    stronger, against = STANDINGS[: STANDINGS.index(name)], (every.retracted, every.against, every.doubted_by)
    others = {word for word, holds in zip(stronger, against, strict=False) if holds}
    if not (sure.retracted or sure.against or sure.doubted_by):
        ways = {first_that_fits(sure, names_a_source=way) for way in names_a_source.ways}
        for ends in (*counts, *_with_one_more(sure.ends, counts[-1])):
            ways.add(first_that_fits(sure._replace(ends=tuple(ends)), names_a_source=names_a_source.ways[0]))
        others |= ways
    return Standing(
        name=name,
        possibly=tuple(other for other in STANDINGS if other in others - {name}),
        origins=(sum(end.resolved for end in sure.ends), len(sure.ends)),
        reports=reports,
        by=sure.against or sure.doubted_by,
        ends=sure.ends,
    )


def _with_one_more(sure: Sequence[End], every: Sequence[End]) -> Iterable[Sequence[End]]:
    """Give the ends that are sure with one more that may be: one that gains by the claim, and one that does not."""
    has = {end.name for end in sure if end.resolved}
    more = {end.interested: end for end in every if end.resolved and end.name not in has}
    return [(*sure, end) for end in more.values()]


class Step(NamedTuple, Generic[Key]):
    """A report or a source in the graph of who rests on what: what it leads to, and the ends that it is itself.

    ``origins`` are those it names, each with whether it gains by the claim. ``end`` is its name where it does not say
    what it rests on.
    """

    onward: tuple[Key, ...] = ()
    origins: tuple[tuple[str, bool], ...] = ()
    end: str | None = None


def ends_of(
    starts: Iterable[Key], step: Callable[[Key], Step[Key] | None], unite: Mapping[str, str]
) -> tuple[End, ...]:
    """Follow chains to their ends: resolved ones first, each kind by name."""
    found: dict[tuple[bool, str], bool] = {}
    seen: set[Key] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        here = step(node)
        if here is None:
            continue
        for name, interested in here.origins:
            end = (True, unite.get(name, name))
            found[end] = found.get(end, False) or interested
        if here.end is not None:
            found.setdefault((False, here.end), False)
        waiting.extend(here.onward)
    ends = sorted(found.items(), key=lambda item: (not item[0][0], item[0][1]))
    return tuple(End(name, resolved, interested) for (resolved, name), interested in ends)
