"""The figures of a page: each stop shows what the figure of that stop shows, and nothing else moves."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

from page_logs import VIEW, Log, a_story

from timeline import figures
from timeline.asof.values import Clocks
from timeline.dates.edtf import parse_clock
from timeline.figures.describe import state
from timeline.figures.describe.words import Asked
from timeline.figures.place.colours import THEMES
from timeline.figures.scene import Mark
from timeline.page.cache import Memory
from timeline.page.figures import Pens, draw
from timeline.page.svg import Looks, shapes, short
from timeline.views.table import ViewSpec

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
    svg = re.sub(r"=([^\s\"'>]+)(?=[\s>])", r'="\1"', svg)
    return ET.fromstring(re.sub(r" hidden(?=[\s>])", ' hidden=""', svg))


def runs(node):
    said = node.get("data-s")
    return None if said is None else [tuple(map(int, (run.split("-") * 2)[:2])) for run in said.split(",")]


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


def told(stops, spec):
    """What each cell is made of, at each stop."""
    memory, found = Memory(), []
    for snapshot in stops:
        memory.look_at(snapshot)
        entities = {entity for entity, _ in memory.cells(spec)}
        found.append({cell: made for cell, made in memory.told(spec).items() if cell[0] in entities})
    return found


def drawn(stops, specs=(VIEW,), asked=None):
    return draw(
        stops, specs, places_of(stops), pens(), told=[told(stops, spec) for spec in specs], asked=asked or Asked()
    )


def view_of(stops, spec=VIEW):
    return parsed(drawn(stops, (spec,)).views[0].svg)


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
                    word = f" ({entry.word})" if entry.word else ""
                    assert any(said.endswith(entry.text + word) for said in shown)


def test_a_value_has_the_colour_on_the_page_that_it_has_in_figures():
    """Frequent values as they were first written, and as corrected, are others: both go by what was written."""
    log = Log()
    log.source("s", "2020-01-01")
    for number, value in enumerate(("x", "x", "y", "y", "y", "z", "a", "b", "c", "d")):
        event = log.event(f"e{number}", f"2020-01-{number + 1:02d}", [(f"t{number}", "p", value)], ["s"])
        if value == "y":
            facts = [{"entity": f"t{number}", "property": "p", "value": "d"}]
            log.add("correction", target=event, set={"facts": facts})
    records = tuple(log.ledger.records)
    stops = stops_of(log, ("2020-01-02", "2020-01-20"))
    made = drawn(stops, asked=Asked(records=records))
    fills = dict(re.findall(r"\.(k\w+)\{fill:(#\w+)", made.css.split("@media")[0]))
    on_page = {}
    for group in parsed(made.views[0].svg).iter("g"):
        texts = [text.text for text in group.findall("text") if text.text]
        colours = [fills[look] for path in group.findall("path") if (look := path.get("class")) in fills]
        if group.get("data-e") and texts and colours:
            on_page[texts[0]] = colours[0]
    whole = colours_of(figures.scene(stops[-1], "state", view=VIEW, records=records))
    assert len(whole) == len(on_page) == 6
    assert whole == on_page
    for value, entity in (("x", "t0"), ("b", "t7"), ("d", "t9")):
        alone = figures.scene(stops[-1], "state", view=VIEW, records=records, entities=(entity,))
        believed = figures.scene(stops[-1], "belief", view=VIEW, records=records, cell=(entity, "p"))
        assert colours_of(alone)[value] == colours_of(believed)[value]
        assert whole[value] in (GREY, colours_of(alone)[value])


GREY = THEMES["light"].paint(99).fill


def colours_of(scene):
    """The colour of each value of a figure."""
    return {
        label.text: mark.fill
        for label in scene.labels
        for mark in scene.marks
        if label.role == "text" and mark.role == "value" and mark.item == label.item
    }


def test_a_lane_of_which_nothing_is_told_is_named_and_not_drawn():
    log, _ = a_story()
    (picture,) = drawn(stops_of(log)).views
    assert picture.unknown == (("beta", "p"), ("gamma", "q"))
    shown = [text for text in texts_at(parsed(picture.svg), len(DAYS) - 2) if text in ("p", "q")]
    assert sorted(shown) == ["p", "p", "q", "q"]


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
    values = [text for text in picture.iter("text") if (text.text or "").strip() == "x"]  # a value of alpha
    assert values
    assert all(tops["alpha"] < float(text.get("y")) < tops["beta"] for text in values)


def test_what_leads_to_an_event_names_its_place():
    log, ids = a_story()
    stops = stops_of(log)
    picture = view_of(stops)
    named = {int(node.get("data-e")) for node in picture.iter("g") if node.get("data-e") is not None}
    places = places_of(stops)
    assert named == {places[ids[name]] for name in ("sure", "vague", "denied", "gone")}


def test_the_line_stands_where_the_day_is():
    log, _ = a_story()
    found = drawn(stops_of(log))
    places = [float(x) for x in found.lines]
    assert len(places) == len(DAYS)
    assert places == sorted(places)
    assert places[0] < places[-1]
    (line,) = [node for node in parsed(found.views[0].svg).iter("g") if node.get("class") == "at"]
    assert line.get("transform") == f"translate({short(places[-1])})"


def test_all_views_have_one_axis():
    log, _ = a_story()
    other = ViewSpec(name="w", title="And this?", properties=("q",))
    found = drawn(stops_of(log), (VIEW, other))
    assert len(found.views) == 2
    assert found.defs.count("id=axis") == 1
    assert all(view.svg.count("<use href=#axis />") == 1 for view in found.views)
    assert "2020" in found.defs


def test_a_picture_says_what_it_is():
    log, _ = a_story()
    picture = view_of(stops_of(log))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Over time: Which value has each?"


def test_hostile_text_stays_text():
    log = Log()
    log.event("</svg><script>x</script>\u202e", "2020-01-01", [('a"<b', "p", "<i>&")], reports=[{"reported": "2020"}])
    stops = stops_of(log, ("2020-12-31",))
    found = drawn(stops)
    (view,) = found.views
    assert not {node.tag for node in parsed(view.svg).iter()} & {"script", "i"}
    assert "\u202e" not in view.svg


def test_too_many_lanes_make_no_figure():
    log = Log()
    for number in range(61):
        log.event(f"event {number}", "2020", [(f"e{number}", "p", "v")], reports=[{"reported": "2020-01-01"}])
    assert drawn(stops_of(log, ("2020-01-01",))).views == (None,)


def test_nothing_known_makes_no_figure():
    assert drawn(stops_of(Log())).views == (None,)


def test_a_step_of_a_path_is_as_short_as_it_can_be_and_no_error_adds_up():
    points = tuple((x * 1.04, x * 0.26) for x in range(40))
    mark = Mark(role="value", shape="polygon", points=points, fill="#000000")
    ((_, path),) = shapes(Looks(), [mark], [mark], 0.0)
    x, y, last = 0.0, 0.0, "M"
    for verb, numbers in re.findall(r"([MLlHhVvz])([^MLlHhVvz]*)", path):
        steps = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        while steps:
            if verb in "Hh":
                x = steps.pop(0) + (x if verb == "h" else 0)
            elif verb in "Vv":
                y = steps.pop(0) + (y if verb == "v" else 0)
            else:
                dx, dy, *steps = steps
                x, y = (x + dx, y + dy) if verb == "l" else (dx, dy)
        last = verb
    assert last == "z"
    assert (round(x, 1), round(y, 1)) == (round(points[-1][0], 1), round(points[-1][1], 1))


def test_looks_are_told_once_and_dark_tells_what_differs():
    looks = Looks()
    assert looks.name("fill:red;stroke:none", "fill:blue;stroke:none") == "ka"
    assert looks.name("fill:red", "fill:red") == "kb"
    assert looks.name("fill:red;stroke:none", "fill:blue;stroke:none") == "ka"
    light, dark = looks.css().split("\n")
    assert light == ".ka{fill:red;stroke:none}.kb{fill:red}"
    assert dark.endswith("{.ka{fill:blue}}")


def test_stops_far_beyond_what_is_drawn_stand_at_its_edge():
    """A source of forty years later would show three hours at one place."""
    log = Log()
    log.source("then", "2020-01-10T14:00:00Z")
    log.source("book", "2058-03-01")
    for hour in ("10", "11", "12"):
        log.event(f"at {hour}", f"2020-01-10T{hour}:00:00Z", [("alpha", "p", hour)], ["then", "book"])
    stops = stops_of(log, ("2020-01-10", "2058-03-01"))
    memory, told = Memory(), []
    for stop in stops:
        memory.look_at(stop)
        told.append(memory.told(VIEW))
    drawn = draw(stops, [VIEW], places_of(stops), pens(), told=[told], asked=Asked())
    assert {"10:00", "11:00", "12:00"} <= set(re.findall(r">(\d\d:\d\d)<", drawn.defs))
    first, last = map(float, drawn.lines)
    assert last > first
