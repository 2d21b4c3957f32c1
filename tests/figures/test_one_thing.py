"""One thing under two names, as figures show it: one lane, by the name that answers give it, and one side of a pair."""

import datetime as dt

import pytest
from figure_logs import Log, clock

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.figures.describe import compare, events, state
from timeline.figures.describe.words import Asked
from timeline.views.filters import Selection
from timeline.views.table import ViewSpec

VIEW = ViewSpec(name="v", title="Which value?", properties=("p",))
APART, ONE = "2025-09-30", "2025-10-01"


@pytest.fixture
def log():
    log = Log()
    log.source("sure", origin={"name": "o"})
    log.event("first", "2025-02-01", [("R2.p", "x")], ["sure"])
    log.event("second", "2025-08-01", [("V4.p", "y"), ("R2.q", "z")], ["sure"])
    log.add("link", from_="R2", to="V4", rel="same-entity", reported=ONE)
    return log


def at(log, day):
    as_of = clock(day)
    return Ledger(log.records).at(Clocks.choose(today=dt.date(2026, 1, 1), as_of=as_of, on=as_of))


def lanes(chart):
    return [(strip.group, strip.name, [entry.text for entry in strip.entries]) for strip in chart.strips]


def test_a_view_over_time_has_one_lane_for_one_thing(log):
    assert lanes(state.chart(at(log, APART), VIEW, Asked())) == [("R2", "p", ["x"]), ("V4", "p", ["y"])]
    assert lanes(state.chart(at(log, ONE), VIEW, Asked())) == [("V4", "p", ["x", "y"])]


@pytest.mark.parametrize("name", ["R2", "V4"])
def test_figures_take_either_name(log, name):
    assert len(state.chart(at(log, ONE), VIEW, Asked(selection=Selection(entities=(name,)))).strips) == 1
    drawn = events.chart(at(log, ONE), Asked(selection=Selection(entities=(name,))))
    assert [entry.text for strip in drawn.strips for entry in strip.entries] == ["first", "second"]


def test_the_lanes_of_events_are_those_of_things(log):
    assert [strip.group or strip.name for strip in events.chart(at(log, ONE), Asked()).strips] == ["V4"]


def test_the_rows_that_a_view_names_have_lanes_under_either_name(log):
    spec = ViewSpec(name="v", title="v", properties=("p",), entities=("R2",))
    assert lanes(state.chart(at(log, APART), spec, Asked())) == [("R2", "p", ["x"])]
    assert lanes(state.chart(at(log, ONE), spec, Asked())) == [("V4", "p", ["x", "y"])]


def test_a_comparison_puts_a_row_beside_the_row_that_it_became(log):
    chart = compare.chart(at(log, APART), at(log, ONE), VIEW, Asked())
    assert [(strip.group, [entry.text for entry in strip.entries]) for strip in chart.strips] == [
        ("R2, then V4, p", ["x"]),
        ("R2, then V4, p", ["x", "y"]),
        ("V4, p", ["y"]),
        ("V4, p", ["x", "y"]),
    ]
