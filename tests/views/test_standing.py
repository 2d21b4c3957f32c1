"""Origins are counted, not reports."""

import pytest

from timeline.views.standing import cascade, standing
from told import Told


def of(told, as_of=None, event=0):
    snapshot = told.at(as_of)
    found = standing(snapshot, (*snapshot.events, *snapshot.retracted)[event])
    return found.name, found.origins


@pytest.fixture
def told():
    told = Told()
    told.source("gov", published="2025-01-01", origin={"name": "lab", "interested": True})
    told.source("wire", published="2025-02-01", via=["gov"])
    told.source("paper", published="2025-03-01", via=["wire"])
    told.source("witness", published="2025-04-01", origin="witness")
    told.source("blog", published="2025-05-01")
    told.source("forum", published="2025-06-01")
    return told


def test_five_relays_of_one_interested_origin_are_self_reported(told):
    told.event(reports=["gov", "wire", "paper", "wire", "gov"])
    assert of(told) == ("self-reported", (1, 1))


def test_a_second_origin_corroborates(told):
    told.event(reports=["paper", "witness"])
    assert of(told, "2025-03-31") == ("self-reported", (1, 1))
    assert of(told, "2025-04-01") == ("corroborated", (2, 2))


def test_two_interested_origins_do_not_corroborate_each_other(told):
    told.source("maker", published="2025-01-01", origin={"name": "maker", "interested": True})
    told.event(reports=["gov", "maker"])
    assert of(told) == ("self-reported", (2, 2))


def test_unresolved_ends_are_counted_above(told):
    told.event(reports=["witness", "blog", "forum"])
    assert of(told) == ("reported", (1, 3))


def test_where_nothing_is_resolved_it_is_reported(told):
    told.event(reports=["blog"])
    assert of(told) == ("reported", (0, 1))


def test_no_source_at_all_is_unsourced(told):
    told.event(reports=[{"reported": "2025-01-01"}])
    told.event("nobody said so")
    assert of(told) == ("unsourced", (0, 0))
    assert of(told, event=1) == ("unsourced", (0, 0))


def test_a_ring_has_no_origin():
    told = Told()
    told.source("a", via=["b"])
    told.source("b", via=["c"])
    told.source("c", via=["a"])
    told.event(reports=["a", "b", "c"])
    assert of(told) == ("reported", (0, 0))


def test_a_diamond_has_one_origin():
    told = Told()
    told.source("root", origin="o")
    told.source("left", via=["root"])
    told.source("right", via=["root"])
    told.source("top", via=["left", "right"])
    told.event(reports=["top", "left", "right"])
    assert of(told) == ("reported", (1, 1))


def test_same_origin_unites_and_undoing_parts(told):
    told.source("other", published="2025-01-01", origin="other")
    told.event(reports=["witness", "other"])
    assert of(told) == ("corroborated", (2, 2))
    link = told.link("witness", "same-origin", "other")
    assert of(told) == ("reported", (1, 1))
    told.retract(link)
    assert of(told) == ("corroborated", (2, 2))


def test_a_reports_own_chain_overrides_its_sources(told):
    told.event(reports=[{"source": "paper", "origin": {"name": "archive"}}, {"source": "blog", "via": ["witness"]}])
    assert of(told) == ("corroborated", (2, 2))


def test_a_chain_follows_the_relayed_sources_own_report_on_this_event(told):
    told.event(reports=["paper", {"source": "wire", "origin": {"name": "own reporter"}}])
    told.event("another", reports=["paper"])
    assert of(told) == ("reported", (1, 1))
    assert of(told, event=1) == ("self-reported", (1, 1))


def test_a_source_that_nobody_described_is_an_unresolved_end(told):
    told.event(reports=[{"source": "blog", "via": ["nowhere"]}])
    assert of(told) == ("reported", (0, 1))


@pytest.mark.parametrize(
    ("stance", "name"), [("denies", "disputed"), ("doubts", "doubted"), ("no-comment", "corroborated")]
)
def test_stances(told, stance, name):
    told.event(reports=["gov", "witness", {"source": "blog", "stance": stance}])
    assert of(told, "2025-04-30") == ("corroborated", (2, 2))
    assert of(told, "2025-05-01") == (name, (2, 2))


def test_a_denial_that_is_taken_back_no_longer_disputes(told):
    event = told.event(reports=["witness", {"source": "blog", "stance": "denies"}])
    told.retract(f"{event}#2", reported="2025-08-01")
    assert of(told, "2025-07-31") == ("disputed", (1, 1))
    assert of(told, "2025-08-01") == ("reported", (1, 1))


def test_contradiction_works_both_ways_from_the_day_both_are_known(told):
    one = told.event("one", reports=["witness"])
    other = told.event("other", reports=["blog"])
    told.link(one, "contradicts", other)
    assert of(told, "2025-04-30") == ("reported", (1, 1))
    assert of(told) == ("disputed", (1, 1))
    assert of(told, event=1) == ("disputed", (0, 1))


def test_what_is_only_possible_is_named_beside():
    told = Told()
    told.source("a", published="2025-01-01", origin="a")
    told.source("b", published="2025-02", origin="b")
    told.source("c", published="2025-02")
    told.event(reports=["a", "b", {"source": "c", "stance": "denies"}])
    snapshot = told.at("2025-02-10")
    found = standing(snapshot, snapshot.events[0])
    assert (found.name, found.possibly) == ("reported", ("disputed", "corroborated"))


def test_the_cascade_shows_each_source_once_with_what_it_rests_on(told):
    told.event(reports=["paper", "witness"])
    snapshot = told.at()
    steps = {
        step.name: (step.via, [o.name for o in step.origins], step.depth)
        for step in cascade(snapshot, snapshot.events[0])
    }
    assert steps == {
        "gov": ((), ["lab"], 0),
        "witness": ((), ["witness"], 0),
        "wire": (("gov",), [], 1),
        "paper": (("wire",), [], 2),
    }


def test_the_cascade_of_a_ring_ends():
    told = Told()
    told.source("a", via=["b"])
    told.source("b", via=["a"])
    told.event(reports=["a", {"origin": {"name": "o"}}])
    snapshot = told.at()
    event = snapshot.events[0]
    assert [(step.name, step.depth) for step in cascade(snapshot, event)] == [(f"{event.id}#2", 0), ("a", 3), ("b", 3)]


def test_a_relay_of_a_claim_does_not_rest_on_the_doubts_of_its_source(told):
    told.event(
        reports=[
            "gov",
            {"source": "paper", "via": ["gov"]},
            {"source": "paper", "stance": "doubts"},
            {"source": "blog", "via": ["paper"]},
        ]
    )
    assert of(told) == ("doubted", (1, 1))


def in_every_way(told, as_of):
    snapshot = told.at(as_of)
    found = standing(snapshot, snapshot.events[0])
    return found.name, found.possibly


def test_a_possible_doubt_is_named_beside_a_possible_denial(told):
    june = "[2025-06-01..2025-06-30]"
    against = [{"source": "blog", "stance": "denies"}, {"source": "forum", "stance": "doubts"}]
    told.event(reports=["witness", *({**report, "reported": june} for report in against)])
    assert in_every_way(told, "2025-06-15") == ("reported", ("disputed", "doubted"))
    assert in_every_way(told, "2025-07") == ("disputed", ())


def test_a_source_that_is_only_possibly_known_does_not_make_it_reported(told):
    told.event(reports=[{"reported": "2025-01-01"}, {"source": "blog", "reported": "[2025-06-01..2025-06-30]"}])
    assert in_every_way(told, "2025-06-15") == ("unsourced", ("reported",))
    assert in_every_way(told, "2025-07") == ("reported", ())


def test_an_event_that_is_only_known_by_its_source_is_reported_where_it_is_known(told):
    told.event(reports=[{"source": "blog", "reported": "[2025-06-01..2025-06-30]"}])
    assert in_every_way(told, "2025-06-15") == ("reported", ())


def test_origins_that_may_be_one_and_may_come_are_counted_in_every_way(told):
    told.source("other", published="[2025-04-01..2025-04-30]", origin="other")
    told.event(reports=["witness", "other"])
    told.link("witness", "same-origin", "other", reported="[2025-04-01..2025-05-30]")
    assert in_every_way(told, "2025-04-15") == ("reported", ("corroborated",))
    assert in_every_way(told, "2025-05-15") == ("corroborated", ("reported",))
    assert in_every_way(told, "2025-06") == ("reported", ())


def test_one_of_two_origins_that_may_come_can_be_the_one_that_gains(told):
    told.source("maker", published="[2025-04-01..2025-04-30]", origin={"name": "maker", "interested": True})
    told.source("other", published="[2025-04-01..2025-04-30]", origin="other")
    told.event(reports=[{"source": "blog", "reported": "2025-01-01"}, "maker", "other"])
    assert in_every_way(told, "2025-04-15") == ("reported", ("corroborated", "self-reported"))
