"""What became of each fact that bears on a cell, in words.

Law of this module: it judges nothing anew; it puts the verdicts of :mod:`timeline.views.verdicts` into words, for facts
of whatever form: of a snapshot, or of the relation. It imports no attrs classes.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any, Final

from timeline.named import NamedTuple
from timeline.records import say
from timeline.views.verdicts import NO, POSSIBLY, YES, Bid, Time, Verdict, begun, judge


class Case(NamedTuple):
    """A fact that counts, surely or possibly, as far as its reason tells of it.

    ``bid`` is what it bids for its cell; of a mode that bids for none it is not looked at. ``ends_from`` is the first
    microsecond at which its own interval may end, None where it has none. ``title`` and ``known`` are those of its
    event.
    """

    value: Any
    property: str
    mode: str
    bid: Bid
    ends_from: Time | None
    title: str
    known: int


class Reason(NamedTuple):
    """What became of a case, by its place, and why; ``by`` is the place of the case that put it out or may have."""

    place: int
    verdict: str
    because: str
    by: int | None = None


_RANK: Final = {"value": 0, "possibly": 1, "out": 2, "not yet": 3, "over": 4, "beside": 5}


def explain(cases: Sequence[Case], lo: Time, hi: Time, *, by_report: bool, many: bool) -> list[Reason]:
    """Say what became of each case on a day: winners first, those whose mode fills no cell last."""
    bidding = [place for place, case in enumerate(cases) if case.mode in ("actual", "ended")]
    judged, ends = judge([cases[place].bid for place in bidding], lo, hi, many=many, by_report=by_report)
    verdicts = [_placed(one, bidding) for one in judged]
    at_once = set() if many else _told_at_once(cases)
    null = _Null(
        many=many,
        is_left=any(one.answer != NO and cases[one.place].value is not None for one in verdicts),
        is_over=any(one.answer == YES and cases[one.place].value is None for one in verdicts),
        has_ended=bool(ends.surely),
    )
    found = [
        (null.told(one) if cases[one.place].value is None else None)
        or _reason(
            one,
            cases,
            hi,
            by_report=by_report,
            many=many,
            overlap="" if many else _overlap(one, cases, is_at_once=one.place in at_once),
        )
        for one in verdicts
    ]
    found.sort(key=lambda reason: _RANK[reason.verdict])
    beside = [
        Reason(place, "beside", _BESIDE.get(case.mode) or f"{case.mode}: shown next to the cell, never as its value")
        for place, case in enumerate(cases)
        if case.mode != "actual"
    ]
    return found + beside


_BESIDE: Final = {"ended": "ended: this value was over by then; shown next to the cell, never as its value"}


def dead(*, is_retracted: bool, is_superseded: bool) -> tuple[str, str]:
    """Give the verdict on a fact that does not count, and why."""
    if is_retracted:
        return "retracted", "its event was retracted, and fills nothing"
    if is_superseded:
        return "superseded", "a later event supersedes its event"
    return "not known", "no live report that was known by then reports it"


def whole(because: str, *, rivals: Sequence[str], told_of: str, entity: str) -> str:
    """Add what else a reason tells: corrections passed over unseen, and the name under which the fact was told."""
    if rivals:
        ids = ", ".join(rival[:8] for rival in rivals)
        because += f"; its event was corrected by writers who did not know of each other: the last counts, not {ids}"
    return because if told_of == entity else f'{because}; told of "{told_of}", which is the same'


def _placed(one: Verdict, places: Sequence[int]) -> Verdict:
    """Name the cases of a verdict by their own places."""
    against = (None if place is None else places[place] for place in one[3:])
    return Verdict(places[one.place], one.holds, one.answer, *against)


class _Null(NamedTuple):
    """What a cell says of its nulls: whether it holds ``many`` values, and whether another value is left.

    ``is_over`` says that a null surely holds, ``has_ended`` that a named end has surely passed.
    """

    many: bool
    is_left: bool
    is_over: bool
    has_ended: bool

    def told(self, one: Verdict) -> Reason | None:
        """Say what became of a null that the cell does not tell as it tells a value; None where it does.

        One that only possibly holds is told with one that surely does, as every value is.
        """
        if one.answer == NO or (not self.many and (self.is_left or one.answer == YES)):
            return None
        if self.is_left:
            shown = "of several at once, one that may hold is shown instead"
            return Reason(one.place, "beside", f"it ends the values that started before it; {shown}")
        if one.answer == YES:
            return Reason(one.place, "value", "its event is known, it holds, and it ended every value")
        if self.is_over or not (self.many or self.has_ended):
            return None
        because = "it only possibly holds, and no value is known to be left: the cell is unknown"
        if self.has_ended:
            because = "it only possibly holds, and a named end left no value: the cell is ended"
        return Reason(one.place, "beside", because)


def _reason(one: Verdict, cases: Sequence[Case], hi: Time, *, by_report: bool, many: bool, overlap: str) -> Reason:
    case, place = cases[one.place], one.place
    word = "was reported" if by_report else "started"
    if one.holds == NO:
        if begun(case.bid, hi) == NO:
            return Reason(place, "not yet", "it starts after the day asked about")
        return Reason(place, "over", "its interval ended before the day asked about")
    if one.out_by is not None:
        because = f"{say.quoted(cases[one.out_by].value)} surely holds, and surely {word} later{overlap}"
        return Reason(place, "out", because, one.out_by)
    if one.ended_by is not None:
        because = f'ended by "{cases[one.ended_by].title}": it surely began before that end'
        return Reason(place, "out", because, one.ended_by)
    if one.answer == YES:
        rivals = "nothing says that it ended" if many else "no other value can be later"
        return Reason(place, "value", f"its event is known, it holds, and {rivals}")
    doubts = []
    if case.known == POSSIBLY:
        doubts.append("its event is only possibly known")
    elif case.bid.answer == POSSIBLY:
        doubts.append("a change that possibly applies gives it two versions")
    if one.holds == POSSIBLY:
        doubts.append("it only possibly holds on that day")
    if one.rival is not None:
        rival = say.quoted(cases[one.rival].value)
        doubts.append(f"{rival} may have {word.replace('was', 'been')} later{overlap}")
    if one.may_be_ended_by is not None:
        doubts.append(f'it may be ended by "{cases[one.may_be_ended_by].title}"')
    return Reason(place, "possibly", "; ".join(doubts), one.may_be_ended_by if one.rival is None else one.rival)


def _overlap(one: Verdict, cases: Sequence[Case], *, is_at_once: bool) -> str:
    """Say of a value that lost to another while it may have gone on how to say what is meant.

    One value that follows another is no overlap: that is one which was told of the time of another, or into that of the
    one that put it out, or of which no order is sure.
    """
    place = one.rival if one.out_by is None else one.out_by
    if place is None or one.ended_by is not None:
        return ""
    other, case = cases[place], cases[one.place]
    if other.bid.key == case.bid.key or other.value is None or case.value is None:
        return ""
    goes_on = case.ends_from is not None and case.ends_from >= other.bid.start_lo
    if one.out_by is not None and not (is_at_once or goes_on):
        return ""
    return f", and nothing says that {say.quoted(case.value)} had ended by then{say.ways_out(case.property)}"


def _told_at_once(cases: Sequence[Case]) -> set[int]:
    """Find, by their places, the *actual* cases of whose start, as far as it is known, another says another value.

    ``null`` is none. One sweep in the order of time finds them.
    """
    found: set[int] = set()
    ends: list[tuple[Time, int]] = []
    open_: Counter[Hashable] = Counter()
    waiting: dict[Hashable, set[int]] = {}
    held = [place for place, case in enumerate(cases) if case.mode == "actual" and case.value is not None]
    for place in sorted(held, key=lambda place: cases[place].bid.start_lo):
        bid = cases[place].bid
        while ends and ends[0][0] < bid.start_lo:
            _, over = heapq.heappop(ends)
            key = cases[over].bid.key
            open_[key] -= 1
            if not open_[key]:
                del open_[key]
            waiting.get(key, set()).discard(over)
        if len(open_) > (bid.key in open_):
            found.add(place)
            for key in waiting.keys() - {bid.key}:
                found |= waiting.pop(key)
        else:
            waiting.setdefault(bid.key, set()).add(place)
        open_[bid.key] += 1
        heapq.heappush(ends, (bid.start_hi, place))
    return found
