"""The rule of one cell over plain numbers, against a search that compares every bid with every other."""

import itertools
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.views.verdicts import NO, POSSIBLY, YES, Bid, Verdict, deciding, holds, judge, leading

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "300"))
NEVER = float("inf")
times = st.integers(0, 5)
pairs = st.tuples(times, times).map(sorted)


@st.composite
def bid_lists(draw):
    bids = []
    for place in range(draw(st.integers(0, 9))):
        lo, hi = draw(pairs | st.just([-NEVER, 3]) | st.just([-NEVER, NEVER]))
        end_lo, end_hi = draw(st.just([NEVER, NEVER]) | pairs)
        word_lo, word_hi = draw(pairs | st.just([-NEVER, 4])) if draw(st.booleans()) else (lo, hi)
        event = draw(st.integers(0, 3))
        bids.append(
            Bid(
                ends=draw(st.sampled_from([False, False, False, True])),
                answer=draw(st.sampled_from([YES, YES, POSSIBLY, NO])),
                start_lo=lo,
                start_hi=hi,
                start_by=hi,
                end_lo=end_lo,
                end_hi=end_hi,
                word_lo=word_lo,
                word_hi=word_hi,
                order=draw(st.sampled_from([event, place])),
                group=(event, draw(st.integers(0, 1))),
                key=draw(st.sampled_from(["x", "y", "z", None])),
            )
        )
    return bids


def brute(bids, lo, hi, *, many, by_report):
    """Judge as the definitions say, each bid against every other."""
    held = {place: min(holds(bid, lo, hi), bid.answer) for place, bid in enumerate(bids) if not bid.ends}
    ends = {
        place: min(bid.answer, YES if bid.start_by <= hi else NO if bid.start_lo > hi else POSSIBLY)
        for place, bid in enumerate(bids)
        if bid.ends
    }
    found = []
    for place, answer in held.items():
        bid = bids[place]
        how = holds(bid, lo, hi)
        if answer == NO:
            found.append(Verdict(place, how, NO))
            continue
        others = [p for p, held_too in held.items() if held_too != NO and bids[p].group != bid.group]
        sure = [p for p in others if held[p] == YES and is_later(bids[p], bid, by_report)]
        if by_report:  # what may have ended does not put out its own value
            sure = [p for p in sure if bids[p].key != bid.key or not may_have_ended(bids, p, ends)]
        if many:
            alike = [p for p in sure if bids[p].key == bid.key]
            sure = alike or [p for p in sure if bids[p].key is None]
        out_by = first(bids, sure, lambda one: one.word_lo)
        ended_by = farthest(bids, [p for p, so in ends.items() if so == YES and bids[p].key == bid.key])
        ended_by = ended_by if ended_by is not None and bid.start_hi <= bids[ended_by].start_hi else None
        if out_by is not None or ended_by is not None:
            found.append(Verdict(place, how, NO, out_by, None, ended_by))
            continue
        rivals = [
            p
            for p in others
            if bids[p].key != bid.key
            and (not many or bids[p].key is None)
            and bids[p].word_hi >= bid.word_lo
            and not is_later(bid, bids[p], by_report)
        ]
        rival = first(bids, rivals, lambda one: one.word_hi)
        may_end = farthest(bids, [p for p, so in ends.items() if so != NO and bids[p].key == bid.key])
        may_end = may_end if may_end is not None and bid.start_lo <= bids[may_end].start_hi else None
        is_sure = rival is None and may_end is None
        found.append(Verdict(place, how, answer if is_sure else POSSIBLY, None, rival, None, may_end))
    return found


def may_have_ended(bids, place, ends):
    bid = bids[place]
    return any(so != NO and bids[p].key == bid.key and bid.start_lo <= bids[p].start_hi for p, so in ends.items())


def is_later(one, other, by_report):
    if by_report and (one.word_lo, one.word_hi) == (other.word_lo, other.word_hi):
        return one.order > other.order
    return one.word_lo > other.word_hi


def first(bids, places, word):
    """The latest by a word, then by order; of equals the first."""
    return max(places, key=lambda place: (word(bids[place]), bids[place].order, -place), default=None)


def farthest(bids, places):
    return max(places, key=lambda place: (bids[place].start_hi, bids[place].order, -place), default=None)


@settings(max_examples=EXAMPLES)
@given(bid_lists(), pairs, st.booleans(), st.booleans())
def test_each_verdict_is_that_of_a_search_through_all(bids, day, many, by_report):
    found, _ = judge(bids, *day, many=many, by_report=by_report)
    assert found == brute(bids, *day, many=many, by_report=by_report)


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), max_size=14))
def test_whoever_seeks_the_first_without_some_names_finds_it_among_the_leading(names):
    sorts = [lambda place, sort=sort: names[place][sort] for sort in range(3)]
    kept = leading(range(len(names)), *sorts)
    for but in itertools.product(range(4), repeat=3):
        fits = [place for place, own in enumerate(names) if all(a != b for a, b in zip(own, but, strict=True))]
        assert next((place for place in kept if place in fits), None) == (fits[0] if fits else None)


def test_few_are_leading_however_many_there_are():
    same = leading(range(5000), lambda place: place, lambda _: "one value")
    alternating = leading(range(5000), lambda place: place, lambda place: place % 2)
    assert (same, alternating) == ([0, 1], [0, 1, 2, 3])


@settings(max_examples=EXAMPLES, deadline=None)
@given(bid_lists(), pairs)
def test_the_few_that_decide_a_cell_give_it_the_answers_that_all_give(bids, day):
    """What is left out is surely out; whoever is left has the same answer, by whatever rival."""
    bids = [bid._replace(word_lo=bid.start_lo, word_hi=bid.start_hi) for bid in bids]
    actual = [place for place, bid in enumerate(bids) if not bid.ends and bid.answer != NO]
    few = deciding(
        sorted(actual, key=lambda place: bids[place].start_hi, reverse=True),
        tuple(day),
        bounds=lambda place: bids[place][2:7],
        group=lambda place: bids[place].group,
        key=lambda place: bids[place].key,
        is_sure=lambda place: bids[place].answer == YES,
    )
    places = sorted([*few, *(place for place, bid in enumerate(bids) if bid.ends)])
    of_all, _ = judge(bids, *day, many=False, by_report=False)
    of_few, _ = judge([bids[place] for place in places], *day, many=False, by_report=False)
    stands = {one.place: one.answer for one in of_all if one.answer != NO}
    assert stands == {places[one.place]: one.answer for one in of_few if one.answer != NO}
