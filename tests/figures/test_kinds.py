"""What each kind of figure says, read off the numbers of its scene."""

import itertools
import re

import pytest
from faults import faults
from figure_logs import DATES, TITLES, VIEW, Log, clock, hours, many, one_day, scene_of
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import figures
from timeline.dates import edtf
from timeline.errors import FigureError
from timeline.figures.describe.shapes import bounds, shape
from timeline.figures.draw import encode
from timeline.figures.place.plane import spread
from timeline.figures.place.scale import make_scale


def items(scene, text):
    return [number for number, item in enumerate(scene.items) if text in item.whole]


def extent(scene, text, roles):
    boxes = [mark.box for mark in scene.marks if mark.item in items(scene, text) and mark.role in roles]
    return min(box.left for box in boxes), max(box.right for box in boxes)


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


# --- cascade ---------------------------------------------------------------------------------------------------------


def told_on():
    log = Log()
    log.source("first", origin={"name": "office", "interested": True}, published="2021-01-01")
    log.source("relay", publisher="Relay", published="2021-01-02", via=["first"])
    log.source("third", published="2021-01-03", via=["relay"])
    log.source("doubter", published="2021-01-04", via=["first"])
    log.source("alone", published="2021-01-05")
    log.source("ring", published="2021-01-06", via=["gnir"])
    log.source("gnir", published="2021-01-06", via=["ring"])
    names = ("first", "relay", "third", "alone", "ring", "gnir")
    reports = [*({"source": name} for name in names), {"source": "doubter", "stance": "doubts"}]
    return log, log.event("much repeated", "2020-12-31", reports=reports)


def test_a_cascade_names_every_source_once_under_what_it_rests_on():
    log, event = told_on()
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    assert faults(scene) == []
    left = {label.text: label for label in scene.labels if label.role == "text"}
    names = ("office, which gains by the claim", "first", "Relay", "third", "doubter")
    assert [text for text in left if text in names] == [*list(names[:4]), "doubter"]
    starts = {
        text: min(mark.box.left for mark in scene.marks if mark.item == label.item) for text, label in left.items()
    }
    assert starts[names[0]] < starts["first"] < starts["Relay"] < starts["third"]
    assert starts["doubter"] == starts["Relay"]
    assert len(left) == 8
    assert "origins, 7 reports" in scene.description
    assert any(label.role == "word" and "doubts" in label.text for label in scene.labels)


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        (["reports"], "gains by the claim"),
        (["denies"], "gains by the denial"),
        (["doubts"], "gains by the doubt"),
        (["no-comment"], "is interested"),
        (["reports", "denies"], "is interested"),
    ],
)
def test_an_interested_origin_gains_by_what_was_said_from_there_not_always_by_the_claim(stances, said):
    log = Log()
    log.source("office", origin={"name": "the office", "interested": True})
    for stance in stances:
        log.source(stance, via=["office"])
    told = [{"source": stance, "stance": stance} for stance in stances]
    event = log.event("told on", "2020", reports=told)
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    assert f"Origin: the office, which {said}." in scene.description
    key = "an interested origin" if said == "is interested" else f"an origin that {said}"
    assert key in [label.text for label in scene.labels]
    wrong = {"gains by the claim", "gains by the denial", "gains by the doubt"} - {said}
    assert not [words for words in wrong if words in scene.description]


def test_a_cascade_of_what_nobody_told_is_an_error():
    log, event = told_on()
    with pytest.raises(FigureError, match="no source"):
        figures.scene(log.snapshot("2019-01-01"), "cascade", event=event)
    with pytest.raises(FigureError):
        figures.scene(log.snapshot("2019-01-01"), "cascade")


# --- plane -----------------------------------------------------------------------------------------------------------


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


# --- calendar --------------------------------------------------------------------------------------------------------


def test_a_calendar_fills_the_days_that_are_sure_and_hatches_those_that_may_be():
    log = Log()
    log.source("s")
    log.event("on the day", "2024-02-29", (), ["s"])
    log.event("some day", "[2024-02-10..2024-02-12]", (), ["s"])
    log.event("three days", "2024-03-01/2024-03-03", (), ["s"])
    log.event("a year", "2023", (), ["s"])
    log.event("no date", None, (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    assert faults(scene) == []
    days = [mark for mark in scene.marks if mark.role == "day"]
    assert sum(not mark.hatch for mark in days) == 4
    assert sum(mark.hatch == "thin" for mark in days) == 3
    months = [label.text for label in scene.labels if label.role == "month"]
    assert months == ["Feb 2024", "Mar 2024"]
    assert sum(label.role == "day" for label in scene.labels) == 29 + 31
    assert [(lane.name, lane.rows) for lane in scene.lanes] == [
        ("On these days", 3),
        ("Not within one month, or without a date", 2),
    ]


def test_a_day_of_a_calendar_says_how_many_events_it_has():
    log = Log()
    log.source("s")
    for number in range(12):
        log.event(f"one of twelve, {number}", "2024-02-28", (), ["s"])
    log.event("one of two", "2024-02-29", (), ["s"])
    log.event("two of two", "2024-02-29", (), ["s"])
    log.event("alone", "2024-02-03", (), ["s"])
    log.event("perhaps on the 1st", "[2024-02-01..2024-02-03]", (), ["s"])
    log.event("perhaps on the 2nd", "[2024-02-01..2024-02-03]", (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    titles = {item.whole.partition(":")[0]: item.whole for item in scene.items if item.kind == "day"}
    assert titles["28"].startswith("28: 12 events: one of twelve, 0; ")
    assert titles["29"] == "29: 2 events: one of two; two of two."
    assert titles["3"].startswith("3: 1 to 3 events: ")
    assert titles["1"] == "1: 0 to 2 events: perhaps on the 1st (possibly); perhaps on the 2nd (possibly)."
    counts = {scene.items[label.item].whole[:2]: label for label in scene.labels if label.role == "count"}
    assert {day: label.text for day, label in counts.items()} == {"28": "12", "29": "2"}
    for label in counts.values():
        (day,) = [mark for mark in scene.marks if mark.role == "day" and mark.item == label.item]
        assert day.box.holds(label.box)
    assert "how many events that day surely has" in [label.text for label in scene.labels]
    assert faults(scene) == []
    small = figures.scene(log.snapshot("2026-01-01"), "calendar", for_="phone")
    assert not any(label.role == "count" for label in small.labels)  # no room: the title alone says it
    assert not any("how many events" in label.text for label in small.labels)
    assert "12 events" in " ".join(item.whole for item in small.items)


def test_a_calendar_begins_its_weeks_on_monday():
    log = Log()
    log.source("s")
    log.event("a Monday", "2024-01-01", (), ["s"])
    log.event("a Sunday", "2023-12-31", (), ["s"])
    scene = figures.scene(log.snapshot("2026-01-01"), "calendar")
    first = {label.text: label.x for label in scene.labels if label.role == "month"}
    day = {
        month: next(mark.box.left - x for mark in scene.marks if mark.role == "day" and x <= mark.box.left < x + 110)
        for month, x in first.items()
    }
    assert day["Jan 2024"] < 2
    assert day["Dec 2023"] > 80


# --- rate ------------------------------------------------------------------------------------------------------------


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
    assert any(note.startswith("Shown: --since 2020-03, --until 2021") for note in scene.notes)


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


def test_a_cascade_too_deep_for_its_lines_says_what_each_rests_on():
    log = Log()
    log.source("s0", origin={"name": "o"})
    for number in range(1, 14):
        log.source(f"s{number}", via=[f"s{number - 1}"])
    event = log.event("told on", "2020", (), [f"s{number}" for number in range(14)])
    scene = figures.scene(log.snapshot("2026-01-01"), "cascade", event=event)
    texts = [label.text for label in scene.labels if label.role == "text"]
    assert texts == ["o", *(f"s{number}" for number in range(9)), *(f"s{n}, on s{n - 1}" for n in range(9, 14))]
    assert faults(scene) == []
