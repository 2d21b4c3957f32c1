"""The figures of a page: each stop shows what the figure of that stop shows, and nothing else moves."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from page_logs import VIEW, Log, a_story

from timeline.asof import Clocks
from timeline.edtf import parse_clock
from timeline.figures import state
from timeline.figures.telling import Asked
from timeline.page.ink import Looks, short
from timeline.page.pictures import Pens, of_events, of_view

DAYS = ("2020-01-05", "2020-01-10", "2020-03-01", "2020-07-01", "2020-09-01", "2020-10-01")


def pens():
    return Pens(measure=lambda text, size, *_: len(text) * size * 0.6, lacks=lambda _: ())


def stops_of(log, days=DAYS):
    clocks = [parse_clock(day, today=dt.date(2026, 11, 25)) for day in days]
    return [log.ledger.at(Clocks(as_of=clock, on=clock)) for clock in clocks]


def places_of(stops):
    ids = (event.id for snapshot in stops for event in (*snapshot.events, *snapshot.retracted))
    return {name: place for place, name in enumerate(dict.fromkeys(ids))}


def parsed(svg):
    """Read the picture, its attributes put in quotes as XML wants them."""
    svg = re.sub(r"=([^\s\"'>]+?)(?=[\s>]|/>)", r'="\1"', svg)
    return ET.fromstring(re.sub(r" hidden(?=[\s>])", ' hidden=""', svg))


def runs(node):
    said = node.get("data-s")
    return None if said is None else [tuple(map(int, (run.split("-") * 2)[:2])) for run in said.split()]


def texts_at(picture, place):
    """The labels that are shown at a stop."""
    found = []

    def walk(node):
        shown = runs(node)
        if shown is not None and not any(first <= place <= last for first, last in shown):
            return
        if node.tag == "text":
            found.append("".join(text for text in node.itertext()))
        for child in node:
            walk(child)

    walk(picture)
    return found


def view_of(stops, spec=VIEW, **more):
    return parsed(of_view(stops, spec, places_of(stops), pens(), **more))


def test_a_view_shows_at_each_stop_the_values_that_its_figure_shows():
    log, _ = a_story()
    stops = stops_of(log)
    picture = view_of(stops)
    for place, snapshot in enumerate(stops):
        shown = texts_at(picture, place)
        told = state.told_of(snapshot, VIEW, Asked())
        assert told == {name for name in ("alpha", "beta", "gamma") if name in shown}
        if told:
            chart = state.chart(snapshot, VIEW, Asked())
            for strip in chart.strips:
                for entry in strip.entries:
                    assert entry.text in shown
                    assert not entry.word or f"({entry.word})" in shown
            empty = sum(not any(entry.inside for entry in strip.entries) for strip in chart.strips)
            assert shown.count("unknown") == empty


def test_what_is_not_shown_at_the_last_stop_is_hidden_without_a_script():
    log, _ = a_story()
    stops = stops_of(log)
    picture = view_of(stops)
    for node in picture.iter("g"):
        shown = runs(node)
        if shown is not None:
            assert (node.get("hidden") is not None) == (shown[-1][1] < len(stops) - 1)


def test_a_lane_keeps_its_place():
    log, _ = a_story()
    picture = view_of(stops_of(log))
    names = [
        (float(text.get("y")), text.text) for text in picture.iter("text") if text.text in ("alpha", "beta", "gamma")
    ]
    assert [name for _, name in sorted(names)] == ["alpha", "beta", "gamma"]
    tops = {name: y for y, name in names}
    for text in picture.iter("text"):
        if text.text == "x":  # a value of alpha
            assert tops["alpha"] < float(text.get("y")) < tops["beta"]


def test_the_line_stands_where_the_day_is():
    log, _ = a_story()
    stops = stops_of(log)
    for svg in (of_view(stops, VIEW, places_of(stops), pens()), of_events(stops, places_of(stops), pens())):
        (line,) = [node for node in parsed(svg).iter("g") if node.get("class") == "as-of"]
        places = [float(x) for x in line.get("data-x").split()]
        assert len(places) == len(stops)
        assert places == sorted(places)
        assert places[0] < places[-1]
        assert line.get("transform") == f"translate({short(places[-1])})"


def test_every_event_is_in_its_figure_once():
    log, _ = a_story()
    stops = stops_of(log)
    places = places_of(stops)
    picture = parsed(of_events(stops, places, pens()))
    groups = [node for node in picture.iter("g") if node.get("data-e") is not None]
    assert {int(node.get("data-e")) for node in groups} == set(places.values())
    told = ["".join(node.find("text[2]").itertext()) for node in groups]
    assert sorted(told) == ["alpha has begun", "alpha has moved", "alpha was moved", "beta was seen", "gamma came"]
    (old,) = [node for node, title in zip(groups, told, strict=True) if title == "alpha has moved"]
    assert runs(old) == [(1, 3)]
    assert old.get("hidden") is not None


def test_a_mark_can_say_that_it_was_only_possibly_known():
    log, ids = a_story()
    stops = stops_of(log)
    places = places_of(stops)
    picture = parsed(of_events(stops, places, pens()))
    (group,) = [node for node in picture.iter("g") if node.get("data-e") == str(places[ids["vague"]])]
    assert [node.text for node in group.iter("text") if node.get("class") == "q"] == ["?"]


def test_a_picture_says_what_it_is():
    log, _ = a_story()
    picture = view_of(stops_of(log))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Over time: Which value has each?"


def test_hostile_text_stays_text():
    log = Log()
    log.event("</svg><script>x</script>\u202e", "2020-01-01", [('a"<b', "p", "<i>&")], reports=[{"reported": "2020"}])
    stops = stops_of(log, ("2020-12-31",))
    for svg in (of_view(stops, VIEW, places_of(stops), pens()), of_events(stops, places_of(stops), pens())):
        assert not {node.tag for node in parsed(svg).iter()} & {"script", "i"}
        assert "\u202e" not in svg


def test_only_the_entities_that_are_asked_for():
    log, _ = a_story()
    shown = texts_at(view_of(stops_of(log), entities=("beta",)), len(DAYS) - 1)
    assert "beta" in shown
    assert "alpha" not in shown


@pytest.mark.parametrize("count", [121, 400])
def test_too_many_events_or_lanes_make_no_figure(count):
    log = Log()
    for number in range(count):
        log.event(f"event {number}", "2020", [(f"e{number}", "p", "v")], reports=[{"reported": "2020-01-01"}])
    stops = stops_of(log, ("2020-01-01",))
    assert of_events(stops, places_of(stops), pens()) == ""
    assert of_view(stops, VIEW, places_of(stops), pens()) == ""


def test_nothing_known_makes_no_figure():
    stops = stops_of(Log())
    assert of_events(stops, {}, pens()) == ""
    assert of_view(stops, VIEW, {}, pens()) == ""


def test_looks_are_told_once_and_dark_tells_what_differs():
    looks = Looks()
    assert looks.name("fill:red;stroke:none", "fill:blue;stroke:none") == "ka"
    assert looks.name("fill:red", "fill:red") == "kb"
    assert looks.name("fill:red;stroke:none", "fill:blue;stroke:none") == "ka"
    light, dark = looks.css().split("\n")
    assert light == ".ka{fill:red;stroke:none}.kb{fill:red}"
    assert dark.endswith("{.ka{fill:blue}}")
