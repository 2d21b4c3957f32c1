"""What was known as of a date."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.asof.ledger import Ledger
from timeline.views.table import ViewSpec
from timeline.views.why import why
from told import Told, fact


@pytest.fixture
def told():
    told = Told()
    told.source("a", published="2025-03-01")
    told.source("b", published="2025-06-01")
    told.source("c", published="2025-09-01")
    return told


# --- events ----------------------------------------------------------------------------------------------------------


def test_an_event_is_known_from_its_best_report_on(told):
    told.event("x", reports=["b", "a"])
    assert told.known("2025-02-28") == {}
    assert told.known("2025-03-01") == {"x": "yes"}


def test_a_report_of_a_month_is_possibly_known_within_it():
    told = Told()
    told.source("a", published="2025-08")
    told.event("x", reports=["a"])
    assert [told.known(day) for day in ("2025-07-31", "2025-08-15", "2025-08-31")] == [
        {},
        {"x": "possibly"},
        {"x": "yes"},
    ]


def test_a_denial_makes_no_event_known_that_somebody_reports_later(told):
    told.event("x", reports=[{"source": "a", "stance": "denies"}, "b"])
    assert told.known("2025-04-01") == {}
    assert told.known("2025-06-01") == {"x": "yes"}


def test_an_event_that_is_only_doubted_is_known_but_its_facts_do_not_count(told):
    told.event("x", facts=["a.p=1"], reports=[{"source": "a", "stance": "doubts"}])
    assert told.known("2025-04-01") == {"x": "yes"}
    assert told.cell(as_of="2025-04-01") is None


def test_an_event_without_a_report_is_known_from_its_recorded_day(told):
    event = told.event("x", facts=["a.p=1"])
    assert told.known("2025-12-31") == {}
    assert told.known("2026-01-01") == {"x": "yes"}
    report = told.report(event, source="b")
    assert told.known("2025-06-01") == {"x": "yes"}
    told.retract(report)
    assert told.known("2025-06-01") == {}
    assert told.known("2026-01-01") == {"x": "yes"}


def test_without_clocks_everything_live_is_known(told):
    told.event("x", reports=[{"reported": "2029"}])
    assert told.known() == {"x": "yes"}


def test_records_after_the_recorded_by_moment_do_not_exist(told):
    told.event("x", reports=["a"], recorded="2026-02-01T10:00:00.000001Z")
    assert told.known(recorded_by="2026-01-31") == {}
    assert told.known(recorded_by="2026-02-01T10:00:00Z") == {}
    assert told.known(recorded_by="2026-02-01T10:00:00.000001Z") == {"x": "yes"}
    assert told.known(recorded_by="2026-02") == {"x": "yes"}


# --- changes ---------------------------------------------------------------------------------------------------------


def test_our_own_correction_counts_at_every_as_of(told):
    event = told.event("x", reports=["a"])
    told.correct(event, {"title": "y"}, recorded="2026-05-05T00:00:00.000000Z")
    assert told.known("2025-04-01") == {"y": "yes"}
    assert told.known("2025-04-01", recorded_by="2026-03-01") == {"x": "yes"}


def test_a_correction_by_the_world_counts_from_its_day_on(told):
    event = told.event("x", reports=["a"])
    told.correct(event, {"title": "y"}, source="b")
    assert told.known("2025-05-31") == {"x": "yes"}
    assert told.known("2025-06-01") == {"y": "yes"}


def test_a_correction_that_possibly_applies_gives_two_versions_and_leaves_the_rest(told):
    event = told.event("x", facts=["a.p=1", "a.q=2"], reports=["a"])
    told.correct(event, {"facts": [fact("a.p=3"), fact("a.q=2")]}, reported="2025-06")
    assert told.cell("a.p", "2025-06-15") == ("possibly", {"1": "possibly", "3": "possibly"})
    assert told.cell("a.q", "2025-06-15") == ("yes", {"2": "yes"})
    assert told.cell("a.p", "2025-06-30") == ("yes", {"3": "yes"})


def test_a_corrected_date_moves_a_fact():
    told = Told()
    told.source("a", published="2025-03-01")
    event = told.event("x", occurred="2025-01-01", facts=["a.p=1"], reports=["a"])
    told.correct(event, {"occurred": "2025-02"})
    assert told.cell(as_of="2025-03-01", on="2025-01-15") == ("unknown", {})
    assert told.cell(as_of="2025-03-01", on="2025-02-15") == ("possibly", {"1": "possibly"})


def test_the_last_of_our_corrections_wins_and_undoing_it_brings_the_one_before_back(told):
    event = told.event("x", reports=["a"])
    told.correct(event, {"title": "y"})
    last = told.correct(event, {"title": "z"})
    assert told.known() == {"z": "yes"}
    undone = told.retract(last)
    assert told.known() == {"y": "yes"}
    told.retract(undone)
    assert told.known() == {"z": "yes"}


def test_ours_apply_first_then_the_worlds_by_their_day(told):
    event = told.event("x", reports=["a"])
    told.correct(event, {"title": "late"}, source="c")
    told.correct(event, {"title": "early"}, source="b")
    told.correct(event, {"title": "ours"})
    assert told.known("2025-05-31") == {"ours": "yes"}
    assert told.known("2025-06-01") == {"early": "yes"}
    assert told.known() == {"late": "yes"}


def test_a_correction_can_be_corrected(told):
    event = told.event("x", reports=["a"])
    change = told.correct(event, {"title": "y"})
    told.correct(change, {"set": {"title": "z"}})
    assert told.known() == {"z": "yes"}


def test_a_retraction_by_the_world_counts_from_its_day_on(told):
    event = told.event("x", reports=["a"])
    told.retract(event, reported="2025-06")
    assert told.known("2025-05-31") == {"x": "yes"}
    assert told.known("2025-06-15") == {"x": "possibly"}
    assert told.known("2025-06-30") == {}
    assert [e.event.title for e in told.at("2025-06-30").retracted] == ["x"]


def test_one_report_can_be_retracted_or_corrected_by_its_address(told):
    event = told.event("x", reports=["a", "b"])
    told.retract(f"{event}#1")
    assert told.known("2025-05-31") == {}
    assert told.known("2025-06-01") == {"x": "yes"}
    told.correct(f"{event}#2", {"reported": "2025-08-08"})
    assert told.known("2025-06-01") == {}


def test_an_event_whose_reports_are_all_retracted_is_retracted(told):
    event = told.event("x", reports=["a"])
    told.retract(f"{event}#1")
    assert told.known() == {}
    assert [e.id for e in told.at().retracted] == [event]


def test_a_retracted_source_takes_its_reports_with_it(told):
    told.event("x", reports=["a", "b"])
    told.retract(told.records[0].id, reported="2025-05-01")
    assert told.known("2025-04-01") == {"x": "yes"}
    assert told.known("2025-05-15") == {}
    assert told.known("2025-06-01") == {"x": "yes"}


def test_a_corrected_source_moves_its_reports(told):
    told.event("x", reports=["a"])
    told.correct(told.records[0].id, {"published": "2025-04-04"})
    assert told.known("2025-03-31") == {}
    assert told.known("2025-04-04") == {"x": "yes"}


def test_a_ring_of_retractions_ends(told):
    event = told.event("x", reports=["a"])
    one = told.retract(event)
    told.records[-1] = told.records[-1]
    told.retract(one)
    assert told.known() == {"x": "yes"}


# --- one record told twice -------------------------------------------------------------------------------------------


def test_equal_records_that_meet_are_one(told):
    first = told.event("x", occurred="2025", reports=["a"])
    twin = told.event("x", occurred="2025", reports=["a"])
    told.report(twin, source="b")
    snapshot = told.at()
    assert [event.id for event in snapshot.events] == [first]
    assert len(snapshot.events[0].reports) == 2
    assert snapshot.event(twin).id == first


def test_saying_again_what_was_taken_back_is_a_new_statement(told):
    told.retract(told.event("x", reports=["a"]))
    again = told.event("x", reports=["a"])
    assert [event.id for event in told.at().events] == [again]


def test_records_of_one_key_are_one(told):
    first = told.event("x", key="k", reports=["a"])
    told.event("y", key="k", reports=["a"])
    assert [event.id for event in told.at().events] == [first]


# --- links -----------------------------------------------------------------------------------------------------------


def test_same_event_makes_one_row_of_two_and_undoing_makes_two_again(told):
    first = told.event("x", facts=["a.p=1"], reports=["b"])
    second = told.event("y", facts=["a.q=2"], reports=["a"])
    link = told.link(second, "same-event", first)
    snapshot = told.at()
    assert [(event.id, event.members) for event in snapshot.events] == [(first, (first, second))]
    assert snapshot.event(second).id == first
    assert told.cell("a.q", "2025-03-01") == ("yes", {"2": "yes"})
    assert told.cell("a.p", "2025-03-01") is None
    told.retract(link)
    assert [event.id for event in told.at().events] == [first, second]


def test_an_undated_fact_of_two_events_that_are_one_began_by_the_first_report_of_either(told):
    first = told.event("x", occurred=None, facts=["a.p=1"], reports=["b"])
    second = told.event("y", occurred=None, facts=["a.q=2"], reports=["a"])
    told.link(second, "same-event", first)
    (event,) = told.at("2025-09-01").events
    assert event.reported == "2025-03-01"
    assert {fact.fact.property: fact.since_latest for fact in event.facts} == {"p": "2025-03-01", "q": "2025-03-01"}


def test_a_superseded_event_fills_no_cell_while_both_are_known(told):
    old = told.event("x", occurred="2025-01", facts=["a.p=1"], reports=["a"])
    new = told.event("y", occurred="2024-12", facts=["a.p=2"], reports=["b"])
    told.link(new, "supersedes", old)
    assert told.cell(as_of="2025-05-31") == ("yes", {"1": "yes"})
    assert told.cell(as_of="2025-06-01") == ("yes", {"2": "yes"})
    assert told.known("2025-06-01") == {"x": "yes", "y": "yes"}


# --- properties ------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["2025-01", "2025-02-10", "[2025-01..2025-03]", "2025", "2025-03"]), min_size=1))
def test_a_later_as_of_never_un_knows(days):
    told = Told()
    for place, day in enumerate(days):
        told.source(f"s{place}", published=day)
        told.event(f"x{place}", reports=[f"s{place}"])
    rank = {"possibly": 1, "yes": 2}
    before = {}
    for as_of in ("2024-12-31", "2025-01-15", "2025-02-10", "2025-02-28", "2025-03-31", "2025-12-31"):
        known = told.known(as_of)
        assert all(rank[known.get(title, "possibly")] >= rank[answer] for title, answer in before.items())
        before = known


# --- two clones ------------------------------------------------------------------------------------------------------


def on_two_clones(told):
    """Correct one event on two clones, neither knowing of the other; give the event and the two corrections."""
    event = told.event("x", facts=["a.p=1"], reports=["a"])
    ids = [told.correct(event, {"title": title}) for title in ("one", "other")]
    for place, parents in ((-3, ()), (-2, (event,)), (-1, (event,))):
        told.records[place] = msgspec.structs.replace(told.records[place], parents=parents)
    return event, *ids


def test_two_corrections_that_did_not_know_of_each_other_are_both_kept_and_the_later_counts(told):
    _, one, other = on_two_clones(told)
    assert told.known() == {"other": "yes"}
    assert [(winner.id, loser.id) for winner, loser in Ledger(told.records).rivals()] == [(other, one)]
    assert told.at().events[0].rivals == (one,)
    (reason,) = why(told.at(), ViewSpec(name="v", title="v", properties=("p",)), "a", "p")
    assert "did not know of each other" in reason.because


def test_a_correction_that_knew_of_both_settles_it(told):
    event, one, other = on_two_clones(told)
    told.correct(event, {"title": "settled"})
    told.records[-1] = msgspec.structs.replace(told.records[-1], parents=(one, other))
    assert told.known() == {"settled": "yes"}
    assert Ledger(told.records).rivals() == ()
    assert told.at().events[0].rivals == ()


def test_retracting_one_settles_it_too(told):
    _, one, _ = on_two_clones(told)
    told.retract(one)
    assert told.at().events[0].rivals == ()
    assert Ledger(told.records).rivals() == ()


def test_who_says_again_what_a_later_correction_replaced_says_something_new(told):
    event = told.event("x", reports=["a"])
    for title in ("one", "other", "one"):
        told.correct(event, {"title": title}, because="as the page says")
        told.records[-1] = msgspec.structs.replace(told.records[-1], parents=(told.records[-2].id,))
    assert told.known() == {"one": "yes"}


def test_an_event_that_is_added_again_by_who_knew_it_is_another(told):
    first = told.event("x", occurred="2025", reports=["a"])
    told.correct(first, {"title": "y"})
    again = told.event("x", occurred="2025", reports=["a"])
    for place in (-2, -1):
        told.records[place] = msgspec.structs.replace(told.records[place], parents=(told.records[place - 1].id,))
    assert {event.id: event.event.title for event in told.at().events} == {first: "y", again: "x"}
