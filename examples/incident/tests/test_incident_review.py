"""Given these events, when the incident is asked for, then these rows."""

from pathlib import Path

import pytest
from incident import figure
from incident.review import INCIDENT

import timeline as tl
from timeline.testing import given

STORY = Path(__file__).parent.parent / "story.jsonl"


def told(kind, title, occurred, reported="2026-03-02", **data):
    return {
        "type": kind,
        "title": title,
        "occurred": occurred,
        "data": {"service": "checkout", **data},
        "reports": [{"reported": reported}],
    }


DEPLOY = told("deploy", "42 goes out", "2026-03-02T10:02:00Z", release="42", share=0.05)
ALERT = told("alert", "payments are refused", "2026-03-02T10:20:00Z", signal="refused", severity=1)
RESTART = told("mitigation", "restart", "2026-03-02T10:31:00Z", action="restart", worked=False)
ROLLBACK = told("mitigation", "back to 41", "2026-03-02T10:50:30Z", action="rollback", worked=True)
FOUND = told("deploy", "a flag is turned on", "2026-03-02T10:15:00Z", "2026-03-09", release="flag", share=1.0)


def test_an_alert_has_the_deploy_before_it_and_what_ended_it():
    given([ROLLBACK, RESTART, ALERT, DEPLOY]).when(INCIDENT, as_of="2026-03-03").then(
        [
            {
                "service": "checkout",
                "alert": "payments are refused",
                "severity": 1,
                "deployed": "42",
                "share": 0.05,
                "minutes_from_deploy": 18,
                "ended_by": "rollback",
                "minutes_to_end": 30.5,
                "answer": "yes",
            }
        ]
    )


def test_what_the_review_found_later_was_not_known_before():
    incident = given([DEPLOY, ALERT, ROLLBACK, FOUND])
    incident.when(INCIDENT, as_of="2026-03-08").then([{"deployed": "42", "minutes_from_deploy": 18}])
    incident.when(INCIDENT, as_of="2026-03-09").then([{"deployed": "flag", "minutes_from_deploy": 5}])


def test_a_row_that_rests_on_what_was_only_possibly_known_is_possibly_so():
    given([{**DEPLOY, "reports": [{"reported": "2026-03"}]}, ALERT]).when(INCIDENT, as_of="2026-03-03").then(
        [{"deployed": "42", "answer": "possibly"}]
    )


def test_other_services_other_types_and_later_deploys_are_no_cause():
    other = {**DEPLOY, "data": {**DEPLOY["data"], "service": "search"}}
    later = {**DEPLOY, "occurred": "2026-03-02T10:20:01Z"}
    note = {
        "title": "checkout is discussed",
        "occurred": "2026-03-02T10:19:00Z",
        "reports": [{"reported": "2026-03-02"}],
    }
    given([other, later, note, ALERT]).when(INCIDENT, as_of="2026-03-03").then(
        [{"deployed": None, "minutes_from_deploy": None, "ended_by": None, "minutes_to_end": None}]
    )


def test_a_day_alone_is_not_a_moment_and_no_length_is_made_of_it():
    day = {**ALERT, "title": "refused, some time that day", "occurred": "2026-03-02"}
    given([DEPLOY, ROLLBACK, day, ALERT]).when(INCIDENT, as_of="2026-03-03").then(
        [
            {"alert": "payments are refused", "minutes_to_end": 30.5},
            {"alert": "refused, some time that day", "deployed": None, "minutes_to_end": None, "answer": "yes"},
        ]
    )


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    log.import_(STORY, by="ada")
    return log


def test_the_view_is_asked_by_its_name_where_the_package_is_installed(log):
    assert "incident" in {one.name for one in tl.offered_views()}
    (row,) = log.at(as_of="2026-03-08").state("incident").rows()
    assert (row["deployed"], row["share"], row["ended_by"], row["minutes_to_end"]) == ("42", 0.05, "rollback", 30)


def test_the_figure_has_a_lane_for_each_type_and_counts_from_the_alert(log, tmp_path):
    figure.save(log.at(as_of="2026-03-10"), tmp_path / "incident.svg")
    drawn = (tmp_path / "incident.svg").read_text(encoding="utf-8")
    for text in ("deploy", "alert", "mitigation", "checkout goes back to 41", "+30 min"):
        assert text in drawn


def test_nothing_is_drawn_of_nothing(tmp_path):
    with pytest.raises(tl.FigureError):
        figure.save(tl.init(tmp_path / "events").at(), tmp_path / "incident.svg")
    assert not (tmp_path / "incident.svg").exists()
