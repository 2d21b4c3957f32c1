"""Several values in a cell, and values that ended by name."""

import datetime as dt

import pytest
from several import MANY, ONE, cell_of, says

from timeline import testing
from timeline.errors import RecordError, ViewError
from timeline.records.model import structure
from timeline.views import chosen
from timeline.views.diff import changes
from timeline.views.filters import Selection
from timeline.views.overtime import stretches
from timeline.views.table import ViewSpec, state, view_specs
from timeline.views.why import why
from told import Told, clock, fact


@pytest.fixture
def told():
    told = Told()
    told.source("s", published="2026-01-01", origin="o")
    return told


# --- several values --------------------------------------------------------------------------------------------------


@pytest.fixture
def chips(told):
    says(told, "Huawei", "2026-04-24")
    says(told, "Nvidia", "2026-04-24")
    says(told, "AMD", "2026-05-10")
    return told


def test_who_supports_a_model_at_once_is_yes_for_each(chips):
    assert cell_of(chips, on="2026-05-01") == ("yes", {"Huawei": "yes", "Nvidia": "yes"})
    assert cell_of(chips, on="2026-05-15") == ("yes", {"Huawei": "yes", "Nvidia": "yes", "AMD": "yes"})


def test_without_many_one_value_is_left_as_before(chips):
    assert cell_of(chips, ONE, on="2026-05-01") == ("possibly", {"Huawei": "possibly", "Nvidia": "possibly"})
    assert cell_of(chips, ONE, on="2026-05-15") == ("yes", {"AMD": "yes"})


def test_a_named_end_takes_one_of_several_and_leaves_the_others(chips):
    says(chips, "Nvidia", "2026-06-01", "ended")
    assert cell_of(chips, on="2026-05-31") == ("yes", {"Huawei": "yes", "Nvidia": "yes", "AMD": "yes"})
    assert cell_of(chips, on="2026-06-01") == ("yes", {"Huawei": "yes", "AMD": "yes"})


def test_one_sure_value_of_several_makes_the_cell_yes_whatever_else_may_be(chips):
    says(chips, "Intel", "2026-05")
    assert cell_of(chips, on="2026-05-15") == (
        "yes",
        {"Huawei": "yes", "Nvidia": "yes", "AMD": "yes", "Intel": "possibly"},
    )


def test_null_ends_all_of_several_and_what_starts_later_holds_again(chips):
    says(chips, "null", "2026-07-01")
    says(chips, "Nvidia", "2026-08-01")
    assert cell_of(chips, on="2026-06-30")[1].keys() == {"Huawei", "Nvidia", "AMD"}
    assert cell_of(chips, on="2026-07-01") == ("ended", {None: "yes"})
    assert cell_of(chips, on="2026-08-01") == ("yes", {"Nvidia": "yes"})


def test_a_null_of_uncertain_day_makes_each_of_several_possible(chips):
    says(chips, "null", "2026-07")
    assert cell_of(chips, on="2026-07-15") == (
        "possibly",
        {"Huawei": "possibly", "Nvidia": "possibly", "AMD": "possibly"},
    )


def test_of_several_a_null_that_is_only_possible_says_nothing(told):
    says(told, "null", "2026-07")
    assert cell_of(told, on="2026-07-15") == ("unknown", {})
    assert cell_of(told, on="2026-07-31") == ("ended", {None: "yes"})


def test_of_several_all_named_ends_leave_the_cell_ended(told):
    says(told, "x", "2020")
    says(told, "y", "2021")
    for value in "xy":
        says(told, value, "2022-02-02", "ended")
    assert cell_of(told, on="2022-02-01") == ("yes", {"x": "yes", "y": "yes"})
    assert cell_of(told, on="2022-02-02") == ("ended", {})


def test_with_latest_reported_several_values_hold_too(told):
    spec = ViewSpec(name="v", title="v", properties=("p",), latest="reported", many=("p",))
    says(told, "x", "2020")
    says(told, "y", "2019")
    says(told, "y", "2022-02-02", "ended")
    assert cell_of(told, spec, on="2021-06-06") == ("yes", {"x": "yes", "y": "yes"})
    assert cell_of(told, spec, on="2022-02-02") == ("yes", {"x": "yes"})


@pytest.mark.parametrize("many", [(), ("p",)])
def test_a_holding_that_ended_puts_out_no_later_one_of_its_own_value(told, many):
    """The end of a holding is told first, then that the value holds again, then that it had held before."""
    spec = ViewSpec(name="v", title="v", properties=("p",), latest="reported", many=many)
    for occurred, reported, mode in (
        ("2024-12-01", "2024-12-09", "ended"),
        ("2025-01-01", "2025-01-05", "actual"),
        ("2024-02-01", "2025-02-02", "actual"),
    ):
        facts = [fact("a.p=y", mode=mode)]
        told.event(f"{occurred} {mode}", occurred=occurred, facts=facts, reports=[{"reported": reported}])
    assert cell_of(told, spec, on="2024-11-30") == ("yes", {"y": "yes"})
    assert cell_of(told, spec, on="2024-12-31") == ("ended", {})
    assert cell_of(told, spec, on="2025-01-28") == ("yes", {"y": "yes"})
    told.event("may end", occurred="2026", facts=[fact("a.p=y", mode="ended")], reports=[{"reported": "2026-01-01"}])
    assert cell_of(told, spec, on="2026-02-02") == ("possibly", {"y": "possibly"})


def test_given_when_then_asks_views_of_several_values():
    supports = [
        {"title": name, "occurred": "2026-04-24", "facts": [{"entity": "V4", "property": "host", "value": name}]}
        for name in ("Huawei", "Nvidia")
    ]
    end = {**supports[1]["facts"][0], "mode": "ended"}
    records = [*supports, {"title": "Nvidia leaves", "occurred": "2026-06-01", "facts": [end]}]
    told = testing.given(records, views={"v": {"properties": ["host"], "many": ["host"], "entities": ["V5", "V4"]}})
    told.when("v", on="2026-05-01").then(
        [{"entity": "V5", "answer": "unknown"}, {"entity": "V4", "answer": "yes", "values": ["Huawei", "Nvidia"]}]
    )
    told.when("v", on="2026-06-01").then(
        [{"entity": "V5", "values": []}, {"entity": "V4", "values": ["Huawei"], "beside": [{"mode": "ended"}]}]
    )


def test_values_are_listed_in_the_order_of_the_dates_that_they_show(told):
    """A second telling of a value that only possibly holds dates nothing, and moves nothing."""
    told.event(facts=["a.p=y"], reports=["s"])
    for value in ("x", "y"):
        says(told, value, "2020-01-01")
    assert list(cell_of(told, on="2020-01-01")[1]) == ["x", "y"]


# --- named ends ------------------------------------------------------------------------------------------------------


def test_she_no_longer_works_there(told):
    """The example of the definition: no day is known, and the answer is *ended*, not *possibly Acme*."""
    says(told, "Acme", "[..2025-09-01]")
    says(told, "Acme", "[..2025-10-15]", "ended")
    assert cell_of(told, ONE, on="2026-01-01") == ("ended", {})
    assert cell_of(told, ONE, on="2025-10-14") == ("possibly", {"Acme": "possibly"})


def test_an_unnamed_null_may_have_come_before_she_was_hired(told):
    says(told, "Acme", "[..2025-09-01]")
    says(told, "null", "[..2025-10-15]")
    assert cell_of(told, ONE, on="2026-01-01")[0] == "possibly"


def test_a_named_end_has_bounds_of_its_own(told):
    says(told, "x", "2020-01-01")
    says(told, "x", "[2020-03-10..2020-03-20]", "ended")
    answers = {day: cell_of(told, ONE, on=day)[0] for day in ("2020-03-09", "2020-03-10", "2020-03-19", "2020-03-20")}
    assert answers == {"2020-03-09": "yes", "2020-03-10": "possibly", "2020-03-19": "possibly", "2020-03-20": "ended"}


def test_what_may_have_started_after_the_end_is_only_possibly_over(told):
    says(told, "x", "2020-03")
    says(told, "x", "2020-03-15", "ended")
    assert cell_of(told, ONE, on="2020-03-14") == ("possibly", {"x": "possibly"})
    assert cell_of(told, ONE, on="2020-06-01") == ("possibly", {"x": "possibly"})


def test_what_surely_started_after_the_end_holds_again(told):
    says(told, "x", "2019")
    says(told, "x", "2020-03-15", "ended")
    says(told, "x", "2020-03-16")
    assert cell_of(told, ONE, on="2020-03-15") == ("ended", {})
    assert cell_of(told, ONE, on="2020-03-16") == ("yes", {"x": "yes"})


def test_what_began_on_the_last_day_of_the_end_is_over(told):
    """It had begun by the latest moment of the end."""
    says(told, "x", "2020-03-15")
    says(told, "x", "2020-03-15", "ended")
    assert cell_of(told, ONE, on="2020-03-15") == ("ended", {})


def test_a_holding_that_ended_goes_on_putting_out_what_it_had_put_out(told):
    says(told, "before", "2015")
    says(told, "Acme", "2020")
    says(told, "Acme", "2022-02-02", "ended")
    assert cell_of(told, ONE, on="2022-02-01") == ("yes", {"Acme": "yes"})
    assert cell_of(told, ONE, on="2022-02-02") == ("ended", {})
    assert cell_of(told, MANY, on="2022-02-02") == ("yes", {"before": "yes"})


def test_the_end_of_one_value_touches_no_other(told):
    says(told, "x", "2020")
    says(told, "y", "2022-02-02", "ended")
    assert cell_of(told, ONE, on="2023-01-01") == ("yes", {"x": "yes"})


def test_a_named_end_that_is_only_possibly_known_is_only_possibly_so():
    told = Told()
    told.source("sure", published="2020-01-01")
    told.source("vague", published="2021")
    told.event(occurred="2019-01-01", facts=["a.p=x"], reports=["sure"])
    told.event(occurred="2020-06-06", facts=[fact("a.p=x", mode="ended")], reports=["vague"])
    assert told.cell(as_of="2020-12-31", on="2021-01-01") == ("yes", {"x": "yes"})
    assert told.cell(as_of="2021-06-01") == ("possibly", {"x": "possibly"})
    assert told.cell(as_of="2021-12-31") == ("ended", {})


def test_an_undated_end_came_no_later_than_its_report(told):
    says(told, "x", "2020")
    told.event(facts=[fact("a.p=x", mode="ended")], reports=["s"])
    assert cell_of(told, ONE, on="2025-12-31") == ("possibly", {"x": "possibly"})
    assert cell_of(told, ONE, on="2026-01-01") == ("ended", {})


def test_an_undated_report_is_not_earlier_than_the_end_that_it_tells(told):
    told.source("undated")
    event = told.event(occurred="2025-05-05", facts=[fact("a.p=x", mode="ended")], reports=["undated"])
    (known,) = (known for known in told.at().events if known.id == event)
    assert known.window.lo == clock("2025-05-05").lo


def test_an_ended_fact_stands_beside_the_cell(told):
    event = says(told, "x", "2020", "ended")
    (cell,) = state(told.at(on="2022-01-01"), ONE)
    assert [(item.mode, item.value, item.events) for item in cell.beside] == [("ended", "x", (event,))]


def test_numbers_and_quantities_are_ended_by_equal_ones(told):
    chips = {"op": ">=", "value": 1000, "unit": "chips"}
    told.event(occurred="2020", facts=[{"entity": "a", "property": "p", "value": chips}], reports=["s"])
    told.event(occurred="2020", facts=[{"entity": "a", "property": "p", "value": 1}], reports=["s"])
    for value in (chips, 1.0):
        ended = {"entity": "a", "property": "p", "value": value, "mode": "ended"}
        told.event(occurred="2021-01-01", facts=[ended], reports=["s"])
    assert cell_of(told, on="2021-01-01") == ("ended", {})


@pytest.mark.parametrize("given", [{"value": None}, {}])
def test_an_ended_fact_names_a_value_or_is_refused_with_the_other_way(given):
    with pytest.raises(RecordError, match="give null in mode actual") as caught:
        structure("event", {"title": "t", "facts": [{"entity": "a", "property": "p", "mode": "ended", **given}]})
    assert caught.value.where == "facts[0]"


def test_strict_keeps_a_cell_that_surely_ended(told):
    says(told, "x", "2020")
    says(told, "x", "2021", "ended")
    says(told, "y", "2023", "planned")
    cells = [state(told.at(on=day), ONE, strict=True)[0].answer for day in ("2021-06-01", "2022-01-01")]
    assert cells == ["unknown", "ended"]


# --- why, stretches, differences --------------------------------------------------------------------------------------


def test_why_names_the_end(told):
    says(told, "x", "2020")
    end = says(told, "x", "2021", "ended")
    early = {r.mode: (r.verdict, r.by, r.because) for r in why(told.at(on="2021-06-01"), ONE, "a", "p")}
    late = {r.mode: (r.verdict, r.by, r.because) for r in why(told.at(on="2022-01-01"), ONE, "a", "p")}
    assert early["actual"] == ("possibly", end, 'it may be ended by "x ended 2021"')
    assert late["actual"][:2] == ("out", end)
    assert late["actual"][2].startswith('ended by "x ended 2021"')
    assert late["ended"][:2] == ("beside", None)


@pytest.mark.parametrize(("on", "verdict"), [("2026-05-01", "possibly"), ("2026-05-15", "out")])
def test_why_names_both_ways_out_where_values_overlap(chips, on, verdict):
    (reason,) = [r for r in why(chips.at(on=on), ONE, "a", "p") if r.value == "Huawei"]
    assert reason.verdict == verdict
    assert 'nothing says that "Huawei" had ended' in reason.because
    assert "--ended" in reason.because
    assert 'many = ["p"]' in reason.because
    assert not any("--ended" in r.because for r in why(chips.at(on=on), MANY, "a", "p"))


def test_why_does_not_speak_of_an_overlap_where_a_value_ended_or_null_ended_it(told):
    says(told, "x", "2020")
    says(told, "x", "2021", "ended")
    says(told, "y", "2022")
    says(told, "null", "2023")
    assert not any("nothing says" in r.because for r in why(told.at(on="2022-12-31"), ONE, "a", "p"))
    assert not any("nothing says" in r.because for r in why(told.at(on="2024-12-31"), ONE, "a", "p"))


def test_why_tells_null_of_several_as_what_it_is(told):
    says(told, "x", "2020")
    says(told, "null", "2021")
    says(told, "y", "2023-01-01")
    verdicts = [
        {r.value: r.verdict for r in why(told.at(on=day), MANY, "a", "p")} for day in ("2022-06-01", "2023-06-01")
    ]
    assert verdicts == [
        {"x": "out", None: "value", "y": "not yet"},
        {"x": "out", None: "beside", "y": "value"},
    ]


@pytest.mark.parametrize("spec", [ONE, MANY])
def test_stretches_agree_with_the_cell_around_an_end(told, spec):
    says(told, "x", "2020-01")
    says(told, "y", "2020-02-02")
    says(told, "x", "[2020-03-10..2020-03-20]", "ended")
    says(told, "null", "2020-04-01/2020-04-10")
    snapshot = told.at()
    found = stretches(snapshot, spec, "a", "p")
    for number in range(120):
        day = (dt.date(2020, 1, 1) + dt.timedelta(days=number)).isoformat()
        (stretch,) = [s for s in found if s.lo <= clock(day).lo <= s.hi]
        (cell,) = state(snapshot, spec, on=clock(day))
        assert (stretch.cell.answer, stretch.cell.values) == (cell.answer, cell.values), day


def test_a_difference_shows_that_a_value_ended(told):
    told.source("t", published="2026-06-06", origin="t")
    says(told, "x", "2020")
    told.event(occurred="2021", facts=[fact("a.p=x", mode="ended")], reports=["t"])
    (cell,) = [c for c in changes(told.at("2026-02-02"), told.at("2026-07-07"), [ONE]) if c.change == "cell"]
    assert (cell.before["answer"], cell.after["answer"], cell.after["values"]) == ("yes", "ended", [])
    assert cell.after["beside"][0]["mode"] == "ended"


# --- the rows of a view ----------------------------------------------------------------------------------------------


def test_a_view_names_its_rows_in_order_also_where_nothing_is_known(told):
    for name in "abc":
        told.event(occurred="2020", facts=[f"{name}.p=x"], reports=["s"])
    spec = ViewSpec(name="v", title="v", properties=("p",), entities=("z", "c", "a"))
    cells = [(cell.entity, cell.answer) for cell in state(told.at(on="2022-01-01"), spec)]
    assert cells == [("z", "unknown"), ("c", "yes"), ("a", "yes")]
    asked = {
        (): ["z", "c", "a"],
        ("z",): ["z"],
        ("b",): [],
    }
    for entities, rows in asked.items():
        found = chosen.cells(told.at(on="2022-01-01"), spec, Selection(entities=entities))
        assert [cell.entity for cell in found] == rows
    tagged = chosen.cells(told.at(on="2022-01-01"), spec, Selection(tags=("t",)))
    assert tagged == []


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ({"many": ["q"]}, 'many names "q"'),
        ({"many": "p"}, "many is not a list of texts"),
        ({"many": ["p", "p"]}, "stands twice"),
        ({"entities": "a"}, "entities is not a list of texts"),
        ({"entities": ["a", 1]}, "entities is not a list of texts"),
        ({"entities": ["a", "a"]}, 'an entity stands twice: "a"'),
        ({"entities": []}, "names none"),
        ({"several": ["p"]}, '"several" is not a key'),
    ],
)
def test_a_wrong_declaration_is_named(table, what):
    with pytest.raises(ViewError, match=what) as caught:
        view_specs({"views": {"v": {"properties": ["p"], **table}}})
    assert caught.value.where == "timeline.toml, [views.v]"
    assert caught.value.fix


def test_in_python_one_word_is_one_property_and_a_slip_is_refused():
    assert ViewSpec(name="v", title="v", properties="hosts", many="hosts").many == ("hosts",)
    with pytest.raises(ViewError, match='many names "host"'):
        ViewSpec(name="v", title="v", properties=("hosts",), many=("host",))


def test_both_are_declared():
    (spec,) = view_specs({"views": {"v": {"properties": ["p", "q"], "many": ["q"], "entities": ["b", "a"]}}}).values()
    assert (spec.many, spec.entities) == (("q",), ("b", "a"))
