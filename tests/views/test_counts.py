"""How many events there are by month and the like: nothing is put anywhere by guess; and where there are none."""

import datetime as dt
import math
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from strategies import as_ofs, logs
from timeline.asof.ledger import Ledger
from timeline.asof.sources import possible
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, Answer
from timeline.records.words import BYS
from timeline.views.counts import count, gaps

TODAY = dt.date(2025, 7, 1)
EPOCH = dt.date(1970, 1, 1)
often = settings(
    max_examples=max(int(os.environ.get("TIMELINE_EXAMPLES", "200")) // 4, 1),
    suppress_health_check=list(HealthCheck),
)


def snapshot(drawn, as_of):
    return Ledger(drawn).at(Clocks.choose(today=TODAY, as_of=as_of))


def days_of(event):
    """Every day on which an event may have happened, of the year that random logs are about; None without a bound."""
    found = set()
    for date in possible(event.versions, "occurred", event.event.occurred):
        if date is None or math.inf in map(abs, (date.meaning.span.lo, date.meaning.span.hi)):
            return None
        found |= set(range(date.meaning.span.lo // DAY, date.meaning.span.hi // DAY + 1))
    return found


def label(days, by):
    """The slow way to name where an event is counted: by each day it may have been on."""

    def period(day):
        date = EPOCH + dt.timedelta(days=day)
        quarter = f"{date.year}-Q{(date.month + 2) // 3}"
        return {"month": f"{date:%Y-%m}", "quarter": quarter, "year": f"{date.year}"}[by]

    names = sorted({period(day) for day in days})
    return names[0] if len(names) == 1 else f"{names[0]}..{names[-1]}"


@given(logs(), as_ofs, st.sampled_from(["month", "quarter", "year"]))
@often
def test_an_event_is_counted_where_all_its_days_are(drawn, as_of, by):
    snap = snapshot(drawn, as_of)
    told = {}
    for event in snap.events:
        days = days_of(event)
        if days is not None:
            told[label(days, by)] = told.get(label(days, by), 0) + 1
    counted = count(snap, snap.events, by)
    found = {one.by: one.events for one in counted.counts if one.by and not one.by.startswith("..")}
    assert {name: number for name, number in found.items() if not name.endswith("..")} == told
    assert sum(one.events for one in counted.counts) == len(snap.events)
    assert counted.apart == sum(one.events for one in counted.counts if ".." in (one.by or ""))


@given(logs(), as_ofs, st.sampled_from(BYS))
@often
def test_every_event_is_counted_and_no_count_is_empty(drawn, as_of, by):
    snap = snapshot(drawn, as_of)
    found = count(snap, snap.events, by).counts
    assert len({one.by for one in found}) == len(found)
    assert all(0 <= one.possibly <= one.events and one.events for one in found)
    total = sum(one.events for one in found)
    assert total >= len(snap.events) if by in ("entity", "source") else total == len(snap.events)


def known_days(event):
    """The days that an event surely fills, where both its ends are known to the day; else None."""
    dates = possible(event.versions, "occurred", event.event.occurred)
    if len(dates) != 1 or dates[0] is None or dates[0].meaning.kind in ("one-of", "all-of"):
        return None
    meaning = dates[0].meaning
    bounds = [meaning.start.lo, meaning.start.hi, meaning.last.lo, meaning.last.hi]
    if any(abs(one) == math.inf for one in bounds):
        return None
    days = [one // DAY for one in bounds]
    return set(range(days[0], days[3] + 1)) if days[0] == days[1] and days[2] == days[3] else None


@given(logs(), as_ofs, st.integers(1, 12))
@often
def test_a_gap_is_a_run_of_days_without_an_event_that_is_known_to_the_day(drawn, as_of, least):
    snap = snapshot(drawn, as_of)
    filled = set().union(*(known_days(event) or () for event in snap.events))
    runs, run = [], []
    for day in range(min(filled, default=0), max(filled, default=0) + 1):
        if day in filled:
            runs += [run] if len(run) >= least else []
            run = []
        else:
            run.append(day)
    found = gaps(snap.events, least).gaps
    assert [(gap.first, gap.last, gap.days) for gap in found] == [(run[0], run[-1], len(run)) for run in runs]
    for gap in found:
        others = [event for event in snap.events if known_days(event) is None and event.event.occurred is not None]
        may = [event for event in others if may_be_in(event, gap)]
        assert gap.events == len(may)
        assert (gap.answer is Answer.YES) == (not may)


def may_be_in(event, gap):
    dates = possible(event.versions, "occurred", event.event.occurred)
    if None in dates:
        return True  # in one of its versions it has no date
    lo = min(date.meaning.span.lo for date in dates)
    hi = max(date.meaning.span.hi for date in dates)
    return lo <= (gap.last + 1) * DAY - 1 and hi >= gap.first * DAY


# --- by hand ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def snap(tmp_path):
    log = a_log(tmp_path)
    dates = ["2025-08-14", "2025-08", "2025-08/2025-10", "[..2025-09]", "2025/..", "-0044-03-15", "2025-12-01", None]
    log.append([a_draft(title=f"e{place}", occurred=date) if date else a_draft(title="none") for place, date in
                enumerate(dates)], by="ada")  # fmt: skip
    return tl.open(log.folder).at()


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("month", {"-0044-03": 1, "2025-01..": 1, "2025-08": 2, "2025-08..2025-10": 1, "..2025-09": 1, "2025-12": 1}),
        ("quarter", {"-0044-Q1": 1, "2025-Q1..": 1, "2025-Q3": 2, "2025-Q3..2025-Q4": 1, "..2025-Q3": 1, "2025-Q4": 1}),
        ("year", {"-0044": 1, "2025": 4, "2025..": 1, "..2025": 1}),
    ],
)
def test_periods_are_counted_in_the_order_of_time_and_doubt_apart(snap, by, counts):
    rows = snap.counts(by).rows()
    assert {row["by"]: row["events"] for row in rows} == {**counts, None: 1}
    assert rows[-1]["by"] is None
    assert next(row["by"] for row in rows) == next(iter(counts))
    assert "1 event without a date, counted last" in snap.counts(by).beside


def test_a_gap_lies_between_days_that_are_known_and_says_what_may_lie_in_it(snap):
    rows = snap.gaps(90).rows()
    assert [(row["from"], row["to"]) for row in rows] == [("-0044-03-16", "2025-08-13"), ("2025-08-15", "2025-11-30")]
    assert rows[1] == {"from": "2025-08-15", "to": "2025-11-30", "days": 108, "answer": "possibly", "possibly": 4}
    assert snap.gaps(109).rows()[-1]["to"] == "2025-08-13"


def test_statistics_count_what_is_there(snap):
    found = {row["name"]: row["value"] for row in snap.stats()}
    assert (found["events"], found["events without a date"], found["events unsourced"]) == (8, 1, 8)
    assert (found["first"], found["last"]) == ("-0044-03-15", "2025-12-01")
