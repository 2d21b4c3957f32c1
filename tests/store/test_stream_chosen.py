"""JSON lines by any clocks and filters are written as the lines are read, as from the whole log."""

import os
import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import any_logs, begin, histories, index, write
from strategies import NAMES, clocks_about, redacted_logs
from timeline.dates.values import NEVER_AFTER
from timeline.errors import LogBroken
from timeline.store import stream_chosen, whole_file

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 2, 20), suppress_health_check=list(HealthCheck), deadline=None)


@st.composite
def filters(draw):
    """Choose what is asked for: mostly all."""
    found = {"public": draw(st.booleans())}
    if draw(st.integers(0, 2)) == 0:
        found |= draw(
            st.sampled_from([{"entities": NAMES[:2]}, {"grep": ["e"]}, {"sources": ["s"]}, {"since": "2024-01"}])
        )
    return found | ({"strict": True} if draw(st.integers(0, 2)) == 0 else {})


def written(log, clocks, asked):
    """Give what is written and told."""
    made = log.at(**clocks).export(**asked)
    return made.text, made.counted, made.notes, made.clocks


def chosen(log, clocks, asked):
    """Give what is written of all lines as they pass by; None where that is left to who reads the log whole."""
    snap = log.at(**clocks)
    by = NEVER_AFTER if snap.clocks.recorded_by is None else snap.clocks.recorded_by.hi
    rest = {name: value for name, value in asked.items() if name != "public"}
    made = snap._chosen_records(snap._selection(rest), by, public=asked["public"])
    return None if made is None else (made.text, made.counted, made.notes, made.clocks)


@tried
@given(histories(any_logs | redacted_logs(any_logs)), st.data())
def test_what_is_chosen_is_the_same_as_of_the_whole_log(history, data):
    made, batches = history
    with tempfile.TemporaryDirectory() as folder:
        events = begin(folder)
        for lines in batches:
            write(events, lines)
        for _ in range(3):
            clocks, asked = data.draw(clocks_about(made)), data.draw(filters())
            with index("on"):
                found = chosen(tl.open(events), clocks, asked)
                through = written(tl.open(events), clocks, asked)
            with index("off"):
                right = written(tl.open(events), clocks, asked)
            assert through == right, (clocks, asked)
            assert found in (None, right), (clocks, asked)


@pytest.fixture
def log(tmp_path):
    """Open a log of events of which few are spoken of; one source is redacted, one origin comes early and late."""
    log = tl.init(tmp_path / "events")
    log.source("wire", publisher="S", published="2025-03-01")
    log.source("late", publisher="S", published="2026-03-01")
    lost = log.source("lost", publisher="S", published="2025-03-01")
    for place in range(6):
        log.add(f"event {place}", occurred="2025-02", sources=["wire", "late"], facts={f"E{place}.p": place})
    log.add("of the lost", occurred="2025-02", sources=["lost"], tags=["private", "read"], because="seen")
    for origin in ("one", "two"):
        log.add(f"by {origin}", reports=[{"source": "wire", "origin": {"name": origin}}])
    log.link("one", "same-origin", "two")
    log.add("by three", reports=[{"source": "wire", "origin": {"name": "three"}}])
    log.link("E1", "same-entity", "E2")
    spoken = log.add("spoken of", occurred="2025-02", sources=["wire"])
    log.correct(spoken.id, {"title": "corrected"}, because="a slip")
    log.correct(spoken.id, {"because": "heard"}, because="a reason alone")
    log.redact(lost.id, because="it names somebody")
    return log


@pytest.mark.parametrize("clocks", [{}, {"as_of": "2025-06"}, {"as_of": "2025-01"}, {"recorded_by": "2025-01-01"}])
@pytest.mark.parametrize("asked", [{}, {"strict": True}, {"entities": ["E2"]}, {"grep": ["event"]}, {"tags": ["read"]}])
@pytest.mark.parametrize("public", [False, True])
def test_of_what_nothing_speaks_of_only_ids_are_kept(log, clocks, asked, public):
    asked = {**asked, "public": public}
    with index("on"):
        found = chosen(tl.open(log.files.path), clocks, asked)
        assert found == written(tl.open(log.files.path), clocks, asked)
    with index("off"):
        assert found == written(tl.open(log.files.path), clocks, asked)
    if not clocks and asked == {"public": public}:
        assert '"name":"lost"' in found[0], "who cites it still does"
        assert '"because"' not in found[0] or not public


def test_the_whole_log_is_not_read(log):
    with index("on"):
        snap = tl.open(log.files.path).at(as_of="2025-06")
        assert "1 source that is redacted stands by name alone" in " ".join(snap.export().notes)
        assert snap.basis._whole is None


def test_of_more_records_than_are_looked_up_the_whole_log_tells(log, monkeypatch):
    asked = {"public": False}
    with index("on"):
        right = written(tl.open(log.files.path), {"as_of": "2025-06"}, asked)
        monkeypatch.setattr(stream_chosen, "MOST_AT_HAND", 1)
        assert chosen(tl.open(log.files.path), {"as_of": "2025-06"}, asked) is None
        assert written(tl.open(log.files.path), {"as_of": "2025-06"}, asked) == right


def test_a_log_that_grew_since_it_was_asked_is_told_as_it_was(log):
    with index("on"):
        right = written(tl.open(log.files.path), {"as_of": "2025-06"}, {})
        snap = tl.open(log.files.path).at(as_of="2025-06")
        tl.open(log.files.path).add("another", occurred="2025-02", sources=["wire"])
        made = snap.export()
        assert (made.text, made.counted, made.notes, made.clocks) == right


def test_a_file_that_changes_while_it_is_written_leaves_the_old_one(log, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("as it was")
    with index("on"):
        snap = tl.open(log.files.path).at(as_of="2025-06")
        made = snap._export("jsonl", None, {}, public=False)
        (segment,) = log.files.path.glob("*/*.jsonl")
        segment.write_bytes(segment.read_bytes().replace(b"event 1", b"event 9"))
        with pytest.raises(LogBroken, match="changed while it was being exported"):
            whole_file.write(target, made.parts())
    assert target.read_text() == "as it was"
