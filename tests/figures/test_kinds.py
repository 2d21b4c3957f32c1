"""What each kind of figure says, read off the numbers of its scene."""

import itertools
import re

import pytest
from faults import faults
from figure_logs import DATES, TITLES, VIEW, Log, clock, hours, items, many, one_day, scene_of
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import figures
from timeline.dates import edtf
from timeline.errors import FigureError
from timeline.figures.describe.shapes import bounds, shape
from timeline.figures.draw import encode
from timeline.figures.place.scale import make_scale

# --- dates as shapes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", DATES)
def test_a_shape_reaches_exactly_from_the_first_to_the_last_bound(text):
    date = edtf.parse(text)
    outlines = [outline for outline, _ in shape(date)]
    assert bounds(outlines[0])[0] == date.span.lo
    assert bounds(outlines[-1])[1] == date.span.hi
    for before, after in itertools.pairwise(outlines):
        assert bounds(before)[1] == bounds(after)[0]


def test_the_four_bounds_of_a_state_are_the_corners_of_its_shape():
    date = edtf.parse("2020-05/2021-03")
    rise, sure, fall = (outline for outline, _ in shape(date))
    assert [moment for moment, _ in (*rise, *sure, *fall)] == [
        date.start.lo,
        date.start.hi_start,
        date.start.hi_start,
        date.end.lo_end,
        date.end.lo_end,
        date.end.hi,
    ]
    assert [height for _, height in (*rise, *fall)] == [0.0, 1.0, 1.0, 0.0]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(-(10**17), 10**17), min_size=1, max_size=30),
    st.lists(st.integers(-(10**17), 10**17), max_size=10),
    st.booleans(),
)
def test_the_axis_keeps_the_order_of_time(moments, others, linear):
    scale = make_scale(moments, 20.0, 600.0, linear=linear)
    everything = sorted([*moments, *others])
    places = [scale.x(moment) for moment in everything]
    assert places == sorted(places)
    assert all(20.0 <= place <= 600.0 for place in places)
    assert not (linear and scale.breaks)


# --- comparison ------------------------------------------------------------------------------------------------------


def quarrel():
    log = Log()
    log.source("early", published="2020-06-01", origin={"name": "o"})
    log.source("late", published="2025-05-05", origin={"name": "p"})
    log.event("first", "2020-01-01", [("a.p", "one"), ("b.p", "same")], ["early"])
    log.event("then", "2020-07-07", [("a.p", "two"), ("d.p", "new")], ["late"])
    return log


def test_a_comparison_draws_only_what_differs_each_lane_to_its_own_day():
    log = quarrel()
    before, after = log.snapshot("2020-12-31"), log.snapshot("2026-01-01")
    scene = figures.scene(after, "compare", view=VIEW, before=before)
    assert faults(scene) == []
    names = {(lane.group, lane.name) for lane in scene.lanes}
    assert names == {(f"{entity}, p", day) for entity in "ad" for day in ("31 Dec 2020", "1 Jan 2026")}
    assert any("says the same on both dates" in note and "“b, p”" in note for note in scene.notes)
    line = min(mark.box.left for mark in scene.marks if mark.role == "as-of")
    lane = next(lane for lane in scene.lanes if lane.name == "31 Dec 2020")
    bars = [
        mark.box
        for mark in scene.marks
        if mark.role in ("value", "unknown") and lane.box.top <= mark.box.top <= lane.box.bottom
    ]
    assert max(box.right for box in bars) == pytest.approx(line + 7.0, abs=0.5)  # the point of the arrow
    with pytest.raises(FigureError, match="says the same") as caught:
        figures.scene(after, "compare", view=VIEW, before=after)
    assert "earlier than D1, or a D2 later" in caught.value.fix
    assert "--as-of" not in caught.value.fix  # which compare refuses


# --- what holds for all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["events", "plane", "calendar"])
def test_no_event_is_dropped_without_a_note(kind):
    log = many(60, seed=9, dates=DATES)
    snapshot = log.snapshot("2026-11-23")
    scene = figures.scene(snapshot, kind)
    shown = {name for item in scene.items for name in item.ids}
    assert {event.id for event in snapshot.events} <= shown
    narrow = figures.scene(snapshot, kind, since=clock("2004"), until=clock("2025"))
    left = len(shown) - len({name for item in narrow.items for name in item.ids})
    assert left
    assert any(note.startswith(f"{left} event") for note in narrow.notes)


def test_what_was_taken_back_or_is_only_possibly_known_is_noted_where_it_is_not_drawn():
    log = Log()
    log.source("vague", published="[2020..2027]")
    log.event("sure", "2019", [("a.p", "x")], ())
    log.event("maybe", "2019-05", [("a.p", "y")], ["vague"])
    gone = log.event("gone", "2019-06", [("a.p", "z")], ())
    log.add("retraction", target=gone, because="ours")
    snapshot = log.snapshot("2025-12-31")
    for kind in ("plane", "calendar"):
        assert "1 event taken back is not drawn: “gone”." in figures.scene(snapshot, kind).notes
    for kind, more in (("events", {}), ("state", {"view": VIEW}), ("plane", {}), ("calendar", {}), ("rate", {})):
        notes = figures.scene(snapshot, kind, records=log.records, strict=True, **more).notes
        assert "1 event only possibly known is not drawn: “maybe”." in notes


def test_of_many_things_that_are_not_drawn_a_note_names_some_and_the_description_all():
    log = Log()
    log.event("stays", "2019", [("a.p", "x")], ())
    for number in range(5):
        log.add("retraction", target=log.event(f"gone {number}", "2019-06", [], ()), because="ours")
    scene = figures.scene(log.snapshot("2027-12-31"), "calendar")
    (note,) = [note for note in scene.notes if "taken back" in note]
    assert note == (
        "5 events taken back are not drawn: “gone 0”; “gone 1”; “gone 2” and 2 more, which the description names."
    )
    assert "not drawn: “gone 0”; “gone 1”; “gone 2”; “gone 3”; “gone 4”." in scene.description


def test_states_outside_the_days_asked_for_are_named():
    log = quarrel()
    narrow = {"view": VIEW, "since": clock("2020-03"), "until": clock("2021")}
    early = Log()
    early.event("came", "2018/2019", [("a.p", "one")], ())
    early.event("came later", "2020-06", [("a.p", "two")], ())
    notes = figures.scene(early.snapshot("2026-12-31"), "state", **narrow).notes
    assert "1 state outside these days is not drawn: “a, p: one”." in notes
    scene = figures.scene(log.snapshot("2026-01-01"), "compare", before=log.snapshot("2020-12-31"), **narrow)
    assert any(note.startswith("Shown: since 2020-03, until 2021") for note in scene.notes)


def test_a_headline_of_many_lines_is_cut_and_kept_whole_in_its_title():
    title = "word " * 80
    scene = figures.scene(quarrel().snapshot("2026-01-01"), "events", title=title, size=(4.6, None))
    lines = [label for label in scene.labels if label.role == "title"]
    assert len(lines) == 4
    assert lines[-1].text.endswith("…")
    assert lines[-1].whole == scene.title == title.strip()
    assert faults(scene) == []


@pytest.mark.parametrize("kind", figures.KINDS)
def test_every_description_says_range_count_clocks_and_three_changes(kind):
    log = many(40, seed=7)
    said = scene_of(log, kind).description
    assert re.search(r"\bfrom \d+ \w+ \d{4} to \d+ \w+ \d{4}\b|Published \d+ \w+ \d{4}\.", said), said
    assert re.search(r"\b\d+ (?:events?|cells?|reports?|rows?)\b|surely \d+ in one", said)
    assert "in the world on 23 Nov 2026, recorded at any time" in said
    changes = {
        "state": r"Latest changes with a first possible day: .*;.*;",
        "compare": r"Told by most sources: .*;.*;",
        "cascade": r"Origin: .*Origin: .*Origin: ",
        "rate": r"New: .*Corrected: .*Retracted: ",
        "lag": r"Longest: .*;.*;",
        "belief": r"As of 1 Jan 2020: .* or .* or .*; 23 Nov 2026: .* or ",
    }
    assert re.search(changes.get(kind, r"Most reported: .*;.*;"), said), said
    assert len(said) < 6000


@pytest.mark.parametrize("kind", ["events", "state", "compare", "plane", "calendar", "rate"])
def test_an_empty_figure_names_filters_and_clocks(kind):
    snapshot = quarrel().snapshot("2000-01-01", recorded_by="2026-11-24")
    options = {"view": VIEW, "before": snapshot, "entities": ("z",), "filters": ("tag t",)}
    with pytest.raises(FigureError) as caught:
        figures.scene(snapshot, kind, **options)
    said = str(caught.value)
    assert "2000-01-01" in said
    assert "2026-11-24" in said
    assert "--entity z" in said
    assert "tag t" in said


@pytest.mark.parametrize("size", [(1.0, None), (float("nan"), None), (9.0, float("nan")), (9.0, -1.0), (1e9, None)])
def test_a_size_that_cannot_be_drawn_is_refused(size):
    with pytest.raises(FigureError, match="cannot be drawn"):
        figures.scene(quarrel().snapshot("2026-01-01"), "events", size=size)


def test_the_canvas_is_as_large_as_asked_and_grows_where_need_be():
    snapshot = quarrel().snapshot("2026-01-01")
    scene = figures.scene(snapshot, "events", size=(9.0, 12.0))
    assert (scene.width, scene.height) == (648, 864)
    assert figures.scene(many(80).snapshot("2026-01-01"), "events", size=(9.0, 1.0)).height > 72


def test_only_the_events_asked_for_are_drawn_but_all_are_weighed():
    log = Log()
    log.source("s")
    one = log.event("one", "2020", (), ["s"])
    other = log.event("other", "2021", (), ["s"])
    log.add("link", from_=one, to=other, rel="contradicts")
    scene = figures.scene(log.snapshot("2026-01-01"), "events", only={one})
    assert [item.ids for item in scene.items] == [(one,)]
    assert scene.items[0].standing == "disputed"


def test_a_slanted_note_in_a_script_that_has_no_slanted_letters_stands_upright():
    """The built-in slanted font lacks Arabic, which the upright one has: no box, and nothing on standard error."""
    log = Log()
    log.event("one", "2020")
    gone = log.event(TITLES[4], "2020")
    log.add("retraction", target=gone, because="ours")
    scene = figures.scene(log.snapshot("2026-01-01"), "plane")
    assert any(TITLES[4] in label.text for label in scene.labels if label.style == "italic")
    assert encode(scene, "png", dpi=40)
    assert not [note for note in scene.notes if "built-in font" in note]


def test_letters_that_the_font_lacks_are_named_with_a_font_that_has_them():
    log = Log()
    log.event("DeepSeek 发布 🎉 딥시크", "2020")
    notes = " ".join(figures.scene(log.snapshot("2026-01-01"), "events").notes)
    assert "U+53D1" in notes
    assert "Noto Sans CJK" in notes
    assert "Noto Emoji" in notes


def test_a_view_of_which_nothing_is_sure_is_drawn_as_unknown():
    log = Log()
    log.source("vague", published="[2020..2027]")
    log.event("sure", "2019", [("a.p", "x")], ())
    log.event("maybe", "2019-05", [("a.p", "y")], ["vague"])
    scene = figures.scene(log.snapshot("2025-12-31"), "state", view=VIEW, strict=True)
    assert [label.text for label in scene.labels if label.role == "unknown"] == ["unknown: p, q"]
    assert faults(scene) == []


def test_what_happened_at_one_time_stands_in_the_order_of_the_log():
    log = one_day()
    for kind in ("events", "calendar", "plane"):
        scene = scene_of(log, kind, label="all")
        told = sorted((label for label in scene.labels if label.role == "text"), key=lambda label: label.y)
        assert [label.text.split()[1] for label in told] == [str(number) for number in range(20)]


def test_a_value_has_one_colour_in_the_state_and_in_the_comparison():
    log = Log()
    for name, published in (("early", "2020-02-01"), ("late", "2025-01-01")):
        log.source(name, published=published)
    log.event("first told, late known", "2020-01-01", [("a.p", "one")], ["late"])
    log.event("then", "2020-01-02", [("b.p", "two")], ["early"])
    log.event("then", "2020-01-03", [("b.p", "one")], ["late"])
    after, before = log.snapshot("2026-01-01"), log.snapshot("2020-12-31")
    fills = []
    for kind in ("state", "compare"):
        scene = figures.scene(after, kind, view=VIEW, before=before)
        fills.append({m.fill for m in scene.marks if m.item in items(scene, "a, p: one") and m.role == "value"})
    assert fills[0] == fills[1]
    assert len(fills[0]) == 1


def test_an_end_is_drawn_empty_and_a_short_value_over_it():
    scene = scene_of(hours(), "state")
    ends = {place for place, item in enumerate(scene.items) if item.kind == "ended"}
    order = [mark.item in ends for mark in scene.marks if mark.role == "value"]
    assert order == sorted(order, reverse=True)
    assert {mark.fill for mark in scene.marks if mark.role == "value" and mark.item in ends} == {scene.background}


def test_where_no_event_has_a_lane_of_its_own_the_one_lane_has_no_name():
    log = Log()
    log.event("alone", "2020-06", [], ())
    log.event("too", "2020-08", [], ())
    for lanes in ("entity", "tag", "source"):
        scene = figures.scene(log.snapshot("2026-12-31"), "events", lanes=lanes)
        assert [lane.name for lane in scene.lanes] == [""]
    log.event("of a", "2020-07", [("a.p", "one")], ())
    named = figures.scene(log.snapshot("2026-12-31"), "events", lanes="entity").lanes
    assert {lane.name for lane in named} == {"a", "Other events"}
