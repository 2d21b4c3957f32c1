"""A part of a log that holds all that bears on a thing tells of it what the whole log tells."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strategies import (
    NAMES,
    SOURCES,
    as_ofs,
    clocks,
    copied_logs,
    dense_logs,
    logs,
    named_logs,
    near_clocks,
    stamps,
    turning_clocks,
    twinned_logs,
)
from timeline.asof.ledger import Ledger
from timeline.asof.values import Clocks
from timeline.dates.values import Clock
from timeline.errors import RecordError
from timeline.records import bearing
from timeline.records.twins import Ancestry
from timeline.views import chosen
from timeline.views.filters import Selection
from timeline.views.overtime import rectangles
from timeline.views.rows import cell_row, rectangle_row, source_row
from timeline.views.story import about, chains, story
from timeline.views.table import ViewSpec
from timeline.views.why import why

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
views = st.builds(
    lambda latest, many, rows: ViewSpec(
        name="v", title="v", properties=("p", "q"), latest=latest, many=("p",) if many else (), entities=rows
    ),
    st.sampled_from(["occurred", "reported"]),
    st.booleans(),
    st.sampled_from([(), ("F", "E", "H")]),
)


@st.composite
def questions(draw):
    log = draw(logs() | dense_logs() | copied_logs() | named_logs() | twinned_logs())
    limit = draw(stamps(log))
    return log, Clocks(
        as_of=draw(as_ofs | near_clocks | turning_clocks(log)),
        on=draw(clocks | near_clocks | turning_clocks(log)),
        recorded_by=None if limit is None else Clock(text="r", read="r", lo=limit, hi=limit),
    )


def part_of(log, *seeds):
    part = bearing.closure(seeds, bearing.Shelf(log).find)
    return Ledger(part.values(), Ancestry(log).knew)


def answer(ask, *arguments):
    try:
        return ask(*arguments)
    except RecordError as error:
        return str(error)


@tried
@given(questions(), st.sampled_from(NAMES), views)
def test_what_bears_on_an_entity_tells_of_it_what_the_whole_log_tells(question, entity, view):
    log, asked = question
    find = bearing.Shelf(log).find
    whole, part = Ledger(log), part_of(log, *bearing.of_entity(entity, find))

    def told(ledger):
        snapshot = ledger.at(asked)
        for strict in (False, True):
            for cell in chosen.cells(snapshot, view, Selection(entities=(entity,), strict=strict)):
                yield cell_row(cell)
        yield snapshot.names.thing(entity)
        for property_ in view.properties:
            yield why(snapshot, view, entity, property_)
            yield [
                rectangle_row(one)
                for one in rectangles(ledger, view, entity, property_, recorded_by=asked.recorded_by, as_of=asked.as_of)
            ]

    assert list(told(part)) == list(told(whole))


@tried
@given(questions())
def test_what_bears_on_a_record_tells_of_it_what_the_whole_log_tells(question):
    log, asked = question
    whole = Ledger(log)
    snapshot = whole.at(asked)
    for record in log:
        part = part_of(log, f"record:{record.id}")
        seen = part.at(asked)
        for ask in (about, chains, story):
            assert answer(ask, part, seen, record.id) == answer(ask, whole, snapshot, record.id)


@tried
@given(questions(), st.sampled_from(SOURCES))
def test_what_bears_on_a_source_tells_of_it_what_the_whole_log_tells(question, name):
    log, asked = question
    whole, part = Ledger(log).at(asked), part_of(log, f"source:{name}").at(asked)
    sources = [snapshot.sources.get(name) for snapshot in (part, whole)]
    assert sources[0] == sources[1]
    if sources[0] is not None:
        assert source_row(part, sources[0]) == source_row(whole, sources[1])


@tried
@given(questions())
def test_a_part_holds_whatever_its_records_need(question):
    log, _ = question
    find = bearing.Shelf(log).find
    for record in log:
        part = bearing.closure([f"record:{record.id}"], find)
        assert record.id in part
        for one in part.values():
            assert {other.id for other in find(bearing.needs(one))} <= set(part)
