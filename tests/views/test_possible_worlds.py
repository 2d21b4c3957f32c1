"""Several values and named ends in every possible world of small windows."""

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from several import MANY, ONE, cell_of

from timeline.dates.values import Answer
from told import Told, fact

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))

# A window of six days. Each uncertain date is a concrete day, each event that is only possibly known is told or not,
# each holding that a named end ended did so on one of the days that the definition allows, and things of one day come
# in either order. What is so in every world must not be denied, what is so in none must not be claimed: *yes* and *no*
# are never wrong. *Possibly* may be wider than the worlds, as different facts of one value join by the weakest link.

DAYS = range(1, 7)
spans = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda pair: (min(pair), max(pair)))
holdings = st.tuples(st.just("actual"), st.sampled_from(["x", "y", "null"]), spans, st.booleans())
endings = st.tuples(st.just("ended"), st.sampled_from(["x", "y"]), spans, st.booleans())


def log_of(items):
    """Tell the items: each (mode, value, first and last possible day, whether it is surely known)."""
    told = Told()
    told.source("sure", published="2020-01-31")
    told.source("vague", published="2020")
    for mode, value, (first, last), is_sure in items:
        date = f"2020-01-{first:02d}" if first == last else f"[2020-01-{first:02d}..2020-01-{last:02d}]"
        told.event(occurred=date, facts=[fact(f"a.p={value}", mode=mode)], reports=["sure" if is_sure else "vague"])
    return told


def worlds(items, on, *, many):
    """Give what the cell holds on a day in each possible world, as a set of values."""
    for told_ones in itertools.product(*([True] if is_sure else [True, False] for *_, is_sure in items)):
        here = [item for item, is_told in zip(items, told_ones, strict=True) if is_told]
        actual = [(value, span) for mode, value, span, _ in here if mode == "actual"]
        ends = [(value, span) for mode, value, span, _ in here if mode == "ended"]
        for starts in itertools.product(*(range(first, last + 1) for _, (first, last) in actual)):
            begun = [(value, start) for (value, _), start in zip(actual, starts, strict=True) if start <= on]
            yield from outcomes(begun, ends, on, many=many)


def outcomes(begun, ends, on, *, many):
    """Give what may be left of the holdings that have begun, by when each ended and what came last on one day."""
    over = []
    for value, start in begun:
        ways = {False}
        for name, (lo, hi) in ends:
            if name == value and start <= hi:  # it ended on one of these days
                ended = {day <= on for day in range(max(lo, start), hi + 1)}
                ways = {one or other for one in ways for other in ended}
        over.append(sorted(ways))
    for is_over in itertools.product(*over):
        for order in orders(begun):
            left = set()
            for place in order:  # the later it started, the later it comes
                value = begun[place][0]
                if value == "null" or not many:
                    left = set()
                if value != "null" and not is_over[place]:
                    left.add(value)
            yield frozenset(left)


def orders(begun):
    """Give every order that the starts allow: those of one day may have come in any."""
    return [
        order
        for order in itertools.permutations(range(len(begun)))
        if all(begun[a][1] <= begun[b][1] for a, b in itertools.pairwise(order))
    ]


def assert_never_wrong(items, days, *, many):
    told = log_of(items)
    for on in days:
        answer, values = cell_of(told, MANY if many else ONE, as_of="2020-01-31", on=f"2020-01-{on:02d}")
        found = set(worlds(items, on, many=many))
        for value in "xy":
            how = {value in left for left in found}
            said = values.get(value, "no")
            assert said != "yes" or how == {True}, (items, on, value, said, found)
            assert said != "no" or how == {False}, (items, on, value, said, found)
        if answer == "yes":
            assert all(found), (items, on)
        if answer in ("ended", "unknown"):
            assert found == {frozenset()}, (items, on)


@settings(max_examples=EXAMPLES)
@given(st.lists(holdings | endings, min_size=1, max_size=4), st.booleans())
def test_yes_and_no_are_never_wrong_in_any_possible_world(items, many):
    assert_never_wrong(items, DAYS, many=many)


def every_item(last_day, *, known):
    sorts = [("actual", "x"), ("actual", "y"), ("actual", "null"), ("ended", "x"), ("ended", "y")]
    spans = [(lo, hi) for lo, hi in itertools.product(range(1, last_day + 1), repeat=2) if lo <= hi]
    return [(*sort, span, is_known) for sort, span, is_known in itertools.product(sorts, spans, known)]


@pytest.mark.nightly
@pytest.mark.parametrize("many", [True, False])
@pytest.mark.parametrize(("last_day", "size", "known"), [(4, 2, (True, False)), (3, 3, (True,))])
def test_yes_and_no_are_never_wrong_in_any_log_of_a_small_window(last_day, size, known, many):
    """Every log of two facts in four days, surely known or not (5,050), and of three known in three days (4,960)."""
    items = every_item(last_day, known=known)
    for some in itertools.combinations_with_replacement(items, size):
        assert_never_wrong(some, range(1, last_day + 1), many=many)


every_span = [(first, last) for first, last in itertools.product(DAYS, DAYS) if first <= last]


def assert_one_end_is_answered_exactly(span, end, holds_known, end_known):
    """Ask a log of one holding and one end on every day, with and without ``many``."""
    items = [("actual", "x", span, holds_known), ("ended", "x", end, end_known)]
    told = log_of(items)
    for on, many in itertools.product(DAYS, (False, True)):
        _, values = cell_of(told, MANY if many else ONE, as_of="2020-01-31", on=f"2020-01-{on:02d}")
        how = {"x" in left for left in worlds(items, on, many=many)}
        expected = Answer.YES if how == {True} else Answer.NO if how == {False} else Answer.POSSIBLY
        if span[0] <= on == end[1] < span[1]:  # has it begun, and had it by the end: one date, asked twice, is two
            expected = Answer.POSSIBLY
        assert values.get("x", "no") == expected.value, (items, on, many)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(every_span), st.sampled_from(every_span), st.booleans(), st.booleans())
def test_one_holding_and_one_end_are_answered_exactly(span, end, holds_known, end_known):
    assert_one_end_is_answered_exactly(span, end, holds_known, end_known)


@pytest.mark.nightly
@pytest.mark.parametrize("holds_known", [True, False])
@pytest.mark.parametrize("end_known", [True, False])
def test_every_holding_with_every_end_is_answered_exactly(holds_known, end_known):
    """All 441 pairs of spans in the window, on each of its days."""
    for span, end in itertools.product(every_span, every_span):
        assert_one_end_is_answered_exactly(span, end, holds_known, end_known)
