"""The rule of one cell over plain numbers: which bids stand on a day, which are out, and what put each out.

Law of this module: only what is sure puts a bid out of its cell, and no order of uncertain dates is invented. What may
put it out makes it *possibly*. Nothing is compared with everything: each search looks at the latest words first, and at
no more of them than can decide it, so a cell costs a sort, whatever its dates.

Moments are numbers that compare, answers 0 (no), 1 (possibly) and 2 (yes). It imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeAlias, TypeVar

from timeline.named import NamedTuple

Time: TypeAlias = "int | float"
_Any = TypeVar("_Any")

NO: Final = 0
POSSIBLY: Final = 1
YES: Final = 2


class Bid(NamedTuple):
    """A fact that bids for its cell.

    ``ends`` says that its mode is *ended*, else it is *actual*. ``answer`` says whether it counts. It begins from
    ``start_lo`` to ``start_hi``, surely has from ``start_by`` on; it may be over after ``end_lo`` and surely is after
    ``end_hi``. ``word_lo`` and ``word_hi`` bound the time that puts bids in order; of equal words the later ``order``
    counts. ``group`` is shared by what one event says of one date, ``key`` by equal values; ``key`` of a null is None.
    """

    ends: bool
    answer: int
    start_lo: Time
    start_hi: Time
    start_by: Time
    end_lo: Time
    end_hi: Time
    word_lo: Time
    word_hi: Time
    order: Any
    group: Hashable
    key: Hashable


class Verdict(NamedTuple):
    """What becomes of a bid: whether it holds by its own time, its answer in the cell, and what stands against it.

    The last four are places of bids: one that surely put it out, one that may have, a named end by which it was surely
    over, and one by which it may have been.
    """

    place: int
    holds: int
    answer: int
    out_by: int | None = None
    rival: int | None = None
    ended_by: int | None = None
    may_be_ended_by: int | None = None


# --- when a bid holds ------------------------------------------------------------------------------------------------


def begun(bid: Bid, hi: Time) -> int:
    """Say whether a bid has begun by the last microsecond of a day; it begins at the start of some unit."""
    if bid.start_by <= hi:
        return YES
    return NO if bid.start_lo > hi else POSSIBLY


def holds(bid: Bid, lo: Time, hi: Time) -> int:
    """Say whether a bid's own time covers a day from ``lo`` to ``hi``, or an instant."""
    over = YES if bid.end_lo >= lo else NO if bid.end_hi < lo else POSSIBLY
    return min(begun(bid, hi), over)


# --- named ends ------------------------------------------------------------------------------------------------------


class Ends(NamedTuple):
    """For each value the named end that reaches farthest, by place: those that surely count, and those that may."""

    surely: dict[Hashable, int]
    possibly: dict[Hashable, int]


def ends_at(bids: Sequence[Bid], hi: Time) -> Ends:
    """Gather the named ends among the bids for a cell by the end of a day."""
    found = Ends({}, {})
    for place, bid in enumerate(bids):
        if bid.ends:
            answer = min(bid.answer, begun(bid, hi))
            if answer != NO:
                _keep_farther(found.possibly, bids, place)
            if answer == YES:
                _keep_farther(found.surely, bids, place)
    return found


def _keep_farther(found: dict[Hashable, int], bids: Sequence[Bid], place: int) -> None:
    bid = bids[place]
    known = found.get(bid.key)
    if known is None or (bids[known].start_hi, bids[known].order) < (bid.start_hi, bid.order):
        found[bid.key] = place


# --- which decide ----------------------------------------------------------------------------------------------------


def deciding(
    actual: Iterable[_Any],
    at: tuple[Time, Time],
    *,
    bounds: Callable[[_Any], tuple[Time, Time, Time, Time, Time]],
    group: Callable[[_Any], Hashable],
    key: Callable[[_Any], Hashable],
    is_sure: Callable[[_Any], bool],
) -> list[_Any]:
    """Choose what decides a cell of which the latest happening fills it: of few, the judge tells what it tells of all.

    Two facts that surely hold, of two groups, put out whatever surely began before both. Of what is put out so, only
    the latest of each value, of two groups, may still be a rival of one that is left; and only as long as no three
    facts are at hand of which no two share a value or a group.

    Args:
        actual: What may count, of mode *actual*, the latest end of a start first.
        at: First and last microsecond of the day asked about; of an instant, twice that.
        bounds: Gives of each ``start_lo``, ``start_hi``, ``start_by``, ``end_lo`` and ``end_hi``, as a bid has them.
        group: Gives its group, as a bid has it.
        key: Likewise.
        is_sure: Says whether it surely counts.
    """
    lo, hi = at
    found: list[_Any] = []
    best: Time | None = None  # the latest of the earliest starts of what surely holds
    second: Time | None = None  # the same of another group
    best_of: Hashable = None
    seen: dict[Hashable, set[Hashable]] = {}
    for one in actual:
        start_lo, start_hi, start_by, end_lo, end_hi = bounds(one)
        is_out = second is not None and start_hi < second
        if is_out and _is_enough(seen):
            break
        if start_lo > hi or end_hi < lo:
            continue
        own = group(one)
        groups = seen.setdefault(key(one), set())
        if is_out and (len(groups) > 1 or own in groups):
            continue
        if len(groups) < 3:
            groups.add(own)
        found.append(one)
        if start_by <= hi and end_lo >= lo and is_sure(one):
            if best is not None and own == best_of:
                best = max(best, start_lo)
            elif best is None or start_lo > best:
                best, best_of, second = start_lo, own, best
            elif second is None or start_lo > second:
                second = start_lo
    return found


def _is_enough(seen: Mapping[Hashable, AbstractSet[Hashable]]) -> bool:
    """Whether three facts are at hand of which no two share a value or a group: then nobody lacks a rival."""
    if len(seen) < 3:
        return False
    firsts = [next(iter(groups)) for groups in seen.values()]
    return len(set(firsts)) > 2


# --- the judge -------------------------------------------------------------------------------------------------------


def judge(bids: Sequence[Bid], lo: Time, hi: Time, *, many: bool, by_report: bool) -> tuple[list[Verdict], Ends]:
    """Decide which bids stand in a cell; those put out, or that do not hold, have the answer 0.

    Args:
        bids: All for the cell: of modes *actual* and *ended*.
        lo: First microsecond of the day asked about; the instant itself.
        hi: Its last microsecond.
        many: Whether the cell holds several values at once: then only the same value and a null are against a bid.
        by_report: Whether of equal words the later event counts, as where the latest report wins. There a later
            word may tell of an earlier time: what may have ended does not put out what its own value did after it.

    Returns:
        The verdicts on the bids of mode *actual*, in their order, and the named ends.
    """
    ends = ends_at(bids, hi)
    held: list[tuple[int, int, int]] = []
    pools: dict[Hashable, list[int]] = {}
    for place, bid in enumerate(bids):
        if bid.ends:
            continue
        how = holds(bid, lo, hi)
        answer = min(how, bid.answer)
        held.append((place, how, answer))
        if answer != NO:
            pools.setdefault(bid.key if many else None, []).append(place)
    if not ends.possibly and sum(map(len, pools.values())) <= 1:  # as in most cells: nobody stands against it
        return [Verdict(*one) for one in held], ends
    answers = {place: answer for place, _, answer in held}
    over = {place for place, _, _ in held if _may_end(bids, bids[place], ends) is not None} if by_report else set()
    words = {key: _Words(bids, pool, answers, over, by_report=by_report) for key, pool in pools.items()}
    others = words.get(None)
    verdicts = []
    for place, how, answer in held:
        if answer == NO:
            verdicts.append(Verdict(place, how, NO))
        else:
            alike = words.get(bids[place].key) if many else None
            verdicts.append(_verdict(bids, (place, how, answer), alike=alike, others=others, ends=ends))
    return verdicts, ends


def _verdict(
    bids: Sequence[Bid], held: tuple[int, int, int], *, alike: _Words | None, others: _Words | None, ends: Ends
) -> Verdict:
    """Judge one bid that may hold: ``alike`` are those of its value that may put it out, ``others`` all the rest."""
    place, how, answer = held
    bid = bids[place]
    out_by = alike.surely_later(bid) if alike is not None else None
    if out_by is None and others is not None:
        out_by = others.surely_later(bid)
    end = ends.surely.get(bid.key) if ends.surely else None
    ended_by = end if end is not None and bid.start_hi <= bids[end].start_hi else None
    if out_by is not None or ended_by is not None:
        return Verdict(place, how, NO, out_by, None, ended_by)
    rival = others.maybe_later(bid) if others is not None else None
    may_end = _may_end(bids, bid, ends)
    return Verdict(place, how, answer if rival is None and may_end is None else POSSIBLY, None, rival, None, may_end)


def _may_end(bids: Sequence[Bid], bid: Bid, ends: Ends) -> int | None:
    """Find the named end by which a bid may have been over."""
    end = ends.possibly.get(bid.key) if ends.possibly else None
    return end if end is not None and bid.start_lo <= bids[end].start_hi else None


class _Words:
    """Bids of one pool that may put others out: the sure ones by their earliest word, all by their latest.

    The latest word is the first. Of each order only those are kept that can be the first to fit somebody. Those
    that are ``over`` put out other values alone.
    """

    def __init__(
        self,
        bids: Sequence[Bid],
        pool: Sequence[int],
        answers: dict[int, int],
        over: AbstractSet[int],
        *,
        by_report: bool,
    ) -> None:
        self._bids = bids
        self._over = over
        self._by_report = by_report
        sure = [place for place in pool if answers[place] == YES]
        sure.sort(key=lambda place: (bids[place].word_lo, bids[place].order), reverse=True)
        possible = sorted(pool, key=lambda place: (bids[place].word_hi, bids[place].order), reverse=True)
        self._sure = leading(sure, self._group, self._own)
        self._possible = leading(possible, self._group, self._key)
        self._sure_of: dict[Hashable, list[int]] = {}
        self._of_other_words: list[int] = []
        if by_report:
            self._sure_of = {word: leading(some, self._group, self._own) for word, some in self._by_word(sure).items()}
            self._of_other_words = leading(possible, self._group, self._key, self._word)

    def _group(self, place: int) -> Hashable:
        return self._bids[place].group

    def _key(self, place: int) -> Hashable:
        return self._bids[place].key

    def _own(self, place: int) -> Hashable:
        """Give the value that a bid cannot put out, of one that is over; of any other what nobody seeks."""
        return (self._bids[place].key,) if place in self._over else place

    def _word(self, place: int) -> Hashable:
        return self._bids[place].word_lo, self._bids[place].word_hi

    def _by_word(self, places: Sequence[int]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = {}
        for place in places:
            found.setdefault(self._word(place), []).append(place)
        return found

    def surely_later(self, bid: Bid) -> int | None:
        """Find the latest sure bid that puts another out: of another group, and surely a later word."""
        bids = self._bids
        found = self._against(self._sure, bid)
        if found is not None and bids[found].word_lo > bid.word_hi:
            return found
        if self._by_report:
            alike = self._sure_of.get((bid.word_lo, bid.word_hi), ())
            found = self._against(alike, bid)
            if found is not None and bids[found].order > bid.order:
                return found
        return None

    def _against(self, places: Sequence[int], bid: Bid) -> int | None:
        bids, over, group, own = self._bids, self._over, bid.group, (bid.key,)
        for place in places:
            if bids[place].group != group and (not over or self._own(place) != own):
                return place
        return None

    def maybe_later(self, bid: Bid) -> int | None:
        """Find the first of the latest bids of another value, and of another group, that may be a later word."""
        found = self._first(self._possible, bid)
        if found is None or self._bids[found].word_hi < bid.word_lo:
            return None
        if not self._by_report or not self._is_earlier_of_the_same_word(found, bid):
            return found
        word = (bid.word_lo, bid.word_hi)  # of that word no other is nearer than the one that was found
        other = self._first([place for place in self._of_other_words if self._word(place) != word], bid)
        return None if other is None or self._bids[other].word_hi < bid.word_lo else other

    def _is_earlier_of_the_same_word(self, place: int, bid: Bid) -> bool:
        other = self._bids[place]
        return (other.word_lo, other.word_hi) == (bid.word_lo, bid.word_hi) and other.order < bid.order

    def _first(self, places: Sequence[int], bid: Bid) -> int | None:
        bids = self._bids
        for place in places:
            if bids[place].group != bid.group and bids[place].key != bid.key:
                return place
        return None


_FEW: Final = 8
"""Of so many bids whoever seeks looks at all: that is less work than to choose among them."""


def leading(places: Sequence[int], *sorts: Callable[[int], Hashable]) -> list[int]:
    """Keep of a sequence those that are the first which differ in every sort from some one of each sort.

    Whoever seeks the first that has neither this group nor that value finds it among them. They are few: one is left
    out where those before it, all of which would have to be passed over, are too many for one of each sort.
    """
    if len(places) <= _FEW:
        return list(places)
    kept: list[int] = []
    names: list[tuple[Hashable, ...]] = []
    full: list[set[Hashable]] = [set() for _ in sorts]  # who is of one of these is never needed any more
    nothing = (None,) * len(sorts)
    for place in places:
        own = tuple(sort(place) for sort in sorts)
        if any(name in some for name, some in zip(own, full, strict=True)):
            continue
        if _are_passed_over(names, tuple((name,) for name in own), nothing):
            kept.append(place)
            names.append(own)
            if not _are_passed_over(names, None, nothing):
                break  # whoever seeks finds one of these
        else:
            for sort, name in enumerate(own):
                if not _are_passed_over(names, (*(None,) * sort, (name,), *(None,) * (len(sorts) - sort - 1)), nothing):
                    full[sort].add(name)
    return kept


def _are_passed_over(
    names: Sequence[tuple[Hashable, ...]], but: tuple[object, ...] | None, chosen: tuple[object, ...]
) -> bool:
    """Whether one of each sort, none of them those of ``but``, is enough to pass over all of ``names``.

    What is chosen, and what must not be, is a tuple of one name (a name may itself be None); None where it is open.
    """
    for name in names:
        for own, choice in zip(name, chosen, strict=True):  # plain loops: any() takes twice the time, for each cell
            if choice is not None and choice == (own,):
                break
        else:
            for sort, own in enumerate(name):
                if chosen[sort] is not None or (but is not None and but[sort] == (own,)):
                    continue
                if _are_passed_over(names, but, (*chosen[:sort], (own,), *chosen[sort + 1 :])):
                    return True
            return False
    return True
