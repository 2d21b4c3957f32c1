"""What a reader can ask of a page: its address, filters, a typed day, play, turns, rows to take away, and citations."""

import csv
import io
import json

import pytest
from page_logs import HOURS, VIEW, Log, page_of, three_hours

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def hours(tmp_path_factory):
    path = tmp_path_factory.mktemp("asking") / "hours.html"
    path.write_text(page_of(three_hours(), title="An outage", specs=(HOURS,)), encoding="utf-8")
    return path


def day(page):
    return page.inner_text("#date")


def said(page):
    return page.inner_text("#said") if page.is_visible("#said") else ""


def titles(page):
    return [link.inner_text() for link in page.locator("#events tbody tr:visible th a").all()]


# --- the address -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fragment", "shown", "words"),
    [
        ("#as-of=1000-01-01", "1 January 2020", "As of 1 January 1000 nothing of this page was known"),
        ("#as-of=-0043-03-15", "1 January 2020", "As of 15 March 44 BC nothing"),
        ("#as-of=2020-13-01", None, "“2020-13-01” is not a day that this page can read"),
        ("#as-of=2020-02-30", None, "“2020-02-30” is not a day"),
        ("#as-of=yesterday", None, "“yesterday” is not a day"),
        ("#as-of=%E0%A4%A", None, "is not a day"),
        ("#as-of=2020-02-15", "10 February 2020", "Nothing changed between 10 February 2020 and 15 February 2020."),
        ("#as-of=2020-01", "10 January 2020", "Nothing changed between 10 January 2020 and January 2020."),
        ("#as-of=9999-12-31", None, "the last change that this page knows of is that of"),
        ("#since=nothing", None, "“nothing” is not a day"),
        ("#id=ffffffff", None, "No event of this page has an id that begins with “ffffffff”"),
        ("#id=zz", None, "No event of this page has an id that begins with “zz”"),
        ("#entity=nobody", None, "Nothing here has the entity “nobody”"),
    ],
)
def test_what_an_address_names_and_the_page_has_not_is_said(opened, fragment, shown, words):
    page = opened(fragment)
    last = opened()
    assert words in said(page)
    assert day(page) == (shown or day(last))
    assert said(last) == ""


def test_a_day_that_was_asked_for_stays_in_the_address(opened):
    page = opened("#as-of=2020-02-15")
    page.click("#events a >> nth=0")
    page.wait_for_selector("#panel[open]")
    assert "#as-of=2020-02-15&id=" in page.url
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "id=" not in url)
    page.click("#back")
    assert said(page) == ""


DEEDS = {
    "a step": lambda page: page.click("#back"),
    "a filter": lambda page: page.select_option("#f-entity", "alpha"),
    "words": lambda page: page.fill("#q", "alpha"),
    "a reset": lambda page: page.click("#filters [type=reset]"),
    "a comparison": lambda page: page.click("#two"),
    "an order": lambda page: page.click("#events thead button >> nth=1"),
    "an event, opened and closed": lambda page: (page.click("#events tbody a >> nth=0"), page.keyboard.press("Escape")),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("fragment", ["#as-of=2020-02-15", "#entity=nobody"])
def test_what_was_said_of_an_address_goes_with_the_next_deed(opened, fragment, deed):
    page = opened(fragment)
    assert said(page)
    DEEDS[deed](page)
    page.wait_for_selector("#said", state="hidden")
    assert said(page) == ""


def test_an_instant_stays_an_instant(opened, hours):
    page = opened("#as-of=2026-03-11T15:00:30Z", path=hours)
    assert day(page) == "11 March 2026, 14:59 UTC"
    assert "11 March 2026, 15:00:30 UTC" in said(page)
    assert page.evaluate("location.hash") == "#as-of=2026-03-11T15:00:30Z"
    shifted = opened("#as-of=2026-03-11T16:00:30%2B01:00", path=hours)
    assert day(shifted) == day(page)
    whole = opened("#as-of=2026-03-11", path=hours)
    assert "16:58 UTC" in day(whole)


def test_an_outage_is_replayed_from_report_to_report(opened, hours):
    page = opened("#as-of=2026-03-11T14:02:00Z", path=hours)
    seen = [day(page)]
    while page.is_enabled("#on"):
        page.click("#on")
        seen.append(day(page))
    assert len(seen) > 50
    assert len(set(seen)) == len(seen)
    assert all("UTC" in words for words in seen[:-1])


def test_a_link_to_a_part_of_the_page_changes_no_view(opened):
    page = opened("#as-of=2020-01-10&entity=alpha")
    page.focus(".skip")
    page.keyboard.press("Enter")
    page.wait_for_url("**#events")
    assert page.input_value("#f-entity") == "alpha"
    assert day(page) == "10 January 2020"


# --- a typed day, the line that is dragged, play ---------------------------------------------------------------------


def test_a_day_can_be_typed(opened, hours):
    page = opened()
    page.fill("#day-of", "2020-02-10")
    page.press("#day-of", "Enter")
    assert day(page) == "10 February 2020"
    page.fill("#day-of", "last week")
    page.press("#day-of", "Enter")
    assert "“last week” is not a day" in said(page)
    assert day(page) == "10 February 2020"
    page = opened(path=hours)
    page.fill("#day-of", "2026-03-11T15:00")
    page.press("#day-of", "Enter")
    assert day(page) == "11 March 2026, 14:59 UTC"


def outlines(page):
    return page.locator("#strip [data-e].later").count()


def test_dragging_the_line_fills_the_history_in(opened):
    page = opened()
    box = page.locator("#strip").bounding_box()
    line = page.locator("#strip .now line")
    middle = box["y"] + box["height"] - 4
    page.mouse.move(box["x"] + box["width"] - 8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, middle, steps=4)
    page.wait_for_selector("#back:disabled")
    at_first, where = outlines(page), line.get_attribute("x1")
    page.mouse.move(box["x"] + box["width"] - 8, middle, steps=6)
    page.wait_for_selector("#on:disabled")
    page.mouse.up()
    assert at_first == 3
    assert outlines(page) == 0
    assert line.get_attribute("x1") != where
    page.keyboard.press("ArrowLeft")
    assert page.is_enabled("#on")


def test_what_is_not_yet_known_is_not_told_by_its_outline(opened):
    page = opened("#as-of=2020-01-01")
    mark = page.locator("#strip [data-e].later .m").first
    mark.hover()
    assert page.locator("#strip .later title").text_content() == "not yet known"
    mark.click()
    assert not page.is_visible("#panel")


def test_play_goes_one_stop_a_second_and_ends_at_the_last(opened):
    page = opened("#as-of=2020-09-01")
    page.clock.install()
    page.clock.pause_at("2030-01-01T00:00:00")
    page.click("#play")
    assert page.inner_text("#play") == "Pause"
    seen = [day(page)]
    for _ in range(30):
        page.clock.run_for(1000)
        seen.append(day(page))
    stops = list(dict.fromkeys(seen))
    assert stops == seen[: len(stops)]
    assert page.is_disabled("#on")
    assert page.inner_text("#play") == "Play"


def test_reduced_motion_stops_play(opened):
    assert not opened(reduced_motion="reduce").is_visible("#play")
    page = opened("#as-of=2020-01-10")
    page.click("#play")
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_selector("#play", state="hidden")  # the browser tells the page a moment later
    assert page.get_attribute("#play", "aria-pressed") == "false"


def test_the_turns_are_buttons(opened):
    page = opened()
    words = page.locator("#turns button").all_inner_texts()
    assert 3 <= len(words) <= 7
    page.click("#turns button:has-text('First denial')")
    assert day(page) == "1 September 2020"
    assert page.locator("#turns [aria-pressed=true]").inner_text().startswith("First denial")


def test_what_changed_names_answers_in_a_readers_words(opened):
    page = opened("#as-of=2020-01-10")
    box = page.inner_text("#day-b")
    assert "alpha has begun" in box
    assert "alpha: p → x" in box


# --- filters ---------------------------------------------------------------------------------------------------------


def test_filters_act_on_figures_counts_and_columns_and_are_in_the_address(opened):
    page = opened()
    columns = page.locator("#news rect").evaluate_all("all => all.map(r => r.getAttribute('height'))")
    page.select_option("#f-entity", "beta")
    assert page.evaluate("location.hash").endswith("&entity=beta")
    assert page.inner_text("#count").startswith("1 of 4 fit")
    assert page.locator("#strip [data-e][class^=n]:visible").count() == 1
    assert page.locator("#v0 .pic [data-e]:visible").count() < page.locator("#v0 .pic [data-e]").count()
    assert page.locator("#v0 tbody tr:visible").count() == 1
    assert page.locator("#news rect").evaluate_all("all => all.map(r => r.getAttribute('height'))") != columns
    page.fill("#q", "seen & so")
    there = page.evaluate("location.hash")
    again = opened(there)
    assert again.input_value("#f-entity") == "beta"
    assert again.input_value("#q") == "seen & so"
    assert again.evaluate("location.hash") == there
    again.click("#filters button[type=reset]")
    again.wait_for_url(lambda url: "entity" not in url)
    assert again.locator("#strip [data-e][class^=n]:visible").count() == 4


def test_headings_sort_and_the_order_is_in_the_address(opened):
    page = opened()
    page.click("#events thead >> text=What")
    assert titles(page) == ["alpha has begun", "alpha was moved", "beta was seen", "gamma came"]
    assert page.locator("#events th[aria-sort=ascending]").inner_text().startswith("What")
    page.click("#events thead >> text=What")
    assert titles(page)[0] == "gamma came"
    assert "&sort=-what" in page.url
    again = opened(page.evaluate("location.hash"))
    assert titles(again) == titles(page)
    narrow = opened(width=360)
    narrow.click("#events thead >> text=What")
    assert titles(narrow)[0] == "alpha has begun"


# --- to take away ----------------------------------------------------------------------------------------------------


def test_rows_are_downloaded_without_asking_anybody(opened, tmp_path):
    log = Log()
    log.event("=1+1, it said", "2020-01-01", [("alpha", "p", "x")], reports=[{"reported": "2020-01-02"}], tags=["t"])
    log.event('"quoted"', "2020-01-03", [("beta", "p", "x")], reports=[{"reported": "2020-01-04"}])
    path = tmp_path / "rows.html"
    path.write_text(page_of(log, title="Rows"), encoding="utf-8")
    page = opened(path=path)
    with page.expect_download() as got:
        page.click("#rows-as >> text=CSV")
    rows = list(csv.DictReader(io.StringIO(got.value.path().read_text(encoding="utf-8"))))
    assert [row["title"] for row in rows] == ["'=1+1, it said", '"quoted"']
    assert rows[0]["facts"] == "alpha: p → x"
    assert got.value.suggested_filename == "events-2020-01-04.csv"
    page.select_option("#f-entity", "beta")
    with page.expect_download() as got:
        page.click("#rows-as >> text=JSON")
    told = json.loads(got.value.path().read_text(encoding="utf-8"))
    assert [row["title"] for row in told["rows"]] == ['"quoted"']
    assert told["as of"] == "2020-01-04"


def copied(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_a_view_and_an_event_can_be_copied(opened, story):
    rights = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = opened("#as-of=2020-09-01&entity=alpha", **rights)
    page.click("#copy")
    page.wait_for_selector("#said:visible")
    assert copied(page) == story[0].as_uri() + "#as-of=2020-09-01&entity=alpha"
    assert "What was known, as of 1 September 2020, only alpha" in said(page)
    page.click("#events a:has-text('alpha was moved')")
    page.wait_for_selector("#panel[open]")
    page.click("#panel >> text=Cite")
    page.wait_for_selector("#panel .tools button:text-is('Copied')")
    told = copied(page)
    assert told.startswith("“alpha was moved” (8 January 2020), disputed; told by The First & Only")
    assert "As known on 1 September 2020. In: What was known, event " in told
    assert told.endswith(page.url)
    page.click("#panel >> text=Copy as text")
    page.wait_for_selector("#panel .tools button:nth-child(2):text-is('Copied')")
    whole = copied(page)
    assert "alpha was moved\nWhen: 8 January 2020\n" in whole
    assert "- alpha: q → z" in whole
    assert "Cite" not in whole


def test_the_panel_shows_the_account_the_addresses_and_the_names(opened, tmp_path):
    log = Log()
    log.source("s", "2020-01-02")
    log.event(
        "alpha came", "2020-01-01", [("alpha", "p", "x")], ["s"],
        text="A longer account.\n\nIn two parts.",
        links=[{"url": "https://a.example/x", "title": "More"}, {"url": "javascript:alert(1)"}],
    )  # fmt: skip
    log.add("link", from_="alpha", to="beta", rel="same-entity", reported="2020-01-02")
    log.add("link", from_="beta", to="gamma", rel="same-entity", reported="[2020-01-01..2021]")
    log.event("gamma came", "2020-01-01", [("gamma", "p", "y")], ["s"])
    path = tmp_path / "names.html"
    path.write_text(page_of(log), encoding="utf-8")
    page = opened("#as-of=2020-01-02", path=path)
    assert "also called alpha" in page.inner_text("#v0 tbody")
    assert "possibly the same as" in page.inner_text("#v0 tbody")
    page.click("#events a:has-text('alpha came')")
    page.wait_for_selector("#panel[open]")
    panel = page.inner_text("#panel")
    for words in ("A longer account.", "In two parts.", "also called alpha", "javascript:alert(1)"):
        assert words in panel
    assert page.locator("#panel a[href='https://a.example/x']").get_attribute("rel") == "noreferrer"
    assert page.locator("#panel a[href^=javascript]").count() == 0


def test_how_to_read_it_speaks_of_moments_where_stops_are_instants(opened, hours):
    assert "As of a moment means" in " ".join(opened(path=hours).inner_text("#reading").split())
    assert "As of a day means" in " ".join(opened().inner_text("#reading").split())


def test_a_page_of_one_stop_has_no_slider(opened, tmp_path):
    log = Log()
    log.event("alone", "1900")
    path = tmp_path / "one.html"
    path.write_text(page_of(log, specs=(VIEW,)), encoding="utf-8")
    page = opened(path=path)
    assert not page.is_visible("#go")
    assert not page.is_visible("#day")
    assert page.is_visible("#strip")
    assert titles(page) == ["alone"]
