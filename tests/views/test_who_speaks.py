"""Which sources an answer names beside an event: those of its live reports that were known then."""

import pytest

import timeline as tl


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("paper", published="2025-01-02")
    log.source("wire", published="2025-01-03")
    log.source("late", published="2025-01-04")
    return log


def named(snapshot):
    """Name the sources of the only event in each way in which an answer says who speaks of it."""
    (row,) = snapshot.list().rows()
    asked = [name for name in ("paper", "wire", "late") if snapshot.list(sources=name).rows()]
    counted = sorted(row["by"] for row in snapshot.counts("source").rows())
    cited = [row["name"] for row in snapshot.sources(tags="t").rows()]
    return {tuple(sorted(names)) for names in (row["sources"], asked, counted, cited)}


def test_a_report_that_was_taken_back_names_nobody(log):
    event = log.add("it happened", tags="t", sources=["paper", "wire"]).id
    assert named(log.at()) == {("paper", "wire")}
    mistake = log.retract(f"{event}#1", because="it does not say so").id
    assert named(log.at()) == {("wire",)}
    log.retract(mistake, because="it does")
    assert named(log.at()) == {("paper", "wire")}


def test_a_source_that_was_taken_back_is_named_no_more(log):
    log.add("it happened", tags="t", sources=["paper", "wire"])
    log.retract("paper", because="a forgery")
    (row,) = log.at().list().rows()
    assert row["sources"] == ["wire"]


def test_a_source_speaks_of_an_event_from_its_own_report_on(log):
    event = log.add("it happened", tags="t", sources="paper").id
    log.report(event, "wire", reported="2025-06")
    assert named(log.at(as_of="2025-05")) == {("paper",)}
    assert named(log.at(as_of="2025-07")) == {("paper", "wire")}


def test_who_speaks_of_a_retracted_event_is_what_had_been_said_by_then(log):
    event = log.add("it happened", occurred="2025-01-01", sources="paper").id
    log.report(event, "wire", reported="2025-06")
    log.retract(event, because="it did not", reported="2025-02")
    (row,) = log.at(as_of="2025-03").list(retracted=True).rows()
    assert row["sources"] == ["paper"]
