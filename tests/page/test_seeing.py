"""What a reader sees: every text at every stop, from edge to edge, and that no step moves what lies below."""

import pytest
from page_logs import AGES, HOURS, VIEW, Log, centuries, page_of, three_hours
from seen import EDGES, contrasts

from timeline.views.table import ViewSpec

pytestmark = pytest.mark.browser


def a_doubted_value():
    """A value that goes on, with a word of doubt behind it, while the slider stands soon after it began."""
    log = Log()
    log.source("first", "2020-01-10", publisher="First")
    log.source("other", "2020-01-12", publisher="Other")
    told = [("alpha", "p", "a rather long value"), ("alpha", "q", "short")]
    event = log.event("alpha has begun", "2020-01-05", told, ["first"])
    log.add("report", event=event, source="other", stance="denies")
    for month in range(2, 13):
        day = f"2020-{month:02d}-01"
        log.event(f"beta {month}", day, [("beta", "q", month)], reports=[{"reported": day}])
    return log


def told_in_more_words_at_first():
    """Events of which much was said, until a source took most of it back."""
    log = Log()
    log.source("first", "2020-01-10", publisher="First")
    for number in range(6):
        told = [(f"thing {number}", name, f"a rather long value of {name} {number}") for name in "pqrstu"]
        event = log.event(f"thing {number} was described", f"2020-01-0{number + 1}", told, ["first"])
        few = [{"entity": f"thing {number}", "property": "p", "value": "x"}]
        log.add("correction", target=event, set={"facts": few}, reported="2020-06-01", because="nobody said so")
    return log


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seen")
    made = {
        "doubted": (a_doubted_value(), (VIEW,)),
        "hours": (three_hours(), (HOURS,)),
        "ages": (centuries(), (AGES,)),
        "shorter": (told_in_more_words_at_first(), (VIEW,)),
    }
    for name, (log, specs) in made.items():
        (folder / f"{name}.html").write_text(page_of(log, title=name, specs=specs), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def stops(page):
    return page.evaluate("Number(document.getElementById('at').max) + 1")


def go(page, place):
    page.evaluate(
        "i => { const a = document.getElementById('at'); a.value = i; a.dispatchEvent(new Event('input')); }", place
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["#v0 .pic", "#strip"])
def test_every_text_of_a_figure_stands_out_at_every_stop(opened, pages, scheme, where):
    page = opened(path=pages["doubted"], color_scheme=scheme, bypass_csp=True)
    for place in range(stops(page)):
        go(page, place)
        found = contrasts(page, where)
        assert found
        assert [one for one in found if one[0] < 4.5] == [], page.inner_text("#date")


@pytest.mark.parametrize("width", [320, 360, 700, 1000])
@pytest.mark.parametrize("name", ["doubted", "hours", "ages"])
def test_every_text_lies_on_the_screen(opened, pages, name, width):
    page = opened(path=pages[name], width=width)
    for place in (0, stops(page) // 2, stops(page) - 1):
        go(page, place)
        off = [one for one in page.evaluate(EDGES) if one[1] < -0.5 or one[2] > width + 0.5]
        assert off == []


TOPS = """() => Object.fromEntries([...document.querySelectorAll("main > section, footer, #v0 table, #day-b, #rows")]
  .map(e => [e.id || e.nodeName, Math.round(e.getBoundingClientRect().top + scrollY)]))"""


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("name", ["doubted", "hours", "ages", "shorter"])
def test_no_step_moves_what_lies_below(opened, pages, name, width):
    page = opened(path=pages[name], width=width)
    places = page.evaluate(TOPS)
    assert len(places) >= 6
    for place in range(0, stops(page), 1 if stops(page) < 15 else 3):
        go(page, place)
        assert page.evaluate(TOPS) == places, page.inner_text("#date")


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 640), (390, 844)])
@pytest.mark.parametrize("name", ["doubted", "hours", "ages"])
def test_the_bar_takes_less_than_a_fifth_of_a_phone(opened, pages, name, width, height):
    page = opened(path=pages[name], width=width, height=height)
    for place in (0, stops(page) - 1):
        go(page, place)
        assert page.evaluate("document.getElementById('bar').getBoundingClientRect().height") < height / 5


@pytest.mark.parametrize(("width", "height"), [(320, 640), (360, 740)])
@pytest.mark.parametrize("name", ["doubted", "hours", "ages"])
def test_the_sentence_and_a_turn_are_seen_on_a_phone_without_scrolling(opened, pages, name, width, height):
    page = opened(path=pages[name], width=width, height=height)
    for place in (".standfirst", "#turns button >> nth=-1"):
        box = page.locator(place).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height, place


def test_a_view_of_many_properties_keeps_its_names_on_a_phone(opened, tmp_path):
    names = tuple(f"property {number}" for number in range(7))
    log = Log()
    log.event("all", "2020-01-01", [("alpha", name, "x") for name in names], reports=[{"reported": "2020-01-02"}])
    path = tmp_path / "wide.html"
    path.write_text(page_of(log, specs=(ViewSpec(name="w", title="w", properties=names),)), encoding="utf-8")
    for width in (320, 360, 700):
        found = opened(path=path, width=width).evaluate(EDGES)
        shown = [one for one in found if one[0] in names]
        assert len(shown) == 7
        assert [one for one in shown if one[1] < 0 or one[2] > width] == []


def test_on_paper_no_figure_that_takes_a_page_keeps_what_follows_off_the_first(opened):
    """A figure is not cut in two: the table of its view stands first, and it follows the events, under its own name."""
    page = opened(width=718)
    page.emulate_media(media="print")

    def box(where):
        return page.evaluate(
            "where => { const r = document.querySelector(where).getBoundingClientRect(); return [r.top, r.bottom] }",
            where,
        )

    assert 0 < box("#v0 table")[0] - box("#overview")[1] < 120
    assert box("#v0 .fig")[0] >= box("#events")[1]
    assert box("#sources")[0] >= box("#v0 .fig")[1]
    name = page.evaluate("getComputedStyle(document.querySelector('#v0 .fig'), '::before').content")
    assert name.strip('"') == page.inner_text("#v0 h2")


@pytest.mark.parametrize(("width", "most"), [(320, 84), (700, 32)])
def test_in_a_narrow_list_what_is_known_of_an_event_and_how_surely_shares_its_lines(opened, pages, width, most):
    """A labelled line for each of three words made a page of 62 events half as long again as they need."""
    page = opened(path=pages["doubted"], width=width)
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.list tbody tr')].filter(row => row.getClientRects().length)"
        ".map(row => [2, 3, 4].map(at => row.children[at].getBoundingClientRect()))"
        ".map(boxes => Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top)))"
    )
    assert heights
    assert max(heights) <= most
