"""The figure `rate`: how much came in each stretch of time."""

import pytest
from faults import faults
from figure_logs import Log

from timeline import figures
from timeline.errors import FigureError


def test_a_rate_counts_what_surely_came_and_what_may_have():
    log = Log()
    log.source("may", published="2024-05-05")
    log.source("vague", published="2024-05/2024-07")
    log.source("unknown", published=None)
    first = log.event("one", "2024", (), ["may"])
    log.event("two", "2024", (), ["may"])
    log.event("three", "2024", (), ["vague"])
    log.add("correction", target=first, set={"title": "One"}, reported="2024-06-06")
    log.add("retraction", target=first, because="ours")
    scene = figures.scene(log.snapshot("2026-12-31"), "rate", records=log.records)
    assert faults(scene) == []
    numbers = [label.text for label in scene.labels if label.role == "number"]
    assert numbers == ["1", "2", "1", "1"]
    assert [lane.name for lane in scene.lanes] == ["new", "corrected", "retracted"]
    assert [(item.kind, item.answer) for item in scene.items] == [
        ("new", "possibly"),
        ("new", "yes"),
        ("corrected", "yes"),
        ("retracted", "yes"),
    ]
    (may,) = [mark.box for mark in scene.marks if mark.item == 1 and mark.role == "value"]
    (june,) = [mark.box for mark in scene.marks if mark.item == 2 and mark.role == "value"]
    assert may.height == pytest.approx(2 * june.height)
    (bracket,) = [mark.box for mark in scene.marks if mark.role == "bracket"]
    assert bracket.left == pytest.approx(may.left, abs=1)
    assert bracket.width == pytest.approx(3 * may.width, abs=4)
    with pytest.raises(FigureError, match="nothing to draw"):
        figures.scene(log.snapshot("2020-01-01"), "rate", records=())


def test_a_rate_counts_changes_to_events_that_were_not_undone_and_says_what_it_does_not_count():
    log = Log()
    source = log.source("s", published="2024-05-05")
    link_end = log.event("another", "2024", (), ["s"])
    first = log.event("one", "2024", (), ["s"])
    link = log.add("link", rel="supersedes", **{"from": link_end, "to": first}, reported="2024-05-06")
    log.add("retraction", target=link, because="ours")
    log.add("correction", target=source, set={"title": "S"}, because="ours")
    kept = log.add("correction", target=first, set={"title": "One"}, reported="2024-06-06")
    log.add("correction", target=kept, set={"reported": "2024-06-07"}, because="ours")
    wrong = log.add("correction", target=first, set={"title": "None"}, reported="2024-07-07")
    log.add("retraction", target=wrong, because="ours")
    scene = figures.scene(log.snapshot("2026-12-31"), "rate", records=log.records)
    counted = [item.whole for item in scene.items if item.kind != "new"]
    assert ["Jun 2024" in said for said in counted] == [True]
    assert "4 changes to sources, reports, links or other changes, not to events, not counted." in scene.notes
    assert "1 change to events, undone since, not counted." in scene.notes


def test_no_bracket_of_a_rate_strikes_its_number_through():
    log = Log()
    for number, published in enumerate(["2024-05/2024-07", "2024-05/2024-12", "2024-06/2024-12", "2024-08/2024-09"]):
        log.source(f"s{number}", published=published)
        log.event(f"event {number}", "2024", (), [f"s{number}"])
    scene = figures.scene(log.snapshot("2026-12-31"), "rate", records=log.records)
    assert faults(scene) == []
    brackets = [mark.box for mark in scene.marks if mark.role == "bracket"]
    numbers = [label.box for label in scene.labels if label.role == "number"]
    assert len(brackets) == len(numbers) == 4
    for number in numbers:
        for line in brackets:
            if line.left <= number.right and number.left <= line.right:
                assert number.bottom <= line.top or number.top > line.top, (number, line)
        assert any(line.left <= number.left and 0 <= line.top - number.bottom < 4 for line in brackets)


def test_a_rate_of_many_years_goes_by_years():
    log = Log()
    for year in range(1900, 2020):
        log.source(f"s{year}", published=f"{year}-05-05")
        log.event(f"in {year}", f"{year}", (), [f"s{year}"])
    scene = figures.scene(log.snapshot("2021-01-01"), "rate", records=log.records)
    assert "each year" in scene.title
    assert faults(scene) == []


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((1901, 1901, 1931), "most new: 2, 1901"),
        ((1901, 1901, 1931, 1931, 1961), "most new: 2 each, 1901 and 1931"),
        ((1901, 1901, 1931, 1931, 1961, 1961), "most new: 2 each, 1901, 1931 and 1961"),
        ((1901, 1901, 1931, 1931, 1961, 1961, 1991, 1991), None),
        ((1901, 1931), None),
    ],
)
def test_a_rate_says_when_most_was_new_and_of_few_that_are_equal_all(years, said):
    log = Log()
    for number, year in enumerate(years):
        log.source(f"s{number}", published=f"{year}-05-0{number + 1}")
        log.event(f"event {number}", f"{year}-05-01", (), [f"s{number}"])
    scene = figures.scene(log.snapshot("2026-12-31"), "rate", records=log.records, title="T")
    (line,) = [label.text for label in scene.labels if label.role == "question"]
    assert line.partition(" · ")[2] == (said or "")


@pytest.mark.parametrize("use", [None, "phone", "card"])
def test_what_nobody_dates_does_not_stretch_the_axis_of_a_rate_to_when_it_happened(use):
    """Centuries of astronomy, told on pages of a few years, some of which say no date."""
    log = Log()
    log.source("undated", published=None)
    for number in range(8):
        log.source(f"s{number}", published=f"{2004 + 2 * number}")
        log.event(f"told {number}", f"{1500 + 10 * number}", (), [f"s{number}"])
        log.event(f"undated {number}", f"{1500 + 10 * number}", (), ["undated"])
    scene = figures.scene(log.snapshot("2026-11-23"), "rate", records=log.records, for_=use)
    assert faults(scene) == []
    columns = [mark.box for mark in scene.marks if mark.role == "value"]
    plot = scene.plot
    assert len(columns) == 8
    assert max(box.right for box in columns) - min(box.left for box in columns) > 0.5 * (plot.right - plot.left)
    brackets = [mark for mark in scene.marks if mark.role == "bracket"]
    assert all(len(mark.points) == 3 and mark.box.left == plot.left for mark in brackets)
    assert [item.whole for item in scene.items if item.answer == "possibly"] == ["8 new, some time from 1500 to 2026."]
    assert "in one of these, or before" in [label.text for label in scene.labels if label.role == "legend"]
    assert not any("nobody knows which" in label.text for label in scene.labels)
