"""One thing under two names: which names are one at which clocks, what it is called, and what answers make of it."""

import msgspec
import pytest

from timeline.asof.ledger import Ledger
from timeline.asof.names import Names, SameEntity, paired
from timeline.asof.values import Clocks
from timeline.dates.values import Answer
from timeline.views import chosen
from timeline.views.filters import Selection, select
from timeline.views.overtime import rectangles
from timeline.views.rows import cell_row, rectangle_row
from timeline.views.table import ViewSpec, state
from timeline.views.why import why
from told import Told, clock

SPEC = ViewSpec(name="view", title="view", properties=("p", "q"))
YES, MAYBE, NO = Answer.YES, Answer.POSSIBLY, Answer.NO


def named(*links):
    return Names(SameEntity(from_, to, answer is Answer.YES) for from_, to, answer in links if answer is not Answer.NO)


# --- names alone: (from, to, answer) in the order of the log, and what each name is then called -----------------------

CALLED = [
    pytest.param([], {"A": "A"}, id="no link"),
    pytest.param([("A", "B", YES)], {"A": "B", "B": "B", "C": "C"}, id="one link"),
    pytest.param([("A", "B", MAYBE)], {"A": "A", "B": "B"}, id="only possibly"),
    pytest.param([("A", "B", NO)], {"A": "A", "B": "B"}, id="a link that does not apply"),
    pytest.param([("A", "B", YES), ("B", "C", YES)], {"A": "C", "B": "C", "C": "C"}, id="a chain"),
    pytest.param([("B", "C", YES), ("A", "B", YES)], {"A": "C", "B": "C", "C": "C"}, id="a chain, told backwards"),
    pytest.param([("A", "C", YES), ("B", "C", YES)], {"A": "C", "B": "C", "C": "C"}, id="two names of one"),
    pytest.param([("A", "B", YES), ("A", "C", YES)], {"A": "B", "B": "B", "C": "B"}, id="two targets: the first link"),
    pytest.param([("A", "C", YES), ("A", "B", YES)], {"A": "C", "B": "C", "C": "C"}, id="two targets, told otherwise"),
    pytest.param([("A", "B", YES), ("B", "A", YES)], {"A": "B", "B": "B"}, id="a ring of two: the first link"),
    pytest.param([("B", "A", YES), ("A", "B", YES)], {"A": "A", "B": "A"}, id="a ring of two, told otherwise"),
    pytest.param(
        [("C", "A", YES), ("A", "B", YES), ("B", "C", YES)], {"A": "A", "B": "A", "C": "A"}, id="a ring of three"
    ),
    pytest.param(
        [("A", "B", YES), ("B", "A", YES), ("B", "C", YES)], {"A": "C", "B": "C", "C": "C"}, id="a ring that is left"
    ),
    pytest.param([("A", "A", YES)], {"A": "A"}, id="a name linked to itself"),
    pytest.param([("A", "B", YES), ("A", "B", YES)], {"A": "B", "B": "B"}, id="the same twice"),
    pytest.param([("A", "B", YES), ("B", "C", MAYBE)], {"A": "B", "B": "B", "C": "C"}, id="surely, then possibly"),
]


@pytest.mark.parametrize(("links", "called"), CALLED)
def test_what_a_thing_is_called(links, called):
    assert {name: named(*links).canonical(name) for name in called} == called


POSSIBLY = [
    pytest.param([("A", "B", YES)], {"A": (), "B": ()}, id="what surely is the same is not possibly the same"),
    pytest.param([("A", "B", MAYBE)], {"A": ("B",), "B": ("A",), "C": ()}, id="each has the other"),
    pytest.param([("A", "B", YES), ("C", "A", MAYBE)], {"A": ("C",), "B": ("C",), "C": ("B",)}, id="by its name"),
    pytest.param([("A", "B", MAYBE), ("B", "C", MAYBE)], {"A": ("B", "C"), "C": ("A", "B")}, id="over several links"),
    pytest.param([("A", "B", MAYBE), ("A", "B", YES)], {"A": (), "B": ()}, id="one sure link is enough"),
]


@pytest.mark.parametrize(("links", "others"), POSSIBLY)
def test_what_only_possibly_is_the_same(links, others):
    assert {name: named(*links).thing(name).possibly_same for name in others} == others


def test_all_names_of_a_thing_begin_with_the_one_that_it_is_called():
    assert named(("Z", "M", YES), ("A", "M", YES)).thing("Z").names == ("M", "A", "Z")


def test_a_long_chain_is_one_thing():
    names = named(*((f"n{i}", f"n{i + 1}", YES) for i in range(5000)))
    assert names.canonical("n0") == "n5000"


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def told():
    """R2 and V4 are told of apart: R2's training on Huawei since 2025-02, V4's on Nvidia since 2025-08."""
    told = Told()
    told.source("a", published="2025-03-01")
    told.source("b", published="2025-09-01")
    told.first = told.event("first", occurred="2025-02-01", facts=["R2.p=Huawei"], reports=["a"])
    told.second = told.event("second", occurred="2025-08-01", facts=["V4.p=Nvidia", "V4.q=one"], reports=["b"])
    return told


def rows(told, as_of=None, *, strict=False, spec=SPEC, **clocks):
    """Give each cell in short: what it is called, its values, under which names it was told, what it may be too."""
    return [
        (
            f"{cell.entity}.{cell.property}",
            [value.value for value in cell.values],
            list(cell.names),
            list(cell.possibly_same),
        )
        for cell in state(told.at(as_of, **clocks), spec, strict=strict)
        if cell.names
    ]


APART = [
    ("R2.p", ["Huawei"], ["R2"], []),
    ("V4.p", ["Nvidia"], ["V4"], []),
    ("V4.q", ["one"], ["V4"], []),
]
ONE = [("V4.p", ["Nvidia"], ["V4", "R2"], []), ("V4.q", ["one"], ["V4"], [])]


def test_two_names_are_two_rows_until_a_link_says_that_they_are_one(told):
    assert rows(told) == APART
    told.link("R2", "same-entity", "V4")
    assert rows(told) == ONE


def test_a_link_of_ours_counts_at_every_as_of(told):
    told.link("R2", "same-entity", "V4")
    assert rows(told, "2025-03-01") == [("V4.p", ["Huawei"], ["R2"], [])]


def test_a_link_that_the_world_reported_counts_from_its_day_on(told):
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    assert rows(told, "2025-09-30", on="2025-09-30") == APART
    assert rows(told, "2025-10-01", on="2025-09-30") == ONE


def test_a_link_is_dated_by_its_source_like_a_report(told):
    told.source("c", published="2025-10-01")
    told.link("R2", "same-entity", "V4", source="c")
    assert rows(told, "2025-09-30") == APART
    assert rows(told, "2025-10-01") == ONE


def test_a_link_that_is_only_possibly_known_leaves_two_rows_each_naming_the_other(told):
    told.link("R2", "same-entity", "V4", reported="2025-10")
    assert rows(told, "2025-10-15") == [
        ("R2.p", ["Huawei"], ["R2"], ["V4"]),
        ("V4.p", ["Nvidia"], ["V4"], ["R2"]),
        ("V4.q", ["one"], ["V4"], ["R2"]),
    ]
    assert rows(told, "2025-10-15", strict=True) == APART
    assert rows(told, "2025-10-31") == ONE


def test_recorded_by_an_earlier_day_the_two_are_two(told):
    told.link("R2", "same-entity", "V4", recorded="2026-02-02T00:00:00.000000Z")
    assert rows(told, recorded_by="2026-02-01") == APART
    assert rows(told, recorded_by="2026-02-02") == ONE


def test_after_a_retraction_each_has_its_own_facts_again_and_undoing_it_joins_them(told):
    link = told.link("R2", "same-entity", "V4")
    undone = told.retract(link)
    assert rows(told) == APART
    told.retract(undone)
    assert rows(told) == ONE


def test_a_retraction_by_the_world_parts_them_from_its_day_on(told):
    told.retract(told.link("R2", "same-entity", "V4"), reported="2025-11-01")
    assert rows(told, "2025-10-31") == ONE
    assert rows(told, "2025-11-01") == APART


def test_a_corrected_link_joins_what_it_names_then(told):
    told.event("third", occurred="2025-02-02", facts=["R3.p=TPU"], reports=["a"])
    link = told.link("R2", "same-entity", "V4")
    told.correct(link, {"from": "R3"})
    assert [(name, names) for name, _, names, _ in rows(told)][:2] == [("R2.p", ["R2"]), ("V4.p", ["V4", "R3"])]


def test_a_link_that_only_possibly_reads_so_joins_nothing(told):
    told.event("third", occurred="2025-02-02", facts=["R3.p=TPU"], reports=["a"])
    link = told.link("R2", "same-entity", "V4")
    told.correct(link, {"from": "R3"}, reported="2025-10")
    found = {name: also for name, _, _, also in rows(told, "2025-10-15")}
    assert found == {"R2.p": ["R3", "V4"], "R3.p": ["R2", "V4"], "V4.p": ["R2", "R3"], "V4.q": ["R2", "R3"]}
    assert {name for name, *_ in rows(told, "2025-10-31")} == {"R2.p", "V4.p", "V4.q"}


def test_a_redacted_link_joins_nothing(told):
    told.link("R2", "same-entity", "V4")
    told.records[-1] = msgspec.structs.replace(told.records[-1], body=None, content=None)
    assert rows(told) == APART


def test_a_link_said_twice_is_one_record_and_taking_it_back_parts_them(told):
    first = told.link("R2", "same-entity", "V4")
    told.link("R2", "same-entity", "V4")
    told.retract(first)
    assert rows(told) == APART


def test_a_link_may_name_what_nobody_has_told_of(told):
    told.link("R2", "same-entity", "Reasoner 2")
    assert rows(told, "2025-03-01") == [("Reasoner 2.p", ["Huawei"], ["R2"], [])]


def test_the_facts_of_one_thing_compete_as_if_they_were_told_under_one_name(told):
    told.link("R2", "same-entity", "V4")
    (cell, *_) = state(told.at(on="2025-05-01"), SPEC)
    assert [(value.value, value.answer) for value in cell.values] == [("Huawei", YES)]
    (cell, *_) = state(told.at(on="2025-09-01"), SPEC)
    assert [(value.value, value.answer) for value in cell.values] == [("Nvidia", YES)]


def test_a_correction_that_only_changes_the_name_of_one_thing_leaves_its_fact_as_sure_as_it_was(told):
    told.link("R2", "same-entity", "V4")
    told.correct(told.first, {"facts": [{"entity": "V4", "property": "p", "value": "Huawei"}]}, reported="2025-04")
    (cell, *_) = state(told.at("2025-04-15", on="2025-04-15"), SPEC)
    assert [(value.value, value.answer) for value in cell.values] == [("Huawei", YES)]


# --- what else is asked of it ----------------------------------------------------------------------------------------


def test_a_filter_takes_either_name(told):
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    for name in ("R2", "V4"):
        now = told.at("2025-10-01", on="2025-10-01")
        asked = Selection(entities=(name,))
        assert [event.event.title for event in select(now.events, asked)] == ["first", "second"]
        assert [cell.entity for cell in chosen.cells(now, SPEC, asked)] == ["V4", "V4"]
    before = told.at("2025-09-30")
    assert [event.event.title for event in select(before.events, Selection(entities=("R2",)))] == ["first"]
    assert [cell.entity for cell in chosen.cells(before, SPEC, Selection(entities=("R2",)))] == ["R2", "R2"]


def test_the_rows_that_a_view_names_are_found_under_either_name(told):
    spec = ViewSpec(name="view", title="view", properties=("p",), entities=("R9", "R2"))
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    for day, called in (("2025-09-30", ["R9", "R2"]), ("2025-10-01", ["R9", "V4"])):
        assert [cell.entity for cell in state(told.at(day), spec)] == called
        assert [cell.entity for cell in chosen.cells(told.at(day), spec, Selection())] == called
    assert [cell.entity for cell in chosen.cells(told.at(), spec, Selection(entities=("R2",)))] == ["V4"]


def test_why_tells_the_facts_under_all_names_and_says_under_which(told):
    told.link("R2", "same-entity", "V4")
    expected = [("V4", "value"), ("R2", "out")]
    for name in ("R2", "V4"):
        found = why(told.at(), SPEC, name, "p")
        assert [(reason.entity, reason.verdict) for reason in found] == expected
    assert found[1].because.endswith('told of "R2", which is the same')


def test_a_cell_of_a_name_that_only_a_link_has_can_be_asked_for(told):
    told.link("R2", "same-entity", "Reasoner 2")
    asked = chosen.cell(Ledger(told.records), told.at(), {"view": SPEC}, "Reasoner 2.p")
    assert [reason.entity for reason in why(told.at(), SPEC, asked.entity, "p")] == ["R2"]


def test_the_history_of_a_cell_turns_where_its_names_do(told):
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    for name in ("R2", "V4"):
        found = [rectangle_row(one) for one in rectangles(Ledger(told.records), SPEC, name, "p")]
        joined = [row for row in found if row["names"] == ["V4", "R2"]]
        assert {row["as_of_first"] for row in joined} == {"2025-10-01"}
        assert [value["value"] for row in joined for value in row["values"]] == ["Huawei", "Nvidia"]
        alone = [row for row in found if row["as_of_last"] == "2025-09-30"]
        assert {row["entity"] for row in alone} == {name}
        assert [row["names"] for row in alone] == [[name], [name]]


def changed(told, first, second, **selection):
    return [
        (change.entity_before, change.entity, change.property, short(change.before), short(change.after))
        for change in chosen.changes(told.at(first), told.at(second), [SPEC], Selection(**selection))
        if change.change == "cell"
    ]


def short(cell):
    return None if cell is None else [value["value"] for value in cell["values"]]


def test_a_difference_says_what_a_row_was_called_before(told):
    told.link("R2", "same-entity", "Reasoner 2", reported="2025-10-01")
    assert changed(told, "2025-09-30", "2025-10-01") == [("R2", "Reasoner 2", "p", ["Huawei"], ["Huawei"])]
    assert changed(told, "2025-10-01", "2025-09-30") == [("Reasoner 2", "R2", "p", ["Huawei"], ["Huawei"])]
    for name in ("R2", "Reasoner 2"):
        assert len(changed(told, "2025-09-30", "2025-10-01", entities=(name,))) == 1


def test_two_rows_that_become_one_are_each_followed_to_it(told):
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    assert changed(told, "2025-09-30", "2025-10-01") == [
        ("R2", "V4", "p", ["Huawei"], ["Nvidia"]),
        ("R2", "V4", "q", [], ["one"]),
        ("V4", "V4", "p", ["Nvidia"], ["Nvidia"]),
    ]


def test_rows_are_paired_by_what_they_were_and_are(told):
    told.link("R2", "same-entity", "V4", reported="2025-10-01")
    apart, one = told.at("2025-09-30"), told.at("2025-10-01")
    assert paired(apart.names, one.names, {"R2", "V4"}, {"V4"}) == {("R2", "V4"), ("V4", "V4")}
    assert paired(one.names, apart.names, {"V4"}, {"R2", "V4"}) == {("V4", "R2"), ("V4", "V4")}
    assert paired(apart.names, one.names, {"R2"}, {"V4"}) == {("R2", "V4")}
    assert paired(apart.names, apart.names, {"R2"}, {"V4"}) == {("R2", "R2"), ("V4", "V4")}


def test_the_snapshot_says_under_which_names_an_entity_was_told(told):
    told.link("R2", "same-entity", "V4")
    told.link("V4", "same-entity", "V4 Pro")
    told.link("V4 Pro", "same-entity", "X", reported="2040-01")
    snapshot = told.at()
    assert snapshot.entity("R2") == "X"
    snapshot = told.at("2040-01-15")
    assert [snapshot.names_of(name) for name in ("R2", "V4 Pro", "X")] == [("R2", "V4"), ("R2", "V4"), ()]
    assert snapshot.possibly_same("R2") == ("X",)


def test_walking_over_days_gives_what_each_day_gives(told):
    """What is told again at the next stop must be told anew where its names are others."""
    told.retract(told.link("R2", "same-entity", "V4", reported="2025-10"), reported="2025-12")
    ledger = Ledger(told.records)
    days = [clock(text) for text in ("2025-09-30", "2025-10-15", "2025-11-15", "2025-12-15", "2026-01-15")]
    asked = [Clocks(as_of=day, on=day) for day in days]
    walked = [[cell_row(cell) for cell in state(snapshot, SPEC)] for snapshot in ledger.walk(asked)]
    assert walked == [[cell_row(cell) for cell in state(ledger.at(one), SPEC)] for one in asked]
    assert [len(found) for found in walked] == [4, 4, 2, 4, 4]
