"""What is seldom read of dates: a clock far before our era, words for what goes on, a full stop behind a phrase."""

import datetime as dt

import pytest

from timeline.dates.advice import hint
from timeline.dates.edtf import of_clock, parse_clock
from timeline.dates.phrases import still_lasts

TODAY = dt.date(2026, 11, 23)


def test_a_clock_far_before_our_era_is_a_day_of_a_year_with_its_sign():
    tree = of_clock(parse_clock("Y-17E7", today=TODAY)).tree
    assert (tree.year, tree.month, tree.day) == ("-170000000", "12", "31")


@pytest.mark.parametrize(("text", "found"), [("Ongoing", True), (" present ", True), ("gone", False)])
def test_words_for_what_goes_on_are_known_in_any_capitals(text, found):
    assert still_lasts(text) is found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("late 2025.", "2025-39"),
        ("before May 2026.", "[..2026-04]"),
        ("2025-08-14.", "2025-08-14"),
        ("May 2025?.", "2025-05?"),
        ("03May2024.", "2024-05-03"),
    ],
)
def test_a_full_stop_behind_a_phrase_is_none_of_it(text, meant):
    assert hint(text).edtf == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mid 1900s", "[1904..1906,1934..1966]"),
        ("between 3/4/2025 and 5/6/2025", "[2025-03-04..2025-05-06,2025-04-03..2025-06-05]"),
        ("3/4/2025 or 5/5/2025", "[2025-03-04,2025-05-05,2025-04-03]"),
    ],
)
def test_readings_that_are_lists_are_put_into_one_list_each_member_once(text, meant):
    assert hint(text).edtf == meant
