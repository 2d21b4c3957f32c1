"""One cell, as-of moments down: each row is what `state` says as of that moment, up to the end of its own run."""

import os

import pytest
from faults import faults
from figure_logs import VIEW, Log
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from story_logs import story

from compiled import any_logs
from strategies import ENTITIES, PROPERTIES, asked_logs, clocks_of
from timeline import figures
from timeline.asof.ledger import Ledger
from timeline.errors import FigureError
from timeline.figures.describe import belief
from timeline.figures.describe.words import Asked
from timeline.views.filters import Selection
from timeline.views.table import ViewSpec

CELL = ("a", "p")


def told():
    log = Log()
    log.source("first", published="2024-02-01", origin={"name": "one"})
    log.source("second", published="2024-05-01", origin={"name": "two"})
    log.source("mends", published="2024-08-01", origin={"name": "one"})
    event = log.event("x holds", "2024-01-10", [("a.p", "x")], ["first"])
    log.event("y holds", "2024-04-15", [("a.p", "y")], ["second"])
    facts = [{"entity": "a", "property": "p", "value": "z"}]
    log.add("correction", target=event, set={"facts": facts}, source="mends")
    return log


def scene_of(log, as_of="2026-11-23", **options):
    return figures.scene(log.snapshot(as_of), "belief", view=VIEW, cell=CELL, records=log.records, **options)


def rows(log, as_of="2026-11-23"):
    chart = belief.chart(Ledger(log.records), log.snapshot(as_of), VIEW, CELL, Asked())
    return [(strip.name, [entry.text for entry in strip.entries]) for strip in chart.strips]


def test_a_row_begins_where_what_was_believed_changed_and_a_correction_is_seen():
    assert rows(told()) == [
        ("from 1 Feb 2024", ["x"]),
        ("1 May 2024", ["x", "y"]),
        ("1 Aug 2024", ["z", "y"]),
    ]
    scene = scene_of(told())
    assert faults(scene) == []
    assert [lane.name for lane in scene.lanes] == ["from 1 Feb 2024", "1 May 2024", "1 Aug 2024"]


def test_a_row_names_what_is_new_in_it_and_does_not_repeat_what_fills_no_cell():
    log = told()
    log.event("z is planned", "2025-03-04", [("a.p", "w", "planned")], ["first"])
    texts = [label.text for label in scene_of(log).labels if label.role == "text"]
    assert sum("w" in text for text in texts) == 1
    chart = belief.chart(Ledger(log.records), log.snapshot("2026-11-23"), VIEW, CELL, Asked())
    named = [[entry.text for entry in strip.entries if entry.is_named and entry.inside] for strip in chart.strips]
    assert named == [["x"], ["y"], ["z"]]


def test_the_description_names_each_change():
    said = scene_of(told()).description
    assert "3 rows. As of 1 Feb 2024: x (" in said
    assert "; 1 May 2024: x (" in said
    assert "; 1 Aug 2024: z (" in said


def test_rows_of_many_values_at_one_time_are_fewer_so_that_a_page_holds_them():
    log = Log()
    for number in range(12):
        day = f"2020-{number + 1:02d}-01"
        log.source(f"s{number}", published=day, origin={"name": f"o{number}"})
        log.event(f"says v{number}", "2019-01-01", [("a.p", f"v{number}")], [f"s{number}"])
    scene = scene_of(log)
    assert faults(scene) == []
    assert len(scene.lanes) < 12
    assert scene.height <= 12 * 72
    begin = scene.lanes[0].name.removeprefix("from ")
    assert any(note.startswith(f"What was believed before {begin} is not drawn") for note in scene.notes)


def test_nothing_later_than_the_as_of_day_is_drawn():
    assert rows(told(), "2024-06-01") == [("from 1 Feb 2024", ["x"]), ("1 May 2024", ["x", "y"])]


def test_a_row_ends_where_its_run_of_as_of_days_ends():
    scene = scene_of(told())
    values = [mark for mark in scene.marks if mark.role == "value" and mark.item is not None]
    first = [mark.box.right for mark in values if scene.items[mark.item].whole.startswith("a, p: x")]
    second = [mark.box.right for mark in values if scene.items[mark.item].whole.startswith("a, p: y")]
    assert first[0] < second[0] < second[-1]


def test_a_cell_of_which_nobody_said_anything_is_an_error_and_so_is_none_at_all():
    with pytest.raises(FigureError, match=r"nobody said anything of a\.p"):
        scene_of(told(), "2023-01-01")
    with pytest.raises(FigureError, match="that of one cell"):
        figures.scene(told().snapshot("2026-11-23"), "belief")


def test_many_rows_are_cut_to_the_latest_and_the_rest_is_named():
    log = Log()
    for month in range(30):
        day = f"{2020 + month // 12}-{month % 12 + 1:02d}-01"
        log.source(f"s{month}", published=day)
        log.event(f"at {month}", day, [("a.p", f"v{month}")], [f"s{month}"])
    scene = scene_of(log)
    assert faults(scene) == []
    assert len(scene.lanes) == belief.MOST_ROWS
    assert scene.lanes[0].name == "from 1 Jul 2020"
    assert "What was believed before 1 Jul 2020 is not drawn; an earlier --as-of (in Python as_of=) draws it." in (
        scene.notes
    )
    assert not any("is not drawn" in note for note in scene_of(log, "2021-12-01").notes)  # exactly as many


def test_what_may_have_begun_later_than_its_row_ends_is_cut_off_there_as_well():
    """The start of a fact without a date is no later than its first report, which may come after the row's last day."""
    log = Log()
    log.source("vague", published="2024-05/2024-07")
    log.event("x holds", None, [("a.p", "x")], ["vague"])
    scene = scene_of(log)
    assert faults(scene) == []
    first, last = scene.lanes
    ends = [
        max(mark.box.right for mark in scene.marks if mark.role == "value" and lane.box.holds(mark.box, slack=1.0))
        for lane in (first, last)
    ]
    assert ends[0] < ends[1]


def test_what_the_row_above_says_too_is_thin_and_has_no_name_but_in_the_last_row():
    scene = story("apollo13").scene("belief", cell=("Odyssey", "state"))
    tall = {}
    for mark in scene.marks:
        if mark.role == "value" and mark.item is not None:
            tall.setdefault(round(mark.box.height), set()).add(mark.item)
    thin, whole = (tall[height] for height in sorted(tall))
    named = {label.item for label in scene.labels if label.role == "text"}
    assert thin.isdisjoint(named)
    assert len(thin) > 100
    last = max(scene.lanes, key=lambda lane: lane.box.bottom).box
    inside = {mark.item for mark in scene.marks if mark.role == "value" and last.top < mark.box.top < last.bottom}
    assert inside <= whole
    texts = [label.text for label in scene.labels if label.role == "text"]
    assert texts.count("on its way") == 1


def test_rows_of_one_day_are_named_by_their_times():
    scene = story("apollo13").scene("belief", cell=("Odyssey", "state"))
    names = [label.text for label in scene.labels if label.role == "lane"]
    assert names[0] == "from 14 Apr 1970"
    assert names[1:3] == ["02:59:11 UTC", "03:04:33 UTC"]


def test_a_phone_does_not_call_unknown_what_possibly_held_since_any_day():
    """Words say more than a hatch: before its latest start a value of ``[..2024-01-10]`` possibly holds."""
    log = Log()
    log.source("first", published="2024-02-01", origin={"name": "one"})
    log.event("x holds", "[..2024-01-10]", [("a.p", "x")], ["first"])
    said = [label.text for label in scene_of(log, for_="phone").labels]
    assert "by 10 Jan 2024" in said
    assert not [text for text in said if "unknown" in text]


@settings(
    max_examples=int(os.environ.get("TIMELINE_EXAMPLES", "100")),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(
    asked_logs(any_logs),
    st.tuples(st.sampled_from(ENTITIES), st.sampled_from(PROPERTIES)),
    st.sampled_from((1, 3, belief.MOST_ROWS)),
    st.booleans(),
)
def test_rows_found_backwards_are_those_found_at_once(asked, cell, most, is_strict):
    log, questions = asked
    ledger = Ledger(log)
    spec = ViewSpec(name="v", title="", properties=(cell[1],))
    strict = Selection(strict=is_strict)
    for as_of, recorded_by, on in questions:
        snapshot = ledger.at(clocks_of(as_of, recorded_by, on))

        def drawn(first_look, snapshot=snapshot):
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(belief, "_FIRST_LOOK", first_look)
                wanted = Asked(selection=strict, most=most, records=log)
                try:
                    return belief.chart(ledger, snapshot, spec, cell, wanted)
                except FigureError as error:
                    return str(error)

        assert drawn(1) == drawn(1_000_000)


def test_an_axis_reaches_to_the_days_up_to_which_a_row_says_that_something_goes_on():
    """One value since one day, and a denial years later: the first row ends there, not within the month."""
    log = Log()
    log.source("first", published="2024-02-01", origin={"name": "one"})
    log.source("second", published="2026-03-01", origin={"name": "two"})
    event = log.event("x holds", "2024-01-10", [("a.p", "x")], ["first"])
    log.add("report", event=event, source="second", stance="denies")
    scene = scene_of(log, None)
    assert faults(scene) == []
    years = [label.text for label in scene.labels if label.role == "axis" and label.style == "bold"]
    assert years == ["2024", "2025", "2026"]
    ends = [mark.box.right for mark in scene.marks if mark.role == "value" and mark.item is not None]
    assert len(ends) == 2
    assert ends[0] < ends[1]


@pytest.mark.parametrize("kind", ["belief", "state"])
@pytest.mark.parametrize(
    ("published", "said"),
    [("2024-02-01", {"1 Feb 2024"}), ("2024-02-01T10:20:00Z", {"1 Feb 2024", "10:20"})],
)
def test_an_axis_of_one_moment_names_no_other(kind, published, said):
    """Weeks around the only day that is known say nothing of a value that has been so ever since."""
    log = Log()
    log.source("s", published=published, origin={"name": "one"})
    log.event("x holds", None, [("a.p", "x")], ["s"])
    for options in ({}, {"for_": "card"}):
        cell = {"cell": CELL} if kind == "belief" else {}
        scene = figures.scene(log.snapshot(), kind, view=VIEW, records=log.records, **cell, **options)
        assert faults(scene) == []
        names = {label.text.removesuffix(", UTC") for label in scene.labels if label.role == "axis"}
        assert names - {"UTC"} == said


@pytest.mark.parametrize("kind", ["belief", "state"])
def test_a_clock_alone_makes_no_axis(kind):
    """Of a value without a date no day is told; weeks around the as-of day would be the only ones named."""
    log = Log()
    log.source("s", published="2024-02-01", origin={"name": "one"})
    log.event("x is planned", None, [("a.p", "x", "planned")], ["s"])
    cell = {"cell": CELL} if kind == "belief" else {}
    scene = figures.scene(log.snapshot("2026-11-23"), kind, view=VIEW, records=log.records, **cell)
    assert faults(scene) == []
    assert [label.text for label in scene.labels if label.role in ("axis", "flag")] == []
    assert [mark.role for mark in scene.marks if mark.role in ("as-of", "grid", "tick")] == []


@pytest.mark.parametrize("place", [{}, {"for_": "article"}, {"for_": "card"}], ids=str)
def test_an_axis_names_no_hours_of_the_day_on_which_a_row_ends(place):
    """A value without a date that was possibly reported long ago, and surely by the as-of day."""
    log = Log()
    log.source("s", published="[2026-04-24..2026-11-23]", origin={"name": "one"})
    log.event("x holds", None, [("a.p", "x")], ["s"])
    scene = figures.scene(log.snapshot("2026-11-23"), "belief", view=VIEW, records=log.records, cell=CELL, **place)
    assert faults(scene) == []
    names = [label.text for label in scene.labels if label.role == "axis"]
    assert sum("2026" in name for name in names) in (1, 7), "the year, or its months from May on"
    assert not any(":" in name for name in names)


def test_an_axis_of_hours_does_not_begin_at_the_midnight_from_which_the_cell_was_unknown():
    """Three hours of nothing had more than half of the axis, and all that changed had the rest."""
    scene = story("apollo13").scene("belief", cell=("Odyssey", "state"))
    assert scene.lanes[0].name == "from 14 Apr 1970"
    hours = [label.text for label in scene.labels if label.role == "axis" and ":" in label.text]
    assert min(hours) == "03:00"
