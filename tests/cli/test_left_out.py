"""What an answer leaves out is said: by --strict, and because nobody had reported it by the as-of day."""

import datetime as dt

import pytest
from bench import Bench, begun

import timeline as tl
from timeline.views.filters import Selection
from timeline.views.left_out import only_recorded

PERIOD = "2025-07/2025-12"  # reported on some day of it: possibly known on the days in between


def with_doubts(top):
    """One fact that is surely known on 2025-09-01, one that is only possibly known then."""
    empty = begun(top)
    empty.add("source", "press", "--published", "2025-01-01")
    empty.add("source", "relay", "--published", PERIOD)
    empty.add("add", "it was x", "--occurred", "2025-01", "--fact", "R2.training=x", "--source", "press")
    empty.add("add", "it may be y", "--fact", "V4.training=y", "--planned", "V4.inference=z", "--source", "relay")


@pytest.fixture
def doubtful(copied, tmp_path):
    return Bench(copied(with_doubts, tmp_path) / "events")


ASKED = ("--as-of", "2025-09-01", "--strict")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list",), "left out by --strict: 1 event"),
        (("state", "hardware"), "left out by --strict: 2 values of 2 cells"),
        (("why", "V4.training"), "left out by --strict: 1 fact"),
        (("sources",), "left out by --strict: 1 source"),
        (("history",), "left out by --strict: 2 records"),
    ],
    ids=" ".join,
)
def test_strict_says_what_it_left_out(doubtful, words, said):
    shown = doubtful.ok(*words, *ASKED)
    assert said in shown.err.splitlines()
    assert said in doubtful.ok(*words, *ASKED, "--json").answer["query"]["notes"]
    assert "left out" not in doubtful.ok(*words, "--as-of", "2025-09-01").err


def test_a_strict_why_does_not_deny_what_others_reported(doubtful):
    assert "no event" not in doubtful.ok("why", "V4.training", *ASKED).err
    assert "no event then known" in doubtful.ok("why", "V4.training", "--as-of", "2025-02-01", "--strict").err


def test_strict_changes_are_counted(doubtful):
    assert "left out by --strict" in doubtful.ok("diff", "2025-02-01", "2025-09-01", "--strict").err


def test_a_strict_history_of_a_cell_counts_the_values_it_left_out(doubtful):
    assert "left out by --strict: 2 values" in doubtful.ok("history", "V4.training", "--strict").err


def test_nothing_left_out_is_not_spoken_of(doubtful):
    assert "left out" not in doubtful.ok("list", "--strict", "--as-of", "2025-02-01").err


def test_python_says_the_same(doubtful):
    snap = tl.open(doubtful.folder).at(as_of="2025-09-01", today=dt.date(2026, 1, 1))
    assert snap.list(strict=True).notes == ("left out by --strict: 1 event",)
    assert snap.state("hardware", strict=True).notes == ("left out by --strict: 2 values of 2 cells",)
    assert snap.why("V4.training", strict=True).notes == ("left out by --strict: 1 fact",)
    assert snap.list().notes == ()
    assert "left out by --strict" in snap.list(strict=True)._repr_html_()


# --- what is recorded and not reported -------------------------------------------------------------------------------


def test_adding_says_from_when_an_event_without_a_source_is_known(empty):
    said = empty.ok("add", "it was", "--occurred", "2025")
    assert "the day it is recorded, as it names no source" in said.err
    assert "known from the day it is recorded" in empty.ok("add", "it is", "--dry-run").err
    empty.add("source", "press", "--published", "2025-01-01")
    assert "as it names no source" not in empty.ok("add", "it will", "--source", "press").err
    assert "as it names no source" not in empty.ok("add", "it did", "--reported", "2025").err


def test_an_answer_about_an_earlier_day_counts_what_was_only_recorded(empty):
    for title in ("it was", "it is"):
        empty.add("add", title, "--tag", title[-2:])
    wanted = "2 events without a source are known only from the day they were recorded"
    assert wanted in empty.ok("list", "--as-of", "2025-12-31").err
    assert "1 event without a source is known only" in empty.ok("list", "--as-of", "2025-12-31", "--tag", "is").err
    assert "without a source" not in empty.ok("list").err
    assert wanted in tl.open(empty.folder).at(as_of="2025-12-31").list().notes


def test_a_report_or_a_retraction_is_another_reason_and_is_not_counted(empty):
    empty.add("source", "press", "--published", "2025-01-01")
    reported = empty.add("add", "it was")
    empty.add("report", reported, "press")
    retracted = empty.add("add", "it is")
    empty.add("retract", retracted, "--because", "wrong")
    snap = tl.open(empty.folder).at(as_of="2024-12-31")
    assert only_recorded(snap.known, Selection()) == []


@pytest.mark.parametrize("how", ["on", "off"])
def test_an_event_that_may_have_been_retracted_by_then_is_not_counted_as_recorded_later(empty, how, monkeypatch):
    """Its retraction was taken back since: what is told of the event now does not show that there was one."""
    monkeypatch.setenv("TIMELINE_INDEX", how)
    event = empty.add("add", "nobody reports it")
    spoken = ["--reported", "[2024-03-05T10:00:00Z..2024-03-05T12:00:00Z]"]
    empty.add("source", "relay", "--published", "[2024-02..2024-05]")
    gone = empty.add("retract", event, "--because", "b", *spoken)
    empty.add("retract", gone, "--because", "b", "--source", "relay")
    words = "known only from the day it was recorded"
    assert words not in empty.ok("list", "--as-of", "2024-03-05T10:30:00Z").err


def test_an_export_of_records_says_what_goes_with_a_redaction(empty):
    secret = empty.add("add", "secret")
    empty.add("add", "open", "--tag", "shown")
    empty.ok("correct", secret, "--title", "still secret", "--because", "x")
    empty.ok("redact", secret, "--because", "a court's order")
    redacted = "1 record is redacted and left out"
    about = "2 records are left out, speaking of what is redacted, or saying that it is"
    for words in (["export"], ["export", "--public"], ["export", "--as-of", "2030"], ["export", "--tag", "shown"]):
        said = empty.ok(*words)
        assert len(said.lines) == 1
        assert redacted in said.err
        assert about in said.err
        assert "not asked for" not in said.err
    assert "1 record is left out: not asked for, or not known then" in empty.ok("export", "--tag", "none").err
