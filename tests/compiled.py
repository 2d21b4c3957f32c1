"""Logs and questions for the comparison of rows with the replay, and the rows of a log by some clocks."""

import datetime as dt

from hypothesis import strategies as st

from strategies import clocks_of, copied_logs, dense_logs, logs, make_record, named_logs, near_dates
from timeline.asof.compiled import compile_log
from timeline.asof.ledger import Ledger
from timeline.asof.relation import DAY, EARLIEST, LATEST, stored_columns
from timeline.asof.versions import text
from timeline.dates import edtf
from timeline.views.filters import Selection
from timeline.views.relational.deciding import View
from timeline.views.relational.events import Wanted
from timeline.views.relational.rows import InMemory
from timeline.views.relational.told import value_key
from timeline.views.table import ViewSpec

PROPERTIES = ("p", "q")


@st.composite
def keyed_logs(draw):
    """A log in which some records, of whatever kinds, share a key: the first of them names them all."""
    log = []
    for number, record in enumerate(draw(logs() | dense_logs())):
        key = draw(st.sampled_from([None, None, "k", "l"]))
        body = record.body if key is None else {**record.body, "key": key}
        log.append(make_record(number, dt.datetime.fromisoformat(record.recorded), record.kind, body))
    return tuple(log)


any_logs = logs() | dense_logs() | copied_logs() | named_logs() | keyed_logs()


@st.composite
def joined_logs(draw):
    """A log in which, at the end, a link that may be dated says that two of its events are the same."""
    log = draw(any_logs)
    events = [record.id for record in log if record.kind == "event"]
    if len(events) > 1:
        body = {"from": events[-1], "to": events[0], "rel": "same-event", "reported": draw(st.none() | near_dates)}
        last = dt.datetime.fromisoformat(log[-1].recorded) + dt.timedelta(seconds=1)
        told = {name: value for name, value in body.items() if value is not None}
        log = [*log, make_record("joins", last, "link", told)]
    return log


views = st.builds(
    ViewSpec,
    name=st.just("view"),
    title=st.just("view"),
    properties=st.just(PROPERTIES),
    latest=st.sampled_from(["occurred", "reported"]),
    many=st.sampled_from([(), ("p",), ("p", "q")]),
    entities=st.sampled_from([(), (), ("F", "E", "unheard of")]),
)


def rows_at(relation, as_of, recorded_by, log=()):
    return InMemory(
        relation,
        LATEST if as_of is None else as_of.hi,
        LATEST if recorded_by is None else recorded_by,
        records={record.id: record for record in log},
    )


def both_ways(question):
    """Give what a log knew by each clocks it is asked by, as the replay has it and as rows, and the day asked about."""
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    for as_of, recorded_by, on in asked:
        yield ledger.at(clocks_of(as_of, recorded_by, on)), rows_at(relation, as_of, recorded_by, log), on


def loaded(schema, row):
    """Give a stored row back as it is in memory: of a moment, its day and the microsecond of it are one number."""
    cells = dict(zip(stored_columns(schema), row, strict=True))
    return tuple(
        None
        if cells[column] is None
        else cells[column] * DAY + cells[f"{column}_us"]
        if f"{column}_us" in cells
        else cells[column]
        for column in schema
    )


def view_of(spec):
    return View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)


selections = st.builds(
    Selection,
    entities=st.sampled_from([(), (), ("E",), ("F", "G")]),
    sources=st.sampled_from([(), (), ("a",), ("b", "c")]),
    types=st.sampled_from([(), (), ("kind",)]),
    grep=st.sampled_from([(), (), ("T",), ("not", "w")]),
    value=st.sampled_from([(), (), ("x",), (1.0, None)]),
    since=st.none() | st.sampled_from(["2025-05-05", "2025-05-06"]).map(edtf.parse),
    until=st.none() | st.sampled_from(["2025-05-06", "2025-06"]).map(edtf.parse),
    strict=st.booleans(),
)


def wanted_of(selection):
    return Wanted(
        entities=selection.entities,
        sources=selection.sources,
        types=selection.types,
        grep=selection.grep,
        values=[value_key(text(value)) for value in selection.value],
        lo=EARLIEST if selection.since is None else selection.since.span.lo,
        hi=LATEST if selection.until is None else selection.until.span.hi,
        strict=selection.strict,
    )


some_selections = selections | st.builds(Selection, entities=st.just(("E",)), strict=st.booleans())
