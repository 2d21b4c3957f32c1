"""What was seen in the drawn figures of the four logs and of strangers' logs, each fault as the whole of its kind."""

import pytest
from figure_logs import Log
from story_logs import most_told_cell, story

from timeline import figures

PLACES = (None, "article", "phone", "card", "print")
FAR = "2026-11-23"
ALONG_TIME = ("events", "state", "rate", "belief")


def gaps(scene):
    """Where the gaps stand that are left out: their zigzags in the plot, and not the one of the legend."""
    return [mark.box.left for mark in scene.marks if mark.role == "break" and mark.box.bottom > scene.plot.top]


@pytest.mark.parametrize("place", [place for place in PLACES if place != "phone"])
def test_three_hours_fill_the_axis_however_late_they_are_asked_about(place):
    """An as-of day decades later is cut off by a gap; hours beside it have the width of the axis, and not a tenth."""
    told = story("apollo13")
    for kind in ALONG_TIME:
        cell = most_told_cell(told) if kind == "belief" else None
        scene = told.scene(kind, as_of=FAR, for_=place, cell=cell)
        gap, plot = min(gaps(scene)), scene.plot
        assert gap - plot.left > (plot.right - plot.left) * 0.7, kind


@pytest.mark.parametrize(
    "dates",
    [
        [f"2020-01-01T00:00:{second:02d}Z" for second in range(0, 60, 3)],
        [f"2020-01-01T10:{minute:02d}:00Z" for minute in range(0, 60, 3)],
        [f"2020-01-01T{hour:02d}:00:00Z" for hour in range(24)],
        [f"2020-01-{day:02d}" for day in range(1, 29)],
        [f"{year}" for year in range(1900, 1925)],
    ],
    ids=["seconds", "minutes", "hours", "days", "years"],
)
def test_no_margin_beside_a_gap_outgrows_what_it_stands_beside(dates):
    log = Log()
    log.source("s", published="1900")
    for number, when in enumerate(dates):
        log.event(f"thing {number}", when, [("a.p", number)], ["s"])
    scene = figures.scene(log.snapshot("9999"), "events", records=log.records)
    last = max(mark.box.right for mark in scene.marks if mark.item is not None)
    assert min(gaps(scene)) - last < (scene.plot.right - scene.plot.left) * 0.12
