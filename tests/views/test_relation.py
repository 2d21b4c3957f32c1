"""The relation against the plain replay: whatever is asked of either, at whatever clocks, the rows are the same.

``TIMELINE_EXAMPLES`` says how many logs each property is tried on; 100 by default, 10,000 for a night.
"""

import datetime as dt
import itertools
import json
import os
import random
import subprocess
import sys

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st

from compiled import (
    PROPERTIES,
    any_logs,
    both_ways,
    loaded,
    rows_at,
    selections,
    some_selections,
    view_of,
    views,
    wanted_of,
)
from strategies import (
    FIRST,
    asked_logs,
    clock,
    clocks_of,
    logs,
    make_record,
)
from timeline.asof.compiled import Compiler, Records, compile_log
from timeline.asof.ledger import Ledger
from timeline.asof.relation import (
    DAY,
    EARLIEST,
    EVENT,
    FACT,
    FOREVER,
    LATEST,
    LINK,
    REPORT,
    SOURCE,
    stored,
    stored_columns,
)
from timeline.dates import edtf
from timeline.dates.values import Clock
from timeline.records import bearing
from timeline.views import chosen
from timeline.views.chosen import CellAsked, one_cell
from timeline.views.filters import Selection, in_time, select
from timeline.views.relational.answers import cell
from timeline.views.relational.deciding import deciding
from timeline.views.relational.events import Wanted
from timeline.views.relational.listing import chosen as listed
from timeline.views.relational.rows import InMemory
from timeline.views.relational.state import cells
from timeline.views.relational.state import state as state_of_rows
from timeline.views.relational.why import why as why_of_rows
from timeline.views.rows import cell_row, event_row, reason_row
from timeline.views.table import ViewSpec, state
from timeline.views.why import why

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))


@tried
@given(asked_logs(any_logs), views, st.booleans())
def test_a_state_is_the_same(question, spec, strict):
    log, asked = question
    ledger, relation = Ledger(log), compile_log(log)
    for as_of, recorded_by, on in asked:
        snapshot = ledger.at(clocks_of(as_of, recorded_by, on))
        expected = [cell_row(cell) for cell in state(snapshot, spec, strict=strict)]
        rows = rows_at(relation, as_of, recorded_by)
        assert state_of_rows(rows, view_of(spec), on.lo, on.hi, strict=strict) == expected


@tried
@given(asked_logs(any_logs), views, some_selections)
def test_the_cells_of_what_is_asked_for_are_the_same(question, spec, selection):
    for snapshot, rows, on in both_ways(question):
        expected = [cell_row(cell) for cell in chosen.cells(snapshot, spec.named(snapshot.names), selection)]
        assert cells(rows, view_of(spec), on.lo, on.hi, wanted_of(selection)) == expected


@tried
@given(
    asked_logs(any_logs | logs(kinds=("event", "source", "report", "correction", "retraction"))), views, st.booleans()
)
def test_one_cell_is_as_in_its_view(question, spec, strict):
    for snapshot, rows, on in both_ways(question):
        for entity, name in itertools.product("EFG", PROPERTIES):
            found = cell(rows, view_of(spec), (entity, name), (on.lo, on.hi), strict=strict)
            if found is not None:
                asked_for = CellAsked(snapshot.entity(entity), name, spec)
                assert found == cell_row(one_cell(snapshot, asked_for, strict=strict))


def test_a_cell_of_many_facts_is_decided_by_few():
    """Whatever their dates are; a list of values gives rivals of each sort."""
    chance = random.Random(7)
    sure = [f"20{year:02d}-{month:02d}-11" for year in range(10, 24) for month in range(1, 13)]
    forms = [
        *sure,
        "2015",
        "20{:02d}?-03",
        "[..2022-05-04]",
        "2012-02/2013-05",
        "2014/..",
        "/2016-07",
        "2019-35",
        "2018~",
    ]
    for values in (["x"], ["x", "y"], ["x", "y", "z", None, 1, 1.0]):
        log = []
        for place in range(60):
            date = chance.choice(forms).format(chance.randrange(10, 24))
            told = [
                {"entity": "E", "property": "p", "value": chance.choice(values), "mode": mode}
                for mode in chance.choice([["actual"], ["actual"], ["actual", "actual"], ["planned"], ["failed"]])
            ]
            log.append(
                make_record(
                    place, FIRST + dt.timedelta(days=place), "event", {"title": "t", "occurred": date, "facts": told}
                )
            )
        ledger, relation = Ledger(log), compile_log(log)
        few = 0
        for day in ("2011-05-05", "2014", "2019-06-07", "2023-11-30", "2030-01-01"):
            on = edtf.parse(day).span
            clocks = clocks_of(None, None, Clock(text=day, read=day, lo=on.lo, hi=on.hi))
            rows = rows_at(relation, None, None, log)
            expected = cell_row(one_cell(ledger.at(clocks), CellAsked("E", "p", PLANTED)))
            assert cell(rows, view_of(PLANTED), ("E", "p"), (on.lo, on.hi)) == expected
            few += len(deciding(*rows.by_start("E", "p"), LATEST, LATEST, (on.lo, on.hi)))
        assert few < 5 * 40


@tried
@given(asked_logs(any_logs), views, st.sampled_from(["E", "F", "G"]), st.sampled_from(PROPERTIES))
def test_the_reasons_behind_a_cell_are_the_same(question, spec, entity, name):
    for snapshot, rows, on in both_ways(question):
        expected = [reason_row(reason) for reason in why(snapshot, spec, entity, name)]
        assert why_of_rows(rows, view_of(spec), (entity, name), on.lo, on.hi) == expected


@tried
@given(asked_logs(any_logs), selections, st.booleans())
def test_a_list_is_the_same(question, selection, retracted):
    for snapshot, rows, _ in both_ways(question):
        events = (*snapshot.events, *(snapshot.retracted if retracted else ()))
        for one in (Selection(), selection):
            expected = [event_row(snapshot, event) for event in in_time(select(events, one))]
            assert list(listed(rows, wanted_of(one), retracted=retracted)[0]) == expected


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


@tried
@given(any_logs, st.data())
def test_one_more_record_touches_all_whose_rows_it_changes(log, data):
    more = data.draw(st.integers(1, len(log)))
    for count in range(max(1, len(log) - more), len(log)):
        before, after = Records(log[:count]), Records(log[: count + 1])
        touched = bearing.touched(log[count], after)
        old, new = Compiler(before), Compiler(after)
        names = sorted({record.body["name"] for record in log if record.kind == "source"})
        was, now = old.sources(names), new.sources(names)
        changed = {name for name in names if was[name] != now[name]}
        assert changed <= touched.sources
        _, closed = bearing.of_sources(touched.sources, after)
        citing = [other for name in closed for other in after.at(f"cites:{name}")]
        events = touched.events | bearing.reached(citing, after).events
        for record in log[: count + 1]:
            if record.kind == "event" and record.id not in events:
                assert old.event(record.id) == new.event(record.id)
            if record.kind == "link" and record.id not in touched.links:
                assert old.link(record) == new.link(record)


def test_a_wrong_row_is_noticed():
    """A relation in which one bound, value or answer of one row is wrong gives another state than the replay does."""
    log = planted_log()
    relation, ledger = compile_log(log), Ledger(log)
    on = clock("2025-05-20")
    for name, schema, column, wrong in WRONG:
        rows = list(getattr(relation, name))
        place = schema.index(column)
        row = rows[0]
        rows[0] = (*row[:place], wrong(row[place]), *row[place + 1 :])
        planted = msgspec.structs.replace(relation, **{name: tuple(rows)})
        answers = []
        stamps_of = (None, *(record.recorded_at for record in log))
        for as_of, recorded_by in itertools.product((None, clock("2025-05-09"), clock("2025-05-12")), stamps_of):
            snapshot = ledger.at(clocks_of(as_of, recorded_by, on))
            expected = [cell_row(cell) for cell in state(snapshot, PLANTED)]
            assert state_of_rows(rows_at(relation, as_of, recorded_by), view_of(PLANTED), on.lo, on.hi) == expected
            answers.append(
                state_of_rows(rows_at(planted, as_of, recorded_by), view_of(PLANTED), on.lo, on.hi) == expected
            )
        assert not all(answers), (name, column)


PLANTED = ViewSpec(name="view", title="view", properties=("p",))
WRONG = (
    ("facts", FACT, "value", lambda _: '"another"'),
    ("facts", FACT, "entity", lambda _: "another"),
    ("facts", FACT, "mode", lambda _: "planned"),
    ("facts", FACT, "start_by", lambda moment: moment + 30 * DAY),
    ("facts", FACT, "known_from_lo", lambda moment: moment + 4 * DAY),
    ("facts", FACT, "known_from_hi", lambda moment: moment + 4 * DAY),
    ("facts", FACT, "known_to_lo", lambda _: EARLIEST),
    ("facts", FACT, "recorded_from", lambda moment: moment + DAY),
    ("facts", FACT, "recorded_to", lambda moment: moment - DAY),
    ("facts", FACT, "since", lambda _: "2025"),
    ("events", EVENT, "retracted", lambda _: 2),
    ("reports", REPORT, "denies", lambda _: 2),
    ("reports", REPORT, "source", lambda _: None),
    ("sources", SOURCE, "origin", lambda _: '["M", true]'),
    ("links", LINK, "recorded_from", lambda _: FOREVER),
    ("links", LINK, "to", lambda _: "another"),
)


def planted_log():
    """A fact told twice, by two sources, of a thing with two names; corrected later."""
    now = FIRST + dt.timedelta(days=10)
    bodies = [
        ("source", {"name": "a", "published": "[2025-05-09..2025-05-10]"}),
        ("source", {"name": "b", "published": "2025-05-12", "origin": {"name": "N"}}),
        (
            "event",
            {
                "title": "t",
                "occurred": "2025-05-03",
                "facts": [{"entity": "E", "property": "p", "value": "x"}],
                "reports": [{"source": "a"}, {"source": "b"}],
            },
        ),
        ("link", {"from": "E", "to": "F", "rel": "same-entity"}),
    ]
    log = [make_record(place, now + dt.timedelta(days=place), *body) for place, body in enumerate(bodies)]
    change = {"target": log[2].id, "set": {"facts": [{"entity": "E", "property": "p", "value": "y"}]}}
    return (*log, make_record(4, now + dt.timedelta(days=4), "correction", change))


def test_answers_from_rows_load_neither_attrs_nor_the_parser_of_dates():
    program = (
        "import sys; import timeline.views.relational.why; import timeline.views.relational.diff; "
        "print(*(name for name in sys.modules if name.split('.')[0] in ('attr', 'attrs', 'msgspec', 'cattrs') "
        "or name.startswith('timeline.')))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert sorted(found) == [
        "timeline._version",
        "timeline.asof",
        "timeline.asof.names",
        "timeline.asof.relation",
        "timeline.asof.relays",
        "timeline.dates",
        "timeline.dates.days",
        "timeline.named",
        "timeline.records",
        "timeline.records.fields",
        "timeline.records.ordered",
        "timeline.records.say",
        "timeline.records.words",
        "timeline.views",
        "timeline.views.origins",
        "timeline.views.reasons",
        "timeline.views.relational",
        "timeline.views.relational.deciding",
        "timeline.views.relational.diff",
        "timeline.views.relational.events",
        "timeline.views.relational.links",
        "timeline.views.relational.rows",
        "timeline.views.relational.standing",
        "timeline.views.relational.state",
        "timeline.views.relational.told",
        "timeline.views.relational.walk",
        "timeline.views.relational.why",
        "timeline.views.surely",
        "timeline.views.verdicts",
    ]


def test_many_reports_on_one_event_have_the_same_rows_by_the_short_way():
    """Reports that come later narrow when it was told, or do not; some of them on one day, some to the instant."""
    dates = ["2025-05", "2025-05-20", "[2025-05-01..2025-05-25]", "2025-05-07T10:00:00Z", "2025-05-07", "2025-04"]
    dates += ["2025-05-03", "[2025-04-02..2025-04-20]", "2025-04-15", "2025-04-15T08:00:00Z", "[..2025-04-14]", "2026"]
    event = {
        "title": "t",
        "facts": [{"entity": "E", "property": "p", "value": "x"}],
        "reports": [{"reported": "2025-06"}],
    }
    log = [make_record(0, FIRST, "event", event)]
    for place, date in enumerate(dates, 1):
        body = {"event": log[0].id, "reported": date, **({"stance": "denies"} if place % 5 == 0 else {})}
        log.append(make_record(place, FIRST + dt.timedelta(days=place), "report", body))
    assert_same_rows(log)


def test_sources_that_relay_one_another_have_the_same_rows_by_the_short_way():
    """Relays of an undated agency, each of which may show that it was public earlier; events that cite any of them."""
    log = [make_record(0, FIRST, "source", {"name": "wire"})]
    for place in range(1, 9):
        now = FIRST + dt.timedelta(days=place)
        published = f"2025-04-{(place * 7) % 10 + 10}"
        body = {"name": f"s{place}", "via": ["wire", *([f"s{place - 1}"] if place % 3 == 0 else [])]}
        log.append(make_record(len(log), now, "source", body | ({"published": published} if place % 4 else {})))
        told = {
            "title": f"t{place}",
            "occurred": "2025-03",
            "facts": [{"entity": "E", "property": "p", "value": place}],
        }
        reports = [{"source": "wire"}, {"source": f"s{place}", "reported": "[2025-04-01..2025-04-18]"}]
        log.append(make_record(len(log), now + dt.timedelta(hours=1), "event", told | {"reports": reports}))
    assert_same_rows(log)


def assert_same_rows(log):
    compiler = Compiler(Records(log))
    for record in log:
        if record.kind == "event":
            assert compiler.is_plain(record)
            short, long = compiler.event(record.id), compiler.event_at_turning_points(record)
            for name in ("facts", "silent", "events", "reports", "aliases"):
                assert sorted(getattr(short, name), key=repr) == sorted(getattr(long, name), key=repr)


class Counting(InMemory):
    """Rows that count how many things they are asked about."""

    asked = 0

    def events(self, ids=None, *, bare=False):
        Counting.asked += len(ids or ())
        return super().events(ids, bare=bare)

    def reports(self, ids):
        Counting.asked += len(ids)
        return super().reports(ids)

    def links(self, *, rels=None, ends=None):
        Counting.asked += len(ends or ())
        return super().links(rels=rels, ends=ends)


def test_a_group_of_many_same_event_links_asks_twice_as_much_for_twice_as_many():
    """Of its state, of one entity, of a list and of the reasons behind a cell."""
    spent = []
    for count in (100, 200):
        told = [
            {"entity": f"E{place % 2 * place}", "property": "p", "value": f"v{place % 7}"} for place in range(count)
        ]
        log = [
            make_record(place, FIRST + dt.timedelta(hours=place), "event", {"title": "t", "facts": [fact]})
            for place, fact in enumerate(told)
        ]
        for place in range(1, count):
            body = {"from": log[place].id, "to": log[place - 1].id, "rel": "same-event"}
            log.append(make_record(count + place, FIRST + dt.timedelta(hours=count + place), "link", body))
        relation, records = compile_log(log), {record.id: record for record in log}
        on = clock("2025-07-01")
        asking = (
            lambda rows, on=on: state_of_rows(rows, view_of(PLANTED), on.lo, on.hi),
            lambda rows, on=on: cells(rows, view_of(PLANTED), on.lo, on.hi, Wanted(entities=("E0",))),
            lambda rows: list(listed(rows, Wanted(), retracted=False)[0]),
            lambda rows, on=on: why_of_rows(rows, view_of(PLANTED), ("E0", "p"), on.lo, on.hi),
        )
        counts = []
        for ask in asking:
            Counting.asked = 0
            ask(Counting(relation, records=records))
            counts.append(Counting.asked)
        spent.append(counts)
    assert all(many <= few * 2.1 for few, many in zip(*spent, strict=True)), spent


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"op": ">=", "value": 1000, "unit": "chips"}, {"op": ">=", "value": 1000.0, "unit": "chips"}),
        ({"op": "=", "value": 0.0}, {"op": "=", "value": -0.0}),
        (0.0, -0.0),
        (1, 1.0),
        (True, 1),
    ],
    ids=str,
)
def test_each_fact_is_compiled_with_its_own_spelling_of_a_number(first, second):
    """Of equal numbers each stands as its record has it, whichever was compiled before."""
    told = [
        make_record(number, FIRST + dt.timedelta(days=number), "event", {
            "title": f"event {number}", "facts": [{"entity": "E", "property": "p", "value": value}],
        })
        for number, value in enumerate((first, second, first))
    ]  # fmt: skip
    compiled = compile_log(tuple(told)).facts
    assert [row[FACT.index("value")] for row in compiled] == [json.dumps(one) for one in (first, second, first)]
