"""A page as a reader meets it: opened in the machine's own Chromium, by mouse, by keyboard, and with scripts off.

Needs `pip install '.[browser]'` in a clone and a Chromium (`apt install chromium`), which `$TIMELINE_BROWSER` may name.
"""

import re
from pathlib import Path

import pytest
from page_logs import VIEW, Log, a_story, page_of
from waiting import wait_until

pytestmark = pytest.mark.browser
WIDTHS = (320, 700, 1400)


def titles(page):
    return [link.inner_text() for link in page.locator("#events tbody tr:visible th a").all()]


def day(page):
    return page.inner_text("#date")


def test_the_slider_shows_what_was_known_then(opened):
    page = opened()
    assert titles(page) == ["beta was seen", "alpha has begun", "alpha was moved", "gamma came"]
    slider = page.locator("#at")
    slider.focus()
    page.keyboard.press("Home")
    assert titles(page) == ["beta was seen"]
    assert slider.get_attribute("aria-valuetext").startswith(day(page) + ": 0 known, 1 possibly known")
    assert "possibly known" in page.inner_text("#events tbody tr:visible")
    page.keyboard.press("ArrowRight")
    assert day(page) == "10 January 2020"
    assert "alpha has moved" in titles(page)
    assert page.url.endswith("#as-of=2020-01-10")
    page.keyboard.press("End")
    assert "alpha was moved" in titles(page)


def test_the_buttons_step_and_stop_at_the_ends(opened):
    page = opened("#as-of=2020-01-10")
    page.click("#back")
    assert page.is_disabled("#back")
    while page.is_enabled("#on"):
        page.click("#on")
    assert page.is_disabled("#on")


def test_the_script_says_of_the_last_day_what_python_wrote(opened):
    cells = "#v0 td, #events tbody tr:visible > *"
    with_script = opened()
    without = opened(java_script_enabled=False)
    said = [text.split() for text in with_script.locator(cells).all_inner_texts()]
    assert said == [text.split() for text in without.locator(cells).all_inner_texts()]
    assert any(said)


def test_the_views_follow_the_day(opened):
    page = opened("#as-of=2020-01-10")
    row = page.locator("#v0 tbody tr", has_text="alpha")
    assert "x" in row.inner_text()
    assert "reported" in row.inner_text()
    assert page.locator("#v0 tbody tr:visible", has_text="gamma").count() == 0
    page.evaluate("location.hash = '#as-of=2020-09-01'")
    wait_until(page, "document.getElementById('date').textContent === '1 September 2020'")
    assert "disputed" in row.inner_text()


def test_the_figure_follows_the_day_and_leads_to_the_panel(opened):
    page = opened("#as-of=2020-09-01")
    figure = page.locator("#v0 .pic")
    assert figure.get_attribute("role") == "img"
    assert figure.get_attribute("aria-label") == "Over time: Which value has each?"

    def said():
        return {text.inner_html() for text in figure.locator("text").all() if text.is_visible()}

    def line():
        return figure.locator(".at").get_attribute("transform")

    assert {"alpha", "beta", "gamma"} <= said()
    assert not figure.locator(".then").is_visible()
    at_september = line()
    page.evaluate("location.hash = '#as-of=2020-01-10&since=2020-01-01'")
    wait_until(page, "document.getElementById('date').textContent.endsWith('10 January 2020')")
    assert "gamma" not in said()
    assert "alpha" in said()
    assert line() != at_september
    page.locator("#v0 .pic [data-e] text", has_text="x").locator("visible=true").first.click()
    page.wait_for_selector("#panel[open]")
    assert page.inner_text("#panel-h") == "alpha has begun"


def test_the_figure_is_there_without_scripts_and_on_paper_and_not_on_a_phone(opened):
    assert opened(java_script_enabled=False).is_visible("#v0 .pic")
    page = opened()
    page.emulate_media(media="print")
    assert page.is_visible("#v0 .pic")
    narrow = opened(width=690)
    assert not narrow.is_visible("#v0 .pic")
    assert narrow.is_visible("#v0 table")


def test_comparing_two_days_tells_new_changed_and_gone(opened):
    page = opened("#as-of=2020-10-01&since=2020-01-10")
    told = {
        row.locator("a").first.inner_text(): row.inner_text()
        for row in page.locator("#events tr:visible:has(td)").all()
    }
    assert set(told) == {"beta was seen", "alpha has begun", "alpha was moved"}
    assert "Changed" in told["alpha was moved"]
    assert "title: alpha has moved → alpha was moved" in told["alpha was moved"]
    assert page.get_attribute("#two", "aria-pressed") == "true"
    page.evaluate("location.hash = '#as-of=2020-10-01&since=2020-03-01'")
    wait_until(page, "document.querySelector('.mark.gone')")
    assert "gamma came" in titles(page)
    page.click("#two")
    assert page.get_attribute("#two", "aria-pressed") == "false"
    assert not page.is_visible("#since")


def test_filters_and_search_narrow_the_table(opened):
    page = opened()
    page.select_option("#f-entity", "beta")
    assert titles(page) == ["beta was seen"]
    assert page.inner_text("#shown") == "1 of 4 fit"
    page.click("#filters button")
    wait_until(page, "document.getElementById('shown').textContent === ''")
    page.select_option("#f-standing", "disputed")
    assert titles(page) == ["alpha was moved"]
    page.click("#filters button")
    page.select_option("#f-source", "copy")
    wait_until(page, "document.querySelectorAll('#events tbody tr:not([hidden])').length === 2")
    assert titles(page) == ["alpha has begun", "gamma came"]
    page.click("#filters button")
    page.select_option("#f-tag", "t")
    assert titles(page) == ["alpha has begun"]
    page.click("#filters button")
    page.fill("#q", "MOVED alpha")
    assert titles(page) == ["alpha was moved"]
    page.fill("#q", "nothing of the kind")
    assert page.is_visible("#events .none")


def test_the_panel_tells_the_chain_and_the_history(opened, story):
    page = opened("#as-of=2020-10-01")
    link = page.locator("#events a", has_text="alpha was moved")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    panel.wait_for()
    said = " ".join(panel.inner_text().split())
    for words in ("The First & Only", "denies", "No.", "from o (interested)", "reported → disputed", "they said so"):
        assert words in said
    assert "is derived from alpha has begun" in said
    assert story[1]["denied"] in said
    assert page.url.endswith("&id=" + story[1]["denied"][:10])
    outward = panel.locator('a[href^="http"]').first
    assert outward.get_attribute("rel") == "noreferrer"
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    wait_until(page, "!location.hash.includes('id=')")
    assert page.evaluate("document.activeElement.textContent") == "alpha was moved"


def test_a_permalink_is_read_on_load_and_on_change(opened, story):
    ids = story[1]
    page = opened(f"#as-of=2020-02-15&id={ids['sure']}")
    assert day(page) == "10 February 2020"
    assert page.inner_text("#panel-h") == "alpha has begun"
    page.evaluate(f"location.hash = '#as-of=2020-01-10&id={ids['denied'][:8]}'")
    wait_until(page, "document.getElementById('panel-h').textContent === 'alpha has moved'")
    page.evaluate(f"location.hash = '#as-of=2020-01-10&id={ids['gone'][:8]}'")
    wait_until(page, "document.getElementById('panel-h').textContent === 'gamma came'")
    assert "Not known as of 10 January 2020" in page.inner_text("#panel")
    for odd in ("#as-of=%E0%A4%A&id=..", "#id=zz", "#=&&&=", "#as-of=1000-01-01", "#since=2020", "#as-of=</script>"):
        page.evaluate("hash => { location.hash = hash }", odd)
        page.wait_for_timeout(20)
    page.evaluate("location.hash = '#as-of=9999-12-31'")
    wait_until(page, "document.querySelectorAll('#events tbody tr:not([hidden])').length === 4")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_flows_over(opened, tmp_path, width, scheme):
    log, ids = a_story()
    long = "word" * 60
    event = log.event(long, "2020-01-05", [(long, "p", long)], ["first"], tags=[long], said=long)
    log.event("تاريخ " * 40, "2020-01-05", [("ا", "q", "中文" * 80)], ["first"])
    path = tmp_path / "long.html"
    path.write_text(page_of(log, title=long), encoding="utf-8")
    page = opened(path=path, width=width, color_scheme=scheme)
    for fragment in ("", "#as-of=2020-10-01&since=2020-01-10", f"#as-of=2020-10-01&id={event}", f"#id={ids['denied']}"):
        page.evaluate("hash => { location.hash = hash }", fragment)
        page.wait_for_timeout(50)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("(p => p.scrollWidth <= p.clientWidth)(document.getElementById('panel'))")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, re.findall(r"\d+", background)[:3])) > 384
    assert light == (scheme == "light")


def test_what_a_log_holds_runs_nowhere(opened, tmp_path):
    log = Log()
    hostile = "</script><img src=x onerror=document.title='got'><svg onload=document.title='got'>\u202e"
    log.source("s", "2020-01-01", publisher=hostile, title=hostile, url="javascript:document.title='got'")
    event = log.event(hostile, "2020-01-01", [(hostile, "p", hostile)], ["s"], tags=[hostile], said=hostile)
    log.add("report", event=event, source="s", reported="2020-02-01", stance="doubts", quote=hostile, because=hostile)
    log.add("correction", target=event, set={"title": hostile + "!"}, reported="2020-03-01", because=hostile)
    path = tmp_path / "hostile.html"
    path.write_text(page_of(log, title="safe"), encoding="utf-8")
    page = opened(f"#as-of=2020-03-01&since=2020-01-01&id={event}", path=path)
    page.wait_for_selector("#panel[open]")
    assert page.locator("img, svg:not(#strip,#news,.pic,.defs)").count() == 0
    assert "\\u202e" in page.inner_text("#panel")
    assert page.title() == "safe"


def test_below_700_pixels_the_table_is_a_list(opened):
    assert opened(width=690).evaluate("getComputedStyle(document.querySelector('#events tr[id]')).display") == "block"
    assert (
        opened(width=710).evaluate("getComputedStyle(document.querySelector('#events tr[id]')).display") == "table-row"
    )


def test_without_scripts_the_last_day_is_there(opened):
    page = opened(java_script_enabled=False)
    assert "alpha was moved" in titles(page)
    assert not page.is_visible("#at")
    assert not page.is_visible("#filters")
    assert "Without scripts" in page.inner_text("header")


def test_on_paper_there_are_no_controls(opened):
    page = opened()
    page.emulate_media(media="print")
    assert not page.is_visible("#at")
    assert not page.is_visible("#filters")
    assert page.is_visible("#events table")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(opened, scheme):
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    for width in (320, 1400):
        page = opened(width=width, color_scheme=scheme, bypass_csp=True)
        page.evaluate(script)
        for fragment in ("#as-of=2020-10-01", "#as-of=2020-10-01&since=2020-01-10", "#as-of=2020-10-01&id=" + "0" * 10):
            page.evaluate("hash => { location.hash = hash }", fragment)
            page.wait_for_timeout(50)
            found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))")
            assert found == []
        page.click("#events a >> nth=0")
        page.wait_for_selector("#panel[open]")
        assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == []


def test_two_thousand_events_open_and_can_be_searched(opened, tmp_path):
    log = Log()
    log.source("s", "2020-01-01", publisher="S")
    for number in range(2000):
        log.event(f"event number {number}", "2020", [(f"e{number % 40}", "p", "v")], ["s"])
    path = tmp_path / "large.html"
    path.write_text(page_of(log, specs=(VIEW,)), encoding="utf-8")
    page = opened(path=path)
    assert page.inner_text("#count") == "2,000 known"
    page.fill("#q", "number 1234")
    assert titles(page) == ["event number 1234"]
