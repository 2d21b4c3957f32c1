"""A page, by its text: what it says without a script, what it allows, and that nothing in a log can break out of it."""

import base64
import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
import zoneinfo
from html.parser import HTMLParser
from pathlib import Path

import pytest
from page_logs import VIEW, Log, a_story, page_of

from commands import run
from timeline.asof.values import Clocks
from timeline.dates.edtf import parse_clock
from timeline.dates.written import WrittenDate
from timeline.errors import FigureError
from timeline.figures.place.colours import THEMES, contrast
from timeline.page import document, tell
from timeline.page.markup import embedded
from timeline.page.rows import event_of, link_target
from timeline.page.stops import coarser_days
from timeline.page.words import stop_words
from timeline.views.diff import changes
from timeline.views.filters import Question, Selection
from timeline.views.table import state

HOSTILE = "</script><script>alert(1)</script><!-- \" ' & \u202egnp.exe \x1b[31m \u2028 <img src=x onerror=alert(1)>"
VOID = {"meta", "input", "rect", "br"}
ENDLESS = {"p", "td", "th", "tr", "tbody", "thead", "li", "option", "dt", "dd"}  # whose end HTML does not need


def clock(text):

    return parse_clock(text, today=dt.date(2026, 11, 25))


class Reader(HTMLParser):
    """Reads a page: its elements with their attributes, its text, and whether each element is closed."""

    def __init__(self, page):
        super().__init__()
        self.open, self.elements, self.text, self.faults = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in ENDLESS:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def said(self):
        return " ".join(" ".join(self.text).split())


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def rows_at(event, place):
    """The row of an event at a stop, put together as the script does."""
    return next((row for start, row in reversed(event.runs) if start <= place), None)


# --- what it says ----------------------------------------------------------------------------------------------------


def test_the_page_is_whole_without_a_script():
    log, _ = a_story()
    page = page_of(log, title="What was known")
    read = Reader(page)
    assert not read.faults
    assert not read.open
    for words in ("What was known", "alpha has begun", "alpha was moved", "beta was seen", "gamma came"):
        assert words in read.said
    assert "taken back" in read.said
    assert "alpha: p → x" in read.said
    assert "Which value has each?" in read.said
    assert read.all("html") == [{"lang": "en"}]
    assert len(read.all("h1")) == 1
    ids = [attrs["id"] for _, attrs in read.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_every_stop_gives_what_a_question_on_that_day_gives():
    log, _ = a_story()
    ledger = log.ledger
    story = tell(ledger, Question(), (VIEW,))
    assert len(story.days) >= 5
    for place, day in enumerate(story.days):
        snapshot = ledger.at(Clocks(as_of=clock(day), on=clock(day)))
        asked = {e.id: event_of(snapshot, e) for e in (*snapshot.events, *snapshot.retracted)}
        shown = {event.id: rows_at(event, place) for event in story.events}
        assert {name: row for name, row in shown.items() if row} == asked


def test_between_two_stops_nothing_changes():

    log, _ = a_story()
    ledger = log.ledger
    story = tell(ledger, Question(), (VIEW,))
    day, last = dt.date.fromisoformat(story.days[0]), dt.date.fromisoformat(story.days[-1])
    before = None
    while day <= last:
        at = clock(day.isoformat())
        now = ledger.at(Clocks(as_of=at, on=at))
        if before is not None and day.isoformat() not in story.days:
            assert not changes(before, now, [VIEW]), day
        before = now
        day += dt.timedelta(days=1)


def test_a_possibly_known_event_is_called_so():
    log, ids = a_story()
    story = tell(log.ledger, Question(as_of=clock("2020-03-01")), (VIEW,))
    (event,) = [event for event in story.events if event.id == ids["vague"]]
    assert rows_at(event, len(story.days) - 1)["k"] == "possibly"
    read = Reader(page_of(log, as_of=clock("2020-03-01")))
    assert "possibly known" in read.said
    assert "nothing published after 2020-03-01" in read.said


def test_a_correction_is_told_from_the_day_it_was_known():
    log, ids = a_story()
    story = tell(log.ledger, Question(), (VIEW,))
    (event,) = [event for event in story.events if event.id == ids["denied"]]
    titles = [rows_at(event, place)["t"] for place in range(len(story.days)) if rows_at(event, place)]
    assert titles[0] == "alpha has moved"
    assert titles[-1] == "alpha was moved"
    (change,) = event.changes
    assert story.days[change["f"]] == "2020-09-01"
    assert change["b"] == "they said so"


def test_the_filters_and_clocks_narrow_the_page():
    log, ids = a_story()
    story = tell(log.ledger, Question(selection=Selection(entities=("beta",))), (VIEW,))
    assert [event.id for event in story.events] == [ids["vague"]]
    assert {cell.entity for view in story.views for cell in view.cells} == {"beta"}
    strict = tell(log.ledger, Question(as_of=clock("2020-03-01"), selection=Selection(strict=True)), (VIEW,))
    assert ids["vague"] not in {event.id for event in strict.events}


def test_the_figure_shows_the_entities_that_its_table_shows():
    log, _ = a_story()
    page = page_of(log, selection=Selection(entities=("beta",)))
    (picture,) = re.findall(r"<svg class=pic .*?</svg>", page, re.DOTALL)
    assert ">beta</text>" in picture
    assert ">alpha</text>" not in picture


def test_nothing_to_show_is_an_error_that_names_filters_and_clocks():
    log, _ = a_story()
    with pytest.raises(FigureError, match=r"tag nope.*as of 2019-01-01"):
        tell(log.ledger, Question(as_of=clock("2019-01-01"), selection=Selection(tags=("nope",))))
    with pytest.raises(FigureError, match="holds no event") as caught:
        tell(Log().ledger, Question())
    assert caught.value.fix == "add an event first"


def test_too_many_days_are_put_together_and_the_page_says_so():
    log = Log()
    for number in range(60):
        day = f"{1990 + number // 12}-{number % 12 + 1:02d}-15"
        log.event(f"event {number}", day, reports=[{"reported": day}])
    story = tell(log.ledger, Question(), most_stops=24)
    assert len(story.days) == 20
    assert len(story.events) == 60
    assert "stops at the last day of each quarter" in story.notes[0]
    assert "too many for one slider" in Reader(page_of(log, most_stops=24)).said


def test_the_last_stop_is_no_later_than_the_last_day():
    assert coarser_days([0, 40, 70], 2) == ([70], "quarter")
    assert coarser_days([0, 20, 40, 70], 3) == ([30, 58, 70], "month")
    assert coarser_days([0, 1, 40, 70], 3) == ([3, 45, 70], "week")


def outage():
    """A log of some hours: reports dated to the instant, and one dated by the day alone."""
    log = Log()
    log.source("live", "2020-01-10T14:09:00Z")
    log.source("late", "2020-01-10T15:00:00Z")
    log.source("paper", "2020-01-10")
    log.event("alpha was down", "2020-01-10T14:03Z/2020-01-10T14:41Z", [("alpha", "p", "down")], ["live"])
    log.event("beta was down", "2020-01-10T14:50Z/2020-01-10T15:20Z", [("beta", "p", "down")], ["late"])
    log.event("gamma came", "2020-01-08", [("gamma", "p", "x")], ["paper"])
    return log


def test_reports_of_one_day_at_different_instants_are_different_stops():
    days = tell(outage().ledger, Question(), (VIEW,)).days
    assert days == (
        "2020-01-10T00:00:00Z",  # the paper may be out
        "2020-01-10T14:09:00Z",
        "2020-01-10T14:41:00.000001Z",
        "2020-01-10T15:00:00Z",
        "2020-01-10T15:20:00.000001Z",
        "2020-01-10T23:59:59.999999Z",
    )
    page = page_of(outage())
    said = [words for _, words in data_of(page)["days"]]
    assert said == [
        "10 January 2020, 00:00 UTC",
        "10 January 2020, 14:09 UTC",
        "10 January 2020, just after 14:41 UTC",
        "10 January 2020, 15:00 UTC",
        "10 January 2020, just after 15:20 UTC",
        "the end of 10 January 2020",
    ]
    assert "since 10 January 2020, from" not in page_of(outage(), as_of=clock("2020-01-10T15:01:00Z"))


def test_the_page_names_its_stops_days_or_moments():
    moments, days = page_of(outage()), page_of(a_story()[0])
    for words in (
        "Compare two {}s",
        "Previous {} of change",
        "Upright line: the as-of {}, at the edge",
        "shows the last {}.",
    ):
        assert words.format("moment") in moments
        assert words.format("day") not in moments
        assert words.format("day") in days
        assert words.format("moment") not in days


def test_at_every_minute_the_page_says_what_a_question_says():
    log = outage()
    story = tell(log.ledger, Question(), (VIEW,))
    stops = [clock(day) for day in story.days]
    for minute in range(14 * 60, 16 * 60):
        at = clock(f"2020-01-10T{minute // 60:02d}:{minute % 60:02d}Z")
        place = max(n for n, stop in enumerate(stops) if stop.hi <= at.hi)
        cells = {(c.entity, c.property): c.answer for c in state(log.ledger.at(Clocks(as_of=at, on=at)), VIEW)}
        shown = {(c.entity, c.property): rows_at(c, place) for view in story.views for c in view.cells}
        assert {name: row[0] for name, row in shown.items() if row} == cells


def test_what_lasted_minutes_of_a_day_told_by_the_day_is_over_on_the_next():
    log = Log()
    log.source("paper", "2020-01-10")
    log.event("alpha was down", "2020-01-10T14:03Z/2020-01-10T14:41Z", [("alpha", "p", "down")], ["paper"])
    assert tell(log.ledger, Question(), (VIEW,)).days == ("2020-01-10", "2020-01-11")


def test_too_many_instants_are_put_together_by_the_minute_or_hour():
    log = Log()
    for number in range(300):
        log.event(f"event {number}", reports=[{"reported": f"2020-01-10T{number // 60:02d}:{number % 60:02d}:30Z"}])
    story = tell(log.ledger, Question(), most_stops=60)
    assert story.days == tuple(f"2020-01-10T0{hour}:59:30Z" for hour in range(5))
    assert story.notes == (
        "something may change at 302 moments, too many for one slider; it stops at the last moment of each hour",
    )


# --- what it allows --------------------------------------------------------------------------------------------------


def test_the_policy_allows_what_is_inline_and_nothing_else():
    page = page_of(a_story()[0])
    (policy,) = [meta["content"] for meta in Reader(page).all("meta") if "http-equiv" in meta]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for directive, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        (content,) = re.findall(pattern, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_nothing_is_fetched_and_nothing_runs_from_an_attribute():
    for tag, attrs in Reader(page_of(a_story()[0])).elements:
        assert not {"src", "srcset", "style", "data", "action", "poster"} & set(attrs), tag
        assert not [name for name in attrs if name.startswith("on")], tag
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "form") or tag == "form"


def test_links_leave_only_by_http_and_mail_and_tell_nobody():
    page = page_of(a_story()[0])
    outward = [attrs for attrs in Reader(page).all("a") if not attrs["href"].startswith("#")]
    assert [attrs["href"] for attrs in outward] == ["https://first.example/a?b=1&c=2"]
    assert all(attrs["rel"] == "noreferrer" for attrs in outward)
    assert "address: javascript:alert(1)" in Reader(page).said


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("mailto:a@b.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://a.example", False),
        ("https://a.example/\u202ex", False),
        ("java\nscript:alert(1)", False),
        ("https://", False),
        ("//a.example", False),
        (None, False),
    ],
)
def test_an_address_that_may_be_a_link(url, is_allowed):
    assert (link_target(url) is not None) == is_allowed


def test_whatever_a_log_holds_stays_text():
    log = Log()
    log.source("s", "2020-01-01", publisher=HOSTILE, title=HOSTILE, url=f"https://x.example/{HOSTILE}")
    log.event(HOSTILE, "2020-01-01", [(HOSTILE, "p", HOSTILE)], ["s"], tags=[HOSTILE], said=HOSTILE)
    page = page_of(log, title=HOSTILE)
    read = Reader(page)
    assert not read.faults
    assert len(read.all("script")) == 2
    assert not read.all("img")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00-\x08\x0b-\x1f\x7f]", page)
    assert "\\u202egnp.exe" in read.said
    assert '"</script>' in json.dumps(data_of(page), ensure_ascii=False)


def test_embedded_json_is_json():
    assert json.loads(embedded({"a": HOSTILE})) == {"a": HOSTILE}
    assert not set("<>&\u2028\u2029") & set(embedded({"a": HOSTILE}))


def test_texts_of_other_scripts_find_their_own_direction():
    log = Log()
    log.event("مرحبا بالعالم", "2020", reports=[{"reported": "2020-01-01"}])
    page = page_of(log)
    assert "dir=auto>مرحبا بالعالم</a>" in page


# --- the same bytes, and the command ---------------------------------------------------------------------------------


def test_the_same_log_gives_the_same_bytes_whatever_the_machine(tmp_path):
    program = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from page_logs import a_story, page_of\n"
        "import hashlib; print(hashlib.sha256(page_of(a_story()[0]).encode()).hexdigest())"
    )
    found = set()
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Kiritimati")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        words = [sys.executable, "-c", program, str(Path(__file__).parent), str(Path(__file__).parents[1])]
        found.add(subprocess.run(words, env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    assert len(found) == 1


def test_the_command_writes_one_file_or_none(tmp_path):
    import timeline as tl

    log = tl.init(tmp_path / "events", title="The log's own title")
    log.source("s", publisher="S", published="2020-01-01")
    log.add("an event", occurred="2020-01-01", sources=["s"], tags=["t"])
    target = tmp_path / "story.html"
    assert run(tmp_path / "events", "page", "--as-of", "2020-02", "-o", str(target)).exit_code == 0
    first = target.read_bytes()
    assert b"<h1 dir=auto>The log&#x27;s own title</h1>" in first
    done = run(tmp_path / "events", "page", "--tag", "none", "--as-of", "2020-02", "-o", str(target))
    assert done.exit_code == 2
    said = done.stderr
    assert "tag none" in said
    assert "as of 2020-02-29" in said
    assert target.read_bytes() == first
    assert run(tmp_path / "events", "page", "--as-of", "2019", "-o", str(tmp_path / "new.html")).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events", "story.html"]
    assert run(tmp_path / "events", "page", "--title", "Mine", "-o", str(target)).exit_code == 0
    assert b"<h1 dir=auto>Mine</h1>" in target.read_bytes()


@pytest.mark.parametrize("name", ["x.gif", "x", "x.html.txt", ".html", "story.htmlx"])
def test_a_page_goes_into_a_file_that_a_browser_opens(tmp_path, name):
    import timeline as tl

    tl.init(tmp_path / "events").add("an event", occurred="2020-01-01")
    done = run(tmp_path / "events", "page", "-o", str(tmp_path / name))
    assert done.exit_code == 2
    said = done.stderr
    assert ".html" in said
    assert said.rstrip().endswith("Nothing was written.")
    assert [path.name for path in tmp_path.iterdir()] == ["events"]


@pytest.mark.parametrize("name", ["x.htm", "X.HTML"])
def test_a_page_may_be_htm(tmp_path, name):
    import timeline as tl

    tl.init(tmp_path / "events").add("an event", occurred="2020-01-01")
    assert run(tmp_path / "events", "page", "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).is_file()


def test_a_page_for_the_public_holds_no_reason_and_no_private_tag(tmp_path):
    import timeline as tl

    log = tl.init(tmp_path / "events", title="The log's own title")
    log.source("s", publisher="S", published="2020-01-01")
    told = [{"source": "s", "because": "reason of a report"}]
    kept = log.add("an event", occurred="2020-01-01", reports=told, tags=["t", "private.draft"], because="reason")
    log.correct(kept.id, {"title": "an event of ours"}, because="reason of a slip")
    log.correct(kept.id, {"tags": ["t", "private.later"]}, because="reason of a tag")
    log.correct(f"{kept.id}#1", {"because": "reason that is set"}, because="reason of a reason")
    gone = log.add("a rumour", occurred="2020-01-02", sources=["s"], tags="private")
    log.retract(gone.id, because="reason to take it back")
    log.report(kept.id, "s", stance="doubts", because="reason to doubt")
    target = tmp_path / "story.html"
    assert run(tmp_path / "events", "page", "-o", str(target)).exit_code == 0
    whole = target.read_text(encoding="utf-8")
    assert "reason of a slip" in whole
    assert "private.later" in whole
    assert run(tmp_path / "events", "page", "--public", "-o", str(target)).exit_code == 0
    page = target.read_text(encoding="utf-8")
    assert re.findall('reason[^<\\"]*|private[^<\\"]*', page) == []
    assert "an event of ours" in page
    assert page == log.page(public=True)
    assert "private" not in log.page(public=True, tags=["private.later"])


def test_python_gives_the_page_that_the_command_writes(tmp_path):
    import timeline as tl

    log = tl.init(tmp_path / "events", title="The log's own title")
    log.source("s", publisher="S", published="2020-01-01")
    log.add("an event", occurred="2020-01-01", sources=["s"], tags=["t"], facts={"a.p": "x"})
    log.add("another", occurred="2020-03-01", sources=["s"])
    target = tmp_path / "story.html"
    assert run(tmp_path / "events", "page", "-o", str(target)).exit_code == 0
    assert log.page() == target.read_text(encoding="utf-8")
    words = (
        "--tag",
        "t",
        "--as-of",
        "2020-02",
        "--on",
        "2020-01-15",
        "--until",
        "2020-02",
        "--title",
        "Mine",
        "--strict",
    )
    assert run(tmp_path / "events", "page", *words, "-o", str(target)).exit_code == 0
    mine = log.page(tags=["t"], as_of="2020-02", on="2020-01-15", until="2020-02", title="Mine", strict=True)
    assert mine == target.read_text(encoding="utf-8")
    with pytest.raises(FigureError, match="tag none"):
        log.page(tags=["none"])


def test_the_story_of_the_repository_is_small_and_has_its_figures():
    import timeline as tl

    root = Path(__file__).parents[2]
    page = tl.open(root / "events").page()
    assert len(page.encode()) < 150_000
    assert page.count("<svg class=pic ") == 3
    assert not Reader(page).faults


def test_every_outline_in_the_dark_is_seen_on_what_it_is_around():
    import timeline as tl

    page = tl.open(Path(__file__).parents[2] / "events").page()
    dark_begins = page.rfind("@media screen and (prefers-color-scheme:dark)")
    rules, dark = (dict(re.findall(r"\.(k[a-z]+){([^}]*)}", part)) for part in (page[:dark_begins], page[dark_begins:]))
    assert len(rules) > 30
    filled = {name: fill.group(1) for name, rule in rules.items() if (fill := re.match(r"fill:(#\w{6})", rule))}
    outlined = [name for name in filled if "stroke:" not in rules[name] + dark.get(name, "")]
    cased = [name for name in filled if "stroke:var(--paper)" in dark.get(name, "")]
    assert outlined
    assert len({filled[name] for name in cased}) >= 3
    own = {name: fill.group(1) for name, rule in dark.items() if (fill := re.search(r"fill:(#\w{6})", rule))}
    for name in outlined:
        assert contrast(THEMES["dark"].outline, own.get(name, filled[name])) >= 3
    for name in cased:
        assert contrast(THEMES["dark"].outline, own.get(name, filled[name])) < 3


def test_a_page_shows_the_times_of_a_zone_and_says_so():
    log = Log()
    log.source("s", "2020-01-10T23:40:00Z")
    log.event("it began", "2020-01-10T23:30:00Z", [("alpha", "p", "x")], ["s"])
    log.event("it ended", "2020-01-11T01:15:00Z", [("alpha", "p", "y")], ["s"])
    story = tell(log.ledger, Question(), (VIEW,), zone=zoneinfo.ZoneInfo("Europe/Berlin"))
    page = document(story, title="A story")
    assert "This page shows times as clocks in Europe/Berlin show them, and days as those of UTC." in page
    assert "11 January 2020, 00:30:00 UTC+01:00" in page
    assert "10 January 2020, 23:30:00 UTC" not in page
    assert stop_words(story.days[0], story.zone) == "11 January 2020, 00:40 UTC+01:00"
    after = WrittenDate("2020-01-10T14:09:00.000001Z")
    assert stop_words(after) == "10 January 2020, just after 14:09 UTC"
    assert stop_words(after, story.zone) == "10 January 2020, just after 15:09 UTC+01:00"
