"""When a report became public: the earliest and the latest moment that the records allow.

Law of this module: a window starts from what was typed and is narrowed step by step by what must hold (a source is
public when it is retrieved, recorded or relayed; nothing is older than what it rests on). A bound that would
contradict what was typed is dropped, and named.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment
from timeline.dates.written import WrittenDate


@attrs.frozen
class Window:
    """The moments at which something can have become public; both ends count."""

    lo: Moment
    hi: Moment

    def known_by(self, clock: Clock | None) -> Answer:
        """Say whether it was public by the end of a clock; without a clock nothing is limited."""
        if clock is None or self.hi <= clock.hi:
            return Answer.YES
        return Answer.NO if self.lo > clock.hi else Answer.POSSIBLY


ANY_TIME = Window(NEVER_BEFORE, NEVER_AFTER)


def typed_window(dates: Iterable[WrittenDate | None]) -> Window | None:
    """Give the window of a date as typed; of several versions, one that covers them all; None where it is missing.

    A version that is missing may be any time at all.
    """
    found = list(dates)
    spans = [date.meaning.span for date in found if date is not None]
    if not spans:
        return None
    if len(spans) < len(found):
        return ANY_TIME
    return Window(min(span.lo for span in spans), max(span.hi for span in spans))


def day_of(moment: Moment) -> Window:
    """Give the whole UTC day that a moment lies in."""
    start = moment - moment % DAY
    return Window(start, start + DAY - 1)


@attrs.frozen(kw_only=True)
class Publication:
    """What bears on when one thing (a source, a report, a change) became public.

    Args:
        name: How others refer to it: a source's name, a report's address.
        typed: What was typed for it, or None.
        not_after: Moments by which it was certainly public (retrieved, recorded).
        not_before: Moments before which it certainly was not.
        rests_on: What it rests on, among those given together: it is not earlier than the earliest of each group.
        relays: Names among those given together that it shows to have been public by its own time.
        is_live: Whether it surely counts, and so may show that others were public.
    """

    name: str
    typed: Window | None
    not_after: tuple[Moment, ...] = ()
    not_before: tuple[Moment, ...] = ()
    rests_on: tuple[tuple[str, ...], ...] = ()
    relays: tuple[str, ...] = ()
    is_live: bool = True


@attrs.frozen
class Dropped:
    """A bound left out because it contradicts what was typed."""

    name: str
    reason: str


_TOO_EARLY: Final = "it was retrieved, copied or recorded before the day typed for it"
_TOO_LATE: Final = "what it speaks of lies after it"


def windows(publications: Sequence[Publication]) -> tuple[dict[str, Window], tuple[Dropped, ...]]:
    """Narrow the windows of publications that may rest on each other, rings included.

    First the latest moments fall along the arrows to a fixed point, then the earliest rise.

    Returns:
        The window of each by name, and the bounds that were dropped.
    """
    if not any(publication.rests_on or publication.relays for publication in publications):
        return _each_alone(publications)
    by_name = {publication.name: publication for publication in publications}
    lo = {name: p.typed.lo if p.typed else NEVER_BEFORE for name, p in by_name.items()}
    hi = {name: p.typed.hi if p.typed else NEVER_AFTER for name, p in by_name.items()}
    dropped: dict[tuple[str, str], Dropped] = {}

    def drop(name: str, reason: str) -> None:
        dropped.setdefault((name, reason), Dropped(name, reason))

    def cap(name: str, moment: Moment, reason: str) -> bool:
        typed = by_name[name].typed
        if typed is not None and moment < typed.lo:
            drop(name, reason)
            return False
        if moment >= hi[name]:
            return False
        hi[name] = moment
        return True

    def lift(name: str, moment: Moment, reason: str) -> bool:
        if moment > hi[name]:
            drop(name, reason)
            return False
        if moment <= lo[name]:
            return False
        lo[name] = moment
        return True

    relayed_by: dict[str, list[str]] = {}
    for publication in publications:
        for upstream in itertools.chain.from_iterable(publication.rests_on):
            if upstream in by_name:
                relayed_by.setdefault(upstream, []).append(publication.name)
        for moment in publication.not_after:
            cap(publication.name, moment, _TOO_EARLY)
    order = _dependents_first(by_name)
    waiting, met = [*reversed(order)], set[str]()
    while waiting:
        name = waiting.pop()
        met.add(name)
        relayed = by_name[name].relays if by_name[name].is_live else ()
        reason = f"{name} rests on it, but is older"
        capped = [upstream for upstream in relayed if upstream in by_name and cap(upstream, hi[name], reason)]
        waiting.extend(upstream for upstream in capped if upstream in met)
    for publication in publications:
        for moment in publication.not_before:
            lift(publication.name, moment, _TOO_LATE)
    waiting, met = list(order), set()
    while waiting:
        name = waiting.pop()
        met.add(name)
        for group in by_name[name].rests_on:
            first = min((upstream for upstream in group if upstream in by_name), key=lo.__getitem__, default=None)
            if first is not None and lift(name, lo[first], f"it rests on {first}, which is younger"):
                waiting.extend(relay for relay in relayed_by.get(name, ()) if relay in met)
    return {name: Window(lo[name], hi[name]) for name in by_name}, tuple(dropped.values())


def _each_alone(publications: Iterable[Publication]) -> tuple[dict[str, Window], tuple[Dropped, ...]]:
    """Narrow the windows of publications of which none rests on another."""
    found: dict[str, Window] = {}
    dropped: dict[Dropped, None] = {}
    for publication in publications:
        lo, hi = (publication.typed.lo, publication.typed.hi) if publication.typed else (NEVER_BEFORE, NEVER_AFTER)
        first = lo
        for moment in publication.not_after:
            if moment < first:
                dropped.setdefault(Dropped(publication.name, _TOO_EARLY))
            elif moment < hi:
                hi = moment
        for moment in publication.not_before:
            if moment > hi:
                dropped.setdefault(Dropped(publication.name, _TOO_LATE))
            elif moment > lo:
                lo = moment
        found[publication.name] = Window(lo, hi)
    return found, tuple(dropped)


def _dependents_first(by_name: Mapping[str, Publication]) -> list[str]:
    """Sort publications so that each comes after all that rest on it; in a ring some must come before."""
    done: dict[str, None] = {}
    for root in by_name:
        path = [(root, iter(_upstream(by_name[root])))]
        seen = {root}
        while path:
            name, rest = path[-1]
            for upstream in rest:
                if upstream in by_name and upstream not in done and upstream not in seen:
                    seen.add(upstream)
                    path.append((upstream, iter(_upstream(by_name[upstream]))))
                    break
            else:
                path.pop()
                done.setdefault(name)
    return list(reversed(done))


def _upstream(publication: Publication) -> Iterable[str]:
    return itertools.chain(publication.relays, itertools.chain.from_iterable(publication.rests_on))
