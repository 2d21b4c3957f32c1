"""How many events there are by month and the like: nothing is put anywhere by guess; and where there are none."""

import datetime as dt
import itertools
import math
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from builders import a_draft, a_log
from strategies import as_ofs, logs
from timeline import testing
from timeline.asof.ledger import Ledger
from timeline.asof.sources import possible
from timeline.asof.values import Clocks
from timeline.dates.values import DAY, Answer
from timeline.records.words import BYS
from timeline.views.counts import count, gaps
from timeline.views.filters import Selection, select

TODAY = dt.date(2025, 7, 1)
EPOCH = dt.date(1970, 1, 1)
often = settings(
    max_examples=max(int(os.environ.get("TIMELINE_EXAMPLES", "100")) // 4, 1),
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


@given(logs(), as_ofs, st.sampled_from(["entity", "source", "type"]))
@often
def test_a_count_is_that_of_the_events_which_a_filter_of_the_same_word_leaves(drawn, as_of, by):
    snap = snapshot(drawn, as_of)
    for one in count(snap, snap.events, by).counts:
        if one.by is not None:
            asked = Selection(**{{"entity": "entities", "source": "sources", "type": "types"}[by]: (one.by,)})
            below = {
                other.by for other in count(snap, snap.events, by).counts if str(other.by).startswith(f"{one.by}.")
            }
            left = [event for event in select(snap.events, asked) if by != "type" or event.event.type not in below]
            assert one.events == len(left), one


def test_an_event_that_is_only_denied_is_counted_under_its_entities_as_it_is_listed():
    denied = {"title": "t", "facts": [{"entity": "E", "property": "p", "value": "x"}]}
    denied["reports"] = [{"source": "s", "stance": "denies"}]
    log = [{"kind": "source", "name": "s", "published": "2025-01-01"}, {"kind": "event", **denied}]
    snap = testing.given(log).snapshot()
    (one,) = count(snap, snap.events, "entity").counts
    assert (one.by, one.events) == ("E", len(select(snap.events, Selection(entities=("E",)))))


def extent_of(event):
    """The first and the last day on which an event may have happened; infinite where nothing bounds it."""
    dates = possible(event.versions, "occurred", event.event.occurred)
    spans = [(date.meaning.span.lo, date.meaning.span.hi) if date else (-math.inf, math.inf) for date in dates]
    lo, hi = min(lo for lo, _ in spans), max(hi for _, hi in spans)
    return (lo if lo == -math.inf else lo // DAY), (hi if hi == math.inf else hi // DAY)


def must_be_in(event):
    """Stretches each of which, where nothing happened in it, the event cannot have happened: days it fills, or all."""
    if Answer.YES not in (event.known, event.retracted):
        return []
    dates = possible(event.versions, "occurred", event.event.occurred)
    if len(dates) == 1 and dates[0] is not None and dates[0].meaning.kind not in ("one-of", "all-of"):
        first, last = dates[0].meaning.start.hi, dates[0].meaning.last.lo
        if math.inf not in (abs(first), abs(last)) and first // DAY <= last // DAY:
            return [(day, day) for day in range(first // DAY, last // DAY + 1)]
    lo, hi = extent_of(event)
    return [] if math.inf in (abs(lo), abs(hi)) else [(lo, hi)]


@given(logs(), as_ofs, st.integers(1, 60))
@often
def test_gaps_are_told_by_the_bounds_of_every_date(drawn, as_of, least):
    """The slow way: every day is looked at, and from every day the longest stretch that may be empty."""
    snap = snapshot(drawn, as_of)
    extents = [extent_of(event) for event in snap.events]
    extents = [(lo, hi) for lo, hi in extents if (lo, hi) != (-math.inf, math.inf)]
    bounds = [one for ends in extents for one in ends if abs(one) != math.inf]
    days = range(int(min(bounds, default=0)) - 1, int(max(bounds, default=0)) + 2)
    free = [day for day in days if not any(lo <= day <= hi for lo, hi in extents)]
    runs = [[day for _, day in group] for _, group in itertools.groupby(enumerate(free), lambda one: one[1] - one[0])]
    surely = [
        (run[0], run[-1])
        for run in runs
        if len(run) >= least and any(hi < run[0] for _, hi in extents) and any(lo > run[-1] for lo, _ in extents)
    ]
    needed = [stretch for event in snap.events for stretch in must_be_in(event)]

    def reach(day):
        return min((hi for lo, hi in needed if lo >= day), default=math.inf) - 1

    widest = [
        (day, reach(day))
        for day in days
        if day <= reach(day) != math.inf and reach(day - 1) < reach(day) and any(lo < day for lo, _ in needed)
    ]
    possibly = [
        (first, last)
        for first, last in widest
        if last - first + 1 >= least and not any(first <= lo and hi <= last for lo, hi in surely)
    ]
    found = gaps(snap.events, least).gaps
    assert [(gap.first, gap.last) for gap in found] == sorted(surely + possibly)
    assert {(gap.first, gap.last) for gap in found if gap.answer == "yes"} == set(surely)
    for gap in found:
        assert gap.events == sum(lo <= gap.last and hi >= gap.first for lo, hi in extents)


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


def test_a_gap_is_as_long_as_the_dates_allow_and_says_what_may_lie_in_it(snap):
    """An interval fills the days between its ends; a month, or what may be earlier, fills none."""
    rows = snap.gaps(50).rows()
    assert [(row["from"], row["to"], row["answer"], row["possibly"]) for row in rows] == [
        ("-0044-03-16", "2025-08-13", "possibly", 4),
        ("2025-10-02", "2025-11-30", "possibly", 2),
    ]
    assert snap.gaps(61).rows()[-1]["to"] == "2025-08-13"


def test_gaps_between_months_are_sure_where_no_day_of_them_can_lie(tmp_path):
    log = a_log(tmp_path)
    log.append(
        [a_draft(title=date, occurred=date) for date in ("2026-01", "2026-05", "2026-06", "[..2026-01]")], by="a"
    )
    rows = tl.open(log.folder).at().gaps(30).rows()
    assert [(row["from"], row["to"], row["answer"], row["possibly"]) for row in rows] == [
        ("2026-02-01", "2026-04-30", "yes", 0),
        ("2026-05-02", "2026-06-29", "possibly", 2),
    ]


def test_statistics_count_what_is_there(snap):
    found = {row["name"]: row["value"] for row in snap.stats()}
    assert (found["events"], found["events without a date"], found["events unsourced"]) == (8, 1, 8)
    assert (found["first"], found["last"]) == ("-0044-03-15", "2025-12-01")
