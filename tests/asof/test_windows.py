"""When a report became public."""

import pytest

from timeline.asof.ledger import Ledger
from timeline.dates.values import DAY, format_day
from told import Told


def window(told, event=0, report=0, as_of=None):
    snapshot = told.at(as_of)
    found = (*snapshot.events, *snapshot.retracted)[event].reports[report].window
    return tuple("open" if isinstance(edge, float) else format_day(int(edge // DAY)) for edge in (found.lo, found.hi))


def test_its_own_date_comes_before_its_sources():
    told = Told()
    told.source("a", published="2025-05-01")
    told.event(reports=[{"source": "a", "reported": "2025-07"}, {"source": "a"}])
    assert window(told) == ("2025-07-01", "2025-07-31")
    assert window(told, report=1) == ("2025-05-01", "2025-05-01")


def test_an_undated_report_was_out_when_it_was_recorded():
    told = Told()
    told.source("a")
    told.event(reports=["a"])
    assert window(told) == ("open", "2026-01-01")


def test_an_undated_report_was_out_when_its_source_was_recorded_even_if_it_was_told_later():
    told = Told()
    told.source("a", recorded="2025-03-01T00:00:00.000000Z")
    told.event(reports=["a"])
    assert window(told) == ("open", "2025-03-01")


def test_it_was_out_when_its_source_was_retrieved():
    told = Told()
    told.source("a", published="2025", retrieved="2025-06-03")
    told.event(reports=["a"])
    assert window(told) == ("2025-01-01", "2025-06-03")


def test_it_was_out_when_another_source_rested_on_its_own_however_many_steps_away():
    told = Told()
    told.source("a")
    told.source("b", via=["a"])
    told.source("c", via=["b"], published="2025-02-02")
    told.event(reports=["a"])
    assert window(told) == ("open", "2025-02-02")


def test_it_was_out_when_a_report_on_the_same_event_named_its_source():
    told = Told()
    told.source("a")
    told.source("b")
    told.event(reports=["a", {"source": "b", "reported": "2025-02-02", "via": ["a"]}])
    told.event("another", reports=["a"])
    assert window(told) == ("open", "2025-02-02")
    assert window(told, event=1) == ("open", "2026-01-01")


def test_it_is_not_older_than_what_it_rests_on():
    told = Told()
    told.source("a", published="2025-03-03")
    told.source("b", via=["a"])
    told.event(reports=["b"])
    assert window(told) == ("2025-03-03", "2026-01-01")


def test_it_follows_the_report_of_the_relayed_source_on_the_same_event():
    told = Told()
    told.source("a", published="2025-03-03")
    told.source("b")
    told.event(reports=[{"source": "a", "reported": "2025-06-06"}, {"source": "b", "via": ["a"]}])
    assert window(told, report=1) == ("2025-06-06", "2026-01-01")


def test_without_any_date_it_is_not_older_than_what_it_speaks_of():
    told = Told()
    told.source("a")
    told.event(occurred="2025-04", reports=["a"])
    assert window(told) == ("2025-04-01", "2026-01-01")


@pytest.mark.parametrize("mode", ["planned", "possible"])
def test_a_plan_may_be_reported_before_its_day(mode):
    told = Told()
    told.source("a")
    told.event(occurred="2025-04", facts=[{"entity": "a", "property": "p", "value": 1, "mode": mode}], reports=["a"])
    assert window(told) == ("open", "2026-01-01")


def test_a_bound_that_contradicts_what_was_typed_is_dropped_and_named():
    told = Told()
    told.source("a", published="2025-06-06")
    told.source("b", published="2025-05-05", via=["a"])
    told.event(reports=["a", "b"])
    assert window(told) == ("2025-06-06", "2025-06-06")
    assert window(told, report=1) == ("2025-05-05", "2025-05-05")
    assert {dropped.name for dropped in Ledger(told.records).dropped()} >= {"a", "b"}


def test_a_ring_of_sources_narrows_itself_and_ends():
    told = Told()
    told.source("a", via=["b"])
    told.source("b", via=["a"], published="[2025-02..2025-08]")
    told.event(reports=["a"])
    assert window(told) == ("2025-02-01", "2025-08-31")


def test_a_retracted_relay_shows_nothing():
    told = Told()
    told.source("a")
    relay = told.source("b", via=["a"], published="2025-02-02")
    told.event(reports=["a"])
    told.retract(relay)
    assert window(told) == ("open", "2026-01-01")
