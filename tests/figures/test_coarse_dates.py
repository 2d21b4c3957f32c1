"""A date coarser than the axis does not set it, in any kind of figure: what is known to the day keeps its room."""

import datetime as dt

import pytest
from faults import faults
from figure_logs import VIEW, Log, items, scene_of

from timeline import figures
from timeline.dates.values import DAY
from timeline.figures.describe import reach
from timeline.figures.fallback import lacks, measure
from timeline.figures.place.colours import OKABE_ITO
from timeline.page import Pens, tell
from timeline.views.filters import Question

START = dt.datetime(2026, 3, 11, 8, 0, tzinfo=dt.UTC)
STEPS = {
    "hours": (dt.timedelta(minutes=7), "%Y-%m-%dT%H:%M:00Z"),
    "days": (dt.timedelta(days=2), "%Y-%m-%d"),
    "days and hours": (dt.timedelta(hours=5), "%Y-%m-%dT%H:00:00Z"),
}
VAGUE = "known by its year alone"


def log_of(steps, date, reported="2026-03-20"):
    log = Log()
    log.source("wire", publisher="Wire")
    step, form = STEPS[steps]
    for number in range(38):
        day = (START + step * number).strftime(form)
        log.event(f"step {number}", day, [("a.p", number)], reports=[{"source": "wire", "reported": day}])
    log.event(VAGUE, date, [("b.p", "x")], reports=[{"source": "wire", "reported": reported}])
    return log


def spread(scene, *, of="step "):
    """The share of the plot's width over which the marks of what is known exactly stand."""
    exact = {number for number, item in enumerate(scene.items) if of in item.whole and VAGUE not in item.whole}
    left, right = scene.plot.left, scene.plot.right
    marks = [mark for mark in scene.marks if mark.item in exact and mark.role not in ("leader", "whisker")]
    xs = [x for mark in marks for x, _ in mark.points if left <= x <= right]
    return (max(xs) - min(xs)) / (right - left)


def words(scene):
    return " ".join(label.whole or label.text for label in scene.labels)


CASES = [
    ("hours", "2024"),
    ("hours", "2026"),
    ("hours", "2026-03-10"),
    ("hours", "19XX"),
    ("days", "2024"),
    ("days", "1998"),
    ("days", "19XX"),
    ("days", "2025-06/2025-12"),
    ("days and hours", "2025-11"),
    ("days and hours", "1998"),
    ("days and hours", "2026-04~/2026-06~"),
]


@pytest.mark.parametrize("kind", ["events", "plane"])
@pytest.mark.parametrize(("steps", "date"), CASES)
def test_one_coarse_date_does_not_squeeze_the_others(steps, date, kind):
    if kind == "plane" and "/" in date:
        pytest.skip("a plane draws what lasted as long as it lasted")
    scene = scene_of(log_of(steps, date), kind)
    assert spread(scene) > 0.5
    assert items(scene, VAGUE)


@pytest.mark.parametrize("place", ["article", "phone", "card"])
@pytest.mark.parametrize("steps", STEPS)
def test_what_lies_beyond_is_named_at_every_place(steps, place):
    scene = scene_of(log_of(steps, "1998"), "events", for_=place)
    assert VAGUE in words(scene)


def test_a_plane_says_what_stands_at_its_edge():
    scene = scene_of(log_of("days", "2024"), "plane")
    assert "beyond" in [text.text for text in scene.labels]
    assert "coarser than the axis" in words(scene)


def test_a_state_between_two_known_days_is_no_coarse_date():
    scene = scene_of(log_of("days", "2024-01-01/2025-12-31"), "events")
    assert any(mark.item in items(scene, VAGUE) and mark.shape == "polygon" for mark in scene.marks)
    assert "Beyond these times" not in [text.text for text in scene.labels]


def test_where_many_are_coarse_they_set_the_axis():
    log = log_of("days", "2024")
    for year in range(2005, 2024):
        log.event(f"{VAGUE} {year}", str(year), [("b.p", "y")])
    scene = scene_of(log, "events")
    assert "Beyond these times" not in [text.text for text in scene.labels]


@pytest.mark.parametrize("reported", ["2024", "2027", "20XX"])
def test_a_coarse_report_does_not_squeeze_the_others_downwards(reported):
    scene = scene_of(log_of("days", "2026-03-12", reported), "plane", day="2028-01-01")
    exact = {number for number, item in enumerate(scene.items) if "step " in item.whole}
    ys = [y for mark in scene.marks if mark.item in exact and mark.role != "leader" for _, y in mark.points]
    assert max(ys) - min(ys) > 0.6 * (scene.plot.bottom - scene.plot.top)
    strip = "earlier" if reported == "2024" else "later"
    assert strip in [text.text for text in scene.labels]


def test_what_was_told_before_the_axis_begins_stands_above_it():
    scene = scene_of(log_of("days", "2026-03-12", "2024"), "plane", day="2028-01-01")
    (number,) = items(scene, VAGUE)
    rows = {text.text: text.y for text in scene.labels}
    mark = next(mark for mark in scene.marks if mark.item == number and mark.role != "leader")
    assert abs(mark.points[0][1] - rows["earlier"]) < 8


@pytest.mark.parametrize("reported", ["2024", "2027"])
def test_a_coarse_report_does_not_stretch_a_rate(reported):
    scene = scene_of(log_of("days", "2026-03-12", reported), "rate", day=None)
    columns = [mark for mark in scene.marks if mark.role == "value"]
    widths = [max(x for x, _ in mark.points) - min(x for x, _ in mark.points) for mark in columns]
    assert sum(widths) > 0.8 * (scene.plot.right - scene.plot.left)
    assert VAGUE in words(scene)
    assert "at a date coarser" in words(scene)


@pytest.mark.parametrize(("steps", "date"), [case for case in CASES if "/" not in case[1]])
def test_the_figure_of_a_page_keeps_its_room_too(steps, date):
    log = log_of(steps, date)
    strip = tell(log.ledger, Question(), (), Pens(measure=measure, lacks=lacks)).strip
    dots = [shape.at for mark in strip.marks if mark.event < 38 for shape in mark.shapes]
    assert max(dots) - min(dots) > 50
    assert len({mark.event for mark in strip.marks}) + strip.undated + strip.beyond == 39
    assert not strip.undated


def test_a_rule_that_is_read_from_the_widths_alone():
    days = [(number * DAY, (number + 1) * DAY - 1) for number in range(10)]
    assert reach.are_beyond([*days, (-400 * DAY, -100 * DAY)])[-1]
    assert not reach.are_beyond([*days, (-400 * DAY, -100 * DAY)], [False] * 10 + [True])[-1]
    assert not reach.are_beyond([*days[:4], (-400 * DAY, -100 * DAY)])[-1]
    assert not any(reach.are_beyond(days))


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
@pytest.mark.parametrize("date", [None, "2021-03-04"], ids=["no-date", "beyond"])
def test_what_a_card_names_below_its_axis_has_its_colour_there_and_in_the_legend(date, theme):
    """Of a day beside some hours, and of what has no date: its sign is no grey dot, and the legend says its kind."""
    log = Log()
    log.source("s", published="2026-04-25", origin={"name": "o"})
    for number in range(10):
        log.event(f"step {number}", f"2026-04-24T1{number}:20:00Z", (), ["s"], type="run.step")
    for kind, mode in (("plan", "actual"), ("stop", "failed")):
        log.event(f"{kind} before", date, [("a.p", kind, mode)], ["s"], type=f"{kind}.first")
    scene = figures.scene(log.snapshot("2026-05-01"), "events", for_="card", theme=theme)
    assert faults(scene) == []
    (head,) = [label for label in scene.labels if label.role == "lane" and label.text.startswith(("Beyond", "Without"))]
    signs = [mark for mark in scene.marks if mark.role in ("value", "sign") and mark.item is not None]
    beside, listed = {}, {}
    for mark in signs:
        of = listed if mark.box.top > head.y else beside if mark.box.bottom > head.y - 10 else {}
        of[scene.items[mark.item].ids] = mark.fill
    named = {
        scene.items[label.item].ids: label.text.split()[0] for label in scene.labels if label.text.endswith("before")
    }
    assert named
    for ids, kind in named.items():
        assert beside[ids] == listed[ids] in OKABE_ITO
        assert kind in {label.text for label in scene.labels if label.role == "legend"}


@pytest.mark.parametrize("kind", ["events", "state", "belief"])
@pytest.mark.parametrize("place", [{}, {"for_": "article"}, {"for_": "card"}], ids=str)
def test_what_began_last_of_all_and_goes_on_is_a_bar_and_no_stub(kind, place):
    """Without an as-of day the axis ends where the last thing is told, and what goes on has hardly begun there."""
    log = Log()
    log.source("s", published="2021-01-01")
    for year in range(2001, 2020, 3):
        log.event(f"event {year}", f"{year}-05", [("a.p", f"value {year}")], ["s"])
    log.event("goes on", "2020-03-01/..", [("a.p", "last")], ["s"])
    of = {"state": {"view": VIEW}, "belief": {"view": VIEW, "cell": ("a", "p")}}.get(kind, {})
    scene = figures.scene(log.snapshot(None), kind, records=log.records, **of, **place)
    assert faults(scene) == []
    its = {n for n, one in enumerate(scene.items) if "goes on" in one.whole or "last" in one.whole}
    marks = [mark for mark in scene.marks if mark.item in its and mark.shape == "polygon"]
    bars = [mark.box for mark in marks if mark.role in ("value", "beside")]
    assert max(box.right - box.left for box in bars) > 20
    assert all(box.right <= scene.plot.right + 0.1 for box in bars)
