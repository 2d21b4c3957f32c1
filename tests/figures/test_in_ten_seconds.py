"""What a picture editor asks of a figure: that a glance at it tells nothing that the log does not."""

import re

import pytest
from faults import faults
from figure_logs import Log
from story_logs import story

from timeline import figures
from timeline.figures.describe.told import since_it_happened
from timeline.figures.place.elapsed import HOUR

AS_OF = "2026-11-23"


def marks(scene, *roles):
    return [mark for mark in scene.marks if mark.role in roles and mark.item is not None]


def texts(scene, role):
    return [label.text for label in scene.labels if label.role == role]


# --- when it was reported --------------------------------------------------------------------------------------------


def test_nothing_that_happened_is_reported_before_it_happened():
    """Of some of these events the crew, of others only a page dated to that day speaks, which began at midnight."""
    scene = story("apollo13").scene("plane")
    (line,) = [mark for mark in scene.marks if mark.role == "same-day"]
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    whiskers = marks(scene, "whisker")
    assert whiskers
    for whisker in whiskers:
        for x, y in whisker.points:
            assert x > x1 or y >= y0 + (x - x0) * (y1 - y0) / (x1 - x0) - 3.0


def test_nothing_of_a_rate_counts_before_what_it_counts_has_happened():
    """The first words of this log were said at 02:54; sources of that day alone began a bracket at midnight."""
    scene = story("apollo13").scene("rate")
    assert faults(scene) == []
    hours = [int(hour) for item in scene.items for hour in re.findall(r"from (\d\d):", item.whole)]
    assert len(hours) > 5
    assert min(hours) == 2


def test_what_is_planned_may_be_told_at_any_time_of_its_day():
    log = Log()
    log.source("paper", published="2026-03-11")
    log.event("a launch", "2026-03-11T14:00:00Z", [("ship.state", "launched", "planned")], ["paper"])
    log.event("a launch, in fact", "2026-03-11T14:00:00Z", [("ship.state", "launched")], ["paper"])
    events = {event.event.title: event for event in log.snapshot(AS_OF).events}
    planned, done = events["a launch"], events["a launch, in fact"]
    assert since_it_happened(planned, planned.window) == planned.window
    assert since_it_happened(done, done.window).lo == planned.window.lo + 14 * HOUR


def test_a_mark_stands_at_the_day_by_which_it_was_surely_reported():
    """An undated page is no proof that something was told half-way between then and now."""
    log = Log()
    log.source("page", published=None, retrieved="2020-06-01")
    log.source("book", published="2010-01-01")
    log.event("an old thing", "1500", [], ["page"])
    log.event("a new thing", "2010-01-01", [], ["book"])
    scene = figures.scene(log.snapshot(AS_OF), "plane")
    (old,) = [item for item, found in enumerate(scene.items) if "old thing" in found.whole]
    ends = [y for mark in marks(scene, "whisker") if mark.item == old for _, y in mark.points]
    (sign,) = [mark for mark in marks(scene, "value") if mark.item == old and mark.shape == "dot"][:1]
    assert sign.points[0][1] == pytest.approx(max(ends), abs=3.0)


def test_reports_that_nobody_dates_do_not_stretch_the_axis_to_the_days_of_their_events():
    scene = story("astronomy").scene("plane")
    years = {int(text) for text in texts(scene, "axis") if re.fullmatch(r"\d{4}", text)}
    down = {label.text for label in scene.labels if label.role == "axis" and label.box.right < scene.plot.left}
    assert min(int(text) for text in down if text.isdigit()) >= 2000
    assert min(years) <= 1500
