"""A rate is drawn from rows, and from the part that its changes bear on, as from the whole log, whatever is asked."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline as tl
from ondisk import SETTINGS, histories, index, written
from strategies import NAMES, clocks_about, days_around
from timeline import drawing, figures

EXAMPLES = int(os.environ.get("TIMELINE_EXAMPLES", "100"))
tried = settings(max_examples=max(EXAMPLES // 2, 20), suppress_health_check=list(HealthCheck), deadline=None)


@st.composite
def filters(draw):
    """Choose which events are counted: all, or by one or two filters."""
    some = {
        "entities": st.sampled_from(NAMES).map(lambda name: [name]),
        "tags": st.just(["key"]),
        "types": st.sampled_from(["event", "a"]).map(lambda name: [name]),
        "sources": st.sampled_from(["s", "wire"]).map(lambda name: [name]),
        "grep": st.sampled_from(["1", "e", "t"]).map(lambda text: [text]),
        "since": days_around,
        "until": days_around,
        "strict": st.just(True),
    }
    names = draw(st.lists(st.sampled_from(list(some)), max_size=2, unique=True))
    return {name: draw(some[name]) for name in names}


def rate(log, filters=None, **asked):
    """Lay a rate out; give the scene, or what was said instead, and whether the whole log was read."""
    snapshot = log.at(**asked)

    def draw(of, given):
        return figures.scene(of.known, "rate", **of._drawing("rate", None, given))

    try:
        return snapshot._drawn("rate", filters or {}, draw), snapshot
    except tl.TimelineError as error:
        return (type(error).__name__, error.what, error.where, error.fix), snapshot


@tried
@given(histories(), st.data())
def test_a_rate_is_the_same_from_rows(history, data):
    made, batches = history
    with written(batches) as events:
        for _ in range(3):
            asked = data.draw(clocks_about(made))
            del asked["on"]  # a rate has no day that it is asked about
            by = data.draw(filters())
            with index("on"):
                found, snapshot = rate(tl.open(events), by, **asked)
            with index("off"):
                right, _ = rate(tl.open(events), by, **asked)
            assert found == right, (by, asked)
            assert isinstance(found, tuple) or snapshot.basis._whole is None


@pytest.fixture
def log(tmp_path):
    log = tl.init(tmp_path / "events")
    (tmp_path / "events" / "timeline.toml").write_text(SETTINGS)
    log.source("wire", publisher="S", published="2025-06-02")
    log.source("undated", publisher="S")
    log.source("early", publisher="S", published="2025")
    for place in range(12):
        log.add(f"event {place}", occurred=f"2025-0{place % 6 + 1}-03", facts={f"E.p{place}": place}, sources=["wire"])
    log.add("within the year", occurred="2025-09-01", sources=["early"])
    log.add(
        "of its facts", facts=[{"entity": "E", "property": "q", "value": 1, "during": "2025-10-02"}], sources=["early"]
    )
    log.add("planned", facts=[{"entity": "E", "property": "q", "value": 1, "mode": "planned", "during": "2025-11"}],
            sources=["early"])  # fmt: skip
    log.add("any day", occurred="../2030", sources=["undated"])
    one = log.add("corrected", occurred="2025-03", sources=["wire"])
    log.correct(one.id, {"occurred": "2025-12-05"}, because="a slip")
    log.retract(log.add("gone", occurred="2025-03", sources=["wire"]).id, because="wrong")
    log.link(one.id, "same-event", log.add("the same", occurred="2025-12-05", sources=["early"]).id)
    return log


@pytest.mark.parametrize("as_of", [None, "2025-06-30", "2026-01-01"])
@pytest.mark.parametrize(
    "by", [{"since": "2025-04"}, {"until": "2025-04", "strict": True}, {"entities": ["E"]}, {"grep": ["corrected"]}]
)
def test_what_filters_leave_out_is_named_as_in_a_replay(log, as_of, by):
    with index("on"):
        found, snapshot = rate(log, by, as_of=as_of)
        assert snapshot.basis._whole is None
    with index("off"):
        assert found == rate(log, by, as_of=as_of)[0]
    assert not isinstance(found, tuple)


@pytest.mark.parametrize("as_of", [None, "2025-06-30", "2026-01-01"])
def test_what_is_told_before_it_happened_is_cut_as_in_a_replay(log, as_of):
    with index("on"):
        found, snapshot = rate(log, as_of=as_of)
        assert snapshot.basis._whole is None
    with index("off"):
        assert found == rate(log, as_of=as_of)[0]
    assert not isinstance(found, tuple)


def test_of_more_changes_than_are_looked_up_the_whole_log_tells(log, monkeypatch):
    monkeypatch.setattr(drawing, "_MOST_CHANGES", 1)
    with index("on"):
        found, snapshot = rate(log)
        assert snapshot.basis._whole is not None
    with index("off"):
        assert found == rate(log)[0]
