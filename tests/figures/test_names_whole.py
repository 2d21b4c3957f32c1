"""A name over a bar is whole where there is room for it anywhere beside its mark, the column of the lanes included."""

import pytest
from faults import faults
from figure_logs import Log, scene_of
from story_logs import COMPARED, most_told_cell, story


def drawn(log, kind):
    told = story(log)
    if kind == "compare":
        before, after = COMPARED[log]
        return told.scene(kind, before=told.at(before), as_of=after, for_="article")
    more = {"cell": most_told_cell(told)} if kind == "belief" else {}
    return told.scene(kind, for_="article", **more)


@pytest.mark.parametrize("kind", ["state", "compare", "belief"])
def test_the_article_of_six_centuries_cuts_no_name(kind):
    scene = drawn("astronomy", kind)
    assert faults(scene) == []
    assert [label.text for label in scene.labels if label.role == "text" and label.text.endswith("…")] == []


def test_very_many_values_over_one_row_are_not_a_wedge_of_leaders():
    log = Log()
    log.source("s", origin={"name": "o"})
    for number in range(60):
        day = f"{2015 + number // 12}-{number % 12 + 1:02d}-01"
        log.event(f"value {number}", day, [("a.p", f"value {number}")], ["s"])
    for kind in ("state", "belief"):
        scene = scene_of(log, kind)
        assert faults(scene) == []
        assert sum(mark.role == "leader" for mark in scene.marks) <= 24
        assert any(
            "for whose name there is no room" in label.text or "not named" in label.text for label in scene.labels
        )


def test_of_equal_lengths_the_first_comes_first_and_2_before_10():
    log = Log()
    log.source("s", origin={"name": "o"})
    for number in (10, 2, 1, 11):
        log.event(f"step {number}", "2019-12-30", reports=[{"source": "s", "reported": "2020-01-02"}])
    log.event("step 30", "2019-12-28", reports=[{"source": "s", "reported": "2019-12-31"}])
    scene = scene_of(log, "lag")
    told = sorted((label.y, label.text) for label in scene.labels if label.role == "text")
    assert [text for _, text in told] == ["step 30", "step 1", "step 2", "step 10", "step 11"]


def test_what_has_no_earliest_date_stands_on_its_axis_up_to_the_day_from_which_it_is_sure():
    log = Log()
    log.source("s", origin={"name": "o"})
    for number in range(3):
        log.event(f"undated {number}", None, [("a.p", f"v{number}")], ["s"])
    scene = scene_of(log, "state")
    assert faults(scene) == []
    assert "2020" in " ".join(label.text for label in scene.labels if label.role == "axis")


def test_a_few_events_two_thousand_years_before_the_as_of_day_keep_their_room():
    log = Log()
    log.source("s", origin={"name": "o"})
    for number, day in enumerate(("-0048", "-0043-03-15", "-0030-09-02", "-0026", "0014-08-19")):
        log.event(f"event {number}", day, [("Rome.p", f"v{number}")], ["s"])
    for kind in ("events", "state"):
        scene = scene_of(log, kind)
        assert faults(scene) == []
        assert any(mark.role == "break" for mark in scene.marks)
        assert "BC" in " ".join(label.text for label in scene.labels if label.role == "axis")
