"""Which facts on a cell decide it, bound by bound: what may be left out surely began before two that surely hold."""

import pytest

from timeline.asof.relation import FACT, LATEST
from timeline.views.relational.deciding import deciding

AS_OF, BY, DAY = 100, 200, (50, 59)
PLAIN = {
    "recorded_from": 0,
    "recorded_to": LATEST,
    "known_from_lo": 0,
    "known_from_hi": 0,
    "known_to_lo": LATEST,
    "known_to_hi": LATEST,
    "end_lo": LATEST,
    "end_hi": LATEST,
    "order_recorded": 0,
    "place": 0,
}


def fact(name, start, value="x", event=None, **more):
    """A fact that surely holds from a moment on; ``name`` stands for its order, and for its event where none is given."""
    lo, hi = start if isinstance(start, tuple) else (start, start)
    event = event or name
    told = {"value": f'"{value}"', "event": event, "since": event, "order_id": name}
    row = {"start_lo": lo, "start_hi": hi, "start_by": hi, **PLAIN, **told, **more}
    return tuple(row.get(column) for column in FACT)


def chosen(actual, others=()):
    return "".join(row[FACT.index("order_id")] for row in deciding(actual, others, AS_OF, BY, DAY))


COUNTS = [
    ({}, True),
    ({"recorded_from": BY}, True),
    ({"recorded_from": BY + 1}, False),
    ({"recorded_to": BY}, False),
    ({"recorded_to": BY + 1}, True),
    ({"known_from_lo": AS_OF}, True),
    ({"known_from_lo": AS_OF + 1}, False),
    ({"known_to_hi": AS_OF}, False),
    ({"known_to_hi": AS_OF + 1}, True),
]


@pytest.mark.parametrize(("bounds", "is_given"), COUNTS)
def test_what_counts_by_the_clocks_is_given_whatever_its_mode(bounds, is_given):
    assert chosen([], [fact("a", 10, **bounds)]) == "a" * is_given
    assert chosen([fact("a", 10, **bounds), fact("b", 9)]) == "a" * is_given + "b"


HOLDS = [(50, LATEST, True), (59, LATEST, True), (60, LATEST, False), (10, 50, True), (10, 49, False)]


@pytest.mark.parametrize(("start", "end", "is_given"), HOLDS)
def test_what_surely_does_not_hold_on_the_day_is_left_out(start, end, is_given):
    assert chosen([fact("a", start, end_hi=end), fact("b", 9)]) == "a" * is_given + "b"


SURE = [
    ({}, True),
    ({"known_from_hi": AS_OF}, True),
    ({"known_from_hi": AS_OF + 1}, False),
    ({"known_to_lo": AS_OF}, False),
    ({"known_to_lo": AS_OF + 1}, True),
    ({"start_by": 59}, True),
    ({"start_by": 60}, False),
    ({"end_lo": 50}, True),
    ({"end_lo": 49}, False),
]


@pytest.mark.parametrize(("bounds", "puts_out"), SURE)
def test_two_that_surely_hold_put_out_what_surely_began_before_both(bounds, puts_out):
    """Of one value two events are kept already, so that what is put out is nobody's rival."""
    latest, second = fact("a", 30), fact("b", 20, **bounds)
    assert chosen([latest, second, fact("c", 19)]) == ("ab" if puts_out else "abc")
    assert chosen([fact("a", 30, **bounds), fact("b", 20), fact("c", 19)]) == ("ab" if puts_out else "abc")
    assert chosen([latest, second, fact("c", 20)]) == "abc"


def test_one_event_puts_out_nothing_of_its_own():
    assert chosen([fact("a", 30), fact("b", 20, event="a"), fact("c", 19)]) == "abc"
    assert (
        chosen([fact("a", (25, 31), event="e"), fact("b", (20, 30), event="e"), fact("c", 22), fact("d", 21)]) == "abc"
    )
    assert (
        chosen([fact("a", (20, 31), event="e"), fact("b", (25, 30), event="e"), fact("c", 22), fact("d", 21)]) == "abc"
    )
    assert chosen([fact("a", (20, 31)), fact("b", (25, 30)), fact("c", 22), fact("d", 21)]) == "abc"


RIVALS = [
    # the facts, latest first: each its value and its event; how many of them are kept
    ("xa xb xc", 2),
    ("xa xb yc", 3),
    ("xa yb xc", 3),
    ("xa yb xa", 2),
    ("xa yb xc xd", 3),
    ("xa yb yc yd", 3),
    ("xa yb zc wd", 3),
    ("xa yb za wd", 4),
    ("xa yb za wc ve", 4),
]


@pytest.mark.parametrize(("told", "kept"), RIVALS)
def test_of_what_is_put_out_two_of_each_value_are_kept_until_nobody_lacks_a_rival(told, kept):
    facts = [fact(str(place), 40 - place, *word) for place, word in enumerate(told.split())]
    assert chosen(facts) == "012345"[:kept]
