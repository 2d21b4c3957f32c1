"""The relation against the plain replay: whatever is asked of either, at whatever clocks, the rows are the same.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; 200 by default, 10,000 for a night.
"""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

from strategies import (
    as_ofs,
    clocks,
    copied_logs,
    dense_logs,
    logs,
    named_logs,
    near_clocks,
    stamps,
    turning_clocks,
)
from timeline.asof.compiled import Compiler, Records, compile_log
from timeline.asof.ledger import Clocks, Ledger
from timeline.asof.relation import FACT, LATEST, REPORT, SOURCE, loaded, stored, stored_columns
from timeline.dates.values import Clock
from timeline.views.relational.rows import InMemory
from timeline.views.relational.state import View
from timeline.views.relational.state import state as state_of_rows
from timeline.views.rows import cell_row
from timeline.views.table import ViewSpec, state

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "200"))
PROPERTIES = ("p", "q")
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))

any_logs = logs() | dense_logs() | copied_logs() | named_logs()
views = st.builds(
    ViewSpec,
    name=st.just("view"),
    title=st.just("view"),
    properties=st.just(PROPERTIES),
    latest=st.sampled_from(["occurred", "reported"]),
    many=st.sampled_from([(), ("p",), ("p", "q")]),
    entities=st.sampled_from([(), (), ("F", "E", "unheard of")]),
)


@st.composite
def questions(draw):
    """A log, and several questions at clocks near its turning points."""
    log = draw(any_logs)
    moments = st.none() | as_ofs | near_clocks | turning_clocks(log)
    asked = [
        (draw(moments), draw(stamps(log)), draw(clocks | near_clocks | turning_clocks(log)))
        for _ in range(draw(st.integers(1, 4)))
    ]
    return log, asked


def clocks_of(as_of, recorded_by, on):
    by = None if recorded_by is None else Clock(text="", read="", lo=recorded_by, hi=recorded_by)
    return Clocks(as_of=as_of, on=on, recorded_by=by)


def rows_at(relation, as_of, recorded_by):
    return InMemory(relation, LATEST if as_of is None else as_of.hi, LATEST if recorded_by is None else recorded_by)


def view_of(spec):
    return View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)


@tried
@given(questions(), views, st.booleans())
def test_a_state_is_the_same(question, spec, strict):
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    for as_of, recorded_by, on in asked:
        snapshot = ledger.at(clocks_of(as_of, recorded_by, on))
        expected = [cell_row(cell) for cell in state(snapshot, spec, strict=strict)]
        rows = rows_at(relation, as_of, recorded_by)
        assert state_of_rows(rows, view_of(spec), on.lo, on.hi, strict=strict) == expected


@tried
@given(logs(kinds=("event", "source", "report")) | any_logs)
def test_an_event_that_nothing_changes_has_the_same_rows_by_the_short_way(log):
    compiler = Compiler(Records(log))
    for record in log:
        if record.kind == "event":
            short, long = compiler.event(record.id), compiler.event_at_turning_points(record)
            seen("by the short way" if compiler.is_plain(record) else "by the long way")
            for name in ("facts", "silent", "events", "reports", "aliases"):
                assert sorted(getattr(short, name), key=repr) == sorted(getattr(long, name), key=repr)


@tried
@given(any_logs)
def test_rows_are_stored_as_days_and_loaded_again(log):
    relation = compile_log(log)
    for schema, rows in ((FACT, relation.facts), (REPORT, relation.reports), (SOURCE, relation.sources)):
        for row in rows:
            kept = stored(schema, row)
            assert len(kept) == len(stored_columns(schema))
            assert all(-(2**63) <= cell < 2**63 for cell in kept if isinstance(cell, int))
            assert loaded(schema, kept) == row
