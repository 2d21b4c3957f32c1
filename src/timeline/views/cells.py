"""The rule of one cell: which of the facts that bear on it stand in it on a day, surely or possibly.

Law of this module: only what is sure puts a fact out of its cell, and no order of uncertain dates is invented. What may
put it out makes it *possibly*. In a cell of several values each value is judged alone; a named end puts out the value
that it names, and nothing else.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact
from timeline.asof.windows import Window
from timeline.dates.values import NEVER_AFTER, Answer, Clock, Moment
from timeline.dates.written import WrittenDate
from timeline.records.model import value_key
from timeline.views import verdicts
from timeline.views.specs import Latest
from timeline.views.verdicts import NO, YES

Key: TypeAlias = "tuple[Any, ...]"
"""The identity of a value, as :func:`timeline.asof.values.value_key` gives it."""


@attrs.frozen(kw_only=True)
class Claim:
    """A fact that fills its cell unless another puts it out."""

    fact: KnownFact
    event: KnownEvent

    @property
    def group(self) -> tuple[str, WrittenDate | None]:
        """What one event says of one date holds together."""
        return (self.fact.event, self.fact.date)

    @property
    def word(self) -> Window:
        """When it was reported."""
        return self.event.window

    @property
    def key(self) -> Key:
        """The identity of its value."""
        return value_key(self.fact.fact.value)


@attrs.frozen(kw_only=True)
class Judged:
    """A claim with its verdict at a day: its answer as a value of the cell."""

    claim: Claim
    answer: Answer


class Bidding:
    """The claims on a cell, with what they bid for it, worked out once for any number of days.

    Those of mode *actual* are judged, those of mode *ended* end them, and the others bear on nothing. Where ``bids``
    of claims that all bid are given, those alone are judged that decide the cell: the verdicts on the others, which
    are surely out, are not given.
    """

    def __init__(self, claims: Sequence[Claim], latest: Latest, *, bids: Sequence[verdicts.Bid] | None = None) -> None:
        self.claims = claims
        self._by_report = latest == "reported"
        self._bidding = claims if bids else [claim for claim in claims if claim.fact.fact.mode in BIDDING]
        self._bids = bids or [bid(claim, latest) for claim in self._bidding]
        self._begun = _Begun(bids) if bids and latest == "occurred" else None
        self._found: tuple[tuple[Moment, Moment], Sequence[int]] | None = None

    def judge(self, at: Clock | Window, *, many: bool) -> tuple[list[Judged], bool]:
        """Decide which claims stand in a cell; those put out, or that do not hold, have the answer NO.

        The rule is that of :mod:`timeline.views.verdicts`, which knows numbers alone. Where a cell holds ``many``
        values at once, only the same value and ``null`` are against a claim.

        Returns:
            The *actual* claims in their order, each with its verdict; and whether one of mode *ended* surely counts.
        """
        places = self._places(at, many=many)
        bids = [self._bids[place] for place in places]
        found, ends = verdicts.judge(bids, at.lo, at.hi, many=many, by_report=self._by_report)
        judged = [Judged(claim=self._bidding[places[one.place]], answer=_ANSWERS[one.answer]) for one in found]
        return judged, bool(ends.surely)

    def bearing(self, at: Clock | Window, *, many: bool) -> list[tuple[int, int]]:
        """Give the claims that bear on the cell at a time, by their places, and how surely each holds.

        One of mode *ended* holds once it has begun. By these alone the cell is decided.
        """
        bids, lo, hi, found = self._bids, at.lo, at.hi, list[tuple[int, int]]()
        for place in self._places(at, many=many):
            one = bids[place]
            how = verdicts.begun(one, hi) if one.ends else verdicts.holds(one, lo, hi)
            if how != NO:
                found.append((place, how))
        return found

    def _places(self, at: Clock | Window, *, many: bool) -> Sequence[int]:
        """Give the places of the claims to be judged: once for a time, which is asked about more than once."""
        if self._begun is None or many:
            return range(len(self._bids))
        asked = (at.lo, at.hi)
        if self._found is None or self._found[0] != asked:
            self._found = asked, self._begun.deciding(at.lo, at.hi)
        return self._found[1]


class _Begun:
    """The bids of mode *actual* that may have begun by a moment, the latest end of a start first.

    Whoever asks of one moment after the other, ascending, meets each bid once; those that are still to begin are not
    gone through again each time.
    """

    def __init__(self, bids: Sequence[verdicts.Bid]) -> None:
        actual = [place for place, one in enumerate(bids) if not one.ends and one.answer != NO]
        self._latest_first = sorted(actual, key=lambda place: bids[place].start_hi, reverse=True)
        self._ends = [place for place, one in enumerate(bids) if one.ends]
        ranks = range(len(actual))
        self._to_begin = sorted(ranks, key=lambda rank: bids[self._latest_first[rank]].start_lo)
        self._starts = [bids[self._latest_first[rank]].start_lo for rank in self._to_begin]
        self._count = 0
        self._ranks: list[int] = []
        self._bounds = [(one.start_lo, one.start_hi, one.start_by, one.end_lo, one.end_hi) for one in bids]
        self._groups = [one.group for one in bids]
        self._keys = [one.key for one in bids]
        self._sure = [one.answer == YES for one in bids]

    def deciding(self, lo: Moment, hi: Moment) -> list[int]:
        """Give the places of those that decide a cell from one moment to another, and of all named ends."""
        count = bisect.bisect_right(self._starts, hi)
        if count < self._count:
            self._count, self._ranks = 0, []
        if count - self._count > _MANY:
            self._ranks = sorted(self._to_begin[:count])
        else:
            for rank in self._to_begin[self._count : count]:
                bisect.insort(self._ranks, rank)
        self._count = count
        found = verdicts.deciding(
            map(self._latest_first.__getitem__, self._ranks),
            (lo, hi),
            bounds=self._bounds.__getitem__,
            group=self._groups.__getitem__,
            key=self._keys.__getitem__,
            is_sure=self._sure.__getitem__,
        )
        return sorted([*self._ends, *found])


BIDDING: Final = ("actual", "ended")
"""The modes of facts that bid for a cell."""
_MANY: Final = 100
"""More bids that began since the last moment are put in order at once."""
_ANSWERS: Final = (Answer.NO, Answer.POSSIBLY, Answer.YES)
NUMBERS: Final = {answer: number for number, answer in enumerate(_ANSWERS)}


def bid(claim: Claim, latest: Latest) -> verdicts.Bid:
    """Give what a claim bids for its cell, as numbers."""
    fact = claim.fact
    start, end = fact.start, fact.end
    word = Window(start.lo, start.hi) if latest == "occurred" else claim.word
    return verdicts.Bid(
        ends=fact.fact.mode == "ended",
        answer=NUMBERS[fact.answer],
        start_lo=start.lo,
        start_hi=start.hi,
        start_by=start.hi_start,
        end_lo=NEVER_AFTER if end is None else end.lo_end,
        end_hi=NEVER_AFTER if end is None else end.hi,
        word_lo=word.lo,
        word_hi=word.hi,
        order=claim.event.order,
        group=claim.group,
        key=None if fact.fact.value is None else claim.key,
    )
