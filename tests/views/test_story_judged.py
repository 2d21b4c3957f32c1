"""The history of the log against the definitions: which records were public by then is what the slow judge says.

``TIMELINE_EXAMPLES`` says how many logs it is tried on; by default 60.
"""

import json
import os

from hypothesis import HealthCheck, event, given, settings

import timeline as tl
from commands import run
from compiled import any_logs
from oracle import World
from oracle.terms import WORDS
from strategies import asked_logs, clocks_of
from timeline.asof.ledger import Ledger
from timeline.views.chosen import sources
from timeline.views.filters import EVERYTHING
from timeline.views.story import story
from told import Told

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "60"))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(any_logs))
def test_the_reports_and_changes_of_a_history_are_those_that_were_public(asked):
    log, questions = asked
    ledger = Ledger(log)
    for as_of, recorded_by, on in questions:
        snapshot = ledger.at(clocks_of(as_of, recorded_by, on))
        told = {row["id"]: row["known"] for row in story(ledger, snapshot, None)}
        world = World(log, as_of, recorded_by)
        for address in world.of_kind("report"):
            known = {
                world.report_known(address, world.resolve(of))
                for of in world.versions(address, "event")
                if world.kind_of(of)
            }
            if known:
                (answer,) = known
                assert told.get(address, "no") == WORDS[answer]
                event(f"a report, {WORDS[answer]}")
        for address in world.of_kind("correction", "retraction", "link"):
            assert told.get(address, "no") == WORDS[world.knowable(address)]
            event(f"a change, {WORDS[world.knowable(address)]}")


def test_a_denial_is_public_before_anybody_reports_what_it_denies():
    told = Told()
    told.source("wire", published="2025-03-02")
    told.source("early", published="2025-01-10")
    event_ = told.event("it failed", occurred="2025-01", reports=["wire"])
    denial = told.report(event_, source="early", stance="denies")

    def kinds(day):
        return [(row["kind"], row["known"]) for row in story(told.ledger, told.at(day), event_)]

    assert kinds("2025-01-09") == []
    assert kinds("2025-01-10") == [("report", "yes")]
    assert kinds("2025-03-02") == [("event", "yes"), ("report", "yes")]
    assert [row["id"] for row in story(told.ledger, told.at("2025-01-10"), None)] == [told.records[1].id, denial]


def test_a_report_that_we_moved_to_another_event_is_in_the_history_of_both_and_in_what_is_exported(tmp_path):
    log = tl.init(tmp_path / "events")
    log.source("wire", published="2025-03-02")
    one, other = (log.add(title, sources="wire").id for title in ("it failed", "it broke"))
    report = log.report(one, "wire", reported="2025-03-05").id
    log.correct(report, {"event": other}, because="the other one was meant")
    snap = tl.open(log.files.folder).at(as_of="2025-03-05")
    for event_ in (one, other):
        assert [(row["kind"], row["known"]) for row in snap.history(event_)] == [
            ("event", "yes"),
            ("report", "yes"),
            ("correction", "yes"),
        ]
    assert run(log.files.folder, "show", report).exit_code == 0
    assert report in [row["id"] for row in map(json.loads, snap.export("jsonl").text.splitlines())]


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked_logs(any_logs))
def test_the_sources_are_those_that_were_published_as_they_are_defined(asked):
    """Which there are, from when to when each may have come out, whether it was taken back, and what it rests on."""
    log, questions = asked
    ledger = Ledger(log)
    for as_of, recorded_by, on in questions:
        snapshot = ledger.at(clocks_of(as_of, recorded_by, on))
        found = {
            one.name: (
                (one.window.lo, one.window.hi),
                one.window.known_by(as_of).value,
                one.retracted.value,
                one.source.via,
                one.source.origin,
            )
            for one in sources(snapshot, EVERYTHING)
        }
        world, expected = World(log, as_of, recorded_by), {}
        for name in world.source_names():
            window = (world.earliest_source(name, None, (name,)), world.latest_source(name, None, (name,)))
            known = world.known_by(window)
            if known:
                expected[name] = (
                    window,
                    WORDS[known],
                    WORDS[2 - world.source_stands(name)],
                    world.source_sure(name, "via", ()),
                    world.source_sure(name, "origin", None),
                )
            event(f"a source, {WORDS[known]}")
        assert found == expected


def test_what_was_taken_back_had_been_public():
    """Our own retraction counts at every as-of day; the history still tells from when on the event was public."""
    told = Told()
    told.source("wire", published="2025-03-02")
    event_ = told.event("it failed", occurred="2025-01", reports=["wire"])
    told.retract(event_, because="another plant")

    def known(day):
        return [(row["kind"], row["known"]) for row in story(told.ledger, told.at(day), event_)]

    assert known("2025-03-01") == [("retraction", "yes")]
    assert known("2025-03-02") == [("event", "yes"), ("retraction", "yes")]
    assert known(None) == [("event", "yes"), ("retraction", "yes")]
