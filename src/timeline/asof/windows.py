"""When a report became public: the earliest and the latest moment that the records allow.

Law of this module: a window starts from what was typed and is narrowed step by step by what must hold (a source is
public when it is retrieved, recorded or relayed; nothing is older than what it rests on). A bound that would
contradict what was typed is dropped, and named.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Clock, Moment
from timeline.dates.written import WrittenDate


class Window(msgspec.Struct, frozen=True):
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


class Publication(msgspec.Struct, frozen=True, kw_only=True):
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


class Dropped(msgspec.Struct, frozen=True):
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
    narrowing = _Narrowing(publications)
    narrowing.let_latest_fall()
    narrowing.let_earliest_rise()
    return narrowing.found(), tuple(narrowing.dropped.values())


class _Narrowing:
    """The earliest and the latest moment of each publication, on their way to a fixed point."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        self._by_name = {publication.name: publication for publication in publications}
        self._lo = {name: p.typed.lo if p.typed else NEVER_BEFORE for name, p in self._by_name.items()}
        self._hi = {name: p.typed.hi if p.typed else NEVER_AFTER for name, p in self._by_name.items()}
        self._order = _dependents_first(self._by_name)
        self._relayed_by: dict[str, list[str]] = {}
        for publication in publications:
            for upstream in itertools.chain.from_iterable(publication.rests_on):
                if upstream in self._by_name:
                    self._relayed_by.setdefault(upstream, []).append(publication.name)
        self.dropped: dict[tuple[str, str], Dropped] = {}

    def found(self) -> dict[str, Window]:
        return {name: Window(self._lo[name], self._hi[name]) for name in self._by_name}

    def let_latest_fall(self) -> None:
        """Cap each by what shows it to have been public, and what it relays by itself."""
        for publication in self._by_name.values():
            for moment in publication.not_after:
                self._cap(publication.name, moment, _TOO_EARLY)
        waiting, met = [*reversed(self._order)], set[str]()
        while waiting:
            name = waiting.pop()
            met.add(name)
            reason = f"{name} rests on it, but is older"
            capped = [upstream for upstream in self._relayed(name) if self._cap(upstream, self._hi[name], reason)]
            waiting.extend(upstream for upstream in capped if upstream in met)

    def let_earliest_rise(self) -> None:
        """Lift each to what it speaks of, and to the earliest of what it rests on."""
        for publication in self._by_name.values():
            for moment in publication.not_before:
                self._lift(publication.name, moment, _TOO_LATE)
        waiting, met = list(self._order), set[str]()
        while waiting:
            name = waiting.pop()
            met.add(name)
            for group in self._by_name[name].rests_on:
                known = (upstream for upstream in group if upstream in self._by_name)
                first = min(known, key=self._lo.__getitem__, default=None)
                if first is not None and self._lift(name, self._lo[first], f"it rests on {first}, which is younger"):
                    waiting.extend(relay for relay in self._relayed_by.get(name, ()) if relay in met)

    def _relayed(self, name: str) -> Iterable[str]:
        publication = self._by_name[name]
        relays = publication.relays if publication.is_live else ()
        return (upstream for upstream in relays if upstream in self._by_name)

    def _cap(self, name: str, moment: Moment, reason: str) -> bool:
        typed = self._by_name[name].typed
        if typed is not None and moment < typed.lo:
            self._drop(name, reason)
            return False
        if moment >= self._hi[name]:
            return False
        self._hi[name] = moment
        return True

    def _lift(self, name: str, moment: Moment, reason: str) -> bool:
        if moment > self._hi[name]:
            self._drop(name, reason)
            return False
        if moment <= self._lo[name]:
            return False
        self._lo[name] = moment
        return True

    def _drop(self, name: str, reason: str) -> None:
        self.dropped.setdefault((name, reason), Dropped(name, reason))


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
