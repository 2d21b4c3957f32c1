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


@pytest.mark.parametrize("bound", ["earliest", "latest"])
def test_a_bound_alone_goes_as_its_date_does_and_an_unknown_one_stands_last_both_ways(bound):
    """As text, *open* and *unknown* would stand behind every day, and before them backwards."""
    field = f"occurred_{bound}"
    rows = [dated(text, place) for place, text in enumerate((*DATES, "1985/..", "1985/", "/1985", "../1985"))]
    told = [row[field] for row in arranged(rows, sort=field)]
    back = [row[field] for row in arranged(rows, sort=field, reverse=True)]
    known = [text for text in told if text != "unknown"]
    unknown = ["unknown"] * (len(told) - len(known))
    assert unknown
    assert told == known + unknown
    assert back == known[::-1] + unknown
    days = [text for text in known if text != "open"]
    opens = ["open"] * (len(known) - len(days))
    assert opens
    assert known == (opens + days if bound == "earliest" else days + opens)


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


def test_an_open_end_is_after_every_day_and_an_unknown_one_after_that():
    rows = [dated(text, place) for place, text in enumerate(("2025-01-01/", "2025-01-01/..", "2025-01-01/2025-12"))]
    assert texts(arranged(rows, sort="occurred")) == ["2025-01-01/2025-12", "2025-01-01/..", "2025-01-01/"]


def test_a_text_that_is_a_day_goes_by_that_day_wherever_it_stands():
    days = ["2026-01-02T03:00:00Z", "12026-01-01", "2026-01-02", "-0044-03-15", "a word", None]
    assert [row["at"] for row in arranged([{"at": day} for day in days], sort="at")] == [
        "-0044-03-15", "2026-01-02", "2026-01-02T03:00:00Z", "12026-01-01", "a word", None,
    ]  # fmt: skip


def test_lists_and_objects_go_by_what_differs_first_in_them():
    values = [{"b": 1, "a": 2}, {"a": 3}, {"a": "é"}, {"a": "z"}]
    found = arranged([{"value": value} for value in reversed(values)], sort="value")
    assert [row["value"] for row in found] == [{"b": 1, "a": 2}, {"a": 3}, {"a": "z"}, {"a": "é"}]
    lists = [[None], ["a"], [1, None], [1, True]]
    assert [row["of"] for row in arranged([{"of": one} for one in lists], sort="of")] == [
        [None], [1, None], [1, True], ["a"],
    ]  # fmt: skip


def test_a_field_that_no_row_has_is_refused_with_the_one_that_was_meant():
    with pytest.raises(ViewError, match='no row has a field "titel"') as caught:
        arranged([{"title": "x"}], sort="titel")
    assert (caught.value.where, caught.value.fix) == ("--sort", 'did you mean "title"?')
    with pytest.raises(ViewError) as caught:
        arranged([{"title": "x", "id": 1}], sort="quantity")
    assert caught.value.fix == "the fields are title, id"
    assert arranged([], sort="titel") == []


@pytest.mark.parametrize(
    ("field", "ordered"),
    [
        ("at", ["2025-01-05", "2025-01-05T10:00:00Z", "2025-01-05T10:00:00.5Z", "2025-01-05T10:00:01Z"]),
        ("at_earliest", ["2025-01-05", "2025-01-05T10:00:00Z", "2025-01-05T10:00:00.25Z", "2025-01-06"]),
        ("at_latest", ["2025-01-05T10:00:00Z", "2025-01-05T10:00:00.5Z", "2025-01-05", "2025-01-06T10:00:00Z"]),
        ("origin", [{"name": "o1"}, {"name": "o2", "interested": True}, {"name": "o3"}, None]),
        ("values", [[], [{"value": 2, "events": ["b"]}], [{"value": 10, "events": ["a"]}], [{"value": "x"}]]),
    ],
)
def test_moments_of_one_day_go_by_their_time_and_objects_by_what_stands_first_in_them(field, ordered):
    """A fraction is later than its whole second; a day that is a latest bound reaches to its end."""
    rows = [{field: value} for value in ordered]
    for start in range(len(rows)):
        assert arranged(rows[start:] + rows[:start], sort=field) == rows
        assert arranged(rows[start:][::-1] + rows[:start], sort=field) == rows


def test_dates_that_begin_together_go_by_where_they_end_a_day_after_its_instants():
    rows = [dated(text, 0) for text in ("2025-01-05/2025-01-06", "2025-01-05/2025-01-05", "2025-01-05")]
    assert texts(arranged(rows, sort="occurred")) == ["2025-01-05/2025-01-05", "2025-01-05", "2025-01-05/2025-01-06"]
