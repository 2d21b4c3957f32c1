"""The rule of one cell: which of the facts that bear on it stand in it on a day, surely or possibly.

Law of this module: only what is sure puts a fact out of its cell, and no order of uncertain dates is invented. What may
put it out makes it *possibly*. In a cell of several values each value is judged alone; a named end puts out the value
that it names, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import attrs

from timeline.asof.values import KnownEvent, KnownFact
from timeline.asof.windows import Window
from timeline.dates.values import NEVER_AFTER, Answer, Clock
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

    Args:
        claims: Those of mode *actual* are judged, and those of mode *ended* end them; the others bear on nothing.
        latest: Which word wins.
        only_deciding: Judge of many claims those alone that decide the cell: the verdicts on the others, which are
            surely out, are not given.
    """

    def __init__(self, claims: Sequence[Claim], latest: Latest, *, only_deciding: bool = False) -> None:
        self.claims = claims
        self._by_report = latest == "reported"
        self._bidding = [claim for claim in claims if claim.fact.fact.mode in ("actual", "ended")]
        self._bids = [bid(claim, latest) for claim in self._bidding]
        self._latest_first: Sequence[int] | None = None
        self._ends: Sequence[int] = ()
        if only_deciding and latest == "occurred":
            actual = [place for place, one in enumerate(self._bids) if not one.ends and one.answer != NO]
            self._latest_first = sorted(actual, key=lambda place: self._bids[place].start_hi, reverse=True)
            self._ends = [place for place, one in enumerate(self._bids) if one.ends]

    def judge(self, at: Clock | Window, *, many: bool) -> tuple[list[Judged], bool]:
        """Decide which claims stand in a cell; those put out, or that do not hold, have the answer NO.

        The rule is that of :mod:`timeline.views.verdicts`, which knows numbers alone.

        Args:
            at: The day or instant asked about.
            many: Whether the cell holds several values at once: then only the same value and ``null`` are against a
                claim.

        Returns:
            The *actual* claims in their order, each with its verdict; and whether one of mode *ended* surely counts.
        """
        places = self._places(at, many=many)
        bids = [self._bids[place] for place in places]
        found, ends = verdicts.judge(bids, at.lo, at.hi, many=many, by_report=self._by_report)
        judged = [Judged(claim=self._bidding[places[one.place]], answer=_ANSWERS[one.answer]) for one in found]
        return judged, bool(ends.surely)

    def bearing(self, at: Clock | Window, *, many: bool) -> Iterator[tuple[Claim, int]]:
        """Give the claims that bear on the cell at a time, each with how surely it holds; by these alone it is decided.

        One of mode *ended* holds once it has begun.
        """
        for place in self._places(at, many=many):
            one = self._bids[place]
            how = verdicts.begun(one, at.hi) if one.ends else verdicts.holds(one, at.lo, at.hi)
            if how != NO:
                yield self._bidding[place], how

    def _places(self, at: Clock | Window, *, many: bool) -> Sequence[int]:
        """Give the places of the claims to be judged."""
        if self._latest_first is None or many:
            return range(len(self._bids))
        return sorted([*self._ends, *self._deciding(at)])

    def _deciding(self, at: Clock | Window) -> list[int]:
        bids, hi = self._bids, at.hi
        return verdicts.deciding(
            (place for place in self._latest_first or () if bids[place].start_lo <= hi),
            (at.lo, at.hi),
            bounds=lambda place: bids[place][2:7],
            group=lambda place: bids[place].group,
            key=lambda place: bids[place].key,
            is_sure=lambda place: bids[place].answer == YES,
        )


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
