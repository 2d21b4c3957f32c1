"""The figures of four logs as a picture editor would judge them: small enough, with a headline, and named sparingly."""

import pytest
from faults import faults
from figure_logs import Log
from hypothesis import given, settings
from hypothesis import strategies as st
from story_logs import LOGS, every_kind, story

from timeline import figures
from timeline.errors import FigureError
from timeline.figures.describe.moments import MOST
from timeline.figures.place import stack
from timeline.figures.place.colours import ACCENT, OKABE_ITO, THEMES
from timeline.views.figure_settings import key_tags

HIGHEST = 12 * 72  # points


@pytest.mark.parametrize("name", LOGS)
def test_no_figure_is_higher_than_twelve_inches(name):
    heights = {kind: scene.height for kind, scene in every_kind(name)}
    assert max(heights.values()) <= HIGHEST, heights


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", LOGS)
def test_nothing_touches_or_is_cut_off(name, theme):
    for kind, scene in every_kind(name, theme=theme):
        assert faults(scene) == [], kind


@pytest.mark.parametrize("name", LOGS)
def test_all_events_of_a_story_have_a_mark(name):
    told = story(name)
    scene = told.scene("events")
    shown = {event for item in scene.items for event in item.ids}
    snapshot = told.at(None)
    assert shown == {event.id for event in (*snapshot.events, *snapshot.retracted)}
    drawn = {mark.item for mark in scene.marks if mark.item is not None}
    assert drawn == set(range(len(scene.items)))


# --- headline --------------------------------------------------------------------------------------------------------


def lines(scene, role):
    return [label.text for label in scene.labels if label.role == role]


def test_the_headline_is_the_title_asked_for_or_that_of_the_log_and_the_question_stands_below():
    race = story("race")
    scene = race.scene("events")
    assert lines(scene, "title") == ["The race to the Moon"]
    assert lines(scene, "question")[0].startswith("What happened when · 48 events; 12 named")
    assert lines(scene, "clocks") == []
    asked = race.scene("events", title="What Moscow hid", as_of="1990")
    assert lines(asked, "title") == ["What Moscow hid"]
    assert lines(asked, "clocks") == ["As of 31 Dec 1990"]
    bare = figures.scene(race.at(None), "events")
    assert lines(bare, "title") == ["What happened when"]
    assert "What happened when" not in lines(bare, "question")[0]


def test_the_usual_standing_is_said_once():
    scene = story("race").scene("events")
    words = lines(scene, "word")
    assert "(reported)" not in words
    assert "reported where nothing else is said" in lines(scene, "question")[0]
    assert "(disputed)" in words


def test_the_accent_belongs_to_what_is_disputed_doubted_or_retracted():
    for name in LOGS:
        for _, scene in every_kind(name):
            for mark in scene.marks:
                if mark.item is None:
                    continue
                item = scene.items[mark.item]
                if mark.stroke == THEMES["light"].alert:
                    assert item.standing in ("disputed", "doubted", "retracted")
                if mark.fill == ACCENT:
                    assert item.kind == "retracted"


# --- key moments -----------------------------------------------------------------------------------------------------


def named(scene):
    return {label.item for label in scene.labels if label.role == "text"}


def test_events_with_the_tag_key_are_named_and_the_others_are_ticks():
    told = story("apollo13")
    scene = told.scene("events")
    keys = {event.id for event in told.at(None).events if "key" in event.event.tags}
    assert len(keys) == MOST
    ids = {scene.items[item].ids[0] for item in named(scene)}
    assert keys <= ids
    assert len(ids - keys) <= 1  # the one whose date is far wider than all others
    ticks = [mark for mark in scene.marks if mark.role == "moment"]
    assert len(ticks) > 40
    assert all(scene.items[mark.item].whole for mark in ticks)


def test_never_more_than_twelve_are_named_and_label_all_names_all():
    log = Log()
    log.source("s")
    for number in range(40):
        log.event(f"event {number}", f"2020-01-{number % 28 + 1:02d}", [("a.p", number)], ["s"], tags=["key"])
    assert len(named(figures.scene(log.snapshot(), "events"))) == MOST
    assert len(named(figures.scene(log.snapshot(), "events", label="all"))) == 40
    assert len(named(figures.scene(log.snapshot(), "events", label="none"))) == 0
    with pytest.raises(FigureError, match="names no events"):
        figures.scene(log.snapshot(), "events", label="some")


def test_without_a_tag_those_that_most_is_said_of_are_named():
    log = Log()
    for number in range(5):
        log.source(f"s{number}")
    for number in range(30):
        told = [f"s{place}" for place in range(5 if number in (7, 17) else 1)]
        log.event(f"event {number}", f"2020-01-{number % 28 + 1:02d}", [(f"e{number % 3}.p", number)], told)
    doubted = log.event("doubted", "2020-02-01", [("e0.p", 1)], reports=[{"source": "s0"}])
    log.add("report", event=doubted, source="s1", stance="denies")
    texts = {label.text for label in figures.scene(log.snapshot(), "events").labels if label.role == "text"}
    assert {"event 7", "event 17", "doubted", "event 0"} <= texts
    assert len(texts) == MOST


def test_the_settings_name_the_tags_of_key_moments():
    log = Log()
    log.source("s")
    for number in range(20):
        log.event(
            f"event {number}", f"2020-01-{number + 1:02d}", (), ["s"], tags=["turn"] if number % 5 == 0 else ["key"]
        )
    tags = key_tags({"figures": {"key": ["turn"]}})
    texts = {
        label.text for label in figures.scene(log.snapshot(), "events", key_tags=tags).labels if label.role == "text"
    }
    assert texts == {"event 0", "event 5", "event 10", "event 15"}
    assert key_tags({}) == ()
    assert key_tags({"figures": {"key": "turn"}}) == ("turn",)
    for wrong, said in (({"kee": []}, '"kee" is not a key'), ({"key": [1]}, "not a list of tags"), (7, "not a table")):
        with pytest.raises(FigureError, match=said):
            key_tags({"figures": wrong})


NAMES = st.lists(
    st.builds(stack.Named, x=st.floats(0, 600), width=st.floats(4, 290), lines=st.integers(1, 3)),
    max_size=14,
)


def extent(one, slot):
    return (one.x - 4 - one.width, one.x - 4) if slot.is_above else (one.x + 4, one.x + 4 + one.width)


def crossed(names, slots, same_side):
    """Name the pairs of which one touches another, or the leader of another."""
    for at, (one, slot) in enumerate(zip(names, slots, strict=True)):
        for other_at, (other, its) in enumerate(zip(names, slots, strict=True)):
            if at == other_at or (same_side and slot.is_above is not its.is_above):
                continue
            here, there = (range(s.level, s.level + n.lines) for n, s in ((one, slot), (other, its)))
            (left, right), (low, high) = extent(one, slot), extent(other, its)
            if set(here) & set(there) and left < high and low < right:
                yield at, other_at
            if any(level < its.level for level in here) and left < other.x < right:
                yield at, other_at


@settings(max_examples=400, deadline=None)
@given(NAMES)
def test_no_leader_runs_through_a_name(names):
    slots = stack.stacked(names, 0.0, 600.0, 4.0)
    assert len(slots) == len(names)
    assert not list(crossed(names, slots, same_side=True))
    one_sided = stack.on_one_side(names, 0.0, 600.0, 4.0)
    assert not list(crossed(names, one_sided, same_side=False))
    assert all(slot.is_above or one.x + 4 + one.width <= 600 for one, slot in zip(names, one_sided, strict=True))


def test_a_name_stands_on_the_side_on_which_all_of_it_fits():
    """To the right its inner place was taken, and to the left it was cut: further out, the right is free."""
    names = [stack.Named(x=90, width=150), stack.Named(x=200, width=90), stack.Named(x=290, width=80)]
    slots = stack.on_one_side(names, 0.0, 300.0, 4.0)
    assert [slot.is_above for slot in slots] == [False, True, True]
    assert slots[0].level > max(slot.level for slot in slots[1:])
    assert not list(crossed(names, slots, same_side=False))
    scene = story("astronomy").scene("state")
    assert "Tycho: comets are far beyond the Moon" in [label.text for label in scene.labels if label.role == "text"]
    assert faults(scene) == []


# --- hours and centuries ---------------------------------------------------------------------------------------------


def test_three_hours_fill_the_axis_and_dates_are_times_of_their_day():
    scene = story("apollo13").scene("events")
    ticks = [label.text for label in scene.labels if label.role == "axis" and ":" in label.text]
    assert ticks[:3] == ["03:00", "03:15", "03:30"]
    dates = lines(scene, "date")
    assert "03:08:20" in dates
    assert sum("Apr" in date for date in dates) == 1  # of the one that is known to the day alone
    assert lines(scene, "axis").count("14 Apr 1970") in (1, 2)


def test_time_is_counted_from_a_zero():
    told = story("apollo13")
    zero = next(event for event in told.at(None).events if event.event.title == "The crew reports a problem")
    scene = told.scene("events", zero=zero.id)
    dates = lines(scene, "date")
    assert "0" in dates
    assert "+13 min 47 s" in dates
    assert any(date.startswith("\N{MINUS SIGN}2 min") for date in dates)
    axis = lines(scene, "axis")
    assert "+30 min" in axis
    assert not any(":" in name for name in axis)
    assert any("14 Apr 1970, 03:08:20 UTC" in line for line in lines(scene, "question"))
    with pytest.raises(FigureError, match="was not known"):
        told.scene("events", zero="0" * 64)


def test_a_rate_of_hours_counts_every_quarter():
    scene = story("apollo13").scene("rate")
    assert "every 15 minutes" in lines(scene, "question")[0]
    bars = sorted(
        (mark.box for mark in scene.marks if mark.role == "value" and mark.item is not None), key=lambda box: box.left
    )
    widths = [box.width for box in bars]
    assert max(widths) == pytest.approx(min(widths), abs=0.5)
    assert sum(int(label.text) for label in scene.labels if label.role == "number") <= 62


def test_a_calendar_of_hours_has_quarters():
    scene = story("apollo13").scene("calendar")
    assert lines(scene, "month") == ["14 Apr 1970, UTC"]
    assert {":00", ":15", ":30", ":45"} <= set(lines(scene, "axis"))
    counted = sum(int(label.text) for label in scene.labels if label.role == "count")
    assert counted >= 61


def test_centuries_are_bands_and_decades_ticks():
    scene = story("astronomy").scene("events")
    names = [label.text for label in scene.labels if label.role == "axis"]
    assert [name for name in names if name.endswith("00")][:6] == ["1500", "1600", "1700", "1800", "1900", "2000"]
    bands = [mark for mark in scene.marks if mark.role == "band"]
    assert len(bands) >= 3
    ticks = [mark for mark in scene.marks if mark.role == "tick"]
    assert len(ticks) >= 50


def test_a_date_vague_by_a_century_is_a_band_behind_its_lane():
    scene = story("astronomy").scene("events")
    (band,) = [mark for mark in scene.marks if mark.role == "vague"]
    assert "Nicholas of Cusa" in scene.items[band.item].whole
    first_tick = next(place for place, mark in enumerate(scene.marks) if mark.role == "moment")
    assert scene.marks.index(band) < first_tick


def test_no_more_than_six_colours_and_one_for_all_others():
    for name in LOGS:
        for _, scene in every_kind(name):
            fills = {mark.fill for mark in scene.marks if mark.item is not None and mark.role in ("value", "half")}
            assert len(fills & set(OKABE_ITO)) <= 6
            assert not [mark for mark in scene.marks if mark.shape == "dot" and mark.hatch]


def test_rows_that_nobody_reported_are_one_line():
    scene = story("race").scene("state")
    said = [label.text for label in scene.labels if label.role == "unknown"]
    assert "unknown: rocket for the Moon, cosmonauts lost" in said
