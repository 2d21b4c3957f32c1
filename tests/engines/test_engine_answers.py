"""Engines against the plain replay: of random logs the rows that an engine chooses give the very rows of the log.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; 100 by default.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

from strategies import (
    asked_logs,
    clocks_of,
    copied_logs,
    dense_logs,
    logs,
    named_logs,
)
from timeline.asof.compiled import compile_log
from timeline.asof.ledger import Ledger
from timeline.asof.relation import LATEST
from timeline.views import chosen
from timeline.views.filters import Selection
from timeline.views.relational.deciding import View
from timeline.views.relational.rows import InMemory
from timeline.views.relational.state import state as state_of_rows
from timeline.views.rows import cell_row
from timeline.views.table import ViewSpec, state
from told import Told, clock, fact

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from timeline.engines import deciding, sql  # noqa: E402
from timeline.engines.duck import Duck  # noqa: E402
from timeline.engines.schema import (  # noqa: E402
    ALIAS_OF,
    EVENT_VERSION,
    FACT_VERSION,
    LINK_VERSION,
    REPORT_VERSION,
    SILENT_VERSION,
    SOURCE_VERSION,
)
from timeline.engines.tables import table, with_event_numbers  # noqa: E402

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
PROPERTIES = ("p", "q")
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
any_logs = logs(max_size=24) | dense_logs() | copied_logs() | named_logs()
views = st.builds(
    ViewSpec,
    name=st.just("view"),
    title=st.just("view"),
    properties=st.just(PROPERTIES),
    latest=st.sampled_from(["occurred", "reported"]),
    many=st.sampled_from([(), ("p",), ("p", "q")]),
    entities=st.sampled_from([(), (), ("F", "E", "unheard of")]),
)
SPEC = ViewSpec(name="v", title="v", properties=("p",))
PLACES = (
    (FACT_VERSION, "facts"),
    (SILENT_VERSION, "silent"),
    (EVENT_VERSION, "events"),
    (REPORT_VERSION, "reports"),
    (SOURCE_VERSION, "sources"),
    (LINK_VERSION, "links"),
    (ALIAS_OF, "aliases"),
)


def moments_of(as_of, recorded_by, on):
    return sql.Clocks(
        LATEST if as_of is None else as_of.hi, LATEST if recorded_by is None else recorded_by, on.lo, on.hi
    )


def tables_of(relation):
    for shape, name in PLACES:
        made = table(shape, getattr(relation, name))
        if shape.is_numbered:
            import pyarrow as pa

            made = made.append_column("row_no", pa.array(range(made.num_rows), pa.int64()))
        yield shape.name, with_event_numbers(made) if shape.is_of_events else made


def duck_of(relation):
    connection = duckdb.connect()
    for name, made in tables_of(relation):
        connection.register("given", made)
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
    return Duck(connection)


@tried
@given(asked_logs(any_logs), views, st.booleans())
def test_a_state_on_duckdb_is_the_same(question, spec, strict):
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    engine = duck_of(relation)
    view = View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)
    for one in asked:
        snapshot = ledger.at(clocks_of(*one))
        selection = Selection(strict=strict)
        expected = [cell_row(cell) for cell in chosen.cells(snapshot, spec.named(snapshot.names), selection)]
        at = moments_of(*one)
        found = deciding.of_state(engine, view, at)
        seen(f"dropped {'some' if len(found.facts) < len(relation.facts) else 'none'}")
        rows = InMemory(found, at.as_of, at.recorded_by)
        assert state_of_rows(rows, view, at.lo, at.hi, strict=strict) == expected
    engine.close()


@pytest.mark.parametrize("many", [(), ("p",)])
def test_what_began_again_after_a_named_end_is_fetched_though_a_later_word_is_sure(many):
    told = Told()
    for occurred, reported, mode in (
        ("2024-12-01", "2024-12-09", "ended"),
        ("2025-01-01", "2025-01-05", "actual"),
        ("2024-02-01", "2025-02-02", "actual"),
    ):
        facts = [fact("a.p=y", mode=mode)]
        told.event(f"{occurred} {mode}", occurred=occurred, facts=facts, reports=[{"reported": reported}])
    spec = ViewSpec(name="v", title="v", properties=("p",), latest="reported", many=many)
    on = clock("2025-01-28")
    (expected,) = (cell_row(cell) for cell in state(told.at(on="2025-01-28"), spec))
    found = deciding.of_state(
        duck_of(compile_log(tuple(told.records))), View("v", ("p",), "reported", many), moments_of(None, None, on)
    )
    at = moments_of(None, None, on)
    assert state_of_rows(
        InMemory(found, at.as_of, at.recorded_by), View("v", ("p",), "reported", many), on.lo, on.hi
    ) == [expected]
    assert expected["answer"] == "yes"


@pytest.mark.parametrize("reported", ["2026", "2026-02-03", None])
@pytest.mark.parametrize("first", [(), ({"reported": "2026-01-05"},), ({"reported": "2026"},)])
def test_a_report_that_may_be_known_names_no_source_of_an_event_that_surely_is(first, reported):
    """Whether an event is surely known says which of its reports count, though nothing else of it is asked."""
    told = Told()
    event = told.event(occurred="2025-01-01", facts=["a.p=x"], reports=first)
    later = "2026-12-01T00:00:00.000000Z"  # what is defined was public by then
    told.source("s", recorded=later)
    told.report(event, source="s", reported=reported, recorded=later)
    (expected,) = (cell_row(cell) for cell in state(told.at("2026-06-01", on="2026"), SPEC))
    at, view = moments_of(clock("2026-06-01"), None, clock("2026")), View("v", ("p",))
    found = deciding.of_state(duck_of(compile_log(tuple(told.records))), view, at)
    assert state_of_rows(InMemory(found, at.as_of, at.recorded_by), view, at.lo, at.hi) == [expected]


@pytest.mark.parametrize(
    ("latest", "other", "fetched"), [("a", "b", 2), ("a", "a", 12), (1, 1.0, 12), (1, 2, 12), ("a", None, 12)], ids=str
)
def test_what_is_out_is_fetched_only_where_what_stays_lacks_a_rival(latest, other, fetched):
    """What may be earlier than what was put out has its rivals there: of another value, of another event."""
    told = Told()
    for day in range(1, 11):
        told.event(occurred=f"2025-01-{day:02}", facts=[fact("a.p=", value=f"old {day % 3}")])
    told.event(occurred="2025-05-01", facts=[fact("a.p=", value=latest)])
    told.event(occurred="[..2025-06-01]", facts=[fact("a.p=", value=other)])
    (expected,) = (cell_row(cell) for cell in state(told.at(on="2026"), SPEC))
    at, view = moments_of(None, None, clock("2026")), View("v", ("p",))
    found = deciding.of_state(duck_of(compile_log(tuple(told.records))), view, at)
    assert state_of_rows(InMemory(found, at.as_of, at.recorded_by), view, at.lo, at.hi) == [expected]
    assert len(found.facts) == fetched
