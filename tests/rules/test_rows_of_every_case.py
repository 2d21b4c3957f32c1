"""Every log of every table in this folder, compiled to rows: what its replay answers at each question's clocks, rows do.

The tables say what the rules give. Here they also say it of the short ways: of an event that nothing changes, of
sources that rest on each other, and of what is asked of rows alone.
"""

import functools
import importlib
import itertools
import json
from pathlib import Path

import attrs
import msgspec
import pytest
from short import clocks_of_cases, log

from compiled import loaded
from timeline.asof import closed
from timeline.asof.compiled import Compiler, Records, compile_log
from timeline.asof.relation import EARLIEST, EVENT, FACT, FOREVER, LATEST, LINK, REPORT, SOURCE, stored
from timeline.asof.versions import ANSWERS, moment, text
from timeline.dates import edtf
from timeline.records import usual
from timeline.views import chosen
from timeline.views.counts import count
from timeline.views.diff import changes
from timeline.views.filters import Selection, in_time, select
from timeline.views.relational import told
from timeline.views.relational.answers import cell as cell_of_rows
from timeline.views.relational.counts import counts as counts_of_rows
from timeline.views.relational.deciding import View
from timeline.views.relational.diff import changes as changes_of_rows
from timeline.views.relational.events import Wanted
from timeline.views.relational.listing import chosen as listed
from timeline.views.relational.rows import InMemory
from timeline.views.relational.state import cells as cells_of_rows
from timeline.views.relational.state import state as state_of_rows
from timeline.views.relational.why import why as why_of_rows
from timeline.views.rows import cell_row, change_row, event_row, reason_row
from timeline.views.table import ViewSpec, state
from timeline.views.why import why

PROPERTIES = ("p", "q", "r")
VIEWS = [
    ViewSpec(name="v", title="v", properties=PROPERTIES, latest=latest, many=many, entities=entities)
    for latest, many, entities in (("occurred", (), ()), ("reported", ("q",), ()), ("occurred", ("p",), ("a", "none")))
]


SELECTIONS = [
    Selection(),
    Selection(grep=("not", "T")),
    Selection(sources=("s",), entities=("a", "b")),
    Selection(types=("training",), since=edtf.parse("2020")),
    Selection(value=("x", 1), until=edtf.parse("2020-05-05")),
    Selection(entities=("a",)),
    Selection(sources=("s",)),
    Selection(value=("y",)),
    Selection(tags=("one", "t")),
    Selection(types=("training", "event")),
]


def wanted_of(one):
    return Wanted(
        entities=one.entities,
        tags=one.tags,
        sources=one.sources,
        types=one.types,
        grep=one.grep,
        values=[told.value_key(text(value)) for value in one.value],
        lo=EARLIEST if one.since is None else one.since.span.lo,
        hi=LATEST if one.until is None else one.until.span.hi,
        strict=one.strict,
    )


def tables():
    """Give the tables of this folder by name: texts of several lines in which something is asked."""
    for file in sorted(path.stem for path in Path(__file__).parent.glob("test_*_cases.py")):
        for name, table in vars(importlib.import_module(file)).items():
            if name.isupper() and isinstance(table, str) and "->" in table and "\n    " in table:
                yield f"{file}.{name}", table


EVERY = [
    pytest.param(records, tuple(dict.fromkeys(clocks)), id=f"{name}: {rule}")
    for name, table in tables()
    for rule, records, clocks in clocks_of_cases(table)
]


class Both:
    """A log at some clocks, as its replay and as its rows tell it."""

    def __init__(self, records, clocks):
        tale = log(records)
        self.snapshot = tale.at(**dict(clocks))
        found = self.snapshot.clocks
        self.on = (found.on.lo, found.on.hi)
        as_of, by = (LATEST if clock is None else clock.hi for clock in (found.as_of, found.recorded_by))
        self.rows = InMemory(relation(records), as_of, by, records={record.id: record for record in tale.records})


def of_source(known):
    copies = [[one.record.id, *of_window(one.window), ANSWERS[one.live]] for one in known.captures]
    return (known.name, *of_window(known.window), ANSWERS[known.retracted], known.record.id, copies)


def of_window(window):
    return moment(window.lo), moment(window.hi)


def of_row(row):
    own = tuple(row[SOURCE.index(name)] for name in ("name", "lo", "hi", "retracted", "record"))
    return (*own, [[copy[1], *copy[3:]] for copy in json.loads(row[SOURCE.index("told")])["captures"]])


@functools.cache
def relation(records):
    return compile_log(log(records).records)


@pytest.mark.parametrize(("records", "asked"), EVERY)
def test_rows_answer_what_the_replay_answers(records, asked):
    found = [Both(records, clocks) for clocks in asked]
    for both, strict in itertools.product(found, (False, True)):
        snapshot, rows = both.snapshot, both.rows
        events = {False: snapshot.events, True: (*snapshot.events, *snapshot.retracted)}
        for all_, some in events.items():
            for asked_for in SELECTIONS:
                selection = attrs.evolve(asked_for, strict=strict)
                expected = [event_row(snapshot, event) for event in in_time(select(some, selection))]
                assert list(listed(rows, wanted_of(selection), retracted=all_)[0]) == expected
                for by in ("entity", "source"):
                    counted = count(snapshot, select(some, selection), by, strict=strict)
                    assert counts_of_rows(rows, wanted_of(selection), by, retracted=all_)[0] == counted
        for spec in VIEWS:
            view = View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)
            expected = [cell_row(cell) for cell in state(snapshot, spec, strict=strict)]
            assert state_of_rows(rows, view, *both.on, strict=strict) == expected
            for entity in {cell["entity"] for cell in expected} if spec is VIEWS[0] else ():
                one = Selection(entities=(entity,), strict=strict)
                cells = [cell_row(cell) for cell in chosen.cells(snapshot, spec.named(snapshot.names), one)]
                assert cells_of_rows(rows, view, *both.on, wanted_of(one)) == cells
            for cell in expected:
                place = (cell["entity"], cell["property"])
                assert cell_of_rows(rows, view, place, both.on, strict=strict) in (None, cell)
                if not strict:
                    reasons = [reason_row(reason) for reason in why(snapshot, spec, *place)]
                    assert why_of_rows(rows, view, place, *both.on) == reasons
        assert list(map(of_row, rows.sources(snapshot.sources))) == list(map(of_source, snapshot.sources.values()))
    tellings, events = log(records).ledger.tellings(None), {row[0] for row in relation(records).events}
    twins = {twin: first for twin, first in tellings.aliases.items() if first in events}
    assert {twin: first for twin, first, _, until in relation(records).aliases if until == FOREVER} == twins
    for before, after in itertools.pairwise(found):
        for spec in VIEWS:
            view = View(spec.name, spec.properties, spec.latest, spec.many, spec.entities)
            expected = [change_row(change) for change in changes(before.snapshot, after.snapshot, [spec])]
            assert changes_of_rows(before.rows, after.rows, [view], [before.on, after.on]).rows == expected


@pytest.mark.parametrize(("records", "_asked"), EVERY)
def test_the_short_way_of_an_event_gives_the_rows_of_the_long_one(records, _asked):
    compiler = Compiler(Records(log(records).records))
    for record in log(records).records:
        if record.kind == "event":
            short, long = compiler.event(record.id), compiler.event_at_turning_points(record)
            for name in ("facts", "silent", "events", "reports", "aliases"):
                assert sorted(getattr(short, name), key=repr) == sorted(getattr(long, name), key=repr)


@pytest.mark.parametrize(("records", "_asked"), EVERY)
def test_a_usual_event_has_the_same_rows_from_its_text(records, _asked):
    find = Records(log(records).records)
    compiler = Compiler(find)
    dating = closed.Dating(compiler.only_public)
    for record in find.all:
        event = usual_event(record) if compiler.is_plain(record) and not find.at(f"about:{record.id}") else None
        found = dating.told(event, int(record.recorded_at)) if event is not None else None
        if found is not None:
            stamp, rows = int(record.recorded_at), compiler.event(record.id)
            facts = [closed.fact_row(record.id, event, place, stamp, found) for place in range(len(event.facts or ()))]
            reports = [closed.report_row(record.id, place, one, stamp) for place, one in enumerate(found[1])]
            assert list(rows.facts) == facts
            assert list(rows.events) == [closed.event_row(record.id, event, stamp, found)]
            assert list(rows.reports) == reports


def usual_event(record):
    """Read an event of the usual form, which tells no fact twice; None where it is another."""
    try:
        event = msgspec.json.decode(json.dumps(record.body), type=usual.Event, strict=True)
    except msgspec.ValidationError:
        return None
    facts = [json.dumps(fact, sort_keys=True) for fact in record.body.get("facts", ())]
    is_whole = json.loads(usual.spell(event)) == record.body and len({*facts}) == len(facts)
    return event if is_whole and usual.judged(event) else None


@pytest.mark.parametrize(("records", "_asked"), EVERY)
def test_rows_are_stored_and_loaded_again(records, _asked):
    found = relation(records)
    of_schemas = {
        FACT: found.facts,
        EVENT: found.events,
        REPORT: found.reports,
        SOURCE: found.sources,
        LINK: found.links,
    }
    for schema, rows in of_schemas.items():
        assert [loaded(schema, stored(schema, row)) for row in rows] == list(rows)
