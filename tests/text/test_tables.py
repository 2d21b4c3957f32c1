"""Rows as people read them: nothing of an answer's doubt is lost on the way."""

import datetime as dt
import itertools

import pytest

from timeline.dates.edtf import describe
from timeline.records import say
from timeline.text.grid import table
from timeline.text.render import Rows, render
from timeline.text.tables.cells import rectangles_sheet, state_sheet
from timeline.text.tables.changes import diff_sheet
from timeline.text.tables.events import list_sheet
from timeline.text.tables.log import dates_sheet, findings_sheet
from timeline.text.tables.records import show_sheet
from timeline.text.tables.sources import cascade_sheet
from timeline.views import rows
from timeline.views.diff import changes
from timeline.views.surely import sure_cell
from timeline.views.table import ViewSpec, state
from told import Told

SPEC = ViewSpec(name="v", title="V", properties=("p", "q"))


@pytest.fixture
def told():
    told = Told()
    told.source("s", published="2025-01-01", origin={"name": "them", "interested": True})
    told.source("t", published="2025-06-01", via=["s"])
    told.event("it was x", occurred="2025-01", facts=["a.p=x"], reports=["s"], because="we looked")
    told.event("it may be y", facts=["a.p=y"], reports=[{"source": "t", "reported": "2025-07/2025-12"}])
    told.event(
        "z is planned",
        facts=[{"entity": "a", "property": "p", "value": "z", "mode": "planned"}],
        reports=[{"source": "t", "reported": "2025-07/2025-12"}],
    )
    return told


def plain(found, sheet):
    answer = Rows(schema="-", query={}, rows=tuple(found), sheet=sheet)
    return [line.split("\t") for line in render(answer, "plain").splitlines()]


def test_a_state_says_of_each_value_how_sure_it_is(told):
    found = [rows.cell_row(cell) for cell in state(told.at("2025-09-01"), SPEC)]
    lines = plain(found, state_sheet(found))
    assert [line[:4] for line in lines] == [
        ["a", "p", "possibly", "y"],
        ["a", "p", "possibly", "x"],
        ["a", "p", "(planned, possibly)", "z"],
        ["a", "q", "unknown", "-"],
    ]


def test_what_ended_says_so(told):
    told.event("it ended", occurred="2026", facts=["a.p=null"], reports=["s"])
    found = [rows.cell_row(cell) for cell in state(told.at("2027"), SPEC)]
    assert plain(found, state_sheet(found))[0][2:4] == ["ended", "(ended)"]


def test_before_and_after_differ_to_the_eye_where_a_cell_differs(told):
    """Also where only the answer of what stands beside it does."""
    old, new = told.at("2025-09-01"), told.at("2026-09-01")
    found = [rows.change_row(change) for change in changes(old, new, [SPEC])]
    lines = plain(found, diff_sheet(found, {}))
    cells = [line for line in lines if line[0] == "cell"]
    assert cells
    assert all(line[2] != line[3] for line in lines)
    assert "beside: z (planned, possibly)" in cells[0][2]
    assert cells[0][3].endswith("beside: z (planned)")


def test_of_a_cell_whose_values_stay_before_and_after_say_what_differs(told):
    """Its standing, its date, the events behind it, or the names under which it was told."""
    told.report(told.records[2].id, source="t", stance="doubts", reported="2025-02-01")
    again = [{"source": "t", "reported": "2025-03-01"}, {"source": "s", "stance": "doubts", "reported": "2025-03-01"}]
    told.event("it was x again", occurred="2025-01", facts=["a.p=x"], reports=again)
    told.event("it will be w", occurred="2026", facts=["a.q=w"], reports=[{"source": "t", "reported": "2025-04-01"}])
    days = ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]
    said = []
    for earlier, later in itertools.pairwise(map(told.at, days)):
        found = [rows.change_row(change) for change in changes(earlier, later, [SPEC])]
        said += [line[1:4] for line in plain(found, diff_sheet(found, {})) if line[0] == "cell"]
    ids = [record.id[:8] for record in told.records if record.kind == "event"]
    assert said == [
        ["a.p", "x (self-reported)", "x (doubted)"],
        ["a.p", f"x ({ids[0]})", f"x ({ids[0]}, {ids[3]})"],
        ["a.q", "unknown; told of nothing", "unknown; told of a"],
    ]


def test_show_tells_reasons_links_and_what_else_its_standing_may_be(told):
    event = told.records[2].id
    told.report(event, source="t", stance="doubts", because="no figures")
    other = told.records[3].id
    told.link(event, "contradicts", other, because="both cannot be")
    snapshot = told.at("2025-09-01")
    row = {"kind": "event", **rows.show_row(snapshot, snapshot.event(event)), "changes": []}
    shown = dict(plain([row], show_sheet([row])))
    assert shown["because"] == "we looked"
    assert "t doubts, because no figures" in shown["who says so"]
    assert f"{event[:8]} contradicts {other[:8]}" in shown["links"]
    assert shown["standing"] == "doubted"
    assert shown["standing possibly"] == "disputed"
    assert shown["origins"] == "1 origin, 2 reports"
    assert "same event" not in shown


def test_no_later_report_is_named_as_of_an_earlier_day(told):
    event = told.records[2].id
    told.report(event, source="t")
    told.report(event, source="t", stance="denies", reported="2026-01-01")
    at_once, later = told.at("2025-02-01"), told.at("2025-06-30")
    assert rows.event_row(at_once, at_once.event(event))["sources"] == ["s"]
    assert rows.event_row(later, later.event(event))["sources"] == ["s", "t"]
    assert [r["stance"] for r in rows.show_row(later, later.event(event))["report_list"]] == ["reports", "reports"]


@pytest.mark.parametrize(
    ("origins", "reports", "standing", "words"),
    [
        ([0, 0], 0, "unsourced", "no report"),
        ([0, 0], 0, "retracted", "no report"),
        ([0, 0], 0, "reported", "no sure report"),
        ([0, 0], 0, "disputed", "no sure report"),
        ([0, 0], 1, "unsourced", "0 origins, 1 report"),
        ([1, 1], 1, "self-reported", "1 origin, 1 report"),
        ([1, 2], 5, "disputed", "1..2 origins, 5 reports"),
        ([2, 2], 2, "corroborated", "2 origins, 2 reports"),
    ],
)
def test_origins_are_counted_in_words(origins, reports, standing, words):
    assert say.origins(origins, reports, standing) == words


def test_an_event_by_a_source_without_a_day_has_no_sure_report_before_it_was_recorded():
    """It is *reported*: beside that, "no report" read as a contradiction."""
    told = Told()
    told.source("s")
    event = told.event("it began", occurred="2025-01", reports=["s"])
    snapshot = told.at("2025-06-01")
    shown = table(list_sheet([rows.event_row(snapshot, snapshot.event(event))]), width=160, color=False)
    assert "reported" in shown
    assert "no sure report" in shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "(ended)"),
        ("x", "x"),
        (True, "true"),
        (1.5, "1.5"),
        ({"op": "=", "value": 1000}, "=1000"),
        ({"op": ">=", "value": 1000, "unit": "chips"}, ">=1000 chips"),
        ({"any": "json"}, '{"any": "json"}'),
        ([1, "a"], '[1, "a"]'),
    ],
)
def test_values_are_said_as_people_write_them(value, words):
    assert say.shown(value) == words


@pytest.mark.parametrize(
    ("cell", "sure"),
    [
        ({"answer": "yes", "values": [("x", "yes")]}, ("yes", ["x"])),
        ({"answer": "possibly", "values": [("x", "yes"), ("y", "possibly")]}, ("yes", ["x"])),
        ({"answer": "possibly", "values": [("x", "possibly")]}, ("unknown", [])),
        ({"answer": "possibly", "values": [(None, "yes"), ("y", "possibly")]}, ("ended", [None])),
        ({"answer": "unknown", "values": []}, ("unknown", [])),
    ],
)
def test_a_strict_cell_keeps_what_is_sure(cell, sure):
    values = [{"value": value, "answer": answer} for value, answer in cell["values"]]
    found = sure_cell({**cell, "values": values, "beside": [{"answer": "possibly"}, {"answer": "yes"}]})
    assert (found["answer"], [value["value"] for value in found["values"]]) == sure
    assert found["beside"] == [{"answer": "yes"}]


def test_no_id_of_a_finding_and_no_typed_date_breaks_at_80_columns():
    copy = "captures/" + "0123456789abcdef" * 4
    finding = {
        "file": "2026/2026-11-29T1205Z-root-5a037a.jsonl",
        "line": 1,
        "code": "capture-altered",
        "message": f"{copy} is not the copy that was kept: its bytes were changed",
        "fix": f"bring {copy} back from git, a clone or a copy",
    }
    drawn = table(findings_sheet([finding, {**finding, "line": 2}]), width=80, color=False)
    assert drawn.count("0123456789abcdef" * 4) == 4
    assert drawn.count("2026/2026-11-29T1205Z-root-5a037a.jsonl:") == 2
    asked = ["2026-11-20T14:03:22Z/2026-11-20T14:41:00Z", "[..2026-11-20T14:04Z]", "late 2025"]
    drawn = table(dates_sheet([describe(text, today=dt.date(2026, 11, 23)) for text in asked]), width=80, color=False)
    assert all(text in drawn for text in asked)
    assert "None" not in drawn
    assert max(map(len, drawn.splitlines())) <= 80


def test_the_stretches_of_a_cell_between_instants_fit_into_80_columns():
    row = {
        "as_of_first": "2026-11-20T15:00:00Z",
        "as_of_last": "2026-11-20T15:29:59.999999Z",
        "first": "2026-11-20T14:03:22Z",
        "last": "2026-11-20T14:41:00.999999Z",
        "answer": "yes",
        "values": [{"value": "down", "answer": "yes", "standing": "self-reported"}],
    }
    drawn = table(rectangles_sheet([row, {**row, "first": "2026-11-20T14:03:23Z"}]), width=80, color=False)
    assert max(map(len, drawn.splitlines())) <= 80
    assert "2026-11-20T14:03:22Z/2026-11-20T14:41:00.999999Z" in drawn


def rectangle(*values, answer="yes"):
    held = [{"value": value, "answer": sure, "standing": standing} for value, sure, standing in values]
    as_of = {"as_of_first": "2026-06-05", "as_of_last": None, "first": "2026-04-24", "last": "open"}
    return as_of | {"answer": answer, "values": held}


def test_a_stretch_says_which_of_its_values_are_less_sure_than_the_cell():
    found = [rectangle(("Huawei", "yes", "reported"), ("AMD", "possibly", "disputed"))]
    found += [rectangle(("Huawei", "possibly", "reported"), ("AMD", "possibly", "reported"), answer="possibly")]
    lines = plain(found, rectangles_sheet(found))
    assert [line[3:] for line in lines] == [
        ["Huawei; AMD (possibly)", "reported; disputed"], ["Huawei; AMD", "reported"]
    ]  # fmt: skip


def test_what_changed_beside_a_cell_is_said_of_each_fact_alone():
    def item(value, mode, answer="yes"):
        return {"value": value, "mode": mode, "answer": answer, "since": None, "standing": "reported", "events": []}

    cell = {"answer": "yes", "values": [{"value": "x", "answer": "yes"}], "names": []}
    before = cell | {"beside": [item("a", "planned"), item("b", "failed", "possibly"), item("c", "possible")]}
    after = cell | {"beside": [item("a", "planned"), item("b", "failed"), item("d", "planned", "possibly")]}
    change = {"change": "cell", "view": "v", "entity": "E", "entity_before": "E", "property": "p"}
    sheet = diff_sheet([change | {"before": before, "after": after}], {})
    place = [column.heading for column in sheet.columns].index("BEFORE → AFTER")
    assert " ".join(sheet.rows[0][place].split()) == (
        "x beside: b (failed, possibly → yes); c (possible) → d (planned, possibly)"
    )


def test_a_report_without_a_source_is_named_in_a_chain_by_a_short_address():
    name = "0123456789abcdef" * 4
    row = {"publisher": None, "depth": 0, "via": [], "origins": [], "unresolved": True}
    row |= {"name": f"{name}#2", "reports": [{"address": f"{name}#2", "stance": "reports"}]}
    long = row | {"name": "s", "publisher": "A publisher of many words " * 3, "reports": []}
    drawn = table(cascade_sheet([row, long]), width=80, color=False)
    assert "unsourced (01234567#2)" in drawn
