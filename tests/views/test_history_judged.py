"""The history of a cell against the state of its view, asked at any moment: what a row says of its days is so on each.

``TIMELINE_EXAMPLES`` says how many logs it is tried on; by default 60.
"""

import os

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiled import any_logs
from strategies import NAMES, asked_logs, dates_in, named_logs, redacted_logs, turning_days
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates import edtf
from timeline.dates.values import DAY, Clock
from timeline.views.overtime import Deciding, beliefs, rectangles, stretches
from timeline.views.rows import cell_row
from timeline.views.table import ViewSpec, state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "60"))
VIEWS = st.builds(
    ViewSpec,
    name=st.just("v"),
    title=st.just("v"),
    properties=st.just(("p", "q")),
    latest=st.sampled_from(["occurred", "reported"]),
    many=st.sampled_from([(), ("p",)]),
)


def span(first, last):
    return Clock(text="", read="", lo=first, hi=last)


def told(row):
    """What a row of a cell says; its own name alone may be told first where nothing else turns."""
    names = [] if row["names"] == [row["entity"]] else row["names"]
    return row["entity"], row["answer"], row["values"], names


def moments(log):
    """Three moments of each day on which something may turn and of the days around it, and those that are typed."""
    days = turning_days(log)
    every = {day + beside for day in days for beside in (-1, 0, 1)}
    spans = [edtf.parse(text).span for record in log for text in dates_in(record.body)]
    ends = [end for one in spans for end in (one.lo, one.hi)]
    typed = {end + beside for end in ends if isinstance(end, int) for beside in (-1, 0, 1)}
    return sorted(every), sorted({day * DAY + part for day in every for part in (0, DAY // 2, DAY - 1)} | typed)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(named_logs() | any_logs | redacted_logs(any_logs)), VIEWS, st.randoms(use_true_random=False))
def test_what_a_row_of_a_history_says_is_so_on_each_of_its_days(asked, view, chance):
    log, questions = asked
    ledger, (days, world) = Ledger(log), moments(log)
    by = questions[0][1]
    by = None if by is None else span(by, by)
    for entity in NAMES:
        found = rectangles(ledger, view, entity, "p", recorded_by=by)
        inside = {edge // DAY for row in found for edge in edges(row)}
        as_of = [span(day * DAY, day * DAY + DAY - 1) for day in chance.sample(days, min(len(days), 8))]
        as_of += [span(one, one) for one in chance.sample(world, min(len(world), 8)) if one // DAY in inside]
        for known in as_of:
            column = [
                row
                for row in found
                if (row.as_of_first is None or row.as_of_first <= known.hi)
                and (row.as_of_last is None or known.hi <= row.as_of_last)
            ]
            snapshot = ledger.at(Clocks(as_of=known, on=known, recorded_by=by))
            for moment in chance.sample(world, min(len(world), 8)):
                (row,) = [row for row in column if row.stretch.lo <= moment <= row.stretch.hi]
                there = msgspec.structs.replace(
                    snapshot, clocks=Clocks(as_of=known, on=span(moment, moment), recorded_by=by)
                )
                place = (there.entity(entity), "p")
                cells = [cell_row(cell) for cell in state(there, view) if (cell.entity, cell.property) == place]
                expected = told(cells[0]) if cells else (place[0], "unknown", [], [])
                assert told(cell_row(row.stretch.cell)) == expected


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(named_logs() | any_logs | redacted_logs(any_logs)), VIEWS, st.randoms(use_true_random=False))
def test_what_is_decided_from_one_snapshot_to_the_next_is_what_each_alone_decides(asked, view, chance):
    log, questions = asked
    by = questions[0][1]
    by = None if by is None else span(by, by)
    places = [(entity, name) for entity in NAMES for name in view.properties]
    shots = [(shot, *place) for place in places for _, shot in beliefs(Ledger(log), *place, recorded_by=by)]
    for order in (shots, chance.sample(shots, len(shots))):
        deciding = Deciding(view)
        for snapshot, entity, name in order:
            assert deciding.stretches(snapshot, entity, name) == stretches(snapshot, view, entity, name)


def edges(row):
    """The ends of a run that lie within a day: such a day is asked from instant to instant."""
    if row.as_of_first is not None and row.as_of_first % DAY:
        yield row.as_of_first
    if row.as_of_last is not None and row.as_of_last % DAY != DAY - 1:
        yield row.as_of_last
