"""When a page stops: at what it shows, not at what the rest of its log does."""

import random
import re

import msgspec
import pytest
from page_logs import VIEW, Log, page_of

from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.edtf import day_clock
from timeline.page import tell
from timeline.page.rows import event_of
from timeline.page.stops import bearing_on
from timeline.page.words import stop_words
from timeline.views.filters import Question, Selection
from timeline.views.table import state


def a_crowd(others=100):
    """A log of three events about one thing, and of many others that are reported on as many days."""
    log = Log()
    log.source("wire", "2020-01-02")
    log.source("paper", "2020-05-17", via=["wire"])
    log.event("alpha came", "2020-01-01", [("alpha", "p", "x")], ["wire"])
    log.event("alpha went", "2020-03-03", [("alpha", "p", "y")], reports=[{"reported": "2020-03-04"}])
    log.event("alpha was seen", "2020-05", [("alpha", "q", "z")], ["paper"])
    for number in range(others):
        day = f"20{20 + number // 300:02d}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
        log.event(f"beta {number}", day, [("beta", "p", number)], reports=[{"reported": day}])
    return log


def test_a_page_with_a_filter_stops_at_what_it_shows_and_not_at_the_ends_of_weeks():
    story = tell(a_crowd().ledger, Question(selection=Selection(entities=("alpha",))), (VIEW,), most_stops=24)
    assert story.notes == ()
    assert {"2020-01-02", "2020-03-04", "2020-05-17"} <= set(story.days)
    assert len(story.events) == 3


def test_without_a_filter_the_same_log_stops_at_longer_times_and_says_so():
    story = tell(a_crowd().ledger, Question(), (VIEW,), most_stops=24)
    assert "too many for one slider" in story.notes[0]


@pytest.mark.parametrize("seed", range(12))
def test_with_a_filter_every_day_says_what_a_question_on_that_day_says(seed):
    """Chains of sources, links, corrections and copies: whatever moves an event that is shown makes a stop."""
    chance = random.Random(seed)
    log, ids = Log(), []

    def day():
        return chance.choice(["2020-01-{:02d}", "2020-02-{:02d}", "[2020-01-{0:02d}..2020-02-27]"]).format(
            chance.randint(1, 28)
        )

    for number in range(6):
        via = {"via": [f"s{chance.randrange(number)}"]} if number and chance.random() < 0.6 else {}
        log.source(f"s{number}", chance.choice([day(), None]), **via)
    for number in range(8):
        entity = chance.choice(["alpha", "beta", "gamma"]) if number else "alpha"
        ids.append(log.event(f"event {number}", "2020-01", [(entity, "p", number)], [f"s{chance.randrange(6)}"]))
    log.add("correction", target=chance.choice(ids), set={"title": "mended"}, reported=day())
    log.add("retraction", target=chance.choice(ids), reported=day())
    log.add("report", event=chance.choice(ids), source="s1", stance="denies", reported=day(), via=["s0"])
    log.add("link", from_=chance.choice(ids), to=chance.choice(ids), rel="contradicts", reported=day())
    ledger = log.ledger
    question = Question(selection=Selection(entities=("alpha",)))
    story = tell(ledger, question, (VIEW,))
    place = -1
    for number in range(18_262, 18_262 + 60):
        at = day_clock(number)
        place += place + 1 < len(story.days) and story.days[place + 1] == at.read
        snapshot = ledger.at(Clocks(as_of=at, on=at))
        for event in story.events:
            row = next((row for start, row in reversed(event.runs) if start <= place), None)
            known = next((e for e in (*snapshot.events, *snapshot.retracted) if e.id == event.id), None)
            asked = known and any("alpha" in fact.thing.names for fact in known.facts)
            assert row == (event_of(snapshot, known) if asked else None), at.read


def test_a_date_that_the_world_corrected_later_makes_its_stops_until_then():
    """A cell changes with the days of the world that were told by then, not with those that are told at the end."""
    log = Log()
    told = [{"reported": "2020-01-02"}]
    event = log.event("alpha came", "[2020-03-05..2020-03-20]", [("alpha", "p", "x")], reports=told)
    first = log.add("correction", target=event, set={"occurred": "2020-08/2020-09"}, reported="2020-06-01")
    log.add("correction", target=first, set={"set": {"occurred": "2020-02"}}, reported="2020-11-01")
    ledger = log.ledger
    story = tell(ledger, Question(), (VIEW,))
    (cell,) = [cell for cell in story.views[0].cells if cell.property == "p"]
    for number in range(18_262, 18_262 + 366):
        at = day_clock(number)
        place = sum(day <= at.read for day in story.days) - 1
        asked = next(iter(state(ledger.at(Clocks(as_of=at, on=at)), VIEW)), None)
        shown = next((run for start, run in reversed(cell.runs) if start <= place), None)
        assert (shown and shown[0]) == (asked and asked.answer), at.read


def test_what_bears_on_an_event_leaves_the_rest_of_the_log_out():
    log = a_crowd()
    ledger = log.ledger
    events = [event for event in ledger.at(Clocks(on=day_clock(20_000))).events if "alpha" in event.event.title]
    kinds = [record.kind for record in bearing_on(ledger.records, events)]
    assert kinds == ["source", "source", "event", "event", "event"]


def test_a_redacted_record_is_passed_over():
    log = a_crowd(40)
    gone = msgspec.structs.replace(log.records[-1], body=None, content=None)
    ledger = Ledger([*log.records[:-1], gone])
    story = tell(ledger, Question(selection=Selection(entities=("alpha",))), (VIEW,))
    assert len(story.events) == 3


# --- without reports -------------------------------------------------------------------------------------------------


def test_an_import_without_reports_is_not_said_to_be_of_one_day():
    log = Log()
    for number in range(976):
        log.event(f"event {number}", f"{1000 + number}")
    story = tell(log.ledger, Question())
    assert "day" not in story.counted().replace("the day", "")
    assert "976 events" in story.counted()
    assert "none has a report" in story.counted()
    page = page_of(log)
    assert "1 day" not in page
    assert "counts from the day it was recorded" in page


@pytest.mark.parametrize(
    ("occurred", "first"),
    [
        ("Y-17E7", "-170000000-01-01"),
        ("Y-17E7/Y170000002", "-170000000-01-01"),
        ("-0044-03-15", "-0044-03-15"),
        ("Y170000002", "2022-01-01"),
    ],
)
def test_a_page_stops_in_a_year_of_any_size(occurred, first):
    """What an undated source tells may have been known since the event itself."""
    log = Log()
    log.source("undated", None)
    log.event("far", occurred, [("alpha", "p", "x")], ["undated"])
    story = tell(log.ledger, Question(), (VIEW,))
    assert story.days[0] == first
    assert stop_words(story.days[0]) in page_of(log)


def test_a_date_that_says_no_year_makes_no_stop_in_the_first_year_that_there_is():
    log = Log()
    log.source("paper", "2020-05-01")
    log.source("calendar", "XXXX-04-24")
    log.event("the fair", "XXXX-04-24", [("alpha", "p", "x")], ["paper"])
    log.event("the market", "2019-01-01", [("alpha", "q", "x")], ["calendar"])
    story = tell(log.ledger, Question(), (VIEW,))
    assert min(story.days) == "2019-01-01"
    page = page_of(log)
    assert " BC" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
