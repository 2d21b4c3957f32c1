"""What is written is checked, and what was written by version 1 is still read."""

import shutil
from pathlib import Path

import pytest
from incident.payloads import Alert, Deploy, Mitigation

import timeline as tl

FROZEN = Path(__file__).parent / "frozen" / "version-1"


@pytest.fixture
def log(tmp_path):
    return tl.init(tmp_path / "events")


def test_the_lines_of_version_1_are_read_as_the_class_of_today(tmp_path):
    shutil.copytree(FROZEN, tmp_path / "events")
    frozen = tl.open(tmp_path / "events")
    assert [finding for finding in frozen.check() if finding.severity == "error"] == []
    known = frozen.at(as_of="2026-12-31").known.events
    assert [event.event.data["version"] for event in known] == [1, 1, 1]
    assert {event.event.key: tl.payload_of(event) for event in known} == {
        "canary": Deploy(service="checkout", release="7", share=0.05),
        "all": Deploy(service="checkout", release="7", share=1.0),
        "untold": Deploy(service="search", release="3", share=1.0),
    }


@pytest.mark.parametrize(
    ("event_type", "data"),
    [
        ("deploy", Deploy(service="checkout", release="8", share=0.5)),
        ("alert", Alert(service="checkout", signal="slow", severity=2)),
        ("mitigation", Mitigation(service="checkout", action="rollback")),
    ],
)
def test_what_is_written_comes_back_as_it_was(log, event_type, data):
    added = log.add("x", type=event_type, data=data, by="ada")
    assert log.at().payload(added.id) == data


@pytest.mark.parametrize(
    ("event_type", "data", "field"),
    [
        ("deploy", {"service": "checkout"}, "release"),
        ("deploy", {"service": "checkout", "release": "8", "share": 2}, "data"),
        ("alert", {"service": "checkout", "signal": "slow", "severity": 4}, "severity"),
        ("mitigation", {"service": "checkout", "action": "prayer"}, "action"),
        ("mitigation", {"service": "checkout", "action": "restart", "who": "ada"}, "who"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(log, event_type, data, field):
    with pytest.raises(tl.RecordError, match=field):
        log.add("x", type=event_type, data=data, by="ada")
    assert log.at().list().rows() == []
