"""How many events there are by month, by type and the like, and where there are none for a while, from plain numbers.

Law of this module: an event is counted under one month only if it surely lies in it. One that may lie in several, or
lasts over several, is counted apart, under the first and the last; no event is put anywhere by guess. Snapshots and
rows of the relation ask the same rules here; it imports no attrs classes.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import Any, Final, TypeAlias

from timeline.dates.days import DAY, civil, format_day, format_year
from timeline.named import NamedTuple
from timeline.records.words import BEST_FIRST, By

Time: TypeAlias = "int | float"
"""A moment in microseconds since 1970; infinite where there is no bound."""

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


class Count(NamedTuple):
    """So many events under one word; ``by`` is None for those that have no such word, or no date.

    ``possibly`` says how many of ``events`` are only possibly known.
    """

    by: str | None
    events: int
    possibly: int


class Counted(NamedTuple):
    """The counts in their order, how many events were counted apart, and how many have no date."""

    counts: tuple[Count, ...]
    apart: int = 0
    undated: int = 0


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


def period(lo: Time, hi: Time, by: str) -> tuple[_Period | None, _Period | None]:
    """Name the periods of the first and the last moment of something by numbers; None where there is no bound."""
    return _period(lo, by), _period(hi, by)


def _period(moment: Time, by: str) -> _Period | None:
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

Days: TypeAlias = tuple[int, int]
"""A first and a last day, both included."""


class Stretch(NamedTuple):
    """When an event may have happened: its first and its last moment, infinite where there is no bound.

    ``is_sure`` says that there surely was such an event, ``filled`` which days an interval surely fills.
    """

    lo: Time
    hi: Time
    is_sure: bool
    filled: Days | None


class Gap(NamedTuple):
    """Days in a row, both ends included, on which nothing happened.

    ``answer`` is *yes* where surely no event that has a date did, *possibly* where ``events`` of them may have.
    """

    first: int
    last: int
    answer: str
    events: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


class Gaps(NamedTuple):
    """The gaps in the order of time, and how many events have no date and were passed over."""

    gaps: tuple[Gap, ...]
    undated: int


def gap_row(gap: Gap) -> dict[str, Any]:
    """Make the row of ``list --gaps``: days of the world, both included."""
    return {
        "from": format_day(gap.first),
        "to": format_day(gap.last),
        "days": gap.days,
        "answer": gap.answer,
        "possibly": gap.events,
    }


def gaps(stretches: Iterable[Stretch], days: int) -> Gaps:
    """Find the gaps of at least so many days, from 1, by the bounds of every date.

    A gap is surely one where no event may have happened on any of its days; it is possibly one where none surely did,
    and then it is as long as the dates allow. A possible gap around one that is sure is left out. An interval surely
    fills the days from the latest start to the earliest end that it may have. Before the first event and after the last
    there is no gap: nothing says when a story began or ended. What is kept of the events is their distinct dates.
    """
    places: Counter[tuple[Time, Time]] = Counter()
    inside: set[Days] = set()
    filled: set[Days] = set()
    undated = 0
    for lo, hi, is_sure, surely in stretches:
        if (lo, hi) == (-math.inf, math.inf):
            undated += 1
            continue
        places[lo if isinstance(lo, float) else lo // DAY, hi if isinstance(hi, float) else hi // DAY] += 1
        if not is_sure:
            continue  # it may be no event at all
        if surely is not None:
            filled.add(surely)
            inside |= {(surely[0], surely[0]), (surely[1], surely[1])}
        elif not isinstance(lo, float) and not isinstance(hi, float):
            inside.add((lo // DAY, hi // DAY))
    surely_none = [found for found in _between(places) if found[1] - found[0] + 1 >= days]
    wide = [found for found in _around(inside, filled) if found[1] - found[0] + 1 >= days]
    starts = [first for first, _ in surely_none]

    def has_sure(first: int, last: int) -> bool:
        place = bisect_left(starts, first)
        return place < len(starts) and surely_none[place][1] <= last

    found = [Gap(first=first, last=last, answer="yes", events=0) for first, last in surely_none]
    begun, over = _Counts(places, 0), _Counts(places, 1)
    for first, last in wide:
        if not has_sure(first, last):
            found.append(Gap(first, last, "possibly", begun.upto(last) - over.before(first)))
    return Gaps(gaps=tuple(sorted(found, key=lambda gap: (gap.first, gap.last))), undated=undated)


class _Counts:
    """How many of some stretches, each with its number, begin (``end`` 0), or end (1), by a day."""

    def __init__(self, places: Mapping[tuple[Time, Time], int], end: int) -> None:
        ordered = sorted((place[end], number) for place, number in places.items())
        self._days = [day for day, _ in ordered]
        self._sums = [0, *accumulate(number for _, number in ordered)]

    def upto(self, day: int) -> int:
        """Count those by the end of a day."""
        return self._sums[bisect_right(self._days, day)]

    def before(self, day: int) -> int:
        """Count those before a day."""
        return self._sums[bisect_left(self._days, day)]


def _between(places: Iterable[tuple[Time, Time]]) -> Iterator[Days]:
    """Give the days between stretches that none of them touches."""
    reached: Time = math.inf
    for number, (lo, hi) in enumerate(sorted(places)):
        if number and not isinstance(lo, float) and not isinstance(reached, float) and lo > reached + 1:
            yield reached + 1, lo - 1
        reached = max(reached, hi) if number else hi


def _around(inside: Iterable[Days], filled: Iterable[Days]) -> Iterator[Days]:
    """Give the longest stretches that hold none of some stretches whole, and no day of those that are filled."""
    kept: list[Days] = []
    for lo, hi in sorted(inside, key=lambda ends: (ends[1], -ends[0])):
        if not kept or lo > kept[-1][0]:  # else it holds one that is kept
            kept.append((lo, hi))
    solid: list[Days] = []
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
