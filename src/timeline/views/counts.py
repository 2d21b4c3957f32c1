"""How many events there are by month, by type, by entity and the like, and where there are none for a while.

Law of this module: an event is counted under one month only if it surely lies in it. One that may lie in several, or
lasts over several, is counted apart, under the first and the last; no event is put anywhere by guess.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from timeline.asof.sources import possible
from timeline.asof.values import KnownEvent, Snapshot
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, Answer, Moment, Span, civil, format_year
from timeline.records.words import BEST_FIRST, By
from timeline.views.standing import standing

SEVERAL: Final = frozenset({"entity", "source"})
"""An event may have several of these, and counts once for each."""

TIMES: Final = ("month", "quarter", "year")

_Period = tuple[int, ...]
Place: TypeAlias = "str | tuple[_Period | None, _Period | None] | None"
"""What events are counted under: a word, None where they have none; or the periods of their first and last moment."""


class Tally(NamedTuple):
    """How many events, and how many of them only possibly known."""

    events: int
    possibly: int


@attrs.frozen(kw_only=True)
class Count:
    """So many events under one word; ``by`` is None for those that have no such word, or no date.

    ``possibly`` says how many of ``events`` are only possibly known.
    """

    by: str | None
    events: int
    possibly: int


@attrs.frozen(kw_only=True)
class Counted:
    """The counts in their order, how many events were counted apart, and how many have no date."""

    counts: tuple[Count, ...]
    apart: int = 0
    undated: int = 0


def count(snapshot: Snapshot, events: Sequence[KnownEvent], by: By) -> Counted:
    """Count events.

    Args:
        snapshot: Gives each event its standing.
        events: Those that were asked for.
        by: What to count them by.

    Returns:
        By ``month``, ``quarter`` or ``year``: in the order of time, with ``2025-08..2025-10`` for an event that may lie
        in several, an open side left out of it, and None last. By ``standing``: the best first. Else the most first.
    """
    return counted(tally(snapshot, events, by), by)


def tally(snapshot: Snapshot, events: Iterable[KnownEvent], by: By) -> dict[Place, Tally]:
    """Count events under what each of them has of what is asked; an event may be counted under several words."""
    if by in TIMES:
        found: dict[Place, Tally] = {}
        for event in events:
            add(found, period(*extent(event), by), is_unsure=_is_unsure(event))
        return found
    words: Callable[[KnownEvent], Iterable[str]] = {
        "type": lambda event: [event.event.type],
        "standing": lambda event: [standing(snapshot, event).name],
        "entity": lambda event: {fact.entity for fact in event.facts},
        "source": lambda event: {
            r.report.source for r in event.reports if r.known is not Answer.NO and r.report.source
        },
    }[by]
    named: dict[Place, Tally] = {}
    for event in events:
        own: list[str | None] = [*words(event)]
        for word in own or [None]:
            add(named, word, is_unsure=_is_unsure(event))
    return named


def _is_unsure(event: KnownEvent) -> bool:
    return Answer.YES not in (event.known, event.retracted)


def add(found: dict[Place, Tally], place: Place, *, is_unsure: bool, events: int = 1) -> None:
    """Count some events, alike in whether they are only possibly known, under a place."""
    before = found.get(place, Tally(0, 0))
    found[place] = Tally(before.events + events, before.possibly + is_unsure * events)


def counted(found: Mapping[Place, Tally], by: By) -> Counted:
    """Put counts in their order."""
    return _by_time(found, by) if by in TIMES else _by_word(found, by)


def _by_word(found: Mapping[Any, Tally], by: By) -> Counted:
    def order(word: str | None) -> tuple[bool, int, str]:
        rank = BEST_FIRST.index(word) if by == "standing" and word is not None else -found[word].events
        return word is None, rank, word or ""

    return Counted(counts=tuple(_count(word, found[word]) for word in sorted(found, key=order)))


def _count(by: str | None, found: Tally) -> Count:
    return Count(by=by, events=found.events, possibly=found.possibly)


def _by_time(found: Mapping[Any, Tally], by: str) -> Counted:
    undated = found.get((None, None))

    def order(ends: tuple[_Period | None, _Period | None]) -> tuple[_Period, bool, _Period, bool]:
        first, last = ends
        return first or last or (), first is None, last or (), last is None

    ordered = sorted((ends for ends in found if ends != (None, None)), key=order)
    counts = [_count(_label(first, last, by), found[first, last]) for first, last in ordered]
    counts += [_count(None, undated)] if undated else []
    apart = sum(found[ends].events for ends in ordered if ends[0] != ends[1])
    return Counted(counts=tuple(counts), apart=apart, undated=undated.events if undated else 0)


def extent(event: KnownEvent) -> tuple[Moment, Moment]:
    """Give the first and the last moment at which an event may have happened, both included.

    Both are infinite for one without a date. A date that may read in several ways may mean all that any of them means.
    """
    dates = possible(event.versions, "occurred", event.event.occurred)
    spans = [Span.anything() if date is None else date.meaning.span for date in dates]
    return min(span.lo for span in spans), max(span.hi for span in spans)


def period(lo: Moment, hi: Moment, by: str) -> tuple[_Period | None, _Period | None]:
    """Name the periods of the first and the last moment of something by numbers; None where there is no bound."""
    return _period(lo, by), _period(hi, by)


def _period(moment: Moment, by: str) -> _Period | None:
    """Name the year, quarter or month of a moment by numbers; None where there is no bound."""
    if isinstance(moment, float):
        return None
    year, month, _ = civil(moment // DAY)
    return {"year": (year,), "quarter": (year, (month + 2) // 3), "month": (year, month)}[by]


def _label(first: _Period | None, last: _Period | None, by: str) -> str:
    return _name(first, by) if first == last else f"{_name(first, by)}..{_name(last, by)}"


def _name(period: _Period | None, by: str) -> str:
    if period is None:
        return ""
    year, *part = period
    sign = "Q{}" if by == "quarter" else "{:02d}"
    return "-".join([format_year(year), *(sign.format(number) for number in part)])


# --- gaps ------------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Gap:
    """Days in a row, both ends included, on which nothing happened.

    ``answer`` is yes where surely no event that has a date did, possibly where ``events`` of them may have.
    """

    first: int
    last: int
    answer: Answer
    events: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


@attrs.frozen(kw_only=True)
class Gaps:
    """The gaps in the order of time, and how many events have no date and were passed over."""

    gaps: tuple[Gap, ...]
    undated: int


_Days: TypeAlias = tuple[int, int]
"""A first and a last day, both included."""


def gaps(events: Iterable[KnownEvent], days: int) -> Gaps:
    """Find the gaps of at least so many days, by the bounds of every date.

    A gap is surely one where no event may have happened on any of its days; it is possibly one where none surely did,
    and then it is as long as the dates allow. A possible gap around one that is sure is left out. An interval surely
    fills the days from the latest start to the earliest end that it may have. Before the first event and after the
    last there is no gap: nothing says when a story began or ended.

    Args:
        events: Those that were asked for.
        days: The least length, from 1.
    """
    places: list[tuple[Moment, Moment]] = []
    inside: list[_Days] = []
    filled: list[_Days] = []
    undated = 0
    for event in events:
        lo, hi = extent(event)
        if (lo, hi) == (NEVER_BEFORE, NEVER_AFTER):
            undated += 1
            continue
        places.append((lo if isinstance(lo, float) else lo // DAY, hi if isinstance(hi, float) else hi // DAY))
        if Answer.YES not in (event.known, event.retracted):
            continue  # it may be no event at all
        if (surely := _filled(event)) is not None:
            filled.append(surely)
            inside += [(surely[0], surely[0]), (surely[1], surely[1])]
        elif not isinstance(lo, float) and not isinstance(hi, float):
            inside.append((lo // DAY, hi // DAY))
    surely_none = [found for found in _between(places) if found[1] - found[0] + 1 >= days]
    wide = [found for found in _around(inside, filled) if found[1] - found[0] + 1 >= days]
    starts = [first for first, _ in surely_none]

    def has_sure(first: int, last: int) -> bool:
        place = bisect_left(starts, first)
        return place < len(starts) and surely_none[place][1] <= last

    possible_ones = [(first, last) for first, last in wide if not has_sure(first, last)]
    found = [Gap(first=first, last=last, answer=Answer.YES, events=0) for first, last in surely_none]
    firsts, lasts = sorted(lo for lo, _ in places), sorted(hi for _, hi in places)
    for first, last in possible_ones:
        may = bisect_right(firsts, last) - bisect_left(lasts, first)
        found.append(Gap(first=first, last=last, answer=Answer.POSSIBLY, events=may))
    return Gaps(gaps=tuple(sorted(found, key=lambda gap: (gap.first, gap.last))), undated=undated)


def _between(places: Iterable[tuple[Moment, Moment]]) -> Iterator[_Days]:
    """Give the days between stretches that none of them touches."""
    reached: Moment = NEVER_AFTER
    for number, (lo, hi) in enumerate(sorted(places)):
        if number and not isinstance(lo, float) and not isinstance(reached, float) and lo > reached + 1:
            yield reached + 1, lo - 1
        reached = max(reached, hi) if number else hi


def _around(inside: Iterable[_Days], filled: Iterable[_Days]) -> Iterator[_Days]:
    """Give the longest stretches that hold none of some stretches whole, and no day of those that are filled."""
    kept: list[_Days] = []
    for lo, hi in sorted(inside, key=lambda ends: (ends[1], -ends[0])):
        if not kept or lo > kept[-1][0]:  # else it holds one that is kept
            kept.append((lo, hi))
    solid: list[_Days] = []
    for first, last in sorted(filled):
        if solid and first <= solid[-1][1] + 1:
            solid[-1] = solid[-1][0], max(solid[-1][1], last)
        else:
            solid.append((first, last))
    starts = [first for first, _ in solid]
    for (lo, _), (_, hi) in pairwise(kept):
        place = bisect_right(starts, lo + 1) - 1
        if lo + 1 < hi and not (place >= 0 and solid[place][1] >= hi - 1):
            yield lo + 1, hi - 1


def _filled(event: KnownEvent) -> _Days | None:
    """Give the first and the last day that an event surely fills; None where there is none."""
    dates = possible(event.versions, "occurred", event.event.occurred)
    date = dates[0] if len(dates) == 1 else None
    if date is None or date.meaning.kind in ("one-of", "all-of"):
        return None
    first, last = date.meaning.start.hi, date.meaning.last.lo
    if isinstance(first, float) or isinstance(last, float) or first // DAY > last // DAY:
        return None
    return first // DAY, last // DAY
