"""Values that ended by name, and cells of several values, as figures show them."""

import math

import attrs
import pytest
from figure_logs import VIEW, Log

from timeline import figures
from timeline.dates import edtf
from timeline.figures.describe import state
from timeline.figures.describe.words import Asked


def moment(day):
    return edtf.parse(day).span.lo


@pytest.fixture
def log():
    log = Log()
    log.source("sure", origin={"name": "o"})
    log.event("began", "2020-01-01", [("a.p", "x")], ["sure"])
    log.event("ended", "2021-01-01", [("a.p", "x", "ended")], ["sure"])
    return log


def strip(log, spec=VIEW, name="p"):
    chart = state.chart(log.snapshot("2026-01-01"), spec, Asked())
    return next(strip for strip in chart.strips if strip.name == name)


def test_a_cell_that_ended_is_a_bar_of_its_own_and_not_unknown(log):
    lane = strip(log)
    assert lane.unknown == ((-math.inf, moment("2020-01-01") - 1),)
    value, over, beside = lane.entries
    assert [entry.text for entry in (value, over, beside)] == ["x", "(ended)", "ended: x"]
    assert [(bar.outline[0][0], bar.outline[-1][0]) for bar in over.bars] == [(moment("2021-01-01"), math.inf)]
    assert over.goes_on
    assert value.bars[-1].outline[-1][0] == moment("2021-01-01") - 1


def test_the_sign_of_an_end_is_explained_and_is_not_that_of_another_mode(log):
    scene = figures.scene(log.snapshot("2026-01-01"), "state", view=VIEW)
    assert [label for label in scene.labels if label.text == "ended" and label.role == "legend"]
    log.event("failed", "2022-01-01", [("a.p", "y", "failed")], ["sure"])
    signs = [
        mark for mark in figures.scene(log.snapshot("2026-01-01"), "state", view=VIEW).marks if mark.role == "sign"
    ]
    assert len({len(mark.points) for mark in signs}) == 2


def test_a_null_alone_has_no_sign_to_explain():
    log = Log()
    log.source("sure", origin={"name": "o"})
    log.event("began", "2020-01-01", [("a.p", "x")], ["sure"])
    log.event("over", "2021-01-01", [("a.p", None)], ["sure"])
    scene = figures.scene(log.snapshot("2026-01-01"), "state", view=VIEW)
    assert not [mark for mark in scene.marks if mark.role == "sign"]


def test_several_values_have_a_bar_each_and_go_on():
    log = Log()
    log.source("sure", origin={"name": "o"})
    for number, value in enumerate("xyz", 1):
        log.event(value, f"2020-0{number}-01", [("a.p", value)], ["sure"])
    several = strip(log, attrs.evolve(VIEW, many=("p",)))
    assert [(entry.text, entry.goes_on, entry.answer) for entry in several.entries] == [
        (value, True, "yes") for value in "xyz"
    ]
    assert [entry.goes_on for entry in strip(log).entries] == [False, False, True]


def test_of_several_values_that_are_all_possible_none_may_be_left():
    log = Log()
    log.source("sure", origin={"name": "o"})
    for value in "xy":
        log.event(value, "2020", [("a.p", value)], ["sure"])
    year = (moment("2020"), moment("2020-12-31") - 1)
    assert year in strip(log, attrs.evolve(VIEW, many=("p",))).unknown
    assert year not in strip(log).unknown


def test_rows_that_a_view_names_are_lanes_in_its_order(log):
    chart = state.chart(log.snapshot("2026-01-01"), attrs.evolve(VIEW, entities=("z", "a")), Asked())
    assert [group for group, _ in chart.silent] == ["z", "a"]
    assert list(dict.fromkeys(one.group for one in chart.strips)) == ["a"]
