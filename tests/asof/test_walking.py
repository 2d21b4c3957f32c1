"""Several as-of days in turn are what each of them is alone, on logs that nobody thought of."""

import datetime as dt
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_record, a_stamp
from strategies import clocks, dense_logs, logs, near_clocks
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.edtf import parse_clock
from timeline.dates.values import DAY, Clock

tried = settings(
    max_examples=int(os.environ.get("TIMELINE_EXAMPLES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def at(clock):
    return Clocks(as_of=clock, on=clock)


@tried
@given(
    st.tuples(logs(), st.lists(clocks, min_size=2, max_size=8))
    | st.tuples(dense_logs(), st.lists(near_clocks, min_size=2, max_size=8))
)
def test_days_in_turn_are_what_each_is_alone(question):
    log, asked = question
    asked.sort(key=lambda clock: clock.hi)
    ledger = Ledger(log)
    for clock, snapshot in zip(asked, ledger.walk(map(at, asked)), strict=True):
        assert snapshot == Ledger(log).at(at(clock))


@tried
@given(dense_logs())
def test_every_turning_point_in_turn(log):
    ledger = Ledger(log)
    days = sorted({int(moment // DAY) for moment in ledger.turning_points()})
    asked = [at(Clock(text="", read="", lo=day * DAY, hi=day * DAY + DAY - 1)) for day in days]
    for one, snapshot in zip(asked, ledger.walk(asked), strict=True):
        assert snapshot == ledger.at(one)


def test_what_does_not_change_is_the_same_value():
    records = [
        a_record(title=f"event {number}", reports=[{"reported": f"2020-0{number}-01"}], recorded=a_stamp(number))
        for number in (1, 2, 3)
    ]
    days = [parse_clock(text, today=dt.date(2026, 11, 25)) for text in ("2020-01-15", "2020-02-15", "2020-03-15")]
    first, second, third = Ledger(records).walk(map(at, days))
    assert first.events[0] is second.events[0] is third.events[0]
    assert [len(snapshot.events) for snapshot in (first, second, third)] == [1, 2, 3]
