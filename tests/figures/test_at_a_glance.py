"""What an editor of pictures asked of figures that have little room: is it drawn, does the room go to what is told?"""

import re

import pytest
from faults import faults
from figure_logs import Log, many, one_day, scene_of
from story_logs import AS_OF, LOGS, every_kind, most_told_cell, story

from timeline import figures

CARD = {"for_": "card"}


def lacking(scene, what):
    """How many things of a kind a note says are not drawn, or not named, for want of room."""
    said = (re.match(rf"(\d+) {what}s? for (which|whose name) there is no room", note) for note in scene.notes)
    return sum(int(found[1]) for found in said if found)


def values(scene):
    return len({mark.item for mark in scene.marks if mark.role == "value" and mark.item is not None})


# --- what was refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["state", "compare", "belief"])
def test_a_cell_of_more_values_at_one_time_than_there_is_room_for_counts_the_others(kind):
    log = one_day()
    scene = scene_of(log, kind, **CARD)
    assert faults(scene) == []
    assert values(scene) >= 4
    shown = values(scene) + lacking(scene, "value")
    assert shown == (20 if kind == "state" else values(scene_of(log, kind)))


def test_of_a_cell_that_is_too_full_what_is_surely_so_is_drawn():
    log = Log()
    log.source("s", published="2020-01-01")
    for number in range(30):
        log.event(f"possible {number}", "[2021..2022]", [("a.p", f"maybe {number}")], ["s"])
    log.event("sure", "2010/2019", [("a.p", "surely")], ["s"])
    scene = scene_of(log, "state", **CARD)
    assert lacking(scene, "value")
    assert any(label.text == "surely" for label in scene.labels)


@pytest.mark.parametrize(("kind", "place"), [("belief", "card"), ("belief", "article"), ("compare", "article")])
def test_values_of_many_words_leave_room_for_their_bars(kind, place):
    log = Log()
    log.source("s", publisher="P" * 200)
    for number in range(30):
        log.event(f"{'word ' * 40}{number}", f"20{number:02d}", [("a" * 90 + ".p", f"{'value ' * 20}{number}")], ["s"])
    scene = scene_of(log, kind, for_=place)
    assert faults(scene) == []
    assert values(scene) + lacking(scene, "value") >= 20


@pytest.mark.parametrize("kind", ["events", "belief"])
def test_a_card_of_two_thousand_events_is_drawn(kind):
    log = many(2000)
    scene = scene_of(log, kind, **CARD)
    assert faults(scene) == []
    if kind == "events":
        shown = {name for item in scene.items for name in item.ids}
        uncounted = sum(int(label.text.split()[1].replace(",", "")) for label in scene.labels if label.role == "more")
        assert len(shown) + uncounted == 2000
        assert uncounted


def test_a_card_of_years_before_our_era_is_drawn():
    log = Log(earlier="-0040")
    for number in range(6):
        log.source(f"s{number}", published=f"-00{46 - number * 4}")
    for number in range(30):
        log.event(f"consul {number}", f"-00{48 - number}", [(f"Rome{number % 5}.p", f"C{number}")], [f"s{number % 6}"])
    for kind in figures.KINDS:
        assert faults(scene_of(log, kind, "-0010", **CARD)) == [], kind


@pytest.mark.parametrize("count", [1, 30])
def test_a_card_of_states_without_a_date_is_drawn(count):
    log = Log()
    log.source("s")
    for number in range(count):
        log.event(f"undated {number}", None, [(f"E{number % 7}.p", f"value {number}")], ["s"])
    for kind in ("state", "compare", "belief", "events"):
        assert faults(scene_of(log, kind, **CARD)) == [], kind


# --- where the room goes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [None, "card"])
@pytest.mark.parametrize("title", [None, "A headline"])
def test_what_is_not_said_over_a_figure_takes_no_line(place, title):
    """Neither the clocks, where none was asked for or flags say them, nor the question, where it is the title."""
    told = story("race")
    for as_of in (None, AS_OF):
        scene = told.scene("events", as_of=as_of, log_title=title, for_=place)
        lines = sorted({label.y for label in scene.labels if label.role in ("title", "question", "clocks")})
        following = min((label for label in scene.labels if label.y > lines[-1]), key=lambda label: label.y)
        assert following.y - lines[-1] < 2.2 * following.size + 2 * scene.width / 680


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("as_of", [None, AS_OF])
def test_a_card_of_a_belief_shows_a_change_whatever_the_day(name, as_of):
    told = story(name)
    scene = told.scene("belief", cell=most_told_cell(told), as_of=as_of, **CARD)
    assert len([lane for lane in scene.lanes if lane.group]) > 1


@pytest.mark.parametrize("as_of", [None, AS_OF, "2026-12-24"])
def test_a_card_of_the_race_to_the_moon_names_the_landing(as_of):
    scene = story("race").scene("events", as_of=as_of, **CARD)
    named = [label.text for label in scene.labels if label.role == "text"]
    assert "Armstrong and Aldrin walk on the Moon" in named
    assert len(named) >= 4


@pytest.mark.parametrize("name", LOGS)
def test_the_field_of_a_plane_on_a_card_takes_what_its_names_leave(name):
    scene = story(name).scene("plane", as_of=AS_OF, **CARD)
    assert scene.plot.bottom - scene.plot.top > 0.27 * scene.height
    foot = min(label.box.top for label in scene.labels if label.role in ("sources", "note"))
    last = max(label.box.bottom for label in scene.labels if label.box.bottom <= foot + 1)
    assert foot - last < 0.06 * scene.height


@pytest.mark.parametrize("name", LOGS)
def test_a_rate_on_a_card_says_of_what_there_was_nothing(name):
    """The question asks for it, and a lane that is not there is no answer."""
    whole = story(name).scene("rate", as_of=AS_OF)
    scene = story(name).scene("rate", as_of=AS_OF, **CARD)
    nothing = {lane.name for lane in whole.lanes} - {lane.name for lane in scene.lanes}
    said = [label for label in scene.labels if label.role == "lane"]
    assert {name for label in said for name in label.text.split(", ")} == {"new", "corrected", "retracted"}
    for label in said:
        if nothing & set(label.text.split(", ")):
            assert [one.text for one in scene.labels if one.y == label.y and one is not label] == ["none"]
    assert bool(nothing) == (name != "race")


@pytest.mark.parametrize("name", LOGS)
def test_on_a_card_columns_are_taller_than_the_brackets_over_them(name):
    scene = story(name).scene("rate", as_of=AS_OF, **CARD)
    brackets = [mark.box for mark in scene.marks if mark.role == "bracket"]
    columns = [mark.box for mark in scene.marks if mark.role == "value"]
    tallest = max(box.bottom - box.top for box in columns)
    new = next(lane.box for lane in scene.lanes if lane.name == "new")
    within = [box for box in brackets if new.top <= box.top < new.bottom]
    assert tallest > max((box.bottom for box in within), default=new.top) - new.top
    counted = sum(len(item.ids) for item in scene.items if item.kind == "new")
    assert counted == sum(len(item.ids) for item in story(name).scene("rate", as_of=AS_OF).items if item.kind == "new")


@pytest.mark.parametrize("name", LOGS)
def test_a_card_of_all_origins_explains_all_that_its_bars_show(name):
    """A hollow part that rests on others too is not one that is only possibly so, which looks alike."""
    whole, scene = (story(name).scene("cascade", as_of=AS_OF, **place) for place in ({}, CARD))
    samples = [len([mark for mark in one.marks if mark.role == "legend"]) for one in (whole, scene)]
    assert samples[0] == samples[1]


@pytest.mark.parametrize("place", [None, "article", "phone", "card"])
@pytest.mark.parametrize("name", LOGS)
def test_what_took_longest_is_never_what_nobody_dates(name, place):
    """Its bounds say how little is known: it comes last, and in the grey of what is unknown."""
    scene = story(name).scene("lag", as_of=AS_OF, for_=place, label="all" if place is None else "key")
    said = sorted((label for label in scene.labels if label.role == "lag"), key=lambda label: label.y)
    undated = [label.text.endswith(("; undated", "; no last day")) for label in said]
    assert undated == sorted(undated)
    assert undated[0] is False
    hatched = {mark.item for mark in scene.marks if mark.role == "unknown" and mark.item is not None}
    assert hatched == {label.item for label, is_so in zip(said, undated, strict=True) if is_so}
    assert not hatched & {mark.item for mark in scene.marks if mark.role == "value"}


def test_a_lag_counts_what_nobody_dates_and_what_came_sooner_apart():
    scene = story("astronomy").scene("lag", as_of=AS_OF)
    counts = [int(note.split()[0]) for note in scene.notes if "(--label all" in note]
    drawn = len([label for label in scene.labels if label.role == "lag"])
    assert len(counts) <= 2
    question = next(label.text for label in scene.labels if label.role == "question")
    total, undated = (int(re.search(said, question)[1]) for said in (r"of (\d+) events", r"(\d+) undated or with"))
    assert drawn + sum(counts) == total
    assert 0 < undated < total


@pytest.mark.parametrize("place", [None, "article", "card"])
def test_a_calendar_of_a_few_hours_takes_more_than_half_of_the_width(place):
    scene = story("apollo13").scene("calendar", as_of=AS_OF, for_=place)
    days = [mark.box for mark in scene.marks if mark.role == "day"]
    assert max(box.right for box in days) - min(box.left for box in days) > 0.55 * scene.width


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_what_a_publication_says_is_told_without_colours_too(theme):
    """Small dots of blue and green are alike in grey, and to eyes without the cones for blue."""
    scene = dict(every_kind("race", theme=theme))["cascade"]
    strokes = {mark.item for mark in scene.marks if mark.role == "stroke" and mark.item is not None}
    dots = {mark.item for mark in scene.marks if mark.shape == "dot" and mark.item is not None and mark.radius > 3}
    denials = {place for place, item in enumerate(scene.items) if "denies" in item.whole}
    assert denials
    assert strokes == denials & dots
    assert dots - strokes
