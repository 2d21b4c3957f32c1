"""Rows in another order: against a slow comparison of every pair, and by hand where the order is a choice."""

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.written import WrittenDate
from timeline.errors import ViewError
from timeline.views.arranged import arranged
from timeline.views.rows import date_in_threes

DATES = ("2026-04-24", "2026-04", "2026", "[..2025]", "-0043", "Y170000002", "1985-04-12T23:20:30Z", "198X", None)


def dated(text, place):
    return {**date_in_threes("occurred", None if text is None else WrittenDate(text)), "place": place}


def texts(rows):
    return [row["occurred"] for row in rows]


def test_dates_go_by_their_bounds_and_what_has_none_stands_last_both_ways():
    rows = [dated(text, place) for place, text in enumerate(DATES)]
    order = ["[..2025]", "-0043", "198X", "1985-04-12T23:20:30Z", "2026", "2026-04", "2026-04-24", "Y170000002", None]
    assert texts(arranged(rows, sort="occurred")) == order
    assert texts(arranged(rows, sort="occurred", reverse=True)) == [*reversed(order[:-1]), None]


values = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "B", "b", "c", ""]) | st.floats(-2, 2)


def slow(one, other):
    """Compare as the docstring says, in the plainest way."""
    if (one is None) != (other is None):
        return 1 if one is None else -1
    if one is None:
        return 0
    kinds = [0 if isinstance(v, bool) else 1 if isinstance(v, int | float) else 2 for v in (one, other)]
    if kinds[0] != kinds[1]:
        return kinds[0] - kinds[1]
    keys = [(v.casefold(), v) if isinstance(v, str) else v for v in (one, other)]
    return (keys[0] > keys[1]) - (keys[0] < keys[1])


@given(st.lists(values, min_size=1, max_size=8), st.integers(1, 9))
def test_values_of_every_kind_are_ordered_as_a_slow_comparison_says_and_ties_keep_their_place(given_, limit):
    rows = [{"value": value, "place": place} for place, value in enumerate(given_)]
    compared = sorted(rows, key=functools.cmp_to_key(lambda a, b: slow(a["value"], b["value"])))
    assert arranged(rows, sort="value") == compared
    assert arranged(rows, sort="value", limit=limit) == compared[:limit]
    assert arranged(rows, reverse=True) == rows[::-1]


def test_a_field_that_no_row_has_is_refused_with_the_one_that_was_meant():
    with pytest.raises(ViewError, match='no row has a field "titel"') as caught:
        arranged([{"title": "x"}], sort="titel")
    assert "title" in caught.value.fix
    assert arranged([], sort="titel") == []
