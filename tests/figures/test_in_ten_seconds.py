"""What a picture editor asks of a figure: that a glance at it tells nothing that the log does not."""

import re

import pytest
from faults import faults
from figure_logs import VIEW, Log
from story_logs import COMPARED, LOGS, every_kind, story

from timeline import figures
from timeline.dates.edtf import parse
from timeline.figures.describe.told import since_it_happened
from timeline.figures.fitting import fitted
from timeline.figures.place.around import Paper
from timeline.figures.place.colours import theme_named
from timeline.figures.place.elapsed import HOUR
from timeline.figures.scene import Box, Label, Scene
from timeline.figures.typeface import lacks, measure
from timeline.figures.uses import USES

AS_OF = "2026-11-23"
PAPER = Paper(measure=measure, lacks=lacks, theme=theme_named("light"), width=680.0)


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


def test_the_words_of_a_mark_say_no_earlier_report_than_it_shows():
    scene = story("apollo13").scene("plane")
    (said,) = [item.whole for item in scene.items if item.whole.startswith("A bang is heard")]
    assert "Reported: some moment 14 Apr 1970, 03:06:12 \N{EN DASH} 03:09:10 UTC." in said


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


# --- room that is there is used --------------------------------------------------------------------------------------


def lowest(scene):
    """Say down to which share of a figure its picture reaches, without the line at its foot."""
    ends = [mark.box.bottom for mark in scene.marks if mark.item is not None]
    return max([*ends, scene.plot.bottom]) / scene.height


@pytest.mark.parametrize(
    ("name", "kind"), [("events", "belief"), ("race", "cascade"), ("apollo13", "cascade"), ("apollo13", "calendar")]
)
def test_a_card_of_little_has_larger_type_and_says_all_that_it_says_in_small(name, kind):
    scene = dict(every_kind(name, for_="card"))[kind]
    assert faults(scene) == []
    assert min(label.size for label in scene.labels) > 1.05 * 18 * 72 / 96 or lowest(scene) > 0.8
    assert not [label.text for label in scene.labels if label.role in ("text", "question") and "…" in label.text]


def test_type_grows_until_a_word_would_be_lost_or_the_card_is_full():
    told = []

    def drawn(paper, _=None):
        told.append(paper.width)
        words = ("alpha", "beta") if paper.width > 420 else ("alpha",)
        labels = tuple(
            Label(role="text", text=word, x=20.0, y=40.0, width=30.0, size=8.0, colour="#000000") for word in words
        )
        return Scene(
            kind="events", width=paper.width, height=100.0, background="#ffffff", title="", description="",
            plot=Box(0, 0, 1, 1), lanes=(), marks=(), labels=labels, items=(), notes=(),
        )  # fmt: skip

    scene = fitted(drawn, PAPER, USES["card"])
    assert {label.text for label in scene.labels} == {"alpha", "beta"}
    assert scene.labels[0].size == pytest.approx(8.0 * scene_scale(told), rel=0.01)
    assert (scene.width, scene.height) == (1200 * 0.75, 675 * 0.75)


def scene_scale(widths):
    """Give how much larger than it was laid out the narrowest figure is that still says both words."""
    width = min(width for width in widths if width > 420)
    return next(
        place.scale
        for place in (USES["card"].enlarged(factor) for factor in (1.0, 1.1, 1.2, 1.3, 1.4, 1.5))
        if place.room == pytest.approx(width)
    )


@pytest.mark.parametrize(("name", "kind"), [("events", "belief"), ("race", "rate"), ("events", "lag")])
def test_a_page_of_little_has_larger_type(name, kind):
    scene = dict(every_kind(name, for_="print"))[kind]
    assert min(label.size for label in scene.labels if label.role != "refs") > 8.5
    assert scene.width == pytest.approx(USES["print"].width, abs=0.01)
    assert scene.height <= USES["print"].page


# --- what is named is found ------------------------------------------------------------------------------------------


def test_what_a_card_names_stands_out_in_its_picture():
    """A stretch of time that is named is taller than all that are not, and has the colour of its name."""
    scene = story("events").scene("events", for_="card")
    named = {label.item for label in scene.labels if label.role == "text"}
    by_ids = {scene.items[item].ids for item in named}
    bars = [mark for mark in marks(scene, "beside") if mark.shape == "polygon"]
    bright = [mark.box.height for mark in bars if scene.items[mark.item].ids in by_ids]
    dim = [mark.box.height for mark in bars if scene.items[mark.item].ids not in by_ids]
    assert bright
    assert dim
    assert min(bright) > max(dim)


@pytest.mark.parametrize("name", LOGS)
def test_no_name_on_a_card_is_cut(name):
    scene = story(name).scene("events", for_="card")
    assert [text for text in texts(scene, "text") if text.endswith("…")] == []


@pytest.mark.parametrize("use", [None, "phone", "card"])
def test_a_lag_of_at_least_so_long_is_a_line_as_long(use):
    scene = story("race").scene("lag", **({} if use is None else {"for_": use}))
    assert faults(scene) == []
    stems = {mark.item: mark for mark in scene.marks if mark.role == "stem"}
    for item, found in enumerate(scene.items):
        if not re.search(r"First report: (within|the same)", found.whole):
            bars = [mark.box.left for mark in scene.marks if mark.item == item and mark.role == "value"]
            assert stems[item].box.right == pytest.approx(min(bars, default=stems[item].box.right), abs=9.0)


# --- a phone ---------------------------------------------------------------------------------------------------------


def test_on_a_phone_columns_have_all_of_the_width():
    scene = story("race").scene("rate", for_="phone")
    assert faults(scene) == []
    assert scene.plot.width > 0.9 * scene.width
    assert texts(scene, "lane") == ["new", "corrected", "retracted"]


def test_on_a_phone_a_property_that_all_lanes_share_is_not_said_in_each():
    scene = story("apollo13").scene("state", for_="phone")
    assert "Fuel cell 1" in texts(scene, "group")
    assert texts(scene, "lane") == []


@pytest.mark.parametrize("use", [None, "article", "phone", "card", "print"])
@pytest.mark.parametrize("name", LOGS)
def test_no_word_of_a_legend_is_cut_and_no_question_ends_with_a_word_alone(name, use):
    options = {} if use is None else {"for_": use}
    for _, scene in (*every_kind(name, **options), ("cascade", story(name).scene("cascade", **options))):
        assert not [text for text in texts(scene, "legend") if text.endswith("…")]
        lines = [label for label in scene.labels if label.role == "question"]
        is_part = lines[-1:] and len(lines[-1].text.split()) > 3  # an answer has a line of its own, however short
        assert len(lines) < 2 or is_part or lines[-1].width > 0.4 * lines[0].width


def test_what_is_reported_later_than_the_axis_stands_below_it():
    """Pages of later years stood at 05:45, the last time of the axis."""
    scene = story("apollo13").scene("plane")
    (name,) = [label for label in scene.labels if label.text == "later"]
    last = max(label.y for label in scene.labels if label.role == "axis" and re.fullmatch(r"0\d:\d\d", label.text))
    late = [mark for mark in marks(scene, "echo") if mark.shape == "dot"]
    assert len(late) > 40
    assert {round(mark.points[0][1]) for mark in late} == {round(name.y - 2.7)}
    assert name.y > last + 5


def test_the_line_below_the_headline_is_broken_between_a_question_and_its_answer():
    """Where that takes no line more: `What did each side fly, plan and lose? · What` is read twice."""
    for name in LOGS:
        for kind, scene in every_kind(name, for_="phone"):
            assert not [line for line in texts(scene, "question") if line.endswith("·")], (name, kind)
    race = story("race")
    before, after = COMPARED["race"]
    scene = race.scene("compare", before=race.at(before), as_of=after, for_="phone")
    assert texts(scene, "question") == [
        "What did each side fly, plan and lose?",
        "What was known by 1 Jan 1970, and by 1 Jan 1990",
    ]


def test_what_is_known_to_be_by_a_day_stands_with_what_is_told_of_that_day():
    titles = {"Within": "[2026-04-24..2026-06-05]", "By": "[..2026-04-24]", "On": "2026-04-24"}
    log = Log()
    log.source("s")
    for title, date in titles.items():
        log.event(title, date, [("A.p", "1")], ["s"])
    for use in (None, "phone"):
        scene = figures.scene(log.snapshot("2026-12-01"), "events", for_=use)
        told = sorted((label for label in scene.labels if label.text in titles), key=lambda label: label.y)
        assert [label.text for label in told] == ["By", "On", "Within"], use


def test_two_sources_are_never_cut_to_the_same_words():
    log = Log()
    sources = [
        f"A brief history of all that was found in the long century of {part}" for part in ("reason", "war", "steam")
    ]
    for number, title in enumerate(sources):
        log.source(f"s{number}", publisher="Cape", title=title)
        log.event(f"event {number}", f"1970-01-0{number + 1}", (), [f"s{number}"])
    for size in (6.0, 9.4):
        scene = figures.scene(log.snapshot("2026-12-01"), "events", size=(size, None))
        named = texts(scene, "source")
        assert len(set(named)) == len(named) == 3


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("events", "700 events are more than one figure can tell one by one: a figure of the kind rate counts them"),
        ("plane", "700 events are more than one figure can tell one by one: a figure of the kind rate counts them"),
        ("calendar", "700 events are more than one figure can tell one by one: a figure of the kind rate counts them"),
        ("state", "700 values are more than one figure can tell one by one: --entity (in Python entities=) draws"),
    ],
)
def test_a_figure_of_very_many_says_which_one_reads(kind, said):
    log = Log()
    log.source("s")
    for number in range(700):
        day = f"20{number // 300:02d}-{1 + number // 25 % 12:02d}-{1 + number % 25:02d}"
        log.event(f"event {number}", day, [("a.p", f"v{number % 9}")], ["s"])
    scene = figures.scene(log.snapshot("2026-12-01"), kind, view=VIEW, records=log.records)
    assert any(note.startswith(said) for note in scene.notes)
    few = figures.scene(log.snapshot("2026-12-01"), kind, view=VIEW, records=log.records, until=parse("2000-12-31"))
    assert not any("one by one" in note for note in few.notes)
