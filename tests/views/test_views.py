"""A cell on a day, from what was known."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline as tl
from commands import run
from ondisk import index
from timeline.asof.ledger import Ledger
from timeline.dates.values import NEVER_AFTER, NEVER_BEFORE, Answer
from timeline.errors import ViewError
from timeline.views.diff import changes
from timeline.views.overtime import rectangles, stretches
from timeline.views.table import ViewSpec, state, view_specs
from timeline.views.why import why
from told import Told, clock, fact

SPEC = ViewSpec(name="view", title="View", properties=("p", "q"))


@pytest.fixture
def told():
    told = Told()
    told.source("s", published="2025-01-01", origin="o")
    return told


def says(told, value, occurred, **more):
    return told.event(f"{value} {occurred}", occurred=occurred, facts=[fact(f"a.p={value}")], reports=["s"], **more)


# --- latest happening ------------------------------------------------------------------------------------------------


def test_a_fact_holds_from_its_day_on(told):
    says(told, "x", "2020-05-05")
    assert told.cell(on="2020-05-04") == ("unknown", {})
    assert told.cell(on="2020-05-05") == ("yes", {"x": "yes"})
    assert told.cell(on="2024-01-01") == ("yes", {"x": "yes"})


def test_within_an_uncertain_start_it_possibly_holds(told):
    says(told, "x", "2020-05")
    assert told.cell(on="2020-05-15") == ("possibly", {"x": "possibly"})
    assert told.cell(on="2020-05-31") == ("yes", {"x": "yes"})


def test_the_later_happening_wins(told):
    says(told, "y", "2021")
    says(told, "x", "2020")
    assert told.cell(on="2020-12-31") == ("yes", {"x": "yes"})
    assert told.cell(on="2021-06-01") == ("possibly", {"x": "possibly", "y": "possibly"})
    assert told.cell(on="2022-01-01") == ("yes", {"y": "yes"})


def test_no_order_is_invented_between_uncertain_dates(told):
    says(told, "x", "2020")
    says(told, "y", "2020-07")
    assert told.cell(on="2022-01-01") == ("possibly", {"x": "possibly", "y": "possibly"})


def test_two_values_of_one_day_are_each_possible(told):
    says(told, "x", "2020-01-01")
    says(told, "y", "2020-01-01")
    assert told.cell(on="2020-01-01") == ("possibly", {"x": "possibly", "y": "possibly"})


def test_equal_values_are_one_value_with_all_their_events(told):
    one, other = says(told, "x", "2020"), says(told, "x", "2020-03")
    (cell, _) = state(told.at(on="2022-01-01"), SPEC)
    assert [value.events for value in cell.values] == [(one, other)]
    assert cell.answer == "yes"


def test_values_that_one_event_gives_hold_together(told):
    told.event(occurred="2020", facts=["a.p=x", "a.p=y"], reports=["s"])
    assert told.cell(on="2022-01-01") == ("yes", {"x": "yes", "y": "yes"})


def test_null_ends_a_cell(told):
    says(told, "x", "2020")
    says(told, "null", "2021-03-03")
    assert told.cell(on="2021-03-02") == ("yes", {"x": "yes"})
    assert told.cell(on="2021-03-03") == ("ended", {None: "yes"})


def test_a_closed_interval_is_an_excursion(told):
    says(told, "home", "2020-01-01")
    says(told, "away", "2020-03-01/2020-03-10")
    answers = {day: told.cell(on=day)[1] for day in ("2020-02-29", "2020-03-01", "2020-03-10", "2020-03-11")}
    assert answers == {
        "2020-02-29": {"home": "yes"},
        "2020-03-01": {"away": "yes"},
        "2020-03-10": {"away": "yes"},
        "2020-03-11": {"home": "yes"},
    }


def test_an_interval_with_uncertain_ends_has_four_bounds(told):
    says(told, "x", "2020-03/2020-05")
    answers = [told.cell(on=day)[0] for day in ("2020-02-29", "2020-03-15", "2020-04-15", "2020-05-15", "2020-06-01")]
    assert answers == ["unknown", "possibly", "yes", "possibly", "unknown"]


@pytest.mark.parametrize(
    ("occurred", "before", "within", "after"),
    [
        ("../2020-03-10", "yes", "yes", "unknown"),
        ("/2020-03-10", "possibly", "possibly", "unknown"),
        ("2020-03-01/..", "unknown", "yes", "yes"),
        ("2020-03-01/", "unknown", "possibly", "possibly"),
        ("[..2020-03-10]", "possibly", "possibly", "yes"),
        ("[2020-03-01..]", "unknown", "possibly", "possibly"),
        ("{2020-03-01,2020-03-20}", "unknown", "yes", "yes"),
        ("{..2020-03-10}", "yes", "yes", "yes"),
    ],
)
def test_open_and_unknown_sides(told, occurred, before, within, after):
    told.source("early", published="2019-01-01")
    told.event(occurred=occurred, facts=["a.p=x"], reports=[{"source": "s", "reported": "2026"}])
    found = [told.cell(on=day) for day in ("2020-01-01", "2020-03-05", "2020-04-01")]
    assert [cell[0] for cell in found] == [before, within, after]


def test_a_fact_without_a_start_began_by_the_first_report(told):
    told.event(facts=["a.p=x"], reports=["s"])
    assert told.cell(on="2024-12-31") == ("possibly", {"x": "possibly"})
    assert told.cell(on="2025-01-01") == ("yes", {"x": "yes"})


@pytest.mark.parametrize("mode", ["failed", "planned", "possible"])
def test_other_modes_stand_beside(told, mode):
    event = told.event(occurred="2020", facts=[fact("a.p=x", mode=mode)], reports=["s"])
    (cell, other) = state(told.at(on="2022-01-01"), SPEC)
    assert (cell.answer, cell.values) == ("unknown", ())
    assert [(item.mode, item.value, item.events) for item in cell.beside] == [(mode, "x", (event,))]
    assert other.answer == "unknown"


def test_a_fact_may_have_a_date_of_its_own(told):
    told.event(occurred="2020", facts=[fact("a.p=x", during="2018"), "a.q=y"], reports=["s"])
    assert told.cell("a.p", on="2019-01-01") == ("yes", {"x": "yes"})
    assert told.cell("a.q", on="2019-01-01") == ("unknown", {})


def test_what_is_only_possibly_known_puts_nothing_out():
    told = Told()
    told.source("sure", published="2020-01-01")
    told.source("vague", published="2021")
    told.event(occurred="2019-01-01", facts=["a.p=x"], reports=["sure"])
    told.event(occurred="2020-06-06", facts=["a.p=y"], reports=["vague"])
    assert told.cell(as_of="2020-12-31", on="2021-01-01") == ("yes", {"x": "yes"})
    assert told.cell(as_of="2021-06-01") == ("possibly", {"x": "possibly", "y": "possibly"})
    assert told.cell(as_of="2021-12-31") == ("yes", {"y": "yes"})


def test_strict_leaves_the_possible_out_and_makes_nothing_surer():
    told = Told()
    told.source("sure", published="2020-01-01")
    told.source("vague", published="2021")
    told.event(occurred="2019", facts=["a.p=x", "b.p=z"], reports=["sure"])
    told.event(occurred="2020", facts=["a.p=y", "c.p=z"], reports=["vague"])
    spec = ViewSpec(name="v", title="v", properties=("p",))
    cells = {cell.entity: cell for cell in state(told.at("2021-06-01"), spec, strict=True)}
    assert {entity: cell.answer for entity, cell in cells.items()} == {"a": "unknown", "b": "yes"}


# --- latest report ---------------------------------------------------------------------------------------------------


def test_with_latest_reported_the_later_word_wins_for_the_days_it_covers(told):
    told.source("t", published="2025-06-06")
    told.event(occurred="2020-01-01/2020-12-31", facts=["a.p=x"], reports=["s"])
    told.event(occurred="2020-03-01/2020-03-31", facts=["a.p=y"], reports=["t"])
    told.event(occurred="2019-01-01", facts=["a.p=z"], reports=[{"source": "t", "reported": "2025-05-05"}])
    answers = {
        day: told.cell(on=day, latest="reported")[1] for day in ("2019-06-01", "2020-02-01", "2020-03-15", "2021-01-01")
    }
    assert answers == {
        "2019-06-01": {"z": "yes"},
        "2020-02-01": {"z": "yes"},
        "2020-03-15": {"y": "yes"},
        "2021-01-01": {"z": "yes"},
    }


def test_words_of_one_day_are_ordered_by_their_record(told):
    says(told, "x", "2020")
    says(told, "y", "2019")
    assert told.cell(on="2022-01-01", latest="reported") == ("yes", {"y": "yes"})


# --- reasons, stretches, rectangles, changes --------------------------------------------------------------------------


def test_why_names_winners_and_losers_and_the_reason(told):
    says(told, "x", "2020")
    winner = says(told, "y", "2021")
    says(told, "z", "2030")
    says(told, "w", "2018-01/2018-02")
    told.event("plan", occurred="2020", facts=[fact("a.p=v", mode="planned")], reports=["s"])
    told.retract(says(told, "u", "2024"))
    reasons = {r.value: (r.verdict, r.by) for r in why(told.at(on="2022-06-01"), SPEC, "a", "p")}
    assert reasons == {
        "y": ("value", None),
        "x": ("out", winner),
        "z": ("not yet", None),
        "w": ("over", None),
        "v": ("beside", None),
        "u": ("retracted", None),
    }


def test_stretches_tile_all_time_and_agree_with_the_cell(told):
    says(told, "x", "2020-01")
    says(told, "y", "2021-02-02")
    says(told, "z", "2020-06/2020-07")
    snapshot = told.at()
    found = stretches(snapshot, SPEC, "a", "p")
    assert (found[0].lo, found[-1].hi) == (NEVER_BEFORE, NEVER_AFTER)
    assert all(one.hi + 1 == other.lo for one, other in itertools.pairwise(found))
    for day in ("2019-12-31", "2020-01-15", "2020-06-15", "2020-07-31", "2020-08-01", "2021-02-02"):
        at = clock(day)
        (stretch,) = [s for s in found if s.lo <= at.lo <= s.hi]
        (cell, _) = state(snapshot, SPEC, on=at)
        assert (stretch.cell.answer, stretch.cell.values) == (cell.answer, cell.values)


def short(cell):
    return cell.answer, [(v.value, v.answer, v.since, v.standing, v.events) for v in cell.values]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("xyz"),
            st.sampled_from(["2020-01", "2020-02-10", "2020-02/2020-03", "[..2020-02-05]", "2020-01-20/.."]),
            st.sampled_from(["2020-02", "2020-03-03", "2020"]),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["occurred", "reported"]),
)
def test_rectangles_agree_with_the_questions_they_answer(items, latest):
    told = Told()
    for place, (value, occurred, published) in enumerate(items):
        told.source(f"s{place}", published=published)
        told.event(occurred=occurred, facts=[fact(f"a.p={value}")], reports=[f"s{place}"])
    spec = ViewSpec(name="v", title="v", properties=("p",), latest=latest)
    found = rectangles(Ledger(told.records), spec, "a", "p")
    for as_of in ("2020-01-31", "2020-02-15", "2020-03-03", "2020-12-31"):
        moment = clock(as_of).hi
        column = [
            r
            for r in found
            if (r.as_of_first is None or r.as_of_first <= moment) and (r.as_of_last is None or moment <= r.as_of_last)
        ]
        assert (column[0].stretch.lo, column[-1].stretch.hi) == (NEVER_BEFORE, NEVER_AFTER)
        for on in ("2020-01-10", "2020-02-07", "2020-02-10", "2020-03-31"):
            at = clock(on)
            (hit,) = [r for r in column if r.stretch.lo <= at.lo <= r.stretch.hi]
            cells = state(told.at(as_of, on=on), spec)
            assert short(hit.stretch.cell) == (short(cells[0]) if cells else ("unknown", []))


@pytest.mark.parametrize("how", ["on", "off"])
def test_what_a_standing_may_turn_out_to_be_is_a_difference(tmp_path, how):
    """Only an uncertain denial came: the standing is the same, and may be another."""
    log = tl.init(tmp_path / "events")
    log.source("wire", published="2025-01-02", origin="A")
    log.source("paper", published="2025-03", origin="B")
    event = log.add("it happened", occurred="2025-01", sources="wire").id
    log.report(event, "paper", stance="denies")
    (log.files.path / "timeline.toml").write_text('format = 1\n[views.v]\nproperties = ["p"]\n')
    with index(how):
        rows = list(tl.open(log.files.folder).diff("2025-02-01", "2025-03-15"))
        assert rows == [
            {
                "change": "standing",
                "id": event,
                "before": {"standing": "reported", "standing_possibly": [], "origins": [1, 1]},
                "after": {"standing": "reported", "standing_possibly": ["disputed"], "origins": [1, 1]},
            }
        ]
        done = run(log.files.folder, "diff", "2025-02-01", "2025-03-15")
        assert "reported; possibly disputed" in done.stdout
        assert list(tl.open(log.files.folder).diff("2025-03-15", "2025-03-16")) == []


def test_differences_are_told_once_and_equal_snapshots_have_none(told):
    told.source("t", published="2025-06-06", origin="t")
    one = told.event("one", occurred="2020", facts=["a.p=x"], reports=["s", "t"])
    gone = told.event("gone", reports=["s"])
    told.retract(gone, source="t")
    told.correct(one, {"title": "won"}, source="t")
    new = told.event("new", occurred="2021", facts=["a.p=y"], reports=["t"])
    before, after = told.at("2025-02-02"), told.at("2025-07-07")
    found = changes(before, after, [SPEC])
    assert {(c.change, c.id or f"{c.entity}.{c.property}") for c in found} == {
        ("withdrawn", gone),
        ("corrected", one),
        ("standing", one),
        ("new", new),
        ("cell", "a.p"),
    }
    assert changes(after, after, [SPEC]) == ()


# --- declarations ----------------------------------------------------------------------------------------------------


def test_views_are_declared_without_code():
    specs = view_specs({"views": {"v": {"title": "T", "properties": ["p"], "latest": "reported"}}})
    assert specs == {"v": ViewSpec(name="v", title="T", properties=("p",), latest="reported")}


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ({}, "needs its properties"),
        ({"properties": []}, "needs its properties"),
        ({"properties": ["p", "p"]}, "twice"),
        ({"properties": ["p"], "latest": "newest"}, "neither"),
        ({"properties": ["p"], "colour": "red"}, "not a key"),
        ({"properties": ["p"], "title": 3}, "is text"),
    ],
)
def test_a_wrong_declaration_is_named_with_its_place(table, what):
    with pytest.raises(ViewError, match=what) as caught:
        view_specs({"views": {"v": table}})
    assert caught.value.where == "timeline.toml, [views.v]"
    assert caught.value.fix


def test_answers_are_ordered():
    assert max(Answer.NO, Answer.YES) is Answer.YES
