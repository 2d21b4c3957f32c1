"""The figure `plane`: how long after it happened each event was reported."""

import itertools

import pytest
from faults import faults
from figure_logs import Log, items
from hypothesis import given, settings
from hypothesis import strategies as st
from story_logs import LOGS, story

from timeline import figures
from timeline.dates import edtf
from timeline.figures.place.plane import spread
from timeline.figures.place.resize import page_count
from timeline.figures.uses import USES


def test_the_plane_puts_what_was_told_late_below_the_line_and_what_was_told_ahead_above():
    log = Log()
    for day in ("2020-01-10", "2020-06-01", "2020-12-01"):
        log.source(day, published=day, origin={"name": "o"})
    log.event("on the day", "2020-06-01", (), ["2020-06-01"])
    log.event("late", "2020-03-01", (), ["2020-12-01"])
    log.event("ahead", "2020-09-01", (), ["2020-01-10"])
    log.event("undated", None, (), ["2020-06-01"])
    scene = figures.scene(log.snapshot("2021-01-01"), "plane")
    assert faults(scene) == []
    line = next(mark for mark in scene.marks if mark.role == "same-day")
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]

    def below(name):
        mark = next(m for m in scene.marks if m.item in items(scene, f"{name}. ") and m.shape == "dot")
        (x, y) = mark.points[0]
        return y - (y0 + (y1 - y0) * (x - x0) / (x1 - x0))

    assert below("on the day") == pytest.approx(0, abs=1.5)
    assert below("late") > 20
    assert below("ahead") < -20
    assert any("without a date" in note for note in scene.notes)
    assert sum(label.role == "text" for label in scene.labels) == 4


@pytest.mark.parametrize("more", [{}, {"for_": "phone"}, {"for_": "card"}, {"theme": "dark"}], ids=str)
def test_a_plane_counts_in_squares_what_cannot_be_told_apart(more):
    """Bars and dots of hundreds of events lie over each other: only the named ones have bars, and nothing is lost."""
    log = Log()
    log.source("told", published="2021-03", origin={"name": "o"})
    log.source("denied", published="2021-03", origin={"name": "p"})
    for number in range(200):
        date = f"{2000 + number % 20}-0{number % 9 + 1}" if number % 10 else None
        against = [{"source": "denied", "stance": "denies"}] if number % 50 == 1 else []
        log.event(f"event {number}", date, (), reports=[{"source": "told"}, *against], tags=["key"] * (number < 6))
    snapshot = log.snapshot("2022-01-01")
    scene = figures.scene(snapshot, "plane", **more)
    assert faults(scene) == []
    assert {name for item in scene.items for name in item.ids} == {event.id for event in snapshot.events}
    named = {label.item for label in scene.labels if label.role in ("text", "number") and label.item is not None}
    assert {mark.item for mark in scene.marks if mark.role in ("whisker", "echo")} <= named
    squares = [mark for mark in scene.marks if mark.role == "crowd" and mark.item is not None]
    assert all(not one.box.overlaps(other.box) for one, other in itertools.combinations(squares, 2))
    for square in squares:
        held = scene.items[square.item]
        assert held.whole.startswith(f"{len(held.ids)} events")
        assert (held.standing == "disputed") == ("disputed" in held.whole) == (square.stroke is not None)
    counts = [label for label in scene.labels if label.role == "count" and label.item is not None]
    assert counts
    assert all(label.text == str(len(scene.items[label.item].ids)) for label in counts)
    few = figures.scene(snapshot, "plane", since=edtf.parse("2000"), until=edtf.parse("2003"))
    assert not any(mark.role == "crowd" for mark in few.marks)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0, 400), max_size=40))
def test_names_are_spread_so_that_none_touches_and_none_leaves(wanted):
    low, high = 6.0, 6.0 + 12.0 * max(len(wanted), 34)
    places = spread(sorted(wanted), 12.0, low, high)
    assert all(b - a >= 12.0 - 1e-6 for a, b in itertools.pairwise(places))
    assert all(low - 1e-6 <= place <= high + 1e-6 for place in places)


@pytest.mark.parametrize("use", ["phone", "article"])
def test_where_there_is_little_room_the_upright_axis_has_one_column(use):
    """Two columns of names took up to two fifths of a phone, and the field had as much."""
    for name in ("apollo13", "events"):
        scene = story(name).scene("plane", for_=use)
        assert faults(scene) == []
        beside = [label for label in scene.labels if label.role == "axis" and label.box.right < scene.plot.left]
        assert any(label.style == "bold" for label in beside)
        ends = [label.box.right for label in beside if label.y > scene.plot.top and label.style != "italic"]
        assert max(ends) - min(ends) < 4
        if use == "phone":
            assert scene.plot.left < scene.width * 0.27


@pytest.mark.parametrize("name", LOGS)
def test_a_plane_on_paper_is_wide_and_stands_on_one_sheet(name):
    """Names beside it left it two fifths of the width, and a third of the sheet was empty."""
    scene, use = story(name).scene("plane", for_="print"), USES["print"]
    assert faults(scene) == []
    assert scene.plot.right - scene.plot.left > 0.7 * (scene.width - 2 * use.edge)
    assert page_count(scene, use.sheet(scene.width), use.edge) == 1
