"""What was seen in the drawn figures of the four logs and of strangers' logs, each fault as the whole of its kind."""

import itertools

import pytest
from figure_logs import VIEW, Log
from story_logs import most_told_cell, story

from timeline import figures
from timeline.views.table import ViewSpec

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
        gap, plot = max(gaps(scene)), scene.plot  # the last one is that of the decades
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


def axis(scene):
    return [label.text for label in scene.labels if label.role == "axis"]


def test_years_before_our_era_are_round_as_people_count_them():
    log = Log()
    log.source("s")
    for number, year in enumerate(range(-752, 477, 60)):
        log.event(f"thing {number}", f"{year:05d}" if year < 0 else f"{year:04d}", [("a.p", number)], ["s"])
    names = axis(figures.scene(log.snapshot(), "events"))
    assert [name for name in names if name.endswith("BC")] == [f"{number}00 BC" for number in range(7, 0, -1)]
    assert [name for name in names if "BC" not in name] == ["AD 1", "AD 100", "AD 200", "AD 300", "AD 400"]


def test_bands_of_centuries_change_where_the_names_stand():
    log = Log()
    log.source("s")
    for number, year in enumerate(range(-752, 477, 60)):
        log.event(f"thing {number}", f"{year:05d}" if year < 0 else f"{year:04d}", [("a.p", number)], ["s"])
    scene = figures.scene(log.snapshot(), "events")
    grid = {round(mark.box.left) for mark in scene.marks if mark.role == "grid"}
    for band in (mark.box for mark in scene.marks if mark.role == "band"):
        for edge in (band.left, band.right):
            assert any(abs(edge - x) <= 1 for x in grid) or edge < min(grid) or edge > max(grid)


def test_a_gap_is_long_or_short_beside_what_longer_gaps_leave():
    """Two hours between two clocks 26 years apart: first the years go, then the months, however short beside them."""
    log = Log(earlier="2000")
    log.source("s", published="2026-03-11")
    for number in range(30):
        log.event(
            f"thing {number}", f"2026-03-11T{12 + number // 12}:{number % 12 * 5:02d}:00Z", [("a.p", number)], ["s"]
        )
    scene = figures.scene(
        log.snapshot("2026-11-23"), "compare", before=log.snapshot("2000"), view=VIEW, records=log.records
    )
    places = sorted(gaps(scene))
    assert len(places) == 4
    assert places[2] - places[1] > (scene.plot.right - scene.plot.left) * 0.6


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2020-02-05", "2020-08-05"], "2 of 2 events told ahead; the longest first"),
        (["2020-02-05", "2019-12-05"], "1 of 2 events surely within a month; 1 told ahead; the longest first"),
        (["2019-06-05", "2020-02-05"], "None of 2 events surely within a month; 1 told ahead; the longest first"),
        (["2020-01-01", "2020-01-01"], "2 of 2 events on the same day"),
    ],
)
def test_a_lag_counts_what_was_told_ahead_as_ahead(days, said):
    log = Log()
    log.source("s")
    for number, day in enumerate(days):
        log.event(f"thing {number}", day, [("a.p", number)], ["s"])
    scene = figures.scene(log.snapshot(), "lag")
    assert said in [label.text for label in scene.labels if label.role == "question"]


def test_a_note_of_one_says_it_of_one():
    log = Log()
    log.source("s")
    log.event("dated", "2019-06-05", [("a.p", 1)], ["s"])
    log.event("begun at any time", "[..2020-06]", [("a.p", 2)], ["s"])
    scene = figures.scene(log.snapshot(), "lag")
    assert not [note for note in scene.notes if note.startswith("1 ") and " they " in note]


def test_the_day_after_a_gap_is_named_beside_a_long_name_before_it():
    """Without its day no hour after the gap could be named, and the longest part of the axis would have no name."""
    log = Log()
    log.source("s", published="2001-01-01T00:00:00Z")
    log.event("long before", "2001-01-01T00:00:00Z", [("a.p", 0)], ["s"])
    for number in range(30):
        when = f"2026-03-11T{12 + number // 12}:{number % 12 * 5:02d}:00Z"
        log.event(f"thing {number}", when, [("a.p", number)], ["s"])
    names = axis(figures.scene(log.snapshot(), "events", label="none"))
    assert {"1 Jan 2001, UTC", "11 Mar 2026"} <= set(names) or {"1 Jan 2001", "11 Mar 2026"} <= set(names)
    assert "13:00" in names


def test_states_that_follow_each_other_are_not_twice_as_many_moments():
    """Seven values in ten months, each from the end of the one before: no part of the axis is left out."""
    log = Log()
    log.source("s", published="2024-01-01")
    for number, day in enumerate(
        ("2024-03-15", "2024-03-23", "2024-06-06", "2024-06-14", "2024-09-05", "2024-12-04", "2024-12-24")
    ):
        log.event(f"thing {number}", day, [("a.p", f"value-{number}")], ["s"])
    assert not gaps(figures.scene(log.snapshot(), "state", view=VIEW))


@pytest.mark.parametrize("place", [None, "article", "phone", "card"])
def test_no_square_of_a_plane_hides_the_line_of_the_same_day(place):
    scene = story("astronomy").scene("plane", for_=place)
    drawn = [mark for mark in scene.marks if mark.role in ("crowd", "same-day") and mark.box.top > scene.plot.top]
    line = drawn[-1]
    assert line.role == "same-day"
    assert len(drawn) > 5
    for count in (label.box for label in scene.labels if label.role == "count"):
        for (x0, y0), (x1, y1) in itertools.pairwise(line.points):
            for step in range(101):
                x, y = x0 + (x1 - x0) * step / 100, y0 + (y1 - y0) * step / 100
                assert not (count.left < x < count.right and count.top < y < count.bottom)


@pytest.mark.parametrize("kind", ["events", "state"])
def test_the_names_of_two_lanes_differ_where_those_of_their_entities_do(kind):
    log = Log()
    log.source("s")
    names = [f"Interministerial Committee for Cross-Border Infrastructure {number}" for number in range(3)]
    for number, name in enumerate(names):
        log.event(f"thing {number}", f"2020-0{number + 1}-01", [(f"{name}.p", number)], ["s"])
    scene = figures.scene(log.snapshot(), kind, view=ViewSpec(name="v", title="Which?", properties=("p",)))
    said = " ".join(label.text for label in scene.labels if label.role == "lane")
    assert all(f"Infrastructure {number}" in said for number in range(3))


@pytest.mark.parametrize("kind", [kind for kind in figures.KINDS if kind not in ("compare", "cascade", "belief")])
def test_a_long_title_leaves_room_for_a_card(kind):
    log = Log()
    log.source("s", published="2020-02-01")
    for number in range(6):
        log.event(LONG, f"2020-01-0{number + 1}", [(f"{LONG[:60]} {number}.p", LONG[:70])], ["s"])
    scene = figures.scene(log.snapshot(), kind, view=VIEW, log_title=LONG, records=log.records, for_="card")
    head = [label for label in scene.labels if label.role == "title"]
    assert len(head) == 2
    assert any(mark.item is not None for mark in scene.marks)
    assert "1 sources" not in [label.text for label in scene.labels]


def test_a_name_in_the_list_of_a_card_fills_both_of_its_lines():
    log = Log()
    log.source("s", published="2020-02-01")
    for number in range(6):
        log.event(f"{LONG}, and {LONG}", f"2020-01-0{number + 1}", [("a.p", number)], ["s"])
    scene = figures.scene(log.snapshot(), "events", for_="card")
    lines = [label for label in scene.labels if label.role == "text" and label.text.endswith("…")]
    assert lines
    assert all(label.box.right > scene.plot.right * 0.8 for label in lines)


def test_a_card_counts_what_no_month_of_a_calendar_can_show_where_it_is_much():
    log = Log()
    log.source("s", published="2020-02-01")
    for number in range(900):
        log.event(f"thing {number}", f"2020-01-{number % 28 + 1:02d}" if number % 2 else None, [("a.p", number)], ["s"])
    scene = figures.scene(log.snapshot(), "calendar", for_="card")
    assert "447 more, not within one month, or without a date" in [label.text for label in scene.labels]
    assert [label.text for label in scene.labels if label.role == "month"] == ["Jan 2020"]


LONG = (
    "The committee for the review of the procedures that govern the appointment of members to the sub-committee met "
    "for the second time, and again decided nothing that had not already been decided, minuted and published before"
)
